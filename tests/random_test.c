/* Random programs under random schedules: with Go's barrier no object is ever lost, every invariant
 * holds after every step, and what a program prints depends on neither schedule nor collections. And
 * without a barrier objects do get lost: these tests can fail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "machine/sched.h"
#include "support/build.h"
#include "support/run.h"

/* ---- programs ---- */

struct generator {
    uint64_t random;
    struct text text;
    int worker; /* whose function is being written */
    int depth;  /* of loops */
    bool share; /* goroutines use each other's objects, and start new goroutines */
    bool call;  /* calls are allowed here */
};

enum { WORKERS = 3 };

static uint32_t below(struct generator *g, uint32_t n) {
    return (uint32_t)(random_next(&g->random) % n);
}

static const char *variable(struct generator *g) {
    static const char *const NAMES[] = {"a", "b", "c", "d"};
    return NAMES[below(g, 4)];
}

static const char *field(struct generator *g) {
    return below(g, 2) ? "l" : "r";
}

static void global(struct generator *g, char out[8]) {
    if (g->share && below(g, 3)) snprintf(out, 8, "s%u", below(g, 2));
    else snprintf(out, 8, "%c%d", below(g, 2) ? 'p' : 'q', g->worker);
}

static void write_block(struct generator *g, uint32_t statements);

static void write_new(struct generator *g) {
    text_addf(&g->text, "{'new': 'Node', 'to': '%s', 'escape': 'heap'},", variable(g));
}

static void write_copy(struct generator *g) {
    if (below(g, 4) == 0) text_addf(&g->text, "{'set': '%s', 'to': 'nil'},", variable(g));
    else text_addf(&g->text, "{'set': '%s', 'to': '%s'},", variable(g), variable(g));
}

static void write_store(struct generator *g) {
    const char *to = variable(g), *what = below(g, 5) ? variable(g) : "nil";
    text_addf(&g->text, "{'if': '%s != nil', 'do': [{'set': '%s.%s', 'to': '%s'}]},", to, to,
              field(g), what);
}

static void write_move(struct generator *g) {
    const char *to = variable(g), *from = variable(g);
    text_addf(
        &g->text,
        "{'if': '%s != nil', 'do': [{'if': '%s != nil', 'do': [{'set': '%s.%s', 'to': '%s.%s'},"
        "{'set': '%s.%s', 'to': 'nil'}]}]},",
        to, from, to, field(g), from, field(g), from, field(g));
}

static void write_load(struct generator *g) {
    const char *from = variable(g);
    text_addf(&g->text, "{'if': '%s != nil', 'do': [{'set': '%s', 'to': '%s.%s'}]},", from,
              variable(g), from, field(g));
}

/* Takes an object out of another, lets time pass, and uses it. */
static void write_take(struct generator *g) {
    const char *to = variable(g), *from = variable(g), *where = field(g);
    text_addf(&g->text, "{'if': '%s != nil', 'do': [{'set': '%s', 'to': '%s.%s'},", from, to, from,
              where);
    if (strcmp(to, from) != 0) text_addf(&g->text, "{'set': '%s.%s', 'to': 'nil'},", from, where);
    text_addf(&g->text,
              "{'yield': true}, {'yield': true}, {'if': '%s != nil', 'do': ["
              "{'set': 'acc', 'to': 'acc + %s.v'}]}]},",
              to, to);
}

static void write_global(struct generator *g) {
    char name[8];
    global(g, name);
    if (below(g, 2))
        text_addf(&g->text, "{'set': '%s', 'to': '%s'},", name, below(g, 6) ? variable(g) : "nil");
    else text_addf(&g->text, "{'set': '%s', 'to': '%s'},", variable(g), name);
}

static void write_number(struct generator *g) {
    const char *v = variable(g);
    if (below(g, 3) == 0)
        text_addf(&g->text, "{'if': '%s != nil', 'do': [{'set': '%s.v', 'to': %u}]},", v, v,
                  below(g, 100));
    else
        text_addf(&g->text, "{'if': '%s != nil', 'do': [{'set': 'acc', 'to': 'acc + %s.v'}]},", v,
                  v);
}

static void write_fat(struct generator *g) {
    const char *v = variable(g);
    switch (below(g, 3)) {
    case 0:
        text_addf(&g->text,
                  "{'new': 'Fat', 'to': 'f', 'escape': 'heap'}, {'set': 'f.m', 'to': '%s'},", v);
        break;
    case 1:
        text_addf(&g->text, "{'if': '%s != nil', 'do': [{'set': '%s.fat', 'to': 'f'}]},", v, v);
        break;
    default:
        text_addf(&g->text,
                  "{'if': '%s != nil', 'do': [{'set': 'f', 'to': '%s.fat'}]},"
                  "{'if': 'f != nil', 'do': [{'set': '%s', 'to': 'f.m'}]},",
                  v, v, variable(g));
    }
}

static void write_leaf(struct generator *g) {
    const char *v = variable(g);
    text_addf(&g->text,
              "{'if': '%s != nil', 'do': [{'new': 'Leaf', 'to': '%s.leaf', 'escape': 'heap'},"
              "{'set': '%s.leaf.x[1]', 'to': %u}]},",
              v, v, v, below(g, 50));
    if (!g->share) /* else somebody may have taken the object away */
        text_addf(&g->text,
                  "{'if': '%s != nil', 'do': [{'set': 'acc', 'to': 'acc + %s.leaf.x[1]'}]},", v, v);
}

static void write_collection(struct generator *g) {
    static const char *const REQUESTS[] = {"start", "start", "run", "finish"};
    if (below(g, 3)) text_add(&g->text, "{'yield': true},");
    else text_addf(&g->text, "{'gc': '%s'},", REQUESTS[below(g, 4)]);
}

static void write_call(struct generator *g) {
    if (!g->call) return;
    if (g->share && below(g, 4) == 0)
        text_addf(&g->text, "{'go': 'kid', 'with': ['%s', '%s']},", variable(g), variable(g));
    else
        text_addf(&g->text, "{'call': '%s', 'with': ['%s', %u], 'to': '%s'},",
                  below(g, 2) ? "deep" : "keep", variable(g), below(g, 14), variable(g));
}

static void write_loop(struct generator *g) {
    if (g->depth == 2) return;
    g->depth++;
    text_addf(&g->text, "{'repeat': %u, 'do': [", 1 + below(g, 5));
    bool call = g->call;
    if (g->share) g->call = false; /* goroutines are limited */
    write_block(g, 1 + below(g, 4));
    g->call = call;
    text_add(&g->text, "{'yield': true}]},");
    g->depth--;
}

static void write_statement(struct generator *g) {
    static void (*const WRITERS[])(struct generator *) = {
        write_new,    write_new,    write_copy, write_store, write_store,
        write_store,  write_move,   write_load, write_load,  write_global,
        write_global, write_number, write_fat,  write_leaf,  write_collection,
        write_call,   write_take,   write_take, write_loop,  write_number,
    };
    WRITERS[below(g, sizeof WRITERS / sizeof WRITERS[0])](g);
}

static void write_block(struct generator *g, uint32_t statements) {
    for (uint32_t i = 0; i < statements; i++) write_statement(g);
}

#define DECLARE                                                                                    \
    "{'var': 'a', 'type': '*Node'}, {'var': 'b', 'type': '*Node'}, {'var': 'c', 'type': '*Node'}," \
    "{'var': 'd', 'type': '*Node'}, {'var': 'f', 'type': '*Fat'}, {'new': 'Fat', 'to': 'f',"       \
    "'escape': 'heap'}, {'set': 'acc', 'to': 0}, {'new': 'Node', 'to': 'a', 'escape': 'heap'},"    \
    "{'set': 'a.v', 'to': 1000}, {'new': 'Node', 'to': 'a.l', 'escape': 'heap'}, {'set': 'b', "    \
    "'to': 'a.l'},"                                                                                \
    "{'set': 'b.v', 'to': 10000}, {'new': 'Node', 'to': 'b.r', 'escape': 'heap'}, {'set': 'c', "   \
    "'to': 'b.r'},"                                                                                \
    "{'set': 'c.v', 'to': 100000},"

/* deep leaves what it makes on the stack and in its arguments, keep hangs it on stack objects. Both
 * need room, so that stacks grow. */
#define HELPERS                                                                                    \
    "'deep': {'takes': {'p': '*Node', 'n': 'int'}, 'returns': '*Node', 'do': ["                    \
    "{'new': '[100]int', 'to': 'room', 'escape': 'stack'},"                                        \
    "{'new': 'Node', 'to': 'x', 'escape': 'heap'}, {'set': 'x.l', 'to': 'p'}, {'set': 'x.v', "     \
    "'to': 'n'},"                                                                                  \
    "{'if': 'n > 0', 'do': [{'call': 'deep', 'with': ['x', 'n - 1'], 'to': 'y'},"                  \
    "{'if': 'p != nil', 'do': [{'set': 'p.r', 'to': 'y'}]}, {'return': 'y'}]}, {'return': "        \
    "'x.l'}]},"                                                                                    \
    "'keep': {'takes': {'p': '*Node', 'n': 'int'}, 'returns': '*Node', 'do': ["                    \
    "{'new': 'Node', 'to': 's', 'escape': 'stack'}, {'set': 's.l', 'to': 'p'},"                    \
    "{'call': 'hang', 'with': ['s', 'n']}, {'set': 's.l', 'to': 'nil'}, {'return': 's.r'}]},"      \
    "'hang': {'takes': {'s': '*Node', 'n': 'int'}, 'do': [{'set': 's.v', 'to': 's.v + n'},"        \
    "{'new': '[110]int', 'to': 'room', 'escape': 'stack'},"                                        \
    "{'new': 'Node', 'to': 'x', 'escape': 'heap'}, {'set': 'x.r', 'to': 's.r'}, {'set': 's.r', "   \
    "'to': 'x'},"                                                                                  \
    "{'set': 'x.v', 'to': 's.v'}, {'set': 'x.l', 'to': 's.l'}, {'if': 'n > 0', 'do': ["            \
    "{'call': 'hang', 'with': ['s', 'n - 1']}]}]}"

static void write_worker(struct generator *g, int worker) {
    g->worker = worker;
    g->call = true;
    text_addf(&g->text, ", 'work%d': [" DECLARE, worker);
    text_addf(&g->text, "{'repeat': %u, 'do': [", g->share ? 1 : 4);
    write_block(g, 8 + below(g, 16));
    text_add(&g->text, "{'yield': true}]}, {'gc': 'finish'},");
    for (const char *v = "abcd"; *v; v++) /* in the end everything is used */
        text_addf(&g->text, "{'if': '%c != nil', 'do': [{'set': 'acc', 'to': 'acc + %c.v'}]},", *v,
                  *v);
    text_addf(&g->text, "{'set': 'out%d', 'to': 'acc'}, {'set': 'done%d', 'to': 1}]", worker,
              worker);
}

static void write_program(struct generator *g) {
    text_add(&g->text, "'types': {'Node': {'l': '*Node', 'v': 'int', 'r': '*Node', 'fat': '*Fat', "
                       "'leaf': '*Leaf'},"
                       "'Fat': {'pad': '[40]int', 'm': '*Node'}, 'Leaf': {'x': '[3]int'}}, "
                       "'globals': {'s0': '*Node', 's1': '*Node'");
    for (int i = 0; i < WORKERS; i++)
        text_addf(&g->text, ", 'p%d': '*Node', 'q%d': '*Node', 'out%d': 'int', 'done%d': 'int'", i,
                  i, i, i);
    text_add(&g->text, "}, 'functions': {" HELPERS ", 'main': [");
    for (int i = 0; i < WORKERS; i++) text_addf(&g->text, "{'go': 'work%d'},", i);
    for (int i = 0; i < WORKERS; i++)
        text_addf(&g->text, "{'while': 'done%d == 0', 'do': [{'yield': true}]},", i);
    text_add(&g->text, "{'print': '{out0} {out1} {out2}'}]");
    for (int i = 0; i < WORKERS; i++) write_worker(g, i);
    if (g->share) {
        g->worker = 0;
        g->call = false;
        text_add(
            &g->text,
            ", 'kid': {'takes': {'a': '*Node', 'b': '*Node'}, 'do': [{'var': 'c', 'type': '*Node'},"
            "{'var': 'd', 'type': '*Node'}, {'new': 'Fat', 'to': 'f', 'escape': 'heap'}, {'set': "
            "'acc', 'to': 0},");
        write_block(g, 8);
        text_add(&g->text, "{'yield': true}]}");
    }
    text_add(&g->text, "}");
}

static void build_random(struct scenario *s, uint64_t seed, bool share) {
    static const int64_t GOGC[] = {0, 10, 50, 100, -1};
    struct generator g = {.random = seed * 7919 + share, .share = share};
    write_program(&g);
    build_script(s, text_string(&g.text));
    text_free(&g.text);
    s->config.pages_max = 64;
    s->config.minimum_heap = 0;
    s->config.gogc = GOGC[seed % 5];
}

/* Contiguous, contiguous and moved at every call, segmented, fixed. */
static void vary_stacks(struct scenario *s, uint64_t seed) {
    static const enum stacks_kind KINDS[] = {STACKS_CONTIGUOUS, STACKS_CONTIGUOUS, STACKS_SEGMENTED,
                                             STACKS_FIXED};
    s->config.stacks = KINDS[seed % 4];
    s->config.stack_size = 65536;
    s->config.hostile_stacks = seed % 4 == 1;
}

/* ---- schedules ---- */

enum policy { POLICY_SEED, POLICY_UNIFORM, POLICY_STICKY, POLICY_STARVING, POLICY_COUNT };

struct schedule {
    enum policy policy;
    uint64_t random;
    uint32_t last;
};

static struct choice choose(struct schedule *c, const struct choice *choices, uint32_t count) {
    struct choice any = choices[random_next(&c->random) % count];
    if (c->policy == POLICY_STICKY && random_next(&c->random) % 4)
        for (uint32_t i = 0; i < count; i++)
            if (choices[i].actor == c->last) return choices[i];
    /* one goroutine is kept back most of the time, wherever it stands */
    if (c->policy == POLICY_STARVING && any.actor == 2 + c->random % 3 &&
        random_next(&c->random) % 16)
        return choices[0];
    return any;
}

static void next_by(struct run *r, struct schedule *c) {
    enum { MOST = BUILD_GOROUTINES + PROCS_MAX };
    struct choice choices[MOST];
    if (c->policy == POLICY_SEED) {
        run_next(r);
        return;
    }
    uint32_t count = sched_choices(&r->m, choices, MOST);
    assert_in_range(count, 1, MOST);
    struct choice choice = choose(c, choices, count);
    c->last = choice.actor;
    run_choice(r, choice);
}

struct result {
    char output[64];
    uint32_t lost, cycles, minor, uses_freed;
    const char *outcome;
};

static struct result run_random(const struct scenario *s, uint64_t seed, enum policy policy) {
    enum { STEPS_MAX = 400000 };
    struct run r;
    struct result result;
    struct schedule schedule = {.policy = policy, .random = seed};
    run_open(&r, s);
    r.check_every = seed % 16 ? 61 : 1;
    while (machine_running(&r.m) && r.m.s->clock.step < STEPS_MAX) next_by(&r, &schedule);
    snprintf(result.output, sizeof result.output, "%s", text_string(&r.output));
    result.lost = r.m.s->gc.lost;
    result.cycles = r.m.s->gc.completed;
    result.minor = (uint32_t)r.m.s->statistics.minor_cycles;
    result.uses_freed = (uint32_t)r.m.s->statistics.uses_freed;
    result.outcome = inspect_outcome(&r.m);
    run_close(&r);
    return result;
}

static void require_sound(const struct result *result, uint64_t seed) {
    if (strcmp(result->outcome, "done") != 0)
        fail_msg("program %u: %s", (unsigned)seed, result->outcome);
    if (result->lost || result->uses_freed) fail_msg("program %u lost an object", (unsigned)seed);
}

/* ---- tests ---- */

enum { SCHEDULES = 4 };

static const uint32_t BUFFERS[] = {0, 1, 3, 256}; /* of the write barrier, in stores */

/* TRICOLOR_TEST_SCALE=20 tries twenty times as many programs. */
static uint32_t scaled(uint32_t programs) {
    const char *scale = getenv("TRICOLOR_TEST_SCALE");
    int by = scale ? atoi(scale) : 1;
    return by > 1 ? programs * (uint32_t)by : programs;
}

static void no_schedule_changes_what_a_program_prints(void **state) {
    (void)state;
    uint32_t cycles = 0, printed = 0, programs = scaled(10);
    for (uint64_t seed = 0; seed < programs; seed++) {
        struct scenario s;
        struct result first;
        build_random(&s, seed, false);
        for (uint32_t i = 0; i < SCHEDULES; i++) {
            s.config.seed = seed + i;
            s.config.procs = 1 + i % 4;
            s.config.barrier = (uint32_t)((seed + i) % BARRIER_NONE); /* any of the sound ones */
            s.config.barrier_buffer = BUFFERS[seed % 4];
            vary_stacks(&s, seed / 3 + i);
            struct result result = run_random(&s, seed + i, (enum policy)(i % POLICY_COUNT));
            require_sound(&result, seed);
            if (i == 0) first = result;
            else assert_string_equal(result.output, first.output);
            cycles += result.cycles;
        }
        s.config.gogc = -1; /* nor do more or fewer collections */
        struct result quiet = run_random(&s, seed, POLICY_SEED);
        assert_string_equal(quiet.output, first.output);
        printed += strcmp(first.output, "0 0 0\n") != 0;
        scenario_free(&s);
    }
    assert_true(printed > programs / 2); /* and there was something to go wrong */
    assert_true(cycles > programs * SCHEDULES);
}

static void goroutines_that_share_objects_lose_none(void **state) {
    (void)state;
    uint32_t cycles = 0, programs = scaled(16);
    for (uint64_t seed = 0; seed < programs; seed++) {
        struct scenario s;
        build_random(&s, seed, true);
        for (uint32_t i = 0; i < SCHEDULES; i++) {
            s.config.seed = seed + i;
            s.config.procs = 4;
            vary_stacks(&s, seed + i);
            s.config.barrier_buffer = BUFFERS[seed % 4];
            s.config.barrier = i == 1 ? BARRIER_DIJKSTRA : i == 2 ? BARRIER_YUASA : BARRIER_HYBRID;
            struct result result = run_random(&s, seed + i, (enum policy)(i % POLICY_COUNT));
            require_sound(&result, seed);
            cycles += result.cycles;
        }
        scenario_free(&s);
    }
    assert_true(cycles > programs * SCHEDULES);
}

static const uint64_t NURSERIES[] = {16, 200, 1000, 5000};

/* By turns minor collections at every allocation and hardly ever; major ones as GOGC has it. */
static void choose_collector(struct scenario *s, uint64_t seed, uint32_t i) {
    s->config.collector = i == 0 ? COLLECTOR_STW : COLLECTOR_GENERATIONAL;
    s->config.nursery = NURSERIES[(seed + i) % 4];
    s->config.minimum_heap = seed % 2 ? 0 : 64 << 10;
    s->config.seed = seed + i;
    s->config.procs = 1 + (seed + i) % 4;
    s->config.barrier = (uint32_t)((seed + i) % BARRIER_NONE);
    s->config.barrier_buffer = BUFFERS[seed % 4];
    vary_stacks(s, seed + i);
}

static void other_collectors_change_nothing_and_lose_nothing(void **state) {
    (void)state;
    uint32_t programs = scaled(16), minor = 0;
    for (uint64_t seed = 0; seed < programs; seed++) {
        struct scenario s;
        bool share = seed % 2;
        struct result first;
        build_random(&s, seed / 2, share);
        for (uint32_t i = 0; i < SCHEDULES; i++) {
            choose_collector(&s, seed, i);
            struct result result = run_random(&s, seed + i, (enum policy)(i % POLICY_COUNT));
            require_sound(&result, seed);
            if (i == 0) first = result;
            else if (!share) assert_string_equal(result.output, first.output);
            minor += result.minor;
        }
        scenario_free(&s);
    }
    assert_true(minor > programs * SCHEDULES);
}

/* Whatever the dangling pointers do, the machine itself survives; the sanitizers look on. */
static void without_a_barrier_objects_get_lost(void **state) {
    (void)state;
    uint32_t lossy = 0, dangling = 0, programs = scaled(80);
    for (uint64_t seed = 0; seed < programs; seed++) {
        struct scenario s;
        build_random(&s, seed, seed % 4 == 0);
        s.config.barrier = BARRIER_NONE;
        s.config.seed = seed;
        s.config.poison = seed % 3;
        vary_stacks(&s, seed / 3);
        s.config.assists = seed % 4 == 1; /* they end a cycle before much can go wrong */
        struct result result = run_random(&s, seed, (enum policy)(seed / 2 % POLICY_COUNT));
        lossy += result.lost > 0;
        dangling += result.uses_freed > 0;
        scenario_free(&s);
    }
    assert_true(lossy > 2);
    assert_true(dangling > 0);
}

static void the_same_seed_gives_the_same_program_and_run(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 5; seed++) {
        struct scenario a, b;
        struct run first, second;
        build_random(&a, seed, true);
        build_random(&b, seed, true);
        run_open(&first, &a);
        run_open(&second, &b);
        first.check_every = second.check_every = 100;
        while (machine_running(&first.m)) {
            run_next(&first);
            run_next(&second);
            if (first.m.s->clock.step % 100) continue;
            assert_int_equal(machine_hash(&first.m), machine_hash(&second.m));
        }
        run_close(&first);
        run_close(&second);
        scenario_free(&a);
        scenario_free(&b);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_schedule_changes_what_a_program_prints),
        cmocka_unit_test(goroutines_that_share_objects_lose_none),
        cmocka_unit_test(other_collectors_change_nothing_and_lose_nothing),
        cmocka_unit_test(without_a_barrier_objects_get_lost),
        cmocka_unit_test(the_same_seed_gives_the_same_program_and_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
