/* Segmented stacks: when segments are linked, that results come back and addresses stay, hot
 * splits, walks and scans across segments, and links that somebody overwrote. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine/cost.h"
#include "machine/memory.h"
#include "machine/stack/segment.h"
#include "support/build.h"
#include "support/run.h"

#define NODE "'types': {'Node': {'next': '*Node', 'value': 'int'}},"
/* Adds up 1 to n, with 240 bytes of local variables a call. */
#define SUM                                                                                        \
    "'sum': {'takes': {'n': 'int'}, 'returns': 'int', 'do': ["                                     \
    "{'new': '[30]int', 'to': 'a', 'escape': 'stack'}, {'if': 'n == 0', 'do': [{'return': 0}]},"   \
    "{'call': 'sum', 'with': ['n - 1'], 'to': 'r'}, {'return': 'r + n'}]}"

static void open_segmented(struct run *r, struct scenario *s, const char *script) {
    build_script(s, script);
    s->config.stacks = STACKS_SEGMENTED;
    s->config.pages_max = 512;
    run_open(r, s);
}

static void close_segmented(struct run *r, struct scenario *s) {
    run_close(r);
    scenario_free(s);
}

static uint32_t pieces_of(const struct run *r, uint32_t goroutine) {
    struct piece p;
    uint32_t count = 0;
    for (bool more = piece_innermost(&r->m, goroutine_of(&r->m, goroutine), &p); more;
         more = piece_outer(&r->m, &p))
        count++;
    return count;
}

/* ---- linking and releasing ---- */

static void a_goroutine_begins_with_8192_bytes(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_segmented(&r, &s,
                   "'functions': {'main': [{'go': 'f'}, {'yield': true}], 'f': [{'yield': true}]}");
    run_to_event(&r, 1, EVENT_YIELD);
    for (uint32_t n = 1; n <= 2; n++) {
        const struct goroutine *g = goroutine_of(&r.m, n);
        assert_int_equal(g->stack_high - g->stack_low, 8192);
        assert_int_equal(pieces_of(&r, n), 1);
    }
    assert_int_equal(goroutine_of(&r.m, 1)->frame, goroutine_of(&r.m, 1)->stack_high - 96 - 16);
    close_segmented(&r, &s);
}

/* stack.h of Go 1.2: the same test with a guard of 256 bytes. */
static void a_segment_is_linked_when_the_prologues_test_says_so(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_segmented(
        &r, &s,
        "'functions': {'main': [{'call': 'sum', 'with': [200], 'to': 'x'}, {'print': '{x}'}], " SUM
        "}");
    const struct function *f = &s.program.functions[program_find_function(&s.program, "sum")];
    int64_t size = ((int64_t)f->frame_words + 1) * 8;
    r.check_every = 11;
    uint32_t links = 0;
    while (machine_running(&r.m)) {
        const struct goroutine before = *goroutine_of(&r.m, 1);
        run_next(&r);
        if (!run_event(&r, EVENT_CALL)) continue;
        int64_t room = (int64_t)(before.sp - 16 - before.stack_low) - (size - 128);
        assert_int_equal(run_event(&r, EVENT_SEGMENT_LINK) != NULL, room <= 256);
        links += run_event(&r, EVENT_SEGMENT_LINK) != NULL;
        assert_int_equal(pieces_of(&r, 1), links + 1);
    }
    assert_string_equal(text_string(&r.output), "20100\n");
    assert_true(links >= 5);
    assert_int_equal(run_statistic(&r, "SegmentLinks"), links);
    assert_int_equal(run_statistic(&r, "SegmentReleases"), links);
    assert_int_equal(run_statistic(&r, "StackCopies"), 0);
    assert_int_equal(pieces_of(&r, 1), 0);
    close_segmented(&r, &s);
}

/* max(stack frame + arguments + 1024, 8192), rounded up to a power of two. */
static void a_large_frame_gets_a_large_segment(void **state) {
    (void)state;
    static const struct {
        int words;
        uint64_t size;
    } ROWS[] = {{800, 0},     {880, 8192},   {890, 8192},  {893, 8192},
                {894, 16384}, {1900, 16384}, {3000, 32768}};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct scenario s;
        struct run r;
        char script[400];
        snprintf(script, sizeof script,
                 "'functions': {'main': [{'new': '[110]int', 'to': 'b', 'escape': 'stack'}, "
                 "{'call': 'f'}, {'yield': true}],"
                 "'f': [{'new': '[%d]int', 'to': 'a', 'escape': 'stack'}]}",
                 ROWS[i].words);
        open_segmented(&r, &s, script);
        run_to_event(&r, 1, EVENT_CALL);
        const struct event *link = run_event(&r, EVENT_SEGMENT_LINK);
        assert_int_equal(link ? link->b : 0, ROWS[i].size);
        run_to_event(&r, 1, EVENT_YIELD);
        assert_int_equal(run_statistic(&r, "SegmentReleases"), ROWS[i].size != 0);
        close_segmented(&r, &s);
    }
}

static void linking_and_releasing_are_charged(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_segmented(&r, &s,
                   "'functions': {'main': [{'new': '[960]int', 'to': 'b', 'escape': 'stack'},"
                   "{'call': 'sum', 'with': [0], 'to': 'x'}], " SUM "}");
    run_to_end(&r);
    const uint64_t *units = r.m.s->clock.units;
    assert_int_equal(run_statistic(&r, "SegmentLinks"), 1);
    assert_int_equal(units[COST_SEGMENT_LINK], 2);
    assert_int_equal(units[COST_STACK_COPY], 2); /* a parameter there, a result back */
    assert_int_equal(units[COST_STACK_MORE], 0);
    close_segmented(&r, &s);
}

/* ---- nothing moves ---- */

static void addresses_of_locals_stay(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_segmented(
        &r, &s,
        NODE
        "'functions': {'main': [{'new': 'Node', 'to': 'a', 'escape': 'stack'}, {'set': 'a.value', "
        "'to': 5},"
        "{'set': 'a.next', 'to': 'a'}, {'call': 'down', 'with': ['a', 300]},"
        "{'print': '{a.value} {a.next.next.value}'}],"
        "'down': {'takes': {'p': '*Node', 'n': 'int'}, 'do': [{'if': 'n > 0', 'do': ["
        "{'set': 'p.next.value', 'to': 'p.value + 1'}, {'call': 'down', 'with': ['p', 'n - 1']},"
        "{'set': 'p.value', 'to': 'p.next.value + 1000'}]}]}}");
    run_to_event(&r, 1, EVENT_ALLOCATE_STACK);
    uint64_t address = run_event(&r, EVENT_ALLOCATE_STACK)->a,
             slot = run_event(&r, EVENT_ALLOCATE_STACK)->c;
    r.check_every = 7;
    while (pieces_of(&r, 1) < 3) {
        run_next(&r);
        assert_int_equal(word_read(&r.m, slot), address);
    }
    struct text name = {0};
    inspect_place(&r.m, address + 8, &name); /* a place in an outer segment has its name */
    assert_non_null(strstr(text_string(&name), ".value"));
    text_free(&name);
    run_require_output(&r, "300305 300305\n");
    close_segmented(&r, &s);
}

/* ---- hot splits ---- */

static void a_call_in_a_loop_at_the_end_of_a_segment_is_a_hot_split(void **state) {
    (void)state;
    static const char SCRIPT[] =
        "'globals': {'x': 'int'}, 'functions': {'main': [{'new': '[%d]int', 'to': 'b', 'escape': "
        "'stack'},"
        "{'repeat': 10, 'do': [{'call': 'f'}]}, {'call': 'f'}], 'f': [{'new': '[40]int', 'to': "
        "'a', 'escape': 'stack'}, {'set': 'x', 'to': 'x + 1'}]}";
    for (int hot = 0; hot <= 1; hot++) {
        struct scenario s;
        struct run r;
        char script[400];
        snprintf(script, sizeof script, SCRIPT, hot ? 960 : 500);
        open_segmented(&r, &s, script);
        run_to_end(&r);
        assert_int_equal(run_statistic(&r, "SegmentLinks"), hot ? 11 : 0);
        assert_int_equal(run_statistic(&r, "SegmentReleases"), hot ? 11 : 0);
        /* not the first, and not the call behind the loop */
        assert_int_equal(run_statistic(&r, "HotSplits"), hot ? 9 : 0);
        close_segmented(&r, &s);
    }
}

/* ---- the collector and others that walk ---- */

static void the_collector_finds_pointers_in_every_segment(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 6; seed++) {
        struct scenario s;
        struct run r;
        open_segmented(
            &r, &s,
            NODE
            "'functions': {'main': [{'call': 'deep', 'with': [90], 'to': 'r'}, {'print': '{r}'}],"
            "'deep': {'takes': {'n': 'int'}, 'returns': 'int', 'do': [{'new': '[16]int', 'to': "
            "'a', 'escape': 'stack'},"
            "{'new': 'Node', 'to': 'h', 'escape': 'heap'}, {'set': 'h.value', 'to': 'n'},"
            "{'if': 'n == 0', 'do': [{'gc': 'run'}, {'return': 0}]},"
            "{'if': 'n == 40', 'do': [{'gc': 'start'}]},"
            "{'call': 'deep', 'with': ['n - 1'], 'to': 'r'}, {'return': 'r + h.value'}]}}");
        s.config.seed = seed;
        r.check_every = 3;
        run_require_output(&r, "4095\n");
        assert_true(run_statistic(&r, "SegmentLinks") >= 2);
        assert_true(r.terminations >= 2);
        assert_int_equal(run_statistic(&r, "UsesOfFreed"), 0);
        close_segmented(&r, &s);
    }
}

static void escaping_stack_addresses_are_noticed_across_segments(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_segmented(&r, &s,
                   NODE "'functions': {'main': [{'new': 'Node', 'to': 'a', 'escape': 'stack'}, "
                        "{'new': '[960]int', 'to': 'b', 'escape': 'stack'},"
                        "{'call': 'f', 'with': ['a']}], 'f': {'takes': {'p': '*Node'}, 'do': ["
                        "{'new': '[30]int', 'to': 'c', 'escape': 'stack'}, {'new': 'Node', 'to': "
                        "'d', 'escape': 'stack'},"
                        "{'set': 'd.next', 'to': 'p'}, {'set': 'd.next.next', 'to': 'd.next'}, "
                        "{'set': 'p.next', 'to': 'd'}]}}");
    run_to_event(&r, 1, EVENT_SEGMENT_LINK);
    run_to_end(&r);
    assert_int_equal(r.m.s->fault, FAULT_STACK_ESCAPE);
    assert_int_equal(r.m.s->fault_line, 14); /* inwards is fine, outwards is not */
    close_segmented(&r, &s);
}

static void the_failure_lists_the_frames_of_all_segments(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    struct text words = {0};
    open_segmented(&r, &s,
                   NODE "'functions': {'main': [{'call': 'f'}], 'f': [{'new': '[1000]int', 'to': "
                        "'c', 'escape': 'stack'}, {'call': 'g'}],"
                        "'g': [{'new': '[2000]int', 'to': 'c', 'escape': 'stack'}, {'var': 'p', "
                        "'type': '*Node'}, {'set': 'x', 'to': 'p.value'}]}");
    run_to_end(&r);
    assert_int_equal(pieces_of(&r, 1), 3);
    inspect_failure(&r.m, &words);
    assert_non_null(strstr(text_string(&words), "main.g("));
    assert_non_null(strstr(text_string(&words), "main.f("));
    assert_non_null(strstr(text_string(&words), "main.main("));
    text_free(&words);
    close_segmented(&r, &s);
}

/* ---- too much ---- */

static void all_segments_together_have_a_limit(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    struct text words = {0};
    build_script(&s, "'functions': {'main': [{'call': 'f'}], 'f': [{'new': '[9]int', 'to': 'c', "
                     "'escape': 'stack'}, {'call': 'f'}]}");
    s.config.stacks = STACKS_SEGMENTED;
    s.config.stack_limit = 65536;
    run_open(&r, &s);
    r.check_every = 100;
    run_to_end(&r);
    assert_int_equal(r.m.s->fault, FAULT_STACK_OVERFLOW);
    assert_int_equal(pieces_of(&r, 1), 8);
    inspect_failure(&r.m, &words);
    assert_non_null(strstr(text_string(&words), "goroutine stack exceeds 65536-byte limit\n"));
    assert_non_null(strstr(text_string(&words), "...additional frames elided...\n"));
    text_free(&words);
    close_segmented(&r, &s);
}

static void no_memory_for_a_segment_is_an_outcome(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, "'globals': {'g': '*[54000]int'}, 'functions': {'main': [{'new': "
                     "'[54000]int', 'to': 'g', 'escape': 'heap'}, {'call': 'f'}], 'f': [{'new': "
                     "'[9]int', 'to': 'c', 'escape': 'stack'}, {'call': 'f'}]}");
    s.config.stacks = STACKS_SEGMENTED;
    s.config.pages_max = 64;
    run_open(&r, &s);
    r.check_every = 100;
    run_to_end(&r);
    assert_int_equal(r.m.s->fault, FAULT_OUT_OF_MEMORY);
    close_segmented(&r, &s);
}

/* A goroutine asks for 8192 bytes at least, and is told that it did not get them. */
static void no_memory_for_a_goroutine_names_what_was_asked_for(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, "'functions': {'main': [{'repeat': 40, 'do': [{'go': 'f'}]}], 'f': [{'sleep': "
                     "'1h'}]}");
    s.config.stacks = STACKS_SEGMENTED;
    s.config.pages_max = 16;
    run_open(&r, &s);
    run_to_end(&r);
    assert_int_equal(r.m.s->fault, FAULT_OUT_OF_MEMORY);
    assert_int_equal(r.m.s->fault_address, 8192);
    close_segmented(&r, &s);
}

/* ---- hostile ---- */

/* Whatever stands where a segment's first frame has its links: the walk ends, the return fails. */
static void overwritten_links_are_an_outcome(void **state) {
    (void)state;
    static const uint64_t WORDS[] = {0, 1, CODE_BASE, CODE_GOEXIT + 8, UINT64_MAX, ARENA_BASE};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        for (int where = 0; where <= 1; where++) {
            struct scenario s;
            struct run r;
            open_segmented(&r, &s,
                           "'functions': {'main': [{'call': 'f'}], 'f': [{'new': '[1000]int', "
                           "'to': 'c', 'escape': 'stack'}, {'yield': true}]}");
            run_to_event(&r, 1, EVENT_SEGMENT_LINK);
            const struct goroutine *g = goroutine_of(&r.m, 1);
            struct frame f;
            word_write(&r.m, g->frame + (where ? WORD : 0), WORDS[i]);
            r.check_every = UINT64_MAX;
            assert_true(frame_innermost(&r.m, g, &f));
            assert_int_equal(frame_caller(&r.m, &f), where == 0); /* the saved one is not needed */
            run_to_end(&r);
            assert_int_equal(r.m.s->outcome, where ? OUTCOME_FAULT : OUTCOME_DONE);
            if (where) assert_int_equal(r.m.s->fault, FAULT_STACK_CORRUPT);
            close_segmented(&r, &s);
        }
}

/* `lessstack` where no segment begins leads nowhere. */
static void lessstack_in_another_frame_is_corrupt(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_segmented(
        &r, &s,
        "'functions': {'main': [{'call': 'f'}], 'f': [{'call': 'g'}], 'g': [{'yield': true}]}");
    run_to_event(&r, 1, EVENT_YIELD);
    const struct goroutine *g = goroutine_of(&r.m, 1);
    word_write(&r.m, g->frame + WORD, CODE_LESSSTACK);
    r.check_every = UINT64_MAX;
    run_to_end(&r);
    assert_int_equal(r.m.s->fault, FAULT_STACK_CORRUPT);
    close_segmented(&r, &s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_goroutine_begins_with_8192_bytes),
        cmocka_unit_test(a_segment_is_linked_when_the_prologues_test_says_so),
        cmocka_unit_test(a_large_frame_gets_a_large_segment),
        cmocka_unit_test(linking_and_releasing_are_charged),
        cmocka_unit_test(addresses_of_locals_stay),
        cmocka_unit_test(a_call_in_a_loop_at_the_end_of_a_segment_is_a_hot_split),
        cmocka_unit_test(the_collector_finds_pointers_in_every_segment),
        cmocka_unit_test(escaping_stack_addresses_are_noticed_across_segments),
        cmocka_unit_test(the_failure_lists_the_frames_of_all_segments),
        cmocka_unit_test(all_segments_together_have_a_limit),
        cmocka_unit_test(no_memory_for_a_segment_is_an_outcome),
        cmocka_unit_test(no_memory_for_a_goroutine_names_what_was_asked_for),
        cmocka_unit_test(overwritten_links_are_an_outcome),
        cmocka_unit_test(lessstack_in_another_frame_is_corrupt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
