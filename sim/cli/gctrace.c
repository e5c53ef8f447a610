/* What the commands do with a log of collections in the place of a scenario. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "export/cycles.h"

int cli_check_log_settings(const struct arguments *a) {
    static const char *const TAKEN[] = {"GOGC", "minheap"};
    for (int i = 0; i < a->override_count; i++) {
        const struct setting *s = a->overrides[i].setting;
        if (strcmp(s->key, TAKEN[0]) != 0 && strcmp(s->key, TAKEN[1]) != 0)
            return cli_fail(EXIT_BAD_INPUT,
                            "--%s: what a log tells has happened; only --gogc and --minheap can be "
                            "set, for the model beside it",
                            s->option);
    }
    return EXIT_WELL;
}

int cli_refuse_log(const struct scenario *s) {
    if (!s->log) return EXIT_WELL;
    return cli_fail(EXIT_BAD_INPUT, "%s: a log of collections cannot be run; expected a scenario",
                    s->path);
}

/* Writes what there is, and clears it. */
static bool write_out(struct text *text) {
    bool fine = !text->failed && fwrite(text_string(text), 1, text->length, stdout) == text->length;
    text_clear(text);
    return fine;
}

static bool print_table(const struct gclog *log, const struct gclog_model *m) {
    struct text words = {0};
    cycles_table_head(log, &words);
    bool fine = write_out(&words);
    for (uint32_t i = 0; fine && i < log->count; i++) {
        cycles_table_row(log, m, i, &words);
        fine = write_out(&words);
    }
    cycles_percent(m, &words);
    text_add(&words, "\n");
    fine = fine && write_out(&words) && fflush(stdout) == 0;
    text_free(&words);
    return fine;
}

int cli_run_log(const struct scenario *s) {
    struct gclog_model m = gclog_model_make(s->log, s->config.gogc, s->config.minimum_heap);
    int status = EXIT_WELL;
    if (m.failed) status = cli_fail(EXIT_SURROUNDINGS, "not enough memory");
    else if (!print_table(s->log, &m))
        status = cli_fail(EXIT_SURROUNDINGS, "cannot write the output");
    gclog_model_free(&m);
    return status;
}

void cli_tell_log(const struct scenario *s) {
    struct text words = {0};
    cycles_count(s->log, &words);
    printf("%s: %s\n", s->path, text_string(&words));
    text_free(&words);
}
