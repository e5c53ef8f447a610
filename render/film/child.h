/* child.h -- a program that is fed through a pipe, and never waited for longer than asked.
 *
 * It is found in PATH and started without a shell. Its input is ours to write; its output is thrown
 * away; the beginning of what it complains of is kept. It is in a process group of its own: Ctrl-C
 * in a terminal is for us, and killing it kills what it has started, too. SIGPIPE must be ignored.
 */
#ifndef TC_CHILD_H
#define TC_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { CHILD_WORDS_MAX = 4096 };

struct child {
    pid_t process;                  /* 0: there is none */
    int input;                      /* -1: closed */
    int complaints;                 /* -1: closed */
    int wait_status;                /* as of waitpid, once child_has_ended */
    char said[CHILD_WORDS_MAX + 1]; /* the first of its complaints */
    size_t said_length;
};

/* `words`, ended by NULL, begin with the program's name. 0, or an errno: ENOENT when there is no
 * such program. */
int child_start(struct child *c, const char *const *words);
/* Writes what there is room for; how many bytes that were. -1: `errno` says why not. */
ssize_t child_write(struct child *c, const void *bytes, size_t count);
/* Waits until there is room or something is said, at most so many milliseconds; keeps what is said.
 */
void child_wait(struct child *c, int milliseconds);
/* There is no more. */
void child_close_input(struct child *c);
/* Whether it has ended; nothing that it has started is left either then. */
bool child_has_ended(struct child *c);
/* Ends it at once if it has not ended by itself, and closes everything. Also after a child_start
 * that has failed; not before one. */
void child_close(struct child *c);

/* Milliseconds of a clock that only goes forward. */
uint64_t child_clock(void);

#endif
