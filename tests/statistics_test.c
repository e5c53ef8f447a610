/* Memory statistics: that each is what runtime.MemStats says it is, and that they add up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "machine/inspect/statistics.h"
#include "support/build.h"
#include "support/run.h"

#define MIB (1u << 20)

static struct scenario scenario;
static struct run run;

static void open_script(const char *script, uint32_t procs) {
    build_script(&scenario, script);
    scenario.config.procs = procs;
    scenario.config.pages_max = 8192;
    if (procs > 1) scenario.config.minimum_heap = 16384;
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

static void require(const char *name, uint64_t value) {
    uint64_t is = run_statistic(&run, name);
    if (is != value)
        fail_msg("%s is %llu, not %llu", name, (unsigned long long)is, (unsigned long long)value);
}

/* A fresh process has 4 MiB mapped: recorded as HeapSys 3,997,696 + StackInuse 196,608. */
static void a_fresh_arena_has_4_MiB(void **state) {
    (void)state;
    open_script("'functions': {'main': [{'yield': true}]}", 1);
    require("Sys", 4 * MIB);
    require("StackInuse", 32768);
    require("StackSys", 32768);
    require("HeapSys", 4 * MIB - 32768);
    require("HeapIdle", 4 * MIB - 32768);
    require("HeapReleased", 4 * MIB - 32768);
    require("HeapInuse", 0);
    close_script();
}

static void a_span_in_use_is_neither_idle_nor_released(void **state) {
    (void)state;
    open_script("'functions': {'main': [{'new': '[3]int', 'to': 'x', 'escape': 'heap'},"
                "{'yield': true}, {'set': 'x', 'to': 'nil'}, {'gc': 'run'}, {'yield': true}]}",
                1);
    run_until_yield();
    require("HeapInuse", 8192);
    require("HeapIdle", 4 * MIB - 32768 - 8192);
    require("HeapReleased", 4 * MIB - 32768 - 8192);
    require("HeapAlloc", 24);
    require("TailBytes", 8); /* 341 slots of 24 bytes */
    require("FreeSlotBytes", 340 * 24);
    run_until_yield();
    require("HeapInuse", 0);
    require("HeapIdle", 4 * MIB - 32768); /* given back, but touched */
    require("HeapReleased", 4 * MIB - 32768 - 8192);
    require("TailBytes", 0);
    close_script();
}

static void what_does_not_fit_makes_the_arena_grow(void **state) {
    (void)state;
    open_script("'functions': {'main': [{'new': '[4194304]byte', 'to': 'x', 'escape': 'heap'},"
                "{'yield': true}]}",
                1);
    run_until_yield();
    require("Sys", 8 * MIB);
    require("HeapInuse", 4 * MIB);
    require("HeapSys", 8 * MIB - 32768);
    close_script();
}

static void work_buffers_are_the_collectors(void **state) {
    (void)state;
    open_script("'types': {'T': {'p': '*T'}}, 'globals': {'g': '*T'}, 'functions': {'main': ["
                "{'new': 'T', 'to': 'g', 'escape': 'heap'}, {'gc': 'run'}]}",
                1);
    uint64_t most = 0;
    while (machine_running(&run.m)) {
        run_next(&run);
        uint64_t now = run_statistic(&run, "GCSys");
        if (now > most) most = now;
        assert_int_equal(run_statistic(&run, "HeapSys") + run_statistic(&run, "StackSys") + now,
                         run_statistic(&run, "Sys"));
    }
    assert_int_equal(most, 32768);
    require("GCSys", 0);
    close_script();
}

static void slots_are_counted_by_size(void **state) {
    (void)state;
    open_script("'functions': {'main': [{'repeat': 5, 'do': [{'new': '[3]int', 'to': 'x', "
                "'escape': 'heap'}]}, {'new': 'int8', 'to': 'a', 'escape': 'heap'},"
                "{'new': 'int8', 'to': 'b', 'escape': 'heap'},"
                "{'new': '[5000]int', 'to': 'c', 'escape': 'heap'}, {'yield': true},"
                "{'set': 'x', 'to': 'nil'}, {'gc': 'run'}, {'yield': true}]}",
                1);
    run_until_yield();
    require("BySize.24.Mallocs", 5);
    require("BySize.16.Mallocs", 1); /* the block, not its parts */
    require("BySize.32.Mallocs", 0);
    require("Mallocs", 8); /* with the large one */
    require("TotalRequested", 5 * 24 + 2 + 40000);
    require("TotalAlloc", 5 * 24 + 16 + 40960);
    run_until_yield();
    require("BySize.24.Frees", 5);
    require("BySize.16.Frees", 0);
    close_script();
}

static void names_that_are_none_are_refused(void **state) {
    (void)state;
    static const char *const WRONG[] = {"",
                                        "heapalloc",
                                        "HeapAlloc ",
                                        "BySize",
                                        "BySize.",
                                        "BySize.24",
                                        "BySize.24.",
                                        "BySize.24.Size",
                                        "BySize.25.Mallocs",
                                        "BySize.0.Mallocs",
                                        "BySize..Mallocs",
                                        "BySize.32769.Frees",
                                        "BySize.4294967320.Mallocs",
                                        "BySize.99999999999999999999999.Mallocs",
                                        "BySize.24.MallocsX",
                                        "BySize.-24.Mallocs"};
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++)
        assert_false(statistic_exists(WRONG[i]));
    assert_true(statistic_exists("BySize.32768.Frees"));
    assert_true(statistic_exists("BySize.8.Mallocs"));
    for (const struct statistic *s = STATISTICS; s->name; s++)
        assert_true(statistic_exists(s->name) && statistic_find(s->name) == s);
}

/* On many processors, through collections. */
static void the_numbers_add_up_after_every_step(void **state) {
    (void)state;
    open_script(
        "'types': {'T': {'p': '*T', 'd': '[90]byte'}}, 'globals': {'head': '*T'},"
        "'functions': {'main': [{'repeat': 3, 'do': [{'go': 'f', 'with': [30]}]},"
        "{'call': 'f', 'with': [60]}, {'gc': 'run'}],"
        "'f': {'takes': {'n': 'int'}, 'do': [{'while': 'n > 0', 'do': ["
        "{'new': 'T', 'to': 't', 'escape': 'heap'}, {'new': 'int16', 'to': 'i', "
        "'escape': 'heap'}, {'new': '[600]byte', 'to': 'b', 'escape': 'heap'},"
        "{'set': 't.p', 'to': 'head'}, {'if': 'n > 20', 'do': [{'set': 'head', 'to': 't'}]},"
        "{'set': 'n', 'to': 'n - 1'}]}]}}",
        4);
    while (machine_running(&run.m)) {
        run_next(&run);
#define IS(name) run_statistic(&run, name)
        assert_int_equal(IS("HeapSys"), IS("HeapInuse") + IS("HeapIdle"));
        assert_int_equal(IS("Sys"), IS("HeapSys") + IS("StackSys") + IS("GCSys"));
        assert_int_equal(IS("HeapInuse"), IS("HeapAlloc") + IS("FreeSlotBytes") + IS("TailBytes"));
        assert_int_equal(IS("HeapObjects"), IS("Mallocs") - IS("Frees"));
        assert_true(IS("HeapReleased") <= IS("HeapIdle"));
        assert_true(IS("HeapAlloc") <= IS("TotalAlloc"));
        assert_int_equal(IS("Alloc"), IS("HeapAlloc"));
#undef IS
    }
    assert_true(run_statistic(&run, "NumGC") > 1);
    close_script();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fresh_arena_has_4_MiB),
        cmocka_unit_test(a_span_in_use_is_neither_idle_nor_released),
        cmocka_unit_test(what_does_not_fit_makes_the_arena_grow),
        cmocka_unit_test(work_buffers_are_the_collectors),
        cmocka_unit_test(slots_are_counted_by_size),
        cmocka_unit_test(names_that_are_none_are_refused),
        cmocka_unit_test(the_numbers_add_up_after_every_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
