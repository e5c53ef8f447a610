/* Go sources as programs of the machine: what they print, and what they allocate. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "go/go.h"
#include "machine/inspect/inspect.h"
#include "machine/inspect/statistics.h"
#include "session/session.h"

enum { STEPS_MAX = 2000000 };

struct run {
    struct scenario s;
    struct session session;
    struct source source;
};

enum surroundings { CALM, MOVING_STACKS, SEGMENTED_STACKS, MANY_CYCLES, SURROUNDINGS };

static void open_run(struct run *r, const char *text, const char *measure,
                     enum surroundings surroundings) {
    struct diags diags;
    struct text complaints = {0};
    *r = (struct run){.source = {"test.go", text, strlen(text)}};
    r->s.config = config_default();
    r->s.config.procs = 1;
    r->s.config.hostile_stacks = surroundings == MOVING_STACKS;
    if (surroundings == SEGMENTED_STACKS) r->s.config.stacks = STACKS_SEGMENTED;
    r->s.config.hostile_cycles = surroundings == MANY_CYCLES;
    r->s.config.poison = r->s.config.checkmark = true;
    diags_init(&diags, r->source);
    bool fine = go_compile(&r->source, measure, &r->s.program, &diags);
    diags_text(&diags, &complaints);
    if (!fine) fail_msg("%s", text_string(&complaints));
    text_free(&complaints);
    diags_free(&diags);
    program_verify(&r->s.program);
    assert_true(session_open(&r->session, &r->s));
    r->session.steps_max = STEPS_MAX;
    while (session_run(&r->session, 1 << 16) == STOP_BUDGET) continue;
}

static void close_run(struct run *r) {
    session_close(&r->session);
    program_free(&r->s.program);
}

/* Whatever becomes of stacks and garbage on the way. */
static void prints(const char *text, const char *output) {
    for (int surroundings = CALM; surroundings < SURROUNDINGS; surroundings++) {
        struct run r;
        struct text why = {0};
        open_run(&r, text, NULL, (enum surroundings)surroundings);
        inspect_failure(&r.session.front, &why);
        if (r.session.front.s->outcome != OUTCOME_DONE) fail_msg("%s\n%s", text, text_string(&why));
        assert_string_equal(text_string(&r.session.output), output);
        assert_int_equal(r.session.front.s->statistics.uses_freed, 0);
        text_free(&why);
        close_run(&r);
    }
}

static void ends_with(const char *text, const char *failure) {
    struct run r;
    struct text why = {0};
    open_run(&r, text, NULL, CALM);
    inspect_failure(&r.session.front, &why);
    assert_non_null(text_string(&why));
    if (strncmp(text_string(&why), failure, strlen(failure)) != 0)
        assert_string_equal(text_string(&why), failure);
    text_free(&why);
    close_run(&r);
}

static uint64_t word_of(const struct run *r, const char *global, const char *field) {
    const struct program *p = &r->s.program;
    int32_t found = program_find_global(p, global);
    assert_true(found >= 0);
    const struct type *t = &p->types[p->globals[found].type];
    uint32_t offset = p->globals[found].offset + t->fields[program_find_field(t, field)].offset;
    uint64_t word;
    memcpy(&word, r->session.front.globals + offset, sizeof word);
    return word;
}

/* Of the second call of `run`. */
static void allocates(const char *text, uint64_t objects, uint64_t bytes) {
    struct run r;
    open_run(&r, text, "run", CALM);
    assert_int_equal(r.session.front.s->outcome, OUTCOME_DONE);
    assert_int_equal(word_of(&r, "measure.1", "Mallocs") - word_of(&r, "measure.0", "Mallocs"),
                     objects);
    assert_int_equal(
        word_of(&r, "measure.1", "TotalAlloc") - word_of(&r, "measure.0", "TotalAlloc"), bytes);
    close_run(&r);
}

#define HEAD "package main\nimport \"fmt\"\n"

static void numbers_wrap_at_their_size(void **state) {
    (void)state;
    prints(HEAD
           "func main() {\n"
           "var a int8 = 127\na++\nvar b uint8 = 3\nb -= 4\nvar c uint16 = 1 << 15\nc <<= 1\n"
           "n := 300\nfmt.Println(a, b, c, int8(n), uint8(n), uint32(-n), -a, ^b)\n"
           "f := 2.5\nvar g float32 = 0.1\nfmt.Println(int(f), f*2, g+0.2, -f, f > 2, f != f)\n"
           "x, s := -7, uint(1)\nfmt.Println(x/2, x%2, x>>s, x<<s, x&^3, uint8(x)>>s)\n}\n",
           "-128 255 0 44 44 4294966996 -128 0\n2 5 0.3 -2.5 true false\n-3 -1 -4 -14 -8 124\n");
}

static void calls_come_first_and_in_order(void **state) {
    (void)state;
    prints(HEAD "func main() {\n"
                "a := 1\nf := func() int { a++; return a }\n"
                "fmt.Println(a, f(), a)\ns := []int{a, f(), a}\nfmt.Println(s)\n"
                "i, t := 0, []int{1, 2}\ni, t[i] = 1, 9\nfmt.Println(i, t)\n"
                "x, y := 1, 2\nx, y = y, x\nfmt.Println(x, y)\n}\n",
           "2 2 2\n[3 3 3]\n1 [9 2]\n2 1\n");
}

static void values_are_read_in_the_order_of_the_compiler(void **state) {
    (void)state;
    prints(HEAD "type pair struct{ a, b int }\nfunc (p *pair) bump() int { p.a++; return p.a }\n"
                "var global = pair{1, 2}\n"
                "func main() {\nvar grid [2][3]int\ngrid[1] = [3]int{7, 8, 9}\n"
                "fmt.Println(grid, copy(grid[0][1:], grid[1][:]))\nt := pair{1, 2}\n"
                "fmt.Println(t, t.a, t.bump(), t)\nfmt.Println(global, global.bump())\n"
                "b := true\nfmt.Println(b, t.a, func() int { b, t.a = false, 9; return 1 }())\n"
                "m := map[string]int{\"a\": 1}\n"
                "set := func() int { m[\"a\"]++; return m[\"a\"] }\n"
                "fmt.Println(m[\"a\"], set(), m[\"a\"]+set())\n"
                "c := make(chan int, 4)\nc <- 1\nc <- 2\n"
                "fmt.Println(len(c), cap(c), <-c, len(c), <-c)\n"
                "fmt.Println(t == pair{t.bump(), 2}, t.a > 1 && true, t.bump())\n}\n",
           "[[0 0 0] [7 8 9]] 2\n{1 2} 2 2 {2 2}\n{2 2} 2\ntrue 9 1\n3 2 6\n2 4 1 1 2\n"
           "true true 11\n");
}

static void slices_are_cut_before_elements_are_read(void **state) {
    (void)state;
    prints(HEAD "func try(f func()) {\ndefer func() { fmt.Println(recover()) }()\nf()\n}\n"
                "func main() {\nvar s []int\nvar i interface{} = \"s\"\n"
                "try(func() {\nvar x int\nx, s = s[len(s)-1], s[:len(s)-1]\n_ = x\n})\n"
                "try(func() { fmt.Println(s[5], s[:7]) })\n"
                "try(func() { fmt.Println(s[5], i.(int)) })\n"
                "try(func() { fmt.Println(s[5] + len(s[:9])) })\n}\n",
           "runtime error: slice bounds out of range [:-1]\n"
           "runtime error: slice bounds out of range [:7] with capacity 0\n"
           "interface conversion: interface {} is string, not int\n"
           "runtime error: slice bounds out of range [:9] with capacity 0\n");
}

static void closures_share_what_they_capture(void **state) {
    (void)state;
    prints(HEAD "func counter() (func() int, func()) {\nn := int8(-2)\n"
                "return func() int { n++; return int(n) }, func() { n = 100 }\n}\n"
                "func main() {\nnext, reset := counter()\nnext()\nfmt.Println(next())\nreset()\n"
                "fmt.Println(next())\nvar fs []func() int\nfor i := 0; i < 3; i++ {\nk := i\n"
                "fs = append(fs, func() int { return k*10 + i })\n}\n"
                "for _, f := range fs {\nfmt.Print(f(), \" \")\n}\nfmt.Println()\n}\n",
           "0\n101\n3 13 23 \n");
}

static void methods_are_called_through_interfaces(void **state) {
    (void)state;
    prints(HEAD
           "type shape interface {\narea() int\nname() string\n}\n"
           "type base struct{ n string }\nfunc (b base) name() string { return b.n }\n"
           "type square struct {\nbase\nside int\n}\nfunc (s square) area() int { return s.side * "
           "s.side }\n"
           "type big struct{ *square }\nfunc (b *big) area() int { return b.square.area() * 100 }\n"
           "func main() {\ns := square{base{\"s\"}, 3}\nshapes := []shape{s, &s, &big{&s}}\n"
           "for _, x := range shapes {\nfmt.Println(x.name(), x.area())\n}\n"
           "f, g := s.area, shapes[2].area\nh := square.area\ns.side = 4\nfmt.Println(f(), g(), "
           "h(s))\n"
           "var i interface{} = s\n_, ok := i.(shape)\n_, no := i.(fmt.Stringer)\n"
           "switch v := i.(type) {\ncase int:\nfmt.Println(\"int\", v)\ncase square:\n"
           "fmt.Println(v.side, ok, no)\n}\n}\n",
           "s 9\ns 9\ns 900\n9 1600 16\n4 true false\n");
}

static void deferred_calls_change_results(void **state) {
    (void)state;
    prints(HEAD "func f() (n int, err error) {\ndefer func() {\nif r := recover(); r != nil {\n"
                "err = fmt.Errorf(\"caught: %v\", r)\n}\nn++\n}()\nn = 5\nvar m map[string]int\n"
                "m[\"x\"] = 1\nreturn 1, nil\n}\nfunc g() (n int8) {\ndefer func() { n = -3 "
                "}()\nreturn 7\n}\n"
                "func main() {\nfmt.Println(f())\nfmt.Println(g())\nfor i := 0; i < 3; i++ {\n"
                "defer fmt.Print(i, \" \")\n}\n}\n",
           "6 caught: assignment to entry in nil map\n-3\n2 1 0 ");
}

static void the_runtime_says_what_was_wrong(void **state) {
    (void)state;
    prints(HEAD "import \"runtime\"\n"
                "type expr interface{}\ntype lambda struct{}\ntype named interface{ M() int }\n"
                "type T struct{ a int }\nfunc (t T) M() int { return t.a }\ntype E struct{ T }\n"
                "func try(f func()) {\ndefer func() {\nr := recover()\n"
                "_, re := r.(runtime.Error)\nfmt.Println(r, re)\n}()\nf()\n}\n"
                "func main() {\nvar e expr = &lambda{}\nvar n named = T{1}\n"
                "try(func() { _ = e.(int) })\ntry(func() { _ = n.(*T) })\n"
                "try(func() { var p *T; n = p; n.M() })\ntry(func() { var p *T; p.M() })\n"
                "try(func() { var p *E; n = p; n.M() })\n"
                "try(func() { s := make([]int, 1, 4); _ = (*[2]int)(s) })\n"
                "fmt.Println(runtime.NumCPU(), runtime.GOMAXPROCS(3))\n}\n",
           "interface conversion: main.expr is *main.lambda, not int true\n"
           "interface conversion: main.named is main.T, not *main.T true\n"
           "value method main.T.M called using nil *T pointer true\n"
           "runtime error: invalid memory address or nil pointer dereference true\n"
           "runtime error: invalid memory address or nil pointer dereference true\n"
           "runtime error: cannot convert slice with length 1 to pointer to array with length 2 "
           "true\n1 1\n");
    ends_with("package main\nfunc main() {\nvar f func()\ngo f()\nselect {}\n}\n",
              "fatal error: go of nil func value\n");
    ends_with("package main\ntype e struct{}\nfunc (e) Error() string { panic(e{}) }\n"
              "func main() { panic(e{}) }\n",
              "fatal error: panic while printing panic value: type main.e\n");
}

#define SEGV                                                                                       \
    "panic: runtime error: invalid memory address or nil pointer dereference\n"                    \
    "[signal SIGSEGV: segmentation violation code=0x1 addr="

static void faults_have_the_address_that_was_used(void **state) {
    (void)state;
    static const char types[] = "package main\ntype B struct {\na, b int\ns string\n}\n"
                                "type T struct {\nn int\n*B\n}\n"
                                "func none() *B { return nil }\nfunc main() {\n";
    static const struct {
        const char *body, *address;
    } FAULTS[] = {{"p := none()\np.b++\n}\n", "0x8]\n"},
                  {"p := none()\nprintln(len(p.s))\n}\n", "0x18]\n"},
                  {"var p *B\np.b = 2\n}\n", "0x0]\n"},
                  {"t := T{n: 3}\nt.b++\n}\n", "0x0]\n"},
                  {"t := T{n: 3}\nt.n++\nt.b++\n}\n", "0x0]\n"},
                  {"t := T{n: 3}\nt.B = none()\nt.b++\n}\n", "0x8]\n"}};
    for (size_t i = 0; i < sizeof FAULTS / sizeof FAULTS[0]; i++) {
        char text[400], failure[200];
        snprintf(text, sizeof text, "%s%s", types, FAULTS[i].body);
        snprintf(failure, sizeof failure, SEGV "%s", FAULTS[i].address);
        ends_with(text, failure);
    }
}

static void package_variables_are_data_where_they_can_be(void **state) {
    (void)state;
    prints(HEAD
           "type node struct {\nv int\nnext *node\n}\nvar list = &node{1, &node{2, nil}}\n"
           "var words = []string{\"a\", \"b\"}\nvar table = map[string]int{\"x\": len(words)}\n"
           "var any_ interface{} = 2.5\nvar fun = func(n int) int { return n + offset }\n"
           "var offset = int(table[\"x\"])\nfunc init() { words[0] = \"c\" }\n"
           "func main() {\nfmt.Println(list.next.v, words, table, any_, fun(1))\n}\n",
           "2 [c b] map[x:2] 2.5 3\n");
    allocates("package main\nvar p = []*int{new(int)}\nfunc run() { _ = p }\nfunc main() {}\n", 0,
              0);
}

static void select_and_range_over_channels(void **state) {
    (void)state;
    prints(HEAD "func main() {\nc, done := make(chan int), make(chan bool)\n"
                "go func() {\nfor v := range c {\nfmt.Print(v, \" \")\n}\ndone <- true\n}()\n"
                "for i := 0; i < 3; i++ {\nc <- i\n}\nclose(c)\n<-done\n"
                "select {\ncase v, ok := <-c:\nfmt.Println(v, ok)\ncase <-done:\n}\n"
                "select {\ncase done <- true:\ndefault:\nfmt.Println(\"full\")\n}\n}\n",
           "0 1 2 0 false\nfull\n");
}

static void what_escapes_is_counted(void **state) {
    (void)state;
    allocates("package main\nvar sink *int\nfunc run() {\nfor i := 0; i < 3; i++ {\nx := i\nsink = "
              "&x\n}\n"
              "p := new(int)\n*p = 1\n}\nfunc main() {}\n",
              3, 32);
    allocates("package main\nvar sink interface{}\nfunc run() {\nn := 1000\nsink = n\nsink = "
              "7\nsink = \"\"\n"
              "sink = [3]int{1}\n}\nfunc main() {}\n",
              2, 40);
    allocates(
        "package main\nfunc run() {\nvar s []int\nfor i := 0; i < 5; i++ {\ns = append(s, i)\n}\n"
        "b := []byte(\"short\")\n_ = string(b) == \"x\"\n}\nfunc main() {}\n",
        4, 128);
}

static void a_method_that_panics_is_shown_as_fmt_shows_it(void **state) {
    (void)state;
    prints("package main\nimport \"fmt\"\n"
           "type T struct{ n int }\n"
           "func (t *T) String() string { return fmt.Sprint(\"T\", t.n) }\n"
           "type E struct{}\n"
           "func (E) Error() string { panic(\"oops\") }\n"
           "func main() {\n\tvar p *T\n\tfmt.Println(p, &T{3})\n\tfmt.Println(E{})\n"
           "\tfmt.Printf(\"%#v %T\\n\", []byte{1, 2}, []byte{3})\n}\n",
           "<nil> T3\n%!v(PANIC=Error method: oops)\n[]byte{0x1, 0x2} []uint8\n");
}

static void large_arguments_have_room_on_the_stack(void **state) {
    (void)state;
    prints("package main\nimport \"fmt\"\nvar a [65536]int\nvar b [14]int\n"
           "func f(x [65536]int) {}\n"
           "func g(x [14]int) (y [14]int) { y[3] = x[3]; return }\n"
           "func down(n int) int {\nif n == 0 {\nreturn g(b)[3]\n}\n"
           "return down(n-1) + g(b)[3]\n}\n"
           "func main() {\nb[3] = 2\nf(a)\n"
           "for i := 0; i < 40; i++ {\ndown(i)\n}\nfmt.Println(down(20))\n}\n",
           "42\n");
}

static void a_long_text_becomes_runes_as_a_short_one_does(void **state) {
    (void)state;
    prints(HEAD "const a = \"0123456789abcd\\u00e9\"\nconst b = a + a + a + a + a + a + a + a\n"
                "const c = b + b + b + b + b + b + b + b\nconst d = c + c + c + c + c + c + c + c\n"
                "const e = d + d + d + d + d + d + d + d + \"x\"\n"
                "var g = []rune(e)\nfunc main() {\nr, s := []rune(a), []rune(e)\n"
                "fmt.Println(len(r), r[14], len(s), s[29], s[len(s)-1], g[29])\n}\n",
           "15 233 61441 233 120 233\n");
}

static void a_width_that_is_too_large_ends_the_format(void **state) {
    (void)state;
    prints(HEAD "func main() {\nfmt.Printf(\"%99999999d|\\n\", 1)\n"
                "fmt.Printf(\"%.99999999d|\\n\", 1)\nfmt.Printf(\"%*d\\n\", 1<<40, 1)\n}\n",
           "%!(NOVERB)%!(EXTRA int=1)%!(NOVERB)%!(EXTRA int=1)%!(BADWIDTH)1\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_wrap_at_their_size),
        cmocka_unit_test(calls_come_first_and_in_order),
        cmocka_unit_test(values_are_read_in_the_order_of_the_compiler),
        cmocka_unit_test(slices_are_cut_before_elements_are_read),
        cmocka_unit_test(closures_share_what_they_capture),
        cmocka_unit_test(methods_are_called_through_interfaces),
        cmocka_unit_test(deferred_calls_change_results),
        cmocka_unit_test(the_runtime_says_what_was_wrong),
        cmocka_unit_test(faults_have_the_address_that_was_used),
        cmocka_unit_test(package_variables_are_data_where_they_can_be),
        cmocka_unit_test(select_and_range_over_channels),
        cmocka_unit_test(what_escapes_is_counted),
        cmocka_unit_test(a_method_that_panics_is_shown_as_fmt_shows_it),
        cmocka_unit_test(large_arguments_have_room_on_the_stack),
        cmocka_unit_test(a_long_text_becomes_runes_as_a_short_one_does),
        cmocka_unit_test(a_width_that_is_too_large_ends_the_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
