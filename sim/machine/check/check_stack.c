#include "machine/check/check_stack.h"

#include "machine/heap/heap.h"
#include "machine/memory.h"
#include "machine/stack/stack.h"

/* ---- one stack ---- */

static const char *check_frames(const struct machine *m, const struct goroutine *g) {
    if (g->sp < g->stack_low || g->sp > g->frame || g->frame >= g->stack_high)
        return "a stack pointer is outside its stack";
    struct frame f;
    uint64_t last = 0;
    for (bool more = frame_innermost(m, g, &f); more; more = frame_caller(m, &f)) {
        uint64_t position = stack_position(m, g, f.address);
        if (position <= last) return "stack frames are out of order";
        last = position;
    }
    return NULL;
}

/* ---- the memory of all stacks ---- */

/* In the scratch memory: a bit for each 2 KiB of the arena that somebody claims. */
struct claims {
    const struct machine *m;
    const char *wrong;
};

static void claim(struct claims *c, uint64_t low, uint64_t size) {
    uint32_t page;
    const struct span *span = span_at(c->m, low, &page);
    if (!span || span->state != SPAN_STACK || span->element_size != size ||
        (low - page_address(page)) % size != 0) {
        c->wrong = "a stack is not where stacks are";
        return;
    }
    for (uint64_t at = low; at < low + size; at += STACK_MIN) {
        uint32_t unit = (uint32_t)((at - ARENA_BASE) / STACK_MIN);
        if (bit_get(c->m->scratch, unit)) c->wrong = "two stacks share their memory";
        bit_set(c->m->scratch, unit);
    }
}

static void claim_block(struct claims *c, const struct goroutine *g) {
    uint64_t size = THREAD_PAGE;
    if (!g->block_high) return;
    while (size < g->stack_high - g->touched) size *= 2;
    claim(c, g->block_high - size, size);
    if (g->touched < g->stack_low || g->touched > g->sp) c->wrong = "a thread lacks a page";
}

static void claim_cached(struct claims *c, const struct processor *p) {
    for (uint32_t order = 0; order < STACK_ORDERS; order++)
        for (uint32_t i = 0; i < p->stack_count[order]; i++)
            claim(c, p->stacks[order][i], (uint64_t)STACK_MIN << order);
}

static void claim_free(struct claims *c, uint32_t page, const struct span *span) {
    uint64_t slots = span->free_stacks;
    for (uint32_t i = span->used_count; i < span->element_count; i++, slots >>= 4)
        claim(c, page_address(page) + (slots & 15) * span->element_size, span->element_size);
}

static const char *check_unclaimed(const struct machine *m, uint32_t page,
                                   const struct span *span) {
    uint32_t first = page * (PAGE_SIZE / STACK_MIN);
    for (uint32_t i = 0; i < span->pages * (PAGE_SIZE / STACK_MIN); i++)
        if (!bit_get(m->scratch, first + i)) return "a stack has been forgotten";
    return NULL;
}

static const char *check_memory(const struct machine *m) {
    struct claims c = {.m = m};
    uint32_t pages = m->s->heap.pages_used;
    memset(m->scratch, 0, ((size_t)pages * (PAGE_SIZE / STACK_MIN) / 64 + 1) * sizeof(uint64_t));
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) {
        const struct goroutine *g = goroutine_of(m, n);
        struct piece p;
        if (m->config.stacks == STACKS_FIXED) {
            claim_block(&c, g);
            continue;
        }
        if (g->stack_low) claim(&c, g->stack_low, g->stack_high - g->stack_low);
        for (bool more = piece_innermost(m, g, &p) && piece_outer(m, &p); more;
             more = piece_outer(m, &p))
            claim(&c, p.low, p.high - p.low);
    }
    for (uint32_t p = 0; p < m->config.procs; p++) claim_cached(&c, &m->processors[p]);
    for (uint32_t page = 0; page < pages; page++)
        if (m->span_of[page] == page + 1 && m->spans[page].state == SPAN_STACK)
            claim_free(&c, page, &m->spans[page]);
    for (uint32_t page = 0; page < pages && !c.wrong; page++)
        if (m->span_of[page] == page + 1 && m->spans[page].state == SPAN_STACK)
            c.wrong = check_unclaimed(m, page, &m->spans[page]);
    return c.wrong;
}

static const char *check_numbers(const struct machine *m) {
    const struct statistics *s = &m->s->statistics;
    uint64_t used = 0, reserved = 0, touched = 0, living = 0;
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) {
        const struct goroutine *g = goroutine_of(m, n);
        used += stack_used(m, g);
        living += g->status != GOROUTINE_DEAD;
        if (!g->block_high) continue;
        reserved += g->stack_high - g->stack_low + THREAD_PAGE;
        touched += g->stack_high - g->touched;
    }
    if (living != s->goroutines) return "goroutines are miscounted";
    if (reserved != s->threads_reserved || touched != s->threads_touched)
        return "addresses for stacks are miscounted";
    return used == s->stack_used ? NULL : "stacks in use are miscounted";
}

const char *check_stacks(const struct machine *m) {
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) {
        const struct goroutine *g = goroutine_of(m, n);
        const char *wrong = g->status == GOROUTINE_DEAD ? NULL : check_frames(m, g);
        if (wrong) return wrong;
    }
    const char *wrong = check_memory(m);
    return wrong ? wrong : check_numbers(m);
}
