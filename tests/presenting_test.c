/* What helps those who look on: blank, pointer, zoom, captions, legend, help, tips. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/desk.h"
#include "support/golden.h"
#include "view/keys.h"

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

/* ---- notes ---- */

static void notes_tell_the_speaker_what_to_do_and_what_comes(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    const struct caption *first = &d.app.open.scenario.captions[0];
    char beginning[24];
    snprintf(beginning, sizeof beginning, "%.20s", first->notes);
    assert_true(first->notes[0] != '\0');
    assert_false(desk_says(&d, beginning));
    desk_type(&d, "n");
    assert_true(desk_says(&d, beginning));
    assert_true(desk_says(&d, "Next caption"));
    for (int i = 0; i < 40; i++) { /* what was said to come has come */
        char next[400];
        snprintf(next, sizeof next, "%s", text_string(&d.app.foresight.what));
        assert_true(next[0] != '\0');
        uint64_t hash = machine_hash(&d.app.open.session.now), step = desk_step(&d);
        desk_pass(&d, 1);
        assert_true(desk_step(&d) == step && machine_hash(&d.app.open.session.now) == hash);
        desk_key(&d, KEY_RIGHT);
        struct view v = app_view(&d.app);
        assert_string_equal(text_string(&v.what), next);
        view_end(&v);
    }
    desk_key(&d, KEY_END);
    assert_false(desk_says(&d, "Next step"));
    desk_type(&d, "N");
    assert_false(desk_says(&d, "Next caption"));
    desk_close(&d);
}

/* ---- captions ---- */

/* The largest letters of the caption, and whether anything in it is cut. */
static void look_at_caption(const struct draw *d, struct box b, float *largest, const char **cut) {
    *largest = 0;
    *cut = NULL;
    for (size_t i = 0; i < d->count; i++) {
        const struct draw_command *c = &d->commands[i];
        const char *words = d->strings.bytes + c->text;
        size_t length = strlen(words);
        if (c->kind != DRAW_TEXT || c->p[0].y < b.y || c->p[0].y > b.y + b.h) continue;
        if (c->size > *largest) *largest = c->size;
        if (length > 3 && strcmp(words + length - 3, "…") == 0) *cut = words;
    }
}

/* The caption's ground is the only box of its colour. */
static struct box caption_box(const struct draw *d, const struct theme *t) {
    for (size_t i = 0; i < d->count; i++)
        if (d->commands[i].kind == DRAW_BOX && d->commands[i].fill == t->caption)
            return d->commands[i].box;
    fail_msg("no caption");
    return (struct box){0};
}

static void captions_are_large_and_whole_at_every_step(void **state) {
    (void)state;
    static const char *const PATHS[] = {
        "scenarios/01-mark-and-sweep.json", "scenarios/54-large-object.json",
        "scenarios/74-shading-put-off.json", "scenarios/84-why-no-generations.json"};
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++)
        for (int large = 0; large < 2; large++) {
            struct desk d;
            desk_open(&d, PATHS[i]);
            if (large) desk_type(&d, "c");
            uint64_t steps = session_steps(&d.app.open.session);
            for (uint64_t step = 0; step <= steps && step < 200; step += 3) {
                float largest;
                const char *cut;
                session_seek(&d.app.open.session, step);
                desk_pass(&d, 0);
                struct box b = caption_box(&d.app.draw, d.app.look.theme);
                look_at_caption(&d.app.draw, b, &largest, &cut);
                assert_true(largest >= (large ? 40 : 28));
                if (cut && !large) fail_msg("%s, step %d: \"%s\"", PATHS[i], (int)step, cut);
            }
            desk_close(&d);
        }
}

static void the_caption_stays_as_high_as_it_is(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    struct box first = caption_box(&d.app.draw, d.app.look.theme);
    for (uint64_t step = 0; step <= session_steps(&d.app.open.session); step++) {
        desk_key(&d, KEY_RIGHT);
        struct box b = caption_box(&d.app.draw, d.app.look.theme);
        assert_true(b.y == first.y && b.h == first.h);
    }
    desk_close(&d);
}

/* ---- tips ---- */

static struct point middle_of(const struct desk *d, enum command_id command) {
    for (size_t i = 0; i < d->app.draw.hit_count; i++) {
        struct box b = d->app.draw.hits[i].box;
        if (d->app.draw.hits[i].command == command)
            return (struct point){b.x + b.w / 2, b.y + b.h / 2};
    }
    fail_msg("no place does command %d", (int)command);
    return (struct point){0, 0};
}

static void a_control_says_what_it_does_when_the_mouse_rests(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    struct point at = middle_of(&d, COMMAND_STEP_FORWARD);
    desk_move(&d, at.x, at.y);
    assert_false(desk_says(&d, "one step on"));
    int wait = app_wait(&d.app);
    assert_in_range(wait, 1, 1000);
    desk_pass(&d, wait / 1000.0 + 0.001);
    assert_true(desk_says(&d, "one step on"));
    assert_true(desk_says(&d, "Page Down"));
    assert_int_equal(app_wait(&d.app), -1); /* nothing more is due */
    desk_move(&d, at.x + 2, at.y);
    assert_true(desk_says(&d, "one step on"));
    desk_move(&d, 600, 300);
    assert_false(desk_says(&d, "one step on"));
    desk_close(&d);
}

static void a_tip_goes_with_a_key_and_stays_away(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    struct point at = middle_of(&d, COMMAND_PLAY);
    desk_move(&d, at.x, at.y);
    desk_pass(&d, 1);
    assert_true(desk_says(&d, "play and pause"));
    desk_key(&d, KEY_RIGHT);
    desk_pass(&d, 5);
    assert_false(desk_says(&d, "play and pause"));
    desk_close(&d);
}

/* The tip is drawn last: its ground does not cover what it explains. */
static void a_tip_does_not_cover_its_place(void **state) {
    (void)state;
    static const enum command_id COMMANDS[] = {COMMAND_FIRST, COMMAND_PLAY, COMMAND_LAST};
    for (size_t i = 0; i < 3; i++) {
        struct desk d;
        desk_open(&d, LOST);
        size_t before = d.app.draw.count;
        struct point at = middle_of(&d, COMMANDS[i]);
        desk_move(&d, at.x, at.y);
        before = d.app.draw.count;
        desk_pass(&d, 1);
        struct box tip = d.app.draw.commands[before].box;
        assert_true(tip.w > 50 && tip.h > 20);
        assert_true(tip.y + tip.h < at.y - 18 || tip.y > at.y + 18);
        assert_true(tip.x >= 0 && tip.x + tip.w <= 1920 && tip.y >= 0 && tip.y + tip.h <= 1080);
        desk_close(&d);
    }
}

/* ---- help ---- */

/* Texts that do not fit end so. */
static const char *cut_text(const struct draw *d, size_t from) {
    for (size_t i = from; i < d->count; i++) {
        const char *words = d->strings.bytes + d->commands[i].text;
        size_t length = strlen(words);
        if (d->commands[i].kind == DRAW_TEXT && length > 3 && strcmp(words + length - 3, "…") == 0)
            return words;
    }
    return NULL;
}

static void require_inside(const struct draw *d, size_t from, float width, float height) {
    for (size_t i = from; i < d->count; i++) {
        const struct draw_command *c = &d->commands[i];
        const char *words = d->strings.bytes + c->text;
        if (c->kind != DRAW_TEXT) continue;
        float w = draw_text_width(d, c->font, c->size, words);
        if (c->p[0].x < 0 || c->p[0].x + w > width || c->p[0].y > height)
            fail_msg("\"%s\" does not fit", words);
    }
}

/* Opens something over the picture by a key, at every size, zoom and language. */
static void require_whole(const char *key, const char *path) {
    static const int SIZES[][2] = {{1280, 720}, {1920, 1080}, {3840, 2160}};
    static const float ZOOMS[] = {0.75f, 1, 2, 3};
    for (int l = 0; l < LANGUAGE_COUNT; l++)
        for (size_t s = 0; s < 3; s++)
            for (size_t z = 0; z < 4; z++) {
                struct desk d;
                desk_open(&d, path);
                d.app.look.language = (enum language)l;
                d.app.look.zoom = ZOOMS[z];
                app_resize(&d.app, SIZES[s][0], SIZES[s][1]);
                desk_pass(&d, 0);
                size_t before = d.app.draw.count;
                desk_type(&d, key);
                assert_true(d.app.draw.count > before + 20);
                assert_null(cut_text(&d.app.draw, before));
                require_inside(&d.app.draw, before, (float)SIZES[s][0], (float)SIZES[s][1]);
                desk_key(&d, KEY_ESCAPE);
                assert_int_equal(d.app.draw.count, before);
                assert_true(d.app.open.is);
                desk_close(&d);
            }
}

static void the_help_is_whole_at_any_size_and_zoom(void **state) {
    (void)state;
    require_whole("?", LOST);
}

static void the_legend_is_whole_at_any_size_and_zoom(void **state) {
    (void)state;
    require_whole("l", LOST);
    require_whole("L", "scenarios/82-most-die-young.json");
    require_whole("L", "scenarios/21-dangling-pointer.json");
}

static void help_and_legend_are_there_while_runs_are_compared(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    desk_type(&d, "m");
    desk_key(&d, KEY_ENTER);
    desk_type(&d, "l");
    assert_true(desk_says(&d, word(LANGUAGE_ENGLISH, WORD_LEGEND_DANGLING)));
    desk_type(&d, "?");
    assert_true(desk_says(&d, word(LANGUAGE_ENGLISH, WORD_DO_QUIT)));
    desk_close(&d);
}

static void the_legend_is_the_recorded_one(void **state) {
    (void)state;
    struct desk d;
    struct text all = {0};
    desk_open(&d, LOST);
    desk_type(&d, "wl");
    struct draw legend = d.app.draw;
    for (size_t i = d.app.draw.count; i > 0; i--) { /* from its title on */
        const struct draw_command *c = &d.app.draw.commands[i - 1];
        if (c->kind != DRAW_TEXT || strcmp(d.app.draw.strings.bytes + c->text, "Legend") != 0)
            continue;
        legend.commands += i - 1;
        legend.count -= i - 1;
        break;
    }
    draw_describe(&legend, &all);
    golden_check("legend.txt", text_string(&all));
    text_free(&all);
    desk_close(&d);
}

static void help_says_every_command_that_has_a_key(void **state) {
    (void)state;
    struct desk d;
    for (int run = 0; run < 2; run++) {
        desk_open(&d, run ? LOST : NULL);
        desk_type(&d, "?");
        for (int c = 1; c < COMMAND_COUNT; c++) {
            struct text keys = {0};
            key_words(LANGUAGE_ENGLISH, (enum command_id)c, &keys);
            bool here = command_where((enum command_id)c) & (run ? RUN : GALLERY);
            if (keys.length && here &&
                !desk_says(&d, word(LANGUAGE_ENGLISH, command_word((enum command_id)c))))
                fail_msg("the help does not say what %s does", text_string(&keys));
            text_free(&keys);
        }
        desk_close(&d);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_seen_until_a_key_is_pressed),
        cmocka_unit_test(the_pointer_follows_the_mouse),
        cmocka_unit_test(everything_can_be_larger_and_smaller),
        cmocka_unit_test(notes_tell_the_speaker_what_to_do_and_what_comes),
        cmocka_unit_test(captions_are_large_and_whole_at_every_step),
        cmocka_unit_test(the_caption_stays_as_high_as_it_is),
        cmocka_unit_test(a_control_says_what_it_does_when_the_mouse_rests),
        cmocka_unit_test(a_tip_goes_with_a_key_and_stays_away),
        cmocka_unit_test(a_tip_does_not_cover_its_place),
        cmocka_unit_test(the_help_is_whole_at_any_size_and_zoom),
        cmocka_unit_test(the_legend_is_whole_at_any_size_and_zoom),
        cmocka_unit_test(help_and_legend_are_there_while_runs_are_compared),
        cmocka_unit_test(the_legend_is_the_recorded_one),
        cmocka_unit_test(help_says_every_command_that_has_a_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
