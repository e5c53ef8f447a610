/* panics.h -- what a program needs for deferred calls, panics and the runtime's own errors.
 *
 * A record of a deferred call is three words: the func value, the next older record of the
 * goroutine, the stack frame that it belongs to. All of them count as pointers: in a frame, the
 * variable for a DEFER has the type panics.record_type, so that the collector sees the func value
 * and a stack that is copied gets all three mended. A DEFER that can be done more than once before
 * its function returns has b = NO_SLOT: its record comes from the processor's list of free ones, or
 * from the heap (80 bytes).
 *
 * What the front end has to do:
 *   - call program_add_panics once: after main, and while no other function is being added;
 *   - give a function with a DEFER a RUN_DEFERS before each RETURN, and recovery_op: the index + 1
 *     of a RUN_DEFERS behind which it returns its results as they stand in their variables. There
 *     a panic that one of its deferred calls has recovered goes on. (A RETURN's operand has to be
 *     read after RUN_DEFERS, since deferred calls may change named results.)
 *   - hand DEFER func values that take and return nothing: calls with arguments or results are put
 *     into functions with `wrapper` set, through which RECOVER looks. A RECOVER in such a function
 *     itself returns nil, as Go's does in `defer recover()`.
 *   - put a RETURN or JUMP behind a PANIC, GOEXIT or FATAL that would be a function's last op;
 *   - keep Error and String methods of types that are put into interfaces in program.methods: a
 *     panic that nobody recovers prints what they return;
 *   - have a descriptor (program_descriptor) for types that an ASSERT names, and set its b.
 *
 * A PANIC, or a fault that is a panic in Go, calls runtime.gopanic, on top of the function that
 * panics: its frame is the panic's record, its one operation, UNWIND, calls what is deferred. */
#ifndef TC_PANICS_H
#define TC_PANICS_H

#include "program/program.h"

/* A record of a deferred call: offsets. */
enum { DEFER_FUNCTION = 0, DEFER_OLDER = 8, DEFER_FRAME = 16, DEFER_WORDS = 3 };
enum { DEFER_SIZE = 72 /* runtime2.go:_defer; the heap has 80 for it */ };

/* The frame of runtime.gopanic: slots. */
enum {
    PANIC_VALUE = 2,    /* the interface: two slots */
    PANIC_OLDER = -1,   /* the panic in which this one began: its frame */
    PANIC_FRAME = -2,   /* the frame whose deferred call is running */
    PANIC_STATE = -3,   /* enum panic_flag; from PANIC_FAULT_SHIFT on the machine's fault */
    PANIC_ADDRESS = -4, /* of the fault */
    PANIC_TEXT = -6,    /* what Error or String have returned: a string */
    PANIC_RESULT = -8,  /* where they return it */
    PANIC_FRAME_WORDS = 8,
};

enum panic_flag {
    PANIC_RECOVERED = 1,
    PANIC_IS_GOEXIT = 2, /* runtime.Goexit, not a panic */
    PANIC_PRINTING = 4,  /* Error or String is running, for the panic in PANIC_FRAME */
    PANIC_HAS_TEXT = 8,
    PANIC_IS_LAST = 16, /* it has ended the program */
    PANIC_FAULT_SHIFT = 8
};

/* Errors whose text is known beforehand. */
enum fixed_error {
#define FIXED_ERROR(name, kind, text) FIXED_##name,
#include "program/fixed_errors.def"
#undef FIXED_ERROR
    FIXED_ERRORS
};
_Static_assert((int)FIXED_ERRORS <= (int)FIXED_ERRORS_MAX, "room for all");

/* Indices in program.method_names: Error() string, RuntimeError(), String() string; or NONE. */
struct panic_names {
    int32_t error, runtime_error, string;
};

/* Adds runtime.gopanic, the types of the runtime's errors, their methods, and what program.panics
 * says. False when host memory is out. */
bool program_add_panics(struct program *p, struct panic_names names);

#endif
