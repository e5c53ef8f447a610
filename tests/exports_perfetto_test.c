/* Traces for Perfetto: every rule of the published format, on every short scenario, and what is told
 * against the machine, counted here another way. The reader knows only the format. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "base/utf8.h"
#include "export/perfetto_parts.h"
#include "machine/inspect/statistics.h"
#include "machine/stack/stack.h"
#include "support/build.h"
#include "support/exporting.h"
#include "support/folder.h"

enum { THREADS_MAX = 512, NESTED_MAX = 128, FLOWS_MAX = 4096, COUNTERS_MAX = 16 };

/* ---- what has been read ---- */

struct slice {
    int thread; /* index in threads */
    int64_t from, to;
    int level;
    const char *name, *category;
};

struct seen_thread {
    int pid, tid;
    const char *name;
    int64_t last;            /* ticks of the last event */
    size_t open[NESTED_MAX]; /* slices */
    int depth;
    const char *ended; /* the last slice, ... */
    int64_t ended_at;  /* ... and when */
};

struct flow {
    double id;
    int thread[2];
    int64_t ticks[2];
    bool has[2];
};

struct reading {
    cJSON *root;
    struct seen_thread threads[THREADS_MAX];
    int thread_count;
    struct slice *slices;
    size_t slice_count, slice_room;
    struct flow flows[FLOWS_MAX];
    int flow_count;
    const char *counters[COUNTERS_MAX];
    double last_counts[COUNTERS_MAX];
    int64_t count_ticks[COUNTERS_MAX];
    int counter_count;
    uint64_t instants[8]; /* by category, see INSTANT_KINDS */
};

enum { ON_STACK, ON_HEAP, FREED, BARRIERS, GROWN, LOST, FAULTS, MALLOCS };

static const char *const INSTANT_KINDS[] = {
    "allocate on the stack", "allocate ", "free ", "barrier",
    "stack grows",           "lost ",     "fault", "malloc "};

/* ---- pieces ---- */

static const char *text_of(const cJSON *event, const char *key) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(event, key);
    if (!cJSON_IsString(item) || !item->valuestring[0])
        fail_msg("no \"%s\" in %s", key, cJSON_PrintUnformatted(event));
    return item->valuestring;
}

static double number_of(const cJSON *event, const char *key) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(event, key);
    if (!cJSON_IsNumber(item)) fail_msg("no \"%s\" in %s", key, cJSON_PrintUnformatted(event));
    return item->valuedouble;
}

static int whole_of(const cJSON *event, const char *key) {
    double number = number_of(event, key);
    assert_true(number >= 1 && number <= 1e9 && number == (double)(int)number);
    return (int)number;
}

/* Microseconds, of which nanoseconds are left when they are made whole. */
static int64_t ticks_of(const cJSON *event) {
    double ticks = number_of(event, "ts") * 1000;
    int64_t whole = (int64_t)(ticks + 0.5);
    assert_true(ticks >= 0 && ticks - (double)whole < 0.01 && ticks - (double)whole > -0.01);
    return whole;
}

/* No key that the format does not have for this kind of event, none twice, no array. */
static void check_keys(const cJSON *event, const char *allowed) {
    const cJSON *item;
    cJSON_ArrayForEach(item, event) {
        char key[32];
        snprintf(key, sizeof key, " %s ", item->string);
        if (!strstr(allowed, key)) fail_msg("%s in %s", key, cJSON_PrintUnformatted(event));
        assert_ptr_equal(cJSON_GetObjectItemCaseSensitive(event, item->string), item);
        assert_false(cJSON_IsArray(item));
    }
}

/* A tid is of one pid, and is no pid: Perfetto knows threads by their tid alone. */
static int thread_of(struct reading *r, const cJSON *event) {
    int pid = whole_of(event, "pid"), tid = whole_of(event, "tid");
    for (int i = 0; i < r->thread_count; i++) {
        assert_true(r->threads[i].tid != pid && r->threads[i].pid != tid);
        if (r->threads[i].tid != tid) continue;
        assert_int_equal(r->threads[i].pid, pid);
        return i;
    }
    assert_true(r->thread_count < THREADS_MAX);
    r->threads[r->thread_count] = (struct seen_thread){.pid = pid, .tid = tid};
    return r->thread_count++;
}

/* Of slices and instants: a thread's time never goes back. */
static int64_t next_on(struct seen_thread *t, const cJSON *event) {
    int64_t ticks = ticks_of(event);
    if (ticks < t->last) fail_msg("time goes back: %s", cJSON_PrintUnformatted(event));
    t->last = ticks;
    return ticks;
}

/* ---- events by phase ---- */

static void read_metadata(struct reading *r, const cJSON *event) {
    const char *name = text_of(event, "name");
    const cJSON *args = cJSON_GetObjectItemCaseSensitive(event, "args");
    bool of_thread = strncmp(name, "thread_", 7) == 0;
    check_keys(event, of_thread ? " ph pid tid name args " : " ph pid name args ");
    whole_of(event, "pid");
    if (strcmp(name, "process_name") == 0 || strcmp(name, "thread_name") == 0)
        text_of(args, "name");
    else if (strcmp(name, "process_sort_index") == 0 || strcmp(name, "thread_sort_index") == 0)
        whole_of(args, "sort_index");
    else fail_msg("metadata: %s", name);
    if (strcmp(name, "thread_name") != 0) return;
    struct seen_thread *t = &r->threads[thread_of(r, event)];
    assert_null(t->name);
    t->name = text_of(args, "name");
}

static void read_begin(struct reading *r, const cJSON *event) {
    int thread = thread_of(r, event);
    struct seen_thread *t = &r->threads[thread];
    check_keys(event, " ph pid tid ts name cat ");
    if (r->slice_count == r->slice_room) {
        r->slice_room = r->slice_room ? 2 * r->slice_room : 1024;
        r->slices = realloc(r->slices, r->slice_room * sizeof *r->slices);
        assert_non_null(r->slices);
    }
    assert_true(t->depth < NESTED_MAX);
    if (t->ended && t->ended_at == ticks_of(event))
        assert_string_not_equal(t->ended, text_of(event, "name"));
    t->open[t->depth] = r->slice_count;
    r->slices[r->slice_count++] = (struct slice){
        thread, next_on(t, event), -1, t->depth++, text_of(event, "name"), text_of(event, "cat")};
}

static void read_end(struct reading *r, const cJSON *event) {
    struct seen_thread *t = &r->threads[thread_of(r, event)];
    check_keys(event, " ph pid tid ts name ");
    if (t->depth == 0) fail_msg("nothing to end: %s", cJSON_PrintUnformatted(event));
    assert_string_equal(text_of(event, "name"), r->slices[t->open[t->depth - 1]].name);
    r->slices[t->open[--t->depth]].to = t->ended_at = next_on(t, event);
    t->ended = text_of(event, "name");
}

static void read_instant(struct reading *r, const cJSON *event) {
    const char *scope = text_of(event, "s"), *name = text_of(event, "name");
    check_keys(event, " ph pid tid ts name cat s args ");
    next_on(&r->threads[thread_of(r, event)], event);
    text_of(event, "cat");
    assert_true(strcmp(scope, "t") == 0 || strcmp(scope, "g") == 0);
    for (size_t i = 0; i < sizeof INSTANT_KINDS / sizeof INSTANT_KINDS[0]; i++)
        if (strncmp(name, INSTANT_KINDS[i], strlen(INSTANT_KINDS[i])) == 0) {
            r->instants[i]++;
            return;
        }
}

static int counter_of(struct reading *r, const char *name) {
    for (int i = 0; i < r->counter_count; i++)
        if (strcmp(r->counters[i], name) == 0) return i;
    assert_true(r->counter_count < COUNTERS_MAX);
    r->counters[r->counter_count] = name;
    return r->counter_count++;
}

static void read_counter(struct reading *r, const cJSON *event) {
    int counter = counter_of(r, text_of(event, "name"));
    const cJSON *args = cJSON_GetObjectItemCaseSensitive(event, "args");
    check_keys(event, " ph pid tid ts name args ");
    thread_of(r, event);
    assert_int_equal(cJSON_GetArraySize(args), 1);
    assert_true(cJSON_IsNumber(args->child));
    assert_true(ticks_of(event) >= r->count_ticks[counter]);
    r->count_ticks[counter] = ticks_of(event);
    r->last_counts[counter] = args->child->valuedouble;
}

/* Its ends are found by id, category and name; all have the same category and name here. */
static void read_flow(struct reading *r, const cJSON *event, int end) {
    double id = number_of(event, "id");
    int i = 0;
    check_keys(event, end ? " ph pid tid ts name cat id bp " : " ph pid tid ts name cat id ");
    assert_string_equal(text_of(event, "name"), "shaded by the barrier");
    assert_string_equal(text_of(event, "cat"), "flow");
    if (end) assert_string_equal(text_of(event, "bp"), "e");
    while (i < r->flow_count && r->flows[i].id != id) i++;
    if (i == r->flow_count) r->flows[r->flow_count++] = (struct flow){.id = id};
    assert_true(r->flow_count < FLOWS_MAX);
    assert_false(r->flows[i].has[end]);
    r->flows[i].has[end] = true;
    r->flows[i].thread[end] = thread_of(r, event);
    r->flows[i].ticks[end] = ticks_of(event);
}

static void read_event(struct reading *r, const cJSON *event) {
    const char *phase = text_of(event, "ph");
    assert_int_equal(strlen(phase), 1);
    switch (*phase) {
    case 'M': read_metadata(r, event); break;
    case 'B': read_begin(r, event); break;
    case 'E': read_end(r, event); break;
    case 'i': read_instant(r, event); break;
    case 'C': read_counter(r, event); break;
    case 's': read_flow(r, event, 0); break;
    case 'f': read_flow(r, event, 1); break;
    default: fail_msg("phase %s", phase);
    }
}

/* ---- the whole ---- */

/* Whether a slice of the thread whose name begins so is open at a time, and goes on behind it. */
static bool lies_in(const struct reading *r, int thread, int64_t ticks, const char *name) {
    for (size_t i = 0; i < r->slice_count; i++) {
        const struct slice *s = &r->slices[i];
        if (s->thread == thread && s->from <= ticks && ticks < s->to &&
            strncmp(s->name, name, strlen(name)) == 0)
            return true;
    }
    return false;
}

static void check_whole(const struct reading *r) {
    for (int i = 0; i < r->thread_count; i++) {
        assert_non_null(r->threads[i].name);
        assert_int_equal(r->threads[i].depth, 0);
    }
    for (int i = 0; i < r->flow_count; i++) {
        const struct flow *f = &r->flows[i];
        assert_true(f->has[0] && f->has[1]);
        assert_true(f->ticks[0] <= f->ticks[1]);
        assert_true(lies_in(r, f->thread[0], f->ticks[0], "write barrier"));
        assert_true(lies_in(r, f->thread[1], f->ticks[1], "scan "));
    }
}

/* Beyond JSON: what Perfetto's tokenizer cannot read in strings. */
static void check_bytes(const char *bytes, size_t length) {
    assert_int_equal(strlen(bytes), length);
    assert_null(strstr(bytes, "\\u"));
    assert_null(strstr(bytes, "displayTimeUnit"));
    assert_null(strchr(bytes, 0x7f));
    for (size_t i = 0; i < length;) {
        uint32_t rune, size = utf8_decode((const uint8_t *)bytes + i, length - i, &rune);
        assert_true(rune != RUNE_ERROR || size > 1);
        assert_true(rune >= ' ' || rune == '\n');
        i += size;
    }
}

/* The events come first: what stands behind them Perfetto passes over. */
static void check_members(const cJSON *root) {
    assert_int_equal(cJSON_GetArraySize(root), 2);
    assert_string_equal(root->child->string, "traceEvents");
    assert_true(cJSON_IsArray(root->child));
    assert_string_equal(root->child->next->string, "otherData");
}

static struct reading *read_trace(const char *bytes, size_t length) {
    struct reading *r = calloc(1, sizeof *r);
    const cJSON *event;
    const char *end;
    assert_non_null(r);
    check_bytes(bytes, length);
    r->root = cJSON_ParseWithLengthOpts(bytes, length + 1, &end, true);
    if (!r->root) fail_msg("no JSON at %.60s", end);
    check_members(r->root);
    cJSON_ArrayForEach(event, cJSON_GetObjectItemCaseSensitive(r->root, "traceEvents"))
        read_event(r, event);
    check_whole(r);
    return r;
}

static void reading_free(struct reading *r) {
    cJSON_Delete(r->root);
    free(r->slices);
    free(r);
}

static struct reading *read_range(const struct scenario *scenario, uint64_t from, uint64_t to) {
    struct export_request request = export_request_to(folder_path("a.perfetto.json"));
    size_t length;
    request.from = from;
    request.to = to;
    char *bytes = exporting(scenario, &request, &length);
    struct reading *r = read_trace(bytes, length);
    free(bytes);
    return r;
}

/* ---- the machine, counted ---- */

struct recount {
    struct session s;
    uint64_t events[EVENT_COUNT];
    uint64_t mallocs; /* before: of a heap dump, in the program that has written it */
};

static void count_event(void *user, const struct event *e) {
    struct recount *c = user;
    c->events[e->kind]++;
}

static uint64_t statistic(const struct recount *c, const char *name) {
    return statistic_find(name)->value(&c->s.front);
}

static void recount_from(struct recount *c, const struct scenario *scenario, uint64_t from,
                         uint64_t to) {
    memset(c->events, 0, sizeof c->events);
    assert_true(session_open(&c->s, scenario));
    if (from) session_run(&c->s, from);
    c->mallocs = statistic(c, "Mallocs");
    session_listen(&c->s, (struct sink){count_event, c});
    while (session_steps(&c->s) < to && session_run(&c->s, 1) == STOP_BUDGET) continue;
}

/* ---- what the reading says ---- */

static int64_t total(const struct reading *r, int tid, int level) {
    int64_t sum = 0;
    for (size_t i = 0; i < r->slice_count; i++)
        if (r->threads[r->slices[i].thread].tid == tid && r->slices[i].level == level)
            sum += r->slices[i].to - r->slices[i].from;
    return sum;
}

static uint64_t slices_named(const struct reading *r, const char *beginning) {
    uint64_t count = 0;
    for (size_t i = 0; i < r->slice_count; i++)
        count += strncmp(r->slices[i].name, beginning, strlen(beginning)) == 0;
    return count;
}

static double last_count(const struct reading *r, const char *name) {
    for (int i = 0; i < r->counter_count; i++)
        if (strcmp(r->counters[i], name) == 0) return r->last_counts[i];
    fail_msg("no counter %s", name);
    return 0;
}

static uint64_t threads_of(const struct reading *r, int pid) {
    uint64_t count = 0;
    for (int i = 0; i < r->thread_count; i++) count += r->threads[i].pid == pid;
    return count;
}

/* ---- the tests ---- */

static void check_counts(const struct reading *r, const struct recount *c) {
    const struct machine *m = &c->s.front;
    assert_int_equal(r->instants[ON_HEAP], c->events[EVENT_ALLOCATE]);
    assert_int_equal(r->instants[ON_STACK], c->events[EVENT_ALLOCATE_STACK]);
    assert_int_equal(r->instants[FREED], c->events[EVENT_FREE] + c->events[EVENT_C_FREE]);
    assert_int_equal(r->instants[BARRIERS], c->events[EVENT_BARRIER_READ]);
    assert_int_equal(r->instants[GROWN], c->events[EVENT_STACK_GROW]);
    assert_int_equal(r->instants[LOST], c->events[EVENT_LOST]);
    assert_int_equal(r->instants[FAULTS], c->events[EVENT_FAULT]);
    assert_int_equal(r->instants[MALLOCS], c->events[EVENT_C_MALLOC]);
    assert_int_equal(last_count(r, "HeapAlloc"), statistic(c, "HeapAlloc"));
    assert_int_equal(last_count(r, "StackInuse"), statistic(c, "StackInuse"));
    assert_int_equal(last_count(r, "goroutines"), statistic(c, "NumGoroutine"));
    assert_int_equal(last_count(r, "step"), m->s->clock.step);
    assert_int_equal(last_count(r, "grey objects"), m->s->gc.grey_count);
}

/* Of a whole run also what the machine itself adds up. */
static void check_statistics(const struct reading *r, const struct recount *c) {
    const struct machine *m = &c->s.front;
    int64_t busy = 0;
    assert_int_equal(r->instants[ON_HEAP], statistic(c, "Mallocs") - c->mallocs);
    assert_int_equal(r->instants[LOST], statistic(c, "LostObjects"));
    assert_int_equal(slices_named(r, "collection "), m->s->gc.cycle);
    assert_int_equal(threads_of(r, PID_GOROUTINES), m->s->goroutine_count);
    assert_int_equal(threads_of(r, PID_PROCESSORS), m->config.procs);
    for (uint32_t p = 0; p < m->config.procs; p++) busy += total(r, TID_PROCESSORS + (int)p, 0);
    assert_int_equal(busy, m->s->gc.pacer.busy_ticks);
    bool between = machine_phase(m) == PHASE_OFF || machine_phase(m) == PHASE_SWEEP;
    if (between && m->config.barrier != BARRIER_YUASA)
        assert_int_equal(total(r, TID_STOPS, 0), statistic(c, "PauseTotalNs"));
}

/* Returns how many flows there are. */
static int check_run(const struct scenario *scenario) {
    static struct recount c;
    struct reading *r = read_range(scenario, NEVER, NEVER);
    recount_from(&c, scenario, 0, NEVER);
    check_counts(r, &c);
    check_statistics(r, &c);
    int flows = r->flow_count;
    session_close(&c.s);
    reading_free(r);
    return flows;
}

/* Long runs are for elsewhere: of these the end is known after so many steps. */
static bool is_short(const struct scenario *scenario) {
    enum { STEPS_MAX = 4000 };
    struct session s;
    assert_true(session_open(&s, scenario));
    bool ended = session_run(&s, STEPS_MAX) == STOP_END;
    session_close(&s);
    return ended;
}

static void every_scenario_makes_a_trace_that_keeps_the_format_and_adds_up(void **state) {
    int runs = 0, flows = 0;
    (void)state;
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        struct scenario scenario;
        build_load(&scenario, *path);
        if (is_short(&scenario)) {
            flows += check_run(&scenario);
            runs++;
        }
        scenario_free(&scenario);
    }
    assert_true(runs > 40 && flows > 0);
}

static void a_heap_dump_makes_one_too(void **state) {
    struct scenario scenario;
    (void)state;
    build_load(&scenario, "tests/dumps/list.dump");
    check_run(&scenario);
    scenario_free(&scenario);
}

/* Goroutines on four processors that allocate, wait for each other and help the collector. */
static const char WORKERS[] = "package main\n"
                              "type node struct { left, right *node; value int }\n"
                              "func build(depth int) *node {\n"
                              "    if depth == 0 { return &node{} }\n"
                              "    return &node{build(depth - 1), build(depth - 1), depth}\n"
                              "}\n"
                              "func worker(in <-chan int, out chan<- *node) {\n"
                              "    for d := range in { out <- build(d) }\n"
                              "}\n"
                              "func main() {\n"
                              "    in, out := make(chan int), make(chan *node)\n"
                              "    for i := 0; i < 4; i++ { go worker(in, out) }\n"
                              "    go func() { for i := 0; i < 12; i++ { in <- 6 }; close(in) }()\n"
                              "    var kept *node\n"
                              "    for i := 0; i < 12; i++ {\n"
                              "        n := <-out\n"
                              "        n.left.left = kept\n"
                              "        kept = n\n"
                              "    }\n"
                              "    println(kept.value)\n"
                              "}\n";

static void build_workers(struct scenario *scenario) {
    build_go(scenario, WORKERS);
    scenario->config = config_default();
    scenario->config.minimum_heap = 64 << 10;
    scenario->config.gogc = 30;
}

static void a_program_under_pressure_keeps_the_format_in_about_100_bytes_a_step(void **state) {
    static struct recount c;
    struct scenario scenario;
    size_t length;
    (void)state;
    build_workers(&scenario);
    assert_true(check_run(&scenario) > 0);
    char *bytes = exporting_all(&scenario, "a.perfetto.json", &length);
    recount_from(&c, &scenario, 0, NEVER);
    assert_true(statistic(&c, "NumGC") > 3 && statistic(&c, "Assists") > 0);
    assert_true(length / session_steps(&c.s) < 150);
    session_close(&c.s);
    free(bytes);
    scenario_free(&scenario);
}

/* Wherever a file begins and ends, in the middle of a cycle, a call, a wait: it is whole, and tells
 * what happens between. */
static void any_range_is_a_trace_of_its_own(void **state) {
    static struct recount c;
    struct scenario scenario;
    (void)state;
    build_workers(&scenario);
    for (uint64_t from = 3000; from < 12000; from += 1613) {
        struct reading *r = read_range(&scenario, from, from + 900);
        recount_from(&c, &scenario, from, from + 900);
        check_counts(r, &c);
        session_close(&c.s);
        reading_free(r);
    }
    scenario_free(&scenario);
    build_load(&scenario, "scenarios/08-yuasa-snapshot.json");
    for (uint64_t from = 0; from < 40; from++) reading_free(read_range(&scenario, from, from));
    scenario_free(&scenario);
}

/* ---- calls ---- */

/* The functions on a goroutine's stack, the outermost first, against its row. */
static void check_calls(const struct machine *m, const struct goroutine_row *row,
                        const struct goroutine *g) {
    struct frame f;
    uint32_t depth = 0, at;
    for (bool more = frame_innermost(m, g, &f); more; more = frame_caller(m, &f)) depth++;
    assert_int_equal(row->depth, depth);
    at = depth;
    for (bool more = frame_innermost(m, g, &f); more; more = frame_caller(m, &f))
        if (--at < PERFETTO_DEPTH) assert_int_equal(row->functions[at], f.function);
}

static void hear(void *user, const struct event *e) {
    perfetto_hear(user, e);
}

static void check_calls_of(const struct scenario *scenario, uint64_t steps) {
    struct session s;
    FILE *nowhere = fopen("/dev/null", "w");
    assert_non_null(nowhere);
    assert_true(session_open(&s, scenario));
    struct perfetto *p = perfetto_begin(&s, nowhere);
    assert_non_null(p);
    session_listen(&s, (struct sink){hear, p});
    for (enum stop stop = STOP_BUDGET; stop == STOP_BUDGET && steps > 0; steps--) {
        stop = session_run(&s, 1);
        assert_true(perfetto_add_step(p));
        for (uint32_t n = 1; n <= s.front.s->goroutine_count && n <= 8; n++) {
            const struct goroutine *g = goroutine_of(&s.front, n);
            if (g->status != GOROUTINE_DEAD) check_calls(&s.front, &p->goroutines[n - 1], g);
        }
    }
    assert_true(perfetto_finish(p));
    perfetto_free(p);
    session_close(&s);
    fclose(nowhere);
}

static void slices_of_calls_are_the_stack_at_every_step(void **state) {
    static const char DEEP[] = "package main\n"
                               "func down(n int) { if n > 0 { down(n - 1) } else { panic(1) } }\n"
                               "func safely(n int) {\n"
                               "    defer func() { recover() }()\n"
                               "    down(n)\n"
                               "}\n"
                               "func main() { safely(5); safely(60); safely(3) }\n";
    static const char *const PATHS[] = {
        "scenarios/94-deferred-and-recovered.go", "scenarios/92-worker-pool.go",
        "scenarios/30-growing-stack.json", "scenarios/32-segmented-stack.json",
        "scenarios/35-fixed-stack.json"};
    struct scenario scenario;
    (void)state;
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        build_load(&scenario, PATHS[i]);
        check_calls_of(&scenario, 3000);
        scenario_free(&scenario);
    }
    build_go(&scenario, DEEP);
    check_calls_of(&scenario, 3000);
    scenario_free(&scenario);
}

/* ---- names ---- */

static void whatever_the_program_calls_things_the_file_is_json(void **state) {
    struct scenario scenario;
    bool found = false;
    (void)state;
    build_load(&scenario, "scenarios/03-lost-object-barrier-on.json");
    scenario.program.functions[0].name = "a \"b\" \\ \n\t\x01\x7f \xff\xc3 {}[] ä";
    for (uint32_t i = 0; i < scenario.program.line_count; i++)
        scenario.program.lines[i] = "\"\\\r\xe2\x82 äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöü";
    struct reading *r = read_range(&scenario, NEVER, NEVER);
    for (size_t i = 0; i < r->slice_count; i++)
        if (strncmp(r->slices[i].name, "a \"b\" \\ ", 8) == 0) found = true;
    assert_true(found);
    reading_free(r);
    scenario_free(&scenario);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scenario_makes_a_trace_that_keeps_the_format_and_adds_up),
        cmocka_unit_test(a_heap_dump_makes_one_too),
        cmocka_unit_test(a_program_under_pressure_keeps_the_format_in_about_100_bytes_a_step),
        cmocka_unit_test(any_range_is_a_trace_of_its_own),
        cmocka_unit_test(slices_of_calls_are_the_stack_at_every_step),
        cmocka_unit_test(whatever_the_program_calls_things_the_file_is_json),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove) != 0;
}
