/* Dominators of graphs, against the plain definition: a vertex dominates what cannot be reached any
 * more when it is taken away. Nothing is timed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "machine/inspect/dominators.h"

enum { SMALL = 24, TARGETS = SMALL * 4 };

/* A small graph as a list of edges. */
struct edges {
    uint32_t count, from[TARGETS], to[TARGETS];
};

static uint32_t next_edge(const void *user, uint32_t vertex, uint32_t *cursor) {
    const struct edges *e = user;
    while (*cursor < e->count)
        if (e->from[(*cursor)++] == vertex) return e->to[*cursor - 1];
    return NO_VERTEX;
}

/* Plain and slow: passes over all edges until nothing is added. `without` is not there. */
static void reach(const struct edges *e, uint32_t without, bool reached[SMALL]) {
    memset(reached, 0, SMALL * sizeof *reached);
    reached[0] = without != 0;
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < e->count; i++) {
            bool adds = reached[e->from[i]] && !reached[e->to[i]] && e->to[i] != without;
            if (adds) more = reached[e->to[i]] = true;
        }
    }
}

static void find(struct dominators *d, const struct flow_graph *g, uint32_t portion) {
    assert_true(dominators_begin(d, g));
    uint32_t before = 0;
    while (dominators_go_on(d, portion)) {
        assert_true(dominators_progress(d) >= before && dominators_progress(d) <= 1000);
        before = dominators_progress(d);
    }
    assert_false(d->failed);
    assert_int_equal(d->stage, DOMINATORS_DONE);
}

/* Whether `above` is among those that dominate `v`, by the tree. */
static bool is_above(const struct dominators *d, uint32_t above, uint32_t v) {
    while (v && v != above) v = d->dominator[v];
    return v == above;
}

static void require_dominators(const struct edges *e, uint32_t portion) {
    struct dominators d;
    struct flow_graph g = {SMALL, SMALL, next_edge, e};
    bool all[SMALL], left[SMALL];
    find(&d, &g, portion);
    reach(e, NO_VERTEX, all);
    for (uint32_t v = 0; v < SMALL; v++) {
        assert_int_equal(dominators_number(&d, v) != NO_VERTEX, all[v]);
        if (all[v]) assert_int_equal(d.vertex[dominators_number(&d, v)], v);
    }
    for (uint32_t v = 0; v < SMALL; v++) {
        reach(e, v, left);
        for (uint32_t w = 0; w < SMALL; w++)
            if (all[v] && all[w] && v != w)
                assert_int_equal(is_above(&d, dominators_number(&d, v), dominators_number(&d, w)),
                                 !left[w]);
    }
    dominators_free(&d);
}

static struct edges random_edges(uint64_t *random, uint32_t count) {
    struct edges e = {.count = count};
    for (uint32_t i = 0; i < count; i++) {
        e.from[i] = (uint32_t)(random_next(random) % SMALL);
        e.to[i] = (uint32_t)(random_next(random) % SMALL);
    }
    return e;
}

static void random_graphs_have_the_dominators_of_the_definition(void **state) {
    (void)state;
    uint64_t random = 4711;
    for (uint32_t round = 0; round < 1500; round++) {
        struct edges e = random_edges(&random, round % (TARGETS + 1));
        require_dominators(&e, round % 3 ? UINT32_MAX : 1 + round % 7);
    }
}

/* Nearly a line, with edges back and forth: deep trees, whose semidominators are no dominators. */
static void deep_graphs_have_the_dominators_of_the_definition(void **state) {
    (void)state;
    uint64_t random = 815;
    for (uint32_t round = 0; round < 1000; round++) {
        struct edges e = random_edges(&random, SMALL - 1 + round % SMALL);
        for (uint32_t i = 0; i + 1 < SMALL; i++) {
            e.from[i] = i;
            e.to[i] = i + 1;
        }
        require_dominators(&e, UINT32_MAX);
    }
}

/* The example of the paper of 1979, figure 1: vertices R, A to L. */
static void the_graph_of_the_paper_has_the_dominators_of_the_paper(void **state) {
    (void)state;
    static const char EDGES[] = "RA RB RC AD BA BD BE CF CG DL EH FI GI GJ HE HK IK JI KI KR LH";
    static const char NEAREST[] = "RRRRRRCCRRGRD"; /* of R, A, B, ... L */
    static const char NAMES[] = "RABCDEFGHIJKL";
    struct edges e = {.count = 0};
    struct dominators d;
    struct flow_graph g = {SMALL, SMALL, next_edge, &e};
    for (size_t i = 0; i < sizeof EDGES; i += 3) {
        e.from[e.count] = (uint32_t)(strchr(NAMES, EDGES[i]) - NAMES);
        e.to[e.count++] = (uint32_t)(strchr(NAMES, EDGES[i + 1]) - NAMES);
    }
    find(&d, &g, UINT32_MAX);
    for (uint32_t v = 0; v < sizeof NAMES - 1; v++)
        assert_int_equal(NAMES[d.vertex[d.dominator[dominators_number(&d, v)]]], NEAREST[v]);
    dominators_free(&d);
}

/* ---- large ones, whose dominators one knows ---- */

struct rule {
    uint32_t vertices;
    uint32_t (*target)(const struct rule *r, uint32_t vertex, uint32_t number);
    uint32_t (*nearest)(const struct rule *r, uint32_t vertex);
};

static uint32_t next_of_rule(const void *user, uint32_t vertex, uint32_t *cursor) {
    const struct rule *r = user;
    return r->target(r, vertex, (*cursor)++);
}

/* On, back to the first, and to itself. */
static uint32_t line_target(const struct rule *r, uint32_t v, uint32_t number) {
    if (number == 0) return v + 1 < r->vertices ? v + 1 : 0;
    if (number == 1) return v;
    return number == 2 && v ? v - 1 : NO_VERTEX;
}

static uint32_t line_nearest(const struct rule *r, uint32_t v) {
    (void)r;
    return v ? v - 1 : 0;
}

/* Of a ladder two by two: each to both of the next rung. Only the first dominates. */
static uint32_t ladder_target(const struct rule *r, uint32_t v, uint32_t number) {
    uint32_t rung = (v + 1) / 2, to = 2 * rung + 1 + number;
    return number < 2 && to < r->vertices ? to : NO_VERTEX;
}

static uint32_t nearest_is_first(const struct rule *r, uint32_t v) {
    (void)r, (void)v;
    return 0;
}

enum { ACROSS = 1000 };

/* A grid, right and down, its first row and column led to by their neighbours only. */
static uint32_t grid_target(const struct rule *r, uint32_t v, uint32_t number) {
    bool right = number == 0 && v % ACROSS + 1 < ACROSS;
    uint32_t to = right ? v + 1 : v + ACROSS;
    if (number == 0 && !right) return v + ACROSS < r->vertices ? v + ACROSS : NO_VERTEX;
    return number < 2 && to < r->vertices ? to : NO_VERTEX;
}

static uint32_t grid_nearest(const struct rule *r, uint32_t v) {
    (void)r;
    if (v < ACROSS) return v ? v - 1 : 0;
    return v % ACROSS ? 0 : v - ACROSS;
}

/* The first to the last; each to the one before, and the first to each: searched from its end, and
 * every vertex has two ways to it. */
static uint32_t comb_target(const struct rule *r, uint32_t v, uint32_t number) {
    if (v) return number == 0 && v > 1 ? v - 1 : NO_VERTEX;
    return number + 1 < r->vertices ? r->vertices - 1 - number : NO_VERTEX;
}

/* A line down, from each of whose vertices one goes to the last of a line up: Georgiadis' family
 * that makes simple iteration slow. */
static uint32_t two_lines_target(const struct rule *r, uint32_t v, uint32_t number) {
    uint32_t half = r->vertices / 2;
    if (v < half) {
        if (number == 0 && v + 1 < half) return v + 1;
        return number <= 1 && (number == 1 || v + 1 == half) ? r->vertices - 1 - v : NO_VERTEX;
    }
    return number == 0 && v > half ? v - 1 : number <= 1 && v + 1 < r->vertices ? v + 1 : NO_VERTEX;
}

static uint32_t two_lines_nearest(const struct rule *r, uint32_t v) {
    return v < r->vertices / 2 ? line_nearest(r, v) : 0;
}

static void large_graphs_take_no_recursion(void **state) {
    (void)state;
    static const struct rule RULES[] = {
        {300000, line_target, line_nearest},           {300000, ladder_target, nearest_is_first},
        {300000, grid_target, grid_nearest},           {300000, comb_target, nearest_is_first},
        {300000, two_lines_target, two_lines_nearest},
    };
    for (size_t i = 0; i < sizeof RULES / sizeof RULES[0]; i++) {
        const struct rule *r = &RULES[i];
        struct dominators d;
        struct flow_graph g = {r->vertices, r->vertices, next_of_rule, r};
        find(&d, &g, 10000);
        assert_int_equal(d.count, r->vertices);
        for (uint32_t v = 0; v < r->vertices; v++)
            if (d.vertex[d.dominator[dominators_number(&d, v)]] != r->nearest(r, v))
                fail_msg("graph %zu: vertex %u has dominator %u, not %u", i, v,
                         d.vertex[d.dominator[dominators_number(&d, v)]], r->nearest(r, v));
        dominators_free(&d);
    }
}

static void one_vertex_has_itself(void **state) {
    (void)state;
    struct edges none = {.count = 0};
    struct dominators d;
    struct flow_graph g = {1, 1, next_edge, &none};
    find(&d, &g, 1);
    assert_int_equal(d.count, 1);
    assert_int_equal(d.dominator[0], 0);
    dominators_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_graphs_have_the_dominators_of_the_definition),
        cmocka_unit_test(deep_graphs_have_the_dominators_of_the_definition),
        cmocka_unit_test(the_graph_of_the_paper_has_the_dominators_of_the_paper),
        cmocka_unit_test(large_graphs_take_no_recursion),
        cmocka_unit_test(one_vertex_has_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
