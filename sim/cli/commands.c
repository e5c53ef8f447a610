/* The commands that need no window: run, check. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/cli.h"
#include "cli/trace.h"
#include "cli/interrupts.h"
#include "export/costs.h"
#include "export/retained_table.h"
#include "lesson/answer.h"
#include "machine/heap/size_class.h"
#include "machine/inspect/inspect.h"
#include "machine/inspect/statistics.h"
#include "session/session.h"

/* ---- how a run ended ---- */

/* Which option has set the limit that the run has met. */
static void add_limit(const struct session *s, struct text *out) {
    const struct machine *m = &s->front;
    if (m->s->outcome == OUTCOME_RUNNING && !s->scenario->tape)
        text_addf(out, "tricolor: stopped after %" PRIu64 " steps; --steps sets the limit\n",
                  session_steps(s));
    if (m->s->outcome != OUTCOME_FAULT) return;
    if (m->s->fault == FAULT_OUT_OF_MEMORY)
        text_addf(out, "tricolor: the machine has %" PRIu64 " KiB of memory; --memory sets it\n",
                  (uint64_t)m->config.pages_max * PAGE_SIZE / 1024);
    if (m->s->fault == FAULT_STACK_OVERFLOW)
        text_add(out, "tricolor: --maxstack sets the limit, up to a quarter of --memory\n");
}

static int judge_failure(const struct session *s) {
    const struct machine *m = &s->front;
    if (m->s->outcome == OUTCOME_DONE) return EXIT_WELL;
    if (m->s->outcome == OUTCOME_RUNNING && s->scenario->tape) return EXIT_WELL; /* it ends here */
    struct text words = {0};
    if (m->s->outcome != OUTCOME_RUNNING) inspect_failure(m, &words);
    add_limit(s, &words);
    fputs(text_string(&words), stderr);
    text_free(&words);
    return scenario_expects_failure(s->scenario) ? EXIT_WELL : EXIT_PROGRAM;
}

static int judge(struct session *s, const char *path) {
    struct text wrong = {0};
    int status = judge_failure(s);
    if (session_check(s, &wrong) + lesson_check(s, &wrong) > 0) status = EXIT_CONTRADICTED;
    for (const char *line = text_string(&wrong); *line;) {
        size_t length = strcspn(line, "\n");
        fprintf(stderr, "%s: %.*s\n", path, (int)length, line);
        line += length + 1;
    }
    text_free(&wrong);
    uint32_t lost = s->front.s->gc.lost;
    if (status == EXIT_WELL && lost > 0 && !scenario_expects_loss(s->scenario)) {
        fprintf(stderr, "%s: %" PRIu32 " object%s still in use %s freed\n", path, lost,
                lost == 1 ? "" : "s", lost == 1 ? "was" : "were");
        status = EXIT_CONTRADICTED;
    }
    return status;
}

/* ---- run ---- */

/* Prints what has been added to a text since the last time. False when it cannot be written. */
static bool pass_on(const struct text *text, size_t *written, FILE *to) {
    size_t more = text->length - *written;
    if (more == 0) return true;
    if (fwrite(text->bytes + *written, 1, more, to) != more) return false;
    *written = text->length;
    return true;
}

static void show_progress(const struct session *s, uint64_t *shown) {
    enum { EVERY = 1 << 20 };
    if (!isatty(STDERR_FILENO) || session_steps(s) - *shown < EVERY) return;
    *shown = session_steps(s);
    fprintf(stderr, "\r%" PRIu64 " steps", *shown);
}

static void print_by_size(const struct statistics *s) {
    const char *between = "";
    fputs("\"BySize\":[", stderr);
    for (uint32_t c = 1; c < SIZE_CLASSES; c++) {
        if (s->size_mallocs[c] == 0) continue;
        fprintf(stderr, "%s{\"Size\":%u,\"Mallocs\":%" PRIu64 ",\"Frees\":%" PRIu64 "}", between,
                SIZE_CLASS[c].size, s->size_mallocs[c], s->size_frees[c]);
        between = ",";
    }
    fputs("],", stderr);
}

static void print_statistics(const struct machine *m) {
    fputc('{', stderr);
    for (const struct statistic *s = STATISTICS; s->name; s++)
        fprintf(stderr, "\"%s\":%" PRIu64 ",", s->name, s->value(m));
    print_by_size(&m->s->statistics);
    fprintf(stderr, "\"hash\":\"%016" PRIx64 "\"}\n", machine_hash(m));
}

static void print_costs(const struct machine *m) {
    struct text table = {0};
    costs_table(m, &table);
    fputs(text_string(&table), stderr);
    text_free(&table);
}

static void print_retained(const struct machine *m, uint32_t rows) {
    struct text table = {0};
    if (retained_table(m, rows, &table)) fputs(text_string(&table), stderr);
    else fputs("not enough memory to find out what holds the memory\n", stderr);
    text_free(&table);
}

static void print_measure(const struct session *s) {
    if (s->front.s->outcome != OUTCOME_DONE) return;
    struct measured_calls calls = session_measured(s);
    fprintf(stderr, "{\"objects\":%" PRIu64 ",\"bytes\":%" PRIu64 "}\n", calls.objects,
            calls.bytes);
}

static int run_log(struct scenario *scenario) {
    int status = cli_run_log(scenario);
    scenario_free(scenario);
    return status;
}

static int worst_of(int one, int other) {
    return one > other ? one : other;
}

int command_run(const struct arguments *a) {
    enum { SLICE = 1 << 12 }; /* a step may take a millisecond, and Ctrl-C is to end the run */
    struct scenario scenario;
    struct session s;
    int status = cli_load(a, a->files[0], &scenario);
    if (status == EXIT_WELL && scenario.log) return run_log(&scenario);
    if (status == EXIT_WELL) status = cli_begin_session(a, &scenario, &s);
    if (status) return status;
    size_t written = 0, complained = 0, traced = 0;
    uint64_t shown = 0;
    enum stop stop = STOP_BUDGET;
    bool fine = true;
    const volatile sig_atomic_t *interrupted = interrupts_catch();
    while (fine && stop == STOP_BUDGET && !*interrupted) {
        stop = session_run(&s, SLICE);
        fine = pass_on(&s.output, &written, stdout);
        pass_on(&s.complaints, &complained, stderr);
        if (fine && a->gctrace) pass_on(&s.gctrace, &traced, stderr);
        show_progress(&s, &shown);
    }
    if (shown) fputc('\n', stderr);
    if (fflush(stdout) != 0 || !fine)
        status = cli_fail(EXIT_SURROUNDINGS, "cannot write the output");
    else if (*interrupted)
        status =
            cli_fail(EXIT_SURROUNDINGS, "interrupted after %" PRIu64 " steps", session_steps(&s));
    else if (stop == STOP_MEMORY) status = cli_fail(EXIT_SURROUNDINGS, "not enough memory");
    else status = judge(&s, a->files[0]);
    if (scenario.tape && status < EXIT_BAD_INPUT)
        status = worst_of(status, cli_verify_trace(&scenario));
    if (a->costs) print_costs(&s.front);
    if (a->retained) print_retained(&s.front, (uint32_t)a->retained);
    if (a->stats) print_statistics(&s.front);
    if (a->measure) print_measure(&s);
    cli_close_session(&s, &scenario);
    return status;
}

/* ---- check ---- */

int command_check(const struct arguments *a) {
    int worst = EXIT_WELL;
    for (int i = 0; i < a->file_count; i++) {
        struct scenario scenario;
        int status = cli_load(a, a->files[i], &scenario);
        if (status == EXIT_WELL && scenario.log) cli_tell_log(&scenario);
        if (status == EXIT_WELL) {
            if (scenario.tape) status = cli_tell_trace(&scenario);
            scenario_free(&scenario);
        }
        if (status > worst) worst = status;
    }
    return worst;
}
