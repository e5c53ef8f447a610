#include "machine/inspect/condition.h"

#include "machine/inspect/inspect.h"

static bool stands_at_line(const struct machine *m, uint32_t number, uint32_t line) {
    const struct goroutine *g = goroutine_of(m, number);
    return g->status != GOROUTINE_DEAD && g->part == 0 && m->program->op_lines[g->pc] == line;
}

static bool at_line(const struct machine *m, uint32_t line, uint32_t actor) {
    if (actor) return stands_at_line(m, actor, line);
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++)
        if (stands_at_line(m, n, line)) return true;
    return false;
}

static const struct goroutine *first_of(const struct machine *m, uint32_t function) {
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) {
        const struct goroutine *g = goroutine_of(m, n);
        if (g->function == function && g->ordinal == 1) return g;
    }
    return NULL;
}

static bool object_is(const struct machine *m, const struct condition *c) {
    const struct watch *w = &m->watches[c->object - 1];
    if (w->address == 0) return false;
    if (c->leaked) return w->flags & WATCH_LEAKED;
    if (c->lost) return w->flags & WATCH_LOST;
    if (c->freed) return w->flags & WATCH_FREED;
    if (w->flags & WATCH_FREED) return false;
    enum colour colour = inspect_colour(m, w->address);
    if (c->colour == COLOUR_IS_WHITE) return colour == COLOUR_WHITE;
    if (c->colour == COLOUR_IS_GREY) return colour == COLOUR_GREY;
    if (c->colour == COLOUR_IS_BLACK) return colour == COLOUR_BLACK;
    return true;
}

static bool stack_scanned(const struct machine *m, uint32_t function) {
    const struct goroutine *g = first_of(m, function);
    return g && g->scanned;
}

static bool goroutine_finished(const struct machine *m, uint32_t function) {
    const struct goroutine *g = first_of(m, function);
    return g && g->status == GOROUTINE_DEAD;
}

/* All parts but the line. */
static bool rest_holds(const struct machine *m, const struct condition *c) {
    const struct clock *clock = &m->s->clock;
    if (c->cycle && m->s->gc.cycle != c->cycle) return false;
    if (c->phase && machine_phase(m) != (enum phase)(c->phase - 1)) return false;
    if (c->event && !event_set_has(&clock->events, (enum event_kind)(c->event - 1))) return false;
    if (c->step && clock->step < c->step) return false;
    if (c->object && !object_is(m, c)) return false;
    if (c->scanned && !stack_scanned(m, c->scanned - 1)) return false;
    if (c->finished && !goroutine_finished(m, c->finished - 1)) return false;
    return true;
}

bool condition_holds(const struct machine *m, const struct condition *c, uint32_t actor) {
    return rest_holds(m, c) && (!c->line || at_line(m, c->line, actor));
}

static bool is_line_alone(const struct condition *c) {
    return !c->cycle && !c->phase && !c->event && !c->step && !c->object && !c->scanned &&
           !c->finished;
}

static bool comes_to_line(const struct machine *m, uint32_t line) {
    uint32_t actor = m->s->clock.last_actor;
    return actor &&
           (stands_at_line(m, actor, line) || stands_at_line(m, m->s->goroutine_count, line));
}

bool condition_comes(const struct machine *m, const struct condition *c) {
    if (!c->line || m->s->clock.step == 0 || !is_line_alone(c)) return condition_holds(m, c, 0);
    return comes_to_line(m, c->line);
}
