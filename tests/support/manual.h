/* manual.h -- the C heap worked out a second time: from what the machine says happened, and from
 * the bytes of its memory.
 *
 * Keeps a list of the chunks in use, with what was last written into each, by the events of a run.
 * Compares it with the memory after a step: chunks lie apart and aligned, hold what was written,
 * also behind a realloc, and can be found by walking the size words from the first one on. Leaks are
 * looked for word by word, without types. Shares no code with the engine but constants. */
#ifndef TC_TEST_MANUAL_H
#define TC_TEST_MANUAL_H

#include "machine/machine.h"

enum { MANUAL_CHUNKS = 4096, MANUAL_WORDS = 8192 };

struct manual_chunk {
    uint64_t address, bytes;
    uint8_t *contents, *known; /* of every byte, and whether it was ever written */
    uint64_t leak_step;        /* 0: it has not leaked */
};

struct manual_list {
    struct manual_chunk chunks[MANUAL_CHUNKS];
    uint32_t count;
    struct event words[MANUAL_WORDS]; /* of the last step, until it is known whose they are */
    uint32_t word_count;
    uint64_t given, taken; /* so far */
    bool spoiled;      /* the program wrote where it must not: sizes and contents are anybody's */
    const char *wrong; /* found while listening */
};

void manual_hear(struct manual_list *l, const struct machine *m, const struct event *e);
/* NULL, or what is wrong. */
const char *manual_check(struct manual_list *l, const struct machine *m);
void manual_free(struct manual_list *l);

#endif
