#include "support/hand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "machine/memory.h"
#include "support/build.h"

void hand_begin(struct hand *h) {
    *h = (struct hand){0};
    struct program *p = &h->s.program;
    h->integer = program_add_integer(p, "int", 8, true);
    h->boolean = program_add_integer(p, "bool", 1, false);
    p->types[h->boolean].is_bool = true;
    h->byte = program_add_integer(p, "uint8", 1, false);
    h->rune = program_add_integer(p, "int32", 4, true);
    h->float64 = program_add_float(p, "float64", 8);
    h->float32 = program_add_float(p, "float32", 4);
    h->string = program_add_string(p, "string");
    h->any = program_add_interface(p, "any");
    h->bytes = program_slice_of(p, h->byte);
    h->runes = program_slice_of(p, h->rune);
    program_byte_table(p);
    program_zero_value(p);
    program_add_line(p, "main");
    program_add_label(p, "object", false);
    program_add_function(p, "main");
}

void hand_lay_out(struct hand *h) {
    uint32_t bad;
    assert_true(program_lay_out_types(&h->s.program, &bad));
}

uint32_t hand_function(struct hand *h, const char *name, uint32_t result) {
    struct program *p = &h->s.program;
    h->function = program_add_function(p, name);
    struct function *f = &p->functions[h->function];
    f->first_op = p->op_count;
    f->result_type = result;
    f->result_words = result == (uint32_t)NONE ? 0 : type_slots(&p->types[result]);
    return h->function;
}

int32_t hand_parameter(struct hand *h, const char *name, uint32_t type) {
    struct program *p = &h->s.program;
    struct function *f = &p->functions[h->function];
    struct variable v = {
        .name = name, .type = type, .slot = 2 + (int32_t)f->parameter_words, .parameter = true};
    program_add_variable(p, h->function, v);
    f = &p->functions[h->function];
    f->parameter_words += type_slots(&p->types[type]);
    f->parameter_count++;
    return v.slot;
}

void hand_main(struct hand *h) {
    h->function = 0;
    h->s.program.functions[0].first_op = h->s.program.op_count;
}

int32_t hand_variable(struct hand *h, const char *name, uint32_t type) {
    struct program *p = &h->s.program;
    struct function *f = &p->functions[h->function];
    f->frame_words += type_slots(&p->types[type]);
    struct variable v = {.name = name, .type = type, .slot = -(int32_t)f->frame_words};
    program_add_variable(p, h->function, v);
    return v.slot;
}

void hand_op(struct hand *h, struct op op) {
    program_add_op(&h->s.program, op, h->function, 1);
    h->s.program.functions[h->function].op_count++;
}

void hand_constant(struct hand *h, int32_t slot, uint64_t value) {
    int32_t low = (int32_t)(uint32_t)value, high = (int32_t)(uint32_t)(value >> 32);
    hand_op(h, (struct op){.code = OP_CONST, .a = slot, .b = low, .c = high});
}

void hand_string(struct hand *h, int32_t slot, const char *bytes, uint32_t length) {
    hand_constant(h, slot, program_string(&h->s.program, bytes, length));
    hand_constant(h, slot + 1, length);
}

void hand_interface(struct hand *h, int32_t slot, uint32_t type, uint64_t data) {
    hand_constant(h, slot, program_descriptor(&h->s.program, type));
    hand_constant(h, slot + 1, data);
}

int32_t hand_arguments(struct hand *h, const struct argument *arguments, uint32_t count) {
    uint32_t first = h->s.program.argument_count;
    for (uint32_t i = 0; i < count; i++) program_add_argument(&h->s.program, arguments[i]);
    return (int32_t)first;
}

int32_t hand_slots(struct hand *h, const int32_t *slots, uint32_t count) {
    uint32_t first = h->s.program.argument_count;
    for (uint32_t i = 0; i < count; i++)
        program_add_argument(&h->s.program, (struct argument){.value = slots[i]});
    return (int32_t)first;
}

int32_t hand_site(struct hand *h, uint32_t type, bool array) {
    struct site site = {.type = type, .heap = true, .array = array, .why = ""};
    return (int32_t)program_add_site(&h->s.program, site);
}

void hand_open(struct hand *h) {
    struct program *p = &h->s.program;
    h->function = 0;
    hand_op(h, (struct op){.code = OP_RETURN, .a = NO_SLOT});
    program_lay_out_globals(p);
    assert_true(program_finish(p));
    h->s.config = config_default();
    h->s.config.pages_max = BUILD_PAGES;
    h->s.config.goroutines_max = BUILD_GOROUTINES;
    h->s.config.assists = false;
    run_open(&h->r, &h->s);
}

void hand_run(struct hand *h) {
    hand_open(h);
    const struct function *f = &h->s.program.functions[0];
    while (goroutine_of(&h->r.m, 1)->pc != f->first_op + f->op_count - 1) {
        run_step(&h->r, 1);
        if (machine_running(&h->r.m)) continue;
        fail_msg("%s", inspect_outcome(&h->r.m));
    }
}

void hand_fail(struct hand *h, enum fault fault, const char *words) {
    hand_open(h);
    run_require_failure(&h->r, fault, words);
}

uint64_t hand_word(const struct hand *h, int32_t slot) {
    return word_read(&h->r.m, slot_address(goroutine_of(&h->r.m, 1)->frame, slot));
}

void hand_end(struct hand *h) {
    if (h->r.m.program) run_close(&h->r);
    program_free(&h->s.program);
}
