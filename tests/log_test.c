/* The event log: sentences wherever they are read, kinds, words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/logging.h"
#include "support/desk.h"
#include "support/golden.h"
#include "view/panels.h"

static const char LOST[] = "scenarios/03-lost-object-barrier-on.json";

/* What a step is told as when one stands there. */
static void require_told(struct desk *d, struct sentences *all, uint64_t step,
                         const struct narration *language) {
    struct session *s = &d->app.open.session;
    struct text what = {0}, why = {0};
    session_seek(s, step);
    narrate_step_in(language, &s->now, s->events, s->event_count, &what, &why);
    uint64_t hash = machine_hash(&s->now);
    const struct sentence *told = sentences_at(all, s, language, step);
    assert_non_null(told);
    assert_string_equal(told->what, text_string(&what));
    assert_int_equal(told->step, step);
    assert_int_equal(told->actor, s->now.s->clock.last_actor);
    assert_int_equal(session_step(s), step);
    assert_true(machine_hash(&s->now) == hash);
    text_free(&what);
    text_free(&why);
}

static void sentences_are_those_of_the_steps_in_any_order(void **state) {
    (void)state;
    struct desk d;
    struct sentences all = {0};
    desk_open(&d, "scenarios/92-worker-pool.json");
    uint64_t steps = session_steps(&d.app.open.session);
    assert_true(steps > 2 * SENTENCES_BLOCK);
    for (uint64_t i = 0; i < 400; i++) {
        const struct narration *language = i < 200 ? &NARRATION_ENGLISH : &NARRATION_GERMAN;
        require_told(&d, &all, 1 + i * 97 % steps, language);
    }
    assert_null(sentences_at(&all, &d.app.open.session, &NARRATION_ENGLISH, 0));
    assert_null(sentences_at(&all, &d.app.open.session, &NARRATION_ENGLISH, steps + 1));
    sentences_free(&all);
    desk_close(&d);
}

static void the_log_is_the_recorded_one(void **state) {
    (void)state;
    struct desk d;
    struct text words = {0};
    desk_open(&d, LOST);
    session_seek(&d.app.open.session, 28);
    desk_pass(&d, 0);
    struct view v = app_view(&d.app);
    draw_reset(&d.app.draw);
    panel_log(&d.app.draw, &v, (struct box){20, 104, 600, 400});
    panel_log(&d.app.draw, &v, (struct box){20, 604, 400, 160});
    view_end(&v);
    draw_describe(&d.app.draw, &words);
    golden_check("panel-log-03-step-28.txt", text_string(&words));
    text_free(&words);
    desk_close(&d);
}

static void a_line_goes_to_its_step_and_the_wheel_reads_on(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    desk_key(&d, KEY_END);
    uint64_t end = desk_step(&d);
    desk_click(&d, COMMAND_SEEK, end - 2);
    assert_int_equal(desk_step(&d), end - 2);
    const struct log_page *page = &d.app.logging.page;
    assert_int_equal(page->rows[page->count - 1].step, end - 2);
    for (size_t i = 0; i < d.app.draw.hit_count; i++) {
        const struct hit h = d.app.draw.hits[i];
        if (h.command != COMMAND_SCROLL_LOG) continue;
        desk_wheel(&d, h.box.x + 20, h.box.y + 20, -1);
        break;
    }
    assert_int_equal(page->rows[page->count - 1].step, end);
    desk_click(&d, COMMAND_SEEK, end);
    assert_int_equal(desk_step(&d), end);
    desk_close(&d);
}

static void a_question_is_not_answered_by_the_log(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    d.app.look.questions = QUESTIONS_LECTURE;
    desk_key(&d, KEY_SPACE);
    for (int i = 0; i < 40; i++) desk_pass(&d, 1);
    assert_true(d.app.predicting.open != NO_QUESTION);
    uint64_t step = desk_step(&d);
    assert_true(step < session_steps(&d.app.open.session));
    d.app.mouse.wheel = -5;
    app_do(&d.app, COMMAND_SCROLL_LOG, step);
    desk_pass(&d, 0);
    const struct log_page *page = &d.app.logging.page;
    assert_int_equal(page->rows[page->count - 1].step, step);
    desk_close(&d);
}

static bool happened(const struct desk *d, enum event_kind kind) {
    return event_set_has(&d->app.open.session.now.s->clock.events, kind);
}

static void events_of_the_chosen_kind_are_gone_to(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    desk_type(&d, "e");
    assert_non_null(strstr(d.app.message, "choose a kind"));
    app_do(&d.app, COMMAND_LOG_KIND, EVENT_SHADE + 1);
    uint64_t steps[64], count = 0, before = desk_step(&d);
    for (;; before = desk_step(&d)) {
        desk_type(&d, "e");
        if (strstr(d.app.message, "no further event")) break;
        assert_true(happened(&d, EVENT_SHADE) && desk_step(&d) > before && count < 64);
        steps[count++] = desk_step(&d);
    }
    assert_true(count > 1);
    desk_key(&d, KEY_END);
    while (count > 0) {
        desk_type(&d, "E");
        assert_int_equal(desk_step(&d), steps[--count]);
    }
    assert_true(desk_says(&d, "shade ×"));
    desk_click(&d, COMMAND_LOG_KIND, 0);
    assert_int_equal(d.app.logging.page.kind, 0);
    desk_close(&d);
}

/* The same steps as a search that knows nothing of the filter. */
static void a_chosen_kind_leaves_only_its_steps(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/92-worker-pool.json");
    struct session *s = &d.app.open.session;
    const struct log_page *page = &d.app.logging.page;
    app_do(&d.app, COMMAND_LOG_KIND, EVENT_CALL + 1);
    uint32_t ends = 0;
    for (uint64_t i = 0; i <= session_steps(s); i++) {
        uint64_t step = i % 3 == 2 ? session_steps(s) - i : i; /* back and forth */
        app_do(&d.app, COMMAND_SEEK, step);
        desk_pass(&d, 0);
        while (logging_goes_on(&d.app)) desk_pass(&d, 0);
        assert_int_equal(desk_step(&d), step);
        for (uint32_t k = 0; k < page->count; k++) {
            assert_true(page->rows[k].step <= step);
            assert_true(event_set_has(&page->rows[k].events, EVENT_CALL));
            assert_true(k == 0 || page->rows[k - 1].step < page->rows[k].step);
        }
        if (!happened(&d, EVENT_CALL)) continue;
        assert_int_equal(page->rows[page->count - 1].step, step);
        ends++;
    }
    app_do(&d.app, COMMAND_SEEK, session_steps(s));
    desk_pass(&d, 0);
    while (logging_goes_on(&d.app)) desk_pass(&d, 0);
    uint32_t all = 0;
    for (uint64_t step = 1; step <= session_steps(s); step++) {
        session_seek(s, step);
        all += happened(&d, EVENT_CALL);
    }
    assert_int_equal(page->count, all < KIND_ROWS_MAX ? all : KIND_ROWS_MAX);
    assert_true(ends > 5);
    desk_close(&d);
}

static void words_are_found_forward_and_back(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, LOST);
    desk_type(&d, "/BARRIER: SHADES");
    assert_true(desk_says(&d, "look for: BARRIER: SHADES"));
    desk_key(&d, KEY_BACKSPACE);
    desk_key(&d, KEY_ESCAPE);
    assert_true(d.app.open.is);
    desk_type(&d, "/main Is About");
    desk_key(&d, KEY_ENTER);
    uint64_t first = desk_step(&d);
    assert_true(first > 0 && happened(&d, EVENT_BARRIER_READ));
    desk_key(&d, KEY_F1 + 2);
    uint64_t second = desk_step(&d);
    assert_true(second > first);
    desk_key(&d, KEY_END);
    uint64_t at = NEVER;
    while (!strstr(d.app.message, "no further step")) {
        at = desk_step(&d);
        desk_shift_key(&d, KEY_F1 + 2);
    }
    assert_int_equal(at, first);
    desk_type(&d, "/no such words");
    desk_key(&d, KEY_ENTER);
    assert_non_null(strstr(d.app.message, "no further step"));
    assert_int_equal(desk_step(&d), first);
    desk_close(&d);
}

/* Portions end, and the window can draw in between. */
static void a_long_search_leaves_the_window_alive(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/36-ten-thousand-goroutines.json");
    app_tick(&d.app);
    d.app.logging.words.words[0] = '\0';
    desk_type(&d, "/no such words");
    desk_key(&d, KEY_ENTER);
    assert_true(d.app.searching.is);
    assert_int_equal(app_wait(&d.app), 0);
    desk_key(&d, KEY_ESCAPE);
    assert_true(d.app.open.is && !d.app.searching.is);
    desk_close(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_are_those_of_the_steps_in_any_order),
        cmocka_unit_test(the_log_is_the_recorded_one),
        cmocka_unit_test(a_line_goes_to_its_step_and_the_wheel_reads_on),
        cmocka_unit_test(a_question_is_not_answered_by_the_log),
        cmocka_unit_test(events_of_the_chosen_kind_are_gone_to),
        cmocka_unit_test(a_chosen_kind_leaves_only_its_steps),
        cmocka_unit_test(words_are_found_forward_and_back),
        cmocka_unit_test(a_long_search_leaves_the_window_alive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
