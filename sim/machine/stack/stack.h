/* stack.h -- goroutine stacks and the stack frames on them.
 *
 * A stack is memory in the arena that grows down from `stack_high`. What happens when a call finds
 * too little room is decided by config.stacks:
 *
 *     contiguous  it begins with 2048 bytes, is copied to one of twice the size, and the pointers
 *                 into it are mended (stack.go: newstack, copystack). When the collector scans a
 *                 stack less than a quarter of which is in use, it is copied to one of half the
 *                 size (shrinkstack).
 *     segmented   it begins with 8192 bytes, and another segment is linked (segment.h).
 *     fixed       it is a thread's, with all that it will ever have; no call asks (thread.h).
 *
 * A stack frame, from high addresses to low:
 *
 *     parameters | return address | saved frame pointer | variables and temporaries
 *                                   ^ frame               ^ sp is the lowest of them
 *
 * Slot n of a frame is the word at frame + 8 * n: parameters from 2 on, variables below 0. The
 * first frame lies below 32 reserved bytes. */
#ifndef TC_STACK_H
#define TC_STACK_H

#include "machine/machine.h"

/* ---- frames: frame.c ---- */

/* A stack frame while walking from the innermost out. */
struct frame {
    uint64_t address; /* the frame pointer */
    uint64_t low;     /* its lowest word */
    uint32_t pc;      /* the op it goes on with */
    uint32_t function;
    uint64_t stack_high; /* of its stack, or segment */
    uint32_t segment;    /* segmented stacks: the segment's index + 1; else 0 */
};

bool frame_innermost(const struct machine *m, const struct goroutine *g, struct frame *out);
/* The frame of a goroutine whose frame pointer and next op are known. */
struct frame frame_at(const struct machine *m, const struct goroutine *g, uint64_t address,
                      uint32_t pc);
/* The caller's frame; false behind the outermost, and where a dangling pointer into the stack has
 * overwritten what links the frames. */
bool frame_caller(const struct machine *m, struct frame *f);

static inline uint64_t slot_address(uint64_t frame, int32_t slot) {
    return frame + (uint64_t)((int64_t)slot * WORD);
}

/* Bytes that a call of the function takes: parameters, links and variables. */
static inline uint64_t frame_bytes(const struct function *f) {
    return ((uint64_t)f->parameter_words + 2 + f->frame_words) * WORD;
}

/* Pushes a frame: return address, saved frame pointer, zeroed variables. Parameters are the
 * caller's to write, at slot 2 and up. */
void frame_push(struct machine *m, struct goroutine *g, uint32_t callee, uint64_t return_address);
enum frame_popped { FRAME_CALLER, FRAME_OUTERMOST, FRAME_CORRUPT };

/* Pops the innermost frame and goes on in the caller, unless there is none. */
enum frame_popped frame_pop(struct machine *m, struct goroutine *g);

/* ---- stacks: stack.c ---- */

/* Gives a goroutine its first stack and the frame of its function, parameters zeroed. It takes over
 * from a goroutine that has ended, if there is one: with its stack, or with a new one of the size
 * that stacks had in the last cycle. Otherwise it begins with 2048 bytes. */
bool stack_begin(struct machine *m, struct goroutine *g, uint32_t function);
/* A goroutine has ended: its stack is kept for the next one if it has the size that new ones get
 * (proc.go:gfput), else given back. When the program has ended it is left to be looked at. */
void stack_end(struct machine *m, uint32_t number);

/* How large one may grow, in bytes: as the setting says, but no larger than a quarter of the
 * machine's memory: growing needs the old stack and the new one, and what came before them is still
 * in the way. */
uint64_t stack_limit(const struct machine *m);

/* What a call begins with: the prologue's test, and more stack if it fails. True if the call can go
 * on; false if it is to be tried again on the new stack, or if the goroutine has a fault: out of
 * memory, or the stack limit. */
bool stack_make_room(struct machine *m, struct goroutine *g, uint32_t callee);

/* Where the function that is about to be called returns to. */
uint64_t stack_return_address(const struct machine *m, const struct goroutine *g);

/* Bytes that a goroutine's first stack has. */
uint64_t stack_min(const struct machine *m);
/* ... and how many of them a call must leave free. */
uint64_t stack_guard(const struct machine *m);
/* Bytes in use, and bytes that there are, of all pieces of a goroutine's stack. */
uint64_t stack_used(const struct machine *m, const struct goroutine *g);
uint64_t stack_reserved(const struct machine *m, const struct goroutine *g);
/* ... of which so many have memory behind them: all of them, unless stacks are fixed. */
uint64_t stack_touched(const struct machine *m, const struct goroutine *g);

/* A stack is one piece, or several segments, from the innermost out. */
struct piece {
    uint64_t low, high;
    uint64_t sp;      /* its lowest word in use */
    uint32_t segment; /* as in struct frame */
};

/* False if the goroutine has none: it has ended. */
bool piece_innermost(const struct machine *m, const struct goroutine *g, struct piece *out);
bool piece_outer(const struct machine *m, struct piece *p);

/* Whether an address lies in memory that is used for stacks. */
bool stack_is_address(const struct machine *m, uint64_t address);
/* How far out an address lies on the stack of a goroutine: more is further out; 0: not on it. */
uint64_t stack_position(const struct machine *m, const struct goroutine *g, uint64_t address);

/* The collector tells stacks: that marking begins; that it begins to scan the one of a goroutine,
 * which stands still; that marking has ended, with the world stopped. */
void stack_mark_begins(struct machine *m);
void stack_scan_begins(struct machine *m, struct goroutine *g);
void stack_mark_ended(struct machine *m);

/* ---- copying: stack_copy.c ---- */

/* The stack that was [low, high) is `delta` further up now. */
struct stack_move {
    uint64_t low, high, delta;
};

static inline uint64_t stack_moved(const struct stack_move *move, uint64_t address) {
    return address - move->low < move->high - move->low ? address + move->delta : address;
}

/* Moves a stack to one of `size` bytes, which has room for what is in use, and mends the pointers
 * into it. Returns how many pointers that were, or -1 when memory is out: then nothing has changed.
 */
int64_t stack_copy(struct machine *m, struct goroutine *g, uint64_t size);

#endif
