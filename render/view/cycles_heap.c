/* The heap as a saw tooth: it grows while the program runs, on while the collector marks, and what
 * is dead goes. Behind it what Go wanted it not to grow beyond, and what the model would have. */
#include <inttypes.h>
#include <stdio.h>

#include "view/cycles_plot.h"

#define MIB 1048576.0

struct heap_plot {
    const struct cycles_plot *p;
    struct box b;
    double most; /* bytes at the upper edge */
};

static double goal_bytes(const struct gclog_cycle *c) {
    return c->goal == GCLOG_NONE ? 0 : (double)c->goal * MIB;
}

/* A goal far beyond what is in use is left out: it would press the rest to the ground. */
static double highest(const struct cycles_plot *p) {
    double heap = MIB, goal = 0, model = 0;
    for (uint32_t i = 0; i < p->count; i++) {
        const struct gclog_cycle *c = cycles_at(p->c, i);
        const struct gclog_beside *row = cycles_beside(p->c, i);
        heap = fmax(heap, (double)(c->after > c->before ? c->after : c->before) * MIB);
        goal = fmax(goal, goal_bytes(c));
        if (row->known && row->goal.most != UINT64_MAX) model = fmax(model, (double)row->goal.most);
    }
    double most = heap;
    if (goal < 4 * heap) most = fmax(most, goal);
    if (model < 4 * heap) most = fmax(most, model);
    return most * 1.06;
}

static float y_of(const struct heap_plot *h, double bytes) {
    return h->b.y + h->b.h * (float)(1 - fmin(fmax(bytes, 0) / h->most, 1));
}

static float y_of_mib(const struct heap_plot *h, uint64_t mebibytes) {
    return y_of(h, (double)mebibytes * MIB);
}

/* ---- ground ---- */

static void draw_levels(const struct heap_plot *h, float left) {
    const struct view *v = h->p->v;
    double range = h->most / MIB, tick = fmax(cycles_tick(range, 6), 1);
    for (double level = 0; level <= range; level += tick) {
        char words[48];
        float y = y_of(h, level * MIB);
        snprintf(words, sizeof words, level > 0 ? "%.0f MiB" : "0", level);
        draw_line(h->p->d, (struct point){h->b.x, y}, (struct point){h->b.x + h->b.w, y},
                  (struct stroke){with_alpha(v->theme->border, level > 0 ? 0x80 : 0xff),
                                  px(v, level > 0 ? 1 : 1.5f), 0});
        label_right(h->p->d, v, (struct point){h->b.x - px(v, 8), y + px(v, 5.5f)},
                    h->b.x - left - px(v, 8),
                    (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted}, words);
    }
}

/* ---- the model ---- */

/* Of the known ranges of a column, all. */
static bool join(const struct cycles_plot *p, struct cycles_span s, bool trigger,
                 struct gclog_range *all) {
    bool any = false;
    *all = (struct gclog_range){UINT64_MAX, 0};
    for (uint32_t i = s.from; i < s.to; i++) {
        const struct gclog_beside *row = cycles_beside(p->c, i);
        const struct gclog_range *r = trigger ? &row->trigger : &row->goal;
        if (!row->known || r->most == UINT64_MAX) continue;
        any = true;
        if (r->least < all->least) all->least = r->least;
        if (r->most > all->most) all->most = r->most;
    }
    return any;
}

/* From where the cycle before is done to where it is itself: so long the goal holds. */
static void draw_band(const struct heap_plot *h, bool trigger) {
    const struct cycles_plot *p = h->p;
    const struct theme *t = p->v->theme;
    uint32_t colour = trigger ? t->orange : t->purple;
    for (uint32_t i = 0; i < p->columns; i++) {
        struct cycles_span s = cycles_column(p, i);
        struct gclog_range r;
        if (!join(p, s, trigger, &r)) continue;
        float left = cycles_before_x(p, s.from), right = cycles_end_x(p, s.to - 1);
        float top = y_of(h, (double)r.most), bottom = y_of(h, (double)r.least);
        if (y_of(h, (double)r.least) <= h->b.y) continue;
        struct box band = {left, top, fmaxf(right - left, 1), fmaxf(bottom - top, px(p->v, 2))};
        draw_box(p->d, band, 0, with_alpha(colour, trigger ? 0x48 : 0x40), (struct stroke){0});
        if (!trigger && p->each == 1)
            draw_line(p->d, (struct point){left, bottom}, (struct point){right, bottom},
                      (struct stroke){colour, px(p->v, 1.5f), px(p->v, 3)});
    }
}

/* ---- what Go did ---- */

static void draw_goal(const struct heap_plot *h) {
    const struct cycles_plot *p = h->p;
    struct stroke stroke = {p->v->theme->vermillion, px(p->v, 2), px(p->v, 7)};
    float before = -1;
    for (uint32_t i = 0; i < p->columns; i++) {
        struct cycles_span s = cycles_column(p, i);
        double least = INFINITY, most = 0;
        for (uint32_t k = s.from; k < s.to; k++) {
            if (goal_bytes(cycles_at(p->c, k)) <= 0) continue;
            least = fmin(least, goal_bytes(cycles_at(p->c, k)));
            most = fmax(most, goal_bytes(cycles_at(p->c, k)));
        }
        if (most <= 0 || least > h->most) {
            before = -1;
            continue;
        }
        float left = cycles_before_x(p, s.from), right = cycles_end_x(p, s.to - 1);
        float y = y_of(h, least), top = y_of(h, most);
        if (before >= 0 && before != y)
            draw_line(p->d, (struct point){left, before}, (struct point){left, y}, stroke);
        if (top < y) draw_line(p->d, (struct point){left, top}, (struct point){left, y}, stroke);
        draw_line(p->d, (struct point){left, y}, (struct point){right, y}, stroke);
        before = y;
    }
}

/* One cycle, from where the one before it has left the heap. */
static void draw_tooth(const struct heap_plot *h, uint32_t cycle) {
    const struct cycles_plot *p = h->p;
    const struct gclog_cycle *c = cycles_at(p->c, cycle), *before = gclog_before(p->c->log, c);
    const struct theme *t = p->v->theme;
    struct stroke grows = {t->blue, px(p->v, 2.5f), 0}, marks = {t->blue, px(p->v, 4), 0};
    struct point start = {cycles_begin_x(p, cycle), y_of_mib(h, c->before)};
    struct point marked = {cycles_end_x(p, cycle), y_of_mib(h, c->after)};
    struct point left = {cycles_before_x(p, cycle), y_of_mib(h, before ? before->live : 0)};
    if (before || c->number == 1) draw_line(p->d, left, start, grows);
    draw_line(p->d, start, marked, marks);
    draw_line(p->d, marked, (struct point){marked.x, y_of_mib(h, c->live)}, grows);
    float r = px(p->v, 3.5f);
    if (p->width / (float)p->count > px(p->v, 14))
        draw_box(p->d, (struct box){start.x - r, start.y - r, 2 * r, 2 * r}, c->forced ? 0 : r,
                 c->forced ? t->panel : t->blue, (struct stroke){t->blue, px(p->v, 1.5f), 0});
}

/* Of many cycles: from the least that lives to the most there is. */
static void draw_crowd(const struct heap_plot *h, uint32_t column) {
    const struct cycles_plot *p = h->p;
    struct cycles_span s = cycles_column(p, column);
    uint64_t least = UINT64_MAX, most = 0;
    for (uint32_t i = s.from; i < s.to; i++) {
        const struct gclog_cycle *c = cycles_at(p->c, i);
        if (c->live < least) least = c->live;
        if (c->after > most) most = c->after;
        if (c->before > most) most = c->before;
    }
    float left = cycles_before_x(p, s.from), right = cycles_end_x(p, s.to - 1);
    float top = y_of_mib(h, most), bottom = y_of_mib(h, least);
    draw_box(p->d,
             (struct box){left, top, fmaxf(right - left, 1), fmaxf(bottom - top, px(p->v, 2))}, 0,
             p->v->theme->blue, (struct stroke){0});
}

void cycles_heap(const struct cycles_plot *p, struct box plot) {
    struct heap_plot h = {p, plot, highest(p)};
    draw_levels(&h, plot.x - px(p->v, 90));
    draw_clip(p->d, (struct box){plot.x - px(p->v, 4), plot.y - px(p->v, 4), plot.w + px(p->v, 8),
                                 plot.h + px(p->v, 8)});
    draw_band(&h, false);
    draw_band(&h, true);
    for (uint32_t i = 0; i < p->columns; i++)
        if (p->each > 1) draw_crowd(&h, i);
        else draw_tooth(&h, i);
    draw_goal(&h);
    draw_unclip(p->d);
}
