#include "machine/gc/assist.h"

#include "machine/gc/gc.h"
#include "machine/gc/pacer.h"
#include "machine/sched.h"

enum { OVER_ASSIST_WORK = 64 << 10 }; /* mgcmark.go:gcOverAssistWork: paid ahead */

/* The price as `revise` has set it: assistWorkPerByte and its inverse. */
static uint64_t work_of_bytes(const struct machine *m, uint64_t bytes) {
    const struct pacer *p = &m->s->gc.pacer;
    return mul_div(bytes, p->work_left, p->heap_left);
}

/* At most 2^60: without a goal a little work pays for everything. */
static uint64_t bytes_of_work(const struct machine *m, uint64_t work) {
    const struct pacer *p = &m->s->gc.pacer;
    const uint64_t most = (uint64_t)1 << 60;
    uint64_t bytes = mul_div(work, p->heap_left, p->work_left);
    return bytes < most ? bytes : most;
}

static bool can_assist(const struct machine *m) {
    return m->s->gc.stage == STAGE_MARK && m->config.assists;
}

/* ---- the queue of those who wait for credit ---- */

static void enqueue(struct machine *m, uint32_t number) {
    struct pacer *p = &m->s->gc.pacer;
    if (p->assist_tail) goroutine_of(m, p->assist_tail)->next_assist = number;
    else p->assist_head = number;
    p->assist_tail = number;
    goroutine_of(m, number)->next_assist = 0;
}

static uint32_t dequeue(struct machine *m) {
    struct pacer *p = &m->s->gc.pacer;
    uint32_t number = p->assist_head;
    p->assist_head = goroutine_of(m, number)->next_assist;
    if (!p->assist_head) p->assist_tail = 0;
    goroutine_of(m, number)->next_assist = 0;
    return number;
}

static void wake(struct machine *m, uint32_t number) {
    goroutine_of(m, number)->wait = WAIT_NOTHING;
    sched_ready(m, number, false);
    emit(m, EVENT_WAKE, number, 0, 0, 0);
}

void assist_wake_all(struct machine *m) {
    while (m->s->gc.pacer.assist_head) wake(m, dequeue(m));
}

void assist_reset(struct machine *m) {
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) {
        goroutine_of(m, n)->assist_bytes = 0;
        goroutine_of(m, n)->assist = ASSIST_NONE;
    }
}

/* Those who wait are served first, in their order; who cannot be paid in full goes to the end. */
void assist_earn(struct machine *m, uint64_t work) {
    struct pacer *p = &m->s->gc.pacer;
    if (work == 0) return;
    if (!p->assist_head) {
        p->credit += work;
        return;
    }
    uint64_t bytes = bytes_of_work(m, work);
    while (p->assist_head && bytes > 0) {
        uint32_t number = dequeue(m);
        struct goroutine *g = goroutine_of(m, number);
        uint64_t debt = (uint64_t)-g->assist_bytes;
        if (bytes < debt) {
            g->assist_bytes += (int64_t)bytes;
            enqueue(m, number);
            return;
        }
        bytes -= debt;
        g->assist_bytes = 0;
        wake(m, number);
    }
    p->credit += work_of_bytes(m, bytes);
}

/* ---- one goroutine ---- */

/* Takes what there is of the background workers' credit; the work that remains. */
static uint64_t steal_credit(struct machine *m, struct goroutine *g, uint64_t work,
                             uint64_t debt_bytes) {
    struct pacer *p = &m->s->gc.pacer;
    uint64_t stolen = p->credit < work ? p->credit : work;
    if (stolen == 0) return work;
    if (stolen == work) g->assist_bytes += (int64_t)debt_bytes;
    else g->assist_bytes += 1 + (int64_t)bytes_of_work(m, stolen);
    p->credit -= stolen;
    emit(m, EVENT_ASSIST_CREDIT, stolen, p->credit, 0, 0);
    return work - stolen;
}

static bool begin(struct machine *m, struct goroutine *g) {
    pacer_limit(m);
    if (pacer_is_limiting(m)) {
        m->s->statistics.assists_limited++;
        return false;
    }
    uint64_t debt = (uint64_t)-g->assist_bytes, work = work_of_bytes(m, debt);
    uint64_t least = pacer_scaled(m, OVER_ASSIST_WORK);
    if (work < least) {
        work = least;
        debt = bytes_of_work(m, work);
    }
    work = steal_credit(m, g, work, debt);
    if (work == 0) return false;
    g->part = PART_ASSIST;
    g->assist_left = (int64_t)work;
    g->assist_done = 0;
    m->s->statistics.assists++;
    emit(m, EVENT_ASSIST, work, debt, 0, 0);
    return true;
}

static bool park(struct machine *m, struct goroutine *g) {
    if (m->s->gc.pacer.credit > 0) return begin(m, g);
    g->status = GOROUTINE_WAITING;
    g->wait = WAIT_ASSIST;
    g->assist = ASSIST_PAID; /* whatever wakes it: it goes on with its allocation */
    enqueue(m, goroutine_number(m, g));
    emit(m, EVENT_ASSIST_WAIT, (uint64_t)-g->assist_bytes, 0, 0, 0);
    return true;
}

static bool end(struct machine *m, struct goroutine *g) {
    g->part = 0;
    g->assist_bytes += 1 + (int64_t)bytes_of_work(m, g->assist_done);
    g->assist_left = 0;
    if (g->assist_bytes >= 0 || !can_assist(m)) return false;
    return park(m, g);
}

static bool go_on(struct machine *m, struct goroutine *g) {
    struct pacer *p = &m->s->gc.pacer;
    bool in_hand = processor_now(m)->scan.kind != SCAN_NOTHING;
    bool more = in_hand || (g->assist_left > 0 && can_assist(m) &&
                            gc_can_mark(m, m->s->on, DRAIN_OBJECTS_FIRST));
    if (!more) return end(m, g);
    uint64_t before = pacer_scan_work(m), ticks = m->s->clock.step_ticks;
    gc_mark_step(m, DRAIN_OBJECTS_FIRST);
    uint64_t done = pacer_scan_work(m) - before;
    g->assist_left -= (int64_t)done;
    g->assist_done += done;
    ticks = m->s->clock.step_ticks - ticks;
    p->assist_ticks += ticks;
    m->s->statistics.assist_ticks += ticks;
    return true;
}

bool assist_step(struct machine *m, struct goroutine *g, uint64_t bytes) {
    if (g->part == PART_ASSIST) return go_on(m, g);
    if (g->assist == ASSIST_PAID) {
        g->assist = ASSIST_NONE;
        return false;
    }
    if (!can_assist(m)) return false;
    g->assist_bytes -= (int64_t)bytes;
    return g->assist_bytes < 0 && begin(m, g);
}

void assist_charge(struct machine *m, uint64_t bytes) {
    uint32_t actor = m->s->clock.last_actor;
    if (actor && can_assist(m)) goroutine_of(m, actor)->assist_bytes -= (int64_t)bytes;
}
