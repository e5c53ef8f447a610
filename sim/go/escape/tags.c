/* What functions do with their parameters: summaries for those who call them, and the verdicts
 * about parameters (cmd/compile's escape/escape.go: paramTag, and leaks.go). */
#include "go/escape/graph.h"

#include "go/escape/report.h"
#include "go/library/library.h"

/* Ways to results that are no shorter than the one to the heap say nothing new. */
static void drop_longer(struct escape_tag *tag) {
    for (uint32_t i = 0; tag->heap && i < ESCAPE_RESULTS; i++)
        if (tag->results[i] >= tag->heap) tag->results[i] = 0;
}

static bool is_empty(const struct escape_tag *tag) {
    for (uint32_t i = 0; i < ESCAPE_RESULTS; i++)
        if (tag->results[i]) return false;
    return tag->heap == 0;
}

static void report_parameter(struct batch *b, const struct ir_function *f,
                             const struct ir_variable *p, const struct escape_tag *tag) {
    if (is_empty(tag)) report_verdict(b, p->pos, "%s does not escape", p->name);
    if (tag->heap == 1) report_verdict(b, p->pos, "leaking param: %s", p->name);
    if (tag->heap > 1) report_verdict(b, p->pos, "leaking param content: %s", p->name);
    for (uint32_t i = 0; i < ESCAPE_RESULTS && i < f->result_count; i++)
        if (tag->results[i])
            report_verdict(b, p->pos, "leaking param: %s to result %s level=%d", p->name,
                           f->results[i]->name, tag->results[i] - 1);
}

static struct escape_tag tag_of(struct batch *b, const struct ir_function *f,
                                const struct ir_variable *p) {
    if (!go_has_pointers(p->type)) return (struct escape_tag){.heap = 1};
    if (p->blank) return (struct escape_tag){0};
    const struct ir_location *l = escape_location_of(b, p);
    struct escape_tag tag = l->leaks;
    drop_longer(&tag);
    if (!l->escapes) report_parameter(b, f, p, &tag);
    return tag;
}

static uint8_t level(int8_t derefs) {
    return (uint8_t)(derefs + 1);
}

/* Functions of the library are written differently from Go's, so Go's own summaries are known. */
static bool tag_by_row(const struct ir_function *f, const struct ir_variable *p,
                       struct escape_tag *tag) {
    bool has_rows;
    const struct go_library_tag *row = go_library_tag(f->name, p->name, &has_rows);
    if (!has_rows) return false;
    *tag = (struct escape_tag){0};
    if (!row) return true;
    tag->heap = level(row->heap);
    for (uint32_t i = 0; i < 2; i++) tag->results[i] = level(row->results[i]);
    return true;
}

void escape_tag_function(struct batch *b, struct ir_function *f) {
    struct escape_tag *tags = pool_alloc(b->pool, (f->parameter_count + 1) * sizeof *tags);
    if (!tags) return;
    f->tags = tags;
    for (uint32_t i = 0; i < f->parameter_count; i++) {
        tags[i] = tag_of(b, f, f->parameters[i]);
        if (f->library) tag_by_row(f, f->parameters[i], &tags[i]);
    }
}

/* Without a row it may do anything. */
const struct escape_tag *escape_tags_of(struct batch *b, struct ir_function *f) {
    if (f->tags) return f->tags;
    struct escape_tag *tags = pool_alloc(b->pool, (f->parameter_count + 1) * sizeof *tags);
    if (!tags) return NULL;
    f->tags = tags;
    for (uint32_t i = 0; i < f->parameter_count; i++)
        if (!tag_by_row(f, f->parameters[i], &tags[i])) tags[i].heap = 1;
    return tags;
}
