/* Paths from a root: the shortest one, in words, for whatever can be reached; none for garbage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "machine/check/check.h"
#include "machine/inspect/inspect_root.h"
#include "machine/memory.h"
#include "machine/sched.h"
#include "support/build.h"
#include "support/run.h"

static struct scenario scenario;
static struct run run;

static void open_script(const char *script) {
    build_script(&scenario, script);
    run_open(&run, &scenario);
}

static void close_script(void) {
    run_close(&run);
    scenario_free(&scenario);
}

static void run_until_yield(void) {
    do run_next(&run);
    while (!run_event(&run, EVENT_YIELD));
}

struct wanted {
    const char *name;
    uint64_t address;
};

static void note_name(void *user, const struct object_view *o) {
    struct wanted *wanted = user;
    struct text name = {0};
    inspect_site_name(&run.m, o->site, o->ordinal, &name);
    if (o->colour != COLOUR_FREE && strcmp(text_string(&name), wanted->name) == 0)
        wanted->address = o->address;
    text_free(&name);
}

static uint64_t object_called(const char *name) {
    struct wanted wanted = {name, 0};
    inspect_objects(&run.m, note_name, &wanted);
    if (!wanted.address) fail_msg("there is no object %s", name);
    return wanted.address;
}

/* `path` NULL: there is none. */
static void require_path(const char *object, const char *path) {
    struct text words = {0};
    bool found = inspect_root_path(&run.m, object_called(object), &words);
    assert_int_equal(found, path != NULL);
    assert_string_equal(text_string(&words), path ? path : "");
    text_free(&words);
}

#define NODES                                                                                      \
    "'types': {'Node': {'next': '*Node', 'other': '*Node'}}, 'globals': {'head': '*Node'},"
#define NODE(place, name)                                                                          \
    "{'new': 'Node', 'to': '" place "', 'escape': 'heap', 'name': '" name "'},"

static void a_path_begins_at_a_global_or_a_variable(void **state) {
    (void)state;
    open_script(NODES "'functions': {'main': [" NODE("head", "A") NODE("head.next", "B") NODE(
        "x", "C") NODE("x.other", "D") "{'yield': true}, {'set': 'head', 'to': 'x'}]}");
    run_until_yield();
    require_path("A", "head → A");
    require_path("B", "head → A.next → B");
    require_path("C", "main.x → C");
    require_path("D", "main.x → C.other → D");
    close_script();
}

static void the_shortest_path_is_told(void **state) {
    (void)state;
    open_script(NODES "'functions': {'main': [" NODE("head", "A") NODE("head.next", "B")
                    NODE("head.next.next", "C") "{'yield': true},"
                                                "{'set': 'head.other', 'to': 'head.next.next'},"
                                                "{'yield': true}]}");
    run_until_yield();
    require_path("C", "head → A.next → B.next → C");
    run_until_yield();
    require_path("C", "head → A.other → C");
    close_script();
}

static void garbage_has_no_path_even_in_a_cycle(void **state) {
    (void)state;
    open_script(NODES "'functions': {'main': [" NODE("head", "A") NODE(
        "head.next", "B") "{'set': 'head.next.next', 'to': 'head'}, {'set': 'head', 'to': 'nil'},"
                          "{'yield': true}]}");
    run_until_yield();
    require_path("A", NULL);
    require_path("B", NULL);
    close_script();
}

static void of_a_long_path_the_ends_are_told(void **state) {
    (void)state;
    open_script(NODES "'functions': {'main': [{'repeat': 100, 'do': ["
                      "{'new': 'Node', 'to': 'n', 'escape': 'heap'},"
                      "{'set': 'n.next', 'to': 'head'}, {'set': 'head', 'to': 'n'}]},"
                      "{'set': 'n', 'to': 'nil'}, {'yield': true}, {'print': '{n.next}'}]}");
    run_until_yield();
    require_path("Node 95", "head → Node 100.next → Node 99.next → Node 98.next → Node 97.next → "
                            "Node 96.next → Node 95");
    require_path("Node 94", "head → Node 100.next → Node 99.next → … (2 more) → Node 96.next → "
                            "Node 95.next → Node 94");
    require_path("Node 1", "head → Node 100.next → Node 99.next → … (95 more) → Node 3.next → "
                           "Node 2.next → Node 1");
    close_script();
}

/* Both ends of what is kept: whatever the length, each place leads on to the next. */
static void the_places_of_a_path_lead_to_each_other(void **state) {
    (void)state;
    open_script(NODES "'functions': {'main': [{'repeat': 100, 'do': ["
                      "{'new': 'Node', 'to': 'n', 'escape': 'heap'},"
                      "{'set': 'n.next', 'to': 'head'}, {'set': 'head', 'to': 'n'}]},"
                      "{'set': 'n', 'to': 'nil'}, {'yield': true}, {'print': '{n.next}'}]}");
    run_until_yield();
    for (uint32_t number = 1; number <= 100; number++) {
        struct root_path path;
        struct object_view o;
        struct text name = {0};
        text_addf(&name, "Node %u", number);
        uint64_t goal = object_called(text_string(&name));
        assert_true(inspect_find_root_path(&run.m, goal, &path));
        assert_int_equal(path.kind, ROOT_PLACE);
        assert_int_equal(path.total, 101 - number);
        assert_int_equal(path.count, path.total < ROOT_PATH_MAX ? path.total : ROOT_PATH_MAX);
        for (uint32_t i = 0; i < path.count; i++) {
            bool is_gap = path.total > ROOT_PATH_MAX && i + 1 == ROOT_PATH_MAX / 2;
            uint64_t word = memory_word(&run.m, path.places[i], WORD);
            assert_true(inspect_object(&run.m, word, &o));
            uint64_t next = i + 1 < path.count ? path.places[i + 1] : goal;
            if (!is_gap) assert_true(next - o.address < o.size);
        }
        text_free(&name);
    }
    close_script();
}

static void a_path_leads_through_chunks_of_the_c_heap(void **state) {
    (void)state;
    open_script(NODES "'functions': {'main': [{'malloc': 'Node', 'to': 'head', 'name': 'P'},"
                      "{'malloc': 'Node', 'to': 'head.next', 'name': 'Q'}, {'yield': true},"
                      "{'set': 'head.next', 'to': 'nil'}, {'yield': true}]}");
    run_until_yield();
    require_path("Q", "head → P.next → Q");
    run_until_yield();
    require_path("Q", NULL);
    close_script();
}

/* For every object of every scenario, at many moments, as the checker sees it. */
struct compared {
    uint64_t addresses[512];
    uint32_t count;
};

static void note_object(void *user, const struct object_view *o) {
    struct compared *c = user;
    if (!o->manual && !o->is_part && o->colour != COLOUR_FREE && c->count < 512)
        c->addresses[c->count++] = o->address;
}

static void compare_with_checker(const struct machine *m, const char *path) {
    struct compared c = {.count = 0};
    bool reachable[512];
    inspect_objects(m, note_object, &c);
    check_reachable(m, NULL, NULL);
    for (uint32_t i = 0; i < c.count; i++) reachable[i] = check_is_reachable(m, c.addresses[i]);
    for (uint32_t i = 0; i < c.count; i++) {
        struct root_path found;
        if (inspect_find_root_path(m, c.addresses[i], &found) != reachable[i])
            fail_msg("%s, step %llu: object 0x%llx", path, (unsigned long long)m->s->clock.step,
                     (unsigned long long)c.addresses[i]);
    }
}

static void an_object_has_a_path_if_and_only_if_it_is_reachable(void **state) {
    (void)state;
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        struct machine m;
        build_load(&scenario, *path);
        if (scenario.config.pages_max > 64) scenario.config.pages_max = 64;
        assert_true(machine_open(&m, &scenario.program, &scenario.config));
        while (machine_running(&m) && m.s->clock.step < 5000) {
            machine_step(&m, sched_pick(&m));
            if (m.s->clock.step % 97 == 0 && !m.c_arena) compare_with_checker(&m, *path);
        }
        machine_close(&m);
        scenario_free(&scenario);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_begins_at_a_global_or_a_variable),
        cmocka_unit_test(the_shortest_path_is_told),
        cmocka_unit_test(garbage_has_no_path_even_in_a_cycle),
        cmocka_unit_test(of_a_long_path_the_ends_are_told),
        cmocka_unit_test(the_places_of_a_path_lead_to_each_other),
        cmocka_unit_test(a_path_leads_through_chunks_of_the_c_heap),
        cmocka_unit_test(an_object_has_a_path_if_and_only_if_it_is_reachable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
