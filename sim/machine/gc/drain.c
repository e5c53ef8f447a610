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
#include "machine/gc/workbuf.h"

#define NOTHING UINT64_MAX
#define INLINE static inline __attribute__((always_inline))
#define APART static __attribute__((noinline))

enum { WORDS_MAX = BITS_PART_MAX }; /* of an object that is marked here */

/* The near end of the work list. */
struct entries {
    uint64_t buffer;   /* the processor's buffer1 */
    uint64_t top;      /* behind its last entry */
    uint64_t last;     /* one more, behind them, or NOTHING */
    uint64_t share_at; /* if `top` is not below it, some are given away before the next is taken */
    uint64_t taken;    /* the one that was taken before, or is being scanned */
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
    int64_t left;         /* units: an object taken, a word of it read, what it points to shaded */
    uint64_t empty;       /* objects taken that have no pointers */
    uint64_t grey, black; /* objects made so */
    uint64_t last_words;  /* the index of the last word read of each object, added up */
    uint64_t bytes;       /* of what was made grey or black */
};

/* ---- the slow way ---- */

INLINE uint64_t *entry_at(uint8_t *memory, uint64_t at) {
    return (uint64_t *)(void *)(memory + at);
}

static uint64_t entries_here(const struct processor *p, const struct entries *e) {
    uint64_t in_buffer = (e->top - e->buffer - WORKBUF_HEADER) / WORD;
    return in_buffer + (e->last != NOTHING) + p->ahead.count;
}

static void store(struct machine *m, struct entries e) {
    struct processor *p = processor_now(m);
    m->s->gc.grey_count += entries_here(p, &e) - e.counted;
    if (e.last != NOTHING) {
        *entry_at(m->memory, e.top) = ARENA_BASE + e.last;
        e.top += WORD;
    }
    workbuf_at(m, p->buffer1)->count = (e.top - e.buffer - WORKBUF_HEADER) / WORD;
    p->last_taken = e.taken + ARENA_BASE;
}

static struct entries load(const struct machine *m) {
    const struct processor *p = processor_now(m);
    uint64_t first = p->buffer1 - ARENA_BASE + WORKBUF_HEADER;
    bool second = !workbuf_is_empty(m, p->buffer2);
    struct entries e = {.buffer = p->buffer1 - ARENA_BASE,
                        .top = first + workbuf_at(m, p->buffer1)->count * WORD,
                        .last = NOTHING,
                        .share_at = first + (second ? 0 : WORTH_SHARING * WORD),
                        .taken = p->last_taken - ARENA_BASE};
    if (m->s->gc.full) e.share_at = NOTHING;
    e.counted = entries_here(p, &e);
    return e;
}

INLINE uint64_t pop(uint8_t *memory, struct entries *e) {
    e->top -= WORD;
    uint64_t entry = *entry_at(memory, e->top) - ARENA_BASE;
    *entry_at(memory, e->top) = 0;
    return entry;
}

/* The buffer is full, or nearly so. */
APART struct entries put_slowly(struct machine *m, struct entries e, uint64_t object, bool second) {
    store(m, e);
    if (second) work_put_second(m, ARENA_BASE + object);
    else work_put(m, ARENA_BASE + object);
    e = load(m);
    e.last = pop(m->memory, &e);
    return e;
}

APART struct entries share(struct machine *m, struct entries e) {
    bool second = !workbuf_is_empty(m, processor_now(m)->buffer2);
    if (!second && e.top == e.share_at && e.last == NOTHING) return e;
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

/* NOTHING if there is none. */
INLINE uint64_t take(struct machine *m, struct marker *k, bool near) {
    struct entries *e = &k->e;
    if (e->top >= e->share_at) *e = share(m, *e);
    for (;;) {
        if (e->last == NOTHING && e->top == e->buffer + WORKBUF_HEADER) {
            *e = take_slowly(m, *e);
            uint64_t entry = e->last;
            e->last = NOTHING;
            return entry;
        }
        uint64_t entry = e->last != NOTHING ? e->last : pop(k->memory, e);
        e->last = NOTHING;
        if (!near || is_near(entry, e->taken)) return entry;
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
    k->left--;
    if ((e->top + WORD) % WORKBUF_SIZE < 2 * WORD) { /* no room for two */
        *e = put_slowly(m, *e, object, near && found);
        return;
    }
    if (found) {
        *entry_at(k->memory, e->top) = ARENA_BASE + (near ? object : e->last);
        e->top += WORD;
    }
    if (!near || !found) e->last = object;
}

/* The slot is the whole part of offset * divisor / 2^32. The fraction is below divisor / 2^32 only
 * for the first byte of a slot: as the divisor is rounded up it is not quite 0 there, but below
 * slots * size / 2^32, and no span of more than one slot has as many bytes as its divisor. */
INLINE void follow(struct machine *m, struct marker *k, uint64_t to, bool near) {
    if (to >= k->limit) return;
    const struct heap_page *page = &k->pages[to / PAGE_SIZE];
    uint32_t size = page->size;
    if (!size) return;
    uint64_t span = (uint64_t)page->first * PAGE_SIZE;
    uint64_t scaled = (to - span) * page->divisor, slot = scaled >> 32;
    uint64_t at = span / PAGE_SIZE * PAGE_BIT_WORDS + slot / 64, bit = 1ull << slot % 64;
    uint64_t marks = k->marks[at];
    if (marks & bit) return;
    if (!(k->allocated[at] & bit) && slot >= k->spans[page->first].free_index) return;
    k->marks[at] = marks | bit;
    k->bytes += size;
    if (!page->pointers) {
        k->black++;
        k->left--;
        return;
    }
    if ((uint32_t)scaled >= page->divisor) to = first_byte(span, slot, size);
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

INLINE void scan(struct machine *m, struct marker *k, uint64_t pointers, bool near) {
    if (pointers == 0) {
        k->empty++;
        return;
    }
    k->last_words += 63u ^ (uint64_t)__builtin_clzll(pointers);
    do {
        uint64_t word;
        memcpy(&word, k->memory + k->e.taken + (uint64_t)__builtin_ctzll(pointers) * WORD, WORD);
        pointers &= pointers - 1;
        k->left--;
        follow(m, k, word - ARENA_BASE, near);
    } while (pointers);
}

/* ---- all ---- */

/* Counts what was done. `grey_before`: entries of the work list. */
static void settle(struct machine *m, const struct marker *k, uint64_t grey_before,
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
}

/* Until all units are spent, or there is no work. An object that is too large comes out: it has
 * been taken, and not yet begun; else NOTHING. */
INLINE uint64_t drain(struct machine *m, struct marker *k, bool near) {
    uint64_t pointers;
    while (k->left > 0) {
        uint64_t object = take(m, k, near);
        if (object == NOTHING) break;
        k->left--;
        k->e.taken = object;
        if (!pointers_of(k, object, &pointers)) return object;
        scan(m, k, pointers, near);
    }
    return NOTHING;
}

uint64_t gc_drain(struct machine *m, uint64_t budget) {
    struct processor *p = processor_now(m);
    if (!p->buffer1 || m->sink.emit) return 0;
    int64_t units = budget < INT64_MAX ? (int64_t)budget : INT64_MAX;
    struct marker k = {.memory = m->memory,
                       .pages = m->heap_pages,
                       .allocated = m->bits[1 - marks_plane(m)],
                       .pointer_bits = m->pointer_bits,
                       .marks = m->bits[marks_plane(m)],
                       .spans = m->spans,
                       .limit = (uint64_t)m->s->heap.pages_used * PAGE_SIZE,
                       .ahead = &p->ahead,
                       .e = load(m),
                       .left = units};
    uint64_t grey = m->s->gc.grey_count;
    bool near = m->config.order == ORDER_NEAR;
    uint64_t large = near ? drain(m, &k, true) : drain(m, &k, false);
    settle(m, &k, grey, large != NOTHING);
    if (large != NOTHING) gc_begin_object(m, ARENA_BASE + large);
    return (uint64_t)(units - k.left);
}
