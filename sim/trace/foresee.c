#include "trace/foresee.h"

#include <string.h>

#include "machine/cost.h"
#include "machine/gc/workbuf.h"
#include "machine/heap/heap.h"
#include "machine/memory.h"
#include "machine/stack/stack.h"

static void spend(struct machine *m, enum cost cost, uint64_t count) {
    m->s->clock.units[cost] += count;
}

/* ---- time ---- */

/* gc.c, account */
static void foresee_worker(struct machine *m, uint64_t ticks) {
    struct processor *p = &m->processors[m->s->on];
    struct pacer *pacer = &m->s->gc.pacer;
    if (m->s->gc.stage != STAGE_MARK || m->s->gc.stopped) return;
    p->worker_ticks += ticks;
    *(p->worker == WORKER_DEDICATED ? &pacer->worker_ticks : &pacer->idle_ticks) += ticks;
}

/* sched.c, sched_begin_step: a processor that had nothing to do has lost that time. */
static void catch_up(struct machine *m) {
    const struct processor *p = &m->processors[m->s->on];
    uint64_t *mine = &m->s->clock.ticks[m->s->on];
    bool idle = (!p->goroutine || m->s->gc.stopped) && p->scan.kind == SCAN_NOTHING;
    if (idle && *mine < m->s->clock.now) *mine = m->s->clock.now;
}

uint64_t foresee_now(const struct machine *m, uint32_t processor) {
    const struct clock *clock = &m->s->clock;
    return clock->ticks[processor] > clock->now ? clock->ticks[processor] : clock->now;
}

void foresee_ticks(struct machine *m, uint64_t ticks) {
    catch_up(m);
    m->s->clock.ticks[m->s->on] += ticks;
    m->s->gc.pacer.busy_ticks += ticks;
    if (m->s->clock.last_actor == ACTOR_COLLECTOR) foresee_worker(m, ticks);
}

/* ---- memory ---- */

static void write_word(struct machine *m, const struct event *e) {
    uint64_t size = e->d <= WORD ? e->d : WORD;
    uint8_t *bytes = size ? memory_bytes(m, e->a, size) : NULL;
    if (bytes) memcpy(bytes, &e->c, size);
}

/* The slot that an address of the heap begins; false if none does. */
static bool find_slot(const struct machine *m, uint64_t address, struct object *out) {
    if (!heap_find_slot(m, address, out) || out->address != address) return false;
    const struct span *s = object_span(m, out);
    return out->slot / 64 < (uint64_t)s->pages * PAGE_BIT_WORDS &&
           memory_bytes(m, address, s->element_size);
}

static void fill(struct machine *m, const struct object *o, uint64_t word) {
    uint8_t *bytes = arena_bytes(m, o->address);
    uint32_t size = object_span(m, o)->element_size;
    for (uint32_t at = 0; at + WORD <= size; at += WORD) memcpy(bytes + at, &word, WORD);
}

static void clear_memory(struct machine *m, uint64_t address, uint64_t size) {
    uint8_t *bytes = memory_bytes(m, address, size);
    if (bytes) memset(bytes, 0, size);
}

/* ---- allocating and freeing ---- */

/* tag.c, tag_new */
static void foresee_tag(struct machine *m, const struct event *e) {
    const struct program *p = m->program;
    uint32_t label = e->d < p->site_count ? p->sites[e->d].label : p->label_count;
    if (label >= p->label_count) return;
    uint32_t ordinal = ++m->labels[label];
    m->s->heap.next_serial = (uint32_t)e->c + 1;
    if (m->tags && address_in_arena(m, e->a))
        m->tags[(e->a - ARENA_BASE) / WORD] =
            (struct tag){(uint32_t)e->c, (uint16_t)e->d, (uint16_t)ordinal};
}

/* heap.c, take_slot */
static void foresee_slot(struct span *s, uint32_t slot) {
    uint32_t skip = slot - s->free_index;
    if (slot < s->free_index || skip > 63) return;
    s->alloc_cache = s->alloc_cache >> skip >> 1;
    s->free_index = slot + 1;
    s->used_count++;
}

/* heap.c, count_object */
static void foresee_counts(struct machine *m, const struct span *s, const struct event *e) {
    struct statistics *stats = &m->s->statistics;
    stats->mallocs++;
    if (s->class_index < SPAN_CLASSES / 2) stats->size_mallocs[s->class_index]++;
    stats->total_alloc += s->element_size;
    stats->heap_alloc += s->element_size;
    stats->total_requested +=
        e->d < m->program->site_count ? m->program->types[m->program->sites[e->d].type].size : 0;
    spend(m, COST_HEAP_ALLOCATE, 1);
    if (s->noscan) return;
    spend(m, COST_POINTER_BITS, 1);
    if (e->d < m->program->site_count)
        m->s->gc.pacer.heap_scan += m->program->types[m->program->sites[e->d].type].pointer_data;
}

static void foresee_allocation(struct machine *m, const struct event *e) {
    struct object o;
    foresee_tag(m, e);
    if (!find_slot(m, e->a, &o)) return;
    struct span *s = object_span(m, &o);
    if (s->need_zero) fill(m, &o, 0);
    if (s->need_zero) spend(m, COST_ZERO, s->element_size / WORD);
    foresee_slot(s, o.slot);
    foresee_counts(m, s, e);
}

/* sweep.c: freed objects are filled with POISON. */
static void foresee_free(struct machine *m, const struct event *e) {
    struct object o;
    if (m->config.poison && find_slot(m, e->a, &o)) fill(m, &o, POISON);
}

/* exec.c, exec_new_stack */
static void foresee_stack_object(struct machine *m, const struct event *e) {
    clear_memory(m, e->a, (e->b + WORD - 1) / WORD * WORD);
    m->s->statistics.stack_allocations++;
    spend(m, COST_STACK_ALLOCATE, 1);
}

/* ---- marking ---- */

static struct workbuf *work_buffer(struct machine *m) {
    uint64_t address = m->processors[m->s->on].buffer1;
    uint8_t *bytes = address % WORD ? NULL : memory_bytes(m, address, WORKBUF_SIZE);
    return (struct workbuf *)(void *)bytes;
}

/* mark.c, shade */
static void foresee_mark(struct machine *m, uint64_t object) {
    struct object o;
    if (!find_slot(m, object, &o)) return;
    struct span *s = object_span(m, &o);
    m->bits[s->mark_plane & 1][(size_t)o.span * PAGE_BIT_WORDS + o.slot / 64] |= 1ull
                                                                                 << (o.slot % 64);
    m->s->gc.marked_bytes += s->element_size;
}

static void foresee_shade(struct machine *m, const struct event *e) {
    struct scan *scan = &m->processors[m->s->on].scan;
    struct workbuf *b = work_buffer(m);
    foresee_mark(m, e->a);
    spend(m, COST_MARK, 1);
    m->s->gc.grey_count++;
    scan->pending = 0;
    if (scan->kind == SCAN_OBJECT) scan->shaded++;
    if (b && b->count < WORKBUF_CAPACITY) b->objects[b->count++] = e->a;
}

/* An object without pointers, or one that has been looked through. */
static void foresee_blacken(struct machine *m, const struct event *e) {
    struct scan *scan = &m->processors[m->s->on].scan;
    struct object o;
    bool looked_through = scan->kind == SCAN_OBJECT && scan->object == e->a;
    if (looked_through) *scan = (struct scan){0};
    if (looked_through || !find_slot(m, e->a, &o)) return;
    foresee_mark(m, e->a);
    if (object_span(m, &o)->noscan && scan->pending) {
        spend(m, COST_MARK, 1);
        scan->pending = 0;
    }
}

/* mark.c, gc_begin_object */
static void foresee_take(struct machine *m, const struct event *e) {
    struct processor *p = &m->processors[m->s->on];
    struct workbuf *b = work_buffer(m);
    uint64_t words = gc_words_to_scan(m, e->a);
    spend(m, COST_TAKE, 1);
    m->s->gc.grey_count--;
    m->s->gc.pacer.heap_scan_work += words * WORD;
    p->last_taken = e->a;
    p->scan = (struct scan){.kind = SCAN_OBJECT, .object = e->a, .limit = words};
    if (b && b->count > 0 && b->count <= WORKBUF_CAPACITY) b->objects[--b->count] = 0;
}

/* mark.c, read_word */
static void foresee_read(struct machine *m, const struct event *e) {
    enum { WHITE = 1 }; /* of the verdicts there */
    struct scan *scan = &m->processors[m->s->on].scan;
    if (e->c == WHITE) scan->pending = e->b;
    scan->next++;
    spend(m, COST_SCAN_WORD, 1);
}

/* ---- each event ---- */

void foresee_event(struct machine *m, const struct event *e) {
    switch (e->kind) {
    case EVENT_WORD: write_word(m, e); break;
    case EVENT_ALLOCATE: foresee_allocation(m, e); break;
    case EVENT_FREE: foresee_free(m, e); break;
    case EVENT_ALLOCATE_STACK: foresee_stack_object(m, e); break;
    case EVENT_SHADE: foresee_shade(m, e); break;
    case EVENT_BLACKEN: foresee_blacken(m, e); break;
    case EVENT_TAKE: foresee_take(m, e); break;
    case EVENT_SCAN_READ: foresee_read(m, e); break;
    case EVENT_ATOMIC: spend(m, COST_ATOMIC, 1); break;
    default: break;
    }
}

/* ---- where the goroutine goes on ---- */

/* frame.c, frame_push */
static void foresee_call(struct machine *m, struct goroutine *g, const struct event *e) {
    if (e->a >= m->program->function_count) return;
    const struct function *f = &m->program->functions[e->a];
    g->pc = f->first_op;
    g->frame = e->b;
    g->sp = e->b - (uint64_t)f->frame_words * WORD;
    clear_memory(m, g->sp, (uint64_t)f->frame_words * WORD);
    m->s->statistics.stack_used += frame_bytes(f);
    spend(m, COST_PUSH, 1);
    spend(m, COST_PUSH_CHECK, 1);
}

/* frame.c, frame_pop */
static void foresee_return(struct machine *m, struct goroutine *g, const struct event *e) {
    if (e->a >= m->program->function_count) return;
    const struct function *f = &m->program->functions[e->a];
    uint64_t back = memory_word(m, e->b + WORD, WORD) - CODE_BASE;
    g->sp = e->b + ((uint64_t)f->parameter_words + 2) * WORD;
    g->frame = memory_word(m, e->b, WORD);
    if (back / sizeof(struct op) < m->program->op_count)
        g->pc = (uint32_t)(back / sizeof(struct op));
    m->s->statistics.stack_used -= frame_bytes(f);
    spend(m, COST_POP, 1);
}

static void foresee_jump(const struct machine *m, struct goroutine *g, const struct event *e) {
    if (!e->b || g->pc == 0 || g->pc > m->program->op_count) return;
    int32_t target = m->program->ops[g->pc - 1].c;
    if (target >= 0 && (uint32_t)target < m->program->op_count) g->pc = (uint32_t)target;
}

/* stack_copy.c: a stack is copied from its high end. */
static void foresee_growth(struct machine *m, const struct goroutine *g, const struct event *e) {
    uint64_t size = g->stack_high - e->a, used = g->stack_high - g->sp;
    if (e->a != g->stack_low || size > e->c || used > size) return;
    uint8_t *to = memory_bytes(m, e->b + e->c - used, used);
    const uint8_t *from = memory_bytes(m, g->stack_high - used, used);
    if (to && from) memmove(to, from, used);
}

/* What is told of before an operation's own event, in its words: exec.c. */
uint32_t foresee_words(const struct machine *m, const struct event *e, struct event *out) {
    uint32_t actor = m->s->clock.last_actor;
    bool runs = actor > 0 && actor <= m->s->goroutine_count;
    const struct goroutine *g = runs ? goroutine_of(m, actor) : NULL;
    uint32_t count = 0;
    if (e->kind == EVENT_SET || e->kind == EVENT_LOAD || e->kind == EVENT_STORE) {
        out[count++] = (struct event){.kind = EVENT_WORD, .a = e->a, .c = e->c};
    } else if (e->kind == EVENT_CALL && runs) {
        uint64_t back = CODE_BASE + ((uint64_t)g->pc + 1) * sizeof(struct op);
        out[count++] = (struct event){.kind = EVENT_WORD, .a = e->b + WORD, .c = back};
        out[count++] = (struct event){.kind = EVENT_WORD, .a = e->b, .c = g->frame};
    }
    for (uint32_t i = 0; i < count; i++) {
        out[i].b = memory_word(m, out[i].a, WORD);
        out[i].d = WORD;
    }
    return count;
}

/* assist.c: who allocates while the collector marks does some of its work first. */
static bool is_assist(const struct event *events, size_t count) {
    bool marks = false;
    for (size_t i = 0; i < count; i++) {
        uint16_t kind = events[i].kind;
        if (kind == EVENT_TAKE || kind == EVENT_SCAN_READ) return true;
        if (kind == EVENT_SHADE || kind == EVENT_BLACKEN) marks = true;
        else if (kind != EVENT_LINE) return false;
    }
    return marks;
}

static void go_on(struct machine *m, struct goroutine *g, const struct event *e) {
    switch (e->kind) {
    case EVENT_LINE: g->last_line = (uint32_t)e->a; break;
    case EVENT_JUMP: foresee_jump(m, g, e); break;
    case EVENT_CALL: foresee_call(m, g, e); break;
    case EVENT_RETURN: foresee_return(m, g, e); break;
    case EVENT_STACK_GROW: foresee_growth(m, g, e); break;
    default: break;
    }
}

void foresee_goroutine(struct machine *m, uint32_t number, const struct event *events,
                       size_t count) {
    struct goroutine *g = goroutine_of(m, number);
    struct clock *clock = &m->s->clock;
    clock->last_goroutine = number;
    spend(m, COST_OPERATION, 1);
    if (is_assist(events, count)) {
        m->s->gc.pacer.assist_ticks += clock->step_ticks - COST_TICKS[COST_OPERATION];
        m->s->statistics.assist_ticks += clock->step_ticks - COST_TICKS[COST_OPERATION];
        return;
    }
    g->pc++;
    clock->progress++;
    for (size_t i = 0; i < count; i++) go_on(m, g, &events[i]);
}
