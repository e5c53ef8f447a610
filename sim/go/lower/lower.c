/* The whole program: what is there before its functions are, then function by function those that
 * can be reached. */
#include "go/lower/lower.h"

#include <string.h>

#include "go/lower/context.h"
#include "program/panics.h"

/* ---- what there is from the start ---- */

static void expand_tabs(struct text *line, const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\t') text_add(line, "    ");
        else if (text[i] != '\r') text_add_bytes(line, text + i, 1);
    }
}

/* The source is the listing. */
static void add_listing(struct lower_unit *u) {
    const struct source *s = u->source;
    struct text line = {0};
    for (uint32_t i = 0; i < u->lines.count; i++) {
        size_t start = u->lines.starts[i];
        size_t end = i + 1 < u->lines.count ? u->lines.starts[i + 1] - 1 : s->length;
        if (i + 1 == u->lines.count && start == s->length) break;
        text_clear(&line);
        expand_tabs(&line, s->text + start, end - start);
        program_add_line(u->program, text_string(&line));
    }
    text_free(&line);
}

/* A variable whose address a literal has is written through pointers, too. */
static void note_references(struct ir_program *ir) {
    for (uint32_t i = 0; i < ir->function_count; i++)
        for (uint32_t j = 0; j < ir->functions[i]->capture_count; j++)
            if (ir->functions[i]->captures[j].by_reference)
                ir->functions[i]->captures[j].variable->address_taken = true;
}

static const struct go_type *plain_signature(struct lower_unit *u) {
    struct go_type *type = go_type_new(u->pool, GO_KIND_FUNCTION);
    struct go_type *none = go_type_new(u->pool, GO_KIND_TUPLE);
    if (type) type->result = none;
    return type;
}

/* Methods that the machine itself calls, or whose text it has. */
static void add_panics(struct lower_unit *u) {
    const struct go_type *text = go_underlying(go_error_type())->methods[0].type;
    const struct panic_names names = {
        .error = (int32_t)lower_method_name(u, "Error", text),
        .runtime_error = (int32_t)lower_method_name(u, "RuntimeError", plain_signature(u)),
        .string = (int32_t)lower_method_name(u, "String", text)};
    program_add_panics(u->program, names);
}

/* ---- what is measured ---- */

static struct ir_function *measured(struct lower_unit *u) {
    const char *name = u->options->measure;
    for (uint32_t i = 0; i < u->ir->function_count; i++) {
        struct ir_function *f = u->ir->functions[i];
        if (f->library || strcmp(f->name, name) != 0 || f->outer) continue;
        if (f->parameter_count == 0) return f;
        diag_at(u->diags, f->pos ? f->pos - 1 : 0, "%s takes parameters, so it cannot be measured",
                name);
        return NULL;
    }
    diag_file(u->diags, "there is no function %s to be measured", name);
    return NULL;
}

static uint32_t statistics_type(struct lower_unit *u) {
    uint32_t type = program_begin_struct(u->program, "runtime.MemStats");
    program_add_field(u->program, type, "Mallocs", u->basic[GO_KIND_UINT64]);
    program_add_field(u->program, type, "TotalAlloc", u->basic[GO_KIND_UINT64]);
    lower_lay_out(u);
    return type;
}

static void add_measures(struct lower_unit *u) {
    uint32_t type = statistics_type(u);
    for (uint32_t call = 0; call <= LOWER_MEASURED; call++)
        u->measure[call] = program_add_global(
            u->program, pool_stringf(&u->program->pool, "measure.%u", call), type);
}

/* ---- functions ---- */

static bool any_init(const struct ir_program *ir) {
    for (uint32_t i = 0; i < ir->init_count; i++)
        if (lower_does_something(ir->inits[i])) return true;
    return false;
}

/* The first function is main itself when nothing has to be done before it. */
static bool begin_functions(struct lower_unit *u) {
    struct ir_function *called = u->options->measure ? measured(u) : u->ir->main;
    if (!called) return false;
    if (!u->options->measure && !any_init(u->ir)) {
        lower_function_of(u, called);
        return true;
    }
    const struct lower_pending start = {.body = LOWER_START, .ir = called};
    uint32_t function = lower_pend(u, start, "runtime.main", "runtime.main");
    if (u->program->pool.failed) return true;
    u->program->functions[function].library = true;
    u->program->functions[function].wrapper = true; /* goroutine 1 begins in main to people */
    return true;
}

static bool goes_on(const struct lower_unit *u) {
    return !u->too_large && !u->program->pool.failed && !u->pool->failed;
}

static void lower_functions(struct lower_unit *u) {
    uint32_t done = 0;
    do {
        while (done < u->pending_count && goes_on(u)) {
            const struct lower_pending next = u->pending[done++];
            lower_pending_function(u, &next);
        }
    } while (goes_on(u) && lower_more_methods(u));
}

bool lower_program(struct ir_program *ir, const struct source *source,
                   const struct lower_options *options, struct program *out, struct diags *diags) {
    struct lower_unit u = {.ir = ir,
                           .program = out,
                           .pool = ir->pool,
                           .diags = diags,
                           .source = source,
                           .options = options};
    u.lines = lines_of(source, u.pool);
    out->file = pool_string(&out->pool, source->name);
    add_listing(&u);
    note_references(ir);
    lower_begin_types(&u);
    if (!begin_functions(&u)) return false;
    add_panics(&u);
    if (options->measure) add_measures(&u);
    lower_globals(&u);
    if (goes_on(&u)) lower_functions(&u);
    if (!u.too_large && (out->pool.failed || u.pool->failed))
        diag_file(diags, "not enough memory for this program");
    if (!goes_on(&u)) return false;
    lower_lay_out(&u);
    if (goes_on(&u)) program_finish(out);
    return goes_on(&u);
}
