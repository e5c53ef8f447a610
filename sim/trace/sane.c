#include "trace/sane.h"

#include "machine/memory.h"

/* ---- pieces ---- */

static bool is_goroutine(const struct machine *m, uint32_t number) {
    return number <= m->s->goroutine_count;
}

static bool is_span(const struct machine *m, uint32_t link) {
    return link <= m->s->heap.pages_used;
}

static bool is_work_buffer(const struct machine *m, uint64_t address) {
    return address == 0 || (address % WORD == 0 && address_in_arena(m, address) &&
                            memory_bytes(m, address, WORKBUF_SIZE));
}

/* ---- the state's own struct ---- */

static bool clock_is_sane(const struct machine *m, const struct clock *c) {
    return is_goroutine(m, c->last_actor) && is_goroutine(m, c->last_goroutine);
}

static bool collector_is_sane(const struct machine *m, const struct collector *gc) {
    return gc->stage <= STAGE_SWEEP_YOUNG && is_work_buffer(m, gc->full) &&
           is_work_buffer(m, gc->empty) && is_goroutine(m, gc->pacer.assist_head) &&
           is_goroutine(m, gc->pacer.assist_tail);
}

static bool heap_is_sane(const struct machine *m, const struct heap *h) {
    uint32_t pages = machine_pages(&m->config);
    if (h->pages_used > pages || h->pages_mapped > pages + GROWTH_PAGES) return false;
    if ((h->pages_mapped + PAGE_BLOCK - 1) / PAGE_BLOCK > (pages + PAGE_BLOCK - 1) / PAGE_BLOCK)
        return false;
    if (h->parts_used > parts_max(&m->config) || h->parts_free > h->parts_used) return false;
    for (int i = 0; i < SPAN_CLASSES; i++)
        for (int set = 0; set < SETS; set++)
            if (!is_span(m, h->central[i].sets[set].head) ||
                !is_span(m, h->central[i].sets[set].tail))
                return false;
    return true;
}

static bool stacks_are_sane(const struct machine *m, const struct stacks *s) {
    for (int i = 0; i < STACK_ORDERS; i++)
        if (!is_span(m, s->pool[i])) return false;
    for (int i = 0; i < STACK_PAGES_LOG_MAX; i++)
        if (!is_span(m, s->large[i])) return false;
    return is_goroutine(m, s->dead) && is_goroutine(m, s->dead_with_stack);
}

static bool state_is_sane(const struct machine *m) {
    const struct state *s = m->s;
    return s->goroutine_count <= m->config.goroutines_max && s->goroutine_count > 0 &&
           s->on < m->config.procs && s->outcome <= OUTCOME_FAULT && s->fault < FAULT_COUNT &&
           is_goroutine(m, s->ready_head) && is_goroutine(m, s->ready_tail) &&
           is_goroutine(m, s->semaphore_head) && is_goroutine(m, s->semaphore_tail) &&
           is_goroutine(m, s->fault_actor) && s->c_brk <= m->config.c_limit &&
           s->fault_line <= m->program->line_count && clock_is_sane(m, &s->clock) &&
           heap_is_sane(m, &s->heap) && collector_is_sane(m, &s->gc) &&
           stacks_are_sane(m, &s->stacks);
}

/* ---- rows ---- */

static bool scan_is_sane(const struct machine *m, const struct scan *s) {
    if (s->kind > SCAN_STACK || !is_goroutine(m, s->goroutine)) return false;
    if (s->kind == SCAN_STACK && (s->goroutine == 0 || s->pc >= m->program->op_count)) return false;
    if (s->kind == SCAN_GLOBALS) return s->limit <= m->program->global_bytes / WORD;
    return s->kind != SCAN_OBJECT || address_in_arena(m, s->object);
}

static bool processor_is_sane(const struct machine *m, size_t row) {
    const struct processor *p = &m->processors[row];
    for (int i = 0; i < SPAN_CLASSES; i++)
        if (!is_span(m, p->current[i])) return false;
    for (int i = 0; i < STACK_ORDERS; i++)
        if (p->stack_count[i] > STACK_CACHE_MAX) return false;
    return is_goroutine(m, p->goroutine) && is_goroutine(m, p->next_ready) &&
           is_goroutine(m, p->dead) && p->worker <= WORKER_DEDICATED &&
           p->sudog_count <= SUDOG_CACHE_MAX && p->defer_count <= DEFER_CACHE_MAX &&
           p->barrier_count <= 2 * (uint64_t)m->config.barrier_buffer &&
           p->ahead.first < WORK_QUEUE && p->ahead.count <= WORK_QUEUE &&
           is_work_buffer(m, p->buffer1) && is_work_buffer(m, p->buffer2) &&
           scan_is_sane(m, &p->scan);
}

static bool stack_is_sane(const struct machine *m, const struct goroutine *g) {
    if (g->status == GOROUTINE_DEAD && g->stack_low == 0) return true;
    if (g->stack_low > g->stack_high || g->sp % WORD || g->frame % WORD) return false;
    if (g->stack_high % WORD || g->stack_low % WORD) return false;
    if (m->config.stacks == STACKS_FIXED) return address_of_thread(g->stack_low);
    uint64_t size = g->stack_high - g->stack_low;
    bool inside = g->sp >= g->stack_low && g->sp <= g->stack_high && g->frame >= g->stack_low &&
                  g->frame <= g->stack_high;
    return address_in_arena(m, g->stack_low) && memory_bytes(m, g->stack_low, size) &&
           (inside || g->status == GOROUTINE_DEAD);
}

static bool goroutine_is_sane(const struct machine *m, size_t row) {
    const struct goroutine *g = &m->goroutines[row];
    if (row >= m->s->goroutine_count) return true;
    return g->pc < m->program->op_count && g->function < m->program->function_count &&
           g->status <= GOROUTINE_WAITING && g->wait <= WAIT_IMAGE &&
           g->last_line <= m->program->line_count && g->processor <= m->config.procs &&
           g->creator <= m->program->op_count && is_goroutine(m, g->ready_next) &&
           is_goroutine(m, g->ready_previous) && is_goroutine(m, g->next_dead) &&
           is_goroutine(m, g->next_assist) && is_goroutine(m, g->next_semaphore) &&
           stack_is_sane(m, g);
}

static bool span_is_sane(const struct machine *m, size_t row) {
    const struct span *s = &m->spans[row];
    if (!is_span(m, s->next) || !is_span(m, s->previous) || s->state > SPAN_WORKBUF) return false;
    if (s->state == SPAN_NONE) return true;
    if (s->pages == 0 || row + s->pages > m->s->heap.pages_used || s->mark_plane > 1) return false;
    if (s->state != SPAN_HEAP) return true;
    uint64_t bytes = (uint64_t)s->pages * PAGE_SIZE;
    return s->class_index < SPAN_CLASSES / 2 && s->element_size >= WORD && s->noscan <= 1 &&
           s->element_size % WORD == 0 && s->set <= SET_NONE &&
           (uint64_t)s->element_size * s->element_count <= bytes &&
           s->free_index <= s->element_count && s->used_count <= s->element_count;
}

static bool span_of_is_sane(const struct machine *m, size_t row) {
    uint32_t first = m->span_of[row];
    if (first == 0 || row >= m->s->heap.pages_used) return true;
    return first <= row + 1 && m->spans[first - 1].state != SPAN_NONE &&
           first - 1 + (size_t)m->spans[first - 1].pages > row;
}

static bool tag_is_sane(const struct machine *m, size_t row) {
    const struct tag *t = &m->tags[row];
    if (t->site == UINT16_MAX) return t->serial <= m->s->heap.parts_used; /* tag.c: a tiny block */
    return t->serial == 0 || t->site < m->program->site_count;
}

/* Parts of a block come in the order of their places; so their list ends. */
static bool part_is_sane(const struct machine *m, size_t row) {
    const struct tiny_part *p = &m->parts[row];
    if (p->next > m->s->heap.parts_used || p->tag.site >= m->program->site_count) return false;
    if (p->tag.serial == 0 || p->next == 0) return true;
    return m->parts[p->next - 1].offset > p->offset;
}

static bool watch_is_sane(const struct machine *m, size_t row) {
    return m->watches[row].flags <= (WATCH_FREED | WATCH_LOST | WATCH_LEAKED);
}

static bool granule_is_sane(const struct machine *m, size_t row) {
    const struct c_granule *g = &m->granules[row];
    bool named = g->site < m->program->site_count && g->was_site < m->program->site_count;
    return g->state <= C_OWN && g->size <= m->config.c_limit && g->size % C_ALIGN == 0 && named &&
           row * C_ALIGN + g->size <= m->config.c_limit;
}

/* From a segment out: the list ends. */
static bool segments_end(const struct machine *m, size_t row) {
    uint32_t left = m->s->heap.pages_used;
    for (size_t at = row; left > 0; left--) {
        if (m->segments[at].previous == 0) return true;
        at = m->segments[at].previous - 1;
        if (at >= m->s->heap.pages_used) return false;
    }
    return false;
}

static bool segment_is_sane(const struct machine *m, size_t row) {
    const struct segment *s = &m->segments[row];
    if (s->low == 0 && s->high == 0) return true;
    return s->low < s->high && address_in_arena(m, s->low) && s->pc < m->program->op_count &&
           memory_bytes(m, s->low, s->high - s->low) && s->sp % WORD == 0 && s->frame % WORD == 0 &&
           segments_end(m, row);
}

/* How large a row is, and what is asked of it. */
static const struct {
    size_t size;
    bool (*is_sane)(const struct machine *m, size_t row);
} ROWS[REGION_COUNT] = {
    [REGION_WATCHES] = {sizeof(struct watch), watch_is_sane},
    [REGION_PROCESSORS] = {sizeof(struct processor), processor_is_sane},
    [REGION_GOROUTINES] = {sizeof(struct goroutine), goroutine_is_sane},
    [REGION_SPANS] = {sizeof(struct span), span_is_sane},
    [REGION_SPAN_OF] = {sizeof(uint32_t), span_of_is_sane},
    [REGION_SEGMENTS] = {sizeof(struct segment), segment_is_sane},
    [REGION_TAGS] = {sizeof(struct tag), tag_is_sane},
    [REGION_PARTS] = {sizeof(struct tiny_part), part_is_sane},
    [REGION_C_GRANULES] = {sizeof(struct c_granule), granule_is_sane},
};

/* ---- what a line has touched ---- */

static enum region region_of(const struct machine *m, size_t offset) {
    int region = REGION_COUNT - 1;
    while (region > 0 && m->layout.offset[region] > offset) region--;
    return (enum region)region;
}

/* The rows that a word lies in, which may be two; and pages whose span has changed. */
static bool word_is_sane(const struct machine *m, size_t offset) {
    enum region region = region_of(m, offset);
    size_t size = ROWS[region].size, at = offset - m->layout.offset[region];
    if (size == 0 || m->layout.stride[region] == 0) return true;
    for (size_t row = at / size; row <= (at + WORD - 1) / size; row++) {
        if (!ROWS[region].is_sane(m, row)) return false;
        if (region == REGION_SPANS && row < m->s->heap.pages_used && !span_of_is_sane(m, row))
            return false;
    }
    return true;
}

/* Whether a line says anything of the state's own struct, beyond its clock. */
static bool touches_state(const struct machine *m, const struct step_line *l) {
    size_t last = 0, state = m->layout.offset[REGION_STATE] / WORD;
    for (size_t i = 0; i < l->delta_count; i += 2) {
        last += (size_t)l->delta[i];
        if (last >= state && last < state + sizeof(struct state) / WORD) return true;
    }
    return false;
}

bool sane_after(const struct machine *m, const struct step_line *l) {
    size_t last = 0;
    if (!clock_is_sane(m, &m->s->clock)) return false;
    if (touches_state(m, l) && !state_is_sane(m)) return false;
    if (m->s->on < m->config.procs && !processor_is_sane(m, m->s->on)) return false;
    if (l->frame.actor && !goroutine_is_sane(m, l->frame.actor - 1)) return false;
    for (size_t i = 0; i < l->delta_count; i += 2) {
        last += (size_t)l->delta[i];
        if (!word_is_sane(m, last * WORD)) return false;
    }
    return true;
}
