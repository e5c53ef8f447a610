/* The picture as a draw list: no fonts, no SDL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/golden.h"
#include "view/picture.h"

struct stage_of_test {
    struct scenario scenario;
    struct session session;
    struct graph_layout graph;
    struct draw draw;
    struct hits hits;
};

static void open_stage(struct stage_of_test *t, const char *path) {
    struct text complaints = {0};
    assert_int_equal(scenario_load(&t->scenario, path, &complaints), FILE_OK);
    t->scenario.config.pages_max = 64;
    assert_true(session_open(&t->session, &t->scenario));
    assert_int_equal(session_run(&t->session, 100000), STOP_END);
    graph_layout_make(&t->graph, &t->session.census, 4);
    draw_init(&t->draw, text_measure_plain());
}

static void close_stage(struct stage_of_test *t) {
    draw_free(&t->draw);
    session_close(&t->session);
    scenario_free(&t->scenario);
}

static void draw_step(struct stage_of_test *t, uint64_t step) {
    struct view v;
    session_seek(&t->session, step);
    view_begin(&v, &t->session, &THEME_PAPER, 1920, 1080);
    v.graph = &t->graph;
    picture_draw(&t->draw, &v, &t->hits);
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
        for (uint32_t i = 0; i < t.hits.count; i++) {
            const struct box *b = &t.hits.list[i].box;
            assert_true(b->x >= 0 && b->y >= 0 && b->x + b->w <= 1920 && b->y + b->h <= 1080);
            seek += t.hits.list[i].command == COMMAND_SEEK;
            play += t.hits.list[i].command == COMMAND_PLAY;
        }
        assert_true(seek == 1 && play == 1);
    }
    close_stage(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_picture_is_the_recorded_one),
        cmocka_unit_test(an_object_never_moves),
        cmocka_unit_test(every_step_can_be_clicked_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
