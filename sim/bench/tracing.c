#include "bench/tracing.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "export/trace.h"
#include "trace/tape.h"

static bool write_trace(const struct rows *rows, const struct scenario *scenario, FILE *out,
                        uint64_t steps) {
    static const volatile sig_atomic_t go_on;
    static struct session session;
    if (!session_open(&session, scenario)) return false;
    session.steps_max = steps;
    struct moment start = moment_now();
    bool fine = trace_write(&session, out, &go_on) && fflush(out) == 0;
    double time = moment_now().cpu - start.cpu;
    fine = fine && row_must_be(rows, "the number of steps", session_steps(&session), steps);
    if (fine) row_per(rows, "trace_write_cpu_ns_per_step", time, steps);
    if (fine) row(rows, "trace_bytes_per_step", (double)ftell(out) / (double)steps);
    session_close(&session);
    return fine;
}

static bool play(const struct rows *rows, const struct scenario *traced, const char *path) {
    static struct session session;
    struct scenario scenario = *traced;
    char why[256];
    struct moment start = moment_now();
    if (tape_open(&scenario.tape, path, why, sizeof why) != FILE_OK) return false;
    row(rows, "trace_open_cpu_ms", (moment_now().cpu - start.cpu) / 1e6);
    const struct tape_facts *f = tape_facts(scenario.tape);
    bool fine = session_open(&session, &scenario);
    start = moment_now();
    if (fine) session_run(&session, f->steps);
    if (fine) row_per(rows, "trace_play_cpu_ns_per_step", moment_now().cpu - start.cpu, f->steps);
    fine = fine && row_must_be(rows, "the state at the end", machine_hash(&session.front), f->hash);
    if (fine) session_close(&session);
    tape_close(scenario.tape);
    return fine;
}

bool measure_tracing(const struct rows *rows, const struct scenario *scenario, uint64_t steps) {
    const char *folder = getenv("TMPDIR");
    char path[4096];
    snprintf(path, sizeof path, "%s/tricolor-bench-XXXXXX", folder && *folder ? folder : "/tmp");
    int fd = mkstemp(path);
    FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
    bool fine = out && write_trace(rows, scenario, out, steps);
    if (out) fine = fclose(out) == 0 && fine;
    else if (fd >= 0) close(fd);
    fine = fine && play(rows, scenario, path);
    if (fd >= 0) unlink(path);
    if (!fine) fprintf(stderr, "tricolor: bench: the trace could not be measured\n");
    return fine;
}
