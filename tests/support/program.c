#define _XOPEN_SOURCE 700 /* nftw */

#include "support/program.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { SHELL_SECONDS = 60 };

/* ---- time ---- */

double seconds_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void sleep_seconds(double seconds) {
    struct timespec t = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    while (nanosleep(&t, &t) != 0 && errno == EINTR) continue;
}

/* ---- files ---- */

static char folder[256];

static int remove_one(const char *path, const struct stat *s, int kind, struct FTW *at) {
    (void)s, (void)kind, (void)at;
    return remove(path);
}

static void remove_folder(void) {
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *scratch_folder(void) {
    if (folder[0]) return folder;
    const char *place = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/tricolor-test-XXXXXX", place && *place ? place : "/tmp");
    assert_non_null(mkdtemp(folder));
    atexit(remove_folder);
    return folder;
}

const char *scratch_path(const char *name) {
    enum { PATHS = 16 };
    static char paths[PATHS][512];
    static unsigned next;
    char *path = paths[next++ % PATHS];
    snprintf(path, sizeof paths[0], "%s/%s", scratch_folder(), name);
    return path;
}

void write_file(const char *path, const char *text) {
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

char *read_file(const char *path, size_t *length) {
    struct text content = {0};
    char chunk[16384];
    FILE *f = fopen(path, "r");
    if (!f) return NULL;
    text_add(&content, "");
    for (size_t count; (count = fread(chunk, 1, sizeof chunk, f)) > 0;)
        text_add_bytes(&content, chunk, count);
    fclose(f);
    if (length) *length = content.length;
    return content.bytes;
}

/* ---- processes ---- */

static void redirect(const char *path, int to) {
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (fd < 0 || dup2(fd, to) < 0) _exit(125);
    close(fd);
}

static void find_programs_first(void) {
    const char *build = getenv("TRICOLOR_BUILD"), *path = getenv("PATH");
    char all[4096];
    snprintf(all, sizeof all, "%s:%s", build ? build : ".", path ? path : "/usr/bin:/bin");
    setenv("PATH", all, 1);
}

/* A process group of its own, so that all of a command line can be ended at once. */
pid_t program_start(const char *command, const char *out, const char *err) {
    fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid > 0) return pid;
    setpgid(0, 0);
    find_programs_first();
    redirect(out, STDOUT_FILENO);
    redirect(err, STDERR_FILENO);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(126);
}

int program_wait(pid_t pid, double seconds) {
    int status;
    double end = seconds_now() + seconds;
    for (;;) {
        pid_t ended = waitpid(pid, &status, WNOHANG);
        assert_true(ended >= 0);
        if (ended == pid) return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        if (seconds_now() > end) return -1;
        sleep_seconds(0.002);
    }
}

void program_kill(pid_t pid) {
    kill(-pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static struct shell_result shell_v(const char *format, va_list arguments) {
    struct text command = {0};
    struct shell_result o;
    const char *out = scratch_path("stdout"), *err = scratch_path("stderr");
    remove(out);
    remove(err);
    text_addv(&command, format, arguments);
    pid_t pid = program_start(text_string(&command), out, err);
    o.status = program_wait(pid, SHELL_SECONDS);
    if (o.status < 0) program_kill(pid);
    o.out = read_file(out, &o.out_length);
    o.err = read_file(err, NULL);
    assert_true(o.out && o.err);
    if (o.status < 0) fail_msg("takes too long: %s", text_string(&command));
    text_free(&command);
    return o;
}

struct shell_result shell(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    struct shell_result o = shell_v(format, arguments);
    va_end(arguments);
    return o;
}

void shell_free(struct shell_result *o) {
    free(o->out);
    free(o->err);
    *o = (struct shell_result){0};
}

void shell_expect(int status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    struct shell_result o = shell_v(format, arguments);
    va_end(arguments);
    if (o.status != status)
        fail_msg("%s: status %d, expected %d\n%.2000s%.2000s", format, o.status, status, o.out,
                 o.err);
    shell_free(&o);
}
