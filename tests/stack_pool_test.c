/* Where stacks lie in memory, and what becomes of those of goroutines that have ended. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine/memory.h"
#include "machine/stack/stack.h"
#include "machine/stack/stack_pool.h"
#include "support/build.h"
#include "support/run.h"

#define WORKERS                                                                                    \
    "'globals': {'stop': 'int'}, 'functions': {"                                                   \
    "'work': [{'while': 'stop == 0', 'do': [{'yield': true}]}],"                                   \
    "'deep': {'takes': {'n': 'int'}, 'do': [{'if': 'n > 0', 'do': [{'call': 'deep', 'with': "      \
    "['n - 1']}]}]},"                                                                              \
    "'brief': [],"

static struct goroutine *last_goroutine(const struct run *r) {
    return goroutine_of(&r->m, r->m.s->goroutine_count);
}

static void open_script(struct run *r, struct scenario *s, const char *script) {
    build_script(s, script);
    s->config.procs = 1;
    run_open(r, s);
}

static void close_script(struct run *r, struct scenario *s) {
    run_close(r);
    scenario_free(s);
}

/* ---- placement ---- */

/* Measured with Go 1.19: groups of 8 with ascending addresses, the upper half of a span first. */
static void new_stacks_ascend_through_the_upper_half_of_a_span_first(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_script(&r, &s, WORKERS "'main': [{'repeat': 40, 'do': [{'go': 'work'}]}]}");
    uint64_t base = ARENA_BASE;
    assert_int_equal(goroutine_of(&r.m, 1)->stack_low, base + 0x4000);
    for (uint32_t i = 1; i < 40; i++) {
        run_to_event(&r, 1, EVENT_GO);
        uint32_t in_span = i % 16, half = in_span < 8 ? 8 + in_span : in_span - 8;
        if (i == 16 || i == 32) base = last_goroutine(&r)->stack_low / 32768 * 32768;
        assert_int_equal(last_goroutine(&r)->stack_low, base + half * 2048ull);
    }
    assert_int_equal(run_statistic(&r, "StackInuse"), 3 * 32768);
    close_script(&r, &s);
}

static void each_processor_takes_stacks_from_a_cache_of_its_own(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, WORKERS "'main': [{'yield': true}]}");
    s.config.procs = 2;
    run_open(&r, &s);
    assert_int_equal(stack_take(&r.m, 2048), 0xc000004800);
    r.m.s->on = 1;
    assert_int_equal(stack_take(&r.m, 2048), 0xc000000000); /* the lower half */
    r.m.s->on = 0;
    assert_int_equal(stack_take(&r.m, 2048), 0xc000005000);
    close_script(&r, &s);
}

/* What is freed last is taken first. */
static void a_cache_releases_half_of_it_when_it_is_full(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    uint64_t stacks[64];
    open_script(&r, &s, WORKERS "'main': [{'yield': true}]}");
    for (int order = 0; order < STACK_ORDERS; order++) {
        uint64_t size = 2048ull << order, full = 32768 / size;
        for (uint64_t i = 0; i < 2 * full; i++) stacks[i] = stack_take(&r.m, size);
        const struct processor *p = &r.m.processors[0];
        uint32_t before = p->stack_count[order];
        for (uint64_t i = 0; before + i < full; i++) stack_give(&r.m, stacks[i], size);
        assert_int_equal(p->stack_count[order], full);
        uint64_t given = full - before;
        stack_give(&r.m, stacks[given], size);
        assert_int_equal(p->stack_count[order], full / 2 + 1);
        assert_int_equal(stack_take(&r.m, size), stacks[given]);
    }
    close_script(&r, &s);
}

static void a_stack_of_32_kib_is_a_span_that_goes_back_at_once(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    uint32_t page;
    open_script(&r, &s, WORKERS "'main': [{'yield': true}]}");
    uint64_t stack = stack_take(&r.m, 65536);
    assert_int_equal(span_at(&r.m, stack, &page)->pages, 8);
    assert_int_equal(run_statistic(&r, "StackInuse"), 32768 + 65536);
    stack_give(&r.m, stack, 65536);
    assert_int_equal(run_statistic(&r, "StackInuse"), 32768);
    assert_null(span_at(&r.m, stack, &page));
    close_script(&r, &s);
}

/* While marking, freed spans wait for the end of the cycle; another stack may have them. */
static void freed_spans_wait_while_the_collector_marks(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    uint32_t page;
    open_script(&r, &s, WORKERS "'main': [{'gc': 'start'}, {'yield': true}]}");
    r.check_every = UINT64_MAX; /* nobody has the stacks that are taken here */
    uint64_t large = stack_take(&r.m, 65536), small[2];
    for (int i = 0; i < 2; i++) small[i] = stack_take(&r.m, 16384);
    run_to_event(&r, 1, EVENT_GC_REQUEST);
    run_to_stage(&r, STAGE_MARK);
    stack_give(&r.m, large, 65536);
    for (int i = 0; i < 2; i++) stack_give(&r.m, small[i], 16384);
    assert_non_null(span_at(&r.m, large, &page));
    assert_int_equal(stack_take(&r.m, 65536), large);
    stack_give(&r.m, large, 65536);
    run_to_stage(&r, STAGE_SWEEP);
    assert_null(span_at(&r.m, large, &page));
    assert_null(span_at(&r.m, small[0], &page));
    assert_int_equal(run_statistic(&r, "StackInuse"), 32768); /* main's */
    close_script(&r, &s);
}

static void no_memory_for_a_stack_is_told(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, WORKERS "'main': [{'yield': true}]}");
    s.config.pages_max = 12;
    run_open(&r, &s);
    assert_int_equal(stack_take(&r.m, 131072), 0);
    assert_int_not_equal(stack_take(&r.m, 65536), 0);
    for (int i = 0; i < 15; i++) assert_int_not_equal(stack_take(&r.m, 2048), 0);
    assert_int_equal(stack_take(&r.m, 2048), 0);
    assert_int_equal(stack_take(&r.m, 16384), 0);
    close_script(&r, &s);
}

/* ---- goroutines that have ended ---- */

static void the_last_stack_kept_is_the_next_one_used(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_script(
        &r, &s,
        WORKERS
        "'main': [{'repeat': 3, 'do': [{'go': 'brief'}]}, {'repeat': 3, 'do': [{'go': 'work'}]}]}");
    uint64_t stacks[3];
    for (int i = 0; i < 3; i++) {
        run_to_event(&r, 1, EVENT_GO);
        stacks[i] = last_goroutine(&r)->stack_low;
    }
    for (uint32_t n = 2; n <= 4; n++) {
        while (goroutine_of(&r.m, n)->status != GOROUTINE_DEAD) run_step(&r, n);
        assert_int_equal(goroutine_of(&r.m, n)->stack_low, stacks[n - 2]); /* it keeps it */
    }
    for (int i = 2; i >= 0; i--) {
        run_to_event(&r, 1, EVENT_GO);
        assert_int_equal(last_goroutine(&r)->stack_low, stacks[i]);
    }
    assert_int_equal(goroutine_of(&r.m, 2)->stack_low, 0);
    close_script(&r, &s);
}

/* proc.go:gfput */
static void a_stack_of_another_size_is_freed_when_its_goroutine_ends(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_script(
        &r, &s,
        WORKERS
        "'grows': [{'call': 'deep', 'with': [60]}], 'main': [{'go': 'grows'}, {'go': 'work'}]}");
    run_to_event(&r, 1, EVENT_GO);
    while (goroutine_of(&r.m, 2)->status != GOROUTINE_DEAD) run_step(&r, 2);
    assert_true(run_statistic(&r, "StackCopies") > 0);
    assert_int_equal(goroutine_of(&r.m, 2)->stack_low, 0);
    run_to_event(&r, 1, EVENT_GO);
    assert_int_equal(goroutine_of(&r.m, 3)->stack_high - goroutine_of(&r.m, 3)->stack_low, 2048);
    close_script(&r, &s);
}

/* proc.go:gfput gives 33 of 64 to all processors; root job 1 frees their stacks. */
static void stacks_that_all_processors_share_are_freed_by_the_collector(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_script(
        &r, &s,
        WORKERS
        "'main': [{'repeat': 63, 'do': [{'go': 'brief'}]}, {'gc': 'start'}, {'yield': true}]}");
    r.check_every = 16;
    while (r.m.s->goroutine_count < 64) run_to_event(&r, 1, EVENT_GO);
    for (uint32_t n = 2; n <= 64; n++)
        while (goroutine_of(&r.m, n)->status != GOROUTINE_DEAD) run_step(&r, n);
    assert_int_equal(r.m.processors[0].dead_count, 63);
    r.m.processors[0].dead_count = 0; /* as if they belonged to all */
    r.m.s->stacks.dead_with_stack = r.m.processors[0].dead;
    r.m.processors[0].dead = 0;
    run_to_event(&r, 1, EVENT_GC_REQUEST);
    run_to_stage(&r, STAGE_MARK);
    for (uint32_t n = 2; n <= 64; n++) assert_int_equal(goroutine_of(&r.m, n)->stack_low, 0);
    run_to_stage(&r, STAGE_SWEEP);
    assert_int_equal(run_statistic(&r, "StackInuse"), 32768);
    close_script(&r, &s);
}

static void no_more_than_63_ended_goroutines_stay_with_a_processor(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, WORKERS "'main': [{'repeat': 64, 'do': [{'go': 'brief'}]}, {'repeat': 64, "
                             "'do': [{'go': 'brief'}]}, {'yield': true}]}");
    s.config.procs = 1;
    s.config.goroutines_max = 200;
    run_open(&r, &s);
    run_to_event(&r, 1, EVENT_GO);
    while (r.m.s->goroutine_count < 65) run_to_event(&r, 1, EVENT_GO);
    const struct processor *p = &r.m.processors[0];
    for (uint32_t n = 2; n <= 65; n++) {
        while (goroutine_of(&r.m, n)->status != GOROUTINE_DEAD) run_step(&r, n);
        assert_int_equal(p->dead_count, n < 65 ? n - 1 : 31);
    }
    for (uint32_t i = 0; i < 31; i++) run_to_event(&r, 1, EVENT_GO);
    assert_int_equal(p->dead_count, 0);
    run_to_event(&r, 1, EVENT_GO); /* a batch comes back */
    assert_int_equal(p->dead_count, 31);
    close_script(&r, &s);
}

/* ---- the size that recycled goroutines begin with ---- */

/* Measured: with an average of 4096 a new goroutine has 2048 bytes, a recycled one 4096. */
static void a_recycled_goroutine_begins_with_what_stacks_had_in_use(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_script(&r, &s,
                WORKERS
                "'large': [{'new': '[300]int', 'to': 'a', 'escape': 'stack'}, {'call': 'work'}],"
                "'main': [{'new': '[300]int', 'to': 'b', 'escape': 'stack'}, {'go': 'brief'}, "
                "{'go': 'large'}, {'gc': 'run'},"
                "{'go': 'brief'}, {'go': 'brief'}, {'yield': true}]}");
    run_to_event(&r, 1, EVENT_GO);
    run_to_event(&r, 1, EVENT_GO);
    while (goroutine_of(&r.m, 2)->status != GOROUTINE_DEAD) run_step(&r, 2);
    run_to_event(&r, 1, EVENT_GC_REQUEST);
    while (r.m.s->gc.completed == 0) run_step(&r, ACTOR_COLLECTOR);
    assert_int_equal(r.m.s->stacks.start_size, 4096); /* 2400 bytes and the guard */
    run_to_event(&r, 1, EVENT_GO);
    assert_int_equal(last_goroutine(&r)->stack_high - last_goroutine(&r)->stack_low, 4096);
    run_to_event(&r, 1, EVENT_GO);
    assert_int_equal(last_goroutine(&r)->stack_high - last_goroutine(&r)->stack_low, 2048);
    close_script(&r, &s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_stacks_ascend_through_the_upper_half_of_a_span_first),
        cmocka_unit_test(each_processor_takes_stacks_from_a_cache_of_its_own),
        cmocka_unit_test(a_cache_releases_half_of_it_when_it_is_full),
        cmocka_unit_test(a_stack_of_32_kib_is_a_span_that_goes_back_at_once),
        cmocka_unit_test(freed_spans_wait_while_the_collector_marks),
        cmocka_unit_test(no_memory_for_a_stack_is_told),
        cmocka_unit_test(the_last_stack_kept_is_the_next_one_used),
        cmocka_unit_test(a_stack_of_another_size_is_freed_when_its_goroutine_ends),
        cmocka_unit_test(stacks_that_all_processors_share_are_freed_by_the_collector),
        cmocka_unit_test(no_more_than_63_ended_goroutines_stay_with_a_processor),
        cmocka_unit_test(a_recycled_goroutine_begins_with_what_stacks_had_in_use),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
