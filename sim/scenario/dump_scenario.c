#include "scenario/dump_scenario.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "dump/layout.h"

enum { ARENA_PAGES = 8192 };

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* ---- the listing ---- */

static void add_line(struct program *p, struct text *line) {
    program_add_line(p, text_string(line));
    text_clear(line);
}

/* 1234567 as 1,234,567. */
static void add_number(struct text *out, uint64_t number) {
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, number);
    for (int i = 0; i < length; i++)
        text_addf(out, i && (length - i) % 3 == 0 ? ",%c" : "%c", digits[i]);
}

static void describe(struct program *p, const struct dump *d, const struct image *image) {
    struct text line = {0};
    text_add(&line, "runtime.GC()");
    add_line(p, &line);
    text_addf(&line, "// a heap dump of %s on %s, %" PRIu64 " CPUs", d->version, d->architecture,
              d->processors);
    add_line(p, &line);
    text_add(&line, "// heap: ");
    add_number(&line, image->object_count);
    text_add(&line, " objects, ");
    add_number(&line, image->total_bytes);
    text_addf(&line, " bytes, in %u spans", image->span_count);
    add_line(p, &line);
    text_addf(&line, "// %u finalizers, %u of them to run; %u deferred calls",
              d->finalizers + d->queued_finalizers, d->queued_finalizers, d->deferred);
    add_line(p, &line);
    text_addf(&line, "// goroutines: %u", d->goroutine_count);
    add_line(p, &line);
    text_free(&line);
}

/* ---- the program ---- */

static void add_main(struct program *p) {
    uint32_t main = program_add_function(p, "runtime.GC");
    if (p->pool.failed) return;
    struct function *f = &p->functions[main];
    f->symbol = f->name;
    f->first_op = p->op_count;
    f->op_count = 2;
    program_add_op(p, (struct op){.code = OP_GC, .a = GC_RUN}, main, 1);
    program_add_op(p, (struct op){.code = OP_RETURN, .a = NO_SLOT}, main, 1);
}

/* Room for what the machine itself needs, in whole arenas. */
static void set_config(struct config *c, const struct image *image) {
    enum { ROOM = 64 };
    uint32_t pages = (image->pages + ROOM + ARENA_PAGES - 1) / ARENA_PAGES * ARENA_PAGES;
    if (pages > c->pages_max) c->pages_max = pages;
    c->poison = false; /* what dead objects hold can be looked at */
}

static bool build(struct dump_layout *l, struct scenario *s) {
    struct program *p = l->program;
    uint32_t bad;
    program_add_integer(p, "word", WORD, false);
    add_main(p);
    if (!layout_heap(l)) return false;
    describe(p, l->dump, l->image);
    if (!layout_stacks(l) || !layout_globals(l)) return false;
    l->image->bytes = l->dump->bytes;
    l->image->pointers = l->dump->pointers;
    p->image = l->image;
    set_config(&s->config, l->image);
    if (program_lay_out_types(p, &bad) && program_finish(p)) return true;
    return layout_lacks_memory(l);
}

static enum file_status make(struct scenario *s, char *why, size_t why_size) {
    struct dump_layout l = {.dump = s->dump,
                            .program = &s->program,
                            .why = why,
                            .why_size = why_size,
                            .status = FILE_OK};
    l.image = pool_alloc(&s->program.pool, sizeof *l.image);
    if (!l.image) layout_lacks_memory(&l);
    else build(&l, s);
    return l.status;
}

/* ---- the file ---- */

static enum file_status read_file(struct scenario *s, char *why, size_t why_size) {
    FILE *file = fopen(s->path, "rb");
    if (!file) {
        snprintf(why, why_size, "cannot be read: %s", strerror(errno));
        return FILE_BAD_INPUT;
    }
    enum file_status status = dump_read(s->dump, file, why, why_size);
    fclose(file);
    return status;
}

enum file_status dump_load(struct scenario *s, const char *path, char *why, size_t why_size) {
    *s = (struct scenario){
        .path = path, .config = config_default(), .kind = "dump", .summary = "", .title = ""};
    snprintf(why, why_size, "not enough memory for this dump");
    s->dump = calloc(1, sizeof *s->dump);
    enum file_status status = s->dump ? read_file(s, why, why_size) : FILE_NO_RESOURCES;
    if (status == FILE_OK) status = make(s, why, why_size);
    if (status == FILE_OK) s->title = pool_string(&s->program.pool, base_name(path));
    if (status == FILE_OK && !s->title) status = FILE_NO_RESOURCES;
    if (status != FILE_OK) scenario_free(s);
    return status;
}

void dump_unload(struct scenario *s) {
    if (!s->dump) return;
    dump_free(s->dump);
    free(s->dump);
    s->dump = NULL;
}
