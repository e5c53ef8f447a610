/* The panel of stacks as a draw list, against the machine it shows. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "machine/memory.h"
#include "support/build.h"
#include "support/desk.h"
#include "support/golden.h"
#include "view/panels.h"

struct stage_of_test {
    struct scenario scenario;
    struct session session;
    struct draw draw;
    struct look look;
    struct anchors anchors;
    uint32_t goroutine;
    float width, height; /* of the picture that the panel is a part of */
    struct box box;
};

static void begin_session(struct stage_of_test *t) {
    assert_true(session_open(&t->session, &t->scenario));
    assert_int_equal(session_run(&t->session, 10000000), STOP_END);
    draw_init(&t->draw, text_measure_plain());
    t->look = look_default();
    t->width = 1920;
    t->height = 1080;
    t->box = (struct box){0, 0, 434, 474};
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

static void draw_at(struct stage_of_test *t, uint64_t step) {
    struct view v;
    session_seek(&t->session, step);
    view_begin(&v, &t->session, &t->look, (struct box){0, 0, t->width, t->height});
    t->anchors.count = 0;
    v.anchors = &t->anchors;
    v.goroutine = t->goroutine;
    draw_reset(&t->draw);
    panel_stacks(&t->draw, &v, t->box);
    view_end(&v);
    assert_false(t->draw.failed);
}

static const char *text_of(const struct draw *d, size_t i) {
    return d->commands[i].kind == DRAW_TEXT ? d->strings.bytes + d->commands[i].text : "";
}

static uint32_t times_said(const struct draw *d, const char *words) {
    uint32_t times = 0;
    for (size_t i = 0; i < d->count; i++) times += strstr(text_of(d, i), words) != NULL;
    return times;
}

static void require_said(const struct stage_of_test *t, const char *words) {
    if (!times_said(&t->draw, words))
        fail_msg("step %d does not say \"%s\"", (int)session_step(&t->session), words);
}

static const char *tip_of(const struct draw *d, const struct hit *h) {
    return d->strings.bytes + h->tip;
}

/* The row of a word; NULL if it has none. A dot's place leads elsewhere. */
static const struct hit *row_of(const struct stage_of_test *t, uint64_t address) {
    for (size_t i = 0; i < t->draw.hit_count; i++) {
        const struct hit *h = &t->draw.hits[i];
        if (h->command == COMMAND_SELECT && h->value == address && h->box.w > 100) return h;
    }
    return NULL;
}

static void golden_panel(struct stage_of_test *t, const char *name) {
    struct text words = {0};
    draw_describe(&t->draw, &words);
    draw_describe_hits(&t->draw, &words);
    golden_check(name, text_string(&words));
    text_free(&words);
}

/* ---- pictures as they were recorded ---- */

static void the_panel_is_the_recorded_one(void **state) {
    (void)state;
    static const struct {
        const char *path, *golden;
        uint64_t step;
    } PICTURES[] = {
        {"scenarios/30-growing-stack.json", "panel-stacks-30-step-24.txt", 24},
        {"scenarios/05-two-stacks.json", "panel-stacks-05-step-30.txt", 30},
        {"scenarios/92-worker-pool.json", "panel-stacks-92-step-300.txt", 300},
        {"scenarios/32-segmented-stack.json", "panel-stacks-32-step-40.txt", 40},
    };
    for (size_t i = 0; i < sizeof PICTURES / sizeof PICTURES[0]; i++) {
        struct stage_of_test t = {0};
        open_stage(&t, PICTURES[i].path);
        draw_at(&t, PICTURES[i].step);
        golden_panel(&t, PICTURES[i].golden);
        close_stage(&t);
    }
}

/* ---- words ---- */

static float middle(const struct hit *row) {
    return row->box.y + row->box.h / 2;
}

static bool has_arrow(const struct draw *d, float from, float to) {
    for (size_t i = 0; i < d->count; i++) {
        const struct draw_command *c = &d->commands[i];
        if (c->kind == DRAW_CURVE && c->arrow > 0 && fabsf(c->p[0].y - from) < 1 &&
            fabsf(c->p[3].y - to) < 1)
            return true;
    }
    return false;
}

/* Of a row whose word is a pointer to another row: an arrow leads from the one to the other. */
static uint32_t require_arrows(const struct stage_of_test *t) {
    const struct machine *m = &t->session.now;
    uint32_t arrows = 0;
    for (size_t i = 0; i < t->draw.hit_count; i++) {
        const struct hit *from = &t->draw.hits[i];
        if (from->command != COMMAND_SELECT || from->box.w < 100) continue;
        uint64_t word = word_read(m, from->value);
        const struct hit *to = row_of(t, word / WORD * WORD);
        if (!inspect_place_is_pointer(m, from->value) || !to || to == from) continue;
        if (!stack_is_address(m, word)) continue;
        if (!has_arrow(&t->draw, middle(from), middle(to)))
            fail_msg("step %d: no arrow from 0x%llx", (int)session_step(&t->session),
                     (unsigned long long)from->value);
        arrows++;
    }
    return arrows;
}

static void pointers_into_stacks_have_arrows(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    uint32_t arrows = 0;
    open_stage(&t, "scenarios/30-growing-stack.json");
    t.box.h = 1400;
    for (uint64_t step = 0; step <= session_steps(&t.session); step++) {
        draw_at(&t, step);
        arrows += require_arrows(&t);
    }
    assert_true(arrows > 100);
    close_stage(&t);
}

/* Every other pointer to memory is an anchor, from which the heap's panel draws. */
static void pointers_to_the_heap_are_anchors(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    uint32_t anchors = 0;
    open_stage(&t, "scenarios/05-two-stacks.json");
    for (uint64_t step = 0; step <= session_steps(&t.session); step++) {
        draw_at(&t, step);
        for (uint32_t i = 0; i < t.anchors.count; i++) {
            const struct anchor *a = &t.anchors.list[i];
            assert_true(address_in_arena(&t.session.now, a->word));
            assert_false(stack_is_address(&t.session.now, a->word));
            assert_true(a->at.x > 0 && a->at.x < t.box.w && a->at.y > 0 && a->at.y < t.box.h);
        }
        anchors += t.anchors.count;
    }
    assert_true(anchors > 50);
    close_stage(&t);
}

/* Of frames and variables whose words have no rows, too: as long as their heads are there. */
static void pointers_without_a_row_are_anchors(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    uint32_t closed = 0;
    build_script(&t.scenario,
                 "'types': {'T': {'p': '*T'}}, 'globals': {'a': '[9]*T'}, 'functions': {'main': ["
                 "{'new': 'T', 'to': 't', 'escape': 'heap'}, {'set': 'a[5]', 'to': 't'},"
                 "{'set': 'a[8]', 'to': 't'}, {'call': 'down', 'with': ['t', 5]}],"
                 "'down': {'takes': {'p': '*T', 'n': 'int'}, 'do': [{'if': 'n > 0', 'do': ["
                 "{'set': 'm', 'to': 'n - 1'}, {'call': 'down', 'with': ['p', 'm']}]}]}}");
    begin_session(&t);
    for (uint64_t step = 0; step < session_steps(&t.session); step++) {
        draw_at(&t, step);
        uint32_t frames = times_said(&t.draw, "down"), rows = 0;
        for (size_t i = 0; i < t.draw.count; i++) rows += strcmp(text_of(&t.draw, i), "p") == 0;
        if (frames < 2 || times_said(&t.draw, "more stack frame")) continue;
        const struct machine *m = &t.session.now;
        uint32_t wanted = 2; /* of the globals */
        struct frame f;
        for (bool more = frame_innermost(m, goroutine_of(m, 1), &f); more;
             more = frame_caller(m, &f)) {
            const struct function *function = &m->program->functions[f.function];
            for (uint32_t i = 0; i < function->named_pointer_slots; i++)
                wanted += word_read(m, slot_address(f.address, function->pointer_slots[i])) != 0;
        }
        assert_int_equal(t.anchors.count, wanted);
        closed += frames - rows;
    }
    assert_true(closed > 5);
    close_stage(&t);
}

static void strings_show_their_text(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    build_script(&t.scenario, "'functions': {'main': [{'set': 'a', 'to': '`go`'},"
                              "{'set': 'b', 'to': 'a + ` up`', 'escape': 'heap'},"
                              "{'yield': true}, {'print': '{a} {b}'}]}");
    begin_session(&t);
    draw_at(&t, session_steps(&t.session) - 1);
    require_said(&t, "\"go\"");
    require_said(&t, "\"go up\"");
    require_said(&t, "string");
    close_stage(&t);
}

static void a_tip_tells_all_of_a_word(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    bool told = false;
    open_stage(&t, "scenarios/05-two-stacks.json");
    draw_at(&t, 30);
    for (size_t i = 0; i < t.draw.hit_count; i++)
        told |= strcmp(tip_of(&t.draw, &t.draw.hits[i]),
                       "worker.own  *Box\n0xc000004fc0: 0xc000080000 = tool") == 0;
    assert_true(told);
    close_stage(&t);
}

/* A frame that is too long ends with how many of its words are missing. */
static void a_long_frame_says_how_many_words_are_missing(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    struct text script = {0};
    text_add(&script, "'functions': {'main': [");
    for (int i = 0; i < 40; i++) text_addf(&script, "{'set': 'v%d', 'to': %d}, ", i, i);
    text_add(&script, "{'yield': true}, {'print': '{v0}'}]}");
    build_script(&t.scenario, text_string(&script));
    begin_session(&t);
    for (float height = 160; height < 1100; height += 37) {
        uint32_t rows = 0;
        char words[64];
        t.box.h = height;
        draw_at(&t, session_steps(&t.session) - 1);
        for (size_t i = 0; i < t.draw.hit_count; i++)
            rows += t.draw.hits[i].command == COMMAND_SELECT;
        snprintf(words, sizeof words, 40 - rows == 1 ? "… %u more word" : "… %u more words",
                 40 - rows);
        assert_int_equal(times_said(&t.draw, "more word"), rows < 40);
        if (rows < 40) require_said(&t, words);
    }
    text_free(&script);
    close_stage(&t);
}

/* ---- stacks that are copied ---- */

static void require_mended_rows(const struct stage_of_test *t, uint32_t *rows) {
    for (uint32_t i = 0; i < t->session.event_count; i++) {
        const struct event *e = &t->session.events[i];
        char words[64];
        if (e->kind != EVENT_STACK_MEND || !row_of(t, e->a)) continue;
        snprintf(words, sizeof words, "…%04x → …%04x", (unsigned)(e->b & 0xffff),
                 (unsigned)(e->c & 0xffff));
        require_said(t, words);
        (*rows)++;
    }
}

static void require_old_block(struct stage_of_test *t, const struct event *copy) {
    char words[96];
    uint64_t step = session_step(&t->session);
    snprintf(words, sizeof words, "was …%04x: %llu KiB", (unsigned)(copy->b & 0xffff),
             (unsigned long long)copy->c / 1024);
    require_said(t, words);
    snprintf(words, sizeof words, "%llu words copied", (unsigned long long)copy->d);
    require_said(t, words);
    if (step == session_steps(&t->session)) return;
    draw_at(t, step + 1);
    snprintf(words, sizeof words, "was at …%04x, %llu KiB, until step %llu",
             (unsigned)(copy->b & 0xffff), (unsigned long long)copy->c / 1024,
             (unsigned long long)step);
    require_said(t, words);
}

static void a_copy_shows_both_blocks_and_what_was_mended(void **state) {
    (void)state;
    static const char *const PATHS[] = {"scenarios/30-growing-stack.json",
                                        "scenarios/31-shrinking-stack.json",
                                        "scenarios/34-hot-split-copied.json"};
    uint32_t copies = 0, rows = 0;
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        struct stage_of_test t = {0};
        open_stage(&t, PATHS[i]);
        t.box.w = 600;
        for (uint64_t step = 1; step <= session_steps(&t.session); step++) {
            draw_at(&t, step);
            for (uint32_t k = 0; k < t.session.event_count; k++) {
                if (t.session.events[k].kind != EVENT_STACK_COPY) continue;
                struct event copy = t.session.events[k];
                require_mended_rows(&t, &rows);
                require_old_block(&t, &copy);
                copies++;
                break;
            }
        }
        close_stage(&t);
    }
    assert_true(copies >= 4 && rows >= 8);
}

/* The bars of the two blocks compare as their sizes, what was copied is as wide in both. */
static void both_blocks_are_drawn_to_scale(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    open_stage(&t, "scenarios/30-growing-stack.json");
    draw_at(&t, 24);
    float full[2] = {0, 0}, used[2] = {0, 0};
    uint32_t bars = 0, fills = 0;
    for (size_t i = 0; i < t.draw.count; i++) {
        const struct draw_command *c = &t.draw.commands[i];
        if (c->kind != DRAW_BOX || fabsf(c->box.h - 9) > 0.1f || c->box.w < 10) continue;
        bool is_fill = (c->fill & 0xffffff00u) == (THEME_PAPER.actors[0] & 0xffffff00u);
        if (is_fill && fills < 2) used[fills++] = c->box.w;
        else if (!is_fill && bars < 2) full[bars++] = c->box.w;
    }
    assert_true(bars == 2 && fills == 2);
    assert_true(fabsf(full[0] - 2 * full[1]) < 0.5f && fabsf(used[0] - used[1]) < 0.5f);
    assert_true(fabsf(used[0] / full[0] - 1216.0f / 4096) < 0.01f);
    close_stage(&t);
}

/* ---- deep stacks ---- */

#define DEEP                                                                                       \
    "'functions': {'main': [{'call': 'fib', 'with': [40]}], 'fib': {'takes': {'n': 'int'}, "       \
    "'do': [{'if': 'n > 0', 'do': [{'set': 'm', 'to': 'n - 1'}, {'call': 'fib', 'with': "          \
    "['m']}]}]}}"

static uint32_t depth(const struct machine *m) {
    struct frame f;
    uint32_t frames = 0;
    for (bool more = frame_innermost(m, goroutine_of(m, 1), &f); more; more = frame_caller(m, &f))
        frames++;
    return frames;
}

/* Heads of frames: bold, and not the goroutine's. */
static uint32_t heads(const struct draw *d) {
    uint32_t count = 0;
    for (size_t i = 0; i < d->count; i++)
        count += strcmp(text_of(d, i), "fib") == 0 || strcmp(text_of(d, i), "main") == 0;
    return count;
}

static void the_middle_of_a_deep_stack_is_folded(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    uint32_t folds = 0;
    build_script(&t.scenario, DEEP);
    begin_session(&t);
    for (uint64_t step = 0; step < session_steps(&t.session); step++) {
        draw_at(&t, step);
        uint32_t all = depth(&t.session.now), shown = heads(&t.draw);
        assert_in_range(shown, all < 2 ? all : 2, all);
        if (shown == all) continue;
        char words[64];
        snprintf(words, sizeof words,
                 all - shown == 1 ? "… %u more stack frame of fib"
                                  : "… %u more stack frames of fib",
                 all - shown);
        require_said(&t, words);
        assert_true(times_said(&t.draw, "main") >= 2); /* the goroutine, and the outermost frame */
        folds++;
    }
    assert_true(folds > 50);
    close_stage(&t);
}

/* ---- goroutines ---- */

static void goroutines_say_how_they_live(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    open_stage(&t, "scenarios/92-worker-pool.json");
    draw_at(&t, 1);
    assert_int_equal(times_said(&t.draw, "not started: no stack yet"), 2);
    require_said(&t, "G3 worker 2");
    draw_at(&t, 300);
    require_said(&t, "chan receive: chan *job 1");
    require_said(&t, "running");
    require_said(&t, "runnable");
    draw_at(&t, session_steps(&t.session));
    require_said(&t, "returned");
    close_stage(&t);
}

static void an_ended_goroutine_has_no_stack(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    build_script(&t.scenario, "'functions': {'main': [{'go': 'f'}, {'repeat': 20, 'do': ["
                              "{'yield': true}]}], 'f': [{'set': 'x', 'to': 1}]}");
    begin_session(&t);
    draw_at(&t, session_steps(&t.session) - 2);
    require_said(&t, "ended: its stack was given back");
    close_stage(&t);
}

/* While marking, each frame says whether it has been scanned; at other times none does. */
static void frames_say_whether_they_are_scanned(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    uint32_t black = 0, later = 0, now = 0;
    open_stage(&t, "scenarios/05-two-stacks.json");
    for (uint64_t step = 0; step <= session_steps(&t.session); step++) {
        draw_at(&t, step);
        const struct machine *m = &t.session.now;
        uint32_t pills = times_said(&t.draw, "black") + times_said(&t.draw, "not scanned") +
                         times_said(&t.draw, "scanning");
        uint32_t unscanned = 0, living = 0;
        for (uint32_t n = 1; n <= m->s->goroutine_count; n++) {
            if (goroutine_of(m, n)->status == GOROUTINE_DEAD) continue;
            unscanned += !goroutine_of(m, n)->scanned;
            living++;
        }
        if (!gc_marking(m)) {
            assert_int_equal(pills, 0);
            continue;
        }
        assert_true(pills > living);
        if (unscanned == 0) assert_int_equal(times_said(&t.draw, "not scanned"), 0);
        else assert_true(times_said(&t.draw, "not scanned") + times_said(&t.draw, "scanning") > 0);
        black += times_said(&t.draw, "black");
        later += times_said(&t.draw, "not scanned");
        now += times_said(&t.draw, "scanning");
    }
    assert_true(black > 20 && later > 5 && now > 1);
    close_stage(&t);
}

/* ---- more of them than there is room for ---- */

#define CROWD                                                                                      \
    "'functions': {'main': [{'repeat': 7, 'do': [{'go': 'worker'}]}, {'repeat': 30, 'do': ["       \
    "{'yield': true}]}], 'worker': [{'repeat': 3, 'do': [{'yield': true}]}]}"

/* "+ 3 runnable · 2 ended": the sum of the numbers. */
static uint32_t sum_of(const char *words) {
    uint32_t sum = 0, number = 0;
    for (; *words; words++) {
        bool digit = *words >= '0' && *words <= '9';
        if (digit) number = 10 * number + (uint32_t)(*words - '0');
        else sum += number, number = 0;
    }
    return sum + number;
}

static void everybody_is_counted(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    build_script(&t.scenario, CROWD);
    begin_session(&t);
    for (uint64_t step = 0; step <= session_steps(&t.session); step++) {
        uint32_t titles = 0, rest = 0;
        draw_at(&t, step);
        for (size_t i = 0; i < t.draw.hit_count; i++)
            titles += t.draw.hits[i].command == COMMAND_FRONT;
        for (size_t i = 0; i < t.draw.count; i++)
            if (strcmp(text_of(&t.draw, i), "+") == 0) rest = sum_of(text_of(&t.draw, i + 1));
        assert_int_equal(titles + rest, 8);
    }
    close_stage(&t);
}

static void ten_thousand_are_a_few_lines(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    struct text complaints = {0};
    const char *path = "scenarios/36-ten-thousand-goroutines.json";
    assert_int_equal(scenario_load(&t.scenario, path, &complaints), FILE_OK);
    begin_session(&t);
    draw_at(&t, 5000);
    require_said(&t, "1246 runnable · 8750 not started");
    assert_true(t.draw.count < 150);
    close_stage(&t);
}

/* A click on a line of the list gives the goroutine a stretch; on its name then, takes it back. */
static void a_click_brings_a_stack_to_the_front(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/36-ten-thousand-goroutines.json");
    for (int i = 0; i < 40; i++) desk_key(&d, KEY_RIGHT);
    assert_false(desk_says(&d, "…5800: 56 B"));
    desk_click(&d, COMMAND_FRONT, 4);
    assert_int_equal(d.app.goroutine, 4);
    assert_true(desk_says(&d, "…5800: 56 B"));
    desk_click(&d, COMMAND_FRONT, 4);
    assert_int_equal(d.app.goroutine, 0);
    assert_false(desk_says(&d, "…5800: 56 B"));
    desk_close(&d);
}

static void a_click_on_a_word_selects_it_and_on_its_dot_the_object(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/05-two-stacks.json");
    desk_type(&d, "g30");
    desk_key(&d, KEY_ENTER);
    desk_click(&d, COMMAND_SELECT, 0xc000004fc0);
    assert_int_equal(d.app.selected, 0xc000004fc0);
    uint64_t tool = word_read(&d.app.open.session.now, 0xc000004fc0);
    desk_click(&d, COMMAND_SELECT, tool);
    assert_int_equal(d.app.selected, tool);
    desk_click(&d, COMMAND_SELECT, 0xc000004fc0);
    assert_int_equal(d.app.selected, 0xc000004fc0);
    desk_click(&d, COMMAND_SELECT, 0xc000004fc0);
    assert_int_equal(d.app.selected, tool);
    desk_close(&d);
}

static uint32_t broken_frames(const struct draw *d) {
    uint32_t count = 0;
    for (size_t i = 0; i < d->count; i++) {
        const struct draw_command *c = &d->commands[i];
        count += c->kind == DRAW_BOX && c->dash > 0 && c->stroke == THEME_PAPER.blue &&
                 fabsf(c->box.h - 23) < 0.1f;
    }
    return count;
}

static void who_may_go_next_is_marked(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/05-two-stacks.json");
    desk_type(&d, "g30");
    desk_key(&d, KEY_ENTER);
    assert_int_equal(broken_frames(&d.app.draw), 0);
    desk_key(&d, KEY_TAB);
    assert_true(d.app.scheduling.shown);
    for (uint32_t i = 0; i < d.app.scheduling.count; i++) {
        uint32_t actor = d.app.scheduling.offers[d.app.scheduling.chosen].who.choice.actor;
        assert_int_equal(broken_frames(&d.app.draw), actor != ACTOR_COLLECTOR);
        desk_key(&d, KEY_TAB);
    }
    desk_close(&d);
}

/* Stretches stand where they are, whoever runs and whatever is on the stacks. */
static void stretches_do_not_move(void **state) {
    (void)state;
    struct stage_of_test t = {0};
    float places[4] = {0, 0, 0, 0};
    open_stage(&t, "scenarios/92-worker-pool.json");
    for (uint64_t step = 0; step <= session_steps(&t.session); step++) {
        draw_at(&t, step);
        for (size_t i = 0; i < t.draw.hit_count; i++) {
            const struct hit *h = &t.draw.hits[i];
            if (h->command != COMMAND_FRONT) continue;
            if (step == 0) places[h->value] = h->box.y;
            assert_true(places[h->value] == h->box.y);
        }
    }
    assert_true(places[1] < places[2] && places[2] < places[3]);
    close_stage(&t);
}

/* ---- legible ---- */

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

static void require_legible(const struct stage_of_test *t, const char *path, float least) {
    const struct draw *d = &t->draw;
    for (size_t i = 0; i < d->count; i++) {
        if (d->commands[i].kind != DRAW_TEXT) continue;
        assert_true(d->commands[i].size >= least - 0.01f);
        for (size_t k = i + 1; k < d->count; k++)
            if (d->commands[k].kind == DRAW_TEXT && meet(extent_of(d, i), extent_of(d, k)))
                fail_msg("%s, step %d: \"%s\" lies on \"%s\"", path, (int)session_step(&t->session),
                         text_of(d, i), text_of(d, k));
    }
}

static void no_text_lies_on_another(void **state) {
    (void)state;
    static const struct box BOXES[] = {
        {0, 0, 434, 474}, {0, 0, 289, 316}, {0, 0, 1880, 650}, {0, 0, 434, 200}, {0, 0, 200, 300}};
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        struct stage_of_test t = {0};
        open_stage(&t, *path);
        for (size_t b = 0; b < sizeof BOXES / sizeof BOXES[0]; b++) {
            bool small = b == 1; /* of a window of 1280 x 720 */
            t.box = BOXES[b];
            t.width = small ? 1280 : 1920;
            t.height = small ? 720 : 1080;
            for (uint64_t part = 0; part <= 6; part++) {
                t.look.language = part % 2 ? LANGUAGE_GERMAN : LANGUAGE_ENGLISH;
                draw_at(&t, session_steps(&t.session) * part / 6);
                require_legible(&t, *path, small ? 16 * 2 / 3.0f : 16);
            }
        }
        close_stage(&t);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_panel_is_the_recorded_one),
        cmocka_unit_test(pointers_into_stacks_have_arrows),
        cmocka_unit_test(pointers_to_the_heap_are_anchors),
        cmocka_unit_test(pointers_without_a_row_are_anchors),
        cmocka_unit_test(strings_show_their_text),
        cmocka_unit_test(a_tip_tells_all_of_a_word),
        cmocka_unit_test(a_long_frame_says_how_many_words_are_missing),
        cmocka_unit_test(a_copy_shows_both_blocks_and_what_was_mended),
        cmocka_unit_test(both_blocks_are_drawn_to_scale),
        cmocka_unit_test(the_middle_of_a_deep_stack_is_folded),
        cmocka_unit_test(goroutines_say_how_they_live),
        cmocka_unit_test(an_ended_goroutine_has_no_stack),
        cmocka_unit_test(frames_say_whether_they_are_scanned),
        cmocka_unit_test(everybody_is_counted),
        cmocka_unit_test(ten_thousand_are_a_few_lines),
        cmocka_unit_test(a_click_brings_a_stack_to_the_front),
        cmocka_unit_test(a_click_on_a_word_selects_it_and_on_its_dot_the_object),
        cmocka_unit_test(who_may_go_next_is_marked),
        cmocka_unit_test(stretches_do_not_move),
        cmocka_unit_test(no_text_lies_on_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
