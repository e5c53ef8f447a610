#include "machine/inspect/inspect.h"

#include <inttypes.h>
#include <stdlib.h>

#include "machine/exec/panic.h"
#include "machine/format/format.h"
#include "machine/gc/generation.h"
#include "machine/heap/tag.h"
#include "machine/heap/tiny.h"
#include "machine/inspect/inspect_c.h"
#include "machine/inspect/inspect_colours.h"
#include "machine/inspect/statistics.h"
#include "machine/image.h"
#include "machine/memory.h"
#include "machine/values/number.h"

/* ---- colours ---- */

enum colour inspect_colour(const struct machine *m, uint64_t address) {
    struct object o;
    struct object_view chunk;
    if (address_in_c_heap(m, address))
        return inspect_chunk(m, address, &chunk) ? chunk.colour : COLOUR_FREE;
    if (!heap_find(m, address, &o)) return COLOUR_FREE;
    if (!object_marked(m, &o)) return COLOUR_WHITE;
    return gc_is_grey(m, o.address) ? COLOUR_GREY : COLOUR_BLACK;
}

const char *colour_name(enum colour colour) {
    static const char *const NAMES[] = {"free", "white", "grey", "black", "manual"};
    return NAMES[colour];
}

/* ---- objects ---- */

/* What can be seen of somebody in a slot of `slot_size` bytes. */
static struct object_view view_of(const struct tenant *t, uint32_t slot_size) {
    return (struct object_view){.address = t->address,
                                .serial = t->tag.serial,
                                .site = t->tag.site,
                                .ordinal = t->tag.ordinal,
                                .size = t->size ? t->size : slot_size,
                                .is_part = t->size != 0};
}

/* The ghost of an object whose whole span is free again. */
static bool ghost_without_span(const struct machine *m, uint64_t address, struct object_view *out) {
    struct tenant t;
    if (!m->tags || !address_in_arena(m, address) || m->span_of[page_of(address)]) return false;
    uint64_t slot = address / TINY_BLOCK * TINY_BLOCK;
    if (!tag_is_tiny(m, slot)) slot = address / WORD * WORD;
    if (!tag_find(m, slot, address, &t)) return false;
    *out = view_of(&t, m->program->types[m->program->sites[t.tag.site].type].size);
    return true;
}

static struct object_view view_in_slot(const struct machine *m, const struct object *o,
                                       const struct tenant *t) {
    const struct span *span = object_span(m, o);
    struct object_view view = view_of(t, span->element_size);
    view.class_index = span->class_index;
    view.noscan = span->noscan;
    view.young = slot_allocated(m, o->span, o->slot) && object_is_young(m, o);
    view.remembered = object_remembered(m, o);
    return view;
}

/* Who lives in a slot, or did, without the colour: which is told by the whole work list. */
static bool find_resident(const struct machine *m, uint64_t address, struct object_view *out) {
    struct object o;
    if (address_in_c_heap(m, address)) return inspect_chunk(m, address, out);
    if (!heap_find_slot(m, address, &o)) return ghost_without_span(m, address, out);
    struct tenant t = {.address = o.address};
    if (m->tags) tag_find(m, o.address, address, &t);
    *out = view_in_slot(m, &o, &t);
    return true;
}

bool inspect_object(const struct machine *m, uint64_t address, struct object_view *out) {
    struct object o;
    if (!find_resident(m, address, out)) return false;
    if (address_in_c_heap(m, address) || !heap_find_slot(m, address, &o)) return true;
    out->colour = inspect_colour(m, o.address);
    return out->colour != COLOUR_FREE || out->serial != 0;
}

uint64_t inspect_beginning(const struct machine *m, uint64_t address) {
    struct object_view o;
    struct object slot;
    if (!find_resident(m, address, &o)) return 0;
    bool lives = o.serial || (heap_find(m, address, &slot) && slot.address == o.address);
    return lives || o.manual ? o.address : 0;
}

/* Everybody in a slot, who all have its colour. */
static void each_in_slot(const struct machine *m, const struct object *o, enum colour colour,
                         object_fn *each, void *user) {
    struct tenant t = {.address = o->address};
    uint32_t place = 0;
    bool named = m->tags && tag_next(m, o->address, &place, &t);
    if (!named && colour == COLOUR_FREE) return;
    do {
        struct object_view view = view_in_slot(m, o, &t);
        view.colour = colour;
        each(user, &view);
    } while (named && tag_next(m, o->address, &place, &t));
}

void inspect_slot(const struct machine *m, uint64_t address, object_fn *each, void *user) {
    struct object o;
    struct object_view chunk;
    if (inspect_chunk(m, address, &chunk)) each(user, &chunk);
    else if (heap_find_slot(m, address, &o))
        each_in_slot(m, &o, inspect_colour(m, o.address), each, user);
}

/* By the bits of inspect_note_greys. */
void inspect_slots_between(const struct machine *m, uint32_t page, uint32_t first, uint32_t end,
                           object_fn *each, void *user) {
    const struct span *span = &m->spans[page];
    for (uint32_t slot = first; slot < end; slot++) {
        struct object o = {page_address(page) + (uint64_t)slot * span->element_size, page, slot};
        each_in_slot(m, &o, inspect_slot_colour(m, page, slot), each, user);
    }
}

void inspect_slots(const struct machine *m, uint32_t span, object_fn *each, void *user) {
    inspect_note_greys(m);
    inspect_slots_between(m, span, 0, m->spans[span].element_count, each, user);
}

void inspect_objects(const struct machine *m, object_fn *each, void *user) {
    inspect_note_greys(m);
    inspect_chunks(m, each, user);
    for (uint32_t page = 0; page < m->s->heap.pages_used; page++)
        if (inspect_is_heap_span(m, page))
            inspect_slots_between(m, page, 0, m->spans[page].element_count, each, user);
}

/* ---- names ---- */

void inspect_site_name(const struct machine *m, uint32_t site, uint32_t ordinal, struct text *out) {
    const struct label *label = &m->program->labels[m->program->sites[site].label];
    text_add(out, label->name);
    if (!label->given || ordinal > 1) text_addf(out, " %u", ordinal);
}

void inspect_object_name(const struct machine *m, uint64_t address, struct text *out) {
    struct object_view o;
    if (!find_resident(m, address, &o) || o.serial == 0) {
        text_addf(out, "0x%" PRIx64, address);
    } else if (o.ordinal == UINT16_MAX) { /* as far as ordinals go: by the order in the whole run */
        const struct program *p = m->program;
        text_addf(out, "%s #%u", p->labels[p->sites[o.site].label].name, o.serial);
    } else {
        inspect_site_name(m, o.site, o.ordinal, out);
    }
}

static bool is_array_of_bytes(const struct program *p, const struct site *site) {
    const struct type *t = &p->types[site->type];
    return site->array && t->kind == TYPE_INTEGER && t->size == 1;
}

bool inspect_bytes(const struct machine *m, const struct object_view *o, struct text *out) {
    if (o->manual || !o->serial || !is_array_of_bytes(m->program, &m->program->sites[o->site]))
        return false;
    const uint8_t *bytes = arena_bytes(m, o->address);
    uint32_t length = 0;
    while (length < o->size && bytes[length] >= ' ' && bytes[length] < 0x7f) length++;
    if (length == 0 || (length < o->size && bytes[length] != 0)) return false;
    text_addf(out, "\"%.*s\"", (int)length, (const char *)bytes);
    return true;
}

/* What the words of strings, slices and interfaces are. */
static const char *header_word(const struct type *t, uint64_t word) {
    static const char *const SLICE[] = {".ptr", ".len", ".cap"};
    static const char *const INTERFACE[] = {".type", ".data"};
    if (t->kind == TYPE_SLICE && word < 3) return SLICE[word];
    if (t->kind == TYPE_STRING && word < 2) return SLICE[word];
    return t->kind == TYPE_INTERFACE && word < 2 ? INTERFACE[word] : "";
}

/* ... down to a part that is no larger than `size`. */
static void add_path(const struct program *p, const struct type *t, uint64_t offset, uint64_t size,
                     struct text *out) {
    while (t->kind == TYPE_STRUCT || t->kind == TYPE_ARRAY) {
        if (size && t->size <= size && offset == 0) return;
        if (t->kind == TYPE_ARRAY) {
            const struct type *element = &p->types[t->element];
            if (element->size == 0) return;
            text_addf(out, "[%" PRIu64 "]", offset / element->size);
            offset %= element->size;
            t = element;
            continue;
        }
        uint32_t i = t->field_count;
        while (i > 0 && t->fields[i - 1].offset > offset) i--;
        if (i == 0) return;
        text_addf(out, ".%s", t->fields[i - 1].name);
        offset -= t->fields[i - 1].offset;
        t = &p->types[t->fields[i - 1].type];
    }
    if (!size || t->size > size) text_add(out, header_word(t, offset / WORD));
}

void inspect_path(const struct program *p, const struct type *t, uint64_t offset,
                  struct text *out) {
    add_path(p, t, offset, 0, out);
}

const struct variable *inspect_variable(const struct machine *m, uint32_t function, int32_t slot) {
    const struct function *f = &m->program->functions[function];
    for (uint32_t i = 0; i < f->variable_count; i++) {
        const struct variable *v = &f->variables[i];
        int32_t words = (int32_t)type_words(&m->program->types[v->type]);
        if (slot >= v->slot && slot < v->slot + words) return v;
    }
    return NULL;
}

/* The goroutine and stack frame an address lies in. */
static bool find_frame(const struct machine *m, uint64_t address, struct frame *f) {
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) {
        const struct goroutine *g = goroutine_of(m, n);
        if (!stack_position(m, g, address)) continue;
        for (bool more = frame_innermost(m, g, f); more; more = frame_caller(m, f)) {
            uint32_t parameters = m->program->functions[f->function].parameter_words;
            if (address >= f->low && address < slot_address(f->address, 2 + (int32_t)parameters))
                return true;
        }
    }
    return false;
}

static int32_t slot_of(const struct frame *f, uint64_t address) {
    return (int32_t)((int64_t)(address & ~7ull) - (int64_t)f->address) / WORD;
}

static const struct variable *variable_at(const struct machine *m, uint64_t address,
                                          struct frame *f) {
    if (!find_frame(m, address, f)) return NULL;
    return inspect_variable(m, f->function, slot_of(f, address));
}

static bool is_linkage(int32_t slot) {
    return slot == 0 || slot == 1;
}

bool inspect_is_linkage(const struct machine *m, uint64_t address) {
    struct frame f;
    return find_frame(m, address, &f) && is_linkage(slot_of(&f, address));
}

static void add_unnamed(int32_t slot, const char *function, struct text *out) {
    if (!is_linkage(slot)) text_add(out, "a register");
    else text_addf(out, "%s's %s", function, slot ? "return address" : "saved BP");
}

static bool add_stack_place(const struct machine *m, uint64_t address, uint64_t size,
                            struct text *out) {
    struct frame f;
    if (!find_frame(m, address, &f)) return false;
    const char *function = m->program->functions[f.function].name;
    int32_t slot = slot_of(&f, address);
    const struct variable *v = inspect_variable(m, f.function, slot);
    if (!v || !v->name[0]) { /* every word of a temporary is a register */
        add_unnamed(slot, function, out);
        return true;
    }
    text_addf(out, v->name[0] == '+' ? "%s%s" : "%s.%s", function, v->name);
    add_path(m->program, &m->program->types[v->type], address - slot_address(f.address, v->slot),
             size, out);
    return true;
}

static const struct global *global_at(const struct machine *m, uint64_t address) {
    const struct program *p = m->program;
    for (uint32_t i = 0; i < p->global_count; i++) {
        const struct global *g = &p->globals[i];
        if (address - program_globals(m->program) - g->offset < p->types[g->type].size) return g;
    }
    return NULL;
}

/* What lies at an offset of an object: an array made at run time has any number of values of its
 * site's type, a channel has its elements behind the header. */
struct part {
    const struct type *type;
    uint64_t offset; /* into a value of the type */
    uint64_t index;
    bool indexed, in_buffer;
};

static struct part part_of(const struct machine *m, const struct object_view *o, uint64_t offset) {
    const struct site *site = &m->program->sites[o->site];
    const struct type *t = &m->program->types[site->type];
    struct part p = {.type = t, .offset = offset, .indexed = site->array};
    p.in_buffer = site->tail && offset >= t->size;
    if (p.in_buffer) {
        p.type = &m->program->types[t->element];
        p.offset = offset - t->size;
        p.indexed = true;
    }
    if (!p.indexed || p.type->size == 0) return p;
    p.index = p.offset / p.type->size;
    p.offset %= p.type->size;
    return p;
}

static void add_object_path(const struct machine *m, const struct object_view *o, uint64_t offset,
                            uint64_t size, struct text *out) {
    struct part p = part_of(m, o, offset);
    if (p.in_buffer) text_add(out, ".buf");
    if (p.indexed) text_addf(out, "[%" PRIu64 "]", p.index);
    add_path(m->program, p.type, p.offset, size, out);
}

void inspect_member(const struct machine *m, const struct object_view *o, uint64_t offset,
                    struct text *out) {
    if (o->serial) add_object_path(m, o, offset, 0, out);
}

void inspect_whole(const struct machine *m, uint64_t address, uint64_t size, struct text *out) {
    struct object_view o;
    const struct global *g = global_at(m, address);
    if (g) {
        text_add(out, g->name);
        add_path(m->program, &m->program->types[g->type],
                 address - program_globals(m->program) - g->offset, size, out);
    } else if (find_resident(m, address, &o) && o.serial) {
        inspect_object_name(m, address, out);
        add_object_path(m, &o, address - o.address, size, out);
    } else if (!add_stack_place(m, address, size, out)) {
        text_addf(out, "0x%" PRIx64, address);
    }
}

void inspect_place(const struct machine *m, uint64_t address, struct text *out) {
    inspect_whole(m, address, 0, out);
}

const struct type *inspect_leaf(const struct program *p, const struct type *t, uint64_t *offset) {
    while (t->kind == TYPE_STRUCT || t->kind == TYPE_ARRAY) {
        if (t->kind == TYPE_ARRAY) {
            t = &p->types[t->element];
            if (t->size) *offset %= t->size;
            continue;
        }
        uint32_t i = t->field_count;
        while (i > 0 && t->fields[i - 1].offset > *offset) i--;
        if (i == 0) return t;
        *offset -= t->fields[i - 1].offset;
        t = &p->types[t->fields[i - 1].type];
    }
    return t;
}

const struct type *inspect_type_at(const struct machine *m, uint64_t address, uint64_t *offset) {
    struct object_view o;
    struct frame f;
    const struct program *p = m->program;
    const struct global *g = global_at(m, address);
    const struct type *t = NULL;
    if (g) {
        t = &p->types[g->type];
        *offset = address - program_globals(m->program) - g->offset;
    } else if (find_resident(m, address, &o)) {
        if (!o.serial) return NULL;
        struct part part = part_of(m, &o, address - o.address);
        t = part.type;
        *offset = part.offset;
    } else {
        const struct variable *v = variable_at(m, address, &f);
        if (!v) return NULL;
        t = &p->types[v->type];
        *offset = address - slot_address(f.address, v->slot);
    }
    return *offset < t->size ? inspect_leaf(p, t, offset) : NULL;
}

/* Of an image nobody knows the types, but which words hold pointers. */
static bool image_has_pointer(const struct machine *m, uint64_t address) {
    const struct program *p = m->program;
    uint64_t offset = address - program_globals(p);
    struct object o;
    if (offset < p->global_bytes) return bit_get(p->global_pointers, (uint32_t)(offset / WORD));
    if (!heap_find_slot(m, address, &o) || object_span(m, &o)->noscan) return false;
    return bit_get(m->pointer_bits, (uint32_t)((address - ARENA_BASE) / WORD));
}

bool inspect_place_is_pointer(const struct machine *m, uint64_t address) {
    uint64_t offset;
    if (m->program->image && image_has_pointer(m, address)) return true;
    const struct type *t = inspect_type_at(m, address, &offset);
    return t && type_word_is_pointer(t, (uint32_t)offset / WORD);
}

/* A word of read-only data by what it is: "hello", type int, func f. */
static bool add_constant(const struct program *p, uint64_t address, struct text *out) {
    enum { SHOWN = 16 };
    const struct constant *c = program_constant_at(p, address);
    if (!c) return false;
    uint64_t offset = address - RODATA_BASE - c->offset;
    uint32_t left = c->size - (uint32_t)offset;
    switch (c->kind) {
    case CONSTANT_STRING:
        text_add(out, "\"");
        inspect_text(p->rodata + c->offset + offset, left < SHOWN ? left : SHOWN, out);
        text_add(out, left > SHOWN ? "…\"" : "\"");
        break;
    case CONSTANT_BYTES: text_addf(out, "the table's %" PRIu64, offset / WORD); break;
    case CONSTANT_ZERO: text_add(out, "the zero value"); break;
    case CONSTANT_TYPE: text_addf(out, "type %s", p->types[c->index].name); break;
    case CONSTANT_FUNCTION: text_addf(out, "func %s", p->functions[c->index].name); break;
    case CONSTANT_VALUE: text_addf(out, "a constant %s", p->types[c->index].name); break;
    }
    return true;
}

void inspect_word(const struct machine *m, uint64_t word, bool is_pointer, struct text *out) {
    struct object_view o;
    if (!is_pointer) {
        text_addf(out, "%" PRId64, (int64_t)word);
    } else if (word == 0) {
        text_add(out, "nil");
    } else if (find_resident(m, word, &o) && o.serial && o.address == word) {
        inspect_object_name(m, word, out);
    } else if (!add_constant(m->program, word, out)) {
        struct text place = {0};
        inspect_place(m, word, &place);
        const char *name = text_string(&place);
        text_addf(out, strncmp(name, "0x", 2) == 0 ? "%s" : "&%s", name);
        text_free(&place);
    }
}

/* A code pointer by its function. */
static bool add_code(const struct program *p, uint64_t word, struct text *out) {
    uint64_t op = (word - CODE_BASE) / sizeof(struct op);
    if (op >= p->op_count || word % sizeof(struct op)) return false;
    text_addf(out, "the code of %s", p->functions[p->op_functions[op]].name);
    return true;
}

void inspect_value(const struct machine *m, uint64_t address, uint64_t word, struct text *out) {
    uint64_t offset = 0;
    const struct type *t = inspect_type_at(m, address, &offset);
    if (m->program->image && inspect_place_is_pointer(m, address)) {
        inspect_word(m, word, true, out);
        return;
    }
    if (t && t->kind == TYPE_FLOAT) {
        format_float(float_value(word, t->size), t->size, out);
        return;
    }
    if (!t || t->kind != TYPE_INTEGER) {
        bool header = t && t->kind == TYPE_INTERFACE;
        inspect_word(m, word, t && (header || type_word_is_pointer(t, (uint32_t)offset / WORD)),
                     out);
        return;
    }
    if (strcmp(t->name, "uintptr") == 0 && add_code(m->program, word, out)) return;
    uint32_t unused = 64 - t->size * 8;
    word <<= unused;
    if (t->is_bool || strcmp(t->name, "bool") == 0) text_add(out, word ? "true" : "false");
    else if (t->is_signed) text_addf(out, "%" PRId64, (int64_t)word >> unused);
    else text_addf(out, "%" PRIu64, word >> unused);
}

/* ---- words ---- */

const char *phase_name(enum phase phase) {
    static const char *const NAMES[] = {"off", "sweep termination", "mark", "mark termination",
                                        "sweep"};
    return NAMES[phase];
}

const char *inspect_wait(const struct machine *m, uint32_t goroutine) {
    const struct goroutine *g = goroutine_of(m, goroutine);
    if (g->wait != WAIT_IMAGE) return wait_name((enum wait)g->wait);
    return m->program->image->goroutines[goroutine - 2].reason;
}

const char *wait_name(enum wait wait) {
    static const char *const NAMES[] = {[WAIT_NOTHING] = "",
                                        [WAIT_MARKED] = "wait for GC cycle",
                                        [WAIT_SWEPT] = "wait for GC cycle",
                                        [WAIT_ASSIST] = "GC assist wait",
                                        [WAIT_SLEEP] = "sleep",
                                        [WAIT_SEMAPHORE] = "semacquire",
                                        [WAIT_IMAGE] = "",
                                        [WAIT_SEND] = "chan send",
                                        [WAIT_RECEIVE] = "chan receive",
                                        [WAIT_SELECT] = "select",
                                        [WAIT_SEND_NIL] = "chan send (nil chan)",
                                        [WAIT_RECEIVE_NIL] = "chan receive (nil chan)",
                                        [WAIT_SELECT_NIL] = "select",
                                        [WAIT_SELECT_NONE] = "select (no cases)"};
    return NAMES[wait];
}
