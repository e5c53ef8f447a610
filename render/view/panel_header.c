/* The head of the picture: title, settings, phases of the collector, the barrier. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "machine/gc/generation.h"
#include "scenario/settings.h"
#include "view/panels.h"
#include "view/trying.h"
#include "view/widget.h"

static const char *const SHORT_NAMES[PHASE_COUNT] = {"off", "sweep term", "mark", "mark term",
                                                     "sweep"};

uint32_t phase_colour(const struct view *v, enum phase phase) {
    const struct theme *t = v->theme;
    const uint32_t colours[PHASE_COUNT] = {t->strip, t->vermillion, t->orange, t->vermillion,
                                           t->blue};
    return colours[phase];
}

/* A round label, filled if it is the phase now. Returns its left end. */
static float phase_pill(struct draw *d, const struct view *v, float right, float y,
                        enum phase phase) {
    bool now = machine_phase(v->m) == phase;
    const struct theme *t = v->theme;
    struct lettering l = {now ? FONT_SANS_BOLD : FONT_SANS, TEXT_BODY,
                          now ? t->on_accent : t->muted};
    struct lettering widest = {FONT_SANS_BOLD, TEXT_BODY, 0};
    float width = label_width(d, v, widest, SHORT_NAMES[phase]) + px(v, 32);
    struct box b = {right - width, y - px(v, 19), width, px(v, 38)};
    uint32_t fill = !now ? t->panel : phase == PHASE_OFF ? t->faint : phase_colour(v, phase);
    if (now && phase == PHASE_OFF) l.colour = t->text;
    draw_box(d, b, b.h / 2, fill, (struct stroke){now ? fill : t->border, px(v, 1.5f), 0});
    label_centre(d, v, (struct point){b.x + b.w / 2, y + px(v, 6.5f)}, 0, l, SHORT_NAMES[phase]);
    return b.x;
}

static float barrier_sign(struct draw *d, const struct view *v, float right, float y) {
    const struct theme *t = v->theme;
    bool none = v->m->config.barrier == BARRIER_NONE;
    bool marking = gc_marking(v->m) && !gc_marks_stopped(v->m);
    bool on = !none && (marking || is_generational(v->m));
    const char *words = none ? "no write barrier" : on ? "write barrier on" : "write barrier off";
    struct lettering l = {FONT_SANS, TEXT_BODY, on || none ? t->text : t->muted};
    label_right(d, v, (struct point){right, y + px(v, 6.5f)}, 0, l, words);
    struct lettering widest = {FONT_SANS, TEXT_BODY, 0};
    float left = right - label_width(d, v, widest, words) - px(v, 26);
    struct box lamp = {left, y - px(v, 8), px(v, 16), px(v, 16)};
    uint32_t colour = none ? t->vermillion : on ? t->orange : t->border;
    draw_box(d, lamp, px(v, 8), on ? colour : 0, (struct stroke){colour, px(v, 2.5f), 0});
    return left;
}

static bool is_told_anyway(const char *key) {
    static const char *const KEYS[] = {"barrier", "GOGC", "GOMAXPROCS", "stacks", "seed"};
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++)
        if (strcmp(key, KEYS[i]) == 0) return true;
    return false;
}

/* The barrier and GOGC, what else is not as usual, and GOMAXPROCS. */
static void add_settings(const struct view *v, struct text *out) {
    const struct config *c = &v->m->config;
    bool none = c->barrier == BARRIER_NONE;
    text_addf(out, "%s barrier", none ? "no" : barrier_name((enum barrier)c->barrier));
    text_add(out, " · GOGC ");
    setting_by_key("GOGC")->show(c, out);
    for (const struct setting *s = SETTINGS; s->key; s++) {
        if (is_told_anyway(s->key) || !setting_differs(s, c)) continue;
        text_addf(out, " · %s ", s->key);
        s->show(c, out);
    }
    text_addf(out, " · GOMAXPROCS %u", c->procs); /* may be cut: the line below tells it, too */
}

/* The settings that are tried: those that are not the scenario's own. */
static void add_tried(const struct view *v, struct text *out) {
    const struct config *c = &v->m->config;
    if (!v->trying) return;
    for (const struct setting *s = SETTINGS; s->key; s++) {
        if (!trying_differs(v->trying, s, c)) continue;
        text_addf(out, "%s%s ", out->length ? " · " : say(v, WORD_TRY_TRIED), s->key);
        s->show(c, out);
    }
}

/* With generations, major collections and minor ones. */
static void count_cycles(const struct machine *m, char *out, size_t size) {
    const uint32_t cycle = m->s->gc.cycle;
    if (is_generational(m))
        snprintf(out, size, "GC %u + %" PRIu64 " · Go 1.19", cycle, m->s->statistics.minor_cycles);
    else snprintf(out, size, "GC %u · Go 1.19", cycle);
}

void panel_header(struct draw *d, const struct view *v, struct box b) {
    const struct scenario *s = v->session->scenario;
    const struct theme *t = v->theme;
    char numbers[96];
    float y = b.y + b.h / 2, right = b.x + b.w;
    count_cycles(v->m, numbers, sizeof numbers);
    struct lettering small = {FONT_SANS, TEXT_BODY, t->muted};
    label_right(d, v, (struct point){right, y + px(v, 6.5f)}, 0, small, numbers);
    const char *widest = is_generational(v->m) ? "GC 00 + 000 · Go 1.19" : "GC 000 · Go 1.19";
    right = barrier_sign(d, v, right - label_width(d, v, small, widest) - px(v, 28), y);
    right -= px(v, 24);
    for (int phase = PHASE_COUNT - 1; phase >= 0; phase--)
        right = phase_pill(d, v, right, y, (enum phase)phase) - px(v, 8);
    struct lettering title = {FONT_SANS_BOLD, 28, t->text};
    float room = right - b.x - px(v, 20), width = label_width(d, v, title, s->title);
    label_left(d, v, (struct point){b.x, y + px(v, 9)}, room, title, s->title);
    struct text settings = {0};
    add_tried(v, &settings);
    if (settings.length) small = (struct lettering){FONT_SANS_BOLD, TEXT_BODY, t->blue};
    else add_settings(v, &settings);
    if (room - width > px(v, 120))
        label_left(d, v, (struct point){b.x + width + px(v, 20), y + px(v, 8)},
                   room - width - px(v, 20), small, text_string(&settings));
    text_free(&settings);
}
