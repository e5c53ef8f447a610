/* Interfaces: what is put into one, as iface.go of Go 1.19 and the compiler's dataWord do it. */
#include "machine/cost.h"
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

/* What is all there is to a struct or an array: types.SoleComponent. */
static const struct type *sole_component(const struct program *p, const struct type *t) {
    while ((t->kind == TYPE_STRUCT && t->field_count == 1) ||
           (t->kind == TYPE_ARRAY && t->length == 1))
        t = &p->types[t->kind == TYPE_STRUCT ? t->fields[0].type : t->element];
    return t;
}

/* convT16, convT32, convT64 take whatever has the size and alignment of such a number and no
 * pointers; a single byte must be a number (walk/convert.go:dataWord). */
static bool is_like_number(const struct type *t, const struct type *sole) {
    if (t->size == 1) return sole->kind == TYPE_INTEGER;
    bool size = t->size == 2 || t->size == 4 || t->size == 8;
    return size && t->alignment == t->size && !type_has_pointers(t);
}

/* What needs no object: pointers, nothing, small numbers, empty strings, nil slices. 0: it does. */
static bool needs_no_object(const struct machine *m, const struct goroutine *g, const struct op *op,
                            uint64_t *data) {
    const struct type *t = &m->program->types[m->program->sites[op->c].type];
    const struct type *sole = sole_component(m->program, t);
    uint64_t first = slot_read(m, g, op->b);
    bool direct = type_is_direct(m->program, t);
    *data = 0;
    if (direct) *data = first;
    else if (t->size == 0) *data = ZERO_BASE;
    else if (is_like_number(t, sole)) *data = in_table(m, t, first);
    else if ((sole->kind == TYPE_STRING && slot_read(m, g, op->b + 1) == 0) ||
             (sole->kind == TYPE_SLICE && first == 0))
        *data = program_find_constant(m->program, CONSTANT_ZERO, 0);
    return *data != 0 || direct;
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

/* A concrete type is that type; an interface is all that have its methods. */
static bool is_of(struct machine *m, int32_t found, uint32_t wanted) {
    if (found == NONE) return false;
    if (m->program->types[wanted].kind != TYPE_INTERFACE) return (uint32_t)found == wanted;
    charge(m, COST_METHOD_TABLE, 1);
    return !method_missing(m->program, (uint32_t)found, wanted);
}

void exec_assert(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t word = slot_read(m, g, op->a);
    int32_t found = program_described_type(m->program, word);
    if (!is_of(m, found, (uint32_t)op->c)) {
        machine_panic(m, FAULT_ASSERTION, (uint32_t)op->c, word, (uint32_t)op->b);
        return;
    }
    emit(m, EVENT_ASSERT, slot_address(g->frame, op->a), (uint64_t)found, 0, 0);
    g->pc++;
}
