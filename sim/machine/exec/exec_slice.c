/* Arrays and slices: slice.go of Go 1.19, and what the compiler makes of s[i] and s[a:b]. */
#include "machine/exec/exec.h"
#include "machine/exec/operand.h"
#include "machine/gc/assist.h"
#include "machine/gc/bulk.h"
#include "machine/heap/heap.h"
#include "machine/values/slice.h"

static const struct type *element_of(const struct machine *m, const struct op *op) {
    return &m->program->types[op->c];
}

/* ---- s[i] ---- */

void exec_index(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t array = argument_read(m, g, op, 0), index = argument_read(m, g, op, 1),
             count = argument_read(m, g, op, 2);
    if (index >= count) {
        machine_panic(m, FAULT_INDEX, BOUNDS_INDEX, index, count);
        return;
    }
    uint64_t address = array + index * element_of(m, op)->size;
    uint32_t origin = argument_origin(m, g, &m->program->arguments[(uint32_t)op->b]);
    arguments_kill(m, g, op, 3);
    slot_write(m, g, op->a, address);
    c_set_origin(m, slot_address(g->frame, op->a), origin);
    emit(m, EVENT_INDEX, address, index, count, slot_address(g->frame, op->a));
    g->pc++;
}

/* ---- s[low:high:max] ---- */

struct part {
    uint64_t array, length, capacity, low, high, max;
};

static bool at_most(struct machine *m, uint64_t number, uint64_t limit, enum bounds bounds) {
    if (number <= limit) return true;
    machine_panic(m, FAULT_INDEX, bounds, number, limit);
    return false;
}

/* In the compiler's order: ssagen/ssa.go:slice. */
static bool part_is_inside(struct machine *m, const struct part *p, enum sliced sliced) {
    switch (sliced) {
    case SLICED_CONVERT:
        if (p->high <= p->capacity) return true;
        machine_panic(m, FAULT_INDEX, BOUNDS_CONVERT, p->capacity, p->high);
        return false;
    case SLICED_SLICE3:
        return at_most(m, p->max, p->capacity, BOUNDS_SLICE3_CAPACITY) &&
               at_most(m, p->high, p->max, BOUNDS_SLICE3_HIGH) &&
               at_most(m, p->low, p->high, BOUNDS_SLICE3_LOW);
    case SLICED_ARRAY3:
        return at_most(m, p->max, p->capacity, BOUNDS_SLICE3_LENGTH) &&
               at_most(m, p->high, p->max, BOUNDS_SLICE3_HIGH) &&
               at_most(m, p->low, p->high, BOUNDS_SLICE3_LOW);
    case SLICED_SLICE:
        return at_most(m, p->high, p->capacity, BOUNDS_SLICE_CAPACITY) &&
               at_most(m, p->low, p->high, BOUNDS_SLICE_ORDER);
    case SLICED_ARRAY:
    case SLICED_STRING:
        return at_most(m, p->high, p->capacity, BOUNDS_SLICE_LENGTH) &&
               at_most(m, p->low, p->high, BOUNDS_SLICE_ORDER);
    }
    return false;
}

void exec_slice(struct machine *m, struct goroutine *g, const struct op *op) {
    struct part p = {argument_read(m, g, op, 0), argument_read(m, g, op, 1),
                     argument_read(m, g, op, 2), argument_read(m, g, op, 3),
                     argument_read(m, g, op, 4), argument_read(m, g, op, 5)};
    if (!part_is_inside(m, &p, (enum sliced)op->size)) return;
    /* With nothing left the pointer stays: behind the array another object may live. */
    uint64_t offset = p.max == p.low ? 0 : p.low * element_of(m, op)->size;
    arguments_kill(m, g, op, 6);
    slot_write(m, g, op->a, p.array + offset);
    slot_write(m, g, op->a + 1, p.high - p.low);
    if (op->size != SLICED_STRING) slot_write(m, g, op->a + 2, p.max - p.low);
    emit(m, EVENT_SLICE, slot_address(g->frame, op->a), p.array + offset, p.high - p.low,
         p.max - p.low);
    g->pc++;
}

/* ---- make ---- */

static bool can_be_made(struct machine *m, uint64_t size, uint64_t length, uint64_t capacity) {
    uint64_t bytes;
    if (!size_of_array(size, length, &bytes) || (int64_t)length < 0) {
        machine_panic(m, FAULT_MAKE, UNMAKEABLE_LENGTH, length, 0);
        return false;
    }
    if (size_of_array(size, capacity, &bytes) && length <= capacity && (int64_t)capacity >= 0)
        return true;
    machine_panic(m, FAULT_MAKE, UNMAKEABLE_CAPACITY, capacity, length);
    return false;
}

/* The array, or 0 after a fault. */
static uint64_t allocate_array(struct machine *m, uint32_t site, uint64_t count) {
    uint64_t array = heap_allocate_array(m, site, count);
    if (!array)
        machine_fault(m, FAULT_OUT_OF_MEMORY,
                      m->program->types[m->program->sites[site].type].size * count);
    return array;
}

void exec_make(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t length = slot_read(m, g, op->a + 1), capacity = slot_read(m, g, op->a + 2);
    uint64_t size = m->program->types[m->program->sites[op->b].type].size;
    if (!can_be_made(m, size, length, capacity) || assist_step(m, g, size * capacity)) return;
    uint64_t array = allocate_array(m, (uint32_t)op->b, capacity);
    if (!array) return;
    slot_write(m, g, op->a, array);
    if (array == ZERO_BASE) emit(m, EVENT_NOTHING, slot_address(g->frame, op->a), array, 0, 0);
    g->pc++;
}

/* ---- append ---- */

enum part_of_growth { GROWTH_ALLOCATE, GROWTH_COPY };

static void grow_allocate(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t needed = op->flags & OP_CONSTANT ? (uint64_t)op->b : slot_read(m, g, op->b), capacity;
    uint64_t size = m->program->types[m->program->sites[op->c].type].size;
    if (!slice_grown_capacity(slot_read(m, g, op->a + 2), needed, size, &capacity)) {
        machine_panic(m, FAULT_MAKE, UNMAKEABLE_GROWTH, needed, 0);
        return;
    }
    if (assist_step(m, g, size * capacity)) return;
    g->target = allocate_array(m, (uint32_t)op->c, capacity);
    g->new_word = capacity;
    if (g->target) g->part = GROWTH_COPY;
}

/* The old array stays as it is: other slices may still lead to it, or nobody. */
static void grow_copy(struct machine *m, struct goroutine *g, const struct op *op) {
    struct bulk b = {g->target,
                     slot_read(m, g, op->a),
                     m->program->sites[op->c].type,
                     slot_read(m, g, op->a + 1),
                     true,
                     false};
    if (b.count > g->new_word) { /* a dangling pointer has written into the header */
        machine_fault(m, FAULT_ADDRESS, b.from);
        return;
    }
    if (!bulk_may_copy(m, g, &b) || bulk_shade(m, g, &b)) return;
    uint64_t capacity = g->new_word;
    bulk_copy(m, &b);
    g->part = 0;
    g->target = g->new_word = 0;
    slot_write(m, g, op->a, b.to);
    slot_write(m, g, op->a + 2, capacity);
    emit(m, EVENT_GROW, b.from, b.to, b.count, capacity);
    if (op->flags & OP_KILL_SOURCE) slot_write(m, g, op->b, 0);
    g->pc++;
}

/* The header's words are only changed in the end, so that until then the old array is in use; the
 * new one is in nobody's hands but ours, and the world cannot stop in between. */
void exec_grow(struct machine *m, struct goroutine *g, const struct op *op) {
    if (g->part == GROWTH_COPY) grow_copy(m, g, op);
    else grow_allocate(m, g, op);
}

/* ---- copy ---- */

void exec_copy(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t room = argument_read(m, g, op, 2), there = argument_read(m, g, op, 3);
    struct bulk b = {argument_read(m, g, op, 0),
                     argument_read(m, g, op, 1),
                     (uint32_t)op->c,
                     room < there ? room : there,
                     false,
                     false};
    if (b.count > ALLOCATION_MAX) {
        machine_fault(m, FAULT_ADDRESS, b.to);
        return;
    }
    if (element_of(m, op)->size && !bulk_may_copy(m, g, &b)) return;
    if (bulk_shade(m, g, &b)) {
        g->part = 1;
        return;
    }
    g->part = 0;
    bulk_copy(m, &b);
    arguments_kill(m, g, op, 4);
    if (op->a != NO_SLOT) slot_write(m, g, op->a, b.count);
    emit(m, EVENT_COPY, b.from, b.to, b.count, element_of(m, op)->size * b.count);
    g->pc++;
}
