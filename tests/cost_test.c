/* The table of costs: what it says of itself, and how it is charged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "machine/inspect/meter.h"
#include "machine/sched.h"
#include "support/build.h"

static bool begins_with(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

static void every_cost_says_where_its_number_is_from(void **state) {
    (void)state;
    for (int i = 0; i < COST_COUNT; i++) {
        const struct cost_description *d = cost_describe((enum cost)i);
        if (!begins_with(d->source, "measured: ") && !begins_with(d->source, "counted: ") &&
            !begins_with(d->source, "estimate: "))
            fail_msg("%s: where is the number from? \"%s\"", d->name, d->source);
        assert_true(COST_TICKS[i] > 0);
        assert_true(d->unit[0] && d->what[0]);
    }
}

/* The two numbers that the whole comparison rests on. */
static void the_stack_is_cheaper_than_the_heap(void **state) {
    (void)state;
    assert_int_equal(COST_TICKS[COST_STACK_ALLOCATE], 2);
    assert_int_equal(COST_TICKS[COST_HEAP_ALLOCATE], 190);
}

static void what_is_charged_is_counted_and_spent(void **state) {
    struct scenario s;
    struct machine m;
    (void)state;
    build_script(&s, "'functions': {'main': [{'yield': true}]}");
    assert_true(machine_open(&m, &s.program, &s.config));
    uint64_t units = m.s->clock.units[COST_MARK], ticks = m.s->clock.step_ticks;
    charge(&m, COST_MARK, 3);
    assert_int_equal(m.s->clock.units[COST_MARK] - units, 3);
    assert_int_equal(m.s->clock.step_ticks - ticks, 3 * COST_TICKS[COST_MARK]);
    assert_int_equal(cost_spent(&m, COST_MARK), (units + 3) * COST_TICKS[COST_MARK]);
    machine_close(&m);
    scenario_free(&s);
}

/* Of all steps, as the processors' clocks have it. */
static uint64_t run_and_add_up(struct machine *m) {
    uint64_t ticks = 0;
    while (machine_running(m) && m->s->clock.step < 20000) {
        machine_step(m, sched_pick(m));
        ticks += m->s->clock.step_ticks;
    }
    return ticks;
}

static uint64_t sum_of_groups(const struct machine *m) {
    uint64_t ticks = 0;
    for (int group = 0; group < METER_GROUPS; group++)
        ticks += meter_spent(m, (enum meter_group_id)group);
    return ticks;
}

static void the_groups_of_the_meter_add_up_to_all_ticks(void **state) {
    (void)state;
    uint64_t collector = 0;
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        struct scenario s;
        struct machine m;
        build_load(&s, *path);
        assert_true(machine_open(&m, &s.program, &s.config));
        uint64_t before = sum_of_groups(&m), ticks = run_and_add_up(&m);
        assert_true(sum_of_groups(&m) - before == ticks);
        assert_true(meter_side_spent(&m, METER_PROGRAM) + meter_side_spent(&m, METER_COLLECTOR) ==
                    sum_of_groups(&m));
        assert_true(meter_assists(&m) <= meter_side_spent(&m, METER_COLLECTOR));
        assert_int_equal(meter_objects(&m, METER_STACK_ALLOCATION),
                         m.s->statistics.stack_allocations);
        collector += meter_side_spent(&m, METER_COLLECTOR);
        machine_close(&m);
        scenario_free(&s);
    }
    assert_true(collector > 0);
}

/* Sorted into the groups that say so. */
static void allocation_on_the_stack_and_on_the_heap_can_be_compared(void **state) {
    struct scenario s;
    struct machine m;
    (void)state;
    build_script(&s, "'types': {'Node': {'next': '*Node', 'value': 'int'}},"
                     "'functions': {'main': [{'new': 'Node', 'to': 'a', 'escape': 'stack'},"
                     "{'new': 'Node', 'to': 'b', 'escape': 'heap'},"
                     "{'new': 'Node', 'to': 'c', 'escape': 'heap'}]}");
    assert_true(machine_open(&m, &s.program, &s.config));
    run_and_add_up(&m);
    assert_int_equal(meter_objects(&m, METER_STACK_ALLOCATION), 1);
    assert_int_equal(meter_spent(&m, METER_STACK_ALLOCATION), 2);
    assert_int_equal(meter_objects(&m, METER_HEAP_ALLOCATION), 2);
    assert_int_equal(meter_spent(&m, METER_HEAP_ALLOCATION), 2 * (190 + 80));
    assert_int_equal(meter_objects(&m, METER_OPERATIONS), 0);
    machine_close(&m);
    scenario_free(&s);
}

/* Up to 32 bytes, of a string that stays. */
static void a_short_string_in_the_stack_frame_is_an_allocation_there(void **state) {
    struct scenario s;
    struct machine m;
    (void)state;
    build_script(&s, "'functions': {'main': [{'set': 's', 'to': '`a`'}, {'set': 't', 'to': 's + "
                     "`b`', 'escape': 'stack'}, {'set': 'u', 'to': 't + s', 'escape': 'stack'}]}");
    assert_true(machine_open(&m, &s.program, &s.config));
    run_and_add_up(&m);
    assert_int_equal(m.s->statistics.stack_allocations, 2);
    assert_int_equal(meter_objects(&m, METER_STACK_ALLOCATION), 2);
    machine_close(&m);
    scenario_free(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cost_says_where_its_number_is_from),
        cmocka_unit_test(the_stack_is_cheaper_than_the_heap),
        cmocka_unit_test(what_is_charged_is_counted_and_spent),
        cmocka_unit_test(the_groups_of_the_meter_add_up_to_all_ticks),
        cmocka_unit_test(allocation_on_the_stack_and_on_the_heap_can_be_compared),
        cmocka_unit_test(a_short_string_in_the_stack_frame_is_an_allocation_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
