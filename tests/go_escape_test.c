/* Escape analysis: verdicts of small sources, what lowering is told, and the recorded programs of
 * tests/go, with the explanations of -m=2. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glob.h>

#include "base/file.h"
#include "go/escape/escape.h"
#include "support/check.h"

enum { TEXT_MAX = 1 << 22 };

/* A source, analysed. */
struct analysis {
    struct check check;
    struct ir_program program;
    struct text explanation;
};

static void analyse(struct analysis *a, const char *text, bool explain) {
    struct text complaints = {0};
    *a = (struct analysis){0};
    check_open(&a->check, text);
    check_complaints(&a->check, &complaints);
    assert_string_equal(text_string(&complaints), "");
    text_free(&complaints);
    a->program.pool = &a->check.pool;
    ir_build(&a->check.checked, &a->check.pool, &a->program);
    escape_analyse(&a->program, &a->check.diags.source, explain ? &a->explanation : NULL);
    assert_false(a->check.pool.failed);
}

static void forget(struct analysis *a) {
    text_free(&a->explanation);
    check_close(&a->check);
}

static void add_verdicts(const struct analysis *a, const char *between, struct text *out) {
    for (uint32_t i = 0; i < a->program.verdict_count; i++) {
        const struct escape_verdict *v = &a->program.verdicts[i];
        escape_place_text(v->line, v->column, out);
        text_addf(out, "%s%s\n", v->column < ESCAPE_COLUMN_MAX ? between : ": ", v->text);
    }
}

static void require_verdicts(const char *source, const char *expected) {
    struct analysis a;
    struct text found = {0};
    analyse(&a, source, false);
    add_verdicts(&a, ": ", &found);
    assert_string_equal(text_string(&found), expected);
    text_free(&found);
    forget(&a);
}

/* ---- small sources ---- */

static void what_is_returned_moves_to_the_heap(void **state) {
    (void)state;
    require_verdicts("package main\n"
                     "func f() *int { x := 1; return &x }\n"
                     "func g() int { x := 1; p := &x; return *p }\n"
                     "func main() { f(); g() }\n",
                     "2:17: moved to heap: x\n");
}

static void parameters_leak_to_results_and_to_the_heap(void **state) {
    (void)state;
    require_verdicts("package main\n"
                     "var g *int\n"
                     "func f(a, b, c *int, d **int) (*int, int) { g = b; return a, *c + **d }\n"
                     "func h(p **int) { g = *p }\n"
                     "func main() { x := 1; f(&x, nil, &x, nil); h(nil) }\n",
                     "3:8: leaking param: a to result ~r0 level=0\n"
                     "3:11: leaking param: b\n"
                     "3:14: c does not escape\n"
                     "3:22: d does not escape\n"
                     "4:8: leaking param content: p\n");
}

static void literals_copy_what_is_never_assigned_again(void **state) {
    (void)state;
    require_verdicts("package main\n"
                     "func f() (func() int, func()) {\n"
                     "\tn, k := 0, 1\n"
                     "\treturn func() int { return n + k }, func() { n++ }\n"
                     "}\n"
                     "func main() { f() }\n",
                     "3:2: moved to heap: n\n"
                     "4:9: func literal escapes to heap\n"
                     "4:38: func literal escapes to heap\n");
}

static void what_is_made_in_a_loop_and_kept_outside_escapes(void **state) {
    (void)state;
    require_verdicts("package main\n"
                     "func main() {\n"
                     "\tvar p *int\n"
                     "\tfor i := 0; i < 3; i++ {\n"
                     "\t\tp = new(int)\n"
                     "\t\tq := new(int)\n"
                     "\t\t*q = *p\n"
                     "\t}\n"
                     "}\n",
                     "5:10: new(int) escapes to heap\n"
                     "6:11: new(int) does not escape\n");
}

static void sizes_that_vary_or_are_large_force_to_the_heap(void **state) {
    (void)state;
    require_verdicts("package main\n"
                     "func main() {\n"
                     "\tn := 3\n"
                     "\ta, b, c := make([]int, n), make([]int, 8192), make([]int, 8193)\n"
                     "\tprintln(len(a), len(b), len(c))\n"
                     "}\n",
                     "4:17: make([]int, n) escapes to heap\n"
                     "4:33: make([]int, 8192) does not escape\n"
                     "4:52: make([]int, 8193) escapes to heap\n");
}

static void known_callees_of_interface_calls_are_found(void **state) {
    (void)state;
    require_verdicts("package main\n"
                     "type shape interface{ area() int }\n"
                     "type square struct{ s int }\n"
                     "func (q *square) area() int { return q.s * q.s }\n"
                     "func main() {\n"
                     "\tvar s shape = &square{2}\n"
                     "\tprintln(s.area())\n"
                     "}\n",
                     "4:7: q does not escape\n"
                     "6:16: &square{...} does not escape\n"
                     "7:16: devirtualizing s.area to *square\n");
}

static void recursion_is_analysed_at_once(void **state) {
    (void)state;
    require_verdicts("package main\n"
                     "func even(n int, p *int) *int {\n"
                     "\tif n == 0 {\n\t\treturn p\n\t}\n\treturn odd(n-1, p)\n}\n"
                     "func odd(n int, p *int) *int {\n"
                     "\tif n == 0 {\n\t\treturn nil\n\t}\n\treturn even(n-1, p)\n}\n"
                     "func main() { x := 1; even(4, &x) }\n",
                     "2:18: leaking param: p\n"
                     "8:17: leaking param: p\n"
                     "14:15: moved to heap: x\n");
}

static void self_assignments_are_told_and_store_nothing(void **state) {
    (void)state;
    require_verdicts("package main\n"
                     "type stack struct{ items []*int }\n"
                     "func (s *stack) pop() { s.items = s.items[:len(s.items)-1] }\n"
                     "func main() { s := stack{}; s.pop() }\n",
                     "3:7: s does not escape\n"
                     "3:33: (*stack).pop ignoring self-assignment in s.items = "
                     "s.items[:len(s.items) - 1]\n");
}

static void library_functions_leak_as_go_s_own_do(void **state) {
    (void)state;
    require_verdicts("package main\n"
                     "import (\n\t\"fmt\"\n\t\"strings\"\n\t\"sync\"\n)\n"
                     "func f(s, t string) (string, bool) {\n"
                     "\tvar mu sync.Mutex\n"
                     "\tmu.Lock()\n"
                     "\tfmt.Println(len(s))\n"
                     "\treturn strings.TrimSpace(s), strings.Contains(s, t)\n"
                     "}\n"
                     "func main() { f(\"\", \"\") }\n",
                     "7:8: leaking param: s to result ~r0 level=0\n"
                     "7:11: t does not escape\n"
                     "8:6: moved to heap: mu\n"
                     "10:13: ... argument does not escape\n"
                     "10:17: len(s) escapes to heap\n");
}

static void a_column_beyond_254_is_not_said(void **state) {
    (void)state;
    char source[1024];
    snprintf(source, sizeof source, "package main\nfunc main() {%300s _ = new(int) }\n", "");
    require_verdicts(source, "2: new(int) does not escape\n");
}

/* ---- for lowering ---- */

static struct ir_function *find_function(const struct analysis *a, const char *name) {
    for (uint32_t i = 0; i < a->program.function_count; i++)
        if (strcmp(a->program.functions[i]->name, name) == 0) return a->program.functions[i];
    fail_msg("no function %s", name);
    return NULL;
}

static struct ir_node *find_statement(struct ir_function *f, enum ir_op op) {
    struct ir_node *n = f->body;
    while (n && n->op != op) n = n->next;
    assert_non_null(n);
    return n;
}

/* temporaries := arguments; defer func() { call(temporaries) }() */
static void a_deferred_call_with_arguments_is_wrapped(void **state) {
    (void)state;
    struct analysis a;
    analyse(&a,
            "package main\n"
            "func f(p *int, n int) {}\n"
            "func g(x int) { defer f(&x, 3) }\n"
            "func main() { g(1) }\n",
            false);
    const struct ir_node *defer = find_statement(find_function(&a, "g"), IR_DEFER);
    const struct ir_node *closure = defer->x->x;
    assert_int_equal(defer->x->op, IR_CALL);
    assert_null(defer->x->list);
    assert_int_equal(closure->op, IR_CLOSURE);
    assert_false(closure->escapes);
    assert_true(closure->function->wrapper);
    assert_string_equal(closure->function->name, "g.func1");
    assert_int_equal(closure->function->capture_count, 1);
    const struct ir_capture *capture = &closure->function->captures[0];
    assert_string_equal(capture->variable->name, ".autotmp_1");
    assert_false(capture->by_reference);
    assert_int_equal(defer->list->op, IR_DECLARE);
    assert_int_equal(defer->list->next->op, IR_ASSIGN);
    const struct ir_node *call = closure->function->body->x;
    assert_ptr_equal(call->list->variable, capture->variable);
    assert_int_equal(call->list->next->op, IR_CONSTANT);
    forget(&a);
}

static void a_goroutine_and_a_defer_in_a_loop_are_on_the_heap(void **state) {
    (void)state;
    struct analysis a;
    analyse(&a,
            "package main\n"
            "func f() {}\n"
            "func g(n int) { go println(n) }\n"
            "func h() { for { defer println(1); defer f() } }\n"
            "func main() { g(1); h() }\n",
            false);
    const struct ir_node *go = find_statement(find_function(&a, "g"), IR_GO);
    assert_true(go->x->x->escapes);
    const struct ir_node *loop = find_statement(find_function(&a, "h"), IR_FOR);
    assert_true(loop->list2->flags & FLAG_LOOP);
    assert_true(loop->list2->x->x->escapes);
    assert_int_equal(loop->list2->next->x->x->op, IR_FUNCTION); /* nothing to wrap */
    forget(&a);
}

static void a_nil_interface_is_noticed_where_its_method_is_deferred(void **state) {
    (void)state;
    struct analysis a;
    analyse(&a,
            "package main\n"
            "type closer interface{ close() }\n"
            "func f(c closer) { defer c.close() }\n"
            "func main() { f(nil) }\n",
            false);
    const struct ir_node *n = find_statement(find_function(&a, "f"), IR_DEFER)->list;
    assert_int_equal(n->next->next->op, IR_CHECK_NIL);
    forget(&a);
}

static struct ir_variable *find_local(const struct ir_function *f, const char *name) {
    for (uint32_t i = 0; i < f->local_count; i++)
        if (strcmp(f->locals[i]->name, name) == 0) return f->locals[i];
    fail_msg("no local %s", name);
    return NULL;
}

static void what_escapes_says_why(void **state) {
    (void)state;
    struct analysis a;
    analyse(&a,
            "package main\n"
            "var g **int\n"
            "func f() *int {\n\tx := 1\n\ty := &x\n\treturn y\n}\n"
            "func h(n int) {\n\tp := new(int)\n\tg = &p\n}\n"
            "func main() { f(); h(1) }\n",
            false);
    assert_string_equal(find_local(find_function(&a, "f"), "x")->why->why,
                        "it is returned, at 6:2 (y = &x, ~r0 = y)");
    assert_string_equal(find_local(find_function(&a, "h"), "p")->why->why,
                        "it is stored where it may live longer, at 10:4 (heap = &p)");
    assert_null(find_local(find_function(&a, "f"), "y")->why);
    const struct ir_reason *x = find_local(find_function(&a, "f"), "x")->why;
    assert_string_equal(x->brief, "returned");
    assert_string_equal(x->verdict, "moved to heap: x");
    assert_string_equal(x->flow, "x escapes to heap:\n"
                                 "  flow: y = &x:\n"
                                 "    from &x (address-of) at 5:7\n"
                                 "    from y := &x (assign) at 5:4\n"
                                 "  flow: ~r0 = y:\n"
                                 "    from return y (return) at 6:2");
    forget(&a);
}

/* ---- recorded programs ---- */

static char *read_text(const char *path) {
    char why[256], *text;
    size_t length;
    if (file_read(path, TEXT_MAX, &text, &length, why, sizeof why) != FILE_OK)
        fail_msg("%s: %s", path, why);
    return text;
}

/* NAME.go, and beside it NAME.m.txt or NAME.m2.txt. */
static void name_record(const char *program, const char *kind, char *out, size_t size) {
    snprintf(out, size, "%.*s.%s.txt", (int)strlen(program) - 3, program, kind);
}

static bool is_block_start(const char *line) {
    const char *colon = strstr(line, ": ");
    return colon && colon[2] != ' ';
}

/* An explanation without what Go says about wrappers that it makes itself, and without the name of
 * the file. A line that is indented belongs to the one before. */
static void add_own_blocks(const char *lines, struct text *out) {
    struct text block = {0};
    for (const char *at = lines; *at;) {
        size_t length = strcspn(at, "\n") + 1;
        text_add_bytes(&block, at, length);
        at += length;
        if (*at && !is_block_start(at)) continue;
        if (!strstr(text_string(&block), "<autogenerated>")) text_add(out, text_string(&block));
        text_clear(&block);
    }
    text_free(&block);
}

static void add_without_name(const char *text, struct text *out) {
    for (const char *name = strstr(text, "go.go:"); name; name = strstr(text, "go.go:")) {
        text_add_bytes(out, text, (size_t)(name - text));
        text = name + strlen("go.go:");
    }
    text_add(out, text);
}

static bool require_same(const char *path, const char *found, const char *wanted) {
    if (strcmp(found, wanted) == 0) return true;
    const char *a = found, *b = wanted;
    size_t same = 0;
    for (size_t i = 0; a[i] && a[i] == b[i]; i++)
        if (a[i] == '\n') same = i + 1;
    print_error("%s: \"%.*s\"; Go: \"%.*s\"\n", path, (int)strcspn(a + same, "\n"), a + same,
                (int)strcspn(b + same, "\n"), b + same);
    return false;
}

static bool has_verdicts(const char *program) {
    char path[256], *source = read_text(program);
    name_record(program, "m", path, sizeof path);
    char *wanted = read_text(path);
    struct analysis a;
    struct text found = {0};
    analyse(&a, source, false);
    add_verdicts(&a, "\t", &found);
    bool same = require_same(path, text_string(&found), wanted);
    text_free(&found);
    forget(&a);
    free(source);
    free(wanted);
    return same;
}

static bool has_explanation(const char *program) {
    char path[256];
    name_record(program, "m2", path, sizeof path);
    glob_t record;
    if (glob(path, 0, NULL, &record) != 0) return true;
    globfree(&record);
    char *source = read_text(program), *wanted = read_text(path);
    struct analysis a;
    struct text found = {0}, own = {0};
    analyse(&a, source, true);
    add_without_name(text_string(&a.explanation), &found);
    add_own_blocks(wanted, &own);
    bool same = require_same(path, text_string(&found), text_string(&own));
    text_free(&found);
    text_free(&own);
    forget(&a);
    free(source);
    free(wanted);
    return same;
}

static void each_program(const char *pattern, bool (*holds)(const char *program)) {
    glob_t found;
    uint32_t wrong = 0;
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) wrong += !holds(found.gl_pathv[i]);
    globfree(&found);
    assert_int_equal(wrong, 0);
}

static void the_verdicts_of_recorded_programs_are_the_compilers(void **state) {
    (void)state;
    each_program("tests/go/corpus/*.go", has_verdicts);
    each_program("tests/go/escape/*.go", has_verdicts);
}

static void the_explanations_of_recorded_programs_are_the_compilers(void **state) {
    (void)state;
    each_program("tests/go/corpus/*.go", has_explanation);
    each_program("tests/go/escape/*.go", has_explanation);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_returned_moves_to_the_heap),
        cmocka_unit_test(parameters_leak_to_results_and_to_the_heap),
        cmocka_unit_test(literals_copy_what_is_never_assigned_again),
        cmocka_unit_test(what_is_made_in_a_loop_and_kept_outside_escapes),
        cmocka_unit_test(sizes_that_vary_or_are_large_force_to_the_heap),
        cmocka_unit_test(known_callees_of_interface_calls_are_found),
        cmocka_unit_test(recursion_is_analysed_at_once),
        cmocka_unit_test(self_assignments_are_told_and_store_nothing),
        cmocka_unit_test(library_functions_leak_as_go_s_own_do),
        cmocka_unit_test(a_column_beyond_254_is_not_said),
        cmocka_unit_test(a_deferred_call_with_arguments_is_wrapped),
        cmocka_unit_test(a_goroutine_and_a_defer_in_a_loop_are_on_the_heap),
        cmocka_unit_test(a_nil_interface_is_noticed_where_its_method_is_deferred),
        cmocka_unit_test(what_escapes_says_why),
        cmocka_unit_test(the_verdicts_of_recorded_programs_are_the_compilers),
        cmocka_unit_test(the_explanations_of_recorded_programs_are_the_compilers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
