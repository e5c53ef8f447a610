/* The picture as a draw list: no fonts, no SDL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/build.h"
#include "support/golden.h"
#include "view/gallery.h"
#include "view/overlay.h"
#include "view/picture.h"

struct stage_of_test {
    struct scenario scenario;
    struct session session;
    struct graph_layout graph;
    struct draw draw;
};

static void open_session_of_stage(struct stage_of_test *t) {
    assert_true(session_open(&t->session, &t->scenario));
    assert_int_equal(session_run(&t->session, 10000000), STOP_END);
    graph_layout_make(&t->graph, &t->session.census);
    draw_init(&t->draw, text_measure_plain());
}

static void open_stage(struct stage_of_test *t, const char *path) {
    struct text complaints = {0};
    assert_int_equal(scenario_load(&t->scenario, path, &complaints), FILE_OK);
    t->scenario.config.pages_max = 64;
    open_session_of_stage(t);
}

static void close_stage(struct stage_of_test *t) {
    draw_free(&t->draw);
    session_close(&t->session);
    scenario_free(&t->scenario);
}

static void begin_view(struct stage_of_test *t, struct view *v, const struct look *look,
                       float width, float height) {
    static const struct prompt NOTHING = {PROMPT_NONE, ""};
    view_begin(v, &t->session, look, (struct box){0, 0, width, height});
    v->graph = &t->graph;
    v->prompt = &NOTHING;
    draw_reset(&t->draw);
}

static void draw_step(struct stage_of_test *t, uint64_t step) {
    struct look look = look_default();
    struct view v;
    session_seek(&t->session, step);
    begin_view(t, &v, &look, 1920, 1080);
    picture_draw(&t->draw, &v);
    view_end(&v);
    assert_false(t->draw.failed);
}

static void the_picture_is_the_recorded_one(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    struct text words = {0};
    open_stage(&t, "scenarios/03-lost-object-barrier-on.json");
    draw_step(&t, 28);
    draw_describe(&t.draw, &words);
    golden_check("picture-03-step-28.txt", text_string(&words));
    text_free(&words);
    close_stage(&t);
}

/* The place of an object's name in the heap panel, which has a size of its own. */
static bool find_name(const struct draw *d, const char *name, struct point *at) {
    for (size_t i = 0; i < d->count; i++) {
        const struct draw_command *c = &d->commands[i];
        if (c->kind != DRAW_TEXT || c->size != 19) continue;
        if (strcmp(text_string(&d->strings) + c->text, name) != 0) continue;
        *at = c->p[0];
        return true;
    }
    return false;
}

static void an_object_never_moves(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    static const char *const NAMES[] = {"Node 1", "Node 2", "Node 3", "old", "cache"};
    open_stage(&t, "scenarios/01-mark-and-sweep.json");
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        struct point first, now;
        uint32_t seen = 0;
        for (uint64_t step = 0; step <= session_steps(&t.session); step++) {
            draw_step(&t, step);
            if (!find_name(&t.draw, NAMES[i], &now)) continue;
            if (seen++ == 0) first = now;
            assert_true(now.x == first.x && now.y == first.y);
        }
        assert_true(seen > 20);
    }
    close_stage(&t);
}

static void every_step_can_be_clicked_on(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    open_stage(&t, "scenarios/05-two-stacks.json");
    for (uint64_t step = 0; step <= session_steps(&t.session); step++) {
        uint32_t seek = 0, play = 0;
        draw_step(&t, step);
        for (size_t i = 0; i < t.draw.hit_count; i++) {
            const struct box *b = &t.draw.hits[i].box;
            assert_true(b->x >= 0 && b->y >= 0 && b->x + b->w <= 1920 && b->y + b->h <= 1080);
            seek += t.draw.hits[i].command == COMMAND_SCRUB;
            play += t.draw.hits[i].command == COMMAND_PLAY;
        }
        assert_true(seek == 1 && play == 1);
    }
    close_stage(&t);
}

/* Whether some text begins so: the ends may be cut, since every letter is as wide here. */
static bool says(const struct draw *d, const char *words) {
    for (size_t i = 0; i < d->count; i++)
        if (d->commands[i].kind == DRAW_TEXT &&
            strncmp(text_string(&d->strings) + d->commands[i].text, words, strlen(words)) == 0)
            return true;
    return false;
}

static void require_said(struct stage_of_test *t, uint64_t step, const char *const *words) {
    draw_step(t, step);
    for (; *words; words++)
        if (!says(&t->draw, *words)) fail_msg("step %d does not say \"%s\"", (int)step, *words);
}

static void costs_processors_and_the_pacer_can_be_read(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    static const char *const AT_MARK[] = {"Cost in ticks",
                                          "2 ticks each, 2 in all",
                                          "270 ticks each, 1,350",
                                          "P0",
                                          "marks (fractional): Node 3",
                                          "collector",
                                          "stops",
                                          "waits for the GC",
                                          "in hand: Node 3",
                                          NULL};
    static const char *const AT_START[] = {"G1 main", "2 ticks each, 0 in all",
                                           "190 ticks each, 0 in all",
                                           "heap 0 B · trigger 3.8 MiB · goal 4 MiB", NULL};
    open_stage(&t, "scenarios/01-mark-and-sweep.json");
    require_said(&t, 1, AT_START);
    require_said(&t, 45, AT_MARK);
    close_stage(&t);
}

static void waiting_goroutines_say_for_what(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    static const char *const WAITS[] = {
        "chan send", "running", "P0", "P1", "idle", "heap 672 B · no goal: GOGC off", NULL};
    open_stage(&t, "scenarios/62-goroutine-leak.json");
    require_said(&t, 32, WAITS);
    close_stage(&t);
}

static void malloc_has_a_price_too(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    static const char *const WORDS[] = {"by malloc", "malloc and free", "99 ticks each, 299 in all",
                                        "main.b = nil", NULL};
    open_stage(&t, "scenarios/20-malloc-and-free.json");
    require_said(&t, 10, WORDS);
    close_stage(&t);
}

static void a_string_on_the_heap_can_be_read(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    static const char *const WORDS[] = {"string 1", "\"go \\ C", "[]byte", NULL};
    build_script(&t.scenario, "'globals': {'s': 'string', 'b': '[]byte'}, 'functions': {'main': ["
                              "{'set': 's', 'to': '`go `'},"
                              "{'set': 's', 'to': 's + `\\\\ C`', 'escape': 'heap'},"
                              "{'make': '[]byte', 'to': 'b', 'len': 40, 'escape': 'heap'},"
                              "{'set': 'b[0]', 'to': 200}, {'yield': true}]}");
    open_session_of_stage(&t);
    require_said(&t, session_steps(&t.session) - 1, WORDS);
    assert_false(says(&t.draw, "\"\xc8"));
    close_stage(&t);
}

/* Of 64 processors those at work are shown; the rest is a number. */
static void many_processors_are_cut_to_those_that_fit(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    struct text complaints = {0};
    assert_int_equal(scenario_load(&t.scenario, "scenarios/06-textbook-graph.json", &complaints),
                     FILE_OK);
    t.scenario.config.procs = 64;
    open_session_of_stage(&t);
    draw_step(&t, 30);
    assert_true(says(&t.draw, "marks (") && !says(&t.draw, "idle"));
    bool rest = false;
    for (uint32_t n = 1; n < 64 && !rest; n++) {
        char words[16];
        snprintf(words, sizeof words, "+ %u", n);
        rest = says(&t.draw, words);
    }
    assert_true(rest);
    close_stage(&t);
}

/* A baseline with room above and below. */
static bool is_inside(const struct draw_command *c, float width, float height) {
    return c->p[0].x >= 0 && c->p[0].x < width && c->p[0].y - c->size * 0.7f >= 0 &&
           c->p[0].y + c->size * 0.2f <= height;
}

static void check_texts(struct stage_of_test *t, float width, float height, const char *path) {
    struct look look = look_default();
    struct view v;
    look.theme = &THEME_DARK;
    begin_view(t, &v, &look, width, height);
    picture_draw(&t->draw, &v);
    view_end(&v);
    for (size_t i = 0; i < t->draw.count; i++) {
        const struct draw_command *c = &t->draw.commands[i];
        if (c->kind == DRAW_TEXT && !is_inside(c, width, height))
            fail_msg("%s: \"%s\" at %d, %d is cut", path, text_string(&t->draw.strings) + c->text,
                     (int)c->p[0].x, (int)c->p[0].y);
    }
}

static void no_text_leaves_the_picture(void **state) {
    (void)state;
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        struct stage_of_test t = {0};
        build_load(&t.scenario, *path);
        open_session_of_stage(&t);
        for (uint64_t part = 0; part <= 4; part++) {
            session_seek(&t.session, session_steps(&t.session) * part / 4);
            check_texts(&t, 1920, 1080, *path);
            check_texts(&t, 1280, 720, *path);
        }
        close_stage(&t);
    }
}

/* The picture with its help, and the gallery. */
static void draw_in(struct stage_of_test *t, float width, float height) {
    static struct gallery_entry entry = {
        .title = "title", .summary = "a b", .group = WORD_GROUP_OTHER};
    static const struct gallery ONE = {.entries = &entry, .count = 1};
    struct look look = look_default();
    struct view v;
    begin_view(t, &v, &look, width, height);
    v.help = v.presenting.legend = v.presenting.notes = true;
    picture_draw(&t->draw, &v);
    overlay_draw(&t->draw, &v);
    gallery_draw(&t->draw, &v, &ONE);
    view_end(&v);
    assert_false(t->draw.failed);
}

/* For the sanitizers: no room becomes a number of things that have room. */
static void a_window_may_be_absurdly_small(void **state) {
    (void)state;
    static const char *const PATHS[] = {"scenarios/25-fragmentation.json",
                                        "scenarios/28-shared-tail-malloc.json",
                                        "scenarios/71-four-processors.json"};
    static const float SIZES[][2] = {{0, 0},     {1, 1},      {60, 40},    {300, 200},
                                     {40, 2000}, {2000, 40},  {2000, 150}, {2000, 300},
                                     {640, 360}, {5000, 5000}};
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        struct stage_of_test t = {0};
        open_stage(&t, PATHS[i]);
        session_seek(&t.session, session_steps(&t.session) / 2);
        for (size_t k = 0; k < sizeof SIZES / sizeof SIZES[0]; k++)
            draw_in(&t, SIZES[k][0], SIZES[k][1]);
        close_stage(&t);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_picture_is_the_recorded_one),
        cmocka_unit_test(an_object_never_moves),
        cmocka_unit_test(every_step_can_be_clicked_on),
        cmocka_unit_test(costs_processors_and_the_pacer_can_be_read),
        cmocka_unit_test(waiting_goroutines_say_for_what),
        cmocka_unit_test(malloc_has_a_price_too),
        cmocka_unit_test(a_string_on_the_heap_can_be_read),
        cmocka_unit_test(many_processors_are_cut_to_those_that_fit),
        cmocka_unit_test(no_text_leaves_the_picture),
        cmocka_unit_test(a_window_may_be_absurdly_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
