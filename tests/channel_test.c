/* Channels: what is allocated, who waits where, and that values and their pointers arrive. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "machine/memory.h"
#include "machine/values/channel.h"
#include "support/build.h"
#include "support/run.h"

static struct scenario s;
static struct run r;

static const char *const TYPES =
    "'types': {'Node': {'next': '*Node', 'value': 'int'}, 'Empty': {}, 'Wide': {'a': 'int', 'p': "
    "'*Node', 'b': 'int16'}}, 'globals': {'g': 'chan int', 'h': 'chan int', 'n': 'int', 'm': "
    "'int'},";

static void open_script(const char *functions) {
    char script[8192];
    snprintf(script, sizeof script, "%s'functions': {%s}", TYPES, functions);
    build_script(&s, script);
    run_open(&r, &s);
}

static void close_run(void) {
    run_close(&r);
    scenario_free(&s);
}

static void require_output(const char *functions, const char *output) {
    open_script(functions);
    run_require_output(&r, output);
    close_run();
}

static void require_failure(const char *functions, enum fault fault, const char *words) {
    open_script(functions);
    run_require_failure(&r, fault, words);
    close_run();
}

/* ---- make ---- */

static void make_allocates_what_go_measured(void **state) {
    (void)state;
    static const struct {
        const char *type, *cap;
        uint64_t objects, bytes;
    } rows[] = {
        {"chan int", "0", 1, 96},   {"chan Empty", "5", 1, 96},       {"chan int", "1", 1, 112},
        {"chan int", "10", 1, 176}, {"chan *Node", "10", 2, 96 + 80}, {"chan *Node", "0", 1, 96},
        {"chan byte", "3", 1, 112}, {"chan Wide", "2", 2, 96 + 48},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char main_text[256];
        snprintf(main_text, sizeof main_text, "'main': [{'make': '%s', 'cap': %s, 'to': 'c'}]",
                 rows[i].type, rows[i].cap);
        open_script(main_text);
        run_to_end(&r);
        assert_int_equal(run_statistic(&r, "Mallocs"), rows[i].objects);
        assert_int_equal(run_statistic(&r, "TotalAlloc"), rows[i].bytes);
        close_run();
    }
}

static void a_header_has_the_words_of_go(void **state) {
    (void)state;
    open_script(
        "'main': [{'make': 'chan int16', 'cap': 3, 'to': 'c', 'name': 'c'}, {'send': 7, "
        "'on': 'c'}, {'send': -1, 'on': 'c'}, {'receive': 'c', 'to': 'x'}, {'yield': true}]");
    run_to_line(&r, 1, "runtime.Gosched()");
    uint64_t c = run_object(&r, "c");
    static const char *const NAMES[] = {
        "c.qcount",     "c.dataqsiz", "c.buf",         "c.elemsize",   "c.elemtype",
        "c.sendx",      "c.recvx",    "c.recvq.first", "c.recvq.last", "c.sendq.first",
        "c.sendq.last", "c.lock",     "c.buf[0]"};
    uint64_t words[] = {1, 3, c + 96, 2, 0, 2, 1, 0, 0, 0, 0, 0, 0xffff0000};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        struct text name = {0};
        inspect_place(&r.m, c + i * WORD, &name);
        assert_string_equal(text_string(&name), NAMES[i]);
        if (i != 4) assert_int_equal(word_read(&r.m, c + i * WORD), words[i]);
        text_free(&name);
    }
    close_run();
}

static void an_impossible_capacity_is_a_panic(void **state) {
    (void)state;
    static const char *const words = "panic: makechan: size out of range\n";
    require_failure("'main': [{'make': 'chan int', 'cap': -1, 'to': 'c'}]", FAULT_MAKE_CHANNEL,
                    words);
    require_failure("'main': [{'make': 'chan int', 'cap': '1000000000000000', 'to': 'c'}]",
                    FAULT_MAKE_CHANNEL, words);
    require_failure("'main': [{'make': 'chan *Node', 'cap': '100000000', 'to': 'c'}]",
                    FAULT_OUT_OF_MEMORY, "runtime: out of memory: cannot allocate");
}

/* ---- values ---- */

static void values_come_out_in_the_order_they_went_in(void **state) {
    (void)state;
    require_output("'main': [{'make': 'chan int', 'cap': 2, 'to': 'c'}, {'go': 'f', 'with': ['c']},"
                   "{'range': 'c', 'value': 'x', 'do': [{'print': '{x}'}]}],"
                   "'f': {'takes': {'c': 'chan int'}, 'do': [{'set': 'i', 'to': 0}, {'while': 'i < "
                   "7', 'do': [{'send': 'i', 'on': 'c'}, {'set': 'i', 'to': 'i + 1'}]}, {'close': "
                   "'c'}]}",
                   "0\n1\n2\n3\n4\n5\n6\n");
}

static void small_and_wide_values_arrive_whole(void **state) {
    (void)state;
    require_output(
        "'main': [{'make': 'chan int8', 'to': 'c'}, {'make': 'chan Wide', 'cap': 1, 'to': 'd'},"
        "{'go': 'f', 'with': ['c', 'd']}, {'set': 'x', 'to': 0}, {'var': 'y', 'type': 'int8'},"
        "{'receive': 'c', 'to': 'y'}, {'receive': 'd', 'to': 'w', 'ok': 'ok'},"
        "{'set': 'v', 'to': 'w.p.value'}, {'set': 'b', 'to': 'w.b'}, {'print': '{y} {v} {b} {ok}'},"
        "{'receive': 'd', 'to': 'w', 'ok': 'ok'}, {'set': 'b', 'to': 'w.b'},"
        "{'print': '{b} {ok} {x}'}],"
        "'f': {'takes': {'c': 'chan int8', 'd': 'chan Wide'}, 'do': [{'var': 'w', 'type': 'Wide'},"
        "{'new': 'Node', 'to': 'p', 'escape': 'heap'}, {'set': 'p.value', 'to': 9}, {'set': 'w.p', "
        "'to': 'p'}, {'set': 'w.b', 'to': -5}, {'send': -3, 'on': 'c'}, {'send': 'w', 'on': 'd'},"
        "{'close': 'd'}]}",
        "-3 9 -5 true\n0 false 0\n");
}

static void a_receiver_that_waits_gets_the_value_on_its_stack(void **state) {
    (void)state;
    open_script("'main': [{'make': 'chan int', 'to': 'c'}, {'go': 'f', 'with': ['c']}, {'receive': "
                "'c', 'to': 'x'}], 'f': {'takes': {'c': 'chan int'}, 'do': [{'send': 5, 'on': "
                "'c'}]}");
    run_to_event(&r, 1, EVENT_RECEIVE_WAIT);
    const struct event *wait = run_event(&r, EVENT_RECEIVE_WAIT);
    uint64_t element = word_read(&r.m, wait->b + SUDOG_ELEMENT);
    assert_int_equal(goroutine_of(&r.m, 1)->status, GOROUTINE_WAITING);
    assert_false(run_can(&r, 1));
    run_to_event(&r, 2, EVENT_SEND_DIRECT);
    assert_int_equal(word_read(&r.m, element), 5);
    assert_true(run_can(&r, 1));
    run_to_end(&r);
    close_run();
}

static void a_full_ring_is_refilled_by_the_first_that_waits(void **state) {
    (void)state;
    open_script(
        "'main': [{'make': 'chan int', 'cap': 1, 'to': 'c', 'name': 'c'}, {'send': 1, 'on': 'c'},"
        "{'go': 'f', 'with': ['c', 2]}, {'go': 'f', 'with': ['c', 3]}, {'yield': true},"
        "{'receive': 'c', 'to': 'x'}, {'receive': 'c', 'to': 'y'}, {'receive': 'c', 'to': "
        "'z'}, {'print': '{x} {y} {z}'}], 'f': {'takes': {'c': 'chan int', 'v': 'int'}, "
        "'do': [{'send': 'v', 'on': 'c'}]}");
    run_to_line(&r, 1, "runtime.Gosched()");
    run_to_event(&r, 2, EVENT_SEND_WAIT);
    run_to_event(&r, 3, EVENT_SEND_WAIT);
    run_to_event(&r, 1, EVENT_REFILL);
    assert_int_equal(channel_word(&r.m, run_object(&r, "c"), CHANNEL_COUNT), 1);
    run_to_end(&r);
    assert_string_equal(text_string(&r.output), "1 2 3\n");
    close_run();
}

static void sudogs_are_used_again(void **state) {
    (void)state;
    open_script(
        "'main': [{'make': 'chan int', 'to': 'c'}, {'go': 'f', 'with': ['c']}, {'repeat': 50,"
        "'do': [{'receive': 'c', 'to': 'x'}]}], 'f': {'takes': {'c': 'chan int'}, 'do': "
        "[{'repeat': 50, 'do': [{'send': 1, 'on': 'c'}]}]}");
    run_to_end(&r);
    assert_in_range(run_statistic(&r, "Mallocs"), 2, 5);
    close_run();
}

/* ---- close, nil and deadlock ---- */

static void closing_wakes_everybody(void **state) {
    (void)state;
    open_script(
        "'main': [{'make': 'chan *Node', 'to': 'c'}, {'go': 'f', 'with': ['c']}, {'go': 'f', "
        "'with': ['c']}, {'yield': true}, {'close': 'c'}, {'receive': 'c', 'to': 'p', "
        "'ok': 'ok'}, {'print': '{p} {ok}'}, {'yield': true}], 'f': {'takes': {'c': 'chan "
        "*Node'}, 'do': [{'receive': 'c', 'to': 'p', 'ok': 'ok'}, {'print': '{p} {ok}'}]}");
    run_to_line(&r, 1, "runtime.Gosched()");
    run_to_event(&r, 2, EVENT_RECEIVE_WAIT);
    run_to_event(&r, 3, EVENT_RECEIVE_WAIT);
    run_to_event(&r, 1, EVENT_CLOSE);
    assert_int_equal(run_event(&r, EVENT_CLOSE)->b, 2);
    while (run_can(&r, 2)) run_step(&r, 2);
    while (run_can(&r, 3)) run_step(&r, 3);
    run_to_end(&r);
    assert_string_equal(text_string(&r.output), "0x0 false\n0x0 false\n0x0 false\n");
    close_run();
}

static void misuse_is_a_panic_in_the_words_of_go(void **state) {
    (void)state;
    require_failure("'main': [{'make': 'chan int', 'to': 'c'}, {'close': 'c'}, {'send': 1, 'on': "
                    "'c'}]",
                    FAULT_SEND_CLOSED,
                    "panic: send on closed channel\n\ngoroutine 1 [running]:\nmain.main(...)\n");
    require_failure("'main': [{'make': 'chan int', 'to': 'c'}, {'close': 'c'}, {'close': 'c'}]",
                    FAULT_CLOSE_CLOSED, "panic: close of closed channel\n");
    require_failure("'main': [{'var': 'c', 'type': 'chan int'}, {'close': 'c'}]", FAULT_CLOSE_NIL,
                    "panic: close of nil channel\n");
    require_failure(
        "'main': [{'make': 'chan int', 'to': 'g'}, {'go': 'f'}, {'send': 1, 'on': 'g'}],"
        "'f': [{'yield': true}, {'close': 'g'}, {'yield': true}, {'yield': true}]",
        FAULT_SEND_CLOSED, "panic: send on closed channel\n");
}

static void a_deadlock_says_what_everybody_waits_for(void **state) {
    (void)state;
    require_failure(
        "'main': [{'make': 'chan int', 'to': 'g'}, {'go': 'f'}, {'go': 'k'}, {'go': 'q'}, {'go': "
        "'w'}, {'go': 'e'}, {'receive': 'g', 'to': 'x'}],"
        "'f': [{'send': 1, 'on': 'h'}], 'k': [{'receive': 'h'}], 'q': [{'select': []}],"
        "'w': [{'select': [{'send': 1, 'on': 'h', 'do': []}]}],"
        "'e': [{'make': 'chan int', 'to': 'c'}, {'send': 1, 'on': 'c'}]",
        FAULT_NONE,
        "fatal error: all goroutines are asleep - deadlock!\n\n"
        "goroutine 1 [chan receive]:\nmain.main(...)\n\tline 16\n\n"
        "goroutine 2 [chan send (nil chan)]:\nmain.f(...)\n\tline 20\n\n"
        "goroutine 3 [chan receive (nil chan)]:\nmain.k(...)\n\tline 24\n\n"
        "goroutine 4 [select (no cases)]:\nmain.q(...)\n\tline 28\n\n"
        "goroutine 5 [select]:\nmain.w(...)\n\tline 33\n\n"
        "goroutine 6 [chan send]:\nmain.e(...)\n");
}

/* ---- select ---- */

static const char *const RACE =
    "'main': [{'make': 'chan int', 'cap': 1, 'to': 'g'}, {'make': 'chan int', 'cap': 1, 'to': 'h'},"
    "{'send': 1, 'on': 'g'}, {'send': 2, 'on': 'h'}, {'select': ["
    "{'receive': 'g', 'to': 'n', 'do': [{'print': 'g {n}'}]},"
    "{'receive': 'h', 'to': 'n', 'do': [{'print': 'h {n}'}]}]}]";

static void every_case_that_is_ready_is_drawn_by_some_seed(void **state) {
    (void)state;
    uint32_t first = 0;
    for (uint32_t seed = 0; seed < 64; seed++) {
        open_script(RACE);
        r.m.s->random = seed;
        run_to_end(&r);
        first += strcmp(text_string(&r.output), "g 1\n") == 0;
        if (strcmp(text_string(&r.output), "g 1\n") != 0)
            assert_string_equal(text_string(&r.output), "h 2\n");
        close_run();
    }
    assert_in_range(first, 20, 44);
}

static void a_select_that_waits_is_woken_by_one_case_only(void **state) {
    (void)state;
    open_script(
        "'main': [{'make': 'chan int', 'to': 'g'}, {'make': 'chan int', 'to': 'h'}, {'go': "
        "'f', 'with': ['g']}, {'go': 'f', 'with': ['h']}, {'select': [{'receive': 'g', 'to': "
        "'n', 'do': []}, {'receive': 'h', 'to': 'n', 'do': []}]}, {'receive': 'h', 'to': 'm'},"
        "{'print': '{n} {m}'}], 'f': {'takes': {'c': 'chan int'}, 'do': [{'send': 3, 'on': "
        "'c'}]}");
    run_to_event(&r, 1, EVENT_SELECT_WAIT);
    run_to_event(&r, 2, EVENT_SEND_DIRECT);
    run_to_event(&r, 3, EVENT_SEND_WAIT); /* main has been woken, though its sudog is still there */
    run_to_end(&r);
    assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
    assert_string_equal(text_string(&r.output), "3 3\n");
    close_run();
}

static void the_default_is_taken_when_nothing_can_go_on(void **state) {
    (void)state;
    require_output(
        "'main': [{'make': 'chan int', 'cap': 1, 'to': 'c'}, {'repeat': 3, 'do': ["
        "{'select': [{'default': [{'print': 'full {len(c)}'}]}, {'send': 1, 'on': 'c', "
        "'do': [{'print': 'sent {len(c)} of {cap(c)}'}]}, {'receive': 'g', 'do': []}]}]}]",
        "sent 1 of 1\nfull 1\nfull 1\n");
}

/* ---- the collector and stacks ---- */

static const char *const PASS_ON =
    "'main': [{'make': 'chan *Node', 'to': 'c', 'name': 'c'}, {'go': 'f', 'with': ['c']}, {'go': "
    "'k', 'with': ['c']}, {'gc': 'start'}, {'receive': 'c', 'to': 'p'}, {'gc': 'finish'}, {'set': "
    "'v', 'to': 'p.value'}, "
    "{'print': '{v}'}], 'f': {'takes': {'c': 'chan *Node'}, 'do': [{'new': 'Node', 'to': 'a', "
    "'escape': 'heap', 'name': 'A'}, {'set': 'a.value', 'to': 6}, {'send': 'a', 'on': 'c'}, "
    "{'set': "
    "'a', 'to': 'nil'}, {'yield': true}]}, 'k': {'takes': {'c': 'chan *Node'}, 'do': [{'select': ["
    "{'receive': 'c', 'do': [{'print': 'taken'}]}, {'default': []}]}]}";

static void a_pointer_sent_to_a_black_stack_is_shaded(void **state) {
    (void)state;
    open_script(PASS_ON);
    run_to_line(&r, 1, "go runtime.GC()");
    run_to_line(&r, 2, "c <- a");
    run_to_line(&r, 1, "p := <-c");
    run_to_stage(&r, STAGE_MARK);
    run_to_event(&r, 1, EVENT_RECEIVE_WAIT);
    while (!goroutine_of(&r.m, 1)->scanned) run_step(&r, ACTOR_COLLECTOR);
    assert_int_equal(run_colour(&r, "A"), COLOUR_WHITE);
    run_step(&r, 2);
    assert_non_null(run_event(&r, EVENT_BULK_SHADE));
    assert_int_equal(run_colour(&r, "A"), COLOUR_GREY);
    assert_int_equal(channel_word(&r.m, run_object(&r, "c"), CHANNEL_LOCK), 1);
    run_step(&r, 2);
    assert_non_null(run_event(&r, EVENT_SEND_DIRECT));
    assert_int_equal(channel_word(&r.m, run_object(&r, "c"), CHANNEL_LOCK), 0);
    run_to_end(&r);
    assert_string_equal(text_string(&r.output), "6\n");
    assert_int_equal(run_statistic(&r, "LostObjects"), 0);
    close_run();
}

/* chan.go:dequeue, selectDone: once a sender has a goroutine in its hands, no other case counts. */
static void a_goroutine_that_is_being_served_is_left_alone(void **state) {
    (void)state;
    open_script(
        "'main': [{'make': 'chan *Node', 'to': 'c'}, {'make': 'chan *Node', 'to': 'd'}, "
        "{'go': 'f', 'with': ['c']}, {'go': 'f', 'with': ['d']}, {'gc': 'start'}, {'select': "
        "[{'receive': 'c', 'to': 'p', 'do': [{'print': 'c'}]}, {'receive': 'd', 'to': 'p', "
        "'do': [{'print': 'd'}]}]}, {'receive': 'd'}], 'f': {'takes': {'c': 'chan *Node'}, "
        "'do': [{'new': 'Node', 'to': 'a', 'escape': 'heap'}, {'send': 'a', 'on': 'c'}]}");
    r.m.config.procs = 4;
    run_to_line(&r, 1, "go runtime.GC()");
    run_to_line(&r, 2, "c <- a");
    run_to_line(&r, 3, "c <- a");
    run_to_line(&r, 1, "select {");
    run_to_stage(&r, STAGE_MARK);
    run_to_event(&r, 1, EVENT_SELECT_WAIT);
    while (!goroutine_of(&r.m, 1)->scanned) run_step(&r, ACTOR_COLLECTOR);
    run_to_event(&r, 2, EVENT_BULK_SHADE);
    run_to_event(&r, 3, EVENT_SEND_WAIT);
    run_to_end(&r);
    assert_string_equal(text_string(&r.output), "c\n");
    close_run();
}

static void others_try_again_while_a_channel_is_locked(void **state) {
    (void)state;
    open_script(PASS_ON);
    r.m.config.procs = 4;
    run_to_line(&r, 1, "go runtime.GC()");
    run_to_line(&r, 2, "c <- a");
    run_to_event(&r, 2, EVENT_SEND_WAIT);
    run_to_line(&r, 1, "p := <-c");
    run_to_stage(&r, STAGE_MARK);
    while (!run_event(&r, EVENT_BULK_SHADE)) run_step(&r, 1);
    assert_int_equal(channel_word(&r.m, run_object(&r, "c"), CHANNEL_LOCK), 1);
    run_to_event(&r, 3, EVENT_CHANNEL_LOCKED);
    assert_true(run_can(&r, 3));
    run_to_end(&r);
    assert_string_equal(text_string(&r.output), "6\n");
    close_run();
}

static void pointers_pass_safely_whatever_the_schedule(void **state) {
    (void)state;
    for (uint32_t seed = 0; seed < 40; seed++) {
        open_script("'main': [{'make': 'chan *Node', 'cap': 2, 'to': 'c'}, {'make': 'chan *Node', "
                    "'to': 'd'}, {'go': 'make', 'with': ['c']}, {'go': 'pass', 'with': ['c', 'd']},"
                    "{'repeat': 12, 'do': [{'receive': 'd', 'to': 'p'}, {'set': 'v', 'to': "
                    "'p.value'}, {'set': 'n', 'to': 'n + v'}, {'gc': 'start'}]}, {'print': '{n}'}],"
                    "'make': {'takes': {'c': 'chan *Node'}, 'do': [{'repeat': 12, 'do': [{'new': "
                    "'Node', 'to': 'a', 'escape': 'heap'}, {'set': 'a.value', 'to': 5}, {'send': "
                    "'a', 'on': 'c'}, {'set': 'a', 'to': 'nil'}]}]},"
                    "'pass': {'takes': {'c': 'chan *Node', 'd': 'chan *Node'}, 'do': [{'repeat': "
                    "12, 'do': [{'receive': 'c', 'to': 'a'}, {'select': [{'send': 'a', 'on': 'd', "
                    "'do': []}]}, {'set': 'a', 'to': 'nil'}]}]}");
        r.m.config.procs = 1 + seed % 3;
        r.m.s->clock.random = seed;
        run_to_end(&r);
        assert_string_equal(text_string(&r.output), "60\n");
        assert_int_equal(run_statistic(&r, "LostObjects"), 0);
        close_run();
    }
}

static void the_record_follows_when_the_stack_moves(void **state) {
    (void)state;
    open_script("'main': [{'make': 'chan int', 'to': 'c'}, {'go': 'f', 'with': ['c']}, {'yield': "
                "true}, {'gc': 'run'}, {'send': 8, 'on': 'c'}, {'receive': 'c'}], "
                "'f': {'takes': {'c': 'chan int'}, 'do': [{'call': 'deep', 'with': [40]}, "
                "{'receive': 'c', 'to': 'x'}, {'print': '{x}'}, {'send': 1, 'on': 'c'}]},"
                "'deep': {'takes': {'n': 'int'}, 'do': [{'if': 'n > 0', 'do': [{'call': 'deep', "
                "'with': ['n - 1']}]}]}");
    run_to_line(&r, 1, "runtime.Gosched()");
    run_to_event(&r, 2, EVENT_RECEIVE_WAIT);
    uint64_t sudog = goroutine_of(&r.m, 2)->waiting;
    uint64_t before = word_read(&r.m, sudog + SUDOG_ELEMENT);
    while (!run_event(&r, EVENT_GC_RETURN)) run_next(&r);
    assert_int_not_equal(word_read(&r.m, sudog + SUDOG_ELEMENT), before); /* it was shrunk */
    run_to_end(&r);
    assert_string_equal(text_string(&r.output), "8\n");
    close_run();
}

static void an_address_of_a_variable_cannot_be_sent(void **state) {
    (void)state;
    require_failure("'main': [{'make': 'chan *int', 'cap': 1, 'to': 'c'}, {'set': 'x', 'to': 1}, "
                    "{'send': '&x', 'on': 'c'}]",
                    FAULT_STACK_ESCAPE, "fatal error: the stack address");
}

/* ---- hostile memory ---- */

/* Whatever a dangling pointer writes into a channel or a sudog, the machine goes on or the program
 * fails; it never follows the word. */
static void overwritten_channels_do_no_harm(void **state) {
    (void)state;
    static const uint64_t JUNK[] = {
        0,          1,           2, 0x7fffffffffffffff, POISON, ARENA_BASE + 8, ARENA_BASE + 0x8000,
        UINT64_MAX, GLOBALS_BASE};
    for (uint32_t at = 0; at < 2 * 96; at += WORD)
        for (size_t junk = 0; junk < sizeof JUNK / sizeof JUNK[0]; junk++) {
            open_script("'main': [{'make': 'chan *Node', 'cap': 1, 'to': 'c', 'name': 'c'}, {'go': "
                        "'f', 'with': "
                        "['c']}, {'go': 'f', 'with': ['c']}, {'yield': true}, {'receive': 'c'},"
                        "{'receive': 'c'}, {'gc': 'run'}, {'close': 'c'}], 'f': {'takes': {'c': "
                        "'chan *Node'}, 'do': [{'new': 'Node', 'to': 'a', 'escape': 'heap'}, "
                        "{'repeat': 3, 'do': [{'send': 'a', 'on': 'c'}]}]}");
            run_to_line(&r, 1, "runtime.Gosched()");
            run_to_event(&r, 2, EVENT_SEND_WAIT);
            uint64_t place =
                at < 96 ? run_object(&r, "c") + at : goroutine_of(&r.m, 2)->waiting + at - 96;
            r.m.s->statistics.uses_freed = 1; /* so that the oracle expects broken channels */
            word_write(&r.m, place, JUNK[junk]);
            for (int step = 0; step < 2000 && machine_running(&r.m); step++) run_next(&r);
            close_run();
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(make_allocates_what_go_measured),
        cmocka_unit_test(a_header_has_the_words_of_go),
        cmocka_unit_test(an_impossible_capacity_is_a_panic),
        cmocka_unit_test(values_come_out_in_the_order_they_went_in),
        cmocka_unit_test(small_and_wide_values_arrive_whole),
        cmocka_unit_test(a_receiver_that_waits_gets_the_value_on_its_stack),
        cmocka_unit_test(a_full_ring_is_refilled_by_the_first_that_waits),
        cmocka_unit_test(sudogs_are_used_again),
        cmocka_unit_test(closing_wakes_everybody),
        cmocka_unit_test(misuse_is_a_panic_in_the_words_of_go),
        cmocka_unit_test(a_deadlock_says_what_everybody_waits_for),
        cmocka_unit_test(every_case_that_is_ready_is_drawn_by_some_seed),
        cmocka_unit_test(a_select_that_waits_is_woken_by_one_case_only),
        cmocka_unit_test(the_default_is_taken_when_nothing_can_go_on),
        cmocka_unit_test(a_pointer_sent_to_a_black_stack_is_shaded),
        cmocka_unit_test(a_goroutine_that_is_being_served_is_left_alone),
        cmocka_unit_test(others_try_again_while_a_channel_is_locked),
        cmocka_unit_test(pointers_pass_safely_whatever_the_schedule),
        cmocka_unit_test(the_record_follows_when_the_stack_moves),
        cmocka_unit_test(an_address_of_a_variable_cannot_be_sent),
        cmocka_unit_test(overwritten_channels_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
