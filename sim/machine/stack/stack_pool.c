#include "machine/stack/stack_pool.h"

#include "machine/gc/gc.h"
#include "machine/heap/heap.h"
#include "machine/memory.h"

enum { SPAN_BYTES = STACK_SPAN_PAGES * PAGE_SIZE };

static uint64_t order_size(uint32_t order) {
    return (uint64_t)STACK_MIN << order;
}

static uint32_t order_of(uint64_t size) {
    uint32_t order = 0;
    while (order_size(order) < size) order++;
    return order;
}

/* ---- lists of spans ---- */

static void list_insert(struct machine *m, uint32_t *list, uint32_t span) {
    m->spans[span - 1].next = *list;
    m->spans[span - 1].previous = 0;
    if (*list) m->spans[*list - 1].previous = span;
    *list = span;
}

static void list_remove(struct machine *m, uint32_t *list, uint32_t span) {
    struct span *s = &m->spans[span - 1];
    if (s->previous) m->spans[s->previous - 1].next = s->next;
    else *list = s->next;
    if (s->next) m->spans[s->next - 1].previous = s->previous;
    s->next = s->previous = 0;
}

/* ---- the pool: spans cut into stacks of one order ---- */

static bool is_full(const struct span *s) {
    return s->used_count == s->element_count;
}

static void push_free(struct span *s, uint32_t slot) {
    s->free_stacks = s->free_stacks << 4 | slot;
    s->used_count--;
}

static uint32_t pop_free(struct span *s) {
    uint32_t slot = s->free_stacks & 15;
    s->free_stacks >>= 4;
    s->used_count++;
    return slot;
}

/* The highest is taken first. */
static uint32_t cut_span(struct machine *m, uint32_t order) {
    uint32_t made = span_allocate(m, STACK_SPAN_PAGES, SPAN_STACK);
    if (!made) return 0;
    struct span *s = &m->spans[made - 1];
    s->element_size = (uint32_t)order_size(order);
    s->used_count = s->element_count = SPAN_BYTES / s->element_size;
    for (uint32_t slot = 0; slot < s->element_count; slot++) push_free(s, slot);
    list_insert(m, &m->s->stacks.pool[order], made);
    return made;
}

/* stack.go:stackpoolalloc */
static uint64_t pool_take(struct machine *m, uint32_t order) {
    uint32_t *list = &m->s->stacks.pool[order];
    uint32_t span = *list ? *list : cut_span(m, order);
    if (!span) return 0;
    struct span *s = &m->spans[span - 1];
    uint64_t low = page_address(span - 1) + pop_free(s) * order_size(order);
    if (is_full(s)) list_remove(m, list, span);
    return low;
}

/* stack.go:stackpoolfree */
static void pool_give(struct machine *m, uint64_t low, uint32_t order) {
    uint32_t *list = &m->s->stacks.pool[order], span = m->span_of[page_of(low)];
    struct span *s = &m->spans[span - 1];
    if (is_full(s)) list_insert(m, list, span);
    push_free(s, (uint32_t)((low - page_address(span - 1)) / order_size(order)));
    if (s->used_count > 0 || gc_marking(m)) return;
    list_remove(m, list, span);
    span_free(m, span - 1);
}

/* ---- the processor's cache ---- */

/* Half of what the cache may hold. */
static uint32_t batch(uint32_t order) {
    return (uint32_t)(SPAN_BYTES / 2 / order_size(order));
}

/* The lowest of them comes to lie on top: stacks that follow each other have ascending addresses,
 * in the upper half of a new span first. */
static void refill(struct machine *m, struct processor *p, uint32_t order) {
    while (p->stack_count[order] < batch(order)) {
        uint64_t low = pool_take(m, order);
        if (!low) return;
        p->stacks[order][p->stack_count[order]++] = low;
    }
}

static void release(struct machine *m, struct processor *p, uint32_t order, uint32_t keep) {
    while (p->stack_count[order] > keep)
        pool_give(m, p->stacks[order][--p->stack_count[order]], order);
}

static uint64_t small_take(struct machine *m, uint32_t order) {
    struct processor *p = processor_now(m);
    if (p->stack_count[order] == 0) refill(m, p, order);
    if (p->stack_count[order] == 0) return 0;
    return p->stacks[order][--p->stack_count[order]];
}

static void small_give(struct machine *m, uint64_t low, uint32_t order) {
    struct processor *p = processor_now(m);
    if (p->stack_count[order] == 2 * batch(order)) release(m, p, order, batch(order));
    p->stacks[order][p->stack_count[order]++] = low;
}

/* ---- large stacks ---- */

static uint32_t *large_list(struct machine *m, uint64_t pages) {
    uint32_t log = 0;
    while (1ull << log < pages) log++;
    return &m->s->stacks.large[log];
}

static uint64_t large_take(struct machine *m, uint64_t size) {
    uint32_t *list = large_list(m, size / PAGE_SIZE), span = *list;
    if (span) list_remove(m, list, span);
    else span = span_allocate(m, (uint32_t)(size / PAGE_SIZE), SPAN_STACK);
    if (!span) return 0;
    struct span *s = &m->spans[span - 1];
    s->element_size = (uint32_t)size;
    s->element_count = s->used_count = 1;
    return page_address(span - 1);
}

/* What the collector may still have to do with the old bytes, it must not find a heap span. */
static void large_give(struct machine *m, uint64_t low, uint64_t size) {
    uint32_t span = m->span_of[page_of(low)];
    if (!gc_marking(m)) {
        span_free(m, span - 1);
        return;
    }
    m->spans[span - 1].used_count = 0;
    list_insert(m, large_list(m, size / PAGE_SIZE), span);
}

/* ---- all sizes ---- */

void stack_pool_adopt(struct machine *m, uint32_t first, uint32_t size, uint32_t taken) {
    struct span *s = &m->spans[first];
    s->element_size = size;
    s->used_count = s->element_count = s->pages * PAGE_SIZE / size;
    for (uint32_t slot = s->element_count; slot-- > 0;)
        if (!(taken >> slot & 1)) push_free(s, slot);
    if (!is_full(s)) list_insert(m, &m->s->stacks.pool[order_of(size)], first + 1);
}

uint64_t stack_take(struct machine *m, uint64_t size) {
    uint32_t order = order_of(size);
    return order < STACK_ORDERS ? small_take(m, order) : large_take(m, size);
}

void stack_give(struct machine *m, uint64_t low, uint64_t size) {
    uint32_t order = order_of(size);
    if (order < STACK_ORDERS) small_give(m, low, order);
    else large_give(m, low, size);
}

static void free_empty_spans(struct machine *m, uint32_t *list) {
    for (uint32_t span = *list, next; span; span = next) {
        next = m->spans[span - 1].next;
        if (m->spans[span - 1].used_count > 0) continue;
        list_remove(m, list, span);
        span_free(m, span - 1);
    }
}

void stack_pool_flush(struct machine *m) {
    struct stacks *stacks = &m->s->stacks;
    for (uint32_t order = 0; order < STACK_ORDERS; order++)
        free_empty_spans(m, &stacks->pool[order]);
    for (uint32_t log = 0; log < STACK_PAGES_LOG_MAX; log++)
        free_empty_spans(m, &stacks->large[log]);
    for (uint32_t p = 0; p < m->config.procs; p++)
        for (uint32_t order = 0; order < STACK_ORDERS; order++)
            release(m, &m->processors[p], order, 0);
}
