/* What the step did, and the numbers. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "machine/inspect/statistics.h"
#include "view/panels.h"
#include "view/widget.h"

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
