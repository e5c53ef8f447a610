/* The panel of heap objects as a draw list: arrows keep clear of objects and words. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/build.h"
#include "support/desk.h"
#include "view/graph_scene.h"
#include "view/panels.h"
#include "view/picture.h"

enum { RUN_STEPS = 20000, SAMPLES = 48, STEPS_LOOKED_AT = 60 };

struct bench {
    struct scenario scenario;
    struct session session;
    struct graph_layout graph;
    struct look look;
    struct draw draw;
    float width, height;
    uint32_t pairs; /* of an arrow and an object that were looked at */
};

static void begin(struct bench *t) {
    t->scenario.config.pages_max = 64;
    assert_true(session_open(&t->session, &t->scenario));
    session_run(&t->session, RUN_STEPS);
    graph_layout_make(&t->graph, &t->session.census);
    draw_init(&t->draw, text_measure_plain());
    t->look = look_default();
    t->width = 1920;
    t->height = 1080;
}

static void open_bench(struct bench *t, const char *path) {
    *t = (struct bench){0};
    build_load(&t->scenario, path);
    begin(t);
}

static void close_bench(struct bench *t) {
    draw_free(&t->draw);
    session_close(&t->session);
    scenario_free(&t->scenario);
}

static void draw_step(struct bench *t, uint64_t step) {
    struct view v;
    struct prompt prompt = {PROMPT_NONE, ""};
    session_seek(&t->session, step);
    draw_reset(&t->draw);
    view_begin(&v, &t->session, &t->look, (struct box){0, 0, t->width, t->height});
    v.graph = &t->graph;
    v.prompt = &prompt;
    picture_draw(&t->draw, &v);
    view_end(&v);
    assert_false(t->draw.failed);
}

static const char *string_of(const struct draw *d, const struct draw_command *c) {
    return text_string(&d->strings) + c->text;
}

/* From the panel's title on: nothing but this panel is drawn between it and the next title. */
static void find_panel(const struct draw *d, size_t *first, size_t *end) {
    *first = *end = 0;
    for (size_t i = 0; i < d->count; i++) {
        if (d->commands[i].kind != DRAW_TEXT) continue;
        if (strcmp(string_of(d, &d->commands[i]), "Heap objects") == 0) *first = i + 1;
        if (*first && !*end && strncmp(string_of(d, &d->commands[i]), "Heap map", 8) == 0) *end = i;
        if (*first && !*end && strncmp(string_of(d, &d->commands[i]), "C heap", 6) == 0) *end = i;
    }
    assert_true(*first > 0 && *end > *first);
}

/* ---- arrows keep clear ---- */

static bool is_object(const struct draw_command *c, float scale) {
    return c->kind == DRAW_BOX && fabsf(c->radius - OBJECT_RADIUS * scale) < 0.01f && c->line > 0 &&
           c->dash == 0;
}

static bool is_ghost_box(const struct draw_command *c, float scale) {
    return c->kind == DRAW_BOX && fabsf(c->radius - OBJECT_RADIUS * scale) < 0.01f && c->dash > 0;
}

static bool passes(const struct draw_command *curve, struct box b) {
    for (int i = 0; i <= SAMPLES; i++)
        if (box_contains(b, curve_at(curve->p, (float)i / SAMPLES))) return true;
    return false;
}

/* All arrows end a little outside of their objects: none may run over any. */
static uint32_t count_passes(struct bench *t, const char *path, uint64_t step) {
    const struct draw *d = &t->draw;
    size_t first, end;
    uint32_t count = 0;
    float scale = picture_scale(t->width, t->height);
    find_panel(d, &first, &end);
    for (size_t i = first; i < end; i++) {
        const struct draw_command *object = &d->commands[i];
        if (!is_object(object, scale) && !is_ghost_box(object, scale)) continue;
        for (size_t k = first; k < end; k++) {
            const struct draw_command *curve = &d->commands[k];
            if (curve->kind != DRAW_CURVE) continue;
            t->pairs++;
            if (!passes(curve, object->box)) continue;
            if (curve->stroke == t->look.theme->vermillion && curve->arrow == 0) continue;
            print_error("%s, step %u: a curve from %d,%d to %d,%d passes an object at %d,%d\n",
                        path, (unsigned)step, (int)curve->p[0].x, (int)curve->p[0].y,
                        (int)curve->p[3].x, (int)curve->p[3].y, (int)object->box.x,
                        (int)object->box.y);
            count++;
        }
    }
    return count;
}

static bool is_crowded(const char *path) {
    return strstr(path, "million") != NULL;
}

static void no_arrow_passes_through_an_object(void **state) {
    (void)state;
    uint32_t count = 0, pairs = 0;
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        struct bench t;
        if (is_crowded(*path)) continue;
        open_bench(&t, *path);
        uint64_t steps = session_steps(&t.session);
        for (uint64_t i = 0; i <= STEPS_LOOKED_AT; i++) {
            uint64_t step = steps * i / STEPS_LOOKED_AT;
            t.width = i % 2 ? 1920 : 1280;
            t.height = i % 2 ? 1080 : 720;
            draw_step(&t, step);
            count += count_passes(&t, *path, step);
        }
        pairs += t.pairs;
        close_bench(&t);
    }
    assert_int_equal(count, 0);
    assert_true(pairs > 100000);
}

/* Arrows that end at one object end apart, so that they can be counted. */
static void no_two_arrows_end_at_one_point(void **state) {
    (void)state;
    uint32_t heads = 0;
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        struct bench t;
        if (is_crowded(*path)) continue;
        open_bench(&t, *path);
        for (uint64_t step = 0; step <= session_steps(&t.session); step += 13) {
            struct point ends[256];
            size_t first, end;
            uint32_t count = 0;
            draw_step(&t, step);
            find_panel(&t.draw, &first, &end);
            for (size_t k = first; k < end && count < 256; k++)
                if (t.draw.commands[k].kind == DRAW_CURVE && t.draw.commands[k].arrow > 0)
                    ends[count++] = t.draw.commands[k].p[3];
            for (uint32_t a = 0; a < count; a++)
                for (uint32_t b = 0; b < a; b++)
                    if (fabsf(ends[a].x - ends[b].x) + fabsf(ends[a].y - ends[b].y) < 2)
                        fail_msg("%s, step %d: two arrows end at %d,%d", *path, (int)step,
                                 (int)ends[a].x, (int)ends[a].y);
            heads += count;
        }
        close_bench(&t);
    }
    assert_true(heads > 1000);
}

/* ---- and of words ---- */

static struct box box_of_text(const struct draw *d, const struct draw_command *c) {
    float width = draw_text_width(d, c->font, c->size, string_of(d, c));
    return (struct box){c->p[0].x, c->p[0].y - c->size * 0.7f, width, c->size * 0.8f};
}

/* Words that lie on a ground of their own were drawn over the arrows that came before. */
static bool has_ground(const struct draw *d, size_t text) {
    const struct draw_command *before = &d->commands[text - 1];
    return before->kind == DRAW_BOX && before->line == 0 &&
           box_contains(before->box, d->commands[text].p[0]);
}

static void no_arrow_passes_through_words(void **state) {
    (void)state;
    uint32_t count = 0, covered = 0;
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        struct bench t;
        if (is_crowded(*path)) continue;
        open_bench(&t, *path);
        for (uint64_t i = 0; i <= STEPS_LOOKED_AT; i++) {
            size_t first, end;
            draw_step(&t, session_steps(&t.session) * i / STEPS_LOOKED_AT);
            find_panel(&t.draw, &first, &end);
            for (size_t k = first; k < end; k++) {
                if (t.draw.commands[k].kind != DRAW_TEXT) continue;
                if (has_ground(&t.draw, k)) {
                    covered++;
                    continue;
                }
                struct box b = box_of_text(&t.draw, &t.draw.commands[k]);
                for (size_t c = first; c < end; c++)
                    if (t.draw.commands[c].kind == DRAW_CURVE &&
                        t.draw.commands[c].stroke != t.look.theme->vermillion &&
                        passes(&t.draw.commands[c], b)) {
                        print_error("%s: an arrow passes \"%s\"\n", *path,
                                    string_of(&t.draw, &t.draw.commands[k]));
                        count++;
                    }
            }
        }
        close_bench(&t);
    }
    assert_int_equal(count, 0);
    assert_in_range(covered, 0, 40);
}

/* ---- any room, any size ---- */

static void draw_alone(struct bench *t, uint64_t step, struct box b, float zoom) {
    struct view v;
    struct anchors anchors = {.count = 0};
    session_seek(&t->session, step);
    draw_reset(&t->draw);
    t->look.zoom = zoom;
    view_begin(&v, &t->session, &t->look, (struct box){0, 0, t->width, t->height});
    v.graph = &t->graph;
    v.anchors = &anchors;
    panel_heap(&t->draw, &v, b);
    view_end(&v);
}

static bool is_within(struct box inner, struct box outer) {
    return inner.x >= outer.x - 1 && inner.y >= outer.y - 1 &&
           inner.x + inner.w <= outer.x + outer.w + 1 && inner.y + inner.h <= outer.y + outer.h + 1;
}

static void check_within(const struct draw *d, struct box panel, const char *path) {
    for (size_t i = 0; i < d->count; i++) {
        const struct draw_command *c = &d->commands[i];
        struct box b = c->kind == DRAW_TEXT ? box_of_text(d, c) : c->box;
        if ((c->kind != DRAW_TEXT && c->kind != DRAW_BOX) || is_within(b, panel)) continue;
        fail_msg("%s: in %dx%d at %d,%d %dx%d %s", path, (int)panel.w, (int)panel.h, (int)b.x,
                 (int)b.y, (int)b.w, (int)b.h, c->kind == DRAW_TEXT ? string_of(d, c) : "a box");
    }
}

static void nothing_of_the_graph_leaves_its_panel(void **state) {
    (void)state;
    static const char *const PATHS[] = {
        "scenarios/06-textbook-graph.json", "scenarios/28-shared-tail-malloc.json",
        "scenarios/82-most-die-young.json", "scenarios/92-worker-pool.json",
        "scenarios/million-objects.json"};
    static const struct box BOXES[] = {
        {10, 10, 1900, 640}, {300, 10, 630, 430}, {10, 10, 430, 300}, {10, 10, 300, 620}};
    static const float ZOOMS[] = {0.75f, 1, 1.5f, 2, 3};
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        struct bench t;
        open_bench(&t, PATHS[i]);
        for (size_t b = 0; b < sizeof BOXES / sizeof BOXES[0]; b++)
            for (size_t z = 0; z < sizeof ZOOMS / sizeof ZOOMS[0]; z++)
                for (uint64_t part = 1; part <= 4; part++) {
                    draw_alone(&t, session_steps(&t.session) * part / 4, BOXES[b], ZOOMS[z]);
                    check_within(&t.draw, BOXES[b], PATHS[i]);
                }
        close_bench(&t);
    }
}

/* ---- what the user does ---- */

/* Curves with a head, which arrows end in. */
static uint32_t count_arrows(const struct draw *d, uint32_t colour, float dash) {
    uint32_t count = 0;
    size_t first, end;
    find_panel(d, &first, &end);
    for (size_t i = first; i < end; i++) {
        const struct draw_command *c = &d->commands[i];
        if (c->kind != DRAW_CURVE || c->arrow == 0) continue;
        count += (colour == 0 || c->stroke == colour) && (dash < 0 || c->dash == dash);
    }
    return count;
}

enum { ANY_COLOUR = 0, ANY_DASH = -1 };

static uint64_t address_of(struct desk *d, const char *name) {
    const struct hit *found = NULL;
    for (size_t i = 0; i < d->app.draw.hit_count; i++) {
        const struct hit *h = &d->app.draw.hits[i];
        const char *tip = text_string(&d->app.draw.strings) + h->tip;
        if (h->command == COMMAND_SELECT && h->tip && strncmp(tip, name, strlen(name)) == 0 &&
            tip[strlen(name)] == '\n')
            found = h;
    }
    if (!found) fail_msg("there is no place for %s", name);
    return found->value;
}

static void a_click_selects_an_object_and_shows_its_arrows(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/06-textbook-graph.json");
    desk_type(&d, "g30");
    desk_key(&d, KEY_ENTER);
    desk_pass(&d, 0.1);
    uint32_t all = count_arrows(&d.app.draw, ANY_COLOUR, ANY_DASH);
    uint64_t c = address_of(&d, "C");
    desk_click(&d, COMMAND_SELECT, c);
    desk_pass(&d, 0.1);
    assert_true(d.app.selected == c);
    /* C points to D and E; A points to it */
    assert_int_equal(count_arrows(&d.app.draw, d.app.look.theme->blue, 0), 2);
    assert_int_equal(count_arrows(&d.app.draw, d.app.look.theme->green, 14), 1);
    assert_int_equal(count_arrows(&d.app.draw, ANY_COLOUR, ANY_DASH), all);
    desk_key(&d, KEY_BACKSPACE);
    desk_pass(&d, 0.1);
    assert_int_equal(count_arrows(&d.app.draw, d.app.look.theme->green, 14), 0);
    desk_close(&d);
}

static void arrows_can_be_left_out(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/06-textbook-graph.json");
    desk_type(&d, "g25");
    desk_key(&d, KEY_ENTER);
    desk_pass(&d, 0.1);
    uint32_t all = count_arrows(&d.app.draw, ANY_COLOUR, ANY_DASH);
    desk_click(&d, COMMAND_SELECT, address_of(&d, "F"));
    desk_type(&d, "a");
    assert_true(desk_says(&d, "arrows of the selected"));
    assert_int_equal(count_arrows(&d.app.draw, ANY_COLOUR, ANY_DASH), 3); /* to G and D, from G */
    desk_type(&d, "A");
    assert_true(desk_says(&d, "arrows from roots"));
    assert_int_equal(count_arrows(&d.app.draw, ANY_COLOUR, ANY_DASH), 1);
    desk_click(&d, COMMAND_ARROWS, ANY_VALUE);
    assert_true(desk_says(&d, "no arrows"));
    assert_int_equal(count_arrows(&d.app.draw, ANY_COLOUR, ANY_DASH), 0);
    desk_type(&d, "a");
    desk_pass(&d, 0.1);
    assert_int_equal(count_arrows(&d.app.draw, ANY_COLOUR, ANY_DASH), all);
    desk_close(&d);
}

static void who_cannot_be_reached_can_be_hidden(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/06-textbook-graph.json");
    desk_type(&d, "g25");
    desk_key(&d, KEY_ENTER);
    assert_true(desk_says(&d, "8 objects"));
    assert_true(desk_says(&d, "unreachable: nothing points here"));
    desk_type(&d, "h");
    assert_true(desk_says(&d, "5 objects") && desk_says(&d, "3 hidden"));
    assert_false(desk_says(&d, "unreachable: nothing points here"));
    desk_click(&d, COMMAND_DEAD, ANY_VALUE);
    assert_true(desk_says(&d, "8 objects"));
    desk_close(&d);
}

static void the_mouse_is_told_what_an_object_is_and_why(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    desk_key(&d, KEY_END);
    desk_pass(&d, 0.1);
    struct text tips = {0};
    for (size_t i = 0; i < d.app.draw.hit_count; i++)
        text_addf(&tips, "%s\n", text_string(&d.app.draw.strings) + d.app.draw.hits[i].tip);
    assert_non_null(strstr(text_string(&tips), "Node 3\nNode · 16 B · 0xc000"));
    assert_non_null(strstr(text_string(&tips), "white: no collection is going on"));
    assert_non_null(strstr(text_string(&tips), "cache\n"));
    assert_non_null(strstr(text_string(&tips), "freed in step "));
    text_free(&tips);
    desk_close(&d);
}

static void alone_the_graph_has_its_own_list_of_roots(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/92-worker-pool.json");
    desk_type(&d, "g230");
    desk_key(&d, KEY_ENTER);
    assert_false(desk_says(&d, "main.jobs"));
    d.app.look.arrangement.enlarged = PANEL_HEAP;
    desk_pass(&d, 0.1);
    app_draw(&d.app);
    assert_true(desk_says(&d, "main.jobs") && desk_says(&d, "worker.done"));
    /* of the frames that main has called none is named for what main has given them */
    for (size_t i = 0; i < d.app.draw.count; i++)
        if (d.app.draw.commands[i].kind == DRAW_TEXT)
            assert_int_not_equal(
                strncmp(string_of(&d.app.draw, &d.app.draw.commands[i]), "sync.", 5), 0);
    desk_close(&d);
}

/* ---- the barrier ---- */

static void the_pointer_that_the_barrier_shades_is_a_dashed_arrow(void **state) {
    (void)state;
    struct bench t;
    uint32_t dashed = 0;
    open_bench(&t, "scenarios/03-lost-object-barrier-on.json");
    for (uint64_t step = 0; step <= session_steps(&t.session); step++) {
        bool shades = false;
        draw_step(&t, step);
        for (uint32_t i = 0; i < t.session.event_count; i++)
            shades |= t.session.events[i].kind == EVENT_BARRIER_OLD ||
                      t.session.events[i].kind == EVENT_BARRIER_NEW;
        uint32_t count = count_arrows(&t.draw, t.look.theme->orange, 7);
        assert_int_equal(count, shades);
        dashed += count;
    }
    assert_true(dashed > 0);
    close_bench(&t);
}

static bool says(const struct draw *d, const char *words) {
    for (size_t i = 0; i < d->count; i++)
        if (d->commands[i].kind == DRAW_TEXT && strstr(string_of(d, &d->commands[i]), words))
            return true;
    return false;
}

/* ---- many, but few at a time ---- */

struct seen {
    struct point at;
    bool is;
};

static void look_at_names(struct bench *t, struct seen *seen, uint32_t count) {
    size_t first, end;
    find_panel(&t->draw, &first, &end);
    for (size_t i = first; i < end; i++) {
        const struct draw_command *c = &t->draw.commands[i];
        char *number;
        if (c->kind != DRAW_TEXT || c->font != FONT_SANS_BOLD) continue;
        const char *space = strrchr(string_of(&t->draw, c), ' ');
        unsigned long which = space ? strtoul(space + 1, &number, 10) : 0;
        if (which == 0 || which >= count) continue;
        struct point at = c->p[0];
        if (seen[which].is) assert_true(seen[which].at.x == at.x && seen[which].at.y == at.y);
        seen[which] = (struct seen){at, true};
    }
}

/* Each lives until the next one is there and the collector has come by. */
static void of_hundreds_of_objects_each_has_its_place_while_it_lives(void **state) {
    (void)state;
    struct bench t = {0};
    static struct seen seen[152];
    memset(seen, 0, sizeof seen);
    build_scenario(
        &t.scenario,
        "'script': {'types': {'R': {'data': '[6]int', 'next': '*R'}}, 'globals': {'last': '*R'},"
        "'functions': {'main': [{'repeat': 150, 'do': [{'call': 'serve'}, {'gc': 'run'}]}],"
        "'serve': [{'new': 'R', 'to': 'r', 'escape': 'heap'}, {'set': 'last', 'to': 'r'}]}}");
    begin(&t);
    assert_true(t.graph.objects == 150 && t.graph.shared);
    for (uint64_t step = 0; step <= session_steps(&t.session); step += 11) {
        draw_step(&t, step);
        assert_false(says(&t.draw, "More objects than can be read"));
        look_at_names(&t, seen, 152);
    }
    for (uint32_t i = 2; i <= 149; i++) assert_true(seen[i].is);
    close_bench(&t);
}

/* ---- too many ---- */

static void of_a_run_with_thousands_of_objects_it_says_why_there_is_no_graph(void **state) {
    (void)state;
    struct bench t = {0};
    build_scenario(&t.scenario,
                   "'runtime': {'minheap': '16KiB'},"
                   "'script': {'types': {'R': {'data': '[6]int'}}, 'globals': {'last': '*R'},"
                   "'functions': {'main': [{'repeat': 4200, 'do': [{'new': 'R', 'to': 'last',"
                   "'escape': 'heap'}]}, {'gc': 'run'}, {'yield': true}]}}");
    begin(&t);
    session_run(&t.session, 10 * RUN_STEPS);
    graph_layout_make(&t.graph, &t.session.census);
    assert_true(session_ended(&t.session) && t.session.census.overflow);
    draw_step(&t, session_steps(&t.session) - 1);
    assert_true(says(&t.draw, "More objects in the whole run"));
    close_bench(&t);
}

/* A thousand lists: at first a node each, then a second one in front of it. */
static void of_too_many_objects_it_says_how_many_there_are_of_each_kind(void **state) {
    (void)state;
    struct bench t;
    open_bench(&t, "scenarios/million-objects.json");
    draw_step(&t, 200); /* a few */
    assert_false(says(&t.draw, "More objects than can be read as a graph"));
    assert_true(count_arrows(&t.draw, ANY_COLOUR, ANY_DASH) > 0);
    draw_step(&t, RUN_STEPS);
    assert_true(says(&t.draw, "More objects than can be read as a graph: here by name"));
    assert_int_equal(count_arrows(&t.draw, ANY_COLOUR, ANY_DASH), 0);
    struct text number = {0};
    uint64_t nodes = t.session.now.s->statistics.mallocs;
    text_addf(&number, "1,%03u objects · ", (unsigned)nodes % 1000);
    assert_in_range(nodes, 1001, 1999);
    assert_true(says(&t.draw, text_string(&number)));
    text_clear(&number);
    text_addf(&number, "→ Node ×%u", (unsigned)nodes - 1000 - 1);
    if (!says(&t.draw, text_string(&number))) {
        text_clear(&number); /* the last one has its pointer already */
        text_addf(&number, "→ Node ×%u", (unsigned)nodes - 1000);
        assert_true(says(&t.draw, text_string(&number)));
    }
    text_free(&number);
    close_bench(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_arrow_passes_through_an_object),
        cmocka_unit_test(no_two_arrows_end_at_one_point),
        cmocka_unit_test(no_arrow_passes_through_words),
        cmocka_unit_test(nothing_of_the_graph_leaves_its_panel),
        cmocka_unit_test(a_click_selects_an_object_and_shows_its_arrows),
        cmocka_unit_test(arrows_can_be_left_out),
        cmocka_unit_test(who_cannot_be_reached_can_be_hidden),
        cmocka_unit_test(the_mouse_is_told_what_an_object_is_and_why),
        cmocka_unit_test(alone_the_graph_has_its_own_list_of_roots),
        cmocka_unit_test(the_pointer_that_the_barrier_shades_is_a_dashed_arrow),
        cmocka_unit_test(of_hundreds_of_objects_each_has_its_place_while_it_lives),
        cmocka_unit_test(of_a_run_with_thousands_of_objects_it_says_why_there_is_no_graph),
        cmocka_unit_test(of_too_many_objects_it_says_how_many_there_are_of_each_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
