#include "export/perfetto.h"

#include <stdlib.h>
#include <string.h>

#include "export/perfetto_parts.h"
#include "machine/inspect/inspect.h"

/* ---- hearing ---- */

/* A sleeper is woken when its time has come, which may be long behind the step. */
void perfetto_hear(struct perfetto *p, const struct event *e) {
    const struct clock *clock = &p->m->s->clock;
    collector_hear(p, e);
    if (e->kind == EVENT_WORD || e->kind == EVENT_LINE || e->kind == EVENT_STACK_MEND) return;
    p->heard = pool_grow(&p->pool, p->heard, p->heard_count, sizeof *p->heard);
    if (!p->heard) {
        p->heard_count = 0;
        p->out.failed = true;
        return;
    }
    uint64_t ticks = e->kind == EVENT_WAKE ? clock->now : clock->step_ticks;
    p->heard[p->heard_count++] = (struct heard){*e, ticks};
}

static bool has_heard(const struct perfetto *p, enum event_kind kind) {
    return event_set_has(&p->m->s->clock.events, kind);
}

/* ---- what a step was ---- */

/* What the processor that does the step has, or had, in its hands. */
static struct scan hands(const struct perfetto *p) {
    uint32_t on = p->m->s->on;
    const struct scan *before = &p->processors[on].hands;
    return before->kind != SCAN_NOTHING ? *before : p->m->processors[on].scan;
}

static bool is_barrier(const struct perfetto *p) {
    static const enum event_kind KINDS[] = {
        EVENT_BARRIER_READ,  EVENT_BARRIER_OLD, EVENT_BARRIER_NEW, EVENT_BARRIER_NOTE,
        EVENT_BARRIER_FLUSH, EVENT_BULK_SHADE,  EVENT_GO_SHADE,    EVENT_REMEMBER};
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (has_heard(p, KINDS[i])) return true;
    return false;
}

/* It scans, or it has just begun or ended to assist. */
static bool is_assist(const struct perfetto *p, const struct goroutine *g) {
    return g->part == PART_ASSIST || has_heard(p, EVENT_ASSIST) ||
           p->processors[p->m->s->on].hands.kind != SCAN_NOTHING;
}

static struct leaves leaves_of_goroutine(const struct perfetto *p, uint32_t number,
                                         uint32_t function) {
    struct leaves l = {0};
    struct scan scan = hands(p);
    const struct goroutine *g = goroutine_of(p->m, number);
    bool library = p->m->program->functions[function].library; /* it has no lines of its own */
    leaves_add(&l, LEAF_LINE, function, library ? 0 : g->last_line);
    if (is_assist(p, g)) {
        leaves_add(&l, LEAF_ASSIST, 0, 0);
        leaves_add_scan(&l, &scan);
    } else if (has_heard(p, EVENT_SWEEP_FIRST)) {
        leaves_add(&l, LEAF_SWEEPING, 0, 0);
    } else if (is_barrier(p)) {
        leaves_add(&l, LEAF_BARRIER, 0, 0);
    }
    return l;
}

static void add_span(const struct perfetto *p, struct leaves *l) {
    for (uint32_t i = 0; i < p->heard_count; i++) {
        const struct event *e = &p->heard[i].e;
        if (e->kind != EVENT_SWEEP) continue;
        leaves_add(l, LEAF_SPAN, e->a, e->d);
        return;
    }
}

static struct leaves leaves_of_collector(const struct perfetto *p) {
    struct leaves l = {0};
    struct scan scan = hands(p);
    bool marks = p->stage == STAGE_SNAPSHOT || p->stage == STAGE_MARK || p->stage == STAGE_RESCAN;
    bool sweeps =
        p->stage == STAGE_SWEEP || p->stage == STAGE_FINISH_SWEEP || p->stage == STAGE_SWEEP_YOUNG;
    if (marks) {
        leaves_add(&l, LEAF_WORKER, p->m->processors[p->m->s->on].worker, 0);
        leaves_add_scan(&l, &scan);
    } else if (sweeps) {
        leaves_add(&l, LEAF_SWEEPER, 0, 0);
        add_span(p, &l);
    } else {
        leaves_add(&l, LEAF_COLLECTOR, 0, 0);
    }
    return l;
}

/* The same on the processor's row, where the goroutine's name stands for its lines, and an assist
 * is not told in full. */
static struct leaves leaves_of_processor(const struct leaves *own, uint32_t actor) {
    struct leaves l = {0};
    leaves_add(&l, LEAF_GOROUTINE, actor, 0);
    if (own->count > 1 && own->list[1].kind != LEAF_BARRIER)
        leaves_add(&l, own->list[1].kind, 0, 0);
    return l;
}

/* ---- instants ---- */

struct instant {
    enum event_kind kind;
    const char *name, *category;
    char scope;
};

static const struct instant INSTANTS[] = {
    {EVENT_ALLOCATE, "allocate", "allocation", 't'},
    {EVENT_ALLOCATE_STACK, "allocate on the stack", "allocation", 't'},
    {EVENT_C_MALLOC, "malloc", "allocation", 't'},
    {EVENT_C_CALLOC, "calloc", "allocation", 't'},
    {EVENT_C_REALLOC, "realloc", "allocation", 't'},
    {EVENT_C_REALLOC_MOVE, "realloc", "allocation", 't'},
    {EVENT_FREE, "free", "free", 't'},
    {EVENT_C_FREE, "free", "free", 't'},
    {EVENT_BARRIER_READ, "barrier", "barrier", 't'},
    {EVENT_REMEMBER, "remember", "barrier", 't'},
    {EVENT_STACK_GROW, "stack grows", "stack", 't'},
    {EVENT_STACK_SHRINK, "stack shrinks", "stack", 't'},
    {EVENT_SEGMENT_LINK, "stack segment", "stack", 't'},
    {EVENT_SEGMENT_RELEASE, "stack segment released", "stack", 't'},
    {EVENT_GO, "go", "goroutine", 't'},
    {EVENT_GC_REQUEST, "runtime.GC", "gc", 't'},
    {EVENT_PANIC, "panic", "fault", 't'},
    {EVENT_RECOVER, "recover", "fault", 't'},
    {EVENT_LOST, "lost", "fault", 'g'},
    {EVENT_USE_FREED, "use after free", "fault", 'g'},
    {EVENT_C_USE_FREED, "use after free", "fault", 'g'},
    {EVENT_C_USE_REUSED, "use of reused memory", "fault", 'g'},
    {EVENT_C_OVERFLOW, "overflow", "fault", 'g'},
    {EVENT_C_UNWRITTEN, "read of unwritten memory", "fault", 'g'},
    {EVENT_C_DOUBLE_FREE, "double free", "fault", 'g'},
    {EVENT_C_FREE_REUSED, "reused memory is freed", "fault", 'g'},
    {EVENT_C_INVALID_FREE, "invalid free", "fault", 'g'},
    {EVENT_C_CORRUPT, "heap corrupt", "fault", 'g'},
    {EVENT_C_LEAK, "leak", "fault", 'g'},
    {EVENT_C_OUT_OF_MEMORY, "no memory for malloc", "fault", 'g'},
    {EVENT_C_FRAGMENTED, "no memory for malloc: fragmentation", "fault", 'g'},
    {EVENT_FAULT, "fault", "fault", 'g'},
    {EVENT_DEADLOCK, "deadlock", "fault", 'g'},
    {EVENT_DONE, "main returns", "goroutine", 'g'},
};

static const struct instant *instant_of(uint16_t kind) {
    for (size_t i = 0; i < sizeof INSTANTS / sizeof INSTANTS[0]; i++)
        if (INSTANTS[i].kind == (enum event_kind)kind) return &INSTANTS[i];
    return NULL;
}

/* By its site where it is gone already. */
static void name_object(const struct machine *m, const struct event *e, struct text *name) {
    int object = event_object_key((enum event_kind)e->kind);
    if (e->kind == EVENT_FAULT) text_addf(name, ": %s", fault_name((enum fault)e->a));
    if (e->kind == EVENT_GO) text_addf(name, " G%u", (unsigned)e->a);
    if (e->kind == EVENT_ALLOCATE_STACK)
        text_addf(name, ": %s", m->program->types[m->program->sites[e->d].type].name);
    bool freed = e->kind == EVENT_FREE && e->b;
    if (!freed && object < 0) return;
    text_add(name, " ");
    if (freed) inspect_site_name(m, (uint32_t)e->c, (uint32_t)e->d, name);
    else inspect_object_name(m, event_number(e, object), name);
}

static struct details details_of(const struct event *e) {
    enum event_kind kind = (enum event_kind)e->kind;
    struct details d = {.step = e->step};
    int address = event_key(kind, "address"), size = event_key(kind, "size");
    if (address < 0) address = event_object_key(kind);
    if (address >= 0) d.address = event_number(e, address);
    if (size >= 0) d.size = event_number(e, size);
    return d;
}

static void add_instant(struct perfetto *p, struct thread thread, const struct event *e,
                        uint64_t ticks) {
    const struct instant *instant = instant_of(e->kind);
    if (!instant) return;
    struct text name = {0};
    struct details details = details_of(e);
    text_add(&name, instant->name);
    name_object(p->m, e, &name);
    trace_instant(&p->out, thread, ticks, text_string(&name), instant->category, instant->scope,
                  &details);
    if (name.failed) p->out.failed = true;
    text_free(&name);
}

/* Inside the step, which may have been shortened on a goroutine's row. */
static void add_instants(struct perfetto *p, struct thread thread, uint64_t begin, uint64_t end) {
    for (uint32_t i = 0; i < p->heard_count; i++) {
        uint64_t ticks = p->heard[i].ticks;
        add_instant(p, thread, &p->heard[i].e, ticks < end - begin ? begin + ticks : end - 1);
    }
}

/* ---- flows ---- */

static void add_flows(struct perfetto *p, struct flow_end here, bool by_barrier) {
    for (uint32_t i = 0; i < p->heard_count; i++) {
        const struct event *e = &p->heard[i].e;
        if (e->kind == EVENT_TAKE) flows_take(p, e->a, here);
        if (e->kind == EVENT_SHADE && by_barrier) flows_shade(p, e->a, here);
    }
}

/* ---- a step ---- */

static uint32_t function_before(struct goroutine_row *row) {
    uint32_t open = row->depth < PERFETTO_DEPTH ? row->depth : PERFETTO_DEPTH;
    return open ? row->functions[open - 1] : 0;
}

static void add_step_of_goroutine(struct perfetto *p, uint32_t number, uint64_t begin,
                                  uint64_t end) {
    struct goroutine_row *row = goroutine_row_of(p, number);
    if (!row) return;
    struct leaves l = leaves_of_goroutine(p, number, function_before(row));
    struct leaves on_processor = leaves_of_processor(&l, number);
    row_show(p, &p->processors[p->m->s->on].row, begin, &on_processor);
    p->processors[p->m->s->on].row.end = end;
    if (begin < row->row.end) begin = row->row.end;
    if (end <= begin) end = begin + 1;
    struct thread thread = row->row.thread;
    row_show(p, &row->row, begin, &l);
    add_instants(p, thread, begin, end);
    bool assists = l.count > 1 && l.list[1].kind == LEAF_ASSIST;
    add_flows(p, (struct flow_end){thread, begin}, !assists);
    goroutine_add_step(p, number, &l, begin, end);
}

static void add_step_of_collector(struct perfetto *p, uint64_t begin, uint64_t end) {
    struct row *row = &p->processors[p->m->s->on].row;
    struct leaves l = leaves_of_collector(p);
    row_show(p, row, begin, &l);
    add_instants(p, row->thread, begin, end);
    add_flows(p, (struct flow_end){row->thread, begin}, false);
    row->end = end;
}

bool perfetto_add_step(struct perfetto *p) {
    const struct state *s = p->m->s;
    uint64_t end = s->clock.ticks[s->on], begin = end - s->clock.step_ticks;
    uint32_t actor = s->clock.last_actor;
    if (actor == ACTOR_COLLECTOR) add_step_of_collector(p, begin, end);
    else add_step_of_goroutine(p, actor, begin, end);
    goroutines_note_others(p);
    collector_add_step(p, end);
    p->processors[s->on].hands = p->m->processors[s->on].scan;
    p->stage = (enum stage)s->gc.stage;
    p->heard_count = 0;
    return !p->out.failed && !p->out.text.failed && !p->pool.failed;
}

/* ---- life ---- */

static void processors_begin(struct perfetto *p) {
    trace_process(&p->out, PID_PROCESSORS, "processors");
    for (uint32_t n = 0; n < p->m->config.procs; n++) {
        struct processor_row *row = &p->processors[n];
        char name[16];
        snprintf(name, sizeof name, "P%u", n);
        row->row.thread = (struct thread){PID_PROCESSORS, TID_PROCESSORS + n};
        row->row.end = p->m->s->clock.ticks[n];
        row->hands = p->m->processors[n].scan;
        trace_thread(&p->out, row->row.thread, name);
    }
}

struct perfetto *perfetto_begin(const struct session *s, FILE *out) {
    struct perfetto *p = calloc(1, sizeof *p);
    if (!p) return NULL;
    *p = (struct perfetto){.s = s, .m = &s->front};
    p->shaded = calloc(SHADED_MAX, sizeof *p->shaded);
    if (!p->shaded) {
        free(p);
        return NULL;
    }
    p->first_step = p->m->s->clock.step;
    p->first_ticks = p->m->s->clock.now;
    p->stage = (enum stage)p->m->s->gc.stage;
    trace_out_begin(&p->out, out);
    collector_begin(p);
    processors_begin(p);
    goroutines_begin(p);
    return p;
}

/* When everybody is through. */
static uint64_t last_ticks(const struct perfetto *p) {
    uint64_t last = p->m->s->clock.now;
    for (uint32_t n = 0; n < p->m->config.procs; n++)
        if (p->m->s->clock.ticks[n] > last) last = p->m->s->clock.ticks[n];
    for (uint32_t n = 0; n < p->goroutine_count; n++)
        if (p->goroutines[n].row.end > last) last = p->goroutines[n].row.end;
    return last;
}

bool perfetto_finish(struct perfetto *p) {
    uint64_t last = last_ticks(p);
    collector_end(p, last);
    for (uint32_t n = 0; n < p->m->config.procs; n++) row_clear(p, &p->processors[n].row);
    goroutines_end(p, last);
    trace_out_end(&p->out, p->s->scenario->title, p->first_step, p->m->s->clock.step,
                  inspect_outcome(p->m));
    return !p->pool.failed && trace_out_flush(&p->out);
}

void perfetto_free(struct perfetto *p) {
    if (!p) return;
    text_free(&p->out.text);
    pool_free(&p->pool);
    free(p->shaded);
    free(p);
}
