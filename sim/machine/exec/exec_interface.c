/* Interfaces: what is put into one, as iface.go of Go 1.19 and the compiler's dataWord do it. */
#include "machine/exec/exec.h"
#include "machine/exec/operand.h"
#include "machine/gc/assist.h"
#include "machine/gc/bulk.h"
#include "machine/heap/heap.h"

enum part_of_boxing { BOX_ALLOCATE, BOX_COPY };

/* Numbers below 256 are in a table already. */
static uint64_t in_table(const struct machine *m, const struct type *t, uint64_t word) {
    uint64_t table = program_find_constant(m->program, CONSTANT_BYTES, 0);
    uint64_t number = extended(word, t->size, false);
    return table && number < 256 ? table + number * WORD : 0;
}

/* What needs no object: pointers, nothing, small numbers, empty strings, nil slices. 0: it does. */
static bool needs_no_object(const struct machine *m, const struct goroutine *g, const struct op *op,
                            uint64_t *data) {
    const struct type *t = &m->program->types[m->program->sites[op->c].type];
    uint64_t first = slot_read(m, g, op->b);
    *data = 0;
    if (type_is_direct(m->program, t)) *data = first;
    else if (t->size == 0) *data = ZERO_BASE;
    else if (t->kind == TYPE_INTEGER) *data = in_table(m, t, first);
    else if ((t->kind == TYPE_STRING && slot_read(m, g, op->b + 1) == 0) ||
             (t->kind == TYPE_SLICE && first == 0))
        *data = program_find_constant(m->program, CONSTANT_ZERO, 0);
    return *data != 0 || type_is_direct(m->program, t);
}

static void box(struct machine *m, struct goroutine *g, const struct op *op, uint64_t data) {
    const struct type *t = &m->program->types[m->program->sites[op->c].type];
    if (op->flags & OP_KILL_SOURCE)
        for (int32_t i = 0; i < (int32_t)type_slots(t); i++) slot_write(m, g, op->b + i, 0);
    slot_write(m, g, op->a, data);
    emit(m, EVENT_BOX, slot_address(g->frame, op->a), data, m->program->sites[op->c].type, 0);
    g->pc++;
}

/* convT: an object for the value, which is then copied into it. */
void exec_box(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t data;
    uint32_t type = m->program->sites[op->c].type;
    if (g->part != BOX_COPY) {
        if (needs_no_object(m, g, op, &data)) {
            box(m, g, op, data);
            return;
        }
        if (assist_step(m, g, m->program->types[type].size)) return;
        g->target = heap_allocate(m, (uint32_t)op->c);
        if (g->target) g->part = BOX_COPY;
        else machine_fault(m, FAULT_OUT_OF_MEMORY, m->program->types[type].size);
        return;
    }
    struct bulk b = {g->target, slot_address(g->frame, op->b), type, 1, true, false};
    if (!bulk_may_copy(m, g, &b) || bulk_shade(m, g, &b)) return;
    bulk_copy(m, &b);
    g->part = 0;
    g->target = 0;
    box(m, g, op, b.to);
}

void exec_assert(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t wanted = program_find_constant(m->program, CONSTANT_TYPE, (uint32_t)op->c);
    uint64_t found = slot_read(m, g, op->a);
    if (found == 0 || found != wanted) {
        machine_panic(m, FAULT_ASSERTION, (uint32_t)op->c, found, 0);
        return;
    }
    emit(m, EVENT_ASSERT, slot_address(g->frame, op->a), (uint64_t)op->c, 0, 0);
    g->pc++;
}
