/* Logs of GODEBUG=gctrace=1: real ones of Go 1.19 (tests/gclogs), lines as other versions print
 * them, broken and hostile ones; and the model's pacer beside them, against Go's and the engine's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "export/cycles.h"
#include "gclog/gclog_model.h"
#include "session/session.h"
#include "support/build.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define LINE                                                                                       \
    "gc 4 @0.022s 12%: 0.010+4.6+0.004 ms clock, 0.021+1.8/0.61/0.10+0.009 ms cpu, 36->43->28 "    \
    "MB, "                                                                                         \
    "42 MB goal, 1 MB stacks, 2 MB globals, 2 P"

enum { MINIMUM = 4 << 20 };

static struct gclog read_portions(const char *bytes, size_t length, size_t portion) {
    struct gclog_reader *r = gclog_begin("x.log");
    for (size_t at = 0; at < length; at += portion)
        gclog_add(r, bytes + at, length - at < portion ? length - at : portion);
    struct gclog log = gclog_end(r);
    assert_false(log.failed);
    return log;
}

static struct gclog read_bytes(const char *bytes, size_t length) {
    return read_portions(bytes, length, length ? length : 1);
}

static struct gclog read_text(const char *text) {
    return read_bytes(text, strlen(text));
}

static char *content(const char *name, size_t *length) {
    char path[256], why[256], *bytes;
    snprintf(path, sizeof path, "tests/gclogs/%s", name);
    assert_int_equal(file_read(path, 1 << 20, &bytes, length, why, sizeof why), FILE_OK);
    return bytes;
}

static struct gclog read_log(const char *name) {
    size_t length;
    char *bytes = content(name, &length);
    struct gclog log = read_bytes(bytes, length);
    free(bytes);
    return log;
}

/* ---- lines ---- */

static void a_line_is_read_with_all_that_it_tells(void **state) {
    (void)state;
    struct gclog log = read_text(LINE "\n");
    assert_int_equal(log.count, 1);
    const struct gclog_cycle *c = log.cycles;
    assert_int_equal(c->number, 4);
    assert_int_equal(c->at, 22000000);
    assert_int_equal(c->percent, 12);
    assert_int_equal(c->clock[CLOCK_SWEEP_TERM], 10000);
    assert_int_equal(c->clock[CLOCK_MARK], 4600000);
    assert_int_equal(c->clock[CLOCK_MARK_TERM], 4000);
    assert_int_equal(c->cpu[CPU_SWEEP_TERM], 21000);
    assert_int_equal(c->cpu[CPU_ASSIST], 1800000);
    assert_int_equal(c->cpu[CPU_BACKGROUND], 610000);
    assert_int_equal(c->cpu[CPU_IDLE], 100000);
    assert_int_equal(c->cpu[CPU_MARK_TERM], 9000);
    assert_int_equal(c->before, 36);
    assert_int_equal(c->after, 43);
    assert_int_equal(c->live, 28);
    assert_int_equal(c->goal, 42);
    assert_true(c->tells_roots);
    assert_int_equal(c->stacks, 1);
    assert_int_equal(c->globals, 2);
    assert_int_equal(c->procs, 2);
    assert_false(c->forced);
    assert_int_equal(c->line, 1);
    assert_int_equal(c->length, strlen(LINE));
    assert_memory_equal(gclog_line(&log, c), LINE, strlen(LINE));
    assert_int_equal(gclog_pause(c), 14000);
    gclog_free(&log);
}

/* As Go 1.5, 1.6 to 1.17 and 1.18 to 1.26 print them: gcMarkTermination of each. */
static const struct {
    const char *line;
    uint64_t mark, background; /* nanoseconds */
    bool roots, forced;
    uint64_t goal;
} FORMS[] = {
    {"gc 2 @0.007s 3%: 0.01+0.20+0.005+1.2+0.32 ms clock, 0.02+0.2+0.5+0.1/0.7/0.9+0.97 ms cpu, "
     "4->5->1 MB, 5 MB goal, 4 P",
     1405000, 1400000, false, false, 5},
    {"gc 2 @0.007s 3%: 0.009+0+0+0+0.32 ms clock, 0.027+0+0+0/0/0+0.97 ms cpu, 1->1->1 MB, 1 MB "
     "goal, 4 P (forced)",
     0, 0, false, true, 1},
    {"gc 9 @12.345s 0%: 0.012+12+0.046 ms clock, 0.1+0.32/0.73/1.4+0.37 ms cpu, 4->4->0 MB, 5 MB "
     "goal, 8 P",
     12000000, 730000, false, false, 5},
    {"gc 41 @0.414s 1%: 0.028+2.6+0.012 ms clock, 0.90+0.041/18/23+0.41 ms cpu, 245->248->139 MB, "
     "250 MB goal, 0 MB stacks, 0 MB globals, 32 P",
     2600000, 18000000, true, false, 250},
    {"gc 1 @0.006s 2%: 0.011+0.10+0 ms clock, 0.18+0/0.14/0.024+0 ms cpu, 63->63->0 MB, "
     "8796093022198 MB goal, 0 MB stacks, 0 MB globals, 16 P (forced)",
     100000, 140000, true, true, GCLOG_NONE},
    {"gc 1 @0.006s 2%: 0.011+0.10+0 ms clock, 0.18+0/0.14/0.024+0 ms cpu, 63->63->0 MB, "
     "17592186044415 MB goal, 16 P (forced)",
     100000, 140000, false, true, GCLOG_NONE},
};

static void the_lines_of_all_versions_are_read(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(FORMS); i++) {
        struct gclog log = read_text(FORMS[i].line);
        assert_string_equal(text_string(&log.warnings), "");
        assert_int_equal(log.count, 1);
        assert_int_equal(log.cycles->clock[CLOCK_MARK], FORMS[i].mark);
        assert_int_equal(log.cycles->cpu[CPU_BACKGROUND], FORMS[i].background);
        assert_int_equal(log.cycles->tells_roots, FORMS[i].roots);
        assert_int_equal(log.cycles->forced, FORMS[i].forced);
        assert_int_equal(log.cycles->goal, FORMS[i].goal);
        gclog_free(&log);
    }
}

static void what_is_no_line_of_a_collection_is_passed_over(void **state) {
    (void)state;
    struct gclog log = read_text("server listens\n"
                                 "GC forced\n"
                                 "scvg0: inuse: 3, idle: 0, sys: 3, released: 0, consumed: 3 (MB)\n"
                                 "pacer: assist ratio=+1.3e+000 (scan 1 MB in 3->4 MB)\n"
                                 "\r\n"
                                 "the gc 4 is slow, mgc 4 @0 is not it, and gc x @1 neither\n"
                                 "web_1  | 12:00:01 " LINE "\r\n"
                                 "scav 0 KiB work, 3872 KiB total, 99% util\n");
    assert_int_equal(log.count, 1);
    assert_int_equal(log.cycles->line, 7);
    assert_int_equal(log.lines, 8);
    assert_int_equal(log.others, 7);
    assert_int_equal(log.broken, 0);
    assert_memory_equal(gclog_line(&log, log.cycles), LINE, log.cycles->length);
    gclog_free(&log);
}

/* The line up to a part, and what stands there instead. */
static const struct {
    const char *line;
    const char *warning;
} BROKEN[] = {
    {"gc 4 @0.022", "1:12: this line of a collection is broken; expected \"s \""},
    {"gc 4 @0.s 1%", "1:9: this line of a collection is broken; expected a digit"},
    {"gc 4 @0.022s -1%", "1:14: this line of a collection is broken; expected a percentage"},
    {"gc 4 @0.022s 12%: nan+4.6", "1:19: this line of a collection is broken; expected a number"},
    {"gc 4 @0.022s 12%: 0.1+inf", "1:23: this line of a collection is broken; expected a number"},
    {"gc 4 @0.022s 12%: 1e5+4.6", "1:20: this line of a collection is broken; expected three"},
    {"gc 4 @0.022s 12%: 1+2 ms clock, ",
     "1:22: this line of a collection is broken; expected three phases, or five"},
    {"gc 4294967296 @0.022s", "1:4: this line of a collection is broken; expected the number"},
    {"gc 4 @99999999999s", "1:7: this line of a collection is broken; expected a number of sec"},
    {"gc 4 @0.022s 12%: 0.010+4.6+0.004 ms clock, 0.021+1.8/0.61+0.009 ms cpu",
     "1:59: this line of a collection is broken; expected \"/\""},
    {"gc 4 @0.022s 12%: 1+1+1 ms clock, 1+1/1/1+1 ms cpu, 36->-43->28 MB, ",
     "1:57: this line of a collection is broken; expected a number of MB"},
    {"gc 4 @0.022s 12%: 1+1+1 ms clock, 1+1/1/1+1 ms cpu, 1073741825->43->28 MB, ",
     "1:53: this line of a collection is broken; expected a number of MB up to 1073741824"},
    {"gc 4 @0.022s 12%: 1+1+1 ms clock, 1+1/1/1+1 ms cpu, 3->4->2 MB, 4 MB goal, 0 P",
     "1:79: this line of a collection is broken; expected a number of processors from 1"},
};

static void a_broken_line_is_told_with_its_place(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(BROKEN); i++) {
        struct gclog log = read_text(BROKEN[i].line);
        char start[256];
        snprintf(start, sizeof start, "x.log:%s", BROKEN[i].warning);
        assert_int_equal(log.count, 0);
        assert_int_equal(log.broken, 1);
        assert_int_equal(log.others, 0);
        if (strncmp(text_string(&log.warnings), start, strlen(start)) != 0)
            fail_msg("%s: %s", BROKEN[i].line, text_string(&log.warnings));
        gclog_free(&log);
    }
}

/* Two processes have written at once: the first line is lost, the second one is not. */
static void a_line_may_begin_within_another(void **state) {
    (void)state;
    struct gclog log = read_text("hello\ngc 7 @0.5s 1%: 0.0" LINE "\n" LINE LINE "\n");
    assert_int_equal(log.count, 3);
    assert_int_equal(log.broken, 1);
    assert_non_null(strstr(text_string(&log.warnings), "x.log:2:19: "));
    gclog_free(&log);
}

static void of_many_warnings_the_first_are_kept(void **state) {
    (void)state;
    struct text text = {0};
    for (int i = 0; i < 1000; i++) text_add(&text, "gc 1 @0.1\n");
    struct gclog log = read_text(text_string(&text));
    assert_int_equal(log.broken, 1000);
    assert_non_null(strstr(text_string(&log.warnings), "x.log: 980 more broken lines\n"));
    assert_null(strstr(text_string(&log.warnings), "x.log:21:"));
    text_free(&text);
    gclog_free(&log);
}

/* ---- whole logs ---- */

static void assert_same(const struct gclog *a, const struct gclog *b) {
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->lines, b->lines);
    assert_int_equal(a->others, b->others);
    assert_string_equal(text_string(&a->text), text_string(&b->text));
    if (a->count) assert_memory_equal(a->cycles, b->cycles, a->count * sizeof *a->cycles);
}

static void portions_of_any_size_make_the_same_log(void **state) {
    (void)state;
    size_t length;
    char *bytes = content("pacer.log", &length);
    struct gclog whole = read_bytes(bytes, length);
    assert_int_equal(whole.count, 10);
    for (size_t portion = 1; portion < 200; portion += 13) {
        struct gclog log = read_portions(bytes, length, portion);
        assert_same(&whole, &log);
        gclog_free(&log);
    }
    gclog_free(&whole);
    free(bytes);
}

/* Wherever it is cut off: whole lines are read, the last one is so too or is told of. */
static void a_log_may_be_cut_off_anywhere(void **state) {
    (void)state;
    size_t length;
    char *bytes = content("forced.log", &length);
    uint32_t before = 0;
    for (size_t cut = 0; cut <= length; cut++) {
        struct gclog log = read_bytes(bytes, cut);
        assert_true(log.count == before || log.count == before + 1);
        assert_true(log.broken <= 1);
        if (cut && bytes[cut - 1] == '\n') assert_int_equal(log.broken, 0);
        before = log.count;
        gclog_free(&log);
    }
    assert_int_equal(before, 10);
    free(bytes);
}

static void processes_that_are_mixed_are_told_apart(void **state) {
    (void)state;
    struct gclog mixed = read_log("mixed.log"),
                 parts[] = {read_log("steady.log"), read_log("bytes200.log")};
    assert_int_equal(mixed.process_count, 2);
    for (uint32_t i = 0; i < 2; i++) {
        struct gclog_process p = mixed.processes[i];
        assert_int_equal(p.count, parts[i].count);
        for (uint32_t k = 0; k < p.count; k++) {
            assert_int_equal(mixed.cycles[p.first + k].process, i);
            assert_int_equal(mixed.cycles[p.first + k].at, parts[i].cycles[k].at);
        }
        gclog_free(&parts[i]);
    }
    gclog_free(&mixed);
}

/* One after the other, into the same file. */
static void a_program_that_begins_again_is_another_process(void **state) {
    (void)state;
    size_t length;
    char *bytes = content("grow50.log", &length);
    struct text thrice = {0};
    for (int i = 0; i < 3; i++) text_add_bytes(&thrice, bytes, length);
    struct gclog log = read_text(text_string(&thrice));
    assert_int_equal(log.process_count, 3);
    for (uint32_t i = 0; i < 3; i++) assert_int_equal(log.processes[i].count, 13);
    assert_null(gclog_before(&log, &log.cycles[13]));
    assert_ptr_equal(gclog_before(&log, &log.cycles[14]), &log.cycles[13]);
    text_free(&thrice);
    free(bytes);
    gclog_free(&log);
}

static void a_line_may_be_missing(void **state) {
    (void)state;
    const char *rest = ": 1+1+1 ms clock, 1+1/1/1+1 ms cpu, 4->4->2 MB, 4 MB goal, 2 P\n";
    char text[600];
    snprintf(text, sizeof text, "gc 1 @0.1s 1%%%sgc 3 @0.2s 1%%%sgc 4 @0.3s 1%%%s", rest, rest,
             rest);
    struct gclog log = read_text(text);
    assert_int_equal(log.process_count, 1);
    assert_null(gclog_before(&log, &log.cycles[1]));
    assert_non_null(gclog_before(&log, &log.cycles[2]));
    gclog_free(&log);
}

/* ---- hostile ones ---- */

static void add_many(struct text *text, char what, int count) {
    for (int i = 0; i < count; i++) text_add_bytes(text, &what, 1);
}

#define TIMES "gc 1 @0.1s 1%: 1+1+1 ms clock, 1+1/1/1+1 ms cpu, "

static void numbers_of_four_hundred_digits_are_broken(void **state) {
    (void)state;
    static const char *const BEFORE[] = {
        "gc ", "gc 1 @", "gc 1 @0.1s ", "gc 1 @0.1s 1%: ", TIMES, TIMES "1->1->1 MB, "};
    for (size_t i = 0; i < COUNT(BEFORE); i++) {
        struct text text = {0};
        text_add(&text, BEFORE[i]);
        add_many(&text, '9', 400);
        text_add(&text, i == 0 ? " @0.1s 1%" : "");
        struct gclog log = read_text(text_string(&text));
        assert_int_equal(log.count, 0);
        assert_int_equal(log.broken, 1);
        gclog_free(&log);
        text_free(&text);
    }
    struct text fraction = {0};
    text_add(&fraction, "gc 1 @0.");
    add_many(&fraction, '9', 400);
    text_add(&fraction, "s 1%: 1+1+1 ms clock, 1+1/1/1+1 ms cpu, 1->1->1 MB, 4 MB goal, 1 P");
    struct gclog log = read_text(text_string(&fraction));
    assert_int_equal(log.count, 1);
    assert_int_equal(log.cycles->at, 999999999);
    gclog_free(&log);
    text_free(&fraction);
}

static void long_lines_and_nuls_do_no_harm(void **state) {
    (void)state;
    struct text text = {0};
    add_many(&text, 'g', 1 << 20);
    text_add(&text, "\n" LINE "\n");
    add_many(&text, '\0', 100);
    text_add(&text, LINE);
    add_many(&text, '\0', 1 << 20);
    struct gclog log = read_bytes(text.bytes, text.length);
    assert_int_equal(log.count, 2);
    assert_int_equal(log.lines, 3);
    assert_int_equal(log.others, 1);
    assert_true(log.text.length < 4096);
    gclog_free(&log);
    text_free(&text);
}

/* Bytes changed at random: whatever comes of it, it is read to its end, and the model beside it. */
static void random_changes_do_no_harm(void **state) {
    (void)state;
    size_t length;
    char *bytes = content("pacer.log", &length);
    uint64_t seed = 1;
    for (int round = 0; round < 300; round++) {
        char *changed = malloc(length);
        memcpy(changed, bytes, length);
        for (int i = 0; i < 20; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            changed[(seed >> 33) % length] = "0123456789+-/>.\n@gc%\0 "[(seed >> 20) % 22];
        }
        struct gclog log = read_bytes(changed, length);
        struct gclog_model m = gclog_model_make(&log, GCLOG_PERCENT_UNKNOWN, MINIMUM);
        struct text out = {0};
        for (uint32_t i = 0; i < log.count; i++) {
            cycles_table_row(&log, &m, i, &out);
            cycles_csv_row(&log, &m, i, &out);
        }
        text_free(&out);
        gclog_model_free(&m);
        gclog_free(&log);
        free(changed);
    }
    free(bytes);
}

/* ---- the model beside Go ---- */

static struct gclog_model model_of(const struct gclog *log) {
    struct gclog_model m = gclog_model_make(log, GCLOG_PERCENT_UNKNOWN, MINIMUM);
    assert_false(m.failed);
    return m;
}

/* Measured with Go 1.19.8: every goal that Go set lies where the model's may lie. */
static void go_sets_the_goals_that_the_model_sets(void **state) {
    (void)state;
    static const struct {
        const char *name;
        int64_t percent;
        uint32_t cycles;
    } ROWS[] = {{"steady.log", 100, 20}, {"grow50.log", 50, 13}, {"bytes200.log", 200, 4},
                {"forced.log", 100, 10}, {"pacer.log", 100, 10}, {"mixed.log", -2, 24}};
    for (size_t i = 0; i < COUNT(ROWS); i++) {
        struct gclog log = read_log(ROWS[i].name);
        struct gclog_model m = model_of(&log);
        assert_int_equal(log.count, ROWS[i].cycles);
        if (ROWS[i].percent >= 0) {
            assert_int_equal(m.source, PERCENT_INFERRED);
            assert_int_equal(m.percent, ROWS[i].percent);
            assert_int_equal(m.agreeing, ROWS[i].cycles);
        }
        gclog_model_free(&m);
        gclog_free(&log);
    }
}

static void gogc_that_is_off_is_seen(void **state) {
    (void)state;
    struct gclog log = read_log("off.log");
    struct gclog_model m = model_of(&log);
    assert_int_equal(m.source, PERCENT_INFERRED);
    assert_int_equal(m.percent, -1);
    assert_int_equal(m.agreeing, log.count);
    assert_true(m.rows[1].goal.least == UINT64_MAX);
    gclog_model_free(&m);
    gclog_free(&log);
}

/* SetGCPercent(300) half way: no percentage explains nine of ten goals. */
static void a_gogc_that_changes_is_not_inferred(void **state) {
    (void)state;
    struct gclog log = read_log("percent.log");
    struct gclog_model m = model_of(&log);
    assert_int_equal(m.source, PERCENT_ASSUMED);
    assert_int_equal(m.percent, 100);
    assert_true(m.agreeing < m.compared);
    gclog_model_free(&m);
    m = gclog_model_make(&log, 300, MINIMUM);
    assert_int_equal(m.source, PERCENT_GIVEN);
    assert_int_equal(m.percent, 300);
    gclog_model_free(&m);
    gclog_free(&log);
}

static void how_far_a_number_is_off_a_range(void **state) {
    (void)state;
    struct gclog_range range = {10 << 20, (13 << 20) - 1}, never = {UINT64_MAX, UINT64_MAX};
    assert_int_equal(gclog_off(9, &range), -1);
    assert_int_equal(gclog_off(10, &range), 0);
    assert_int_equal(gclog_off(12, &range), 0);
    assert_int_equal(gclog_off(15, &range), 3);
    assert_int_equal(gclog_off(GCLOG_NONE, &never), 0);
    assert_int_equal(gclog_off(15, &never), 1);
}

/* By hand. 20 MiB live at 0.1 s + 3 ms; the next begins at 0.203 s with 40 MiB: 20 MiB in 0.1 s.
 * Nothing is known of cons/mark (the heap did not grow while it marked), so the runway is 0, and
 * the trigger lies as late as it may: 61/64 of the way, or 4 MiB before the goal. */
static void when_the_model_would_have_begun(void **state) {
    (void)state;
    struct gclog log = read_text(
        "gc 1 @0.1s 1%: 1+1+1 ms clock, 1+0/1/0+1 ms cpu, 4->4->20 MB, 4 MB goal, 2 P\n"
        "gc 2 @0.203s 1%: 1+1+1 ms clock, 1+0/1/0+1 ms cpu, 40->40->20 MB, 40 MB goal, 2 P\n");
    struct gclog_model m = model_of(&log);
    const struct gclog_beside *row = &m.rows[1];
    assert_int_equal(m.percent, 100);
    assert_int_equal(row->goal.least, (40 << 20) + (64 << 10)); /* it began at the goal */
    assert_int_equal(row->goal.most >> 20, 41);
    uint64_t goal = row->goal.least, live = 20 << 20;
    assert_int_equal(row->trigger.least, live + (goal - live) / 64 * 61);
    uint64_t middle = (row->trigger.least + row->trigger.most) / 2;
    double expected = 0.103 + 0.1 * (double)(middle - live) / (20 << 20);
    assert_true(row->begins > (uint64_t)(expected * 1e9) - 1000 &&
                row->begins < (uint64_t)(expected * 1e9) + 1000);
    gclog_model_free(&m);
    gclog_free(&log);
}

/* ---- the model beside the engine ---- */

/* What the engine does at the end of each cycle, in bytes. */
struct engine {
    const struct session *session;
    uint64_t goal[256];
    uint32_t count;
};

static void hear(void *user, const struct event *e) {
    struct engine *engine = user;
    const struct collector *gc = &engine->session->front.s->gc;
    if (e->kind != EVENT_GC_TRACE || engine->count == COUNT(engine->goal)) return;
    engine->goal[engine->count++] = gc->record.goal;
}

static const char PROGRAM[] =
    "package main\n\nvar kept [48][]byte\n\nfunc main() {\n\tfor i := 0; i < 600; i++ {\n"
    "\t\tkept[i*7%(8+i/16)%48] = make([]byte, 1<<20)\n\t}\n}\n";

/* A run's own log, read as if Go had written it. What the log rounds down to MiB the engine knows
 * in bytes: these lie in the model's range; and as all objects are of a whole MiB, and what else
 * there is comes to less than one, what both round down to is the same. */
static void the_model_sets_the_goals_that_the_engine_sets(void **state) {
    (void)state;
    static const int64_t PERCENTS[] = {25, 100, 300};
    for (size_t k = 0; k < COUNT(PERCENTS); k++) {
        struct scenario scenario;
        struct session session;
        struct engine engine = {.session = &session, .count = 0};
        build_go(&scenario, PROGRAM);
        scenario.config.gogc = PERCENTS[k];
        scenario.config.pages_max = (512 << 20) / PAGE_SIZE;
        assert_true(session_open(&session, &scenario));
        session_listen(&session, (struct sink){hear, &engine});
        assert_int_equal(session_run(&session, 10000000), STOP_END);
        struct gclog log = read_text(text_string(&session.gctrace));
        struct gclog_model m = model_of(&log);
        assert_int_equal(log.count, engine.count);
        assert_true(log.count > 5);
        assert_int_equal(m.percent, PERCENTS[k]);
        for (uint32_t i = 0; i < log.count; i++) {
            const struct gclog_beside *row = &m.rows[i];
            assert_true(row->known);
            assert_true(row->goal.least <= engine.goal[i] && engine.goal[i] <= row->goal.most);
            assert_int_equal(row->goal.least >> 20, engine.goal[i] >> 20);
            assert_int_equal(row->goal.least >> 20, log.cycles[i].goal);
        }
        gclog_model_free(&m);
        gclog_free(&log);
        session_close(&session);
        scenario_free(&scenario);
    }
}

/* ---- as a file ---- */

static void a_log_takes_the_place_of_a_scenario(void **state) {
    (void)state;
    struct scenario s;
    struct text complaints = {0};
    assert_int_equal(scenario_load(&s, "tests/gclogs/forced.log", &complaints), FILE_OK);
    assert_string_equal(text_string(&complaints), "");
    assert_string_equal(s.kind, "gctrace");
    assert_string_equal(s.title, "forced.log");
    assert_int_equal(s.log->count, 10);
    text_free(&complaints);
    scenario_free(&s);
}

static void a_table_tells_both(void **state) {
    (void)state;
    struct gclog log = read_log("percent.log");
    struct gclog_model m = model_of(&log);
    struct text out = {0};
    cycles_table_row(&log, &m, 0, &out);
    assert_non_null(strstr(text_string(&out), "     1 "));
    text_clear(&out);
    cycles_table_row(&log, &m, 9, &out);
    assert_non_null(strstr(text_string(&out), "  29->40->23      69        34-37   +32 "));
    text_clear(&out);
    cycles_percent(&m, &out);
    assert_string_equal(text_string(&out),
                        "GOGC 100 (assumed; --gogc sets it): 9 of 12 goals agree");
    text_free(&out);
    gclog_model_free(&m);
    gclog_free(&log);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_read_with_all_that_it_tells),
        cmocka_unit_test(the_lines_of_all_versions_are_read),
        cmocka_unit_test(what_is_no_line_of_a_collection_is_passed_over),
        cmocka_unit_test(a_broken_line_is_told_with_its_place),
        cmocka_unit_test(a_line_may_begin_within_another),
        cmocka_unit_test(of_many_warnings_the_first_are_kept),
        cmocka_unit_test(portions_of_any_size_make_the_same_log),
        cmocka_unit_test(a_log_may_be_cut_off_anywhere),
        cmocka_unit_test(processes_that_are_mixed_are_told_apart),
        cmocka_unit_test(a_program_that_begins_again_is_another_process),
        cmocka_unit_test(a_line_may_be_missing),
        cmocka_unit_test(numbers_of_four_hundred_digits_are_broken),
        cmocka_unit_test(long_lines_and_nuls_do_no_harm),
        cmocka_unit_test(random_changes_do_no_harm),
        cmocka_unit_test(go_sets_the_goals_that_the_model_sets),
        cmocka_unit_test(gogc_that_is_off_is_seen),
        cmocka_unit_test(a_gogc_that_changes_is_not_inferred),
        cmocka_unit_test(how_far_a_number_is_off_a_range),
        cmocka_unit_test(when_the_model_would_have_begun),
        cmocka_unit_test(the_model_sets_the_goals_that_the_engine_sets),
        cmocka_unit_test(a_log_takes_the_place_of_a_scenario),
        cmocka_unit_test(a_table_tells_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
