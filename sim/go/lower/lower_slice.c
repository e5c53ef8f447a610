/* Arrays and slices: elements, parts, make, append, copy, len and cap. */
#include "go/lower/context.h"

static struct lower_value integer(struct lower *f, uint64_t n) {
    return lower_constant(f->unit->basic[GO_KIND_INT], n);
}

static struct lower_value word(struct lower *f, struct lower_value v, uint32_t n) {
    return lower_word_value(v, n, f->unit->basic[GO_KIND_INT]);
}

/* ---- x[i] ---- */

struct lower_place lower_element(struct lower *f, struct lower_value pointer,
                                 struct lower_value index, struct lower_value length,
                                 uint32_t element) {
    uint32_t first = lower_word(f, pointer, 0);
    lower_word(f, index, 0);
    lower_word(f, length, 0);
    lower_release(f, pointer);
    lower_release(f, index);
    lower_release(f, length);
    struct lower_value at = lower_temporary(f, lower_pointer(f->unit, element));
    lower_op(
        f, (struct op){.code = OP_INDEX, .a = at.slot, .b = (int32_t)first, .c = (int32_t)element});
    return lower_memory(at, element);
}

/* The first word of a header is a pointer; when the header is a temporary all of it is given up. */
static struct lower_place header_element(struct lower *f, struct lower_value header,
                                         struct lower_value index, uint32_t element) {
    struct lower_value pointer = lower_word_value(header, 0, f->unit->pointer_type);
    struct lower_value length = word(f, header, 1);
    pointer.temporary = header.temporary && !header.constant;
    struct lower_place p = lower_element(f, pointer, index, length, element);
    lower_release(f, header);
    return p;
}

static struct lower_place array_element(struct lower *f, struct lower_place array,
                                        const struct ir_node *index, bool follows) {
    const struct type *t = lower_type_at(f, array.type);
    uint32_t element = t->element;
    uint64_t length = t->length, number;
    uint32_t size = lower_type_at(f, element)->size;
    if (index->op == IR_CONSTANT && constant_uint64(index->constant, &number) && number < length)
        return lower_part(array, (uint32_t)number * size, element);
    struct lower_value i = lower_value_of(f, index);
    struct lower_value root = array.kind == LOWER_SLOT ? array.root : lower_constant(0, 0);
    if (array.kind == LOWER_MEMORY && follows && size)
        lower_check_nil(f, lower_in_slot(array.slot, f->unit->pointer_type));
    struct lower_value at = lower_address(f, array, NO_SLOT);
    struct lower_place p = lower_element(f, at, i, integer(f, length), element);
    if (!root.temporary) return p;
    /* out of a temporary array: copied, and the array is given up */
    struct lower_value v = lower_copied(f, lower_load(f, p, NO_SLOT));
    lower_drop(f, root);
    return lower_value_place(v);
}

struct lower_place lower_index(struct lower *f, const struct ir_node *n) {
    lower_hoist_pair(f, n->x, n->y);
    uint32_t element = lower_node_type(f, n);
    if (n->x->type && go_is_string(n->x->type)) {
        struct lower_value s = lower_string_seen(f, n->x);
        return header_element(f, s, lower_value_of(f, n->y), element);
    }
    if (go_underlying(n->x->type)->kind == GO_KIND_SLICE) {
        struct lower_value s = lower_to_slot(f, lower_value_of(f, n->x));
        return header_element(f, s, lower_value_of(f, n->y), element);
    }
    return array_element(f, lower_whole(f, n->x), n->y, n->x->op == IR_FOLLOW);
}

/* ---- x[low:high:max] ---- */

struct whole { /* what a part is taken of */
    struct lower_value pointer, length, capacity, header;
    enum sliced kind;
    uint32_t element;
};

static struct whole whole_of(struct lower *f, const struct ir_node *n) {
    struct whole w = {.header = lower_value_of(f, n->x)};
    const struct type *t = lower_type_at(f, w.header.type);
    bool three = n->flags & FLAG_THREE;
    if (t->kind == TYPE_POINTER) {
        const struct type *array = lower_type_at(f, t->element);
        w.kind = three ? SLICED_ARRAY3 : SLICED_ARRAY;
        w.element = array->element;
        w.length = w.capacity = integer(f, array->length);
        w.header = w.pointer = lower_to_slot(f, w.header);
        if (lower_type_at(f, t->element)->size && n->x->op != IR_ADDRESS)
            lower_check_nil(f, w.pointer);
        return w;
    }
    bool string = t->kind == TYPE_STRING;
    w.kind = string ? SLICED_STRING : three ? SLICED_SLICE3 : SLICED_SLICE;
    w.element = string ? f->unit->basic[GO_KIND_UINT8] : t->element;
    w.pointer = lower_word_value(w.header, 0, f->unit->pointer_type);
    w.pointer.temporary = w.header.temporary && !w.header.constant;
    w.length = word(f, w.header, 1);
    w.capacity = word(f, w.header, string ? 1 : 2);
    return w;
}

static struct lower_value bound(struct lower *f, const struct ir_node *n,
                                struct lower_value otherwise) {
    if (!n) {
        otherwise.temporary = false;
        return otherwise;
    }
    return lower_value_of(f, n);
}

static void hoist_bounds(struct lower *f, const struct ir_node *n) {
    const struct ir_node *const parts[] = {n->x, n->y, n->z, n->w};
    struct lower_turns turns = {0};
    for (size_t i = 0; i < 4; i++) lower_turn(&turns, parts[i]);
    for (size_t i = 0; i < 4 && turns.matters; i++) lower_hoist(f, parts[i]);
}

struct lower_value lower_slicing(struct lower *f, const struct ir_node *n, int32_t target) {
    hoist_bounds(f, n);
    struct whole w = whole_of(f, n);
    const struct lower_value low = bound(f, n->y, integer(f, 0));
    const struct lower_value high = bound(f, n->z, w.length), max = bound(f, n->w, w.capacity);
    uint32_t first = lower_word(f, w.pointer, 0);
    const struct lower_value rest[] = {w.length, w.capacity, low, high, max};
    for (size_t i = 0; i < sizeof rest / sizeof rest[0]; i++) lower_word(f, rest[i], 0);
    lower_release(f, w.header);
    lower_release(f, low);
    lower_release(f, high);
    lower_release(f, max);
    struct lower_value v = lower_made(f, lower_node_type(f, n), target);
    lower_op(f, (struct op){.code = OP_SLICE,
                            .size = (uint8_t)w.kind,
                            .a = v.slot,
                            .b = (int32_t)first,
                            .c = (int32_t)w.element});
    return v;
}

/* The array of a slice that has at least so many elements. */
struct lower_value lower_slice_to_array(struct lower *f, const struct ir_node *n, int32_t target) {
    uint32_t type = lower_node_type(f, n);
    const struct type *array = lower_type_at(f, lower_type_at(f, type)->element);
    uint64_t length = array->length;
    uint32_t element = array->element;
    struct lower_value from = lower_value_of(f, n->x), part;
    part = lower_temporary(f, from.type);
    uint32_t first = lower_word(f, from, 0);
    lower_word(f, word(f, from, 1), 0);
    lower_word(f, word(f, from, 1), 0);
    lower_number(f, 0);
    lower_number(f, (int64_t)length);
    lower_word(f, word(f, from, 1), 0);
    lower_op(f, (struct op){.code = OP_SLICE,
                            .size = SLICED_CONVERT,
                            .a = part.slot,
                            .b = (int32_t)first,
                            .c = (int32_t)element});
    lower_release(f, from);
    struct lower_value v = lower_made(f, type, target);
    lower_into(f, lower_in_slot(part.slot, type), v.slot, type);
    lower_drop(f, part);
    return v;
}

/* ---- make ---- */

static struct lower_value made_on_heap(struct lower *f, const struct ir_node *n,
                                       struct lower_value length, struct lower_value capacity) {
    uint32_t type = lower_node_type(f, n);
    struct lower_value v = lower_temporary(f, type);
    if (!n->y) capacity.temporary = false;
    lower_into(f, capacity, v.slot + 2, capacity.type);
    lower_into(f, length, v.slot + 1, length.type);
    uint32_t site = lower_add_site(f, lower_type_at(f, type)->element, true,
                                   lower_type_at(f, type)->name, n->why);
    f->program->sites[site].array = true;
    lower_op(f, (struct op){.code = OP_MAKE, .a = v.slot, .b = (int32_t)site});
    return v;
}

/* A length that does not fit is found out by a make on the heap, which then makes nothing. */
static void check_length(struct lower *f, struct lower_value v) {
    struct lower_label fits = {0};
    const struct type *t = lower_type_at(f, v.type);
    lower_jump(
        f,
        (struct op){
            .code = OP_JUMP_NOT_LESS, .flags = OP_UNSIGNED, .a = v.slot + 2, .b = v.slot + 1},
        &fits);
    static const struct ir_reason TOO_LONG = {.why = "its length does not fit",
                                              .brief = "too long"};
    uint32_t site = lower_add_site(f, t->element, true, t->name, &TOO_LONG);
    f->program->sites[site].array = true;
    lower_op(f, (struct op){.code = OP_MAKE, .a = v.slot, .b = (int32_t)site});
    lower_place_label(f, &fits);
}

/* Escape analysis has seen that the capacity is a small constant; the length may be none. */
static struct lower_value made_in_frame(struct lower *f, const struct ir_node *n,
                                        struct lower_value length, struct lower_value capacity) {
    uint32_t type = lower_node_type(f, n);
    uint32_t array = lower_array(f->unit, lower_type_at(f, type)->element, capacity.first);
    struct lower_value v = lower_temporary(f, type);
    bool known = length.constant;
    lower_into(f, length, v.slot + 1, length.type);
    lower_into(f, capacity, v.slot + 2, capacity.type);
    if (!known) check_length(f, v);
    lower_object(f, array, false, lower_type_at(f, type)->name, n->why, v.slot);
    return v;
}

static struct lower_value count(struct lower *f, const struct ir_node *n) {
    struct lower_value v = lower_value_of(f, n);
    return lower_convert(f, v, f->unit->basic[GO_KIND_INT], NO_SLOT);
}

struct lower_value lower_make_slice(struct lower *f, const struct ir_node *n, int32_t target) {
    (void)target;
    if (n->y) lower_hoist_pair(f, n->x, n->y);
    struct lower_value length = count(f, n->x);
    struct lower_value capacity = n->y ? count(f, n->y) : length;
    if (n->escapes || !capacity.constant) return made_on_heap(f, n, length, capacity);
    return made_in_frame(f, n, length, capacity);
}

/* ---- append ---- */

static bool is_variable_at(struct lower *f, const struct ir_node *n, int32_t slot) {
    return n->op == IR_VARIABLE && n->variable->function == f->ir && !n->variable->escapes &&
           n->variable->class != VARIABLE_GLOBAL && n->variable->slot == slot;
}

/* The slice that grows: the variable's own words when it is assigned to itself, else a copy. */
static struct lower_value header(struct lower *f, const struct ir_node *n, int32_t target) {
    uint32_t type = lower_node_type(f, n);
    if (target != NO_SLOT && is_variable_at(f, n->x, target)) return lower_in_slot(target, type);
    struct lower_value old = lower_value_of(f, n->x);
    if (old.temporary) return old;
    struct lower_value v = lower_temporary(f, type);
    lower_into(f, old, v.slot, type);
    return v;
}

static struct lower_value new_length(struct lower *f, struct lower_value slice,
                                     struct lower_value more) {
    return lower_arithmetic(f, GO_ADD, word(f, slice, 1), more, NO_SLOT);
}

static void grow(struct lower *f, struct lower_value slice, struct lower_value length) {
    struct lower_label fits = {0};
    const struct type *t = lower_type_at(f, slice.type);
    lower_jump(
        f,
        (struct op){
            .code = OP_JUMP_NOT_LESS, .flags = OP_UNSIGNED, .a = slice.slot + 2, .b = length.slot},
        &fits);
    static const struct ir_reason GROWS = {.why = "append grows its array",
                                           .brief = "append grows"};
    uint32_t site = lower_add_site(f, t->element, true, t->name, &GROWS);
    f->program->sites[site].array = true;
    lower_op(f,
             (struct op){.code = OP_GROW, .a = slice.slot, .b = length.slot, .c = (int32_t)site});
    lower_place_label(f, &fits);
}

static struct lower_value end_append(struct lower *f, struct lower_value slice,
                                     struct lower_value length) {
    lower_into(f, length, slice.slot + 1, length.type);
    return slice;
}

/* Element number len + i, which is there now. */
static void put(struct lower *f, struct lower_value slice, struct lower_value length, uint32_t i,
                struct lower_value v) {
    struct lower_value index = word(f, slice, 1);
    if (i > 0) index = lower_arithmetic(f, GO_ADD, index, integer(f, i), NO_SLOT);
    struct lower_value room = length;
    room.temporary = false;
    struct lower_value pointer = lower_word_value(slice, 0, f->unit->pointer_type);
    struct lower_place at =
        lower_element(f, pointer, index, room, lower_type_at(f, slice.type)->element);
    lower_store(f, at, v);
}

static struct lower_value *values_of(struct lower *f, const struct ir_node *list,
                                     uint32_t *count_) {
    uint32_t room = 0;
    for (const struct ir_node *n = list; n; n = n->next) room++;
    struct lower_value *values = pool_alloc(f->unit->pool, (room + 1) * sizeof *values);
    *count_ = 0;
    for (const struct ir_node *n = list; n && values; n = n->next) {
        struct lower_value v = lower_value_of(f, n);
        values[(*count_)++] = v;
    }
    return values;
}

/* Elements of the slice itself are read before it grows; so are those that move with it. */
static struct lower_value append_values(struct lower *f, const struct ir_node *n, int32_t target) {
    uint32_t number;
    struct lower_value *values = values_of(f, n->list, &number);
    struct lower_value slice = header(f, n, target);
    for (uint32_t i = 0; i < number; i++)
        if (!values[i].constant && values[i].slot >= slice.slot && values[i].slot < slice.slot + 3)
            values[i] = lower_copied(f, values[i]);
    struct lower_value length = new_length(f, slice, integer(f, number));
    grow(f, slice, length);
    for (uint32_t i = 0; i < number; i++) put(f, slice, length, i, values[i]);
    return end_append(f, slice, length);
}

/* copy(s[len:new], what): the part behind the old length is a slice of its own for a moment. */
static void copy_behind(struct lower *f, struct lower_value slice, struct lower_value length,
                        struct lower_value what) {
    uint32_t element = lower_type_at(f, slice.type)->element;
    struct lower_value part = lower_temporary(f, slice.type);
    uint32_t first = lower_word(f, lower_in_slot(slice.slot, f->unit->pointer_type), 0);
    const int32_t slots[] = {length.slot, slice.slot + 2, slice.slot + 1, length.slot,
                             slice.slot + 2};
    for (size_t i = 0; i < sizeof slots / sizeof slots[0]; i++)
        lower_word(f, lower_in_slot(slots[i], f->unit->basic[GO_KIND_INT]), 0);
    lower_op(f, (struct op){
                    .code = OP_SLICE, .a = part.slot, .b = (int32_t)first, .c = (int32_t)element});
    first = lower_word(f, part, 0);
    lower_word(f, what, 0);
    lower_word(f, word(f, part, 1), 0);
    lower_word(f, word(f, what, 1), 0);
    lower_op(
        f, (struct op){.code = OP_COPY, .a = NO_SLOT, .b = (int32_t)first, .c = (int32_t)element});
    lower_release(f, part);
    lower_release(f, what);
}

/* append(s, make([]T, n)...): nothing is made but room, which is zeroed: it may have been used. */
static struct lower_value append_zeroes(struct lower *f, const struct ir_node *n, int32_t target) {
    struct lower_value more = lower_copied(f, count(f, n->list->x));
    struct lower_value slice = header(f, n, target);
    uint32_t element = lower_type_at(f, slice.type)->element;
    struct lower_value length = new_length(f, slice, more);
    grow(f, slice, length);
    struct lower_value i = lower_temporary(f, f->unit->basic[GO_KIND_INT]);
    lower_into(f, word(f, slice, 1), i.slot, i.type);
    struct lower_label again = {0}, done = {0};
    lower_place_label(f, &again);
    lower_jump(f, (struct op){.code = OP_JUMP_NOT_LESS, .a = i.slot, .b = length.slot}, &done);
    struct lower_value index = lower_in_slot(i.slot, i.type), room = length;
    room.temporary = false;
    lower_clear_place(f, lower_element(f, lower_in_slot(slice.slot, f->unit->pointer_type), index,
                                       room, element));
    lower_arithmetic(f, GO_ADD, index, integer(f, 1), i.slot);
    lower_jump(f, (struct op){.code = OP_JUMP}, &again);
    lower_place_label(f, &done);
    lower_release(f, i);
    return end_append(f, slice, length);
}

static bool makes_room(const struct ir_node *n) {
    return n->op == IR_MAKE_SLICE && (!n->y || n->y == n->x);
}

/* The call itself is no operand of its own: only its parts are done before. */
static void hoist_appended(struct lower *f, const struct ir_node *n) {
    if (n->flags & FLAG_DOTS) lower_hoist_pair(f, n->x, makes_room(n->list) ? n->list->x : n->list);
    else lower_hoist_operands(f, n->x, n->list);
}

struct lower_value lower_append(struct lower *f, const struct ir_node *n, int32_t target) {
    if (n->list) hoist_appended(f, n);
    if (!n->list) return lower_value_of(f, n->x);
    if (!(n->flags & FLAG_DOTS)) return append_values(f, n, target);
    if (makes_room(n->list)) return append_zeroes(f, n, target);
    struct lower_value what = lower_bytes_seen(f, n->list);
    struct lower_value slice = header(f, n, target);
    if (what.slot == slice.slot && !what.constant) what.temporary = false;
    struct lower_value length = new_length(f, slice, word(f, what, 1));
    grow(f, slice, length);
    copy_behind(f, slice, length, what);
    return end_append(f, slice, length);
}

/* ---- copy ---- */

struct lower_value lower_copy(struct lower *f, const struct ir_node *n, int32_t target) {
    lower_hoist_pair(f, n->x, n->y);
    struct lower_value to = lower_value_of(f, n->x), from = lower_bytes_seen(f, n->y);
    uint32_t element = lower_type_at(f, to.type)->element;
    uint32_t first = lower_word(f, to, 0);
    lower_word(f, from, 0);
    lower_word(f, word(f, to, 1), 0);
    lower_word(f, word(f, from, 1), 0);
    lower_release(f, to);
    lower_release(f, from);
    struct lower_value v = lower_made(f, f->unit->basic[GO_KIND_INT], target);
    lower_op(f,
             (struct op){.code = OP_COPY, .a = v.slot, .b = (int32_t)first, .c = (int32_t)element});
    return v;
}

/* ---- len, cap ---- */

/* What is on the heap has its numbers there. */
static struct lower_value header_word(struct lower *f, struct lower_value v, uint32_t offset,
                                      int32_t target) {
    struct lower_value made = lower_made(f, f->unit->basic[GO_KIND_INT], target);
    v = lower_to_slot(f, v);
    lower_op(f, (struct op){.code = OP_HEADER,
                            .flags = lower_kill_base(f, v),
                            .a = made.slot,
                            .b = v.slot,
                            .c = (int32_t)offset});
    lower_release(f, v);
    return made;
}

static struct lower_value extent_of_value(struct lower *f, struct lower_value v, uint32_t at,
                                          int32_t target) {
    struct lower_value part = word(f, v, at);
    if (!v.temporary) return part;
    struct lower_value made = lower_made(f, part.type, target);
    lower_into(f, part, made.slot, part.type);
    lower_drop(f, v);
    return made;
}

/* A header in memory is not loaded as a whole. */
static struct lower_value extent_of_place(struct lower *f, struct lower_place p, uint32_t at,
                                          int32_t target) {
    return lower_load(f, lower_part(p, at * WORD, f->unit->basic[GO_KIND_INT]), target);
}

static bool is_place(const struct ir_node *n) {
    return n->op == IR_VARIABLE || n->op == IR_FIELD || n->op == IR_POINTER_FIELD ||
           n->op == IR_INDEX || n->op == IR_FOLLOW;
}

struct lower_value lower_extent(struct lower *f, const struct ir_node *n, int32_t target) {
    uint32_t type = lower_node_type(f, n->x), at = n->op == IR_LEN ? 1 : 2;
    const struct type *t = lower_type_at(f, type);
    if (t->kind == TYPE_POINTER) t = lower_type_at(f, t->element);
    if (t->kind == TYPE_ARRAY) {
        uint64_t length = t->length;
        const struct ir_node *array = n->x->op == IR_FOLLOW ? n->x->x : n->x;
        if (lower_has_effect(array)) lower_evaluate(f, array);
        return integer(f, length);
    }
    if (t->kind == TYPE_CHANNEL || t->kind == TYPE_MAP)
        return header_word(f, lower_value_of(f, n->x), (at - 1) * WORD, target);
    if (is_place(n->x)) return extent_of_place(f, lower_place_of(f, n->x), at, target);
    if (t->kind == TYPE_STRING) return extent_of_value(f, lower_string_seen(f, n->x), at, target);
    return extent_of_value(f, lower_value_of(f, n->x), at, target);
}
