/* Marking at full speed: whole objects out of one buffer, with nobody listening.
 *
 * It leaves exactly the state that the steps of mark.c and workbuf.c leave behind the same object;
 * tests compare the two. What makes it fast: all that must be known of a pointer's target is in a
 * table by page (struct heap_page); the last entry of the work list is kept out of memory; an
 * object's address is taken from the pointer as soon as the two are known to be the same, so that
 * the next read need not wait for the look-up; what is counted is counted once, at the end. What is
 * rare goes the slow way.
 *
 * Addresses are offsets into the arena here. The parts are inlined into one loop, once for each
 * order, and what they share stays in registers: so slow parts get and return it by value. */
#include "machine/cost.h"
#include "machine/workbuf.h"

#define NOTHING UINT64_MAX
#define INLINE static inline __attribute__((always_inline))
#define APART static __attribute__((noinline))

/* The most units that an object can take: itself, and reading and shading of each word. */
enum { UNITS_MAX = 1 + 2 * BITS_PART_MAX };

/* The near end of the work list. */
struct entries {
    uint64_t *objects; /* of the processor's buffer1 */
    uint64_t count;    /* in it */
    uint64_t last;     /* one more, behind them, or NOTHING */
    uint64_t share_at; /* with so many some are given away before the next is taken */
    uint64_t taken;    /* the one that was taken before */
};

struct marker {
    uint8_t *memory;
    const struct heap_page *pages;
    const uint64_t *allocated, *pointer_bits;
    uint64_t *marks;
    const struct span *spans;
    uint64_t limit; /* bytes of the arena in use */
    struct work_queue *ahead;
    struct entries e;
    uint64_t takes, reads, grey, black, words, bytes; /* so far; grey and black: made so */
};

/* ---- the slow way ---- */

static void store(struct machine *m, struct entries e) {
    struct processor *p = processor_now(m);
    if (e.last != NOTHING) e.objects[e.count++] = ARENA_BASE + e.last;
    workbuf_at(m, p->buffer1)->count = e.count;
    p->last_taken = e.taken + ARENA_BASE;
}

static struct entries load(const struct machine *m) {
    const struct processor *p = processor_now(m);
    struct workbuf *b = workbuf_at(m, p->buffer1);
    bool second = !workbuf_is_empty(m, p->buffer2);
    return (struct entries){.objects = b->objects,
                            .count = b->count,
                            .last = NOTHING,
                            .share_at = m->s->gc.full ? NOTHING
                                        : second      ? 0
                                                      : WORTH_SHARING + 1,
                            .taken = p->last_taken - ARENA_BASE};
}

/* The buffer is full, or nearly so. All grey objects are counted together, at the end. */
APART struct entries put_slowly(struct machine *m, struct entries e, uint64_t object, bool second) {
    store(m, e);
    if (second) work_put_second(m, ARENA_BASE + object);
    else work_put(m, ARENA_BASE + object);
    m->s->gc.grey_count--;
    e = load(m);
    e.last = e.objects[--e.count] - ARENA_BASE;
    e.objects[e.count] = 0;
    return e;
}

APART struct entries share(struct machine *m, struct entries e) {
    store(m, e);
    work_balance(m);
    return load(m);
}

/* The buffer is empty. What comes out is `last`, or nothing. */
APART struct entries take_slowly(struct machine *m, struct entries e) {
    store(m, e);
    if (!work_is_local(m, processor_now(m)) && !m->s->gc.full) return e;
    m->s->gc.grey_count++;
    uint64_t entry = work_take(m);
    e = load(m);
    e.last = entry - ARENA_BASE;
    return e;
}

/* Not inlined, so that nobody computes it for all: see above. */
APART uint64_t first_byte(uint64_t span, uint64_t slot, uint64_t size) {
    return span + slot * size;
}

/* ---- taking an entry ---- */

INLINE uint64_t take_last(struct entries *e) {
    uint64_t entry = e->last;
    e->last = NOTHING;
    if (entry != NOTHING) return entry;
    entry = e->objects[--e->count] - ARENA_BASE;
    e->objects[e->count] = 0;
    return entry;
}

INLINE uint64_t take(struct machine *m, struct marker *k, bool near) {
    if (k->e.count + (k->e.last != NOTHING) >= k->e.share_at) k->e = share(m, k->e);
    for (;;) {
        if (k->e.last == NOTHING && k->e.count == 0) {
            k->e = take_slowly(m, k->e);
            uint64_t entry = k->e.last;
            k->e.last = NOTHING;
            return entry;
        }
        uint64_t entry = take_last(&k->e);
        if (!near || is_near(entry, k->e.taken)) return entry;
        __builtin_prefetch(k->memory + entry);
        if (k->ahead->count == WORK_QUEUE)
            return queue_exchange(k->ahead, ARENA_BASE + entry) - ARENA_BASE;
        queue_add(k->ahead, ARENA_BASE + entry);
    }
}

/* ---- following a pointer ---- */

INLINE void put(struct machine *m, struct marker *k, uint64_t object, bool near) {
    struct entries *e = &k->e;
    bool found = e->last != NOTHING;
    k->grey++;
    if (e->count + 1 >= WORKBUF_CAPACITY) {
        k->e = put_slowly(m, k->e, object, near && found);
        return;
    }
    if (found) e->objects[e->count++] = ARENA_BASE + (near ? object : e->last);
    if (!near || !found) e->last = object;
}

INLINE void follow(struct machine *m, struct marker *k, uint64_t to, bool near) {
    if (to >= k->limit) return;
    const struct heap_page *page = &k->pages[to / PAGE_SIZE];
    if (!page->size) return;
    uint64_t span = (uint64_t)page->first * PAGE_SIZE;
    uint64_t slot = (to - span) * page->divisor >> 32;
    uint64_t at = (uint64_t)page->first * PAGE_BIT_WORDS + slot / 64, bit = 1ull << slot % 64;
    if (k->marks[at] & bit) return;
    if (!(k->allocated[at] & bit) && slot >= k->spans[page->first].free_index) return;
    k->marks[at] |= bit;
    k->bytes += page->size;
    if (!page->pointers) {
        k->black++;
        return;
    }
    if (span + slot * page->size != to) to = first_byte(span, slot, page->size);
    put(m, k, to, near);
}

/* ---- one object ---- */

/* The words of an object that hold pointers; false if it is too large for that. */
INLINE bool pointers_of(const struct marker *k, uint64_t object, uint64_t *pointers) {
    const struct heap_page *page = &k->pages[object / PAGE_SIZE];
    *pointers = page->pointers;
    if (page->pointers < (uint32_t)POINTERS_MIXED) return true;
    if (page->size > BITS_PART_MAX * WORD) return false;
    *pointers = bits_part(k->pointer_bits, object / WORD, page->size / WORD);
    return true;
}

INLINE void scan(struct machine *m, struct marker *k, uint64_t object, uint64_t pointers,
                 bool near) {
    if (pointers == 0) return;
    k->words += 64 - (uint64_t)__builtin_clzll(pointers);
    for (; pointers; pointers &= pointers - 1) {
        uint64_t word;
        memcpy(&word, k->memory + object + (uint64_t)__builtin_ctzll(pointers) * WORD, WORD);
        k->reads++;
        follow(m, k, word - ARENA_BASE, near);
    }
}

/* ---- all ---- */

static void settle(struct machine *m, const struct marker *k) {
    struct collector *gc = &m->s->gc;
    store(m, k->e);
    gc->marked_bytes += k->bytes;
    gc->grey_count += k->grey - k->takes;
    gc->pacer.heap_scan_work += k->words * WORD;
    charge(m, COST_TAKE, k->takes);
    charge(m, COST_SCAN_WORD, k->words);
    charge(m, COST_MARK, k->grey + k->black);
}

/* Until `budget` units have been spent or there is no work. An object that is too large comes out:
 * it has been taken, and not yet begun; else NOTHING. */
INLINE uint64_t drain(struct machine *m, struct marker *k, uint64_t budget, bool near) {
    uint64_t object = NOTHING, pointers;
    while (k->takes + k->reads + k->grey + k->black + UNITS_MAX <= budget) {
        object = take(m, k, near);
        if (object == NOTHING) break;
        if (near) k->e.taken = object;
        if (!pointers_of(k, object, &pointers)) return object;
        k->takes++;
        scan(m, k, object, pointers, near);
    }
    return NOTHING;
}

uint64_t gc_drain(struct machine *m, uint64_t budget) {
    struct processor *p = processor_now(m);
    if (!p->buffer1 || m->sink.emit) return 0;
    struct marker k = {.memory = m->memory,
                       .pages = m->heap_pages,
                       .allocated = m->bits[1 - marks_plane(m)],
                       .pointer_bits = m->pointer_bits,
                       .marks = m->bits[marks_plane(m)],
                       .spans = m->spans,
                       .limit = (uint64_t)m->s->heap.pages_used * PAGE_SIZE,
                       .ahead = &p->ahead,
                       .e = load(m)};
    bool near = m->config.order == ORDER_NEAR;
    uint64_t large = near ? drain(m, &k, budget, true) : drain(m, &k, budget, false);
    settle(m, &k);
    if (large != NOTHING) { /* as if it had just been taken */
        m->s->gc.grey_count--;
        gc_begin_object(m, ARENA_BASE + large);
        k.takes++;
    }
    return k.takes + k.reads + k.grey + k.black;
}
