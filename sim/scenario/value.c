/* Values. */
#include "scenario/value.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "scenario/statement.h"
#include "scenario/token.h"

/* ---- values ---- */

static const struct value BAD_VALUE = {.constant = true, .type = TYPE_BAD};

static bool can_be_moved(struct lowering *f, struct place p) {
    if (p.type == TYPE_BAD) return false;
    if (slots_of(f, p.type) <= VALUE_WORDS_MAX) return true;
    problem_at(f->reader, f->node,
               "%s is larger than %d words; use its fields or elements one by one",
               type_at(f, p.type)->name, VALUE_WORDS_MAX);
    return false;
}

struct value value_of_place(struct lowering *f, struct place p) {
    if (!can_be_moved(f, p)) return BAD_VALUE;
    if (place_is_slots(f, p))
        return (struct value){.slot = place_slot(p), .temporary = p.temporary, .type = p.type};
    int32_t slot = temporary_for(f, p.type);
    place_load(f, p, slot);
    return (struct value){.slot = slot, .temporary = true, .type = p.type};
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

struct value value_of_constant(int64_t number, uint32_t type) {
    return (struct value){.constant = true, .number = number, .type = type};
}

struct value value_in_slot(int32_t slot, uint32_t type) {
    return (struct value){.slot = slot, .type = type};
}

uint32_t value_argument(struct lowering *f, struct value v) {
    bool pointer = is_real(v.type) && type_has_pointers(type_at(f, v.type));
    struct argument a = {.value = v.constant ? v.number : v.slot,
                         .constant = v.constant,
                         .pointer = pointer,
                         .kill = v.temporary};
    return program_add_argument(f->program, a);
}

static uint32_t named_type(const struct lowering *f, const char *name) {
    return (uint32_t)program_find_type(f->program, name);
}

static struct value take_address(struct lowering *f, const char **at) {
    (*at)++;
    struct place p = take_place(f, at);
    if (p.type == TYPE_BAD) return BAD_VALUE;
    if (!p.temporary && !p.fixed) return place_address(f, p);
    problem_at(f->reader, f->node, "\"&\" takes what can be assigned to");
    return BAD_VALUE;
}

/* What len and cap read of something whose header is on the heap. */
static struct value header_word(struct lowering *f, struct value header, uint32_t offset) {
    struct op op = {.code = OP_HEADER, .b = header.slot, .c = (int32_t)offset};
    if (header.type == TYPE_BAD) return BAD_VALUE;
    op.a = temporary_take(f, false);
    if (header.temporary) op.flags |= OP_KILL_BASE;
    emit_op(f, op);
    value_release(f, header);
    return (struct value){.temporary = true, .slot = op.a, .type = named_type(f, "int")};
}

/* The second or third word of a header, or what an array's type says. */
static struct value take_extent(struct lowering *f, const char **at, uint32_t word) {
    (*at)++;
    skip_space(at);
    struct place p = take_place(f, at);
    if (p.type == TYPE_BAD) return BAD_VALUE;
    if (!take_sign(at, ")")) {
        problem_at(f->reader, f->node, "expected \")\" at \"%s\"", *at);
        return BAD_VALUE;
    }
    const struct type *t = type_at(f, p.type);
    if (t->kind == TYPE_CHANNEL || (t->kind == TYPE_MAP && word == 1))
        return header_word(f, value_of_place(f, p), (word - 1) * WORD);
    if (t->kind == TYPE_ARRAY) return value_of_constant(t->length, named_type(f, "int"));
    if (t->kind != TYPE_SLICE && (t->kind != TYPE_STRING || word == 2)) {
        problem_at(f->reader, f->node, "%s has no %s", t->name, word == 1 ? "len" : "cap");
        return BAD_VALUE;
    }
    p.offset += word * WORD;
    p.type = named_type(f, "int");
    p.packed = true;
    return value_of_place(f, p);
}

/* "int8(x)": the low bytes of a number. */
static struct value take_conversion(struct lowering *f, const char **at, uint32_t type) {
    (*at)++;
    struct value v = take_value(f, at);
    if (v.type == TYPE_BAD) return BAD_VALUE;
    if (!take_sign(at, ")") || !is_number(f, v.type)) {
        problem_at(f->reader, f->node, "expected a number in brackets behind %s",
                   type_at(f, type)->name);
        return BAD_VALUE;
    }
    int32_t slot = temporary_take(f, false);
    const char *sign = "+";
    v = value_to_slot(f, v);
    v.type = type;
    emit_binary(f, take_operator(&sign), v, value_of_constant(0, TYPE_NUMBER), slot);
    return (struct value){.slot = slot, .temporary = true, .type = type};
}

/* A name with a bracket behind it. */
static bool calls(const char **at, const char *name) {
    const char *from = *at;
    if (!take_word(&from, name) || *from != '(') return false;
    *at = from;
    return true;
}

static bool take_number_type(const struct lowering *f, const char **at, uint32_t *type) {
    for (uint32_t i = 0; i < f->program->type_count; i++) {
        *type = i;
        if (type_at(f, i)->kind == TYPE_INTEGER && calls(at, type_at(f, i)->name)) return true;
    }
    return false;
}

/* A function without captured variables is a value by its name. */
static bool take_function(struct lowering *f, const char **at, struct value *out) {
    char name[NAME_SIZE];
    const char *from = *at;
    if (!take_name(&from, name, sizeof name) || *from == '(') return false;
    int32_t function = program_find_function(f->program, name);
    if (function == NONE || !is_new_local(f, name)) return false;
    *at = from;
    *out = value_of_constant((int64_t)program_function_value(f->program, (uint32_t)function),
                             function_type_of(f, (uint32_t)function));
    if (!f->program->functions[function].closure_type) return true;
    problem_at(f->reader, f->node, "%s captures variables; make its value with \"closure\"", name);
    out->type = TYPE_BAD;
    return true;
}

struct value take_operand(struct lowering *f, const char **at) {
    int64_t number;
    uint32_t type;
    struct value v;
    skip_space(at);
    if (take_literal(f, at, &v) || take_string_conversion(f, at, &v)) return v;
    if (take_function(f, at, &v)) return v;
    if (**at == '&') return take_address(f, at);
    if (take_number(at, &number)) {
        if (errno == ERANGE) problem_at(f->reader, f->node, "the number does not fit 64 bits");
        return value_of_number(f, number);
    }
    if (take_word(at, "nil")) return value_of_constant(0, TYPE_NIL);
    if (take_word(at, "true")) return value_of_constant(1, named_type(f, "bool"));
    if (take_word(at, "false")) return value_of_constant(0, named_type(f, "bool"));
    if (calls(at, "type")) return take_type_word(f, at);
    if (calls(at, "len")) return take_extent(f, at, 1);
    if (calls(at, "cap")) return take_extent(f, at, 2);
    if (is_name_start(**at) && take_number_type(f, at, &type)) return take_conversion(f, at, type);
    return value_of_place(f, take_place(f, at));
}

struct value value_to_slot(struct lowering *f, struct value v) {
    if (!v.constant) return v;
    int32_t slot = temporary_take(f, v.type == TYPE_NIL);
    emit_op(f,
            (struct op){
                .code = OP_CONST, .a = slot, .b = (int32_t)v.number, .c = v.number < 0 ? -1 : 0});
    return (struct value){.slot = slot, .temporary = true, .type = v.type};
}

/* A number wraps to the size of the type it is assigned to. */
static struct value wrapped(struct value v, const struct type *t) {
    if (!v.constant || t->kind != TYPE_INTEGER || t->size == WORD) return v;
    uint32_t unused = 64 - t->size * 8;
    uint64_t high = (uint64_t)v.number << unused;
    v.number = t->is_signed ? (int64_t)high >> unused : (int64_t)(high >> unused);
    return v;
}

struct value value_as(struct lowering *f, struct value v, uint32_t type) {
    if (v.type == TYPE_BAD) return BAD_VALUE;
    bool boxes = is_interface(f, type) && v.type != TYPE_NIL && !is_interface(f, v.type);
    if (boxes) return value_boxed(f, v, type);
    if (!type_accepts(f, type, v.type)) return BAD_VALUE;
    return is_real(type) ? wrapped(v, type_at(f, type)) : v;
}

static bool number_node(struct lowering *f, const cJSON *node, int64_t *number) {
    if (!cJSON_IsNumber(node)) return false;
    const int64_t limit = (int64_t)1 << 53; /* beyond it a JSON number is not exact */
    expect_kind(f->reader, node, is_integer(node, -limit, limit), "a whole number up to 2^53");
    *number = is_integer(node, -limit, limit) ? (int64_t)node->valuedouble : 0;
    return true;
}

static bool calculate(struct lowering *f, const struct binary *o, struct value left,
                      const char **at, int32_t slot, uint32_t *type) {
    *type = emit_binary(f, o, left, take_operand(f, at), slot);
    return *type != TYPE_BAD;
}

/* "&" is an address as a beginning, an operator behind a value. */
struct value take_value(struct lowering *f, const char **at) {
    struct value v = take_operand(f, at);
    if (v.type == TYPE_BAD) return BAD_VALUE;
    if (is_string(f, v.type) && take_sign(at, "+")) return take_concatenation(f, at, v);
    const struct binary *o = take_operator(at);
    if (!o) return v;
    struct value result = {.slot = temporary_take(f, false), .temporary = true};
    return calculate(f, o, v, at, result.slot, &result.type) ? result : BAD_VALUE;
}

struct value value_read(struct lowering *f, const cJSON *node) {
    int64_t number;
    f->node = node;
    if (number_node(f, node, &number)) return value_of_number(f, number);
    if (!expect_kind(f->reader, node, cJSON_IsString(node), "a value: a number or a string"))
        return BAD_VALUE;
    const char *at = node->valuestring;
    struct value v = take_value(f, &at);
    if (v.type != TYPE_BAD && !expect_end(f, at)) return BAD_VALUE;
    return v;
}

static bool makes_words(const struct op *op) {
    return op->code == OP_SLICE || op->code == OP_CONCAT || op->code == OP_TO_BYTES ||
           op->code == OP_TO_STRING;
}

/* An operation that has just made several words in temporaries can make them where they go. */
static bool retargeted(struct lowering *f, struct value v, int32_t slot) {
    if (!v.temporary || f->program->op_count == 0) return false;
    struct op *last = &f->program->ops[f->program->op_count - 1];
    if (!makes_words(last) || last->a != v.slot) return false;
    last->a = slot;
    value_release(f, v);
    return true;
}

int64_t constant_word(struct value v, uint32_t word) {
    return word == 0 ? v.number : word == 1 ? v.second : 0;
}

void value_into(struct lowering *f, struct value v, int32_t slot, uint32_t words) {
    if (retargeted(f, v, slot)) return;
    if (!v.constant) {
        move_slots(f, slot, v.slot, words, v.temporary);
        value_release(f, v);
        return;
    }
    for (uint32_t i = 0; i < words; i++) {
        int64_t word = constant_word(v, i);
        emit_op(f, (struct op){.code = OP_CONST,
                               .a = slot + (int32_t)i,
                               .b = (int32_t)word,
                               .c = word < 0 ? -1 : 0});
    }
}

/* Where a value is to go: slots of a known type, or those of a variable that is made for it. */
struct target {
    int32_t slot;
    uint32_t type;     /* TYPE_BAD: that of the value */
    uint32_t reserved; /* words of the frame when the first slot was taken; 0: no new variable */
};

/* A new variable of several words takes the slots next to its first; if a temporary is there by
 * now, others. */
static int32_t target_slot(struct lowering *f, struct target *t, uint32_t type) {
    uint32_t words = slots_of(f, type);
    if (t->reserved == 0 || words == 1) return t->slot;
    t->slot = words_add(f, t->reserved == f->words ? words - 1 : words);
    return t->slot;
}

static uint32_t put(struct lowering *f, struct value v, struct target *to) {
    if (v.type == TYPE_BAD) return TYPE_BAD;
    uint32_t type = to->type == TYPE_BAD ? v.type : to->type;
    v = value_as(f, v, to->type == TYPE_BAD ? v.type : to->type);
    if (v.type == TYPE_BAD) return TYPE_BAD;
    value_into(f, v, target_slot(f, to, type), slots_of(f, type));
    return type;
}

/* What is in a place, or calculated with it, goes straight into the slot: no temporary. */
static uint32_t put_place(struct lowering *f, struct place p, const char *at, struct target *to) {
    uint32_t type;
    if (is_string(f, p.type) && take_sign(&at, "+")) {
        struct value joined = take_concatenation(f, &at, value_of_place(f, p));
        return joined.type != TYPE_BAD && expect_end(f, at) ? put(f, joined, to) : TYPE_BAD;
    }
    const struct binary *o = take_operator(&at);
    if (o && is_number(f, p.type) && !is_interface(f, to->type)) {
        struct value left = value_of_place(f, p);
        bool fine = calculate(f, o, left, &at, to->slot, &type);
        return fine && expect_end(f, at) && type_accepts(f, to->type, type) ? type : TYPE_BAD;
    }
    if (o) {
        struct value result = {.slot = temporary_take(f, false), .temporary = true};
        calculate(f, o, value_of_place(f, p), &at, result.slot, &result.type);
        return expect_end(f, at) ? put(f, result, to) : TYPE_BAD;
    }
    if (!expect_end(f, at) || !can_be_moved(f, p)) return TYPE_BAD;
    bool plain = to->type == TYPE_BAD || to->type == p.type;
    if (!plain || p.temporary) return put(f, value_of_place(f, p), to);
    place_load(f, p, target_slot(f, to, p.type));
    return p.type;
}

static bool names_function(const struct lowering *f, const char *at) {
    char name[NAME_SIZE];
    return take_name(&at, name, sizeof name) && is_new_local(f, name) &&
           program_find_function(f->program, name) != NONE;
}

/* Whether a place begins here, and not a word that means something else. */
static bool place_begins(const struct lowering *f, const char *at) {
    static const char *const WORDS[] = {"nil", "true", "false"};
    uint32_t type;
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (take_word(&at, WORDS[i])) return false;
    if (calls(&at, "type") || calls(&at, "len") || calls(&at, "cap") || calls(&at, "string"))
        return false;
    if (*at == '*') return true;
    if (names_function(f, at)) return false;
    return is_name_start(*at) && !take_number_type(f, &at, &type);
}

static uint32_t read_into(struct lowering *f, const cJSON *node, struct target *to) {
    f->node = node;
    if (!cJSON_IsString(node) || !place_begins(f, node->valuestring))
        return put(f, value_read(f, node), to);
    const char *at = node->valuestring;
    struct place p = take_place(f, &at);
    return p.type == TYPE_BAD ? TYPE_BAD : put_place(f, p, at, to);
}

uint32_t value_read_into(struct lowering *f, const cJSON *node, int32_t slot, uint32_t type) {
    struct target to = {.slot = slot, .type = type};
    return read_into(f, node, &to);
}

uint32_t value_read_new(struct lowering *f, const cJSON *node, int32_t *slot) {
    struct target to = {.slot = words_add(f, 1), .type = TYPE_BAD, .reserved = f->words};
    uint32_t type = read_into(f, node, &to);
    *slot = to.slot;
    return type;
}
