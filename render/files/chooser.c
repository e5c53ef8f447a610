#include "files/chooser.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { WORDS_MAX = 8, ANSWER_MAX = 1 << 16 };

/* ---- which program, and with which words ---- */

/* Of a PROGRAM in a folder of $PATH; false if it is in none. */
static bool find_program(const char *name, struct text *out) {
    const char *path = getenv("PATH");
    for (const char *at = path ? path : ""; *at; at += *at == ':') {
        size_t length = strcspn(at, ":");
        struct stat s;
        text_clear(out);
        text_add_bytes(out, at, length);
        text_addf(out, "/%s", name);
        if (length && stat(text_string(out), &s) == 0 && S_ISREG(s.st_mode) &&
            access(text_string(out), X_OK) == 0)
            return true;
        at += length;
    }
    return false;
}

struct command_line {
    struct text program, title, folder;
    char *words[WORDS_MAX];
};

static bool line_of_zenity(struct command_line *l, const char *title, const char *folder) {
    static char select[] = "--file-selection";
    static char filter[] = "--file-filter=*.json *.go *.jsonl";
    static char all[] = "--file-filter=*";
    if (!find_program("zenity", &l->program)) return false;
    text_addf(&l->title, "--title=%s", title);
    text_addf(&l->folder, "--filename=%s/", folder);
    char *const words[] = {l->program.bytes, select, l->title.bytes, l->folder.bytes, filter, all};
    memcpy(l->words, words, sizeof words);
    return true;
}

static bool line_of_kdialog(struct command_line *l, const char *title, const char *folder) {
    static char select[] = "--getopenfilename", option[] = "--title";
    static char filter[] = "*.json *.go *.jsonl";
    if (!find_program("kdialog", &l->program)) return false;
    text_add(&l->title, title);
    text_addf(&l->folder, "%s/", folder);
    char *const words[] = {l->program.bytes, option,          l->title.bytes,
                           select,           l->folder.bytes, filter};
    memcpy(l->words, words, sizeof words);
    return true;
}

static void line_free(struct command_line *l) {
    text_free(&l->program);
    text_free(&l->title);
    text_free(&l->folder);
}

/* ---- running it ---- */

/* Its standard output leads to us; the rest of what it says, and its input, nowhere. */
static bool spawn(struct chooser *c, char *const words[], int to) {
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0) return false;
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, to, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    bool fine = posix_spawn(&c->process, words[0], &actions, NULL, words, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    return fine;
}

static bool start(struct chooser *c, char *const words[]) {
    int ends[2];
    if (pipe(ends) != 0) return false;
    for (int i = 0; i < 2; i++) fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    bool fine = spawn(c, words, ends[1]);
    close(ends[1]);
    if (fine) c->pipe = ends[0];
    else close(ends[0]);
    return fine;
}

bool chooser_open(struct chooser *c, const char *title, const char *folder) {
    struct command_line l = {.words = {NULL}};
    chooser_close(c);
    bool fine = line_of_zenity(&l, title, folder) || line_of_kdialog(&l, title, folder);
    c->open = fine && !l.program.failed && !l.title.failed && !l.folder.failed && start(c, l.words);
    line_free(&l);
    return c->open;
}

/* False while it still runs. */
static bool has_ended(const struct chooser *c, int options) {
    pid_t ended;
    do {
        ended = waitpid(c->process, NULL, options);
    } while (ended < 0 && errno == EINTR);
    return ended != 0;
}

static void close_pipe(struct chooser *c) {
    if (c->pipe >= 0) close(c->pipe);
    c->pipe = -1;
}

/* The first line of what it printed, if that is a path. */
static bool is_path(struct text *answer) {
    if (answer->length == 0 || answer->failed) return false;
    answer->length = strcspn(answer->bytes, "\n");
    answer->bytes[answer->length] = '\0';
    return answer->bytes[0] == '/';
}

/* False while there may be more to come. */
static bool read_answer(struct chooser *c) {
    char bytes[4096];
    while (c->pipe >= 0) {
        ssize_t count = read(c->pipe, bytes, sizeof bytes);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno == EAGAIN) return false;
        if (count <= 0) close_pipe(c);
        else if (c->answer.length < ANSWER_MAX) text_add_bytes(&c->answer, bytes, (size_t)count);
    }
    return true;
}

enum chooser_state chooser_ask(struct chooser *c) {
    if (!c->open) return CHOOSER_CLOSED;
    if (!read_answer(c) || !has_ended(c, WNOHANG)) return CHOOSER_OPEN;
    c->open = false;
    return is_path(&c->answer) ? CHOOSER_CHOSEN : CHOOSER_CANCELLED;
}

void chooser_close(struct chooser *c) {
    if (c->open) {
        kill(c->process, SIGKILL); /* a dialog has nothing to lose */
        close_pipe(c);
        has_ended(c, 0);
    }
    text_free(&c->answer);
    *c = (struct chooser){0};
}
