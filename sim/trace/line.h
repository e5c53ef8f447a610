/* line.h -- one step of a trace, as its line has it. */
#ifndef TC_TRACE_LINE_H
#define TC_TRACE_LINE_H

#include "trace/frame.h"
#include "trace/json_scan.h"

/* What is not in the line is as in the machine before it. */
struct step_line {
    struct frame_of_step frame; /* events: as the line has them; `step` is enum line_mark */
    bool has_actor, has_processor, has_now, has_ticks;
    int64_t *delta; /* pairs */
    size_t delta_count;
    struct text words; /* what was printed and told, one behind the other, ... */
    size_t *word_ends; /* ... and where each ends: first the output, then gctrace's lines */
    uint32_t output_count, word_count;
    bool failed; /* the host has no memory */
};

/* Of an event that has been read. */
enum line_mark {
    LINE_PLAIN,
    LINE_OLD_UNKNOWN, /* a word, of which the line does not tell what it was before */
    LINE_NO_WORDS     /* it has not written the words that it mostly does */
};

/* Reads a line, without its newline. False if it is none; `*bad` says where. Keys that are not
 * known are passed over. */
bool line_read(struct step_line *l, const char *bytes, size_t length, const char **bad);
void line_free(struct step_line *l);

#endif
