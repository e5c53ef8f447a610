#include "program/program.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "program/runtime_types.h"

void program_free(struct program *p) {
    pool_free(&p->pool);
    *p = (struct program){0};
}

/* Every table of the program grows the same way: room for one more, then the element is set. The
 * pool remembers a failure, so a builder checks once, at the end. */
#define ADD(p, table, count, value)                                                                \
    do {                                                                                           \
        (p)->table = pool_grow(&(p)->pool, (p)->table, (p)->count, sizeof *(p)->table);            \
        if (!(p)->table) {                                                                         \
            (p)->count = 0;                                                                        \
            return 0;                                                                              \
        }                                                                                          \
        (p)->table[(p)->count] = (value);                                                          \
        return (p)->count++;                                                                       \
    } while (0)

uint32_t program_add_label(struct program *p, const char *name, bool given) {
    int32_t known = program_find_label(p, name);
    if (known != NONE) return (uint32_t)known;
    struct label label = {name, given};
    ADD(p, labels, label_count, label);
}

uint32_t program_add_site(struct program *p, struct site site) {
    ADD(p, sites, site_count, site);
}

uint32_t program_add_global(struct program *p, const char *name, uint32_t type) {
    struct global global = {name, type, 0};
    ADD(p, globals, global_count, global);
}

uint32_t program_add_argument(struct program *p, struct argument argument) {
    ADD(p, arguments, argument_count, argument);
}

uint32_t program_add_communication(struct program *p, struct communication communication) {
    ADD(p, communications, communication_count, communication);
}

uint32_t program_add_map_access(struct program *p, struct map_access access) {
    ADD(p, map_accesses, map_access_count, access);
}

uint32_t program_add_reference(struct program *p, struct reference reference) {
    for (uint32_t i = 0; i < p->reference_count; i++)
        if (p->references[i].label == reference.label &&
            p->references[i].ordinal == reference.ordinal)
            return i;
    ADD(p, references, reference_count, reference);
}

uint32_t program_add_method(struct program *p, struct method method) {
    ADD(p, methods, method_count, method);
}

uint32_t program_method_name(struct program *p, const char *name) {
    for (uint32_t i = 0; i < p->method_name_count; i++)
        if (strcmp(p->method_names[i], name) == 0) return i;
    ADD(p, method_names, method_name_count, name);
}

uint32_t program_add_line(struct program *p, const char *text) {
    const char *copy = pool_string(&p->pool, text);
    ADD(p, lines, line_count, copy);
}

uint32_t program_add_function(struct program *p, const char *name) {
    struct function function = {.name = name, .result_type = (uint32_t)NONE};
    ADD(p, functions, function_count, function);
}

uint32_t program_add_variable(struct program *p, uint32_t function, struct variable variable) {
    struct function *f = &p->functions[function];
    f->variables = pool_grow(&p->pool, f->variables, f->variable_count, sizeof *f->variables);
    if (!f->variables) return f->variable_count = 0;
    f->variables[f->variable_count] = variable;
    return f->variable_count++;
}

uint32_t program_add_op(struct program *p, struct op op, uint32_t function, uint32_t line) {
    p->op_lines = pool_grow(&p->pool, p->op_lines, p->op_count, sizeof *p->op_lines);
    p->op_functions = pool_grow(&p->pool, p->op_functions, p->op_count, sizeof *p->op_functions);
    if (!p->op_lines || !p->op_functions) return p->op_count = 0;
    p->op_lines[p->op_count] = line;
    p->op_functions[p->op_count] = function;
    ADD(p, ops, op_count, op);
}

void program_lay_out_globals(struct program *p) {
    uint32_t offset = 0;
    for (uint32_t i = 0; i < p->global_count; i++) {
        const struct type *t = &p->types[p->globals[i].type];
        offset = (offset + t->alignment - 1) / t->alignment * t->alignment;
        p->globals[i].offset = offset;
        offset += t->size;
    }
    p->global_bytes = (offset + WORD - 1) / WORD * WORD;
    uint32_t words = p->global_bytes / WORD;
    p->global_pointers = pool_alloc(&p->pool, ((size_t)words + 64) / 64 * sizeof(uint64_t));
    if (!p->global_pointers) return;
    for (uint32_t i = 0; i < p->global_count; i++) {
        const struct type *t = &p->types[p->globals[i].type];
        for (uint32_t word = 0; word < t->pointer_data / WORD; word++) {
            uint32_t at = p->globals[i].offset / WORD + word;
            if (type_word_is_pointer(t, word)) p->global_pointers[at / 64] |= 1ull << (at % 64);
        }
    }
}

const struct method *program_methods_of(const struct program *p, uint32_t type) {
    uint32_t from = 0, to = p->method_count;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (p->methods[middle].type < type) from = middle + 1;
        else to = middle;
    }
    return from < p->method_count && p->methods[from].type == type ? &p->methods[from] : NULL;
}

/* Finds the entry of a table whose `name` equals the one looked for. */
#define FIND(table, count, name_looked_for)                                                        \
    do {                                                                                           \
        for (uint32_t i = 0; i < (count); i++)                                                     \
            if (strcmp((table)[i].name, (name_looked_for)) == 0) return (int32_t)i;                \
        return NONE;                                                                               \
    } while (0)

int32_t program_find_type(const struct program *p, const char *name) {
    FIND(p->types, p->type_count, name);
}

int32_t program_find_function(const struct program *p, const char *name) {
    FIND(p->functions, p->function_count, name);
}

int32_t program_find_global(const struct program *p, const char *name) {
    FIND(p->globals, p->global_count, name);
}

int32_t program_find_label(const struct program *p, const char *name) {
    FIND(p->labels, p->label_count, name);
}

int32_t program_find_field(const struct type *type, const char *name) {
    FIND(type->fields, type->field_count, name);
}

static void add_pointer_slots(struct program *p, struct function *f, const struct variable *v) {
    const struct type *t = &p->types[v->type];
    for (uint32_t word = 0; word < t->pointer_data / WORD; word++) {
        if (!type_word_is_pointer(t, word)) continue;
        f->pointer_slots =
            pool_grow(&p->pool, f->pointer_slots, f->pointer_slot_count, sizeof *f->pointer_slots);
        if (!f->pointer_slots) return;
        f->pointer_slots[f->pointer_slot_count++] = v->slot + (int32_t)word;
    }
}

static void make_stack_map(struct program *p, struct function *f, bool named) {
    for (uint32_t i = 0; i < f->variable_count && !p->pool.failed; i++)
        if ((f->variables[i].name[0] != '\0') == named) add_pointer_slots(p, f, &f->variables[i]);
}

/* A store of a pointer calls the write barrier. Ops that are not here call something. */
static bool calls_nothing(const struct op *op) {
    switch (op->code) {
    case OP_CONST:
    case OP_MOVE:
    case OP_ADDRESS:
    case OP_CLEAR:
    case OP_CODE:
    case OP_LOAD:
    case OP_NEW_STACK:
    case OP_ADD:
    case OP_SUBTRACT:
    case OP_MULTIPLY:
    case OP_AND:
    case OP_OR:
    case OP_XOR:
    case OP_AND_NOT:
    case OP_JUMP:
    case OP_JUMP_EQUAL:
    case OP_JUMP_UNEQUAL:
    case OP_JUMP_LESS:
    case OP_JUMP_NOT_LESS:
    case OP_MOVE_BLOCK:
    case OP_LOAD_BLOCK:
    case OP_COMPARE_FLOAT:
    case OP_CONVERT:
    case OP_SQUARE_ROOT:
    case OP_RETURN: return true;
    case OP_DIVIDE: return op->flags & OP_FLOAT;
    case OP_STORE: return !(op->flags & OP_POINTER);
    default: return false;
    }
}

static bool is_leaf(const struct program *p, const struct function *f) {
    for (uint32_t i = 0; i < f->op_count; i++)
        if (!calls_nothing(&p->ops[f->first_op + i])) return false;
    return true;
}

static int by_type_and_name(const void *left, const void *right) {
    const struct method *a = left, *b = right;
    if (a->type != b->type) return a->type < b->type ? -1 : 1;
    return a->name == b->name ? 0 : a->name < b->name ? -1 : 1;
}

int32_t program_find_method(const struct program *p, uint32_t type, uint32_t name) {
    struct method wanted = {.type = type, .name = name};
    if (p->method_count == 0) return NONE;
    const struct method *found =
        bsearch(&wanted, p->methods, p->method_count, sizeof wanted, by_type_and_name);
    return found ? (int32_t)found->function : NONE;
}

bool program_finish(struct program *p) {
    if (p->method_count) qsort(p->methods, p->method_count, sizeof *p->methods, by_type_and_name);
    for (uint32_t i = 0; i < p->function_count && !p->pool.failed; i++) {
        struct function *f = &p->functions[i];
        make_stack_map(p, f, true);
        f->named_pointer_slots = f->pointer_slot_count;
        make_stack_map(p, f, false);
        f->leaf = is_leaf(p, f);
    }
    program_fill_functions(p);
    return !p->pool.failed;
}

int32_t program_returns_to(const struct program *p, uint64_t address) {
    uint32_t from = 0, to = p->return_count;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (p->returns[middle].address < address) from = middle + 1;
        else to = middle;
    }
    if (from == p->return_count || p->returns[from].address != address) return NONE;
    return (int32_t)p->returns[from].op;
}

bool program_uses_heap(const struct program *p) {
    for (uint32_t i = 0; i < p->site_count; i++)
        if (p->sites[i].heap) return true;
    return false;
}
