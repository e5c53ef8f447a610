/* map.h -- the heap map from inside: its levels of detail, and what they have in common.
 *
 * From far: the arena, a square for each page, whose pixels are the colours of the objects there.
 * From nearer: the spans of each size class, a few pixels for each slot. From near: a box for each
 * slot, with name and bits. What is far away is a picture in one command; nothing is worked out for
 * what is not in sight. */
#ifndef TC_MAP_H
#define TC_MAP_H

#include "machine/inspect/inspect_colours.h"
#include "view/map_zoom.h"
#include "view/widget.h"

enum map_kind { MAP_PAGES, MAP_ROWS, MAP_FIT, MAP_SLOTS };

struct map_level {
    enum map_kind kind;
    uint32_t wide,
        high; /* PAGES: dots of a page's tile; ROWS: of a slot; SLOTS: units of its box */
};

struct map {
    struct draw *d;
    const struct view *v;
    struct box inside; /* where the map is seen */
    struct map_level level;
    uint32_t number;   /* of the level */
    uint32_t all;      /* the nearest level at which all of the heap is seen */
    float height, top; /* of the whole map, and what has passed above */
    int dot;           /* pixels a side of a dot of an image */
    struct colour_count count;
    uint64_t address; /* of what the mouse is over; 0: nothing */
    struct box over;  /* ... and its box */
};

/* Each kind of level. The place of an address is how far down its row begins. */
float map_pages_height(const struct map *map);
float map_pages_place(const struct map *map, uint64_t address);
void map_pages_draw(struct map *map);
float map_rows_height(const struct map *map);
float map_rows_place(const struct map *map, uint64_t address);
void map_rows_draw(struct map *map);
float map_slots_height(const struct map *map);
float map_slots_place(const struct map *map, uint64_t address);
void map_slots_draw(struct map *map);
/* The spans, a row each, with the slots that somebody has lived in. */
void map_fit_draw(struct map *map);
/* Whether all of them are seen; and how many are. */
bool map_fit_all(const struct map *map);
uint32_t map_fit_count(const struct map *map);

/* The level at which all is seen, as the room is: `all`. */
void map_find_all(struct map *map);
/* The level of a view's zoom, and where its map is then. */
void map_find_level(struct map *map);
struct map_spot map_spot(const struct map *map);

/* A row of squares with what their colours mean, at the bottom of a box. */
void map_legend(const struct map *map, struct box line);

/* ---- pictures ---- */

/* Dots of an image. Each must be cleared, or get a colour. */
struct dots {
    uint32_t *at;
    int columns, rows;
};

/* An image of so many dots whose top left corner is in whole pixels. No dots: no memory. */
struct dots map_image(const struct map *map, struct point at, int columns, int rows);
/* Makes rows transparent; not all at once, so that they are still in the cache when they are drawn
 * on. */
void map_clear_dots(const struct dots *d, int first, int rows);
uint32_t map_dot_colour(const struct view *v, enum colour colour);

/* ---- spans ---- */

/* From a page to the next one that may begin a span. */
static inline uint32_t map_next_page(const struct machine *m, uint32_t page) {
    return m->span_of[page] == page + 1 ? page + m->spans[page].pages : page + 1;
}

uint64_t map_slot_address(const struct machine *m, uint32_t page, uint32_t slot);
/* How many slots are not all alike: those up to the last one that anybody lives in, and some. */
uint32_t map_cells_worth_showing(const struct machine *m, uint32_t page);
/* "16 B scan", "80 KiB noscan". */
void map_class_words(const struct view *v, uint32_t page, struct text *out);
/* Where a span is: in a processor's cache, or in one of its class's sets. */
void map_place_words(const struct view *v, uint32_t page, struct text *out);
/* All there is to say of a span: class, address, slots, waste, place. */
void map_span_words(const struct view *v, uint32_t page, struct text *out);
/* ... and of the one who lives in a slot. */
void map_slot_words(const struct view *v, uint64_t address, struct text *out);
/* Bytes of a slot that the object in it did not ask for, as far as its type tells. */
uint32_t map_rounding(const struct machine *m, const struct object_view *o);

static inline uint32_t map_tail(const struct span *s) {
    return s->pages * PAGE_SIZE - s->element_count * s->element_size;
}

#endif
