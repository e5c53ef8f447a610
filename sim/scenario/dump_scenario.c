#include "scenario/dump_scenario.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "dump/reach.h"
#include "machine/gc/gc.h"

/* ---- words ---- */

/* 1234567 as 1,234,567. */
static void add_number(struct text *out, uint64_t number) {
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, number);
    for (int i = 0; i < length; i++)
        text_addf(out, i && (length - i) % 3 == 0 ? ",%c" : "%c", digits[i]);
}

/* "1 object", "121 objects". */
static void add_count(struct text *out, uint64_t number, const char *what) {
    add_number(out, number);
    text_addf(out, number == 1 ? " %s" : " %ss", what);
}

static const char *keep(struct program *p, struct text *words) {
    const char *kept = pool_string(&p->pool, text_string(words));
    text_free(words);
    return kept ? kept : "";
}

/* ---- the listing ---- */

static void add_line(struct program *p, struct text *line) {
    program_add_line(p, text_string(line));
    text_clear(line);
}

static void describe(struct program *p, const struct dump_layout *l) {
    const struct dump *d = l->dump;
    const struct image *image = l->image;
    struct text line = {0};
    text_add(&line, "runtime.GC()");
    add_line(p, &line);
    text_addf(&line, "// %s, %s, ", d->version, d->architecture);
    add_count(&line, d->processors, "CPU");
    add_line(p, &line);
    text_add(&line, "// ");
    add_count(&line, image->object_count, "object");
    text_add(&line, ", ");
    add_count(&line, image->total_bytes, "byte");
    add_line(p, &line);
    if (l->moved_from) {
        text_addf(&line, "// heap moved here from 0x%" PRIx64, l->moved_from);
        add_line(p, &line);
    }
    text_add(&line, "// ");
    add_count(&line, d->finalizers, "finalizer");
    text_addf(&line, ", %u queued", d->queued_finalizers);
    add_line(p, &line);
    text_add(&line, "// ");
    add_count(&line, d->goroutine_count, "goroutine");
    add_line(p, &line);
    text_free(&line);
}

/* ---- captions ---- */

static void add_caption(struct scenario *s, struct condition when, const char *say,
                        const char *more) {
    struct caption c = {.when = when, .say = say, .more = more, .notes = ""};
    s->captions = pool_grow(&s->program.pool, s->captions, s->caption_count, sizeof c);
    if (s->captions) s->captions[s->caption_count++] = c;
}

static void say_what_is_there(struct scenario *s, const struct dump_reach *reach) {
    struct text say = {0}, more = {0};
    add_count(&say, s->program.image->object_count, "object");
    text_addf(&say, reach->objects ? ", " : ", all of them reachable.");
    if (reach->objects) {
        add_number(&say, reach->objects);
        text_add(&say, " of them unreachable.");
    }
    text_add(&more, "Roots are the globals, the stacks of ");
    add_count(&more, s->dump->goroutine_count, "goroutine");
    text_add(&more, ", and ");
    add_count(&more, s->dump->finalizers + s->dump->queued_finalizers, "finalizer");
    text_add(&more, ". The collector marks what they lead to; what stays white is garbage.");
    const char *first = keep(&s->program, &say);
    add_caption(s, (struct condition){0}, first, keep(&s->program, &more));
    s->summary = first;
}

/* Where it matters what a dump does not say. */
static void say_what_is_left(struct scenario *s, const struct dump_reach *reach) {
    struct text say = {0}, more = {0};
    add_count(&say, reach->objects, "object");
    text_add(&say, reach->objects == 1 ? " was garbage, " : " were garbage, ");
    add_count(&say, reach->bytes, "byte");
    text_add(&say, ".");
    if (reach->guessed_objects) {
        add_number(&more, reach->guessed_objects);
        text_add(&more, reach->guessed_objects == 1 ? " of them may have been in use: it is"
                                                    : " of them may have been in use: they are");
        text_add(&more, " reached from words of stacks of which a dump does not say whether they "
                        "are pointers (--guessroots on).");
    }
    const char *last = keep(&s->program, &say);
    add_caption(s, (struct condition){.finished = 1}, last, keep(&s->program, &more));
}

static void say_all(struct scenario *s, const struct dump_reach *reach) {
    say_what_is_there(s, reach);
    add_caption(s, (struct condition){.phase = PHASE_MARK + 1}, "", "");
    say_what_is_left(s, reach);
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

static bool count_reachable(struct dump_layout *l, struct scenario *s) {
    struct dump_reach reach;
    if (!layout_reach(l, &reach)) return false;
    if (l->guess_count && !layout_globals(l)) return false;
    say_all(s, &reach);
    return !s->program.pool.failed || layout_lacks_memory(l);
}

static bool build(struct dump_layout *l, struct scenario *s) {
    struct program *p = l->program;
    uint32_t bad;
    program_add_integer(p, "word", WORD, false);
    add_main(p);
    if (!layout_move(l) || !layout_heap(l)) return false;
    describe(p, l);
    if (!layout_stacks(l) || !layout_globals(l)) return false;
    l->image->bytes = l->dump->bytes;
    l->image->pointers = l->dump->pointers;
    p->image = l->image;
    image_fit(&s->config, l->image);
    s->config.poison = false; /* what dead objects hold can be looked at */
    if (!program_lay_out_types(p, &bad) || !program_finish(p)) return layout_lacks_memory(l);
    return count_reachable(l, s);
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
    if (status == FILE_OK) s->title = pool_string(&s->program.pool, file_base_name(path));
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
