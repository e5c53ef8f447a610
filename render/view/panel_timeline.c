/* The timeline: phases, actors, where we are, and the buttons. */
#include <math.h>
#include <stdio.h>

#include "view/arranging.h"
#include "view/panels.h"
#include "view/predicting.h"
#include "view/picture.h"
#include "view/widget.h"

struct strip {
    struct draw *d;
    const struct view *v;
    struct box box;
    uint64_t steps; /* of the whole run so far */
    float below;    /* how far the cursor reaches down */
};

static float step_x(const struct strip *s, uint64_t step) {
    return s->box.x + (s->steps ? s->box.w * (float)((double)step / (double)s->steps) : 0);
}

/* Where colours are told without colour. */
uint32_t phase_hatch(enum phase phase) {
    static const uint32_t HATCHES[PHASE_COUNT] = {0, HATCH_UPWARD | HATCH_DOWNWARD, HATCH_UPWARD,
                                                  HATCH_UPWARD | HATCH_DOWNWARD, HATCH_LEVEL};
    return HATCHES[phase];
}

static void draw_run(struct strip *s, uint64_t from, uint64_t to, enum phase phase) {
    static const enum word NAMES[PHASE_COUNT] = {WORD_RUNS_PROGRAM, WORD_NONE, WORD_PHASE_MARK,
                                                 WORD_NONE, WORD_PHASE_SWEEP};
    float left = step_x(s, from), right = step_x(s, to);
    const struct view *v = s->v;
    float gap = right - left > px(v, 4) ? px(v, 1.5f) : 0;
    struct box b = {left, s->box.y, right - left - gap, s->box.h};
    draw_box(s->d, b, px(v, 3), phase_colour(v, phase), (struct stroke){0});
    uint32_t colour = phase == PHASE_OFF                                 ? v->theme->text
                      : phase == PHASE_SWEEP && v->theme == &THEME_PAPER ? 0xffffffff
                                                                         : v->theme->on_accent;
    struct lettering l = {FONT_SANS_BOLD, TEXT_SMALL, colour};
    const char *name = say(v, NAMES[phase]);
    float width = label_width(s->d, v, l, name) + px(v, 24);
    if (width < b.w) {
        struct point at = {b.x + px(v, 11), b.y + b.h / 2 + px(v, 5.5f)};
        label_left(s->d, v, at, 0, l, name);
        if (name[0]) b = (struct box){b.x + width, b.y, b.w - width, b.h};
    }
    if (v->look->letters) draw_hatch(s->d, v, b, phase_hatch(phase), v->theme->on_accent);
}

static void draw_phases(struct strip *s) {
    const struct timeline *t = &s->v->session->timeline;
    uint32_t count = timeline_bucket_count(t), from = 0;
    for (uint32_t i = 1; i <= count; i++) {
        if (i < count && t->buckets[i].phase == t->buckets[from].phase) continue;
        uint64_t to = i < count ? i * t->width : s->steps;
        draw_run(s, from * t->width, to, (enum phase)t->buckets[from].phase);
        from = i;
    }
}

/* One dash for each stretch in which an actor ran; the collector in its own row. */
static void draw_actors(struct strip *s, float y) {
    const struct timeline *t = &s->v->session->timeline;
    uint32_t count = timeline_bucket_count(t);
    float height = px(s->v, 5);
    float least = 0; /* buckets that are narrower than a pixel share one */
    for (uint32_t i = 0; i < count; i++) {
        float left = step_x(s, i * t->width), right = step_x(s, (i + 1) * t->width);
        if (right < least + 1) continue;
        least = right;
        for (uint32_t actor = 0; actor < 6; actor++) {
            if (!(t->buckets[i].actors >> actor & 1)) continue;
            float row = y + (actor ? 0 : height + px(s->v, 3));
            draw_box(s->d, (struct box){left, row, fmaxf(right - left - px(s->v, 1), 1), height}, 0,
                     actor_colour(s->v, actor), (struct stroke){0});
        }
    }
}

/* Round what is played in a loop: a bracket at either end, and a line between them. */
static void draw_loop(struct strip *s) {
    const struct view *v = s->v;
    if (!loop_is_set(&v->loop)) return;
    float left = step_x(s, v->loop.from), right = step_x(s, v->loop.to), line = px(v, 3);
    float top = s->box.y - px(v, 8), height = s->box.h + px(v, 12);
    uint32_t colour = v->theme->purple;
    draw_box(s->d, (struct box){left - line, top, line, height}, 0, colour, (struct stroke){0});
    draw_box(s->d, (struct box){right, top, line, height}, 0, colour, (struct stroke){0});
    draw_box(s->d, (struct box){left, top, right - left, line}, 0, colour, (struct stroke){0});
}

static void draw_cursor(struct strip *s) {
    float x = step_x(s, session_step(s->v->session)), r = px(s->v, 8);
    const struct theme *t = s->v->theme;
    draw_box(s->d,
             (struct box){x - px(s->v, 1.5f), s->box.y - px(s->v, 10), px(s->v, 3),
                          s->box.h + px(s->v, 10) + s->below},
             0, t->text, (struct stroke){0});
    draw_box(s->d, (struct box){x - r, s->box.y - px(s->v, 18), 2 * r, 2 * r}, r, t->text,
             (struct stroke){0});
}

/* ---- buttons: drawn as shapes, since few fonts have the signs ---- */

static void triangle(struct draw *d, struct point c, float size, bool right, uint32_t colour) {
    float s = right ? size : -size;
    struct point p[3] = {{c.x - s * 0.5f, c.y - size * 0.62f},
                         {c.x - s * 0.5f, c.y + size * 0.62f},
                         {c.x + s * 0.6f, c.y}};
    draw_shape(d, p, 3, colour);
}

static void bar(struct draw *d, float x, float y, float w, float h, uint32_t colour) {
    draw_box(d, (struct box){x - w / 2, y - h / 2, w, h}, 0, colour, (struct stroke){0});
}

static void button_sign(struct draw *d, const struct view *v, enum command_id command,
                        struct point c) {
    uint32_t ink = v->theme->text;
    float s = px(v, 13), w = px(v, 3);
    switch (command) {
    case COMMAND_FIRST:
        bar(d, c.x - px(v, 8), c.y, w, s * 1.24f, ink);
        triangle(d, (struct point){c.x + px(v, 2), c.y}, s, false, ink);
        break;
    case COMMAND_LAST:
        bar(d, c.x + px(v, 8), c.y, w, s * 1.24f, ink);
        triangle(d, (struct point){c.x - px(v, 2), c.y}, s, true, ink);
        break;
    case COMMAND_STEP_BACK: triangle(d, c, s, false, ink); break;
    case COMMAND_STEP_FORWARD: triangle(d, c, s, true, ink); break;
    case COMMAND_PLAY:
        if (v->playing) {
            bar(d, c.x - px(v, 5), c.y, px(v, 5), s * 1.3f, v->theme->on_accent);
            bar(d, c.x + px(v, 5), c.y, px(v, 5), s * 1.3f, v->theme->on_accent);
        } else {
            triangle(d, c, s * 1.2f, true, v->theme->on_accent);
        }
        break;
    default: break;
    }
}

float timeline_button(struct draw *d, const struct view *v, float x, float y,
                      enum command_id command) {
    bool play = command == COMMAND_PLAY;
    struct box b = {x, y, px(v, play ? 72 : 54), px(v, 38)};
    bool over = box_contains(b, v->mouse);
    uint32_t fill = play ? v->theme->blue : over ? v->theme->highlight : v->theme->faint;
    draw_box(d, b, px(v, 8), fill,
             (struct stroke){over ? v->theme->text : v->theme->border, px(v, 1.5f), 0});
    button_sign(d, v, command, box_centre(b));
    draw_hit(d, b, command, 0, NULL);
    return x + b.w + px(v, 8);
}

/* ---- words beside the buttons, as far as there is room ---- */

/* From the left; nothing is said that would be cut. Returns where the next one begins. */
static float say_whole(struct draw *d, const struct view *v, float x, struct box b,
                       struct lettering l, const char *words) {
    float width = label_width(d, v, l, words);
    if (x + width > b.x + b.w) return b.x + b.w;
    label_left(d, v, (struct point){x, b.y + px(v, 26)}, 0, l, words);
    return x + width + px(v, 22);
}

static float say_step(struct draw *d, const struct view *v, float x, struct box b) {
    char words[96];
    const struct session *s = v->session;
    if (v->prompt->kind == PROMPT_STEP)
        snprintf(words, sizeof words, "%s%.40s▏", say(v, WORD_GO_TO_STEP), v->prompt->text);
    else if (v->prompt->kind == PROMPT_WORDS)
        snprintf(words, sizeof words, "%s%.60s▏", say(v, WORD_LOG_FIND), v->prompt->text);
    else
        snprintf(words, sizeof words, say(v, WORD_STEP_OF), (unsigned long long)session_step(s),
                 (unsigned long long)session_steps(s), session_ended(s) ? "" : "…");
    return say_whole(d, v, x, b, (struct lettering){FONT_SANS_BOLD, TEXT_BODY, v->theme->text},
                     words);
}

static float say_speed(struct draw *d, const struct view *v, float x, struct box b) {
    char words[64];
    snprintf(words, sizeof words, say(v, v->speed < 1 ? WORD_SPEED_SLOW : WORD_SPEED_FAST),
             (double)(v->speed < 1 ? 1 / v->speed : v->speed));
    return say_whole(d, v, x, b, (struct lettering){FONT_SANS, TEXT_BODY, v->theme->muted}, words);
}

/* Of the keys as many as there is room for, those one needs first; the help is always the last. */
void timeline_hints(struct draw *d, const struct view *v, struct box b, const enum word *hints,
                    size_t count) {
    struct lettering l = {FONT_SANS, TEXT_BODY, v->theme->muted};
    float gap = px(v, 26), baseline = b.y + px(v, 26);
    float taken = label_width(d, v, l, say(v, WORD_HINT_HELP)), width;
    size_t fit = 0;
    if (b.w - taken < 0) return;
    for (; fit < count; fit++, taken += width) {
        width = label_width(d, v, l, say(v, hints[fit])) + gap;
        if (b.w - taken - width < 0) break;
    }
    float left = b.x + b.w - taken;
    for (size_t i = 0; i <= fit; i++) {
        const char *words = say(v, i < fit ? hints[i] : WORD_HINT_HELP);
        label_left(d, v, (struct point){left, baseline}, 0, l, words);
        left += label_width(d, v, l, words) + gap;
    }
}

static void say_keys(struct draw *d, const struct view *v, float x, struct box b) {
    static const enum word HINTS[] = {WORD_HINT_PLAY, WORD_HINT_STEP,   WORD_HINT_PHASE,
                                      WORD_HINT_LINE, WORD_HINT_LEGEND, WORD_HINT_GO_TO,
                                      WORD_HINT_THEME};
    timeline_hints(d, v, (struct box){x, b.y, b.x + b.w - x, b.h}, HINTS,
                   sizeof HINTS / sizeof HINTS[0]);
}

static void draw_buttons(struct draw *d, const struct view *v, struct box b) {
    static const enum command_id BUTTONS[] = {COMMAND_FIRST, COMMAND_STEP_BACK, COMMAND_PLAY,
                                              COMMAND_STEP_FORWARD, COMMAND_LAST};
    float x = b.x;
    if (v->film) {
        say_step(d, v, x, b);
        return;
    }
    for (size_t i = 0; i < sizeof BUTTONS / sizeof BUTTONS[0]; i++)
        x = timeline_button(d, v, x, b.y, BUTTONS[i]);
    x = say_step(d, v, x + px(v, 16), b);
    x = say_speed(d, v, x, b) + px(v, 8);
    struct lettering l = {FONT_SANS, TEXT_BODY, v->theme->muted};
    bool there[PANEL_COUNT];
    picture_find_panels(v, there);
    b.w = arranging_row(d, v, (struct box){x, b.y, b.x + b.w - x, b.h}, there) - b.x;
    if (v->message)
        label_right(d, v, (struct point){b.x + b.w, b.y + px(v, 26)}, b.x + b.w - x, l, v->message);
    else say_keys(d, v, x, b);
}

void panel_timeline(struct draw *d, const struct view *v, struct box b) {
    draw_box(d, b, px(v, 10), v->theme->panel, (struct stroke){v->theme->border, px(v, 1.5f), 0});
    float padding = px(v, PANEL_PADDING + 2), buttons = px(v, 38);
    bool low = b.h < px(v, TIMELINE_HEIGHT - 1); /* no row of actors */
    struct strip s = {
        d,
        v,
        {b.x + padding, b.y + px(v, low ? 16 : 26), b.w - 2 * padding, px(v, low ? 16 : 29)},
        session_steps(v->session),
        px(v, low ? 6 : 26)};
    float bottom = b.y + b.h - buttons - px(v, low ? 6 : 14);
    draw_phases(&s);
    if (!low) draw_actors(&s, s.box.y + s.box.h + px(v, 7));
    draw_loop(&s);
    draw_cursor(&s);
    draw_hit(d, (struct box){s.box.x, b.y, s.box.w, bottom - b.y - px(v, low ? 2 : 10)},
             COMMAND_SCRUB, 0, say(v, WORD_DRAG_TIMELINE));
    predicting_on_strip(d, v, s.box, s.steps);
    draw_buttons(d, v, (struct box){s.box.x, bottom, s.box.w, buttons});
}

void timeline_strip(struct draw *d, const struct view *v, struct box b) {
    struct strip s = {d, v, b, session_steps(v->session), px(v, 8)};
    draw_phases(&s);
    draw_cursor(&s);
}
