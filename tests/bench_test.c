/* The workloads of the benchmark, small: what comes out alive, and what stands in it, against a
 * model that has no machine. Nothing is timed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "bench/workload.h"
#include "machine/check/check.h"
#include "machine/inspect/statistics.h"
#include "support/program.h"

static void open_mutator(struct mutator *u, int64_t gogc) {
    struct config c = config_default();
    c.gogc = gogc;
    assert_true(mutator_open(u, &c));
}

static void build(struct mutator *u, const char *name, uint64_t size) {
    const struct workload *w = workload_find(name);
    assert_non_null(w);
    w->build(u, size);
}

/* ---- what can be reached, read word by word out of the machine's memory ---- */

struct census {
    uint64_t objects, sum; /* the sum of all words that are not pointers */
};

static void visit(const struct mutator *u, uint32_t pointers, uint8_t *seen, uint64_t address,
                  uint64_t *stack, size_t *depth, struct census *c) {
    struct object o;
    if (!address) return;
    assert_true(heap_find(&u->m, address, &o));
    assert_int_equal(o.address, address);
    if (seen[(address - ARENA_BASE) / WORD]++) return;
    c->objects++;
    for (uint32_t word = pointers; word < object_span(&u->m, &o)->element_size / WORD; word++)
        c->sum += mutator_load(u, address + word * WORD);
    stack[(*depth)++] = address;
}

/* Objects with `pointers` pointers each. */
static struct census take_census(const struct mutator *u, uint32_t pointers) {
    struct census c = {0};
    size_t words = (size_t)u->m.s->heap.pages_used * PAGE_WORDS, depth = 0;
    uint8_t *seen = calloc(words, 1);
    uint64_t *stack = calloc(words, sizeof *stack);
    assert_true(seen && stack);
    for (uint32_t root = 0; root < MUTATOR_ROOTS; root++)
        visit(u, pointers, seen, mutator_root(u, root), stack, &depth, &c);
    while (depth > 0) {
        uint64_t address = stack[--depth];
        for (uint32_t word = 0; word < pointers; word++)
            visit(u, pointers, seen, mutator_load(u, address + word * WORD), stack, &depth, &c);
    }
    free(seen);
    free(stack);
    return c;
}

/* All that is alive can be reached, twice over: a second collection changes nothing. */
static void require_alive(struct mutator *u, uint32_t pointers, uint64_t live, uint64_t sum) {
    for (int collection = 0; collection < 2; collection++) {
        mutator_collect(u);
        struct census c = take_census(u, pointers);
        assert_int_equal(mutator_objects(u), live);
        assert_int_equal(c.objects, live);
        assert_int_equal(c.sum, sum);
        assert_int_equal(check_reachable(&u->m, NULL, NULL), live);
    }
    assert_null(check_state(&u->m));
}

/* ---- leases ---- */

static void require_equal(struct mutator *a, struct mutator *b) {
    assert_null(check_state(&a->m));
    assert_true(machine_hash(&a->m) == machine_hash(&b->m));
    for (int i = 0; i < COST_COUNT; i++)
        assert_int_equal(a->m.s->clock.units[i], b->m.s->clock.units[i]);
}

/* Random objects of all shapes, for as long as no cycle begins. Every 1000th is kept; some pages
 * have objects of two types. */
static void allocate_both_ways(struct mutator *leased, struct mutator *called, uint64_t *random) {
    for (uint32_t i = 0; i < 20000; i++) {
        uint64_t roll = random_next(random);
        enum shape shape = (enum shape)(roll % SHAPE_COUNT);
        if (roll >> 32 & 3) shape = SHAPE_TREE;
        uint64_t a = mutator_new(leased, shape), b = heap_allocate(&called->m, shape);
        assert_int_equal(a, b);
        for (uint32_t word = 0; word < leased->words[shape]; word++)
            assert_int_equal(mutator_load(leased, a + word * WORD), 0);
        mutator_store(leased, a + WORD, i % 3 ? a : 0);
        mutator_store(called, a + WORD, i % 3 ? a : 0);
        if (i % 1000 == 0) {
            mutator_set_root(leased, i / 1000, a);
            mutator_set_root(called, i / 1000, a);
        }
        if (roll >> 40 & 1023) continue;
        mutator_settle(leased);
        require_equal(leased, called);
    }
}

static void leases_leave_what_calls_leave(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 5; seed++) {
        struct mutator leased, called;
        uint64_t random = seed;
        open_mutator(&leased, -1);
        open_mutator(&called, -1);
        for (int cycle = 0; cycle < 3; cycle++) {
            allocate_both_ways(&leased, &called, &random);
            mutator_collect(&leased);
            mutator_collect(&called);
            require_equal(&leased, &called);
        }
        mutator_close(&leased);
        mutator_close(&called);
    }
}

/* ---- collections ---- */

static void require_tree(const char *name, uint64_t levels) {
    struct mutator u;
    open_mutator(&u, -1);
    build(&u, name, levels);
    uint64_t n = (2ull << levels) - 1;
    require_alive(&u, 2, n, n * (n - 1) / 2);
    mutator_close(&u);
}

static void a_tree_is_alive_as_a_whole(void **state) {
    (void)state;
    require_tree("tree", 0);
    require_tree("tree", 10);
    require_tree("tree-shuf", 0);
    require_tree("tree-shuf", 10);
}

static void require_list(const char *name, uint64_t n) {
    struct mutator u;
    open_mutator(&u, -1);
    build(&u, name, n);
    require_alive(&u, 1, n, n * (n - 1) / 2);
    mutator_close(&u);
}

static void a_list_is_alive_as_a_whole(void **state) {
    (void)state;
    require_list("list-seq", 1);
    require_list("list-seq", 3000);
    require_list("list-shuf", 1);
    require_list("list-shuf", 3000);
}

/* The shuffled list goes through the same nodes in another order: here from the first on. */
static void a_shuffled_list_follows_the_shuffle(void **state) {
    enum { N = 100 };
    struct mutator u;
    uint64_t order[N], random = 42;
    (void)state;
    for (uint64_t i = 0; i < N; i++) order[i] = i;
    for (uint64_t i = N - 1; i > 0; i--) {
        uint64_t j = random_next(&random) % (i + 1), kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
    open_mutator(&u, -1);
    build(&u, "list-shuf", N);
    uint64_t node = mutator_root(&u, 0);
    for (uint64_t i = 0; i < N; i++, node = mutator_load(&u, node))
        assert_int_equal(mutator_load(&u, node + WORD), order[i]);
    assert_int_equal(node, 0);
    mutator_close(&u);
}

/* The graph as numbers: sizes first, then the edges of all. */
struct model {
    uint64_t n, *words, *edges;
    uint8_t *reached;
    struct census census;
};

static void reach(struct model *g, uint64_t i) {
    if (g->reached[i]++) return;
    g->census.objects++;
    g->census.sum += (g->words[i] - 4) * i;
    for (int edge = 0; edge < 4; edge++) reach(g, g->edges[4 * i + (uint64_t)edge]);
}

static struct census model_graph(uint64_t n) {
    static const uint64_t WORDS[] = {4, 6, 8, 12, 16};
    struct model g = {n, calloc(n, 8), calloc(n, 32), calloc(n, 1), {0}};
    uint64_t random = 42;
    assert_true(g.words && g.edges && g.reached);
    for (uint64_t i = 0; i < n; i++) g.words[i] = WORDS[random_next(&random) % 5];
    for (uint64_t i = 0; i < 4 * n; i++) g.edges[i] = random_next(&random) % n;
    for (uint64_t i = 0; i < MUTATOR_ROOTS; i++) reach(&g, i);
    free(g.words);
    free(g.edges);
    free(g.reached);
    return g.census;
}

static void a_graph_loses_what_no_edge_leads_to(void **state) {
    static const uint64_t SIZES[] = {64, 100, 10000};
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct mutator u;
        struct census model = model_graph(SIZES[i]);
        open_mutator(&u, -1);
        build(&u, "graph", SIZES[i]);
        assert_int_equal(mutator_objects(&u), SIZES[i]);
        require_alive(&u, 4, model.objects, model.sum);
        mutator_close(&u);
    }
}

/* ---- garbage ---- */

static void one_object_of_a_hundred_stays(void **state) {
    struct mutator u;
    (void)state;
    open_mutator(&u, -1);
    for (int sample = 0; sample < 3; sample++) {
        uint64_t before = mutator_objects(&u);
        build(&u, "garbage", 5000);
        assert_int_equal(mutator_objects(&u), before + 5000);
        require_alive(&u, 1, 50, 100 * (49 * 50 / 2));
    }
    mutator_close(&u);
}

static void nothing_is_collected_unasked_with_the_collector_off(void **state) {
    struct mutator u;
    (void)state;
    open_mutator(&u, -1);
    build(&u, "garbage", 500000);
    assert_int_equal(mutator_objects(&u), 500000);
    assert_int_equal(statistic_find("NumGC")->value(&u.m), 0);
    mutator_close(&u);
}

/* ---- churn ---- */

/* Nodes of all trees: one of size + 1 levels, one that stays, and as many of each even number of
 * levels as keep the work the same. */
static uint64_t churn_nodes(uint64_t size) {
    uint64_t sum = (4ull << size) - 1 + (2ull << size) - 1;
    for (uint64_t levels = 4; levels <= size; levels += 2)
        sum += (1ull << (size - levels + 4)) * ((2ull << levels) - 1);
    return sum;
}

static void churn_counts_every_node(void **state) {
    (void)state;
    for (uint64_t size = 3; size <= 11; size += 4) {
        struct mutator u;
        open_mutator(&u, 100);
        uint64_t sum = workload_find("churn")->build(&u, size);
        assert_int_equal(sum, churn_nodes(size));
        mutator_settle(&u);
        assert_int_equal(statistic_find("Mallocs")->value(&u.m), sum);
        require_alive(&u, 2, 0, 0);
        mutator_close(&u);
    }
    assert_int_equal(churn_nodes(16), workload_find("churn")->sum);
}

/* With a small goal the collector comes many times, in the middle of trees; nothing is lost. */
static void churn_survives_the_collector_at_any_time(void **state) {
    (void)state;
    struct config c = config_default();
    struct mutator u;
    c.minimum_heap = 64 << 10;
    assert_true(mutator_open(&u, &c));
    assert_int_equal(workload_find("churn")->build(&u, 9), churn_nodes(9));
    assert_true(statistic_find("NumGC")->value(&u.m) >= 10);
    require_alive(&u, 2, 0, 0);
    mutator_close(&u);
}

/* ---- the command ---- */

static void the_command_prints_a_row_for_each_metric(void **state) {
    static const char *const ROWS[] = {"cycle_cpu_ns_per_obj", "alloc_cpu_ns_per_obj",
                                       "collect_cpu_ns_per_obj", "mark_wall_ns_per_live",
                                       "peak_rss_mb"};
    (void)state;
    struct shell_result o = shell("tricolor-sim bench garbage mine 1");
    assert_int_equal(o.status, 0);
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        char row[64];
        snprintf(row, sizeof row, "garbage mine %s ", ROWS[i]);
        assert_non_null(strstr(o.out, row));
    }
    shell_free(&o);
    shell_expect(2, "tricolor-sim bench nothing");
    shell_expect(2, "tricolor-sim bench tree ours none");
    shell_expect(2, "tricolor-sim bench tree ours 0");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leases_leave_what_calls_leave),
        cmocka_unit_test(a_tree_is_alive_as_a_whole),
        cmocka_unit_test(a_list_is_alive_as_a_whole),
        cmocka_unit_test(a_shuffled_list_follows_the_shuffle),
        cmocka_unit_test(a_graph_loses_what_no_edge_leads_to),
        cmocka_unit_test(one_object_of_a_hundred_stays),
        cmocka_unit_test(nothing_is_collected_unasked_with_the_collector_off),
        cmocka_unit_test(churn_counts_every_node),
        cmocka_unit_test(churn_survives_the_collector_at_any_time),
        cmocka_unit_test(the_command_prints_a_row_for_each_metric),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
