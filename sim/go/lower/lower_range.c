/* range, over slices, arrays, strings, maps and channels. */
#include "go/lower/context.h"
#include "program/runtime_types.h"

struct loop {
    const struct ir_node *n;
    struct lower_label again, next, end;
    struct lower_flow flow;
    const struct ir_node *key, *value; /* NULL: not wanted */
};

static struct lower_value number(struct lower *f, uint64_t n) {
    return lower_constant(f->unit->basic[GO_KIND_INT], n);
}

static void declare(struct lower *f, const struct ir_node *n, const struct ir_node *target) {
    if (n->flags & FLAG_DEFINE && target && target->op == IR_VARIABLE)
        lower_declare(f, target->variable, true);
}

static const struct ir_node *wanted(const struct ir_node *target) {
    return target && target->op != IR_BLANK ? target : NULL;
}

static void begin_loop(struct lower *f, struct loop *l, const struct ir_node *n) {
    *l = (struct loop){.n = n, .key = wanted(n->y), .value = wanted(n->z)};
    declare(f, n, n->y);
    declare(f, n, n->z);
}

static void body(struct lower *f, struct loop *l) {
    l->flow =
        (struct lower_flow){.statement = l->n, .end = &l->end, .next = &l->next, .outer = f->flow};
    f->flow = &l->flow;
    lower_block(f, l->n->list2);
    f->flow = l->flow.outer;
    lower_place_label(f, &l->next);
    lower_at(f, l->n->pos);
}

static void repeat(struct lower *f, struct loop *l) {
    lower_jump(f, (struct op){.code = OP_JUMP}, &l->again);
    lower_place_label(f, &l->end);
}

static struct lower_given given(const struct ir_node *target, struct lower_value v,
                                const struct go_type *type) {
    return (struct lower_given){target, v, type};
}

/* The index is the loop's own. */
static struct lower_given given_index(const struct loop *l, struct lower_value index) {
    index.temporary = false;
    return given(l->key, index, go_basic(GO_KIND_INT));
}

static struct lower_value fresh_number(struct lower *f, struct lower_value from) {
    struct lower_value v = lower_temporary(f, f->unit->basic[GO_KIND_INT]);
    lower_into(f, from, v.slot, v.type);
    return v;
}

/* ---- slices and arrays ---- */

struct sequence {
    struct lower_value pointer; /* to the first element; while the loop runs */
    struct lower_value length, whole;
    uint32_t element;
    const struct go_type *type; /* of the elements */
};

static void test_index(struct lower *f, struct loop *l, struct lower_value index,
                       struct lower_value length) {
    lower_place_label(f, &l->again);
    if (length.constant) {
        length.temporary = false;
        struct op op = {.code = OP_JUMP_NOT_LESS, .flags = OP_CONSTANT, .a = index.slot};
        op.b = (int32_t)length.first;
        lower_jump(f, op, &l->end);
        return;
    }
    lower_jump(f, (struct op){.code = OP_JUMP_NOT_LESS, .a = index.slot, .b = length.slot},
               &l->end);
}

static void set_both(struct lower *f, const struct loop *l, const struct sequence *s,
                     struct lower_value index) {
    struct lower_value pointer = s->pointer, length = s->length, v = index;
    pointer.temporary = length.temporary = index.temporary = false;
    if (l->value) v = lower_load(f, lower_element(f, pointer, index, length, s->element), NO_SLOT);
    lower_assign_two(f, given_index(l, index), given(l->value, v, s->type));
}

static void over_sequence(struct lower *f, struct loop *l, const struct sequence *s) {
    struct lower_value index = fresh_number(f, number(f, 0));
    test_index(f, l, index, s->length);
    set_both(f, l, s, index);
    body(f, l);
    lower_arithmetic(f, GO_ADD, lower_in_slot(index.slot, index.type), number(f, 1), index.slot);
    repeat(f, l);
    lower_release(f, index);
    lower_release(f, s->length);
    lower_drop(f, s->whole);
}

/* The slice as it was in the beginning. */
static void over_slice(struct lower *f, struct loop *l, struct lower_value v) {
    struct sequence s = {.element = lower_type_at(f, v.type)->element,
                         .type = go_is_string(l->n->x->type)
                                     ? go_byte_type()
                                     : go_underlying(l->n->x->type)->element};
    if (lower_type_at(f, v.type)->kind == TYPE_STRING) s.element = f->unit->basic[GO_KIND_UINT8];
    if (!l->value) {
        s.length = fresh_number(f, lower_word_value(v, 1, f->unit->basic[GO_KIND_INT]));
        lower_drop(f, v);
        s.whole = number(f, 0);
    } else {
        s.whole = lower_copied(f, v);
        s.length = lower_word_value(s.whole, 1, f->unit->basic[GO_KIND_INT]);
        s.pointer = lower_word_value(s.whole, 0, f->unit->pointer_type);
    }
    over_sequence(f, l, &s);
}

/* An array is copied if its elements are wanted; behind a pointer it is not. */
static void over_array(struct lower *f, struct loop *l) {
    const struct ir_node *x = l->n->x;
    const struct go_type *t = go_underlying(x->type);
    bool pointer = t->kind == GO_KIND_POINTER;
    const struct go_type *array = pointer ? go_underlying(t->element) : t;
    struct sequence s = {.type = array->element, .length = number(f, array->length)};
    s.element = lower_type(f->unit, array->element);
    s.whole = number(f, 0);
    if (!l->value) {
        if (lower_has_effect(x)) lower_evaluate(f, x);
    } else if (pointer) {
        s.pointer = s.whole = lower_copied(f, lower_to_slot(f, lower_value_of(f, x)));
        if (array->length) lower_check_nil(f, s.pointer);
    } else {
        s.whole = lower_copied(f, lower_to_slot(f, lower_value_of(f, x)));
        s.pointer = lower_address(f, lower_slot_place(s.whole.slot, s.whole.type), NO_SLOT);
    }
    struct lower_value address = s.pointer;
    over_sequence(f, l, &s);
    if (l->value && !pointer) lower_drop(f, address);
}

/* ---- strings ---- */

static void over_string(struct lower *f, struct loop *l, struct lower_value v) {
    uint32_t integer = f->unit->basic[GO_KIND_INT];
    struct lower_value s = lower_copied(f, lower_to_slot(f, v));
    struct lower_value index = fresh_number(f, number(f, 0));
    struct lower_value decoded = lower_temporary(f, lower_array(f->unit, integer, 2));
    test_index(f, l, index, lower_word_value(s, 1, integer));
    lower_op(f, (struct op){.code = OP_RUNE, .a = decoded.slot, .b = s.slot, .c = index.slot});
    lower_assign_two(f, given_index(l, index),
                     given(l->value, lower_in_slot(decoded.slot, f->unit->basic[GO_KIND_INT32]),
                           go_rune_type()));
    body(f, l);
    lower_into(f, lower_in_slot(decoded.slot + 1, integer), index.slot, integer);
    repeat(f, l);
    lower_release(f, index);
    lower_release(f, decoded);
    lower_drop(f, s);
}

/* ---- maps ---- */

static struct lower_given given_behind(struct lower *f, const struct ir_node *target,
                                       int32_t pointer, uint32_t type, const struct go_type *of) {
    struct lower_value at = lower_in_slot(pointer, f->unit->pointer_type);
    if (target) at = lower_load(f, lower_memory(at, type), NO_SLOT);
    return given(target, at, of);
}

static void over_map(struct lower *f, struct loop *l, struct lower_value map) {
    const struct go_type *t = go_underlying(l->n->x->type);
    map = lower_to_slot(f, map);
    program_prepare_map(f->program, map.type);
    const struct type row = *lower_type_at(f, map.type);
    struct lower_value iterator = lower_temporary(f, row.runtime[MAP_ITERATOR]);
    lower_op(f, (struct op){.code = OP_MAP_BEGIN,
                            .flags = lower_kill_source(f, map),
                            .a = iterator.slot,
                            .b = map.slot,
                            .c = (int32_t)map.type});
    lower_release(f, map);
    lower_place_label(f, &l->again);
    lower_jump(f, (struct op){.code = OP_JUMP_EQUAL, .flags = OP_CONSTANT, .a = iterator.slot},
               &l->end);
    struct lower_given key = given_behind(f, l->key, iterator.slot, row.key, t->key);
    lower_assign_two(f, key, given_behind(f, l->value, iterator.slot + 1, row.element, t->element));
    body(f, l);
    lower_op(f, (struct op){.code = OP_MAP_NEXT, .a = iterator.slot, .c = (int32_t)map.type});
    repeat(f, l);
    lower_drop(f, iterator);
}

/* ---- channels ---- */

static void over_channel(struct lower *f, struct loop *l, struct lower_value channel) {
    const struct go_type *element = go_underlying(l->n->x->type)->element;
    channel = lower_copied(f, lower_to_slot(f, channel));
    struct lower_value more = lower_temporary(f, f->unit->basic[GO_KIND_BOOL]);
    struct lower_value v = lower_in_slot(NO_SLOT, lower_type(f->unit, element));
    if (l->key) v = lower_temporary(f, v.type);
    lower_place_label(f, &l->again);
    uint32_t c =
        program_add_communication(f->program, (struct communication){.kind = COMMUNICATION_RECEIVE,
                                                                     .type = channel.type,
                                                                     .channel = channel.slot,
                                                                     .value = v.slot,
                                                                     .ok = more.slot});
    lower_op(f, (struct op){.code = OP_RECEIVE, .a = (int32_t)c});
    lower_jump(f, (struct op){.code = OP_JUMP_EQUAL, .flags = OP_CONSTANT, .a = more.slot},
               &l->end);
    if (l->key) lower_assign_converted(f, l->key, v, element);
    body(f, l);
    repeat(f, l);
    lower_release(f, more);
    lower_drop(f, channel);
}

void lower_range(struct lower *f, const struct ir_node *n) {
    struct loop l;
    begin_loop(f, &l, n);
    uint32_t line = f->line;
    switch ((enum go_kind)go_underlying(n->x->type)->kind) {
    case GO_KIND_ARRAY:
    case GO_KIND_POINTER: over_array(f, &l); break;
    case GO_KIND_SLICE: over_slice(f, &l, lower_bytes_seen(f, n->x)); break;
    case GO_KIND_MAP: over_map(f, &l, lower_value_of(f, n->x)); break;
    case GO_KIND_CHANNEL: over_channel(f, &l, lower_value_of(f, n->x)); break;
    default: over_string(f, &l, lower_value_of(f, n->x));
    }
    f->line = line;
}
