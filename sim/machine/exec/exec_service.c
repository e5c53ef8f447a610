/* What a program asks of the runtime: time, statistics, atomic operations, semaphores, its own end;
 * and the texts of the runtime's errors. */
#include "machine/cost.h"
#include "machine/exec/error.h"
#include "machine/exec/exec.h"
#include "machine/exec/operand.h"
#include "machine/gc/assist.h"
#include "machine/heap/size_class.h"
#include "machine/heap/tiny.h"
#include "machine/inspect/statistics.h"
#include "machine/sched.h"
#include "machine/values/semaphore.h"
#include "machine/values/typed.h"

/* Whether `size` bytes at an address are the program's to change; a fault if not. */
static bool may_change(struct machine *m, uint64_t address, uint64_t size) {
    if (memory_bytes(m, address, size)) return may_access(m, address);
    machine_fault(m, address < PAGE_SIZE ? FAULT_NIL : FAULT_ADDRESS, address);
    return false;
}

static void kill_base(struct machine *m, struct goroutine *g, const struct op *op, int32_t slot) {
    if (op->flags & OP_KILL_BASE) slot_write(m, g, slot, 0);
}

/* ---- time ---- */

/* A tick is a nanosecond. */
void exec_sleep_for(struct machine *m, struct goroutine *g, const struct op *op) {
    int64_t ticks = (int64_t)slot_read(m, g, op->a);
    g->pc++;
    emit(m, EVENT_SLEEP, ticks > 0 ? (uint64_t)ticks : 0, 0, 0, 0);
    if (ticks > 0) sched_sleep(m, g, (uint64_t)ticks);
}

/* NOW, GOROUTINES, PROCESSORS. */
void exec_tell(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t number = m->s->statistics.goroutines;
    if (op->code == OP_NOW) number = m->s->clock.now;
    if (op->code == OP_PROCESSORS) number = m->config.procs;
    slot_set(m, g, op->a, number);
    g->pc++;
}

/* ---- runtime.ReadMemStats ---- */

static void write_pauses(struct machine *m, uint64_t address, const struct type *t) {
    uint64_t cycles = m->s->gc.marked, last = (cycles + t->length - 1) % t->length;
    if (cycles) word_write(m, address + last * WORD, m->s->statistics.pause_last);
}

/* BySize: an entry a size class, with three fields. */
static void write_sizes(struct machine *m, uint64_t address, const struct type *t) {
    const struct type *entry = &m->program->types[t->element];
    const struct statistics *s = &m->s->statistics;
    for (uint32_t i = 0; i < t->length && i < SPAN_CLASSES / 2; i++) {
        uint64_t values[] = {SIZE_CLASS[i].size, s->size_mallocs[i], s->size_frees[i]};
        for (uint32_t field = 0; field < entry->field_count && field < 3; field++)
            small_write(m, address + i * entry->size + entry->fields[field].offset, values[field],
                        m->program->types[entry->fields[field].type].size);
    }
}

static void write_field(struct machine *m, uint64_t address, const struct field *field) {
    const struct type *t = &m->program->types[field->type];
    const struct statistic *s = statistic_find(field->name);
    if (t->kind == TYPE_INTEGER && s) small_write(m, address, s->value(m), t->size);
    if (strcmp(field->name, "EnableGC") == 0) small_write(m, address, 1, t->size);
    if (t->kind != TYPE_ARRAY || t->length == 0) return;
    if (strcmp(field->name, "PauseNs") == 0) write_pauses(m, address, t);
    if (strcmp(field->name, "BySize") == 0) write_sizes(m, address, t);
}

/* The world stops, and processors start new blocks for tiny objects: mcache.go:releaseAll. */
void exec_statistics(struct machine *m, struct goroutine *g, const struct op *op) {
    const struct type *t = &m->program->types[op->b];
    uint64_t address = slot_read(m, g, op->a);
    if (!may_change(m, address, t->size)) return;
    if (!sched_all_safe(m)) { /* until the others are through with what they have begun */
        m->s->clock.slice_left = 0;
        emit(m, EVENT_YIELD, 0, 0, 0, 0);
        return;
    }
    charge(m, COST_STOP_WORLD, 1);
    for (uint32_t p = 0; p < m->config.procs; p++) tiny_close(&m->processors[p]);
    for (uint32_t i = 0; i < t->field_count; i++)
        write_field(m, address + t->fields[i].offset, &t->fields[i]);
    kill_base(m, g, op, op->a);
    emit(m, EVENT_STATISTICS, address, 0, 0, 0);
    g->pc++;
}

/* ---- atomic operations ---- */

static void change(struct machine *m, uint64_t address, uint64_t old, uint64_t new, uint32_t size) {
    small_write(m, address, new, size);
    charge(m, COST_ATOMIC, 1);
    emit(m, EVENT_ATOMIC, address, old, new, 0);
}

void exec_atomic_add(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t address = slot_read(m, g, op->b);
    uint64_t by = op->flags & OP_CONSTANT ? (uint64_t)op->c : slot_read(m, g, op->c);
    if (!may_change(m, address, op->size)) return;
    uint64_t old = small_read(m, address, op->size);
    uint64_t new = extended(old + by, op->size, !(op->flags & OP_UNSIGNED));
    change(m, address, old, new, op->size);
    kill_base(m, g, op, op->b);
    if (op->a != NO_SLOT) slot_write(m, g, op->a, new);
    g->pc++;
}

void exec_atomic_swap(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t address = argument_read(m, g, op, 0);
    if (!may_change(m, address, op->size)) return;
    uint64_t old = small_read(m, address, op->size);
    bool same = old == extended(argument_read(m, g, op, 1), op->size, false);
    change(m, address, old, same ? argument_read(m, g, op, 2) : old, op->size);
    arguments_kill(m, g, op, 3);
    slot_write(m, g, op->a, same);
    g->pc++;
}

/* ---- semaphores ---- */

static void go_past(struct machine *m, struct goroutine *g, const struct op *op) {
    charge(m, COST_SEMAPHORE, 1);
    kill_base(m, g, op, op->a);
    g->pc++;
}

void exec_semaphore_acquire(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t address = slot_read(m, g, op->a);
    if (!may_change(m, address, SEMAPHORE_SIZE)) return;
    uint64_t units = small_read(m, address, SEMAPHORE_SIZE);
    if (!g->has_unit && units == 0) {
        semaphore_wait(m, g, address);
        emit(m, EVENT_SEMAPHORE_WAIT, address, 0, 0, 0);
        return;
    }
    if (!g->has_unit) small_write(m, address, --units, SEMAPHORE_SIZE);
    g->has_unit = 0;
    emit(m, EVENT_SEMAPHORE_TAKE, address, units, 0, 0);
    go_past(m, g, op);
}

void exec_semaphore_release(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t address = slot_read(m, g, op->a);
    if (!may_change(m, address, SEMAPHORE_SIZE)) return;
    uint32_t waiter = semaphore_first(m, address);
    if (waiter) {
        goroutine_of(m, waiter)->wait = WAIT_NOTHING;
        goroutine_of(m, waiter)->has_unit = 1;
        sched_ready(m, waiter, true);
        emit(m, EVENT_WAKE, waiter, 0, 0, 0);
        emit(m, EVENT_SEMAPHORE_WAKE, address, waiter, 0, 0);
    } else {
        uint64_t units = small_read(m, address, SEMAPHORE_SIZE) + 1;
        small_write(m, address, units, SEMAPHORE_SIZE);
        emit(m, EVENT_SEMAPHORE_GIVE, address, units, 0, 0);
    }
    go_past(m, g, op);
}

/* ---- the end ---- */

void exec_fatal(struct machine *m, struct goroutine *g, const struct op *op) {
    (void)g;
    machine_panic(m, FAULT_FATAL, (uint32_t)op->b, 0, 0);
}

/* ---- texts of errors ---- */

/* 0 after a fault, or while the step has gone into assisting the collector. */
static uint64_t new_text(struct machine *m, struct goroutine *g, const struct op *op,
                         const struct text *text) {
    if (text->length == 0 || assist_step(m, g, text->length)) return 0;
    return error_new_text(m, (uint32_t)op->c, text);
}

/* That of a plain error is the string that it is. */
void exec_error_text(struct machine *m, struct goroutine *g, const struct op *op) {
    enum runtime_error kind = (enum runtime_error)op->size;
    uint64_t data = slot_read(m, g, op->b), at = 0;
    struct text text = {0};
    const uint8_t *header = memory_to_read(m, data, 2 * WORD);
    if (!header) {
        machine_fault(m, data ? FAULT_ADDRESS : FAULT_NIL, data);
        return;
    }
    error_text(m, kind, data, &text);
    if (kind == ERROR_PLAIN) memcpy(&at, header, sizeof at);
    else at = new_text(m, g, op, &text);
    if (at) {
        slot_write(m, g, op->a, at);
        slot_write(m, g, op->a + 1, text.length);
        emit(m, EVENT_ERROR_TEXT, slot_address(g->frame, op->a), at, text.length, 0);
        g->pc++;
    }
    text_free(&text);
}
