/* The grey work list, as mgcwork.go keeps it: buffers of 253 addresses, two of them in the worker's
 * hands and the others in a list. The buffers are memory in the arena, cut from spans of their own.
 *
 * A buffer: next buffer (8 bytes), count (8), unused (8), addresses. */
#include "machine/gc.h"
#include "machine/memory.h"

struct workbuf {
    uint64_t next, count, unused;
    uint64_t objects[WORKBUF_CAPACITY];
};
_Static_assert(sizeof(struct workbuf) == WORKBUF_SIZE, "the size of Go's");

static struct workbuf *workbuf_at(const struct machine *m, uint64_t address) {
    return (struct workbuf *)(void *)arena_bytes(m, address);
}

static void push(struct machine *m, uint64_t *list, uint64_t buffer) {
    workbuf_at(m, buffer)->next = *list;
    *list = buffer;
}

static uint64_t pop(struct machine *m, uint64_t *list) {
    uint64_t buffer = *list;
    if (buffer) *list = workbuf_at(m, buffer)->next;
    return buffer;
}

/* An empty buffer. Pages for buffers are set aside (machine_open), so there always is one. */
static uint64_t empty_buffer(struct machine *m) {
    struct collector *gc = &m->s->gc;
    if (!gc->empty) {
        uint32_t made = span_allocate(m, WORKBUF_SPAN_PAGES, SPAN_WORKBUF);
        CHECK_AT(made, machine_place(m));
        uint64_t start = page_address(made - 1);
        for (uint64_t at = start + WORKBUF_SPAN_PAGES * PAGE_SIZE; at > start;) {
            at -= WORKBUF_SIZE;
            push(m, &gc->empty, at);
        }
    }
    uint64_t buffer = pop(m, &gc->empty);
    workbuf_at(m, buffer)->count = 0;
    return buffer;
}

static void swap_buffers(struct collector *gc) {
    uint64_t buffer = gc->buffer1;
    gc->buffer1 = gc->buffer2;
    gc->buffer2 = buffer;
}

static bool is_full(const struct machine *m, uint64_t buffer) {
    return workbuf_at(m, buffer)->count == WORKBUF_CAPACITY;
}

static bool is_empty(const struct machine *m, uint64_t buffer) {
    return !buffer || workbuf_at(m, buffer)->count == 0;
}

void work_put(struct machine *m, uint64_t object) {
    struct collector *gc = &m->s->gc;
    if (!gc->buffer1) gc->buffer1 = empty_buffer(m);
    if (!gc->buffer2) gc->buffer2 = empty_buffer(m);
    if (is_full(m, gc->buffer1)) swap_buffers(gc);
    if (is_full(m, gc->buffer1)) {
        push(m, &gc->full, gc->buffer1);
        gc->buffer1 = empty_buffer(m);
    }
    struct workbuf *b = workbuf_at(m, gc->buffer1);
    b->objects[b->count++] = object;
}

uint64_t work_take(struct machine *m) {
    struct collector *gc = &m->s->gc;
    if (is_empty(m, gc->buffer1)) swap_buffers(gc);
    if (is_empty(m, gc->buffer1)) {
        if (!gc->full) return 0;
        if (gc->buffer1) push(m, &gc->empty, gc->buffer1);
        gc->buffer1 = pop(m, &gc->full);
    }
    struct workbuf *b = workbuf_at(m, gc->buffer1);
    uint64_t object = b->objects[--b->count];
    b->objects[b->count] = 0; /* equal lists are equal bytes */
    return object;
}

bool work_empty(const struct machine *m) {
    const struct collector *gc = &m->s->gc;
    return is_empty(m, gc->buffer1) && is_empty(m, gc->buffer2) && !gc->full;
}

uint64_t work_count(const struct machine *m) {
    const struct collector *gc = &m->s->gc;
    uint64_t count = 0;
    if (gc->buffer1) count += workbuf_at(m, gc->buffer1)->count;
    if (gc->buffer2) count += workbuf_at(m, gc->buffer2)->count;
    for (uint64_t at = gc->full; at; at = workbuf_at(m, at)->next)
        count += workbuf_at(m, at)->count;
    return count;
}

static void each_in(const struct machine *m, uint64_t buffer, void (*each)(void *, uint64_t),
                    void *user) {
    if (!buffer) return;
    const struct workbuf *b = workbuf_at(m, buffer);
    for (uint64_t i = b->count; i > 0; i--) each(user, b->objects[i - 1]);
}

void work_each(const struct machine *m, void (*each)(void *user, uint64_t object), void *user) {
    const struct collector *gc = &m->s->gc;
    each_in(m, gc->buffer1, each, user);
    each_in(m, gc->buffer2, each, user);
    for (uint64_t at = gc->full; at; at = workbuf_at(m, at)->next) each_in(m, at, each, user);
}

/* Go frees the spans of work buffers when a cycle is over: freeSomeWbufs. */
void work_free_buffers(struct machine *m) {
    struct collector *gc = &m->s->gc;
    CHECK_AT(work_empty(m), machine_place(m));
    gc->buffer1 = gc->buffer2 = gc->full = gc->empty = 0;
    for (uint32_t page = 0; page < m->s->heap.pages_used;) {
        uint32_t span = m->span_of[page];
        uint32_t pages = span ? m->spans[span - 1].pages : 1;
        if (span && m->spans[span - 1].state == SPAN_WORKBUF) span_free(m, span - 1);
        page += pages;
    }
}
