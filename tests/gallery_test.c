/* The gallery: groups, search, scrolling, thumbnails, files opened last, files asked for. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/library.h"
#include "app/thumbnails.h"
#include "support/desk.h"
#include "support/folder.h"

#define GO "package main\n\nfunc main() {\n\tprintln(1)\n}\n"

static const char *file_name(const char *path) {
    return strrchr(path, '/') + 1;
}

static const struct gallery_entry *chosen(const struct desk *d) {
    return &d->app.gallery.entries[d->app.gallery.selected];
}

/* As the window does it: time passes while there is something to do. */
static void settle(struct desk *d) {
    for (int i = 0; i < 20000 && app_wait(&d->app) == 0; i++) desk_pass(d, 0.001);
    assert_int_equal(app_wait(&d->app), -1);
}

/* The gallery of another folder. */
static void open_folder(struct desk *d, const char *folder) {
    desk_open(d, NULL);
    library_free(&d->app.gallery);
    library_read(&d->app.gallery, folder);
    desk_pass(d, 0);
}

static void put_folder(const char *name) {
    if (mkdir(folder_path(name), 0700) != 0) assert_int_equal(errno, EEXIST);
}

/* ---- groups ---- */

static void scenarios_stand_in_the_suggested_order_under_headings(void **state) {
    struct desk d;
    uint32_t groups = 0;
    (void)state;
    desk_open(&d, NULL);
    const struct gallery *g = &d.app.gallery;
    assert_true(g->count > 60);
    assert_true(desk_says(&d, "Marking, sweeping, and the write barrier"));
    for (uint32_t i = 1; i < g->count; i++)
        groups += g->entries[i].group != g->entries[i - 1].group;
    assert_int_equal(groups, 9);
    assert_string_equal(file_name(g->entries[0].path), "01-mark-and-sweep.json");
    desk_close(&d);
}

static void every_card_can_be_come_to_by_each_kind_of_move(void **state) {
    static const enum key WAYS[] = {KEY_RIGHT, KEY_DOWN, KEY_PAGE_DOWN};
    static const enum key BACK[] = {KEY_LEFT, KEY_UP, KEY_PAGE_UP};
    (void)state;
    for (size_t i = 0; i < sizeof WAYS / sizeof WAYS[0]; i++) {
        struct desk d;
        desk_open(&d, NULL);
        uint32_t last = d.app.gallery.count - 1, moves = 0;
        for (uint32_t before = UINT32_MAX; before != d.app.gallery.selected; moves++) {
            before = d.app.gallery.selected;
            desk_key(&d, WAYS[i]);
            assert_true(d.app.gallery.selected >= before);
        }
        assert_true(i == 0 ? moves == last + 1 : moves > 4 && moves < last);
        for (uint32_t k = 0; k < moves; k++) desk_key(&d, BACK[i]);
        assert_int_equal(d.app.gallery.entries[d.app.gallery.selected].group, WORD_GROUP_MARKING);
        desk_close(&d);
    }
}

static bool can_be_clicked(const struct desk *d, uint32_t entry) {
    for (size_t i = 0; i < d->app.draw.hit_count; i++) {
        const struct hit *h = &d->app.draw.hits[i];
        if (h->command == COMMAND_OPEN && h->value == entry && h->box.h > 100) return true;
    }
    return false;
}

static void what_is_chosen_is_seen(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, NULL);
    assert_false(can_be_clicked(&d, d.app.gallery.count - 1));
    desk_key(&d, KEY_END);
    assert_int_equal(d.app.gallery.selected, d.app.gallery.count - 1);
    assert_true(can_be_clicked(&d, d.app.gallery.selected));
    for (int i = 0; i < 20; i++) {
        desk_key(&d, KEY_UP);
        assert_true(can_be_clicked(&d, d.app.gallery.selected));
    }
    desk_key(&d, KEY_HOME);
    assert_true(d.app.gallery.scroll == 0);
    desk_close(&d);
}

static void the_wheel_scrolls_as_far_as_there_is_something(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, NULL);
    desk_wheel(&d, 500, 500, 1);
    assert_true(d.app.gallery.scroll == 0);
    desk_wheel(&d, 500, 500, -2);
    assert_true(d.app.gallery.scroll > 100);
    assert_int_equal(d.app.gallery.selected, 0);
    for (int i = 0; i < 200; i++) desk_wheel(&d, 500, 500, -1);
    float end = d.app.gallery.scroll;
    assert_true(can_be_clicked(&d, d.app.gallery.count - 1));
    desk_wheel(&d, 500, 500, -1);
    assert_true(d.app.gallery.scroll == end);
    desk_close(&d);
}

/* ---- search ---- */

static void words_that_are_typed_leave_what_has_them(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, NULL);
    desk_type(&d, "/SPLIT");
    assert_true(desk_says(&d, "SPLIT▏"));
    assert_string_equal(file_name(chosen(&d)->path), "33-hot-split.json");
    desk_key(&d, KEY_RIGHT);
    assert_string_equal(file_name(chosen(&d)->path), "34-hot-split-copied.json");
    desk_type(&d, " copy");
    desk_key(&d, KEY_ENTER);
    assert_true(d.app.open.is);
    assert_string_equal(d.app.open.scenario.title, "No hot split on a contiguous stack");
    desk_close(&d);
}

static void what_is_not_there_is_not_found(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, NULL);
    desk_type(&d, "/nothing like that");
    assert_true(desk_says(&d, "No scenario has these words."));
    desk_key(&d, KEY_ENTER);
    assert_false(d.app.open.is);
    desk_key(&d, KEY_DOWN);
    desk_type(&d, "t"); /* commands again, when the prompt is closed */
    assert_true(d.app.look.theme == &THEME_DARK);
    desk_key(&d, KEY_ESCAPE);
    assert_false(desk_says(&d, "No scenario has these words."));
    desk_type(&d, "/x");
    desk_key(&d, KEY_BACKSPACE);
    desk_type(&d, "tiny");
    assert_string_equal(file_name(chosen(&d)->path), "50-tiny-objects.json");
    desk_key(&d, KEY_ESCAPE);
    assert_string_equal(d.app.gallery.filter, "");
    desk_close(&d);
}

/* ---- folders ---- */

static void an_empty_folder_says_so(void **state) {
    (void)state;
    struct desk d;
    put_folder("empty");
    open_folder(&d, folder_path("empty"));
    assert_true(desk_says(&d, "no scenario"));
    for (int key = KEY_LEFT; key <= KEY_END; key++) desk_key(&d, (enum key)key);
    desk_key(&d, KEY_ENTER);
    desk_wheel(&d, 500, 500, -3);
    desk_type(&d, "/a");
    assert_false(d.app.open.is);
    desk_close(&d);
}

static void a_folder_that_cannot_be_read_says_why(void **state) {
    (void)state;
    struct desk d;
    open_folder(&d, folder_path("missing"));
    assert_true(desk_says(&d, "No such file"));
    desk_close(&d);
    folder_write("file", "");
    open_folder(&d, folder_path("file"));
    assert_true(desk_says(&d, "Not a directory"));
    desk_close(&d);
}

static void two_hundred_scenarios_have_room(void **state) {
    (void)state;
    struct desk d;
    put_folder("many");
    for (int i = 0; i < 200; i++) {
        char name[64], text[256];
        snprintf(name, sizeof name, "many/%02d-%03d.json", i % 100, i);
        snprintf(text, sizeof text,
                 "{\"format\": 1, \"title\": \"Number %d\", \"source\": [\"package main\", "
                 "\"func main() {}\"]}",
                 i);
        folder_write(name, text);
    }
    folder_write("many/broken.json", "{\"format\": 1, \"titel\": \"x\"}");
    open_folder(&d, folder_path("many"));
    assert_int_equal(d.app.gallery.count, 201);
    desk_key(&d, KEY_END);
    assert_true(chosen(&d)->broken);
    assert_string_equal(chosen(&d)->summary, "1:1: the key \"title\" is missing");
    desk_key(&d, KEY_ENTER);
    assert_false(d.app.open.is);
    assert_true(desk_says(&d, "This file cannot be opened"));
    desk_key(&d, KEY_ESCAPE);
    desk_type(&d, "/number 77");
    desk_key(&d, KEY_ENTER);
    assert_string_equal(d.app.open.scenario.title, "Number 77");
    desk_close(&d);
}

/* ---- thumbnails ---- */

static void what_is_seen_gets_a_picture_in_a_while(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, NULL);
    settle(&d);
    const struct gallery *g = &d.app.gallery;
    assert_non_null(g->entries[0].thumbnail);
    assert_null(g->entries[g->count - 1].thumbnail);
    size_t made = 0;
    for (uint32_t i = 0; i < g->count; i++) made += g->entries[i].thumbnail != NULL;
    assert_in_range(made, 8, 16);
    struct text words = {0};
    draw_describe(g->entries[0].thumbnail, &words);
    assert_non_null(strstr(text_string(&words), "Node 2"));
    text_free(&words);
    desk_close(&d);
}

/* All of them: the million objects too, of which only the beginning is run. */
static void every_scenario_has_something_to_show(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, NULL);
    for (int i = 0; i < 30; i++) {
        settle(&d);
        desk_key(&d, KEY_PAGE_DOWN);
    }
    settle(&d);
    for (uint32_t i = 0; i < d.app.gallery.count; i++) {
        const struct gallery_entry *e = &d.app.gallery.entries[i];
        if (!e->thumbnail || e->thumbnail->count < 5) fail_msg("%s has no picture", e->path);
        assert_false(e->thumbnail->failed);
        assert_int_equal(e->thumbnail->hit_count, 0);
    }
    desk_close(&d);
}

static void the_gallery_stays_alive_meanwhile(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, NULL);
    desk_type(&d, "/10,000"); /* the longest runs */
    for (int i = 0; i < 20000 && app_wait(&d.app) == 0; i++) {
        double before = d.now;
        app_tick(&d.app);
        assert_true(d.now - before < 0.05);
        d.app.dirty = false;
    }
    assert_non_null(chosen(&d)->thumbnail);
    desk_close(&d);
}

static void another_theme_gets_pictures_of_its_own(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, NULL);
    settle(&d);
    const struct draw *light = d.app.gallery.entries[0].thumbnail;
    desk_type(&d, "t");
    settle(&d);
    assert_true(d.app.gallery.entries[0].thumbnail != light);
    desk_type(&d, "t");
    assert_true(d.app.gallery.entries[0].thumbnail == light); /* kept */
    desk_close(&d);
}

static void a_picture_in_the_making_can_be_left(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, NULL);
    desk_key(&d, KEY_ENTER);
    assert_true(d.app.open.is);
    desk_key(&d, KEY_RIGHT);
    desk_key(&d, KEY_ESCAPE);
    desk_type(&d, "t");
    settle(&d);
    desk_close(&d);
}

/* ---- the files opened last ---- */

static void what_was_opened_stands_first_the_next_time(void **state) {
    (void)state;
    struct desk d;
    put_folder("state");
    folder_write("mine.go", GO);
    desk_open(&d, NULL);
    app_remember(&d.app, folder_path("state"));
    assert_int_equal(d.app.gallery.recent, 0);
    uint32_t count = d.app.gallery.count;
    assert_true(app_open(&d.app, folder_path("mine.go")));
    desk_key(&d, KEY_ESCAPE);
    assert_true(desk_says(&d, "Opened last"));
    assert_string_equal(d.app.gallery.entries[0].title, "mine.go");
    assert_int_equal(d.app.gallery.count, count + 1);
    desk_close(&d);

    desk_open(&d, NULL); /* the program is started again */
    app_remember(&d.app, folder_path("state"));
    desk_pass(&d, 0);
    desk_key(&d, KEY_HOME);
    desk_key(&d, KEY_ENTER);
    assert_string_equal(d.app.open.scenario.title, "mine.go");
    desk_close(&d);

    assert_int_equal(unlink(folder_path("mine.go")), 0);
    desk_open(&d, NULL);
    app_remember(&d.app, folder_path("state"));
    assert_int_equal(d.app.gallery.recent, 0);
    desk_close(&d);
}

static void a_file_that_cannot_be_opened_is_not_remembered(void **state) {
    (void)state;
    struct desk d;
    put_folder("state-2");
    folder_write("bad.go", "package main\nfunc main() {");
    desk_open(&d, NULL);
    app_remember(&d.app, folder_path("state-2"));
    assert_false(app_open(&d.app, folder_path("bad.go")));
    assert_int_equal(d.app.recent.count, 0);
    desk_pass(&d, 0);
    assert_true(desk_says(&d, "bad.go:2:"));
    desk_close(&d);
}

/* ---- files that are dropped or asked for ---- */

static void drop(struct desk *d, const char *path) {
    struct input in = {.kind = INPUT_DROP, .path = path};
    app_input(&d->app, &in);
    desk_pass(d, 0);
}

static void a_dropped_file_is_opened(void **state) {
    (void)state;
    struct desk d;
    folder_write("dropped.go", GO);
    desk_open(&d, NULL);
    drop(&d, folder_path("dropped.go"));
    assert_string_equal(d.app.open.scenario.title, "dropped.go");
    drop(&d, "scenarios/05-two-stacks.json");
    assert_int_equal(session_step(&d.app.open.session), 0);
    drop(&d, folder_path("."));
    assert_true(desk_says(&d, "is a directory"));
    assert_string_equal(d.app.open.scenario.title, "Two stacks, scanned at different times");
    desk_close(&d);
}

static void a_path_is_typed_where_there_is_no_dialog(void **state) {
    (void)state;
    struct desk d;
    put_folder("typed");
    folder_write("typed/one-program.go", GO);
    folder_write("typed/one-list.json", "");
    folder_write("typed/one.txt", "");
    open_folder(&d, folder_path("typed"));
    desk_type(&d, "o");
    assert_true(desk_says(&d, "Open a scenario or a Go program"));
    assert_true(desk_says(&d, "one-list.json"));
    desk_key(&d, KEY_TAB);
    assert_true(desk_says(&d, "typed/one-▏"));
    desk_type(&d, "p");
    assert_int_equal(d.app.asking.count, 1);
    desk_key(&d, KEY_TAB);
    desk_key(&d, KEY_ENTER);
    assert_string_equal(d.app.open.scenario.title, "one-program.go");
    desk_type(&d, "o");
    desk_key(&d, KEY_ESCAPE);
    assert_true(d.app.open.is);
    assert_false(desk_says(&d, "Open a scenario"));
    desk_type(&d, "oz");
    desk_key(&d, KEY_ENTER);
    assert_true(desk_says(&d, "No such file"));
    desk_close(&d);
}

static void the_dialog_of_the_desktop_is_taken_where_there_is_one(void **state) {
    (void)state;
    struct desk d;
    char script[512];
    put_folder("bin");
    folder_write("chosen.go", GO);
    snprintf(script, sizeof script, "#!/bin/sh\necho \"%s\"\n", folder_path("chosen.go"));
    folder_write("bin/zenity", script);
    assert_int_equal(chmod(folder_path("bin/zenity"), 0700), 0);
    setenv("PATH", folder_path("bin"), 1);
    desk_open(&d, NULL);
    settle(&d);
    d.app.has_desktop = true;
    desk_click(&d, COMMAND_OPEN_FILE, ANY_VALUE);
    for (int i = 0; i < 1000 && !d.app.open.is; i++) {
        assert_in_range(app_wait(&d.app), 1, 100);
        nanosleep(&(struct timespec){0, 5000000}, NULL);
        desk_pass(&d, 0);
    }
    assert_string_equal(d.app.open.scenario.title, "chosen.go");
    desk_close(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenarios_stand_in_the_suggested_order_under_headings),
        cmocka_unit_test(every_card_can_be_come_to_by_each_kind_of_move),
        cmocka_unit_test(what_is_chosen_is_seen),
        cmocka_unit_test(the_wheel_scrolls_as_far_as_there_is_something),
        cmocka_unit_test(words_that_are_typed_leave_what_has_them),
        cmocka_unit_test(what_is_not_there_is_not_found),
        cmocka_unit_test(an_empty_folder_says_so),
        cmocka_unit_test(a_folder_that_cannot_be_read_says_why),
        cmocka_unit_test(two_hundred_scenarios_have_room),
        cmocka_unit_test(what_is_seen_gets_a_picture_in_a_while),
        cmocka_unit_test(every_scenario_has_something_to_show),
        cmocka_unit_test(the_gallery_stays_alive_meanwhile),
        cmocka_unit_test(another_theme_gets_pictures_of_its_own),
        cmocka_unit_test(a_picture_in_the_making_can_be_left),
        cmocka_unit_test(what_was_opened_stands_first_the_next_time),
        cmocka_unit_test(a_file_that_cannot_be_opened_is_not_remembered),
        cmocka_unit_test(a_dropped_file_is_opened),
        cmocka_unit_test(a_path_is_typed_where_there_is_no_dialog),
        cmocka_unit_test(the_dialog_of_the_desktop_is_taken_where_there_is_one),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove) != 0;
}
