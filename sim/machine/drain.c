/* Marking at full speed: whole objects out of one buffer, with nobody listening.
 *
 * It leaves exactly the state that the steps of mark.c and workbuf.c leave behind the same object;
 * tests compare the two. What makes it fast: all that must be known of a pointer's target is in a
 * table by page (struct heap_page); the last entry of the work list is kept out of memory; an
 * object's address is taken from the pointer as soon as the two are known to be the same, so that
 * the next read need not wait for the look-up; little is counted, and the rest is worked out at the
 * end. What is rare goes the slow way.
 *
 * Addresses are offsets into the arena here. The parts are inlined into one loop, once for each
 * order, and what they share stays in registers: so slow parts get and return it by value. */
#include "machine/cost.h"
#include "machine/workbuf.h"

#define NOTHING UINT64_MAX
#define INLINE static inline __attribute__((always_inline))
#define APART static __attribute__((noinline))

/* Units: an object taken, a word of it read, what it points to shaded. No object has more than so
 * many words here, and of a word that was read come at most three units. */
enum { WORDS_MAX = BITS_PART_MAX, UNITS_A_WORD = 3 };

/* The near end of the work list. */
struct entries {
    uint64_t *objects; /* of the processor's buffer1 */
    uint64_t count;    /* in it */
    uint64_t last;     /* one more, behind them, or NOTHING */
    uint64_t share_at; /* with so many some are given away before the next is taken */
    uint64_t taken;    /* the one that was taken before */
    uint64_t counted;  /* so many of these and of the queue are in grey_count */
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
    uint64_t reads;       /* words read; also the objects without any pointer, ... */
    uint64_t empty;       /* ... which are so many */
    uint64_t grey, black; /* objects made so */
    uint64_t last_words;  /* the index of the last word read of each object, added up */
    uint64_t bytes;       /* of what was made grey or black */
};

/* ---- the slow way ---- */

static uint64_t entries_here(const struct processor *p, const struct entries *e) {
    return e->count + (e->last != NOTHING) + p->ahead.count;
}

static void store(struct machine *m, struct entries e) {
    struct processor *p = processor_now(m);
    m->s->gc.grey_count += entries_here(p, &e) - e.counted;
    if (e.last != NOTHING) e.objects[e.count++] = ARENA_BASE + e.last;
    workbuf_at(m, p->buffer1)->count = e.count;
    p->last_taken = e.taken + ARENA_BASE;
}

static struct entries load(const struct machine *m) {
    const struct processor *p = processor_now(m);
    struct workbuf *b = workbuf_at(m, p->buffer1);
    bool second = !workbuf_is_empty(m, p->buffer2);
    struct entries e = {.objects = b->objects,
                        .count = b->count,
                        .last = NOTHING,
                        .share_at = m->s->gc.full ? NOTHING
                                    : second      ? 0
                                                  : WORTH_SHARING + 1,
                        .taken = p->last_taken - ARENA_BASE};
    e.counted = entries_here(p, &e);
    return e;
}

/* The buffer is full, or nearly so. */
APART struct entries put_slowly(struct machine *m, struct entries e, uint64_t object, bool second) {
    store(m, e);
    if (second) work_put_second(m, ARENA_BASE + object);
    else work_put(m, ARENA_BASE + object);
    e = load(m);
    e.last = e.objects[--e.count] - ARENA_BASE;
    e.objects[e.count] = 0;
    return e;
}

APART struct entries share(struct machine *m, struct entries e) {
    if (e.count + (e.last != NOTHING) < e.share_at) return e;
    store(m, e);
    work_balance(m);
    return load(m);
}

/* The buffer is empty. What comes out is `last`, or nothing. */
APART struct entries take_slowly(struct machine *m, struct entries e) {
    store(m, e);
    e.counted = entries_here(processor_now(m), &e);
    if (!work_is_local(m, processor_now(m)) && !m->s->gc.full) return e;
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
    if (k->e.count + 1 >= k->e.share_at) k->e = share(m, k->e);
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
    if (e->count >= WORKBUF_CAPACITY - 1) {
        k->e = put_slowly(m, k->e, object, near && found);
        return;
    }
    if (found) e->objects[e->count++] = ARENA_BASE + (near ? object : e->last);
    if (!near || !found) e->last = object;
}

INLINE void follow(struct machine *m, struct marker *k, uint64_t to, bool near) {
    if (to >= k->limit) return;
    const struct heap_page *page = &k->pages[to / PAGE_SIZE];
    uint32_t size = page->size;
    if (!size) return;
    uint64_t span = (uint64_t)page->first * PAGE_SIZE;
    uint64_t slot = (to - span) * page->divisor >> 32;
    uint64_t at = span / PAGE_SIZE * PAGE_BIT_WORDS + slot / 64, bit = 1ull << slot % 64;
    uint64_t marks = k->marks[at];
    if (marks & bit) return;
    if (!(k->allocated[at] & bit) && slot >= k->spans[page->first].free_index) return;
    k->marks[at] = marks | bit;
    k->bytes += size;
    if (!page->pointers) {
        k->black++;
        return;
    }
    if (span + slot * size != to) to = first_byte(span, slot, size);
    put(m, k, to, near);
}

/* ---- one object ---- */

/* The words of an object that hold pointers; false if it is too large for that. */
INLINE bool pointers_of(const struct marker *k, uint64_t object, uint64_t *pointers) {
    const struct heap_page *page = &k->pages[object / PAGE_SIZE];
    *pointers = page->pointers;
    if (page->pointers < (uint32_t)POINTERS_MIXED) return true;
    if (page->size > WORDS_MAX * WORD) return false;
    *pointers = bits_part(k->pointer_bits, object / WORD, page->size / WORD);
    return true;
}

INLINE void scan(struct machine *m, struct marker *k, uint64_t object, uint64_t pointers,
                 bool near) {
    if (pointers == 0) {
        k->empty++;
        k->reads++;
        return;
    }
    k->last_words += 63u ^ (uint64_t)__builtin_clzll(pointers);
    do {
        uint64_t word;
        memcpy(&word, k->memory + object + (uint64_t)__builtin_ctzll(pointers) * WORD, WORD);
        pointers &= pointers - 1;
        k->reads++;
        follow(m, k, word - ARENA_BASE, near);
    } while (pointers);
}

/* ---- all ---- */

/* Counts what was done; returns the units. `grey_before`: entries of the work list. */
static uint64_t settle(struct machine *m, const struct marker *k, uint64_t grey_before,
                       bool one_not_begun) {
    struct collector *gc = &m->s->gc;
    store(m, k->e);
    uint64_t takes = grey_before + k->grey - gc->grey_count - one_not_begun;
    uint64_t words = k->last_words + takes - k->empty;
    gc->marked_bytes += k->bytes;
    gc->pacer.heap_scan_work += words * WORD;
    charge(m, COST_TAKE, takes);
    charge(m, COST_SCAN_WORD, words);
    charge(m, COST_MARK, k->grey + k->black);
    return takes + k->reads - k->empty + k->grey + k->black;
}

/* Until the budget may be spent, or there is no work. An object that is too large comes out: it has
 * been taken, and not yet begun; else NOTHING. */
INLINE uint64_t drain(struct machine *m, struct marker *k, uint64_t budget, bool near) {
    if (budget < (WORDS_MAX + 1) * UNITS_A_WORD) return NOTHING;
    uint64_t reads_max = budget / UNITS_A_WORD - WORDS_MAX, pointers;
    while (k->reads < reads_max) {
        uint64_t object = take(m, k, near);
        if (object == NOTHING) break;
        if (near) k->e.taken = object;
        if (!pointers_of(k, object, &pointers)) return object;
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
    uint64_t grey = m->s->gc.grey_count;
    bool near = m->config.order == ORDER_NEAR;
    uint64_t large = near ? drain(m, &k, budget, true) : drain(m, &k, budget, false);
    uint64_t spent = settle(m, &k, grey, large != NOTHING);
    if (large != NOTHING) {
        gc_begin_object(m, ARENA_BASE + large);
        spent++;
    }
    return spent;
}
