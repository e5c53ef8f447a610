/* stack.h -- goroutine stacks and the stack frames on them.
 *
 * A stack is memory in the arena that starts at 2048 bytes and grows down from `stack_high`. When a
 * call finds too little room the stack is copied to one of twice the size and the pointers into it
 * are mended (stack.go: newstack, copystack). A stack frame, from high addresses to low:
 *
 *     parameters | return address | saved frame pointer | variables and temporaries
 *                                   ^ frame               ^ sp is the lowest of them
 *
 * Slot n of a frame is the word at frame + 8 * n: parameters from 2 on, variables below 0. */
#ifndef TC_STACK_H
#define TC_STACK_H

#include "machine/machine.h"

/* A stack frame while walking from the innermost out. */
struct frame {
    uint64_t address; /* the frame pointer */
    uint64_t low;     /* its lowest word */
    uint32_t pc;      /* the op it goes on with */
    uint32_t function;
    uint64_t stack_high; /* of its stack */
};

bool frame_innermost(const struct machine *m, const struct goroutine *g, struct frame *out);
/* The caller's frame; false behind the outermost, and where a dangling pointer into the stack has
 * overwritten what links the frames. */
bool frame_caller(const struct machine *m, struct frame *f);

static inline uint64_t slot_address(uint64_t frame, int32_t slot) {
    return frame + (uint64_t)((int64_t)slot * WORD);
}

/* Gives a goroutine its first stack and the frame of its function, parameters zeroed. */
bool stack_begin(struct machine *m, struct goroutine *g, uint32_t function);
void stack_release(struct machine *m, struct goroutine *g);

/* Whether calling `callee` now would run over the guard: the prologue's test. */
bool stack_is_short(const struct machine *m, const struct goroutine *g, uint32_t callee);
/* Copies the stack to one of at least twice the size that has room for `callee`. On failure the
 * goroutine has a fault: out of memory, or the stack limit. */
bool stack_grow(struct machine *m, struct goroutine *g, uint32_t callee);

/* Pushes a frame: return address, saved frame pointer, zeroed variables. Parameters are the
 * caller's to write, at slot 2 and up. */
void frame_push(struct machine *m, struct goroutine *g, uint32_t callee, uint64_t return_address);
enum frame_popped { FRAME_CALLER, FRAME_OUTERMOST, FRAME_CORRUPT };

/* Pops the innermost frame and goes on in the caller, unless there is none. */
enum frame_popped frame_pop(struct machine *m, struct goroutine *g);

#endif
