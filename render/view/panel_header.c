/* The head of the picture: title, settings, phases of the collector, the barrier. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "machine/gc/generation.h"
#include "scenario/settings.h"
#include "view/panels.h"
#include "session/future.h"
#include "view/trying.h"
#include "view/widget.h"

static const char *short_name(const struct view *v, enum phase phase) {
    static const enum word NAMES[PHASE_COUNT] = {WORD_PHASE_OFF, WORD_PHASE_SWEEP_TERM,
                                                 WORD_PHASE_MARK, WORD_PHASE_MARK_TERM,
                                                 WORD_PHASE_SWEEP};
    return say(v, NAMES[phase]);
}

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
    float width = label_width(d, v, widest, short_name(v, phase)) + px(v, 32);
    struct box b = {right - width, y - px(v, 19), width, px(v, 38)};
    uint32_t fill = !now ? t->panel : phase == PHASE_OFF ? t->faint : phase_colour(v, phase);
    if (now && phase == PHASE_OFF) l.colour = t->text;
    draw_box(d, b, b.h / 2, fill, (struct stroke){now ? fill : t->border, px(v, 1.5f), 0});
    label_centre(d, v, (struct point){b.x + b.w / 2, y + px(v, 6.5f)}, 0, l, short_name(v, phase));
    return b.x;
}

static float barrier_sign(struct draw *d, const struct view *v, float right, float y) {
    const struct theme *t = v->theme;
    bool none = v->m->config.barrier == BARRIER_NONE;
    bool marking = gc_marking(v->m) && !gc_marks_stopped(v->m);
    bool on = !none && (marking || is_generational(v->m));
    const char *words = say(v, none ? WORD_BARRIER_NONE : on ? WORD_BARRIER_ON : WORD_BARRIER_OFF);
    struct lettering l = {FONT_SANS, TEXT_BODY, on || none ? t->text : t->muted};
    label_right(d, v, (struct point){right, y + px(v, 6.5f)}, 0, l, words);
    struct lettering widest = {FONT_SANS, TEXT_BODY, 0};
    float left = right - label_width(d, v, widest, words) - px(v, 26);
    struct box lamp = {left, y - px(v, 8), px(v, 16), px(v, 16)};
    uint32_t colour = none ? t->vermillion : on ? t->orange : t->border;
    draw_box(d, lamp, px(v, 8), on ? colour : 0, (struct stroke){colour, px(v, 2.5f), 0});
    return left;
}

#define SEPARATOR " · "

/* Where a string contains another for the last time; NULL if it does not. */
static char *find_last(char *string, const char *part) {
    char *last = NULL;
    for (char *at = strstr(string, part); at; at = strstr(at + 1, part)) last = at;
    return last;
}

static bool is_told_anyway(const char *key) {
    static const char *const KEYS[] = {"barrier", "GOGC", "GOMAXPROCS", "stacks", "seed"};
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++)
        if (strcmp(key, KEYS[i]) == 0) return true;
    return false;
}

/* The barrier and GOGC, what else is not as usual, and GOMAXPROCS; " · " between them. */
static void add_settings(const struct view *v, struct text *out) {
    const struct config *c = &v->m->config;
    bool none = c->barrier == BARRIER_NONE;
    if (none) text_add(out, say(v, WORD_BARRIER_NONE));
    else text_addf(out, say(v, WORD_BARRIER_KIND), barrier_name((enum barrier)c->barrier));
    text_add(out, SEPARATOR "GOGC ");
    setting_by_key("GOGC")->show(c, out);
    for (const struct setting *s = SETTINGS; s->key; s++) {
        if (is_told_anyway(s->key) || !setting_differs(s, c)) continue;
        text_addf(out, SEPARATOR "%s ", s->key);
        s->show(c, out);
    }
    text_addf(out, SEPARATOR "GOMAXPROCS %u", c->procs);
}

/* As many of the parts as have room; the others are in the tip. */
static void draw_parts(struct draw *d, const struct view *v, struct point at, float room,
                       struct lettering l, char *parts) {
    for (char *end = parts + strlen(parts); end; end = find_last(parts, SEPARATOR)) {
        *end = '\0';
        if (label_width(d, v, l, parts) <= room) break;
    }
    if (label_width(d, v, l, parts) <= room) label_left(d, v, at, 0, l, parts);
}

/* The settings that are tried: those that are not the scenario's own. */
static void add_tried(const struct view *v, struct text *out) {
    const struct config now = trying_config(v->m);
    const char *before = say(v, WORD_TRY_TRIED);
    if (!v->trying) return;
    for (const struct setting *s = SETTINGS; s->key; s++) {
        if (!trying_differs(v->trying, s, &now)) continue;
        text_addf(out, "%s%s%s ", out->length ? " · " : "", before, s->key);
        s->show(&now, out);
        before = "";
    }
}

/* With generations, major collections and minor ones. */
static void count_cycles(const struct machine *m, char *out, size_t size) {
    const uint32_t cycle = m->s->gc.cycle;
    if (is_generational(m))
        snprintf(out, size, "GC %u + %" PRIu64 " · Go 1.19", cycle, m->s->statistics.minor_cycles);
    else snprintf(out, size, "GC %u · Go 1.19", cycle);
}

/* How wide the pills of all phases are, or of the widest. */
static float pills_width(const struct draw *d, const struct view *v, bool all) {
    struct lettering l = {FONT_SANS_BOLD, TEXT_BODY, 0};
    float sum = 0, widest = 0;
    for (int phase = 0; phase < PHASE_COUNT; phase++) {
        float width = label_width(d, v, l, short_name(v, (enum phase)phase)) + px(v, 32);
        sum += width + px(v, 8);
        widest = fmaxf(widest, width + px(v, 8));
    }
    return all ? sum : widest;
}

/* All phases, where there is room beside the title; else the one it is. Returns their left end. */
float header_phases(struct draw *d, const struct view *v, float left, float right, float y) {
    bool all = right - left > pills_width(d, v, true);
    if (!all && right - left < pills_width(d, v, false)) return right;
    for (int phase = PHASE_COUNT - 1; phase >= 0; phase--)
        if (all || machine_phase(v->m) == (enum phase)phase)
            right = phase_pill(d, v, right, y, (enum phase)phase) - px(v, 8);
    return right;
}

static float draw_numbers(struct draw *d, const struct view *v, float right, float y) {
    char numbers[96];
    count_cycles(v->m, numbers, sizeof numbers);
    struct lettering small = {FONT_SANS, TEXT_BODY, v->theme->muted};
    label_right(d, v, (struct point){right, y + px(v, 6.5f)}, 0, small, numbers);
    const char *widest = is_generational(v->m) ? "GC 00 + 000 · Go 1.19" : "GC 000 · Go 1.19";
    return right - label_width(d, v, small, widest) - px(v, 28);
}

/* What is tried; if nothing is, the settings. */
/* Where there is room, with the way back. */
static void add_future(const struct draw *d, const struct view *v, float room, struct text *out) {
    struct lettering l = {FONT_SANS_BOLD, TEXT_BODY, 0};
    uint64_t step = session_future(v->session);
    if (step == NEVER) return;
    text_addf(out, say(v, WORD_FUTURE_SINCE), (unsigned long long)step);
    size_t length = out->length;
    text_add(out, say(v, WORD_FUTURE_BACK));
    if (label_width(d, v, l, text_string(out)) <= room) return;
    out->bytes[length] = '\0';
    out->length = length;
}

static void draw_settings(struct draw *d, const struct view *v, struct point at, float room) {
    struct lettering l = {FONT_SANS, TEXT_BODY, v->theme->muted};
    struct text settings = {0};
    if (room < px(v, 130)) return;
    add_future(d, v, room, &settings);
    add_tried(v, &settings);
    if (settings.length) l = (struct lettering){FONT_SANS_BOLD, TEXT_BODY, v->theme->blue};
    else add_settings(v, &settings);
    bool future = session_future(v->session) != NEVER;
    draw_hit(d, (struct box){at.x, at.y - px(v, 28), room, px(v, 40)},
             future ? COMMAND_OWN_FUTURE : COMMAND_NONE, 0, text_string(&settings));
    if (settings.bytes) draw_parts(d, v, at, room, l, settings.bytes);
    text_free(&settings);
}

/* The title comes first; where there is little room, the rest goes. */
void panel_header(struct draw *d, const struct view *v, struct box b) {
    const char *words = v->session->scenario->title;
    struct lettering title = {FONT_SANS_BOLD, 28, v->theme->text};
    float y = b.y + b.h / 2, right = b.x + b.w;
    float left = b.x + fminf(label_width(d, v, title, words), b.w * 0.5f) + px(v, 20);
    if (right - left > px(v, 620)) right = draw_numbers(d, v, right, y);
    if (right - left > px(v, 250)) right = barrier_sign(d, v, right, y) - px(v, 24);
    right = header_phases(d, v, left, right, y);
    label_left(d, v, (struct point){b.x, y + px(v, 9)}, right - b.x - px(v, 12), title, words);
    draw_settings(d, v, (struct point){left, y + px(v, 8)}, right - left - px(v, 12));
}
