#include "time/gauge.h"

#include "machine/inspect/meter.h"

void gauge_go_on(struct gauge *g, const struct machine *m) {
    const struct collector *gc = &m->s->gc;
    g->live = gc->heap_live;
    g->goal = gc->goal;
    g->trigger = gc->trigger;
    if (g->live < g->live_least) g->live_least = g->live;
    if (g->live > g->live_most) g->live_most = g->live;
}

void gauge_end(struct gauge *g, const struct machine *m) {
    gauge_go_on(g, m);
    g->assist = meter_assists(m);
    g->collector = meter_side_spent(m, METER_COLLECTOR);
    g->all = g->collector + meter_side_spent(m, METER_PROGRAM);
    g->marked = m->s->gc.marked;
}

struct gauge gauge_read(const struct machine *m) {
    struct gauge g = {.live_least = UINT64_MAX};
    gauge_end(&g, m);
    return g;
}

struct gauge gauge_join(const struct gauge *before, const struct gauge *after) {
    struct gauge both = *after;
    if (before->live_least < both.live_least) both.live_least = before->live_least;
    if (before->live_most > both.live_most) both.live_most = before->live_most;
    return both;
}
