#include "film/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

struct channel {
    int read, write;
};

static void close_end(int *end) {
    if (*end >= 0) close(*end);
    *end = -1;
}

static void channel_close(struct channel *c) {
    close_end(&c->read);
    close_end(&c->write);
}

/* Neither end is left to other programs; `ours` does not block. */
static bool channel_open(struct channel *c, bool we_write) {
    int ends[2];
    if (pipe(ends) != 0) return false;
    *c = (struct channel){ends[0], ends[1]};
    int ours = we_write ? c->write : c->read;
    return fcntl(c->read, F_SETFD, FD_CLOEXEC) == 0 && fcntl(c->write, F_SETFD, FD_CLOEXEC) == 0 &&
           fcntl(ours, F_SETFL, O_NONBLOCK) == 0;
}

/* SIGPIPE is as usual again for the program; that too large files are failed writes is fine for it,
 * too. */
static int set_attributes(posix_spawnattr_t *attributes) {
    sigset_t usual;
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    int error = posix_spawnattr_setsigdefault(attributes, &usual);
    if (!error) error = posix_spawnattr_setpgroup(attributes, 0);
    if (!error)
        error = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    return error;
}

static int set_files(posix_spawn_file_actions_t *files, int input, int complaints) {
    int error = posix_spawn_file_actions_adddup2(files, input, STDIN_FILENO);
    if (!error) error = posix_spawn_file_actions_adddup2(files, complaints, STDERR_FILENO);
    if (!error)
        error = posix_spawn_file_actions_addopen(files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    return error;
}

static int spawn(struct child *c, const char *const *words, int input, int complaints) {
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t files;
    int error = posix_spawnattr_init(&attributes);
    if (error) return error;
    error = posix_spawn_file_actions_init(&files);
    if (!error) {
        error = set_attributes(&attributes);
        if (!error) error = set_files(&files, input, complaints);
        /* It does not change the words: the type is older than const. */
        if (!error)
            error = posix_spawnp(&c->process, words[0], &files, &attributes, (char *const *)words,
                                 environ);
        posix_spawn_file_actions_destroy(&files);
    }
    posix_spawnattr_destroy(&attributes);
    return error;
}

int child_start(struct child *c, const char *const *words) {
    struct channel input = {-1, -1}, complaints = {-1, -1};
    *c = (struct child){.input = -1, .complaints = -1};
    int error = 0;
    if (!channel_open(&input, true) || !channel_open(&complaints, false)) error = errno;
    if (!error) error = spawn(c, words, input.read, complaints.write);
    if (error) {
        c->process = 0;
        channel_close(&input);
        channel_close(&complaints);
        return error;
    }
    close(input.read);
    close(complaints.write);
    c->input = input.write;
    c->complaints = complaints.read;
    return 0;
}

ssize_t child_write(struct child *c, const void *bytes, size_t count) {
    ssize_t written;
    do {
        written = write(c->input, bytes, count);
    } while (written < 0 && errno == EINTR);
    return written < 0 && errno == EAGAIN ? 0 : written;
}

/* Whatever does not fit is read all the same, so that it can go on complaining. */
static void keep_complaints(struct child *c) {
    char bytes[1024];
    while (c->complaints >= 0) {
        ssize_t count = read(c->complaints, bytes, sizeof bytes);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno == EAGAIN) return;
        if (count <= 0) close_end(&c->complaints);
        for (ssize_t i = 0; i < count && c->said_length < CHILD_WORDS_MAX; i++)
            c->said[c->said_length++] = bytes[i];
    }
}

void child_wait(struct child *c, int milliseconds) {
    struct pollfd ends[2] = {{.fd = c->input, .events = POLLOUT},
                             {.fd = c->complaints, .events = POLLIN}};
    poll(ends, 2, milliseconds);
    keep_complaints(c);
}

void child_close_input(struct child *c) {
    close_end(&c->input);
}

/* Whatever it has started goes with it, while its number is still its own. */
static void reap(struct child *c) {
    kill(-c->process, SIGKILL);
    pid_t reaped;
    do {
        reaped = waitpid(c->process, &c->wait_status, 0);
    } while (reaped < 0 && errno == EINTR);
    if (reaped < 0) c->wait_status = 0;
    c->process = 0;
}

/* Where the system was told to forget children at once (ECHILD), how it has ended is not known: its
 * work must speak for itself. */
bool child_has_ended(struct child *c) {
    siginfo_t ended = {0};
    if (!c->process) return true;
    if (waitid(P_PID, (id_t)c->process, &ended, WEXITED | WNOHANG | WNOWAIT) != 0) {
        if (errno != ECHILD) return false;
    } else if (ended.si_pid == 0) {
        return false;
    }
    keep_complaints(c);
    reap(c);
    return true;
}

void child_close(struct child *c) {
    close_end(&c->input);
    close_end(&c->complaints);
    if (c->process) reap(c);
}

uint64_t child_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}
