#include "export/trace_changes.h"

#include "machine/gc/generation.h"
#include "machine/heap/tag.h"
#include "machine/inspect/inspect.h"
#include "machine/memory.h"
#include "trace/words.h"

/* ---- colours ---- */

struct colours {
    struct text *out;
    const struct machine *m;
    enum colour last; /* of the list that is open */
    bool first;
};

static void add_colour(struct colours *c, uint64_t address, enum colour colour) {
    if (c->first || colour != c->last) {
        if (c->first) add_key(c->out, "colours");
        text_addf(c->out, "%s[\"%s\"", c->first ? "[" : "],", colour_name(colour));
        c->first = false;
        c->last = colour;
    }
    text_add_bytes(c->out, ",", 1);
    add_number(c->out, address);
}

static void add_as_it_is(void *user, const struct object_view *o) {
    add_colour(user, o->address, o->colour);
}

/* It is white, which the event says, unless it is put into a block that is black already. */
static void add_new(struct colours *c, uint64_t address) {
    struct object o;
    if (heap_find(c->m, address, &o) && o.address != address && object_marked(c->m, &o))
        add_colour(c, address, COLOUR_BLACK);
}

/* Whoever else lives in the same slot has the colour that the event gives its first object. */
static void add_others(struct colours *c, uint64_t address, enum colour colour) {
    struct object o;
    struct tenant t;
    if (!c->m->tags || !heap_find(c->m, address, &o) || !tag_is_tiny(c->m, o.address)) return;
    for (uint32_t place = 0; tag_next(c->m, o.address, &place, &t);)
        if (t.address != address) add_colour(c, t.address, colour);
}

static void add_if_kept(void *user, const struct object_view *o) {
    if (o->colour != COLOUR_FREE) add_as_it_is(user, o);
}

/* All that a span has kept is white. */
static void add_swept(struct colours *c, uint64_t address) {
    uint32_t page;
    if (span_at(c->m, address, &page)) inspect_slots(c->m, page, add_if_kept, c);
}

static void add_colours_of(struct colours *c, const struct event *e) {
    switch (e->kind) {
    case EVENT_ALLOCATE: add_new(c, e->a); break;
    case EVENT_SHADE:
    case EVENT_REMEMBERED: add_others(c, e->a, COLOUR_GREY); break;
    case EVENT_BLACKEN: add_others(c, e->a, COLOUR_BLACK); break;
    case EVENT_SWEEP: add_swept(c, e->a); break;
    case EVENT_MARK_START: /* a cycle of the whole heap forgets which objects are old */
        if (is_generational(c->m)) inspect_objects(c->m, add_as_it_is, c);
        break;
    case EVENT_C_MALLOC:
    case EVENT_C_CALLOC:
    case EVENT_C_REALLOC:
    case EVENT_C_REALLOC_MOVE:
    case EVENT_C_FREE:
    case EVENT_C_FREE_REUSED: inspect_slot(c->m, e->a, add_as_it_is, c); break;
    default: break;
    }
}

void changes_add_colours(struct text *out, const struct machine *m, const struct event *events,
                         size_t count) {
    struct colours c = {.out = out, .m = m, .first = true};
    for (size_t i = 0; i < count; i++) add_colours_of(&c, &events[i]);
    if (!c.first) text_add(out, "]]");
}

/* ---- stacks ---- */

/* A segmented stack goes on in other places, from the innermost out. */
static void add_outer_segments(struct text *out, const struct machine *m,
                               const struct goroutine *g) {
    struct piece p;
    bool first = true;
    if (!piece_innermost(m, g, &p)) return;
    while (piece_outer(m, &p)) {
        if (first) add_key(out, "outer"), text_add(out, "[");
        add_comma(out, &first);
        text_add(out, "[");
        add_number(out, p.low);
        text_add(out, ",");
        add_number(out, p.high);
        text_add(out, "]");
    }
    if (!first) text_add(out, "]");
}

void changes_add_stack(struct text *out, const struct machine *m, uint32_t number) {
    const struct goroutine *g = goroutine_of(m, number);
    struct frame f;
    bool first = true;
    text_addf(out, "{\"goroutine\":%u,\"function\":%u,\"low\":", number, g->function);
    add_number(out, g->stack_low);
    add_key(out, "high");
    add_number(out, g->stack_high);
    add_outer_segments(out, m, g);
    text_add(out, ",\"frames\":[");
    for (bool more = frame_innermost(m, g, &f); more; more = frame_caller(m, &f)) {
        add_comma(out, &first);
        text_addf(out, "[%u,", f.function);
        add_number(out, f.address);
        text_add(out, ",");
        add_number(out, f.low);
        text_add(out, "]");
    }
    text_add(out, "]}");
}

/* The goroutine whose stack is another one now; 0: none. */
static uint32_t changed_stack(const struct event *e) {
    switch (e->kind) {
    case EVENT_STACK_GROW:
    case EVENT_SEGMENT_LINK:
    case EVENT_SEGMENT_RELEASE:
    case EVENT_RECOVERED: return e->actor;
    case EVENT_STACK_SHRINK: return (uint32_t)e->d;
    case EVENT_GO:
    case EVENT_EXIT: return (uint32_t)e->a;
    default: return 0;
    }
}

void changes_add_stacks(struct text *out, const struct machine *m, const struct event *events,
                        size_t count) {
    bool first = true;
    for (size_t i = 0; i < count; i++) {
        uint32_t number = changed_stack(&events[i]);
        if (!number || goroutine_of(m, number)->status == GOROUTINE_DEAD) continue;
        if (first) add_key(out, "stacks"), text_add(out, "[");
        add_comma(out, &first);
        changes_add_stack(out, m, number);
    }
    if (!first) text_add(out, "]");
}
