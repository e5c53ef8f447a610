/* Strings in values: literals, "+", conversions, comparison. */
#include <string.h>

#include "scenario/statement.h"
#include "scenario/token.h"

enum { CONCAT_MAX = 8, LITERAL_MAX = 64 << 10 };

bool is_string(const struct lowering *f, uint32_t type) {
    return is_real(type) && type_at(f, type)->kind == TYPE_STRING;
}

static uint32_t string_type(const struct lowering *f) {
    return (uint32_t)program_find_type(f->program, "string");
}

static uint32_t byte_type(const struct lowering *f) {
    return (uint32_t)program_find_type(f->program, "byte");
}

/* ---- literals ---- */

static struct value constant_string(struct lowering *f, const char *bytes, size_t length) {
    struct value v = {.constant = true, .second = (int64_t)length, .type = string_type(f)};
    v.number = (int64_t)program_string(f->program, bytes, (uint32_t)length);
    if (length && !v.number)
        problem_at(f->reader, f->node, "the constants of the program take more than %d bytes",
                   RODATA_MAX);
    return v;
}

/* A backslash makes the next character an ordinary one; "\n" is the end of a line. */
static size_t take_escaped(const char **at, char *out) {
    size_t length = 0;
    for (; **at && **at != '"'; (*at)++) {
        if (**at == '\\' && (*at)[1]) {
            (*at)++;
            out[length++] = **at == 'n' ? '\n' : **at;
        } else {
            out[length++] = **at;
        }
    }
    return length;
}

static size_t take_raw(const char **at, char *out) {
    size_t length = strcspn(*at, "`");
    memcpy(out, *at, length);
    *at += length;
    return length;
}

bool take_literal(struct lowering *f, const char **at, struct value *out) {
    char quote = **at;
    if (quote != '"' && quote != '`') return false;
    (*at)++;
    size_t most = strlen(*at);
    char *bytes = most <= LITERAL_MAX ? pool_alloc(f->reader->pool, most + 1) : NULL;
    *out = (struct value){.constant = true, .type = TYPE_BAD};
    if (!bytes) {
        problem_at(f->reader, f->node, "a string has at most %d bytes", LITERAL_MAX);
        return true;
    }
    size_t length = quote == '"' ? take_escaped(at, bytes) : take_raw(at, bytes);
    if (**at == quote) {
        (*at)++;
        *out = constant_string(f, bytes, length);
    } else {
        problem_at(f->reader, f->node, "expected %c at the end of the string", quote);
    }
    return true;
}

/* ---- arguments ---- */

/* Pointer and length, of a string or a slice of bytes. Returns the first argument's index. */
static uint32_t add_bytes(struct lowering *f, struct value v) {
    uint32_t integer = (uint32_t)program_find_type(f->program, "int");
    struct value length = v;
    length.type = integer;
    if (v.constant) length.number = v.second;
    else length.slot++;
    uint32_t first = value_argument(f, v);
    value_argument(f, length);
    return first;
}

static uint32_t add_constant(struct lowering *f, int64_t number) {
    return value_argument(f, value_of_constant(number, TYPE_NUMBER));
}

/* The statement's "escape" decides where the bytes go: to the heap, unless it says "stack". */
static uint32_t string_site(struct lowering *f) {
    const cJSON *escape = cJSON_GetObjectItemCaseSensitive(f->statement, "escape");
    bool stack = escape && cJSON_IsString(escape) && strcmp(escape->valuestring, "stack") == 0;
    uint32_t site = read_site(f, byte_type(f), !stack, "string");
    f->program->sites[site].array = true;
    return site;
}

static int64_t string_buffer(struct lowering *f, uint32_t site) {
    if (f->program->sites[site].heap) return NO_SLOT;
    uint32_t array = program_array_of(f->program, byte_type(f), STRING_BUFFER), bad;
    program_lay_out_types(f->program, &bad);
    struct variable buffer = {.type = array, .stack_object = true};
    buffer.slot = words_add(f, STRING_BUFFER / WORD);
    buffer.name = f->program->labels[f->program->sites[site].label].name;
    program_add_variable(f->program, f->function, buffer);
    return buffer.slot;
}

static struct value emit_made(struct lowering *f, enum op_code code, uint32_t type, uint32_t first,
                              uint32_t site) {
    struct value made = {.slot = temporary_for(f, type), .temporary = true, .type = type};
    emit_op(f,
            (struct op){
                .code = (uint16_t)code, .a = made.slot, .b = (int32_t)first, .c = (int32_t)site});
    return made;
}

/* ---- s + t ---- */

static struct value emit_concatenation(struct lowering *f, const struct value *parts,
                                       uint32_t count) {
    uint32_t site = string_site(f);
    uint32_t first = add_constant(f, count);
    add_constant(f, string_buffer(f, site));
    for (uint32_t i = 0; i < count; i++) add_bytes(f, parts[i]);
    struct value made = emit_made(f, OP_CONCAT, string_type(f), first, site);
    for (uint32_t i = 0; i < count; i++) value_release(f, parts[i]);
    return made;
}

struct value take_concatenation(struct lowering *f, const char **at, struct value first) {
    const struct value bad = {.constant = true, .type = TYPE_BAD};
    struct value parts[CONCAT_MAX] = {first};
    uint32_t count = 1;
    do {
        if (!has_room(f->reader, f->node, count, CONCAT_MAX, "strings to join")) return bad;
        parts[count] = take_operand(f, at);
        if (parts[count].type == TYPE_BAD) return bad;
        if (!is_string(f, parts[count].type)) {
            problem_at(f->reader, f->node, "\"+\" takes two strings; found string and %s",
                       type_words_for(f, parts[count].type));
            return bad;
        }
        count++;
    } while (take_sign(at, "+"));
    return emit_concatenation(f, parts, count);
}

/* ---- conversions ---- */

static bool is_bytes(const struct lowering *f, uint32_t type) {
    return is_real(type) && type_at(f, type)->kind == TYPE_SLICE &&
           type_at(f, type)->element == byte_type(f);
}

static struct value emit_conversion(struct lowering *f, struct value from, bool to_string) {
    uint32_t site = string_site(f);
    uint32_t first = add_bytes(f, from);
    add_constant(f, string_buffer(f, site));
    if (to_string) program_byte_table(f->program);
    uint32_t type = to_string ? string_type(f) : program_slice_of(f->program, byte_type(f));
    struct value made = emit_made(f, to_string ? OP_TO_STRING : OP_TO_BYTES, type, first, site);
    value_release(f, from);
    return made;
}

bool take_string_conversion(struct lowering *f, const char **at, struct value *out) {
    bool to_string = take_sign(at, "string(");
    if (!to_string && !take_sign(at, "[]byte(")) return false;
    struct value from = take_value(f, at);
    *out = (struct value){.constant = true, .type = TYPE_BAD};
    if (from.type == TYPE_BAD) return true;
    bool fits = to_string ? is_bytes(f, from.type) : is_string(f, from.type);
    if (!fits || !take_sign(at, ")"))
        problem_at(f->reader, f->node, "expected a %s in brackets, found a value of type %s",
                   to_string ? "[]byte" : "string", type_words_for(f, from.type));
    else *out = emit_conversion(f, from, to_string);
    return true;
}

/* ---- comparison ---- */

struct value emit_comparison(struct lowering *f, struct value left, struct value right) {
    uint32_t first = add_bytes(f, left);
    add_bytes(f, right);
    value_release(f, left);
    value_release(f, right);
    struct value result = {.slot = temporary_take(f, false),
                           .temporary = true,
                           .type = (uint32_t)program_find_type(f->program, "int")};
    emit_op(f, (struct op){.code = OP_COMPARE, .a = result.slot, .b = (int32_t)first});
    return result;
}
