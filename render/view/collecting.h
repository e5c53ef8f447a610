/* collecting.h -- the user plays the collector: what there is to decide now, and how it went. */
#ifndef TC_COLLECTING_H
#define TC_COLLECTING_H

#include <stdbool.h>
#include <stdint.h>

#include "view/draw.h"

struct view;

enum collecting_stage {
    COLLECTING_OFF,
    COLLECTING_TAKE,  /* which grey object comes next */
    COLLECTING_SHADE, /* which objects its pointers turn grey */
    COLLECTING_FREE,  /* which objects the sweep frees */
    COLLECTING_OVER   /* the collection is done, or there was none */
};

enum { COLLECTING_PICKS = 64, COLLECTING_WORDS = 256 };

struct collecting {
    enum collecting_stage stage;
    bool lets_mistakes;  /* a wrong move is done, and what comes of it is seen */
    uint64_t object;     /* that is being followed: SHADE */
    uint64_t would_take; /* by the collector's own order: TAKE */
    uint64_t picks[COLLECTING_PICKS];
    uint32_t pick_count;
    uint32_t moves, refused, mistakes;
    char answer[COLLECTING_WORDS]; /* to the last move */
    bool answer_is_no;
};

bool collecting_is_on(const struct view *v);
/* In the caption's place: what there is to decide, and the answer to the last move. */
void panel_collecting(struct draw *d, const struct view *v, struct box b);
/* Below the timeline: how to move, and how it went so far. */
void panel_collector_bar(struct draw *d, const struct view *v, struct box b);
/* Over the panels: what was picked, and what is being followed. */
void collecting_marks(struct draw *d, const struct view *v);

#endif
