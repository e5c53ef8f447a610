/* What is told of processors: who has each of them, what it has in its hands, whose step it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "machine/inspect/inspect.h"
#include "support/build.h"
#include "support/run.h"

static void assert_words(const struct machine *m, uint32_t processor, const char *expected) {
    struct processor_view view = inspect_processor(m, processor);
    struct text words = {0};
    inspect_processor_words(m, &view, &words);
    assert_string_equal(text_string(&words), expected);
    text_free(&words);
}

static void open_graph(struct run *r, struct scenario *s, uint32_t procs) {
    build_load(s, "scenarios/06-textbook-graph.json");
    s->config.procs = procs;
    run_open(r, s);
}

static void a_goroutine_has_the_first_processor_and_the_others_are_idle(void **state) {
    static struct run r;
    struct scenario s;
    (void)state;
    open_graph(&r, &s, 3);
    run_step(&r, 1);
    assert_words(&r.m, 0, "G1 main");
    assert_words(&r.m, 1, "idle");
    assert_words(&r.m, 2, "idle");
    assert_true(inspect_processor(&r.m, 0).ticks > 0);
    assert_true(inspect_processor(&r.m, 0).scan == NULL);
    run_close(&r);
    scenario_free(&s);
}

static void everybody_stands_still_when_the_world_is_stopped(void **state) {
    static struct run r;
    struct scenario s;
    (void)state;
    open_graph(&r, &s, 2);
    run_to_event(&r, 1, EVENT_GC_REQUEST);
    run_to_event(&r, ACTOR_COLLECTOR, EVENT_STOP_WORLD);
    uint32_t here = r.m.s->on;
    assert_words(&r.m, here, "the collector");
    assert_words(&r.m, 1 - here, "stopped");
    run_close(&r);
    scenario_free(&s);
}

static const char *actor_words(const struct machine *m) {
    static char words[64];
    struct text actor = {0};
    inspect_actor(m, ACTOR_COLLECTOR, &actor);
    strncpy(words, text_string(&actor), sizeof words - 1);
    text_free(&actor);
    return words;
}

/* Eight processors give two to marking; one of these takes the globals, the other a stack. */
static void workers_are_named_when_several_are_at_work(void **state) {
    static struct run r;
    struct scenario s;
    (void)state;
    open_graph(&r, &s, 8);
    run_to_event(&r, 1, EVENT_GC_REQUEST);
    run_to_stage(&r, STAGE_MARK);
    assert_string_equal(actor_words(&r.m), "the collector");
    run_choice(&r, (struct choice){ACTOR_COLLECTOR, 6});
    assert_string_equal(actor_words(&r.m), "the collector");
    assert_words(&r.m, 6, "marks (dedicated): the globals");
    assert_words(&r.m, 7, "marks (dedicated)");
    run_choice(&r, (struct choice){ACTOR_COLLECTOR, 7});
    assert_string_equal(actor_words(&r.m), "the worker on P7");
    run_choice(&r, (struct choice){ACTOR_COLLECTOR, 6});
    assert_string_equal(actor_words(&r.m), "the worker on P6");
    run_to_event(&r, ACTOR_COLLECTOR, EVENT_SWEEP_START);
    assert_string_equal(actor_words(&r.m), "the collector");
    run_close(&r);
    scenario_free(&s);
}

/* With a single processor its worker has a fraction of the time. */
static void what_a_worker_has_in_its_hands_has_a_name(void **state) {
    static struct run r;
    struct scenario s;
    (void)state;
    open_graph(&r, &s, 1);
    run_to_event(&r, 1, EVENT_GC_REQUEST);
    run_to_event(&r, ACTOR_COLLECTOR, EVENT_TAKE);
    assert_words(&r.m, 0, "marks (fractional): A");
    assert_string_equal(actor_words(&r.m), "the collector");
    run_close(&r);
    scenario_free(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_goroutine_has_the_first_processor_and_the_others_are_idle),
        cmocka_unit_test(everybody_stands_still_when_the_world_is_stopped),
        cmocka_unit_test(workers_are_named_when_several_are_at_work),
        cmocka_unit_test(what_a_worker_has_in_its_hands_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
