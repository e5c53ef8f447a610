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

/* Of "package main", a line each: what is wrong in the second line. Asked from Go 1.19.8. */
struct complaint {
    const char *line, *column_and_message;
};

static void require_rows(const struct complaint *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct text file = {0}, expected = {0};
        text_addf(&file, "package main\n%s\n", rows[i].line);
        text_addf(&expected, "2:%s\n", rows[i].column_and_message);
        require_complaints(text_string(&file), text_string(&expected));
        text_free(&file);
        text_free(&expected);
    }
}

#define REQUIRE_ROWS(rows) require_rows(rows, sizeof(rows) / sizeof(rows)[0])

static void syntax_errors_are_worded_as_the_compiler_does(void **state) {
    (void)state;
    static const struct complaint ROWS[] = {
        {"func f() { x := }", "17: syntax error: unexpected }, expecting expression"},
        {"x := 1", "1: syntax error: non-declaration statement outside function body"},
        {"func f() int {} return",
         "17: syntax error: unexpected return after top level declaration"},
        {"func f() { if x { } else x }",
         "26: syntax error: else must be followed by if or statement block"},
        {"func f() { if x = 1 { } }", "17: syntax error: cannot use assignment (x) = (1) as value"},
        {"func f() { if x := 1 { } }", "17: syntax error: cannot use x := 1 as value"},
        {"func f() { if { } }", "15: syntax error: missing condition in if statement"},
        {"func f() { if x; { } }", "16: syntax error: missing condition in if statement"},
        {"func f() { for i := 0; i < 1 { } }",
         "30: syntax error: unexpected {, expecting semicolon or newline"},
        {"func f() { for i := 0; i < 1; i := 2 { } }",
         "33: syntax error: cannot declare in post statement of for loop"},
        {"func f() { for var i = 0; ; { } }",
         "20: syntax error: var declaration not allowed in for initializer"},
        {"func f() { f(1 2) }",
         "16: syntax error: unexpected literal 2 in argument list; possibly missing comma or )"},
        {"func f() { x := []int{1 2} }", "25: syntax error: unexpected literal 2 in composite "
                                         "literal; possibly missing comma or }"},
        {"func f(a int, string) { }", "15: syntax error: mixed named and unnamed parameters"},
        {"func f(a, b) (x int, y) { }", "22: syntax error: mixed named and unnamed parameters"},
        {"func f(...) { }", "11: syntax error: ... is missing type"},
        {"func (t T) { }", "12: syntax error: unexpected {, expecting name or ("},
        {"func f() { a b }", "14: syntax error: unexpected b at end of statement"},
        {"func f() { a, b }", "17: syntax error: unexpected }, expecting := or = or comma"},
        {"func f() { var x }", "18: syntax error: unexpected }, expecting type"},
        {"func f() { var 1 int }", "16: syntax error: unexpected literal 1, expecting name"},
        {"func f() { switch x case 1: }", "21: syntax error: unexpected case, expecting {"},
        {"func f() { switch { x } }",
         "21: syntax error: unexpected x, expecting case or default or }"},
        {"func f() { select { 1 } }",
         "21: syntax error: unexpected literal 1, expecting case or default or }"},
        {"func f() { case 1: }", "12: syntax error: unexpected case, expecting }"},
        {"func f() { goto }", "17: syntax error: unexpected }, expecting name"},
        {"func f() { return 1 2 }", "21: syntax error: unexpected literal 2 at end of statement"},
        {"func f() { x.1 }", "13: syntax error: unexpected literal .1 at end of statement"},
        {"func f() { x. }", "15: syntax error: unexpected }, expecting name or ("},
        {"func f() { a[] = 1 }", "14: syntax error: unexpected ], expecting operand"},
        {"func f() { a[1 = 2 }", "16: syntax error: unexpected =, expecting comma, : or ]"},
        {"func f() { a[1:2 = 3 }", "18: syntax error: unexpected =, expecting ]"},
        {"func f() { (x }", "15: syntax error: unexpected }, expecting )"},
        {"func f() { _ = (T){1} }",
         "19: syntax error: cannot parenthesize type in composite literal"},
        {"type T struct { a int b int }", "23: syntax error: unexpected b in struct type; possibly "
                                          "missing semicolon or newline or }"},
        {"type T struct { (U) }", "17: syntax error: cannot parenthesize embedded type"},
        {"type T struct { *(U) }", "18: syntax error: cannot parenthesize embedded type"},
        {"type T struct { 1 }",
         "17: syntax error: unexpected literal 1, expecting field name or embedded type"},
        {"type T interface { 1 }",
         "20: syntax error: unexpected literal 1, expecting ~ term or type"},
        {"type T interface { m() n() }", "25: syntax error: unexpected ( in interface type; "
                                         "possibly missing semicolon or newline or }"},
        {"type T", "7: syntax error: unexpected newline in type declaration"},
        {"type T 1", "8: syntax error: unexpected literal 1 in type declaration"},
        {"type T [3", "10: syntax error: unexpected newline, expecting ]"},
        {"type T <-int", "10: syntax error: unexpected int, expecting chan"},
        {"type T map[int", "15: syntax error: unexpected newline, expecting ]"},
        {"type T map int", "12: syntax error: unexpected int, expecting ["},
        {"const x = 1, = 2", "14: syntax error: unexpected =, expecting expression"},
        {"const ( a = 1 b )", "15: syntax error: unexpected b in grouped declaration; possibly "
                              "missing semicolon or newline or )"},
        {"func f()) { }", "9: syntax error: unexpected ) after top level declaration"},
        {"func f( { }", "9: syntax error: unexpected {, expecting )"},
        {"func f[]() { }", "8: syntax error: empty type parameter list"},
        {"func (t T) m[P any]() { }", "13: syntax error: method must have no type parameters"},
        {"func f() { func g() { } }", "17: syntax error: unexpected g, expecting ("},
        {"func f() { x++ + 1 }", "16: syntax error: unexpected + at end of statement"},
        {"func f() { x = y++ }", "17: syntax error: unexpected ++ at end of statement"},
        {"func f() { if x == T{1} { } }", "25: syntax error: unexpected { at end of statement"},
        {"func f() { for i = range }", "26: syntax error: unexpected }, expecting expression"},
        {"func f() { import \"x\" }", "12: syntax error: unexpected import, expecting }"},
        {"func f() { else { } }", "12: syntax error: unexpected else, expecting }"},
        {"func f() { var x := 1 }", "18: syntax error: unexpected :=, expecting ="},
        {"func f() { const x := 1 }", "20: syntax error: unexpected :=, expecting ="},
        {"func f() { while x { } }", "18: syntax error: unexpected x at end of statement"},
        {"func f() { fallthrough x }", "24: syntax error: unexpected x at end of statement"},
        {"func f() { break 1 }", "18: syntax error: unexpected literal 1 at end of statement"},
        {"func f() { a, 1 := 2 }; }",
         "25: syntax error: non-declaration statement outside function body"},
        {"import \"fmt\"; import \"os\"; var x int; import \"io\"",
         "39: syntax error: non-declaration statement outside function body"},
        {"var x int }", "11: syntax error: unexpected } after top level declaration"},
        {"func f() { } }", "14: syntax error: unexpected } after top level declaration"},
        {"func main { }", "11: syntax error: unexpected {, expecting ("},
        {"fun main() { }", "1: syntax error: non-declaration statement outside function body"},
        {"func f() { 1 = }", "16: syntax error: unexpected }, expecting expression"},
        {"func f() { for ;; i++ i++ { } }",
         "23: syntax error: unexpected i, expecting { after for clause"},
        {"func f() { x := map[string]int{\"a\" 1} }",
         "36: syntax error: unexpected literal 1 in composite literal; possibly missing comma or "
         "}"},
        {"func f() { return ) }", "19: syntax error: unexpected ), expecting expression"},
        {"func f() { a = b == }", "21: syntax error: unexpected }, expecting expression"},
        {"func f() { go func() { } }", "15: expression in go must be function call"},
    };
    REQUIRE_ROWS(ROWS);
}

static void other_mistakes_are_found_too(void **state) {
    (void)state;
    static const struct complaint ROWS[] = {
        {"func f() { defer (g()) }", "18: expression in defer must not be parenthesized"},
        {"func f() { go g }", "15: expression in go must be function call"},
        {"func () m() { }", "9: method has no receiver"},
        {"func (a, b T) m() { }", "15: method has multiple receivers"},
        {"func f() { _ = a[1::2] }", "20: middle index required in 3-index slice"},
        {"func f() { _ = a[1:2:] }", "22: final index required in 3-index slice"},
        {"func f() { _ = 08 }", "17: invalid digit '8' in octal literal"},
        {"func f() { _ = 'ab' }", "16: more than one character in rune literal"},
        {"func f() { _ = \"\\q\" }", "18: unknown escape"},
        {"func f() { _ = \"abc", "20: newline in string"},
        {"type T interface { m[P any]() }", "21: interface method must have no type parameters"},
        {"type T interface { m[]() }", "22: empty type parameter list"},
        {"type T interface { E[] }", "22: empty type argument list"},
    };
    REQUIRE_ROWS(ROWS);
}

static void branches_need_a_place_to_go_to(void **state) {
    (void)state;
    static const struct complaint ROWS[] = {
        {"func f() { break }", "12: break is not in a loop, switch, or select"},
        {"func f() { continue }", "12: continue is not in a loop"},
        {"func f() { switch { case a: continue } }", "29: continue is not in a loop"},
        {"func f() { for { func() { break }() } }",
         "27: break is not in a loop, switch, or select"},
        {"func f() { fallthrough }", "12: fallthrough statement out of place"},
        {"func f() { switch { case a: fallthrough } }",
         "29: cannot fallthrough final case in switch"},
        {"func f() { switch { case a: { fallthrough }; case b: } }",
         "31: fallthrough statement out of place"},
        {"func f() { switch { case a: fallthrough; x(); case b: } }",
         "29: fallthrough statement out of place"},
        {"func f() { switch x.(type) { case a: fallthrough; case b: } }",
         "38: cannot fallthrough in type switch"},
        {"func f() { select { case <-c: fallthrough; default: } }",
         "31: fallthrough statement out of place"},
        {"func f() { L: for { } }", "12: label L defined and not used"},
        {"func f() { goto L }", "17: label L not defined"},
        {"func f() { for { break L } }", "24: break label not defined: L"},
        {"func f() { L: x(); for { break L } }", "32: invalid break label L"},
        {"func f() { L: switch { case a: for { continue L } } }", "47: invalid continue label L"},
        {"func f() { L: for { }; for { continue L } }", "39: invalid continue label L"},
        {"func f() { goto L; { L: } }", "17: goto L jumps into block starting at p.go:2:20"},
        {"func f() { goto L; x := 1; _ = x; L: }",
         "17: goto L jumps over declaration of x at p.go:2:22"},
        {"func f() { goto L; var x, y int; L: }",
         "17: goto L jumps over declaration of x at p.go:2:24"},
        {"func f() { L: for { break L }; L: goto L }", "32: label L already defined at p.go:2:12"},
        {"func f() { for { break L }; L: goto L }", "24: break label not defined: L"},
        {"func f() { L: M: for { break L; continue M } }", "30: invalid break label L"},
    };
    REQUIRE_ROWS(ROWS);
}

static void what_the_subset_lacks_is_named(void **state) {
    (void)state;
    static const struct complaint ROWS[] = {
        {"func f[T any](x T) T { return x }", "7: generics are not in the supported subset"},
        {"func f() { g[[]int](nil) }", "13: generics are not in the supported subset"},
        {"func f() { _ = T[int, string]{} }", "17: generics are not in the supported subset"},
        {"type T[P any] struct { x P }", "7: generics are not in the supported subset"},
        {"type T[P *E,] []P", "7: generics are not in the supported subset"},
        {"type T[P []int] []P", "7: generics are not in the supported subset"},
        {"type T[K comparable, V int | string] map[K]V",
         "7: generics are not in the supported subset"},
        {"type N interface { ~int | ~float64 }", "20: generics are not in the supported subset"},
        {"type N interface { int | float64 }", "24: generics are not in the supported subset"},
        {"var x T[int]", "8: generics are not in the supported subset"},
        {"type S struct { T[int, string]; x int }", "18: generics are not in the supported subset"},
        {"func (l *List[T]) push(x T) { }", "14: generics are not in the supported subset"},
        {"func f(x p.T[int]) { }", "13: generics are not in the supported subset"},
        {"var x = 1 + 2i", "13: complex numbers are not in the supported subset"},
        {"import \"C\"", "8: import \"C\": cgo is not in the supported subset"},
    };
    REQUIRE_ROWS(ROWS);
    require_complaints("package lib\n",
                       "1:9: package lib is not a main package; write package main\n");
}

static void the_head_of_the_file_is_read_as_the_go_command_does(void **state) {
    (void)state;
    require_complaints("", "1:1: expected 'package', found 'EOF'\n");
    require_complaints("func main() {}\n", "1:1: expected 'package', found 'func'\n");
    require_complaints("package 1\n", "1:9: expected 'IDENT', found 1\n");
    require_complaints("package main; import fmt\nfunc main(){}\n",
                       "1:25: expected 'STRING', found newline\n");
    require_complaints("package main\nimport (\"fmt\" \"os\")\n",
                       "2:15: expected ';', found \"os\"\n");
    require_complaints("package main x\n",
                       "1:14: syntax error: unexpected x, expecting semicolon or newline\n");
}

static void one_syntax_error_a_line_is_enough(void **state) {
    (void)state;
    require_complaints("package main\nfunc f() { x := ; y := ; ) }\nfunc g() { if }\nvar 1\n",
                       "2:17: syntax error: unexpected semicolon, expecting expression\n"
                       "3:15: syntax error: unexpected }, expecting expression\n"
                       "4:1: syntax error: unexpected var, expecting expression\n");
}

/* ---- limits ---- */

/* A file of `start`, `count` times `part`, `end`. Returns the first complaint, or "". */
static void require_repeated(const char *start, const char *part, uint32_t count,
                             const char *middle, const char *back, const char *end,
                             const char *expected) {
    struct text file = {0}, out = {0};
    struct parsed p;
    text_add(&file, start);
    for (uint32_t i = 0; i < count; i++) text_add(&file, part);
    text_add(&file, middle);
    for (uint32_t i = 0; i < count; i++) text_add(&file, back);
    text_add(&file, end);
    parse(&p, text_string(&file), file.length);
    text_add(&out, p.diags.count ? p.diags.list[0].message : "");
    assert_int_equal(p.diags.count, expected[0] ? 1 : 0);
    assert_string_equal(text_string(&out), expected);
    text_free(&out);
    text_free(&file);
    close_parsed(&p);
}

#define TOO_DEEP                                                                                   \
    "nested more than 250 deep; put fewer expressions, types and blocks into each other"
#define IN_FUNCTION "package main\nfunc f() {\n"
#define VARIABLE "package main\nvar x "

static void nesting_has_a_limit(void **state) {
    (void)state;
    require_repeated(VARIABLE "= ", "(", 240, "1", ")", "\n", "");
    require_repeated(VARIABLE "= ", "(", 100000, "1", ")", "\n", TOO_DEEP);
    require_repeated(VARIABLE "= ", "- ", 100000, "1", "", "\n", TOO_DEEP);
    require_repeated(VARIABLE "= ", "<-", 100000, "1", "", "\n", TOO_DEEP);
    require_repeated(VARIABLE "= ", "f(", 100000, "1", ")", "\n", TOO_DEEP);
    require_repeated(VARIABLE "= ", "a[", 100000, "1", "]", "\n", TOO_DEEP);
    require_repeated(VARIABLE "= T", "{", 100000, "1", "}", "\n", TOO_DEEP);
    require_repeated(VARIABLE "= ", "func() { _ = ", 30000, "1", "}", "\n", TOO_DEEP);
    require_repeated(VARIABLE, "*", 100000, "int", "", "\n", TOO_DEEP);
    require_repeated(VARIABLE, "[]", 100000, "int", "", "\n", TOO_DEEP);
    require_repeated(VARIABLE, "map[", 100000, "int", "]int", "\n", TOO_DEEP);
    require_repeated(VARIABLE, "func(", 100000, "int", ")", "\n", TOO_DEEP);
    require_repeated(VARIABLE, "struct { a ", 50000, "int", "}", "\n", TOO_DEEP);
    require_repeated(VARIABLE, "interface { m(", 30000, "int", ")}", "\n", TOO_DEEP);
    require_repeated(VARIABLE, "chan ", 100000, "int", "", "\n", TOO_DEEP);
    require_repeated(IN_FUNCTION, "{", 100000, "", "}", "}\n", TOO_DEEP);
    require_repeated(IN_FUNCTION, "if a {", 100000, "", "}", "}\n", TOO_DEEP);
    require_repeated(IN_FUNCTION, "L: ", 100000, "", "", "}\n", TOO_DEEP);
    require_repeated(IN_FUNCTION, "switch { case a: ", 30000, "", "}", "}\n", TOO_DEEP);
}

static void chains_have_a_limit(void **state) {
    (void)state;
    static const char *const LONG =
        "more than 2000 operators, calls or selectors in one expression; split it";
    require_repeated(VARIABLE "= 1", " + 1", 1900, "", "", "\n", "");
    require_repeated(VARIABLE "= 1", " + 1", 200000, "", "", "\n", LONG);
    require_repeated(VARIABLE "= f", "()", 200000, "", "", "\n", LONG);
    require_repeated(VARIABLE "= a", ".b", 200000, "", "", "\n", LONG);
    require_repeated(VARIABLE "= a", "[0]", 200000, "", "", "\n", LONG);
    require_repeated(VARIABLE "= a", "[:]", 200000, "", "", "\n", LONG);
    require_repeated(IN_FUNCTION "if a { }", " else if a { }", 1900, "", "", "\n}\n", "");
    require_repeated(IN_FUNCTION "if a { }", " else if a { }", 50000, "", "", "\n}\n",
                     "more than 2000 times else if; use switch or functions");
}

static void lists_have_no_limit(void **state) {
    (void)state;
    require_repeated(IN_FUNCTION, "a++; ", 100000, "", "", "}\n", "");
    require_repeated(VARIABLE "= []int{", "1,", 100000, "", "", "}\n", "");
    require_repeated("package main\n", "var _ int; ", 60000, "", "", "\n", "");
    require_repeated(IN_FUNCTION "for { }\n", "goto L; ", 60000, "L:", "", "}\n", "");
    require_repeated(VARIABLE "= 1 // ", "x", (1 << 20) - 64, "", "", "\n", "");
    require_repeated(VARIABLE "= 1 // ", "x", 1 << 20, "", "", "\n",
                     "longer than 1048576 bytes; programs are short here");
}

/* ---- any bytes ---- */

static const char PROGRAM[] =
    "package main\n"
    "import (\"fmt\"; m \"math\")\n"
    "type T struct { a, b int `tag`; *U; f func(int, ...string) (x, y error) }\n"
    "type I interface { m(int) string; fmt.Stringer }\n"
    "const ( A = iota; B; C float64 = 0x1p-2 )\n"
    "func (t *T) m(x int) (r string) {\n"
    "L:\tfor i, c := range \"a\\n\" { if c == 'x' { continue L } else if i > 1 { break } }\n"
    "\tswitch y := x.(type) { case int, []T: f(y...); default: goto L }\n"
    "\tselect { case v, ok := <-c: d <- v; case <-(chan int)(nil): }\n"
    "\tgo func() { defer recover() }()\n"
    "\ta[1:2:3], *p = &T{a: 1, 2: {3}}, map[string]<-chan int{}\n"
    "\tx += 1<<2 &^ 3; x++ /* c */; return `raw`\n"
    "}\n";

static const char PARTS[] = "(){}[],;:.=+-*&<>!~|^%/\"'`\n\t 0x1eiA_\\@\0\xff\xc3\xef\xbb\xbf";

static uint64_t below(uint64_t *random, uint64_t limit) {
    return random_next(random) % limit;
}

/* Bytes changed, put in, taken out, or the end cut off. */
static size_t damage(uint64_t *random, char *bytes, size_t length) {
    for (uint64_t i = 1 + below(random, 6); i > 0; i--) {
        size_t at = (size_t)below(random, length);
        char part = PARTS[below(random, sizeof PARTS - 1)];
        switch (below(random, 8)) {
        case 0:
            if (length == 1) break;
            memmove(bytes + at, bytes + at + 1, length - at - 1);
            length--;
            break;
        case 1: length = at > 0 ? at : 1; break;
        case 2: bytes[at] = (char)below(random, 256); break;
        default: bytes[at] = part;
        }
    }
    return length;
}

static void damaged_programs_are_complained_about_and_no_worse(void **state) {
    (void)state;
    uint64_t random = 1;
    for (uint32_t round = 0; round < 20000; round++) {
        char *bytes = malloc(sizeof PROGRAM); /* of just the size, for the sanitizers */
        memcpy(bytes, PROGRAM, sizeof PROGRAM - 1);
        size_t length = damage(&random, bytes, sizeof PROGRAM - 1);
        bytes = realloc(bytes, length);
        struct parsed p;
        parse(&p, bytes, length);
        close_parsed(&p);
        free(bytes);
    }
}

static void random_bytes_are_no_program(void **state) {
    (void)state;
    uint64_t random = 2;
    char bytes[200];
    for (uint32_t round = 0; round < 20000; round++) {
        size_t length = (size_t)below(&random, sizeof bytes);
        for (size_t i = 0; i < length; i++) bytes[i] = (char)below(&random, 256);
        struct parsed p;
        parse(&p, bytes, length);
        assert_false(p.ok);
        close_parsed(&p);
    }
}

static void an_undamaged_program_has_no_mistake(void **state) {
    (void)state;
    require_complaints(PROGRAM, "");
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
        cmocka_unit_test(other_mistakes_are_found_too),
        cmocka_unit_test(branches_need_a_place_to_go_to),
        cmocka_unit_test(what_the_subset_lacks_is_named),
        cmocka_unit_test(the_head_of_the_file_is_read_as_the_go_command_does),
        cmocka_unit_test(one_syntax_error_a_line_is_enough),
        cmocka_unit_test(nesting_has_a_limit),
        cmocka_unit_test(chains_have_a_limit),
        cmocka_unit_test(lists_have_no_limit),
        cmocka_unit_test(damaged_programs_are_complained_about_and_no_worse),
        cmocka_unit_test(random_bytes_are_no_program),
        cmocka_unit_test(an_undamaged_program_has_no_mistake),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
