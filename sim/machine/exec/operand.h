/* operand.h -- what operations read and write: slots of the current frame, arguments, memory. */
#ifndef TC_OPERAND_H
#define TC_OPERAND_H

#include "machine/manual/c_watch.h"
#include "machine/memory.h"
#include "machine/stack/stack.h"
#include "machine/values/number.h"

static inline uint64_t slot_read(const struct machine *m, const struct goroutine *g, int32_t slot) {
    return word_read(m, slot_address(g->frame, slot));
}

static inline void slot_write(struct machine *m, const struct goroutine *g, int32_t slot,
                              uint64_t value) {
    word_write(m, slot_address(g->frame, slot), value);
}

/* Sets a variable as what the step is about. */
void slot_set(struct machine *m, struct goroutine *g, int32_t slot, uint64_t value);

static inline uint64_t argument_value(const struct machine *m, const struct goroutine *g,
                                      const struct argument *a) {
    return a->constant ? (uint64_t)a->value : slot_read(m, g, (int32_t)a->value);
}

/* The chunk of the C heap that a pointer among the arguments was made for: c_watch.h. */
static inline uint32_t argument_origin(const struct machine *m, const struct goroutine *g,
                                       const struct argument *a) {
    return a->constant ? 0 : c_origin(m, slot_address(g->frame, (int32_t)a->value));
}

/* Argument i of an operation whose arguments begin at b. */
static inline uint64_t argument_read(const struct machine *m, const struct goroutine *g,
                                     const struct op *op, uint32_t i) {
    return argument_value(m, g, &m->program->arguments[(uint32_t)op->b + i]);
}

/* Clears the temporaries among the first `count` arguments. */
static inline void arguments_kill(struct machine *m, const struct goroutine *g, const struct op *op,
                                  uint32_t count) {
    const struct argument *a = &m->program->arguments[(uint32_t)op->b];
    for (uint32_t i = 0; i < count; i++)
        if (a[i].kill) slot_write(m, g, (int32_t)a[i].value, 0);
}

/* A value from memory, or from slots, to slots: small numbers fill their slot. */
void value_to_slots(struct machine *m, const struct type *t, uint64_t slots, uint64_t from);
/* Whether so many bytes can be read, written; false after a fault. What lies at a small address is
 * a field of nil. */
bool may_read(struct machine *m, uint64_t address, uint64_t size);
bool may_write(struct machine *m, uint64_t address, uint64_t size);

/* Notices a dangling pointer. The access goes on, as it would; but the collector's own memory is
 * not the program's: false after a fault. */
bool may_access(struct machine *m, uint64_t address);
/* Whether a stack address `word` would live longer at `address` than the frame it points into. */
bool outlives_its_frame(const struct machine *m, const struct goroutine *g, uint64_t address,
                        uint64_t word);
/* Whether there is one among the words of a value that will live longer than any frame: a fault. */
bool lets_an_address_out(struct machine *m, const struct goroutine *g, const struct type *t,
                         uint64_t value);

#endif
