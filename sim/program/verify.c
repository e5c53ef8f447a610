/* What the machine relies on in a program: operands in range, slots inside frames, jumps inside
 * functions. A failure is a mistake of the front end that built it. */
#include "base/check.h"
#include "program/program.h"
#include "program/runtime_types.h"

static bool slot_fits(const struct function *f, int64_t slot) {
    if (slot < 0) return slot >= -(int64_t)f->frame_words;
    return slot >= 2 && slot < 2 + (int64_t)f->parameter_words;
}

/* Variables lie on one side of the frame pointer. */
static bool slots_fit(const struct function *f, int32_t slot, uint32_t count) {
    int64_t last = (int64_t)slot + (count ? count - 1 : 0);
    return slot_fits(f, slot) && slot_fits(f, last) && (slot < 0) == (last < 0);
}

static bool slot_or_constant(const struct function *f, const struct op *op, int32_t operand) {
    return (op->flags & OP_CONSTANT) || slot_fits(f, operand);
}

static bool jump_fits(const struct function *f, int32_t target) {
    return (uint32_t)target >= f->first_op && (uint32_t)target < f->first_op + f->op_count;
}

/* A part of a variable. Pointers there are moved by MOVE: they need no barrier. */
static bool frame_operand_fits(const struct function *f, const struct op *op, int32_t base) {
    if (op->flags & (OP_POINTER | OP_KILL_BASE | OP_GLOBAL) || op->c < 0) return false;
    return slots_fit(f, base, ((uint32_t)op->c + op->size + WORD - 1) / WORD);
}

static bool memory_operand_fits(const struct program *p, const struct function *f,
                                const struct op *op, int32_t base) {
    if (op->size < 1 || op->size > WORD) return false;
    if (op->flags & OP_FRAME) return frame_operand_fits(f, op, base);
    if (!(op->flags & OP_GLOBAL)) return slot_fits(f, base) && op->c >= 0;
    return op->c >= 0 && (uint32_t)op->c + op->size <= p->global_bytes;
}

static bool arguments_fit(const struct program *p, const struct function *f, int32_t first,
                          uint32_t count) {
    if (first < 0 || (uint32_t)first + count > p->argument_count) return false;
    for (uint32_t i = 0; i < count; i++) {
        const struct argument *a = &p->arguments[(uint32_t)first + i];
        if (a->constant || a->string) continue;
        if (!slots_fit(f, (int32_t)a->value, a->words)) return false;
    }
    return true;
}

/* Arguments, and the type of what they lead to. */
static bool elements_fit(const struct program *p, const struct function *f, const struct op *op,
                         uint32_t count) {
    return (uint32_t)op->c < p->type_count && arguments_fit(p, f, op->b, count);
}

/* A constant argument that is the slot of a buffer in the frame; the site is of its elements. */
static bool buffer_fits(const struct program *p, const struct function *f, const struct op *op,
                        uint32_t argument, uint32_t bytes) {
    const struct argument *a = &p->arguments[(uint32_t)op->b + argument];
    if (!a->constant || (uint32_t)op->c >= p->site_count) return false;
    return a->value == NO_SLOT || slots_fit(f, (int32_t)a->value, (bytes + WORD - 1) / WORD);
}

static bool conversion_fits(const struct program *p, const struct function *f,
                            const struct op *op) {
    return arguments_fit(p, f, op->b, 3) && buffer_fits(p, f, op, 2, STRING_BUFFER);
}

static bool is_of_size(const struct program *p, int32_t site, uint32_t size) {
    return p->types[p->sites[site].type].size == size;
}

static bool to_runes_fits(const struct program *p, const struct function *f, const struct op *op) {
    return arguments_fit(p, f, op->b, 3) && buffer_fits(p, f, op, 2, RUNE_BUFFER * RUNE_SIZE) &&
           is_of_size(p, op->c, RUNE_SIZE);
}

static bool from_rune_fits(const struct program *p, const struct function *f, const struct op *op) {
    return arguments_fit(p, f, op->b, 2) && buffer_fits(p, f, op, 1, RUNE_SIZE);
}

static bool concat_fits(const struct program *p, const struct function *f, const struct op *op) {
    if (!arguments_fit(p, f, op->b, 2) || !buffer_fits(p, f, op, 1, STRING_BUFFER)) return false;
    const struct argument *count = &p->arguments[op->b];
    return count->constant && count->value >= 0 && count->value < 1 << 16 &&
           arguments_fit(p, f, op->b, 2 + 2 * (uint32_t)count->value);
}

static bool address_fits(const struct program *p, const struct function *f, const struct op *op) {
    if (op->flags & OP_GLOBAL) return (uint32_t)op->c <= p->global_bytes;
    return slots_fit(f, op->b, (uint32_t)op->c / WORD + 1);
}

static bool call_fits(const struct program *p, const struct function *f, const struct op *op) {
    if (op->a < 0 || (uint32_t)op->a >= p->function_count) return false;
    const struct function *callee = &p->functions[op->a];
    if (op->code == OP_CALL && op->c != NO_SLOT && !slots_fit(f, op->c, callee->result_words))
        return false;
    return arguments_fit(p, f, op->b, callee->parameter_words);
}

static bool return_fits(const struct function *f, const struct op *op) {
    if (op->flags & OP_CONSTANT) return f->result_words == 1;
    return op->a == NO_SLOT || slots_fit(f, op->a, f->result_words);
}

static bool manual_fits(const struct program *p, const struct function *f, const struct op *op,
                        uint32_t arguments) {
    return slot_fits(f, op->a) && (uint32_t)op->b < p->site_count &&
           arguments_fit(p, f, op->c, arguments);
}

static bool communication_fits(const struct program *p, const struct function *f,
                               const struct communication *c) {
    if (c->kind == COMMUNICATION_DEFAULT) return true;
    if (c->type >= p->type_count || p->types[c->type].kind != TYPE_CHANNEL) return false;
    uint32_t words = type_slots(&p->types[p->types[c->type].element]);
    if (!slot_fits(f, c->channel)) return false;
    if (c->kind == COMMUNICATION_SEND) return slots_fit(f, c->value, words);
    return (c->value == NO_SLOT || slots_fit(f, c->value, words)) &&
           (c->ok == NO_SLOT || slot_fits(f, c->ok));
}

/* A default, if there is one, is the last case of a SELECT. */
static bool communications_fit(const struct program *p, const struct function *f, int32_t first,
                               int32_t count, bool select) {
    if (first < 0 || count < 0 || (uint32_t)first + (uint32_t)count > p->communication_count)
        return false;
    for (int32_t i = first; i < first + count; i++) {
        bool is_default = p->communications[i].kind == COMMUNICATION_DEFAULT;
        if (is_default && (!select || i + 1 < first + count)) return false;
        if (!communication_fits(p, f, &p->communications[i])) return false;
    }
    return true;
}

static bool is_map(const struct program *p, uint32_t type) {
    return type < p->type_count && p->types[type].kind == TYPE_MAP &&
           p->types[type].runtime[MAP_HEADER] && p->types[type].runtime[MAP_SITES_FIRST];
}

static bool map_access_fits(const struct program *p, const struct function *f,
                            const struct op *op) {
    if (op->a < 0 || (uint32_t)op->a >= p->map_access_count) return false;
    const struct map_access *a = &p->map_accesses[op->a];
    if (!is_map(p, a->type) || !slot_fits(f, a->map)) return false;
    uint32_t key = type_slots(&p->types[p->types[a->type].key]);
    uint32_t value = type_slots(&p->types[p->types[a->type].element]);
    if (!slots_fit(f, a->key, key)) return false;
    if (op->code == OP_MAP_DELETE) return true;
    if (op->code == OP_MAP_ASSIGN) return slot_fits(f, a->value);
    return (a->value == NO_SLOT || slots_fit(f, a->value, value)) &&
           (a->ok == NO_SLOT || slot_fits(f, a->ok));
}

static bool site_fits(const struct program *p, int32_t first, uint32_t count) {
    return first >= 0 && (uint32_t)first + count <= p->site_count;
}

static bool closure_call_fits(const struct program *p, const struct function *f,
                              const struct op *op) {
    if (!slot_fits(f, op->a) || !arguments_fit(p, f, op->b, 2)) return false;
    const struct argument *head = &p->arguments[op->b];
    if (!head[0].constant || !head[1].constant) return false;
    if (head[0].value < 0 || head[0].value > 1 << 16 || head[1].value < 0) return false;
    if (op->code == OP_CALL_CLOSURE && op->c != NO_SLOT &&
        !slots_fit(f, op->c, (uint32_t)head[1].value))
        return false;
    return arguments_fit(p, f, op->b, 2 + (uint32_t)head[0].value);
}

/* A record of a deferred call in the frame is a variable of the type made for it. */
static bool is_record(const struct program *p, const struct function *f, int32_t slot) {
    for (uint32_t i = 0; i < f->variable_count; i++)
        if (f->variables[i].slot == slot && f->variables[i].type == p->panics.record_type)
            return true;
    return false;
}

static bool defer_fits(const struct program *p, const struct function *f, const struct op *op) {
    uint32_t recovery = f->recovery_op - 1;
    if (!p->gopanic || !f->recovery_op || !jump_fits(f, (int32_t)recovery)) return false;
    if (p->ops[recovery].code != OP_RUN_DEFERS) return false;
    return op->b == NO_SLOT || is_record(p, f, op->b);
}

static bool is_atomic(const struct op *op) {
    return op->size == WORD / 2 || op->size == WORD;
}

static bool is_type(const struct program *p, int32_t type) {
    return type >= 0 && (uint32_t)type < p->type_count;
}

static bool is_interface(const struct program *p, int32_t type) {
    return is_type(p, type) && p->types[type].kind == TYPE_INTERFACE;
}

static bool value_fits(const struct program *p, const struct function *f, int32_t slot,
                       int32_t type) {
    return is_type(p, type) && slots_fit(f, slot, type_slots(&p->types[type]));
}

static bool is_number(const struct program *p, int32_t type) {
    return is_type(p, type) &&
           (p->types[type].kind == TYPE_INTEGER || p->types[type].kind == TYPE_FLOAT);
}

static bool is_float_size(uint8_t size) {
    return size == 4 || size == 8;
}

static bool arithmetic_fits(const struct function *f, const struct op *op) {
    if (op->flags & OP_FLOAT &&
        (!is_float_size(op->size) || op->code > OP_DIVIDE || op->flags & OP_CONSTANT))
        return false;
    return op->size <= WORD && slot_fits(f, op->a) && slot_fits(f, op->b) &&
           slot_or_constant(f, op, op->c);
}

static bool equal_fits(const struct program *p, const struct function *f, const struct op *op) {
    if (!slot_fits(f, op->a) || !arguments_fit(p, f, op->b, 2)) return false;
    const struct argument *sides = &p->arguments[op->b];
    return !sides[0].constant && !sides[1].constant &&
           value_fits(p, f, (int32_t)sides[0].value, op->c) &&
           value_fits(p, f, (int32_t)sides[1].value, op->c);
}

static bool method_call_fits(const struct program *p, const struct function *f,
                             const struct op *op) {
    if (!slots_fit(f, op->a, 2) || !arguments_fit(p, f, op->b, 3)) return false;
    const struct argument *head = &p->arguments[op->b];
    for (int i = 0; i < 3; i++)
        if (!head[i].constant || head[i].value < 0 || head[i].value > 1 << 16) return false;
    if (head[0].value >= p->method_name_count) return false;
    if (op->c != NO_SLOT && !slots_fit(f, op->c, (uint32_t)head[2].value)) return false;
    return arguments_fit(p, f, op->b, 3 + (uint32_t)head[1].value);
}

static bool op_fits(const struct program *p, const struct function *f, const struct op *op) {
    switch ((enum op_code)op->code) {
    case OP_CONST: return slot_fits(f, op->a);
    case OP_MOVE: return slot_fits(f, op->a) && slot_fits(f, op->b);
    case OP_ADDRESS: return slot_fits(f, op->a) && op->c >= 0 && address_fits(p, f, op);
    case OP_INDEX: return slot_fits(f, op->a) && elements_fit(p, f, op, 3);
    case OP_SLICE:
        return slots_fit(f, op->a, op->size == SLICED_STRING ? 2 : 3) &&
               op->size <= SLICED_CONVERT && elements_fit(p, f, op, 6);
    case OP_MAKE: return slots_fit(f, op->a, 3) && (uint32_t)op->b < p->site_count;
    case OP_GROW:
        return slots_fit(f, op->a, 3) && slot_or_constant(f, op, op->b) &&
               (uint32_t)op->c < p->site_count;
    case OP_CONCAT: return slots_fit(f, op->a, 2) && concat_fits(p, f, op);
    case OP_COMPARE: return slot_fits(f, op->a) && arguments_fit(p, f, op->b, 4);
    case OP_TO_BYTES: return slots_fit(f, op->a, 3) && conversion_fits(p, f, op);
    case OP_TO_STRING: return slots_fit(f, op->a, 2) && conversion_fits(p, f, op);
    case OP_COPY: return (op->a == NO_SLOT || slot_fits(f, op->a)) && elements_fit(p, f, op, 4);
    case OP_LOAD: return slot_fits(f, op->a) && memory_operand_fits(p, f, op, op->b);
    case OP_STORE: return slot_or_constant(f, op, op->b) && memory_operand_fits(p, f, op, op->a);
    case OP_NEW: return slot_fits(f, op->a) && (uint32_t)op->b < p->site_count;
    case OP_NEW_STACK:
        return slot_fits(f, op->a) && slot_fits(f, op->b) && (uint32_t)op->c < p->site_count;
    case OP_ADD:
    case OP_SUBTRACT:
    case OP_MULTIPLY:
    case OP_DIVIDE:
    case OP_REMAINDER:
    case OP_AND:
    case OP_OR:
    case OP_XOR:
    case OP_AND_NOT:
    case OP_SHIFT_LEFT:
    case OP_SHIFT_RIGHT: return arithmetic_fits(f, op);
    case OP_JUMP: return jump_fits(f, op->c);
    case OP_JUMP_EQUAL:
    case OP_JUMP_UNEQUAL:
    case OP_JUMP_LESS:
    case OP_JUMP_NOT_LESS:
        return slot_fits(f, op->a) && slot_or_constant(f, op, op->b) && jump_fits(f, op->c);
    case OP_BOX:
        return slot_fits(f, op->a) && (uint32_t)op->c < p->site_count &&
               slots_fit(f, op->b, type_slots(&p->types[p->sites[op->c].type]));
    case OP_ASSERT:
        return slots_fit(f, op->a, 2) && is_type(p, op->c) &&
               (op->b == 0 || is_interface(p, op->b - 1));
    case OP_CODE: return slot_fits(f, op->a) && (uint32_t)op->b < p->function_count;
    case OP_CALL_CLOSURE:
    case OP_GO_CLOSURE: return closure_call_fits(p, f, op);
    case OP_CALL:
    case OP_GO: return call_fits(p, f, op);
    case OP_RETURN: return return_fits(f, op);
    case OP_CLEAR: return op->b > 0 && slots_fit(f, op->a, (uint32_t)op->b);
    case OP_MALLOC:
    case OP_CALLOC: return manual_fits(p, f, op, 1);
    case OP_REALLOC: return manual_fits(p, f, op, 2);
    case OP_FREE: return arguments_fit(p, f, op->a, 1);
    case OP_GC: return op->a >= GC_RUN && op->a <= GC_FINISH;
    case OP_SLEEP:
    case OP_YIELD: return true;
    case OP_MAKE_CHANNEL:
        return slot_fits(f, op->a) && site_fits(p, op->b, CHANNEL_SITES) &&
               slot_or_constant(f, op, op->c) && p->sudog_site;
    case OP_SEND:
    case OP_RECEIVE: return communications_fit(p, f, op->a, 1, false);
    case OP_SELECT: return slot_fits(f, op->a) && communications_fit(p, f, op->b, op->c, true);
    case OP_MAKE_MAP:
        return slot_fits(f, op->a) && site_fits(p, op->b, MAP_SITES) &&
               slot_or_constant(f, op, op->c);
    case OP_MAP_INIT: return slot_fits(f, op->a) && slot_fits(f, op->b);
    case OP_MAP_GET:
    case OP_MAP_ASSIGN:
    case OP_MAP_DELETE: return map_access_fits(p, f, op);
    case OP_MAP_BEGIN:
        return slots_fit(f, op->a, MAP_ITERATOR_WORDS) && slot_fits(f, op->b) &&
               is_map(p, (uint32_t)op->c);
    case OP_MAP_NEXT: return slots_fit(f, op->a, MAP_ITERATOR_WORDS) && is_map(p, (uint32_t)op->c);
    case OP_CLOSE: return slot_fits(f, op->a) && (uint32_t)op->b < p->type_count;
    case OP_HEADER: return slot_fits(f, op->a) && slot_fits(f, op->b) && op->c >= 0 && op->c <= 8;
    case OP_PRINT: return arguments_fit(p, f, op->b, (uint32_t)op->a);
    case OP_MOVE_BLOCK:
        return op->c > 0 && slots_fit(f, op->a, (uint32_t)op->c) &&
               slots_fit(f, op->b, (uint32_t)op->c);
    case OP_LOAD_BLOCK: return slot_fits(f, op->b) && value_fits(p, f, op->a, op->c);
    case OP_STORE_BLOCK: return slot_fits(f, op->a) && value_fits(p, f, op->b, op->c);
    case OP_ZERO: return slot_fits(f, op->a) && is_type(p, op->c);
    case OP_EQUAL: return equal_fits(p, f, op);
    case OP_COMPARE_FLOAT:
        return is_float_size(op->size) && slot_fits(f, op->a) && slot_fits(f, op->b) &&
               slot_fits(f, op->c);
    case OP_CONVERT: return slot_fits(f, op->a) && is_number(p, op->b) && is_number(p, op->c);
    case OP_IMPLEMENTS: return slot_fits(f, op->a) && slot_fits(f, op->b) && is_interface(p, op->c);
    case OP_CALL_METHOD: return method_call_fits(p, f, op);
    case OP_RUNE: return slots_fit(f, op->a, 2) && slots_fit(f, op->b, 2) && slot_fits(f, op->c);
    case OP_TO_RUNES: return slots_fit(f, op->a, 3) && to_runes_fits(p, f, op);
    case OP_FROM_RUNES: return slots_fit(f, op->a, 2) && conversion_fits(p, f, op);
    case OP_FROM_RUNE: return slots_fit(f, op->a, 2) && from_rune_fits(p, f, op);
    case OP_DEFER: return slot_fits(f, op->a) && defer_fits(p, f, op);
    case OP_RUN_DEFERS:
    case OP_GOEXIT: return p->gopanic != 0;
    case OP_PANIC: return slots_fit(f, op->a, 2) && p->gopanic;
    case OP_RECOVER: return slots_fit(f, op->a, 2);
    case OP_UNWIND: return slots_fit(f, op->c, 2);
    case OP_ERROR_TEXT:
        return slots_fit(f, op->a, 2) && slot_fits(f, op->b) && op->size < RUNTIME_ERRORS &&
               site_fits(p, op->c, 1);
    case OP_SLEEP_FOR:
    case OP_NOW:
    case OP_PROCESSORS:
    case OP_GOROUTINES:
    case OP_SEMAPHORE_ACQUIRE:
    case OP_SEMAPHORE_RELEASE: return slot_fits(f, op->a);
    case OP_MEMORY_STATISTICS:
        return slot_fits(f, op->a) && (uint32_t)op->b < p->type_count &&
               p->types[op->b].kind == TYPE_STRUCT;
    case OP_ATOMIC_ADD:
        return is_atomic(op) && (op->a == NO_SLOT || slot_fits(f, op->a)) && slot_fits(f, op->b) &&
               slot_or_constant(f, op, op->c);
    case OP_ATOMIC_SWAP:
        return is_atomic(op) && slot_fits(f, op->a) && arguments_fit(p, f, op->b, 3);
    case OP_FATAL: return arguments_fit(p, f, op->b, 1) && p->arguments[op->b].string;
    case OP_FORMAT:
        return (op->a == NO_SLOT || slots_fit(f, op->a, 2)) && jump_fits(f, op->c) &&
               arguments_fit(p, f, op->b, FORMAT_ARGUMENTS);
    case OP_FORMAT_NEXT:
        return slots_fit(f, op->a, 2) && arguments_fit(p, f, op->b, FORMAT_ARGUMENTS);
    case OP_SLICE_SWAP: return slots_fit(f, op->a, 2) && arguments_fit(p, f, op->b, 2);
    case OP_SLICE_LENGTH:
    case OP_COMPARABLE: return slot_fits(f, op->a) && slots_fit(f, op->b, 2);
    case OP_SQUARE_ROOT: return slot_fits(f, op->a) && slot_fits(f, op->b);
    case OP_COUNT: break;
    }
    return false;
}

static void verify_function(const struct program *p, const struct function *f) {
    CHECK(f->op_count > 0 && f->first_op + f->op_count <= p->op_count);
    for (uint32_t i = f->first_op; i < f->first_op + f->op_count; i++)
        CHECK(op_fits(p, f, &p->ops[i]));
    uint16_t last = p->ops[f->first_op + f->op_count - 1].code;
    CHECK(last == OP_RETURN || last == OP_JUMP); /* nobody runs off the end */
    for (uint32_t i = 0; i < f->variable_count; i++)
        CHECK(slots_fit(f, f->variables[i].slot, type_slots(&p->types[f->variables[i].type])));
}

/* Sorted by type, so that they can be found. */
static void verify_methods(const struct program *p) {
    for (uint32_t i = 0; i < p->method_count; i++) {
        const struct method *m = &p->methods[i];
        CHECK(m->type < p->type_count && m->name < p->method_name_count);
        CHECK(m->function < p->function_count && (i == 0 || m[-1].type <= m->type));
    }
}

void program_verify(const struct program *p) {
    CHECK(!p->pool.failed && p->function_count > 0);
    verify_methods(p);
    for (uint32_t i = 0; i < p->function_count; i++) verify_function(p, &p->functions[i]);
}
