/* Questions about objects: which are so, which do events come to, in which order. */
#include <stdlib.h>

#include "lesson/asking.h"
#include "machine/check/check.h"
#include "machine/inspect/inspect.h"

/* ---- objects at a moment ---- */

static int by_serial(const void *a, const void *b) {
    const struct answer_item *x = a, *y = b;
    return (x->serial > y->serial) - (x->serial < y->serial);
}

static struct answer_item *find_item(struct answer *a, uint32_t serial) {
    struct answer_item key = {.serial = serial};
    if (!a->items) return NULL;
    return bsearch(&key, a->items, a->item_count, sizeof key, by_serial);
}

static struct answer_item *add_object(struct asking *k, const struct object_view *o) {
    struct text name = {0};
    inspect_site_name(&k->session->now, o->site, o->ordinal, &name);
    struct answer_item *item = answer_add(k->answer, text_string(&name));
    text_free(&name);
    if (!item) return NULL;
    item->serial = o->serial;
    item->address = o->address;
    item->manual = o->manual;
    return item;
}

static void add_candidate(void *user, const struct object_view *o) {
    struct asking *k = user;
    if (o->colour == COLOUR_FREE || o->serial == 0) return;
    if (k->answer->item_count < ANSWER_ITEMS_MAX) add_object(k, o);
    else answer_fails(k->answer, "more than %d objects to pick from", ANSWER_ITEMS_MAX);
}

/* Everybody who is there when the question is asked, by serial number. */
static bool find_candidates(struct asking *k) {
    struct answer *a = k->answer;
    inspect_objects(&k->session->now, add_candidate, k);
    if (a->items) qsort(a->items, a->item_count, sizeof *a->items, by_serial);
    return !a->problem;
}

/* ---- states ---- */

/* Once an object has been visited here it is live; the others are not. */
struct judging {
    struct asking *asking;
    enum object_state state;
};

static bool is_so(const struct object_view *o, enum object_state state) {
    switch (state) {
    case STATE_WHITE: return o->colour == COLOUR_WHITE;
    case STATE_GREY: return o->colour == COLOUR_GREY;
    case STATE_BLACK: return o->colour == COLOUR_BLACK;
    case STATE_LIVE: return true;
    case STATE_LEAKED: return o->leaked;
    case STATE_YOUNG: return o->young;
    case STATE_OLD: return !o->young && !o->manual;
    case STATE_REMEMBERED: return o->remembered;
    case STATE_FREED:
    case STATE_LOST:
    case STATE_REACHABLE:
    case STATE_UNREACHABLE:
    case STATE_COUNT: break;
    }
    return false;
}

static void judge_object(void *user, const struct object_view *o) {
    struct judging *j = user;
    if (o->colour == COLOUR_FREE) return;
    struct answer_item *item = find_item(j->asking->answer, o->serial);
    if (item) item->right = j->state == STATE_FREED ? false : is_so(o, j->state);
}

static bool is_reachable(const struct machine *m, uint64_t address) {
    struct object o;
    struct object_view chunk;
    if (inspect_object(m, address, &chunk) && chunk.manual) return !chunk.leaked;
    return heap_find(m, address, &o) && check_is_reachable(m, o.address);
}

/* All that are still there, from the roots. */
static void judge_reachable(struct asking *k, bool wanted) {
    const struct machine *m = &k->session->now;
    check_reachable(m, NULL, NULL);
    for (uint32_t i = 0; i < k->answer->item_count; i++) {
        struct answer_item *item = &k->answer->items[i];
        struct object_view o;
        bool exists = inspect_object(m, item->address, &o) && o.serial == item->serial &&
                      o.colour != COLOUR_FREE;
        item->right = exists && is_reachable(m, item->address) == wanted;
    }
}

/* At `now`, which is the moment of the answer. */
static void judge_states(struct asking *k) {
    struct judging j = {k, k->question->state};
    if (j.state == STATE_REACHABLE || j.state == STATE_UNREACHABLE) {
        judge_reachable(k, j.state == STATE_REACHABLE);
        return;
    }
    for (uint32_t i = 0; i < k->answer->item_count; i++)
        k->answer->items[i].right = j.state == STATE_FREED;
    inspect_objects(&k->session->now, judge_object, &j);
}

/* ---- events ---- */

uint32_t event_serial(const struct machine *m, const struct event *e) {
    struct object_view o;
    int serial = event_key(e->kind, "serial"), object = event_object_key(e->kind);
    if (serial >= 0) return (uint32_t)event_number(e, serial);
    if (object < 0 || !inspect_object(m, event_number(e, object), &o)) return 0;
    return o.serial;
}

static uint32_t wanted_event(const struct question *q) {
    return q->about == ABOUT_STATE ? EVENT_LOST : q->event; /* STATE_LOST: else none is asked for */
}

/* Of those who can be picked. Without an `until` the first step with such an event is the last. */
static bool note_picked(struct asking *k, void *user) {
    uint32_t *found = user;
    for (uint32_t i = 0; i < k->session->event_count; i++) {
        const struct event *e = &k->session->events[i];
        if (e->kind != wanted_event(k->question)) continue;
        struct answer_item *item = find_item(k->answer, event_serial(&k->session->now, e));
        if (!item || item->right) continue;
        item->right = true;
        item->step = session_step(k->session);
        item->why = asking_narrate(k, e);
        ++*found;
    }
    bool first_only = k->question->about == ABOUT_EVENT && k->question->until == UNTIL_DEFAULT;
    return !(first_only && *found > 0);
}

static bool pick_by_event(struct asking *k) {
    uint32_t found = 0;
    if (!asking_go_on(k, note_picked, &found)) return false;
    if (found > 0 || k->question->about == ABOUT_STATE) return true;
    return answer_fails(k->answer, "the event \"%s\" does not come to any of the objects",
                        event_describe((enum event_kind)k->question->event)->name);
}

bool answer_pick(struct asking *k) {
    if (!find_candidates(k)) return false;
    if (k->answer->item_count == 0)
        return answer_fails(k->answer, "there is no object to pick at that moment");
    if (k->question->about == ABOUT_EVENT || k->question->state == STATE_LOST)
        return pick_by_event(k);
    if (!asking_go_on(k, NULL, NULL)) return false;
    judge_states(k);
    return true;
}

/* Of objects that are there when the question is asked. */
bool answer_count_objects(struct asking *k) {
    if (!answer_pick(k)) return false;
    uint32_t kept = 0;
    struct answer *a = k->answer;
    for (uint32_t i = 0; i < a->item_count; i++)
        if (a->items[i].right) a->items[kept++] = a->items[i];
    a->item_count = kept;
    a->number = kept;
    return true;
}

/* ---- in order ---- */

static bool note_next(struct asking *k, void *user) {
    (void)user;
    struct object_view o;
    for (uint32_t i = 0; i < k->session->event_count; i++) {
        const struct event *e = &k->session->events[i];
        if (e->kind != k->question->event) continue;
        uint64_t address = event_number(e, event_object_key(e->kind));
        uint32_t serial = event_serial(&k->session->now, e), seen = 0;
        if (!serial || !inspect_object(&k->session->now, address, &o)) continue;
        while (seen < k->answer->item_count && k->answer->items[seen].serial != serial) seen++;
        if (seen < k->answer->item_count) continue;
        struct answer_item *item = add_object(k, &o);
        if (!item) return false;
        item->serial = serial;
        item->step = session_step(k->session);
        item->why = asking_narrate(k, e);
    }
    return k->answer->item_count <= ANSWER_ORDER_MAX;
}

bool answer_order_objects(struct asking *k) {
    return asking_go_on(k, note_next, NULL);
}
