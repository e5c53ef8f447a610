/* Panics: what they run, who may recover, what is printed when nobody does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "export/narrate.h"
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

/* To its end, which must be a fault with these words, up to the goroutine's functions. */
static void require_failure(enum fault fault, const char *output, const char *words) {
    code_finish(&h);
    run_open(&r, &h.s);
    run_require_failure(&r, fault, words);
    assert_string_equal(text_string(&r.output), output);
    run_close(&r);
    code_free(&h);
}

/* ---- pieces ---- */

static uint32_t add_printer(const char *name, const char *text) {
    uint32_t made = code_function(&h, name, 0);
    code_in(&h, made, 0);
    code_print(&h, text);
    code_op(&h, OP_RETURN, NO_SLOT, 0, 0);
    return made;
}

/* Recovers, and prints the string that the panic was about, or "nothing". */
static uint32_t add_catcher(const char *name) {
    uint32_t made = code_function(&h, name, 0);
    code_in(&h, made, 4);
    code_variable(&h, h.any_type, -2);
    code_variable(&h, h.string_type, -4);
    code_op(&h, OP_RECOVER, -2, 0, 0);
    uint32_t nil =
        code_op_with(&h, (struct op){.code = OP_JUMP_EQUAL, .flags = OP_CONSTANT, .a = -2, .b = 0});
    code_op_with(&h, (struct op){.code = OP_LOAD, .size = 8, .a = -4, .b = -1});
    code_op_with(&h, (struct op){.code = OP_LOAD, .size = 8, .a = -3, .b = -1, .c = 8});
    code_print_slot(&h, "caught ", -4, h.string_type);
    code_op(&h, OP_RETURN, NO_SLOT, 0, 0);
    code_land(&h, nil);
    code_print(&h, "nothing");
    code_op(&h, OP_RETURN, NO_SLOT, 0, 0);
    return made;
}

/* For a function that defers one or two others, through records in its frame. */
enum { DEFER_SLOT = -1, FIRST_RECORD = -4, SECOND_RECORD = -7, DEFERRING_WORDS = 9, VALUE = -9 };

static void begin_deferring(uint32_t function) {
    code_in(&h, function, DEFERRING_WORDS);
    code_variable(&h, h.pointer_type, DEFER_SLOT);
    code_variable(&h, h.s.program.panics.record_type, FIRST_RECORD);
    code_variable(&h, h.s.program.panics.record_type, SECOND_RECORD);
    code_variable(&h, h.any_type, VALUE);
}

/* A function that defers `first` and then `second`, if they are not 0, and panics with `text`. */
static void add_panicking(uint32_t function, uint32_t first, uint32_t second, const char *text) {
    begin_deferring(function);
    if (first) code_defer(&h, first, DEFER_SLOT, FIRST_RECORD);
    if (second) code_defer(&h, second, DEFER_SLOT, SECOND_RECORD);
    code_any_string(&h, VALUE, text);
    code_op(&h, OP_PANIC, VALUE, 0, 0);
    code_end(&h, NO_SLOT);
}

static uint32_t add_panic(const char *name, uint32_t first, uint32_t second, const char *text) {
    uint32_t made = code_function(&h, name, 0);
    add_panicking(made, first, second, text);
    return made;
}

/* main calls f, and says so when f has returned. */
static void add_main(uint32_t f) {
    code_in(&h, 0, 1);
    code_call(&h, f, 0, NO_SLOT);
    code_print(&h, "main goes on");
    code_op(&h, OP_RETURN, NO_SLOT, 0, 0);
}

/* f defers `deferred` and calls `called`. */
static uint32_t add_caller(const char *name, uint32_t deferred, uint32_t called) {
    uint32_t f = code_function(&h, name, 0);
    begin_deferring(f);
    code_defer(&h, deferred, DEFER_SLOT, FIRST_RECORD);
    code_call(&h, called, 0, NO_SLOT);
    code_print(&h, "not reached");
    code_end(&h, NO_SLOT);
    return f;
}

/* ---- recovered ---- */

static void a_recovered_panic_goes_on_in_the_function_that_deferred(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t note = add_printer("note", "deferred"), catcher = add_catcher("catch");
    uint32_t g = add_panic("g", note, note, "boom"), f = add_caller("f", catcher, g);
    add_main(f);
    code_finish(&h);
    code_require_output_everywhere(&h, "deferred\ndeferred\ncaught boom\nmain goes on\n");
    code_free(&h);
}

static void the_rest_of_what_is_deferred_is_done_when_it_has_been_recovered(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t note = add_printer("note", "then the others"), catcher = add_catcher("catch");
    uint32_t f = add_panic("f", note, catcher, "boom");
    add_main(f);
    require_output("caught boom\nthen the others\nmain goes on\n");
}

static void only_the_function_that_is_deferred_can_recover(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t catcher = add_catcher("catch"), helper = code_function(&h, "helper", 0);
    code_in(&h, helper, 0);
    code_call(&h, catcher, 0, NO_SLOT);
    code_op(&h, OP_RETURN, NO_SLOT, 0, 0);
    uint32_t f = add_panic("f", helper, 0, "boom");
    add_main(f);
    require_failure(FAULT_PANIC, "nothing\n", "panic: boom\n\ngoroutine 1 [running]:\nmain.f()\n");
}

static void recover_looks_through_wrappers(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t catcher = add_catcher("catch"), wrapper = code_function(&h, "wrapper", 0);
    h.s.program.functions[wrapper].wrapper = true;
    code_in(&h, wrapper, 0);
    code_call(&h, catcher, 0, NO_SLOT);
    code_op(&h, OP_RETURN, NO_SLOT, 0, 0);
    uint32_t f = add_panic("f", wrapper, 0, "boom");
    add_main(f);
    require_output("caught boom\nmain goes on\n");
}

static void recover_in_a_wrapper_itself_finds_nothing(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t catcher = add_catcher("catch");
    h.s.program.functions[catcher].wrapper = true;
    uint32_t f = add_panic("f", catcher, 0, "boom");
    add_main(f);
    require_failure(FAULT_PANIC, "nothing\n", "panic: boom\n");
}

static void without_a_panic_there_is_nothing_to_recover(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t catcher = add_catcher("catch"), note = add_printer("note", "called");
    uint32_t f = code_function(&h, "f", 0);
    begin_deferring(f);
    code_defer(&h, catcher, DEFER_SLOT, FIRST_RECORD);
    code_call(&h, note, 0, NO_SLOT);
    code_end(&h, NO_SLOT);
    add_main(f);
    require_output("called\nnothing\nmain goes on\n");
}

static void a_panic_is_recovered_once(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t catcher = add_catcher("catch"), again = add_catcher("again");
    uint32_t f = add_panic("f", again, catcher, "boom");
    add_main(f);
    require_output("caught boom\nnothing\nmain goes on\n");
}

/* ---- panics in panics ---- */

static void a_newer_panic_takes_the_older_ones_place(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t catcher = add_catcher("catch"), second = add_panic("second", 0, 0, "two");
    uint32_t f = add_panic("f", catcher, second, "one");
    add_main(f);
    code_finish(&h);
    code_require_output_everywhere(&h, "caught two\nmain goes on\n");
    code_free(&h);
}

static void a_panic_recovered_in_a_deferred_call_leaves_the_older_one(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t catcher = add_catcher("catch"), inner = add_panic("inner", catcher, 0, "two");
    uint32_t f = add_panic("f", catcher, inner, "one");
    add_main(f);
    require_output("caught two\ncaught one\nmain goes on\n");
}

static void panics_are_printed_from_the_oldest_on(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t c = add_panic("c", 0, 0, "C"), b = add_panic("b", c, 0, "B");
    add_panicking(0, b, 0, "A");
    require_failure(FAULT_PANIC, "",
                    "panic: A\n\tpanic: B\n\tpanic: C\n\ngoroutine 1 [running]:\nmain.c()\n"
                    "\tmain.go:");
}

/* It recovers, and panics again. */
static void a_panic_that_was_recovered_says_so(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t again = code_function(&h, "again", 0);
    code_in(&h, again, 2);
    code_variable(&h, h.any_type, -2);
    code_op(&h, OP_RECOVER, -2, 0, 0);
    code_op(&h, OP_PANIC, -2, 0, 0);
    code_op(&h, OP_RETURN, NO_SLOT, 0, 0);
    add_panicking(0, again, 0, "first");
    require_failure(FAULT_PANIC, "",
                    "panic: first [recovered]\n\tpanic: first\n\ngoroutine 1 [running]:\n"
                    "main.again()\n\tmain.go:");
}

/* The frames of the trace: functions, callers' lines, the panic on the way. */
static void a_trace_names_functions_and_lines(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t second = add_panic("second", 0, 0, "two"), f = add_panic("f", second, 0, "one");
    h.s.program.functions[second].symbol = "main.f.func1";
    add_main(f);
    uint32_t panics[2] = {0}, found = 0, call = 0;
    for (uint32_t i = 0; i < h.s.program.op_count; i++) {
        if (h.s.program.ops[i].code == OP_PANIC) panics[found++] = i + 1;
        if (h.s.program.ops[i].code == OP_CALL) call = i + 1;
    }
    char words[512];
    snprintf(words, sizeof words,
             "panic: one\n\tpanic: two\n\ngoroutine 1 [running]:\nmain.f.func1()\n"
             "\tmain.go:%u\npanic(...)\n\truntime/panic.go\nmain.f()\n\tmain.go:%u\nmain.main()\n"
             "\tmain.go:%u\n",
             panics[0], panics[1], call);
    require_failure(FAULT_PANIC, "", words);
}

/* ---- the stack ---- */

/* down(n) defers a call, and calls down(n - 1); down(0) panics. */
static void panics_unwind_whatever_the_stack_does(void **state) {
    (void)state;
    enum { DEPTH = 12 };
    code_begin(&h);
    uint32_t catcher = add_catcher("catch"), note = add_printer("note", "."),
             down = code_function(&h, "down", 1), f = code_function(&h, "f", 0);
    begin_deferring(down);
    code_variable(&h, h.int_type, 2);
    h.s.program.functions[down].frame_words = 24;
    uint32_t deeper = code_op_with(
        &h, (struct op){.code = OP_JUMP_UNEQUAL, .flags = OP_CONSTANT, .a = 2, .b = 0});
    code_any_string(&h, VALUE, "deep");
    code_op(&h, OP_PANIC, VALUE, 0, 0);
    code_land(&h, deeper);
    code_defer(&h, note, DEFER_SLOT, FIRST_RECORD);
    code_defer(&h, note, DEFER_SLOT, NO_SLOT);
    code_op_with(&h,
                 (struct op){.code = OP_SUBTRACT, .flags = OP_CONSTANT, .a = -20, .b = 2, .c = 1});
    code_call(&h, down, -20, NO_SLOT);
    code_end(&h, NO_SLOT);
    begin_deferring(f);
    code_defer(&h, catcher, DEFER_SLOT, FIRST_RECORD);
    code_const(&h, VALUE, DEPTH);
    code_call(&h, down, VALUE, NO_SLOT);
    code_end(&h, NO_SLOT);
    code_in(&h, 0, 1);
    code_call(&h, f, 0, NO_SLOT);
    code_call(&h, f, 0, NO_SLOT);
    code_op(&h, OP_RETURN, NO_SLOT, 0, 0);
    code_finish(&h);
    char output[8 * DEPTH + 64] = "";
    for (int half = 0; half < 2; half++) {
        for (int i = 0; i < 2 * DEPTH; i++) strcat(output, ".\n");
        strcat(output, "caught deep\n");
    }
    code_require_output_everywhere(&h, output);
    code_free(&h);
}

/* ---- faults that are panics ---- */

enum { FAIL_INDEX, FAIL_NIL, FAIL_DIVIDE, FAIL_SHIFT, FAIL_MAKE, FAIL_ASSERT, FAIL_COUNT };

static void add_failure(int which) {
    struct program *p = &h.s.program;
    int32_t site = (int32_t)program_add_site(p, (struct site){.type = h.int_type, .heap = true});
    p->sites[site].array = true;
    p->sites[site].why = "";
    code_const(&h, VALUE, 5);
    code_const(&h, VALUE + 1, 0);
    struct argument a[] = {{.value = VALUE}, {.value = VALUE}, {.value = 3, .constant = true}};
    uint32_t first = p->argument_count;
    for (size_t i = 0; i < COUNT(a); i++) program_add_argument(p, a[i]);
    switch (which) {
    case FAIL_INDEX: code_op(&h, OP_INDEX, VALUE, (int32_t)first, (int32_t)h.int_type); break;
    case FAIL_NIL:
        code_op_with(&h, (struct op){.code = OP_LOAD, .size = 8, .a = VALUE, .b = VALUE + 1});
        break;
    case FAIL_DIVIDE: code_op(&h, OP_DIVIDE, VALUE, VALUE, VALUE + 1); break;
    case FAIL_SHIFT:
        code_const(&h, VALUE + 1, UINT64_MAX);
        code_op_with(&h, (struct op){.code = OP_SHIFT_LEFT,
                                     .flags = OP_SIGNED_COUNT,
                                     .a = VALUE,
                                     .b = VALUE,
                                     .c = VALUE + 1});
        break;
    case FAIL_MAKE:
        code_const(&h, SECOND_RECORD + 1, UINT64_MAX);
        code_op(&h, OP_MAKE, SECOND_RECORD, site, 0);
        break;
    case FAIL_ASSERT:
        program_descriptor(p, h.string_type);
        code_any_int(&h, VALUE, 1);
        code_op(&h, OP_ASSERT, VALUE, 0, (int32_t)h.string_type);
        break;
    }
}

static const struct {
    enum runtime_error kind;
    uint64_t bytes; /* of the error that is allocated */
    const char *text;
} FAILURES[FAIL_COUNT] = {
    [FAIL_INDEX] = {ERROR_BOUNDS, 24, "runtime error: index out of range [5] with length 3"},
    [FAIL_NIL] = {ERROR_STRING, 0,
                  "runtime error: invalid memory address or nil pointer dereference"},
    [FAIL_DIVIDE] = {ERROR_STRING, 0, "runtime error: integer divide by zero"},
    [FAIL_SHIFT] = {ERROR_STRING, 0, "runtime error: negative shift amount"},
    [FAIL_MAKE] = {ERROR_STRING, 0, "runtime error: makeslice: len out of range"},
    [FAIL_ASSERT] = {ERROR_ASSERTION, 48, "interface conversion: interface {} is int, not string"},
};

/* main calls f; f fails, and a deferred call recovers and prints the error if `show`. */
static void build_failure(int which, bool show) {
    code_begin(&h);
    uint32_t catcher = code_function(&h, "catch", 0), f = code_function(&h, "f", 0);
    code_in(&h, catcher, 4);
    code_variable(&h, h.any_type, -2);
    code_variable(&h, h.string_type, -4);
    code_op(&h, OP_RECOVER, -2, 0, 0);
    if (show) code_print_error(&h, FAILURES[which].kind, -2, -4);
    code_op(&h, OP_RETURN, NO_SLOT, 0, 0);
    begin_deferring(f);
    code_defer(&h, catcher, DEFER_SLOT, FIRST_RECORD);
    add_failure(which);
    code_end(&h, NO_SLOT);
    add_main(f);
    code_finish(&h);
}

static void faults_can_be_recovered_as_errors_of_the_runtime(void **state) {
    (void)state;
    for (int which = 0; which < FAIL_COUNT; which++) {
        char output[256];
        build_failure(which, true);
        snprintf(output, sizeof output, "%s\nmain goes on\n", FAILURES[which].text);
        code_require_output_everywhere(&h, output);
        code_free(&h);
    }
}

static void errors_of_the_runtime_allocate_what_they_do_in_go(void **state) {
    (void)state;
    for (int which = 0; which < FAIL_COUNT; which++) {
        build_failure(which, false);
        run_open(&r, &h.s);
        run_require_output(&r, "main goes on\n");
        assert_int_equal(run_statistic(&r, "TotalAlloc"), FAILURES[which].bytes);
        assert_int_equal(run_statistic(&r, "Mallocs"), FAILURES[which].bytes > 0);
        run_close(&r);
        code_free(&h);
    }
}

static void a_fault_that_nobody_recovers_is_told_as_go_does(void **state) {
    (void)state;
    for (int which = 0; which < FAIL_COUNT; which++)
        for (int defers = 0; defers < 2; defers++) {
            char words[256];
            code_begin(&h);
            uint32_t note = add_printer("note", "deferred");
            begin_deferring(0);
            if (defers) code_defer(&h, note, DEFER_SLOT, FIRST_RECORD);
            add_failure(which);
            code_end(&h, NO_SLOT);
            code_finish(&h);
            snprintf(words, sizeof words, "panic: %s\n%s", FAILURES[which].text,
                     which == FAIL_NIL ? "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0"
                                       : "\ngoroutine 1 [running]:\nmain.main()\n\tmain.go:");
            run_open(&r, &h.s);
            run_to_end(&r);
            run_require_failure(&r, (enum fault)r.m.s->fault, words);
            assert_int_not_equal(r.m.s->fault, FAULT_PANIC);
            assert_string_equal(text_string(&r.output), defers ? "deferred\n" : "");
            run_close(&r);
            code_free(&h);
        }
}

/* ---- values ---- */

static void a_panic_prints_values_by_their_types(void **state) {
    (void)state;
    code_begin(&h);
    begin_deferring(0);
    code_any_int(&h, VALUE, 120);
    code_op(&h, OP_PANIC, VALUE, 0, 0);
    code_end(&h, NO_SLOT);
    require_failure(FAULT_PANIC, "", "panic: 120\n\ngoroutine 1 [running]:\nmain.main()\n");
    code_begin(&h);
    begin_deferring(0);
    code_op(&h, OP_PANIC, VALUE, 0, 0);
    code_end(&h, NO_SLOT);
    require_failure(FAULT_PANIC, "", "panic: nil\n");
}

/* type named int, of value 7, with a method that returns a text. */
static uint32_t named_int(const char *full_name) {
    struct program *p = &h.s.program;
    uint32_t type = program_add_integer(p, full_name, WORD, true);
    p->types[type].is_named = true;
    p->types[type].full_name = full_name;
    return type;
}

static void panic_with(uint32_t type) {
    code_const(&h, VALUE, program_descriptor(&h.s.program, type));
    code_const(&h, VALUE + 1, program_byte_table(&h.s.program) + 7 * WORD);
    code_op(&h, OP_PANIC, VALUE, 0, 0);
}

static uint32_t add_text_method(const char *name, uint32_t type, const char *text) {
    struct program *p = &h.s.program;
    uint32_t made = code_function(&h, name, 1), length = (uint32_t)strlen(text);
    code_in(&h, made, 20);
    code_variable(&h, h.pointer_type, 2);
    code_variable(&h, h.string_type, -2);
    code_returns(&h, h.string_type);
    code_const(&h, -2, program_string(p, text, length));
    code_const(&h, -1, length);
    code_op(&h, OP_RETURN, -2, 0, 0);
    program_add_method(p, (struct method){type, program_method_name(p, name), made});
    return made;
}

static void values_of_named_types_say_which(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t type = named_int("main.I");
    begin_deferring(0);
    panic_with(type);
    code_end(&h, NO_SLOT);
    require_failure(FAULT_PANIC, "", "panic: main.I(7)\n");
}

static void error_and_string_methods_are_asked_for_the_text(void **state) {
    (void)state;
    static const char *const METHODS[] = {"Error", "String"};
    for (size_t i = 0; i < COUNT(METHODS); i++) {
        code_begin(&h);
        uint32_t type = named_int("main.I"), one = code_function(&h, "one", 0);
        add_text_method(METHODS[i], type, "what it says");
        begin_deferring(one);
        panic_with(type);
        code_end(&h, NO_SLOT);
        begin_deferring(0);
        code_defer(&h, one, DEFER_SLOT, FIRST_RECORD);
        panic_with(type);
        code_end(&h, NO_SLOT);
        require_failure(FAULT_PANIC, "",
                        "panic: what it says\n\tpanic: what it says\n\ngoroutine 1 [running]:\n"
                        "main.one()\n");
    }
}

static void a_panic_in_an_error_method_is_fatal(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t type = named_int("main.I"), method = add_text_method("Error", type, "x");
    h.s.program.ops[h.s.program.functions[method].first_op] =
        (struct op){.code = OP_PANIC, .a = -2}; /* panic(nil) */
    begin_deferring(0);
    panic_with(type);
    code_end(&h, NO_SLOT);
    require_failure(FAULT_FATAL, "", "fatal error: panic while printing panic value: nil\n");
}

/* ---- Goexit ---- */

static uint32_t add_goexit(const char *name, uint32_t first, uint32_t second) {
    uint32_t f = code_function(&h, name, 0);
    begin_deferring(f);
    if (first) code_defer(&h, first, DEFER_SLOT, FIRST_RECORD);
    if (second) code_defer(&h, second, DEFER_SLOT, SECOND_RECORD);
    code_op(&h, OP_GOEXIT, 0, 0, 0);
    code_end(&h, NO_SLOT);
    return f;
}

/* main starts f, and sleeps until it is through. */
static void add_starting_main(uint32_t f) {
    code_in(&h, 0, 1);
    code_op(&h, OP_GO, (int32_t)f, 0, 0);
    code_const(&h, -1, 1000000000);
    code_op(&h, OP_SLEEP_FOR, -1, 0, 0);
    code_op(&h, OP_GOROUTINES, -1, 0, 0);
    code_print_slot(&h, "goroutines: ", -1, h.int_type);
    code_op(&h, OP_RETURN, NO_SLOT, 0, 0);
}

static void goexit_ends_a_goroutine_with_what_it_has_deferred(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t note = add_printer("note", "deferred"), catcher = add_catcher("catch");
    uint32_t f = add_goexit("f", note, catcher), outer = add_caller("outer", note, f);
    add_starting_main(outer);
    code_finish(&h);
    code_require_output_everywhere(&h, "nothing\ndeferred\ndeferred\ngoroutines: 1\n");
    code_free(&h);
}

/* A panic that begins while Goexit runs what is deferred, and is recovered, does not stop it. */
static void a_recovered_panic_does_not_stop_goexit(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t note = add_printer("note", "deferred"), catcher = add_catcher("catch");
    uint32_t boom = add_panic("boom", 0, 0, "boom"), f = add_goexit("f", catcher, boom);
    uint32_t outer = add_caller("outer", note, f);
    add_starting_main(outer);
    code_finish(&h);
    code_require_output_everywhere(&h, "caught boom\ndeferred\ngoroutines: 1\n");
    code_free(&h);
}

static void goexit_in_a_deferred_call_ends_a_panic(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t note = add_printer("note", "deferred"), leave = add_goexit("leave", 0, 0);
    uint32_t f = add_panic("f", note, leave, "boom");
    add_starting_main(f);
    require_output("deferred\ngoroutines: 1\n");
}

static void a_panic_during_goexit_is_printed_alone(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t boom = add_panic("boom", 0, 0, "boom"), f = add_goexit("f", boom, 0);
    add_main(f);
    require_failure(FAULT_PANIC, "", "panic: boom\n\ngoroutine 1 [running]:\nmain.boom()\n");
}

static void when_main_has_left_the_others_go_on(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t note = add_printer("note", "the last");
    code_in(&h, 0, 1);
    code_op(&h, OP_GO, (int32_t)note, 0, 0);
    code_op(&h, OP_GOEXIT, 0, 0, 0);
    code_op(&h, OP_RETURN, NO_SLOT, 0, 0);
    require_failure(FAULT_NONE, "the last\n",
                    "fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n");
}

static void a_trace_says_who_started_a_goroutine(void **state) {
    (void)state;
    code_begin(&h);
    uint32_t f = add_panic("f", 0, 0, "boom");
    h.s.program.functions[f].symbol = "main.main.func1";
    add_starting_main(f);
    require_failure(FAULT_PANIC, "",
                    "panic: boom\n\ngoroutine 2 [running]:\nmain.main.func1()\n\tmain.go:");
    code_begin(&h);
    f = add_panic("f", 0, 0, "boom");
    add_starting_main(f);
    code_finish(&h);
    run_open(&r, &h.s);
    run_to_end(&r);
    struct text failure = {0};
    inspect_failure(&r.m, &failure);
    char end[64];
    uint32_t line = h.s.program.functions[0].first_op + 1;
    snprintf(end, sizeof end, "created by main.main\n\tmain.go:%u\n", line);
    assert_non_null(strstr(text_string(&failure), end));
    text_free(&failure);
    run_close(&r);
    code_free(&h);
}

/* ---- what is said ---- */

static struct text told;

static void tell_step(struct run *run) {
    struct text why = {0};
    narrate_step(&run->m, run->events, run->event_count, &told, &why);
    text_add(&told, "\n");
    text_free(&why);
}

static void require_told(const char *const *sentences) {
    code_finish(&h);
    run_open(&r, &h.s);
    while (machine_running(&r.m)) {
        run_next(&r);
        tell_step(&r);
    }
    for (; *sentences; sentences++)
        if (!strstr(text_string(&told), *sentences))
            fail_msg("\"%s\" is not among\n%s", *sentences, text_string(&told));
    text_free(&told);
    run_close(&r);
    code_free(&h);
}

static void every_step_of_a_panic_is_told(void **state) {
    (void)state;
    static const char *const SENTENCES[] = {
        "main defers a call of catch: the record is at 0xc0",
        "main panics: boom.\n",
        "main does the deferred call of late: a stack frame of 48 bytes is pushed.\n",
        "main recovers: it takes the panic's value into ",
        "The panic is over: 2 stack frames are gone, and f returns what its results hold.\n",
        "Nothing deferred is left in this stack frame.\n",
        "main finds nothing to recover from: nil.\n",
        NULL};
    code_begin(&h);
    uint32_t catcher = add_catcher("catch"), late = add_catcher("late");
    uint32_t g = add_panic("g", 0, 0, "boom"), f = add_caller("f", late, g);
    uint32_t f2 = add_caller("f2", catcher, f);
    add_main(f2);
    require_told(SENTENCES);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_recovered_panic_goes_on_in_the_function_that_deferred),
        cmocka_unit_test(the_rest_of_what_is_deferred_is_done_when_it_has_been_recovered),
        cmocka_unit_test(only_the_function_that_is_deferred_can_recover),
        cmocka_unit_test(recover_looks_through_wrappers),
        cmocka_unit_test(recover_in_a_wrapper_itself_finds_nothing),
        cmocka_unit_test(without_a_panic_there_is_nothing_to_recover),
        cmocka_unit_test(a_panic_is_recovered_once),
        cmocka_unit_test(a_newer_panic_takes_the_older_ones_place),
        cmocka_unit_test(a_panic_recovered_in_a_deferred_call_leaves_the_older_one),
        cmocka_unit_test(panics_are_printed_from_the_oldest_on),
        cmocka_unit_test(a_panic_that_was_recovered_says_so),
        cmocka_unit_test(a_trace_names_functions_and_lines),
        cmocka_unit_test(panics_unwind_whatever_the_stack_does),
        cmocka_unit_test(faults_can_be_recovered_as_errors_of_the_runtime),
        cmocka_unit_test(errors_of_the_runtime_allocate_what_they_do_in_go),
        cmocka_unit_test(a_fault_that_nobody_recovers_is_told_as_go_does),
        cmocka_unit_test(a_panic_prints_values_by_their_types),
        cmocka_unit_test(values_of_named_types_say_which),
        cmocka_unit_test(error_and_string_methods_are_asked_for_the_text),
        cmocka_unit_test(a_panic_in_an_error_method_is_fatal),
        cmocka_unit_test(goexit_ends_a_goroutine_with_what_it_has_deferred),
        cmocka_unit_test(a_recovered_panic_does_not_stop_goexit),
        cmocka_unit_test(goexit_in_a_deferred_call_ends_a_panic),
        cmocka_unit_test(a_panic_during_goexit_is_printed_alone),
        cmocka_unit_test(when_main_has_left_the_others_go_on),
        cmocka_unit_test(a_trace_says_who_started_a_goroutine),
        cmocka_unit_test(every_step_of_a_panic_is_told),
    };
    return cmocka_run_group_tests_name("panic", tests, NULL, NULL);
}
