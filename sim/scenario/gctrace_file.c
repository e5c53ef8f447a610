#include "scenario/gctrace_file.h"

#include <stdlib.h>
#include <string.h>

#include "gclog/gclog_model.h"

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static enum file_status fail(struct text *complaints, const char *path, enum file_status status,
                             const char *why) {
    text_addf(complaints, "%s: %s\n", path, why);
    return status;
}

/* Takes over the log. */
static enum file_status take(struct scenario *s, const char *path, struct gclog log,
                             struct text *complaints) {
    if (log.warnings.length) text_add(complaints, text_string(&log.warnings));
    *s = (struct scenario){.path = path, .config = config_default(), .kind = "gctrace"};
    s->log = malloc(sizeof *s->log);
    s->title = pool_string(&s->program.pool, last_part(path));
    s->summary = "";
    s->config.gogc = GCLOG_PERCENT_UNKNOWN;
    bool fine = s->log && s->title && !log.failed;
    if (s->log) *s->log = log;
    else gclog_free(&log);
    if (fine && s->log->count > 0) return FILE_OK;
    scenario_free(s);
    if (!fine) return fail(complaints, path, FILE_NO_RESOURCES, "not enough memory for this log");
    return fail(complaints, path, FILE_BAD_INPUT,
                "no line of a collection; expected lines such as GODEBUG=gctrace=1 makes a Go "
                "program write: \"gc 1 @0.012s 2%: ...\"");
}

static void add(void *user, const char *bytes, size_t length) {
    gclog_add(user, bytes, length);
}

enum file_status gctrace_load(struct scenario *s, const char *path, struct text *complaints) {
    char why[256];
    struct gclog_reader *reader = gclog_begin(path);
    if (!reader) return fail(complaints, path, FILE_NO_RESOURCES, "not enough memory");
    enum file_status status =
        file_read_through(path, (struct file_taker){add, reader}, why, sizeof why);
    struct gclog log = gclog_end(reader);
    if (status == FILE_OK) return take(s, path, log, complaints);
    gclog_free(&log);
    return fail(complaints, path, status, why);
}

enum file_status gctrace_parse(struct scenario *s, const char *path, const char *text,
                               size_t length, struct text *complaints) {
    struct gclog_reader *reader = gclog_begin(path);
    if (!reader) return fail(complaints, path, FILE_NO_RESOURCES, "not enough memory");
    gclog_add(reader, text, length);
    return take(s, path, gclog_end(reader), complaints);
}
