/* transcript.h -- a run as a text to read: what a lecturer hands out, and who was absent reads.
 *
 * Markdown (CommonMark, and tables). Title, summary, settings and listing; then the run: captions
 * and questions where they come, and between two of them what the steps do, in sentences; then the
 * answers, worked out from the run, how it ends, and its numbers.
 *
 * Steps between two stops (captions, questions, the ends) are grouped: one behind the other by the
 * same actor at the same line, or by the collector in the same phase, is one item. A line that has
 * been told TRANSCRIPT_VISITS times since the last stop, with nothing new to tell, is only named.
 * Where there are more than TRANSCRIPT_STRETCH of them they are counted by line and phase, and only
 * the first of each kind of event is told. A reason (`why`) is told once in the whole text. So the
 * length does not grow with the run, and neither does memory.
 *
 * The session must have run to the step `to`; steps are run again on its scout, and `now` moves. */
#ifndef TC_TRANSCRIPT_H
#define TC_TRANSCRIPT_H

#include <stdio.h>

#include "export/sentences.h"
#include "lesson/answer.h"

enum { TRANSCRIPT_STRETCH = 400, TRANSCRIPT_VISITS = 2, TRANSCRIPT_WHYS = 2048, GROUP_WHYS = 64 };

/* What is wanted. */
struct transcript_request {
    uint64_t from, to; /* steps; NEVER: the beginning, the end */
    const struct narration *language;
    bool notes;           /* the speaker's notes, too */
    const char *pictures; /* the folder of the pictures, as seen from the file; NULL: none */
};

enum stop_kind { STOPS_AT_RANGE, STOPS_AT_CAPTION, STOPS_AT_QUESTION };

/* A step at which there is more to say than what happens. */
struct transcript_stop {
    uint64_t step;
    enum stop_kind kind;
    uint32_t index; /* of the caption in force, or (uint32_t)NONE; of the question */
};

/* One item of the prose. */
struct transcript_group {
    bool open;
    uint32_t actor, line, phase; /* actor 0: the collector, in a phase */
    uint64_t first, last;        /* steps */
    struct event_set events;
    struct text words;
    struct text what; /* the sentence before, which may come once more */
    uint64_t times;
    uint64_t *whys[GROUP_WHYS]; /* reasons that it is the first to tell */
    uint32_t why_count;
};

/* What has been told of a line since the last stop. */
struct transcript_line {
    uint32_t visits;
    struct event_set events;
};

/* Items that tell nothing new, one behind the other: they become one. */
struct transcript_repeats {
    uint64_t first, last;     /* steps; 0: there are none */
    uint32_t lowest, highest; /* lines */
};

struct transcript_tallies; /* of a stretch that is counted */

enum transcript_part { PART_HEAD, PART_STOPS, PART_STEPS, PART_ANSWERS, PART_END, PART_OVER };

struct transcript {
    struct session *session;
    FILE *out;
    struct transcript_request request;
    enum transcript_part part;
    struct transcript_stop *stops; /* by step */
    uint32_t stop_count, stop;     /* the next one */
    uint64_t at;                   /* has been told up to this step */
    uint64_t shown;                /* the step whose heading has been written; NEVER: none */
    struct transcript_group group;
    struct transcript_line *lines; /* of the listing; 0: elsewhere */
    struct transcript_repeats repeats;
    struct transcript_tallies *tallies;
    struct answer *answers; /* by question; of those that have been asked */
    bool *asked;
    uint32_t answer;                /* the next one to write */
    uint64_t whys[TRANSCRIPT_WHYS]; /* hashes of those that have been told; 0: free */
    uint32_t why_count;
    struct sentences hearing;
    struct text text; /* not yet in `out` */
    bool blank;       /* what is in `out` ends with an empty line */
    struct pool pool;
};

enum transcript_state {
    TRANSCRIPT_GOES_ON,
    TRANSCRIPT_DONE,
    TRANSCRIPT_NO_MEMORY,
    TRANSCRIPT_NO_ROOM
};

/* Does not write yet. False when the host has no memory. Freed by transcript_free either way. */
bool transcript_begin(struct transcript *t, struct session *s, FILE *out,
                      const struct transcript_request *request);
void transcript_free(struct transcript *t);
/* Writes the next portion: about `budget` steps, a stop, or an answer. NO_ROOM: the file cannot be
 * written; errno says why. */
enum transcript_state transcript_go_on(struct transcript *t, uint64_t budget);
/* 0 to 1000. */
unsigned transcript_permille(const struct transcript *t);

/* The pictures it refers to: the i-th step, or NEVER behind the last one, and its file's name. */
uint64_t transcript_picture(const struct transcript *t, uint32_t i);
enum { PICTURE_NAME_MAX = 40 };
void transcript_picture_name(uint64_t step, char name[PICTURE_NAME_MAX]);

#endif
