/* A log of GODEBUG=gctrace=1: the table of its cycles, with the model beside them. */
#include "export/cycles.h"
#include "fuzz.h"
#include "scenario/gctrace_file.h"

static void tell(const struct scenario *s) {
    struct gclog_model m = gclog_model_make(s->log, s->config.gogc, s->config.minimum_heap);
    struct text words = {0};
    cycles_count(s->log, &words);
    cycles_table_head(s->log, &words);
    cycles_csv_head(&words);
    for (uint32_t i = 0; !m.failed && i < s->log->count; i++) {
        cycles_table_row(s->log, &m, i, &words);
        cycles_csv_row(s->log, &m, i, &words);
    }
    if (!m.failed) cycles_percent(&m, &words);
    gclog_model_free(&m);
    text_free(&words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct scenario s;
    struct text complaints = {0};
    const char *path = fuzz_file("fuzz.log", data, size);
    if (gctrace_load(&s, path, &complaints) == FILE_OK) {
        tell(&s);
        scenario_free(&s);
    }
    text_free(&complaints);
    return 0;
}
