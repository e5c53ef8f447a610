#include "bench/program.h"

#include <stdio.h>
#include <string.h>

#include "bench/seek.h"
#include "go/go.h"
#include "machine/sched.h"

/* The workload's function, `size` times; each "@" in it becomes the number of the copy. */
static void write_source(const struct workload *w, struct text *out) {
    text_add(out, "package main\n\n");
    for (uint64_t copy = 0; copy < w->size; copy++)
        for (const char *at = w->source; *at; at++) {
            if (*at == '@') text_addf(out, "%llu", (unsigned long long)copy);
            else text_add_bytes(out, at, 1);
        }
    if (w->measure == MEASURE_COMPILE) text_add(out, "func main() { println(f0(3)) }\n");
}

static bool compile(const struct workload *w, const struct text *text, struct program *out) {
    const struct source source = {w->name, text->bytes, text->length};
    struct diags diags;
    struct text words = {0};
    diags_init(&diags, source);
    bool fine = go_compile(&source, NULL, out, &diags) && program_finish(out);
    diags_text(&diags, &words);
    fputs(text_string(&words), stderr);
    text_free(&words);
    diags_free(&diags);
    return fine;
}

static bool measure_compile(const struct workload *w, const struct rows *rows, int runs,
                            const struct text *source) {
    for (int run = -1; run < runs; run++) {
        struct program program = {0};
        struct moment start = moment_now();
        bool fine = compile(w, source, &program);
        double time = moment_now().cpu - start.cpu;
        program_free(&program);
        if (!fine) return false;
        if (run >= 0) row_per(rows, "cpu_ns_per_line", time, w->objects);
    }
    return true;
}

static uint64_t global_word(const struct machine *m, const char *name) {
    uint64_t word;
    const struct global *g = &m->program->globals[program_find_global(m->program, name)];
    memcpy(&word, m->globals + g->offset, sizeof word);
    return word;
}

static bool run_once(const struct workload *w, const struct rows *rows, const struct program *p,
                     const struct config *config, bool count) {
    struct machine m;
    if (!machine_open(&m, p, config)) return false;
    struct moment start = moment_now();
    while (machine_running(&m)) machine_step(&m, sched_pick(&m));
    double time = moment_now().cpu - start.cpu;
    bool fine = row_must_be(rows, "the sum", global_word(&m, "sum"), w->sum);
    if (fine && count) {
        row_per(rows, "cpu_ns_per_step", time, m.s->clock.step);
        row_per(rows, "cpu_ns_per_round", time, w->objects);
    }
    machine_close(&m);
    return fine;
}

static bool measure_seek(const struct workload *w, const struct rows *rows, int runs,
                         const struct text *source, const struct config *config) {
    struct program program = {0};
    struct config as_usual = *config;
    as_usual.order = ORDER_STACK; /* as the window runs it */
    bool fine = compile(w, source, &program) && bench_seek(w, rows, runs, &program, &as_usual);
    program_free(&program);
    return fine;
}

static bool measure_compute(const struct workload *w, const struct rows *rows, int runs,
                            const struct text *source, const struct config *config) {
    struct program program = {0};
    bool fine = compile(w, source, &program);
    for (int run = -1; fine && run < runs; run++)
        fine = run_once(w, rows, &program, config, run >= 0);
    program_free(&program);
    return fine;
}

bool bench_program(const struct workload *w, const struct rows *rows, int runs,
                   const struct config *config) {
    struct text source = {0};
    write_source(w, &source);
    bool fine = false;
    if (w->measure == MEASURE_COMPILE) fine = measure_compile(w, rows, runs, &source);
    if (w->measure == MEASURE_COMPUTE) fine = measure_compute(w, rows, runs, &source, config);
    if (w->measure == MEASURE_SEEK) fine = measure_seek(w, rows, runs, &source, config);
    if (fine) row_memory(rows);
    text_free(&source);
    return fine;
}
