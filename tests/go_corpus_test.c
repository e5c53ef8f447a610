/* The recorded Go programs run: output, allocations and failures against those of real Go 1.19. Their
 * verdicts are compared in go_escape_test.
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
#include <unistd.h>

#include "base/file.h"
#include "machine/inspect/inspect.h"
#include "session/session.h"

enum { STEPS_MAX = 20000000, TEXT_MAX = 1 << 22, PROGRAMS_LEAST = 400, FAILURES_LEAST = 100 };

/* A program of the corpus, NAME.go. */
struct recorded {
    const char *path;
    char *text;
    size_t length;
};

/* NAME.out.txt for NAME.go. */
static void record_path(const struct recorded *r, const char *kind, char *out, size_t size) {
    snprintf(out, size, "%.*s.%s.txt", (int)strlen(r->path) - 3, r->path, kind);
}

/* The caller frees it. */
static char *recorded_text(const struct recorded *r, const char *kind) {
    char path[256], why[256], *text;
    size_t length;
    record_path(r, kind, path, sizeof path);
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
static void each_program(const char *pattern, size_t least,
                         bool (*holds)(const struct recorded *r)) {
    glob_t found;
    char why[256];
    uint32_t wrong = 0;
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    assert_true(found.gl_pathc >= least);
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

/* ---- output and allocations ---- */

/* Runs a program, or measures `run`, to its end; false when it is no program. */
static bool begin_program(const struct recorded *r, bool measured, struct scenario *s,
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
    return true;
}

static void end_program(struct scenario *s, struct session *session) {
    session_close(session);
    scenario_free(s);
}

/* ... to a good end. */
static bool run_program(const struct recorded *r, bool measured, struct scenario *s,
                        struct session *session) {
    if (!begin_program(r, measured, s, session)) return false;
    if (session->front.s->outcome == OUTCOME_DONE) return true;
    struct text words = {0};
    inspect_failure(&session->front, &words);
    print_error("%s: after %llu steps: %s\n", r->path, (unsigned long long)session_steps(session),
                text_string(&words));
    text_free(&words);
    end_program(s, session);
    return false;
}

static bool prints_the_same(const struct recorded *r) {
    struct scenario s;
    struct session session;
    if (!run_program(r, false, &s, &session)) return false;
    bool same = is_same(r, "out", text_string(&session.output));
    end_program(&s, &session);
    return same;
}

static void every_output_is_the_same(void **state) {
    (void)state;
    each_program("tests/go/corpus/*.go", PROGRAMS_LEAST, prints_the_same);
}

/* False for programs whose numbers depend on chance, or on what Go's fmt allocates for itself: then
 * there is no record. */
static bool is_counted(const struct recorded *r) {
    char path[256];
    record_path(r, "allocs", path, sizeof path);
    if (access(path, F_OK) != 0) return false;
    char *wanted = recorded_text(r, "allocs");
    bool stable = strstr(wanted, "stable\tyes") != NULL;
    free(wanted);
    return stable;
}

static bool allocates_the_same(const struct recorded *r) {
    struct scenario s;
    struct session session;
    struct text found = {0};
    if (!is_counted(r)) return true;
    if (!run_program(r, true, &s, &session)) return false;
    struct measured_calls calls = session_measured(&session);
    text_addf(&found, "objects\t%llu\nbytes\t%llu\nstable\tyes\n",
              (unsigned long long)calls.objects, (unsigned long long)calls.bytes);
    bool same = is_same(r, "allocs", text_string(&found));
    text_free(&found);
    end_program(&s, &session);
    return same;
}

static void every_allocation_is_counted_the_same(void **state) {
    (void)state;
    each_program("tests/go/corpus/*.go", PROGRAMS_LEAST, allocates_the_same);
}

/* ---- failures ---- */

/* Addresses differ from run to run, and only Go's processor has a program counter. */
static void add_without_addresses(const char *words, struct text *out) {
    for (const char *at = words; *at;) {
        if (strncmp(at, " pc=0x", 6) == 0) at += 6 + strspn(at + 6, "0123456789abcdef");
        else if (strncmp(at, "0x", 2) == 0) at += 2 + strspn(at + 2, "0123456789abcdef");
        else text_add_bytes(out, at++, 1);
    }
}

/* What stands on the error output, up to the goroutines. */
static bool fails_with_the_words(const struct recorded *r, const struct session *session) {
    struct text all = {0}, found = {0}, wanted = {0};
    char *recorded = recorded_text(r, "err");
    text_add(&all, text_string(&session->complaints));
    inspect_failure(&session->front, &all);
    char *goroutines = strstr(all.bytes, "\ngoroutine ");
    if (goroutines) *goroutines = '\0';
    add_without_addresses(all.bytes, &found);
    add_without_addresses(recorded, &wanted);
    bool same = strcmp(text_string(&found), text_string(&wanted)) == 0;
    if (!same)
        print_error("%s: \"%s\"; Go: \"%s\"\n", r->path, text_string(&found), text_string(&wanted));
    text_free(&all);
    text_free(&found);
    text_free(&wanted);
    free(recorded);
    return same;
}

static bool fails_the_same(const struct recorded *r) {
    struct scenario s;
    struct session session;
    if (!begin_program(r, false, &s, &session)) return false;
    bool failed = session.front.s->outcome != OUTCOME_DONE && !machine_running(&session.front);
    bool same = failed && is_same(r, "out", text_string(&session.output)) &&
                fails_with_the_words(r, &session);
    end_program(&s, &session);
    return same;
}

static void every_failure_is_told_in_the_same_words(void **state) {
    (void)state;
    each_program("tests/go/fail/*.go", FAILURES_LEAST, fails_the_same);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_output_is_the_same),
        cmocka_unit_test(every_allocation_is_counted_the_same),
        cmocka_unit_test(every_failure_is_told_in_the_same_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
