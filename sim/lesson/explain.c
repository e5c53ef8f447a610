/* Why an object is so, in words made from the run: the path that keeps it alive, or since when
 * there is none. */
#include <inttypes.h>
#include <stdlib.h>

#include "lesson/asking.h"
#include "machine/check/check.h"
#include "machine/gc/gc.h"
#include "machine/inspect/inspect.h"
#include "machine/inspect/inspect_root.h"

/* ---- since when nothing leads there ---- */

enum being { UNBORN, IN_REACH, GARBAGE, GONE };

static enum being being_now(const struct machine *m, const struct answer_item *item) {
    struct object_view view;
    struct object o;
    if (m->s->heap.next_serial <= item->serial) return UNBORN;
    bool there = inspect_object(m, item->address, &view) && view.serial == item->serial;
    if (!there || view.colour == COLOUR_FREE) return GONE;
    if (view.manual) return view.leaked ? GARBAGE : IN_REACH;
    check_reachable(m, NULL, NULL);
    bool reached = heap_find(m, item->address, &o) && check_is_reachable(m, o.address);
    return reached ? IN_REACH : GARBAGE;
}

static bool is_lost_at(struct session *s, const struct answer_item *item, uint64_t step) {
    session_seek(s, step);
    enum being being = being_now(&s->now, item);
    return being == GARBAGE || being == GONE;
}

/* Garbage never comes back, so the first such step can be found by halving. */
uint64_t garbage_since(struct session *s, const struct answer_item *item, uint64_t upto) {
    uint64_t low = 0, high = upto;
    if (!is_lost_at(s, item, upto)) return NEVER;
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        if (is_lost_at(s, item, middle)) high = middle;
        else low = middle;
    }
    session_seek(s, high);
    return being_now(&s->now, item) == GARBAGE ? high : NEVER;
}

/* ---- sentences about an object ---- */

static void add_path(const struct machine *m, const struct answer_item *item, struct text *out) {
    if (!inspect_root_path(m, item->address, out)) text_add(out, item->name);
}

static void add_since(uint64_t since, struct text *out) {
    if (since == NEVER) text_add(out, "nothing leads to it from a root");
    else text_addf(out, "nothing has led to it from a root since step %" PRIu64, since);
}

static void explain_freed(struct session *s, const struct answer *a, const struct answer_item *item,
                          struct text *out) {
    uint64_t since = garbage_since(s, item, a->answered);
    if (since != NEVER) {
        text_addf(out, "%s is garbage: ", item->name);
        add_since(since, out);
        text_add(out, ".");
    } else if (item->manual) {
        text_addf(out, "The program itself frees %s.", item->name);
    } else {
        session_seek(s, a->asked);
        text_addf(out, "%s is freed although it is still in use: ", item->name);
        add_path(&s->now, item, out);
        text_add(out, ".");
    }
}

static void explain_kept(struct session *s, const struct answer *a, const struct answer_item *item,
                         struct text *out) {
    uint64_t since = garbage_since(s, item, a->answered);
    session_seek(s, a->answered);
    if (since == NEVER) {
        text_addf(out, "%s is still reachable: ", item->name);
        add_path(&s->now, item, out);
        text_add(out, ".");
        return;
    }
    text_addf(out, "%s is garbage: ", item->name);
    add_since(since, out);
    text_add(out, item->manual ? "; but nobody frees it: it has leaked."
                               : "; but nothing has freed it yet. A later collection will.");
}

static void explain_reach(struct session *s, const struct answer *a, const struct answer_item *item,
                          struct text *out) {
    uint64_t since = garbage_since(s, item, a->answered);
    session_seek(s, a->answered);
    if (since == NEVER) {
        add_path(&s->now, item, out);
        text_add(out, ".");
        return;
    }
    text_addf(out, "To %s ", item->name);
    add_since(since, out);
    text_add(out, ".");
}

static void explain_white(struct session *s, const struct answer_item *item, struct text *out) {
    const struct machine *m = &s->now;
    enum phase phase = machine_phase(m);
    uint64_t step = session_step(s), since = garbage_since(s, item, step);
    session_seek(s, step);
    bool marking = phase == PHASE_MARK || phase == PHASE_MARK_TERM;
    text_addf(out, "%s is white: ", item->name);
    if (since != NEVER) add_since(since, out);
    else if (!marking) text_add(out, "between two collections all objects are");
    else text_add(out, "the collector has not come to it yet");
    text_add(out, ".");
    if (since != NEVER || !marking) return;
    text_add(out, " It can be reached: ");
    add_path(m, item, out);
    text_add(out, ".");
}

void explain_colour(struct session *s, const struct answer_item *item, struct text *out) {
    struct object_view o = {.colour = COLOUR_FREE};
    bool there = inspect_object(&s->now, item->address, &o) && o.serial == item->serial;
    if (!there || o.colour == COLOUR_FREE) {
        text_addf(out, "%s has been freed.", item->name);
        return;
    }
    if (o.colour == COLOUR_WHITE) explain_white(s, item, out);
    if (o.colour == COLOUR_GREY)
        text_addf(out, "%s is grey: the collector knows it, and has yet to follow its pointers.",
                  item->name);
    if (o.colour == COLOUR_BLACK)
        text_addf(out, "%s is black: it is known to be in use%s.", item->name,
                  o.noscan ? ", and has no pointers to follow" : ", as is all it points to");
    if (o.colour == COLOUR_MANUAL)
        text_addf(out, "%s is on the C heap: the collector knows nothing of it.", item->name);
}

static void explain_age(const struct machine *m, const struct answer_item *item, struct text *out) {
    struct object_view o;
    bool there =
        inspect_object(m, item->address, &o) && o.serial == item->serial && o.colour != COLOUR_FREE;
    if (!there) text_addf(out, "%s has been freed.", item->name);
    else if (o.young) text_addf(out, "%s is young: no collection has come to it yet.", item->name);
    else
        text_addf(out, "%s is old: it has survived a collection%s.", item->name,
                  o.remembered ? ", and is remembered: it may point to young objects" : "");
}

static void explain_state(struct session *s, const struct question *q, const struct answer *a,
                          const struct answer_item *item, struct text *out) {
    bool freed = q->state == STATE_FREED ? item->right : !item->right;
    session_seek(s, a->answered);
    switch (q->state) {
    case STATE_FREED:
    case STATE_LIVE:
        if (freed) explain_freed(s, a, item, out);
        else explain_kept(s, a, item, out);
        return;
    case STATE_WHITE:
    case STATE_GREY:
    case STATE_BLACK: explain_colour(s, item, out); return;
    case STATE_YOUNG:
    case STATE_OLD:
    case STATE_REMEMBERED: explain_age(&s->now, item, out); return;
    case STATE_LOST:
    case STATE_LEAKED:
    case STATE_REACHABLE:
    case STATE_UNREACHABLE:
    case STATE_COUNT: break;
    }
    explain_reach(s, a, item, out);
}

/* An object that was to be freed, or lost: why it is still there. */
static bool explain_survivor(struct asking *k, struct text *out) {
    const struct condition *c = &k->question->coming;
    if (!c->object || !(c->freed || c->lost)) return false;
    const struct watch *w = &k->session->now.watches[c->object - 1];
    struct answer_item item = {.serial = w->serial, .address = w->address};
    if (!w->address || w->flags & WATCH_FREED) return false;
    struct text name = {0};
    struct answer at_now = {.answered = session_step(k->session)};
    inspect_object_name(&k->session->now, w->address, &name);
    item.name = text_string(&name);
    explain_kept(k->session, &at_now, &item, out);
    text_free(&name);
    return true;
}

void explain_not_coming(struct asking *k, struct text *out) {
    uint64_t step = session_step(k->session);
    if (explain_survivor(k, out)) return;
    text_addf(out, "That does not happen up to step %" PRIu64 ".", step);
}

/* No event of that kind has come to it. */
static void explain_no_event(struct session *s, const struct answer *a,
                             const struct answer_item *item, struct text *out) {
    session_seek(s, a->answered > 0 ? a->answered - 1 : 0);
    explain_colour(s, item, out);
}

const char *question_explain(struct session *s, const struct question *q, struct answer *a,
                             uint32_t index) {
    struct answer_item *item = &a->items[index];
    uint64_t home = session_step(s);
    struct text words = {0};
    if (item->why) return item->why;
    if (item->serial && q->about == ABOUT_STATE) explain_state(s, q, a, item, &words);
    else if (item->serial) explain_no_event(s, a, item, &words);
    session_seek(s, home);
    item->why = pool_string(&a->pool, text_string(&words));
    text_free(&words);
    if (!item->why) item->why = "";
    return item->why;
}
