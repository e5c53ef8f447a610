/* The grey work list, as mgcwork.go keeps it: buffers of 253 addresses, two of them a processor's
 * own and the others in a list. The buffers are memory in the arena, cut from spans of their own.
 *
 * A buffer: next buffer (8 bytes), count (8), unused (8), addresses; behind the last one zeroes, so
 * that equal lists are equal bytes. */
#include "machine/gc/workbuf.h"

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
        memset(arena_bytes(m, start), 0, WORKBUF_SPAN_PAGES * PAGE_SIZE);
        for (uint64_t at = start + WORKBUF_SPAN_PAGES * PAGE_SIZE; at > start;) {
            at -= WORKBUF_SIZE;
            push(m, &gc->empty, at);
        }
    }
    uint64_t buffer = pop(m, &gc->empty);
    workbuf_at(m, buffer)->count = 0;
    return buffer;
}

static void swap_buffers(struct processor *p) {
    uint64_t buffer = p->buffer1;
    p->buffer1 = p->buffer2;
    p->buffer2 = buffer;
}

static bool is_full(const struct machine *m, uint64_t buffer) {
    return workbuf_at(m, buffer)->count == WORKBUF_CAPACITY;
}

void work_put(struct machine *m, uint64_t object) {
    struct processor *p = processor_now(m);
    if (!p->buffer1) p->buffer1 = empty_buffer(m);
    if (!p->buffer2) p->buffer2 = empty_buffer(m);
    if (is_full(m, p->buffer1)) swap_buffers(p);
    if (is_full(m, p->buffer1)) {
        push(m, &m->s->gc.full, p->buffer1);
        p->buffer1 = empty_buffer(m);
    }
    struct workbuf *b = workbuf_at(m, p->buffer1);
    b->objects[b->count++] = object;
    m->s->gc.grey_count++;
}

void work_put_second(struct machine *m, uint64_t object) {
    work_put(m, object);
    struct workbuf *b = workbuf_at(m, processor_now(m)->buffer1);
    if (b->count < 2) return;
    b->objects[b->count - 1] = b->objects[b->count - 2];
    b->objects[b->count - 2] = object;
}

/* The last one of this processor's, else of the common list; 0: none. */
static uint64_t take_last(struct machine *m) {
    struct processor *p = processor_now(m);
    struct collector *gc = &m->s->gc;
    if (workbuf_is_empty(m, p->buffer1)) swap_buffers(p);
    if (workbuf_is_empty(m, p->buffer1)) {
        if (!gc->full) return 0;
        if (p->buffer1) push(m, &gc->empty, p->buffer1);
        p->buffer1 = pop(m, &gc->full);
    }
    struct workbuf *b = workbuf_at(m, p->buffer1);
    uint64_t object = b->objects[--b->count];
    b->objects[b->count] = 0;
    return object;
}

static uint64_t queue_take(struct work_queue *q) {
    if (q->count == 0) return 0;
    uint64_t object = queue_exchange(q, 0);
    q->count--;
    return object;
}

/* Fills the queue with what is far away, until something is near or the queue is full. */
static uint64_t take_near(struct machine *m) {
    struct processor *p = processor_now(m);
    for (;;) {
        uint64_t object = take_last(m);
        if (!object) return queue_take(&p->ahead);
        if (is_near(object, p->last_taken)) return object;
        if (p->ahead.count == WORK_QUEUE) return queue_exchange(&p->ahead, object);
        queue_add(&p->ahead, object);
    }
}

uint64_t work_take(struct machine *m) {
    bool near = m->config.order == ORDER_NEAR;
    uint64_t object = near ? take_near(m) : take_last(m);
    if (!object) return 0;
    processor_now(m)->last_taken = object;
    m->s->gc.grey_count--;
    return object;
}

/* ---- sharing: mgcwork.go:balance, handoff, dispose ---- */

/* Gives the older half of the buffer in use to the list of full ones. */
static void hand_off(struct machine *m, struct processor *p) {
    uint64_t given = p->buffer1, kept = empty_buffer(m);
    struct workbuf *b = workbuf_at(m, given), *k = workbuf_at(m, kept);
    uint64_t half = b->count / 2;
    k->count = half;
    memcpy(k->objects, &b->objects[b->count - half], half * sizeof *k->objects);
    memset(&b->objects[b->count - half], 0, half * sizeof *b->objects);
    b->count -= half;
    p->buffer1 = kept;
    push(m, &m->s->gc.full, given);
}

void work_balance(struct machine *m) {
    struct processor *p = processor_now(m);
    if (!workbuf_is_empty(m, p->buffer2)) {
        push(m, &m->s->gc.full, p->buffer2);
        p->buffer2 = empty_buffer(m);
    } else if (p->buffer1 && workbuf_at(m, p->buffer1)->count > WORTH_SHARING) {
        hand_off(m, p);
    }
}

static bool dispose_one(struct machine *m, uint64_t *buffer) {
    struct collector *gc = &m->s->gc;
    bool had_work = !workbuf_is_empty(m, *buffer);
    if (*buffer) push(m, had_work ? &gc->full : &gc->empty, *buffer);
    *buffer = 0;
    return had_work;
}

/* Back to the buffers, the oldest on top: still the first of them. */
static void dispose_queue(struct machine *m, struct processor *p) {
    uint32_t on = m->s->on;
    m->s->on = (uint32_t)(p - m->processors);
    m->s->gc.grey_count -= p->ahead.count;
    for (uint32_t i = p->ahead.count; i > 0; i--)
        work_put(m, p->ahead.objects[(p->ahead.first + i - 1) % WORK_QUEUE]);
    p->ahead = (struct work_queue){0};
    m->s->on = on;
}

bool work_dispose(struct machine *m, struct processor *p) {
    dispose_queue(m, p);
    bool first = dispose_one(m, &p->buffer1), second = dispose_one(m, &p->buffer2);
    return first || second;
}

/* ---- by hand ---- */

static uint64_t *find_in(const struct machine *m, uint64_t buffer, uint64_t entry) {
    struct workbuf *b = buffer ? workbuf_at(m, buffer) : NULL;
    for (uint64_t i = 0; b && i < b->count; i++)
        if (b->objects[i] == entry) return &b->objects[i];
    return NULL;
}

static uint64_t *find_entry(const struct machine *m, uint64_t entry) {
    uint64_t *found = NULL;
    for (uint32_t i = 0; i < m->config.procs && !found; i++) {
        struct processor *p = &m->processors[i];
        for (uint32_t n = 0; n < p->ahead.count && !found; n++) {
            uint64_t *at = &p->ahead.objects[(p->ahead.first + n) % WORK_QUEUE];
            if (*at == entry) found = at;
        }
        if (!found) found = find_in(m, p->buffer1, entry);
        if (!found) found = find_in(m, p->buffer2, entry);
    }
    for (uint64_t at = m->s->gc.full; at && !found; at = workbuf_at(m, at)->next)
        found = find_in(m, at, entry);
    return found;
}

bool work_swap(struct machine *m, uint64_t a, uint64_t b) {
    uint64_t *first = find_entry(m, a), *second = find_entry(m, b);
    if (!first || !second) return false;
    *first = b;
    *second = a;
    return true;
}

/* ---- questions ---- */

bool work_is_local(const struct machine *m, const struct processor *p) {
    return !workbuf_is_empty(m, p->buffer1) || !workbuf_is_empty(m, p->buffer2) || p->ahead.count;
}

bool work_empty(const struct machine *m) {
    return m->s->gc.grey_count == 0;
}

uint64_t work_count(const struct machine *m) {
    return m->s->gc.grey_count;
}

static void each_in(const struct machine *m, uint64_t buffer, void (*each)(void *, uint64_t),
                    void *user) {
    if (!buffer) return;
    const struct workbuf *b = workbuf_at(m, buffer);
    for (uint64_t i = b->count; i > 0; i--) each(user, b->objects[i - 1]);
}

void work_each(const struct machine *m, void (*each)(void *user, uint64_t object), void *user) {
    for (uint32_t i = 0; i < m->config.procs; i++) {
        const struct processor *p = &m->processors[(m->s->on + i) % m->config.procs];
        for (uint32_t n = 0; n < p->ahead.count; n++)
            each(user, p->ahead.objects[(p->ahead.first + n) % WORK_QUEUE]);
        each_in(m, p->buffer1, each, user);
        each_in(m, p->buffer2, each, user);
    }
    for (uint64_t at = m->s->gc.full; at; at = workbuf_at(m, at)->next) each_in(m, at, each, user);
}

static uint64_t count_in(const struct machine *m, uint64_t buffer) {
    return buffer ? workbuf_at(m, buffer)->count : 0;
}

static uint64_t count_local(const struct machine *m, uint32_t processor) {
    const struct processor *p = &m->processors[processor];
    return p->ahead.count + count_in(m, p->buffer1) + count_in(m, p->buffer2);
}

uint64_t work_count_of(const struct machine *m, uint32_t part) {
    if (part != WORK_COMMON) return count_local(m, part);
    uint64_t common = work_count(m);
    for (uint32_t p = 0; p < m->config.procs; p++) common -= count_local(m, p);
    return common;
}

struct taking {
    uint64_t *out;
    uint32_t count, max;
};

static void take_from(const struct machine *m, uint64_t buffer, struct taking *t) {
    if (!buffer) return;
    const struct workbuf *b = workbuf_at(m, buffer);
    for (uint64_t i = b->count; i > 0 && t->count < t->max; i--)
        t->out[t->count++] = b->objects[i - 1];
}

uint32_t work_first(const struct machine *m, uint32_t part, uint64_t *out, uint32_t max) {
    struct taking t = {out, 0, max};
    if (part == WORK_COMMON) {
        for (uint64_t at = m->s->gc.full; at && t.count < max; at = workbuf_at(m, at)->next)
            take_from(m, at, &t);
        return t.count;
    }
    const struct processor *p = &m->processors[part];
    for (uint32_t n = 0; n < p->ahead.count && t.count < max; n++)
        out[t.count++] = p->ahead.objects[(p->ahead.first + n) % WORK_QUEUE];
    take_from(m, p->buffer1, &t);
    take_from(m, p->buffer2, &t);
    return t.count;
}

/* Go frees the spans of work buffers when a cycle is over: freeSomeWbufs. */
void work_free_buffers(struct machine *m) {
    CHECK_AT(work_empty(m), machine_place(m));
    m->s->gc.full = m->s->gc.empty = 0;
    for (uint32_t i = 0; i < m->config.procs; i++) {
        struct processor *p = &m->processors[i];
        p->buffer1 = p->buffer2 = p->last_taken = 0;
        p->ahead = (struct work_queue){0};
    }
    for (uint32_t page = 0; page < m->s->heap.pages_used;) {
        uint32_t span = m->span_of[page];
        uint32_t pages = span ? m->spans[span - 1].pages : 1;
        if (span && m->spans[span - 1].state == SPAN_WORKBUF) span_free(m, span - 1);
        page += pages;
    }
}
