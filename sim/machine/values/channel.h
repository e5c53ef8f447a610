/* channel.h -- channels in simulated memory, and the goroutines that wait for them.
 *
 * A channel is a header of 96 bytes on the heap (chan.go: hchan). Its elements lie behind it in the
 * same object, or, if they have pointers, in a buffer of their own; they are a ring. Goroutines
 * that wait stand in one of two queues of sudogs, doubly linked (runtime2.go: sudog), objects of 96
 * bytes too. A sudog says whose it is and where in that goroutine's stack frame the value lies, or
 * is to go. Processors keep sudogs that are not in use.
 *
 * Sudogs are reached from goroutines and processors, which in Go are objects reached from globals;
 * here they are made grey when marking begins. New ones are black.
 *
 * All this is memory that a dangling pointer can overwrite: nothing is followed before it has been
 * checked. Queues are changed in one step; while an operation takes several, because the collector
 * is told of pointers, the word `lock` is set, and others try again. */
#ifndef TC_CHANNEL_H
#define TC_CHANNEL_H

#include "machine/memory.h"
#include "program/runtime_types.h"

/* Offsets of the words of a header: chan.go, hchan. */
enum {
    CHANNEL_COUNT = 0,          /* qcount: values in the buffer */
    CHANNEL_CAPACITY = 8,       /* dataqsiz */
    CHANNEL_BUFFER = 16,        /* buf */
    CHANNEL_ELEMENT_SIZE = 24,  /* 2 bytes */
    CHANNEL_CLOSED = 28,        /* 4 bytes */
    CHANNEL_ELEMENT_TYPE = 32,  /* the type's index + 1; in Go its address */
    CHANNEL_SEND_INDEX = 40,    /* sendx */
    CHANNEL_RECEIVE_INDEX = 48, /* recvx */
    CHANNEL_RECEIVERS = 56,     /* recvq: first, last */
    CHANNEL_SENDERS = 72,       /* sendq */
    CHANNEL_LOCK = 88,
};

/* ... and of a sudog. */
enum {
    SUDOG_GOROUTINE = 0,
    SUDOG_NEXT = 8,
    SUDOG_PREVIOUS = 16,
    SUDOG_ELEMENT = 24,
    SUDOG_IS_SELECT = 52, /* a byte */
    SUDOG_SUCCESS = 53,   /* a byte: woken by a value, not by close */
    SUDOG_WAITLINK = 64,
    SUDOG_CHANNEL = 80,
};

/* ---- headers ---- */

/* What CLOSE and communications know of the channel they use. */
static inline const struct type *channel_element(const struct machine *m, uint32_t type) {
    return &m->program->types[m->program->types[type].element];
}

/* A new channel for `capacity` elements of the sites from `site` on; 0 after a fault. */
uint64_t channel_make(struct machine *m, uint32_t site, int64_t capacity);
/* Whether the address leads to a channel of such elements that holds together; a fault if not. */
bool channel_is_sound(struct machine *m, uint64_t channel, const struct type *element);
/* The place of element `index` of the buffer. */
uint64_t channel_place(const struct machine *m, uint64_t channel, const struct type *element,
                       uint64_t index);
/* The index behind `index` in the ring. */
uint64_t channel_next_index(const struct machine *m, uint64_t channel, uint64_t index);

static inline uint64_t channel_word(const struct machine *m, uint64_t channel, uint32_t offset) {
    return word_read(m, channel + offset);
}

static inline bool channel_is_closed(const struct machine *m, uint64_t channel) {
    return channel_word(m, channel, CHANNEL_ELEMENT_SIZE) >> 32 != 0;
}

void channel_set_closed(struct machine *m, uint64_t channel);

/* ---- queues: `queue` is CHANNEL_RECEIVERS or CHANNEL_SENDERS ---- */

/* A sudog for goroutine `number` at the end of the queue, and in the goroutine's list. `element` is
 * the address of the value's slot, or 0. 0 when memory is out, a fault. */
uint64_t sudog_wait(struct machine *m, uint32_t number, uint64_t channel, uint32_t queue,
                    uint64_t element, bool is_select);
/* The first that still waits; 0: none. Sudogs of goroutines that another case of their select has
 * woken are passed over. False if the queue does not hold together. Elements have `size` bytes. */
bool queue_first(const struct machine *m, uint64_t channel, uint32_t queue, uint64_t size,
                 uint64_t *sudog);
/* Whether a sudog is one of a goroutine that waits, and its value lies in that one's stack. */
bool sudog_can_be_followed(const struct machine *m, uint64_t sudog, uint64_t size);
/* Takes it out of the queue, and wakes its goroutine: proc.go:goready. */
void sudog_wake(struct machine *m, uint64_t channel, uint32_t queue, uint64_t sudog, bool success);
/* Takes a sudog out of a queue if it is still there. */
void queue_remove(struct machine *m, uint64_t channel, uint32_t queue, uint64_t sudog);

uint32_t sudog_goroutine(const struct machine *m, uint64_t sudog);
/* Whether an address is a sudog in the hands of goroutine `number`. */
bool sudog_is_sound(const struct machine *m, uint64_t sudog, uint32_t number);
/* Back to the processor. */
void sudog_release(struct machine *m, uint64_t sudog);

/* ---- for the collector and for stacks ---- */

/* Marking begins: makes all sudogs that are reached from goroutines and processors grey. */
void channel_mark_begins(struct machine *m);
/* The stack of a goroutine, once [low, high), has moved up by `delta`: its sudogs point into the
 * new one (stack.go:adjustsudogs). */
void channel_stack_moved(struct machine *m, struct goroutine *g, uint64_t low, uint64_t high,
                         uint64_t delta);

#endif
