/* listing.h -- how the program's lines are looked at: what the user has marked in them, and how far
 * they are scrolled. */
#ifndef TC_LISTING_H
#define TC_LISTING_H

#include <stdbool.h>
#include <stdint.h>

enum { BREAKPOINTS_MAX = 64 };

/* Lines count from 1. */
struct listing {
    uint32_t selected; /* 0: none */
    uint32_t first;    /* at the top, if it has been scrolled; else where the step is, is seen */
    bool scrolled;
    uint64_t scrolled_at;                  /* the step; at others the listing follows again */
    uint32_t breakpoints[BREAKPOINTS_MAX]; /* sorted */
    uint32_t breakpoint_count;
};

bool listing_has_breakpoint(const struct listing *l, uint32_t line);
/* Sets one, or takes it away. False if there are too many. */
bool listing_toggle(struct listing *l, uint32_t line);

#endif
