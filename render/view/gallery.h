/* gallery.h -- the scenarios to choose from: cards in groups, with a picture of each.
 *
 * Who draws and who moves the choice agree on the places by `gallery_walk`. */
#ifndef TC_GALLERY_H
#define TC_GALLERY_H

#include "view/view.h"

enum { GALLERY_PATH_MAX = 1024, FILTER_MAX = 63 };

struct gallery_entry {
    char path[GALLERY_PATH_MAX];
    char title[160], summary[400], teaches[240];
    enum word group;              /* its heading */
    bool broken;                  /* it does not load; the summary says why */
    const struct draw *thumbnail; /* THUMBNAIL_WIDTH x THUMBNAIL_HEIGHT; NULL: none yet */
};

struct gallery {
    struct gallery_entry *entries; /* in the suggested order; those of a group are together */
    uint32_t count, capacity;
    uint32_t recent; /* the first of them are the files opened last */
    uint32_t selected;
    float scroll;                /* units that are above the picture */
    char filter[FILTER_MAX + 1]; /* words that are looked for; "": all are shown */
    char problem[200];           /* why there are no scenarios; "" if there are */
};

enum { THUMBNAIL_WIDTH = 424, THUMBNAIL_HEIGHT = 190 };

/* Whether an entry has all words of the filter. */
bool gallery_shows(const struct gallery *g, uint32_t entry);

/* A click or Enter on an entry is COMMAND_OPEN with its index. */
void gallery_draw(struct draw *d, const struct view *v, const struct gallery *g);

/* Where the choice goes: a step in a direction, or as far as a page or to an end. */
enum gallery_way {
    GALLERY_LEFT,
    GALLERY_RIGHT,
    GALLERY_UP,
    GALLERY_DOWN,
    GALLERY_PAGE_UP,
    GALLERY_PAGE_DOWN,
    GALLERY_FIRST,
    GALLERY_LAST
};
uint32_t gallery_towards(const struct view *v, const struct gallery *g, enum gallery_way way);

/* The scrolling nearest to now with which the chosen card is wholly seen. */
float gallery_scroll_to_choice(const struct view *v, const struct gallery *g);
/* As far as there is something to see. */
float gallery_scroll_within(const struct view *v, const struct gallery *g, float scroll);
/* The first card that can be seen and has no picture yet; the count of entries if there is none. */
uint32_t gallery_wants_thumbnail(const struct view *v, const struct gallery *g);

#endif
