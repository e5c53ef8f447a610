/* Deferred calls: their order, their records, what a stack that moves does to them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/code.h"
#include "support/run.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static struct code h;
static struct run r;

static void require_output(const char *output) {
    code_finish(&h);
    run_open(&r, &h.s);
    run_require_output(&r, output);
    run_close(&r);
    code_free(&h);
}

static uint32_t add_printer(const char *name, const char *text) {
    uint32_t made = code_function(&h, name, 0);
    code_in(&h, made, 0);
    code_print(&h, text);
    code_op(&h, OP_RETURN, NO_SLOT, 0, 0);
    return made;
}

static void deferred_calls_are_done_last_first(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t one = add_printer("one", "one"), two = add_printer("two", "two");
    code_in(&h, 0, 8);
    code_variable(&h, h.s.program.panics.record_type, -3);
    code_variable(&h, h.s.program.panics.record_type, -6);
    code_variable(&h, h.pointer_type, -7);
    code_defer(&h, one, -7, -3);
    code_defer(&h, two, -7, -6);
    code_print(&h, "body");
    code_end(&h, NO_SLOT);
    require_output("body\ntwo\none\n");
}

/* A deferred closure changes a result that the function has already set. */
static void deferred_calls_change_named_results(void **state) {
    (void)state;
    code_begin(&h);
    struct program *p = &h.s.program;
    uint32_t more = code_function(&h, "more", 0), f = code_function(&h, "f", 0);
    p->functions[more].context_slot = -1;
    code_in(&h, more, 3);
    code_variable(&h, h.pointer_type, -1);
    code_variable(&h, h.pointer_type, -2);
    code_op_with(&h, (struct op){.code = OP_LOAD, .size = 8, .a = -2, .b = -1, .c = 8});
    code_op_with(&h, (struct op){.code = OP_LOAD, .size = 8, .a = -3, .b = -2});
    code_op_with(&h, (struct op){.code = OP_ADD, .flags = OP_CONSTANT, .a = -3, .b = -3, .c = 40});
    code_op_with(&h, (struct op){.code = OP_STORE, .size = 8, .a = -2, .b = -3});
    code_op(&h, OP_RETURN, NO_SLOT, 0, 0);
    code_in(&h, f, 8);
    code_returns(&h, h.int_type);
    code_variable(&h, h.int_type, -1); /* the result */
    code_variable(&h, p->panics.record_type, -4);
    code_variable(&h, h.int_type, -6); /* the closure: code pointer, ... */
    code_variable(&h, h.pointer_type, -5);
    code_variable(&h, h.pointer_type, -7);
    code_op(&h, OP_CODE, -6, (int32_t)more, 0);
    code_op(&h, OP_ADDRESS, -5, -1, 0);
    code_op(&h, OP_ADDRESS, -7, -6, 0);
    code_op(&h, OP_DEFER, -7, -4, 0);
    code_const(&h, -1, 2);
    code_end(&h, -1);
    code_in(&h, 0, 1);
    code_call(&h, f, 0, -1);
    code_print_slot(&h, "", -1, h.int_type);
    code_op(&h, OP_RETURN, NO_SLOT, 0, 0);
    require_output("42\n");
}

/* f(n) defers `note` n times in a loop: its records are on the heap. */
static uint32_t add_loop(uint32_t note) {
    uint32_t f = code_function(&h, "f", 1);
    code_in(&h, f, 2);
    code_variable(&h, h.int_type, 2);
    code_variable(&h, h.pointer_type, -1);
    uint32_t loop = code_next(&h);
    uint32_t out =
        code_op_with(&h, (struct op){.code = OP_JUMP_EQUAL, .flags = OP_CONSTANT, .a = 2, .b = 0});
    code_defer(&h, note, -1, NO_SLOT);
    code_op_with(&h,
                 (struct op){.code = OP_SUBTRACT, .flags = OP_CONSTANT, .a = 2, .b = 2, .c = 1});
    code_op(&h, OP_JUMP, 0, 0, (int32_t)loop);
    code_land(&h, out);
    code_end(&h, NO_SLOT);
    return f;
}

static uint32_t add_counter(void) {
    uint32_t note = code_function(&h, "note", 0);
    program_add_global(&h.s.program, "count", h.int_type);
    program_lay_out_globals(&h.s.program);
    code_in(&h, note, 1);
    code_op_with(&h, (struct op){.code = OP_LOAD, .flags = OP_GLOBAL, .size = 8, .a = -1});
    code_op_with(&h, (struct op){.code = OP_ADD, .flags = OP_CONSTANT, .a = -1, .b = -1, .c = 1});
    code_op_with(&h, (struct op){.code = OP_STORE, .flags = OP_GLOBAL, .size = 8, .b = -1});
    code_op(&h, OP_RETURN, NO_SLOT, 0, 0);
    return note;
}

static void records_on_the_heap_are_used_again(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t note = add_counter(), f = add_loop(note);
    code_in(&h, 0, 1);
    for (int i = 0; i < 3; i++) {
        code_const(&h, -1, 100);
        code_call(&h, f, -1, NO_SLOT);
    }
    code_op(&h, OP_RETURN, NO_SLOT, 0, 0);
    code_finish(&h);
    h.s.config.procs = 1;
    run_open(&r, &h.s);
    run_to_end(&r);
    assert_int_equal(run_global(&r, "count"), 300);
    assert_int_equal(run_statistic(&r, "Mallocs"), 100);
    assert_int_equal(run_statistic(&r, "TotalAlloc"), 100 * 80);
    run_close(&r);
    code_free(&h);
}

/* More than a processor keeps, while collections come and go. */
static void records_that_all_share_do_not_survive_a_collection(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t note = add_counter(), f = add_loop(note);
    code_in(&h, 0, 1);
    for (int i = 0; i < 3; i++) {
        code_const(&h, -1, 50);
        code_call(&h, f, -1, NO_SLOT);
        code_op(&h, OP_GC, GC_RUN, 0, 0);
    }
    code_print(&h, "done");
    code_op(&h, OP_RETURN, NO_SLOT, 0, 0);
    code_finish(&h);
    h.check_every = 37;
    code_require_output_everywhere(&h, "done\n");
    h.s.config = config_default();
    h.s.config.procs = 1;
    run_open(&r, &h.s);
    run_to_end(&r);
    assert_in_range(run_statistic(&r, "HeapObjects"), 16, DEFER_CACHE_MAX);
    run_close(&r);
    code_free(&h);
}

/* down(n) defers f(n) and calls down(n - 1): records in frames and on the heap in one list. */
static void add_down(uint32_t down, uint32_t loop, uint32_t note) {
    code_in(&h, down, 20);
    code_variable(&h, h.int_type, 2);
    code_variable(&h, h.s.program.panics.record_type, -3);
    code_variable(&h, h.pointer_type, -4);
    code_variable(&h, h.int_type, -5);
    uint32_t out =
        code_op_with(&h, (struct op){.code = OP_JUMP_EQUAL, .flags = OP_CONSTANT, .a = 2, .b = 0});
    code_defer(&h, note, -4, -3);
    code_defer(&h, note, -4, NO_SLOT);
    code_op_with(&h,
                 (struct op){.code = OP_SUBTRACT, .flags = OP_CONSTANT, .a = -5, .b = 2, .c = 1});
    code_call(&h, down, -5, NO_SLOT);
    code_call(&h, loop, -5, NO_SLOT);
    code_land(&h, out);
    code_end(&h, NO_SLOT);
}

static void records_survive_whatever_the_stack_does(void **state) {
    (void)state;
    enum { DEPTH = 14 };
    code_begin(&h);
    uint32_t note = add_counter(), loop = add_loop(note), down = code_function(&h, "down", 1);
    add_down(down, loop, note);
    code_in(&h, 0, 4);
    code_variable(&h, h.int_type, -1);
    code_variable(&h, h.int_type, -2);
    code_const(&h, -1, DEPTH);
    code_call(&h, down, -1, NO_SLOT);
    code_op_with(&h, (struct op){.code = OP_LOAD, .flags = OP_GLOBAL, .size = 8, .a = -2});
    code_print_slot(&h, "", -2, h.int_type);
    code_op(&h, OP_RETURN, NO_SLOT, 0, 0);
    code_finish(&h);
    char output[32];
    snprintf(output, sizeof output, "%d\n", 2 * DEPTH + DEPTH * (DEPTH - 1) / 2);
    code_require_output_everywhere(&h, output);
    code_free(&h);
}

static void a_func_value_that_is_nil_panics_when_it_is_called(void **state) {
    (void)state;
    code_begin(&h);
    code_in(&h, 0, 4);
    code_variable(&h, h.s.program.panics.record_type, -3);
    code_variable(&h, h.pointer_type, -4);
    code_op(&h, OP_DEFER, -4, -3, 0);
    code_print(&h, "body");
    code_end(&h, NO_SLOT);
    code_finish(&h);
    run_open(&r, &h.s);
    run_require_failure(&r, FAULT_NIL,
                        "panic: runtime error: invalid memory address or nil pointer dereference\n"
                        "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0");
    assert_string_equal(text_string(&r.output), "body\n");
    run_close(&r);
    code_free(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deferred_calls_are_done_last_first),
        cmocka_unit_test(deferred_calls_change_named_results),
        cmocka_unit_test(records_on_the_heap_are_used_again),
        cmocka_unit_test(records_that_all_share_do_not_survive_a_collection),
        cmocka_unit_test(records_survive_whatever_the_stack_does),
        cmocka_unit_test(a_func_value_that_is_nil_panics_when_it_is_called),
    };
    return cmocka_run_group_tests_name("defer", tests, NULL, NULL);
}
