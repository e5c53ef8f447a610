/* Below the heap: how long the world stood still for each collection, and what part of the
 * processors' time the collector took. */
#include <stdio.h>

#include "view/cycles_plot.h"

/* ---- pauses ---- */

/* The longest of a column, by the two times that the world stops. */
struct pause {
    double first, second; /* milliseconds */
};

static struct pause pause_of(const struct cycles_plot *p, uint32_t column) {
    struct cycles_span s = cycles_column(p, column);
    struct pause longest = {0, 0};
    for (uint32_t i = s.from; i < s.to; i++) {
        const struct gclog_cycle *c = cycles_at(p->c, i);
        double first = (double)c->clock[CLOCK_SWEEP_TERM] * 1e-6;
        double second = (double)c->clock[CLOCK_MARK_TERM] * 1e-6;
        if (first + second > longest.first + longest.second)
            longest = (struct pause){first, second};
    }
    return longest;
}

static void draw_scale(const struct cycles_plot *p, struct box plot, const char *most) {
    const struct view *v = p->v;
    struct lettering l = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    float bottom = plot.y + plot.h;
    draw_line(p->d, (struct point){plot.x, bottom}, (struct point){plot.x + plot.w, bottom},
              (struct stroke){v->theme->border, px(v, 1.5f), 0});
    label_right(p->d, v, (struct point){plot.x - px(v, 8), plot.y + px(v, 11)}, px(v, 82), l, most);
    label_right(p->d, v, (struct point){plot.x - px(v, 8), bottom + px(v, 2)}, px(v, 82), l, "0");
}

static void draw_pause(const struct cycles_plot *p, struct box plot, uint32_t column, double most) {
    struct pause pause = pause_of(p, column);
    struct cycles_span s = cycles_column(p, column);
    const struct theme *t = p->v->theme;
    float right = cycles_end_x(p, s.to - 1), bottom = plot.y + plot.h;
    float room = p->width / (float)p->columns, width = fminf(fmaxf(room * 0.5f, 1), px(p->v, 10));
    float first = plot.h * (float)(pause.first / most);
    float second = plot.h * (float)(pause.second / most);
    struct box below = {right - width, bottom - first, width, first};
    struct box above = {right - width, bottom - first - second, width, second};
    if (first > 0) draw_box(p->d, below, 0, t->vermillion, (struct stroke){0});
    if (second > 0) draw_box(p->d, above, 0, t->orange, (struct stroke){0});
}

void cycles_pauses(const struct cycles_plot *p, struct box plot) {
    double most = 0.001;
    char words[48];
    for (uint32_t i = 0; i < p->columns; i++) {
        struct pause pause = pause_of(p, i);
        most = fmax(most, pause.first + pause.second);
    }
    snprintf(words, sizeof words, most < 1 ? "%.2g ms" : "%.3g ms", most);
    cycles_comma(p->v, words);
    draw_scale(p, plot, words);
    for (uint32_t i = 0; i < p->columns; i++) draw_pause(p, plot, i, most);
}

/* ---- the collector's share ---- */

/* Of the processors' time from the end of the cycle before a column to its own. */
struct taken {
    double workers, assists;
};

static struct taken taken_in(const struct cycles_plot *p, uint32_t column) {
    struct cycles_span s = cycles_column(p, column);
    const struct gclog_cycle *last = cycles_at(p->c, s.to - 1);
    const struct gclog_cycle *before = s.from ? cycles_at(p->c, s.from - 1) : NULL;
    uint64_t from = before ? before->at + gclog_duration(before) : p->begin;
    uint64_t to = last->at + gclog_duration(last);
    struct taken taken = {0, 0};
    for (uint32_t i = s.from; i < s.to; i++) {
        const struct gclog_cycle *c = cycles_at(p->c, i);
        taken.assists += (double)c->cpu[CPU_ASSIST];
        taken.workers += (double)(gclog_cpu_time(c) - c->cpu[CPU_ASSIST]);
    }
    double all = to > from ? (double)(to - from) * last->procs : 1;
    taken.assists = fmin(taken.assists / all, 1);
    taken.workers = fmin(taken.workers / all, 1 - taken.assists);
    return taken;
}

/* The least of some round parts in which all has room. */
static double highest_share(const struct cycles_plot *p) {
    static const double ROUND[] = {0.05, 0.1, 0.25, 0.5};
    double most = 0;
    for (uint32_t i = 0; i < p->columns; i++) {
        struct taken taken = taken_in(p, i);
        most = fmax(most, taken.workers + taken.assists);
        most = fmax(most, cycles_at(p->c, cycles_column(p, i).to - 1)->percent / 100.0);
    }
    for (size_t i = 0; i < sizeof ROUND / sizeof ROUND[0]; i++)
        if (most <= ROUND[i]) return ROUND[i];
    return 1;
}

/* What Go tells: of all the time since the program's start. */
static void draw_percent(const struct cycles_plot *p, struct box plot, double most) {
    struct stroke stroke = {p->v->theme->text, px(p->v, 2), 0};
    struct point before = {0, 0};
    for (uint32_t i = 0; i < p->columns; i++) {
        uint32_t last = cycles_column(p, i).to - 1;
        float part = (float)fmin(cycles_at(p->c, last)->percent / 100.0 / most, 1);
        struct point at = {cycles_end_x(p, last), plot.y + plot.h * (1 - part)};
        if (i) draw_line(p->d, before, at, stroke);
        before = at;
    }
}

/* The collector's own part stands on the ground; that of assists hangs from above. */
void cycles_shares(const struct cycles_plot *p, struct box plot) {
    const struct theme *t = p->v->theme;
    double most = highest_share(p);
    char words[16];
    snprintf(words, sizeof words, "%.0f %%", most * 100);
    draw_box(p->d, plot, 0, t->faint, (struct stroke){0});
    for (uint32_t i = 0; i < p->columns; i++) {
        struct cycles_span s = cycles_column(p, i);
        struct taken taken = taken_in(p, i);
        float left = cycles_before_x(p, s.from);
        float width = fmaxf(cycles_end_x(p, s.to - 1) - left, 1);
        float assists = plot.h * (float)(taken.assists / most);
        float workers = plot.h * (float)(taken.workers / most);
        struct box above = {left, plot.y, width, assists};
        struct box below = {left, plot.y + plot.h - workers, width, workers};
        if (assists > 0) draw_box(p->d, above, 0, t->purple, (struct stroke){0});
        if (workers > 0) draw_box(p->d, below, 0, t->orange, (struct stroke){0});
    }
    draw_percent(p, plot, most);
    draw_scale(p, plot, words);
}
