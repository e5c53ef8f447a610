/* Types: Go's sizes, alignments and pointer maps on amd64. */
#include <string.h>

#include "program/program.h"

enum { TYPE_SIZE_MAX = 1 << 26 };

static struct type *add_type(struct program *p, const char *name, enum type_kind kind) {
    p->types = pool_grow(&p->pool, p->types, p->type_count, sizeof *p->types);
    if (!p->types) return NULL;
    struct type *t = &p->types[p->type_count++];
    *t = (struct type){.name = name, .kind = kind};
    return t;
}

uint32_t program_add_integer(struct program *p, const char *name, uint32_t size, bool is_signed) {
    struct type *t = add_type(p, name, TYPE_INTEGER);
    if (!t) return 0;
    t->size = t->alignment = size;
    t->is_signed = is_signed;
    return p->type_count - 1;
}

uint32_t program_add_float(struct program *p, const char *name, uint32_t size) {
    struct type *t = add_type(p, name, TYPE_FLOAT);
    if (!t) return 0;
    t->size = t->alignment = size;
    return p->type_count - 1;
}

static const uint64_t FIRST_WORD = 1, SECOND_WORD = 2;

static struct type *add_words(struct program *p, const char *name, enum type_kind kind,
                              uint32_t words) {
    struct type *t = add_type(p, name, kind);
    if (!t) return NULL;
    t->size = words * WORD;
    t->alignment = t->pointer_data = WORD;
    t->pointers = &FIRST_WORD;
    return t;
}

uint32_t program_uintptr(struct program *p) {
    int32_t known = program_find_type(p, "uintptr");
    return known != NONE ? (uint32_t)known : program_add_integer(p, "uintptr", WORD, false);
}

static uint32_t find_derived(const struct program *p, enum type_kind kind, uint32_t element,
                             uint32_t length) {
    for (uint32_t i = 0; i < p->type_count; i++) {
        const struct type *t = &p->types[i];
        if (t->is_named) continue;
        if (t->kind == kind && t->element == element && t->length == length) return i;
    }
    return (uint32_t)NONE;
}

static uint32_t add_derived(struct program *p, const char *name, enum type_kind kind,
                            uint32_t words, uint32_t element) {
    struct type *t = add_words(p, name, kind, words);
    if (!t) return 0;
    t->element = element;
    return p->type_count - 1;
}

uint32_t program_pointer_to(struct program *p, uint32_t type) {
    uint32_t found = find_derived(p, TYPE_POINTER, type, 0);
    if (found != (uint32_t)NONE) return found;
    const char *name = pool_stringf(&p->pool, "*%s", p->types[type].name);
    return add_derived(p, name, TYPE_POINTER, 1, type);
}

uint32_t program_slice_of(struct program *p, uint32_t element) {
    uint32_t found = find_derived(p, TYPE_SLICE, element, 0);
    if (found != (uint32_t)NONE) return found;
    const char *name = pool_stringf(&p->pool, "[]%s", p->types[element].name);
    return add_derived(p, name, TYPE_SLICE, 3, element);
}

uint32_t program_channel_of(struct program *p, uint32_t element) {
    uint32_t found = find_derived(p, TYPE_CHANNEL, element, 0);
    if (found != (uint32_t)NONE) return found;
    const char *name = pool_stringf(&p->pool, "chan %s", p->types[element].name);
    return add_derived(p, name, TYPE_CHANNEL, 1, element);
}

uint32_t program_map_of(struct program *p, uint32_t key, uint32_t element) {
    for (uint32_t i = 0; i < p->type_count; i++) {
        const struct type *t = &p->types[i];
        if (t->is_named) continue;
        if (t->kind == TYPE_MAP && t->key == key && t->element == element) return i;
    }
    const char *name =
        pool_stringf(&p->pool, "map[%s]%s", p->types[key].name, p->types[element].name);
    uint32_t made = add_derived(p, name, TYPE_MAP, 1, element);
    if (made) p->types[made].key = key;
    return made;
}

uint32_t program_add_string(struct program *p, const char *name) {
    return add_words(p, name, TYPE_STRING, 2) ? p->type_count - 1 : 0;
}

/* The first word leads to a type or an itab, never to the heap: cmd/compile does not call it a
 * pointer (typebits.go:Set). */
uint32_t program_add_interface(struct program *p, const char *name) {
    struct type *t = add_words(p, name, TYPE_INTERFACE, 2);
    if (!t) return 0;
    t->pointer_data = 2 * WORD;
    t->pointers = &SECOND_WORD;
    return p->type_count - 1;
}

uint32_t program_add_named(struct program *p, const char *name, enum type_kind kind) {
    uint32_t made, words = kind == TYPE_SLICE ? 3 : kind == TYPE_STRING ? 2 : 1;
    if (kind == TYPE_INTERFACE) made = program_add_interface(p, name);
    else if (kind == TYPE_STRUCT || kind == TYPE_ARRAY)
        made = add_type(p, name, kind) ? p->type_count - 1 : 0;
    else made = add_words(p, name, kind, words) ? p->type_count - 1 : 0;
    if (!p->pool.failed) p->types[made].is_named = true;
    return made;
}

void program_set_element(struct program *p, uint32_t type, uint32_t element, uint32_t length) {
    p->types[type].element = element;
    p->types[type].length = length;
}

static bool takes_and_gives(const struct type *t, const uint32_t *parameters, uint32_t count,
                            uint32_t result) {
    if (t->kind != TYPE_FUNCTION || t->field_count != count || t->result != result) return false;
    if (t->is_named) return false;
    for (uint32_t i = 0; i < count; i++)
        if (t->fields[i].type != parameters[i]) return false;
    return true;
}

static const char *function_type_name(struct program *p, const uint32_t *parameters, uint32_t count,
                                      uint32_t result) {
    const char *name = "func(";
    for (uint32_t i = 0; i < count && name; i++)
        name = pool_stringf(&p->pool, "%s%s%s", name, i ? ", " : "", p->types[parameters[i]].name);
    if (!name) return NULL;
    if (result == (uint32_t)NONE) return pool_stringf(&p->pool, "%s)", name);
    return pool_stringf(&p->pool, "%s) %s", name, p->types[result].name);
}

uint32_t program_function_type(struct program *p, const uint32_t *parameters, uint32_t count,
                               uint32_t result) {
    for (uint32_t i = 0; i < p->type_count; i++)
        if (takes_and_gives(&p->types[i], parameters, count, result)) return i;
    const char *name = function_type_name(p, parameters, count, result);
    if (!name || !add_words(p, name, TYPE_FUNCTION, 1)) return 0;
    uint32_t made = p->type_count - 1;
    p->types[made].result = result;
    for (uint32_t i = 0; i < count; i++) program_add_field(p, made, "", parameters[i]);
    return made;
}

uint32_t program_array_of(struct program *p, uint32_t element, uint32_t length) {
    uint32_t found = find_derived(p, TYPE_ARRAY, element, length);
    if (found != (uint32_t)NONE) return found;
    const char *name = pool_stringf(&p->pool, "[%u]%s", length, p->types[element].name);
    struct type *t = add_type(p, name, TYPE_ARRAY);
    if (!t) return 0;
    t->element = element;
    t->length = length;
    return p->type_count - 1;
}

uint32_t program_begin_struct(struct program *p, const char *name) {
    return add_type(p, name, TYPE_STRUCT) ? p->type_count - 1 : 0;
}

void program_add_field(struct program *p, uint32_t type, const char *name, uint32_t field_type) {
    struct type *t = &p->types[type];
    t->fields = pool_grow(&p->pool, t->fields, t->field_count, sizeof *t->fields);
    if (t->fields) t->fields[t->field_count++] = (struct field){name, field_type, 0};
}

/* Copies the pointer map of a part at `offset` into the map of the whole. */
static void add_pointers(uint64_t *map, uint32_t offset, const struct type *part) {
    for (uint32_t word = 0; word < part->pointer_data / WORD; word++) {
        uint32_t at = offset / WORD + word;
        if (type_word_is_pointer(part, word)) map[at / 64] |= 1ull << (at % 64);
    }
}

static uint64_t *new_map(struct program *p, uint32_t bytes) {
    return pool_alloc(&p->pool, (bytes / WORD + 63) / 64 * sizeof(uint64_t));
}

static bool lay_out(struct program *p, uint32_t index, uint32_t *bad);

static bool lay_out_array(struct program *p, uint32_t index, uint32_t *bad) {
    struct type *t = &p->types[index];
    if (!lay_out(p, t->element, bad)) return false;
    const struct type *element = &p->types[t->element];
    uint64_t size = (uint64_t)element->size * t->length;
    if (size > TYPE_SIZE_MAX) {
        *bad = index;
        return false;
    }
    t->size = (uint32_t)size;
    t->alignment = element->alignment;
    if (!type_has_pointers(element) || t->length == 0) return true;
    t->pointer_data = element->size * (t->length - 1) + element->pointer_data;
    uint64_t *map = new_map(p, t->pointer_data);
    if (!map) return false;
    for (uint32_t i = 0; i < t->length; i++) add_pointers(map, i * element->size, element);
    t->pointers = map;
    return true;
}

static uint32_t round_up(uint32_t n, uint32_t to) {
    return (n + to - 1) / to * to;
}

/* Go's rule: fields in source order, each at its alignment; a trailing field of no size is padded,
 * so that its address is not that of the next object; the size is rounded up to the alignment. */
static bool place_fields(struct program *p, uint32_t index, uint32_t *bad) {
    uint32_t size = 0, alignment = 1;
    for (uint32_t i = 0; i < p->types[index].field_count; i++) {
        if (!lay_out(p, p->types[index].fields[i].type, bad)) return false;
        struct type *t = &p->types[index];
        const struct type *part = &p->types[t->fields[i].type];
        t->fields[i].offset = size = round_up(size, part->alignment);
        size += part->size;
        if (part->size == 0 && i + 1 == t->field_count && size > 0) size++;
        if (part->alignment > alignment) alignment = part->alignment;
        if (type_has_pointers(part)) t->pointer_data = t->fields[i].offset + part->pointer_data;
        if (size > TYPE_SIZE_MAX) {
            *bad = index;
            return false;
        }
    }
    p->types[index].alignment = alignment;
    p->types[index].size = round_up(size, alignment);
    return true;
}

static bool lay_out_struct(struct program *p, uint32_t index, uint32_t *bad) {
    if (!place_fields(p, index, bad)) return false;
    struct type *t = &p->types[index];
    if (!type_has_pointers(t)) return true;
    uint64_t *map = new_map(p, t->pointer_data);
    if (!map) return false;
    for (uint32_t i = 0; i < t->field_count; i++)
        add_pointers(map, t->fields[i].offset, &p->types[t->fields[i].type]);
    t->pointers = map;
    return true;
}

enum { NOT_LAID_OUT, BEING_LAID_OUT, LAID_OUT };

static bool lay_out(struct program *p, uint32_t index, uint32_t *bad) {
    if (p->types[index].layout == LAID_OUT) return true;
    if (p->types[index].layout == BEING_LAID_OUT) { /* it contains itself */
        *bad = index;
        return false;
    }
    p->types[index].layout = BEING_LAID_OUT;
    bool fine = true;
    if (p->types[index].kind == TYPE_ARRAY) fine = lay_out_array(p, index, bad);
    if (p->types[index].kind == TYPE_STRUCT) fine = lay_out_struct(p, index, bad);
    p->types[index].layout = LAID_OUT;
    return fine;
}

bool program_lay_out_types(struct program *p, uint32_t *bad) {
    *bad = 0;
    for (uint32_t i = 0; i < p->type_count; i++)
        if (!lay_out(p, i, bad)) return false;
    return true;
}

bool type_is_word(const struct type *t) {
    return t->kind == TYPE_INTEGER || t->kind == TYPE_FLOAT || t->kind == TYPE_POINTER ||
           t->kind == TYPE_MAP || t->kind == TYPE_CHANNEL || t->kind == TYPE_FUNCTION;
}

uint32_t type_slots(const struct type *t) {
    return t->size ? type_words(t) : 1;
}

bool type_is_direct(const struct program *p, const struct type *t) {
    while ((t->kind == TYPE_STRUCT && t->field_count == 1) ||
           (t->kind == TYPE_ARRAY && t->length == 1))
        t = &p->types[t->kind == TYPE_STRUCT ? t->fields[0].type : t->element];
    return type_is_word(t) && type_has_pointers(t);
}

bool type_is_comparable(const struct program *p, const struct type *t) {
    while (t->kind == TYPE_ARRAY) t = &p->types[t->element];
    for (uint32_t i = 0; t->kind == TYPE_STRUCT && i < t->field_count; i++)
        if (!type_is_comparable(p, &p->types[t->fields[i].type])) return false;
    return t->kind != TYPE_SLICE && t->kind != TYPE_MAP && t->kind != TYPE_FUNCTION;
}

void type_full_name(const struct program *p, uint32_t type, struct text *out) {
    const struct type *t = &p->types[type];
    while (!t->full_name && (t->kind == TYPE_POINTER || t->kind == TYPE_SLICE)) {
        text_add(out, t->kind == TYPE_POINTER ? "*" : "[]");
        t = &p->types[t->element];
    }
    bool is_any = t->kind == TYPE_INTERFACE && t->field_count == 0 && !t->is_named;
    if (!t->full_name && t->kind == TYPE_STRUCT) text_add(out, "main.");
    text_add(out, t->full_name ? t->full_name : is_any ? "interface {}" : t->name);
}

bool type_has_nil(const struct type *t) {
    return t->kind != TYPE_INTEGER && t->kind != TYPE_FLOAT && t->kind != TYPE_STRUCT &&
           t->kind != TYPE_ARRAY && t->kind != TYPE_STRING;
}

bool type_has_pointers(const struct type *t) {
    return t->pointer_data > 0;
}

uint32_t type_words(const struct type *t) {
    return (t->size + WORD - 1) / WORD;
}

bool type_word_is_pointer(const struct type *t, uint32_t word) {
    if (word >= t->pointer_data / WORD) return false;
    return t->pointers[word / 64] >> (word % 64) & 1;
}
