/* The intermediate form: what stands where, and how it prints, as Go 1.19.8's compiler has it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/ir_dump.h"

#define TYPES                                                                                      \
    "package main\n"                                                                               \
    "type point struct{ x, y int }\n"                                                              \
    "type base struct{ point }\n"                                                                  \
    "type shape struct{ *base; name string }\n"                                                    \
    "type sized interface{ sum() int }\n"                                                          \
    "type named struct{ sized }\n"                                                                 \
    "func (p *point) move(d int) *point { p.x += d; return p }\n"                                  \
    "func (p point) sum() int { return p.x + p.y }\n"                                              \
    "func pair() (int, string) { return 1, \"a\" }\n"                                              \
    "func get() point { return point{} }\n"                                                        \
    "func log(a interface{}, b ...interface{}) {}\n"                                               \
    "func main() {}\n"
enum { LINES = 13 }; /* the line behind TYPES */

static struct pool pool;
static struct ir_program program;
static struct text found;
static char source[16384];

static void build(const char *code) {
    snprintf(source, sizeof source, "%s%s", TYPES, code);
    program = (struct ir_program){0};
    text_clear(&found);
    ir_dump_build(source, &pool, &program);
}

static void done(void) {
    pool_free(&pool);
    text_free(&found);
}

static struct ir_function *function_of(const char *name) {
    for (uint32_t i = 0; i < program.function_count; i++)
        if (strcmp(program.functions[i]->name, name) == 0) return program.functions[i];
    fail_msg("no function %s", name);
    return NULL;
}

/* ---- what is written down of a tree ---- */

struct allocation {
    size_t line, column; /* lines from 1 behind TYPES */
    char words[128];
};

struct allocations {
    struct allocation list[100];
    size_t count;
};

static bool allocates(const struct ir_node *n) {
    switch (n->op) {
    case IR_TO_INTERFACE: return !go_is_interface(n->x->type) && !go_is_direct(n->x->type);
    case IR_SLICE_LITERAL:
    case IR_MAP_LITERAL:
    case IR_POINTER_LITERAL:
    case IR_NEW:
    case IR_MAKE_SLICE:
    case IR_MAKE_MAP:
    case IR_CLOSURE:
    case IR_METHOD_VALUE:
    case IR_TO_STRING:
    case IR_FROM_STRING:
    case IR_CONCAT: return true;
    default: return false;
    }
}

static bool add_allocation(struct ir_node *n, void *context) {
    struct allocations *all = context;
    if (!allocates(n)) return true;
    const struct source s = {"", source, strlen(source)};
    struct text words = {0};
    struct allocation *a = &all->list[all->count++];
    source_place(&s, n->pos - 1, &a->line, &a->column);
    a->line = a->line + 1 - LINES;
    ir_node_text(n, &words);
    snprintf(a->words, sizeof a->words, "%s", text_string(&words));
    text_free(&words);
    return true;
}

static void add_allocations(struct ir_function *f, struct allocations *all) {
    ir_walk_list(f->body, (struct ir_visitor){add_allocation, all});
    for (uint32_t i = 0; i < f->literal_count; i++) add_allocations(f->literals[i], all);
}

static int by_place(const void *left, const void *right) {
    const struct allocation *a = left, *b = right;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    if (a->column != b->column) return a->column < b->column ? -1 : 1;
    return strcmp(a->words, b->words);
}

/* What the compiler has a verdict on, in the order in which it says so. */
static void require_allocations(const char *code, const char *expected) {
    static struct allocations all;
    all.count = 0;
    build(code);
    add_allocations(function_of("run"), &all);
    qsort(all.list, all.count, sizeof all.list[0], by_place);
    for (size_t i = 0; i < all.count; i++) {
        const struct allocation *a = &all.list[i];
        if (i && by_place(a, a - 1) == 0) continue;
        text_addf(&found, "%zu:%zu %s\n", a->line, a->column, a->words);
    }
    assert_string_equal(text_string(&found), expected);
    done();
}

static void add_dump(const struct ir_function *f, struct text *out) {
    ir_dump_function(f, (struct ir_source){source, LINES - 1}, out);
    for (uint32_t i = 0; i < f->literal_count; i++) add_dump(f->literals[i], out);
}

/* run and its literals, without the first line, which names it. */
static void require_dump(const char *code, const char *expected) {
    build(code);
    add_dump(function_of("run"), &found);
    const char *body = strchr(text_string(&found), '\n');
    assert_non_null(body);
    assert_string_equal(body + 1, expected);
    done();
}

static void arguments_are_converted_at_the_bracket_or_the_argument_before(void **state) {
    (void)state;
    require_allocations("func run(x, y int) {\n"
                        "\tlog(x, y)\n"
                        "\tlog(5, x)\n"
                        "\tlog(x+1, y, x)\n"
                        "\tlog(-x, get().sum(), y)\n"
                        "}\n",
                        "2:5 ... argument\n"
                        "2:5 x\n"
                        "2:5 y\n"
                        "3:5 ... argument\n"
                        "3:6 5\n"
                        "3:6 x\n"
                        "4:5 ... argument\n"
                        "4:7 x\n"
                        "4:7 x + 1\n"
                        "4:7 y\n"
                        "5:5 ... argument\n"
                        "5:6 -x\n"
                        "5:19 point.sum(.autotmp_2)\n"
                        "5:19 y\n");
}

static void assigned_values_are_converted_where_the_target_was_entered_last(void **state) {
    (void)state;
    require_allocations("func run(x int, b []interface{}, c chan interface{}, m "
                        "map[interface{}]int) interface{} {\n"
                        "\tvar g interface{} = 5\n"
                        "\tg = 6\n"
                        "\tb[x] = x\n"
                        "\tc <- 7\n"
                        "\tm[x]++\n"
                        "\tg, b[0] = x, \"s\"\n"
                        "\tdelete(m, x)\n"
                        "\tb = append(b, x, 8)\n"
                        "\tif g == x {\n"
                        "\t\tpanic(x)\n"
                        "\t}\n"
                        "\treturn x\n"
                        "}\n",
                        "2:6 5\n"
                        "3:2 6\n"
                        "4:4 x\n"
                        "5:2 7\n"
                        "6:4 x\n"
                        "7:5 \"s\"\n"
                        "7:5 x\n"
                        "8:12 x\n"
                        "9:16 8\n"
                        "9:16 x\n"
                        "11:9 x\n"
                        "13:9 x\n");
}

static void elements_are_converted_at_themselves_or_their_colon(void **state) {
    (void)state;
    require_allocations("func run(x int) {\n"
                        "\t_ = []interface{}{x, 5}\n"
                        "\t_ = map[interface{}]interface{}{x: 1, \"k\": x}\n"
                        "\t_ = struct{ a, b interface{} }{x, 6}\n"
                        "\t_ = struct{ a, b interface{} }{b: x}\n"
                        "\t_ = [2]interface{}{1: x}\n"
                        "\t_ = []*point{{1, 2}, &point{}, nil}\n"
                        "\t_ = interface{}(x)\n"
                        "\t_ = []rune(\"ab\")\n"
                        "\t_ = []byte(\"ab\")\n"
                        "}\n",
                        "2:19 []interface {}{...}\n"
                        "2:20 x\n"
                        "2:23 5\n"
                        "3:33 map[interface {}]interface {}{...}\n"
                        "3:35 1\n"
                        "3:35 x\n"
                        "3:43 \"k\"\n"
                        "3:43 x\n"
                        "4:33 x\n"
                        "4:36 6\n"
                        "5:34 x\n"
                        "6:22 x\n"
                        "7:14 []*point{...}\n"
                        "7:15 &point{...}\n"
                        "7:23 &point{}\n"
                        "8:17 (interface {})(x)\n"
                        "9:12 []rune{...}\n"
                        "10:12 ([]byte)(\"ab\")\n");
}

static void expressions_print_from_the_tree(void **state) {
    (void)state;
    require_allocations(
        "const size = 4\n"
        "\n"
        "func run(a, b int, s string, p *int, t *point, f func(int) func() int, bs []byte, i "
        "interface{}) {\n"
        "\tlog(a+b*2 - (a - b))\n"
        "\tlog((a+b)*2, -(-a), ^a, +a)\n"
        "\tlog(!(a > b) && s == \"x\"+s)\n"
        "\tlog(*p, &p == nil, *(&a))\n"
        "\tlog(size, size * 2, 1<<3|size, 'x', \"q\\n\", 2.50, (7), 1e3)\n"
        "\tlog(s[1:], s[:a], bs[1:2:a], s[a], bs)\n"
        "\tlog(len(s), len(s+s), cap(bs), append(bs, 'x'), append(bs, s...))\n"
        "\tlog(f(a)(), func() int { return a }(), func() {})\n"
        "\tlog(t.x, (*t).y, get().x, t.sum(), t.move(1).x, point.sum(*t))\n"
        "\tlog(string(bs), []byte(s), float64(a), []int(nil), interface{}(a), (*int)(p))\n"
        "\tlog(point{1, 2}, &point{}, []int{1}, map[string]int{}, [...]int{1}, struct{ a int "
        "}{1})\n"
        "\tlog(make([]int, 0, a), make(map[int]int), make(map[int]int, a), new(int), make(chan "
        "int, 1))\n"
        "\tlog(i.(int), i.(*point).x, <-make(chan int), s+\"a\"+s, string(rune(a)))\n"
        "}\n",
        "4:12 a + b * 2 - (a - b)\n"
        "5:5 ... argument\n"
        "5:11 (a + b) * 2\n"
        "5:15 - (-a)\n"
        "5:22 ^a\n"
        "5:26 +a\n"
        "6:15 !(a > b) && s == (\"x\" + s)\n"
        "6:26 \"x\" + s\n"
        "7:5 ... argument\n"
        "7:6 *p\n"
        "7:13 &p == nil\n"
        "7:21 *(&a)\n"
        "8:5 ... argument\n"
        "8:6 size\n"
        "8:17 size * 2\n"
        "8:26 1 << 3 | size\n"
        "8:33 'x'\n"
        "8:38 \"q\\n\"\n"
        "8:45 2.50\n"
        "8:52 7\n"
        "8:56 1e3\n"
        "9:5 ... argument\n"
        "9:7 s[1:]\n"
        "9:14 s[:a]\n"
        "9:22 bs[1:2:a]\n"
        "9:32 bs\n"
        "9:32 s[a]\n"
        "10:5 ... argument\n"
        "10:9 len(s)\n"
        "10:17 len(s + s)\n"
        "10:19 s + s\n"
        "10:27 cap(bs)\n"
        "10:39 append(bs, 'x')\n"
        "10:56 append(bs, s...)\n"
        "11:5 ... argument\n"
        "11:10 .autotmp_8()\n"
        "11:14 func literal\n"
        "11:37 (func literal)()\n"
        "11:41 func literal\n"
        "12:5 ... argument\n"
        "12:7 t.x\n"
        "12:15 (*t).y\n"
        "12:24 get().x\n"
        "12:33 point.sum(t)\n"
        "12:46 (*point).move(t, 1).x\n"
        "12:59 point.sum(*t)\n"
        "13:5 ... argument\n"
        "13:12 string(bs)\n"
        "13:24 ([]byte)(s)\n"
        "13:36 float64(a)\n"
        "13:46 ([]int)(nil)\n"
        "13:64 (interface {})(a)\n"
        "14:5 ... argument\n"
        "14:11 point{...}\n"
        "14:19 &point{}\n"
        "14:34 []int{...}\n"
        "14:53 map[string]int{}\n"
        "14:65 [1]int{...}\n"
        "14:85 struct { a int }{...}\n"
        "15:5 ... argument\n"
        "15:10 make([]int, 0, a)\n"
        "15:29 make(map[int]int)\n"
        "15:48 make(map[int]int, a)\n"
        "15:69 new(int)\n"
        "16:5 ... argument\n"
        "16:7 i.(int)\n"
        "16:25 i.(*point).x\n"
        "16:29 <-(make(chan int))\n"
        "16:52 s + \"a\" + s\n"
        "16:62 string(rune(a))\n");
}

static void dead_branches_leave_nothing(void **state) {
    (void)state;
    require_allocations("const off = false\n"
                        "\n"
                        "func run(x int) int {\n"
                        "\tif off {\n"
                        "\t\tlog(1)\n"
                        "\t} else if x > 1 || !off {\n"
                        "\t\tlog(2)\n"
                        "\t}\n"
                        "\tif off && x > 1 {\n"
                        "\t\tlog(3)\n"
                        "\t}\n"
                        "\tswitch 2 {\n"
                        "\tcase 1:\n"
                        "\t\tlog(4)\n"
                        "\tcase 2:\n"
                        "\t\tlog(5)\n"
                        "\tdefault:\n"
                        "\t\tlog(6)\n"
                        "\t}\n"
                        "\tfor off {\n"
                        "\t\tlog(7)\n"
                        "\t}\n"
                        "\tif !off {\n"
                        "\t\treturn 1\n"
                        "\t}\n"
                        "\tlog(8)\n"
                        "\treturn 2\n"
                        "}\n",
                        "7:7 2\n"
                        "16:7 5\n"
                        "21:7 7\n");
}

static void method_values_and_literals_are_where_they_begin(void **state) {
    (void)state;
    require_allocations("func run(t *point, n named) {\n"
                        "\t_ = t.move\n"
                        "\t_ = t.sum\n"
                        "\t_ = n.sum\n"
                        "\t_ = (*point).sum\n"
                        "\tdefer func() { log(t.x) }()\n"
                        "\tgo t.move(1)\n"
                        "}\n",
                        "2:7 t.move\n"
                        "3:7 t.sum\n"
                        "4:7 n.sized.sum\n"
                        "6:8 func literal\n"
                        "6:22 t.x\n");
}

static void promoted_fields_are_chains(void **state) {
    (void)state;
    require_dump("func run(s shape, n named) {\n"
                 "\ts.x = s.sum()\n"
                 "\ts.move(1)\n"
                 "\tn.sum()\n"
                 "}\n",
                 "  parameters: s shape, n named\n"
                 "  ASSIGN@2:6{}(FIELD@2:3{.x int}(POINTER_FIELD@2:3{.point point}(FIELD@2:3{.base "
                 "*base}(VARIABLE@2:2{s}))), CALL@2:13{method "
                 "int}(FUNCTION@2:9{point.sum})[POINTER_FIELD@2:9{.point point}(FIELD@2:9{.base "
                 "*base}(VARIABLE@2:8{s}))])\n"
                 "  EVALUATE@3:8{}(CALL@3:8{method "
                 "*point}(FUNCTION@3:3{(*point).move})[ADDRESS@3:3{implicit "
                 "*point}(POINTER_FIELD@3:3{.point point}(FIELD@3:3{.base "
                 "*base}(VARIABLE@3:2{s}))) CONSTANT@3:9{'1' int}])\n"
                 "  EVALUATE@4:7{}(CALL_INTERFACE@4:7{.sum int}(FIELD@4:3{.sized "
                 "sized}(VARIABLE@4:2{n})))\n");
}

static void several_results_go_to_temporaries(void **state) {
    (void)state;
    require_dump(
        "func run() (r interface{}, _ string) {\n"
        "\tlog(pair())\n"
        "\treturn pair()\n"
        "}\n",
        "  results: r interface {}, ~b1 string\n"
        "  locals: .autotmp_2 int, .autotmp_3 string, .autotmp_4 int, .autotmp_5 string\n"
        "  EVALUATE@2:5{}(CALL@2:5{()}(FUNCTION@2:2{log})[TO_INTERFACE@2:5{implicit interface "
        "{}}(VARIABLE@2:5{.autotmp_2}) SLICE_LITERAL@2:5{1 variadic []interface "
        "{}}[KEYED@2:5{0}(TO_INTERFACE@2:5{implicit interface "
        "{}}(VARIABLE@2:5{.autotmp_3}))]]{DECLARE@2:5{.autotmp_2} DECLARE@2:5{.autotmp_3} "
        "ASSIGN_RESULTS@2:5{}(CALL@2:10{(int, "
        "string)}(FUNCTION@2:6{pair}))[VARIABLE@2:5{.autotmp_2 define} VARIABLE@2:5{.autotmp_3 "
        "define}]})\n"
        "  RETURN@3:2{}[TO_INTERFACE@3:13{implicit interface {}}(VARIABLE@3:13{.autotmp_4}) "
        "VARIABLE@3:13{.autotmp_5}]{DECLARE@3:13{.autotmp_4} DECLARE@3:13{.autotmp_5} "
        "ASSIGN_RESULTS@3:13{}(CALL@3:13{(int, "
        "string)}(FUNCTION@3:9{pair}))[VARIABLE@3:13{.autotmp_4 define} VARIABLE@3:13{.autotmp_5 "
        "define}]}\n");
}

static void what_is_called_or_receives_is_named(void **state) {
    (void)state;
    require_dump("func run(f func() func(int) *point) {\n"
                 "\tf()(1).move(2)\n"
                 "}\n",
                 "  parameters: f func() func(int) *point\n"
                 "  locals: .autotmp_1 func(int) *point, .autotmp_2 *point\n"
                 "  EVALUATE@2:13{}(CALL@2:13{method "
                 "*point}(FUNCTION@2:8{(*point).move})[VARIABLE@2:13{.autotmp_2} CONSTANT@2:14{'2' "
                 "int}]{ASSIGN@2:13{define}(VARIABLE@2:13{.autotmp_2 define}, "
                 "CALL@2:5{*point}(VARIABLE@2:5{.autotmp_1})[CONSTANT@2:6{'1' "
                 "int}]{ASSIGN@2:5{define}(VARIABLE@2:5{.autotmp_1 define}, CALL@2:3{func(int) "
                 "*point}(VARIABLE@2:2{f}))})})\n");
}

static void declarations_come_before_their_assignments(void **state) {
    (void)state;
    require_dump(
        "func run(m map[int]string) {\n"
        "\ti, j := 1, 2\n"
        "\ti, k := j, i\n"
        "\tvar a, b interface{} = i, k\n"
        "\tvar v, ok = m[k]\n"
        "\t_, _, _, _ = a, b, v, ok\n"
        "}\n",
        "  parameters: m map[int]string\n"
        "  locals: i int again, j int, k int, a interface {}, b interface {}, v string, ok bool\n"
        "  DECLARE@2:2{i}\n"
        "  DECLARE@2:5{j}\n"
        "  ASSIGN_LIST@2:7{define}[VARIABLE@2:2{i define} VARIABLE@2:5{j "
        "define}]<CONSTANT@2:10{'1' int} CONSTANT@2:13{'2' int}>\n"
        "  DECLARE@3:5{k}\n"
        "  ASSIGN_LIST@3:7{define}[VARIABLE@3:2{i} VARIABLE@3:5{k define}]<VARIABLE@3:10{j} "
        "VARIABLE@3:13{i}>\n"
        "  DECLARE@4:6{a}\n"
        "  ASSIGN@4:6{}(VARIABLE@4:6{a define}, TO_INTERFACE@4:28{implicit interface "
        "{}}(VARIABLE@4:25{i}))\n"
        "  DECLARE@4:6{b}\n"
        "  ASSIGN@4:6{}(VARIABLE@4:9{b define}, TO_INTERFACE@4:28{implicit interface "
        "{}}(VARIABLE@4:28{k}))\n"
        "  DECLARE@5:6{v}\n"
        "  DECLARE@5:6{ok}\n"
        "  ASSIGN_OK@5:6{}(MAP_INDEX@5:15{string}(VARIABLE@5:14{m}, "
        "VARIABLE@5:16{k}))[VARIABLE@5:6{v define} VARIABLE@5:9{ok define}]\n"
        "  ASSIGN_LIST@6:13{}[BLANK@6:2{} BLANK@6:5{} BLANK@6:8{} BLANK@6:11{}]<VARIABLE@6:15{a} "
        "VARIABLE@6:18{b} VARIABLE@6:21{v} VARIABLE@6:24{ok}>\n");
}

static void types_are_chosen_with_a_variable_for_each_clause(void **state) {
    (void)state;
    require_dump("func run(i interface{}) {\n"
                 "\tswitch v := i.(type) {\n"
                 "\tcase int:\n"
                 "\t\ti = v\n"
                 "\tcase nil, error:\n"
                 "\t\t_ = v\n"
                 "\tdefault:\n"
                 "\t}\n"
                 "}\n",
                 "  parameters: i interface {} again\n"
                 "  locals: v int, v interface {}, v interface {}\n"
                 "  "
                 "TYPE_SWITCH@2:2{}(VARIABLE@2:14{i})<CASE@3:2{v}[TYPE@3:7{int}]<ASSIGN@4:5{}("
                 "VARIABLE@4:3{i}, TO_INTERFACE@4:3{implicit interface {}}(VARIABLE@4:7{v}))> "
                 "CASE@5:2{v}[NIL@5:7{untyped nil} TYPE@5:12{error}]<ASSIGN@6:5{}(BLANK@6:3{}, "
                 "VARIABLE@6:7{v})> CASE@7:2{v default}>\n");
}

static void receives_of_a_select_declare_what_they_fill(void **state) {
    (void)state;
    require_dump(
        "func run(c chan int, d chan interface{}) {\n"
        "\tvar i interface{}\n"
        "\tselect {\n"
        "\tcase v, ok := <-c:\n"
        "\t\t_, _ = v, ok\n"
        "\tcase i = <-c:\n"
        "\tcase d <- 1:\n"
        "\tdefault:\n"
        "\t}\n"
        "\t_ = i\n"
        "}\n",
        "  parameters: c chan int, d chan interface {}\n"
        "  locals: i interface {} again, v int, ok bool\n"
        "  DECLARE@2:6{i}\n"
        "  ASSIGN@2:6{}(VARIABLE@2:6{i define})\n"
        "  SELECT@3:2{default}<CASE@4:2{}(ASSIGN_OK@4:13{define}(RECEIVE@4:16{<- "
        "int}(VARIABLE@4:18{c}))[VARIABLE@4:7{v define} VARIABLE@4:10{ok define}]{DECLARE@4:7{v} "
        "DECLARE@4:10{ok}})<ASSIGN_LIST@5:8{}[BLANK@5:3{} BLANK@5:6{}]<VARIABLE@5:10{v} "
        "VARIABLE@5:13{ok}>> CASE@6:2{}(ASSIGN@6:9{}(VARIABLE@6:7{i}, RECEIVE@6:11{<- "
        "int}(VARIABLE@6:13{c}))) CASE@7:2{}(SEND@7:9{}(VARIABLE@7:7{d}, TO_INTERFACE@7:7{implicit "
        "interface {}}(CONSTANT@7:12{'1' int}))) CASE@8:2{default}>\n"
        "  ASSIGN@10:4{}(BLANK@10:2{}, VARIABLE@10:6{i})\n");
}

static void literals_capture_in_order_of_use_level_by_level(void **state) {
    (void)state;
    require_dump("func run(a, b int) {\n"
                 "\tc := 1\n"
                 "\tfunc() {\n"
                 "\t\tb++\n"
                 "\t\tfunc() { a, c = 1, b }()\n"
                 "\t}()\n"
                 "\t_ = c\n"
                 "}\n",
                 "  parameters: a int again captured, b int again captured\n"
                 "  locals: c int again captured\n"
                 "  DECLARE@2:2{c}\n"
                 "  ASSIGN@2:4{define}(VARIABLE@2:2{c define}, CONSTANT@2:7{'1' int})\n"
                 "  EVALUATE@6:3{}(CALL@6:3{()}(CLOSURE@3:2{run.func1}))\n"
                 "  ASSIGN@7:4{}(BLANK@7:2{}, VARIABLE@7:6{c})\n"
                 "run.func1 main.run.func1 unused\n"
                 "  captures: b@4:3, a@5:3, c@5:3\n"
                 "  ASSIGN_OPERATION@4:4{+ step}(VARIABLE@4:3{b}, CONSTANT@4:4{int})\n"
                 "  EVALUATE@5:25{}(CALL@5:25{()}(CLOSURE@5:3{run.func1.1}))\n"
                 "run.func1.1 main.run.func1.1 unused\n"
                 "  captures: b@5:22, a@5:12, c@5:15\n"
                 "  ASSIGN_LIST@5:17{}[VARIABLE@5:12{a} VARIABLE@5:15{c}]<CONSTANT@5:19{'1' int} "
                 "VARIABLE@5:22{b}>\n");
}

static void labels_that_a_goto_leads_back_to_are_loops(void **state) {
    (void)state;
    require_dump(
        "func run(n int) {\n"
        "\tgoto ahead\n"
        "ahead:\n"
        "back:\n"
        "\tdefer log(n)\n"
        "\tif n > 1 {\n"
        "\t\tgoto back\n"
        "\t}\n"
        "outer:\n"
        "\tfor range \"ab\" {\n"
        "\t\tfor {\n"
        "\t\t\tbreak outer\n"
        "\t\t}\n"
        "\t}\n"
        "}\n",
        "  parameters: n int\n"
        "  BRANCH@2:2{.ahead goto}\n"
        "  LABEL@3:1{.ahead}\n"
        "  LABEL@4:1{.back loop}\n"
        "  DEFER@5:2{loop}(CALL@5:11{()}(FUNCTION@5:8{log})[TO_INTERFACE@5:11{implicit interface "
        "{}}(VARIABLE@5:12{n}) NIL@5:11{[]interface {}}])\n"
        "  IF@6:2{}(BINARY@6:7{> bool}(VARIABLE@6:5{n}, CONSTANT@6:9{'1' int}))<BRANCH@7:3{.back "
        "goto}>\n"
        "  LABEL@9:1{.outer}\n"
        "  RANGE@10:6{}(CONSTANT@10:12{'\"ab\"' string})<FOR@11:3{}<BRANCH@12:4{.outer break}>>\n");
}

static void calls_of_known_values_are_direct(void **state) {
    (void)state;
    require_dump(
        "func run() {\n"
        "\ts := sized(&point{})\n"
        "\ts.sum()\n"
        "\tvar n sized = named{s}\n"
        "\tn.sum()\n"
        "\ts2 := s\n"
        "\ts2, n = n, s2\n"
        "\ts2.sum()\n"
        "}\n",
        "  locals: s sized, n sized again, s2 sized again\n"
        "  DECLARE@2:2{s}\n"
        "  ASSIGN@2:4{define}(VARIABLE@2:2{s define}, "
        "TO_INTERFACE@2:12{sized}(POINTER_LITERAL@2:13{*point}(STRUCT_LITERAL@2:19{point})))\n"
        "  EVALUATE@3:7{}(CALL@3:7{.sum 'devirtualizing s.sum to *point' method devirtualized "
        "int}(FUNCTION@3:3{point.sum})[FOLLOW@3:3{implicit "
        "point}(ASSERT@3:3{*point}(VARIABLE@3:2{s}))])\n"
        "  DECLARE@4:6{n}\n"
        "  ASSIGN@4:6{}(VARIABLE@4:6{n define}, TO_INTERFACE@4:22{implicit "
        "sized}(STRUCT_LITERAL@4:21{named}[KEYED@4:22{0}(VARIABLE@4:22{s})]))\n"
        "  EVALUATE@5:7{}(CALL_INTERFACE@5:7{.sum int}(VARIABLE@5:2{n}))\n"
        "  DECLARE@6:2{s2}\n"
        "  ASSIGN@6:5{define}(VARIABLE@6:2{s2 define}, VARIABLE@6:8{s})\n"
        "  ASSIGN_LIST@7:8{}[VARIABLE@7:2{s2} VARIABLE@7:6{n}]<VARIABLE@7:10{n} "
        "VARIABLE@7:13{s2}>\n"
        "  EVALUATE@8:8{}(CALL_INTERFACE@8:8{.sum int}(VARIABLE@8:2{s2}))\n");
}

/* ---- the program around functions ---- */

static void require_statics(const char *code, const char *initialise, const char *expected) {
    build(code);
    for (uint32_t i = 0; i < program.static_count; i++) {
        const struct ir_static *s = &program.statics[i];
        if (s->variable->pos > strlen(source)) continue;
        text_addf(&found, "%s = ", s->variable->name);
        ir_node_text(s->value, &found);
        text_add(&found, "\n");
    }
    assert_string_equal(text_string(&found), expected);
    text_clear(&found);
    for (uint32_t i = 0; i < program.init_count; i++)
        for (struct ir_node *n = program.inits[i]->body; n; n = n->next) {
            if (program.inits[i]->library) continue;
            ir_node_text(n, &found);
            text_add(&found, "\n");
        }
    assert_string_equal(text_string(&found), initialise);
    done();
}

static void data_of_package_variables_needs_no_code(void **state) {
    (void)state;
    require_statics("var one = &point{1, 2}\n"
                    "var list = []int{1, 2}\n"
                    "var box interface{} = 5\n"
                    "var place = &list\n"
                    "var do = func() {}\n"
                    "var text = []byte(\"ab\")\n"
                    "var _ = len(list)\n"
                    "var _ sized = (*point)(nil)\n",
                    "",
                    "one = &point{...}\nlist = []int{...}\nbox = 5\nplace = &list\n"
                    "do = func literal\ntext = ([]byte)(\"ab\")\n");
}

static void what_is_not_data_is_assigned_when_the_program_starts(void **state) {
    (void)state;
    require_statics("var list = []*point{{x: 1}, one}\n"
                    "var one = new(point)\n"
                    "var m = map[int]int{1: 2}\n"
                    "var both, _ = pair()\n"
                    "var grid = [2]point{{1, get().x}, {}}\n",
                    "one = new(point)\n..stmp_5[int(1)] = one\nm = map[int]int{...}\n"
                    "both, _ = pair()\ngrid[int(0)].y = get().x\n",
                    "..stmp_5 = [2]*point{...}\nlist = ..stmp_5[:]\ngrid = [2]point{...}\n");
}

static void require_names(const char *code, const char *expected) {
    build(code);
    for (uint32_t i = 0; i < program.function_count; i++) {
        const struct ir_function *f = program.functions[i];
        if (f->pos > LINES * 20 || f->wrapper) text_addf(&found, "%s %s\n", f->name, f->symbol);
    }
    const char *all = text_string(&found), *own = strstr(all, "main main.main\n");
    assert_non_null(own);
    assert_string_equal(own + strlen("main main.main\n"), expected);
    done();
}

static void functions_are_named_as_in_traces(void **state) {
    (void)state;
    require_names("var v = func() func() { return func() {} }\n"
                  "func init() { func() {}() }\n"
                  "func init() {}\n"
                  "func (p *point) walk() { func() { func() {}() }(); func() {}() }\n"
                  "var w = (*point).sum\n",
                  "glob..func1 main.glob..func1\n"
                  "glob..func1.1 main.glob..func1.1\n"
                  "init.0 main.init.0\n"
                  "init.0.func1 main.init.0.func1\n"
                  "init.1 main.init.1\n"
                  "(*point).walk main.(*point).walk\n"
                  "(*point).walk.func1 main.(*point).walk.func1\n"
                  "(*point).walk.func1.1 main.(*point).walk.func1.1\n"
                  "(*point).walk.func2 main.(*point).walk.func2\n"
                  "(*point).sum (*point).sum\n");
}

static void other_receivers_get_wrappers(void **state) {
    (void)state;
    build("func init() { _ = (*shape).sum; _ = sized.sum; _ = point.sum; _ = named.sum }\n");
    for (uint32_t i = 0; i < program.wrapper_count; i++) {
        ir_dump_function(program.wrappers[i], (struct ir_source){source, LINES - 1}, &found);
        assert_true(program.wrappers[i]->used);
    }
    static const char expected[] =
        "(*shape).sum (*shape).sum\n"
        "  parameters: .this *shape\n  results: ~r0 int\n"
        "  RETURN@@{}[CALL@@{method int}(FUNCTION@@{point.sum})[POINTER_FIELD@@{.point point}"
        "(POINTER_FIELD@@{.base *base}(VARIABLE@@{.this}))]]\n"
        "sized.sum sized.sum\n"
        "  parameters: .this sized\n  results: ~r0 int\n"
        "  RETURN@@{}[CALL_INTERFACE@@{.sum int}(VARIABLE@@{.this})]\n"
        "named.sum named.sum\n"
        "  parameters: .this named\n  results: ~r0 int\n"
        "  RETURN@@{}[CALL_INTERFACE@@{.sum int}(FIELD@@{.sized sized}(VARIABLE@@{.this}))]\n";
    /* Their positions do not matter. */
    struct text bare = {0};
    for (const char *at = text_string(&found); *at; at++) {
        text_add_bytes(&bare, at, 1);
        if (*at != '@') continue;
        text_add(&bare, "@");
        at += strcspn(at, "{") - 1;
    }
    assert_string_equal(text_string(&bare), expected);
    text_free(&bare);
    done();
}

static void only_what_main_reaches_is_used(void **state) {
    (void)state;
    build("func a() { b() }\n"
          "func b() { log(point{}) }\n"
          "func c() { b() }\n"
          "func (p point) String() string { return \"\" }\n"
          "func init() { a() }\n");
    assert_true(function_of("a")->used && function_of("b")->used);
    assert_true(function_of("point.String")->used);
    assert_false(function_of("c")->used || function_of("pair")->used);
    done();
}

/* ---- size ---- */

/* As long as the parser lets them get. */
static void long_chains_are_built_and_printed(void **state) {
    (void)state;
    enum { TERMS = GO_HEIGHT_MAX - 20 };
    struct text code = {0};
    text_add(&code, "func run(a int) int {\n\treturn a");
    for (int i = 0; i < TERMS; i++) text_add(&code, " + a");
    const char *sum = strstr(text_string(&code), "return");
    char *expected = strdup(sum);
    text_add(&code, "\n}\n");
    build(text_string(&code));
    ir_node_text(function_of("run")->body, &found);
    assert_string_equal(text_string(&found), expected);
    free(expected);
    text_free(&code);
    done();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arguments_are_converted_at_the_bracket_or_the_argument_before),
        cmocka_unit_test(assigned_values_are_converted_where_the_target_was_entered_last),
        cmocka_unit_test(elements_are_converted_at_themselves_or_their_colon),
        cmocka_unit_test(expressions_print_from_the_tree),
        cmocka_unit_test(dead_branches_leave_nothing),
        cmocka_unit_test(method_values_and_literals_are_where_they_begin),
        cmocka_unit_test(promoted_fields_are_chains),
        cmocka_unit_test(several_results_go_to_temporaries),
        cmocka_unit_test(what_is_called_or_receives_is_named),
        cmocka_unit_test(declarations_come_before_their_assignments),
        cmocka_unit_test(types_are_chosen_with_a_variable_for_each_clause),
        cmocka_unit_test(receives_of_a_select_declare_what_they_fill),
        cmocka_unit_test(literals_capture_in_order_of_use_level_by_level),
        cmocka_unit_test(labels_that_a_goto_leads_back_to_are_loops),
        cmocka_unit_test(calls_of_known_values_are_direct),
        cmocka_unit_test(data_of_package_variables_needs_no_code),
        cmocka_unit_test(what_is_not_data_is_assigned_when_the_program_starts),
        cmocka_unit_test(functions_are_named_as_in_traces),
        cmocka_unit_test(other_receivers_get_wrappers),
        cmocka_unit_test(only_what_main_reaches_is_used),
        cmocka_unit_test(long_chains_are_built_and_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
