/* How two runs differ so far, from the machine's own numbers. */
#include <inttypes.h>
#include <string.h>

#include "machine/inspect/statistics.h"
#include "view/comparing.h"
#include "view/widget.h"

enum unit { UNIT_COUNT, UNIT_BYTES, UNIT_TIME };

/* The most telling ones first. A NULL name is the largest heap so far. */
static const struct {
    const char *name; /* of a statistic */
    enum unit unit;
    enum word words;
} NUMBERS[] = {
    {"LostObjects", UNIT_COUNT, WORD_DIFF_LOST},
    {"UsesOfFreed", UNIT_COUNT, WORD_DIFF_USES},
    {NULL, UNIT_BYTES, WORD_DIFF_PEAK},
    {"HeapAlloc", UNIT_BYTES, WORD_DIFF_LIVE},
    {"NumGC", UNIT_COUNT, WORD_DIFF_CYCLES},
    {"NumMinorGC", UNIT_COUNT, WORD_DIFF_MINOR},
    {"PauseTotalNs", UNIT_TIME, WORD_DIFF_PAUSES},
    {"WriteBarriers", UNIT_COUNT, WORD_DIFF_BARRIERS},
    {"Assists", UNIT_COUNT, WORD_DIFF_ASSISTS},
    {"StackCopies", UNIT_COUNT, WORD_DIFF_COPIES},
    {"SegmentLinks", UNIT_COUNT, WORD_DIFF_LINKS},
    {"HotSplits", UNIT_COUNT, WORD_DIFF_SPLITS},
    {"StackSys", UNIT_BYTES, WORD_DIFF_STACKS},
    {"Frees", UNIT_COUNT, WORD_DIFF_FREED},
    {"CFrees", UNIT_COUNT, WORD_DIFF_C_FREED},
    {"CLeaks", UNIT_COUNT, WORD_DIFF_LEAKS},
};

static uint64_t peak_heap(const struct session *s) {
    const struct timeline *t = &s->timeline;
    uint64_t peak = 0;
    for (uint32_t i = 0; i < timeline_bucket_count(t) && i * t->width < session_step(s); i++)
        if (t->buckets[i].gauge.live > peak) peak = t->buckets[i].gauge.live;
    return peak;
}

static uint64_t number_of(const struct session *s, const char *name) {
    uint64_t value = 0;
    if (!name) return peak_heap(s);
    statistic_read(&s->now, name, &value);
    return value;
}

static void add_time(struct text *out, uint64_t ns) {
    if (ns < 1000) text_addf(out, "%" PRIu64 " ns", ns);
    else if (ns < 1000000) text_addf(out, "%" PRIu64 ".%" PRIu64 " µs", ns / 1000, ns % 1000 / 100);
    else text_addf(out, "%" PRIu64 ".%" PRIu64 " ms", ns / 1000000, ns % 1000000 / 100000);
}

static void add_number(struct text *out, uint64_t value, enum unit unit) {
    if (unit == UNIT_BYTES) size_words(out, value);
    else if (unit == UNIT_TIME) add_time(out, value);
    else text_addf(out, "%" PRIu64, value);
}

void comparing_differences(enum language language, const struct session *left,
                           const struct session *right, struct text *out) {
    enum { SHOWN_MAX = 6 };
    uint32_t shown = 0;
    for (size_t i = 0; i < sizeof NUMBERS / sizeof NUMBERS[0] && shown < SHOWN_MAX; i++) {
        uint64_t a = number_of(left, NUMBERS[i].name), b = number_of(right, NUMBERS[i].name);
        if (a == b) continue;
        text_addf(out, "%s%s ", shown++ ? "   ·   " : "", word(language, NUMBERS[i].words));
        add_number(out, a, NUMBERS[i].unit);
        text_add(out, " | ");
        add_number(out, b, NUMBERS[i].unit);
    }
}
