/* The syntax tree of a Go file, and the complaints about what is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "support/tree.h"

struct parsed {
    struct pool pool;
    struct diags diags;
    struct go_file file;
    bool ok;
};

static void parse(struct parsed *p, const char *text, size_t length) {
    *p = (struct parsed){.file = {.base = 1, .text = text, .length = (uint32_t)length}};
    diags_init(&p->diags, (struct source){"p.go", text, length});
    p->ok = go_parse(&p->file, &p->pool, &p->diags);
    assert_int_equal(p->ok, p->diags.count == 0);
}

static void close_parsed(struct parsed *p) {
    diags_free(&p->diags);
    pool_free(&p->pool);
}

/* Complaints as "LINE:COLUMN: message\n". */
static void add_complaints(const struct diags *d, struct text *out) {
    for (size_t i = 0; i < d->count; i++) {
        size_t line, column;
        source_place(&d->source, d->list[i].offset, &line, &column);
        text_addf(out, "%zu:%zu: %s\n", line, column, d->list[i].message);
    }
}

static void require_complaints(const char *text, const char *expected) {
    struct parsed p;
    struct text out = {0};
    parse(&p, text, strlen(text));
    add_complaints(&p.diags, &out);
    assert_string_equal(text_string(&out), expected);
    text_free(&out);
    close_parsed(&p);
}

static void require_tree_of(const char *text, bool positions, const char *expected) {
    struct parsed p;
    struct text out = {0};
    parse(&p, text, strlen(text));
    add_complaints(&p.diags, &out);
    assert_string_equal(text_string(&out), "");
    tree_list_text(p.file.declarations, positions, &out);
    assert_string_equal(text_string(&out), expected);
    text_free(&out);
    close_parsed(&p);
}

/* Of declarations. */
static void require_tree(const char *text, const char *expected) {
    struct text file = {0};
    text_addf(&file, "package main\n%s\n", text);
    require_tree_of(text_string(&file), false, expected);
    text_free(&file);
}

/* Of the statements of a function. */
static void require_body(const char *text, const char *expected) {
    struct text file = {0}, tree = {0};
    text_addf(&file, "package main\nfunc f() {\n%s\n}\n", text);
    text_addf(&tree, "(FUNC x:f y:(FUNCTION_TYPE) w:(BLOCK [%s]))", expected);
    require_tree_of(text_string(&file), false, text_string(&tree));
    text_free(&file);
    text_free(&tree);
}

/* ---- trees ---- */

static void operators_bind_as_the_table_says(void **state) {
    (void)state;
    require_body("x = a + b*c - d", "(ASSIGN [x] [(BINARY - x:(BINARY + x:a y:(BINARY * x:b y:c)) "
                                    "y:d)])");
    require_body("x = a || b && c == d + e<<f",
                 "(ASSIGN [x] [(BINARY || x:a y:(BINARY && x:b y:(BINARY == x:c y:(BINARY + x:d "
                 "y:(BINARY << x:e y:f)))))])");
    require_body("x = -a * !b & ^*c",
                 "(ASSIGN [x] [(BINARY & x:(BINARY * x:(UNARY - x:a) y:(UNARY ! x:b)) y:(UNARY ^ "
                 "x:(STAR * x:c)))])");
    require_body("x = &a.b[c](d).e", "(ASSIGN [x] [(UNARY & x:(SELECTOR e x:(CALL x:(INDEX "
                                     "x:(SELECTOR b x:a) y:c) [d])))])");
}

static void a_brace_in_a_header_begins_the_block(void **state) {
    (void)state;
    require_body("if x == y { }", "(IF y:(BINARY == x:x y:y) z:(BLOCK))");
    require_body("if x == (T{}) { }",
                 "(IF y:(BINARY == x:x y:(COMPOSITE parentheses x:T)) z:(BLOCK))");
    require_body("for range []int{1} { }",
                 "(RANGE x:(COMPOSITE x:(SLICE_TYPE x:int) [1]) w:(BLOCK))");
    require_body("switch f(T{}) { }", "(SWITCH y:(CALL x:f [(COMPOSITE x:T)]))");
}

static void parameters_are_names_or_types(void **state) {
    (void)state;
    require_tree("func f(a, b int, c ...T)",
                 "(FUNC x:f y:(FUNCTION_TYPE [(FIELD x:a y:int) (FIELD x:b y:int) (FIELD x:c "
                 "y:(DOTS_TYPE x:T))]))");
    require_tree("func f(a, p.B, []c, ...d) (e, f)",
                 "(FUNC x:f y:(FUNCTION_TYPE [(FIELD y:a) (FIELD y:(SELECTOR B x:p)) (FIELD "
                 "y:(SLICE_TYPE x:c)) (FIELD y:(DOTS_TYPE x:d))] [(FIELD y:e) (FIELD y:f)]))");
    require_tree(
        "func (T) m(a [N]int) *T { }",
        "(FUNC x:m y:(FUNCTION_TYPE [(FIELD x:a y:(ARRAY_TYPE x:N y:int))] [(FIELD y:(STAR "
        "* x:T))]) z:(FIELD y:T) w:(BLOCK))");
}

static void constants_repeat_the_spec_before(void **state) {
    (void)state;
    require_tree(
        "const ( a T = iota; b; c = 1; d; e )",
        "(CONST iota 0 y:T [a] [iota]) (CONST iota 1 repeats a [b]) (CONST iota 2 [c] [1]) "
        "(CONST iota 3 repeats c [d]) (CONST iota 4 repeats c [e])");
}

static void types_nest(void **state) {
    (void)state;
    require_tree("type T map[string][]*[2]func(chan int, <-chan int, chan<- (<-chan int)) error",
                 "(TYPE x:T y:(MAP_TYPE x:string y:(SLICE_TYPE x:(STAR * x:(ARRAY_TYPE x:2 "
                 "y:(FUNCTION_TYPE [(FIELD y:(CHANNEL_TYPE x:int)) (FIELD y:(CHANNEL_TYPE receive "
                 "x:int)) (FIELD y:(CHANNEL_TYPE send x:(CHANNEL_TYPE receive x:int)))] [(FIELD "
                 "y:error)]))))))");
    require_tree("type T struct { a, b int; *p.C; D \"tag\"; e [N]int }",
                 "(TYPE x:T y:(STRUCT_TYPE [(FIELD x:a y:int) (FIELD x:b y:int) (FIELD embedded "
                 "y:(STAR * x:(SELECTOR C x:p))) (FIELD embedded y:D z:\"tag\") (FIELD x:e "
                 "y:(ARRAY_TYPE x:N y:int))]))");
    require_tree("type T = interface { m(int) string; fmt.Stringer }",
                 "(TYPE alias x:T y:(INTERFACE_TYPE [(FIELD x:m y:(FUNCTION_TYPE [(FIELD y:int)] "
                 "[(FIELD y:string)])) (FIELD embedded y:(SELECTOR Stringer x:fmt))]))");
    require_tree("type T [A*B]int", "(TYPE x:T y:(ARRAY_TYPE x:(BINARY * x:A y:B) y:int))");
}

static void an_arrow_before_chan_belongs_to_the_channel(void **state) {
    (void)state;
    require_body("_ = <-chan int(x)", "(ASSIGN [_] [(UNARY <- x:(CALL x:(CHANNEL_TYPE x:int) "
                                      "[x]))])");
    require_body("_ = (<-chan int)(x)", "(ASSIGN [_] [(CALL x:(CHANNEL_TYPE receive parentheses "
                                        "x:int) [x])])");
    require_body("_ = make(<-chan<- chan int)",
                 "(ASSIGN [_] [(CALL x:make [(CHANNEL_TYPE receive x:(CHANNEL_TYPE receive "
                 "x:int))])])");
}

static void statements_have_their_parts(void **state) {
    (void)state;
    require_body("for i := 0; i < n; i++ { }",
                 "(FOR x:(ASSIGN define [i] [0]) y:(BINARY < x:i y:n) z:(ASSIGN + step [i]) "
                 "w:(BLOCK))");
    require_body("for { }\nfor ;; { }\nfor a { }",
                 "(FOR w:(BLOCK)) (FOR w:(BLOCK)) (FOR y:a w:(BLOCK))");
    require_body(
        "for k, v := range m { }\nfor x = range c { }\nfor range c { }",
        "(RANGE define x:m w:(BLOCK) [k v]) (RANGE x:c w:(BLOCK) [x]) (RANGE x:c w:(BLOCK))");
    require_body("if a { } else if b := c; b { } else { d() }",
                 "(IF y:a z:(BLOCK) w:(IF x:(ASSIGN define [b] [c]) y:b z:(BLOCK) w:(BLOCK "
                 "[(EXPRESSION x:(CALL x:d))])))");
    require_body("switch a := b; a { case 1, 2: c(); fallthrough; default: }",
                 "(SWITCH x:(ASSIGN define [a] [b]) y:a [(CASE [1 2] [(EXPRESSION x:(CALL x:c)) "
                 "(BRANCH fallthrough)]) (CASE default)])");
    require_body("switch x := y.(type) { case int, []T: }\nswitch y.(type) { }",
                 "(TYPE_SWITCH y:(ASSERT x:y) z:x [(CASE [int (SLICE_TYPE x:T)])]) (TYPE_SWITCH "
                 "y:(ASSERT x:y))");
    require_body(
        "select { case a, ok := <-b: case c <- 1: default: d() }",
        "(SELECT [(CASE x:(ASSIGN define [a ok] [(UNARY <- x:b)])) (CASE x:(SEND x:c y:1)) "
        "(CASE default [(EXPRESSION x:(CALL x:d))])])");
    require_body("L: for { break L; continue L; goto L }",
                 "(LABELED L x:(FOR w:(BLOCK [(BRANCH break L) (BRANCH continue L) (BRANCH goto "
                 "L)])))");
    require_body("go f(); defer func() { }(); return a, b",
                 "(GO x:(CALL x:f)) (DEFER x:(CALL x:(FUNCTION x:(FUNCTION_TYPE) y:(BLOCK)))) "
                 "(RETURN [a b])");
    require_body(
        "a, b = b, a; x <<= 1; *p--; c <- <-d; f(x...)",
        "(ASSIGN [a b] [b a]) (ASSIGN << [x] [1]) (ASSIGN - step [(STAR * x:p)]) (SEND x:c "
        "y:(UNARY <- x:d)) (EXPRESSION x:(CALL dots x:f [x]))");
    require_body("_ = a[:], a[1:], a[:2:3]",
                 "(ASSIGN [_] [(SLICE x:a) (SLICE x:a y:1) (SLICE three x:a z:2 w:3)])");
    require_body("_ = T{a: 1, 2: {3}}",
                 "(ASSIGN [_] [(COMPOSITE x:T [(KEY_VALUE x:a y:1) (KEY_VALUE "
                 "x:2 y:(COMPOSITE [3]))])])");
}

static void positions_are_those_of_the_compiler(void **state) {
    (void)state;
    require_tree_of("package main;func f(){x.y[z](&T{1})}", true,
                    "(FUNC@19 x:f@19 y:(FUNCTION_TYPE@20) w:(BLOCK@22 [(EXPRESSION@29 x:(CALL@29 "
                    "x:(INDEX@26 x:(SELECTOR@24 y x:x@23) y:z@27) [(UNARY@30 & x:(COMPOSITE@32 "
                    "x:T@31 [1@33]))]))]))");
    require_tree_of(
        "package main;func f(){a=b+c;for i=range d{}}", true,
        "(FUNC@19 x:f@19 y:(FUNCTION_TYPE@20) w:(BLOCK@22 [(ASSIGN@24 [a@23] [(BINARY@26 "
        "+ x:b@25 y:c@27)]) (RANGE@29 x:d@41 w:(BLOCK@42) [i@33])]))");
}

/* The source's bytes of the value of the file's only variable. */
static void start_and_end_enclose_the_text(void **state) {
    (void)state;
    static const char *const VALUES[] = {
        "(a+b)*c",         "f(x, y,)", "a.b[1:2]", "[]T{1, {2}}", "func() { }",
        "<-chan int(nil)", "&T{}",     "x.(*T)",   "((1))",       "struct{ x int; }{}"};
    for (size_t i = 0; i < sizeof VALUES / sizeof VALUES[0]; i++) {
        struct parsed p;
        struct text file = {0};
        text_addf(&file, "package main\nvar x = %s // comment\n", VALUES[i]);
        parse(&p, text_string(&file), file.length);
        const struct go_node *value = p.file.declarations->list2;
        assert_int_equal(value->end - value->start, strlen(VALUES[i]));
        assert_memory_equal(file.bytes + value->start - 1, VALUES[i], strlen(VALUES[i]));
        text_free(&file);
        close_parsed(&p);
    }
}

static void expressions_print_as_in_messages(void **state) {
    (void)state;
    static const char *const ROWS[][2] = {
        {"a+b * c", "a + b * c"},
        {"( a+b )*c", "(a + b) * c"},
        {"f( x,y... )", "f(x, y...)"},
        {"a . b[ 1:2 ]", "a.b[1:2]"},
        {"[]T{1,2}", "[]T{…}"},
        {"map[string] int{}", "map[string]int{}"},
        {"func(a,b int, c string)(int,error){ return 1,nil }",
         "func(a, b int, c string) (int, error) {…}"},
        {"func(){}", "func() {}"},
        {"struct{a,b int; C `tag`}{}", "struct{a, b int; C `tag`}{}"},
        {"x.(interface{m(int) string; E})", "x.(interface{m(int) string; E})"},
        {"make(chan (<-chan int))", "make(chan (<-chan int))"},
        {"[...]int{}", "[...]int{}"},
        {"- !x", "-!x"},
        {"a[i:j:k]", "a[i:j:k]"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct parsed p;
        struct text file = {0}, out = {0};
        text_addf(&file, "package main\nvar x = %s\n", ROWS[i][0]);
        parse(&p, text_string(&file), file.length);
        go_node_text(p.file.declarations->list2, &out);
        assert_string_equal(text_string(&out), ROWS[i][1]);
        text_free(&file);
        text_free(&out);
        close_parsed(&p);
    }
}

/* ---- complaints ---- */

static void syntax_errors_are_worded_as_the_compiler_does(void **state) {
    (void)state;
    require_complaints("package main\nfunc f() { x := }\n",
                       "2:17: syntax error: unexpected }, expecting expression\n");
    require_complaints("package main\nx := 1\n",
                       "2:1: syntax error: non-declaration statement outside function body\n");
    require_complaints("package main\nfunc f()\n{\n}\n",
                       "3:1: syntax error: unexpected semicolon or newline before {\n");
    require_complaints("package main\nfunc f() { if x { } else x }\n",
                       "2:26: syntax error: else must be followed by if or statement block\n");
    require_complaints("package main\nfunc f() { if x = 1 { } }\n",
                       "2:17: syntax error: cannot use assignment (x) = (1) as value\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operators_bind_as_the_table_says),
        cmocka_unit_test(a_brace_in_a_header_begins_the_block),
        cmocka_unit_test(parameters_are_names_or_types),
        cmocka_unit_test(constants_repeat_the_spec_before),
        cmocka_unit_test(types_nest),
        cmocka_unit_test(an_arrow_before_chan_belongs_to_the_channel),
        cmocka_unit_test(statements_have_their_parts),
        cmocka_unit_test(positions_are_those_of_the_compiler),
        cmocka_unit_test(start_and_end_enclose_the_text),
        cmocka_unit_test(expressions_print_as_in_messages),
        cmocka_unit_test(syntax_errors_are_worded_as_the_compiler_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
