/* malloc and free in scripts: what is noticed, where, and with which words; and random programs that
 * use the C heap rightly, or not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "machine/check/check_c.h"
#include "machine/manual/c_watch.h"
#include "machine/sched.h"
#include "support/build.h"
#include "support/program.h"
#include "support/run.h"

#define TYPES                                                                                      \
    "'types': {'Node': {'next': '*Node', 'value': 'int'}, 'Big': {'a': 'int', 'b': 'int',"         \
    "'c': 'int', 'd': 'int', 'small': 'int8'}, 'Box': {'node': '*Node', 'n': 'int'}},"             \
    "'globals': {'g': '*Node', 'h': '*Node', 'ring': '[3]*Node', 'n': 'int'},"
#define MAIN(statements) TYPES "'functions': {'main': [" statements "], 'f': []}"
#define CALLS(main, more) TYPES "'functions': {'main': [" main "], " more "}"
#define NODE(name) "{'malloc': 'Node', 'to': '" name "', 'name': '" name "'}"

/* ---- one mistake each ---- */

struct sample {
    const char *script;
    const char *outcome; /* NULL: done */
    const char *message; /* glibc's, when the program is ended */
    struct c_counts counts;
};

static const struct sample SAMPLES[] = {
    /* nothing is wrong */
    {.script = MAIN("{'free': 'nil'}, " NODE("a") ", {'free': 'a'}")},
    {.script = MAIN(NODE("a") ", {'set': 'a.value', 'to': 1}, {'set': 'x', 'to': 'a.value'},"
                              "{'free': 'a'}")},
    {.script = MAIN("{'calloc': 'Node', 'to': 'a'}, {'set': 'x', 'to': 'a.value'}, {'free': 'a'}")},
    {.script = MAIN("{'calloc': 'int', 'count': 9, 'to': 'a'}, {'set': 'x', 'to': 'a[8]'},"
                    "{'free': 'a'}")},
    {.script = MAIN("{'set': 'k', 'to': 3}, {'malloc': 'Node', 'count': 'k', 'to': 'a'},"
                    "{'set': 'a.value', 'to': 1}, {'free': 'a'}")},
    {.script = MAIN("{'malloc': 'byte', 'count': 0, 'to': 'a'}, {'free': 'a'}")},
    {.script = MAIN("{'malloc': 'Big', 'bytes': 8, 'to': 'a'}, {'set': 'a.c', 'to': 1},"
                    "{'free': 'a'}")}, /* beyond the 8, within the 24 */
    {.script = MAIN("{'var': 'a', 'type': '*int'}, {'realloc': 'a', 'bytes': 8}, {'free': 'a'}")},
    {.script = MAIN(NODE("a") ", {'realloc': 'a', 'bytes': 0}, {'free': 'a'}")},
    {.script = MAIN(NODE("a") ", {'set': 'h', 'to': 'a'}, {'free': 'h'}")},
    {.script = CALLS(NODE("a") ", {'call': 'f', 'with': ['a'], 'to': 'b'}, {'free': 'b'}",
                     "'f': {'takes': {'p': '*Node'}, 'returns': '*Node', 'do': ["
                     "{'set': 'p.value', 'to': 2}, {'return': 'p'}]}")},
    /* use after free */
    {.script = MAIN(NODE("a") ", {'set': 'a.value', 'to': 1}, {'free': 'a'},"
                              "{'set': 'x', 'to': 'a.value'}"),
     .counts = {.uses_after_free = 1}},
    {.script = MAIN(NODE("a") ", {'free': 'a'}, {'set': 'a.value', 'to': 1}"),
     .counts = {.uses_after_free = 1}},
    {.script = MAIN(NODE("a") ", {'set': 'b', 'to': 'a'}, {'free': 'a'}, " NODE(
         "a") ", {'set': 'a.value', 'to': 5}, {'set': 'x', 'to': 'b.value'},"
              "{'set': 'b.value', 'to': 6}, {'set': 'x', 'to': 'a.value'}, {'free': 'a'}"),
     .counts = {.uses_after_free = 2}},
    {.script = MAIN(NODE("g") ", {'set': 'ring[1]', 'to': 'g'}, {'free': 'g'}, " NODE(
         "g") ", {'set': 'ring[1].value', 'to': 6}, {'free': 'g'}"),
     .counts = {.uses_after_free = 1}}, /* by way of globals */
    {.script = MAIN(NODE("a") ", " NODE("b") ", {'set': 'b.next', 'to': 'a'}, {'free': 'a'}, " NODE(
         "a") ", {'set': 'b.next.value', 'to': 6}, {'free': 'a'}, {'free': 'b'}"),
     .counts = {.uses_after_free = 1}}, /* by way of another chunk */
    {.script = CALLS(NODE("a") ", {'call': 'f', 'with': ['a'], 'to': 'b'}, {'free': 'a'}, " NODE(
                         "a") ", {'set': 'b.value', 'to': 1}, {'free': 'a'}",
                     "'f': {'takes': {'p': '*Node'}, 'returns': '*Node', 'do': [{'return': 'p'}]}"),
     .counts = {.uses_after_free = 1}}, /* by way of arguments and results */
    {.script =
         CALLS(NODE("a") ", {'set': 'b', 'to': 'a'}, {'free': 'a'}, " NODE(
                   "a") ", {'call': 'f', 'with': [60]}, {'set': 'b.value', 'to': 1}, {'free': 'a'}",
               "'f': {'takes': {'n': 'int'}, 'do': [{'if': 'n > 0', 'do': ["
               "{'call': 'f', 'with': ['n - 1']}]}]}"),
     .counts = {.uses_after_free = 1}}, /* on a stack that has moved */
    {.script = MAIN("{'new': 'Box', 'to': 'o', 'escape': 'heap'}, " NODE(
         "a") ", {'set': 'o.node',"
              "'to': 'a'}, {'free': 'a'}, " NODE("a") ", {'set': 'o.node.value', 'to': 1},"
                                                      "{'free': 'a'}"),
     .counts = {.uses_after_free = 1}}, /* by way of a Go object */
    {.script = MAIN("{'malloc': 'int', 'count': 3, 'to': 'a'}, {'set': 'b', 'to': 'a'}, " NODE(
         "c") ", {'realloc': 'a', 'count': 30}, {'set': 'b[0]', 'to': 1}, {'free': 'a'},"
              "{'free': 'c'}"),
     .counts = {.uses_after_free = 1}}, /* moved by realloc */
    /* double free */
    {.script = MAIN(NODE("a") ", {'free': 'a'}, {'free': 'a'}"),
     .outcome = "double free",
     .message = "free(): double free detected in tcache 2",
     .counts = {.double_frees = 1}},
    {.script = MAIN(NODE("a") ", " NODE("b") ", {'free': 'a'}, {'free': 'b'}, {'free': 'a'}"),
     .outcome = "double free",
     .message = "free(): double free detected in tcache 2",
     .counts = {.double_frees = 1}},
    {.script = MAIN("{'malloc': '[2000]byte', 'to': 'a'}, {'malloc': '[2000]byte', 'to': 'b'},"
                    "{'free': 'a'}, {'free': 'a'}"),
     .outcome = "double free",
     .message = "double free or corruption (!prev)",
     .counts = {.double_frees = 1}},
    {.script = MAIN("{'malloc': '[2000]byte', 'to': 'a'}, {'free': 'a'}, {'free': 'a'}"),
     .outcome = "double free",
     .message = "double free or corruption (top)",
     .counts = {.double_frees = 1}},
    {.script = MAIN("{'malloc': 'int', 'count': 3, 'to': 'a'}, {'set': 'b', 'to': 'a'}, " NODE(
         "c") ", {'realloc': 'a', 'count': 30}, {'free': 'b'}"),
     .outcome = "double free", /* realloc has freed it */
     .message = "free(): double free detected in tcache 2",
     .counts = {.double_frees = 1}},
    {.script =
         MAIN("{'malloc': 'int', 'count': 3, 'to': 'a'}, {'set': 'k', 'to': 1}, {'set': 'a[k]',"
              "'to': 5}, {'set': 'b', 'to': 'a'}, {'free': 'a'}, " NODE(
                  "c") ", {'set': 'b[k]', 'to': 6}, {'free': 'c'}"),
     .counts = {.uses_after_free = 1}}, /* by way of an index */
    {.script = MAIN(NODE("a") ", {'free': 'a'}, {'set': 'a.value', 'to': 0}, {'free': 'a'}"),
     .outcome = "double free", /* the key was overwritten: glibc would not notice */
     .message = "free(): double free detected in tcache 2",
     .counts = {.double_frees = 1, .uses_after_free = 1}},
    {.script =
         MAIN(NODE("a") ", {'set': 'b', 'to': 'a'}, {'free': 'a'}, " NODE("a") ", {'free': 'b'}"),
     .counts = {.double_frees = 1}},
    /* invalid free */
    {.script = MAIN("{'set': 'x', 'to': 1}, {'free': '&x'}"),
     .outcome = "invalid free",
     .message = "free(): invalid pointer",
     .counts = {.invalid_frees = 1}},
    {.script = MAIN("{'new': 'Node', 'to': 'a', 'escape': 'heap'}, {'free': 'a'}"),
     .outcome = "invalid free",
     .message = "free(): invalid pointer",
     .counts = {.invalid_frees = 1}},
    {.script = MAIN("{'new': 'Node', 'to': 'a', 'escape': 'heap'}, {'realloc': 'a', 'bytes': 9}"),
     .outcome = "invalid free",
     .message = "realloc(): invalid pointer",
     .counts = {.invalid_frees = 1}},
    /* past the end */
    {.script = MAIN("{'malloc': 'Big', 'bytes': 24, 'to': 'a'}, {'set': 'a.d', 'to': 1}"),
     .counts = {.overflows = 1}}, /* the size of the top */
    {.script = MAIN("{'malloc': 'Big', 'bytes': 24, 'to': 'a'}, " NODE(
         "b") ", {'set': 'a.d', 'to':"
              "'4702111234474983745'}, {'free': 'b'}"),
     .outcome = "heap corrupted",
     .message = "double free or corruption (out)",
     .counts = {.overflows = 1}},
    {.script =
         MAIN("{'malloc': 'Big', 'bytes': 24, 'to': 'a'}, {'set': 'a.d', 'to': 0}," NODE("b")),
     .outcome = "heap corrupted",
     .message = "malloc(): corrupted top size",
     .counts = {.overflows = 1}},
    {.script = MAIN("{'malloc': '[9]int', 'bytes': 24, 'to': 'a'}, " NODE(
         "b") ", {'set': 'x', 'to':"
              "'a[5]'}, {'free': 'a'}, {'free': 'b'}"),
     .counts = {.overflows = 1}}, /* the value of b, read through a */
    /* what was never written */
    {.script = MAIN(NODE("a") ", {'set': 'x', 'to': 'a.value'}, {'free': 'a'}"),
     .counts = {.unwritten_reads = 1}},
    {.script = MAIN("{'malloc': 'Big', 'to': 'a'}, {'set': 'a.small', 'to': 1}, {'set': 'x', 'to':"
                    "'a.small'}, {'set': 'y', 'to': 'a.d'}, {'free': 'a'}"),
     .counts = {.unwritten_reads = 1}},
    {.script = MAIN("{'malloc': 'int', 'count': 3, 'to': 'a'}, {'set': 'a[0]', 'to': 1},"
                    "{'realloc': 'a', 'count': 40}, {'set': 'x', 'to': 'a[0]'}, {'realloc': 'a',"
                    "'count': 400, 'to': 'b'}, {'set': 'x', 'to': 'b[300]'}, {'free': 'b'}"),
     .counts = {.unwritten_reads = 1}},
    {.script = MAIN("{'malloc': 'int', 'count': 200, 'to': 'x'}, {'set': 'x[150]', 'to': 1}, " NODE(
         "y") ", " NODE("z") ", " NODE("c") ", {'free': 'x'}, {'realloc': 'z', 'count': 100, 'to':"
                                            "'w'}, {'set': 'k', 'to': 'w[75].next'}, {'free': "
                                            "'w'}, {'free': "
                                            "'y'}"),
     .counts = {.unwritten_reads = 1}}, /* moved to where somebody else had written */
    /* no room */
    {.script = "'runtime': {'brk': '4KiB'}," MAIN("{'malloc': '[4000]byte', 'to': 'a'}"),
     .counts = {.failed = 1}},
    {.script = MAIN("{'set': 'k', 'to': -1}, {'malloc': 'byte', 'count': 'k', 'to': 'a'}"),
     .counts = {.failed = 1}},
    {.script = "'runtime': {'brk': '4KiB'}," MAIN(NODE("a") ", {'realloc': 'a', 'bytes': 9000,"
                                                            "'to': 'b'}, {'free': 'a'}"),
     .counts = {.failed = 1}},
};

/* "runtime" stands beside the script. */
static void build_sample(struct scenario *s, const char *text) {
    struct text members = {0};
    const char *script = strstr(text, "'types'");
    text_addf(&members, "%.*s 'script': {%s}", (int)(script - text), text, script);
    build_scenario(s, text_string(&members));
    text_free(&members);
}

static void require_counts(const struct sample *sample, const struct c_counts *is) {
    const struct c_counts *c = &sample->counts;
    if (is->uses_after_free != c->uses_after_free || is->overflows != c->overflows ||
        is->unwritten_reads != c->unwritten_reads || is->double_frees != c->double_frees ||
        is->invalid_frees != c->invalid_frees || is->failed != c->failed ||
        is->fragmented != c->fragmented)
        fail_msg("%s\n%u uses after free, %u overflows, %u unwritten, %u double, %u invalid, %u "
                 "failed, %u fragmented",
                 sample->script, (unsigned)is->uses_after_free, (unsigned)is->overflows,
                 (unsigned)is->unwritten_reads, (unsigned)is->double_frees,
                 (unsigned)is->invalid_frees, (unsigned)is->failed, (unsigned)is->fragmented);
}

static void every_mistake_is_noticed_and_nothing_else(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof SAMPLES / sizeof SAMPLES[0]; i++) {
        const struct sample *sample = &SAMPLES[i];
        static struct run r;
        struct scenario s;
        struct text failure = {0};
        build_sample(&s, sample->script);
        run_open(&r, &s);
        run_to_end(&r);
        const char *is = inspect_outcome(&r.m);
        if (strcmp(is, sample->outcome ? sample->outcome : "done") != 0)
            fail_msg("%s\nends with %s", sample->script, is);
        inspect_failure(&r.m, &failure);
        const char *message = sample->message ? sample->message : "";
        if (strncmp(text_string(&failure), message, strlen(message)) != 0)
            fail_msg("%s\nsays %s", sample->script, text_string(&failure));
        require_counts(sample, &r.m.c_arena->counts);
        text_free(&failure);
        run_close(&r);
        scenario_free(&s);
    }
}

/* ---- leaks: the line ---- */

static const struct {
    const char *script, *line; /* of the listing; NULL: nothing leaks */
    uint32_t count;            /* 0: one */
} LEAKS[] = {
    {MAIN(NODE("a") ", {'set': 'a', 'to': 'nil'}"), "a = nil", 0},
    {MAIN(NODE("a") ", {'set': 'g', 'to': 'a'}, {'set': 'a', 'to': 'nil'}"), NULL, 0},
    {MAIN(NODE("g") ", {'set': 'g', 'to': 'nil'}"), "g = nil", 0},
    {MAIN(NODE("a") ", " NODE("a")), "a = malloc(sizeof(Node))", 0},
    {CALLS("{'call': 'f'}, {'set': 'x', 'to': 1}", "'f': [" NODE("a") ", {'return': null}]"),
     "return", 0},
    {CALLS("{'call': 'f'}, {'set': 'x', 'to': 1}",
           "'f': {'returns': '*Node', 'do': [" NODE("a") ", {'return': 'a'}]}"),
     "return a", 0}, /* nobody takes the result */
    {CALLS("{'call': 'f', 'to': 'g'}, {'set': 'x', 'to': 1}",
           "'f': {'returns': '*Node', 'do': [" NODE("a") ", {'return': 'a'}]}"),
     NULL, 0},
    {MAIN(NODE("a") ", " NODE("b") ", {'set': 'a.next', 'to': 'b'}, {'set': 'b', 'to': 'nil'},"
                                   "{'set': 'x', 'to': 1}, {'free': 'a'}"),
     "free(a)", 0}, /* b goes with a */
    {MAIN("{'malloc': '[9]*Node', 'to': 'a'}, " NODE(
         "b") ", {'set': 'a[8]', 'to': 'b'}, {'set':"
              "'b', 'to': 'nil'}, {'set': 'x', 'to': 1}, {'free': 'a'}"),
     "free(a)", 0}, /* ... from behind what free overwrites */
    {MAIN(NODE("a") ", " NODE("b") ", {'set': 'a.next', 'to': 'b'}, {'set': 'b.next', 'to': 'a'},"
                                   "{'set': 'a', 'to': 'nil'}, {'set': 'b', 'to': 'nil'}"),
     "b = nil", 2}, /* a circle: a collector would not mind */
    {MAIN("{'malloc': 'Big', 'to': 'a'}, {'malloc': '[9]*Big', 'to': 'b'}, {'set': 'b[8]', 'to':"
          "'a'}, {'set': 'a', 'to': 'nil'}, {'set': 'b[8]', 'to': 'nil'}"),
     "b[8] = nil", 0},
    {CALLS("{'go': 'f'}, {'yield': true}, {'while': 'n == 0', 'do': [{'yield': true}]}, {'yield':"
           "true}, {'yield': true}, {'gc': 'run'}",
           "'f': [" NODE("a") ", {'set': 'n', 'to': 1}, {'return': null}]"),
     "return", 0}, /* a goroutine ends */
    {MAIN("{'new': 'Box', 'to': 'o', 'escape': 'heap'}, " NODE(
         "a") ", {'set': 'o.node', 'to': 'a'},"
              "{'set': 'a', 'to': 'nil'}, {'set': 'x', 'to': 1}, {'set': 'o', 'to': 'nil'}"),
     "o = nil", 0}, /* a Go object had the last pointer */
    {MAIN("{'new': 'Box', 'to': 'o', 'escape': 'heap'}, " NODE(
         "a") ", {'set': 'o.node', 'to': 'a'},"
              "{'set': 'a', 'to': 'nil'}, {'gc': 'run'}, {'free': 'o.node'}"),
     NULL, 0},
    {MAIN("{'new': 'Box', 'to': 'o', 'escape': 'stack'}, " NODE(
         "a") ", {'set': 'o.node', 'to':"
              "'a'}, {'set': 'a', 'to': 'nil'}, {'set': 'o.node', 'to': 'nil'}"),
     "o.node = nil", 0}, /* in a stack frame */
};

static void a_leak_is_told_at_the_line_that_lost_the_last_pointer(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof LEAKS / sizeof LEAKS[0]; i++) {
        static struct run r;
        struct scenario s;
        uint32_t leaks = 0;
        build_script(&s, LEAKS[i].script);
        run_open(&r, &s);
        while (machine_running(&r.m)) {
            run_next(&r);
            const struct event *e = run_event(&r, EVENT_C_LEAK);
            if (!e) continue;
            const char *line = s.program.lines[e->c - 1];
            if (!LEAKS[i].line || strcmp(line + strspn(line, " "), LEAKS[i].line) != 0)
                fail_msg("%s\nleaks at \"%s\"", LEAKS[i].script, line);
            leaks = (uint32_t)run_statistic(&r, "CLeaks");
        }
        uint32_t expected = !LEAKS[i].line ? 0 : LEAKS[i].count ? LEAKS[i].count : 1;
        if (leaks != expected) fail_msg("%s\nleaks %u times", LEAKS[i].script, leaks);
        run_close(&r);
        scenario_free(&s);
    }
}

/* With many chunks the search is put off; the lines are right all the same. */
static void with_many_chunks_each_leak_keeps_its_line(void **state) {
    (void)state;
    static struct run r;
    struct scenario s;
    uint32_t wrong = 0, leaks = 0;
    build_script(&s, CALLS("{'repeat': 600, 'do': [{'call': 'f'}]}, {'repeat': 300, 'do': ["
                           "{'set': 'h', 'to': 'g.next'}, {'free': 'g'}, {'set': 'g', 'to': 'h'}]}",
                           "'f': [" NODE("a") ", {'set': 'a.next', 'to': 'g'}, {'set': 'g', 'to':"
                                              "'a'}, " NODE("b") ", {'set': 'b', 'to': 'nil'}]"));
    run_open(&r, &s);
    r.check_every = 500;
    while (machine_running(&r.m)) {
        run_next(&r);
        for (uint32_t i = 0; i < r.event_count; i++) {
            if (r.events[i].kind != EVENT_C_LEAK) continue;
            wrong += strcmp(s.program.lines[r.events[i].c - 1], "    b = nil") != 0;
            leaks++;
        }
    }
    assert_int_equal(leaks, 600);
    assert_int_equal(wrong, 0);
    run_close(&r);
    scenario_free(&s);
}

static void what_was_never_freed_is_told_at_the_end(void **state) {
    (void)state;
    static struct run r;
    struct scenario s;
    build_script(&s, MAIN(NODE("a") ", " NODE("g") ", {'set': 'a', 'to': 'nil'}, " NODE("b")));
    run_open(&r, &s);
    run_to_end(&r);
    const struct event *e = run_event(&r, EVENT_C_LEFT);
    assert_non_null(e);
    assert_int_equal(e->a, 3);
    assert_int_equal(e->b, 48);
    assert_int_equal(e->c, 1);
    run_close(&r);
    scenario_free(&s);
}

/* ---- the collector and the C heap ---- */

/* As with cgo: a pointer kept in C memory does not keep a Go object alive. */
static void a_go_object_that_only_c_memory_knows_is_collected(void **state) {
    (void)state;
    static struct run r;
    struct scenario s;
    build_script(&s, MAIN("{'malloc': 'Box', 'to': 'box'}, {'new': 'Node', 'to': 'o', 'escape':"
                          "'heap', 'name': 'O'}, {'set': 'o.value', 'to': 42}, {'set': 'box.node',"
                          "'to': 'o'}, {'set': 'o', 'to': 'nil'}, {'gc': 'run'}, {'set': 'x', 'to':"
                          "'box.node.value'}, {'free': 'box'}"));
    run_open(&r, &s);
    run_to_end(&r);
    assert_int_equal(run_statistic(&r, "Frees"), 1);
    assert_int_equal(run_statistic(&r, "LostObjects"), 0);
    assert_int_equal(run_statistic(&r, "UsesOfFreed"), 1);
    run_close(&r);
    scenario_free(&s);
}

static void collections_leave_the_c_heap_alone(void **state) {
    (void)state;
    static struct run r;
    struct scenario s;
    build_script(
        &s, MAIN(NODE("g") ", {'set': 'g.value', 'to': 7}, {'repeat': 40, 'do': [{'new':"
                           "'Node', 'to': 'o', 'escape': 'heap'}, {'set': 'o.next', 'to': 'g'}]},"
                           "{'gc': 'run'}, {'gc': 'run'}, {'set': 'n', 'to': 'g.value'},"
                           "{'print': '{n}'}, {'free': 'g'}"));
    s.config.gogc = 0;
    s.config.minimum_heap = 0;
    run_open(&r, &s);
    run_to_end(&r);
    assert_string_equal(text_string(&r.output), "7\n");
    assert_int_equal(run_statistic(&r, "CInuse"), 0);
    run_close(&r);
    scenario_free(&s);
}

/* ---- fragmentation ---- */

static void fragmentation_says_how_much_is_free_in_how_many_pieces(void **state) {
    (void)state;
    static struct run r;
    struct scenario s;
    build_sample(&s, "'runtime': {'brk': '8KiB'}," MAIN(
                         "{'malloc': '[1500]byte', 'to': 'a'}, {'malloc': '[1500]byte', 'to': 'b'},"
                         "{'malloc': '[1500]byte', 'to': 'c'}, {'malloc': '[1500]byte', 'to': 'd'},"
                         "{'free': 'a'}, {'free': 'c'}, {'malloc': '[2000]byte', 'to': 'x'}"));
    run_open(&r, &s);
    run_to_event(&r, 1, EVENT_C_FRAGMENTED);
    const struct event *e = run_event(&r, EVENT_C_FRAGMENTED);
    uint64_t top = 8192 - 0x290 - 4 * 1520 - 32 - 8;
    assert_int_equal(e->a, 2000);
    assert_int_equal(e->b, 2 * 1512 + top);
    assert_int_equal(e->c, 1512);
    assert_int_equal(e->d, 3);
    run_to_end(&r);
    assert_int_equal(r.m.s->outcome, OUTCOME_DONE); /* it goes on */
    run_close(&r);
    scenario_free(&s);
}

/* ---- random programs ---- */

struct generator {
    uint64_t random;
    struct text text;
    bool rightly; /* free only what is there, and use only what was written */
};

static uint32_t below(struct generator *g, uint32_t n) {
    return (uint32_t)(random_next(&g->random) % n);
}

static const char *variable(struct generator *g) {
    static const char *const NAMES[] = {"a", "b", "c", "d", "g", "h"};
    return NAMES[below(g, g->rightly ? 4 : 6)];
}

static void write_take(struct generator *g, const char *v) {
    static const char *const SIZES[] = {"", "", ", 'bytes': 100", ", 'bytes': 1500",
                                        ", 'bytes': 40"};
    text_addf(&g->text, "{'%s': 'Node'%s, 'to': '%s'},", below(g, 3) ? "calloc" : "malloc",
              g->rightly ? "" : SIZES[below(g, 5)], v);
    text_addf(
        &g->text,
        "{'if': '%s != nil', 'do': [{'set': '%s.next', 'to': 'nil'}, {'set': '%s.value', 'to':"
        "%u}]},",
        v, v, v, below(g, 100));
}

static void write_wrongly(struct generator *g) {
    const char *v = variable(g), *w = variable(g);
    switch (below(g, 9)) {
    case 0: write_take(g, v); break;
    case 1: text_addf(&g->text, "{'free': '%s'},", v); break;
    case 2: text_addf(&g->text, "{'set': '%s', 'to': '%s'},", v, w); break;
    case 3:
        text_addf(&g->text, "{'if': '%s != nil', 'do': [{'set': '%s.next', 'to': '%s'}]},", v, v,
                  w);
        break;
    case 4:
        text_addf(&g->text, "{'if': '%s != nil', 'do': [{'set': '%s', 'to': '%s.next'}]},", v, w,
                  v);
        break;
    case 5:
        text_addf(&g->text, "{'if': '%s != nil', 'do': [{'set': '%s.value', 'to': %u}]},", v, v,
                  below(g, 4000));
        break;
    case 6:
        text_addf(&g->text, "{'if': '%s != nil', 'do': [{'realloc': '%s', 'bytes': %u}]},", v, v,
                  16 + below(g, 3000));
        break;
    case 7: text_addf(&g->text, "{'set': '%s', 'to': 'nil'}, {'gc': 'start'},", v); break;
    default:
        text_addf(&g->text,
                  "{'new': 'Node', 'to': 'o', 'escape': 'heap'}, {'set': 'o.next', 'to':"
                  "'%s'}, {'set': 'k', 'to': 'o'},",
                  v);
    }
}

/* Lists in four variables: put a node in front, take one off and free it, forget a whole list. */
static void write_rightly(struct generator *g) {
    const char *v = variable(g);
    switch (below(g, 5)) {
    case 0:
    case 1:
        write_take(g, "t");
        text_addf(&g->text,
                  "{'if': 't != nil', 'do': [{'set': 't.next', 'to': '%s'}, {'set': '%s', 'to': "
                  "'t'}]}, {'set': 't', 'to': 'nil'},",
                  v, v);
        break;
    case 2:
        text_addf(&g->text,
                  "{'if': '%s != nil', 'do': [{'set': 't', 'to': '%s.next'}, {'free': '%s'},"
                  "{'set': '%s', 'to': 't'}, {'set': 't', 'to': 'nil'}]},",
                  v, v, v, v);
        break;
    case 3: text_addf(&g->text, "{'set': '%s', 'to': 'nil'},", v); break;
    default:
        text_addf(&g->text,
                  "{'if': '%s != nil', 'do': [{'realloc': '%s', 'bytes': %u, 'to': 't'}, {'if': "
                  "'t != nil', 'do': [{'set': '%s', 'to': 't'}]}, {'set': 't', 'to': 'nil'}]},",
                  v, v, 16 + below(g, 300), v);
    }
}

static void build_random(struct scenario *s, uint64_t seed, bool rightly) {
    struct generator g = {.random = seed, .rightly = rightly};
    text_add(&g.text, TYPES "'functions': {'main': [");
    for (const char *v = "abcdtok"; *v; v++)
        text_addf(&g.text, "{'var': '%c', 'type': '*Node'},", *v);
    text_addf(&g.text, "{'repeat': %u, 'do': [", rightly ? 6 : 3);
    for (int i = 0; i < 40; i++) rightly ? write_rightly(&g) : write_wrongly(&g);
    text_add(&g.text, "{'yield': true}]}]}");
    build_script(s, text_string(&g.text));
    text_free(&g.text);
    s->config.seed = seed;
    s->config.c_limit = seed % 3 ? 16384 : 1 << 20;
    s->config.gogc = 0;
    s->config.minimum_heap = 0;
}

/* The list of chunks that run.h keeps is compared after every step, leaks too. */
static void right_programs_leak_and_nothing_else(void **state) {
    (void)state;
    uint64_t leaks = 0, mallocs = 0;
    for (uint64_t seed = 0; seed < 12; seed++) {
        static struct run r;
        struct scenario s;
        build_random(&s, seed, true);
        run_open(&r, &s);
        run_to_end(&r);
        const struct c_counts *c = &r.m.c_arena->counts;
        assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
        assert_int_equal(c->uses_after_free + c->overflows + c->double_frees + c->invalid_frees, 0);
        leaks += c->leaks;
        mallocs += c->mallocs;
        run_close(&r);
        scenario_free(&s);
    }
    assert_true(leaks > 50 && mallocs > 500);
}

/* Whatever the program does, the machine survives; the sanitizers look on. */
static void wrong_programs_end_at_worst(void **state) {
    (void)state;
    uint32_t done = 0, doubles = 0, corrupt = 0, uses = 0;
    for (uint64_t seed = 0; seed < 300; seed++) {
        struct scenario s;
        struct machine m;
        build_random(&s, seed, false);
        assert_true(machine_open(&m, &s.program, &s.config));
        while (machine_running(&m)) {
            struct choice next[64];
            assert_true(sched_choices(&m, next, 64) > 0);
            machine_step(&m, sched_pick(&m));
            const char *wrong = m.s->clock.step % 7 ? NULL : check_c_heap(&m);
            if (wrong) fail_msg("seed %u: %s", (unsigned)seed, wrong);
        }
        done += m.s->outcome == OUTCOME_DONE;
        doubles += m.s->fault == FAULT_DOUBLE_FREE;
        corrupt += m.s->fault == FAULT_HEAP_CORRUPT;
        uses += m.c_arena->counts.uses_after_free > 0;
        machine_close(&m);
        scenario_free(&s);
    }
    assert_true(done > 50 && doubles > 20 && corrupt > 2 && uses > 50);
}

/* ---- from outside ---- */

static void an_abort_ends_with_status_4_and_glibcs_words(void **state) {
    (void)state;
    static const char SCENARIO[] =
        "{\"format\": 1, \"title\": \"t\", \"script\": {\"functions\": {\"main\": ["
        "{\"malloc\": \"int\", \"to\": \"p\"}, {\"free\": \"p\"}, {\"free\": \"p\"}]}}}";
    const char *path = scratch_path("double.json");
    write_file(path, SCENARIO);
    struct shell_result r = shell("tricolor-sim run %s", path);
    assert_int_equal(r.status, 4);
    assert_string_equal(r.err, "free(): double free detected in tcache 2\nSIGABRT: abort\n\n"
                               "goroutine 1 [running]:\nmain.main(...)\n\tline 5\n");
    shell_free(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_is_noticed_and_nothing_else),
        cmocka_unit_test(a_leak_is_told_at_the_line_that_lost_the_last_pointer),
        cmocka_unit_test(with_many_chunks_each_leak_keeps_its_line),
        cmocka_unit_test(what_was_never_freed_is_told_at_the_end),
        cmocka_unit_test(a_go_object_that_only_c_memory_knows_is_collected),
        cmocka_unit_test(collections_leave_the_c_heap_alone),
        cmocka_unit_test(fragmentation_says_how_much_is_free_in_how_many_pieces),
        cmocka_unit_test(right_programs_leak_and_nothing_else),
        cmocka_unit_test(wrong_programs_end_at_worst),
        cmocka_unit_test(an_abort_ends_with_status_4_and_glibcs_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
