/* The statements of manual memory: malloc, calloc, realloc, free. How much is asked for is a number
 * of elements of a type, one if nothing is said, or a number of bytes. */
#include <inttypes.h>

#include "scenario/statement.h"

enum { BYTES_MAX = INT32_MAX };

/* What is asked for. */
struct request {
    uint32_t type;     /* of what lies there: T, or [n]T for a fixed number of them */
    struct value size; /* a constant is bytes, a slot is a number of elements */
    const char *words; /* as it stands in the listing: "4 * sizeof(Node)" */
};

static const char *words_for(struct lowering *f, const cJSON *count, const char *element) {
    struct pool *pool = &f->program->pool;
    if (!count) return pool_stringf(pool, "sizeof(%s)", element);
    return pool_stringf(pool, "%s * sizeof(%s)", listed(f, count), element);
}

static struct value constant_bytes(int64_t bytes) {
    return (struct value){.constant = true, .number = bytes, .type = TYPE_NUMBER};
}

static void read_bytes(struct lowering *f, const cJSON *statement, struct request *r) {
    int64_t bytes = read_integer(f->reader, statement, "bytes", 0, BYTES_MAX, 0);
    r->size = constant_bytes(bytes);
    r->words = pool_stringf(&f->program->pool, "%" PRId64, bytes);
}

static bool read_count(struct lowering *f, const cJSON *count, struct request *r) {
    const char *element = type_at(f, r->type)->name;
    uint32_t bad;
    r->words = words_for(f, count, element);
    r->size = read_number_value(f, count);
    if (r->size.type == TYPE_BAD) return false;
    if (!r->size.constant) return true;
    uint32_t size = type_at(f, r->type)->size;
    if (r->size.number < 0 || (size && r->size.number > BYTES_MAX / size)) {
        problem_at(f->reader, count, "expected a count from 0 to %u",
                   size ? BYTES_MAX / size : BYTES_MAX);
        return false;
    }
    r->type = program_array_of(f->program, r->type, (uint32_t)r->size.number);
    r->size = constant_bytes(r->size.number * size);
    if (program_lay_out_types(f->program, &bad)) return true;
    problem_at(f->reader, count, "the type is larger than 64 MiB");
    return false;
}

/* `r->type` is that of an element. False after a problem. */
static bool read_request(struct lowering *f, const cJSON *statement, struct request *r) {
    const cJSON *count = cJSON_GetObjectItemCaseSensitive(statement, "count");
    const cJSON *bytes = cJSON_GetObjectItemCaseSensitive(statement, "bytes");
    if (count && bytes) {
        problem_at(f->reader, bytes, "\"bytes\" beside \"count\"; expected one of them");
        return false;
    }
    if (count) return read_count(f, count, r);
    if (bytes) {
        read_bytes(f, statement, r);
        return true;
    }
    r->words = words_for(f, NULL, type_at(f, r->type)->name);
    r->size = constant_bytes(type_at(f, r->type)->size);
    return true;
}

static uint32_t add_argument(struct lowering *f, struct value v, bool pointer) {
    return program_add_argument(f->program,
                                (struct argument){.value = v.constant ? v.number : v.slot,
                                                  .constant = v.constant,
                                                  .pointer = pointer,
                                                  .kill = v.temporary});
}

/* Into a temporary that forgets it at once. */
static void emit_to_nowhere(struct lowering *f, struct op op) {
    struct value v = {.temporary = true, .slot = temporary_take(f, true), .type = TYPE_NIL};
    op.a = v.slot;
    emit_op(f, op);
    value_into(f, (struct value){.constant = true, .type = TYPE_NIL}, v.slot, 1);
    value_release(f, v);
}

/* Emits an operation whose result, a pointer, goes to a place. */
static void emit_to(struct lowering *f, const cJSON *target, struct op op, uint32_t pointer) {
    struct result r = result_begin(f, target, pointer);
    op.a = r.slot;
    if (r.slot == NO_SLOT) {
        emit_to_nowhere(f, op);
        return;
    }
    emit_op(f, op);
    result_end(f, r);
}

static void lower_allocation(struct lowering *f, const cJSON *statement, const char *verb,
                             enum op_code code, const char *opening) {
    const cJSON *type_node = cJSON_GetObjectItemCaseSensitive(statement, verb);
    const char *target = read_string(f->reader, statement, "to", true);
    struct request r = {.type = type_read(f, type_node)};
    if (!target || r.type == TYPE_BAD) return;
    uint32_t line = f->program->line_count;
    list_line(f, "%s", ""); /* the operations of the count belong to it, too */
    if (!read_request(f, statement, &r)) return;
    f->program->lines[line] = pool_stringf(&f->program->pool, "%*s%s %s %s%s)", (int)f->indent * 4,
                                           "", target, assigns(f, target), opening, r.words);
    uint32_t site = read_site(f, r.type, false, type_at(f, r.type)->name);
    f->program->sites[site].manual = true;
    struct op op = {.code = (uint16_t)code, .b = (int32_t)site};
    op.c = (int32_t)add_argument(f, r.size, false);
    value_release(f, r.size);
    emit_to(f, cJSON_GetObjectItemCaseSensitive(statement, "to"), op,
            program_pointer_to(f->program, r.type));
}

void script_malloc(struct lowering *f, const cJSON *statement) {
    lower_allocation(f, statement, "malloc", OP_MALLOC, "malloc(");
}

void script_calloc(struct lowering *f, const cJSON *statement) {
    lower_allocation(f, statement, "calloc", OP_CALLOC, "calloc(1, ");
}

static bool is_pointer_to_something(struct lowering *f, const cJSON *node, struct value v) {
    if (v.type == TYPE_BAD) return false;
    if (is_real(v.type) && type_at(f, v.type)->kind == TYPE_POINTER) return true;
    problem_at(f->reader, node, "the value is of type %s; expected a pointer",
               type_words_for(f, v.type));
    return false;
}

/* What a pointer points to, without the array around it. */
static uint32_t element_of(struct lowering *f, uint32_t pointer) {
    uint32_t type = type_at(f, pointer)->element;
    return type_at(f, type)->kind == TYPE_ARRAY ? type_at(f, type)->element : type;
}

/* With "to", the result's type says how many elements there are; without, the pointer keeps its. */
void script_realloc(struct lowering *f, const cJSON *statement) {
    const cJSON *node = cJSON_GetObjectItemCaseSensitive(statement, "realloc");
    const cJSON *to = cJSON_GetObjectItemCaseSensitive(statement, "to");
    const char *from = read_string(f->reader, statement, "realloc", true);
    if (!from || (to && !read_string(f->reader, statement, "to", true))) return;
    uint32_t line = f->program->line_count;
    list_line(f, "%s", "");
    struct value v = value_read(f, node);
    if (!is_pointer_to_something(f, node, v)) return;
    struct request r = {.type = element_of(f, v.type)};
    if (!read_request(f, statement, &r)) return;
    const char *target = to ? to->valuestring : from;
    f->program->lines[line] =
        pool_stringf(&f->program->pool, "%*s%s %s realloc(%s, %s)", (int)f->indent * 4, "", target,
                     assigns(f, target), from, r.words);
    uint32_t site = read_site(f, r.type, false, type_at(f, r.type)->name);
    f->program->sites[site].manual = true;
    struct op op = {.code = OP_REALLOC, .b = (int32_t)site};
    op.c = (int32_t)add_argument(f, v, true);
    add_argument(f, r.size, false);
    value_release(f, v);
    value_release(f, r.size);
    emit_to(f, to ? to : node, op, to ? program_pointer_to(f->program, r.type) : v.type);
}

void script_free(struct lowering *f, const cJSON *statement) {
    const cJSON *node = cJSON_GetObjectItemCaseSensitive(statement, "free");
    list_line(f, "free(%s)", listed(f, node));
    struct value v = value_read(f, node);
    if (v.type != TYPE_NIL && !is_pointer_to_something(f, node, v)) return;
    struct op op = {.code = OP_FREE, .a = (int32_t)add_argument(f, v, true)};
    value_release(f, v);
    emit_op(f, op);
}
