/* exec.h -- what goroutines do: one op, or one part of one, a step. */
#ifndef TC_EXEC_H
#define TC_EXEC_H

#include "machine/machine.h"

void exec_step(struct machine *m, uint32_t number);

/* Starts a goroutine in `function`; its parameters are zero. 0 after a fault. */
uint32_t exec_start_goroutine(struct machine *m, uint32_t function);

/* ---- operations that have a file of their own ---- */

/* MALLOC, CALLOC, REALLOC, FREE: exec_manual.c. */
void exec_manual(struct machine *m, struct goroutine *g, const struct op *op);
/* Numbers: exec_number.c. */
void exec_arithmetic(struct machine *m, struct goroutine *g, const struct op *op);
void exec_compare_floats(struct machine *m, struct goroutine *g, const struct op *op);
void exec_convert(struct machine *m, struct goroutine *g, const struct op *op);
/* Arrays and slices: exec_slice.c. */
void exec_index(struct machine *m, struct goroutine *g, const struct op *op);
void exec_slice(struct machine *m, struct goroutine *g, const struct op *op);
void exec_make(struct machine *m, struct goroutine *g, const struct op *op);
void exec_grow(struct machine *m, struct goroutine *g, const struct op *op);
void exec_copy(struct machine *m, struct goroutine *g, const struct op *op);
/* Channels: exec_channel.c. */
void exec_make_channel(struct machine *m, struct goroutine *g, const struct op *op);
void exec_communicate(struct machine *m, struct goroutine *g, const struct op *op);
void exec_select(struct machine *m, struct goroutine *g, const struct op *op);
void exec_close(struct machine *m, struct goroutine *g, const struct op *op);
void exec_header(struct machine *m, struct goroutine *g, const struct op *op);
/* Strings: exec_string.c. */
void exec_concat(struct machine *m, struct goroutine *g, const struct op *op);
void exec_compare_strings(struct machine *m, struct goroutine *g, const struct op *op);
void exec_to_bytes(struct machine *m, struct goroutine *g, const struct op *op);
void exec_to_string(struct machine *m, struct goroutine *g, const struct op *op);
/* Characters: exec_rune.c. */
void exec_rune(struct machine *m, struct goroutine *g, const struct op *op);
void exec_to_runes(struct machine *m, struct goroutine *g, const struct op *op);
void exec_from_runes(struct machine *m, struct goroutine *g, const struct op *op);
void exec_from_rune(struct machine *m, struct goroutine *g, const struct op *op);
/* Interfaces: exec_interface.c. */
void exec_box(struct machine *m, struct goroutine *g, const struct op *op);
void exec_assert(struct machine *m, struct goroutine *g, const struct op *op);
/* Formats and other services of the library: exec_format.c. */
void exec_format(struct machine *m, struct goroutine *g, const struct op *op);
void exec_format_next(struct machine *m, struct goroutine *g, const struct op *op);
void exec_slice_length(struct machine *m, struct goroutine *g, const struct op *op);
void exec_slice_swap(struct machine *m, struct goroutine *g, const struct op *op);
void exec_comparable(struct machine *m, struct goroutine *g, const struct op *op);
void exec_square_root(struct machine *m, struct goroutine *g, const struct op *op);
/* Whole values: exec_block.c. */
void exec_move_block(struct machine *m, struct goroutine *g, const struct op *op);
void exec_load_block(struct machine *m, struct goroutine *g, const struct op *op);
void exec_store_block(struct machine *m, struct goroutine *g, const struct op *op);
void exec_zero(struct machine *m, struct goroutine *g, const struct op *op);
void exec_equal(struct machine *m, struct goroutine *g, const struct op *op);
/* Func values: exec_closure.c. */
void exec_code(struct machine *m, struct goroutine *g, const struct op *op);
/* Methods of interfaces: exec_method.c. */
void exec_implements(struct machine *m, struct goroutine *g, const struct op *op);
/* The first by name of an interface's methods that a type does not have; NULL if it has all. */
const char *method_missing(const struct program *p, uint32_t type, uint32_t interface);

/* What a CALL or GO leads to. */
struct callee {
    uint32_t function, first_argument;
    uint64_t closure;  /* the func value; 0: the function is called by its name */
    bool has_receiver; /* it is a method of what an interface holds: ... */
    uint64_t receiver; /* its first parameter is the interface's data word */
};

/* What a CALL_METHOD leads to; false after a fault. */
bool method_find(struct machine *m, const struct goroutine *g, const struct op *op,
                 struct callee *out);
/* Likewise for all calls. */
bool callee_find(struct machine *m, struct goroutine *g, const struct op *op, struct callee *out);
/* The function that a func value leads to; false after a fault. */
bool closure_function(struct machine *m, uint64_t closure, uint32_t *function);
/* Pushes the frame of a function whose arguments are in their places, below g->sp, and goes on in
 * it; stack_make_room comes first. `closure`: the func value it is called through, or 0. */
void exec_enter(struct machine *m, struct goroutine *g, uint32_t function, uint64_t closure);
/* The goroutine ends, and the program with the first one if `whole`. */
void exec_end_goroutine(struct machine *m, struct goroutine *g, bool whole);

/* Deferred calls: exec_defer.c. */
void exec_defer(struct machine *m, struct goroutine *g, const struct op *op);
void exec_run_defers(struct machine *m, struct goroutine *g);
/* Calls what the goroutine's newest record says. */
void exec_call_deferred(struct machine *m, struct goroutine *g);
/* Panics: exec_panic.c. */
void exec_panic(struct machine *m, struct goroutine *g, const struct op *op);
void exec_recover(struct machine *m, struct goroutine *g, const struct op *op);
void exec_goexit(struct machine *m, struct goroutine *g);
void exec_unwind(struct machine *m, struct goroutine *g);
/* Whether a fault of the goroutine that does the step becomes a panic, for what it has deferred. */
bool exec_catches(const struct machine *m, enum fault fault);
/* The fault in the state becomes a panic: at the end of the step. */
void exec_raise(struct machine *m, struct goroutine *g);
/* The runtime's services: exec_service.c. */
void exec_sleep_for(struct machine *m, struct goroutine *g, const struct op *op);
void exec_tell(struct machine *m, struct goroutine *g, const struct op *op);
void exec_statistics(struct machine *m, struct goroutine *g, const struct op *op);
void exec_atomic_add(struct machine *m, struct goroutine *g, const struct op *op);
void exec_atomic_swap(struct machine *m, struct goroutine *g, const struct op *op);
void exec_semaphore_acquire(struct machine *m, struct goroutine *g, const struct op *op);
void exec_semaphore_release(struct machine *m, struct goroutine *g, const struct op *op);
void exec_fatal(struct machine *m, struct goroutine *g, const struct op *op);
void exec_error_text(struct machine *m, struct goroutine *g, const struct op *op);

/* Maps: exec_map.c. */
void exec_make_map(struct machine *m, struct goroutine *g, const struct op *op);
void exec_map_init(struct machine *m, struct goroutine *g, const struct op *op);
void exec_map_get(struct machine *m, struct goroutine *g, const struct op *op);
void exec_map_assign(struct machine *m, struct goroutine *g, const struct op *op);
void exec_map_delete(struct machine *m, struct goroutine *g, const struct op *op);
void exec_map_begin(struct machine *m, struct goroutine *g, const struct op *op);
void exec_map_next(struct machine *m, struct goroutine *g, const struct op *op);

#endif
