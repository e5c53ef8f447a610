#include "app/collecting.h"

#include <stdio.h>
#include <string.h>

#include "app/comparing.h"
#include "app/does.h"
#include "app/searching.h"
#include "machine/gc/by_hand.h"
#include "machine/gc/gc.h"
#include "machine/memory.h"
#include "session/future.h"
#include "session/seek.h"

static const struct machine *machine_now(const struct app *app) {
    return &app->open.session.now;
}

static void name_of(const struct app *app, uint64_t object, char out[64]) {
    struct text name = {0};
    inspect_object_name(machine_now(app), object, &name);
    snprintf(out, 64, "%s", text_string(&name));
    text_free(&name);
}

/* The start of the object that an address lies in; 0: of none. */
static uint64_t object_at(const struct machine *m, uint64_t address) {
    struct object o;
    return heap_find(m, address, &o) ? o.address : 0;
}

/* ---- answers ---- */

static void say_to(struct app *app, bool is_no, enum word which, const char *first,
                   const char *second) {
    struct collecting *c = &app->collecting;
    snprintf(c->answer, sizeof c->answer, word(app->look.language, which), first, second);
    c->answer_is_no = is_no;
    c->refused += is_no;
}

static void refuse(struct app *app, enum word which, uint64_t object) {
    char name[64], followed[64] = "";
    name_of(app, object, name);
    if (app->collecting.object) name_of(app, app->collecting.object, followed);
    say_to(app, true, which, name, followed);
}

/* ---- picks ---- */

static uint32_t find_pick(const struct collecting *c, uint64_t object) {
    uint32_t i = 0;
    while (i < c->pick_count && c->picks[i] != object) i++;
    return i;
}

static bool is_picked(const struct collecting *c, uint64_t object) {
    return find_pick(c, object) < c->pick_count;
}

static void toggle_pick(struct collecting *c, uint64_t object) {
    uint32_t at = find_pick(c, object);
    if (at < c->pick_count) c->picks[at] = c->picks[--c->pick_count];
    else if (c->pick_count < COLLECTING_PICKS) c->picks[c->pick_count++] = object;
}

/* ---- what is right ---- */

/* Calls `each` for the white objects that the pointers of an object lead to, once each word. */
static uint32_t missing_children(const struct app *app, uint64_t *first) {
    const struct machine *m = machine_now(app);
    struct object_view o;
    uint32_t missing = 0;
    if (!inspect_object(m, app->collecting.object, &o)) return 0;
    for (uint32_t at = 0; at < o.size; at += WORD) {
        uint64_t place = o.address + at;
        if (!inspect_place_is_pointer(m, place)) continue;
        uint64_t child = object_at(m, word_read(m, place));
        if (!child || !gc_is_white(m, child) || is_picked(&app->collecting, child)) continue;
        if (missing++ == 0) *first = child;
    }
    return missing;
}

static bool leads_to(const struct machine *m, uint64_t from, uint64_t to) {
    struct object_view o;
    if (!inspect_object(m, from, &o)) return false;
    for (uint32_t at = 0; at < o.size; at += WORD)
        if (inspect_place_is_pointer(m, o.address + at) &&
            object_at(m, word_read(m, o.address + at)) == to)
            return true;
    return false;
}

struct white_search {
    const struct collecting *picked;
    uint64_t first; /* white, and not picked */
    uint32_t missing;
};

static void note_white(void *user, const struct object_view *o) {
    struct white_search *search = user;
    if (o->colour != COLOUR_WHITE || o->manual || is_picked(search->picked, o->address)) return;
    if (search->missing++ == 0) search->first = o->address;
}

/* ---- to the next decision ---- */

static bool step_has(const struct session *s, enum event_kind kind, uint64_t *a) {
    for (uint32_t i = 0; i < s->event_count; i++) {
        if (s->events[i].kind != kind || s->events[i].actor != ACTOR_COLLECTOR) continue;
        *a = s->events[i].a;
        return true;
    }
    return false;
}

static void begin_stage(struct app *app, enum collecting_stage stage) {
    app->collecting.stage = stage;
    app->collecting.pick_count = 0;
    if (stage != COLLECTING_SHADE) app->collecting.object = 0;
}

/* The step before the collector takes an object, or before it is checked what it has marked;
 * however far away that is. */
static void find_decision(struct app *app) {
    struct session *s = &app->open.session;
    struct event_set kinds = {0};
    event_set_add(&kinds, EVENT_TAKE);
    event_set_add(&kinds, EVENT_CHECKMARK);
    enum collecting_stage stage = COLLECTING_OVER;
    uint64_t object = 0;
    if (hand_may_judge(&s->now)) stage = COLLECTING_FREE;
    while (stage == COLLECTING_OVER && session_seek_events(s, &kinds, true)) {
        bool takes = step_has(s, EVENT_TAKE, &object);
        uint64_t step = session_step(s);
        session_seek(s, step - 1);
        if (takes) stage = COLLECTING_TAKE;
        else if (hand_may_judge(&s->now)) stage = COLLECTING_FREE;
        else session_seek(s, step); /* a goroutine that assists; a minor collection */
    }
    begin_stage(app, stage);
    app->collecting.would_take = stage == COLLECTING_TAKE ? object : 0;
}

/* ---- moves ---- */

static enum word why_not_taken(enum colour colour) {
    return colour == COLOUR_WHITE   ? WORD_COLLECT_NOT_WHITE
           : colour == COLOUR_BLACK ? WORD_COLLECT_NOT_BLACK
                                    : WORD_COLLECT_NOT_FREE;
}

static void take(struct app *app, uint64_t object) {
    struct collecting *c = &app->collecting;
    struct session *s = &app->open.session;
    enum colour colour = inspect_colour(&s->now, object);
    if (colour != COLOUR_GREY) {
        refuse(app, why_not_taken(colour), object);
        return;
    }
    bool other = object != c->would_take;
    if (other && !session_by_hand(s, DECISION_TAKE, object, c->would_take)) {
        refuse(app, WORD_COLLECT_IN_HANDS, object);
        return;
    }
    session_seek(s, session_step(s) + 1);
    c->moves++;
    c->object = object;
    begin_stage(app, COLLECTING_SHADE);
    char name[64];
    name_of(app, object, name);
    say_to(app, false, WORD_COLLECT_TAKEN, name, "");
    if (!gc_in_hands(&s->now, object)) find_decision(app); /* nothing in it to follow */
}

static void pick_child(struct app *app, uint64_t object) {
    const struct machine *m = machine_now(app);
    if (!is_picked(&app->collecting, object) && !leads_to(m, app->collecting.object, object))
        refuse(app, WORD_COLLECT_NO_POINTER, object);
    else if (!gc_is_white(m, object)) refuse(app, WORD_COLLECT_FOUND_ALREADY, object);
    else toggle_pick(&app->collecting, object);
}

bool collecting_click(struct app *app, uint64_t address) {
    struct collecting *c = &app->collecting;
    if (c->stage == COLLECTING_OFF || c->stage == COLLECTING_OVER) return false;
    uint64_t object = object_at(machine_now(app), address);
    if (!object) return false;
    c->answer[0] = '\0';
    if (c->stage == COLLECTING_TAKE) take(app, object);
    else if (c->stage == COLLECTING_SHADE) pick_child(app, object);
    else toggle_pick(c, object);
    return true;
}

/* Whether a worker is about to shade an object that the user has left out. */
static uint64_t about_to_shade_unpicked(const struct app *app) {
    const struct machine *m = machine_now(app);
    for (uint32_t p = 0; p < m->config.procs; p++) {
        const struct scan *scan = &m->processors[p].scan;
        uint64_t object = scan->pending ? object_at(m, scan->pending) : 0;
        if (scan->kind == SCAN_OBJECT && scan->object == app->collecting.object && object &&
            !is_picked(&app->collecting, object))
            return object;
    }
    return 0;
}

/* The scan goes on to its end; what was left out is passed over. */
static void scan_to_end(struct app *app) {
    struct session *s = &app->open.session;
    while (gc_in_hands(&s->now, app->collecting.object)) {
        uint64_t before = session_step(s), object = about_to_shade_unpicked(app);
        if (object && app->collecting.lets_mistakes) session_by_hand(s, DECISION_FORGET, object, 0);
        session_seek(s, before + 1);
        if (session_step(s) == before) return;
    }
}

static void shade(struct app *app) {
    struct collecting *c = &app->collecting;
    uint64_t first = 0;
    uint32_t missing = missing_children(app, &first);
    if (missing && !c->lets_mistakes) {
        refuse(app, WORD_COLLECT_LEFT_OUT, first);
        return;
    }
    c->moves++;
    c->mistakes += missing;
    scan_to_end(app);
    find_decision(app);
}

static uint32_t count_wrong_picks(const struct app *app, uint64_t *first) {
    const struct collecting *c = &app->collecting;
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < c->pick_count; i++) {
        if (gc_is_white(machine_now(app), c->picks[i])) continue;
        if (wrong++ == 0) *first = c->picks[i];
    }
    return wrong;
}

/* A mistake is made: what is marked and was picked is doomed, ... */
static void doom_picked(struct app *app) {
    const struct collecting *c = &app->collecting;
    struct session *s = &app->open.session;
    for (uint32_t i = 0; i < c->pick_count; i++)
        if (!gc_is_white(&s->now, c->picks[i])) session_by_hand(s, DECISION_DOOM, c->picks[i], 0);
}

/* ... and the white objects that were not picked are spared, until none is left. */
static void spare_others(struct app *app) {
    struct session *s = &app->open.session;
    for (uint32_t i = 0; i < COLLECTING_PICKS; i++) {
        struct white_search search = {.picked = &app->collecting};
        inspect_objects(&s->now, note_white, &search);
        if (!search.missing || !session_by_hand(s, DECISION_SPARE, search.first, 0)) return;
    }
}

static void free_picked(struct app *app) {
    struct collecting *c = &app->collecting;
    struct session *s = &app->open.session;
    uint64_t wrong = 0;
    struct white_search search = {.picked = c};
    uint32_t wrong_count = count_wrong_picks(app, &wrong);
    inspect_objects(&s->now, note_white, &search);
    if (!c->lets_mistakes && (wrong_count || search.missing)) {
        refuse(app, wrong_count ? WORD_COLLECT_IN_USE : WORD_COLLECT_NOBODY_FOUND,
               wrong_count ? wrong : search.first);
        return;
    }
    c->moves++;
    c->mistakes += wrong_count + search.missing;
    doom_picked(app);
    spare_others(app);
    session_seek_event(s, EVENT_PHASE, true);
    begin_stage(app, COLLECTING_OVER);
}

/* What was picked is what was meant. */
void do_collect_enter(struct app *app, uint64_t value) {
    (void)value;
    struct collecting *c = &app->collecting;
    c->answer[0] = '\0';
    switch (c->stage) {
    case COLLECTING_SHADE: shade(app); break;
    case COLLECTING_FREE: free_picked(app); break;
    case COLLECTING_OVER: collecting_end(app); break;
    case COLLECTING_TAKE: say_to(app, true, WORD_COLLECT_CLICK_ONE, "", ""); break;
    case COLLECTING_OFF: break;
    }
}

void collecting_end(struct app *app) {
    app->collecting = (struct collecting){.stage = COLLECTING_OFF};
}

/* Off; with wrong moves refused; with wrong moves done. */
void do_collect(struct app *app, uint64_t value) {
    (void)value;
    struct collecting *c = &app->collecting;
    if (app->comparing.is) comparing_end(app);
    bool lets_mistakes = c->stage != COLLECTING_OFF && !c->lets_mistakes;
    if (c->stage != COLLECTING_OFF && c->lets_mistakes) {
        collecting_end(app);
        return;
    }
    app->player.playing = false;
    searching_stop(app);
    if (c->stage == COLLECTING_OFF || c->stage == COLLECTING_OVER) {
        *c = (struct collecting){.stage = COLLECTING_OFF};
        find_decision(app);
    }
    c->lets_mistakes = lets_mistakes;
}
