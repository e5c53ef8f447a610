/* Scripts do what they say; and whatever a script does, the program that runs it stays whole. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "export/trace.h"
#include "machine/inspect/inspect.h"
#include "session/session.h"
#include "support/program.h"

/* ---- running a text ---- */

/* A machine of the usual 64 MiB takes longer to set up than most tests need it. */
static void make_small(struct scenario *s) {
    if (s->config.pages_max == config_default().pages_max) s->config.pages_max = 128;
    s->config.goroutines_max = 512;
}

/* `members` is what stands behind format and title, with single quotes for double ones. */
static void parse(struct scenario *s, const char *members) {
    struct text text = {0}, complaints = {0};
    struct diags diags;
    text_addf(&text, "{'format': 1, 'title': 'test',\n%s}", members);
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] == '\'') text.bytes[i] = '"';
    bool fine = scenario_parse(s, "test.json", text.bytes, text.length, &diags);
    diags_text(&diags, &complaints);
    if (!fine) fail_msg("%s", text_string(&complaints));
    diags_free(&diags);
    text_free(&complaints);
    make_small(s);
}

/* How the run ended: as `expect` calls it, or "running" at the limit. */
static const char *run(struct session *s, const struct scenario *scenario, uint64_t steps_max) {
    assert_true(session_open(s, scenario));
    s->steps_max = steps_max;
    while (session_run(s, 1000) == STOP_BUDGET) continue;
    return inspect_outcome(&s->front);
}

/* ---- what each statement does ---- */

struct sample {
    const char *members, *output;
    const char *outcome; /* NULL: done */
};

#define MAIN(statements) "'script': {'functions': {'main': [" statements "]}}"
#define TYPES                                                                                      \
    "'types': {'Pair': {'left': '*Node', 'right': '*Node'}, 'Node': {'next': '*Node', 'value': "   \
    "'int', 'small': 'int8', 'byte': 'byte', 'list': '[3]int', 'inner': 'Inner', 'rows': "         \
    "'[2][2]*Node'}, 'Inner': {'a': 'int16', 'b': 'uint32', 'p': '*Node'}, 'None': {}},"           \
    "'globals': {'head': '*Node', 'count': 'int', 'all': 'Node', 'tiny': 'int8', 'u': 'uint8'},"
#define NODE(statements) "'script': {" TYPES "'functions': {'main': [" statements "]}}"
#define TWO(functions) "'script': {" TYPES "'functions': {" functions "}}"
#define NEW(to) "{'new': 'Node', 'to': '" to "', 'escape': 'heap'}"
#define NEW_STACK(to) "{'new': 'Node', 'to': '" to "', 'escape': 'stack'}"

static const struct sample SAMPLES[] = {
    {MAIN(""), "", NULL},
    /* print */
    {MAIN("{'print': 'hello'}, {'print': ''}, {'print': 'a } b'}"), "hello\n\na } b\n", NULL},
    {MAIN("{'set': 'x', 'to': -7}, {'print': '{x}{x}, {x+1} {1}'}"), "-7-7, -6 1\n", NULL},
    {MAIN("{'set': 'x', 'to': 1}, {'print': '{x}{x}{x}{x}{x+1}{x+2}{x+3}{x+4}'}"), "11112345\n",
     NULL},
    {NODE("{'print': '{head} {nil}'}"), "0x0 0\n", NULL},
    /* numbers and sums */
    {MAIN("{'set': 'x', 'to': 9007199254740992}, {'print': '{x}'}"), "9007199254740992\n", NULL},
    {MAIN("{'set': 'x', 'to': '9223372036854775807'}, {'print': '{x + 1}'}"),
     "-9223372036854775808\n", NULL},
    {MAIN("{'set': 'x', 'to': '-2147483648'}, {'set': 'y', 'to': 'x - 2147483647'}, {'print': "
          "'{y}'}"),
     "-4294967295\n", NULL},
    {MAIN("{'set': 'x', 'to': '4294967296 + 4294967296'}, {'print': '{x}'}"), "8589934592\n", NULL},
    {MAIN("{'set': 'x', 'to': '5 - -3'}, {'set': 'x', 'to': 'x-1'}, {'print': '{x}'}"), "7\n",
     NULL},
    {MAIN("{'set': 'a', 'to': 2}, {'set': 'b', 'to': 'a + a'}, {'set': 'a', 'to': 'b - a'},"
          "{'print': '{a} {b}'}"),
     "2 4\n", NULL},
    {MAIN("{'var': 'x', 'type': 'int'}, {'print': '{x}'}"), "0\n", NULL},
    {NODE("{'set': 'count', 'to': 40}, {'set': 'count', 'to': 'count + 2'}, {'print': '{count}'}"),
     "42\n", NULL},
    /* small integers in memory keep their size and sign */
    {NODE("{'set': 'tiny', 'to': 200}, {'set': 'u', 'to': -1}, {'print': '{tiny} {u}'}"),
     "-56 255\n", NULL},
    {NODE(NEW("n") ", {'set': 'n.small', 'to': -1}, {'set': 'n.byte', 'to': 300},"
                   "{'set': 'n.inner.a', 'to': 70000}, {'set': 'n.inner.b', 'to': -1},"
                   "{'print': '{n.small} {n.byte} {n.inner.a} {n.inner.b}'}"),
     "-1 44 4464 4294967295\n", NULL},
    /* places */
    {NODE(NEW(
         "n") ", {'set': 'n.list[0]', 'to': 1}, {'set': 'n.list[2]', 'to': 3}, {'set': 'i', 'to': "
              "'n.list[2]'}, {'print': '{n.list[0]}{n.list[1]}{i}'}"),
     "103\n", NULL},
    {NODE(NEW("n") ", {'set': 'n.next', 'to': 'n'}, {'set': 'n.next.next.next.value', 'to': 6},"
                   "{'print': '{n.value} {n.next.next.value}'}"),
     "6 6\n", NULL},
    {NODE(NEW("n") ", {'set': 'n.rows[1][0]', 'to': 'n'}, {'set': 'n.rows[1][0].value', 'to': 8},"
                   "{'set': 'head', 'to': 'n.rows[1][0]'}, {'print': '{head.value}'}"),
     "8\n", NULL},
    {NODE("{'set': 'all.list[1]', 'to': 5}, {'set': 'count', 'to': 'all.list[1]'}, {'print': "
          "'{count}'}"),
     "5\n", NULL},
    {NODE(NEW("n") ", {'new': 'Node', 'to': 'n.inner.p', 'escape': 'heap'},"
                   "{'new': 'Node', 'to': 'n.inner.p.next', 'escape': 'heap'},"
                   "{'set': 'n.inner.p.next.value', 'to': 3}, {'gc': 'run'},"
                   "{'print': '{n.inner.p.next.value}'}"),
     "3\n", NULL},
    {NODE(NEW("n") ", {'set': 'n.value', 'to': 2}, {'set': 'n.list[1]', 'to': 'n.value + n.value'},"
                   "{'print': '{n.list[1] - n.value}'}"),
     "2\n", NULL},
    /* stack objects and & */
    {NODE(NEW_STACK("n") ", {'set': 'n.value', 'to': 4}, {'print': '{n.value}'}"), "4\n", NULL},
    {NODE("{'repeat': 2, 'do': [" NEW_STACK(
         "n") ", {'print': '{n.value}'}, {'set': 'n.value', 'to': 4}]}"),
     "0\n0\n", NULL},
    {TWO("'main': [" NEW_STACK(
         "n") ", {'call': 'f', 'with': ['n']}, {'print': '{n.value}'}],"
              "'f': {'takes': {'p': '*Node'}, 'do': [{'set': 'p.value', 'to': 9}]}"),
     "9\n", NULL},
    {MAIN("{'set': 'x', 'to': 3}, {'set': 'p', 'to': '&x'}, {'if': 'p != nil', 'do': [{'print': "
          "'yes'}]}"),
     "yes\n", NULL},
    {NODE("{'new': 'None', 'to': 'a', 'escape': 'stack'}, {'new': 'None', 'to': 'b', 'escape': "
          "'heap'},"
          "{'new': '[0]int', 'to': 'c', 'escape': 'heap'}, {'gc': 'run'}, {'print': 'fine'}"),
     "fine\n", NULL},
    /* calls: the result to a local, a global, a field, nobody */
    {TWO("'main': [{'call': 'f', 'with': [3, 4], 'to': 'x'}, {'print': '{x}'},"
         "{'call': 'f', 'with': ['x', 'x + 1'], 'to': 'x'}, {'print': '{x}'},"
         "{'call': 'f', 'with': ['x', -1], 'to': 'count'}, {'print': '{count}'}, " NEW(
             "n") ","
                  "{'call': 'f', 'with': [1, 1], 'to': 'n.list[1]'}, {'print': '{n.list[1]}'},"
                  "{'call': 'f', 'with': [1, 4294967296]}],"
                  "'f': {'takes': {'a': 'int', 'b': 'int'}, 'returns': 'int', 'do': [{'return': 'a "
                  "+ b'}]}"),
     "7\n15\n14\n2\n", NULL},
    {TWO("'main': [{'call': 'f', 'to': 'n'}, {'print': '{n.value}'}, {'call': 'f', 'to': 'head'},"
         "{'call': 'f', 'to': 'head.next'}, {'gc': 'run'}, {'print': '{head.next.value}'}],"
         "'f': {'returns': '*Node', 'do': [" NEW(
             "m") ", {'set': 'm.value', 'to': 5}, {'return': 'm'}]}"),
     "5\n5\n", NULL},
    {TWO("'main': [{'call': 'f', 'to': 'x'}, {'print': '{x}'}],"
         "'f': {'returns': 'int', 'do': [{'return': -2147483648}]}"),
     "-2147483648\n", NULL},
    {TWO("'main': [{'call': 'f', 'to': 'n'}, {'if': 'n == nil', 'do': [{'print': 'nil'}]}],"
         "'f': {'returns': '*Node', 'do': [{'return': 'nil'}]}"),
     "nil\n", NULL},
    {TWO("'main': [{'call': 'f', 'with': [5], 'to': 'x'}, {'print': '{x}'}], 'f': {'takes': {'n': "
         "'int'},"
         "'returns': 'int', 'do': [{'if': 'n < 2', 'do': [{'return': 1}]}, {'call': 'f', 'with': "
         "['n - 1'],"
         "'to': 'a'}, {'call': 'f', 'with': ['n - 2'], 'to': 'b'}, {'return': 'a + b'}]}"),
     "8\n", NULL},
    {TWO("'main': [{'call': 'f', 'with': [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]}], 'f': "
         "{'takes': {"
         "'a':'int','b':'int','c':'int','d':'int','e':'int','f':'int','g':'int','h':'int','i':'int'"
         ","
         "'j':'int','k':'int','l':'int','m':'int','n':'int','o':'int','p':'int'}, 'do': ["
         "{'print': '{a}{b}{c}{d}{e}{f}{g}{h}'}, {'print': '{i}{j}{k}{l}{m}{n}{o}{p}'}]}"),
     "12345678\n910111213141516\n", NULL},
    {TWO("'main': [{'call': 'f', 'with': [1]}], 'f': {'takes': {'n': 'int'}, 'do': [{'print': 'a'},"
         "{'if': 'n == 1', 'do': [{'return': null}]}, {'print': 'b'}]}"),
     "a\n", NULL},
    /* repeat, while, if */
    {MAIN("{'repeat': 3, 'do': [{'repeat': 2, 'do': [{'print': 'x'}]}, {'print': 'y'}]}, "
          "{'repeat': 0,"
          "'do': [{'print': 'z'}]}"),
     "x\nx\ny\nx\nx\ny\nx\nx\ny\n", NULL},
    {MAIN("{'set': 'n', 'to': 3}, {'while': 'n > 0', 'do': [{'print': '{n}'}, {'set': 'n', 'to': "
          "'n - 1'}]}"),
     "3\n2\n1\n", NULL},
    {MAIN("{'set': 'n', 'to': 2}, {'if': 'n == 2', 'do': [{'print': 'a'}], 'else': [{'print': "
          "'b'}]},"
          "{'if': 'n != 2', 'do': [{'print': 'c'}], 'else': [{'if': '1 > n', 'do': [], 'else': "
          "[{'print': "
          "'d'}]}]}"),
     "a\nd\n", NULL},
    /* every relation, both ways round, at its edge */
    {MAIN("{'set': 'n', 'to': 2}, {'if': 'n < 2', 'do': [{'print': '1'}]}, {'if': 'n <= 2', 'do': "
          "[{'print': '2'}]}, {'if': 'n > 2', 'do': [{'print': '3'}]}, {'if': 'n >= 2', 'do': "
          "[{'print': "
          "'4'}]}, {'if': '2 < n', 'do': [{'print': '5'}]}, {'if': '2 <= n', 'do': [{'print': "
          "'6'}]},"
          "{'if': '2 > n', 'do': [{'print': '7'}]}, {'if': '2 >= n', 'do': [{'print': '8'}]},"
          "{'if': '1 < n', 'do': [{'print': '9'}]}, {'if': '3 > n', 'do': [{'print': '10'}]}"),
     "2\n4\n6\n8\n9\n10\n", NULL},
    {MAIN("{'set': 'n', 'to': 2147483647}, {'if': 'n > 2147483647', 'do': [{'print': 'a'}]},"
          "{'if': 'n <= 2147483647', 'do': [{'print': 'b'}]}, {'if': 'n < 2147483648', 'do': "
          "[{'print': "
          "'c'}]}, {'if': '-1 < 0', 'do': [{'print': 'd'}]}, {'if': 'n >= n', 'do': [{'print': "
          "'e'}]}"),
     "b\nc\nd\ne\n", NULL},
    {NODE(NEW("a") "," NEW(
         "b") ", {'set': 'c', 'to': 'a'}, {'if': 'a == b', 'do': [{'print': '1'}]},"
              "{'if': 'a == c', 'do': [{'print': '2'}]}, {'if': 'a.next == nil', 'do': "
              "[{'print': '3'}]}, {'if': 'nil != a', 'do': [{'print': '4'}]},"
              "{'if': 'nil == nil', 'do': [{'print': '5'}]}"),
     "2\n3\n4\n5\n", NULL},
    {NODE(
         NEW("n") ", {'set': 'n.value', 'to': 2}, {'while': 'n.value != n.list[0]', 'do': [{'set': "
                  "'n.list[0]', 'to': 'n.list[0] + 1'}, {'print': '{n.list[0]}'}]}"),
     "1\n2\n", NULL},
    /* goroutines */
    {TWO("'main': [{'go': 'f', 'with': [7]}, {'while': 'count == 0', 'do': [{'yield': true}]},"
         "{'print': '{count}'}], 'f': {'takes': {'n': 'int'}, 'do': [{'set': 'count', 'to': "
         "'n'}]}"),
     "7\n", NULL},
    {TWO("'main': [" NEW(
         "n") ", {'set': 'n.value', 'to': 3}, {'go': 'f', 'with': ['n', 'n.value', 'nil']},"
              "{'set': 'n', 'to': 'nil'}, {'gc': 'run'}, {'set': 'tiny', 'to': 1},"
              "{'while': 'count == 0', 'do': []}, {'print': '{count}'}],"
              "'f': {'takes': {'p': '*Node', 'k': 'int', 'q': '*Node'}, 'do': [{'while': 'tiny == "
              "0', 'do': []},"
              "{'set': 'x', 'to': 'p.value'}, {'set': 'count', 'to': 'x + k'}]}"),
     "6\n", NULL},
    /* ends */
    {NODE("{'print': 'a'}, {'set': 'x', 'to': 'head.value'}, {'print': 'b'}"), "a\n",
     "nil dereference"},
    {NODE("{'set': 'head.next', 'to': 'nil'}"), "", "nil dereference"},
    {"'runtime': {'memory': '1MiB'}," TWO("'main': [{'call': 'f'}], 'f': [{'call': 'f'}]"), "",
     "stack overflow"}, /* a quarter of the machine's memory is the most */
    {"'runtime': {'memory': '64KiB', 'GOGC': 'off'}," NODE(
         "{'while': '1 == 1', 'do': [" NEW("n") "]}"),
     "", "out of memory"},
    {"'runtime': {'memory': '64KiB'}," NODE(
         "{'set': 'n', 'to': 1}, {'new': '[8000]int', 'to': 'a', "
         "'escape': 'stack'}, {'new': '[8000]int', 'to': 'b', 'escape': "
         "'stack'}"),
     "", "out of memory"},
    {TWO("'main': [{'while': '1 == 1', 'do': [{'go': 'f'}]}], 'f': []"), "", "too many goroutines"},
    {TWO("'main': [" NEW_STACK(
         "n") ", {'call': 'f', 'with': ['n']}],"
              "'f': {'takes': {'p': '*Node'}, 'do': [{'set': 'head', 'to': 'p'}]}"),
     "", "stack escape"},
    {MAIN("{'repeat': 1073741824, 'do': []}"), "", "running"},
};

static void samples_print_what_they_should(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof SAMPLES / sizeof SAMPLES[0]; i++) {
        const struct sample *sample = &SAMPLES[i];
        const char *expected = sample->outcome ? sample->outcome : "done";
        struct scenario scenario;
        struct session s;
        parse(&scenario, sample->members);
        const char *outcome = run(&s, &scenario, 200000);
        if (strcmp(outcome, expected) != 0 || strcmp(text_string(&s.output), sample->output) != 0)
            fail_msg("%s\nends with \"%s\" after\n%sexpected \"%s\" after\n%s", sample->members,
                     outcome, text_string(&s.output), expected, sample->output);
        session_close(&s);
        scenario_free(&scenario);
    }
}

/* ---- the listing beside the machine ---- */

static void the_listing_is_written_as_go_would_be(void **state) {
    (void)state;
    static const char *const LINES[] = {
        "type Node struct { next *Node; value int }",
        "var head *Node",
        "",
        "func main() {",
        "    for range 2 {",
        "        n := new(Node)",
        "        n = new(Node)",
        "        n.value = 3",
        "    }",
        "    if head == nil {",
        "        head = f(n, 1)",
        "    } else {",
        "        go f(n, 2)",
        "    }",
        "    for head != nil {",
        "        head = head.next",
        "    }",
        "    runtime.GC()",
        "    print(\"{head}\")",
        "}",
        "",
        "func f(p *Node, k int) *Node {",
        "    runtime.Gosched()",
        "    return p",
        "}",
    };
    struct scenario s;
    parse(&s, "'script': {'types': {'Node': {'next': '*Node', 'value': 'int'}}, 'globals': "
              "{'head': '*Node'},"
              "'functions': {'main': [{'repeat': 2, 'do': [" NEW("n") "," NEW(
                  "n") ","
                       "{'set': 'n.value', 'to': 3}]}, {'if': 'head == nil', 'do': [{'call': 'f', "
                       "'with': ['n', 1],"
                       "'to': 'head'}], 'else': [{'go': 'f', 'with': ['n', 2]}]}, {'while': 'head "
                       "!= nil', 'do': ["
                       "{'set': 'head', 'to': 'head.next'}]}, {'gc': 'run'}, {'print': '{head}'}],"
                       "'f': {'takes': {'p': '*Node', 'k': 'int'}, 'returns': '*Node', 'do': "
                       "[{'yield': true},"
                       "{'return': 'p'}]}}}");
    assert_int_equal(s.program.line_count, sizeof LINES / sizeof LINES[0]);
    for (uint32_t i = 0; i < s.program.line_count; i++)
        assert_string_equal(s.program.lines[i], LINES[i]);
    for (uint32_t i = 0; i < s.program.op_count; i++) /* every operation is somewhere in it */
        assert_in_range(s.program.op_lines[i], 1, s.program.line_count);
    scenario_free(&s);
}

/* ---- scripts that would harm the machine if they could ---- */

/* Runs it, then writes its trace, which names and narrates everything, and looks at steps at random. */
static void exercise(const struct scenario *scenario, uint64_t steps_max, uint64_t *random) {
    static const volatile sig_atomic_t go_on;
    struct session s;
    FILE *nowhere = fopen("/dev/null", "w");
    assert_non_null(nowhere);
    run(&s, scenario, steps_max);
    uint64_t steps = session_steps(&s), hash = machine_hash(&s.front);
    struct text words = {0};
    inspect_failure(&s.front, &words);
    session_check(&s, &words);
    text_free(&words);
    for (int i = 0; i < 3 && steps < 3000; i++) session_seek(&s, random_next(random) % (steps + 1));
    if (steps < 3000) {
        session_seek(&s, NEVER);
        assert_true(machine_hash(&s.now) == hash);
    }
    session_close(&s);
    assert_true(session_open(&s, scenario));
    s.steps_max = steps < 3000 ? steps_max : 300;
    trace_write(&s, nowhere, &go_on);
    session_close(&s);
    fclose(nowhere);
}

#define BIG                                                                                        \
    "'types': {'Big': {'p': '*Big', 'a': '[100]int'}, 'Box': {'p': '*Big'}, 'Large': {'w': "       \
    "'[4096]int'},"                                                                                \
    "'Ptrs': {'w': '[4096]*Big'}, 'None': {}, 'Many': {'n': '[1000]None'}}, 'globals': {'g': "     \
    "'*Big',"                                                                                      \
    "'l': '*Large', 'q': '*Ptrs', 'n': 'int', 'ready': 'int'},"
#define FILL                                                                                       \
    "'fill': {'takes': {'p': '*Big', 'v': 'int'}, 'do': [{'set': 'p.a[0]', 'to': 'v'}, {'set': "   \
    "'p.a[1]', 'to': 'v'},"                                                                        \
    "{'set': 'p.a[2]', 'to': 'v'}, {'set': 'p.a[90]', 'to': 'v'}, {'set': 'p.a[93]', 'to': 'v'},"  \
    "{'set': 'p.a[94]', 'to': 'v'}, {'set': 'p.a[95]', 'to': 'v'}, {'set': 'p.a[96]', 'to': 'v'}," \
    "{'set': 'p.a[97]', 'to': 'v'}, {'set': 'p.a[98]', 'to': 'v'}, {'set': 'p.a[99]', 'to': 'v'}," \
    "{'set': 'p.p', 'to': 'p'}, {'gc': 'run'}]}"

static const char *const WILD[] = {
    /* a callee's object handed to the caller, and written over later frames */
    "'script': {" BIG
    "'functions': {'main': [{'call': 'give', 'to': 'p'}, {'call': 'fill', 'with': ['p', 77]},"
    "{'call': 'deep', 'with': ['p', 5]}, {'gc': 'run'}], 'give': {'returns': '*Big', 'do': "
    "[{'new': 'Big', 'to': 'b', "
    "'escape': 'stack'}, {'return': 'b'}]}, 'deep': {'takes': {'p': '*Big', 'k': 'int'}, 'do': "
    "[{'call': 'fill', 'with': "
    "['p', 4726000]}, {'if': 'k > 0', 'do': [{'call': 'deep', 'with': ['p', 'k - 1']}]}]}," FILL
    "}}",
    /* ... through a field of the caller's own object */
    "'script': {" BIG "'functions': {'main': [{'new': 'Box', 'to': 'b', 'escape': 'stack'}, "
    "{'call': 'put', 'with': ['b']},"
    "{'gc': 'run'}, {'call': 'fill', 'with': ['b.p', -1]}, {'call': 'put', 'with': ['b']}, {'set': "
    "'p', 'to': 'b.p'},"
    "{'set': 'p.p', 'to': 'nil'}, {'gc': 'run'}, {'set': 'x', 'to': 'p.p.a[5]'}], 'put': {'takes': "
    "{'b': '*Box'}, 'do': ["
    "{'new': 'Big', 'to': 'x', 'escape': 'stack'}, {'set': 'b.p', 'to': 'x'}]}," FILL "}}",
    /* a stack object handed to a goroutine; the stack then moves, and others get its place */
    "'script': {" BIG "'functions': {'main': [{'new': 'Big', 'to': 'b', 'escape': 'stack'}, {'go': "
    "'late', 'with': ['b']},"
    "{'call': 'down', 'with': [60]}, {'repeat': 20, 'do': [{'go': 'sleeper', 'with': [3]}]}, "
    "{'set': 'ready', 'to': 1},"
    "{'gc': 'run'}, {'repeat': 50, 'do': [{'yield': true}]}], 'late': {'takes': {'p': '*Big'}, "
    "'do': [{'while': "
    "'ready == 0', 'do': [{'yield': true}]}, {'call': 'fill', 'with': ['p', 4727000]}, {'call': "
    "'fill', 'with': ['p', -8]}]},"
    "'down': {'takes': {'k': 'int'}, 'do': [{'if': 'k > 0', 'do': [{'call': 'down', 'with': ['k - "
    "1']}]}]}, 'sleeper': "
    "{'takes': {'k': 'int'}, 'do': [{'repeat': 30, 'do': [{'yield': true}]}, {'if': 'k > 0', 'do': "
    "[{'call': 'sleeper', "
    "'with': ['k - 1']}]}]}," FILL "}}",
    /* a variable's address kept by a goroutine whose giver has ended */
    "'script': {" BIG "'functions': {'main': [{'go': 'giver'}, {'repeat': 40, 'do': [{'yield': "
    "true}]}, {'gc': 'run'},"
    "{'repeat': 4, 'do': [{'go': 'giver'}, {'gc': 'run'}, {'yield': true}]}], 'giver': [{'new': "
    "'Big', 'to': 'b', 'escape': "
    "'stack'}, {'go': 'fill', 'with': ['b', 1]}, {'go': 'fill', 'with': ['b', 4730016]}, {'go': "
    "'fill', 'with': ['b', 4726784]}]," FILL "}}",
    /* no barrier: an object is lost and freed, and stacks come to lie where it was */
    "'runtime': {'barrier': 'none', 'memory': '1MiB'}, 'script': {" BIG
    "'functions': {'main': [{'new': 'Ptrs', 'to': "
    "'y', 'escape': 'heap'}, {'new': 'Large', 'to': 'x', 'escape': 'heap'}, {'gc': 'start', "
    "'label': 'start'}, {'set': 'l', "
    "'to': 'x', 'label': 'move'}, {'set': 'x', 'to': 'nil'}, {'set': 'q', 'to': 'y'}, {'set': 'y', "
    "'to': 'nil'}, {'gc': 'finish',"
    "'label': 'finish'}, {'repeat': 40, 'do': [{'go': 'sleeper', 'with': [3]}]}, {'repeat': 3, "
    "'do': ["
    "{'set': 'l.w[4095]', 'to': 4730016}, {'set': 'l.w[4094]', 'to': -1}, {'set': 'l.w[4092]', "
    "'to': 1}, {'set': 'l.w[255]', "
    "'to': 5}, {'set': 'l.w[254]', 'to': 6}, {'set': 'l.w[510]', 'to': 4726016}, {'set': "
    "'l.w[511]', 'to': 824633720832},"
    "{'set': 'l.w[0]', 'to': 3}, {'set': 'l.w[1]', 'to': 9007199254740991}, {'set': 'l.w[256]', "
    "'to': 824633720833},"
    "{'set': 'l.w[512]', 'to': 9}, {'set': 'l.w[3]', 'to': 824633720832}, {'gc': 'run'}, {'yield': "
    "true}, {'go': 'sleeper', "
    "'with': [1]}]}, {'set': 'q.w[7].a[0]', 'to': 1}, {'set': 'q.w[0].p', 'to': 'nil'}],"
    "'sleeper': {'takes': {'k': 'int'}, 'do': [{'new': 'Big', 'to': 'b', 'escape': 'heap'}, "
    "{'repeat': 5, 'do': [{'yield': "
    "true}]}, {'set': 'b.p', 'to': 'b'}, {'if': 'k > 0', 'do': [{'call': 'sleeper', 'with': ['k - "
    "1']}]}]}},"
    "'schedule': [{'run': 'main', 'until': {'at': 'move'}}, {'run': 'collector', 'until': "
    "{'event': 'globals_black'}},"
    "{'run': 'main', 'until': {'at': 'finish'}}]}",
    /* main calls and starts itself */
    "'script': {'globals': {'n': 'int'}, 'functions': {'main': [{'set': 'n', 'to': 'n + 1'}, "
    "{'if': 'n < 9', 'do': [{'go': "
    "'main'}, {'call': 'main'}, {'gc': 'run'}]}]}}",
    "'script': {'functions': {'main': [{'go': 'main'}, {'call': 'main'}]}}",
    "'script': {'functions': {'main': [{'call': 'main'}]}}",
    /* types of no size, arrays of nothing */
    "'script': {" BIG "'functions': {'main': [{'repeat': 30, 'do': [{'new': 'None', 'to': 'a', "
    "'escape': 'heap'}, {'new': "
    "'[0]*Big', 'to': 'b', 'escape': 'heap'}, {'new': 'Many', 'to': 'c', 'escape': 'stack'}, "
    "{'new': '[4194304]None', 'to': 'd', "
    "'escape': 'heap'}, {'new': '[0]Big', 'to': 'e', 'escape': 'stack'}]}, {'gc': 'run'}, "
    "{'print': '{a} {b} {c}'}]}}",
    /* garbage without end, in little memory, collected all the time */
    "'runtime': {'GOGC': 0, 'memory': '256KiB'}, 'script': {" BIG
    "'functions': {'main': [{'while': '1 == 1', 'do': [{'new': "
    "'Big', 'to': 'b', 'escape': 'heap'}, {'set': 'b.p', 'to': 'g'}, {'set': 'g', 'to': 'b'}, "
    "{'if': 'n > 5', 'do': [{'set': "
    "'g', 'to': 'nil'}, {'set': 'n', 'to': 0}]}, {'set': 'n', 'to': 'n + 1'}]}]}}",
    "'runtime': {'memory': '64KiB'}, 'script': {" BIG
    "'functions': {'main': [{'while': '1 == 1', 'do': [{'go': 'f'}]}], 'f': "
    "[{'while': '1 == 1', 'do': [{'yield': true}]}]}}",
    /* more work than the smallest machine has room for */
    "'runtime': {'memory': '64KiB', 'GOMAXPROCS': 1}, 'heap': {'objects': {'A': {'size': "
    "1048576}}, 'roots': ['A']}",
    "'heap': {'objects': {'A': {'size': 1, 'points_to': []}, 'B': {'size': 32769}, 'C': "
    "{'points_to': {'x': 'C', 'y': 'A'}, "
    "'size': 1000}}, 'roots': {'r': 'C', 's': 'C'}}",
    "'script': {'globals': {'p': '*int'}, 'functions': {'main': [{'new': 'int', 'to': 'p', "
    "'escape': 'heap'}, {'set': 'q', 'to': "
    "'&n'}]}}" /* refused: n is not known */,
    /* waits that nobody ends, a schedule that waits for ever */
    "'script': {'functions': {'main': [{'gc': 'run'}, {'go': 'f'}, {'gc': 'finish'}], 'f': [{'gc': "
    "'run'}]}, 'schedule': [{'run': "
    "'f', 'until': {'step': 9007199254740992}}, {'run': 'collector', 'steps': 9007199254740992}]}",
};

static void wild_scripts_end_in_an_outcome(void **state) {
    (void)state;
    uint64_t random = 1;
    for (size_t i = 0; i < sizeof WILD / sizeof WILD[0]; i++)
        for (uint64_t seed = 0; seed < 24; seed++) {
            struct scenario scenario;
            struct diags diags;
            struct text text = {0};
            text_addf(&text, "{'format': 1, 'title': 'test',\n%s}", WILD[i]);
            for (size_t k = 0; k < text.length; k++)
                if (text.bytes[k] == '\'') text.bytes[k] = '"';
            bool fine = scenario_parse(&scenario, "test.json", text.bytes, text.length, &diags);
            struct text complaints = {0};
            diags_text(&diags, &complaints);
            if (!fine && !strstr(WILD[i], "'&n'")) fail_msg("%s", text_string(&complaints));
            text_free(&complaints);
            diags_free(&diags);
            if (fine) {
                make_small(&scenario);
                scenario.config.seed = seed;
                scenario.config.procs = 1 + seed % 4;
                if (seed % 3 == 2) scenario.config.barrier = BARRIER_NONE;
                exercise(&scenario, 10000, &random);
            }
            scenario_free(&scenario);
        }
}

/* A statement of a program that holds two dangling pointers, l to numbers and q to pointers. */
static void add_damage(struct text *out, uint64_t *random) {
    static const char *const WORDS[] = {"0",
                                        "1",
                                        "-1",
                                        "4583904",
                                        "4726784",
                                        "4726800",
                                        "4727000",
                                        "824633720832",
                                        "824633729024",
                                        "824633753600",
                                        "824633720833",
                                        "9007199254740991",
                                        "4294967295",
                                        "5435392"};
    static const char *const OTHERS[] = {"{'gc': 'start'}",
                                         "{'gc': 'finish'}",
                                         "{'gc': 'run'}",
                                         "{'yield': true}",
                                         "{'go': 'sleeper', 'with': [2]}",
                                         "{'call': 'sleeper', 'with': [1]}",
                                         "{'new': 'Big', 'to': 'g', 'escape': 'heap'}",
                                         "{'set': 'n', 'to': 'l.w[3]'}",
                                         "{'new': 'Large', 'to': 'm', 'escape': 'heap'}",
                                         "{'set': 'g', 'to': 'q.w[0]'}",
                                         "{'set': 'q.w[9]', 'to': 'g'}"};
    uint64_t kind = random_next(random) % 3, place = random_next(random) % 4096;
    /* The ends of stacks of 2 KiB, and the heads of work buffers, are where it hurts. */
    if (random_next(random) % 2)
        place = (random_next(random) % 16 * 256 + 4096 - random_next(random) % 9) % 4096;
    if (kind == 0)
        text_addf(out, "%s,", OTHERS[random_next(random) % (sizeof OTHERS / sizeof OTHERS[0])]);
    else
        text_addf(out, "{'set': 'l.w[%d]', 'to': '%s'},", (int)place,
                  WORDS[random_next(random) % (sizeof WORDS / sizeof WORDS[0])]);
}

static void memory_that_is_written_over_is_survived(void **state) {
    (void)state;
    uint64_t random = 7;
    for (int i = 0; i < 120; i++) {
        struct scenario scenario;
        struct text t = {0};
        text_add(
            &t,
            "'runtime': {'barrier': 'none', 'memory': '512KiB'}, 'script': {" BIG
            "'functions': {'main': ["
            "{'new': 'Ptrs', 'to': 'y', 'escape': 'heap'}, {'new': 'Large', 'to': 'x', 'escape': "
            "'heap'},"
            "{'gc': 'start'}, {'set': 'l', 'to': 'x', 'label': 'move'}, {'set': 'x', 'to': 'nil'},"
            "{'set': 'q', 'to': 'y'}, {'set': 'y', 'to': 'nil'}, {'gc': 'finish', 'label': "
            "'finish'},");
        if (i % 3) text_addf(&t, "{'repeat': %d, 'do': [{'go': 'sleeper', 'with': [2]}]},", i % 40);
        for (int k = 0; k < 40; k++) add_damage(&t, &random);
        text_add(
            &t,
            "{'gc': 'run'}], 'sleeper': {'takes': {'k': 'int'}, 'do': [{'new': 'Big', 'to': 'b', "
            "'escape': 'heap'},"
            "{'yield': true}, {'set': 'b.p', 'to': 'b'}, {'yield': true}, {'if': 'k > 0', 'do': "
            "[{'call': 'sleeper',"
            "'with': ['k - 1']}]}]}}, 'schedule': [{'run': 'main', 'until': {'at': 'move'}}, "
            "{'run': 'collector',"
            "'until': {'event': 'globals_black'}}, {'run': 'main', 'until': {'at': 'finish'}}]}");
        parse(&scenario, text_string(&t));
        scenario.config.seed = (uint64_t)i;
        exercise(&scenario, 2000, &random);
        scenario_free(&scenario);
        text_free(&t);
    }
}

/* ---- mutations of real scenarios ---- */

enum { BASES_MAX = 64, TOKENS_MAX = 4096, MUTANTS = 3000 };

struct token {
    size_t at, length;
};

struct base {
    char *text;
    size_t length;
    struct token keys[TOKENS_MAX], values[TOKENS_MAX], numbers[TOKENS_MAX];
    size_t key_count, value_count, number_count;
};

static struct base bases[BASES_MAX];
static size_t base_count;

static void find_tokens(struct base *b) {
    for (size_t at = 0; at < b->length;) {
        size_t begin = at;
        if (b->text[at] == '"') {
            for (at++; at < b->length && b->text[at] != '"'; at++) at += b->text[at] == '\\';
            at = at < b->length ? at + 1 : b->length;
            bool key = at < b->length && b->text[at] == ':';
            if (key && b->key_count < TOKENS_MAX)
                b->keys[b->key_count++] = (struct token){begin, at - begin};
            if (!key && b->value_count < TOKENS_MAX)
                b->values[b->value_count++] = (struct token){begin, at - begin};
        } else if (strchr("-0123456789", b->text[at])) {
            while (at < b->length && strchr("-0123456789.e", b->text[at])) at++;
            if (b->number_count < TOKENS_MAX)
                b->numbers[b->number_count++] = (struct token){begin, at - begin};
        } else {
            at++;
        }
    }
}

static void add_base(char *text) {
    if (base_count == BASES_MAX) {
        free(text);
        return;
    }
    struct base *b = &bases[base_count++];
    *b = (struct base){.text = text, .length = strlen(text)};
    find_tokens(b);
}

static void collect_bases(void) {
    struct shell_result files = shell("ls scenarios/*.json | grep -v schema");
    for (char *name = strtok(files.out, "\n"); name; name = strtok(NULL, "\n")) {
        char *text = read_file(name, NULL);
        assert_non_null(text);
        add_base(text);
    }
    shell_free(&files);
    for (size_t i = 0; i < sizeof WILD / sizeof WILD[0]; i++) {
        struct text t = {0};
        text_addf(&t, "{'format': 1, 'title': 'test',\n%s}", WILD[i]);
        for (size_t k = 0; k < t.length; k++)
            if (t.bytes[k] == '\'') t.bytes[k] = '"';
        add_base(t.bytes);
    }
    assert_true(base_count >= 10);
}

static void splice(struct text *out, const struct base *b, size_t at, size_t length,
                   const char *with, size_t with_length) {
    text_add_bytes(out, b->text, at);
    text_add_bytes(out, with, with_length);
    text_add_bytes(out, b->text + at + length, b->length - at - length);
}

/* One change: a string or number for another, of this file or of a list of difficult ones; a stretch
 * of the text left out, doubled or moved; a few bytes. */
static void mutate(const struct base *b, struct text *out, uint64_t *random) {
    static const char *const HARD[] = {"0",
                                       "-1",
                                       "1",
                                       "2",
                                       "255",
                                       "256",
                                       "65535",
                                       "65536",
                                       "2147483647",
                                       "2147483648",
                                       "-0",
                                       "1e308",
                                       "1.5",
                                       "4294967296",
                                       "1048576",
                                       "9007199254740992",
                                       "1e17",
                                       "16384",
                                       "-9007199254740992"};
    static const char *const WORDS[] = {
        "\"nil\"",    "\"\"",       "\"main\"",  "\"int\"",    "\"*int\"",        "\"heap\"",
        "\"stack\"",  "\"[0]int\"", "\"none\"",  "\"run\"",    "\"[100000]int\"", "\"byte\"",
        "\"finish\"", "\"start\"",  "\"yield\"", "\"call\"",   "\"go\"",          "\"set\"",
        "\"gc\"",     "\"to\"",     "\"note\"",  "\"repeat\"", "\"1 == 1\"",      "\"off\""};
    uint64_t kind = random_next(random) % 12;
    bool keys = kind == 0;
    const struct token *tokens = keys ? b->keys : b->values;
    size_t count = keys ? b->key_count : b->value_count;
    if (kind < 7 && count > 1) {
        const struct token *t = &tokens[random_next(random) % count];
        const struct token *with = &tokens[random_next(random) % count];
        const char *word = WORDS[random_next(random) % (sizeof WORDS / sizeof WORDS[0])];
        if (kind == 1) splice(out, b, t->at, t->length, word, strlen(word));
        else splice(out, b, t->at, t->length, b->text + with->at, with->length);
    } else if (kind < 9 && b->number_count > 0) {
        const struct token *t = &b->numbers[random_next(random) % b->number_count];
        const char *with = HARD[random_next(random) % (sizeof HARD / sizeof HARD[0])];
        splice(out, b, t->at, t->length, with, strlen(with));
    } else if (kind < 11) {
        size_t at = random_next(random) % b->length, length = random_next(random) % 60 + 1;
        size_t from = random_next(random) % b->length,
               more = kind == 9 ? 0 : random_next(random) % 60;
        if (length > b->length - at) length = b->length - at;
        if (more > b->length - from) more = b->length - from;
        splice(out, b, at, length, b->text + from, more);
    } else {
        text_add_bytes(out, b->text, b->length);
        for (int i = 0; i < 3; i++)
            out->bytes[random_next(random) % out->length] = (char)random_next(random);
    }
}

static struct text mutant_of(uint64_t *random) {
    struct text text = {0};
    const struct base *b = &bases[random_next(random) % base_count];
    mutate(b, &text, random);
    for (uint64_t more = random_next(random) % 3; more > 0; more--) {
        struct base again = {.text = text.bytes, .length = text.length};
        struct text next = {0};
        find_tokens(&again);
        if (again.length == 0) break;
        mutate(&again, &next, random);
        text_free(&text);
        text = next;
    }
    assert_false(text.failed);
    return text;
}

/* Parses; runs for 20,000 steps if there is something to run. Whether there was. */
static bool try_mutant(struct text text, uint64_t *random) {
    struct scenario s;
    struct diags diags;
    struct text words = {0};
    bool fine = scenario_parse(&s, "mutant.json", text.bytes, text.length, &diags);
    diags_text(&diags, &words);
    assert_true(fine == (words.length == 0));
    if (fine) {
        if (s.config.pages_max > 128) s.config.pages_max = 128; /* for speed */
        s.config.goroutines_max = 512;
        exercise(&s, 20000, random);
    }
    text_free(&words);
    diags_free(&diags);
    scenario_free(&s);
    return fine;
}

/* A mutant that ends the test ends it with a signal: its text is then in the file named here. */
static void mutants_do_no_harm(void **state) {
    (void)state;
    const char *wish = getenv("TRICOLOR_MUTANTS"), *kept = getenv("TRICOLOR_KEEP_MUTANT");
    uint64_t random = 20240229, count = wish ? strtoull(wish, NULL, 10) : MUTANTS, valid = 0;
    collect_bases();
    for (uint64_t i = 0; i < count; i++) {
        struct text text = mutant_of(&random);
        if (kept) write_file(kept, text_string(&text));
        valid += try_mutant(text, &random);
    }
    print_message("%d of %d mutants could be run\n", (int)valid, (int)count);
    assert_true(valid * 20 > count); /* else nothing is tried but the loader */
    for (size_t i = 0; i < base_count; i++) free(bases[i].text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples_print_what_they_should),
        cmocka_unit_test(the_listing_is_written_as_go_would_be),
        cmocka_unit_test(wild_scripts_end_in_an_outcome),
        cmocka_unit_test(memory_that_is_written_over_is_survived),
        cmocka_unit_test(mutants_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
