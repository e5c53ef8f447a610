/* The inspector while nothing is selected: the heap in numbers, and what holds the memory. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "machine/inspect/statistics.h"
#include "view/card.h"
#include "view/holding_rows.h"
#include "view/panels.h"
#include "view/widget.h"

enum { NUMBERS = 9, NUMBERS_FIRST = 2 };

static bool is_alarming(const char *name) {
    static const char *const NAMES[] = {"LostObjects",  "CLeaks",     "CFailed",
                                        "UsesOfFreed",  "COverflows", "CDoubleFrees",
                                        "CInvalidFrees"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (strcmp(name, NAMES[i]) == 0) return true;
    return false;
}

/* A number that is alarming if it is not zero. */
static bool is_alarm(const struct view *v, const char *name) {
    return is_alarming(name) && statistic_find(name)->value(v->m) > 0;
}

static void add_number(struct card *c, const char *name) {
    char value[32];
    snprintf(value, sizeof value, "%" PRIu64, statistic_find(name)->value(c->v->m));
    struct card_row *row = card_named(c, name, value);
    if (is_alarm(c->v, name)) row->colour = c->v->theme->vermillion;
}

/* What the lesson is about: the C heap, Go's, or, where all is on stacks, those. */
static const char *const *numbers_of(const struct view *v) {
    static const char *const GO[NUMBERS] = {"HeapAlloc",     "HeapObjects", "Mallocs",
                                            "Frees",         "StackInuse",  "StackAllocations",
                                            "WriteBarriers", "NumGC",       "LostObjects"};
    static const char *const MANUAL[NUMBERS] = {"CMallocs",   "CFrees",       "CInuse",
                                                "CLeaks",     "CFailed",      "UsesOfFreed",
                                                "COverflows", "CDoubleFrees", "CInvalidFrees"};
    static const char *const STACKS[NUMBERS] = {"StackAllocations", "StackUsed",   "StackInuse",
                                                "StackSys",         "StackCopies", "StackShrinks",
                                                "SegmentLinks",     "HotSplits",   "NumGoroutine"};
    bool heap = program_uses_heap(v->m->program) || v->m->program->site_count == 0;
    return v->m->c_arena ? MANUAL : heap ? GO : STACKS;
}

/* Whether something is there to be held. */
static bool holds(const struct view *v) {
    const struct holding *h = v->holding;
    return h && !v->m->c_arena && (!h->known || h->all.objects > 0);
}

/* Where the heap is Go's, what holds the memory comes before most of the numbers. */
static void add_all(struct card *c) {
    const char *const *names = numbers_of(c->v);
    size_t first = holds(c->v) ? NUMBERS_FIRST : NUMBERS;
    for (size_t i = 0; i < NUMBERS; i++)
        if (i < first || is_alarm(c->v, names[i])) add_number(c, names[i]);
    holding_add_largest(c);
    if (first == NUMBERS) return;
    card_heading(c, WORD_NUMBERS_OTHERS)->breaks = true;
    for (size_t i = first; i < NUMBERS; i++) add_number(c, names[i]);
}

void panel_numbers(struct draw *d, const struct view *v, struct box b) {
    struct card card;
    struct box inside =
        panel_frame(d, v, b, say(v, WORD_PANEL_NUMBERS), v->m->c_arena ? "" : "MemStats");
    inside.y -= px(v, 6);
    inside.h += px(v, 12);
    card_begin(&card, d, v, inside);
    add_all(&card);
    card_end(&card, v->portrait ? v->portrait->scroll : 0, COMMAND_SCROLL_INSPECTOR);
}
