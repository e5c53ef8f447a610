/* The settings as controls: a row each with its value, less and more, and what the scenario has. */
#include <stdio.h>
#include <string.h>

#include "machine/manual/c_heap.h"
#include "view/comparing.h"
#include "view/panels.h"
#include "view/trying.h"
#include "view/widget.h"

enum { WIDTH = 560, ROW = 32, BUTTON = 28, FOOT = 104 };

/* ---- which ---- */

static bool is_among(const struct setting *s, const struct setting *const *list, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (list[i] == s) return true;
    return false;
}

/* malloc's heap and a dump's only where there is one, the collector's settings only where it can
 * matter. */
static bool is_offered(const struct setting *s, const struct program *p) {
    bool malloc_only = !program_uses_heap(p) && program_has_c_heap(p);
    if (strcmp(s->key, "brk") == 0) return program_has_c_heap(p);
    if (strcmp(s->key, "guessroots") == 0) return p->image != NULL;
    return !malloc_only || strcmp(s->key, "nursery") != 0;
}

uint32_t trying_offers(const struct program *p, const struct setting *offers[SETTINGS_MAX]) {
    static const char *const FIRST[] = {"GOGC",      "GOMEMLIMIT", "barrier", "stacks",
                                        "collector", "GOMAXPROCS", "seed"};
    uint32_t count = 0;
    for (size_t i = 0; i < sizeof FIRST / sizeof FIRST[0]; i++)
        offers[count++] = setting_by_key(FIRST[i]);
    for (const struct setting *s = SETTINGS; s->key; s++)
        if (is_offered(s, p) && !is_among(s, offers, count)) offers[count++] = s;
    return count;
}

bool trying_differs(const struct trying *t, const struct setting *s, const struct config *now) {
    struct text own = {0}, tried = {0};
    s->show(&t->own, &own);
    s->show(now, &tried);
    bool differs = strcmp(text_string(&own), text_string(&tried)) != 0;
    text_free(&own);
    text_free(&tried);
    return differs;
}

bool trying_changes_running(const struct setting *s) {
    return strcmp(s->key, "GOGC") == 0 || strcmp(s->key, "GOMEMLIMIT") == 0;
}

struct config trying_config(const struct machine *m) {
    struct config c = m->config;
    c.gogc = m->s->gc.gogc;
    c.memory_limit = m->s->gc.memory_limit;
    return c;
}

/* What it is about. */
static const char *about(const struct view *v, const struct setting *s) {
    static const struct {
        const char *key;
        enum word words;
    } ABOUT[] = {
        {"GOGC", WORD_SETTING_GOGC},
        {"GOMEMLIMIT", WORD_SETTING_GOMEMLIMIT},
        {"barrier", WORD_SETTING_BARRIER},
        {"stacks", WORD_SETTING_STACKS},
        {"collector", WORD_SETTING_COLLECTOR},
        {"GOMAXPROCS", WORD_SETTING_PROCS},
        {"seed", WORD_SETTING_SEED},
        {"wbbuf", WORD_SETTING_WBBUF},
        {"minheap", WORD_SETTING_MINHEAP},
        {"assists", WORD_SETTING_ASSISTS},
        {"order", WORD_SETTING_ORDER},
        {"stacksize", WORD_SETTING_STACKSIZE},
        {"maxstack", WORD_SETTING_MAXSTACK},
        {"nursery", WORD_SETTING_NURSERY},
        {"memory", WORD_SETTING_MEMORY},
        {"brk", WORD_SETTING_BRK},
        {"guessroots", WORD_SETTING_GUESSROOTS},
    };
    for (size_t i = 0; i < sizeof ABOUT / sizeof ABOUT[0]; i++)
        if (strcmp(ABOUT[i].key, s->key) == 0) return say(v, ABOUT[i].words);
    return s->help;
}

/* ---- rows ---- */

/* Less or more: a sign in a box, pale at the end of the ladder. */
static void draw_button(struct draw *d, const struct view *v, struct box b, const struct setting *s,
                        bool up, uint32_t row) {
    struct config next = trying_config(v->m);
    bool now = !v->trying->from_here || trying_changes_running(s);
    bool can = now && setting_step(s, &next, up), over = can && box_contains(b, v->mouse);
    const struct theme *t = v->theme;
    uint32_t ink = can ? t->text : t->border;
    draw_box(d, b, px(v, 6), over ? t->highlight : t->faint,
             (struct stroke){over ? t->text : t->border, px(v, 1.5f), 0});
    struct point c = box_centre(b);
    float side = up ? 1 : -1, size = px(v, 6);
    struct point p[3] = {{c.x - side * size * 0.6f, c.y - size},
                         {c.x - side * size * 0.6f, c.y + size},
                         {c.x + side * size * 0.8f, c.y}};
    draw_shape(d, p, 3, ink);
    if (can) draw_hit(d, b, up ? COMMAND_TRY_MORE : COMMAND_TRY_LESS, row + 1, NULL);
}

static void draw_value(struct draw *d, const struct view *v, struct box b, const struct setting *s,
                       bool typed) {
    struct text value = {0};
    const struct config now = trying_config(v->m);
    bool differs = trying_differs(v->trying, s, &now);
    struct lettering l = {differs ? FONT_SANS_BOLD : FONT_SANS, TEXT_BODY,
                          differs ? v->theme->blue : v->theme->text};
    if (typed) text_addf(&value, "%s▏", v->prompt->text);
    else s->show(&now, &value);
    l = lettering_to_fit(d, v, l, TEXT_SMALL, b.w, text_string(&value));
    label_centre(d, v, (struct point){b.x + b.w / 2, b.y + px(v, 22)}, b.w, l, text_string(&value));
    text_free(&value);
}

static void draw_row(struct draw *d, const struct view *v, struct box b, const struct setting *s,
                     uint32_t row) {
    bool chosen = row == v->trying->chosen, typed = chosen && v->prompt->kind == PROMPT_SETTING;
    float button = px(v, BUTTON), top = b.y + (b.h - button) / 2, value = px(v, 142);
    struct box more = {b.x + b.w - button - px(v, 6), top, button, button};
    struct box less = {more.x - value - button, top, button, button};
    if (chosen)
        draw_box(d, b, px(v, 6), v->theme->highlight,
                 (struct stroke){v->theme->blue, px(v, 1.5f), 0});
    draw_hit(d, b, COMMAND_TRY_ROW, row, about(v, s));
    label_left(d, v, (struct point){b.x + px(v, 10), b.y + px(v, 22)}, less.x - b.x - px(v, 14),
               (struct lettering){FONT_SANS_BOLD, TEXT_BODY, v->theme->text}, s->key);
    const struct config now = trying_config(v->m);
    if (trying_differs(v->trying, s, &now)) {
        struct text own = {0};
        s->show(&v->trying->own, &own);
        label_right(d, v, (struct point){less.x - px(v, 10), b.y + px(v, 22)}, px(v, 130),
                    (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted}, text_string(&own));
        text_free(&own);
    }
    draw_button(d, v, less, s, false, row);
    draw_button(d, v, more, s, true, row);
    draw_value(d, v, (struct box){less.x + button, b.y, value, b.h}, s, typed);
}

/* ---- the foot: what the chosen one is about, or why a value was refused ---- */

static void draw_foot(struct draw *d, const struct view *v, struct box b,
                      const struct setting *chosen) {
    const struct trying *t = v->trying;
    struct point at = {b.x, b.y + px(v, 24)};
    struct lettering plain = {FONT_SANS, TEXT_SMALL + 1, v->theme->text};
    struct lettering bad = {FONT_SANS_BOLD, TEXT_SMALL + 1, v->theme->vermillion};
    if (t->reason[0]) label_wrapped(d, v, at, b.w, 3, bad, t->reason);
    else label_wrapped(d, v, at, b.w, 2, plain, about(v, chosen));
    label_left(d, v, (struct point){b.x, b.y + b.h - px(v, 8)}, b.w,
               (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted}, say(v, WORD_TRY_KEYS));
}

/* In the head, at the left of `right`; returns its own left end. */
static float draw_head_button(struct draw *d, const struct view *v, struct point right,
                              const char *words, enum command_id command) {
    struct lettering l = {FONT_SANS, TEXT_SMALL + 1, v->theme->text};
    float w = label_width(d, v, l, words) + px(v, 24);
    struct box b = {right.x - w, right.y, w, px(v, 30)};
    bool over = box_contains(b, v->mouse);
    draw_box(d, b, px(v, 8), over ? v->theme->highlight : v->theme->faint,
             (struct stroke){over ? v->theme->text : v->theme->border, px(v, 1.5f), 0});
    label_centre(d, v, (struct point){b.x + b.w / 2, b.y + px(v, 21)}, 0, l, words);
    draw_hit(d, b, command, 0, NULL);
    return b.x;
}

static void draw_head_buttons(struct draw *d, const struct view *v, struct box frame) {
    struct point right = {frame.x + frame.w - px(v, 14), frame.y + px(v, 10)};
    enum word from = v->trying->from_here ? WORD_TRY_FROM_HERE : WORD_TRY_FROM_START;
    right.x = draw_head_button(d, v, right, say(v, WORD_TRY_OWN), COMMAND_TRY_OWN) - px(v, 10);
    bool compares = v->comparing && v->comparing->is; /* both sides run from the start */
    if (!compares) draw_head_button(d, v, right, say(v, from), COMMAND_TRY_HERE);
}

void panel_trying(struct draw *d, const struct view *v) {
    const struct setting *offers[SETTINGS_MAX];
    uint32_t count = trying_offers(v->m->program, offers);
    uint32_t chosen = v->trying->chosen < count ? v->trying->chosen : 0;
    float top = v->area.y + fminf(px(v, 104), v->area.h * 0.1f);
    float room = v->area.y + v->area.h - top - px(v, PANEL_HEAD + FOOT + 20);
    uint32_t shown = whole(room / px(v, ROW)), first = 0;
    if (shown > count) shown = count;
    if (chosen >= shown) first = chosen + 1 - shown; /* the chosen one is among them */
    float rows = px(v, ROW * (float)shown);
    struct box b = {v->area.x + px(v, 20), top, fminf(px(v, WIDTH), v->area.w - px(v, 40)),
                    px(v, PANEL_HEAD + FOOT) + rows};
    bool compares = v->comparing && v->comparing->is;
    draw_box(d, box_inset(b, -px(v, 8)), px(v, 14), with_alpha(v->theme->ground, 0xd0),
             (struct stroke){0});
    draw_hit(d, b, COMMAND_TRY_ROW, v->trying->chosen, ""); /* nothing below it is hit */
    struct box inside =
        panel_frame(d, v, b, say(v, compares ? WORD_TRY_RIGHT : WORD_TRY_TITLE), "");
    draw_head_buttons(d, v, b);
    for (uint32_t i = 0; i < shown && first + i < count; i++)
        draw_row(d, v,
                 (struct box){inside.x - px(v, 8), inside.y + px(v, ROW * (float)i),
                              inside.w + px(v, 16), px(v, ROW - 2)},
                 offers[first + i], first + i);
    draw_foot(d, v, (struct box){inside.x, inside.y + rows, inside.w, px(v, FOOT - 12)},
              offers[chosen]);
}
