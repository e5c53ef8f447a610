/* Frame traces on the command line: writing one, comparing two, verifying one by a run. */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "cli/interrupts.h"
#include "cli/cli.h"
#include "cli/trace.h"
#include "export/trace.h"
#include "export/trace_diff.h"
#include "trace/tape.h"

/* ---- writing ---- */

static int write_to(struct session *s, const char *path) {
    struct file_writer writer;
    char why[256];
    if (file_begin(&writer, path, why, sizeof why) != FILE_OK)
        return cli_fail(EXIT_SURROUNDINGS, "%s: %s", path, why);
    const volatile sig_atomic_t *interrupted = interrupts_catch();
    errno = 0;
    if (!trace_write(s, writer.stream, interrupted)) {
        const char *reason = *interrupted ? "interrupted" : errno ? strerror(errno) : "no memory";
        file_abandon(&writer);
        return cli_fail(EXIT_SURROUNDINGS, "%s: cannot write: %s", path, reason);
    }
    if (file_commit(&writer, why, sizeof why) != FILE_OK)
        return cli_fail(EXIT_SURROUNDINGS, "%s: %s", path, why);
    return EXIT_WELL;
}

static int write_trace(const struct arguments *a) {
    struct scenario scenario;
    struct session s;
    if (!a->output) return cli_fail(EXIT_BAD_INPUT, "trace needs -o OUT, or --diff and two traces");
    if (a->file_count != 1)
        return cli_fail(EXIT_BAD_INPUT, "trace takes one file; two with --diff");
    int status = cli_open_session(a, &scenario, &s);
    if (status) return status;
    status = write_to(&s, a->output);
    cli_close_session(&s, &scenario);
    return status;
}

/* ---- comparing ---- */

static int load_trace(const struct arguments *a, const char *path, struct scenario *s) {
    int status = cli_load(a, path, s);
    if (status || s->tape) return status;
    scenario_free(s);
    return cli_fail(EXIT_BAD_INPUT, "%s: is no frame trace; --diff compares two of them", path);
}

static int print_answer(enum trace_answer answer, const struct text *words) {
    fputs(text_string(words), stdout);
    if (fflush(stdout) != 0 || ferror(stdout))
        return cli_fail(EXIT_SURROUNDINGS, "cannot write the output");
    if (answer == TRACES_NO_MEMORY) return cli_fail(EXIT_SURROUNDINGS, "not enough memory");
    if (answer == TRACES_STOPPED) return cli_fail(EXIT_SURROUNDINGS, "interrupted");
    return answer == TRACES_SAME ? EXIT_WELL : EXIT_CONTRADICTED;
}

static int diff_traces(const struct arguments *a) {
    struct scenario one, other;
    struct text words = {0};
    if (a->file_count != 2) return cli_fail(EXIT_BAD_INPUT, "--diff takes two traces");
    int status = load_trace(a, a->files[0], &one);
    if (status) return status;
    status = load_trace(a, a->files[1], &other);
    if (status == EXIT_WELL) {
        status = print_answer(trace_diff(&one, &other, interrupts_catch(), &words), &words);
        scenario_free(&other);
    }
    scenario_free(&one);
    text_free(&words);
    return status;
}

int command_trace(const struct arguments *a) {
    return a->diff ? diff_traces(a) : write_trace(a);
}

/* ---- verifying ---- */

int cli_tell_trace(const struct scenario *s) {
    struct text words = {0};
    trace_add_state(s, &words);
    fputs(text_string(&words), stderr);
    int status = words.length ? EXIT_BAD_INPUT : EXIT_WELL;
    text_free(&words);
    return status;
}

static int judge_answer(const struct scenario *s, enum trace_answer answer,
                        const struct text *words) {
    if (answer == TRACES_NO_MEMORY) return cli_fail(EXIT_SURROUNDINGS, "not enough memory");
    if (answer == TRACES_STOPPED) return cli_fail(EXIT_SURROUNDINGS, "interrupted");
    if (answer == TRACES_PART) {
        fprintf(stderr, "%s: %s", s->path, text_string(words));
        return EXIT_CONTRADICTED;
    }
    return cli_tell_trace(s);
}

int cli_verify_trace(const struct scenario *s) {
    struct scenario run = *s; /* the same, but run by the engine */
    struct session fresh;
    struct text words = {0};
    run.tape = NULL;
    if (!session_open(&fresh, &run)) return cli_fail(EXIT_SURROUNDINGS, "not enough memory");
    enum trace_answer answer = trace_verify(&fresh, s->tape, interrupts_catch(), &words);
    int status = judge_answer(s, answer, &words);
    session_close(&fresh);
    text_free(&words);
    return status;
}
