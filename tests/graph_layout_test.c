/* Places for the objects of a run, and the census they are made from. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "machine/inspect/inspect.h"
#include "session/session.h"
#include "support/build.h"
#include "support/golden.h"
#include "view/graph_layout.h"

enum { RUN_STEPS = 100000 };

/* ---- made-up runs ---- */

static void be_born(struct census *c, uint64_t born, uint64_t freed) {
    c->who[++c->objects] = (struct census_object){.born = born, .freed = freed};
    c->who[c->objects].rooted = CENSUS_ALIVE;
}

static void point(struct census *c, uint32_t from, uint32_t to) {
    c->edges[c->edge_count++] = (struct census_edge){1, (uint16_t)from, (uint16_t)to};
}

/* A linear congruence: the same numbers everywhere. */
static uint32_t draw_number(uint32_t *state, uint32_t below) {
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 16) % below;
}

static void make_random(struct census *c, uint32_t seed, uint32_t objects, uint32_t edges) {
    memset(c, 0, sizeof *c);
    for (uint32_t i = 0; i < objects; i++) be_born(c, i + 1, CENSUS_ALIVE);
    for (uint32_t i = 0; i < edges; i++)
        point(c, 1 + draw_number(&seed, objects), 1 + draw_number(&seed, objects));
}

static bool share(const struct graph_layout *g, uint32_t a, uint32_t b) {
    return g->cells[a].column == g->cells[b].column && g->cells[a].row == g->cells[b].row;
}

static bool live_together(const struct census *c, uint32_t a, uint32_t b) {
    return c->who[a].freed >= c->who[b].born && c->who[b].freed >= c->who[a].born;
}

static void check_places(const struct graph_layout *g, const struct census *c) {
    assert_int_equal(g->objects, c->objects);
    for (uint32_t a = 1; a <= c->objects; a++) {
        assert_true(g->cells[a].column < g->columns && g->cells[a].row < g->rows);
        for (uint32_t b = 1; b < a; b++)
            if (share(g, a, b)) {
                assert_true(g->shared);
                assert_false(live_together(c, a, b));
            }
    }
}

/* ---- layouts ---- */

static void a_chain_is_level(void **state) {
    (void)state;
    static struct census c;
    struct graph_layout g;
    memset(&c, 0, sizeof c);
    for (uint32_t i = 0; i < 4; i++) be_born(&c, i + 1, CENSUS_ALIVE);
    for (uint32_t i = 4; i > 1; i--) point(&c, i, i - 1); /* the youngest is the head */
    graph_layout_make(&g, &c);
    assert_int_equal(g.rows, 1);
    for (uint32_t i = 1; i <= 4; i++) assert_int_equal(g.cells[i].column, 4 - i);
}

static void a_long_chain_turns_back_and_has_no_long_arrow(void **state) {
    (void)state;
    static struct census c;
    struct graph_layout g;
    memset(&c, 0, sizeof c);
    for (uint32_t i = 0; i < 20; i++) be_born(&c, i + 1, CENSUS_ALIVE);
    for (uint32_t i = 1; i < 20; i++) point(&c, i, i + 1);
    graph_layout_make(&g, &c);
    check_places(&g, &c);
    assert_in_range(g.rows, 3, 6);
    for (uint32_t i = 1; i < 20; i++) {
        struct cell a = g.cells[i], b = g.cells[i + 1];
        int far = (a.column > b.column ? a.column - b.column : b.column - a.column) +
                  (a.row > b.row ? a.row - b.row : b.row - a.row);
        assert_int_equal(far, 1);
    }
}

static void a_layer_that_is_too_high_stands_in_several_columns(void **state) {
    (void)state;
    static struct census c;
    struct graph_layout g;
    memset(&c, 0, sizeof c);
    for (uint32_t i = 0; i < 25; i++) be_born(&c, i + 1, CENSUS_ALIVE);
    for (uint32_t i = 2; i <= 25; i++) point(&c, 1, i);
    graph_layout_make(&g, &c);
    check_places(&g, &c);
    assert_in_range(g.rows, 4, 9);
    assert_int_equal(g.cells[1].column, 0);
}

static void the_same_run_has_the_same_places(void **state) {
    (void)state;
    static struct census c;
    for (uint32_t seed = 1; seed <= 8; seed++) {
        struct graph_layout a, b;
        make_random(&c, seed, 10 * seed, 12 * seed);
        graph_layout_make(&a, &c);
        graph_layout_make(&b, &c);
        assert_memory_equal(&a, &b, sizeof a);
        check_places(&a, &c);
    }
}

/* In the order of birth, row by row. */
static void lay_out_naively(struct graph_layout *g, const struct census *c, uint32_t columns) {
    *g = (struct graph_layout){.objects = c->objects, .columns = columns};
    for (uint32_t i = 1; i <= c->objects; i++)
        g->cells[i] = (struct cell){(uint16_t)((i - 1) % columns), (uint16_t)((i - 1) / columns)};
}

static void arrows_cross_far_less_often_than_without_a_plan(void **state) {
    (void)state;
    static struct census c;
    uint32_t planned = 0, naive = 0;
    for (uint32_t seed = 1; seed <= 30; seed++) {
        struct graph_layout g;
        make_random(&c, seed, 24, 30);
        graph_layout_make(&g, &c);
        planned += graph_layout_crossings(&g, &c);
        lay_out_naively(&g, &c, g.columns);
        naive += graph_layout_crossings(&g, &c);
    }
    if (planned * 5 > naive) fail_msg("%u crossings, %u without a plan", planned, naive);
}

/* ---- many objects, few at a time ---- */

static void many_short_lives_share_the_places_that_can_be_read(void **state) {
    (void)state;
    static struct census c;
    struct graph_layout g;
    memset(&c, 0, sizeof c);
    for (uint32_t i = 0; i < CENSUS_OBJECTS; i++) be_born(&c, i + 1, i + 40);
    graph_layout_make(&g, &c);
    check_places(&g, &c);
    assert_true(g.shared && g.rows <= GRAPH_ROWS_MAX && g.columns <= GRAPH_COLUMNS_MAX);
}

/* A queue: each points to the next, and the oldest is freed; all are one component. */
static void a_long_queue_shares_the_places_that_can_be_read(void **state) {
    (void)state;
    static struct census c;
    struct graph_layout g;
    memset(&c, 0, sizeof c);
    for (uint32_t i = 0; i < 400; i++) be_born(&c, i + 1, i + 20);
    for (uint32_t i = 1; i < 400; i++) point(&c, i, i + 1);
    graph_layout_make(&g, &c);
    check_places(&g, &c);
    assert_true(g.shared && g.rows <= GRAPH_ROWS_MAX);
}

static void who_lives_together_never_shares_a_place(void **state) {
    (void)state;
    static struct census c;
    struct graph_layout g;
    make_random(&c, 7, 300, 280);
    for (uint32_t i = 1; i <= 300; i++) c.who[i].freed = i % 3 ? CENSUS_ALIVE : i + 30;
    graph_layout_make(&g, &c);
    check_places(&g, &c);
    assert_true(g.rows > GRAPH_ROWS_MAX); /* too many to be read */
}

/* ---- another future ---- */

static void the_same_future_has_the_same_places(void **state) {
    (void)state;
    static struct census c;
    struct graph_layout g, again;
    for (uint32_t seed = 1; seed <= 6; seed++) {
        make_random(&c, seed, 12 * seed, 14 * seed);
        graph_layout_make(&g, &c);
        again = g;
        graph_layout_extend(&again, &c, 5);
        assert_memory_equal(&again.cells[1], &g.cells[1], c.objects * sizeof g.cells[0]);
        assert_int_equal(again.rows, g.rows);
    }
}

static void whoever_lives_keeps_its_place_in_another_future(void **state) {
    (void)state;
    static struct census c, other;
    struct graph_layout g, now;
    for (uint32_t seed = 1; seed <= 6; seed++) {
        uint32_t number = seed;
        make_random(&c, seed, 30, 25);
        graph_layout_make(&g, &c);
        other = c;
        other.objects = 10; /* born by step 10, as the n-th is in step n */
        other.edge_count = 0;
        for (uint32_t i = 0; i < 12; i++) be_born(&other, 20 + i, CENSUS_ALIVE);
        for (uint32_t i = 0; i < 20; i++)
            point(&other, 1 + draw_number(&number, 22), 1 + draw_number(&number, 22));
        now = g;
        graph_layout_extend(&now, &other, 10);
        check_places(&now, &other);
        assert_memory_equal(&now.cells[1], &g.cells[1], 10 * sizeof g.cells[0]);
        assert_true(now.columns == g.columns && now.rows == g.rows);
    }
}

/* ---- the runs of the repository ---- */

static void open_run(struct scenario *scenario, struct session *session, const char *path) {
    build_load(scenario, path);
    assert_true(session_open(session, scenario));
}

static void close_run(struct scenario *scenario, struct session *session) {
    session_close(session);
    scenario_free(scenario);
}

/* Those with a number are for people; the rest is for measuring. */
static bool is_numbered(const char *path) {
    return isdigit((unsigned char)path[strlen("scenarios/")]);
}

static void every_scenario_has_places_that_can_be_read(void **state) {
    (void)state;
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        if (!is_numbered(*path)) continue;
        struct scenario scenario;
        struct session session;
        struct graph_layout g;
        open_run(&scenario, &session, *path);
        session_run(&session, RUN_STEPS);
        assert_false(session.census.overflow);
        graph_layout_make(&g, &session.census);
        check_places(&g, &session.census);
        assert_true(g.rows <= GRAPH_ROWS_MAX && !g.shared);
        close_run(&scenario, &session);
    }
}

static void describe_place(const struct session *s, const struct graph_layout *g, uint32_t object,
                           struct text *out) {
    const struct census *c = &s->census;
    text_addf(out, "%u,%u ", g->cells[object].column, g->cells[object].row);
    inspect_site_name(&s->front, c->who[object].site, c->who[object].ordinal, out);
    for (uint32_t i = 0; i < c->edge_count; i++) {
        if (c->edges[i].from != object) continue;
        uint32_t to = c->edges[i].to;
        text_add(out, " -> ");
        inspect_site_name(&s->front, c->who[to].site, c->who[to].ordinal, out);
    }
    text_add(out, "\n");
}

static void places_are_the_recorded_ones(void **state) {
    (void)state;
    static const char *const PATHS[] = {
        "scenarios/06-textbook-graph.json", "scenarios/65-map-growth.json",
        "scenarios/82-most-die-young.json", "scenarios/92-worker-pool.json",
        "scenarios/93-cache-that-leaks.json"};
    struct text words = {0};
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        struct scenario scenario;
        struct session session;
        struct graph_layout g;
        open_run(&scenario, &session, PATHS[i]);
        session_run(&session, RUN_STEPS);
        graph_layout_make(&g, &session.census);
        text_addf(&words, "%s: %u columns, %u rows\n", PATHS[i], g.columns, g.rows);
        for (uint32_t object = 1; object <= g.objects; object++)
            describe_place(&session, &g, object, &words);
        close_run(&scenario, &session);
    }
    golden_check("graph-layout.txt", text_string(&words));
    text_free(&words);
}

/* ---- the census ---- */

struct roll_call {
    const struct census *census;
    uint64_t step;
    uint32_t present;
};

static void call(void *user, const struct object_view *o) {
    struct roll_call *r = user;
    const struct census_object *who = &r->census->who[o->serial];
    if (o->colour == COLOUR_FREE) return;
    assert_true(who->born <= r->step && who->freed > r->step);
    assert_int_equal(who->site, o->site);
    assert_int_equal(who->ordinal, o->ordinal);
    r->present++;
}

static void the_census_knows_who_lives_at_every_step(void **state) {
    (void)state;
    static const char *const PATHS[] = {
        "scenarios/82-most-die-young.json", "scenarios/25-fragmentation.json",
        "scenarios/26-realloc-moves.json", "scenarios/50-tiny-objects.json"};
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        struct scenario scenario;
        struct session session;
        open_run(&scenario, &session, PATHS[i]);
        session_run(&session, RUN_STEPS);
        for (uint64_t step = 0; step <= session_steps(&session); step++) {
            struct roll_call r = {&session.census, step, 0};
            uint32_t alive = 0;
            session_seek(&session, step);
            inspect_objects(&session.now, call, &r);
            for (uint32_t k = 1; k <= session.census.objects; k++)
                alive += session.census.who[k].born <= step && session.census.who[k].freed > step;
            assert_int_equal(alive, r.present);
        }
        close_run(&scenario, &session);
    }
}

static void rewinding_the_census_forgets_what_came_later(void **state) {
    (void)state;
    static const char *const PATHS[] = {"scenarios/92-worker-pool.json",
                                        "scenarios/20-malloc-and-free.json",
                                        "scenarios/82-most-die-young.json"};
    static struct census then;
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++)
        for (uint64_t part = 0; part < 8; part++) {
            struct scenario scenario;
            struct session session;
            open_run(&scenario, &session, PATHS[i]);
            session_run(&session, 3 + part * 37);
            uint64_t step = session.front.s->clock.step;
            then = session.census;
            session_run(&session, RUN_STEPS);
            census_rewind(&session.census, step);
            assert_memory_equal(&then, &session.census, sizeof then);
            close_run(&scenario, &session);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chain_is_level),
        cmocka_unit_test(a_long_chain_turns_back_and_has_no_long_arrow),
        cmocka_unit_test(a_layer_that_is_too_high_stands_in_several_columns),
        cmocka_unit_test(the_same_run_has_the_same_places),
        cmocka_unit_test(arrows_cross_far_less_often_than_without_a_plan),
        cmocka_unit_test(many_short_lives_share_the_places_that_can_be_read),
        cmocka_unit_test(a_long_queue_shares_the_places_that_can_be_read),
        cmocka_unit_test(who_lives_together_never_shares_a_place),
        cmocka_unit_test(the_same_future_has_the_same_places),
        cmocka_unit_test(whoever_lives_keeps_its_place_in_another_future),
        cmocka_unit_test(every_scenario_has_places_that_can_be_read),
        cmocka_unit_test(places_are_the_recorded_ones),
        cmocka_unit_test(the_census_knows_who_lives_at_every_step),
        cmocka_unit_test(rewinding_the_census_forgets_what_came_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
