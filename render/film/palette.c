#include "film/palette.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

enum {
    TALLY_FIRST = 1024,
    FLAT_PART = 256,     /* a colour of more than this part of all pixels is pinned */
    CLUSTERS_MAX = 1024, /* merging takes time by the square of their number */
};

static unsigned red_of(uint32_t colour) {
    return colour >> 16 & 255;
}

static unsigned green_of(uint32_t colour) {
    return colour >> 8 & 255;
}

static unsigned blue_of(uint32_t colour) {
    return colour & 255;
}

static uint32_t square(unsigned a, unsigned b) {
    return a > b ? (a - b) * (a - b) : (b - a) * (b - a);
}

uint32_t colour_distance(uint32_t a, uint32_t b) {
    return 2 * square(red_of(a), red_of(b)) + 4 * square(green_of(a), green_of(b)) +
           3 * square(blue_of(a), blue_of(b));
}

/* ---- the tally ---- */

/* Knuth's multiplicative hash: the upper bits of the product are the mixed ones. */
static size_t slot_of(const struct tally *t, uint32_t colour) {
    return (size_t)(colour * 2654435769u >> 8) & (t->capacity - 1);
}

static struct tally_row *row_for(const struct tally *t, uint32_t colour) {
    size_t at = slot_of(t, colour);
    while (t->rows[at].colour != colour && t->rows[at].colour != TALLY_NONE)
        at = (at + 1) & (t->capacity - 1);
    return &t->rows[at];
}

void tally_clear(struct tally *t) {
    for (size_t i = 0; i < t->capacity; i++) t->rows[i] = (struct tally_row){TALLY_NONE, 0, 0};
    t->count = 0;
    t->failed = false;
}

void tally_free(struct tally *t) {
    free(t->rows);
    *t = (struct tally){0};
}

/* Twice as large, so that half of the rows stay free. */
static bool tally_grow(struct tally *t) {
    struct tally grown = {.capacity = t->capacity ? t->capacity * 2 : TALLY_FIRST,
                          .count = t->count};
    grown.rows = malloc(grown.capacity * sizeof *grown.rows);
    if (!grown.rows) return false;
    for (size_t i = 0; i < grown.capacity; i++)
        grown.rows[i] = (struct tally_row){TALLY_NONE, 0, 0};
    for (size_t i = 0; i < t->capacity; i++)
        if (t->rows[i].colour != TALLY_NONE) *row_for(&grown, t->rows[i].colour) = t->rows[i];
    free(t->rows);
    *t = grown;
    return true;
}

void tally_add(struct tally *t, uint32_t colour, uint32_t pixels) {
    if (t->count * 2 >= t->capacity && !tally_grow(t)) {
        t->failed = true;
        return;
    }
    struct tally_row *row = row_for(t, colour);
    if (row->colour == TALLY_NONE) {
        *row = (struct tally_row){colour, 0, 0};
        t->count++;
    }
    row->pixels += pixels;
}

const struct tally_row *tally_find(const struct tally *t, uint32_t colour) {
    const struct tally_row *row = row_for(t, colour);
    CHECK(row->colour == colour);
    return row;
}

/* ---- clusters of colours ---- */

struct cluster {
    uint32_t colour;           /* what stands for them */
    uint64_t red, green, blue; /* sums by weight */
    uint64_t weight;
    uint32_t frequent, pixels; /* the most frequent colour of it, and of how many pixels */
    uint64_t pixels_all;
    uint32_t cell; /* clusters are put together by it, when there are too many */
    bool pinned;
};

/* What the search for the nearest looks at, close together. */
struct point {
    uint8_t red, green, blue;
    bool pinned;
    uint32_t weight; /* at most the root of 16 times 2^32 pixels, for each of some thousand */
};

/* What a cluster would best be merged with. */
struct match {
    uint64_t cost; /* or less than it, if the match is stale: one of the two has grown since */
    size_t nearest;
    bool stale;
};

struct clusters {
    struct cluster *list;
    struct point *points; /* of the same clusters; while they are merged */
    struct match *matches;
    size_t count;
};

static uint64_t root_of(uint64_t number) {
    uint64_t root = 0;
    for (uint64_t bit = (uint64_t)1 << 31; bit; bit >>= 1)
        if ((root + bit) * (root + bit) <= number) root += bit;
    return root;
}

static struct cluster cluster_of(const struct tally_row *row) {
    uint64_t weight = root_of((uint64_t)row->pixels * 16); /* quarters, to tell 2 from 3 pixels */
    return (struct cluster){.colour = row->colour,
                            .red = weight * red_of(row->colour),
                            .green = weight * green_of(row->colour),
                            .blue = weight * blue_of(row->colour),
                            .weight = weight,
                            .frequent = row->colour,
                            .pixels = row->pixels,
                            .pixels_all = row->pixels};
}

static bool is_pinned(struct pins pins, uint32_t colour) {
    for (size_t i = 0; i < pins.count; i++)
        if (pins.colours[i] == colour) return true;
    return false;
}

static uint32_t mean_of(uint64_t sum, uint64_t weight) {
    return (uint32_t)((sum + weight / 2) / weight);
}

/* A colour with more than half of the pixels stands for all: what is mostly one flat area keeps its
 * colour to the last bit. */
static uint32_t colour_of(const struct cluster *c) {
    if ((uint64_t)c->pixels * 2 > c->pixels_all) return c->frequent;
    return mean_of(c->red, c->weight) << 16 | mean_of(c->green, c->weight) << 8 |
           mean_of(c->blue, c->weight);
}

static void cluster_merge(struct cluster *into, const struct cluster *from) {
    uint32_t pinned = into->pinned ? into->colour : from->colour;
    into->red += from->red;
    into->green += from->green;
    into->blue += from->blue;
    into->weight += from->weight;
    into->pixels_all += from->pixels_all;
    if (from->pixels > into->pixels) {
        into->pixels = from->pixels;
        into->frequent = from->frequent;
    }
    into->pinned = into->pinned || from->pinned;
    into->colour = into->pinned ? pinned : colour_of(into);
}

static struct point point_of(const struct cluster *c) {
    return (struct point){(uint8_t)red_of(c->colour), (uint8_t)green_of(c->colour),
                          (uint8_t)blue_of(c->colour), c->pinned, (uint32_t)c->weight};
}

static uint64_t distance_of(const struct point *a, const struct point *b) {
    int red = a->red - b->red, green = a->green - b->green, blue = a->blue - b->blue;
    return (uint64_t)(2 * red * red + 4 * green * green + 3 * blue * blue);
}

/* What merging two adds to the sum of squared errors, or UINT64_MAX if that is at least `most`:
 * most pairs are out by what it costs at least. What is pinned does not move. */
static uint64_t cost_below(const struct point *a, const struct point *b, uint64_t most) {
    uint64_t distance = distance_of(a, b), left = a->weight, right = b->weight;
    uint64_t less = left < right ? left : right, cost;
    if (less * distance / 2 >= most || (a->pinned && b->pinned)) return UINT64_MAX;
    if (a->pinned) cost = right * distance;
    else if (b->pinned) cost = left * distance;
    else cost = left * right * distance / (left + right);
    return cost < most ? cost : UINT64_MAX;
}

static void find_nearest(struct clusters *c, size_t of) {
    uint64_t least = UINT64_MAX;
    size_t nearest = of;
    for (size_t i = 0; i < c->count; i++) {
        if (i == of) continue;
        uint64_t cost = cost_below(&c->points[of], &c->points[i], least);
        if (cost == UINT64_MAX) continue;
        least = cost;
        nearest = i;
    }
    c->matches[of] = (struct match){least, nearest, false};
}

/* The cluster whose merger costs least. Merging others never makes a merger cheaper but with what
 * has been merged, which is looked at then: so a stale match is searched for again only when its
 * turn has come. */
static size_t find_cheapest(struct clusters *c) {
    for (;;) {
        size_t at = 0;
        for (size_t i = 1; i < c->count; i++)
            if (c->matches[i].cost < c->matches[at].cost) at = i;
        if (!c->matches[at].stale) return at;
        find_nearest(c, at);
    }
}

/* The last cluster takes the place of the one that is gone. */
static void move_last_to(struct clusters *c, size_t gone) {
    c->count--;
    c->list[gone] = c->list[c->count];
    c->points[gone] = c->points[c->count];
    c->matches[gone] = c->matches[c->count];
}

/* Into the one that stands before the other. */
static void merge_cheapest(struct clusters *c) {
    size_t kept = find_cheapest(c), gone = c->matches[kept].nearest, last = c->count - 1;
    if (gone < kept) {
        gone = kept;
        kept = c->matches[gone].nearest;
    }
    cluster_merge(&c->list[kept], &c->list[gone]);
    c->points[kept] = point_of(&c->list[kept]);
    move_last_to(c, gone);
    for (size_t i = 0; i < c->count; i++) {
        struct match *match = &c->matches[i];
        if (match->nearest == kept || match->nearest == gone) match->stale = true;
        else if (match->nearest == last) match->nearest = gone;
        uint64_t cost =
            i == kept ? UINT64_MAX : cost_below(&c->points[i], &c->points[kept], match->cost);
        if (cost < UINT64_MAX) *match = (struct match){cost, kept, false};
    }
    find_nearest(c, kept);
}

/* False: no memory. */
static bool merge_down_to(struct clusters *c, size_t most) {
    if (c->count <= most) return true;
    c->points = malloc(c->count * sizeof *c->points);
    c->matches = malloc(c->count * sizeof *c->matches);
    bool fine = c->points && c->matches;
    for (size_t i = 0; fine && i < c->count; i++) c->points[i] = point_of(&c->list[i]);
    for (size_t i = 0; fine && i < c->count; i++) find_nearest(c, i);
    while (fine && c->count > most) merge_cheapest(c);
    free(c->points);
    free(c->matches);
    return fine;
}

static int by_cell(const void *a, const void *b) {
    const struct cluster *left = a, *right = b;
    if (left->cell != right->cell) return left->cell < right->cell ? -1 : 1;
    return left->colour < right->colour ? -1 : left->colour > right->colour;
}

/* Puts together what differs in the lowest `bits` of each channel only. */
static void merge_cells(struct clusters *c, unsigned bits) {
    uint32_t mask = (0xffu << bits & 0xff) * 0x010101u;
    for (size_t i = 0; i < c->count; i++) c->list[i].cell = c->list[i].colour & mask;
    for (size_t i = 0; i < c->count; i++)
        if (c->list[i].pinned) c->list[i].cell = 0x1000000u + c->list[i].colour;
    qsort(c->list, c->count, sizeof *c->list, by_cell);
    size_t kept = 0;
    for (size_t i = 1; i < c->count; i++) {
        if (c->list[i].cell == c->list[kept].cell) cluster_merge(&c->list[kept], &c->list[i]);
        else c->list[++kept] = c->list[i];
    }
    c->count = kept + 1;
}

/* Pins the wanted colours first, then those of large flat areas, up to half a palette of them. */
static void pin(struct clusters *c, struct pins pins, size_t most) {
    size_t pinned = 0;
    uint64_t pixels = 0;
    for (size_t i = 0; i < c->count; i++) {
        pixels += c->list[i].pixels;
        c->list[i].pinned = pinned < most / 2 && is_pinned(pins, c->list[i].colour);
        pinned += c->list[i].pinned;
    }
    for (size_t i = 0; i < c->count && pinned < most / 2; i++) {
        struct cluster *cluster = &c->list[i];
        if (cluster->pinned || (uint64_t)cluster->pixels * FLAT_PART <= pixels) continue;
        cluster->pinned = true;
        pinned++;
    }
}

/* In the order of the colours, which is the same whatever way the tally was filled. */
static bool clusters_make(struct clusters *c, const struct tally *t) {
    c->list = malloc((t->count ? t->count : 1) * sizeof *c->list);
    if (!c->list) return false;
    for (size_t i = 0; i < t->capacity; i++)
        if (t->rows[i].colour != TALLY_NONE) c->list[c->count++] = cluster_of(&t->rows[i]);
    qsort(c->list, c->count, sizeof *c->list, by_cell);
    return true;
}

/* ---- the palette ---- */

static uint8_t nearest_index(const struct palette *p, uint32_t colour) {
    unsigned best = 0;
    uint32_t least = UINT32_MAX;
    for (unsigned i = 0; i < p->count && least; i++) {
        uint32_t distance = colour_distance(p->colours[i], colour);
        if (distance >= least) continue;
        least = distance;
        best = i;
    }
    return (uint8_t)best;
}

bool palette_fit(struct palette *p, struct tally *t, unsigned most, struct pins pins) {
    struct clusters clusters = {0};
    CHECK(most >= 1 && most <= PALETTE_MAX);
    if (t->failed || !clusters_make(&clusters, t)) return false;
    pin(&clusters, pins, most);
    for (unsigned bits = 1; clusters.count > CLUSTERS_MAX; bits++) merge_cells(&clusters, bits);
    bool merged = merge_down_to(&clusters, most);
    p->count = merged ? (unsigned)clusters.count : 0;
    for (size_t i = 0; i < p->count; i++) p->colours[i] = clusters.list[i].colour;
    free(clusters.list);
    if (!merged) return false;
    for (size_t i = 0; i < t->capacity; i++)
        if (t->rows[i].colour != TALLY_NONE) t->rows[i].index = nearest_index(p, t->rows[i].colour);
    return true;
}

bool palette_has(const struct palette *p, struct tally *t) {
    if (t->failed || t->count > p->count) return false;
    for (size_t i = 0; i < t->capacity; i++) {
        struct tally_row *row = &t->rows[i];
        if (row->colour == TALLY_NONE) continue;
        row->index = nearest_index(p, row->colour);
        if (p->colours[row->index] != row->colour) return false;
    }
    return true;
}
