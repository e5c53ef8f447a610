/* The type checker on programs that are right: types, values, objects, order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/check.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* ---- package variables: type, and value of what they are given ---- */

static void add_variable(const struct go_object *o, const struct go_node *value, struct text *out) {
    text_addf(out, "%s ", o->name);
    go_type_text(o->type, QUALIFY_ERRORS, out);
    if (value && value->mode == MODE_CONSTANT) {
        text_add(out, " ");
        constant_text(value->value, out);
    }
    text_add(out, "\n");
}

/* One value's type and constant. */
static void require_value(const char *expression, const char *expected) {
    char source[1024];
    struct check c;
    struct text out = {0};
    snprintf(source, sizeof source,
             "package main\nvar (i int; u uint8; f float64; s string; b []byte; m map[string]int; "
             "p *T; e error; ch chan int; a [4]int; n = 3)\n"
             "type T struct { x, y int; next *T }\nfunc (t *T) get(k int) int { return t.x + k }\n"
             "type Celsius float64\nconst big = 1 << 62\n"
             "var v = %s\nfunc main() {}\n",
             expression);
    check_open(&c, source);
    check_complaints(&c, &out);
    assert_string_equal(text_string(&out), "");
    const struct go_object *v = check_find(&c, "v");
    add_variable(v, v->node->list2, &out);
    assert_string_equal(text_string(&out), expected);
    text_free(&out);
    check_close(&c);
}

static void expressions_have_types_and_values(void **state) {
    (void)state;
    require_value("1 + 2", "v int 3\n");
    require_value("'a' + 1", "v rune 98\n");
    require_value("1 / 2.0", "v float64 0.5\n");
    require_value("7 / 2", "v int 3\n");
    require_value("\"a\" + \"b\"", "v string \"ab\"\n");
    require_value("1 < 2", "v bool true\n");
    require_value("big >> 60 << 2", "v int 16\n");
    require_value("len(\"abc\")", "v int 3\n");
    require_value("len(a)", "v int 4\n");
    require_value("len(b)", "v int\n");
    require_value("i + 1", "v int\n");
    require_value("u << 2", "v uint8\n");
    require_value("1 << n", "v int\n");
    require_value("Celsius(36.6)", "v Celsius 36.6\n");
    require_value("string(rune(65))", "v string \"A\"\n");
    require_value("^uint8(1)", "v uint8 254\n");
    require_value("s[0]", "v byte\n");
    require_value("s[1:]", "v string\n");
    require_value("a[:2]", "v []int\n");
    require_value("m[s]", "v int\n");
    require_value("p.next.x", "v int\n");
    require_value("p.get", "v func(k int) int\n");
    require_value("(*T).get", "v func(t *T, k int) int\n");
    require_value("&T{1, 2, nil}", "v *T\n");
    require_value("[...]string{2: \"c\"}", "v [3]string\n");
    require_value("map[string][]T{\"a\": {{1, 2, nil}}}", "v map[string][]T\n");
    require_value("func(x int, more ...string) (int, error) { return x, nil }",
                  "v func(x int, more ...string) (int, error)\n");
    require_value("e.Error()", "v string\n");
    require_value("<-ch", "v int\n");
    require_value("interface{}(p).(*T)", "v *T\n");
    require_value("append(b, s...)", "v []byte\n");
    require_value("make([]T, 2, 3)", "v []T\n");
    require_value("new(int)", "v *int\n");
}

/* ---- the order of initialisation ---- */

static void require_order(const char *declarations, const char *names) {
    char source[2048];
    struct check c;
    struct text out = {0};
    snprintf(source, sizeof source, "package main\n%s\nfunc main() {}\n", declarations);
    check_open(&c, source);
    check_complaints(&c, &out);
    assert_string_equal(text_string(&out), "");
    const struct go_package *main = c.checked.packages[c.checked.package_count - 1];
    for (uint32_t i = 0; i < main->variable_count; i++)
        for (const struct go_node *n = main->variables[i]->list; n; n = n->next)
            text_addf(&out, "%s%s", n->name, n->next ? "," : " ");
    assert_string_equal(text_string(&out), names);
    text_free(&out);
    check_close(&c);
}

static void variables_are_initialised_after_what_they_mention(void **state) {
    (void)state;
    require_order("var a = 1; var b = 2", "a b ");
    require_order("var a = c + b; var b = f(); var c = 1; func f() int { return 2 }", "b c a ");
    require_order("var a = f(); func f() int { return g() }; func g() int { return b }; var b = 1",
                  "b a ");
    require_order("var a = even(3); var b = 1; func even(n int) bool { return n == 0 || odd(n-1) };"
                  "func odd(n int) bool { return b > 1 && even(n-1) }",
                  "b a ");
    require_order("var a = T{}.m(); type T struct{}; func (T) m() int { return b }; var b = 1",
                  "b a ");
    require_order("var a = func() int { return b }(); var b = 1", "b a ");
    require_order("var x int; var a = x; var b = 1", "a b ");
    require_order("var a, b = f(); func f() (int, int) { return c, c }; var c = 1", "c a,b ");
    require_order("var a, b = 1, 2", "a,b ");
    require_order("var a, b = c, 2; var c = b", "b c a ");
    require_order("var _ = f(); var a = 1; func f() int { return a }", "a _ ");
}

/* ---- what is noted in the tree ---- */

static void functions_and_inits_are_listed_in_source_order(void **state) {
    (void)state;
    struct check c;
    check_open(&c, "package main\nfunc init() {}\ntype T int\nfunc (t *T) m() {}\nfunc _() {}\n"
                   "func main() {}\nfunc init() {}\nfunc f() {}\n");
    assert_true(c.right);
    const struct go_package *main = c.checked.packages[c.checked.package_count - 1];
    assert_int_equal(main->init_count, 2);
    assert_int_equal(main->function_count, 3);
    assert_string_equal(main->functions[0]->name, "m");
    assert_string_equal(main->functions[0]->receiver->name, "T");
    assert_true(main->functions[0]->pointer_receiver);
    assert_string_equal(main->functions[1]->name, "main");
    assert_string_equal(main->functions[2]->name, "f");
    check_close(&c);
}

static void imported_packages_come_before_those_that_import_them(void **state) {
    (void)state;
    struct check c;
    check_open(&c, "package main\nimport \"fmt\"\nfunc main() { fmt.Println() }\n");
    assert_true(c.right);
    assert_true(c.checked.package_count >= 2);
    const struct go_package *last = c.checked.packages[c.checked.package_count - 1];
    assert_string_equal(last->path, "main");
    assert_false(last->library);
    for (uint32_t i = 0; i + 1 < c.checked.package_count; i++)
        assert_true(c.checked.packages[i]->library);
    check_close(&c);
}

/* Every expression in function bodies has a final type; called for all nodes of a list. */
static void require_types(const struct go_node *n) {
    for (; n; n = n->next) {
        bool expression = n->mode == MODE_CONSTANT || n->mode == MODE_VALUE ||
                          n->mode == MODE_VARIABLE || n->mode == MODE_MAP_INDEX ||
                          n->mode == MODE_COMMA_OK;
        if (expression) {
            assert_non_null(n->type);
            assert_int_not_equal(n->type->kind, GO_KIND_INVALID);
        }
        if (expression && n->mode != MODE_CONSTANT) assert_false(go_is_untyped(n->type));
        if (n->mode == MODE_CONSTANT) assert_non_null(n->value);
        if (n->kind == NODE_CONST) continue;
        const struct go_node *const parts[] = {n->x, n->y, n->z, n->w, n->list, n->list2};
        for (size_t i = 0; i < COUNT(parts); i++)
            if (parts[i]) require_types(parts[i]);
    }
}

static void expressions_have_final_types(void **state) {
    (void)state;
    struct check c;
    check_open(
        &c, "package main\n"
            "type B bool\n"
            "func f(x interface{}, ys ...float64) (int, bool) { return 1, x == nil }\n"
            "func main() {\n"
            "	var s uint = 3\n"
            "	var m map[string]B\n"
            "	a := 1 << s\n"
            "	var b float64 = 1\n"
            "	var c B = a == 2 && b < 3\n"
            "	v, ok := m[\"k\"]\n"
            "	m[\"j\"], _ = m[\"k\"]\n"
            "	var d uint8 = 1<<s | 2\n"
            "	if a > 1 || !ok { n, _ := f('x', 1, 2.5, b); println(n, \"s\", nil == x()) }\n"
            "	for i := range \"abc\" { _ = []interface{}{i, 'a', nil, 1.5, d, c, v} }\n"
            "	switch a { case 1, 2: case 3 + 4: }\n"
            "	switch y := x().(type) { case int: y++; case nil, string: _ = y }\n"
            "}\n"
            "func x() interface{} { return nil }\n");
    struct text out = {0};
    check_complaints(&c, &out);
    assert_string_equal(text_string(&out), "");
    const struct go_package *main = c.checked.packages[c.checked.package_count - 1];
    require_types(main->file.declarations);
    check_close(&c);
}

/* ---- programs of all kinds, whole and damaged ---- */

static const char *const PROGRAMS[] = {
    "package main\nimport \"fmt\"\ntype Shape interface { Area() float64 }\n"
    "type Square struct { side float64 }\nfunc (s Square) Area() float64 { return s.side * s.side "
    "}\ntype Named struct { Square; name string }\n"
    "func main() {\n\tshapes := []Shape{Square{2}, &Named{Square{3}, \"n\"}}\n"
    "\tfor i, s := range shapes {\n\t\tif n, ok := s.(*Named); ok { fmt.Println(i, n.name, n.side) "
    "}\n"
    "\t\tswitch v := s.(type) { case Square: v.side++; default: _ = v.Area() }\n\t}\n"
    "\tch := make(chan int, 2)\n\tgo func(n int) { defer close(ch); ch <- n << 2 }(5)\n"
    "\tselect { case x, ok := <-ch: fmt.Println(x, ok); default: }\n"
    "outer:\n\tfor { for { break outer } }\n}\n",
    "package main\ntype List struct { next *List; v int }\ntype F func(F) F\n"
    "const ( A = 1 << (iota * 10); B; C; D = \"x\" + \"y\" )\n"
    "var m = map[string][]List{\"a\": {{v: B}, {nil, len(D)}}}\n"
    "func (l *List) push(v int) *List { return &List{l, v} }\n"
    "func sum(xs ...int) (n int, err error) { for _, x := range xs { n += x }; return }\n"
    "func main() {\n\tvar l *List\n\tl = l.push(1).push(2)\n\tf := (*List).push\n\tg := l.push\n"
    "\tn, _ := sum([]int{1, 2}...)\n\tvar a [3]int\n\tp := &a\n\tp[n%3], a[1] = a[0], p[2]\n"
    "\ts := a[:2:3]\n\ts = append(s, copy(s, p[:]), cap(s))\n\t_ = f(g(3), C)\n"
    "\t_ = string([]byte(\"x\"))[0] == 'x' && m[\"a\"][0].next == nil\n"
    "\tdefer func() { if r := recover(); r != nil { panic(r) } }()\n}\n",
};

static void check_quietly(const char *source) {
    struct check c;
    check_open(&c, source);
    check_close(&c);
}

/* Every byte left out once, every word put in the place of another. */
static void damaged_programs_are_refused_or_accepted_but_never_crash(void **state) {
    (void)state;
    static const char *const WORDS[] = {"nil", "int", "l", "x", "0", "()", "T", ".", "&"};
    for (size_t i = 0; i < COUNT(PROGRAMS); i++) {
        size_t length = strlen(PROGRAMS[i]);
        check_require(PROGRAMS[i], "");
        for (size_t at = 0; at < length; at++) {
            char damaged[4096];
            snprintf(damaged, sizeof damaged, "%.*s%s", (int)at, PROGRAMS[i], &PROGRAMS[i][at + 1]);
            check_quietly(damaged);
            snprintf(damaged, sizeof damaged, "%.*s %s %s", (int)at, PROGRAMS[i],
                     WORDS[at % COUNT(WORDS)],
                     &PROGRAMS[i][at + strcspn(&PROGRAMS[i][at], " .,()\n")]);
            check_quietly(damaged);
        }
    }
}

/* ---- what is made to be hard ---- */

enum { MANY = 3000 };

/* `format` with i and i + 1, many times, between two texts; it need not be right. */
static void check_many(const char *before, const char *format, int count, const char *after) {
    struct text source = {0};
    text_add(&source, before);
    for (int i = 0; i < count; i++) {
        char part[256];
        for (const char *c = format; *c; c++) {
            if (*c != '#' && *c != '@') {
                text_add_bytes(&source, c, 1);
                continue;
            }
            snprintf(part, sizeof part, "%d", *c == '#' ? i : (i + 1) % count);
            text_add(&source, part);
        }
    }
    text_add(&source, after);
    check_quietly(text_string(&source));
    text_free(&source);
}

static void long_and_deep_programs_are_checked_or_refused(void **state) {
    (void)state;
    const char *start = "package main\nfunc main() {}\n";
    check_many(start, "type T# struct { a T@ }\n", MANY, "");
    check_many(start, "type T# T@\n", MANY, "");
    check_many(start, "type T# = []T@\n", MANY, "");
    check_many(start, "type T@ struct { a, b T# }\n", 60,
               "type T0 int\nvar x, y T60\nvar z = x == y");
    check_many(start, "type A@ = struct { a, b A# }\n", 60, "type A0 = int\nvar x A60 = 5");
    check_many(start, "type I@ interface { I#; m#() }\n", 300, "type I0 interface {}\n");
    check_many(start, "var v# = v@\n", MANY, "");
    check_many(start, "var v# int = f#()\nfunc f#() int { return f@() + v# }\n", 500, "");
    check_many(start, "func f#() int { return f@() }\n", MANY, "var x, y = f0(), f1()\n");
    check_many(start, "const c@ = c# + c#\n", 60, "const c0 = \"abc\"\n");
    check_many(start, "const c@ = c# * c#\n", 60, "const c0 = 1.1\n");
    check_many("package main\nfunc main() { var s uint; var f float64 = 1", "+ 1<<s", 1500, "}\n");
    check_many("package main\nfunc main() { x := true; _ = x", "== x", 1500, "}\n");
    check_many("package main\nfunc main() { if x := 1; x == 0 {}", "else if x == # {}", 1500,
               "}\n");
    check_many("package main\nfunc main() {", "f# := func() { f# := 1 };", MANY, "}\n");
    check_many("package main\nfunc main() { switch 1 {", "case #:", MANY, "} }\n");
    check_many("package main\nvar m = map[int]int{", "#: #,", MANY, "}\nfunc main() {}\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expressions_have_types_and_values),
        cmocka_unit_test(variables_are_initialised_after_what_they_mention),
        cmocka_unit_test(functions_and_inits_are_listed_in_source_order),
        cmocka_unit_test(imported_packages_come_before_those_that_import_them),
        cmocka_unit_test(expressions_have_final_types),
        cmocka_unit_test(damaged_programs_are_refused_or_accepted_but_never_crash),
        cmocka_unit_test(long_and_deep_programs_are_checked_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
