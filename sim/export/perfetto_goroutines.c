/* The goroutines' rows: calls, and what is done or waited for inside of them. */
#include <string.h>

#include "export/perfetto_parts.h"
#include "machine/inspect/inspect.h"
#include "machine/stack/stack.h"

static uint64_t later(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

/* ---- calls ---- */

static uint32_t slices(uint32_t depth) {
    return depth < PERFETTO_DEPTH ? depth : PERFETTO_DEPTH;
}

/* The line that calls goes on for as long as what it has called. */
static void keep_line(struct perfetto *p, struct goroutine_row *g) {
    struct leaves *l = &g->row.leaves;
    bool keeps =
        g->depth > 0 && g->depth <= PERFETTO_DEPTH && l->count > 0 && l->list[0].kind == LEAF_LINE;
    row_close(p, &g->row, keeps);
    if (keeps) g->lines[g->depth - 1] = (uint32_t)l->list[0].b + 1;
    l->count = 0;
}

static struct leaf line_of(const struct goroutine_row *g, uint32_t frame) {
    return (struct leaf){LEAF_LINE, g->functions[frame], g->lines[frame] - 1};
}

static void push(struct perfetto *p, struct goroutine_row *g, uint32_t function) {
    keep_line(p, g);
    if (g->depth < PERFETTO_DEPTH) {
        g->functions[g->depth] = function;
        g->lines[g->depth] = 0;
        trace_begin(&p->out, g->row.thread, g->row.end, p->m->program->functions[function].name,
                    "call");
    }
    g->depth++;
}

static void end_frame(struct perfetto *p, struct goroutine_row *g, uint32_t frame) {
    struct leaf line = line_of(g, frame);
    if (g->lines[frame]) row_end_leaf(p, &g->row, &line);
    g->lines[frame] = 0;
    trace_end(&p->out, g->row.thread, g->row.end,
              p->m->program->functions[g->functions[frame]].name);
}

/* The line that has called goes on. */
static void pop_to(struct perfetto *p, struct goroutine_row *g, uint32_t depth) {
    if (g->depth == depth) return;
    row_clear(p, &g->row);
    for (; g->depth > depth; g->depth--)
        if (g->depth <= PERFETTO_DEPTH) end_frame(p, g, g->depth - 1);
    if (depth == 0 || depth > PERFETTO_DEPTH || !g->lines[depth - 1]) return;
    struct leaf line = line_of(g, depth - 1);
    row_take_back(p, &g->row, &line);
    g->lines[depth - 1] = 0;
}

static uint32_t count_frames(const struct machine *m, const struct goroutine *g) {
    struct frame f;
    uint32_t depth = 0;
    for (bool more = frame_innermost(m, g, &f); more; more = frame_caller(m, &f)) depth++;
    return depth;
}

/* The functions of the outermost frames, the outermost first. */
static void find_frames(const struct machine *m, const struct goroutine *g, uint32_t depth,
                        uint32_t functions[PERFETTO_DEPTH]) {
    struct frame f;
    uint32_t at = depth;
    for (bool more = frame_innermost(m, g, &f); more && at > 0; more = frame_caller(m, &f))
        if (--at < PERFETTO_DEPTH) functions[at] = f.function;
}

/* However the stack has come to be as it is. */
static void follow_stack(struct perfetto *p, struct goroutine_row *row, const struct goroutine *g) {
    uint32_t functions[PERFETTO_DEPTH], depth = count_frames(p->m, g), same = 0;
    find_frames(p->m, g, depth, functions);
    while (same < slices(depth) && same < slices(row->depth) &&
           functions[same] == row->functions[same])
        same++;
    bool deeper = same == PERFETTO_DEPTH;
    pop_to(p, row, deeper ? PERFETTO_DEPTH : same);
    while (row->depth < slices(depth)) push(p, row, functions[row->depth]);
    row->depth = depth;
}

static bool is_at_top(const struct machine *m, const struct goroutine_row *row,
                      const struct goroutine *g) {
    struct frame f;
    if (!frame_innermost(m, g, &f)) return row->depth == 0;
    if (row->depth == 0) return false;
    return row->depth > PERFETTO_DEPTH || row->functions[row->depth - 1] == f.function;
}

/* What unwinds several frames at once, or calls on behalf of the runtime. */
static bool is_unusual(enum event_kind kind) {
    return kind == EVENT_PANIC || kind == EVENT_RECOVERED || kind == EVENT_GOEXIT ||
           kind == EVENT_PANIC_TEXT || kind == EVENT_FAULT;
}

static void follow_calls(struct perfetto *p, struct goroutine_row *row, const struct goroutine *g) {
    bool unusual = false;
    for (uint32_t i = 0; i < p->heard_count; i++) {
        const struct event *e = &p->heard[i].e;
        bool call = e->kind == EVENT_CALL || e->kind == EVENT_DEFER_CALL;
        bool back = e->kind == EVENT_RETURN && row->depth > 0;
        if (call) push(p, row, (uint32_t)e->a);
        if (back) pop_to(p, row, row->depth - 1);
        unusual = unusual || is_unusual((enum event_kind)e->kind);
    }
    if (!unusual && is_at_top(p->m, row, g)) return;
    follow_stack(p, row, g);
}

/* ---- rows ---- */

static bool make_room(struct perfetto *p, uint32_t number) {
    while (p->goroutine_count < number) {
        p->goroutines =
            pool_grow(&p->pool, p->goroutines, p->goroutine_count, sizeof *p->goroutines);
        if (!p->goroutines) {
            p->goroutine_count = 0;
            p->out.failed = true;
            return false;
        }
        p->goroutines[p->goroutine_count++] = (struct goroutine_row){.begun = false};
    }
    return true;
}

static void name_row(struct perfetto *p, struct thread thread, uint32_t number) {
    struct text name = {0};
    text_addf(&name, "G%u ", number);
    inspect_actor(p->m, number, &name);
    trace_thread(&p->out, thread, text_string(&name));
    if (name.failed) p->out.failed = true;
    text_free(&name);
}

static bool waits(const struct row *r) {
    return r->leaves.count && r->leaves.list[r->leaves.count - 1].kind == LEAF_WAIT;
}

static void show_wait(struct perfetto *p, struct goroutine_row *row, const struct goroutine *g) {
    struct leaves waiting = {0};
    const struct leaves *now = &row->row.leaves;
    if (g->status != GOROUTINE_WAITING) return;
    if (now->count && now->list[0].kind == LEAF_LINE) waiting = (struct leaves){1, {now->list[0]}};
    leaves_add(&waiting, LEAF_WAIT, g->wait, 0);
    row_show(p, &row->row, row->row.end, &waiting);
}

/* As it stands at some time. */
static void begin_row(struct perfetto *p, struct goroutine_row *row, uint32_t number,
                      uint64_t ticks) {
    const struct goroutine *g = goroutine_of(p->m, number);
    row->begun = true;
    row->row.thread = (struct thread){PID_GOROUTINES, TID_GOROUTINES + number};
    row->row.end = ticks;
    name_row(p, row->row.thread, number);
    if (g->status == GOROUTINE_DEAD) return;
    follow_stack(p, row, g);
    show_wait(p, row, g);
}

struct goroutine_row *goroutine_row_of(struct perfetto *p, uint32_t number) {
    if (!make_room(p, number)) return NULL;
    struct goroutine_row *row = &p->goroutines[number - 1];
    if (!row->begun) begin_row(p, row, number, p->m->s->clock.now);
    return row;
}

void goroutines_begin(struct perfetto *p) {
    trace_process(&p->out, PID_GOROUTINES, "goroutines");
    for (uint32_t n = 1; n <= p->m->s->goroutine_count; n++) {
        const struct goroutine *g = goroutine_of(p->m, n);
        if (g->status == GOROUTINE_DEAD || !make_room(p, n)) continue;
        uint64_t own = g->processor ? p->m->s->clock.ticks[g->processor - 1] : p->first_ticks;
        begin_row(p, &p->goroutines[n - 1], n, own);
    }
}

/* ---- steps ---- */

void goroutine_add_step(struct perfetto *p, uint32_t number, const struct leaves *leaves,
                        uint64_t begin, uint64_t end) {
    struct goroutine_row *row = goroutine_row_of(p, number);
    if (!row) return;
    const struct goroutine *g = goroutine_of(p->m, number);
    row_show(p, &row->row, begin, leaves);
    row->row.end = end;
    if (g->status == GOROUTINE_DEAD) {
        row_clear(p, &row->row);
        pop_to(p, row, 0);
        return;
    }
    follow_calls(p, row, g);
    if (g->status == GOROUTINE_WAITING) show_wait(p, row, g);
}

/* What it has waited for is there. If it goes on later only, its line will have ended here. One
 * that has slept was woken when its time had come, the others by what this step did. */
static void end_wait(struct perfetto *p, uint32_t number, uint64_t ticks) {
    struct goroutine_row *row = goroutine_row_of(p, number);
    if (!row || !waits(&row->row)) return;
    row->row.end = later(row->row.end, ticks);
    row_close(p, &row->row, row->row.leaves.count - 1);
}

void goroutines_note_others(struct perfetto *p) {
    for (uint32_t i = 0; i < p->heard_count; i++) {
        const struct heard *h = &p->heard[i];
        if (h->e.kind == EVENT_GO) goroutine_row_of(p, (uint32_t)h->e.a);
        if (h->e.kind == EVENT_WAKE) end_wait(p, (uint32_t)h->e.a, h->ticks);
    }
}

/* Those that have not ended are where they are. */
void goroutines_end(struct perfetto *p, uint64_t ticks) {
    for (uint32_t n = 1; n <= p->goroutine_count; n++) {
        struct goroutine_row *row = &p->goroutines[n - 1];
        if (!row->begun) continue;
        if (!waits(&row->row)) row_clear(p, &row->row);
        row->row.end = later(row->row.end, ticks);
        row_clear(p, &row->row);
        pop_to(p, row, 0);
    }
}
