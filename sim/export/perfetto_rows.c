/* The inner slices of a row: each is kept open as long as it stays the same. */
#include <inttypes.h>
#include <string.h>

#include "export/perfetto_parts.h"
#include "machine/heap/size_class.h"
#include "machine/inspect/inspect.h"

void leaves_add(struct leaves *l, enum leaf_kind kind, uint64_t a, uint64_t b) {
    if (l->count < LEAVES_MAX) l->list[l->count++] = (struct leaf){kind, a, b};
}

void leaves_add_scan(struct leaves *l, const struct scan *scan) {
    uint64_t which = scan->kind == SCAN_OBJECT  ? scan->object
                     : scan->kind == SCAN_STACK ? scan->goroutine
                                                : 0;
    if (scan->kind != SCAN_NOTHING) leaves_add(l, LEAF_SCAN, scan->kind, which);
}

/* ---- names ---- */

/* The beginning of a line of the listing, cut between two characters. */
static void add_line(const struct program *program, uint64_t line, struct text *out) {
    enum { SHOWN = 40 };
    if (line == 0 || line > program->line_count) return;
    const char *words = program->lines[line - 1];
    words += strspn(words, " \t");
    size_t length = strlen(words);
    bool cut = length > SHOWN;
    if (cut)
        for (length = SHOWN; length > 0 && ((uint8_t)words[length] & 0xc0) == 0x80;) length--;
    text_addf(out, "%u: ", (unsigned)line);
    text_add_bytes(out, words, length);
    if (cut) text_add(out, "…");
}

static void name_line(const struct program *program, const struct leaf *l, struct text *out) {
    add_line(program, l->b, out);
    if (out->length == 0) text_add(out, "running");
}

static void name_scan(const struct machine *m, const struct leaf *l, struct text *out) {
    struct scan scan = {.kind = (uint32_t)l->a, .object = l->b, .goroutine = (uint32_t)l->b};
    text_add(out, "scan ");
    inspect_scan(m, &scan, out);
}

static void name_goroutine(const struct machine *m, const struct leaf *l, struct text *out) {
    text_addf(out, "G%u ", (unsigned)l->a);
    inspect_actor(m, (uint32_t)l->a, out);
}

static void name_span(const struct leaf *l, struct text *out) {
    text_addf(out, "sweep 0x%" PRIx64, l->a);
    if (l->b && l->b < SIZE_CLASSES) text_addf(out, ": %u bytes", SIZE_CLASS[l->b].size);
}

static void name_leaf(const struct machine *m, const struct leaf *l, struct text *out) {
    switch (l->kind) {
    case LEAF_NONE: break;
    case LEAF_LINE: name_line(m->program, l, out); break;
    case LEAF_WAIT: text_addf(out, "waiting: %s", wait_name((enum wait)l->a)); break;
    case LEAF_ASSIST: text_add(out, "assist"); break;
    case LEAF_BARRIER: text_add(out, "write barrier"); break;
    case LEAF_SWEEPING: text_add(out, "sweep before allocating"); break;
    case LEAF_SCAN: name_scan(m, l, out); break;
    case LEAF_GOROUTINE: name_goroutine(m, l, out); break;
    case LEAF_WORKER:
        text_addf(out, "mark worker (%s)", worker_name((enum worker_mode)l->a));
        break;
    case LEAF_SWEEPER: text_add(out, "sweeper"); break;
    case LEAF_SPAN: name_span(l, out); break;
    case LEAF_COLLECTOR: text_add(out, "collector"); break;
    }
}

static const char *category_of(enum leaf_kind kind) {
    switch (kind) {
    case LEAF_LINE: return "line";
    case LEAF_WAIT: return "wait";
    case LEAF_GOROUTINE: return "goroutine";
    case LEAF_BARRIER: return "barrier";
    case LEAF_SWEEPING:
    case LEAF_SWEEPER:
    case LEAF_SPAN: return "sweep";
    default: return "mark";
    }
}

/* ---- showing ---- */

static bool is_same(const struct leaf *a, const struct leaf *b) {
    return a->kind == b->kind && a->a == b->a && a->b == b->b;
}

void row_close(struct perfetto *p, struct row *r, uint32_t left) {
    for (; r->leaves.count > left; r->leaves.count--)
        trace_end(&p->out, r->thread, r->end, r->names[r->leaves.count - 1]);
}

void row_clear(struct perfetto *p, struct row *r) {
    row_close(p, r, 0);
}

/* Cut between two characters, if it is too long. */
static void keep_name(char to[NAME_MAX_BYTES], const struct text *name) {
    const char *words = text_string(name);
    size_t length = name->length;
    if (length >= NAME_MAX_BYTES)
        for (length = NAME_MAX_BYTES - 1; length > 0 && ((uint8_t)words[length] & 0xc0) == 0x80;)
            length--;
    memcpy(to, words, length);
    to[length] = '\0';
}

void row_end_leaf(struct perfetto *p, struct row *r, const struct leaf *leaf) {
    struct text name = {0};
    char kept[NAME_MAX_BYTES];
    name_leaf(p->m, leaf, &name);
    keep_name(kept, &name);
    trace_end(&p->out, r->thread, r->end, kept);
    text_free(&name);
}

void row_take_back(struct perfetto *p, struct row *r, const struct leaf *leaf) {
    struct text name = {0};
    name_leaf(p->m, leaf, &name);
    keep_name(r->names[0], &name);
    text_free(&name);
    r->leaves = (struct leaves){.count = 1, .list = {*leaf}};
}

static void open_leaf(struct perfetto *p, struct row *r, uint64_t ticks, const struct leaf *leaf) {
    struct text name = {0};
    char *kept = r->names[r->leaves.count];
    name_leaf(p->m, leaf, &name);
    keep_name(kept, &name);
    trace_begin(&p->out, r->thread, ticks, kept, category_of(leaf->kind));
    if (name.failed) p->out.failed = true;
    text_free(&name);
    r->leaves.list[r->leaves.count++] = *leaf;
}

void row_show(struct perfetto *p, struct row *r, uint64_t ticks, const struct leaves *wanted) {
    uint32_t same = 0;
    while (ticks == r->end && same < r->leaves.count && same < wanted->count &&
           is_same(&r->leaves.list[same], &wanted->list[same]))
        same++;
    row_close(p, r, same);
    r->end = ticks;
    while (r->leaves.count < wanted->count) open_leaf(p, r, ticks, &wanted->list[r->leaves.count]);
}
