/* Composite literals, new, and objects in the heap or in the frame. */
#include "go/lower/context.h"

/* ---- objects ---- */

/* In the frame there is one piece of storage a place in the program, used again each time. */
static void in_frame(struct lower *f, uint32_t site, uint32_t type, int32_t slot) {
    struct variable storage = {.type = type, .stack_object = true};
    storage.slot = lower_words(f, lower_slots(f, type));
    storage.name = f->program->labels[f->program->sites[site].label].name;
    program_add_variable(f->program, f->function, storage);
    lower_op(f,
             (struct op){.code = OP_NEW_STACK, .a = slot, .b = storage.slot, .c = (int32_t)site});
}

struct lower_value lower_object(struct lower *f, uint32_t type, bool heap, const char *label,
                                const struct ir_reason *why, int32_t target) {
    struct lower_value v = lower_made(f, lower_pointer(f->unit, type), target);
    uint32_t site = lower_add_site(f, type, heap, label, why);
    if (heap) lower_op(f, (struct op){.code = OP_NEW, .a = v.slot, .b = (int32_t)site});
    else in_frame(f, site, type, v.slot);
    return v;
}

static const char *name_of(const struct lower *f, uint32_t type) {
    return lower_type_at(f, type)->name;
}

struct lower_value lower_new(struct lower *f, const struct ir_node *n, int32_t target) {
    uint32_t type = lower_node_type(f, n), of = lower_type_at(f, type)->element;
    struct lower_value v = lower_object(f, of, n->escapes, name_of(f, of), n->why, target);
    v.type = type;
    return v;
}

/* ---- elements ---- */

static bool is_composite(const struct ir_node *n) {
    return n->op == IR_STRUCT_LITERAL || n->op == IR_ARRAY_LITERAL;
}

/* A variable's slots, or memory that its pointer keeps: the place can be used again and again. */
static struct lower_place borrowed(struct lower_place p) {
    p.root.temporary = false;
    return p;
}

static void fill_one(struct lower *f, const struct ir_node *value, struct lower_place to) {
    int32_t slot = lower_place_slot(f, to);
    if (is_composite(value)) lower_fill(f, value, to);
    else if (slot != NO_SLOT) lower_expression_into(f, value, slot);
    else lower_store(f, to, lower_value_of(f, value));
}

static struct lower_place element_place(struct lower *f, const struct ir_node *literal,
                                        const struct ir_node *keyed, struct lower_place to) {
    const struct type *t = lower_type_at(f, to.type);
    if (literal->op == IR_STRUCT_LITERAL)
        return lower_part(to, t->fields[keyed->index].offset, t->fields[keyed->index].type);
    uint32_t element = t->element, size = lower_type_at(f, element)->size;
    return lower_part(to, (uint32_t)keyed->index * size, element);
}

/* Zeroes need no store. */
static bool is_zero(const struct ir_node *n) {
    if (n->op != IR_CONSTANT) return n->op == IR_NIL;
    switch (constant_kind(n->constant)) {
    case CONST_BOOL: return !constant_bool(n->constant);
    case CONST_INTEGER: return constant_sign(n->constant) == 0;
    case CONST_FLOAT: return constant_sign(n->constant) == 0;
    case CONST_STRING: break;
    }
    uint32_t length;
    constant_string(n->constant, &length);
    return length == 0;
}

void lower_fill(struct lower *f, const struct ir_node *literal, struct lower_place to) {
    for (const struct ir_node *e = literal->list; e; e = e->next) {
        const struct ir_node *value = e->op == IR_KEYED ? e->x : e;
        if (is_zero(value)) continue;
        uint32_t line = f->line;
        lower_at(f, e->pos);
        fill_one(f, value, borrowed(element_place(f, literal, e, to)));
        f->line = line;
    }
}

static void hoist_elements(struct lower *f, const struct ir_node *literal) {
    struct lower_turns turns = {0};
    if (!literal->list) return;
    lower_turn_list(&turns, literal->list);
    if (!turns.matters && !lower_has_effect(literal->list)) return;
    for (const struct ir_node *e = literal->list; e; e = e->next) lower_hoist(f, e);
}

/* In a temporary of its own: the elements may be parts of where the value goes. */
struct lower_value lower_struct_or_array(struct lower *f, const struct ir_node *n, int32_t target) {
    uint32_t type = lower_node_type(f, n);
    (void)target;
    hoist_elements(f, n);
    if (!n->list) return lower_constant(type, 0);
    struct lower_value v = lower_temporary(f, type);
    lower_zero(f, v.slot, type);
    lower_fill(f, n, lower_slot_place(v.slot, type));
    return v;
}

/* ---- &T{...} ---- */

struct lower_value lower_pointer_literal(struct lower *f, const struct ir_node *n, int32_t target) {
    uint32_t type = lower_node_type(f, n), of = lower_type_at(f, type)->element;
    if (is_composite(n->x)) hoist_elements(f, n->x);
    else lower_hoist(f, n->x);
    struct lower_value v = lower_object(f, of, n->escapes, name_of(f, of), n->why, NO_SLOT);
    v.type = type;
    struct lower_place to = borrowed(lower_memory(v, of));
    if (is_composite(n->x)) lower_fill(f, n->x, to);
    else lower_store(f, to, lower_value_of(f, n->x));
    (void)target;
    return v;
}

/* ---- []T{...} ---- */

static void set_extents(struct lower *f, struct lower_value slice, uint64_t length) {
    lower_set(f, slice.slot + 1, length);
    lower_set(f, slice.slot + 2, length);
}

/* The array is filled before its slice is there: nothing of it can be seen before. */
struct lower_value lower_slice_literal(struct lower *f, const struct ir_node *n, int32_t target) {
    uint32_t type = lower_node_type(f, n), element = lower_type_at(f, type)->element;
    uint32_t array = lower_array(f->unit, element, n->index);
    hoist_elements(f, n);
    const char *label = n->flags & FLAG_VARIADIC ? "arguments" : name_of(f, type);
    struct lower_value at = lower_object(f, array, n->escapes, label, n->why, NO_SLOT);
    struct lower_value storage = lower_in_slot(-(int32_t)f->words, array);
    struct lower_place to = borrowed(lower_memory(at, array));
    const struct ir_node filled = {.op = IR_ARRAY_LITERAL, .list = n->list};
    lower_fill(f, &filled, to);
    (void)target;
    struct lower_value v = lower_temporary(f, type);
    lower_into(f, at, v.slot, at.type);
    set_extents(f, v, n->index);
    if (n->flags & FLAG_VARIADIC && !n->escapes) f->arguments = storage;
    return v;
}

/* ---- map[K]V{...} ---- */

static uint64_t count_of(const struct ir_node *list) {
    uint64_t count = 0;
    for (; list; list = list->next) count++;
    return count;
}

struct lower_value lower_map_literal(struct lower *f, const struct ir_node *n, int32_t target) {
    (void)target;
    struct lower_value map = lower_new_map(f, n, count_of(n->list), NO_SLOT);
    for (const struct ir_node *e = n->list; e; e = e->next) {
        uint32_t line = f->line;
        lower_at(f, e->pos);
        struct lower_place to = {.kind = LOWER_MAP, .slot = map.slot, .map = map.type};
        lower_hoist_pair(f, e->y, e->x);
        uint32_t key = lower_type_at(f, map.type)->key;
        to.type = lower_type_at(f, map.type)->element;
        to.key = lower_value_of(f, e->y);
        to.key.type = key;
        lower_store(f, to, lower_value_of(f, e->x));
        f->line = line;
    }
    return map;
}
