/* Panels hidden, enlarged and resized, and how the user likes things remembered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/tastes.h"
#include "base/file.h"
#include "files/tastes_file.h"
#include "support/desk.h"
#include "view/arranging.h"
#include "view/picture.h"

static const char LOST[] = "scenarios/03-lost-object-barrier-on.json";

static void find_boxes(struct desk *d, struct box boxes[PANEL_COUNT]) {
    struct view v = app_view(&d->app);
    picture_place(&d->app.draw, &v, boxes);
    view_end(&v);
}

static struct box box_of(struct desk *d, enum panel panel) {
    struct box boxes[PANEL_COUNT];
    find_boxes(d, boxes);
    return boxes[panel];
}

static uint32_t shown(struct desk *d) {
    struct box boxes[PANEL_COUNT];
    uint32_t count = 0;
    find_boxes(d, boxes);
    for (int i = 0; i < PANEL_COUNT; i++) count += boxes[i].w > 0;
    return count;
}

static uint32_t number_of(struct desk *d, enum panel panel) {
    bool there[PANEL_COUNT];
    struct view v = app_view(&d->app);
    picture_find_panels(&v, there);
    view_end(&v);
    assert_true(there[panel]);
    return panel_number(there, panel);
}

static void a_panel_is_enlarged_by_its_number_and_back(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    uint32_t all = shown(&d);
    char key[2] = {(char)('0' + number_of(&d, PANEL_HEAP)), '\0'};
    desk_type(&d, key);
    assert_int_equal(shown(&d), 1);
    assert_true(box_of(&d, PANEL_HEAP).w > 1800);
    assert_true(desk_says(&d, "all panels"));
    desk_type(&d, key);
    assert_int_equal(shown(&d), all);
    desk_type(&d, key);
    desk_click(&d, COMMAND_ENLARGE, ANY_VALUE); /* the button that says so */
    assert_int_equal(shown(&d), all);
    desk_close(&d);
}

static void a_double_click_on_a_head_enlarges(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    struct box b = box_of(&d, PANEL_STACKS);
    desk_press(&d, b.x + 30, b.y + 20);
    assert_true(shown(&d) > 1);
    app_input(&d.app, &(struct input){.kind = INPUT_MOUSE_DOWN,
                                      .x = b.x + 30,
                                      .y = b.y + 20,
                                      .button = MOUSE_LEFT,
                                      .clicks = 2});
    desk_pass(&d, 0);
    assert_int_equal(shown(&d), 1);
    assert_true(box_of(&d, PANEL_STACKS).w > 1800);
    desk_close(&d);
}

static void a_panel_is_hidden_and_its_room_is_the_others(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    float before = box_of(&d, PANEL_HEAP).h;
    char key[2] = {(char)('0' + number_of(&d, PANEL_MAP)), '\0'};
    desk_alt_type(&d, key);
    assert_true(box_of(&d, PANEL_MAP).w == 0);
    assert_true(box_of(&d, PANEL_HEAP).h > before + 80);
    assert_true(desk_says(&d, "+ Heap map"));
    desk_click(&d, COMMAND_HIDE, number_of(&d, PANEL_MAP)); /* brings it back */
    assert_true(box_of(&d, PANEL_HEAP).h == before);
    desk_close(&d);
}

static void a_head_has_buttons_while_the_mouse_is_on_it(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    struct box b = box_of(&d, PANEL_HEAP);
    size_t before = d.app.draw.hit_count;
    desk_move(&d, b.x + 200, b.y + 20);
    assert_int_equal(d.app.draw.hit_count, before + 2);
    desk_click(&d, COMMAND_HIDE, number_of(&d, PANEL_HEAP));
    assert_true(box_of(&d, PANEL_HEAP).w == 0);
    desk_close(&d);
}

static void hiding_all_panels_leaves_a_way_back(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    uint32_t all = shown(&d);
    desk_alt_type(&d, "123456789");
    for (int i = 0; i < PANEL_COUNT; i++) d.app.look.arrangement.hidden[i] = true;
    desk_pass(&d, 0);
    assert_int_equal(shown(&d), 0);
    desk_alt_type(&d, "0");
    assert_int_equal(shown(&d), all);
    desk_close(&d);
}

static void gaps_are_dragged(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    struct box source = box_of(&d, PANEL_SOURCE), stacks = box_of(&d, PANEL_STACKS);
    desk_press(&d, source.x + source.w + 7, source.y + 100);
    desk_move(&d, source.x + source.w + 107, source.y + 130);
    desk_release(&d);
    float wider = box_of(&d, PANEL_SOURCE).w - source.w;
    assert_true(wider > 90 && wider < 110);
    assert_true(box_of(&d, PANEL_STACKS).w < stacks.w - 90);
    struct box heap = box_of(&d, PANEL_HEAP), map = box_of(&d, PANEL_MAP);
    desk_press(&d, heap.x + 50, heap.y + heap.h + 7);
    desk_move(&d, heap.x + 50, heap.y + heap.h - 53);
    desk_release(&d);
    float higher = box_of(&d, PANEL_MAP).h - map.h;
    assert_true(higher > 50 && higher < 70);
    desk_move(&d, 5, 5); /* let go: nothing moves any more */
    assert_true(box_of(&d, PANEL_MAP).h - map.h == higher);
    desk_close(&d);
}

static void a_gap_cannot_be_dragged_out_of_the_picture(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    struct box source = box_of(&d, PANEL_SOURCE);
    desk_press(&d, source.x + source.w + 7, source.y + 100);
    desk_move(&d, -5000, 0);
    assert_true(box_of(&d, PANEL_SOURCE).w > 50);
    desk_move(&d, 5000, 0);
    assert_true(box_of(&d, PANEL_STACKS).w > 50);
    desk_close(&d);
}

static bool overlap(struct box a, struct box b) {
    return a.x + 1 < b.x + b.w && b.x + 1 < a.x + a.w && a.y + 1 < b.y + b.h && b.y + 1 < a.y + a.h;
}

/* However large everything is: panels go rather than overlap, the heap last of all. */
static void panels_never_overlap_and_the_heap_is_always_there(void **state) {
    (void)state;
    static const char *const PATHS[] = {"scenarios/03-lost-object-barrier-on.json",
                                        "scenarios/28-shared-tail-malloc.json",
                                        "scenarios/92-worker-pool.json"};
    static const int SIZES[][2] = {{1280, 720}, {1920, 1080}, {1024, 768}, {3840, 2160}};
    static const float ZOOMS[] = {0.75f, 1, 1.5f, 2, 3};
    for (size_t p = 0; p < 3; p++)
        for (size_t i = 0; i < 20; i++) {
            struct desk d;
            struct box boxes[PANEL_COUNT];
            desk_open(&d, PATHS[p]);
            d.app.look.zoom = ZOOMS[i % 5];
            app_resize(&d.app, SIZES[i / 5][0], SIZES[i / 5][1]);
            desk_pass(&d, 0);
            find_boxes(&d, boxes);
            assert_true(boxes[PANEL_HEAP].w > 0 && boxes[PANEL_HEAP].h > 0);
            for (int a = 0; a < PANEL_COUNT; a++) {
                assert_true(boxes[a].x >= 0 && boxes[a].x + boxes[a].w <= d.app.width);
                assert_true(boxes[a].y >= 0 && boxes[a].y + boxes[a].h <= d.app.height);
                for (int b = 0; b < a; b++)
                    assert_false(boxes[a].h > 0 && boxes[b].h > 0 && overlap(boxes[a], boxes[b]));
            }
            desk_close(&d);
        }
}

/* ---- remembered ---- */

static void tastes_are_the_same_after_writing_and_reading(void **state) {
    (void)state;
    struct tastes before = tastes_default(), after = tastes_default();
    struct text words = {0}, again = {0};
    before.look.theme = &THEME_DARK;
    before.look.language = LANGUAGE_GERMAN;
    before.look.zoom = 1.75f;
    before.look.questions = QUESTIONS_SELF_STUDY;
    before.look.arrows = ARROWS_FROM_ROOTS;
    before.look.hides_dead = true;
    before.look.letters = before.look.large_captions = true;
    before.look.arrangement.hidden[PANEL_MAP] = true;
    before.look.arrangement.columns[1] = 0.4f;
    before.look.arrangement.rows[PANEL_WORK] = 2.25f;
    before.width = 1234;
    before.height = 777;
    tastes_write(&before, &words);
    assert_true(tastes_read(&after, text_string(&words), words.length));
    tastes_write(&after, &again);
    assert_string_equal(text_string(&words), text_string(&again));
    assert_ptr_equal(after.look.theme, &THEME_DARK);
    assert_int_equal(after.look.language, LANGUAGE_GERMAN);
    assert_true(after.look.zoom == 1.75f && after.look.letters && after.look.large_captions);
    assert_true(after.look.arrangement.hidden[PANEL_MAP]);
    assert_int_equal(after.look.questions, QUESTIONS_SELF_STUDY);
    assert_true(after.look.arrows == ARROWS_FROM_ROOTS && after.look.hides_dead);
    assert_int_equal(after.width, 1234);
    text_free(&words);
    text_free(&again);
}

static void what_the_command_line_says_is_for_once(void **state) {
    (void)state;
    struct arguments a = {.theme = "dark", .language = "de", .zoom = 150, .letters = true};
    struct look before = look_default(), now = before;
    tastes_of_arguments(&now, &a);
    assert_true(now.theme == &THEME_DARK && now.language == LANGUAGE_GERMAN && now.letters);
    now.zoom = 2; /* by a key: that is a wish */
    tastes_forget_arguments(&now, &a, &before);
    assert_true(now.theme == &THEME_PAPER && now.language == LANGUAGE_ENGLISH && !now.letters);
    assert_true(now.zoom == 2);
}

static void what_makes_no_sense_changes_nothing(void **state) {
    (void)state;
    static const char *const TEXTS[] = {
        "{}", "{\"theme\": 3, \"language\": \"xx\", \"zoom\": 1e9, \"letters\": \"yes\"}",
        "{\"zoom\": -5, \"window\": [1, 2], \"columns\": [1], \"rows\": {\"NONE\": 3}}",
        "{\"columns\": [0, 0, 0, -1], \"rows\": {\"HEAP\": -3}, \"hidden\": [\"X\", 7, null]}",
        "{\"window\": {\"a\": 1}, \"rows\": [1, 2], \"hidden\": {\"MAP\": true}, \"columns\": 7}"};
    static const char *const BROKEN[] = {"", "[]", "{", "\x01\xff", "{\"zoom\": 100,}", "null"};
    struct text expected = {0};
    struct tastes t = tastes_default();
    tastes_write(&t, &expected);
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        struct text words = {0};
        t = tastes_default();
        assert_true(tastes_read(&t, TEXTS[i], strlen(TEXTS[i])));
        tastes_write(&t, &words);
        assert_string_equal(text_string(&words), text_string(&expected));
        text_free(&words);
    }
    for (size_t i = 0; i < sizeof BROKEN / sizeof BROKEN[0]; i++)
        assert_false(tastes_read(&t, BROKEN[i], strlen(BROKEN[i])));
    text_free(&expected);
}

static void tastes_are_kept_in_the_folder_for_settings(void **state) {
    (void)state;
    char folder[] = "/tmp/tricolor-tastes-XXXXXX", path[4096], *bytes;
    size_t length;
    assert_non_null(mkdtemp(folder));
    setenv("XDG_CONFIG_HOME", folder, 1);
    assert_true(tastes_path(path, sizeof path));
    assert_int_equal(strncmp(path, folder, strlen(folder)), 0);
    assert_int_equal(tastes_load(path, &bytes, &length), TASTES_NONE);
    assert_true(tastes_save(path, "{\"zoom\": 150}\n"));
    assert_int_equal(tastes_load(path, &bytes, &length), TASTES_READ);
    assert_string_equal(bytes, "{\"zoom\": 150}\n");
    free(bytes);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(tastes_load("/tmp", &bytes, &length), TASTES_UNREADABLE);
    assert_false(tastes_save("/proc/tricolor/window.json", "{}"));
    *strrchr(path, '/') = '\0';
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(rmdir(folder), 0);
    setenv("XDG_CONFIG_HOME", "relative", 1);
    setenv("HOME", "/home/somebody", 1);
    assert_true(tastes_path(path, sizeof path));
    assert_string_equal(path, "/home/somebody/.config/tricolor/window.json");
    unsetenv("HOME");
    assert_false(tastes_path(path, sizeof path));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_panel_is_enlarged_by_its_number_and_back),
        cmocka_unit_test(a_double_click_on_a_head_enlarges),
        cmocka_unit_test(a_panel_is_hidden_and_its_room_is_the_others),
        cmocka_unit_test(a_head_has_buttons_while_the_mouse_is_on_it),
        cmocka_unit_test(hiding_all_panels_leaves_a_way_back),
        cmocka_unit_test(gaps_are_dragged),
        cmocka_unit_test(a_gap_cannot_be_dragged_out_of_the_picture),
        cmocka_unit_test(panels_never_overlap_and_the_heap_is_always_there),
        cmocka_unit_test(tastes_are_the_same_after_writing_and_reading),
        cmocka_unit_test(what_the_command_line_says_is_for_once),
        cmocka_unit_test(what_makes_no_sense_changes_nothing),
        cmocka_unit_test(tastes_are_kept_in_the_folder_for_settings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
