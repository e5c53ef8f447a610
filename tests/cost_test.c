/* The table of costs: what it says of itself, and how it is charged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "machine/cost.h"
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cost_says_where_its_number_is_from),
        cmocka_unit_test(the_stack_is_cheaper_than_the_heap),
        cmocka_unit_test(what_is_charged_is_counted_and_spent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
