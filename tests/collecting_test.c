/* The user is the collector: right moves, wrong ones refused, wrong ones made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/does.h"
#include "machine/gc/gc.h"
#include "machine/inspect/statistics.h"
#include "session/future.h"
#include "support/desk.h"

struct name_search {
    const struct machine *m;
    const char *name;
    uint64_t address;
};

static void compare(void *user, const struct object_view *o) {
    struct name_search *search = user;
    struct text name = {0};
    inspect_object_name(search->m, o->address, &name);
    if (o->colour != COLOUR_FREE && strcmp(text_string(&name), search->name) == 0)
        search->address = o->address;
    text_free(&name);
}

static uint64_t object(const struct desk *d, const char *name) {
    struct name_search search = {&d->app.open.session.now, name, 0};
    inspect_objects(&d->app.open.session.now, compare, &search);
    if (!search.address) fail_msg("there is no %s", name);
    return search.address;
}

static void click(struct desk *d, const char *name) {
    do_select(&d->app, object(d, name));
    desk_pass(d, 0);
}

static uint64_t number(const struct desk *d, const char *name) {
    return statistic_find(name)->value(&d->app.open.session.now);
}

/* head leads to Node 3, that to Node 2, that to Node 1, which main's stack leads to, too; old and
 * cache are garbage. By itself the collector would take Node 1 first. */
static void open_list(struct desk *d) {
    desk_open(d, "scenarios/01-mark-and-sweep.json");
    desk_type(d, "j");
    assert_int_equal(d->app.collecting.stage, COLLECTING_TAKE);
    assert_true(desk_says(d, "Which grey object is next?"));
}

static void wrong_moves_are_refused_with_the_reason(void **state) {
    (void)state;
    struct desk d;
    open_list(&d);
    click(&d, "old");
    assert_true(desk_says(&d, "old is white: nobody has found it yet."));
    click(&d, "Node 3");
    assert_int_equal(d.app.collecting.stage, COLLECTING_SHADE);
    click(&d, "Node 3");
    assert_true(desk_says(&d, "Nothing leads to Node 3 from Node 3"));
    desk_key(&d, KEY_ENTER);
    assert_true(desk_says(&d, "Node 2 is white, and Node 3 points to it"));
    click(&d, "Node 2");
    desk_key(&d, KEY_ENTER);
    click(&d, "Node 3");
    assert_true(desk_says(&d, "Node 3 is black"));
    assert_int_not_equal(session_future(&d.app.open.session), NEVER); /* in another order */
    desk_close(&d);
}

static void play_to_the_sweep(struct desk *d) {
    for (int i = 0; i < 20 && d->app.collecting.stage != COLLECTING_FREE; i++) {
        const struct collecting *c = &d->app.collecting;
        if (c->stage == COLLECTING_TAKE) do_select(&d->app, c->would_take);
        for (int n = 1; n < 3 && c->stage == COLLECTING_SHADE; n++) {
            char name[16] = "Node 0";
            name[5] = (char)('0' + n);
            if (gc_is_white(&d->app.open.session.now, object(d, name))) click(d, name);
        }
        desk_key(d, KEY_ENTER);
    }
    assert_int_equal(d->app.collecting.stage, COLLECTING_FREE);
}

static void a_collection_can_be_played_to_the_end(void **state) {
    (void)state;
    struct desk d;
    open_list(&d);
    play_to_the_sweep(&d);
    click(&d, "old");
    desk_key(&d, KEY_ENTER);
    assert_true(desk_says(&d, "cache is white"));
    click(&d, "cache");
    click(&d, "Node 1");
    desk_key(&d, KEY_ENTER);
    assert_true(desk_says(&d, "Node 1 is black: it can be reached"));
    click(&d, "Node 1");
    desk_key(&d, KEY_ENTER);
    assert_int_equal(d.app.collecting.stage, COLLECTING_OVER);
    desk_key(&d, KEY_ENTER);
    assert_int_equal(d.app.collecting.stage, COLLECTING_OFF);
    desk_key(&d, KEY_END);
    assert_int_equal(number(&d, "Frees"), 2);
    assert_int_equal(number(&d, "LostObjects"), 0);
    desk_close(&d);
}

static void a_mistake_that_is_made_loses_an_object(void **state) {
    (void)state;
    struct desk d;
    open_list(&d);
    desk_type(&d, "j"); /* mistakes are made */
    click(&d, "Node 3");
    desk_key(&d, KEY_ENTER); /* Node 2 is left out */
    assert_int_equal(d.app.collecting.mistakes, 1);
    assert_int_not_equal(session_future(&d.app.open.session), NEVER);
    desk_key(&d, KEY_ESCAPE);
    assert_int_equal(d.app.collecting.stage, COLLECTING_OFF);
    desk_key(&d, KEY_END);
    assert_int_equal(number(&d, "LostObjects"), 1);
    uint64_t end = desk_step(&d);
    desk_key(&d, KEY_HOME); /* what was done stays done */
    desk_key(&d, KEY_END);
    assert_int_equal(desk_step(&d), end);
    assert_int_equal(number(&d, "LostObjects"), 1);
    desk_close(&d);
}

static void what_the_sweep_frees_can_be_a_mistake_too(void **state) {
    (void)state;
    struct desk d;
    open_list(&d);
    desk_type(&d, "j");
    play_to_the_sweep(&d);
    click(&d, "Node 1"); /* in use; and old and cache are spared */
    desk_key(&d, KEY_ENTER);
    assert_int_equal(d.app.collecting.mistakes, 3);
    desk_key(&d, KEY_END);
    assert_int_equal(number(&d, "Frees"), 1);
    assert_int_equal(number(&d, "LostObjects"), 1);
    desk_close(&d);
}

/* Hundreds of thousands of steps before its only collection. */
static void a_collection_that_is_far_away_is_found(void **state) {
    (void)state;
    char path[] = "/tmp/tricolor-collect-XXXXXX";
    int file = mkstemp(path);
    static const char PROGRAM[] =
        "package main\n\nimport \"runtime\"\n\ntype node struct{ next *node }"
        "\n\nvar top *node\n\nfunc main() {\n\ttop = &node{&node{nil}}\n"
        "\tn := 0\n\tfor n < 100000 {\n\t\tn++\n\t}\n"
        "\truntime.GC()\n}\n";
    struct desk d;
    assert_true(file >= 0);
    assert_int_equal(write(file, PROGRAM, sizeof PROGRAM - 1), (int)sizeof PROGRAM - 1);
    close(file);
    desk_open(&d, path);
    desk_type(&d, "j");
    unlink(path);
    assert_int_equal(d.app.collecting.stage, COLLECTING_TAKE);
    assert_true(desk_step(&d) > 200000);
    desk_close(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_moves_are_refused_with_the_reason),
        cmocka_unit_test(a_collection_can_be_played_to_the_end),
        cmocka_unit_test(a_mistake_that_is_made_loses_an_object),
        cmocka_unit_test(what_the_sweep_frees_can_be_a_mistake_too),
        cmocka_unit_test(a_collection_that_is_far_away_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
