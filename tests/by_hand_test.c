/* The collector's decisions by hand: what is a matter of taste, and what loses an object. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "machine/check/check.h"
#include "machine/gc/by_hand.h"
#include "machine/gc/gc.h"
#include "machine/inspect/inspect.h"
#include "machine/inspect/statistics.h"
#include "machine/sched.h"
#include "support/build.h"

/* top leads to left and right, and each of these to a leaf; nothing leads to litter. */
#define TREE                                                                                       \
    "'types': {'Node': {'left': '*Node', 'right': '*Node'}}, 'globals': {'top': '*Node'},"         \
    "'functions': {'main': ["                                                                      \
    "{'new': 'Node', 'to': 'top', 'escape': 'heap', 'name': 'top'},"                               \
    "{'new': 'Node', 'to': 'top.left', 'escape': 'heap', 'name': 'left'},"                         \
    "{'new': 'Node', 'to': 'top.right', 'escape': 'heap', 'name': 'right'},"                       \
    "{'new': 'Node', 'to': 'top.left.left', 'escape': 'heap', 'name': 'leaf'},"                    \
    "{'new': 'Node', 'to': 'top.right.left', 'escape': 'heap', 'name': 'bud'},"                    \
    "{'new': 'Node', 'to': 'x', 'escape': 'heap', 'name': 'litter'},"                              \
    "{'set': 'x', 'to': 'nil'}, {'gc': 'run'}, {'yield': true}]}"

struct stage_of_hand {
    struct scenario scenario;
    struct machine m;
    uint64_t taken; /* the object of the last TAKE */
};

static void note(void *user, const struct event *e) {
    struct stage_of_hand *t = user;
    if (e->kind == EVENT_TAKE) t->taken = e->a;
}

static void open_stage(struct stage_of_hand *t) {
    build_script(&t->scenario, TREE);
    assert_true(machine_open(&t->m, &t->scenario.program, &t->scenario.config));
    t->m.sink = (struct sink){note, t};
}

static void close_stage(struct stage_of_hand *t) {
    machine_close(&t->m);
    scenario_free(&t->scenario);
}

static void step(struct stage_of_hand *t) {
    machine_step(&t->m, sched_pick(&t->m));
    const char *wrong = check_state(&t->m);
    if (wrong) fail_msg("%s", wrong);
}

struct search {
    const struct machine *m;
    const char *name;
    uint64_t address;
};

static void compare(void *user, const struct object_view *o) {
    struct search *search = user;
    struct text name = {0};
    inspect_object_name(search->m, o->address, &name);
    if (strcmp(text_string(&name), search->name) == 0) search->address = o->address;
    text_free(&name);
}

static uint64_t object(const struct stage_of_hand *t, const char *name) {
    struct search search = {&t->m, name, 0};
    inspect_objects(&t->m, compare, &search);
    assert_true(search.address);
    return search.address;
}

static bool is_pending(const struct machine *m, uint64_t address) {
    for (uint32_t p = 0; p < m->config.procs; p++)
        if (m->processors[p].scan.pending == address) return true;
    return false;
}

static uint64_t number(const struct stage_of_hand *t, const char *name) {
    return statistic_find(name)->value(&t->m);
}

static void another_grey_object_is_taken_instead(void **state) {
    (void)state;
    struct stage_of_hand t = {0};
    open_stage(&t);
    while (work_count(&t.m) < 2 || gc_in_hands(&t.m, object(&t, "top"))) step(&t);
    uint64_t left = object(&t, "left"), right = object(&t, "right");
    assert_true(gc_is_grey(&t.m, left) && gc_is_grey(&t.m, right));
    t.taken = 0;
    assert_false(hand_take(&t.m, object(&t, "litter"), right));
    assert_true(hand_take(&t.m, left, right)); /* Go takes the last one first */
    while (!t.taken) step(&t);
    assert_int_equal(t.taken, left);
    while (machine_running(&t.m)) step(&t);
    assert_int_equal(number(&t, "LostObjects"), 0);
    assert_int_equal(number(&t, "Frees"), 1);
    close_stage(&t);
}

static void what_is_passed_over_is_lost_and_freed(void **state) {
    (void)state;
    struct stage_of_hand t = {0};
    open_stage(&t);
    while (!gc_marking(&t.m)) step(&t);
    uint64_t leaf = object(&t, "leaf");
    assert_false(hand_forget(&t.m, leaf));
    while (!is_pending(&t.m, leaf)) step(&t);
    assert_true(hand_forget(&t.m, leaf));
    while (machine_running(&t.m)) machine_step(&t.m, sched_pick(&t.m));
    assert_int_equal(number(&t, "LostObjects"), 1);
    assert_int_equal(number(&t, "Frees"), 2);
    close_stage(&t);
}

static void the_judge_may_doom_and_spare(void **state) {
    (void)state;
    struct stage_of_hand t = {0};
    open_stage(&t);
    while (!hand_may_judge(&t.m)) step(&t);
    uint64_t bud = object(&t, "bud"), litter = object(&t, "litter");
    assert_false(hand_spare(&t.m, bud) || hand_doom(&t.m, litter));
    assert_true(hand_doom(&t.m, bud));
    assert_true(hand_spare(&t.m, litter));
    while (machine_running(&t.m)) machine_step(&t.m, sched_pick(&t.m));
    assert_false(hand_doom(&t.m, object(&t, "top"))); /* the moment has passed */
    assert_int_equal(number(&t, "LostObjects"), 1);
    assert_int_equal(number(&t, "Frees"), 1);
    struct object_view o;
    assert_true(inspect_object(&t.m, litter, &o));
    assert_int_not_equal(o.colour, COLOUR_FREE);
    close_stage(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_grey_object_is_taken_instead),
        cmocka_unit_test(what_is_passed_over_is_lost_and_freed),
        cmocka_unit_test(the_judge_may_doom_and_spare),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
