#include "scenario/value.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- emitting ---- */

uint32_t emit_op(struct lowering *f, struct op op) {
    return program_add_op(f->program, op, f->function, f->line);
}

static const struct type *type_at(const struct lowering *f, uint32_t type) {
    return &f->program->types[type];
}

static bool is_real(uint32_t type) {
    return type != TYPE_NIL && type != TYPE_NUMBER && type != TYPE_BAD;
}

static bool is_pointer(const struct lowering *f, uint32_t type) {
    return type == TYPE_NIL || (is_real(type) && type_at(f, type)->kind == TYPE_POINTER);
}

const char *type_words_for(const struct lowering *f, uint32_t type) {
    if (type == TYPE_NIL) return "nil";
    return type == TYPE_NUMBER ? "a number" : is_real(type) ? type_at(f, type)->name : "?";
}

bool type_accepts(struct lowering *f, uint32_t to, uint32_t from) {
    if (to == TYPE_BAD || from == TYPE_BAD) return true; /* a problem was reported already */
    if (to == from || (from == TYPE_NIL && is_pointer(f, to))) return true;
    if (from == TYPE_NUMBER && is_real(to) && type_at(f, to)->kind == TYPE_INTEGER) return true;
    problem_at(f->reader, f->node, "the value is of type %s; expected %s", type_words_for(f, from),
               type_words_for(f, to));
    return false;
}

/* ---- variables and temporaries ---- */

int32_t words_add(struct lowering *f, uint32_t words) {
    f->words += words;
    return -(int32_t)f->words;
}

int32_t variable_find(const struct lowering *f, const char *name) {
    const struct function *function = &f->program->functions[f->function];
    for (uint32_t i = 0; i < function->variable_count; i++)
        if (name[0] && !function->variables[i].stack_object &&
            strcmp(function->variables[i].name, name) == 0)
            return (int32_t)i;
    return NONE;
}

int32_t variable_add(struct lowering *f, const char *name, uint32_t type) {
    struct variable v = {.name = pool_string(&f->program->pool, name), .type = type};
    v.slot = words_add(f, 1);
    program_add_variable(f->program, f->function, v);
    return v.slot;
}

static uint32_t basic_type(const struct lowering *f, bool pointer) {
    return (uint32_t)program_find_type(f->program, pointer ? "*int" : "int");
}

int32_t temporary_take(struct lowering *f, bool pointer) {
    uint32_t count = f->temporary_count[pointer];
    for (uint32_t i = 0; i < count; i++) {
        if (!(f->temporaries_free[pointer] >> i & 1)) continue;
        f->temporaries_free[pointer] &= ~(1u << i);
        return f->temporary_slots[pointer][i];
    }
    int32_t slot = variable_add(f, "", basic_type(f, pointer));
    if (count < 8) f->temporary_slots[pointer][f->temporary_count[pointer]++] = slot;
    return slot;
}

void temporary_give_back(struct lowering *f, int32_t slot) {
    for (int pointer = 0; pointer < 2; pointer++)
        for (uint32_t i = 0; i < f->temporary_count[pointer]; i++)
            if (f->temporary_slots[pointer][i] == slot) f->temporaries_free[pointer] |= 1u << i;
}

void value_release(struct lowering *f, struct value v) {
    if (v.temporary) temporary_give_back(f, v.slot);
}

/* ---- words of the little language ---- */

static bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static void skip_space(const char **at) {
    while (**at == ' ') (*at)++;
}

/* A name, copied into `out`; false if there is none here. */
static bool take_name(const char **at, char *out, size_t size) {
    size_t length = 0;
    if (!is_name_start(**at)) return false;
    while (is_name_start((*at)[length]) || is_digit((*at)[length])) length++;
    if (length >= size) return false;
    memcpy(out, *at, length);
    out[length] = '\0';
    *at += length;
    return true;
}

static bool take_number(const char **at, int64_t *out) {
    const char *digits = **at == '-' ? *at + 1 : *at;
    if (!is_digit(*digits)) return false;
    char *end;
    errno = 0;
    *out = strtoll(*at, &end, 10); /* ERANGE and the nearest number, if it needs more bits */
    *at = end;
    return true;
}

/* ---- types: type = "*" type | "[" number "]" type | name ---- */

enum {
    NAME_SIZE = IDENTIFIER_MAX + 1,
    TYPE_DEPTH_MAX = 16,
    TYPES_MAX = 1 << 13,
    ARRAY_MAX = 1 << 22
};

static uint32_t type_named(struct reader *r, struct program *p, const cJSON *node,
                           const char *name) {
    int32_t type = program_find_type(p, name);
    if (type != NONE) return (uint32_t)type;
    const char *names[65] = {0};
    for (uint32_t i = 0; i < p->type_count && i < 64; i++) names[i] = p->types[i].name;
    const char *near = guess_name(r, name, names);
    if (near) problem_at(r, node, "there is no type \"%s\"; did you mean \"%s\"?", name, near);
    else problem_at(r, node, "there is no type \"%s\"; declare it under \"types\"", name);
    return TYPE_BAD;
}

static uint32_t take_type(struct reader *r, struct program *p, const cJSON *node, const char **at,
                          int depth) {
    char name[NAME_SIZE];
    int64_t length;
    if (!has_room(r, node, p->type_count, TYPES_MAX, "types")) return TYPE_BAD;
    if (depth < TYPE_DEPTH_MAX && **at == '*') {
        (*at)++;
        uint32_t element = take_type(r, p, node, at, depth + 1);
        return element == TYPE_BAD ? TYPE_BAD : program_pointer_to(p, element);
    }
    if (depth < TYPE_DEPTH_MAX && **at == '[') {
        (*at)++;
        if (take_number(at, &length) && length >= 0 && length <= ARRAY_MAX && **at == ']') {
            (*at)++;
            uint32_t element = take_type(r, p, node, at, depth + 1);
            return element == TYPE_BAD ? TYPE_BAD : program_array_of(p, element, (uint32_t)length);
        }
    } else if (take_name(at, name, sizeof name)) {
        return type_named(r, p, node, name);
    }
    problem_at(r, node, "expected a type like \"Node\", \"*Node\" or \"[4]*Node\"");
    return TYPE_BAD;
}

uint32_t parse_type(struct reader *r, struct program *p, const cJSON *node) {
    if (!expect_kind(r, node, cJSON_IsString(node), "a type like \"*Node\"")) return TYPE_BAD;
    const char *at = node->valuestring;
    uint32_t type = take_type(r, p, node, &at, 0);
    if (type == TYPE_BAD || *at == '\0') return type;
    problem_at(r, node, "unexpected \"%s\" behind the type", at);
    return TYPE_BAD;
}

/* ---- places ---- */

static const struct place BAD_PLACE = {.type = TYPE_BAD};

static uint8_t size_of(const struct lowering *f, uint32_t type) {
    return (uint8_t)type_at(f, type)->size;
}

/* LOAD of a place into a slot. */
static void load_into(struct lowering *f, struct place from, int32_t slot) {
    if (from.kind == PLACE_SLOT) {
        emit_op(f, (struct op){.code = OP_MOVE, .a = slot, .b = from.slot});
        return;
    }
    struct op op = {.code = OP_LOAD, .size = size_of(f, from.type), .a = slot, .b = from.slot};
    op.c = (int32_t)from.offset;
    if (from.kind == PLACE_GLOBAL) op.flags |= OP_GLOBAL;
    if (type_at(f, from.type)->is_signed) op.flags |= OP_SIGNED;
    if (from.base_is_temporary) {
        op.flags |= OP_KILL_BASE;
        temporary_give_back(f, from.slot);
    }
    emit_op(f, op);
}

/* Follows a pointer: the place it points to. */
static struct place follow(struct lowering *f, struct place p) {
    struct place to = {.kind = PLACE_MEMORY, .slot = p.slot, .type = type_at(f, p.type)->element};
    if (p.kind == PLACE_SLOT) return to;
    to.slot = p.base_is_temporary ? p.slot : temporary_take(f, true);
    to.base_is_temporary = true;
    struct place from = p;
    from.base_is_temporary = false; /* loaded over itself, so there is nothing to clear */
    load_into(f, from, to.slot);
    return to;
}

static struct place with_field(struct lowering *f, struct place p, const char *name) {
    if (type_at(f, p.type)->kind == TYPE_POINTER) p = follow(f, p);
    const struct type *t = type_at(f, p.type);
    int32_t field = t->kind == TYPE_STRUCT ? program_find_field(t, name) : NONE;
    if (field == NONE) {
        problem_at(f->reader, f->node, "%s has no field \"%s\"", t->name, name);
        return BAD_PLACE;
    }
    p.offset += t->fields[field].offset;
    p.type = t->fields[field].type;
    return p;
}

static struct place with_index(struct lowering *f, struct place p, int64_t index) {
    if (type_at(f, p.type)->kind == TYPE_POINTER) p = follow(f, p);
    const struct type *t = type_at(f, p.type);
    if (t->kind != TYPE_ARRAY || index < 0 || index >= t->length) {
        problem_at(f->reader, f->node, "%s has no element %" PRId64, t->name, index);
        return BAD_PLACE;
    }
    p.offset += (uint32_t)index * type_at(f, t->element)->size;
    p.type = t->element;
    return p;
}

static void unknown_name(struct lowering *f, const char *name) {
    const char *names[129] = {0};
    size_t count = 0;
    const struct function *function = &f->program->functions[f->function];
    for (uint32_t i = 0; i < function->variable_count && count < 64; i++)
        if (function->variables[i].name[0] && !function->variables[i].stack_object)
            names[count++] = function->variables[i].name;
    for (uint32_t i = 0; i < f->program->global_count && count < 128; i++)
        names[count++] = f->program->globals[i].name;
    const char *near = guess_name(f->reader, name, names);
    if (near)
        problem_at(f->reader, f->node, "\"%s\" is not known here; did you mean \"%s\"?", name,
                   near);
    else
        problem_at(f->reader, f->node, "\"%s\" is not known here; nothing was assigned to it yet",
                   name);
}

static struct place place_named(struct lowering *f, const char *name) {
    int32_t variable = variable_find(f, name);
    if (variable != NONE) {
        const struct variable *v = &f->program->functions[f->function].variables[variable];
        return (struct place){.kind = PLACE_SLOT, .slot = v->slot, .type = v->type};
    }
    int32_t global = program_find_global(f->program, name);
    if (global != NONE) {
        const struct global *g = &f->program->globals[global];
        return (struct place){.kind = PLACE_GLOBAL, .offset = g->offset, .type = g->type};
    }
    unknown_name(f, name);
    return BAD_PLACE;
}

static struct place take_place(struct lowering *f, const char **at) {
    char name[NAME_SIZE];
    int64_t index;
    if (!take_name(at, name, sizeof name)) {
        problem_at(f->reader, f->node, "expected a name, found \"%s\"", *at);
        return BAD_PLACE;
    }
    struct place p = place_named(f, name);
    while (p.type != TYPE_BAD && (**at == '.' || **at == '[')) {
        bool field = *(*at)++ == '.';
        if (field && take_name(at, name, sizeof name)) p = with_field(f, p, name);
        else if (!field && take_number(at, &index) && *(*at)++ == ']') p = with_index(f, p, index);
        else {
            problem_at(f->reader, f->node,
                       "expected a field like \".next\" or an element like \"[2]\"");
            return BAD_PLACE;
        }
    }
    return p;
}

static bool expect_end(struct lowering *f, const char *at) {
    skip_space(&at);
    if (*at == '\0') return true;
    problem_at(f->reader, f->node, "unexpected \"%s\"", at);
    return false;
}

struct place place_read(struct lowering *f, const char *string) {
    const char *at = string;
    struct place p = take_place(f, &at);
    if (p.type != TYPE_BAD && !expect_end(f, at)) return BAD_PLACE;
    return p;
}

void place_store(struct lowering *f, struct place to, struct value v) {
    struct op op = {.code = OP_STORE, .a = to.slot, .b = v.slot, .c = (int32_t)to.offset};
    if (!type_is_word(type_at(f, to.type))) {
        problem_at(f->reader, f->node, "%s is larger than a word; assign its fields one by one",
                   type_at(f, to.type)->name);
        return;
    }
    op.size = size_of(f, to.type);
    if (to.kind == PLACE_GLOBAL) op.flags |= OP_GLOBAL;
    if (is_pointer(f, to.type)) op.flags |= OP_POINTER;
    if (to.base_is_temporary) {
        op.flags |= OP_KILL_BASE;
        temporary_give_back(f, to.slot);
    }
    if (v.constant) {
        op.flags |= OP_CONSTANT;
        op.b = (int32_t)v.number;
    } else if (v.temporary) {
        op.flags |= OP_KILL_SOURCE;
    }
    value_release(f, v);
    emit_op(f, op);
}

/* ---- values ---- */

static const struct value BAD_VALUE = {.constant = true, .type = TYPE_BAD};

static struct value in_temporary(struct lowering *f, struct place p) {
    bool pointer = is_pointer(f, p.type);
    int32_t slot = temporary_take(f, pointer);
    load_into(f, p, slot);
    return (struct value){.slot = slot, .temporary = true, .type = p.type};
}

static struct value value_of_place(struct lowering *f, struct place p) {
    if (p.type == TYPE_BAD) return BAD_VALUE;
    if (!type_is_word(type_at(f, p.type))) {
        problem_at(f->reader, f->node, "%s is larger than a word; use its fields one by one",
                   type_at(f, p.type)->name);
        return BAD_VALUE;
    }
    if (p.kind == PLACE_SLOT) return (struct value){.slot = p.slot, .type = p.type};
    return in_temporary(f, p);
}

/* A constant that fits the 32 bits of an operand stays one; a larger one goes to a temporary. */
static struct value value_of_number(struct lowering *f, int64_t number) {
    struct value v = {.constant = true, .number = number, .type = TYPE_NUMBER};
    if (number == (int32_t)number && number != NO_SLOT) return v;
    v.constant = false;
    v.temporary = true;
    v.slot = temporary_take(f, false);
    emit_op(f, (struct op){.code = OP_CONST,
                           .a = v.slot,
                           .b = (int32_t)(uint32_t)number,
                           .c = (int32_t)(uint32_t)((uint64_t)number >> 32)});
    return v;
}

static struct value take_address(struct lowering *f, const char **at) {
    char name[NAME_SIZE];
    (*at)++;
    if (!take_name(at, name, sizeof name)) {
        problem_at(f->reader, f->node, "expected a variable behind \"&\"");
        return BAD_VALUE;
    }
    struct place p = place_named(f, name);
    if (p.type == TYPE_BAD) return BAD_VALUE;
    if (p.kind != PLACE_SLOT) {
        problem_at(f->reader, f->node, "\"&\" takes a variable of this function, not a global");
        return BAD_VALUE;
    }
    struct value v = {.temporary = true, .type = program_pointer_to(f->program, p.type)};
    v.slot = temporary_take(f, true);
    emit_op(f, (struct op){.code = OP_ADDRESS, .a = v.slot, .b = p.slot});
    return v;
}

static struct value take_operand(struct lowering *f, const char **at) {
    int64_t number;
    skip_space(at);
    if (**at == '&') return take_address(f, at);
    if (take_number(at, &number)) {
        if (errno == ERANGE) problem_at(f->reader, f->node, "the number does not fit 64 bits");
        return value_of_number(f, number);
    }
    if (strncmp(*at, "nil", 3) == 0 && !is_name_start((*at)[3]) && !is_digit((*at)[3])) {
        *at += 3;
        return (struct value){.constant = true, .type = TYPE_NIL};
    }
    return value_of_place(f, take_place(f, at));
}

static struct value to_slot(struct lowering *f, struct value v) {
    if (!v.constant) return v;
    int32_t slot = temporary_take(f, v.type == TYPE_NIL);
    emit_op(f,
            (struct op){
                .code = OP_CONST, .a = slot, .b = (int32_t)v.number, .c = v.number < 0 ? -1 : 0});
    return (struct value){.slot = slot, .temporary = true, .type = v.type};
}

static bool is_number(const struct lowering *f, uint32_t type) {
    return type == TYPE_NUMBER || (is_real(type) && type_at(f, type)->kind == TYPE_INTEGER);
}

/* left ("+" | "-") right, into a slot. */
static uint32_t emit_sum(struct lowering *f, struct value left, char sign, struct value right,
                         int32_t slot) {
    if (left.type == TYPE_BAD || right.type == TYPE_BAD) return TYPE_BAD;
    if (!is_number(f, left.type) || !is_number(f, right.type)) {
        problem_at(f->reader, f->node, "only numbers can be added and subtracted");
        return TYPE_BAD;
    }
    if (is_real(left.type) && is_real(right.type) && left.type != right.type) {
        problem_at(f->reader, f->node, "%s and %s cannot be added or subtracted",
                   type_words_for(f, left.type), type_words_for(f, right.type));
        return TYPE_BAD;
    }
    left = to_slot(f, left);
    struct op op = {.code = sign == '+' ? OP_ADD : OP_SUBTRACT, .a = slot, .b = left.slot};
    op.c = right.constant ? (int32_t)right.number : right.slot;
    if (right.constant) op.flags |= OP_CONSTANT;
    else if (right.temporary) op.flags |= OP_KILL_SOURCE;
    if (left.temporary) op.flags |= OP_KILL_BASE;
    value_release(f, left);
    value_release(f, right);
    emit_op(f, op);
    return left.type == TYPE_NUMBER ? right.type : left.type;
}

static bool number_node(struct lowering *f, const cJSON *node, int64_t *number) {
    if (!cJSON_IsNumber(node)) return false;
    const int64_t limit = (int64_t)1 << 53; /* beyond it a JSON number is not exact */
    expect_kind(f->reader, node, is_integer(node, -limit, limit), "a whole number up to 2^53");
    *number = is_integer(node, -limit, limit) ? (int64_t)node->valuedouble : 0;
    return true;
}

static bool sum_follows(const char **at, char *sign) {
    skip_space(at);
    *sign = **at;
    if (*sign != '+' && *sign != '-') return false;
    (*at)++;
    return true;
}

struct value value_read(struct lowering *f, const cJSON *node) {
    int64_t number;
    char sign;
    f->node = node;
    if (number_node(f, node, &number)) return value_of_number(f, number);
    if (!expect_kind(f->reader, node, cJSON_IsString(node), "a value: a number or a string"))
        return BAD_VALUE;
    const char *at = node->valuestring;
    struct value v = take_operand(f, &at);
    if (v.type != TYPE_BAD && sum_follows(&at, &sign)) {
        struct value right = take_operand(f, &at);
        int32_t slot = temporary_take(f, false);
        v = (struct value){
            .slot = slot, .temporary = true, .type = emit_sum(f, v, sign, right, slot)};
    }
    if (v.type != TYPE_BAD && !expect_end(f, at)) return BAD_VALUE;
    return v;
}

static void value_into(struct lowering *f, struct value v, int32_t slot) {
    if (v.constant) {
        emit_op(f, (struct op){.code = OP_CONST,
                               .a = slot,
                               .b = (int32_t)v.number,
                               .c = v.number < 0 ? -1 : 0});
        return;
    }
    struct op op = {.code = OP_MOVE, .a = slot, .b = v.slot};
    if (v.temporary) op.flags |= OP_KILL_SOURCE;
    value_release(f, v);
    emit_op(f, op);
}

/* A place or a sum is evaluated straight into the slot: one operation, no temporary. */
uint32_t value_read_into(struct lowering *f, const cJSON *node, int32_t slot, uint32_t type) {
    f->node = node;
    const char *string = cJSON_IsString(node) ? node->valuestring : "";
    const char *at = string;
    char sign;
    if (is_name_start(*at) && strcmp(at, "nil") != 0) {
        struct place p = take_place(f, &at);
        if (p.type == TYPE_BAD) return TYPE_BAD;
        if (sum_follows(&at, &sign)) {
            struct value left = value_of_place(f, p);
            uint32_t sum = emit_sum(f, left, sign, take_operand(f, &at), slot);
            return expect_end(f, at) && type_accepts(f, type, sum) ? sum : TYPE_BAD;
        }
        if (!expect_end(f, at) || !type_accepts(f, type, p.type)) return TYPE_BAD;
        if (!type_is_word(type_at(f, p.type))) return value_of_place(f, p).type;
        load_into(f, p, slot);
        return p.type;
    }
    struct value v = value_read(f, node);
    if (!type_accepts(f, type, v.type)) return TYPE_BAD;
    value_into(f, v, slot);
    return v.type;
}

/* ---- tests ---- */

struct relation {
    const char *sign;
    enum op_code jump_if_false;
    bool swapped; /* the operands change places */
};

static const struct relation RELATIONS[] = {
    {"==", OP_JUMP_UNEQUAL, false}, {"!=", OP_JUMP_EQUAL, false},   {"<=", OP_JUMP_LESS, true},
    {">=", OP_JUMP_LESS, false},    {"<", OP_JUMP_NOT_LESS, false}, {">", OP_JUMP_NOT_LESS, true},
};

static const struct relation *take_relation(const char **at) {
    skip_space(at);
    for (size_t i = 0; i < sizeof RELATIONS / sizeof RELATIONS[0]; i++) {
        size_t length = strlen(RELATIONS[i].sign);
        if (strncmp(*at, RELATIONS[i].sign, length) != 0) continue;
        *at += length;
        return &RELATIONS[i];
    }
    return NULL;
}

/* a <= 3 is a < 4, and a > 3 is a >= 4: so the constant need not go to a register. */
static enum op_code jump_if_false(const struct relation *relation, struct value *left,
                                  struct value *right) {
    if (!relation->swapped) return relation->jump_if_false;
    if (right->constant && right->number < INT32_MAX) {
        right->number++;
        return relation->jump_if_false == OP_JUMP_LESS ? OP_JUMP_NOT_LESS : OP_JUMP_LESS;
    }
    struct value was_left = *left;
    *left = *right;
    *right = was_left;
    return relation->jump_if_false;
}

static uint32_t emit_test(struct lowering *f, const struct relation *relation, struct value left,
                          struct value right) {
    enum op_code code = jump_if_false(relation, &left, &right);
    left = to_slot(f, left);
    struct op op = {.code = (uint16_t)code, .a = left.slot};
    op.b = right.constant ? (int32_t)right.number : right.slot;
    if (right.constant) op.flags |= OP_CONSTANT;
    else if (right.temporary) op.flags |= OP_KILL_SOURCE;
    if (left.temporary) op.flags |= OP_KILL_BASE;
    value_release(f, left);
    value_release(f, right);
    return emit_op(f, op);
}

static bool can_be_compared(const struct lowering *f, uint32_t left, uint32_t right) {
    if (is_real(left) && is_real(right)) return left == right;
    return is_number(f, left) ? is_number(f, right) : is_pointer(f, right);
}

uint32_t test_read(struct lowering *f, const cJSON *node) {
    f->node = node;
    if (!expect_kind(f->reader, node, cJSON_IsString(node), "a test like \"p != nil\"")) return 0;
    const char *at = node->valuestring;
    struct value left = take_operand(f, &at);
    if (left.type == TYPE_BAD) return 0;
    const struct relation *relation = take_relation(&at);
    if (!relation) {
        problem_at(f->reader, node, "expected one of == != < <= > >= in the test");
        return 0;
    }
    struct value right = take_operand(f, &at);
    if (right.type == TYPE_BAD || !expect_end(f, at)) return 0;
    if (!can_be_compared(f, left.type, right.type)) {
        problem_at(f->reader, node, "%s cannot be compared with %s", type_words_for(f, left.type),
                   type_words_for(f, right.type));
        return 0;
    }
    if (is_pointer(f, left.type) && relation->jump_if_false != OP_JUMP_EQUAL &&
        relation->jump_if_false != OP_JUMP_UNEQUAL) {
        problem_at(f->reader, node, "pointers have no order; expected == or !=");
        return 0;
    }
    return emit_test(f, relation, left, right);
}
