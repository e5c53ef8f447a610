/* The heap in numbers: the inspector while nothing is selected. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "machine/inspect/statistics.h"
#include "view/panels.h"
#include "view/widget.h"

enum { NUMBERS = 9 };

static bool is_alarming(const char *name) {
    static const char *const NAMES[] = {"LostObjects",  "CLeaks",     "CFailed",
                                        "UsesOfFreed",  "COverflows", "CDoubleFrees",
                                        "CInvalidFrees"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (strcmp(name, NAMES[i]) == 0) return true;
    return false;
}

void panel_numbers(struct draw *d, const struct view *v, struct box b) {
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
        panel_frame(d, v, b, say(v, WORD_PANEL_NUMBERS), v->m->c_arena ? "" : "MemStats");
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
