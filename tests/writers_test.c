/* Everything that tricolor writes, written by the real program: whatever call that touches the
 * target's folder fails, and at whatever call the program is killed or told to stop, the old file
 * is there, or the new one, whole; what failed is said in one line with status 3; nothing is left.
 *
 * The program is traced: the test stands between it and the kernel, counts the calls that touch
 * the folder, and lets the n-th one fail, n = 0, 1, 2 ... until there are no more. TRICOLOR_LONG=1
 * goes through all the errors for all formats, and kills more often. */
#define _GNU_SOURCE /* process_vm_readv */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/tracing.h"
#include "support/program.h"

#ifdef TRACING

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OLD_SIZE = 9, CALLS_MAX = 400, FOLDER_MAX = 256 };
static const char OLD[] = "old file\n";
static const char SCENARIO[] = "scenarios/02-unreachable-cycle.json";

/* What is written: a command of a program, and the ending of the file. Every export is a row. */
static const struct writer {
    const char *ending;
    const char *words[10];
    bool in_short; /* also without TRICOLOR_LONG */
    bool needs_window;
} WRITERS[] = {
    {"jsonl", {"trace", "--steps", "60"}, true, false},
    {"dot", {"export", "--step", "5"}, true, true},
    {"png", {"export", "--size", "320x200", "--step", "5"}, false, true},
    {"svg", {"export", "--step", "5"}, false, true},
    {"gif", {"export", "--size", "320x200", "--from", "0", "--to", "2"}, false, true},
    /* not "md", which puts pictures into a folder beside it, each of them written so */
    {"csv", {"export"}, false, true},
    {"perfetto.json", {"export"}, false, true},
};
enum { WRITER_COUNT = sizeof WRITERS / sizeof WRITERS[0] };

static char folder[FOLDER_MAX], target[FOLDER_MAX + 32];
static bool is_long;

/* ---- the folder ---- */

static int count_files(void) {
    int count = 0;
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) count += e->d_name[0] != '.' || e->d_name[1] == 't';
    closedir(d);
    return count;
}

static void empty_folder(void) {
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) unlinkat(dirfd(d), e->d_name, 0);
    closedir(d);
}

static void put_old(const struct writer *w, bool old) {
    empty_folder();
    snprintf(target, sizeof target, "%s/file.%s", folder, w->ending);
    if (old) write_file(target, OLD);
}

/* ---- one run ---- */

static char program[4096];

static bool find_program(const struct writer *w) {
    const char *build = getenv("TRICOLOR_BUILD");
    snprintf(program, sizeof program, "%s/%s", build ? build : "build/release",
             w->needs_window ? "tricolor" : "tricolor-sim");
    return access(program, X_OK) == 0;
}

static struct traced run(const struct writer *w, struct plan plan) {
    char *words[16] = {program}, out[] = "-o", scenario[sizeof SCENARIO];
    int count = 1;
    for (int i = 0; w->words[i]; i++) words[count++] = (char *)(uintptr_t)w->words[i];
    memcpy(scenario, SCENARIO, sizeof SCENARIO);
    words[count++] = scenario;
    words[count++] = out;
    words[count++] = target;
    return trace_program(words, folder, plan);
}

/* The whole new file, as a run without disturbance writes it. */
static char *written_whole(const struct writer *w, size_t *length) {
    put_old(w, false);
    struct traced t = run(w, (struct plan){.kind = PLAN_NOTHING});
    if (t.status != 0) fail_msg("%s: status %d: %s", w->ending, t.status, t.said);
    assert_true(t.calls > 4); /* else the test would see nothing of it */
    char *bytes = read_file(target, length);
    assert_non_null(bytes);
    return bytes;
}

struct wanted {
    const struct writer *w;
    bool old;
    const char *bytes;
    size_t length;
};

static const char *state_of_target(const struct wanted *x) {
    size_t length;
    char *bytes = read_file(target, &length);
    const char *is = "a mixture";
    if (!bytes) is = "nothing";
    else if (x->old && length == OLD_SIZE && memcmp(bytes, OLD, OLD_SIZE) == 0) is = "old";
    else if (length == x->length && memcmp(bytes, x->bytes, length) == 0) is = "new";
    free(bytes);
    return is;
}

static bool is_one_line(const char *said) {
    const char *end = strchr(said, '\n');
    return end && end > said && end[1] == '\0';
}

/* Whether the program ended as it may after what has been done to it. */
static bool ended_well(struct plan plan, const struct traced *t) {
    if (plan.kind == PLAN_KILL) return t->status == 0 || t->status == 128 + plan.signal;
    if (plan.kind == PLAN_SIGNAL && t->status == 128 + plan.signal) return true;
    return t->status == 0 || (t->status == 3 && is_one_line(t->said));
}

/* After its new name a file may still not be on the disk for good, which is said: so the file may
 * be new, whatever the status. A name that cannot be removed stays. */
static void judge(const struct wanted *x, struct plan plan, const struct traced *t) {
    const char *is = state_of_target(x), *untouched = x->old ? "old" : "nothing";
    bool is_new = strcmp(is, "new") == 0;
    bool fine = is_new || (t->status != 0 && strcmp(is, untouched) == 0);
    int files = count_files(), expected = strcmp(is, "nothing") != 0;
    bool may_stay = plan.kind == PLAN_KILL || strncmp(t->disturbed, "unlink", 6) == 0;
    if (files > expected + may_stay) fine = false;
    if (!fine || !ended_well(plan, t))
        fail_msg("%s, call %d (%s), %s %d: status %d, the file is %s, %d files, said: %s",
                 x->w->ending, plan.n, t->disturbed, plan.kind == PLAN_FAIL ? "error" : "signal",
                 plan.kind == PLAN_FAIL ? plan.error : plan.signal, t->status, is, files, t->said);
}

/* Disturbs each call in turn; returns how many there were. */
static int disturb_each(struct wanted *x, struct plan plan) {
    for (plan.n = 0; plan.n < CALLS_MAX; plan.n++) {
        put_old(x->w, x->old);
        struct traced t = run(x->w, plan);
        judge(x, plan, &t);
        if (!t.disturbed[0]) return plan.n;
    }
    fail_msg("%s: more than %d calls", x->w->ending, CALLS_MAX);
    return 0;
}

static void each_writer(const struct plan *plans, size_t count) {
    for (int i = 0; i < WRITER_COUNT; i++) {
        const struct writer *w = &WRITERS[i];
        if ((!is_long && !w->in_short) || !find_program(w)) continue;
        struct wanted x = {.w = w};
        char *bytes = written_whole(w, &x.length);
        x.bytes = bytes;
        for (size_t k = 0; k < count; k++) {
            x.old = k % 2 == 0 || is_long;
            int calls = disturb_each(&x, plans[k]);
            assert_true(calls > 4);
            if (!is_long) continue;
            x.old = false;
            disturb_each(&x, plans[k]);
        }
        free(bytes);
    }
}

/* ---- the tests ---- */

static void whatever_call_fails_the_old_file_stays_or_the_new_one_is_whole(void **state) {
    static const struct plan PLANS[] = {{.kind = PLAN_FAIL, .error = ENOSPC},
                                        {.kind = PLAN_FAIL, .error = EIO},
                                        {.kind = PLAN_FAIL, .error = EINTR},
                                        {.kind = PLAN_FAIL, .error = EDQUOT},
                                        {.kind = PLAN_FAIL, .error = EACCES}};
    (void)state;
    each_writer(PLANS, is_long ? sizeof PLANS / sizeof PLANS[0] : 2);
}

static void killed_at_any_call_the_file_is_the_old_or_the_new_one(void **state) {
    static const struct plan PLANS[] = {{.kind = PLAN_KILL, .signal = SIGKILL}};
    (void)state;
    each_writer(PLANS, 1);
}

static void told_to_stop_at_any_call_nothing_is_left(void **state) {
    static const struct plan PLANS[] = {{.kind = PLAN_SIGNAL, .signal = SIGTERM},
                                        {.kind = PLAN_SIGNAL, .signal = SIGINT}};
    (void)state;
    each_writer(PLANS, is_long ? 2 : 1);
}

/* kill -9 at random moments, the program not being traced. */
static void killed_at_random_moments_the_file_is_the_old_or_the_new_one(void **state) {
    (void)state;
    const struct writer *w = &WRITERS[0];
    if (!find_program(w)) fail_msg("%s: not built", program);
    struct wanted x = {.w = w, .old = true};
    char command[8192];
    put_old(w, false);
    snprintf(command, sizeof command, "exec %s trace scenarios/92-worker-pool.go -o %s", program,
             target);
    double start = seconds_now();
    shell_expect(0, "%s", command);
    double whole = seconds_now() - start;
    char *bytes = read_file(target, &x.length);
    x.bytes = bytes;
    int times = is_long ? 400 : 20, kept = 0;
    for (int i = 0; i < times; i++) {
        put_old(w, true);
        pid_t pid = program_start(command, "/dev/null", "/dev/null");
        sleep_seconds(whole * (i + 0.5) / times);
        kill(pid, SIGKILL);
        program_wait(pid, 10);
        const char *is = state_of_target(&x);
        kept += strcmp(is, "old") == 0;
        if (strcmp(is, "old") != 0 && strcmp(is, "new") != 0) fail_msg("try %d: %s", i, is);
        assert_true(count_files() <= 2);
    }
    assert_true(kept > 0); /* it was killed while it was at work */
    free(bytes);
}

static int make_folder(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "%s", scratch_folder());
    snprintf(folder + strlen(folder), sizeof folder - strlen(folder), "/target");
    is_long = getenv("TRICOLOR_LONG") != NULL;
    setenv("ASAN_OPTIONS", "detect_leaks=0", 1); /* which would trace the program itself */
    return mkdir(folder, 0700);
}

static int remove_folder(void **state) {
    (void)state;
    empty_folder();
    return rmdir(folder);
}

int main(void) {
    if (!tracing_is_allowed()) {
        printf("this system does not let a program trace another one: skipped\n");
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_call_fails_the_old_file_stays_or_the_new_one_is_whole),
        cmocka_unit_test(killed_at_any_call_the_file_is_the_old_or_the_new_one),
        cmocka_unit_test(told_to_stop_at_any_call_nothing_is_left),
        cmocka_unit_test(killed_at_random_moments_the_file_is_the_old_or_the_new_one),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder) != 0;
}

#else

int main(void) {
    printf("only for Linux on x86-64 and arm64: skipped\n");
    return 0;
}

#endif
