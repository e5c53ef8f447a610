/* What helps those who look on: blank, pointer, zoom, captions, legend, help, tips. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/desk.h"

static const char LOST[] = "scenarios/03-lost-object-barrier-on.json";

static void nothing_is_seen_until_a_key_is_pressed(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    size_t before = d.app.draw.count;
    desk_type(&d, "b");
    assert_int_equal(d.app.draw.count, 1);
    assert_int_equal(d.app.draw.commands[0].fill, 0x000000ff);
    assert_int_equal(d.app.draw.hit_count, 0);
    desk_key(&d, KEY_PAGE_DOWN); /* of a remote: the picture is back, and nothing else */
    assert_int_equal(desk_step(&d), 0);
    assert_int_equal(d.app.draw.count, before);
    desk_type(&d, "B");
    desk_press(&d, 300, 300);
    assert_int_equal(d.app.draw.count, before);
    desk_close(&d);
}

/* How many commands reach around a point, all of the same middle: rings. */
static size_t rings_at(const struct draw *d, float x, float y) {
    size_t count = 0;
    for (size_t i = 0; i < d->count; i++) {
        struct box b = d->commands[i].box;
        if (d->commands[i].kind != DRAW_BOX || d->commands[i].radius * 2 != b.w) continue;
        count += b.x + b.w / 2 == x && b.y + b.h / 2 == y && b.w > 60;
    }
    return count;
}

static void the_pointer_follows_the_mouse(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    desk_move(&d, 700, 300);
    assert_int_equal(rings_at(&d.app.draw, 700, 300), 0);
    desk_type(&d, "p");
    assert_true(rings_at(&d.app.draw, 700, 300) > 0);
    desk_move(&d, 800, 310);
    assert_true(rings_at(&d.app.draw, 800, 310) > 0);
    assert_int_equal(rings_at(&d.app.draw, 700, 300), 0);
    app_input(&d.app, &(struct input){.kind = INPUT_MOUSE_LEAVE});
    desk_pass(&d, 0);
    assert_int_equal(rings_at(&d.app.draw, -1, -1), 0);
    desk_close(&d);
}

/* Of a text that begins so; 0 if there is none. */
static float size_of(const struct draw *d, const char *words) {
    for (size_t i = 0; i < d->count; i++)
        if (d->commands[i].kind == DRAW_TEXT &&
            strncmp(d->strings.bytes + d->commands[i].text, words, strlen(words)) == 0)
            return d->commands[i].size;
    return 0;
}

static void everything_can_be_larger_and_smaller(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    float size = size_of(&d.app.draw, "Heap objects");
    assert_true(size > 0);
    for (int i = 0; i < 3; i++) desk_ctrl_type(&d, "+");
    assert_true(d.app.look.zoom == 1.5f);
    assert_true(size_of(&d.app.draw, "Heap objects") == 1.5f * size);
    for (int i = 0; i < 20; i++) desk_ctrl_type(&d, "=");
    assert_true(d.app.look.zoom == 3);
    for (int i = 0; i < 20; i++) desk_ctrl_type(&d, "-");
    assert_true(d.app.look.zoom == 0.75f);
    desk_ctrl_type(&d, "0");
    assert_true(d.app.look.zoom == 1);
    desk_close(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_seen_until_a_key_is_pressed),
        cmocka_unit_test(the_pointer_follows_the_mouse),
        cmocka_unit_test(everything_can_be_larger_and_smaller),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
