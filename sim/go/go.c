#include "go/go.h"

#include "go/escape/escape.h"
#include "go/lower/lower.h"

/* A program on its way, up to the analysis. */
struct front {
    struct pool pool;
    struct go_file file;
    struct go_checked checked;
    struct ir_program ir;
};

static bool is_too_long(const struct source *source, struct diags *diags) {
    if (source->length <= GO_BYTES_MAX) return false;
    diag_file(diags, "the file has %zu bytes; expected at most %d", source->length, GO_BYTES_MAX);
    return true;
}

/* False with diagnostics. */
static bool analyse(struct front *f, const struct source *source, struct text *explain,
                    struct diags *diags) {
    f->file = (struct go_file){
        .package = "main", .base = 1, .text = source->text, .length = (uint32_t)source->length};
    if (is_too_long(source, diags) || (!go_parse(&f->file, &f->pool, diags) && !f->file.sound) ||
        !go_check(&f->file, &f->pool, diags, &f->checked))
        return false;
    f->ir.pool = &f->pool;
    ir_build(&f->checked, &f->pool, &f->ir);
    if (!f->pool.failed) escape_analyse(&f->ir, source, explain);
    if (f->pool.failed) diag_file(diags, "not enough memory for this program");
    return !f->pool.failed;
}

bool go_compile(const struct source *source, const char *measure, struct program *out,
                struct diags *diags) {
    struct front f = {0};
    const struct lower_options options = {.measure = measure};
    bool fine =
        analyse(&f, source, NULL, diags) && lower_program(&f.ir, source, &options, out, diags);
    pool_free(&f.pool);
    return fine;
}

static void add_verdicts(struct front *f, const struct source *source, struct text *out) {
    for (uint32_t i = 0; i < f->ir.verdict_count; i++) {
        const struct escape_verdict *v = &f->ir.verdicts[i];
        text_addf(out, "%s:", source->name);
        escape_place_text(v->line, v->column, out);
        text_addf(out, ": %s\n", v->text);
    }
}

bool go_verdicts(const struct source *source, bool explain, struct text *out, struct diags *diags) {
    struct front f = {0};
    bool fine = analyse(&f, source, explain ? out : NULL, diags);
    if (fine && !explain) add_verdicts(&f, source, out);
    pool_free(&f.pool);
    return fine;
}
