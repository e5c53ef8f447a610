/* Keyframes and timeline stay small however long the run is, and any step can still be reached. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "machine/sched.h"
#include "session/session.h"
#include "support/build.h"

/* A list that is built and forgotten for ever, by two goroutines, with a collection now and then. */
#define ENDLESS                                                                                    \
    "'types': {'Node': {'next': '*Node', 'value': 'int'}}, 'globals': {'head': '*Node'},"          \
    "'functions': {'main': [{'go': 'work'}, {'while': '0 == 0', 'do': ["                           \
    "{'new': 'Node', 'to': 'n', 'escape': 'heap'}, {'set': 'n.next', 'to': 'head'},"               \
    "{'set': 'head', 'to': 'n'}, {'set': 'n', 'to': 'nil'}]}],"                                    \
    "'work': [{'set': 'i', 'to': 0}, {'while': '0 == 0', 'do': [{'set': 'i', 'to': 'i + 1'},"      \
    "{'if': 'i > 40', 'do': [{'set': 'head', 'to': 'nil'}, {'set': 'i', 'to': 0}]}]}]}"

static void build_endless(struct scenario *s) {
    build_script(s, ENDLESS);
    s->config.pages_max = 64;
    s->config.minimum_heap = 32768;
    s->config.goroutines_max = 4;
}

/* ---- what the keyframes need, counted from outside ---- */

enum { PARTS_MAX = 1 << 21 };

static struct {
    const void *list[PARTS_MAX];
    uint32_t count;
} parts;

static int compare_parts(const void *a, const void *b) {
    const void *const *x = a, *const *y = b;
    return (*x > *y) - (*x < *y);
}

static void note_part(const void *part) {
    if (!part) return;
    assert_in_range(parts.count, 0, PARTS_MAX - 1);
    parts.list[parts.count++] = part;
}

/* How many different ones were noted. */
static size_t count_parts(void) {
    size_t different = 0;
    qsort(parts.list, parts.count, sizeof parts.list[0], compare_parts);
    for (uint32_t i = 0; i < parts.count; i++)
        different += i == 0 || parts.list[i] != parts.list[i - 1];
    parts.count = 0;
    return different;
}

static size_t bytes_of_groups(const struct history *h) {
    for (uint32_t g = 0; g < h->near.count; g++) note_part(h->near.groups[g]);
    for (uint32_t i = 0; i < h->count; i++)
        for (uint32_t g = 0; g < h->keyframes[i].count; g++) note_part(h->keyframes[i].groups[g]);
    return count_parts() * sizeof(struct snapshot_group);
}

static void note_chunks(const struct snapshot *s) {
    for (uint32_t g = 0; g < s->count; g++)
        for (uint32_t c = 0; c < SNAPSHOT_GROUP; c++) note_part(s->groups[g]->chunks[c]);
}

static size_t bytes_of_chunks(const struct history *h) {
    note_chunks(&h->near);
    for (uint32_t i = 0; i < h->count; i++) note_chunks(&h->keyframes[i]);
    return count_parts() * sizeof(struct snapshot_chunk);
}

static void require_bounded(const struct history *h, size_t largest) {
    assert_in_range(h->count, 1, KEYFRAMES_MAX);
    assert_true(h->bytes <= HISTORY_BYTES_MAX + largest);
    assert_int_equal(h->keyframes[0].step, 0);
    size_t lists = h->near.capacity * sizeof(void *);
    for (uint32_t i = 0; i < h->count; i++) {
        lists += h->keyframes[i].capacity * sizeof(void *);
        assert_int_equal(h->keyframes[i].step, i * h->interval);
    }
    assert_int_equal(lists + bytes_of_groups(h) + bytes_of_chunks(h), h->bytes);
}

/* ---- a run of two million steps ---- */

enum { LONG_RUN = 2000000, SAMPLES = 24 };

static int compare_steps(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Steps to look at, ascending, and the hashes of a straight run there. */
struct samples {
    uint64_t steps[SAMPLES], hashes[SAMPLES];
};

static void sample(struct samples *samples, const struct scenario *s) {
    struct machine m;
    uint64_t random = 42;
    for (int i = 0; i < SAMPLES; i++) samples->steps[i] = random_next(&random) % LONG_RUN;
    samples->steps[0] = 1;
    samples->steps[1] = LONG_RUN;
    samples->steps[2] = KEYFRAME_INTERVAL;
    qsort(samples->steps, SAMPLES, sizeof samples->steps[0], compare_steps);
    assert_true(machine_open(&m, &s->program, &s->config));
    for (int i = 0; i < SAMPLES; i++) {
        while (m.s->clock.step < samples->steps[i]) machine_step(&m, sched_pick(&m));
        samples->hashes[i] = machine_hash(&m);
    }
    machine_close(&m);
}

static void two_million_steps_are_kept_in_bounded_memory(void **state) {
    (void)state;
    static struct session session;
    struct scenario s;
    struct samples samples;
    build_endless(&s);
    sample(&samples, &s);
    assert_true(session_open(&session, &s));
    assert_int_equal(session_run(&session, LONG_RUN), STOP_BUDGET);
    require_bounded(&session.history, 0);
    assert_in_range(session.history.count, KEYFRAMES_MAX / 4, KEYFRAMES_MAX);
    assert_in_range(timeline_bucket_count(&session.timeline), BUCKETS_MAX / 2 - 1, BUCKETS_MAX);
    for (int i = 0; i < SAMPLES; i++) { /* to and fro */
        int k = i % 2 ? SAMPLES - 1 - i / 2 : i / 2;
        session_seek(&session, samples.steps[k]);
        assert_int_equal(session_step(&session), samples.steps[k]);
        assert_int_equal(machine_hash(&session.now), samples.hashes[k]);
    }
    session_close(&session);
    scenario_free(&s);
}

/* ---- keyframes ---- */

static struct session large;

static void run_bounded(size_t *largest) {
    while (session_run(&large, 128 * KEYFRAME_INTERVAL) == STOP_BUDGET) {
        const struct history *h = &large.history;
        size_t own = h->keyframes[h->count - 1].own;
        if (own > *largest) *largest = own;
        require_bounded(h, *largest);
    }
}

static void require_seeking(void) {
    uint64_t end = session_steps(&large), hash = machine_hash(&large.front);
    session_seek(&large, end / 2);
    assert_int_equal(session_step(&large), end / 2);
    session_seek(&large, end);
    assert_int_equal(machine_hash(&large.now), hash);
}

static void a_large_state_means_fewer_keyframes(void **state) {
    (void)state;
    struct scenario s;
    size_t largest = 0;
    build_script(
        &s,
        "'types': {'Big': {'next': '*Big', 'data': '[1000000]byte'}}, 'globals': {'head': '*Big'},"
        "'functions': {'main': [{'repeat': 10, 'do': [{'new': 'Big', 'to': 'b', 'escape': 'heap'},"
        "{'set': 'b.next', 'to': 'head'}, {'set': 'head', 'to': 'b'}]},"
        "{'repeat': 30000, 'do': [{'yield': true}]}]}");
    s.config.pages_max = 2048;
    s.config.gogc = -1;
    assert_true(session_open(&large, &s));
    run_bounded(&largest);
    assert_true(machine_touched(&large.front) > 15u << 20);
    assert_true(large.history.interval >= (15u << 20) / KEYFRAME_BYTES_A_STEP);
    assert_true(large.history.bytes < 4u << 20); /* nearly all of it is zero */
    require_seeking();
    session_close(&large);
    scenario_free(&s);
}

/* 4 MiB of them, again and again: what keyframes cannot share. */
#define CHANGES                                                                                    \
    "package main\n"                                                                               \
    "func fill(b []byte, value byte) {\n"                                                          \
    "\tb[0] = value\n"                                                                             \
    "\tfor n := 1; n < len(b); n *= 2 {\n"                                                         \
    "\t\tcopy(b[n:], b[:n])\n"                                                                     \
    "\t}\n"                                                                                        \
    "}\n"                                                                                          \
    "func main() {\n"                                                                              \
    "\tbig := make([]byte, 4<<20)\n"                                                               \
    "\tfor i := 0; i < 300; i++ {\n"                                                               \
    "\t\tfill(big, byte(i%200)+1)\n"                                                               \
    "\t\tfor j := 0; j < 2500; j++ {\n"                                                            \
    "\t\t\tbig[j]++\n"                                                                             \
    "\t\t}\n"                                                                                      \
    "\t}\n"                                                                                        \
    "}\n"

static void a_state_that_changes_everywhere_is_kept_less_often(void **state) {
    (void)state;
    struct scenario s;
    size_t largest = 0;
    build_go(&s, CHANGES);
    s.config.pages_max = 2048;
    assert_true(session_open(&large, &s));
    run_bounded(&largest);
    assert_int_equal(large.front.s->outcome, OUTCOME_DONE);
    assert_true(largest > 4u << 20);
    assert_in_range(large.history.count, 2, 17);
    require_seeking();
    session_close(&large);
    scenario_free(&s);
}

/* As in a very long run with a large state: all keyframes but the first are gone. */
static void where_keyframes_are_far_apart_one_more_is_kept_near(void **state) {
    (void)state;
    enum { STEPS = 60000 };
    static uint64_t hashes[STEPS + 1];
    struct scenario s;
    uint64_t random = 8;
    build_endless(&s);
    assert_true(session_open(&large, &s));
    for (uint64_t step = 0; step <= STEPS; step++) {
        session_seek(&large, step);
        hashes[step] = machine_hash(&large.now);
    }
    assert_int_equal(large.history.near.count, 0);
    history_rewind(&large.history, 0);
    for (int i = 0; i < 40; i++) {
        uint64_t step = random_next(&random) % (STEPS + 1);
        session_seek(&large, step);
        assert_int_equal(machine_hash(&large.now), hashes[step]);
        require_bounded(&large.history, 0);
        if (step < 20000) continue;
        assert_in_range(step - history_before(&large.history, step)->step, 1, 20000);
        session_seek(&large, step - 1); /* not from the beginning again */
        assert_true(history_before(&large.history, step - 1)->step > 0);
        assert_int_equal(machine_hash(&large.now), hashes[step - 1]);
    }
    assert_int_not_equal(large.history.near.count, 0);
    history_rewind(&large.history, large.history.near.step - 1);
    assert_int_equal(large.history.near.count, 0);
    require_bounded(&large.history, 0);
    session_close(&large);
    scenario_free(&s);
}

static void the_keyframe_before_a_step_is_the_nearest(void **state) {
    (void)state;
    struct scenario s;
    struct machine m;
    struct history h;
    build_endless(&s);
    assert_true(machine_open(&m, &s.program, &s.config));
    history_init(&h);
    assert_null(history_before(&h, 5));
    assert_true(history_record(&h, &m));
    for (int i = 0; i < 5000; i++) {
        machine_step(&m, sched_pick(&m));
        assert_true(history_record(&h, &m));
    }
    require_bounded(&h, 0);
    for (uint64_t at = 0; at <= 5000; at += 37)
        assert_int_equal(history_before(&h, at)->step, at / KEYFRAME_INTERVAL * KEYFRAME_INTERVAL);
    assert_int_equal(history_before(&h, UINT64_MAX)->step, 4864);
    history_free(&h);
    assert_int_equal(h.count, 0);
    assert_int_equal(h.bytes, 0);
    machine_close(&m);
    scenario_free(&s);
}

/* ---- the timeline ---- */

struct log {
    struct event_set *events;
    uint64_t *actors;
    uint32_t *phases, *lines; /* lines: 0 if the collector ran */
    struct gauge *gauges;     /* after each step alone */
};

static void require_gauge(const struct log *log, const struct bucket *b, uint64_t from,
                          uint64_t to) {
    const struct gauge *last = &log->gauges[to];
    uint64_t least = UINT64_MAX, most = 0;
    for (uint64_t step = from; step <= to; step++) {
        if (log->gauges[step].live < least) least = log->gauges[step].live;
        if (log->gauges[step].live > most) most = log->gauges[step].live;
    }
    assert_true(b->gauge.live == last->live && b->gauge.goal == last->goal);
    assert_true(b->gauge.trigger == last->trigger);
    assert_true(b->gauge.live_least == least && b->gauge.live_most == most);
}

/* Of a bucket that is complete. */
static void require_sums(const struct log *log, const struct bucket *b, uint64_t to) {
    const struct gauge *last = &log->gauges[to];
    assert_true(b->gauge.assist == last->assist && b->gauge.collector == last->collector);
    assert_true(b->gauge.all == last->all && b->gauge.marked == last->marked);
}

static void require_bucket(const struct log *log, const struct bucket *b, uint64_t from,
                           uint64_t to) {
    struct event_set events = {0};
    uint64_t actors = 0;
    uint32_t line = 0;
    for (uint64_t step = from; step <= to; step++) {
        event_set_join(&events, &log->events[step]);
        actors |= log->actors[step];
        if (log->lines[step]) line = log->lines[step];
    }
    assert_memory_equal(&b->events, &events, sizeof events);
    assert_int_equal(b->actors, actors);
    assert_int_equal(b->phase, log->phases[to]);
    assert_int_equal(b->line, line);
}

static void require_timeline(const struct log *log, const struct timeline *t, uint64_t steps) {
    uint32_t count = timeline_bucket_count(t);
    assert_int_equal(t->steps, steps);
    assert_true(count <= BUCKETS_MAX);
    assert_int_equal(t->width & (t->width - 1), 0);
    assert_int_equal(count, (steps + t->width - 1) / t->width);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t to = (i + 1) * t->width;
        require_bucket(log, &t->buckets[i], i * t->width + 1, to < steps ? to : steps);
        require_gauge(log, &t->buckets[i], i * t->width + 1, to < steps ? to : steps);
        if (to <= steps) require_sums(log, &t->buckets[i], to);
    }
}

static void the_timeline_knows_what_every_bucket_holds(void **state) {
    (void)state;
    enum { STEPS = 40000 };
    static const uint64_t looks[] = {1,    2,    100,  4095,  4096,  4097,
                                     4098, 8192, 8193, 16385, 39999, 40000};
    static struct timeline t;
    struct scenario s;
    struct machine m;
    struct log log = {calloc(STEPS + 1, sizeof(struct event_set)), calloc(STEPS + 1, 8),
                      calloc(STEPS + 1, 4), calloc(STEPS + 1, 4),
                      calloc(STEPS + 1, sizeof(struct gauge))};
    build_endless(&s);
    s.config.minimum_heap = 4096; /* a few collections */
    assert_true(machine_open(&m, &s.program, &s.config));
    timeline_init(&t);
    assert_int_equal(timeline_bucket_count(&t), 0);
    for (uint64_t step = 1, look = 0; step <= STEPS; step++) {
        machine_step(&m, sched_pick(&m));
        uint32_t actor = m.s->clock.last_actor;
        log.events[step] = m.s->clock.events;
        log.actors[step] = 1ull << actor;
        log.phases[step] = machine_phase(&m);
        log.gauges[step] = gauge_read(&m);
        if (actor) log.lines[step] = goroutine_of(&m, actor)->last_line;
        timeline_record(&t, &m);
        if (step == looks[look]) require_timeline(&log, &t, looks[look++]);
    }
    assert_int_equal(t.width, 16);
    const struct gauge *end = &log.gauges[STEPS];
    assert_true(end->marked > 2 && end->collector > 0 && end->collector < end->all);
    free(log.gauges);
    free(log.events);
    free(log.actors);
    free(log.phases);
    free(log.lines);
    machine_close(&m);
    scenario_free(&s);
}

/* ---- stacks that move ---- */

/* Two goroutines whose stacks grow, and shrink when they are scanned. */
#define MOVING                                                                                     \
    "'functions': {'main': [{'go': 'deep', 'with': [90]}, {'call': 'deep', 'with': [500]},"        \
    "{'gc': 'run'}, {'gc': 'run'}], 'deep': {'takes': {'n': 'int'}, 'do': [{'if': 'n > 0', "       \
    "'do': [{'set': 'm', 'to': 'n - 1'}, {'call': 'deep', 'with': ['m']}]}]}}"

static void require_move(const struct session *s, const struct event *copy) {
    const struct goroutine *g = goroutine_of(&s->now, (uint32_t)copy->a);
    const struct move *move = moves_before(&s->moves, (uint32_t)copy->a, session_step(s));
    assert_non_null(move);
    assert_true(move->step == session_step(s) && move->goroutine == copy->a);
    assert_true(move->old == copy->b && move->old_size == copy->c && move->words == copy->d);
    assert_true(move->new_low == g->stack_low);
    assert_true(move->new_size == g->stack_high - g->stack_low);
    const struct move *before = moves_before(&s->moves, move->goroutine, move->step - 1);
    if (before) assert_true(before->new_low == move->old && before->step < move->step);
}

static void it_is_known_where_each_stack_was(void **state) {
    (void)state;
    struct scenario s;
    static struct session session;
    uint32_t moves = 0;
    build_script(&s, MOVING);
    assert_true(session_open(&session, &s));
    assert_int_equal(session_run(&session, 100000), STOP_END);
    assert_null(moves_before(&session.moves, 1, 1));
    for (uint64_t step = 1; step <= session_steps(&session); step++) {
        session_seek(&session, step);
        for (uint32_t i = 0; i < session.event_count; i++) {
            if (session.events[i].kind != EVENT_STACK_COPY) continue;
            require_move(&session, &session.events[i]);
            moves++;
        }
    }
    assert_true(moves > 5 && moves == session.moves.count);
    assert_true(moves_ever(&session.moves, 1) && moves_ever(&session.moves, 2));
    assert_false(moves_ever(&session.moves, 3));
    session_close(&session);
    scenario_free(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_million_steps_are_kept_in_bounded_memory),
        cmocka_unit_test(a_large_state_means_fewer_keyframes),
        cmocka_unit_test(a_state_that_changes_everywhere_is_kept_less_often),
        cmocka_unit_test(where_keyframes_are_far_apart_one_more_is_kept_near),
        cmocka_unit_test(the_keyframe_before_a_step_is_the_nearest),
        cmocka_unit_test(the_timeline_knows_what_every_bucket_holds),
        cmocka_unit_test(it_is_known_where_each_stack_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
