/* The inspector: what it tells of objects and words, their history, who points to them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "machine/inspect/inspect_referrers.h"
#include "machine/memory.h"
#include "support/desk.h"
#include "support/folder.h"
#include "support/golden.h"
#include "view/panels.h"
#include "view/predicting.h"
#include "view/widget.h"

static const char LOST[] = "scenarios/03-lost-object-barrier-on.json";
static const char GONE[] = "scenarios/01-mark-and-sweep.json";

/* ---- finding objects ---- */

struct wanted {
    const struct machine *m;
    const char *name;
    uint64_t address;
};

static void compare_name(void *user, const struct object_view *o) {
    struct wanted *w = user;
    struct text name = {0};
    if (o->serial) inspect_site_name(w->m, o->site, o->ordinal, &name);
    if (strcmp(text_string(&name), w->name) == 0) w->address = o->address;
    text_free(&name);
}

static uint64_t find_object(const struct desk *d, const char *name) {
    struct wanted w = {.m = &d->app.open.session.now, .name = name};
    inspect_objects(w.m, compare_name, &w);
    if (!w.address) fail_msg("no object is called %s", name);
    return w.address;
}

static void go_to(struct desk *d, uint64_t step) {
    app_do(&d->app, COMMAND_SEEK, step);
    desk_pass(d, 0);
}

static uint64_t select_object(struct desk *d, const char *name) {
    uint64_t address = find_object(d, name);
    app_do(&d->app, COMMAND_SELECT, address);
    desk_pass(d, 0);
    return address;
}

/* ---- the panel ---- */

static void the_inspector_is_the_recorded_one(void **state) {
    (void)state;
    struct desk d;
    struct text words = {0};
    desk_open(&d, LOST);
    go_to(&d, 28);
    select_object(&d, "C");
    struct view v = app_view(&d.app);
    draw_reset(&d.app.draw);
    panel_inspector(&d.app.draw, &v, (struct box){20, 20, 278, 250});
    panel_inspector(&d.app.draw, &v, (struct box){20, 300, 1300, 600});
    view_end(&v);
    draw_describe(&d.app.draw, &words);
    golden_check("panel-inspector-03-step-28.txt", text_string(&words));
    text_free(&words);
    desk_close(&d);
}

/* ---- history ---- */

static const struct turn *find_turn(const struct biography *b, enum event_kind kind) {
    for (uint32_t i = 0; i < b->count; i++)
        if (b->list[i].kind == kind) return &b->list[i];
    fail_msg("no turn of kind %s", event_describe(kind)->name);
    return NULL;
}

static void a_life_is_told_from_birth_to_the_sweep(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, GONE);
    desk_key(&d, KEY_END);
    go_to(&d, 45);
    select_object(&d, "old");
    const struct biography *b = &d.app.inspecting.life;
    assert_true(d.app.inspecting.portrait.complete);
    assert_true(b->born > 0 && b->ended > b->born && b->asked > 0 && !b->alive);
    assert_int_equal(find_turn(b, EVENT_ALLOCATE)->step, b->born);
    assert_int_equal(find_turn(b, EVENT_FREE)->step, b->ended);
    for (uint32_t i = 1; i < b->count; i++) assert_true(b->list[i - 1].step <= b->list[i].step);
    desk_close(&d);
}

static void every_write_of_a_life_is_a_change_that_the_run_had(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    go_to(&d, 28);
    uint64_t address = select_object(&d, "A");
    const struct biography *b = &d.app.inspecting.life;
    struct session *s = &d.app.open.session;
    uint32_t writes = 0;
    for (uint64_t step = 1; step <= session_steps(s); step++) {
        session_seek(s, step);
        for (uint32_t i = 0; i < s->event_count; i++) {
            const struct event *e = &s->events[i];
            if (step < b->born || (b->ended && step > b->ended)) continue;
            writes += e->kind == EVENT_WORD && e->a >= address && e->a < address + 16;
        }
    }
    assert_true(writes > 0);
    assert_int_equal(b->writes, writes);
    assert_non_null(strstr(find_turn(b, EVENT_WORD)->word, ".next = "));
    desk_close(&d);
}

/* The first that begins in a box, or (NULL) anywhere. */
static const struct hit *find_hit(const struct desk *d, enum command_id command, uint64_t value,
                                  const struct box *in) {
    for (size_t i = 0; i < d->app.draw.hit_count; i++) {
        const struct hit *h = &d->app.draw.hits[i];
        bool inside = !in || (h->box.x >= in->x - 10 && h->box.y >= in->y - 1 &&
                              h->box.y + h->box.h <= in->y + in->h + 1);
        if (h->command == command && inside && (value == ANY_VALUE || h->value == value)) return h;
    }
    return NULL;
}

static void a_turn_is_gone_to_by_a_click(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    go_to(&d, 40);
    select_object(&d, "C");
    uint64_t step = find_turn(&d.app.inspecting.life, EVENT_SHADE)->step;
    for (uint32_t i = 0; i < 40 && desk_step(&d) == 40; i++) {
        const struct box inside = find_hit(&d, COMMAND_SCROLL_INSPECTOR, ANY_VALUE, NULL)->box;
        const struct hit *row = find_hit(&d, COMMAND_SEEK, step, &inside);
        if (row) desk_press(&d, row->box.x + 20, row->box.y + 5);
        else desk_wheel(&d, inside.x + 9, inside.y + 9, -1);
        desk_release(&d);
    }
    assert_int_equal(desk_step(&d), step);
    desk_close(&d);
}

static void where_it_was_allocated_is_shown(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/93-cache-that-leaks.json");
    go_to(&d, 220);
    select_object(&d, "page 1");
    uint32_t line = (uint32_t)find_hit(&d, COMMAND_SHOW_LINE, ANY_VALUE, NULL)->value;
    assert_null(find_hit(&d, COMMAND_SELECT_LINE, line, NULL));
    desk_click(&d, COMMAND_SHOW_LINE, line);
    assert_int_equal(d.app.listing.selected, line);
    assert_non_null(find_hit(&d, COMMAND_SELECT_LINE, line, NULL));
    desk_key(&d, KEY_BACKSPACE);
    assert_int_equal(d.app.listing.selected, 0);
    desk_close(&d);
}

/* ---- the selection is of one object ---- */

static void an_object_that_was_freed_says_so(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, GONE);
    go_to(&d, 45);
    select_object(&d, "old");
    const struct biography *b = &d.app.inspecting.life;
    go_to(&d, b->ended - 1);
    assert_false(desk_says(&d, "freed since") || desk_says(&d, "This object was freed"));
    go_to(&d, session_steps(&d.app.open.session));
    assert_true(desk_says(&d, "freed since") || desk_says(&d, "This object was freed"));
    go_to(&d, b->born - 1);
    assert_true(desk_says(&d, "This object will be"));
    desk_key(&d, KEY_BACKSPACE);
    assert_true(desk_says(&d, "Numbers"));
    desk_close(&d);
}

static void the_colour_is_explained_by_the_step_that_gave_it(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    for (uint64_t step = 1; step <= session_steps(&d.app.open.session); step++) {
        struct wanted w = {.m = &d.app.open.session.now, .name = "C"};
        go_to(&d, step);
        inspect_objects(w.m, compare_name, &w);
        if (!w.address) continue;
        app_do(&d.app, COMMAND_SELECT, w.address);
        desk_pass(&d, 0);
        enum colour colour = inspect_colour(w.m, w.address);
        const struct turn *last = biography_colour(&d.app.inspecting.life, step);
        assert_non_null(last);
        if (colour == COLOUR_GREY) assert_int_equal(last->kind, EVENT_SHADE);
        if (colour == COLOUR_WHITE)
            assert_true(last->kind != EVENT_SHADE && last->kind != EVENT_BLACKEN);
        if (last->kind == EVENT_BLACKEN) assert_int_equal(colour, COLOUR_BLACK);
        if (last->kind == EVENT_FREE) assert_int_equal(colour, COLOUR_FREE);
    }
    desk_close(&d);
}

/* Else it would tell the answer. */
static void a_question_hides_what_is_to_come(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, GONE);
    d.app.look.questions = QUESTIONS_LECTURE;
    go_to(&d, 45);
    select_object(&d, "old");
    desk_key(&d, KEY_SPACE);
    for (int i = 0; i < 20; i++) desk_pass(&d, 1);
    struct view v = app_view(&d.app);
    assert_true(predicting_asks(&v));
    view_end(&v);
    assert_true(d.app.inspecting.life.ended > desk_step(&d));
    const struct box inside = find_hit(&d, COMMAND_SCROLL_INSPECTOR, ANY_VALUE, NULL)->box;
    for (uint32_t i = 0; i < 40; i++) {
        for (size_t k = 0; k < d.app.draw.hit_count; k++) {
            const struct hit *h = &d.app.draw.hits[k];
            if (h->command == COMMAND_SEEK &&
                box_contains(inside, (struct point){h->box.x + 20, h->box.y + 5}))
                assert_true(h->value <= desk_step(&d));
        }
        desk_wheel(&d, inside.x + 9, inside.y + 9, -1);
    }
    desk_close(&d);
}

/* ---- who points to it ---- */

struct places {
    uint64_t list[64];
    uint32_t count;
};

static void note_place(void *user, uint64_t place) {
    struct places *p = user;
    assert_true(p->count < 64);
    p->list[p->count++] = place;
}

static bool has_place(const struct desk *d, const struct places *p, const char *name) {
    for (uint32_t i = 0; i < p->count; i++) {
        struct text words = {0};
        inspect_place(&d->app.open.session.now, p->list[i], &words);
        bool same = strcmp(text_string(&words), name) == 0;
        text_free(&words);
        if (same) return true;
    }
    return false;
}

static void referrers_are_globals_slots_and_objects(void **state) {
    (void)state;
    struct desk d;
    struct places p = {0};
    desk_open(&d, LOST);
    go_to(&d, 28);
    const struct machine *m = &d.app.open.session.now;
    inspect_referrers(m, find_object(&d, "C"), 16, note_place, &p);
    assert_true(has_place(&d, &p, "A.next") && has_place(&d, &p, "B.next"));
    assert_int_equal(p.count, 2);
    p.count = 0;
    inspect_referrers(m, find_object(&d, "B"), 16, note_place, &p);
    assert_true(has_place(&d, &p, "from"));
    desk_close(&d);
}

static void chunks_of_malloc_are_looked_through(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/28-shared-tail-malloc.json");
    uint64_t steps = session_steps(&d.app.open.session);
    for (uint64_t step = 1; step <= steps; step++) {
        struct wanted w = {.m = &d.app.open.session.now, .name = "T"};
        go_to(&d, step);
        inspect_objects(w.m, compare_name, &w);
        if (w.address) app_do(&d.app, COMMAND_SELECT, w.address);
    }
    assert_true(d.app.selected != 0);
    assert_true(d.app.inspecting.life.born > 0);
    go_to(&d, d.app.inspecting.life.born);
    assert_true(desk_says(&d, "(chunk: 32)"));
    desk_close(&d);
}

static void choose_one(void *user, const struct object_view *o) {
    struct wanted *w = user;
    if (o->serial % 3 == 1) w->address = o->address;
}

/* ---- what keeps it alive, and what it keeps alive ---- */

static const char TEXTBOOK[] = "scenarios/06-textbook-graph.json";

/* With room for all of its rows. */
static void enlarge(struct desk *d) {
    d->app.look.arrangement.enlarged = PANEL_INSPECTOR;
    desk_pass(d, 0);
    assert_true(find_hit(d, COMMAND_SCROLL_INSPECTOR, ANY_VALUE, NULL)->box.w > 1500);
}

static void the_selected_tells_what_it_keeps_alive(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, TEXTBOOK);
    go_to(&d, 30);
    enlarge(&d);
    uint64_t above = find_object(&d, "A"), below = find_object(&d, "E");
    select_object(&d, "C");
    assert_true(desk_says(&d, "24 B, 2 objects") && desk_says(&d, "Kept alive by"));
    const struct holding *h = &d.app.inspecting.holding;
    assert_int_equal(h->chain_count, 2);
    assert_int_equal(h->chain[0].address, above);
    assert_int_equal(h->chain[1].kind, HOLDER_GLOBAL);
    assert_int_equal(h->kept_count, 1);
    assert_int_equal(h->kept[0].address, below);
    desk_click(&d, COMMAND_SELECT, below);
    assert_true(desk_says(&d, "only itself"));
    desk_click(&d, COMMAND_SELECT, above);
    assert_int_equal(d.app.selected, above);
    assert_true(desk_says(&d, "112 B, 5 objects"));
    desk_click(&d, COMMAND_SELECT, GLOBALS_BASE);
    assert_true(desk_says(&d, "112 B, 5 objects"));
    desk_close(&d);
}

static void nothing_keeps_garbage(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, TEXTBOOK);
    go_to(&d, 30);
    enlarge(&d);
    select_object(&d, "F");
    assert_true(desk_says(&d, "Nothing: it is garbage."));
    assert_false(desk_says(&d, "keeps alive") || desk_says(&d, "Keeps alive"));
    d.app.look.language = LANGUAGE_GERMAN;
    desk_pass(&d, 0);
    assert_true(desk_says(&d, "Von nichts: es ist M"));
    desk_close(&d);
}

/* A frame is selected by the word that its frame pointer leads to. */
static void a_chain_leads_through_words_and_frames_to_a_goroutine(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/62-goroutine-leak.json");
    go_to(&d, session_steps(&d.app.open.session));
    enlarge(&d);
    select_object(&d, "report");
    const struct holding *h = &d.app.inspecting.holding;
    static const enum holder_kind KINDS[] = {HOLDER_WORD, HOLDER_FRAME, HOLDER_GOROUTINE};
    assert_int_equal(h->chain_count, 3);
    for (uint32_t i = 0; i < 3; i++) assert_int_equal(h->chain[i].kind, KINDS[i]);
    uint64_t frame = h->chain[1].address;
    desk_click(&d, COMMAND_FRONT, h->chain[2].owner);
    assert_int_equal(d.app.goroutine, 2);
    desk_click(&d, COMMAND_SELECT, frame);
    assert_int_equal(h->own.kind, HOLDER_FRAME);
    assert_int_equal(h->own.bytes, 480);
    desk_close(&d);
}

static void without_a_selection_one_sees_what_holds_the_memory(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, TEXTBOOK);
    go_to(&d, 30);
    enlarge(&d);
    assert_true(desk_says(&d, "What holds the memory") && desk_says(&d, "type_A"));
    desk_click(&d, COMMAND_SELECT, find_object(&d, "A"));
    assert_int_equal(d.app.selected, find_object(&d, "A"));
    desk_close(&d);
}

/* A heap dump has no types: what is told is sizes, and roots that have only a place. */
static void of_a_heap_dump_sizes_and_places_are_told(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "tests/dumps/list.dump");
    go_to(&d, 3);
    enlarge(&d);
    assert_true(desk_says(&d, "By size") && desk_says(&d, "48 bytes"));
    const struct holding *h = &d.app.inspecting.holding;
    assert_true(h->known && h->root_count > 5);
    assert_int_equal(h->roots[0].kind, HOLDER_GLOBAL);
    uint64_t place = h->roots[0].address, bytes = h->roots[0].bytes;
    desk_click(&d, COMMAND_SELECT, place);
    assert_int_equal(h->own.bytes, bytes);
    desk_close(&d);
}

/* Whatever the window has found out at one step is not told at another. */
static void it_is_told_anew_at_every_step(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/92-worker-pool.json");
    uint64_t steps = session_steps(&d.app.open.session);
    for (uint64_t i = 0; i < 24; i++) {
        struct wanted w = {.m = &d.app.open.session.now};
        struct retained r;
        go_to(&d, steps - steps * i * 7 % steps);
        inspect_objects(w.m, choose_one, &w);
        app_do(&d.app, COMMAND_SELECT, i % 3 ? w.address : 0);
        desk_pass(&d, 0);
        const struct holding *h = &d.app.inspecting.holding;
        assert_true(retained_find(&r, w.m));
        assert_true(h->known);
        assert_int_equal(h->all.bytes, r.bytes[0]);
        uint32_t number = i % 3 && w.address ? retained_number(&r, w.address) : NO_VERTEX;
        assert_int_equal(h->selected, number != NO_VERTEX);
        if (h->selected) assert_int_equal(h->own.bytes, retained_holder(&r, number).bytes);
        retained_free(&r);
    }
    desk_close(&d);
}

static const char MANY[] = "package main\n"
                           "type node struct {\n"
                           "\tnext *node\n"
                           "}\n"
                           "var head *node\n"
                           "func main() {\n"
                           "\tfor i := 0; i < 5000; i++ {\n"
                           "\t\thead = &node{head}\n"
                           "\t}\n"
                           "}\n";

static void a_large_heap_is_looked_through_when_the_run_rests(void **state) {
    (void)state;
    struct desk d;
    folder_write("many.go", MANY);
    desk_open(&d, folder_path("many.go"));
    for (int i = 0; i < 2000 && !session_ended(&d.app.open.session); i++) desk_pass(&d, 1);
    uint64_t end = session_steps(&d.app.open.session);
    go_to(&d, end - 20);
    d.app.player.playing = true;
    const struct holding *h = &d.app.inspecting.holding;
    desk_pass(&d, 1);
    assert_false(h->known);
    assert_true(desk_says(&d, "found out when"));
    d.app.player.playing = false;
    for (int i = 0; i < 2000 && !h->known; i++) desk_pass(&d, 0);
    assert_true(h->known && desk_says(&d, "What holds the memory"));
    assert_true(h->objects[0].objects > 4990);
    select_object(&d, "node 10");
    assert_int_equal(h->chain_count, CHAIN_NEAR + 1);
    assert_true(h->chain_left_out > 4900);
    assert_int_equal(h->own.objects, 10);
    desk_close(&d);
}

/* ---- words ---- */

static void a_word_has_a_history_of_its_own(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    go_to(&d, 28);
    app_do(&d.app, COMMAND_SELECT, GLOBALS_BASE);
    desk_pass(&d, 0);
    const struct biography *b = &d.app.inspecting.life;
    assert_int_equal(b->subject.serial, 0);
    assert_true(b->writes > 0 && b->turns == 0);
    assert_non_null(strstr(b->list[0].word, "from = "));
    desk_close(&d);
}

/* Also of those that no event tells of: arguments, frames that begin with zeroes, stacks moved. */
static void a_word_on_a_stack_knows_all_of_its_changes(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/94-deferred-and-recovered.json");
    struct session *s = &d.app.open.session;
    go_to(&d, 150);
    struct frame f;
    assert_true(frame_innermost(&s->now, goroutine_of(&s->now, 1), &f));
    for (uint64_t word = 0; word < 12; word++) {
        app_do(&d.app, COMMAND_SELECT, f.address - word * WORD);
        desk_pass(&d, 0);
        const struct biography *b = &d.app.inspecting.life;
        uint64_t before = 0;
        assert_int_equal(b->subject.serial, 0);
        assert_true(b->writes <= WRITES_MAX);
        for (uint64_t step = 1; step <= session_steps(s); step++) {
            session_seek(s, step);
            uint64_t now = memory_word(&s->now, b->subject.address, WORD);
            bool changed = now != before, told = false;
            for (uint32_t i = 0; i < b->count; i++) told |= b->list[i].step == step;
            assert_true(told || !changed);
            before = now;
        }
        go_to(&d, 150);
    }
    desk_close(&d);
}

/* ---- every object of every scenario ---- */

static void nothing_that_can_be_selected_breaks_it(void **state) {
    (void)state;
    static const char *const PATHS[] = {
        "scenarios/20-malloc-and-free.json", "scenarios/44-closures.json",
        "scenarios/50-tiny-objects.json",    "scenarios/61-channel-ring.json",
        "scenarios/65-map-growth.json",      "scenarios/92-worker-pool.json"};
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        struct desk d;
        desk_open(&d, PATHS[i]);
        uint64_t steps = session_steps(&d.app.open.session);
        for (uint64_t k = 1; k <= 12; k++) {
            struct wanted w = {.m = &d.app.open.session.now};
            go_to(&d, steps * k / 12);
            inspect_objects(w.m, choose_one, &w);
            app_do(&d.app, COMMAND_SELECT, w.address + (k % 4 == 0 ? WORD : 0));
            desk_pass(&d, 0);
            assert_true(!w.address || desk_says(&d, "Inspector"));
        }
        desk_close(&d);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_inspector_is_the_recorded_one),
        cmocka_unit_test(a_life_is_told_from_birth_to_the_sweep),
        cmocka_unit_test(every_write_of_a_life_is_a_change_that_the_run_had),
        cmocka_unit_test(a_turn_is_gone_to_by_a_click),
        cmocka_unit_test(where_it_was_allocated_is_shown),
        cmocka_unit_test(an_object_that_was_freed_says_so),
        cmocka_unit_test(the_colour_is_explained_by_the_step_that_gave_it),
        cmocka_unit_test(a_question_hides_what_is_to_come),
        cmocka_unit_test(referrers_are_globals_slots_and_objects),
        cmocka_unit_test(chunks_of_malloc_are_looked_through),
        cmocka_unit_test(the_selected_tells_what_it_keeps_alive),
        cmocka_unit_test(nothing_keeps_garbage),
        cmocka_unit_test(a_chain_leads_through_words_and_frames_to_a_goroutine),
        cmocka_unit_test(without_a_selection_one_sees_what_holds_the_memory),
        cmocka_unit_test(of_a_heap_dump_sizes_and_places_are_told),
        cmocka_unit_test(it_is_told_anew_at_every_step),
        cmocka_unit_test(a_large_heap_is_looked_through_when_the_run_rests),
        cmocka_unit_test(a_word_has_a_history_of_its_own),
        cmocka_unit_test(a_word_on_a_stack_knows_all_of_its_changes),
        cmocka_unit_test(nothing_that_can_be_selected_breaks_it),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove) != 0;
}
