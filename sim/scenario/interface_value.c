/* Interfaces in values: what is assigned to one is put into it; i.(T) takes it out. */
#include <string.h>

#include "scenario/statement.h"
#include "scenario/token.h"

bool is_interface(const struct lowering *f, uint32_t type) {
    return is_real(type) && type_at(f, type)->kind == TYPE_INTERFACE;
}

static uint32_t type_of_value(const struct lowering *f, struct value v) {
    return v.type == TYPE_NUMBER ? (uint32_t)program_find_type(f->program, "int") : v.type;
}

/* Where a constant is in the read-only data: nothing has to be allocated for it. */
static uint64_t constant_data(struct lowering *f, struct value v, uint32_t type) {
    const struct type *t = type_at(f, type);
    uint64_t words[2] = {(uint64_t)v.number, (uint64_t)v.second};
    if (t->kind == TYPE_FUNCTION) return words[0];
    if (t->kind == TYPE_STRING && v.second == 0) return program_zero_value(f->program);
    if (t->kind == TYPE_INTEGER && words[0] < 256)
        return program_byte_table(f->program) + words[0] * WORD;
    uint32_t size = t->kind == TYPE_STRING ? 2 * WORD : WORD;
    struct constant c = {.kind = CONSTANT_VALUE, .index = type, .size = size};
    return program_constant(f->program, c, words);
}

/* A value whose interface does not leave the function lives in the frame. */
static void box_on_stack(struct lowering *f, struct value v, uint32_t site, int32_t slot) {
    uint32_t type = f->program->sites[site].type;
    emit_new_stack(f, site, type, slot);
    const struct function *function = &f->program->functions[f->function];
    int32_t storage = function->variables[function->variable_count - 1].slot;
    value_into(f, v, storage, slots_of(f, type));
}

static bool escapes(const struct lowering *f) {
    const cJSON *escape = cJSON_GetObjectItemCaseSensitive(f->statement, "escape");
    return !escape || !cJSON_IsString(escape) || strcmp(escape->valuestring, "stack") != 0;
}

struct value value_boxed(struct lowering *f, struct value v, uint32_t interface) {
    uint32_t type = type_of_value(f, v);
    int64_t descriptor = (int64_t)program_descriptor(f->program, type);
    if (v.constant)
        return (struct value){.constant = true,
                              .number = descriptor,
                              .second = (int64_t)constant_data(f, v, type),
                              .type = interface};
    program_byte_table(f->program);
    program_zero_value(f->program);
    struct value made = {.slot = temporary_for(f, interface), .temporary = true, .type = interface};
    emit_op(f, (struct op){.code = OP_CONST, .a = made.slot, .b = (int32_t)descriptor});
    if (type_is_direct(f->program, type_at(f, type))) {
        value_into(f, v, made.slot + 1, 1);
        return made;
    }
    uint32_t site = read_site(f, type, escapes(f), type_at(f, type)->name);
    if (!f->program->sites[site].heap) {
        box_on_stack(f, v, site, made.slot + 1);
        return made;
    }
    struct op op = {.code = OP_BOX, .a = made.slot + 1, .b = v.slot, .c = (int32_t)site};
    if (v.temporary) op.flags |= OP_KILL_SOURCE;
    emit_op(f, op);
    value_release(f, v);
    return made;
}

/* "(T)" behind a place that is an interface; `at` is behind the bracket. */
struct place take_assertion(struct lowering *f, const char **at, struct place p) {
    const struct place bad = {.type = TYPE_BAD};
    uint32_t type = take_type_text(f->reader, f->program, f->node, at);
    if (type == TYPE_BAD) return bad;
    if (!take_sign(at, ")") || !is_interface(f, p.type)) {
        problem_at(f->reader, f->node, "%s is no interface that could hold a value of type %s",
                   type_at(f, p.type)->name, type_at(f, type)->name);
        return bad;
    }
    program_descriptor(f->program, type);
    struct value header = place_header(f, p, 2);
    emit_op(f,
            (struct op){
                .code = OP_ASSERT, .a = header.slot, .b = (int32_t)p.type + 1, .c = (int32_t)type});
    struct place inside = {.slot = header.slot + 1, .type = type, .fixed = true};
    if (type_is_direct(f->program, type_at(f, type))) {
        inside.kind = PLACE_SLOT;
        inside.temporary = header.temporary;
    } else {
        inside.kind = PLACE_MEMORY;
        inside.base_is_temporary = header.temporary;
    }
    return inside;
}

/* "type(i)", "type(T)": the first word of an interface, for comparing; `at` is at the bracket. */
struct value take_type_word(struct lowering *f, const char **at) {
    const struct value bad = {.constant = true, .type = TYPE_BAD};
    uint32_t word = program_uintptr(f->program);
    char name[NAME_SIZE];
    const char *from = ++*at;
    bool variable = take_name(&from, name, sizeof name) && !is_new_local(f, name);
    struct value v = bad;
    if (variable) {
        struct place p = take_place(f, at);
        if (p.type == TYPE_BAD) return bad;
        if (!is_interface(f, p.type)) {
            problem_at(f->reader, f->node, "%s is no interface", type_at(f, p.type)->name);
            return bad;
        }
        p.type = word;
        p.packed = true;
        v = value_of_place(f, p);
    } else {
        uint32_t type = take_type_text(f->reader, f->program, f->node, at);
        if (type == TYPE_BAD) return bad;
        v = value_of_constant((int64_t)program_descriptor(f->program, type), word);
    }
    if (take_sign(at, ")")) return v;
    problem_at(f->reader, f->node, "expected \")\" at \"%s\"", *at);
    return bad;
}
