/* Why an object is so, in words made from the run: the path that keeps it alive, or since when
 * there is none. */
#include <stdlib.h>

#include "lesson/asking.h"
#include "lesson/sentences.h"
#include "machine/check/check.h"
#include "machine/gc/gc.h"
#include "machine/inspect/inspect.h"
#include "machine/inspect/inspect_root.h"
#include "machine/memory.h"

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

struct telling {
    struct session *session;
    const struct narration *language;
    const struct answer_item *item;
    struct text *out;
};

/* About the object alone. */
static void say_name(const struct telling *t, enum sentence which) {
    text_addf(t->out, sentence_in(t->language, which), t->item->name);
}

/* What the last pointer of a path leads to: the goal, or a neighbour in the same tiny block. */
static uint64_t target_of(const struct machine *m, const struct root_path *path,
                          const struct answer_item *item) {
    struct object_view o;
    uint64_t place = path->places[path->count - 1];
    uint64_t target = place ? word_read(m, place) : item->address;
    bool other = inspect_object(m, target, &o) && o.is_part && o.serial != item->serial;
    return other ? o.address : item->address;
}

/* With the path that leads to it at `now`. */
static void say_path(const struct telling *t, enum sentence which) {
    struct text words = {0};
    struct root_path path;
    const struct machine *m = &t->session->now;
    if (inspect_find_root_path(m, t->item->address, &path)) {
        uint64_t target = target_of(m, &path, t->item);
        if (target != t->item->address) which = SENTENCE_SHARES;
        inspect_root_path_words(m, &path, target, &words);
    } else {
        text_add(&words, t->item->name);
    }
    text_addf(t->out, sentence_in(t->language, which), t->item->name, text_string(&words));
    text_free(&words);
}

static void say_since(const struct telling *t, enum sentence which, uint64_t since) {
    struct text words = {0};
    if (since == NEVER) text_add(&words, sentence_in(t->language, SENTENCE_NO_PATH));
    else text_addf(&words, sentence_in(t->language, SENTENCE_SINCE), (unsigned long long)since);
    text_addf(t->out, sentence_in(t->language, which), t->item->name, text_string(&words));
    text_free(&words);
}

static void explain_freed(const struct telling *t, const struct answer *a) {
    uint64_t since = garbage_since(t->session, t->item, a->answered);
    session_seek(t->session, a->asked);
    if (since != NEVER) say_since(t, SENTENCE_GARBAGE, since);
    else if (t->item->manual) say_name(t, SENTENCE_FREED_BY_HAND);
    else say_path(t, SENTENCE_FREED_IN_USE);
}

static void explain_kept(const struct telling *t, uint64_t answered) {
    uint64_t since = garbage_since(t->session, t->item, answered);
    session_seek(t->session, answered);
    if (since == NEVER) say_path(t, SENTENCE_STILL_REACHABLE);
    else say_since(t, t->item->manual ? SENTENCE_LEAKED : SENTENCE_NOT_FREED_YET, since);
}

static void explain_reach(const struct telling *t, uint64_t answered) {
    uint64_t since = garbage_since(t->session, t->item, answered);
    session_seek(t->session, answered);
    if (since == NEVER) say_path(t, SENTENCE_REACHABLE);
    else say_since(t, SENTENCE_UNREACHABLE, since);
}

/* ---- colours ---- */

static void explain_white(const struct telling *t) {
    enum phase phase = machine_phase(&t->session->now);
    uint64_t step = session_step(t->session), since = garbage_since(t->session, t->item, step);
    session_seek(t->session, step);
    if (since != NEVER) say_since(t, SENTENCE_WHITE_GARBAGE, since);
    else if (phase == PHASE_MARK || phase == PHASE_MARK_TERM) say_path(t, SENTENCE_WHITE_YET);
    else say_name(t, SENTENCE_WHITE_RESTING);
}

static void tell_colour(const struct telling *t) {
    struct object_view o = {.colour = COLOUR_FREE};
    bool there =
        inspect_object(&t->session->now, t->item->address, &o) && o.serial == t->item->serial;
    switch (there ? o.colour : COLOUR_FREE) {
    case COLOUR_FREE: say_name(t, SENTENCE_FREED); break;
    case COLOUR_WHITE: explain_white(t); break;
    case COLOUR_GREY: say_name(t, SENTENCE_GREY); break;
    case COLOUR_BLACK: say_name(t, o.noscan ? SENTENCE_BLACK_NO_POINTERS : SENTENCE_BLACK); break;
    case COLOUR_MANUAL: say_name(t, SENTENCE_MANUAL); break;
    }
}

void explain_colour(struct session *s, const struct narration *language,
                    const struct answer_item *item, struct text *out) {
    struct telling t = {s, language, item, out};
    tell_colour(&t);
}

static void explain_age(const struct telling *t) {
    struct object_view o;
    bool there = inspect_object(&t->session->now, t->item->address, &o) &&
                 o.serial == t->item->serial && o.colour != COLOUR_FREE;
    if (!there) say_name(t, SENTENCE_FREED);
    else if (o.young) say_name(t, SENTENCE_YOUNG);
    else say_name(t, o.remembered ? SENTENCE_OLD_REMEMBERED : SENTENCE_OLD);
}

/* ---- by what was asked ---- */

static void explain_state(const struct telling *t, const struct question *q,
                          const struct answer *a) {
    bool freed = q->state == STATE_FREED ? t->item->right : !t->item->right;
    session_seek(t->session, a->answered);
    switch (q->state) {
    case STATE_FREED:
    case STATE_LIVE:
        if (freed) explain_freed(t, a);
        else explain_kept(t, a->answered);
        return;
    case STATE_WHITE:
    case STATE_GREY:
    case STATE_BLACK: tell_colour(t); return;
    case STATE_YOUNG:
    case STATE_OLD:
    case STATE_REMEMBERED: explain_age(t); return;
    case STATE_LOST:
    case STATE_LEAKED:
    case STATE_REACHABLE:
    case STATE_UNREACHABLE:
    case STATE_COUNT: break;
    }
    explain_reach(t, a->answered);
}

/* An object that was to be freed, or lost: why it is still there. */
static bool explain_survivor(struct asking *k, struct text *out) {
    const struct condition *c = &k->question->coming;
    if (!c->object || !(c->freed || c->lost)) return false;
    const struct watch *w = &k->session->now.watches[c->object - 1];
    struct answer_item item = {.serial = w->serial, .address = w->address};
    if (!w->address || w->flags & WATCH_FREED) return false;
    struct text name = {0};
    struct telling t = {k->session, k->answer->language, &item, out};
    inspect_object_name(&k->session->now, w->address, &name);
    item.name = text_string(&name);
    explain_kept(&t, session_step(k->session));
    text_free(&name);
    return true;
}

void explain_not_coming(struct asking *k, struct text *out) {
    unsigned long long step = session_step(k->session);
    if (explain_survivor(k, out)) return;
    text_addf(out, sentence_in(k->answer->language, SENTENCE_NOT_COMING), step);
}

/* No event of that kind has come to it. */
static void explain_no_event(const struct telling *t, const struct answer *a) {
    session_seek(t->session, a->answered > 0 ? a->answered - 1 : 0);
    tell_colour(t);
}

const char *question_explain(struct session *s, const struct question *q, struct answer *a,
                             uint32_t index) {
    struct answer_item *item = &a->items[index];
    uint64_t home = session_step(s);
    struct text words = {0};
    struct telling t = {s, a->language, item, &words};
    if (item->why) return item->why;
    if (item->serial && q->about == ABOUT_STATE) explain_state(&t, q, a);
    else if (item->serial) explain_no_event(&t, a);
    session_seek(s, home);
    item->why = pool_string(&a->pool, text_string(&words));
    text_free(&words);
    if (!item->why) item->why = "";
    return item->why;
}
