/* The command bench. */
#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/cli.h"

enum { RUNS = 3, RUNS_MAX = 1000 };

static int run_here(const struct arguments *a, const struct workload *w, int runs) {
    struct config config = config_default();
    config.order = ORDER_NEAR;
    cli_apply_overrides(a, &config);
    const char *label = a->file_count > 1 ? a->files[1] : "ours";
    if (!bench_run(w, label, runs, &config)) return EXIT_CONTRADICTED;
    if (fflush(stdout) == 0) return EXIT_WELL;
    return cli_fail(EXIT_SURROUNDINGS, "cannot write the output");
}

/* In a process of its own, since the most memory a process ever had is one of the numbers. */
static int run_apart(const struct arguments *a, const struct workload *w, int runs) {
    fflush(stdout);
    pid_t child = fork();
    if (child < 0) return cli_fail(EXIT_SURROUNDINGS, "no process for %s", w->name);
    if (child == 0) _exit(run_here(a, w, runs));
    int status;
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return cli_fail(EXIT_SURROUNDINGS, "%s was ended from outside", w->name);
    return WEXITSTATUS(status);
}

static int run_all(const struct arguments *a) {
    int worst = EXIT_WELL;
    for (const struct workload *w = WORKLOADS; w->name; w++) {
        int status = run_apart(a, w, RUNS);
        if (status > worst) worst = status;
    }
    return worst;
}

static int complain_of_workload(const char *name) {
    if (strcmp(name, "window") == 0)
        return cli_fail(EXIT_BAD_INPUT, "this program has no window; tricolor has one");
    cli_fail(EXIT_BAD_INPUT, "unknown workload \"%s\"; there are:", name);
    for (const struct workload *w = WORKLOADS; w->name; w++)
        fprintf(stderr, "  %-10s %s\n", w->name, w->what);
    return EXIT_BAD_INPUT;
}

int command_bench(const struct arguments *a) {
    if (a->file_count == 0) return run_all(a);
    const struct workload *w = workload_find(a->files[0]);
    if (!w) return complain_of_workload(a->files[0]);
    char *end = "";
    long runs = a->file_count > 2 ? strtol(a->files[2], &end, 10) : RUNS;
    if (*end || runs < 1 || runs > RUNS_MAX)
        return cli_fail(EXIT_BAD_INPUT, "RUNS is a number from 1 to %d", RUNS_MAX);
    return run_here(a, w, (int)runs);
}
