/* scheduling.h -- the user is the scheduler: who could go next, and what it would do. */
#ifndef TC_SCHEDULING_H
#define TC_SCHEDULING_H

#include "session/future.h"
#include "view/draw.h"

struct view;

enum { OFFERS_MAX = 12, OFFER_NAME_MAX = 48, OFFER_DOES_MAX = 240 };

struct offer {
    struct candidate who;
    char name[OFFER_NAME_MAX];
    char does[OFFER_DOES_MAX]; /* what it would do: a sentence */
};

struct scheduling {
    bool shown;
    struct offer offers[OFFERS_MAX];
    uint32_t count, total; /* total: with those that have no room here */
    uint32_t chosen;
    uint64_t step, changes; /* of which step of which run they are */
};

/* Over the caption: a name each, and what the chosen one would do. */
void panel_scheduling(struct draw *d, const struct view *v, struct box b);

#endif
