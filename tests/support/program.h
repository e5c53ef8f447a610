/* program.h -- the built programs, run as a user would: words in, text and an exit status out.
 *
 * Command lines go to /bin/sh, with the folder of the built programs first in PATH. A command that
 * takes longer than a minute is ended and fails the test. */
#ifndef TC_TEST_PROGRAM_H
#define TC_TEST_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/text.h"

struct shell_result {
    int status; /* as the shell tells it: 128 + the signal, if one ended it */
    char *out, *err;
    size_t out_length;
};

/* Runs a command line; what it printed is valid until shell_free. */
struct shell_result shell(const char *format, ...) TC_PRINTF(1, 2);
void shell_free(struct shell_result *o);
/* Runs it and compares the status; what it printed is shown if it differs. */
void shell_expect(int status, const char *format, ...) TC_PRINTF(2, 3);

/* Starts a command line, which may become a program with `exec`; its output goes to files. */
pid_t program_start(const char *command, const char *out, const char *err);
/* Its exit status as above; -1 if it still runs after `seconds`. */
int program_wait(pid_t pid, double seconds);
/* For the end of a test that failed half way. */
void program_kill(pid_t pid);

/* A folder for this test program's files, removed when it ends; and a path in it, valid until the
 * 16th next call. */
const char *scratch_folder(void);
const char *scratch_path(const char *name);
void write_file(const char *path, const char *text);
/* The whole file with a NUL behind it, to be freed; NULL if it cannot be read. */
char *read_file(const char *path, size_t *length);

double seconds_now(void);
void sleep_seconds(double seconds);

#endif
