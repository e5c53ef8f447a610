/* trace_diff.h -- two traces compared, line by line: with each other, or one with the run that it
 * is of, made anew. */
#ifndef TC_TRACE_DIFF_H
#define TC_TRACE_DIFF_H

#include <signal.h>

#include "session/session.h"

struct tape;

enum trace_answer {
    TRACES_SAME,
    TRACES_PART,      /* they differ, or one goes on behind the other's end */
    TRACES_NO_MEMORY, /* of the host, to find out */
    TRACES_STOPPED    /* somebody did not want to wait */
};

/* What lines of a step have that differs: a key and both values a line, cut to a width. */
void trace_diff_lines(const char *a, size_t a_length, const char *b, size_t b_length,
                      struct text *out);

/* Compares two traces; adds how long they are, which settings differ, the first step at which they
 * part, and what differs there, in words and in numbers. The scenarios are those of the tapes. */
enum trace_answer trace_diff(const struct scenario *a, const struct scenario *b,
                             const volatile sig_atomic_t *stop, struct text *out);

/* Runs the scenario of a trace, whose session is at step 0, and compares each line with what the
 * run makes. Adds where they part. */
enum trace_answer trace_verify(struct session *fresh, struct tape *tape,
                               const volatile sig_atomic_t *stop, struct text *out);

/* "a.jsonl was cut off after step 17", if it was cut off or damaged; as a line. */
void trace_add_state(const struct scenario *s, struct text *out);

#endif
