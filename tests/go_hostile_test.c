/* Go sources that somebody has spoiled: an answer with a place, or a program that can be run; never
 * a crash. Fixed seeds: what fails once fails again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glob.h>

#include "base/file.h"
#include "base/random.h"
#include "go/go.h"
#include "scenario/go_source.h"
#include "session/session.h"

enum { TEXT_MAX = 1 << 20, TRIES = 12, STEPS = 20000 };

/* What is put in: each has a meaning somewhere. */
static const char *const PIECES[] = {
    "(",     ")",     "{",      "}",       "[",      "]",    ";",     ",",      ".",      "...",
    "=",     ":=",    "*",      "&",       "<-",     "+",    "==",    "&&",     "!",      "0",
    "-1",    "1e999", "0x",     "\"",      "`",      "'",    "'a'",   "nil",    "_",      "x",
    "func",  "type",  "struct", "map",     "chan",   "any",  "int",   "string", "[]int",  "*T",
    "for",   "range", "if",     "switch",  "select", "case", "go",    "defer",  "return", "break",
    "var",   "const", "import", "package", "goto",   "\n",   "\0x",   "\xff",   "//",     "/*",
    "panic", "make",  "append", "recover", "len",    "main", "error", "1 << 62"};

static size_t below(uint64_t *random, size_t limit) {
    return limit ? (size_t)(random_next(random) % limit) : 0;
}

/* One change: bytes taken out, doubled, exchanged, or a piece put in. */
static void spoil(struct text *t, uint64_t *random) {
    struct text made = {0};
    size_t at = below(random, t->length), length = 1 + below(random, 12);
    if (at + length > t->length) length = t->length - at;
    text_add_bytes(&made, t->bytes, at);
    switch (below(random, 4)) {
    case 0: break;
    case 1:
        text_add_bytes(&made, t->bytes + at, length);
        text_add_bytes(&made, t->bytes + at, length);
        break;
    case 2: {
        size_t other = below(random, t->length - length + 1);
        text_add_bytes(&made, t->bytes + other, length);
        break;
    }
    default:
        text_add(&made, " ");
        text_add(&made, PIECES[below(random, sizeof PIECES / sizeof *PIECES)]);
        text_add(&made, " ");
        length = 0;
    }
    text_add_bytes(&made, t->bytes + at + length, t->length - at - length);
    text_free(t);
    *t = made;
}

/* It may well do something else than before; it must not break the machine. */
static void run_some_steps(const char *path, struct text *t) {
    struct scenario s;
    struct session session;
    struct diags diags;
    char *text = malloc(t->length + 1);
    assert_non_null(text);
    memcpy(text, t->bytes, t->length);
    text[t->length] = '\0';
    assert_true(go_parse_scenario(&s, path, text, t->length, NULL, &diags));
    s.config.pages_max = 64;
    assert_true(session_open(&session, &s));
    session.steps_max = STEPS;
    while (session_run(&session, STEPS) == STOP_BUDGET) continue;
    session_close(&session);
    scenario_free(&s);
    diags_free(&diags);
}

static void try_text(const char *path, struct text *t) {
    const struct source source = {path, t->bytes ? t->bytes : "", t->length};
    struct program program = {0};
    struct diags diags;
    diags_init(&diags, source);
    bool fine = go_compile(&source, NULL, &program, &diags);
    assert_int_equal(fine, diags.count + diags.dropped == 0);
    for (size_t i = 0; i < diags.count; i++)
        assert_true(diags.list[i].offset == DIAG_NOWHERE || diags.list[i].offset <= t->length);
    program_free(&program);
    diags_free(&diags);
    if (fine) run_some_steps(path, t);
}

static void spoil_and_try(const char *path, uint64_t seed) {
    char why[256], *text;
    size_t length;
    assert_int_equal(file_read(path, TEXT_MAX, &text, &length, why, sizeof why), FILE_OK);
    for (uint64_t i = 0; i < TRIES; i++) {
        struct text t = {0};
        uint64_t random = seed * TRIES + i;
        text_add_bytes(&t, text, length);
        for (size_t changes = 1 + below(&random, 3); changes > 0; changes--) spoil(&t, &random);
        try_text(path, &t);
        text_free(&t);
    }
    free(text);
}

static void a_spoilt_program_is_answered(void **state) {
    (void)state;
    glob_t found;
    assert_int_equal(glob("tests/go/corpus/*.go", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) spoil_and_try(found.gl_pathv[i], i);
    globfree(&found);
}

static void any_bytes_are_answered(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 2000; seed++) {
        struct text t = {0};
        uint64_t random = seed;
        for (size_t n = below(&random, 200); n > 0; n--) {
            char byte = (char)below(&random, 256);
            if (below(&random, 3)) text_add_bytes(&t, &byte, 1);
            else text_add(&t, PIECES[below(&random, sizeof PIECES / sizeof *PIECES)]);
        }
        try_text("bytes.go", &t);
        text_free(&t);
    }
}

/* Deep, long, wide: a limit is named, or it is done. */
static void add_times(struct text *t, const char *piece, size_t times) {
    for (size_t i = 0; i < times; i++) text_add(t, piece);
}

static void excess_is_answered(void **state) {
    (void)state;
    static const struct {
        const char *before, *piece, *between, *after;
    } EXCESS[] = {
        {"package main\nfunc main() { _ = ", "(", "1", ""},
        {"package main\nfunc main() { _ = 1", " + 1", "", " }\n"},
        {"package main\nfunc main() { x := 1; _ = x", " + x", "", " }\n"},
        {"package main\nfunc main() { s := `a`; _ = s", " + s", "", " }\n"},
        {"package main\nfunc main() { _ = ", "-", "1", " }\n"},
        {"package main\nfunc main() { ", "{", "", ""},
        {"package main\nfunc main() { ", "if true {", "", ""},
        {"package main\nfunc main() { if true {}", " else if true {}", "", " }\n"},
        {"package main\nvar x ", "*", "int", "\nfunc main() {}\n"},
        {"package main\nvar x ", "[]", "int", "\nfunc main() {}\n"},
        {"package main\nvar x ", "[2]", "int", "\nfunc main() {}\n"},
        {"package main\nvar x ", "func() ", "int", "\nfunc main() {}\n"},
        {"package main\nvar x ", "struct { a ", "int", "\nfunc main() {}\n"},
        {"package main\nvar x = ", "[]any{", "1", "\nfunc main() {}\n"},
        {"package main\nvar x = ", "func() any { return ", "1", "\nfunc main() {}\n"},
        {"package main\nfunc f(x int) int { return x }\nfunc main() { ", "f(", "1", ""},
        {"package main\nfunc main() {", "\n;", "", "}\n"},
        {"package main\nfunc main() {", "\nprintln(1)", "", "}\n"},
        {"package main\nfunc main() { println(", "1, ", "1", ") }\n"},
        {"package main\nvar x = 1", "0", "", "\nfunc main() {}\n"},
        {"package main\nconst x = 1 << 1", "0", "", "\nfunc main() {}\n"},
        {"package main\n", "func f() {}\n", "", "func main() {}\n"},
        {"package main\n/*", "/*", "", ""},
    };
    static const size_t TIMES[] = {10, 300, 12000, 100000};
    for (size_t i = 0; i < sizeof EXCESS / sizeof *EXCESS; i++)
        for (size_t k = 0; k < sizeof TIMES / sizeof *TIMES; k++) {
            struct text t = {0};
            text_add(&t, EXCESS[i].before);
            add_times(&t, EXCESS[i].piece, TIMES[k]);
            text_add(&t, EXCESS[i].between);
            text_add(&t, EXCESS[i].after);
            try_text("excess.go", &t);
            text_free(&t);
        }
}

static void a_limit_is_named_where_it_is_passed(void **state) {
    (void)state;
    static const struct {
        const char *text, *complaint;
    } LIMITS[] = {
        {"package main\nfunc main() {\nx := new([1 << 40]byte)\n_ = x\n}\n",
         "limit.go:3:1: an array has more than 2147483647 elements\n"},
        {"package main\nvar a int\nvar x [1 << 40]byte\nfunc main() {}\n",
         "limit.go:3:5: an array has more than 2147483647 elements\n"},
        {"package main\nvar x *[1 << 27]int\nfunc main() {}\n",
         "limit.go:2:5: a type is larger than 64 MiB\n"},
        {"package main\nvar x, y [5 << 20]byte\nfunc main() {}\n",
         "limit.go:2:8: the package variables take more than 8 MiB\n"},
        {"package main\nfunc f() {\nvar a [1 << 20]int\nvar b, c, d, e, f [1 << 20]int\n"
         "_, _, _, _, _, _ = a, b, c, d, e, f\n}\nfunc main() { f() }\n",
         "limit.go:2:6: the variables of this function take more than 32 MiB of stack\n"},
    };
    for (size_t i = 0; i < sizeof LIMITS / sizeof *LIMITS; i++) {
        const struct source source = {"limit.go", LIMITS[i].text, strlen(LIMITS[i].text)};
        struct program program = {0};
        struct diags diags;
        struct text complaint = {0};
        diags_init(&diags, source);
        assert_false(go_compile(&source, NULL, &program, &diags));
        diags_text(&diags, &complaint);
        const char *said = text_string(&complaint);
        if (strncmp(said, LIMITS[i].complaint, strlen(LIMITS[i].complaint)) != 0)
            fail_msg("%s, but expected %s", said, LIMITS[i].complaint);
        text_free(&complaint);
        program_free(&program);
        diags_free(&diags);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_spoilt_program_is_answered),
        cmocka_unit_test(any_bytes_are_answered),
        cmocka_unit_test(excess_is_answered),
        cmocka_unit_test(a_limit_is_named_where_it_is_passed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
