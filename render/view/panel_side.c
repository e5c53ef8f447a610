/* The right column: the grey work list, what the step did, the numbers. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "machine/check/check.h"
#include "machine/inspect/statistics.h"
#include "view/panels.h"
#include "view/widget.h"

/* ---- the grey work list ---- */

struct work {
    struct draw *d;
    const struct view *v;
    struct box inside;
    uint32_t count, shown_max, columns;
};

enum { CHIP_HEIGHT = 38 };

static void draw_chip(void *user, uint64_t object) {
    struct work *w = user;
    const struct view *v = w->v;
    if (w->count++ >= w->shown_max) return;
    uint32_t at = w->count - 1;
    float gap = px(v, 8), width = (w->inside.w - gap * (float)(w->columns - 1)) / (float)w->columns;
    struct box b = {w->inside.x + (float)(at % w->columns) * (width + gap),
                    w->inside.y + (float)(at / w->columns) * px(v, CHIP_HEIGHT + 8), width,
                    px(v, CHIP_HEIGHT)};
    struct object_look look = object_look(v, COLOUR_GREY);
    object_box(w->d, v, b, px(v, 7), COLOUR_GREY, true);
    struct text name = {0};
    inspect_object_name(v->m, object, &name);
    struct lettering l = {FONT_SANS_BOLD, TEXT_SMALL + 1, look.text};
    float room = b.w - px(v, 10);
    l = lettering_to_fit(w->d, v, l, TEXT_SMALL - 3, room, text_string(&name));
    label_centre(w->d, v, (struct point){b.x + b.w / 2, b.y + px(v, 25)}, room, l,
                 text_string(&name));
    text_free(&name);
}

/* With several workers, each one's. */
static void in_hands(const struct view *v, struct text *out) {
    uint32_t procs = v->m->config.procs, count = 0;
    for (uint32_t p = 0; p < procs; p++) count += v->m->processors[p].scan.kind != SCAN_NOTHING;
    for (uint32_t p = 0; p < procs; p++) {
        const struct scan *scan = &v->m->processors[p].scan;
        if (scan->kind == SCAN_NOTHING) continue;
        text_add(out, out->length ? " · " : count > 1 ? "" : "in hand: ");
        if (count > 1) text_addf(out, "P%u: ", p);
        inspect_scan(v->m, scan, out);
    }
    if (count) return;
    if (!work_empty(v->m)) text_add(out, "the first is next");
    else text_add(out, gc_marking(v->m) ? "nothing grey" : "the collector is not marking");
}

/* At the right, how many there are besides the chips: a number is never cut. */
static void draw_hands(const struct work *w, float baseline) {
    const struct view *v = w->v;
    struct lettering small = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    struct box b = w->inside;
    struct text words = {0};
    char more[24] = "";
    in_hands(v, &words);
    if (w->count > w->shown_max) snprintf(more, sizeof more, "+%u", w->count - w->shown_max);
    float taken = more[0] ? label_width(w->d, v, small, more) + px(v, 8) : 0;
    label_right(w->d, v, (struct point){b.x + b.w, baseline}, 0, small, more);
    label_left(w->d, v, (struct point){b.x, baseline}, b.w - taken, small, text_string(&words));
    text_free(&words);
}

/* Worked out anew at every step, from outside the collector. */
static void draw_invariant(struct draw *d, const struct view *v, struct point at, float width) {
    static const char *const WORDS[] = {"strong invariant holds", "weak invariant holds",
                                        "tri-colour invariant broken"};
    if (!gc_marking(v->m) || v->session->census.overflow) return;
    enum invariant invariant = check_invariant(v->m);
    uint32_t colour = invariant == INVARIANT_BROKEN ? v->theme->vermillion : v->theme->green;
    label_left(d, v, at, width, (struct lettering){FONT_SANS_BOLD, TEXT_SMALL, colour},
               WORDS[invariant]);
}

void panel_work(struct draw *d, const struct view *v, struct box b) {
    struct box inside = panel_frame(d, v, b, say(v, WORD_PANEL_WORK), "LIFO");
    struct work w = {.d = d, .v = v, .inside = inside, .columns = 3};
    uint32_t rows = whole((inside.h - px(v, 46)) / px(v, CHIP_HEIGHT + 8));
    w.shown_max = rows * w.columns;
    work_each(v->m, draw_chip, &w);
    float bottom = inside.y + inside.h;
    draw_invariant(d, v, (struct point){inside.x, bottom - px(v, 2)}, inside.w);
    draw_hands(&w, bottom - px(v, 24));
}

/* ---- what the step did: its events ---- */

/* "barrier read", "main.p = Node 3". */
static void event_words(const struct machine *m, const struct event *e, struct text *out) {
    if (e->kind == EVENT_WORD) {
        inspect_place(m, e->a, out);
        text_add(out, " = ");
        if (inspect_is_linkage(m, e->a)) text_addf(out, "0x%" PRIx64, e->c);
        else inspect_value(m, e->a, e->c, out);
        return;
    }
    for (const char *c = event_describe((enum event_kind)e->kind)->name; *c; c++)
        text_add_bytes(out, *c == '_' ? " " : c, 1);
}

/* Whose step it was, in few words. */
static void actor_words(const struct machine *m, struct text *out) {
    uint32_t actor = m->s->clock.last_actor;
    if (m->s->clock.step == 0) return;
    if (actor == ACTOR_COLLECTOR && inspect_several_workers(m))
        text_addf(out, "worker, P%u", m->s->on);
    else inspect_actor(m, actor, out);
}

void panel_log(struct draw *d, const struct view *v, struct box b) {
    const struct session *s = v->session;
    struct text actor = {0};
    actor_words(v->m, &actor);
    struct box inside = panel_frame(d, v, b, say(v, WORD_PANEL_LOG), text_string(&actor));
    text_free(&actor);
    float height = px(v, 25), y = inside.y + px(v, 14);
    bool crowded = (float)s->event_count * height > inside.h; /* then the words come last */
    for (uint32_t k = 0; k < s->event_count * (1 + crowded) && y < inside.y + inside.h; k++) {
        const struct event *e = &s->events[k % s->event_count];
        if (e->kind == EVENT_LINE) continue;
        if (crowded && (e->kind == EVENT_WORD) != (k >= s->event_count)) continue;
        struct text words = {0};
        const struct event_description *kind = event_describe((enum event_kind)e->kind);
        event_words(v->m, e, &words);
        label_left(d, v, (struct point){inside.x, y}, inside.w,
                   (struct lettering){FONT_MONO, TEXT_SMALL,
                                      kind->weight >= 4 ? v->theme->text : v->theme->muted},
                   text_string(&words));
        text_free(&words);
        y += height;
    }
}

/* ---- numbers ---- */

enum { NUMBERS = 9 };

static bool is_alarming(const char *name) {
    static const char *const NAMES[] = {"LostObjects",  "CLeaks",     "CFailed",
                                        "UsesOfFreed",  "COverflows", "CDoubleFrees",
                                        "CInvalidFrees"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (strcmp(name, NAMES[i]) == 0) return true;
    return false;
}

void panel_inspector(struct draw *d, const struct view *v, struct box b) {
    static const char *const GO[NUMBERS] = {"HeapAlloc",     "HeapObjects", "Mallocs",
                                            "Frees",         "StackInuse",  "StackAllocations",
                                            "WriteBarriers", "NumGC",       "LostObjects"};
    static const char *const MANUAL[NUMBERS] = {"CMallocs",   "CFrees",       "CInuse",
                                                "CLeaks",     "CFailed",      "UsesOfFreed",
                                                "COverflows", "CDoubleFrees", "CInvalidFrees"};
    static const char *const STACKS[NUMBERS] = {"StackAllocations", "StackUsed",   "StackInuse",
                                                "StackSys",         "StackCopies", "StackShrinks",
                                                "SegmentLinks",     "HotSplits",   "NumGoroutine"};
    const struct program *p = v->m->program; /* all on stacks: the lesson is about those */
    bool heap = program_uses_heap(p) || p->site_count == 0;
    const char *const *shown = v->m->c_arena ? MANUAL : heap ? GO : STACKS;
    struct box inside =
        panel_frame(d, v, b, say(v, WORD_PANEL_INSPECTOR), v->m->c_arena ? "" : "MemStats");
    float y = inside.y + px(v, 14), height = px(v, 26);
    for (size_t i = 0; i < NUMBERS && y < inside.y + inside.h; i++) {
        char value[32];
        uint64_t number = statistic_find(shown[i])->value(v->m);
        bool alarm = is_alarming(shown[i]) && number > 0;
        snprintf(value, sizeof value, "%" PRIu64, number);
        struct lettering name = {FONT_SANS, TEXT_SMALL, v->theme->muted};
        struct lettering mono = {FONT_MONO, TEXT_SMALL,
                                 alarm ? v->theme->vermillion : v->theme->text};
        label_left(d, v, (struct point){inside.x, y}, 0, name, shown[i]);
        label_right(d, v, (struct point){inside.x + inside.w, y}, 0, mono, value);
        y += height;
    }
}
