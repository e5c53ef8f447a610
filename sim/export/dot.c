#include "export/dot.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "export/object_graph.h"
#include "machine/memory.h"

struct dot {
    const struct machine *m;
    struct object_graph graph;
    bool *drawn; /* of each object */
    uint32_t drawn_count;
    uint64_t left_out;            /* pointers to objects that are not drawn */
    struct text nodes, edges;     /* edges stand outside of the clusters */
    struct text id;               /* of the node that is being written */
    uint64_t ports[DOT_CELLS];    /* its places that have a cell */
    uint32_t port_count, skipped; /* cells it has; fields that have none */
    bool has_title;
};

/* ---- words ---- */

/* In quotes, for a label of a record, too; what is no text becomes a replacement character. */
static void add_words(struct text *out, const char *words) {
    const uint8_t *at = (const uint8_t *)words;
    size_t left = strlen(words);
    while (left > 0) {
        char bytes[UTF8_MAX];
        uint32_t rune, length = utf8_decode(at, left, &rune);
        if (rune < ' ' || rune == 0x7f) rune = RUNE_ERROR;
        if (rune == '&') text_add(out, "&amp;");
        if (rune < 0x80 && strchr("\"\\{}|<>", (int)rune)) text_add(out, "\\");
        if (rune != '&') text_add_bytes(out, bytes, utf8_encode(rune, bytes));
        at += length;
        left -= length;
    }
}

static void add_text(struct text *out, struct text *words) {
    add_words(out, text_string(words));
    if (words->failed) out->failed = true;
    text_free(words);
}

/* In a comment, which ends with the line. */
static void add_comment(struct text *out, const char *words) {
    for (; *words; words++) text_addf(out, "%c", (uint8_t)*words < ' ' ? ' ' : *words);
}

static const char *phase_words(const struct machine *m) {
    enum phase phase = machine_phase(m);
    return phase == PHASE_OFF ? "no collection" : phase_name(phase);
}

/* ---- edges ---- */

static bool has_port(const struct dot *d, uint64_t place) {
    for (uint32_t i = 0; i < d->port_count; i++)
        if (d->ports[i] == place) return true;
    return false;
}

static void add_edge(struct dot *d, uint64_t place, const struct graph_object *to,
                     struct text *label) {
    bool dangling = to->view.colour == COLOUR_FREE || inspect_is_dangling(d->m, place);
    text_addf(&d->edges, "  %s", text_string(&d->id));
    if (has_port(d, place)) text_addf(&d->edges, ":p%" PRIx64, place);
    text_addf(&d->edges, " -> o%" PRIx64 " [label=\"", to->view.address);
    add_text(&d->edges, label);
    text_add(&d->edges, dangling ? " (dangling)\", style=dotted];\n" : "\"];\n");
}

/* The object that a place leads to; NULL: none. */
static struct graph_object *target(const struct dot *d, uint64_t place) {
    uint64_t word = word_read(d->m, place);
    return word ? object_graph_at(&d->graph, word) : NULL;
}

static bool is_drawn(const struct dot *d, const struct graph_object *o) {
    return d->drawn[o - d->graph.objects];
}

/* A ghost is drawn for who points to it. */
static void edge_from(struct dot *d, uint64_t place, struct text *label) {
    struct graph_object *to = target(d, place);
    if (to && to->view.colour == COLOUR_FREE) d->drawn[to - d->graph.objects] = true;
    if (to && is_drawn(d, to)) {
        add_edge(d, place, to, label);
        return;
    }
    d->left_out += to != NULL;
    text_free(label);
}

/* ---- cells ---- */

/* Something that consists of fields: an object, a variable. */
struct fields {
    uint64_t address, size;
    const struct object_view *object; /* or ... */
    const char *name;                 /* ... the variable's name, ... */
    uint32_t type;                    /* ... and its type */
};

static void add_path(const struct dot *d, const struct fields *r, uint64_t place,
                     struct text *out) {
    uint64_t offset = place - r->address;
    if (r->object) inspect_member(d->m, r->object, offset, out);
    else text_add(out, r->name);
    if (!r->object) inspect_path(d->m->program, &d->m->program->types[r->type], offset, out);
}

static void add_cell(struct dot *d, const struct fields *r, uint64_t place, uint32_t size) {
    struct text words = {0};
    const struct graph_object *to = size == WORD ? target(d, place) : NULL;
    bool leads = to && inspect_place_is_pointer(d->m, place);
    add_path(d, r, place, &words);
    if (!leads || !is_drawn(d, to)) {
        text_add(&words, words.length ? " = " : "");
        inspect_value(d->m, place, memory_word(d->m, place, size), &words);
    }
    text_addf(&d->nodes, "%s<p%" PRIx64 "> ", d->has_title ? "|" : "", place);
    d->has_title = true;
    add_text(&d->nodes, &words);
    d->ports[d->port_count++] = place;
}

/* Numbers have their own size, all else is words. Nothing is what fills up a struct, or the slot of
 * an object whose type is known; if it is not, it is words. */
static uint32_t field_size(const struct dot *d, const struct fields *f, uint64_t place,
                           bool *is_nothing) {
    uint64_t offset = 0;
    const struct type *t = inspect_type_at(d->m, place, &offset);
    *is_nothing = t ? offset >= t->size : f->object && f->object->serial;
    if (*is_nothing) return 1;
    return t && (t->kind == TYPE_INTEGER || t->kind == TYPE_FLOAT) ? t->size : WORD;
}

static void add_cells(struct dot *d, const struct fields *r) {
    bool is_nothing;
    uint32_t size;
    for (uint64_t at = r->address; at < r->address + r->size; at += size) {
        size = field_size(d, r, at, &is_nothing);
        if (is_nothing || at + size > r->address + r->size) continue;
        if (d->port_count < DOT_CELLS) add_cell(d, r, at, size);
        else d->skipped++;
    }
}

static void begin_node(struct dot *d, const char *format, uint64_t number, uint64_t other) {
    text_clear(&d->id);
    text_addf(&d->id, format, number, other);
    text_addf(&d->nodes, "    %s [label=\"", text_string(&d->id));
    d->port_count = d->skipped = 0;
    d->has_title = true;
}

static void end_node(struct dot *d, const char *attributes) {
    if (d->skipped) text_addf(&d->nodes, "|… %" PRIu32 " more", d->skipped);
    text_addf(&d->nodes, "\"%s];\n", attributes);
}

/* ---- objects ---- */

static const char *state_of(const struct graph_object *o) {
    if (o->view.colour == COLOUR_FREE) return "freed";
    if (o->view.colour == COLOUR_MANUAL) return o->view.leaked ? "malloc, leaked" : "malloc";
    return colour_name(o->view.colour);
}

/* By colour; black has a border that shows where it lies upon another one. */
static const char *const ATTRIBUTES[] = {
    [COLOUR_FREE] = "dotted\", fontcolor=\"#555555\"",
    [COLOUR_WHITE] = "filled\", fillcolor=\"#ffffff\", fontcolor=\"#111111\"",
    [COLOUR_GREY] = "filled\", fillcolor=\"#767676\", fontcolor=\"#ffffff\", penwidth=3",
    [COLOUR_BLACK] = "filled\", fillcolor=\"#111111\", fontcolor=\"#ffffff\", color=\"#767676\"",
    [COLOUR_MANUAL] = "filled\", fillcolor=\"#dbe7f3\", fontcolor=\"#111111\"",
};

static bool is_garbage(const struct graph_object *o) {
    return o->rank == NOT_REACHED && o->view.colour != COLOUR_FREE;
}

static void end_object(struct dot *d, const struct graph_object *o) {
    struct text attributes = {0};
    text_addf(&attributes, ", style=\"%s%s", is_garbage(o) ? "dashed," : "",
              ATTRIBUTES[o->view.colour]);
    end_node(d, text_string(&attributes));
    if (attributes.failed) d->nodes.failed = true;
    text_free(&attributes);
}

static void add_title(struct dot *d, const struct graph_object *o) {
    struct text name = {0};
    const struct program *p = d->m->program;
    const struct site *site = o->view.serial ? &p->sites[o->view.site] : NULL;
    inspect_object_name(d->m, o->view.address, &name);
    add_text(&d->nodes, &name);
    text_add(&d->nodes, "\\n");
    if (site) {
        text_add(&d->nodes, site->array ? "[]" : "");
        add_words(&d->nodes, p->types[site->type].name);
        text_add(&d->nodes, ", ");
    }
    text_addf(&d->nodes, "%" PRIu32 " byte%s\\n%s", o->view.size, o->view.size == 1 ? "" : "s",
              state_of(o));
    if (is_garbage(o)) text_add(&d->nodes, ", unreachable");
}

struct edges {
    struct dot *d;
    const struct fields *fields;
    const char *remark;
};

static void edge_of_field(void *user, uint64_t place) {
    struct edges *e = user;
    struct text label = {0};
    add_path(e->d, e->fields, place, &label);
    text_add(&label, e->remark);
    edge_from(e->d, place, &label);
}

/* Pointers of the runtime's that the collector has no need to follow: a channel's to who waits. */
static void add_pointers_not_followed(struct dot *d, const struct fields *f) {
    struct edges edges = {d, f, " (not followed)"};
    const struct program *p = d->m->program;
    if (!f->object->serial || f->object->is_part) return;
    const struct type *t = &p->types[p->sites[f->object->site].type];
    for (uint64_t at = f->address; at < f->address + type_words(t) * (uint64_t)WORD; at += WORD)
        if (inspect_place_is_pointer(d->m, at) && !object_graph_follows(d->m, f->object, at))
            edge_of_field(&edges, at);
}

/* A string's bytes in one cell. */
static bool add_bytes(struct dot *d, const struct graph_object *o) {
    enum { SHOWN = 48 };
    struct text bytes = {0};
    bool fine = inspect_bytes(d->m, &o->view, &bytes) && bytes.length < SHOWN;
    if (fine) {
        text_add(&d->nodes, "|");
        add_text(&d->nodes, &bytes);
    }
    text_free(&bytes);
    return fine;
}

static void add_object(struct dot *d, const struct graph_object *o) {
    struct fields r = {.address = o->view.address, .size = o->view.size, .object = &o->view};
    struct edges edges = {d, &r, ""};
    begin_node(d, "o%" PRIx64, o->view.address, 0);
    add_title(d, o);
    if (o->view.colour != COLOUR_FREE && !add_bytes(d, o)) add_cells(d, &r);
    end_object(d, o);
    object_graph_pointers(d->m, &o->view, edge_of_field, &edges);
    if (o->view.colour != COLOUR_FREE) add_pointers_not_followed(d, &r);
}

static void add_objects(struct dot *d) {
    for (uint32_t i = 0; i < d->graph.count; i++)
        if (d->drawn[i] && d->graph.objects[i].view.colour != COLOUR_FREE)
            add_object(d, &d->graph.objects[i]);
    for (uint32_t i = 0; i < d->graph.count; i++)
        if (d->drawn[i] && d->graph.objects[i].view.colour == COLOUR_FREE)
            add_object(d, &d->graph.objects[i]);
}

/* ---- roots ---- */

static void begin_cluster(struct dot *d, const char *id, uint64_t number, struct text *label) {
    text_addf(&d->nodes, "  subgraph cluster_%s%" PRIu64 " {\n    label=\"", id, number);
    add_text(&d->nodes, label);
    text_add(&d->nodes, "\";\n");
}

static void end_cluster(struct dot *d) {
    text_add(&d->nodes, "  }\n");
}

static void add_variable(struct dot *d, const struct fields *r) {
    struct edges edges = {d, r, ""};
    const struct type *t = &d->m->program->types[r->type];
    add_cells(d, r);
    for (uint32_t word = 0; word < type_words(t); word++)
        if (type_word_is_pointer(t, word))
            edge_of_field(&edges, r->address + (uint64_t)word * WORD);
}

static void add_globals(struct dot *d) {
    const struct program *p = d->m->program;
    struct text label = {0};
    if (p->global_count == 0) return;
    text_add(&label, "globals");
    begin_cluster(d, "globals", 0, &label);
    for (uint32_t i = 0; i < p->global_count; i++) {
        const struct global *g = &p->globals[i];
        struct fields r = {.address = program_globals(p) + g->offset,
                           .size = p->types[g->type].size,
                           .name = g->name,
                           .type = g->type};
        begin_node(d, "global%" PRIu64, i, 0);
        d->has_title = r.size > WORD; /* what is one word needs no other name */
        if (d->has_title) add_words(&d->nodes, g->name);
        add_variable(d, &r);
        end_node(d, "");
    }
    end_cluster(d);
}

/* A temporary is told only while it holds something. */
static void add_register(struct dot *d, const struct frame *f, int32_t slot) {
    const struct variable *v = inspect_variable(d->m, f->function, slot);
    uint64_t place = slot_address(f->address, slot);
    struct text label = {0};
    if ((v && v->name[0]) || !target(d, place)) return;
    text_add(&label, "a register");
    edge_from(d, place, &label);
}

static void add_frame(struct dot *d, uint32_t goroutine, uint32_t number, const struct frame *f) {
    const struct function *function = &d->m->program->functions[f->function];
    begin_node(d, "g%" PRIu64 "_%" PRIu64, goroutine, number);
    add_words(&d->nodes, function->name);
    for (uint32_t i = 0; i < function->variable_count; i++) {
        const struct variable *v = &function->variables[i];
        if (!v->name[0]) continue;
        add_variable(d, &(struct fields){.address = slot_address(f->address, v->slot),
                                         .size = d->m->program->types[v->type].size,
                                         .name = v->name,
                                         .type = v->type});
    }
    end_node(d, "");
    for (uint32_t i = 0; i < function->pointer_slot_count; i++)
        add_register(d, f, function->pointer_slots[i]);
}

static void add_stack(struct dot *d, uint32_t number) {
    const struct goroutine *g = goroutine_of(d->m, number);
    struct frame f;
    struct text label = {0};
    uint32_t frames = 0;
    text_addf(&label, "stack of G%" PRIu32 " ", number);
    inspect_actor(d->m, number, &label);
    begin_cluster(d, "g", number, &label);
    for (bool more = frame_innermost(d->m, g, &f); more; more = frame_caller(d->m, &f))
        if (frames++ < DOT_FRAMES) add_frame(d, number, frames, &f);
    if (frames > DOT_FRAMES)
        text_addf(&d->nodes, "    g%" PRIu32 "_more [label=\"… %" PRIu32 " more\"];\n", number,
                  frames - DOT_FRAMES);
    end_cluster(d);
}

static void add_stacks(struct dot *d) {
    uint32_t stacks = 0, more = 0;
    for (uint32_t n = 1; n <= d->m->s->goroutine_count; n++) {
        if (goroutine_of(d->m, n)->status == GOROUTINE_DEAD) continue;
        if (stacks++ < DOT_STACKS) add_stack(d, n);
        else more++;
    }
    if (more) text_addf(&d->nodes, "  stacks [label=\"… %" PRIu32 " more stacks\"];\n", more);
}

static void add_runtime_root(void *user, const struct runtime_root *root) {
    static const char *const WORDS[] = {"what G%u waits with", "what G%u has deferred",
                                        "a record that P%u keeps"};
    struct dot *d = user;
    const struct graph_object *to = object_graph_at(&d->graph, root->object);
    if (!to || !is_drawn(d, to)) return;
    char words[64];
    snprintf(words, sizeof words, WORDS[root->kind], root->owner);
    text_addf(&d->nodes, "    r%" PRIx64 " [label=\"%s\", style=dotted];\n", root->object, words);
    text_addf(&d->edges, "  r%" PRIx64 " -> o%" PRIx64 ";\n", root->object, to->view.address);
}

static void add_runtime(struct dot *d) {
    struct text label = {0};
    size_t before = d->nodes.length;
    text_add(&label, "the runtime");
    begin_cluster(d, "runtime", 0, &label);
    size_t empty = d->nodes.length;
    object_graph_runtime_roots(d->m, add_runtime_root, d);
    if (d->nodes.length > empty) end_cluster(d);
    else d->nodes.bytes[d->nodes.length = before] = '\0';
}

/* ---- the whole ---- */

static void draw(struct dot *d, uint32_t object) {
    if (d->drawn_count == DOT_OBJECTS || d->drawn[object]) return;
    d->drawn[object] = true;
    d->drawn_count++;
}

static uint32_t living(const struct dot *d) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < d->graph.count; i++)
        count += d->graph.objects[i].view.colour != COLOUR_FREE;
    return count;
}

static bool choose(struct dot *d) {
    d->drawn = calloc(d->graph.count ? d->graph.count : 1, sizeof *d->drawn);
    if (!d->drawn) return false;
    for (uint32_t i = 0; i < d->graph.reached; i++) draw(d, d->graph.order[i]);
    for (uint32_t i = 0; i < d->graph.count; i++)
        if (d->graph.objects[i].view.colour != COLOUR_FREE) draw(d, i);
    return true;
}

static void add_head(const struct dot *d, const char *title, struct text *out) {
    uint64_t step = d->m->s->clock.step;
    uint32_t all = living(d);
    text_add(out, "// ");
    add_comment(out, title);
    text_addf(out, ", step %" PRIu64 ": %" PRIu32 " objects", step, all);
    if (d->drawn_count < all)
        text_addf(out,
                  ", of which the %" PRIu32
                  " nearest to the roots are here; pointers to others: %" PRIu64,
                  d->drawn_count, d->left_out);
    text_add(out,
             "\n// written by tricolor " TC_VERSION "; to draw it: dot -Tsvg -O FILE\n"
             "digraph tricolor {\n"
             "  charset=\"UTF-8\"; rankdir=LR; labelloc=t; fontname=\"sans-serif\"; fontsize=12;\n"
             "  node [shape=record, fontname=\"sans-serif\", fontsize=11];\n"
             "  edge [color=\"#444444\", fontname=\"sans-serif\", fontsize=9];\n"
             "  label=\"");
    add_words(out, title);
    text_addf(out, "\\nstep %" PRIu64 ", %s", step, phase_words(d->m));
    if (d->drawn_count < all)
        text_addf(out, "\\n%" PRIu32 " of %" PRIu32 " objects: the nearest to the roots",
                  d->drawn_count, all);
    text_add(out, "\";\n");
}

static bool write_all(const struct dot *d, const char *title, FILE *out) {
    struct text head = {0};
    add_head(d, title, &head);
    bool fine = !head.failed && !d->nodes.failed && !d->edges.failed && !d->id.failed;
    fine = fine && fputs(text_string(&head), out) >= 0 && fputs(text_string(&d->nodes), out) >= 0 &&
           fputs(text_string(&d->edges), out) >= 0 && fputs("}\n", out) >= 0;
    text_free(&head);
    return fine;
}

bool dot_write(const struct machine *m, const char *title, FILE *out) {
    struct dot d = {.m = m};
    bool fine = object_graph_make(&d.graph, m) && choose(&d);
    if (fine) {
        add_globals(&d);
        add_stacks(&d);
        add_runtime(&d);
        add_objects(&d);
        fine = write_all(&d, title, out);
    }
    object_graph_free(&d.graph);
    free(d.drawn);
    text_free(&d.nodes);
    text_free(&d.edges);
    text_free(&d.id);
    return fine;
}
