/* tape_inside.h -- a tape's parts. For tape.c and tape_open.c. */
#ifndef TC_TAPE_INSIDE_H
#define TC_TAPE_INSIDE_H

#include "base/pool.h"
#include "trace/tape.h"

/* A machine that goes through the run reads behind itself; a session has three. */
enum { WINDOWS = 4, INDEX_LINES = 64, WINDOW_BYTES = 64 << 10, LINE_BYTES_MAX = 1 << 30 };

struct tape_window {
    char *bytes; /* of the file, from `start` on */
    size_t length, capacity;
    uint64_t start;
    uint64_t line, offset; /* the next line, and where it begins */
    uint64_t used;         /* when it was last */
};

struct tape {
    int fd;
    struct pool pool;
    struct tape_facts facts;
    struct tape_setting *settings;
    struct tape_decision *decisions;
    uint32_t setting_count, decision_count;
    uint64_t *index; /* where every INDEX_LINES-th line begins */
    uint64_t lines;  /* that are whole: the header, and steps */
    struct tape_window windows[WINDOWS];
    uint64_t clock; /* for `used` */
    struct step_line line;
    struct frame_of_step told; /* events, with the words that went without saying */
    uint32_t words_told, lines_told;
};

#endif
