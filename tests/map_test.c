#define _DEFAULT_SOURCE /* for mkstemps */
/* The heap map: every level of detail shows the heap as it is, the wheel goes from one to the next,
 * and a click looks at what is under the mouse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "machine/inspect/inspect_colours.h"
#include "machine/memory.h"
#include "support/desk.h"

static const char *const LOST = "scenarios/03-lost-object-barrier-on.json";
static const char *const CLASSES = "scenarios/51-size-classes.json";

enum { MOST_LEVELS = 40 };

static void open_at(struct desk *d, const char *path, uint64_t step) {
    desk_open(d, path);
    app_do(&d->app, COMMAND_SEEK, step);
    desk_pass(d, 0);
}

static void enlarge_map(struct desk *d) {
    d->app.look.arrangement.enlarged = PANEL_MAP;
    desk_pass(d, 0);
}

static const struct hit *map_of(const struct desk *d) {
    for (size_t i = 0; i < d->app.draw.hit_count; i++)
        if (d->app.draw.hits[i].command == COMMAND_MAP_ZOOM) return &d->app.draw.hits[i];
    fail_msg("there is no heap map");
    return NULL;
}

/* Turns the wheel over the map's middle. */
static void turn(struct desk *d, float notches) {
    const struct box b = map_of(d)->box;
    desk_wheel(d, b.x + b.w / 2, b.y + b.h / 2, notches);
}

static uint32_t level_of(const struct desk *d) {
    return map_spot_unpack(map_of(d)->value).level;
}

static void go_farthest(struct desk *d) {
    for (int i = 0; i < MOST_LEVELS; i++) turn(d, -1);
}

static void what_the_wheel_has_to_know_fits_into_a_value(void **state) {
    (void)state;
    const struct map_spot s = {19, 0, 18, 0xc0fffffff8ull};
    struct map_spot again = map_spot_unpack(map_spot_pack(s));
    assert_int_equal(again.level, s.level);
    assert_int_equal(again.closer, s.closer);
    assert_int_equal(again.farther, s.farther);
    assert_int_equal(again.address, s.address);
}

static void the_wheel_goes_through_all_levels_and_back(void **state) {
    (void)state;
    struct desk d;
    uint32_t seen[MOST_LEVELS], count = 0;
    open_at(&d, CLASSES, 200);
    assert_int_equal(d.app.map.level, 0);
    go_farthest(&d);
    for (seen[count++] = level_of(&d); count < MOST_LEVELS; count++) {
        turn(&d, 1);
        seen[count] = level_of(&d);
        if (seen[count] == seen[count - 1]) break;
        assert_true(seen[count] > seen[count - 1]);
    }
    assert_in_range(count, 5, MOST_LEVELS - 1);
    for (uint32_t i = count; i-- > 0;) {
        assert_int_equal(level_of(&d), seen[i]);
        turn(&d, -1);
    }
    desk_close(&d);
}

static void elsewhere_the_wheel_steps(void **state) {
    (void)state;
    struct desk d;
    open_at(&d, LOST, 10);
    desk_wheel(&d, 5, 5, -1);
    assert_int_equal(desk_step(&d), 11);
    turn(&d, 1);
    assert_int_equal(desk_step(&d), 11);
    desk_close(&d);
}

static void keys_zoom_as_well(void **state) {
    (void)state;
    struct desk d;
    open_at(&d, LOST, 28);
    uint32_t before = level_of(&d);
    desk_type(&d, "z");
    assert_true(level_of(&d) > before);
    desk_type(&d, "ZZ");
    assert_true(level_of(&d) < before);
    desk_type(&d, "z");
    assert_int_equal(d.app.map.level, 0); /* where everything is seen */
    desk_close(&d);
}

/* ---- clicks ---- */

static const struct draw_command *image_of(const struct desk *d) {
    for (size_t i = 0; i < d->app.draw.count; i++)
        if (d->app.draw.commands[i].kind == DRAW_IMAGE) return &d->app.draw.commands[i];
    return NULL;
}

static void click_object(struct desk *d, float x, float y) {
    struct object o;
    desk_key(d, KEY_BACKSPACE);
    desk_move(d, x, y);
    desk_press(d, x, y);
    desk_release(d);
    assert_true(heap_find(&d->app.open.session.now, d->app.selected, &o));
    assert_int_equal(d->app.selected, o.address);
}

/* The middle of a dot of the image that has a colour; false if there is none. */
static bool find_dot(const struct desk *d, uint32_t colour, struct point *out) {
    const struct draw_command *c = image_of(d);
    for (size_t i = 0; i < (size_t)c->columns * c->rows; i++) {
        if (d->app.draw.pixels[c->pixels + i] != colour) continue;
        out->x = c->box.x + ((float)(i % c->columns) + 0.5f) * c->box.w / (float)c->columns;
        out->y = c->box.y + ((float)(i / c->columns) + 0.5f) * c->box.h / (float)c->rows;
        return true;
    }
    return false;
}

/* The first one of each colour. */
static void click_dots(struct desk *d) {
    struct point at;
    assert_true(find_dot(d, THEME_PAPER.object_black, &at));
    click_object(d, at.x, at.y);
    assert_int_equal(inspect_colour(&d->app.open.session.now, d->app.selected), COLOUR_BLACK);
    desk_key(d, KEY_BACKSPACE);
    assert_true(find_dot(d, THEME_PAPER.object_grey, &at));
    click_object(d, at.x, at.y);
    assert_int_equal(inspect_colour(&d->app.open.session.now, d->app.selected), COLOUR_GREY);
}

static void click_boxes(struct desk *d) {
    const struct box map = map_of(d)->box;
    uint32_t clicked = 0;
    for (size_t i = 0; i < d->app.draw.hit_count; i++) {
        const struct hit h = d->app.draw.hits[i];
        struct point middle = {h.box.x + h.box.w / 2, h.box.y + h.box.h / 2};
        bool inside = middle.x > map.x && middle.x < map.x + map.w && middle.y > map.y &&
                      middle.y < map.y + map.h;
        if (h.command != COMMAND_SELECT || !inside) continue;
        click_object(d, middle.x, middle.y);
        assert_int_equal(d->app.selected, h.value);
        clicked++;
    }
    assert_in_range(clicked, 2, 4); /* A, B and C, as far as they fit */
}

static void a_click_looks_at_the_object_at_every_level(void **state) {
    (void)state;
    struct desk d;
    open_at(&d, LOST, 28);
    go_farthest(&d);
    for (uint32_t level = 0; level != level_of(&d); desk_type(&d, "z")) {
        level = level_of(&d);
        if (image_of(&d)) click_dots(&d);
        else click_boxes(&d);
        assert_true(d.app.selected); /* and stays in the middle */
    }
    desk_close(&d);
}

/* The mouse jumps and clicks before there was a picture in between. */
static void a_click_need_not_wait_for_a_picture(void **state) {
    (void)state;
    struct desk d;
    open_at(&d, LOST, 28);
    go_farthest(&d);
    struct point at;
    assert_true(find_dot(&d, THEME_PAPER.object_grey, &at));
    desk_press(&d, at.x, at.y);
    assert_int_equal(inspect_colour(&d.app.open.session.now, d.app.selected), COLOUR_GREY);
    desk_close(&d);
}

/* What has a blue rim: a dot that is not blue, with blue at its right and below. */
static bool find_ringed(const struct desk *d, struct point *out) {
    const struct draw_command *c = image_of(d);
    const uint32_t *dots = d->app.draw.pixels + c->pixels, blue = THEME_PAPER.blue;
    for (size_t i = 0; i + c->columns < (size_t)c->columns * c->rows; i++) {
        if (dots[i] == blue || dots[i + 1] != blue || dots[i + c->columns] != blue) continue;
        out->x = c->box.x + (float)(i % c->columns) + 0.5f;
        out->y = c->box.y + (float)(i / c->columns) + 0.5f;
        return true;
    }
    return false;
}

/* Where the spans of a size class are shown together, what is selected is blue; a click on it leads
 * to it again, in whichever span it is. */
static void the_selected_object_is_where_it_is_shown(void **state) {
    (void)state;
    struct desk d;
    struct point at;
    uint32_t clicked = 0;
    open_at(&d, CLASSES, UINT64_MAX);
    enlarge_map(&d);
    go_farthest(&d);
    const struct machine *m = &d.app.open.session.now;
    for (uint32_t level = 0; level != level_of(&d); turn(&d, 1)) {
        level = level_of(&d);
        for (uint32_t page = 0; page < m->s->heap.pages_used; page++) {
            if (!inspect_is_heap_span(m, page)) continue;
            app_do(&d.app, COMMAND_SELECT, page_address(page)); /* its first slot is in use */
            desk_pass(&d, 0);
            if (!image_of(&d) || desk_says(&d, "1 tile = 1 page")) continue;
            if (!find_ringed(&d, &at)) continue; /* not in sight */
            click_object(&d, at.x, at.y);
            assert_int_equal(d.app.selected, page_address(page));
            clicked++;
        }
    }
    assert_true(clicked >= 4);
    desk_close(&d);
}

/* ---- what is seen ---- */

static uint32_t count_dots(const struct desk *d, uint32_t colour) {
    const struct draw_command *c = image_of(d);
    assert_non_null(c);
    uint32_t count = 0;
    for (size_t i = 0; i < (size_t)c->columns * c->rows; i++)
        if (d->app.draw.pixels[c->pixels + i] == colour) count++;
    return count;
}

/* A is black, B and C are grey, 16 bytes each; a page has 32 x 16 dots of 16 bytes. */
static void from_far_every_dot_has_the_colour_of_its_bytes(void **state) {
    (void)state;
    struct desk d;
    open_at(&d, LOST, 28);
    go_farthest(&d);
    assert_int_equal(count_dots(&d, THEME_PAPER.object_black), 1);
    assert_int_equal(count_dots(&d, THEME_PAPER.object_grey), 2);
    assert_int_equal(count_dots(&d, THEME_PAPER.object_white), 0);
    assert_int_equal(count_dots(&d, THEME_PAPER.faint), 512 - 3);
    desk_close(&d);
}

static void dots_follow_the_collector(void **state) {
    (void)state;
    struct desk d;
    open_at(&d, "scenarios/53-lazy-sweeping.json", 0);
    go_farthest(&d);
    uint64_t grey = 0;
    for (int i = 0; i < 100; i++) {
        const struct machine *m = &d.app.open.session.now;
        inspect_note_greys(m);
        struct colour_count count = inspect_count_colours(m);
        grey += count.grey;
        if (count.white + count.grey + count.black > 0) {
            assert_int_equal(count_dots(&d, THEME_PAPER.object_black) > 0, count.black > 0);
            assert_int_equal(count_dots(&d, THEME_PAPER.object_grey) > 0, count.grey > 0);
            assert_int_equal(count_dots(&d, THEME_PAPER.object_white) > 0, count.white > 0);
        }
        for (int step = 0; step < 3; step++) desk_key(&d, KEY_RIGHT);
    }
    assert_true(grey > 0); /* it was seen at work */
    desk_close(&d);
}

/* One of six pages, while it is scanned: as many dots as its bytes have. */
static void a_large_object_has_all_its_dots(void **state) {
    (void)state;
    static const char SOURCE[] = "package main\n"
                                 "import \"runtime\"\n"
                                 "var p *[6000]*int\n"
                                 "func main() {\n"
                                 "\tp = new([6000]*int)\n"
                                 "\truntime.GC()\n"
                                 "}\n";
    char path[] = "/tmp/tricolor-map-XXXXXX.go";
    int fd = mkstemps(path, 3);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, SOURCE, sizeof SOURCE - 1), (ssize_t)sizeof SOURCE - 1);
    close(fd);
    struct desk d;
    open_at(&d, path, 0);
    unlink(path);
    go_farthest(&d);
    uint32_t seen = 0;
    for (uint64_t step = 0; step <= session_steps(&d.app.open.session); step += 97) {
        app_do(&d.app, COMMAND_SEEK, step);
        desk_pass(&d, 0);
        const struct machine *m = &d.app.open.session.now;
        inspect_note_greys(m);
        if (inspect_count_colours(m).grey == 0) continue;
        uint32_t dots = d.app.draw.pixels ? count_dots(&d, THEME_PAPER.object_grey) : 0;
        assert_in_range(dots, 5 * 64, 6 * 1024); /* a page has 64 dots at least */
        assert_int_equal(dots % 6, 0);
        seen++;
    }
    assert_true(seen > 0);
    desk_close(&d);
}

static void from_near_names_and_bits_are_read(void **state) {
    (void)state;
    struct desk d;
    open_at(&d, LOST, 28);
    enlarge_map(&d);
    for (int i = 0; i < MOST_LEVELS; i++) desk_type(&d, "z");
    assert_true(desk_says(&d, "m1 a0")); /* A is marked; nothing has been swept yet */
    assert_true(desk_says(&d, "m0 a0"));
    assert_true(desk_says(&d, "16 of 16 B"));
    assert_true(desk_says(&d, "3 of 512 slots in use"));
    desk_close(&d);
}

static void what_was_rounded_up_is_told(void **state) {
    (void)state;
    struct desk d;
    open_at(&d, CLASSES, UINT64_MAX);
    bool told = false;
    enlarge_map(&d);
    for (int i = 0; i < MOST_LEVELS; i++) desk_type(&d, "z");
    const struct hit bar = *map_of(&d);
    for (int i = 0; i < 40 && !told; i++) { /* drag the bar down */
        for (size_t h = 0; h < d.app.draw.hit_count; h++) {
            const struct hit *hit = &d.app.draw.hits[h];
            if (hit->command != COMMAND_MAP_SCROLL) continue;
            desk_press(&d, hit->box.x + 2, bar.box.y + bar.box.h * (float)i / 40);
            desk_release(&d);
            break;
        }
        told = desk_says(&d, "40 of 48 B");
    }
    assert_true(told);
    desk_close(&d);
}

/* In a picture of any size, with the mouse anywhere, at every level and step. */
static void any_size_will_do(void **state) {
    (void)state;
    static const int SIZES[][2] = {{320, 200}, {640, 480}, {1280, 720}, {3840, 2160}};
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        struct desk d;
        open_at(&d, CLASSES, 150);
        app_resize(&d.app, SIZES[i][0], SIZES[i][1]);
        d.app.look.arrangement.enlarged = i % 2 ? PANEL_MAP : PANEL_COUNT;
        for (int turns = 0; turns < 60; turns++) {
            float x = (float)(turns * 7919 % SIZES[i][0]),
                  y = (float)(turns * 104729 % SIZES[i][1]);
            desk_move(&d, x, y);
            desk_type(&d, turns < 25 ? "Z" : "z");
            desk_wheel(&d, x, y, turns % 3 ? 1 : -1);
        }
        desk_close(&d);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_wheel_has_to_know_fits_into_a_value),
        cmocka_unit_test(the_wheel_goes_through_all_levels_and_back),
        cmocka_unit_test(elsewhere_the_wheel_steps),
        cmocka_unit_test(keys_zoom_as_well),
        cmocka_unit_test(a_click_looks_at_the_object_at_every_level),
        cmocka_unit_test(a_click_need_not_wait_for_a_picture),
        cmocka_unit_test(from_far_every_dot_has_the_colour_of_its_bytes),
        cmocka_unit_test(dots_follow_the_collector),
        cmocka_unit_test(the_selected_object_is_where_it_is_shown),
        cmocka_unit_test(a_large_object_has_all_its_dots),
        cmocka_unit_test(from_near_names_and_bits_are_read),
        cmocka_unit_test(what_was_rounded_up_is_told),
        cmocka_unit_test(any_size_will_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
