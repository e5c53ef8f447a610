#include "trace/delta.h"

#include <stdlib.h>
#include <string.h>

#include "machine/heap/tag.h"
#include "machine/memory.h"

enum { CHUNK = 256, PENDING_MAX = 256 };

/* Rows that links lead to, each compared once. Too many at a time: everything is compared. */
struct rows {
    uint32_t list[PENDING_MAX];
    uint32_t count, done;
};

struct comparison {
    struct delta *delta;
    const struct machine *m; /* the run */
    struct machine *copy;
    struct rows goroutines, spans;
    bool all; /* rows are not enough */
};

/* ---- words ---- */

static void add_pair(struct delta *d, size_t place, uint64_t difference) {
    if (d->count + 2 > d->capacity) {
        size_t capacity = d->capacity ? d->capacity * 2 : 256;
        int64_t *words = realloc(d->words, capacity * sizeof *words);
        if (!words) {
            d->failed = true;
            return;
        }
        d->words = words;
        d->capacity = capacity;
    }
    d->words[d->count++] = (int64_t)place - (int64_t)d->last;
    d->words[d->count++] = (int64_t)difference;
    d->last = place;
}

static void compare_chunk(struct comparison *c, size_t from, size_t to) {
    for (size_t at = from; at < to; at += sizeof(uint64_t)) {
        uint64_t before, after;
        memcpy(&before, c->copy->block + at, sizeof before);
        memcpy(&after, c->m->block + at, sizeof after);
        if (before == after) continue;
        add_pair(c->delta, at / sizeof after, after - before);
        memcpy(c->copy->block + at, &after, sizeof after);
    }
}

/* Bytes of the block, to whole words. Whether they differ. */
static bool compare(struct comparison *c, size_t offset, size_t size) {
    size_t end = (offset + size + 7) / 8 * 8, count = c->delta->count;
    for (size_t at = offset / 8 * 8, next; at < end; at = next) {
        next = at + CHUNK < end ? at + CHUNK : end;
        if (memcmp(c->m->block + at, c->copy->block + at, next - at) != 0)
            compare_chunk(c, at, next);
    }
    return c->delta->count != count;
}

static bool compare_row(struct comparison *c, enum region region, size_t index) {
    const struct layout *l = &c->m->layout;
    return compare(c, l->offset[region] + index * l->stride[region], l->stride[region]);
}

static void compare_region(struct comparison *c, enum region region) {
    size_t at = 0, size;
    for (; (size = machine_piece(c->m, region, &at)) > 0; at += size)
        compare(c, c->m->layout.offset[region] + at, size);
}

/* ---- rows that links lead to ---- */

static void want(struct comparison *c, struct rows *rows, uint32_t row) {
    if (row == 0) return;
    for (uint32_t i = 0; i < rows->count; i++)
        if (rows->list[i] == row) return;
    if (rows->count == PENDING_MAX) c->all = true;
    else rows->list[rows->count++] = row;
}

static void want_goroutine(struct comparison *c, uint32_t number) {
    if (number <= c->m->s->goroutine_count) want(c, &c->goroutines, number);
}

/* By index + 1. */
static void want_span(struct comparison *c, uint32_t link) {
    if (link <= c->m->s->heap.pages_used) want(c, &c->spans, link);
}

static void follow_goroutine(struct comparison *c, const struct goroutine *g) {
    want_goroutine(c, g->ready_next);
    want_goroutine(c, g->ready_previous);
    want_goroutine(c, g->next_dead);
    want_goroutine(c, g->next_assist);
    want_goroutine(c, g->next_semaphore);
}

static void follow_span(struct comparison *c, const struct span *s) {
    want_span(c, s->next);
    want_span(c, s->previous);
}

static void compare_goroutines(struct comparison *c) {
    struct rows *rows = &c->goroutines;
    while (rows->done < rows->count && !c->all) {
        uint32_t number = rows->list[rows->done++];
        const struct goroutine before = *goroutine_of(c->copy, number);
        if (!compare_row(c, REGION_GOROUTINES, number - 1)) continue;
        follow_goroutine(c, &before);
        follow_goroutine(c, goroutine_of(c->m, number));
    }
}

static void compare_spans(struct comparison *c) {
    struct rows *rows = &c->spans;
    while (rows->done < rows->count && !c->all) {
        uint32_t page = rows->list[rows->done++] - 1;
        const struct span before = c->copy->spans[page];
        if (!compare_row(c, REGION_SPANS, page)) continue;
        follow_span(c, &before);
        follow_span(c, &c->m->spans[page]);
    }
}

/* ---- the state's own struct, and the processors ---- */

static void follow_state(struct comparison *c, const struct state *s) {
    want_goroutine(c, s->ready_head);
    want_goroutine(c, s->ready_tail);
    want_goroutine(c, s->semaphore_head);
    want_goroutine(c, s->semaphore_tail);
    want_goroutine(c, s->stacks.dead);
    want_goroutine(c, s->stacks.dead_with_stack);
    want_goroutine(c, s->gc.pacer.assist_head);
    want_goroutine(c, s->gc.pacer.assist_tail);
}

static void follow_sets(struct comparison *c, const struct heap *before, const struct heap *after) {
    for (uint32_t i = 0; i < SPAN_CLASSES; i++) {
        const struct central *a = &before->central[i], *b = &after->central[i];
        if (memcmp(a, b, sizeof *a) == 0) continue;
        for (int set = 0; set < SETS; set++) {
            want_span(c, a->sets[set].head);
            want_span(c, a->sets[set].tail);
            want_span(c, b->sets[set].head);
            want_span(c, b->sets[set].tail);
        }
    }
}

static void follow_pools(struct comparison *c, const struct stacks *before,
                         const struct stacks *after) {
    for (int i = 0; i < STACK_ORDERS; i++) {
        want_span(c, before->pool[i]);
        want_span(c, after->pool[i]);
    }
    if (memcmp(before->large, after->large, sizeof before->large) == 0) return;
    for (int i = 0; i < STACK_PAGES_LOG_MAX; i++) {
        want_span(c, before->large[i]);
        want_span(c, after->large[i]);
    }
}

/* What the scheduler alone knows of the clock. */
static void hide_clock(struct clock *copy, const struct clock *clock) {
    copy->random = clock->random;
    copy->slice_left = clock->slice_left;
    copy->directive = clock->directive;
    copy->directive_steps = clock->directive_steps;
}

uint64_t delta_seen(const struct machine *m, size_t place) {
    const struct clock nothing = {0};
    struct clock clock = m->s->clock;
    size_t at = place * sizeof(uint64_t), from = m->layout.offset[REGION_STATE];
    uint64_t word;
    memcpy(&word, m->block + at, sizeof word);
    if (at < from || at >= from + sizeof clock) return word;
    hide_clock(&clock, &nothing);
    memcpy(&word, (const uint8_t *)&clock + (at - from), sizeof word);
    return word;
}

static void compare_state(struct comparison *c) {
    const struct state *now = c->m->s;
    struct state *copy = c->copy->s;
    hide_clock(&copy->clock, &now->clock);
    if (copy->gc.stage != now->gc.stage || copy->heap.sweepgen != now->heap.sweepgen) c->all = true;
    follow_state(c, copy);
    follow_state(c, now);
    follow_sets(c, &copy->heap, &now->heap);
    follow_pools(c, &copy->stacks, &now->stacks);
    for (uint32_t n = copy->goroutine_count; n < now->goroutine_count; n++)
        want_goroutine(c, n + 1);
    compare(c, c->m->layout.offset[REGION_STATE], sizeof *now);
}

static void follow_processor(struct comparison *c, const struct processor *p) {
    want_goroutine(c, p->goroutine);
    want_goroutine(c, p->next_ready);
    want_goroutine(c, p->dead);
}

static void follow_leases(struct comparison *c, const struct processor *before,
                          const struct processor *after) {
    if (memcmp(before->current, after->current, sizeof before->current) == 0) return;
    for (int i = 0; i < SPAN_CLASSES; i++) {
        if (before->current[i] == after->current[i]) continue;
        want_span(c, before->current[i]);
        want_span(c, after->current[i]);
    }
}

static void compare_processors(struct comparison *c) {
    for (uint32_t i = 0; i < c->m->config.procs; i++) {
        const struct processor *before = &c->copy->processors[i], *after = &c->m->processors[i];
        if (memcmp(before, after, sizeof *before) == 0) {
            if (i == c->m->s->on) follow_processor(c, after);
            continue;
        }
        follow_processor(c, before);
        follow_processor(c, after);
        follow_leases(c, before, after);
        size_t offset = (size_t)((uint8_t *)after - c->m->block);
        compare(c, offset, sizeof *after);
    }
    if (c->m->config.barrier_buffer) compare_region(c, REGION_BARRIERS);
}

/* ---- what events lead to ---- */

#define NO_PAGE UINT32_MAX /* of no span */

static void compare_memory(struct comparison *c, uint64_t address, uint64_t size) {
    const uint8_t *bytes = size ? memory_bytes(c->m, address, size) : NULL;
    if (bytes) compare(c, (size_t)(bytes - c->m->block), size);
}

/* What is known of a page, without its words. */
static void compare_page(struct comparison *c, uint32_t page) {
    if (page >= c->m->s->heap.pages_used) return;
    compare_row(c, REGION_SPAN_OF, page);
    compare_row(c, REGION_HEAP_PAGES, page);
    compare_row(c, REGION_BITS_0, page);
    compare_row(c, REGION_BITS_1, page);
    compare_row(c, REGION_POINTERS, page);
    if (c->m->remembered) compare_row(c, REGION_REMEMBERED, page);
}

static void compare_pages(struct comparison *c, uint32_t first, uint64_t pages) {
    want_span(c, first + 1);
    for (uint64_t i = 0; i < pages; i++) compare_page(c, first + (uint32_t)i);
}

/* The first page of the span that an address lies in, as the machine or its copy knows it. */
static uint32_t span_page(const struct machine *m, uint64_t address) {
    if (!address_in_arena(m, address)) return NO_PAGE;
    uint32_t first = m->span_of[page_of(address)];
    return first ? first - 1 : NO_PAGE;
}

static void compare_span(struct comparison *c, uint64_t address) {
    const struct machine *both[] = {c->copy, c->m};
    for (int i = 0; i < 2; i++) {
        uint32_t page = span_page(both[i], address);
        if (page != NO_PAGE) compare_pages(c, page, both[i]->spans[page].pages);
    }
}

/* The objects that share a tiny block with the first one: tag.h. */
static void compare_parts(struct comparison *c, const struct machine *m, uint64_t slot) {
    if (!tag_is_tiny(m, slot)) return;
    uint32_t part = m->tags[(slot + WORD - ARENA_BASE) / WORD].serial;
    for (; part && part <= c->m->s->heap.parts_used; part = m->parts[part - 1].next)
        compare_row(c, REGION_PARTS, part - 1);
}

static void compare_tags(struct comparison *c, uint64_t slot) {
    if (!c->m->tags) return;
    const struct layout *l = &c->m->layout;
    uint32_t free_before = c->copy->s->heap.parts_free, free_now = c->m->s->heap.parts_free;
    compare_parts(c, c->copy, slot);
    compare_parts(c, c->m, slot);
    if (free_before) compare_row(c, REGION_PARTS, free_before - 1);
    if (free_now) compare_row(c, REGION_PARTS, free_now - 1);
    compare(c, l->offset[REGION_TAGS] + (slot - ARENA_BASE) / WORD * sizeof(struct tag),
            2 * sizeof(struct tag));
}

static void compare_names(struct comparison *c) {
    compare_region(c, REGION_LABELS);
    compare_region(c, REGION_WATCHES);
    compare_region(c, REGION_FUNCTIONS);
}

/* An object: what is known of its slot, its tags, its bytes. */
static void compare_object(struct comparison *c, uint64_t address) {
    uint32_t page = span_page(c->m, address);
    if (page == NO_PAGE) page = span_page(c->copy, address);
    if (page == NO_PAGE) {
        c->all = true;
        return;
    }
    const struct span *s = c->m->spans[page].pages ? &c->m->spans[page] : &c->copy->spans[page];
    uint64_t start = page_address(page), size = s->element_size ? s->element_size : WORD;
    uint64_t slot = start + (address - start) / size * size;
    uint32_t pages = s->pages < 8 ? s->pages : 1; /* of a large object the first one knows all */
    compare_pages(c, page, pages);
    for (uint64_t at = slot; s->pages >= 8 && at < slot + size; at += PAGE_SIZE)
        compare_page(c, page_of(at));
    compare_memory(c, slot, size);
    compare_tags(c, slot);
}

/* New pages of a span, or pages that it gives up. */
static void compare_new_pages(struct comparison *c, uint64_t address, uint64_t pages) {
    if (!address_in_arena(c->m, address)) return;
    uint32_t first = page_of(address);
    compare_pages(c, first, pages);
    if (c->m->spans[first].state == SPAN_WORKBUF) compare_memory(c, address, pages * PAGE_SIZE);
    if (!c->m->tags) return;
    for (uint64_t i = 0; i < pages; i++) compare_row(c, REGION_TAGS, first + i);
    compare_region(c, REGION_PARTS);
}

/* A stack: its bytes, and the span it is cut from. */
static void compare_stack(struct comparison *c, const struct goroutine *g) {
    if (!g->stack_low || g->stack_high < g->stack_low) return;
    bool fixed = c->m->config.stacks == STACKS_FIXED;
    uint64_t low = fixed ? g->touched : g->stack_low, size = g->stack_high - low;
    compare_memory(c, low, c->m->segments ? size + SEGMENT_TOP : size);
    compare_span(c, fixed ? g->block_high - 1 : low);
    if (c->m->segments && address_in_arena(c->m, g->stack_low))
        compare_row(c, REGION_SEGMENTS, page_of(g->stack_low));
}

static void compare_stacks(struct comparison *c, uint32_t number) {
    if (number == 0 || number > c->m->s->goroutine_count) return;
    want_goroutine(c, number);
    compare_stack(c, goroutine_of(c->copy, number));
    compare_stack(c, goroutine_of(c->m, number));
}

/* The stack frame that a call has pushed. */
static void compare_frame(struct comparison *c, const struct event *e) {
    const struct goroutine *g = goroutine_of(c->m, e->actor);
    uint64_t end = e->b + 2 * WORD;
    if (g->sp < end && end <= g->stack_high) compare_memory(c, g->sp, end - g->sp);
}

/* The buffers of the grey work list that the processor has, or had, in its hands. The copy's are
 * those of before. */
static void compare_work(struct comparison *c) {
    const struct machine *both[] = {c->copy, c->m};
    for (int i = 0; i < 2; i++) {
        const struct processor *p = &both[i]->processors[c->m->s->on];
        compare_memory(c, p->buffer1, p->buffer1 ? WORKBUF_SIZE : 0);
        compare_memory(c, p->buffer2, p->buffer2 ? WORKBUF_SIZE : 0);
        compare_memory(c, both[i]->s->gc.full, both[i]->s->gc.full ? WORKBUF_SIZE : 0);
        compare_memory(c, both[i]->s->gc.empty, both[i]->s->gc.empty ? WORKBUF_SIZE : 0);
    }
}

/* How far an event reaches, beyond the state, the processors, goroutines, and the words it tells
 * of. */
enum reach {
    REACH_ALL, /* it is not known */
    REACH_NOTHING,
    REACH_OBJECT,    /* the object at `a` */
    REACH_SHADED,    /* ... and the work list */
    REACH_WORK,      /* the work list */
    REACH_PAGES,     /* `b` pages at `a` */
    REACH_SPAN,      /* the span at `a` */
    REACH_FRAME,     /* the stack frame at `b` */
    REACH_GOROUTINE, /* goroutine `a` */
    REACH_ACTOR,     /* the actor's stack */
    REACH_STACK_A    /* the stack of goroutine `a` */
};

static enum reach reach_of(enum event_kind kind) {
    static const uint8_t REACHES[EVENT_COUNT] = {
        [EVENT_LINE] = REACH_NOTHING,
        [EVENT_WORD] = REACH_NOTHING,
        [EVENT_SET] = REACH_NOTHING,
        [EVENT_CLEAR] = REACH_NOTHING,
        [EVENT_LOAD] = REACH_NOTHING,
        [EVENT_MOVE] = REACH_NOTHING,
        [EVENT_STORE] = REACH_NOTHING,
        [EVENT_INDEX] = REACH_NOTHING,
        [EVENT_SLICE] = REACH_NOTHING,
        [EVENT_BOX] = REACH_NOTHING,
        [EVENT_ASSERT] = REACH_NOTHING,
        [EVENT_JUMP] = REACH_NOTHING,
        [EVENT_RETURN] = REACH_NOTHING,
        [EVENT_STRING] = REACH_NOTHING,
        [EVENT_RUNE] = REACH_NOTHING,
        [EVENT_RUNES] = REACH_NOTHING,
        [EVENT_COPY] = REACH_NOTHING,
        [EVENT_ATOMIC] = REACH_NOTHING,
        [EVENT_SLICE_SWAP] = REACH_NOTHING,
        [EVENT_PRINT] = REACH_NOTHING,
        [EVENT_METHOD] = REACH_NOTHING,
        [EVENT_NOTHING] = REACH_NOTHING,
        [EVENT_MAP_GET] = REACH_NOTHING,
        [EVENT_MAP_MISS] = REACH_NOTHING,
        [EVENT_MAP_NEXT] = REACH_NOTHING,
        [EVENT_MAP_INSERT] = REACH_NOTHING,
        [EVENT_MAP_UPDATE] = REACH_NOTHING,
        [EVENT_SCAN_READ] = REACH_NOTHING,
        [EVENT_BLACKEN] = REACH_NOTHING,
        [EVENT_BARRIER_READ] = REACH_NOTHING,
        [EVENT_ALLOCATE_STACK] = REACH_FRAME,
        [EVENT_CALL] = REACH_FRAME,
        [EVENT_DEFER_CALL] = REACH_FRAME,
        [EVENT_ALLOCATE] = REACH_OBJECT,
        [EVENT_FREE] = REACH_OBJECT,
        [EVENT_SHADE] = REACH_SHADED,
        [EVENT_TAKE] = REACH_WORK,
        [EVENT_BARRIER_OLD] = REACH_WORK,
        [EVENT_BARRIER_NEW] = REACH_WORK,
        [EVENT_SCAN_STACK] = REACH_GOROUTINE,
        [EVENT_STACK_BLACK] = REACH_GOROUTINE,
        [EVENT_SPAN_NEW] = REACH_PAGES,
        [EVENT_SPAN_FREE] = REACH_PAGES,
        [EVENT_SWEEP] = REACH_SPAN,
        [EVENT_SPAN_CACHED] = REACH_SPAN,
        [EVENT_STACK_GROW] = REACH_ACTOR,
        [EVENT_STACK_MEND] = REACH_NOTHING,
        [EVENT_STACK_COPY] = REACH_STACK_A,
        [EVENT_GO] = REACH_STACK_A,
        [EVENT_EXIT] = REACH_STACK_A,
        [EVENT_WAKE] = REACH_GOROUTINE,
        [EVENT_YIELD] = REACH_NOTHING,
        [EVENT_ASSIST] = REACH_NOTHING,
        [EVENT_ASSIST_CREDIT] = REACH_NOTHING,
        [EVENT_ASSIST_WAIT] = REACH_NOTHING,
        [EVENT_TINY] = REACH_NOTHING,
        [EVENT_SEND_DIRECT] = REACH_NOTHING,
        [EVENT_SEND_BUFFER] = REACH_NOTHING,
        [EVENT_SEND_WAIT] = REACH_NOTHING,
        [EVENT_SEND_DONE] = REACH_NOTHING,
        [EVENT_RECEIVE_DIRECT] = REACH_NOTHING,
        [EVENT_RECEIVE_BUFFER] = REACH_NOTHING,
        [EVENT_RECEIVE_WAIT] = REACH_NOTHING,
        [EVENT_RECEIVE_DONE] = REACH_NOTHING,
        [EVENT_REFILL] = REACH_NOTHING,
        [EVENT_SEMAPHORE_TAKE] = REACH_NOTHING,
        [EVENT_SEMAPHORE_WAIT] = REACH_NOTHING,
        [EVENT_SEMAPHORE_GIVE] = REACH_NOTHING,
        [EVENT_SEMAPHORE_WAKE] = REACH_NOTHING,
        [EVENT_SLEEP] = REACH_NOTHING,
        [EVENT_MAP_EVACUATE] = REACH_NOTHING,
        [EVENT_MAP_DELETE] = REACH_NOTHING,
        [EVENT_MAP_BEGIN] = REACH_NOTHING,
        [EVENT_MAP_END] = REACH_NOTHING,
        [EVENT_GROW] = REACH_NOTHING,
    };
    return (enum reach)REACHES[kind];
}

static void compare_event(struct comparison *c, const struct event *e) {
    switch (reach_of((enum event_kind)e->kind)) {
    case REACH_ALL: c->all = true; break;
    case REACH_NOTHING: break;
    case REACH_OBJECT: compare_object(c, e->a); break;
    case REACH_SHADED:
        compare_object(c, e->a);
        compare_work(c);
        break;
    case REACH_WORK: compare_work(c); break;
    case REACH_PAGES: compare_new_pages(c, e->a, e->b); break;
    case REACH_SPAN: compare_span(c, e->a); break;
    case REACH_FRAME: compare_frame(c, e); break;
    case REACH_GOROUTINE: want_goroutine(c, (uint32_t)e->a); break;
    case REACH_ACTOR: compare_stacks(c, e->actor); break;
    case REACH_STACK_A: compare_stacks(c, (uint32_t)e->a); break;
    }
    if (e->kind == EVENT_SPAN_NEW || e->kind == EVENT_SPAN_FREE || e->kind == EVENT_GO ||
        e->kind == EVENT_EXIT || e->kind == EVENT_STACK_COPY)
        compare_region(c, REGION_PAGE_BLOCKS);
    if (e->kind == EVENT_ALLOCATE || e->kind == EVENT_FREE || e->kind == EVENT_GO) compare_names(c);
    /* What is written to may be remembered from then on: generation.h. */
    if (c->m->remembered && e->kind == EVENT_WORD) compare_span(c, e->a);
}

/* ---- all of it ---- */

static struct comparison comparison_of(struct delta *d, const struct machine *m,
                                       struct machine *copy) {
    return (struct comparison){.delta = d, .m = m, .copy = copy};
}

void delta_of_all(struct delta *d, const struct machine *m, struct machine *copy) {
    struct comparison c = comparison_of(d, m, copy);
    hide_clock(&copy->s->clock, &m->s->clock);
    for (int r = 0; r < REGION_COUNT; r++) compare_region(&c, (enum region)r);
}

void delta_of_step(struct delta *d, const struct machine *m, struct machine *copy,
                   const struct event *events, size_t count) {
    struct comparison c = comparison_of(d, m, copy);
    c.all = m->c_arena != NULL; /* small heaps, of which every byte has an origin */
    for (size_t i = 0; i < count && !c.all; i++) compare_event(&c, &events[i]);
    if (!c.all) compare_state(&c);
    if (!c.all) compare_processors(&c);
    want_goroutine(&c, m->s->clock.last_actor);
    if (!c.all) compare_goroutines(&c);
    if (!c.all) compare_spans(&c);
    if (c.all) delta_of_all(d, m, copy);
}

void delta_clear(struct delta *d) {
    d->count = 0;
    d->last = 0;
}

void delta_free(struct delta *d) {
    free(d->words);
    *d = (struct delta){0};
}

bool delta_apply(struct machine *m, size_t *last, int64_t place, int64_t difference) {
    uint64_t at = *last + (uint64_t)place, word;
    if (at >= m->layout.size / sizeof word) return false;
    *last = (size_t)at;
    memcpy(&word, m->block + at * sizeof word, sizeof word);
    word += (uint64_t)difference;
    memcpy(m->block + at * sizeof word, &word, sizeof word);
    return true;
}
