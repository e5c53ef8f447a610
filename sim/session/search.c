#include "session/search.h"

#include "machine/heap/tag.h"
#include "machine/inspect/inspect.h"
#include "machine/memory.h"
#include "machine/stack/stack.h"
#include "session/inside.h"

/* ---- what a step is like ---- */

/* Events that tell of an object at the address in `a`. */
static const enum event_kind LIFE[] = {
    EVENT_ALLOCATE,       EVENT_SHADE,          EVENT_BLACKEN,  EVENT_FREE,
    EVENT_ALLOCATE_STACK, EVENT_C_MALLOC,       EVENT_C_CALLOC, EVENT_C_REALLOC,
    EVENT_C_FREE,         EVENT_C_REALLOC_MOVE, EVENT_C_LEAK,
};

static bool tells_of_life(uint16_t kind) {
    for (size_t i = 0; i < sizeof LIFE / sizeof LIFE[0]; i++)
        if (LIFE[i] == kind) return true;
    return false;
}

static bool is_change(const struct sought *what, const struct event *e) {
    if (e->kind == EVENT_WORD)
        return e->a < what->address + what->size && what->address < e->a + e->d;
    return tells_of_life(e->kind) && e->a - what->address < what->size;
}

static bool is_place(const struct sought *what, const struct event *e) {
    if (e->kind != EVENT_LINE) return false;
    for (uint32_t i = 0; i < what->line_count; i++)
        if (what->lines[i] == e->a) return true;
    return false;
}

static bool is_of_actor(const struct sought *what, uint32_t actor) {
    return what->actor == 0 || what->actor == actor;
}

/* Up to the frame pointer, which stays where it is while a call's arguments are pushed. */
static uint64_t depth_of(const struct machine *m, const struct goroutine *g) {
    return stack_used(m, g) - (g->frame - g->sp);
}

/* Lines are told of before the op is done: a call has not pushed its frame yet. */
static bool is_visit(struct search *search, const struct event *e) {
    if (!is_of_actor(&search->sought, e->actor)) return false;
    if (e->kind == EVENT_EXIT) return search->forward && search->sought.actor;
    if (e->kind != EVENT_LINE) return false;
    const struct machine *m = search->machine;
    search->visit.line = (uint32_t)e->a;
    search->visit.depth = depth_of(m, goroutine_of(m, e->actor));
    return true;
}

static void hear(void *user, const struct event *e) {
    struct search *search = user;
    const struct sought *what = &search->sought;
    switch (what->kind) {
    case SOUGHT_EVENT:
    case SOUGHT_OTHER: break;
    case SOUGHT_LINE:
    case SOUGHT_OVER: search->heard |= is_visit(search, e); break;
    case SOUGHT_PLACE: search->heard |= is_place(what, e); break;
    case SOUGHT_CHANGE: search->heard |= is_change(what, e); break;
    }
}

/* Some changes are told of for a whole span, or not at all: new stack frames are zero. */
static struct glance look_at(const struct machine *m, uint64_t address) {
    struct glance look = {.word = memory_word(m, address, WORD)};
    struct object o;
    struct tenant t;
    if (address_in_c_heap(m, address)) look.colour = inspect_colour(m, address);
    if (!address_in_arena(m, address) || !heap_find_slot(m, address, &o)) return look;
    bool marked = object_marked(m, &o); /* grey or black: there are events for the difference */
    if (!slot_allocated(m, o.span, o.slot)) return look;
    look.colour = marked ? COLOUR_BLACK : COLOUR_WHITE;
    if (m->tags && tag_find(m, o.address, address, &t)) look.serial = t.tag.serial;
    return look;
}

static bool looks_changed(struct search *search, const struct machine *m) {
    struct glance now = look_at(m, search->sought.address), was = search->look;
    search->look = now;
    return now.word != was.word || now.serial != was.serial || now.colour != was.colour;
}

/* Does the next step, and says whether it is one of those that are sought. */
static bool try_step(struct search *search, struct session *s) {
    struct machine *m = &s->scout;
    bool change = search->sought.kind == SOUGHT_CHANGE;
    if (change) search->look = look_at(m, search->sought.address);
    if (search->sought.kind == SOUGHT_OTHER) m->sink = search->sought.listener;
    else if (search->sought.kind != SOUGHT_EVENT) m->sink = (struct sink){hear, search};
    search->machine = m;
    search->heard = false;
    search->visit = (struct visit){0};
    session_advance(s, m);
    session_settle(s, m);
    m->sink = (struct sink){0};
    if (search->sought.kind == SOUGHT_OTHER)
        return search->sought.is_it(search->sought.listener.user, m);
    if (search->sought.kind == SOUGHT_EVENT)
        return event_sets_meet(&m->s->clock.events, &search->sought.events);
    return search->heard || (change && looks_changed(search, m));
}

/* ---- which stretches are worth it ---- */

static struct event_set kinds_of(const struct search *search) {
    struct event_set kinds = {0};
    if (search->sought.kind == SOUGHT_EVENT) return search->sought.events;
    event_set_add(&kinds, EVENT_LINE);
    if (search->forward) event_set_add(&kinds, EVENT_EXIT);
    return kinds;
}

static bool may_have_line(const struct sought *what, const struct bucket *b) {
    uint64_t lines = 0;
    for (uint32_t i = 0; i < what->line_count; i++) lines |= bucket_line_bit(what->lines[i]);
    return b->lines & lines;
}

static bool may_hold(const struct search *search, const struct bucket *b) {
    const struct sought *what = &search->sought;
    struct event_set kinds = kinds_of(search);
    if (what->kind == SOUGHT_CHANGE || what->kind == SOUGHT_OTHER) return true;
    if (!event_sets_meet(&b->events, &kinds)) return false;
    if (what->kind == SOUGHT_PLACE) return may_have_line(what, b);
    return what->actor == 0 || b->actors & bucket_actor_bit(what->actor);
}

/* The step behind which it is worth looking; the end of the run so far, if there is none. */
static uint64_t skip_forward(const struct search *search, const struct session *s) {
    const struct timeline *t = &s->timeline;
    uint64_t at = search->at, end = session_steps(s);
    while (at < end && !may_hold(search, &t->buckets[timeline_bucket_of(t, at + 1)]))
        at = (timeline_bucket_of(t, at + 1) + 1) * t->width;
    return at < end ? at : end;
}

/* The last step that it is worth looking at; 0 if there is none. */
static uint64_t skip_back(const struct search *search, const struct session *s) {
    const struct timeline *t = &s->timeline;
    uint64_t step = search->left;
    while (step > 0 && !may_hold(search, &t->buckets[timeline_bucket_of(t, step)]))
        step = timeline_bucket_of(t, step) * t->width;
    return step;
}

/* ---- going on ---- */

/* Bringing a keyframe back takes as long as some steps do; a part of the budget is left for steps,
 * or nothing would ever get on. */
static void charge_restoring(const struct machine *m, uint64_t *budget) {
    uint64_t cost = machine_touched(m) / KEYFRAME_BYTES_A_STEP, most = *budget - *budget / 4;
    *budget -= cost < most ? cost : most;
}

/* Brings the scout to a step; false if the budget does not suffice. */
static bool reach(struct session *s, uint64_t step, uint64_t *budget) {
    struct machine *m = &s->scout;
    uint64_t before = m->s->clock.step;
    session_restore(s, m, step);
    if (m->s->clock.step != before) charge_restoring(m, budget);
    return session_approach(s, m, step, budget);
}

static enum found arrive(struct search *search, struct session *s, uint64_t step) {
    search->at = step;
    session_seek(s, step);
    return FOUND_STEP;
}

static bool same_visit(const struct visit *a, const struct visit *b) {
    return a->line == b->line && a->depth == b->depth;
}

static bool goes_over_calls(const struct search *search) {
    return search->sought.kind == SOUGHT_OVER && search->knows_start;
}

static bool is_in_call(const struct search *search) {
    return goes_over_calls(search) && search->visit.depth > search->start.depth;
}

/* A call comes back to the line that it was made from. */
static bool is_stop(const struct search *search) {
    if (!goes_over_calls(search)) return true;
    return !is_in_call(search) && !same_visit(&search->visit, &search->start);
}

static enum found go_forward(struct search *search, struct session *s, uint64_t *budget) {
    enum { AHEAD = 256 };
    while (*budget > 0) {
        search->at = skip_forward(search, s);
        if (search->at == session_steps(s)) {
            if (session_ended(s)) return FOUND_NOTHING;
            uint64_t count = *budget < AHEAD ? *budget : AHEAD;
            session_run(s, count);
            *budget -= count;
            continue;
        }
        if (!reach(s, search->at, budget)) return FOUND_NOT_YET;
        if (*budget > 0) --*budget;
        search->at++;
        if (try_step(search, s) && is_stop(search)) return arrive(search, s, search->at);
    }
    return FOUND_NOT_YET;
}

/* Remembers where the last stop of a portion begins. */
static void note_stop(struct search *search, uint64_t step) {
    bool first = search->last.step == 0, over = goes_over_calls(search);
    if (is_in_call(search)) return;
    if (over && !first && same_visit(&search->visit, &search->last.visit)) return;
    search->last = (struct stop_place){search->visit, step, first};
}

/* Looks at a portion from its beginning to its end. */
static bool look_through(struct search *search, struct session *s, uint64_t *budget) {
    if (!reach(s, search->at, budget)) return false;
    for (; *budget > 0 && search->at < search->portion_end; --*budget) {
        search->at++;
        if (try_step(search, s)) note_stop(search, search->at);
    }
    return search->at == search->portion_end;
}

/* Whether a portion has settled where the stop is: further ones cannot matter. */
static bool settled(struct search *search) {
    struct stop_place *last = &search->last, *later = &search->later;
    if (last->step == 0) return false;
    if (goes_over_calls(search) && later->step && !same_visit(&last->visit, &later->visit))
        return true;
    *later = *last;
    return !goes_over_calls(search) || !last->may_be_more;
}

/* A portion reaches from a keyframe to the last step that may be one. */
static bool begin_portion(struct search *search, struct session *s) {
    search->portion_end = skip_back(search, s);
    if (search->portion_end == 0) return false;
    search->left = search->at = history_before(&s->history, search->portion_end - 1)->step;
    search->last = (struct stop_place){0};
    return true;
}

/* FOUND_STEP when it is known which step it is: that of `later`, or none. */
static enum found go_back(struct search *search, struct session *s, uint64_t *budget) {
    while (*budget > 0) {
        if (search->portion_end == 0 && !begin_portion(search, s)) return FOUND_STEP;
        if (!look_through(search, s, budget)) return FOUND_NOT_YET;
        search->portion_end = 0;
        if (settled(search)) return FOUND_STEP;
    }
    return FOUND_NOT_YET;
}

static void begin_backward(struct search *search, uint64_t left) {
    search->left = left;
    search->portion_end = 0;
    search->later = (struct stop_place){0};
}

/* Where the goroutine last came to a line, up to where the search begins. */
static bool find_start(struct search *search, struct session *s, uint64_t *budget) {
    if (search->knows_start) return true;
    if (go_back(search, s, budget) == FOUND_NOT_YET) return false;
    search->start = search->later.step ? search->later.visit : (struct visit){0, UINT64_MAX};
    search->knows_start = true;
    search->at = search->from;
    begin_backward(search, search->from > 0 ? search->from - 1 : 0);
    return true;
}

/* A goroutine that has ended comes to no other line: then it is the next one that does. */
static void choose_actor(struct sought *sought, const struct session *s, bool forward) {
    if (sought->kind != SOUGHT_LINE && sought->kind != SOUGHT_OVER) return;
    uint32_t last = s->now.s->clock.last_goroutine;
    if (sought->actor == 0) sought->actor = last;
    if (forward && sought->actor && goroutine_of(&s->now, sought->actor)->status == GOROUTINE_DEAD)
        sought->actor = 0;
    if (sought->actor == 0) sought->kind = SOUGHT_LINE;
}

struct search search_begin(const struct session *s, const struct sought *what, bool forward) {
    struct search search = {
        .sought = *what, .forward = forward, .from = session_step(s), .changes = s->future.changes};
    choose_actor(&search.sought, s, forward);
    search.at = search.from;
    search.knows_start = search.sought.kind != SOUGHT_OVER;
    begin_backward(&search, search.from);
    if (search.knows_start && search.left > 0) search.left--;
    return search;
}

static enum found go_on(struct search *search, struct session *s, uint64_t *budget) {
    if (!find_start(search, s, budget)) return FOUND_NOT_YET;
    if (search->forward) return go_forward(search, s, budget);
    enum found found = go_back(search, s, budget);
    if (found != FOUND_STEP) return found;
    return search->later.step ? arrive(search, s, search->later.step) : FOUND_NOTHING;
}

enum found search_go_on(struct search *search, struct session *s, uint64_t budget) {
    if (!session_send_scout(s)) return FOUND_NOTHING;
    if (search->changes != s->future.changes)
        *search = search_begin(s, &search->sought, search->forward);
    return go_on(search, s, &budget);
}

enum found search_finish(struct search *search, struct session *s) {
    enum { PORTION = 1 << 20 };
    enum found found;
    do found = search_go_on(search, s, PORTION);
    while (found == FOUND_NOT_YET);
    return found;
}

uint64_t search_distance(const struct search *search) {
    if (search->forward) return search->at - search->from;
    return search->from - (search->portion_end ? search->portion_end : search->left);
}
