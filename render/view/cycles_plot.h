/* cycles_plot.h -- what the charts of a gctrace log share: where along x a cycle is. */
#ifndef TC_CYCLES_PLOT_H
#define TC_CYCLES_PLOT_H

#include "view/cycles.h"
#include "view/widget.h"

enum { CYCLES_COLUMNS_MAX = 1024 };

/* Where more cycles than columns are, several share one: those that follow each other. */
struct cycles_plot {
    struct draw *d;
    const struct view *v;
    const struct cycles_view *c;
    float left, width;      /* pixels */
    uint64_t begin, end;    /* of the time that goes by along x, nanoseconds */
    uint32_t count;         /* of cycles */
    uint32_t columns, each; /* ... in so many columns, `each` in one */
};

struct cycles_plot cycles_plot_make(struct draw *d, const struct view *v, float left, float width);

/* The cycles of a column: from .. to - 1. */
struct cycles_span {
    uint32_t from, to;
};

static inline struct cycles_span cycles_column(const struct cycles_plot *p, uint32_t column) {
    uint32_t from = column * p->each, to = from + p->each;
    return (struct cycles_span){from, to < p->count ? to : p->count};
}

/* Where a cycle begins, where it has marked all, and where the one before it has (the left end, of
 * the first). */
float cycles_begin_x(const struct cycles_plot *p, uint32_t cycle);
float cycles_end_x(const struct cycles_plot *p, uint32_t cycle);
float cycles_before_x(const struct cycles_plot *p, uint32_t cycle);

/* 1, 2 or 5 times a power of ten: so that at most `most` of them go into `range`. */
double cycles_tick(double range, uint32_t most);

/* "1,5" for "1.5" where that is the custom. */
void cycles_comma(const struct view *v, char *words);

/* The charts. Heights are pixels. */
void cycles_heap(const struct cycles_plot *p, struct box plot);
void cycles_time_axis(const struct cycles_plot *p, float top, float bottom, float words);
void cycles_pauses(const struct cycles_plot *p, struct box plot);
void cycles_shares(const struct cycles_plot *p, struct box plot);

/* The cycle that is looked at, in words. */
void cycles_inspector(struct draw *d, const struct view *v, struct box b);

#endif
