/* The recorded Go programs: our verdicts, output and allocations against those of real Go 1.19.
 *
 * tests/go/README.md says what is recorded. Every program is tried; the ones that differ are named
 * with their first line that does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glob.h>

#include "base/file.h"
#include "go/go.h"
#include "machine/inspect/inspect.h"
#include "session.h"

enum { STEPS_MAX = 20000000, TEXT_MAX = 1 << 22, PROGRAMS_LEAST = 200 };

/* A program of the corpus, NAME.go. */
struct recorded {
    const char *path;
    char *text;
    size_t length;
};

/* tests/go/corpus/NAME.m.txt for NAME.go; the caller frees it. */
static char *recorded_text(const struct recorded *r, const char *kind) {
    char path[256], why[256], *text;
    size_t length;
    snprintf(path, sizeof path, "%.*s.%s.txt", (int)strlen(r->path) - 3, r->path, kind);
    if (file_read(path, TEXT_MAX, &text, &length, why, sizeof why) != FILE_OK)
        fail_msg("%s: %s", path, why);
    return text;
}

/* False, and the first line that differs is printed. */
static bool is_same(const struct recorded *r, const char *kind, const char *found) {
    char *wanted = recorded_text(r, kind);
    bool same = strcmp(found, wanted) == 0;
    const char *a = found, *b = wanted;
    while (!same && *a && *b && strcspn(a, "\n") == strcspn(b, "\n") &&
           strncmp(a, b, strcspn(a, "\n")) == 0) {
        a += strcspn(a, "\n") + (a[strcspn(a, "\n")] != '\0');
        b += strcspn(b, "\n") + (b[strcspn(b, "\n")] != '\0');
    }
    if (!same)
        print_error("%s: %s: \"%.*s\"; Go: \"%.*s\"\n", r->path, kind, (int)strcspn(a, "\n"), a,
                    (int)strcspn(b, "\n"), b);
    free(wanted);
    return same;
}

/* Calls `holds` for every program; none may be false. */
static void each_program(bool (*holds)(const struct recorded *r)) {
    glob_t found;
    char why[256];
    uint32_t wrong = 0;
    assert_int_equal(glob("tests/go/corpus/*.go", 0, NULL, &found), 0);
    assert_true(found.gl_pathc >= PROGRAMS_LEAST);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct recorded r = {.path = found.gl_pathv[i]};
        if (file_read(r.path, TEXT_MAX, &r.text, &r.length, why, sizeof why) != FILE_OK)
            fail_msg("%s: %s", r.path, why);
        wrong += !holds(&r);
        free(r.text);
    }
    if (wrong > 0) print_error("%u of %zu differ\n", wrong, found.gl_pathc);
    globfree(&found);
    assert_int_equal(wrong, 0);
}

/* ---- verdicts ---- */

/* "tests/go/corpus/x.go:3:4: text" as the records have it: "3:4", a tab, the text. */
static void strip_names(const struct recorded *r, const char *lines, const char *between,
                        struct text *out) {
    size_t name = strlen(r->path) + 1;
    for (const char *at = lines; *at;) {
        size_t length = strcspn(at, "\n");
        const char *colon = strstr(at + name, ": ");
        assert_true(length > name && colon);
        text_add_bytes(out, at + name, (size_t)(colon - at) - name);
        text_add(out, between);
        text_add_bytes(out, colon + 2, length - (size_t)(colon + 2 - at));
        text_add(out, "\n");
        at += length + 1;
    }
}

static bool has_the_verdicts(const struct recorded *r) {
    const struct source source = {r->path, r->text, r->length};
    struct diags diags;
    struct text lines = {0}, verdicts = {0};
    diags_init(&diags, source);
    bool fine = go_verdicts(&source, false, &lines, &diags);
    if (!fine) diags_text(&diags, &verdicts);
    if (fine) strip_names(r, text_string(&lines), "\t", &verdicts);
    bool same = is_same(r, "m", text_string(&verdicts));
    text_free(&lines);
    text_free(&verdicts);
    diags_free(&diags);
    return same;
}

static void every_verdict_is_the_compilers(void **state) {
    (void)state;
    each_program(has_the_verdicts);
}

/* ---- output and allocations ---- */

/* Runs a program, or measures `run`; false when it does not end well. */
static bool run_program(const struct recorded *r, bool measured, struct scenario *s,
                        struct session *session) {
    struct text complaints = {0};
    enum file_status status = measured ? scenario_load_measured(s, r->path, "run", &complaints)
                                       : scenario_load(s, r->path, &complaints);
    if (status != FILE_OK) print_error("%s", text_string(&complaints));
    text_free(&complaints);
    if (status != FILE_OK) return false;
    s->config.pages_max = 2048; /* quicker to make */
    s->config.goroutines_max = 1024;
    assert_true(session_open(session, s));
    session->steps_max = STEPS_MAX;
    while (session_run(session, 1 << 16) == STOP_BUDGET) continue;
    if (session->front.s->outcome == OUTCOME_DONE) return true;
    struct text words = {0};
    inspect_failure(&session->front, &words);
    print_error("%s: after %llu steps: %s\n", r->path, (unsigned long long)session_steps(session),
                text_string(&words));
    text_free(&words);
    session_close(session);
    scenario_free(s);
    return false;
}

static bool prints_the_same(const struct recorded *r) {
    struct scenario s;
    struct session session;
    if (!run_program(r, false, &s, &session)) return false;
    bool same = is_same(r, "out", text_string(&session.output));
    session_close(&session);
    scenario_free(&s);
    return same;
}

static void every_output_is_the_same(void **state) {
    (void)state;
    each_program(prints_the_same);
}

static bool allocates_the_same(const struct recorded *r) {
    struct scenario s;
    struct session session;
    struct text found = {0};
    char *wanted = recorded_text(r, "allocs");
    bool stable = strstr(wanted, "stable\tyes") != NULL;
    free(wanted);
    if (!stable) return true;
    if (!run_program(r, true, &s, &session)) return false;
    struct measured_calls calls = session_measured(&session);
    text_addf(&found, "objects\t%llu\nbytes\t%llu\nstable\tyes\n",
              (unsigned long long)calls.objects, (unsigned long long)calls.bytes);
    bool same = is_same(r, "allocs", text_string(&found));
    text_free(&found);
    session_close(&session);
    scenario_free(&s);
    return same;
}

static void every_allocation_is_counted_the_same(void **state) {
    (void)state;
    each_program(allocates_the_same);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_verdict_is_the_compilers),
        cmocka_unit_test(every_output_is_the_same),
        cmocka_unit_test(every_allocation_is_counted_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
