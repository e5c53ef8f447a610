/* What the library is made of where Go would not do: formats, slices of any type, square roots. */
#include <math.h>
#include <string.h>

#include "machine/cost.h"
#include "machine/exec/exec.h"
#include "machine/exec/operand.h"
#include "machine/format/format.h"
#include "machine/gc/assist.h"
#include "machine/gc/bulk.h"
#include "machine/heap/heap.h"
#include "machine/values/typed.h"

/* ---- formats ---- */

/* A dangling pointer may have written them: what is not memory cannot be shown. */
static bool can_be_read(struct machine *m, uint64_t at, uint64_t count, uint64_t size) {
    if (count == 0) return true;
    bool fine = count <= UINT32_MAX && memory_to_read(m, at, count * size);
    if (!fine) machine_fault(m, at ? FAULT_ADDRESS : FAULT_NIL, at);
    return fine && may_access(m, at);
}

static bool is_sound(struct machine *m, const struct format_call *c) {
    return c->kind < FORMAT_COUNT && can_be_read(m, c->text, c->length, 1) &&
           can_be_read(m, c->values, c->count, 2 * WORD) &&
           can_be_read(m, c->given, c->given_count, 2 * WORD);
}

/* slicebytetostring: no object for no bytes, nor for one. 0 after a fault, or an assist. */
static uint64_t bytes_of(struct machine *m, struct goroutine *g, const struct op *op,
                         const struct text *text) {
    uint64_t table = program_find_constant(m->program, CONSTANT_BYTES, 0);
    if (text->length == 1 && table) return table + (uint8_t)text->bytes[0] * (uint64_t)WORD;
    if (assist_step(m, g, text->length)) return 0;
    uint64_t site = argument_read(m, g, op, FORMAT_SITE);
    uint64_t object = heap_allocate_array(m, (uint32_t)site, text->length);
    if (!object) {
        machine_fault(m, FAULT_OUT_OF_MEMORY, text->length);
        return 0;
    }
    memory_put(m, object, text->bytes, text->length);
    charge(m, COST_COPY, (text->length + WORD - 1) / WORD);
    return object;
}

static void end_format(struct machine *m, struct goroutine *g, const struct op *op, uint64_t at,
                       uint64_t length) {
    arguments_kill(m, g, op, FORMAT_ARGUMENTS);
    if (op->a != NO_SLOT) {
        slot_write(m, g, op->a, at);
        slot_write(m, g, op->a + 1, length);
    }
    g->pc = (uint32_t)op->c;
}

static void print_text(struct machine *m, struct goroutine *g, const struct op *op,
                       const struct text *text) {
    emit(m, EVENT_PRINT, (uint64_t)op->b, FORMAT_ARGUMENTS, PRINT_FORMAT, 0);
    end_format(m, g, op, 0, text->length);
}

static void make_text(struct machine *m, struct goroutine *g, const struct op *op,
                      const struct text *text) {
    uint64_t at = text->length ? bytes_of(m, g, op, text) : 0;
    if (text->length && !at) return;
    end_format(m, g, op, at, text->length);
    if (op->a != NO_SLOT) emit(m, EVENT_STRING, slot_address(g->frame, op->a), at, text->length, 0);
}

/* In one step, unless a method has to be called: then the program goes on at the next op. */
void exec_format(struct machine *m, struct goroutine *g, const struct op *op) {
    struct format_call call = format_call_of(m, g, (uint32_t)op->b);
    struct format_need need;
    struct text text = {0};
    if (!is_sound(m, &call)) return;
    if (!format_write(m, &call, &text, &need)) {
        emit(m, EVENT_FORMAT_ASKS, need.data, 0, 0, 0);
        g->pc++;
    } else if (format_prints(call.kind)) {
        print_text(m, g, op, &text);
    } else {
        make_text(m, g, op, &text);
    }
    text_free(&text);
}

void exec_format_next(struct machine *m, struct goroutine *g, const struct op *op) {
    struct format_call call = format_call_of(m, g, (uint32_t)op->b);
    struct format_need need;
    struct text text = {0};
    if (!is_sound(m, &call)) return;
    format_write(m, &call, &text, &need);
    text_free(&text);
    arguments_kill(m, g, op, FORMAT_ARGUMENTS);
    slot_write(m, g, op->a, need.type);
    slot_write(m, g, op->a + 1, need.data);
    emit(m, EVENT_SET, slot_address(g->frame, op->a), 0, need.type, 0);
    g->pc++;
}

/* ---- slices of any type ---- */

/* The type of what an interface in two slots holds; false for nil. */
static bool held_type(const struct machine *m, const struct goroutine *g, int32_t slot,
                      uint32_t *type) {
    uint64_t word = slot_read(m, g, slot);
    const struct constant *c = word ? program_constant_at(m->program, word) : NULL;
    if (!c || c->kind != CONSTANT_TYPE) return false;
    *type = c->index;
    return true;
}

/* The header of a slice in an interface; a panic if it holds none. */
static bool held_slice(struct machine *m, struct goroutine *g, int32_t slot, uint32_t *element,
                       uint64_t *array, uint64_t *length) {
    uint32_t type;
    uint64_t header = slot_read(m, g, slot + 1);
    bool fine = held_type(m, g, slot, &type) && m->program->types[type].kind == TYPE_SLICE &&
                memory_to_read(m, header, 3 * WORD);
    if (!fine) {
        machine_fault(m, FAULT_ADDRESS, header);
        return false;
    }
    *array = memory_word(m, header, WORD);
    *length = memory_word(m, header + WORD, WORD);
    *element = m->program->types[type].element;
    return true;
}

/* Elements of these kinds are swapped without a copy aside: reflectlite/swapper.go. */
static bool swaps_simply(const struct type *t) {
    bool word = t->size == WORD;
    if (type_has_pointers(t)) return word || t->kind == TYPE_STRING;
    return word || t->size == 4 || t->size == 2 || t->size <= 1;
}

void exec_slice_length(struct machine *m, struct goroutine *g, const struct op *op) {
    uint32_t element;
    uint64_t array, length;
    if (!held_slice(m, g, op->b, &element, &array, &length)) return;
    const struct type *t = &m->program->types[element];
    slot_set(m, g, op->a, !op->c ? length : swaps_simply(t) ? 0 : t->size);
    g->pc++;
}

/* Two elements of one array. */
struct pair {
    uint64_t a, b;
    uint32_t type;
};

static bool find_pair(struct machine *m, struct goroutine *g, const struct op *op,
                      struct pair *out) {
    uint64_t array, length;
    if (!held_slice(m, g, op->a, &out->type, &array, &length)) return false;
    uint64_t i = argument_read(m, g, op, 0), j = argument_read(m, g, op, 1);
    if (i >= length || j >= length) {
        machine_panic(m, FAULT_INDEX, BOUNDS_INDEX, i >= length ? i : j, length);
        return false;
    }
    uint64_t size = m->program->types[out->type].size;
    out->a = array + i * size;
    out->b = array + j * size;
    return true;
}

static void exchange(struct machine *m, const struct pair *p) {
    uint64_t size = m->program->types[p->type].size;
    for (uint64_t at = 0; at < size; at++) {
        uint64_t x = small_read(m, p->a + at, 1), y = small_read(m, p->b + at, 1);
        small_write(m, p->a + at, y, 1);
        small_write(m, p->b + at, x, 1);
    }
    charge(m, COST_COPY, (2 * size + WORD - 1) / WORD);
}

/* reflect.Swapper: both values are overwritten and both live on, so each is shaded once. */
void exec_slice_swap(struct machine *m, struct goroutine *g, const struct op *op) {
    enum { SWAP_BEGIN, SWAP_FIRST, SWAP_SECOND };
    struct pair p;
    if (!find_pair(m, g, op, &p)) return;
    struct bulk there = {.to = p.a, .from = p.b, .type = p.type, .count = 1};
    struct bulk back = {.to = p.b, .from = p.a, .type = p.type, .count = 1};
    if (!bulk_may_copy(m, g, &there) || !bulk_may_copy(m, g, &back)) return;
    if (g->part == SWAP_BEGIN) g->part = SWAP_FIRST;
    if (g->part == SWAP_FIRST) {
        if (bulk_shade(m, g, &there)) return;
        g->part = SWAP_SECOND;
        if (m->program->types[p.type].pointer_data) return;
    }
    if (bulk_shade(m, g, &back)) return;
    g->part = SWAP_BEGIN;
    exchange(m, &p);
    emit(m, EVENT_SLICE_SWAP, p.a, p.b, m->program->types[p.type].size, 0);
    g->pc++;
}

/* ---- questions ---- */

void exec_comparable(struct machine *m, struct goroutine *g, const struct op *op) {
    uint32_t type;
    bool is_nil = !held_type(m, g, op->b, &type);
    slot_set(m, g, op->a, is_nil || type_is_comparable(m->program, &m->program->types[type]));
    g->pc++;
}

void exec_square_root(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t bits = slot_read(m, g, op->b);
    double number;
    memcpy(&number, &bits, sizeof number);
    number = sqrt(number);
    memcpy(&bits, &number, sizeof bits);
    slot_set(m, g, op->a, bits);
    g->pc++;
}
