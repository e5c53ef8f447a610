/* Moves in time find the very steps that a straight run has, in both directions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "machine/inspect/inspect.h"
#include "machine/memory.h"
#include "machine/sched.h"
#include "session/seek.h"
#include "support/build.h"

/* ---- a straight run, to compare with ---- */

enum { STEPS_MAX = 20000 };

/* What a step had to do with lines. */
struct mark {
    uint32_t line, actor; /* line 0: no goroutine came to one */
    uint32_t frames;      /* on the actor's stack then */
    bool exits;
};

static struct {
    struct mark marks[STEPS_MAX + 1];
    struct event_set sets[STEPS_MAX + 1];
    uint32_t goroutines[STEPS_MAX + 1]; /* that went last */
    uint64_t steps;
} straight;

static struct session session;

static uint32_t count_frames(const struct machine *m, uint32_t actor) {
    struct frame f;
    uint32_t count = 0;
    bool more = frame_innermost(m, goroutine_of(m, actor), &f);
    for (; more; more = frame_caller(m, &f)) count++;
    return count;
}

static void keep(void *user, const struct event *e) {
    const struct machine *m = user;
    struct mark *mark = &straight.marks[e->step];
    if (e->kind == EVENT_LINE)
        *mark = (struct mark){(uint32_t)e->a, e->actor, count_frames(m, e->actor), false};
    if (e->kind != EVENT_EXIT) return;
    mark->actor = e->actor;
    mark->exits = true;
}

static void run_straight(const struct scenario *s) {
    struct machine m;
    memset(&straight, 0, sizeof straight);
    assert_true(machine_open(&m, &s->program, &s->config));
    m.sink = (struct sink){keep, &m};
    while (machine_running(&m)) {
        assert_in_range(straight.steps, 0, STEPS_MAX - 1);
        straight.steps++;
        straight.goroutines[straight.steps] = straight.goroutines[straight.steps - 1];
        machine_step(&m, sched_pick(&m));
        straight.sets[straight.steps] = m.s->clock.events;
        if (m.s->clock.last_actor) straight.goroutines[straight.steps] = m.s->clock.last_actor;
    }
    machine_close(&m);
}

static void for_each_scenario_on(enum stacks_kind stacks, void (*visit)(const struct scenario *)) {
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        struct scenario s;
        build_load(&s, *path);
        if (stacks != STACKS_COUNT) s.config.stacks = stacks;
        run_straight(&s);
        assert_true(session_open(&session, &s));
        visit(&s);
        session_close(&session);
        scenario_free(&s);
    }
}

static void for_each_scenario(void (*visit)(const struct scenario *s)) {
    for_each_scenario_on(STACKS_COUNT, visit); /* whatever it has */
}

/* ---- lines ---- */

/* What is sought, from a step on. */
struct quest {
    uint64_t from;
    uint32_t actor;    /* 0: any */
    struct mark start; /* line 0: no limit */
    bool forward, over;
};

static bool has_ended(uint32_t actor, uint64_t step) {
    for (uint64_t i = 1; i <= step; i++)
        if (straight.marks[i].exits && straight.marks[i].actor == actor) return true;
    bool main_has = step == straight.steps && event_set_has(&straight.sets[step], EVENT_DONE);
    return actor == 1 && main_has;
}

static struct quest quest_from(uint64_t from, bool forward, bool over) {
    struct quest q = {
        .from = from, .actor = straight.goroutines[from], .forward = forward, .over = over};
    if (forward && has_ended(q.actor, from)) q.actor = 0;
    if (q.actor == 0) q.over = false;
    for (uint64_t i = from; q.over && i > 0 && !q.start.line; i--)
        if (straight.marks[i].line && straight.marks[i].actor == q.actor)
            q.start = straight.marks[i];
    return q;
}

static bool same_place(const struct mark *a, const struct mark *b) {
    return a->line == b->line && a->frames == b->frames;
}

static bool is_visit(const struct quest *q, const struct mark *mark) {
    if (mark->line == 0 || (q->actor && mark->actor != q->actor)) return false;
    return !q->over || !q->start.line || mark->frames <= q->start.frames;
}

static uint64_t expected_forward(const struct quest *q) {
    for (uint64_t i = q->from + 1; i <= straight.steps; i++) {
        const struct mark *mark = &straight.marks[i];
        if (q->actor && mark->exits && mark->actor == q->actor) return i;
        if (!is_visit(q, mark)) continue;
        if (!q->over || !q->start.line || !same_place(mark, &q->start)) return i;
    }
    return straight.steps;
}

static uint64_t expected_back(const struct quest *q) {
    uint64_t found = 0;
    for (uint64_t i = q->from; i-- > 1;) {
        if (!is_visit(q, &straight.marks[i])) continue;
        if (found && !same_place(&straight.marks[i], &straight.marks[found])) return found;
        found = i;
        if (!q->over) return found;
    }
    return found;
}

static uint64_t expected(const struct quest *q) {
    return q->forward ? expected_forward(q) : expected_back(q);
}

static void require_lines_from(uint64_t from, bool forward, bool over) {
    struct quest q = quest_from(from, forward, over);
    session_seek(&session, from);
    if (over) session_seek_over(&session, forward);
    else session_seek_line(&session, forward);
    if (session_step(&session) != expected(&q))
        fail_msg("from step %d %s%s: step %d, must be %d; goroutine %d, line %d", (int)from,
                 forward ? "forward" : "back", over ? ", over calls" : "",
                 (int)session_step(&session), (int)expected(&q), (int)q.actor, (int)q.start.line);
}

static void lines_and_calls(const struct scenario *s) {
    uint64_t random = 11;
    (void)s;
    for (int i = 0; i < 80; i++) {
        uint64_t from = random_next(&random) % (straight.steps + 1);
        require_lines_from(from, i & 1, i & 2);
    }
    for (uint64_t step = 0, next = 1; next != step;) { /* from stop to stop, to the end */
        step = session_step(&session);
        require_lines_from(step, true, true);
        next = session_step(&session);
    }
    while (session_step(&session) > 0) require_lines_from(session_step(&session), false, true);
}

static void the_next_line_is_that_of_the_same_goroutine(void **state) {
    (void)state;
    for_each_scenario(lines_and_calls);
}

static void whatever_the_stacks_are_like(void **state) {
    (void)state;
    for_each_scenario_on(STACKS_SEGMENTED, lines_and_calls);
    for_each_scenario_on(STACKS_FIXED, lines_and_calls);
    for_each_scenario_on(STACKS_CONTIGUOUS, lines_and_calls);
}

/* ---- calls, in words ---- */

/* A Go program of many steps that allocates: what line 5 does happens once in a while. */
#define LONG                                                                                       \
    "package main\n"                                                                               \
    "var rare *[100]int\n"                                                                         \
    "func work(n int) *[100]int {\n"                                                               \
    "\tif n%200 == 0 {\n"                                                                          \
    "\t\trare = new([100]int)\n"                                                                   \
    "\t}\n"                                                                                        \
    "\treturn new([100]int)\n"                                                                     \
    "}\n"                                                                                          \
    "func main() {\n"                                                                              \
    "\tfor i := 1; i < 60000; i++ {\n"                                                             \
    "\t\tsink = work(i)\n"                                                                         \
    "\t}\n"                                                                                        \
    "}\n"                                                                                          \
    "var sink *[100]int\n"

#define CALLS                                                                                      \
    "package main\n"                                                                               \
    "func down(n int) int {\n"                                                                     \
    "\tif n == 0 {\n"                                                                              \
    "\t\treturn 1\n"                                                                               \
    "\t}\n"                                                                                        \
    "\treturn n * down(n-1)\n"                                                                     \
    "}\n"                                                                                          \
    "func main() {\n"                                                                              \
    "\ta := down(5)\n"                                                                             \
    "\tb := down(2) + down(3)\n"                                                                   \
    "\tprintln(a, b)\n"                                                                            \
    "}\n"

static uint32_t line_now(void) {
    const struct machine *m = &session.now;
    return goroutine_of(m, m->s->clock.last_goroutine)->last_line;
}

static void a_step_over_a_call_comes_to_the_line_behind_it(void **state) {
    (void)state;
    struct scenario s;
    build_go(&s, CALLS);
    assert_true(session_open(&session, &s));
    assert_true(session_seek_place(&session, 9, true));
    assert_true(session_seek_over(&session, true));
    assert_int_equal(line_now(), 10);
    assert_true(session_seek_over(&session, true));
    assert_int_equal(line_now(), 11);
    assert_true(session_seek_over(&session, false));
    assert_int_equal(line_now(), 10);
    assert_true(session_seek_over(&session, false));
    assert_int_equal(line_now(), 9);
    assert_true(session_seek_line(&session, true)); /* into the call */
    assert_int_equal(line_now(), 3);
    session_close(&session);
    scenario_free(&s);
}

/* ---- places ---- */

static bool is_one_of(uint32_t line, const uint32_t *lines, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (line && lines[i] == line) return true;
    return false;
}

static uint64_t expected_place(uint64_t from, const uint32_t *lines, uint32_t count, bool forward) {
    uint64_t i = from;
    while (forward ? i < straight.steps : i > 0) {
        i += forward ? 1 : UINT64_MAX;
        if (is_one_of(straight.marks[i].line, lines, count)) return i;
    }
    return i;
}

static void places(const struct scenario *s) {
    uint64_t random = 5;
    (void)s;
    for (int i = 0; i < 60; i++) {
        uint64_t from = random_next(&random) % (straight.steps + 1);
        uint32_t lines[2] = {(uint32_t)(random_next(&random) % 60), 1000};
        lines[1] = straight.marks[random_next(&random) % straight.steps].line;
        session_seek(&session, from);
        session_seek_break(&session, lines, 2, i & 1);
        assert_int_equal(session_step(&session), expected_place(from, lines, 2, i & 1));
    }
}

static void breakpoints_stop_whoever_comes_to_their_line(void **state) {
    (void)state;
    for_each_scenario(places);
}

/* ---- changes ---- */

/* An object, or a word, and the steps at which it changed. */
static struct {
    uint64_t address, size;
    bool hit;
    bool steps[STEPS_MAX + 1];
} changes;

static void hear_change(void *user, const struct event *e) {
    (void)user;
    bool word = e->kind == EVENT_WORD && e->a < changes.address + changes.size &&
                changes.address < e->a + e->d;
    static const enum event_kind KINDS[] = {
        EVENT_ALLOCATE, EVENT_FREE,      EVENT_C_MALLOC,       EVENT_C_CALLOC,      EVENT_C_FREE,
        EVENT_C_LEAK,   EVENT_C_REALLOC, EVENT_C_REALLOC_MOVE, EVENT_ALLOCATE_STACK};
    changes.hit = changes.hit || word;
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (e->kind == KINDS[i] && e->a >= changes.address && e->a < changes.address + changes.size)
            changes.hit = true;
}

static bool first_words_differ(const struct machine *m, uint64_t *was) {
    uint64_t word = 0;
    const uint8_t *bytes = memory_to_read(m, changes.address, WORD);
    if (bytes) memcpy(&word, bytes, WORD);
    bool differs = word != *was;
    *was = word;
    return differs;
}

static void run_changes(const struct scenario *s) {
    struct machine m;
    assert_true(machine_open(&m, &s->program, &s->config));
    m.sink = (struct sink){hear_change, NULL};
    enum colour was = inspect_colour(&m, changes.address);
    uint64_t word = 0;
    first_words_differ(&m, &word);
    memset(changes.steps, 0, sizeof changes.steps);
    while (machine_running(&m)) {
        changes.hit = false;
        machine_step(&m, sched_pick(&m));
        enum colour colour = inspect_colour(&m, changes.address);
        bool differs = first_words_differ(&m, &word);
        changes.steps[m.s->clock.step] = changes.hit || colour != was || differs;
        was = colour;
    }
    machine_close(&m);
}

static void require_change_at(const struct scenario *s, uint64_t step) {
    if (session_step(&session) != step)
        fail_msg("%s: %#llx changes in step %d, must in %d", s->path,
                 (unsigned long long)changes.address, (int)session_step(&session), (int)step);
}

static void require_changes(const struct scenario *s) {
    struct sought what = sought_change(&session.now, changes.address);
    assert_int_equal(what.size, changes.size);
    session_seek(&session, 0);
    for (uint64_t step = 0; step < straight.steps;) {
        do step++;
        while (step < straight.steps && !changes.steps[step]);
        session_find(&session, &what, true);
        require_change_at(s, step);
    }
    for (uint64_t step = straight.steps; step > 0;) {
        do step--;
        while (step > 0 && !changes.steps[step]);
        session_find(&session, &what, false);
        require_change_at(s, step);
    }
}

static void changes_at(const struct scenario *s, uint64_t address) {
    changes.address = address;
    changes.size = sought_change(&session.now, address).size;
    run_changes(s);
    require_changes(s);
}

struct objects {
    uint64_t addresses[256];
    uint32_t count;
};

static void note_object(void *user, const struct object_view *o) {
    struct objects *objects = user;
    if (!o->is_part && objects->count < 256) objects->addresses[objects->count++] = o->address;
}

/* Two of the objects there are in the middle of the run, and words of a stack and of globals. */
static void changes_of_some(const struct scenario *s) {
    static struct objects objects;
    objects.count = 0;
    session_seek(&session, straight.steps / 2);
    inspect_objects(&session.now, note_object, &objects);
    uint64_t frame = goroutine_of(&session.now, 1)->frame;
    if (objects.count) changes_at(s, objects.addresses[objects.count / 3]);
    session_seek(&session, straight.steps / 2);
    if (objects.count) changes_at(s, objects.addresses[objects.count - 1]);
    if (frame) changes_at(s, frame - WORD);
    if (s->program.global_bytes) changes_at(s, GLOBALS_BASE);
}

static void every_change_of_an_object_or_word_is_found(void **state) {
    (void)state;
    for_each_scenario(changes_of_some);
}

/* ---- events, and long runs ---- */

static void event_sets(const struct scenario *s) {
    struct event_set kinds = {0};
    (void)s;
    event_set_add(&kinds, EVENT_PHASE);
    event_set_add(&kinds, EVENT_CALL);
    event_set_add(&kinds, EVENT_C_FREE);
    session_seek(&session, 0);
    for (uint64_t step = 0; step < straight.steps;) {
        do step++;
        while (step < straight.steps && !event_sets_meet(&straight.sets[step], &kinds));
        bool is_one = event_sets_meet(&straight.sets[step], &kinds);
        assert_int_equal(session_seek_events(&session, &kinds, true), is_one);
        assert_int_equal(session_step(&session), step);
    }
}

static void any_event_of_a_set_is_found(void **state) {
    (void)state;
    for_each_scenario(event_sets);
}

/* In a run so long that buckets hold many steps, with a window's budget for each call. */
static uint64_t find_in_portions(const struct sought *what, bool forward, uint64_t budget) {
    struct search search = search_begin(&session, what, forward);
    uint64_t from = session_step(&session), calls = 0;
    enum found found;
    while ((found = search_go_on(&search, &session, budget)) == FOUND_NOT_YET) {
        assert_int_equal(session_step(&session), from);
        assert_in_range(++calls, 1, 100000);
        if (calls % 7 == 0) session_run(&session, 1000); /* as a window does meanwhile */
    }
    return found == FOUND_STEP ? session_step(&session) : NEVER;
}

static void require_same_in_portions(const struct sought *what, bool forward) {
    uint64_t from = session_step(&session);
    bool is_there = session_find(&session, what, forward);
    uint64_t found = is_there ? session_step(&session) : NEVER;
    session_seek(&session, from);
    assert_int_equal(find_in_portions(what, forward, 700), found);
    session_seek(&session, from);
}

static void a_search_in_small_portions_finds_the_same(void **state) {
    (void)state;
    struct scenario s;
    static const uint64_t steps[] = {1, 500, 5000, 20001, 30000, 60000};
    static const uint32_t lines[] = {5};
    build_go(&s, LONG);
    s.config.minimum_heap = 65536;
    assert_true(session_open(&session, &s));
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        session_seek(&session, steps[i]);
        assert_int_equal(session_step(&session), steps[i]);
        const struct sought whats[] = {sought_event(EVENT_PHASE),
                                       sought_event(EVENT_DEADLOCK),
                                       sought_line(),
                                       sought_over(),
                                       sought_place(lines, 1),
                                       sought_change(&session.now, GLOBALS_BASE)};
        for (size_t w = 0; w < sizeof whats / sizeof whats[0]; w++) {
            require_same_in_portions(&whats[w], true);
            require_same_in_portions(&whats[w], false);
        }
    }
    assert_true(session.timeline.width > 8);
    session_close(&session);
    scenario_free(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_next_line_is_that_of_the_same_goroutine),
        cmocka_unit_test(whatever_the_stacks_are_like),
        cmocka_unit_test(a_step_over_a_call_comes_to_the_line_behind_it),
        cmocka_unit_test(breakpoints_stop_whoever_comes_to_their_line),
        cmocka_unit_test(every_change_of_an_object_or_word_is_found),
        cmocka_unit_test(any_event_of_a_set_is_found),
        cmocka_unit_test(a_search_in_small_portions_finds_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
