/* The pacer: the heap on its way to its goal, over the whole run; below, what part of the
 * processors' work the collector has taken. The future that is known is faint. */
#include <inttypes.h>
#include <stdio.h>

#include "view/panels.h"
#include "view/widget.h"

enum { SHARE_HEIGHT = 26, LABEL_LINE = 19, COLUMN = 2, COLUMNS_MAX = 640, FAINT = 0x58 };

/* What is drawn as a line over the run. */
enum curve { CURVE_LIMIT, CURVE_GOAL, CURVE_TRIGGER, CURVE_LIVE, CURVES };

struct chart {
    struct draw *d;
    const struct view *v;
    struct box plot;
    double most;    /* bytes at the upper edge */
    uint64_t steps; /* of the run so far */
    uint32_t columns;
    struct gauge gauges[COLUMNS_MAX];
};

/* ---- the run, as so many columns as there is room for ---- */

static uint64_t step_of_column(const struct chart *c, uint32_t column) {
    return c->columns ? c->steps * column / c->columns : 0;
}

/* The buckets from the one of `from` to the one of `to`, as one. */
static struct gauge join_buckets(const struct timeline *t, uint64_t from, uint64_t to) {
    uint32_t first = timeline_bucket_of(t, from), last = timeline_bucket_of(t, to);
    struct gauge all = t->buckets[first].gauge;
    for (uint32_t i = first + 1; i <= last; i++) all = gauge_join(&all, &t->buckets[i].gauge);
    return all;
}

static void fill_columns(struct chart *c) {
    const struct timeline *t = &c->v->session->timeline;
    uint32_t room = whole(c->plot.w / fmaxf(px(c->v, COLUMN), 1));
    uint32_t buckets = timeline_bucket_count(t);
    c->steps = t->steps;
    c->columns = room < buckets ? room : buckets;
    if (c->columns > COLUMNS_MAX) c->columns = COLUMNS_MAX;
    for (uint32_t i = 0; i < c->columns; i++)
        c->gauges[i] = join_buckets(t, step_of_column(c, i) + 1, step_of_column(c, i + 1));
}

static uint64_t limit_of(const struct view *v) {
    return v->m->config.memory_limit;
}

static uint64_t level_of(const struct chart *c, const struct gauge *g, enum curve curve) {
    switch (curve) {
    case CURVE_LIMIT: return limit_of(c->v);
    case CURVE_GOAL: return g->goal;
    case CURVE_TRIGGER: return g->trigger;
    default: return g->live;
    }
}

/* A limit far above everything else is left out: it would press the rest to the ground. */
static double highest(const struct chart *c) {
    double most = 1;
    for (uint32_t i = 0; i < c->columns; i++) {
        const struct gauge *g = &c->gauges[i];
        if (g->goal != UINT64_MAX) most = fmax(most, (double)g->goal);
        most = fmax(most, (double)g->live_most);
    }
    double limit = (double)limit_of(c->v);
    return (limit_of(c->v) != UINT64_MAX && limit < 4 * most ? fmax(most, limit) : most) * 1.06;
}

/* ---- lines ---- */

static float x_of(const struct chart *c, uint64_t step) {
    return c->plot.x + (c->steps ? c->plot.w * (float)((double)step / (double)c->steps) : 0);
}

static float y_of(const struct chart *c, uint64_t level) {
    return c->plot.y + c->plot.h * (float)(1 - fmin((double)level / c->most, 1));
}

static bool is_shown(const struct chart *c, uint64_t level) {
    return level != UINT64_MAX && (double)level <= c->most;
}

static struct stroke stroke_of(const struct chart *c, enum curve curve, bool future) {
    const struct theme *t = c->v->theme;
    static const float DASHES[CURVES] = {9, 5, 2, 0}, WIDTHS[CURVES] = {2, 2, 2, 2.5f};
    const uint32_t colours[CURVES] = {t->purple, t->vermillion, t->orange, t->blue};
    uint32_t colour = future ? with_alpha(colours[curve], FAINT) : colours[curve];
    return (struct stroke){colour, px(c->v, WIDTHS[curve]), px(c->v, DASHES[curve])};
}

/* A line that stays at a level for a while, and then goes straight up or down. */
struct stairs {
    const struct chart *c;
    enum curve curve;
    float x;
    uint64_t level;
};

static void go_along(struct stairs *s, float x, bool future) {
    float y = y_of(s->c, s->level);
    if (x > s->x && is_shown(s->c, s->level))
        draw_line(s->c->d, (struct point){s->x, y}, (struct point){x, y},
                  stroke_of(s->c, s->curve, future));
    s->x = x;
}

static void climb(struct stairs *s, uint64_t least, uint64_t most, bool future) {
    const struct chart *c = s->c;
    if (least == most || !is_shown(c, most)) return;
    draw_line(c->d, (struct point){s->x, y_of(c, most)}, (struct point){s->x, y_of(c, least)},
              stroke_of(c, s->curve, future));
}

static void draw_curve_of(const struct chart *c, enum curve curve) {
    uint64_t now = session_step(c->v->session);
    struct stairs s = {c, curve, c->plot.x, level_of(c, &c->gauges[0], curve)};
    bool future = false;
    for (uint32_t i = 0; i < c->columns; i++) {
        const struct gauge *g = &c->gauges[i];
        uint64_t level = level_of(c, g, curve), least = level, most = level;
        if (!future && step_of_column(c, i) >= now) go_along(&s, x_of(c, now), future);
        future = step_of_column(c, i) >= now;
        if (curve == CURVE_LIVE) least = g->live_least, most = g->live_most;
        if (level == s.level && least == most) continue;
        go_along(&s, x_of(c, step_of_column(c, i)), future);
        if (s.level != UINT64_MAX && s.level < least) least = s.level;
        if (s.level != UINT64_MAX && s.level > most) most = s.level;
        climb(&s, least, most, future);
        s.level = level;
    }
    if (!future) go_along(&s, x_of(c, now), false);
    go_along(&s, c->plot.x + c->plot.w, true);
}

/* A mark at the foot of the chart for each cycle that was marked to its end. */
static void draw_cycles(const struct chart *c) {
    uint64_t now = session_step(c->v->session), before = 0;
    for (uint32_t i = 0; i < c->columns; i++) {
        uint64_t step = step_of_column(c, i + 1);
        if (c->gauges[i].marked == before) continue;
        before = c->gauges[i].marked;
        float x = x_of(c, step), y = c->plot.y + c->plot.h, size = px(c->v, 6);
        uint32_t ink = c->v->theme->text;
        struct point corners[3] = {{x - size * 0.7f, y}, {x + size * 0.7f, y}, {x, y - size}};
        draw_shape(c->d, corners, 3, step > now ? with_alpha(ink, FAINT) : ink);
    }
}

/* ---- the collector's share of the work ---- */

static double share_of(uint64_t part, uint64_t all) {
    return all ? fmin((double)part / (double)all, 1) : 0;
}

/* What was spent in a column, if it is known yet: sums are those at a bucket's end. */
struct spent {
    uint64_t all, collector, assist;
};

static struct spent spent_in(const struct chart *c, uint32_t column) {
    const struct gauge none = {0}, *g = &c->gauges[column];
    const struct gauge *before = column ? &c->gauges[column - 1] : &none;
    if (g->all <= before->all) return (struct spent){0};
    return (struct spent){g->all - before->all, g->collector - before->collector,
                          g->assist - before->assist};
}

static void draw_share(const struct chart *c, struct box b, uint32_t colour) {
    if (b.h > 0) draw_box(c->d, b, 0, colour, (struct stroke){0});
}

/* The collector's own part stands on the ground; that of assists hangs from above. */
static void draw_shares(const struct chart *c, struct box strip) {
    const struct theme *t = c->v->theme;
    uint64_t now = session_step(c->v->session);
    draw_box(c->d, strip, 0, t->faint, (struct stroke){0});
    for (uint32_t i = 0; i < c->columns; i++) {
        struct spent spent = spent_in(c, i);
        struct box b = {x_of(c, step_of_column(c, i)), strip.y, 0, 0};
        b.w = x_of(c, step_of_column(c, i + 1)) - b.x;
        uint32_t alpha = step_of_column(c, i) >= now ? FAINT : 0xff;
        b.h = strip.h * (float)share_of(spent.assist, spent.all);
        draw_share(c, b, with_alpha(t->purple, alpha));
        b.h = strip.h * (float)share_of(spent.collector, spent.all) - b.h;
        b.y = strip.y + strip.h - b.h;
        draw_share(c, b, with_alpha(t->orange, alpha));
    }
}

static void draw_share_words(const struct chart *c, struct point at, float width) {
    const struct view *v = c->v;
    struct gauge now = gauge_read(v->m);
    char words[128];
    snprintf(words, sizeof words, say(v, WORD_PACER_SHARE), 100 * share_of(now.collector, now.all),
             100 * share_of(now.assist, now.all));
    label_left(c->d, v, at, width, (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted},
               words);
}

/* ---- what the lines are called, at the cursor ---- */

struct tag_of_line {
    enum curve curve;
    float y;  /* of the line */
    float at; /* of the words */
};

static void sort_from_top(struct tag_of_line *tags, uint32_t count) {
    for (uint32_t i = 1; i < count; i++)
        for (uint32_t k = i; k > 0 && tags[k].y < tags[k - 1].y; k--) {
            struct tag_of_line moved = tags[k];
            tags[k] = tags[k - 1];
            tags[k - 1] = moved;
        }
}

/* None lies on another, and none outside of the plot. */
static void spread(const struct chart *c, struct tag_of_line *tags, uint32_t count) {
    float line = px(c->v, LABEL_LINE), least = c->plot.y + line / 2;
    float most = c->plot.y + c->plot.h - line / 2;
    for (uint32_t i = 0; i < count; i++) {
        tags[i].at = fmaxf(tags[i].y, least);
        least = tags[i].at + line;
    }
    for (uint32_t i = count; i > 0; i--) {
        tags[i - 1].at = fminf(tags[i - 1].at, most);
        most = tags[i - 1].at - line;
    }
}

/* The live heap and its goal come first where there is no room for all. */
static uint32_t find_tags(const struct chart *c, struct tag_of_line *tags) {
    static const enum curve ORDER[] = {CURVE_LIVE, CURVE_GOAL, CURVE_TRIGGER, CURVE_LIMIT};
    struct gauge now = gauge_read(c->v->m);
    uint32_t room = whole(c->plot.h / px(c->v, LABEL_LINE)), count = 0;
    for (uint32_t i = 0; i < CURVES && count < room; i++) {
        uint64_t level = level_of(c, &now, ORDER[i]);
        if (is_shown(c, level)) tags[count++] = (struct tag_of_line){ORDER[i], y_of(c, level), 0};
    }
    sort_from_top(tags, count);
    spread(c, tags, count);
    return count;
}

static void tag_words(const struct chart *c, enum curve curve, struct text *out) {
    static const enum word NAMES[CURVES] = {WORD_PACER_LIMIT, WORD_PACER_GOAL, WORD_PACER_TRIGGER,
                                            WORD_PACER_LIVE};
    struct gauge now = gauge_read(c->v->m);
    text_addf(out, "%s ", say(c->v, NAMES[curve]));
    size_words(out, level_of(c, &now, curve));
}

/* At the side of the cursor where there is more room; a thin line leads from the curve to them. */
static void draw_tags(const struct chart *c) {
    const struct view *v = c->v;
    struct tag_of_line tags[CURVES];
    uint32_t count = find_tags(c, tags);
    float x = x_of(c, session_step(v->session));
    bool right = x < c->plot.x + c->plot.w / 2;
    for (uint32_t i = 0; i < count; i++) {
        struct text words = {0};
        struct stroke line = stroke_of(c, tags[i].curve, false);
        struct lettering l = {FONT_SANS_BOLD, TEXT_SMALL, line.colour};
        tag_words(c, tags[i].curve, &words);
        float width = label_width(c->d, v, l, text_string(&words)), r = px(v, 4);
        float left = right ? x + px(v, 16) : x - px(v, 16) - width;
        left = fmaxf(fminf(left, c->plot.x + c->plot.w - width), c->plot.x);
        draw_box(c->d,
                 (struct box){left - px(v, 3), tags[i].at - px(v, 9), width + px(v, 6), px(v, 18)},
                 px(v, 3), with_alpha(v->theme->panel, 0xd8), (struct stroke){0});
        draw_line(c->d, (struct point){x, tags[i].y},
                  (struct point){right ? left - px(v, 3) : left + width + px(v, 3), tags[i].at},
                  (struct stroke){line.colour, px(v, 1.5f), 0});
        draw_box(c->d, (struct box){x - r, tags[i].y - r, 2 * r, 2 * r}, r, line.colour,
                 (struct stroke){v->theme->panel, px(v, 1), 0});
        label_left(c->d, v, (struct point){left, tags[i].at + px(v, 5.5f)}, 0, l,
                   text_string(&words));
        text_free(&words);
    }
}

/* ---- the mouse ---- */

static void add_level(const struct view *v, struct text *out, enum word name, uint64_t level) {
    if (level == UINT64_MAX) return;
    text_addf(out, " · %s ", say(v, name));
    size_words(out, level);
}

static void column_tip(const struct chart *c, uint32_t column, struct text *out) {
    const struct gauge *g = &c->gauges[column];
    text_addf(out, say(c->v, WORD_PACER_STEP), (unsigned long long)step_of_column(c, column + 1));
    add_level(c->v, out, WORD_PACER_LIVE, g->live);
    add_level(c->v, out, WORD_PACER_TRIGGER, g->trigger);
    add_level(c->v, out, WORD_PACER_GOAL, g->goal);
    struct spent spent = spent_in(c, column);
    if (spent.all == 0) return;
    text_add(out, " · ");
    text_addf(out, say(c->v, WORD_PACER_SHARE), 100 * share_of(spent.collector, spent.all),
              100 * share_of(spent.assist, spent.all));
}

/* A click goes to what the column ends with. */
static void add_hits(const struct chart *c, float height) {
    for (uint32_t i = 0; i < c->columns; i++) {
        float left = x_of(c, step_of_column(c, i)), right = x_of(c, step_of_column(c, i + 1));
        struct text tip = {0};
        column_tip(c, i, &tip);
        draw_hit(c->d, (struct box){left, c->plot.y, right - left, height}, COMMAND_SEEK,
                 step_of_column(c, i + 1), text_string(&tip));
        text_free(&tip);
    }
}

/* ---- the panel ---- */

static void draw_cursor(const struct chart *c, float height) {
    float x = x_of(c, session_step(c->v->session));
    draw_line(c->d, (struct point){x, c->plot.y}, (struct point){x, c->plot.y + height},
              (struct stroke){c->v->theme->text, px(c->v, 1.5f), 0});
}

static void draw_chart(struct chart *c, struct box strip) {
    c->most = highest(c);
    float height = strip.y + strip.h - c->plot.y;
    draw_line(c->d, (struct point){c->plot.x, c->plot.y + c->plot.h},
              (struct point){c->plot.x + c->plot.w, c->plot.y + c->plot.h},
              (struct stroke){c->v->theme->border, px(c->v, 1.5f), 0});
    for (int curve = 0; curve < CURVES; curve++) draw_curve_of(c, (enum curve)curve);
    draw_cycles(c);
    draw_shares(c, strip);
    draw_cursor(c, height);
    draw_tags(c);
    add_hits(c, height);
}

static void remark_words(const struct view *v, struct text *out) {
    const struct collector *gc = &v->m->s->gc;
    if (gc->goal == UINT64_MAX) text_add(out, say(v, WORD_PACER_NO_GOAL));
    else text_addf(out, say(v, WORD_PACER_CYCLES), gc->marked);
}

enum { WIDTH = 700, HEIGHT = 330 }; /* with more room its letters are larger */

void panel_pacer(struct draw *d, const struct view *usual, struct box b) {
    struct view fitted = view_to_fit(usual, b, WIDTH, HEIGHT), *v = &fitted;
    struct text remark = {0};
    remark_words(v, &remark);
    struct box in = panel_frame(d, v, b, say(v, WORD_PANEL_PACER), text_string(&remark));
    text_free(&remark);
    float words = px(v, 22), bottom = in.y + in.h + px(v, 4);
    struct box strip = {in.x, bottom - words - px(v, SHARE_HEIGHT), in.w, px(v, SHARE_HEIGHT)};
    struct chart c = {.d = d, .v = v, .plot = {in.x, in.y, in.w, strip.y - px(v, 4) - in.y}};
    fill_columns(&c);
    draw_share_words(&c, (struct point){in.x, bottom - px(v, 4)}, in.w);
    if (c.columns > 0 && c.plot.h > 0) draw_chart(&c, strip);
}
