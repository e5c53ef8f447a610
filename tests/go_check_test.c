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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expressions_have_types_and_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
