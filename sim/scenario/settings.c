#include "scenario/settings.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine/manual/c_heap.h"

static bool parse_number(const char *value, uint64_t low, uint64_t high, uint64_t *out) {
    char *end;
    if (*value < '0' || *value > '9' || strlen(value) > 19) return false;
    uint64_t number = strtoull(value, &end, 10);
    if (*end != '\0' || number < low || number > high) return false;
    *out = number;
    return true;
}

bool parse_size(const char *value, uint64_t *bytes) {
    static const struct {
        const char *unit;
        int shift;
    } UNITS[] = {{"", 0}, {"B", 0}, {"KiB", 10}, {"MiB", 20}, {"GiB", 30}};
    char *end;
    if (*value < '0' || *value > '9' || strlen(value) > 19) return false;
    uint64_t number = strtoull(value, &end, 10);
    while (*end == ' ') end++;
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++) {
        if (strcmp(end, UNITS[i].unit) != 0) continue;
        if (number > UINT64_MAX >> (UNITS[i].shift + 1)) return false;
        *bytes = number << UNITS[i].shift;
        return true;
    }
    return false;
}

/* In the largest unit that fits exactly. */
static void show_size(uint64_t bytes, struct text *out) {
    static const char *const UNITS[] = {"", "KiB", "MiB", "GiB"};
    int unit = 0;
    for (; unit < 3 && bytes && bytes % 1024 == 0; unit++) bytes /= 1024;
    text_addf(out, "%" PRIu64 "%s", bytes, UNITS[unit]);
}

static bool apply_gogc(struct config *c, const char *value) {
    uint64_t percent;
    if (strcmp(value, "off") == 0) {
        c->gogc = -1;
        return true;
    }
    if (!parse_number(value, 0, 1000000, &percent)) return false;
    c->gogc = (int64_t)percent;
    return true;
}

static void show_gogc(const struct config *c, struct text *out) {
    if (c->gogc < 0) text_add(out, "off");
    else text_addf(out, "%" PRId64, c->gogc);
}

static bool apply_limit(struct config *c, const char *value) {
    if (strcmp(value, "off") == 0) {
        c->memory_limit = UINT64_MAX;
        return true;
    }
    return parse_size(value, &c->memory_limit);
}

static void show_limit(const struct config *c, struct text *out) {
    if (c->memory_limit == UINT64_MAX) text_add(out, "off");
    else show_size(c->memory_limit, out);
}

static bool apply_barrier_buffer(struct config *c, const char *value) {
    uint64_t stores;
    if (!parse_number(value, 0, 4096, &stores)) return false;
    c->barrier_buffer = (uint32_t)stores;
    return true;
}

static void show_barrier_buffer(const struct config *c, struct text *out) {
    text_addf(out, "%" PRIu32, c->barrier_buffer);
}

static bool apply_minimum(struct config *c, const char *value) {
    uint64_t bytes;
    if (!parse_size(value, &bytes) || bytes < 1024 || bytes > 1 << 30) return false;
    c->minimum_heap = bytes;
    return true;
}

static void show_minimum(const struct config *c, struct text *out) {
    show_size(c->minimum_heap, out);
}

static bool apply_nursery(struct config *c, const char *value) {
    uint64_t bytes = 0;
    bool is_auto = strcmp(value, "auto") == 0;
    if (!is_auto && (!parse_size(value, &bytes) || bytes < 16 || bytes > 1 << 30)) return false;
    c->nursery = bytes;
    return true;
}

static void show_nursery(const struct config *c, struct text *out) {
    if (c->nursery) show_size(c->nursery, out);
    else text_add(out, "auto");
}

static bool apply_assists(struct config *c, const char *value) {
    if (strcmp(value, "on") != 0 && strcmp(value, "off") != 0) return false;
    c->assists = strcmp(value, "on") == 0;
    return true;
}

static void show_assists(const struct config *c, struct text *out) {
    text_add(out, c->assists ? "on" : "off");
}

static bool apply_guess_roots(struct config *c, const char *value) {
    if (strcmp(value, "on") != 0 && strcmp(value, "off") != 0) return false;
    c->guess_roots = strcmp(value, "on") == 0;
    return true;
}

static void show_guess_roots(const struct config *c, struct text *out) {
    text_add(out, c->guess_roots ? "on" : "off");
}

static bool apply_procs(struct config *c, const char *value) {
    uint64_t procs;
    if (!parse_number(value, 1, 64, &procs)) return false;
    c->procs = (uint32_t)procs;
    return true;
}

static void show_procs(const struct config *c, struct text *out) {
    text_addf(out, "%" PRIu32, c->procs);
}

static bool apply_barrier(struct config *c, const char *value) {
    for (uint32_t i = 0; i < BARRIER_COUNT; i++) {
        if (strcmp(value, barrier_name((enum barrier)i)) != 0) continue;
        c->barrier = i;
        return true;
    }
    return false;
}

static void show_barrier(const struct config *c, struct text *out) {
    text_add(out, barrier_name((enum barrier)c->barrier));
}

static bool apply_order(struct config *c, const char *value) {
    for (uint32_t i = 0; i < ORDER_COUNT; i++) {
        if (strcmp(value, order_name((enum order)i)) != 0) continue;
        c->order = i;
        return true;
    }
    return false;
}

static void show_order(const struct config *c, struct text *out) {
    text_add(out, order_name((enum order)c->order));
}

static bool apply_stacks(struct config *c, const char *value) {
    for (uint32_t i = 0; i < STACKS_COUNT; i++) {
        if (strcmp(value, stacks_name((enum stacks_kind)i)) != 0) continue;
        c->stacks = i;
        return true;
    }
    return false;
}

static void show_stacks(const struct config *c, struct text *out) {
    text_add(out, stacks_name((enum stacks_kind)c->stacks));
}

static bool apply_collector(struct config *c, const char *value) {
    for (uint32_t i = 0; i < COLLECTOR_COUNT; i++) {
        if (strcmp(value, collector_name((enum collector_kind)i)) != 0) continue;
        c->collector = i;
        return true;
    }
    return false;
}

static void show_collector(const struct config *c, struct text *out) {
    text_add(out, collector_name((enum collector_kind)c->collector));
}

static bool apply_seed(struct config *c, const char *value) {
    return parse_number(value, 0, UINT64_MAX, &c->seed);
}

static void show_seed(const struct config *c, struct text *out) {
    text_addf(out, "%" PRIu64, c->seed);
}

static bool apply_memory(struct config *c, const char *value) {
    uint64_t bytes;
    if (!parse_size(value, &bytes) || bytes < 64 << 10 || bytes > 1 << 30) return false;
    c->pages_max = (uint32_t)(bytes / PAGE_SIZE);
    return true;
}

static void show_memory(const struct config *c, struct text *out) {
    show_size((uint64_t)c->pages_max * PAGE_SIZE, out);
}

static bool apply_stacksize(struct config *c, const char *value) {
    uint64_t bytes;
    if (!parse_size(value, &bytes) || bytes < THREAD_STACK_MIN || bytes > 1 << 30) return false;
    c->stack_size = bytes / THREAD_PAGE * THREAD_PAGE;
    return true;
}

static void show_stacksize(const struct config *c, struct text *out) {
    show_size(c->stack_size, out);
}

/* debug.SetMaxStack; Go accepts anything and fails later. */
static bool apply_maxstack(struct config *c, const char *value) {
    uint64_t bytes;
    if (!parse_size(value, &bytes) || bytes < STACK_MIN || bytes > 1000000000) return false;
    c->stack_limit = bytes;
    return true;
}

static void show_maxstack(const struct config *c, struct text *out) {
    show_size(c->stack_limit, out);
}

static bool apply_brk(struct config *c, const char *value) {
    uint64_t bytes;
    if (!parse_size(value, &bytes) || bytes < C_BRK_PAGE || bytes > C_LIMIT_MAX) return false;
    c->c_limit = (uint32_t)bytes / C_BRK_PAGE * C_BRK_PAGE;
    return true;
}

static void show_brk(const struct config *c, struct text *out) {
    show_size(c->c_limit, out);
}

/* Go's other choices come with the mechanisms they need; until then they are refused by name. */
const struct setting SETTINGS[] = {
    {"GOGC", "gogc", "a percentage from 0, or \"off\"", "how much the heap may grow between cycles",
     apply_gogc, show_gogc, "10 25 50 100 200 400 800 off"},
    {"GOMEMLIMIT", "gomemlimit", "a size like 64MiB, or \"off\"", "the soft limit of memory",
     apply_limit, show_limit,
     "64KiB 128KiB 256KiB 512KiB 1MiB 2MiB 4MiB 8MiB 16MiB 32MiB 64MiB off"},
    {"wbbuf", "wbbuf", "a number from 0 to 4096",
     "how many stores the write barrier puts off; Go: 256; 0: it shades at once",
     apply_barrier_buffer, show_barrier_buffer, "0 1 4 16 64 256 1024 4096"},
    {"minheap", "minheap", "a size from 1KiB to 1GiB",
     "the least heap goal at GOGC=100, which scales all of the pacer's constants; Go's is 4MiB",
     apply_minimum, show_minimum, "1KiB 4KiB 16KiB 64KiB 256KiB 1MiB 4MiB 16MiB 64MiB"},
    {"assists", "assists", "\"on\" or \"off\"",
     "whether goroutines that allocate help the collector", apply_assists, show_assists, "off on"},
    {"GOMAXPROCS", "procs", "a number from 1 to 64",
     "how many goroutines may be in the middle of an operation at once", apply_procs, show_procs,
     "1 2 3 4 6 8 16 32 64"},
    {"barrier", "barrier", "\"hybrid\", \"dijkstra\", \"yuasa\" or \"none\"", "the write barrier",
     apply_barrier, show_barrier, "hybrid dijkstra yuasa none"},
    {"order", "order", "\"stack\" or \"near\"", "in which order grey objects are taken",
     apply_order, show_order, "stack near"},
    {"stacks", "stacks", "\"contiguous\", \"segmented\" or \"fixed\"", "how stacks grow",
     apply_stacks, show_stacks, "contiguous segmented fixed"},
    {"stacksize", "stacksize", "a size from 16KiB to 1GiB",
     "how much stack a thread reserves when stacks are fixed", apply_stacksize, show_stacksize,
     "16KiB 64KiB 256KiB 1MiB 8MiB 64MiB"},
    {"maxstack", "maxstack", "a size from 2KiB to 1000000000",
     "how large a stack may grow, as debug.SetMaxStack", apply_maxstack, show_maxstack,
     "2KiB 8KiB 64KiB 1MiB 16MiB 1000000000"},
    {"collector", "collector", "\"concurrent\", \"stw\", \"generational\" or \"none\"",
     "how garbage is collected", apply_collector, show_collector,
     "concurrent stw generational none"},
    {"nursery", "nursery", "a size from 16 to 1GiB, or \"auto\"",
     "how much is allocated between two minor collections: 256KiB, scaled as minheap is",
     apply_nursery, show_nursery, "auto 64 256 1KiB 4KiB 16KiB 64KiB 256KiB 1MiB"},
    {"seed", "seed", "a number from 0", "decides how goroutines and collector interleave",
     apply_seed, show_seed, NULL},
    {"memory", "memory", "a size from 64KiB to 1GiB", "how much memory the machine has",
     apply_memory, show_memory, "64KiB 256KiB 1MiB 4MiB 16MiB 64MiB 256MiB 1GiB"},
    {"brk", "brk", "a size from 4KiB to 64MiB", "how far the C heap of malloc may grow", apply_brk,
     show_brk, "4KiB 16KiB 64KiB 256KiB 1MiB 16MiB 64MiB"},
    {"guessroots", "guessroots", "\"on\" or \"off\"",
     "whether words of stacks that may be pointers are roots, of a heap dump", apply_guess_roots,
     show_guess_roots, "off on"},
    {0},
};

_Static_assert(sizeof SETTINGS / sizeof SETTINGS[0] <= SETTINGS_MAX + 1, "room for all");

const struct setting *setting_by_key(const char *key) {
    for (const struct setting *s = SETTINGS; s->key; s++)
        if (strcmp(s->key, key) == 0) return s;
    return NULL;
}

const struct setting *setting_by_option(const char *option) {
    for (const struct setting *s = SETTINGS; s->key; s++)
        if (strcmp(s->option, option) == 0) return s;
    return NULL;
}

bool setting_differs(const struct setting *s, const struct config *c) {
    struct config normal = config_default();
    struct text ours = {0}, usual = {0};
    s->show(c, &ours);
    s->show(&normal, &usual);
    bool differs = strcmp(text_string(&ours), text_string(&usual)) != 0;
    text_free(&ours);
    text_free(&usual);
    return differs;
}

/* ---- the ladder ---- */

/* The word at `at`, and where the next one begins. */
static const char *next_value(const char *at, char *value, size_t size) {
    size_t length = strcspn(at, " ");
    snprintf(value, size, "%.*s", (int)length, at);
    return at + length + strspn(at + length, " ");
}

static void show_value(const struct setting *s, const struct config *c, char *out, size_t size) {
    struct text value = {0};
    s->show(c, &value);
    snprintf(out, size, "%s", text_string(&value));
    text_free(&value);
}

/* Words lie beyond all numbers, on the side of the ladder where they stand. */
static bool is_below(const char *a, const char *b, const char *ladder) {
    uint64_t x, y;
    bool is_first = strncmp(ladder, a, strlen(a)) == 0;
    if (!parse_size(a, &x)) return is_first;
    if (!parse_size(b, &y)) return strncmp(ladder, b, strlen(b)) != 0;
    return x < y;
}

static bool step_number(const struct setting *s, struct config *c, bool up) {
    char value[64], *end;
    show_value(s, c, value, sizeof value);
    uint64_t number = strtoull(value, &end, 10);
    if (up ? number == UINT64_MAX : number == 0) return false;
    snprintf(value, sizeof value, "%" PRIu64, up ? number + 1 : number - 1);
    return s->apply(c, value);
}

/* Where the value is, or would have to stand: its neighbours on both sides. */
struct rungs {
    char below[64], above[64]; /* "" at an end */
    bool passed;
};

static void place_on_ladder(const struct setting *s, const char *now, struct rungs *r) {
    char value[64];
    bool known = false;
    for (const char *at = s->ladder; *at;) {
        at = next_value(at, value, sizeof value);
        known |= strcmp(value, now) == 0;
    }
    for (const char *at = s->ladder; *at;) {
        at = next_value(at, value, sizeof value);
        bool is = strcmp(value, now) == 0;
        bool below = known ? !r->passed && !is : is_below(value, now, s->ladder);
        r->passed |= is;
        if (below) snprintf(r->below, sizeof r->below, "%s", value);
        else if (!is && !r->above[0]) snprintf(r->above, sizeof r->above, "%s", value);
    }
}

bool setting_step(const struct setting *s, struct config *c, bool up) {
    char now[64];
    struct rungs r = {{0}, {0}, false};
    if (!s->ladder) return step_number(s, c, up);
    show_value(s, c, now, sizeof now);
    place_on_ladder(s, now, &r);
    const char *next = up ? r.above : r.below;
    return next[0] && s->apply(c, next);
}
