/* The panels of numbers as draw lists: the grey work list, the pacer's chart, the cost meter. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine/check/check.h"
#include "machine/gc/gc.h"
#include "support/build.h"
#include "support/golden.h"
#include "view/panels.h"
#include "view/picture.h"

typedef void draw_panel(struct draw *d, const struct view *v, struct box b);

struct stage_of_test {
    struct scenario scenario;
    struct session session;
    struct draw draw;
    struct look look;
    float width, height; /* of the picture that the panel is a part of */
};

static void begin_session(struct stage_of_test *t) {
    assert_true(session_open(&t->session, &t->scenario));
    assert_int_equal(session_run(&t->session, 10000000), STOP_END);
    draw_init(&t->draw, text_measure_plain());
    t->look = look_default();
    t->width = 1920;
    t->height = 1080;
}

static void open_stage(struct stage_of_test *t, const char *path) {
    build_load(&t->scenario, path);
    begin_session(t);
}

static void close_stage(struct stage_of_test *t) {
    draw_free(&t->draw);
    session_close(&t->session);
    scenario_free(&t->scenario);
}

static void draw_at(struct stage_of_test *t, uint64_t step, draw_panel *panel, struct box b) {
    struct view v;
    session_seek(&t->session, step);
    view_begin(&v, &t->session, &t->look, (struct box){0, 0, t->width, t->height});
    draw_reset(&t->draw);
    panel(&t->draw, &v, b);
    view_end(&v);
    assert_false(t->draw.failed);
}

static const char *text_of(const struct draw *d, size_t i) {
    return d->commands[i].kind == DRAW_TEXT ? d->strings.bytes + d->commands[i].text : "";
}

static bool says(const struct draw *d, const char *words) {
    for (size_t i = 0; i < d->count; i++)
        if (strstr(text_of(d, i), words)) return true;
    return false;
}

static const char *tip_of(const struct draw *d, const struct hit *h) {
    return d->strings.bytes + h->tip;
}

static void golden_panel(struct stage_of_test *t, const char *name) {
    struct text words = {0};
    draw_describe(&t->draw, &words);
    draw_describe_hits(&t->draw, &words);
    golden_check(name, text_string(&words));
    text_free(&words);
}

/* ---- the work list ---- */

static const struct box WORK_BOX = {0, 0, 294, 160};

struct taken {
    uint64_t objects[256];
    uint32_t count;
};

static void note_taken(void *user, uint64_t object) {
    struct taken *t = user;
    if (t->count < 256) t->objects[t->count++] = object;
}

static void require_parts(const struct machine *m) {
    struct taken all = {.count = 0};
    uint64_t objects[256], sum = 0;
    uint32_t at = 0;
    work_each(m, note_taken, &all);
    for (uint32_t i = 0; i <= m->config.procs; i++) {
        uint32_t part = i < m->config.procs ? (m->s->on + i) % m->config.procs : WORK_COMMON;
        uint32_t count = work_first(m, part, objects, 256);
        assert_int_equal(count, work_count_of(m, part));
        assert_int_equal(work_first(m, part, objects, 1), count > 0);
        for (uint32_t k = 0; k < work_first(m, part, objects, 256); k++)
            assert_int_equal(objects[k], all.objects[at++]);
        sum += count;
    }
    assert_int_equal(sum, work_count(m));
    assert_int_equal(at, all.count);
}

static void the_parts_of_the_work_list_make_the_whole(void **state) {
    (void)state;
    static const char *const PATHS[] = {
        "scenarios/01-mark-and-sweep.json", "scenarios/71-four-processors.json",
        "scenarios/74-shading-put-off.json", "scenarios/06-textbook-graph.json"};
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        struct stage_of_test t = {0};
        uint64_t most = 0;
        open_stage(&t, PATHS[i]);
        for (uint64_t step = 0; step <= session_steps(&t.session); step++) {
            session_seek(&t.session, step);
            require_parts(&t.session.now);
            if (work_count(&t.session.now) > most) most = work_count(&t.session.now);
        }
        assert_true(most >= 1);
        close_stage(&t);
    }
}

/* What is drawn first is what the next TAKE takes. */
static uint32_t require_takes_of_first(struct stage_of_test *t) {
    uint32_t takes = 0;
    for (uint64_t step = 0; step < session_steps(&t->session); step++) {
        uint64_t first = 0;
        draw_at(t, step, panel_work, WORK_BOX);
        for (size_t i = 0; i < t->draw.hit_count && !first; i++)
            if (strstr(tip_of(&t->draw, &t->draw.hits[i]), "number 1 of"))
                first = t->draw.hits[i].value;
        session_seek(&t->session, step + 1);
        for (uint32_t i = 0; i < t->session.event_count; i++) {
            if (t->session.events[i].kind != EVENT_TAKE) continue;
            assert_int_equal(t->session.events[i].a, first);
            takes++;
        }
    }
    return takes;
}

static void the_first_chip_is_taken_next(void **state) {
    (void)state;
    static const char *const PATHS[] = {"scenarios/01-mark-and-sweep.json",
                                        "scenarios/06-textbook-graph.json",
                                        "scenarios/05-two-stacks.json"};
    uint32_t takes = 0;
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        struct stage_of_test t = {0};
        build_load(&t.scenario, PATHS[i]);
        t.scenario.config.procs = 1;
        begin_session(&t);
        takes += require_takes_of_first(&t);
        close_stage(&t);
    }
    assert_true(takes > 8);
}

static void the_work_list_is_the_recorded_one(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    open_stage(&t, "scenarios/71-four-processors.json");
    draw_at(&t, 60, panel_work, WORK_BOX);
    golden_panel(&t, "panel-work-71-step-60.txt");
    assert_true(says(&t.draw, "in hand: root, word 4 of 6"));
    close_stage(&t);
}

/* Whoever wears the name of a broken edge really is one, and it is named whenever there is one. */
static void a_broken_invariant_is_named(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    uint32_t broken = 0, strong = 0, weak = 0;
    static const char *const PATHS[] = {"scenarios/04-lost-object-no-barrier.json",
                                        "scenarios/03-lost-object-barrier-on.json",
                                        "scenarios/08-yuasa-snapshot.json"};
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        open_stage(&t, PATHS[i]);
        for (uint64_t step = 0; step <= session_steps(&t.session); step++) {
            struct black_edge edge = {0, 0};
            draw_at(&t, step, panel_work, WORK_BOX);
            enum invariant is = check_invariant_edge(&t.session.now, &edge);
            bool marking = gc_marking(&t.session.now);
            assert_int_equal(says(&t.draw, "BROKEN"), marking && is == INVARIANT_BROKEN);
            assert_int_equal(says(&t.draw, "weak"), marking && is == INVARIANT_WEAK);
            assert_int_equal(says(&t.draw, "strong"), marking && is == INVARIANT_STRONG);
            broken += is == INVARIANT_BROKEN;
            weak += is == INVARIANT_WEAK;
            strong += marking && is == INVARIANT_STRONG;
            if (is == INVARIANT_STRONG) continue;
            assert_int_equal(inspect_colour(&t.session.now, edge.object), COLOUR_WHITE);
            assert_true(edge.place != 0);
        }
        close_stage(&t);
    }
    assert_true(broken > 2 && strong > 10 && weak > 2);
}

static void the_edge_that_breaks_the_invariant_can_be_read(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    uint64_t step = 0;
    open_stage(&t, "scenarios/04-lost-object-no-barrier.json");
    do draw_at(&t, ++step, panel_work, WORK_BOX);
    while (!says(&t.draw, "BROKEN") && step < session_steps(&t.session));
    assert_true(says(&t.draw, "invariant BROKEN by A.next"));
    golden_panel(&t, "panel-work-04-broken.txt");
    close_stage(&t);
}

/* An array of so many objects that all are grey at once. */
static void a_long_list_is_a_few_chips_and_a_number(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    build_script(
        &t.scenario,
        "'types': {'T': {'p': '*T'}}, 'globals': {'a': '[]*T', 'i': 'int'},"
        "'functions': {'main': [{'make': '[]*T', 'to': 'a', 'len': 3000, 'escape': 'heap'},"
        "{'repeat': 3000, 'do': [{'new': 'T', 'to': 't', 'escape': 'heap'},"
        "{'set': 'a[i]', 'to': 't'}, {'set': 'i', 'to': 'i + 1'}]}, {'gc': 'run'}]}");
    t.scenario.config.procs = 1; /* or others take what one puts there */
    begin_session(&t);
    uint64_t step = session_steps(&t.session);
    do session_seek(&t.session, --step);
    while (step > 0 && work_count(&t.session.now) < 2000);
    draw_at(&t, step, panel_work, (struct box){0, 0, 400, 160});
    char rest[24], own[24], shared[24];
    uint32_t chips = 0;
    for (size_t i = 0; i < t.draw.hit_count; i++) chips += t.draw.hits[i].command == COMMAND_SELECT;
    assert_in_range(chips, 2, 12);
    snprintf(rest, sizeof rest, "%d · LIFO", (int)work_count(&t.session.now));
    if (!says(&t.draw, rest)) fail_msg("it does not say %s", rest);
    snprintf(own, sizeof own, "P0 %d:", (int)work_count_of(&t.session.now, 0));
    snprintf(shared, sizeof shared, "all %d:", (int)work_count_of(&t.session.now, WORK_COMMON));
    assert_true(says(&t.draw, own) && says(&t.draw, shared));
    assert_true(says(&t.draw, "not checked"));
    close_stage(&t);
}

/* What the barrier has put off can be seen: a number, and the first of them. */
static void the_buffers_of_the_barrier_are_told(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    uint32_t told = 0;
    open_stage(&t, "scenarios/74-shading-put-off.json");
    for (uint64_t step = 0; step <= session_steps(&t.session); step++) {
        draw_at(&t, step, panel_work, (struct box){0, 0, 500, 200});
        for (uint32_t p = 0; p < t.session.now.config.procs; p++) {
            char words[64];
            uint64_t count = t.session.now.processors[p].barrier_count;
            snprintf(words, sizeof words, "barrier P%u %llu:", p, (unsigned long long)count);
            assert_int_equal(says(&t.draw, words), count > 0);
            told += count > 0;
        }
    }
    assert_true(told > 3);
    close_stage(&t);
}

/* Enlarged to the whole window it is read from the last row. */
static void a_large_panel_has_large_letters(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    open_stage(&t, "scenarios/71-four-processors.json");
    draw_at(&t, 60, panel_work, (struct box){0, 0, 1880, 640});
    for (size_t i = 0; i < t.draw.count; i++)
        if (t.draw.commands[i].kind == DRAW_TEXT) assert_true(t.draw.commands[i].size >= 28);
    close_stage(&t);
}

/* ---- the chart of the pacer ---- */

static const struct box PACER_BOX = {0, 0, 294, 190};

static void the_chart_is_the_recorded_one(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    open_stage(&t, "scenarios/73-memory-limit.json");
    draw_at(&t, 120, panel_pacer, PACER_BOX);
    golden_panel(&t, "panel-pacer-73-step-120.txt");
    close_stage(&t);
}

/* The words at the lines' ends: "live ", "goal ", "trigger ", "limit ". */
static bool is_label(const char *words) {
    static const char *const NAMES[] = {"live ", "goal ", "trigger ", "limit "};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (strncmp(words, NAMES[i], strlen(NAMES[i])) == 0) return true;
    return false;
}

static void require_apart(const struct stage_of_test *t, struct box b) {
    const struct draw *d = &t->draw;
    for (size_t i = 0; i < d->count; i++) {
        if (!is_label(text_of(d, i))) continue;
        const struct draw_command *c = &d->commands[i];
        float right = c->p[0].x + draw_text_width(d, c->font, c->size, text_of(d, i));
        assert_true(c->p[0].x >= b.x && right <= b.x + b.w);
        assert_true(c->p[0].y - c->size > b.y && c->p[0].y < b.y + b.h);
        for (size_t k = i + 1; k < d->count; k++)
            if (is_label(text_of(d, k)))
                assert_true(fabsf(d->commands[k].p[0].y - c->p[0].y) >= c->size);
    }
}

static void labels_of_the_chart_lie_apart(void **state) {
    (void)state;
    static const char *const PATHS[] = {
        "scenarios/70-allocation-pays.json", "scenarios/72-two-minutes.json",
        "scenarios/73-memory-limit.json", "scenarios/01-mark-and-sweep.json"};
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        struct stage_of_test t = {0};
        open_stage(&t, PATHS[i]);
        uint64_t steps = session_steps(&t.session), stride = 1 + steps / 40;
        for (uint64_t step = 0; step <= steps; step += stride) {
            draw_at(&t, step, panel_pacer, PACER_BOX);
            assert_true(says(&t.draw, "live "));
            require_apart(&t, PACER_BOX);
        }
        close_stage(&t);
    }
}

/* The places that are clicked lie side by side over the whole run; each says what was there. */
static void a_click_on_the_chart_goes_there(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    open_stage(&t, "scenarios/70-allocation-pays.json");
    draw_at(&t, 5, panel_pacer, PACER_BOX);
    uint64_t before = 0;
    float right = 0;
    for (size_t i = 0; i < t.draw.hit_count; i++) {
        const struct hit *h = &t.draw.hits[i];
        char step[32];
        if (h->command != COMMAND_SEEK) continue;
        snprintf(step, sizeof step, "step %d · live", (int)h->value);
        assert_non_null(strstr(tip_of(&t.draw, h), step));
        assert_true(h->value > before && (before == 0 || fabsf(h->box.x - right) < 0.5f));
        before = h->value;
        right = h->box.x + h->box.w;
    }
    assert_int_equal(before, session_steps(&t.session));
    close_stage(&t);
}

/* A saw whose teeth are narrower than a pixel: their height can still be seen. */
static void a_long_run_keeps_its_peaks(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    build_script(
        &t.scenario,
        "'types': {'T': {'a': '[512]int'}}, 'functions': {'main': [{'repeat': 2000, 'do': ["
        "{'new': 'T', 'to': 't', 'escape': 'heap'}, {'set': 't', 'to': 'nil'}]}]}");
    t.scenario.config.minimum_heap = 32768;
    begin_session(&t);
    draw_at(&t, session_steps(&t.session), panel_pacer, PACER_BOX);
    uint32_t teeth = 0;
    for (size_t i = 0; i < t.draw.count; i++) {
        const struct draw_command *c = &t.draw.commands[i];
        bool vertical = c->kind == DRAW_CURVE && c->p[0].x == c->p[3].x;
        teeth += vertical && c->stroke == THEME_PAPER.blue && fabsf(c->p[0].y - c->p[3].y) > 20;
    }
    assert_true(t.session.timeline.width > 1);
    assert_true(teeth > 60);
    close_stage(&t);
}

static void without_a_goal_the_chart_says_so(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    open_stage(&t, "scenarios/62-goroutine-leak.json");
    draw_at(&t, 32, panel_pacer, PACER_BOX);
    assert_true(says(&t.draw, "GOGC off") && says(&t.draw, "live ") && !says(&t.draw, "goal 1"));
    close_stage(&t);
}

/* ---- the meter ---- */

static const struct box METER_BOX = {0, 0, 472, 204};

static void the_meter_is_the_recorded_one(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    open_stage(&t, "scenarios/01-mark-and-sweep.json");
    draw_at(&t, 45, panel_meter, METER_BOX);
    golden_panel(&t, "panel-meter-01-step-45.txt");
    close_stage(&t);
}

/* Each line's tip tells what it is made of: its ticks add up to the line's. */
static void prices_are_told_with_their_sources(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    open_stage(&t, "scenarios/01-mark-and-sweep.json");
    draw_at(&t, 45, panel_meter, METER_BOX);
    bool heap = false, scan = false;
    for (size_t i = 0; i < t.draw.hit_count; i++) {
        const char *tip = tip_of(&t.draw, &t.draw.hits[i]);
        assert_true(tip[0] != '\0');
        if (strstr(tip, "mallocgc finds a slot for an object: 190 ticks × 5 objects = 950 "
                        "(measured: newobject 13"))
            heap = true;
        if (strstr(tip, "a stack frame's map is looked up: 650 ticks")) scan = true;
    }
    assert_true(heap && scan);
    close_stage(&t);
}

/* With room there is a table of all prices that were paid, the dearest first. */
static void a_large_meter_has_a_table_of_prices(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    uint64_t before = UINT64_MAX;
    uint32_t rows = 0, charged = 0;
    open_stage(&t, "scenarios/01-mark-and-sweep.json");
    draw_at(&t, 45, panel_meter, (struct box){0, 0, 1880, 800});
    for (int cost = 0; cost < COST_COUNT; cost++) charged += t.session.now.s->clock.units[cost] > 0;
    for (size_t i = 0; i < t.draw.count; i++) {
        const struct draw_command *c = &t.draw.commands[i];
        if (c->kind != DRAW_TEXT || c->font != FONT_MONO_BOLD || c->p[0].y < 230) continue;
        uint64_t total = strtoull(text_of(&t.draw, i), NULL, 10);
        assert_true(total <= before && total > 0);
        before = total;
        rows++;
    }
    assert_int_equal(rows, charged);
    assert_true(says(&t.draw, "measured: newobject 13, mallocgc 175"));
    close_stage(&t);
}

static void nothing_of_the_meter_lies_below_its_box(void **state) {
    (void)state;
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        struct stage_of_test t = {0};
        open_stage(&t, *path);
        draw_at(&t, session_steps(&t.session), panel_meter, METER_BOX);
        for (size_t i = 0; i < t.draw.count; i++)
            if (t.draw.commands[i].kind == DRAW_TEXT)
                assert_true(t.draw.commands[i].p[0].y < METER_BOX.h - 4);
        close_stage(&t);
    }
}

/* ---- all of them ---- */

struct extent {
    float left, right, top, bottom;
};

static struct extent extent_of(const struct draw *d, size_t i) {
    const struct draw_command *c = &d->commands[i];
    float width = draw_text_width(d, c->font, c->size, text_of(d, i));
    return (struct extent){c->p[0].x, c->p[0].x + width, c->p[0].y - c->size * 0.7f,
                           c->p[0].y + c->size * 0.1f};
}

static bool meet(struct extent a, struct extent b) {
    const float slack = 0.5f;
    return a.left + slack < b.right && b.left + slack < a.right && a.top + slack < b.bottom &&
           b.top + slack < a.bottom;
}

static void require_legible(const struct stage_of_test *t, struct box b, const char *path) {
    const struct draw *d = &t->draw;
    for (size_t i = 0; i < d->count; i++) {
        if (d->commands[i].kind != DRAW_TEXT) continue;
        struct extent e = extent_of(d, i);
        if (e.left < b.x || e.right > b.x + b.w + 1 || e.bottom > b.y + b.h)
            fail_msg("%s, step %d: \"%s\" leaves its panel", path, (int)session_step(&t->session),
                     text_of(d, i));
        for (size_t k = i + 1; k < d->count; k++)
            if (d->commands[k].kind == DRAW_TEXT && meet(e, extent_of(d, k)))
                fail_msg("%s, step %d: \"%s\" lies on \"%s\"", path, (int)session_step(&t->session),
                         text_of(d, i), text_of(d, k));
    }
}

static void no_text_leaves_its_panel_or_lies_on_another(void **state) {
    (void)state;
    static const struct {
        draw_panel *panel;
        struct box box;
    } ROOMS[] = {{panel_work, {0, 0, 294, 160}},  {panel_work, {0, 0, 1880, 640}},
                 {panel_pacer, {0, 0, 294, 190}}, {panel_pacer, {0, 0, 1880, 640}},
                 {panel_meter, {0, 0, 472, 204}}, {panel_meter, {0, 0, 1880, 640}}};
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        struct stage_of_test t = {0};
        open_stage(&t, *path);
        for (uint64_t part = 0; part <= 6; part++)
            for (size_t i = 0; i < sizeof ROOMS / sizeof ROOMS[0]; i++)
                for (int language = 0; language < LANGUAGE_COUNT; language++) {
                    t.look.language = (enum language)language;
                    draw_at(&t, session_steps(&t.session) * part / 6, ROOMS[i].panel, ROOMS[i].box);
                    require_legible(&t, ROOMS[i].box, *path);
                }
        close_stage(&t);
    }
}

static void letters_are_large_enough(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    open_stage(&t, "scenarios/71-four-processors.json");
    for (uint64_t step = 0; step <= session_steps(&t.session); step += 5) {
        static draw_panel *const PANELS[] = {panel_work, panel_pacer, panel_meter};
        for (size_t p = 0; p < 3; p++) {
            draw_at(&t, step, PANELS[p], METER_BOX);
            for (size_t i = 0; i < t.draw.count; i++)
                if (t.draw.commands[i].kind == DRAW_TEXT)
                    assert_true(t.draw.commands[i].size >= 16);
        }
    }
    close_stage(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_parts_of_the_work_list_make_the_whole),
        cmocka_unit_test(the_first_chip_is_taken_next),
        cmocka_unit_test(the_work_list_is_the_recorded_one),
        cmocka_unit_test(a_broken_invariant_is_named),
        cmocka_unit_test(the_edge_that_breaks_the_invariant_can_be_read),
        cmocka_unit_test(a_long_list_is_a_few_chips_and_a_number),
        cmocka_unit_test(the_buffers_of_the_barrier_are_told),
        cmocka_unit_test(a_large_panel_has_large_letters),
        cmocka_unit_test(the_chart_is_the_recorded_one),
        cmocka_unit_test(labels_of_the_chart_lie_apart),
        cmocka_unit_test(a_click_on_the_chart_goes_there),
        cmocka_unit_test(a_long_run_keeps_its_peaks),
        cmocka_unit_test(without_a_goal_the_chart_says_so),
        cmocka_unit_test(the_meter_is_the_recorded_one),
        cmocka_unit_test(prices_are_told_with_their_sources),
        cmocka_unit_test(a_large_meter_has_a_table_of_prices),
        cmocka_unit_test(nothing_of_the_meter_lies_below_its_box),
        cmocka_unit_test(letters_are_large_enough),
        cmocka_unit_test(no_text_leaves_its_panel_or_lies_on_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
