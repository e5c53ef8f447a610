#include "export/retained_table.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "machine/manual/c_heap.h"

enum { NAME_WIDTH = 44 };

struct table {
    const struct machine *m;
    const struct retained *r;
    uint32_t rows; /* of each kind */
    struct text *out;
};

/* Of all that can be reached, in 10ths of a percent. */
static uint64_t part_of(const struct table *t, uint64_t bytes) {
    uint64_t all = t->r->bytes[0];
    return all ? (uint64_t)((double)bytes * 1000 / (double)all + 0.5) : 0;
}

static void add_row(const struct table *t, const char *name, uint64_t bytes, uint64_t objects) {
    size_t width = utf8_count((const uint8_t *)name, strlen(name));
    uint64_t part = part_of(t, bytes);
    text_addf(t->out, "  %s%*s %12" PRIu64 " %10" PRIu64 " %4" PRIu64 ".%" PRIu64 " %%", name,
              width < NAME_WIDTH ? (int)(NAME_WIDTH - width) : 0, "", bytes, objects, part / 10,
              part % 10);
}

static void add_heading(const struct table *t, const char *name, const char *objects,
                        const char *last) {
    text_addf(t->out, "%-46s %12s %10s   part%s%s\n", name, "bytes", objects, last[0] ? "    " : "",
              last);
}

/* ---- roots and objects ---- */

static void add_holder(const struct table *t, uint32_t number) {
    struct text name = {0};
    struct holder h = retained_holder(t->r, number);
    retained_name(t->m, &h, &name);
    add_row(t, text_string(&name), h.bytes, h.objects);
    text_free(&name);
}

static void add_roots(const struct table *t) {
    uint32_t largest[RETAINED_ROWS_MAX];
    uint32_t count = retained_largest(t->r, retained_is_root, largest, t->rows);
    struct holder shared = retained_shared(t->r);
    add_heading(t, "kept alive by a root alone", "objects", "");
    for (uint32_t i = 0; i < count; i++) {
        add_holder(t, largest[i]);
        text_add(t->out, "\n");
    }
    add_row(t, "by several of them together", shared.bytes, shared.objects);
    text_add(t->out, "\n");
}

static void add_objects(const struct table *t) {
    uint32_t largest[RETAINED_ROWS_MAX];
    uint32_t count = retained_largest(t->r, retained_is_topmost, largest, t->rows);
    add_heading(t, "by an object that no other object keeps", "objects", "kept by");
    for (uint32_t i = 0; i < count; i++) {
        struct holder above = retained_holder(t->r, retained_dominator(t->r, largest[i]));
        add_holder(t, largest[i]);
        text_add(t->out, "   ");
        retained_name(t->m, &above, t->out);
        text_add(t->out, "\n");
    }
}

/* ---- groups ---- */

static void add_group(const struct table *t, const char *name, const struct retained_group *g) {
    add_row(t, name, g->bytes, g->objects);
    text_addf(t->out, "   %" PRIu64 "\n", g->own);
}

static void add_types(const struct table *t) {
    uint32_t largest[RETAINED_ROWS_MAX];
    uint32_t count = retained_largest_groups(t->r->types, t->r->type_count, largest, t->rows);
    add_heading(t, "by the objects of a type", "of these", "their own");
    for (uint32_t i = 0; i < count; i++) {
        struct text name = {0};
        retained_type_name(t->m->program, largest[i], &name);
        add_group(t, text_string(&name), &t->r->types[largest[i]]);
        text_free(&name);
    }
}

static void add_sites(const struct table *t) {
    uint32_t largest[RETAINED_ROWS_MAX];
    uint32_t count = retained_largest_groups(t->r->sites, t->r->site_count, largest, t->rows);
    add_heading(t, "by what a place in the program allocates", "of these", "their own");
    for (uint32_t i = 0; i < count; i++) {
        struct text name = {0};
        retained_site_name(t->m->program, largest[i], &name);
        add_group(t, text_string(&name), &t->r->sites[largest[i]]);
        text_free(&name);
    }
}

/* ---- all of it ---- */

static void add_sum(const struct table *t) {
    uint64_t there = t->m->s->statistics.mallocs - t->m->s->statistics.frees;
    uint64_t bytes = t->m->s->statistics.heap_alloc;
    if (t->m->c_arena) {
        there += t->m->c_arena->counts.live;
        bytes += t->m->c_arena->counts.live_bytes;
    }
    text_addf(t->out,
              "in use: %" PRIu64 " bytes in %" PRIu64 " objects; of these %" PRIu64
              " bytes in %" PRIu32 " objects can be reached\n",
              bytes, there, t->r->bytes[0], t->r->objects[0]);
}

bool retained_table(const struct machine *m, uint32_t rows, struct text *out) {
    struct retained r;
    bool found = retained_find(&r, m);
    struct table t = {m, &r, rows, out};
    CHECK(rows <= RETAINED_ROWS_MAX);
    if (found) {
        add_sum(&t);
        add_roots(&t);
        add_types(&t);
        add_sites(&t);
        add_objects(&t);
    }
    retained_free(&r);
    return found;
}
