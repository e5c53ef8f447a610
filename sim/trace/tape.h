/* tape.h -- a frame trace that is open for playing.
 *
 * A tape puts the frames of a run into machines, a step at a time, as the engine would have made
 * them; nothing is run. It is read in a stream: an index of where lines begin is built on opening,
 * and each machine that goes through the run has a window of the file. Memory is bounded by the
 * index, which has a number for 64 lines, and by the longest line.
 *
 * A trace that was cut off is played as far as its lines are whole. One with a line that cannot be,
 * is played up to there. */
#ifndef TC_TAPE_H
#define TC_TAPE_H

#include "base/file.h"
#include "trace/line.h"

struct tape;

enum tape_state {
    TAPE_WHOLE,
    TAPE_CUT,    /* there is no last line */
    TAPE_DAMAGED /* the bytes are not those that were written */
};

/* What the header and the end say; strings belong to the tape. */
struct tape_facts {
    const char *version, *file, *kind;
    const char *scenario, *program_file, *program; /* texts of files; "" if there is none */
    size_t scenario_length, program_length;
    uint64_t words;  /* of the block of state */
    uint64_t tables; /* hash of the program's tables */
    uint64_t steps;  /* that can be played */
    enum tape_state state;
    uint64_t line; /* with TAPE_CUT and TAPE_DAMAGED: the first that is missing or bad, from 1 */
    uint64_t hash; /* at the end, with TAPE_WHOLE */
};

/* A setting, as `tape_setting` gives them. */
struct tape_setting {
    const char *key, *value;
};

/* Somebody has changed the run: as session/session.h has it, in numbers. */
struct tape_decision {
    uint64_t step, kind, value, other;
};

/* On failure `why` says what is wrong and what was expected, in one line. */
enum file_status tape_open(struct tape **out, const char *path, char *why, size_t why_size);
void tape_close(struct tape *t);

const struct tape_facts *tape_facts(const struct tape *t);
/* The settings, by index; NULL behind the last. */
const struct tape_setting *tape_setting(const struct tape *t, uint32_t index);

/* Likewise the decisions. */
const struct tape_decision *tape_decision(const struct tape *t, uint32_t index);

/* Puts into a machine that has just been opened what was decided before the first step. False if
 * that line is bad. */
bool tape_begin(struct tape *t, struct machine *m);
/* Puts the next step into a machine of the same program and settings that stands at a step of the
 * run, and tells its sink. False if there is none, or its line is bad: then the run ends here. */
bool tape_step(struct tape *t, struct machine *m);
/* What was printed (or told by gctrace), as the event being told says; to be asked in the sink. */
void tape_words(const struct tape *t, const struct event *e, struct text *out);

/* The bytes of a line, from 0, the header; valid until the next call. False behind the last. */
bool tape_line(struct tape *t, uint64_t line, const char **bytes, size_t *length);

#endif
