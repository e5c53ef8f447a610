#include "view/cycles.h"

#include <inttypes.h>
#include <stdio.h>

#include "view/cycles_plot.h"
#include "view/panels.h"

enum { HEADER = 68, BAR = 58, GAP = 14, MARGIN = 20, INSPECTOR = 440, SCALE = 92, AXIS = 28 };

/* ---- head ---- */

static void percent_words(const struct view *v, struct text *out) {
    static const enum word HOW[] = {[PERCENT_GIVEN] = WORD_CYCLES_GIVEN,
                                    [PERCENT_INFERRED] = WORD_CYCLES_INFERRED,
                                    [PERCENT_ASSUMED] = WORD_CYCLES_ASSUMED};
    const struct gclog_model *m = v->cycles->model;
    if (m->percent < 0) text_add(out, "GOGC off");
    else text_addf(out, "GOGC %" PRId64, m->percent);
    text_addf(out, " %s", say(v, HOW[m->source]));
    if (m->source == PERCENT_INFERRED && m->least < m->most)
        text_addf(out, " (%" PRId64 "–%" PRId64 ")", m->least, m->most);
    text_add(out, " · ");
    text_addf(out, say(v, WORD_CYCLES_AGREE), m->agreeing, m->compared);
}

static void count_words(const struct view *v, struct text *out) {
    const struct gclog *log = v->cycles->log;
    text_addf(out, say(v, WORD_CYCLES_COUNT), cycles_process(v->cycles)->count);
    if (log->process_count > 1)
        text_addf(out, say(v, WORD_CYCLES_PROCESS), v->cycles->process + 1, log->process_count);
    if (log->others) text_addf(out, say(v, WORD_CYCLES_OTHERS), (unsigned long long)log->others);
    if (log->broken) text_addf(out, say(v, WORD_CYCLES_BROKEN), (unsigned long long)log->broken);
}

static void draw_head(struct draw *d, const struct view *v, struct box b) {
    struct text count = {0}, percent = {0};
    struct lettering title = {FONT_SANS_BOLD, 28, v->theme->text};
    struct lettering small = {FONT_SANS, TEXT_BODY, v->theme->muted};
    float y = b.y + b.h / 2 + px(v, 9), right = b.x + b.w;
    float left = b.x + fminf(label_width(d, v, title, v->cycles->title), b.w * 0.4f) + px(v, 24);
    count_words(v, &count);
    percent_words(v, &percent);
    label_left(d, v, (struct point){b.x, y}, left - b.x - px(v, 20), title, v->cycles->title);
    float room = right - left, width = label_width(d, v, small, text_string(&percent));
    if (width < room) {
        label_right(d, v, (struct point){right, y}, width + 1, small, text_string(&percent));
        room -= width + px(v, 30);
    }
    if (room > px(v, 120))
        label_left(d, v, (struct point){left, y}, room, small, text_string(&count));
    draw_hit(d, (struct box){left, b.y, right - left, b.h}, COMMAND_NONE, 0,
             v->cycles->log->broken ? text_string(&v->cycles->log->warnings) : "");
    text_free(&count);
    text_free(&percent);
}

/* ---- what the signs mean ---- */

enum sign { SIGN_HEAP, SIGN_GOAL, SIGN_MODEL_GOAL, SIGN_TRIGGER, SIGNS };

static float draw_sign(struct draw *d, const struct view *v, float x, float y, enum sign sign) {
    static const enum word NAMES[] = {WORD_CYCLES_SIGN_HEAP, WORD_CYCLES_SIGN_GOAL,
                                      WORD_CYCLES_SIGN_MODEL, WORD_CYCLES_SIGN_TRIGGER};
    const struct theme *t = v->theme;
    const uint32_t colours[] = {t->blue, t->vermillion, t->purple, t->orange};
    struct lettering l = {FONT_SANS, TEXT_SMALL, t->text};
    float width = px(v, 30), line = y - px(v, 5.5f);
    bool band = sign == SIGN_MODEL_GOAL || sign == SIGN_TRIGGER;
    if (band)
        draw_box(d, (struct box){x, line - px(v, 6), width, px(v, 12)}, 0,
                 with_alpha(colours[sign], 0x48), (struct stroke){0});
    float dash = sign == SIGN_GOAL ? 7 : sign == SIGN_MODEL_GOAL ? 3 : 0;
    if (sign != SIGN_TRIGGER)
        draw_line(d, (struct point){x, band ? line + px(v, 6) : line},
                  (struct point){x + width, band ? line + px(v, 6) : line},
                  (struct stroke){colours[sign], px(v, band ? 1.5f : 2.5f), px(v, dash)});
    label_left(d, v, (struct point){x + width + px(v, 8), y}, 0, l, say(v, NAMES[sign]));
    return x + width + px(v, 8) + label_width(d, v, l, say(v, NAMES[sign])) + px(v, 28);
}

/* In the panel's head, at the right; where there is no room for all, none is cut. */
static void draw_signs(struct draw *d, const struct view *v, struct box b) {
    float x = 0, room = b.w - px(v, 140);
    size_t commands = d->count;
    for (int sign = 0; sign < SIGNS; sign++) x = draw_sign(d, v, x, 0, (enum sign)sign);
    d->count = commands;
    x = b.x + b.w - px(v, PANEL_PADDING) - x + px(v, 28);
    if (room < b.x + b.w - x) x = b.x + px(v, 140);
    for (int sign = 0; sign < SIGNS; sign++) {
        commands = d->count;
        x = draw_sign(d, v, x, b.y + px(v, 30), (enum sign)sign);
        if (x - px(v, 28) > b.x + b.w - px(v, PANEL_PADDING) + 1) d->count = commands;
    }
}

/* ---- charts ---- */

/* What is below the mouse, or will be selected by a click. */
static void column_tip(const struct cycles_plot *p, struct cycles_span s, struct text *out) {
    const struct gclog_cycle *c = cycles_at(p->c, s.from);
    if (s.to - s.from > 1)
        text_addf(out, "gc %u … %u · ", c->number, cycles_at(p->c, s.to - 1)->number);
    text_add_bytes(out, gclog_line(p->c->log, c), c->length);
}

static void add_hits(const struct cycles_plot *p, float top, float height) {
    for (uint32_t i = 0; i < p->columns; i++) {
        struct cycles_span s = cycles_column(p, i);
        struct text tip = {0};
        float left = cycles_before_x(p, s.from), right = cycles_end_x(p, s.to - 1);
        column_tip(p, s, &tip);
        draw_hit(p->d, (struct box){left, top, fmaxf(right - left, 1), height}, COMMAND_SEEK,
                 s.from, text_string(&tip));
        text_free(&tip);
    }
}

/* The cycle that is looked at: as long as it lasted, or at least to be seen. */
static void draw_cursor(const struct cycles_plot *p, float top, float bottom) {
    const struct theme *t = p->v->theme;
    float left = cycles_begin_x(p, p->c->cycle), right = cycles_end_x(p, p->c->cycle);
    float width = fmaxf(right - left, px(p->v, 3)), r = px(p->v, 7);
    draw_box(p->d, (struct box){left, top, width, bottom - top}, 0, with_alpha(t->text, 0x1c),
             (struct stroke){0});
    draw_line(p->d, (struct point){left, top}, (struct point){left, bottom},
              (struct stroke){t->text, px(p->v, 1.5f), 0});
    draw_box(p->d, (struct box){left - r, top - 2 * r, 2 * r, 2 * r}, r, t->text,
             (struct stroke){0});
}

static void name_row(const struct view *v, struct draw *d, struct box plot, enum word word) {
    label_left(d, v, (struct point){plot.x, plot.y - px(v, 8)}, plot.w,
               (struct lettering){FONT_SANS_BOLD, TEXT_SMALL, v->theme->muted}, say(v, word));
}

/* Heap, pauses and shares below each other, along the same x. */
static void draw_charts(struct draw *d, const struct view *v, struct box b) {
    struct box in = panel_frame(d, v, b, say(v, WORD_CYCLES_HEAP), "");
    float left = in.x + px(v, SCALE), width = in.w - px(v, SCALE + 6);
    float row = fminf(px(v, 84), in.h * 0.14f), head = px(v, 30);
    struct cycles_plot p = cycles_plot_make(d, v, left, width);
    struct box shares = {left, in.y + in.h - row, width, row};
    struct box pauses = {left, shares.y - head - row, width, row};
    struct box heap = {left, in.y + px(v, 12), width, 0};
    heap.h = pauses.y - head - px(v, AXIS) - heap.y;
    draw_signs(d, v, b);
    float bottom = shares.y + shares.h;
    cycles_time_axis(&p, heap.y, bottom, heap.y + heap.h + px(v, 22));
    cycles_heap(&p, heap);
    name_row(v, d, pauses, WORD_CYCLES_PAUSES);
    cycles_pauses(&p, pauses);
    name_row(v, d, shares, WORD_CYCLES_SHARES);
    cycles_shares(&p, shares);
    add_hits(&p, heap.y, bottom - heap.y);
    draw_cursor(&p, heap.y, bottom);
}

/* ---- the bar ---- */

static void bar_words(const struct view *v, char *out, size_t size) {
    const struct cycles_view *c = v->cycles;
    if (v->prompt && v->prompt->kind == PROMPT_STEP)
        snprintf(out, size, "%s%.40s▏", say(v, WORD_CYCLES_GO_TO), v->prompt->text);
    else
        snprintf(out, size, say(v, WORD_CYCLES_OF), cycles_at(c, c->cycle)->number,
                 cycles_at(c, cycles_process(c)->count - 1)->number);
}

static void draw_bar(struct draw *d, const struct view *v, struct box b) {
    static const enum command_id BUTTONS[] = {COMMAND_FIRST, COMMAND_STEP_BACK,
                                              COMMAND_STEP_FORWARD, COMMAND_LAST};
    static const enum word HINTS[] = {WORD_CYCLES_HINT_STEP, WORD_CYCLES_HINT_GOGC,
                                      WORD_CYCLES_HINT_EVENLY, WORD_HINT_GO_TO, WORD_HINT_THEME};
    static const enum word MIXED[] = {WORD_CYCLES_HINT_STEP, WORD_CYCLES_HINT_PROCESS,
                                      WORD_CYCLES_HINT_GOGC, WORD_CYCLES_HINT_EVENLY,
                                      WORD_HINT_GO_TO};
    bool mixed = v->cycles->log->process_count > 1;
    char words[96];
    float padding = px(v, PANEL_PADDING + 2), x = b.x + padding, y = b.y + px(v, 10);
    struct lettering l = {FONT_SANS_BOLD, TEXT_BODY, v->theme->text};
    draw_box(d, b, px(v, 10), v->theme->panel, (struct stroke){v->theme->border, px(v, 1.5f), 0});
    for (size_t i = 0; i < sizeof BUTTONS / sizeof BUTTONS[0]; i++)
        x = timeline_button(d, v, x, y, BUTTONS[i]);
    bar_words(v, words, sizeof words);
    label_left(d, v, (struct point){x + px(v, 12), y + px(v, 26)}, 0, l, words);
    x += px(v, 40) + label_width(d, v, l, words);
    struct box rest = {x, y, b.x + b.w - padding - x, b.h};
    l = (struct lettering){FONT_SANS, TEXT_BODY, v->theme->muted};
    if (v->message)
        label_right(d, v, (struct point){rest.x + rest.w, y + px(v, 26)}, rest.w, l, v->message);
    else timeline_hints(d, v, rest, mixed ? MIXED : HINTS, sizeof HINTS / sizeof HINTS[0]);
}

void cycles_draw(struct draw *d, const struct view *v) {
    float margin = px(v, MARGIN), gap = px(v, GAP), w = v->area.w - 2 * margin;
    bool roomy = v->area.h / v->scale >= 420;
    float top = v->area.y + px(v, roomy ? HEADER : 8);
    float bottom = v->area.y + v->area.h - margin - px(v, BAR), x = v->area.x + margin;
    float inspector = fminf(px(v, INSPECTOR), w * 0.45f);
    struct box charts = {x, top, w - inspector - gap, bottom - gap - top};
    struct box words = {x + w - inspector, top, inspector, charts.h};
    draw_box(d, v->area, 0, v->theme->ground, (struct stroke){0});
    if (roomy) draw_head(d, v, (struct box){x, v->area.y, w, px(v, HEADER)});
    draw_charts(d, v, charts);
    cycles_inspector(d, v, words);
    draw_bar(d, v, (struct box){x, bottom, w, px(v, BAR)});
}
