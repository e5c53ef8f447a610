#include "support/code.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/build.h"
#include "support/run.h"

static struct program *program_of(struct code *h) {
    return &h->s.program;
}

void code_begin(struct code *h) {
    *h = (struct code){0};
    struct program *p = program_of(h);
    uint32_t bad;
    h->s.config = config_default();
    h->s.config.pages_max = BUILD_PAGES;
    h->s.config.goroutines_max = BUILD_GOROUTINES;
    h->int_type = program_add_integer(p, "int", WORD, true);
    program_add_integer(p, "uint8", 1, false);
    h->string_type = program_add_string(p, "string");
    h->any_type = program_add_interface(p, "interface {}");
    h->pointer_type = program_pointer_to(p, h->int_type);
    p->file = "main.go";
    program_lay_out_types(p, &bad);
    program_add_function(p, "main");
    h->error_name = program_method_name(p, "Error");
    struct panic_names names = {(int32_t)h->error_name,
                                (int32_t)program_method_name(p, "RuntimeError"),
                                (int32_t)program_method_name(p, "String")};
    assert_true(program_add_panics(p, names));
    program_byte_table(p);
}

void code_finish(struct code *h) {
    for (uint32_t i = 0; i < program_of(h)->op_count; i++) program_add_line(program_of(h), "op");
    assert_true(program_finish(program_of(h)));
}

void code_free(struct code *h) {
    program_free(program_of(h));
}

uint32_t code_function(struct code *h, const char *name, uint32_t parameters) {
    uint32_t made = program_add_function(program_of(h), name);
    program_of(h)->functions[made].parameter_words = parameters;
    return made;
}

void code_in(struct code *h, uint32_t function, uint32_t words) {
    h->now = function;
    program_of(h)->functions[function].first_op = program_of(h)->op_count;
    program_of(h)->functions[function].frame_words = words;
}

void code_variable(struct code *h, uint32_t type, int32_t slot) {
    struct variable v = {.name = "", .type = type, .slot = slot, .parameter = slot > 0};
    program_add_variable(program_of(h), h->now, v);
    program_of(h)->functions[h->now].parameter_count += slot > 0;
}

void code_returns(struct code *h, uint32_t type) {
    struct function *f = &program_of(h)->functions[h->now];
    f->result_type = type;
    f->result_words = type_slots(&program_of(h)->types[type]);
}

uint32_t code_op_with(struct code *h, struct op op) {
    program_of(h)->functions[h->now].op_count++;
    return program_add_op(program_of(h), op, h->now, code_next(h) + 1);
}

uint32_t code_op(struct code *h, enum op_code code, int32_t a, int32_t b, int32_t c) {
    return code_op_with(h, (struct op){.code = (uint16_t)code, .a = a, .b = b, .c = c});
}

uint32_t code_const(struct code *h, int32_t slot, uint64_t word) {
    return code_op(h, OP_CONST, slot, (int32_t)word, (int32_t)(word >> 32));
}

uint32_t code_next(const struct code *h) {
    return h->s.program.op_count;
}

void code_land(struct code *h, uint32_t op) {
    program_of(h)->ops[op].c = (int32_t)code_next(h);
}

void code_call(struct code *h, uint32_t function, int32_t first, int32_t result) {
    uint32_t arguments = program_of(h)->argument_count;
    for (uint32_t i = 0; i < program_of(h)->functions[function].parameter_words; i++)
        program_add_argument(program_of(h), (struct argument){.value = first + (int32_t)i});
    code_op(h, OP_CALL, (int32_t)function, (int32_t)arguments, result);
}

void code_defer(struct code *h, uint32_t function, int32_t slot, int32_t record) {
    code_const(h, slot, program_function_value(program_of(h), function));
    struct op op = {.code = OP_DEFER, .flags = OP_KILL_BASE, .a = slot, .b = record};
    code_op_with(h, op);
}

void code_end(struct code *h, int32_t result) {
    program_of(h)->functions[h->now].recovery_op = code_next(h) + 1;
    code_op(h, OP_RUN_DEFERS, 0, 0, 0);
    code_op(h, OP_RETURN, result, 0, 0);
}

void code_any_int(struct code *h, int32_t slot, uint32_t number) {
    code_const(h, slot, program_descriptor(program_of(h), h->int_type));
    code_const(h, slot + 1, program_byte_table(program_of(h)) + (uint64_t)number * WORD);
}

void code_any_string(struct code *h, int32_t slot, const char *text) {
    struct program *p = program_of(h);
    uint64_t header[] = {program_string(p, text, (uint32_t)strlen(text)), strlen(text)};
    struct constant c = {.kind = CONSTANT_VALUE, .index = h->string_type, .size = sizeof header};
    code_const(h, slot, program_descriptor(p, h->string_type));
    code_const(h, slot + 1, program_constant(p, c, header));
}

void code_print(struct code *h, const char *text) {
    uint32_t first = program_add_argument(program_of(h), (struct argument){.string = text});
    code_op(h, OP_PRINT, 1, (int32_t)first, 0);
}

void code_print_slot(struct code *h, const char *before, int32_t slot, uint32_t type) {
    uint32_t first = program_add_argument(program_of(h), (struct argument){.string = before});
    uint8_t words = (uint8_t)type_slots(&program_of(h)->types[type]);
    program_add_argument(program_of(h),
                         (struct argument){.value = slot, .type = type, .words = words});
    code_op(h, OP_PRINT, 2, (int32_t)first, 0);
}

void code_print_error(struct code *h, enum runtime_error kind, int32_t slot, int32_t text) {
    const struct program *p = program_of(h);
    for (uint32_t i = 0; i < p->method_count; i++) {
        if (p->methods[i].type != p->panics.error_types[kind]) continue;
        if (p->methods[i].name != h->error_name) continue;
        code_call(h, p->methods[i].function, slot + 1, text);
        break;
    }
    code_print_slot(h, "", text, h->string_type);
}

static void require_output(struct code *h, const char *output) {
    struct run r;
    run_open(&r, &h->s);
    r.check_every = h->check_every;
    run_require_output(&r, output);
    run_close(&r);
}

void code_require_output_everywhere(struct code *h, const char *output) {
    struct config *c = &h->s.config;
    for (uint64_t seed = 0; seed < 4; seed++)
        for (uint32_t stacks = 0; stacks < STACKS_COUNT; stacks++)
            for (uint32_t collector = 0; collector < COLLECTOR_COUNT; collector++)
                for (uint32_t barrier = 0; barrier < BARRIER_NONE; barrier++) {
                    c->seed = seed;
                    c->stacks = stacks;
                    c->stack_size = 64 << 10;
                    c->collector = collector;
                    c->barrier = barrier;
                    c->barrier_buffer = seed % 2 ? 4 : 0;
                    c->hostile_stacks = seed >= 2 && stacks == STACKS_CONTIGUOUS;
                    c->hostile_cycles = collector != COLLECTOR_NONE;
                    c->procs = 1 + (uint32_t)seed;
                    require_output(h, output);
                }
}
