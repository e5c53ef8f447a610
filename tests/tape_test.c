/* A trace that is played is the run it was made of: the same states, step by step, and the same
 * pictures; a piece of one plays as far as it goes. */
#include <glob.h>
#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/random.h"
#include "export/trace.h"
#include "export/trace_diff.h"
#include "machine/gc/gc.h"
#include "scenario/settings.h"
#include "session/future.h"
#include "support/program.h"
#include "trace/delta.h"
#include "trace/tape.h"

static const volatile sig_atomic_t GO_ON;

struct pair {
    struct scenario live, played;
    struct session run, tape;
    char path[512];
};

static void load(struct scenario *s, const char *path, const char *setting, const char *value) {
    struct text complaints = {0};
    if (scenario_load(s, path, &complaints) != FILE_OK) fail_msg("%s", text_string(&complaints));
    text_free(&complaints);
    if (setting) assert_true(setting_by_key(setting)->apply(&s->config, value));
}

static void write_trace(struct pair *p, uint64_t steps_max) {
    struct session writing;
    assert_true(session_open(&writing, &p->live));
    writing.steps_max = steps_max;
    FILE *f = fopen(p->path, "wb");
    assert_non_null(f);
    assert_true(trace_write(&writing, f, &GO_ON));
    assert_int_equal(fclose(f), 0);
    session_close(&writing);
}

static void open_pair(struct pair *p, const char *path, const char *setting, const char *value,
                      uint64_t steps_max) {
    snprintf(p->path, sizeof p->path, "%s", scratch_path("run.jsonl"));
    load(&p->live, path, "memory", "8MiB"); /* small machines are quick */
    if (setting) assert_true(setting_by_key(setting)->apply(&p->live.config, value));
    write_trace(p, steps_max);
    load(&p->played, p->path, NULL, NULL);
    assert_true(session_open(&p->run, &p->live));
    assert_true(session_open(&p->tape, &p->played));
    p->run.steps_max = steps_max;
}

static void close_pair(struct pair *p) {
    session_close(&p->run);
    session_close(&p->tape);
    scenario_free(&p->live);
    scenario_free(&p->played);
    unlink(p->path);
}

/* ---- what must be equal ---- */

/* The first word that differs, by its region. */
static void fail_with_difference(const struct pair *p, const struct machine *a,
                                 const struct machine *b) {
    for (int r = 0; r < REGION_COUNT; r++)
        for (size_t at = 0; at + 8 <= machine_used(a, (enum region)r); at += 8) {
            size_t word = a->layout.offset[r] + at;
            if (memcmp(a->block + word, b->block + word, 8) == 0) continue;
            uint64_t x, y;
            memcpy(&x, a->block + word, 8);
            memcpy(&y, b->block + word, 8);
            if (r == REGION_STATE && at < sizeof(struct clock)) continue;
            fail_msg("%s: step %" PRIu64 ": region %d, word %zu: %" PRIx64 " and %" PRIx64,
                     p->live.path, a->s->clock.step, r, at / 8, x, y);
        }
    fail_msg("%s: step %" PRIu64 ": the states differ", p->live.path, a->s->clock.step);
}

static void assert_same_state(const struct pair *p, const struct machine *a,
                              const struct machine *b) {
    if (machine_hash(a) != machine_hash(b)) fail_with_difference(p, a, b);
    assert_int_equal(a->s->clock.step, b->s->clock.step);
    assert_int_equal(a->s->clock.now, b->s->clock.now);
    assert_int_equal(a->s->clock.progress, b->s->clock.progress);
    assert_int_equal(a->s->clock.last_actor, b->s->clock.last_actor);
    assert_memory_equal(a->s->clock.ticks, b->s->clock.ticks, sizeof a->s->clock.ticks);
    assert_memory_equal(a->s->clock.units, b->s->clock.units, sizeof a->s->clock.units);
    assert_memory_equal(&a->s->clock.events, &b->s->clock.events, sizeof a->s->clock.events);
}

static void assert_same_events(const struct pair *p) {
    const struct session *a = &p->run, *b = &p->tape;
    assert_int_equal(a->event_count, b->event_count);
    for (uint32_t i = 0; i < a->event_count; i++)
        if (memcmp(&a->events[i], &b->events[i], sizeof a->events[i]) != 0)
            fail_msg("%s: step %" PRIu64 ": event %u differs", p->live.path, a->events[i].step, i);
}

static void assert_same_output(const struct pair *p) {
    assert_string_equal(text_string(&p->run.output), text_string(&p->tape.output));
    assert_string_equal(text_string(&p->run.complaints), text_string(&p->tape.complaints));
    assert_string_equal(text_string(&p->run.gctrace), text_string(&p->tape.gctrace));
    assert_int_equal(p->run.printed_count, p->tape.printed_count);
}

/* What the session has gathered on the way: where objects are drawn, what the timeline shows. */
static void assert_same_gatherings(const struct pair *p) {
    const struct session *a = &p->run, *b = &p->tape;
    assert_memory_equal(&a->census, &b->census, sizeof a->census);
    assert_memory_equal(&a->timeline, &b->timeline, sizeof a->timeline);
    assert_int_equal(a->moves.count, b->moves.count);
    for (uint32_t i = 0; i < p->live.caption_count; i++)
        assert_int_equal(a->caption_steps[i], b->caption_steps[i]);
    for (uint32_t i = 0; i < p->live.question_count; i++)
        assert_int_equal(a->question_steps[i], b->question_steps[i]);
    for (uint32_t i = 0; i < p->live.expectation_count; i++)
        assert_int_equal(a->expectation_steps[i], b->expectation_steps[i]);
}

/* Each step; of a large heap one in a while, and the last: hashing takes its time. */
static bool is_looked_at(const struct machine *m) {
    return m->s->heap.pages_used < 256 || m->s->clock.step % 64 == 0;
}

static void run_both_step_by_step(struct pair *p) {
    enum stop stopped;
    do {
        stopped = session_run(&p->run, 1);
        session_run(&p->tape, 1);
        if (tape_facts(p->played.tape)->state != TAPE_WHOLE)
            fail_msg("%s: line %" PRIu64 " is refused", p->live.path,
                     tape_facts(p->played.tape)->line);
        if (is_looked_at(&p->run.front)) assert_same_state(p, &p->run.front, &p->tape.front);
    } while (stopped == STOP_BUDGET);
    assert_same_state(p, &p->run.front, &p->tape.front);
    assert_same_output(p);
    assert_same_gatherings(p);
}

static void look_at_both(struct pair *p, uint64_t step) {
    session_seek(&p->run, step);
    session_seek(&p->tape, step);
    assert_same_state(p, &p->run.now, &p->tape.now);
    assert_same_events(p);
}

static void jump_about(struct pair *p) {
    uint64_t random = 7, steps = session_steps(&p->run);
    for (int i = 0; i < 12; i++) look_at_both(p, random_next(&random) % (steps + 1));
    for (uint64_t step = steps > 12 ? steps - 12 : 0; step <= steps; step++) look_at_both(p, step);
}

static void assert_plays(const char *path, const char *setting, const char *value,
                         uint64_t steps_max) {
    struct pair p = {0};
    open_pair(&p, path, setting, value, steps_max);
    assert_int_equal(tape_facts(p.played.tape)->state, TAPE_WHOLE);
    run_both_step_by_step(&p);
    jump_about(&p);
    close_pair(&p);
}

/* ---- the tests ---- */

enum { STEPS = 3000 };

static void every_scenario_plays_as_it_ran(void **state) {
    (void)state;
    glob_t found;
    assert_int_equal(glob("scenarios/[0-9]*.json", 0, NULL, &found), 0);
    assert_true(found.gl_pathc > 50);
    for (size_t i = 0; i < found.gl_pathc; i++) assert_plays(found.gl_pathv[i], NULL, NULL, STEPS);
    globfree(&found);
}

static void other_settings_play_as_well(void **state) {
    (void)state;
    static const struct {
        const char *path, *key, *value;
    } CASES[] = {
        {"scenarios/92-worker-pool.go", "minheap", "4KiB"},
        {"scenarios/92-worker-pool.go", "stacks", "segmented"},
        {"scenarios/92-worker-pool.go", "stacks", "fixed"},
        {"scenarios/93-cache-that-leaks.go", "collector", "generational"},
        {"scenarios/93-cache-that-leaks.go", "wbbuf", "4"},
        {"scenarios/71-four-processors.json", "GOMAXPROCS", "16"},
        {"scenarios/65-map-growth.json", "minheap", "1KiB"},
        {"scenarios/04-lost-object-no-barrier.json", "order", "near"},
        {"scenarios/82-most-die-young.json", "nursery", "64"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        assert_plays(CASES[i].path, CASES[i].key, CASES[i].value, STEPS);
}

/* ---- a run that somebody has changed ---- */

/* The collector's choice is made by hand where it can be, another actor goes next, and settings
 * become others, one of them before the first step. */
static void interfere(struct session *s) {
    struct candidate all[16];
    assert_true(session_set(s, DECISION_GOGC, 70));
    session_seek(s, 9);
    assert_true(session_set(s, DECISION_MEMORY_LIMIT, 1 << 20));
    uint32_t count = session_choices(s, all, 16);
    for (uint32_t i = 0; i < count && i < 16; i++)
        if (!all[i].goes) assert_true(session_force(s, all[i].choice));
    bool doomed = false;
    for (; !doomed && machine_running(&s->now); session_seek(s, session_step(s) + 1))
        for (uint64_t slot = 0; slot < 3 && !doomed; slot++)
            doomed = session_by_hand(s, DECISION_DOOM, ARENA_BASE + 0x8000 + 16 * slot, 0);
    assert_true(doomed);
    while (session_run(s, 64) == STOP_BUDGET) continue;
}

static void what_was_decided_is_played_and_verified(void **state) {
    (void)state;
    struct pair p = {0};
    struct session writing;
    struct text words = {0};
    snprintf(p.path, sizeof p.path, "%s", scratch_path("decided.jsonl"));
    load(&p.live, "scenarios/03-lost-object-barrier-on.json", "memory", "1MiB");
    assert_true(session_open(&p.run, &p.live));
    interfere(&p.run);
    assert_true(session_open(&writing, &p.live));
    assert_true(session_follow(&writing, &p.run.future));
    FILE *f = fopen(p.path, "wb");
    assert_true(trace_write(&writing, f, &GO_ON));
    assert_int_equal(fclose(f), 0);
    session_close(&writing);
    load(&p.played, p.path, NULL, NULL);
    assert_true(session_open(&p.tape, &p.played));
    while (session_run(&p.tape, 64) == STOP_BUDGET) continue;
    for (uint64_t step = 0; step <= session_steps(&p.run); step++) look_at_both(&p, step);
    assert_int_equal(session_steps(&p.run), session_steps(&p.tape));
    struct scenario again = p.played;
    struct session fresh;
    again.tape = NULL;
    assert_true(session_open(&fresh, &again));
    if (trace_verify(&fresh, p.played.tape, &GO_ON, &words) != TRACES_SAME)
        fail_msg("%s", text_string(&words));
    session_close(&fresh);
    text_free(&words);
    close_pair(&p);
}

/* ---- pieces, and what is damaged ---- */

enum { SMALL_STEPS = 60 };

static void open_small(struct pair *p) {
    open_pair(p, "scenarios/03-lost-object-barrier-on.json", "memory", "1MiB", SMALL_STEPS);
    while (session_run(&p->run, 1) == STOP_BUDGET) continue;
}

static void write_bytes(const char *path, const char *bytes, size_t length) {
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, length, f), length);
    assert_int_equal(fclose(f), 0);
}

static size_t lines_in(const char *bytes, size_t length) {
    size_t count = 0;
    for (size_t i = 0; i < length; i++) count += bytes[i] == '\n';
    return count;
}

/* Loads what is there, and plays it to its end. False if it is refused, with one line. */
static bool plays(const char *path, struct scenario *s, struct session *session) {
    struct text complaints = {0};
    if (scenario_load(s, path, &complaints) != FILE_OK) {
        assert_true(complaints.length > 0);
        text_free(&complaints);
        return false;
    }
    text_free(&complaints);
    assert_true(session_open(session, s));
    while (session_run(session, 64) == STOP_BUDGET) continue;
    return true;
}

static void assert_piece_plays(struct pair *p, const char *bytes, size_t length) {
    struct scenario s;
    struct session session;
    const char *path = scratch_path("piece.jsonl");
    write_bytes(path, bytes, length);
    size_t lines = lines_in(bytes, length);
    if (!plays(path, &s, &session)) {
        assert_true(lines == 0);
        return;
    }
    uint64_t steps = lines < 2 ? 0 : lines - 2;
    assert_int_equal(tape_facts(s.tape)->state, TAPE_CUT);
    assert_int_equal(session_steps(&session), steps);
    session_seek(&p->run, steps);
    assert_same_state(p, &p->run.now, &session.front);
    session_close(&session);
    scenario_free(&s);
}

static void a_trace_cut_off_at_any_byte_plays_as_far_as_it_goes(void **state) {
    (void)state;
    struct pair p = {0};
    size_t length, step;
    open_small(&p);
    char *bytes = read_file(p.path, &length);
    for (size_t cut = 20; cut < length; cut += step) {
        step = cut + 300 > length ? 1 : 499;
        if (memchr(bytes + cut, '\n', length - cut)) assert_piece_plays(&p, bytes, cut);
    }
    free(bytes);
    close_pair(&p);
}

/* Whatever it says, nothing breaks; and it is noticed unless it is in the last line. */
static void one_wrong_byte_is_noticed(void **state) {
    (void)state;
    struct pair p = {0};
    size_t length;
    uint64_t random = 11;
    open_small(&p);
    char *bytes = read_file(p.path, &length);
    size_t end = length - 1;
    while (bytes[end - 1] != '\n') end--;
    for (int i = 0; i < 120; i++) {
        struct scenario s;
        struct session session;
        size_t at = random_next(&random) % end;
        char was = bytes[at], wrong = (char)(' ' + random_next(&random) % 95);
        if (wrong == was) continue;
        bytes[at] = wrong;
        write_bytes(scratch_path("wrong.jsonl"), bytes, length);
        if (plays(scratch_path("wrong.jsonl"), &s, &session)) {
            if (s.tape) assert_int_not_equal(tape_facts(s.tape)->state, TAPE_WHOLE);
            session_close(&session);
            scenario_free(&s);
        }
        bytes[at] = was;
    }
    free(bytes);
    close_pair(&p);
}

/* Numbers of lines become others, with a checksum that fits. */
static void a_made_up_state_is_refused_or_shown_but_breaks_nothing(void **state) {
    (void)state;
    struct pair p = {0};
    size_t length;
    uint64_t random = 5;
    open_pair(&p, "scenarios/92-worker-pool.go", "memory", "1MiB", 200);
    char *bytes = read_file(p.path, &length);
    size_t header = (size_t)(strchr(bytes, '\n') - bytes);
    for (int i = 0; i < 60; i++) {
        struct scenario s;
        struct session session;
        char *copy = malloc(length + 1);
        memcpy(copy, bytes, length + 1);
        for (int k = 0; k < 8; k++) {
            size_t at = header + random_next(&random) % (length - header);
            for (; copy[at] && !(copy[at] >= '0' && copy[at] <= '9'); at++) continue;
            if (copy[at]) copy[at] = (char)('0' + random_next(&random) % 10);
        }
        write_bytes(scratch_path("made-up.jsonl"), copy, length);
        if (plays(scratch_path("made-up.jsonl"), &s, &session)) {
            session_seek(&session, session_steps(&session) / 2);
            machine_hash(&session.now);
            session_close(&session);
            scenario_free(&s);
        }
        free(copy);
    }
    free(bytes);
    close_pair(&p);
}

/* ---- comparing and verifying ---- */

static void run_says_where_a_doctored_trace_parts_from_a_run(void **state) {
    (void)state;
    struct pair p = {0};
    size_t length;
    open_small(&p);
    char *bytes = read_file(p.path, &length);
    shell_expect(0, "tricolor-sim run %s", p.path);
    char *line = strstr(bytes, "[\"line\",");
    assert_non_null(line);
    memcpy(line, "[\"wake\",", 8);
    write_bytes(scratch_path("doctored.jsonl"), bytes, length);
    struct shell_result r = shell("tricolor-sim run %s", scratch_path("doctored.jsonl"));
    assert_true(r.status == 1 || r.status == 2);
    assert_non_null(strstr(r.err, "step "));
    shell_free(&r);
    free(bytes);
    close_pair(&p);
}

/* They are in a file, so they can be anything: the run goes on without them. */
static void impossible_decisions_are_passed_over(void **state) {
    (void)state;
    struct pair p = {0};
    struct text made_up = {0};
    size_t length;
    open_small(&p);
    char *bytes = read_file(p.path, &length), *end = strstr(bytes, ",\"state_words\":");
    assert_non_null(end);
    text_add_bytes(&made_up, bytes, (size_t)(end - bytes));
    text_add(&made_up, ",\"decisions\":[[1,6,60000,0],[2,5,4096,0],[3,2,1,2],[4,6,9,0],"
                       "[5,99,0,0],[\"0xffffffffffffffff\",6,0,0]]");
    text_add(&made_up, end);
    write_bytes(scratch_path("impossible.jsonl"), made_up.bytes, made_up.length);
    struct shell_result r = shell("tricolor-sim run %s", scratch_path("impossible.jsonl"));
    assert_true(r.status == 1 || r.status == 2); /* the checksum is another one, too */
    shell_free(&r);
    text_free(&made_up);
    free(bytes);
    close_pair(&p);
}

static void diff_names_the_first_step_at_which_traces_part(void **state) {
    (void)state;
    const char *file = "scenarios/03-lost-object-barrier-on.json";
    const char *a = scratch_path("a.jsonl"), *b = scratch_path("b.jsonl");
    shell_expect(0, "tricolor-sim trace %s -o %s", file, a);
    shell_expect(0, "tricolor-sim trace %s --barrier none -o %s", file, b);
    shell_expect(0, "tricolor-sim trace --diff %s %s", a, a);
    struct shell_result r = shell("tricolor-sim trace --diff %s %s", a, b);
    assert_int_equal(r.status, 1);
    assert_non_null(strstr(r.out, "barrier: hybrid | none"));
    assert_non_null(strstr(r.out, "They part at step 24."));
    assert_non_null(strstr(r.out, "main stores C into A.next."));
    shell_free(&r);
}

static void settings_of_a_trace_are_settled(void **state) {
    (void)state;
    const char *a = scratch_path("a.jsonl");
    shell_expect(0, "tricolor-sim trace scenarios/01-mark-and-sweep.json -o %s", a);
    shell_expect(2, "tricolor-sim run %s --gogc 50", a);
    shell_expect(2, "tricolor-sim trace --diff %s scenarios/01-mark-and-sweep.json", a);
    shell_expect(0, "tricolor-sim check %s", a);
}

/* The trace of a trace that is played is that trace. */
static void a_trace_can_be_copied_by_playing_it(void **state) {
    (void)state;
    const char *a = scratch_path("a.jsonl"), *b = scratch_path("b.jsonl");
    shell_expect(0, "tricolor-sim trace scenarios/92-worker-pool.go -o %s", a);
    shell_expect(0, "tricolor-sim trace %s -o %s", a, b);
    shell_expect(0, "tricolor-sim trace --diff %s %s", a, b);
}

/* Its header has no text: the dump has to lie beside it. */
static void the_trace_of_a_heap_dump_needs_the_dump_beside_it(void **state) {
    (void)state;
    const char *dump = scratch_path("list.dump"), *trace = scratch_path("dump.jsonl");
    shell_expect(0, "cp tests/dumps/list.dump %s", dump);
    shell_expect(0, "tricolor-sim trace %s -o %s", dump, trace);
    shell_expect(0, "tricolor-sim run %s", trace);
    shell_expect(0, "rm %s", dump);
    shell_expect(2, "tricolor-sim run %s", trace);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scenario_plays_as_it_ran),
        cmocka_unit_test(other_settings_play_as_well),
        cmocka_unit_test(what_was_decided_is_played_and_verified),
        cmocka_unit_test(a_trace_cut_off_at_any_byte_plays_as_far_as_it_goes),
        cmocka_unit_test(one_wrong_byte_is_noticed),
        cmocka_unit_test(a_made_up_state_is_refused_or_shown_but_breaks_nothing),
        cmocka_unit_test(run_says_where_a_doctored_trace_parts_from_a_run),
        cmocka_unit_test(impossible_decisions_are_passed_over),
        cmocka_unit_test(diff_names_the_first_step_at_which_traces_part),
        cmocka_unit_test(settings_of_a_trace_are_settled),
        cmocka_unit_test(a_trace_can_be_copied_by_playing_it),
        cmocka_unit_test(the_trace_of_a_heap_dump_needs_the_dump_beside_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
