/* Semaphores, atomic operations, and the runtime's other services. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "machine/memory.h"
#include "support/code.h"
#include "support/run.h"

static struct code h;
static struct run r;

static void open_run(void) {
    code_finish(&h);
    run_open(&r, &h.s);
}

static void close_run(void) {
    run_close(&r);
    code_free(&h);
}

static void require_output(const char *output) {
    open_run();
    run_require_output(&r, output);
    close_run();
}

/* ---- pieces: globals are semaphores of 4 bytes, or numbers ---- */

enum { SEMAPHORE, DONE, COUNTER }; /* words of the globals */

static void begin(void) {
    code_begin(&h);
    program_add_global(&h.s.program, "semaphore", h.int_type);
    program_add_global(&h.s.program, "done", h.int_type);
    program_add_global(&h.s.program, "counter", h.int_type);
    program_lay_out_globals(&h.s.program);
}

static void at_global(enum op_code code, int32_t word, int32_t slot) {
    code_op_with(&h,
                 (struct op){.code = OP_ADDRESS, .flags = OP_GLOBAL, .a = slot, .c = word * WORD});
    code_op(&h, code, slot, 0, 0);
}

static void load_global(int32_t word, int32_t slot) {
    code_op_with(
        &h,
        (struct op){.code = OP_LOAD, .flags = OP_GLOBAL, .size = 8, .a = slot, .c = word * WORD});
}

static void store_global(int32_t word, int32_t slot) {
    code_op_with(
        &h,
        (struct op){.code = OP_STORE, .flags = OP_GLOBAL, .size = 8, .b = slot, .c = word * WORD});
}

static void add_constant(int32_t slot, int32_t by) {
    code_op_with(&h,
                 (struct op){.code = OP_ADD, .flags = OP_CONSTANT, .a = slot, .b = slot, .c = by});
}

static void finish(void) {
    code_op(&h, OP_RETURN, NO_SLOT, 0, 0);
}

/* ---- semaphores ---- */

enum { WORKERS = 6, ROUNDS = 5 };

/* Each adds ROUNDS to the counter, with a pause in the middle of each addition, under the lock. */
static uint32_t add_worker(void) {
    uint32_t f = code_function(&h, "worker", 0);
    code_in(&h, f, 4);
    code_const(&h, -1, ROUNDS);
    uint32_t loop = code_next(&h);
    at_global(OP_SEMAPHORE_ACQUIRE, SEMAPHORE, -2);
    load_global(COUNTER, -3);
    code_op(&h, OP_YIELD, 0, 0, 0);
    add_constant(-3, 1);
    store_global(COUNTER, -3);
    at_global(OP_SEMAPHORE_RELEASE, SEMAPHORE, -2);
    add_constant(-1, -1);
    code_op_with(
        &h,
        (struct op){
            .code = OP_JUMP_UNEQUAL, .flags = OP_CONSTANT, .a = -1, .b = 0, .c = (int32_t)loop});
    at_global(OP_SEMAPHORE_RELEASE, DONE, -2);
    finish();
    return f;
}

static void one_at_a_time_has_the_unit(void **state) {
    (void)state;
    begin();
    uint32_t worker = add_worker();
    code_in(&h, 0, 2);
    at_global(OP_SEMAPHORE_RELEASE, SEMAPHORE, -1);
    for (int i = 0; i < WORKERS; i++) code_op(&h, OP_GO, (int32_t)worker, 0, 0);
    for (int i = 0; i < WORKERS; i++) at_global(OP_SEMAPHORE_ACQUIRE, DONE, -1);
    load_global(COUNTER, -2);
    code_print_slot(&h, "", -2, h.int_type);
    finish();
    code_finish(&h);
    code_require_output_everywhere(&h, "30\n");
    code_free(&h);
}

static void who_has_waited_longest_comes_first(void **state) {
    (void)state;
    begin();
    uint32_t f = code_function(&h, "f", 1);
    code_in(&h, f, 1);
    code_variable(&h, h.int_type, 2);
    at_global(OP_SEMAPHORE_ACQUIRE, SEMAPHORE, -1);
    code_print_slot(&h, "", 2, h.int_type);
    at_global(OP_SEMAPHORE_RELEASE, DONE, -1);
    finish();
    code_in(&h, 0, 2);
    for (uint64_t i = 1; i <= 4; i++) {
        code_const(&h, -1, i);
        uint32_t first = program_add_argument(&h.s.program, (struct argument){.value = -1});
        code_op(&h, OP_GO, (int32_t)f, (int32_t)first, 0);
        code_const(&h, -2, 100000); /* until it waits */
        code_op(&h, OP_SLEEP_FOR, -2, 0, 0);
    }
    for (int i = 1; i <= 4; i++) {
        at_global(OP_SEMAPHORE_RELEASE, SEMAPHORE, -1);
        at_global(OP_SEMAPHORE_ACQUIRE, DONE, -1);
    }
    finish();
    require_output("1\n2\n3\n4\n");
}

/* A semaphore in a stack that moves while a goroutine waits for it. */
static void a_semaphore_may_move_with_its_stack(void **state) {
    (void)state;
    begin();
    uint32_t f = code_function(&h, "f", 0);
    code_in(&h, f, 4);
    code_variable(&h, h.int_type, -2);
    code_variable(&h, h.pointer_type, -1);
    code_op(&h, OP_ADDRESS, -1, -2, 0);
    code_op(&h, OP_SEMAPHORE_ACQUIRE, -1, 0, 0);
    finish();
    code_in(&h, 0, 2);
    code_op(&h, OP_GO, (int32_t)f, 0, 0);
    code_const(&h, -1, 100000);
    code_op(&h, OP_SLEEP_FOR, -1, 0, 0);
    code_call(&h, f, 0, NO_SLOT);
    finish();
    h.s.config.hostile_stacks = true;
    open_run();
    run_to_end(&r);
    assert_int_equal(r.m.s->outcome, OUTCOME_DEADLOCK);
    for (uint32_t n = 1; n <= 2; n++) {
        const struct goroutine *g = goroutine_of(&r.m, n);
        assert_int_equal(g->wait, WAIT_SEMAPHORE);
        assert_int_equal(g->semaphore, g->frame - 2 * WORD);
    }
    close_run();
}

static void waiting_for_ever_is_a_deadlock(void **state) {
    (void)state;
    begin();
    code_in(&h, 0, 1);
    at_global(OP_SEMAPHORE_ACQUIRE, SEMAPHORE, -1);
    finish();
    open_run();
    run_require_failure(&r, FAULT_NONE,
                        "fatal error: all goroutines are asleep - deadlock!\n\n"
                        "goroutine 1 [semacquire]:\nmain.main()\n\tmain.go:");
    close_run();
}

/* ---- atomic operations ---- */

static void atomic_operations_leave_their_neighbours_alone(void **state) {
    (void)state;
    begin();
    code_in(&h, 0, 6);
    code_const(&h, -1, GLOBALS_BASE + 4);
    code_const(&h, -2, 5);
    code_op_with(&h, (struct op){.code = OP_ATOMIC_ADD, .size = 4, .a = -3, .b = -1, .c = -2});
    code_print_slot(&h, "", -3, h.int_type);
    code_op_with(
        &h, (struct op){
                .code = OP_ATOMIC_ADD, .size = 4, .flags = OP_CONSTANT, .a = -3, .b = -1, .c = -7});
    code_print_slot(&h, "", -3, h.int_type);
    load_global(0, -4);
    code_print_slot(&h, "", -4, h.int_type);
    finish();
    require_output("5\n-2\n-8589934592\n");
}

static void compare_and_swap_changes_only_what_it_expects(void **state) {
    (void)state;
    begin();
    code_in(&h, 0, 6);
    for (int64_t old = 1; old >= 0; old--) {
        uint32_t first = h.s.program.argument_count;
        program_add_argument(&h.s.program, (struct argument){.value = -1});
        program_add_argument(&h.s.program, (struct argument){.value = old, .constant = true});
        program_add_argument(&h.s.program, (struct argument){.value = 9, .constant = true});
        code_const(&h, -1, GLOBALS_BASE);
        code_op_with(&h,
                     (struct op){.code = OP_ATOMIC_SWAP, .size = 8, .a = -3, .b = (int32_t)first});
        load_global(0, -4);
        code_print_slot(&h, "", -3, h.int_type);
        code_print_slot(&h, "", -4, h.int_type);
    }
    finish();
    require_output("0\n0\n1\n9\n");
}

/* ---- services ---- */

static void time_passes_while_a_goroutine_sleeps(void **state) {
    (void)state;
    begin();
    code_in(&h, 0, 4);
    code_op(&h, OP_NOW, -1, 0, 0);
    code_const(&h, -2, 5000000);
    code_op(&h, OP_SLEEP_FOR, -2, 0, 0);
    code_op(&h, OP_NOW, -3, 0, 0);
    code_op(&h, OP_SUBTRACT, -3, -3, -1);
    store_global(COUNTER, -3);
    code_const(&h, -2, UINT64_MAX); /* -1: not at all */
    code_op(&h, OP_SLEEP_FOR, -2, 0, 0);
    finish();
    open_run();
    run_require_output(&r, "");
    assert_in_range(run_global(&r, "counter"), 5000000, 5001000);
    close_run();
}

/* A part of runtime.MemStats, with fields that mean nothing here. */
static void statistics_are_written_by_the_names_of_fields(void **state) {
    (void)state;
    code_begin(&h);
    struct program *p = &h.s.program;
    uint32_t bad, u64 = program_add_integer(p, "uint64", 8, false),
                  u32 = program_add_integer(p, "uint32", 4, false),
                  boolean = program_add_integer(p, "bool", 1, false),
                  pauses = program_array_of(p, u64, 256), entry = program_begin_struct(p, "entry"),
                  stats = program_begin_struct(p, "MemStats");
    program_add_field(p, entry, "Size", u32);
    program_add_field(p, entry, "Mallocs", u64);
    program_add_field(p, entry, "Frees", u64);
    program_add_field(p, stats, "Mallocs", u64);
    program_add_field(p, stats, "NumGC", u32);
    program_add_field(p, stats, "EnableGC", boolean);
    program_add_field(p, stats, "Lookups", u64);
    program_add_field(p, stats, "PauseNs", pauses);
    program_add_field(p, stats, "BySize", program_array_of(p, entry, 61));
    program_lay_out_types(p, &bad);
    program_add_global(p, "stats", stats);
    program_lay_out_globals(p);
    struct site site = {.type = u64, .heap = true, .why = ""};
    site.label = program_add_label(p, "x", false);
    int32_t small = (int32_t)program_add_site(p, site);
    code_in(&h, 0, 2);
    for (int i = 0; i < 3; i++) code_op(&h, OP_NEW, -1, small, 0);
    code_op(&h, OP_GC, GC_RUN, 0, 0);
    code_op_with(&h, (struct op){.code = OP_ADDRESS, .flags = OP_GLOBAL, .a = -2});
    code_op(&h, OP_MEMORY_STATISTICS, -2, (int32_t)stats, 0);
    code_op(&h, OP_NEW, -1, small, 0);
    finish();
    open_run();
    run_require_output(&r, "");
    const uint64_t sizes = GLOBALS_BASE + 24 + 256 * WORD;
    assert_int_equal(word_read(&r.m, GLOBALS_BASE), 3);
    assert_int_equal(word_read(&r.m, GLOBALS_BASE + 8), 1 | 1ull << 32);
    assert_int_equal(word_read(&r.m, GLOBALS_BASE + 16), 0);
    assert_int_equal(word_read(&r.m, GLOBALS_BASE + 24), r.m.s->statistics.pause_last);
    assert_int_equal(word_read(&r.m, sizes + 2 * 24) & 0xffffffff, 16);
    assert_int_equal(word_read(&r.m, sizes + 2 * 24 + 8), 2); /* blocks of two */
    assert_int_equal(r.m.s->statistics.mallocs, 3); /* a new block behind the statistics */
    close_run();
}

static void fatal_errors_end_the_program(void **state) {
    (void)state;
    begin();
    code_in(&h, 0, 2);
    uint32_t text = program_add_argument(
        &h.s.program, (struct argument){.string = "sync: unlock of unlocked mutex"});
    code_op(&h, OP_FATAL, 0, (int32_t)text, 0);
    finish();
    open_run();
    run_require_failure(&r, FAULT_FATAL,
                        "fatal error: sync: unlock of unlocked mutex\n\n"
                        "goroutine 1 [running]:\nmain.main()\n\tmain.go:");
    close_run();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_at_a_time_has_the_unit),
        cmocka_unit_test(who_has_waited_longest_comes_first),
        cmocka_unit_test(a_semaphore_may_move_with_its_stack),
        cmocka_unit_test(waiting_for_ever_is_a_deadlock),
        cmocka_unit_test(atomic_operations_leave_their_neighbours_alone),
        cmocka_unit_test(compare_and_swap_changes_only_what_it_expects),
        cmocka_unit_test(time_passes_while_a_goroutine_sleeps),
        cmocka_unit_test(statistics_are_written_by_the_names_of_fields),
        cmocka_unit_test(fatal_errors_end_the_program),
    };
    return cmocka_run_group_tests_name("semaphore", tests, NULL, NULL);
}
