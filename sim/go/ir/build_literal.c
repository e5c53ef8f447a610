/* Composite literals. Every element becomes a KEYED. */
#include "go/ir/build.h"

#include <string.h>

#include "base/check.h"

static struct ir_node *new_element(struct ir_builder *b, struct ir_node *value, uint64_t index,
                                   uint32_t pos) {
    struct ir_node *keyed = ir_new(b->pool, IR_KEYED, pos, NULL);
    keyed->x = value;
    keyed->index = index;
    return keyed;
}

static uint64_t field_index(const struct go_type *t, const struct go_node *name) {
    for (uint32_t i = 0; i < t->field_count; i++) {
        const char *field = t->fields[i].name;
        if (field && strlen(field) == name->length && !memcmp(field, name->name, name->length))
            return i;
    }
    CHECK_NEVER("a field of that name");
    return 0;
}

/* Keys and values, not yet converted, in the order of the source. */
static struct ir_node *build_elements(struct ir_builder *b, const struct go_node *elements,
                                      const struct go_type *t) {
    struct ir_list out = {0};
    uint64_t index = 0;
    for (const struct go_node *e = elements; e; e = e->next, index++) {
        bool pair = e->kind == NODE_KEY_VALUE;
        struct ir_node *key = NULL;
        if (pair && t->kind == GO_KIND_STRUCT) index = field_index(t, e->x);
        else if (pair) key = ir_build_expression(b, e->x);
        struct ir_node *value = ir_build_expression(b, pair ? e->y : e);
        bool indexed = pair && (t->kind == GO_KIND_ARRAY || t->kind == GO_KIND_SLICE);
        if (indexed) CHECK(constant_uint64(key->constant, &index));
        struct ir_node *keyed = new_element(b, value, index, e->pos);
        if (t->kind == GO_KIND_MAP) keyed->y = key;
        ir_list_add(&out, keyed);
    }
    return out.first;
}

static const struct go_type *element_type(const struct go_type *t, uint64_t index) {
    if (t->kind != GO_KIND_STRUCT) return t->element;
    CHECK(index < t->field_count);
    return t->fields[index].type;
}

/* Each at the position of its element, even when that is a name. */
static void convert_elements(struct ir_builder *b, struct ir_node *literal,
                             const struct go_type *t) {
    uint32_t position = b->position;
    for (struct ir_node *e = literal->list; e; e = e->next) {
        b->position = e->pos;
        if (e->y) e->y = ir_build_assignable(b, e->y, t->key);
        e->x = ir_build_assignable(b, e->x, element_type(t, e->index));
        if (t->kind == GO_KIND_SLICE && literal->index <= e->index) literal->index = e->index + 1;
    }
    b->position = position;
}

static enum ir_op literal_op(const struct go_type *t) {
    switch (t->kind) {
    case GO_KIND_STRUCT: return IR_STRUCT_LITERAL;
    case GO_KIND_ARRAY: return IR_ARRAY_LITERAL;
    case GO_KIND_SLICE: return IR_SLICE_LITERAL;
    default: CHECK(t->kind == GO_KIND_MAP); return IR_MAP_LITERAL;
    }
}

static struct ir_node *build_of_type(struct ir_builder *b, const struct go_node *n,
                                     const struct go_type *type) {
    const struct go_type *t = go_underlying(type);
    struct ir_node *literal = ir_new(b->pool, literal_op(t), n->pos, type);
    literal->list = build_elements(b, n->list, t);
    convert_elements(b, literal, t);
    return literal;
}

struct ir_node *ir_build_composite(struct ir_builder *b, const struct go_node *n) {
    const struct go_type *t = go_underlying(n->type);
    if (t->kind != GO_KIND_POINTER) return build_of_type(b, n, n->type);
    /* {...} in a list of pointers */
    struct ir_node *pointer = ir_new(b->pool, IR_POINTER_LITERAL, n->pos, n->type);
    pointer->x = build_of_type(b, n, t->element);
    return pointer;
}

/* One character of UTF-8; what is none counts as U+FFFD, a byte long. */
static uint32_t next_rune(const unsigned char *bytes, uint32_t length, uint32_t *used) {
    static const uint32_t SMALLEST[] = {0, 0, 0x80, 0x800, 0x10000};
    const uint32_t bad = 0xFFFD;
    uint32_t first = bytes[0];
    *used = 1;
    if (first < 0x80) return first;
    uint32_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || size > length) return bad;
    uint32_t rune = first & (0x7Fu >> size);
    for (uint32_t i = 1; i < size; i++) {
        if ((bytes[i] & 0xC0) != 0x80) return bad;
        rune = rune << 6 | (bytes[i] & 0x3F);
    }
    if (rune < SMALLEST[size] || rune > 0x10FFFF || (rune >= 0xD800 && rune < 0xE000)) return bad;
    *used = size;
    return rune;
}

struct ir_node *ir_build_runes(struct ir_builder *b, const struct go_type *type,
                               const struct ir_node *constant) {
    const struct go_type *element = go_underlying(type)->element;
    struct ir_node *literal = ir_new(b->pool, IR_SLICE_LITERAL, b->position, type);
    struct ir_list list = {0};
    uint32_t length, used;
    const char *bytes = constant_string(constant->constant, &length);
    for (uint32_t at = 0; at < length; at += used) {
        int64_t rune = next_rune((const unsigned char *)bytes + at, length - at, &used);
        struct ir_node *value = ir_build_int(b, rune, element, b->position);
        ir_list_add(&list, new_element(b, value, literal->index++, b->position));
    }
    literal->list = list.first;
    return literal;
}
