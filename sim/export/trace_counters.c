#include "export/trace_counters.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static bool follows_from_others(const char *name) {
    static const char *const NAMES[] = {"steps",    "Alloc",         "HeapObjects", "HeapSys",
                                        "HeapIdle", "FreeSlotBytes", "StackUsed"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (strcmp(name, NAMES[i]) == 0) return true;
    return false;
}

uint32_t trace_counters(const struct statistic *out[STATISTICS_MAX]) {
    uint32_t count = 0;
    for (const struct statistic *s = STATISTICS; s->name && count < STATISTICS_MAX; s++)
        if (!follows_from_others(s->name)) out[count++] = s;
    return count;
}
