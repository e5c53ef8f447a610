/* The type checker's complaints, against those of Go's compiler: tests/go/errors.txt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "support/check.h"

enum { FILE_MAX = 4 << 20 };

/* A part of the file: what stands behind a line with `mark`, up to the next mark. */
struct part {
    char *text;
    size_t length;
};

/* Takes the part that begins at *at and ends before the next line that begins with `end`. */
static struct part take_part(char **at, const char *end) {
    struct part p = {*at, 0};
    char mark[16];
    snprintf(mark, sizeof mark, "\n%s", end);
    char *found = strstr(*at - 1, mark);
    p.length = found ? (size_t)(found + 1 - *at) : strlen(*at);
    *at += p.length;
    return p;
}

static void skip_line(char **at) {
    *at += strcspn(*at, "\n");
    if (**at) (*at)++;
}

static void check_part(struct part prelude, bool body, char **at) {
    struct text source = {0}, wanted = {0};
    struct part program = take_part(at, "----");
    skip_line(at);
    struct part complaints = take_part(at, "====");
    if (body) text_add_bytes(&source, prelude.text, prelude.length);
    text_add_bytes(&source, program.text, program.length);
    if (body) text_add(&source, "}\n");
    text_add_bytes(&wanted, complaints.text, complaints.length);
    check_require(text_string(&source), text_string(&wanted));
    text_free(&source);
    text_free(&wanted);
}

static void complaints_are_those_of_go(void **state) {
    (void)state;
    char *bytes, why[256];
    size_t length;
    assert_int_equal(file_read("tests/go/errors.txt", FILE_MAX, &bytes, &length, why, sizeof why),
                     FILE_OK);
    char *at = strstr(bytes, "====");
    skip_line(&at);
    struct part prelude = take_part(&at, "====");
    while (*at) {
        bool body = strncmp(at, "==== body", 9) == 0;
        skip_line(&at);
        check_part(prelude, body, &at);
    }
    free(bytes);
}

static void what_is_left_out_is_named(void **state) {
    (void)state;
    check_require("package main\nimport \"os\"\nfunc main() { os.Exit(1) }\n",
                  "2:8: package \"os\" is not in the supported subset\n");
    check_require("package main\nimport \"nowhere/at/all\"\nfunc main() { all.X() }\n",
                  "2:8: package nowhere/at/all is not in GOROOT\n");
    check_require("package main\nvar c complex128\nfunc main() { _ = real(c) }\n",
                  "2:7: complex128 is not in the supported subset\n"
                  "3:19: real is not in the supported subset\n");
    check_require("package main\nimport \"strings\"\nvar s = strings.NewReplacer(\"a\")\n"
                  "func main() {}\n",
                  "3:17: strings.NewReplacer is not in the supported subset\n");
    check_require("package main\ntype C interface { ~int; comparable }\nfunc main() {}\n",
                  "2:20: generics are not in the supported subset\n");
    check_require("package main\nfunc f() {}\n",
                  "function main is undeclared in the main package\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(complaints_are_those_of_go),
        cmocka_unit_test(what_is_left_out_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
