/* verdicts.h -- where what a line allocates lives, and why: in a tag, and all of it. */
#ifndef TC_VERDICTS_H
#define TC_VERDICTS_H

#include "base/text.h"
#include "program/program.h"

enum verdict_where { VERDICT_HEAP, VERDICT_STACK, VERDICT_MANUAL, VERDICT_COUNT };

/* Of the allocations of a line that live in the same kind of place. */
struct tagged {
    uint32_t count;
    const struct site *first; /* NULL: none */
};

struct verdicts {
    struct tagged of[VERDICT_COUNT];
};

struct verdicts verdicts_of_line(const struct program *p, uint32_t line);
/* What a tag can say, the longest first, and the last one is never long. Returns how many. */
enum { VERDICT_WORDS_MAX = 3, VERDICT_LENGTH_MAX = 96 };
uint32_t verdict_words(const struct tagged *verdict, enum verdict_where where,
                       char words[VERDICT_WORDS_MAX][VERDICT_LENGTH_MAX]);
/* Every verdict of the line of that kind, each with the flow that forced it. */
void verdict_story(const struct program *p, uint32_t line, enum verdict_where where,
                   struct text *out);
/* "&Node{...} escapes to heap", and behind it why; several lines. */
void verdict_of_site(const struct site *site, struct text *out);

#endif
