/* Deferred calls: panic.go of Go 1.19, deferproc, deferprocStack and deferreturn. */
#include "machine/cost.h"
#include "machine/exec/exec.h"
#include "machine/exec/operand.h"
#include "machine/gc/assist.h"
#include "machine/heap/heap.h"
#include "machine/values/deferred.h"

/* A record that was used before, or a new one. 0 after a fault, or while the step has gone into
 * assisting the collector. */
static uint64_t heap_record(struct machine *m, struct goroutine *g) {
    bool assisting = g->part == PART_ASSIST || g->assist == ASSIST_PAID;
    if (assisting || !deferred_has_free(m))
        if (assist_step(m, g, DEFER_SIZE)) return 0;
    uint64_t record = deferred_take_free(m);
    if (!record) record = heap_allocate(m, m->program->panics.record_site);
    if (!record) machine_fault(m, FAULT_OUT_OF_MEMORY, DEFER_SIZE);
    return record;
}

void exec_defer(struct machine *m, struct goroutine *g, const struct op *op) {
    bool on_heap = op->b == NO_SLOT;
    uint64_t record = on_heap ? heap_record(m, g) : slot_address(g->frame, op->b);
    if (!record) return;
    uint64_t closure = slot_read(m, g, op->a);
    deferred_push(m, g, record, closure);
    charge(m, COST_DEFER, 1);
    emit(m, EVENT_DEFER, record, memory_word(m, closure, WORD), g->frame, on_heap);
    if (op->flags & OP_KILL_BASE) slot_write(m, g, op->a, 0);
    g->pc++;
}

/* A func value that is nil is found out only when it is to be called. The record is gone by then,
 * so there has to be room for the panic first. */
static void call_nil(struct machine *m, struct goroutine *g) {
    struct deferred d;
    if (!stack_make_room(m, g, m->program->gopanic - 1) || !deferred_newest(m, g, &d)) return;
    deferred_pop(m, g, &d);
    machine_fault(m, FAULT_NIL, 0);
}

void exec_call_deferred(struct machine *m, struct goroutine *g) {
    struct deferred d;
    uint32_t function;
    if (!deferred_newest(m, g, &d)) return;
    if (!d.closure) {
        call_nil(m, g);
        return;
    }
    if (!closure_function(m, d.closure, &function)) return;
    const struct function *f = &m->program->functions[function];
    if (f->parameter_words) {
        machine_fault(m, FAULT_DEFER, d.record);
        return;
    }
    if (!stack_make_room(m, g, function) || !deferred_newest(m, g, &d)) return;
    if (g->frame == g->panic) slot_write(m, g, PANIC_FRAME, d.frame);
    deferred_pop(m, g, &d);
    exec_enter(m, g, function, d.closure);
    emit(m, EVENT_DEFER_CALL, function, g->frame, frame_bytes(f), 0);
}

void exec_run_defers(struct machine *m, struct goroutine *g) {
    struct deferred d;
    if (g->defers && !deferred_newest(m, g, &d)) return;
    if (g->defers && d.frame == g->frame) {
        exec_call_deferred(m, g);
        return;
    }
    emit(m, EVENT_DEFERS_DONE, g->frame, 0, 0, 0);
    g->pc++;
}
