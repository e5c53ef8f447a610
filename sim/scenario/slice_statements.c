/* make, append and copy for slices, lowered as Go's compiler does: walk/builtin.go, assign.go. */
#include <inttypes.h>

#include "scenario/statement.h"

enum { APPEND_VALUES_MAX = 16, STACK_ARRAY_MAX = 64 << 10 /* ir.MaxImplicitStackVarSize */ };

/* ---- headers: three slots that are a variable, or are stored elsewhere in the end ---- */

struct header {
    int32_t slot;
    uint32_t type;
    bool is_variable;
    const cJSON *target; /* the string that says where it goes */
};

/* A slice variable's own slots if `direct`, else a temporary. A new variable is made. */
static bool header_begin(struct lowering *f, struct header *h, bool direct) {
    const char *target = h->target->valuestring;
    uint32_t known;
    f->node = h->target;
    if (is_new_local(f, target)) {
        h->slot = variable_add(f, target, h->type);
        h->is_variable = true;
    } else if (direct && local_target(f, target, &h->slot, &known)) {
        if (!type_accepts(f, known, h->type)) return false;
        h->is_variable = true;
    } else {
        h->slot = temporary_for(f, h->type);
    }
    return true;
}

static void header_end(struct lowering *f, const struct header *h) {
    if (h->is_variable) return;
    f->node = h->target;
    struct place to = place_read(f, h->target->valuestring);
    struct value v = {.slot = h->slot, .temporary = true, .type = h->type};
    if (to.type != TYPE_BAD && type_accepts(f, to.type, h->type)) place_store(f, to, v);
}

/* ---- make ---- */

static void make_on_heap(struct lowering *f, const struct header *h, struct value length,
                         struct value capacity) {
    value_into(f, length, h->slot + 1, 1);
    value_into(f, capacity, h->slot + 2, 1);
    uint32_t site = read_site(f, type_at(f, h->type)->element, true, type_at(f, h->type)->name);
    f->program->sites[site].array = true;
    emit_op(f, (struct op){.code = OP_MAKE, .a = h->slot, .b = (int32_t)site});
}

/* The array is a variable of the frame, as large as the capacity says. */
static void make_on_stack(struct lowering *f, const struct header *h, struct value length,
                          struct value capacity) {
    uint32_t element = type_at(f, h->type)->element, size = type_at(f, element)->size, bad;
    if (!length.constant || !capacity.constant || capacity.number < 0 ||
        (uint64_t)capacity.number * size > STACK_ARRAY_MAX) {
        problem_at(f->reader, f->statement,
                   "Go keeps an array in the stack frame only if its size is known and at most %d "
                   "bytes; tag it \"heap\"",
                   STACK_ARRAY_MAX);
        return;
    }
    uint32_t array = program_array_of(f->program, element, (uint32_t)capacity.number);
    program_lay_out_types(f->program, &bad);
    uint32_t site = read_site(f, array, false, type_at(f, h->type)->name);
    emit_new_stack(f, site, array, h->slot);
    value_into(f, length, h->slot + 1, 1);
    value_into(f, capacity, h->slot + 2, 1);
}

static void make_slice(struct lowering *f, const cJSON *statement, struct header *h, bool heap) {
    const cJSON *length_node = read_member(f->reader, statement, "len", true);
    const cJSON *capacity_node = cJSON_GetObjectItemCaseSensitive(statement, "cap");
    if (!length_node) return;
    struct value length = read_number_value(f, length_node);
    struct value capacity = length;
    capacity.temporary = false;
    if (capacity_node) capacity = read_number_value(f, capacity_node);
    if (length.type == TYPE_BAD || capacity.type == TYPE_BAD) return;
    if (!capacity_node && length.temporary) { /* one number goes to two words */
        capacity = length;
        length.temporary = false;
    }
    if (length.constant && capacity.constant && length.number > capacity.number) {
        problem_at(f->reader, length_node, "the length is larger than the capacity");
        return;
    }
    if (!header_begin(f, h, length.constant && capacity.constant)) return;
    if (heap) make_on_heap(f, h, length, capacity);
    else make_on_stack(f, h, length, capacity);
    header_end(f, h);
}

void script_make(struct lowering *f, const cJSON *statement) {
    static const char *const PLACES[] = {"stack", "heap", NULL};
    const cJSON *type_node = cJSON_GetObjectItemCaseSensitive(statement, "make");
    const char *target = read_string(f->reader, statement, "to", true);
    struct header h = {.target = cJSON_GetObjectItemCaseSensitive(statement, "to")};
    h.type = type_read(f, type_node);
    if (h.type != TYPE_BAD && type_at(f, h.type)->kind == TYPE_CHANNEL) {
        script_make_channel(f, statement, h.type);
        return;
    }
    if (h.type != TYPE_BAD && type_at(f, h.type)->kind == TYPE_MAP) {
        script_make_map(f, statement, h.type);
        return;
    }
    const cJSON *escape = read_member(f->reader, statement, "escape", true);
    int where = escape ? read_choice(f->reader, escape, PLACES, "a place for an object") : -1;
    if (!target || where < 0 || h.type == TYPE_BAD) return;
    const cJSON *length = cJSON_GetObjectItemCaseSensitive(statement, "len");
    const cJSON *capacity = cJSON_GetObjectItemCaseSensitive(statement, "cap");
    list_line(f, "%s %s make(%s%s%s%s%s)", target, assigns(f, target), type_at(f, h.type)->name,
              length ? ", " : "", length ? listed(f, length) : "", capacity ? ", " : "",
              capacity ? listed(f, capacity) : "");
    if (type_at(f, h.type)->kind == TYPE_SLICE) {
        make_slice(f, statement, &h, where == 1);
        return;
    }
    problem_at(f->reader, type_node, "%s cannot be made", type_at(f, h.type)->name);
}

/* ---- append ---- */

/* What is appended: values one by one, or another slice's elements. */
struct appended {
    struct value values[APPEND_VALUES_MAX];
    uint32_t count;
    bool is_slice;
};

static bool read_appended(struct lowering *f, const cJSON *statement, uint32_t slice_type,
                          struct appended *a) {
    const cJSON *slice = cJSON_GetObjectItemCaseSensitive(statement, "slice"), *node;
    uint32_t element = type_at(f, slice_type)->element;
    a->is_slice = slice != NULL;
    a->count = 0;
    if (slice) {
        a->values[0] = value_read(f, slice);
        f->node = slice;
        a->count = 1;
        if (a->values[0].type == TYPE_BAD) return false;
        uint32_t bytes = (uint32_t)program_find_type(f->program, "byte");
        if (element == bytes && is_string(f, a->values[0].type) && !a->values[0].constant)
            return true;
        return type_accepts(f, slice_type, a->values[0].type);
    }
    const cJSON *values = read_array(f->reader, statement, "values", true);
    cJSON_ArrayForEach(node, values) {
        if (!has_room(f->reader, node, a->count, APPEND_VALUES_MAX, "values")) return false;
        struct value v = value_read(f, node);
        if (v.type == TYPE_BAD || (v = value_as(f, v, element)).type == TYPE_BAD) return false;
        a->values[a->count++] = v;
    }
    return a->count > 0;
}

/* The length with what is appended, in a temporary. */
static int32_t emit_new_length(struct lowering *f, const struct header *h,
                               const struct appended *a) {
    int32_t slot = temporary_take(f, false);
    struct op op = {.code = OP_ADD, .a = slot, .b = h->slot + 1, .c = (int32_t)a->count};
    if (a->is_slice && !a->values[0].constant) op.c = a->values[0].slot + 1;
    else op.flags |= OP_CONSTANT;
    if (a->is_slice && a->values[0].constant) op.c = 0;
    emit_op(f, op);
    return slot;
}

static void emit_growth(struct lowering *f, const struct header *h, int32_t length) {
    uint32_t fits = emit_op(
        f,
        (struct op){.code = OP_JUMP_NOT_LESS, .flags = OP_UNSIGNED, .a = h->slot + 2, .b = length});
    uint32_t site = read_site(f, type_at(f, h->type)->element, true, type_at(f, h->type)->name);
    f->program->sites[site].array = true;
    emit_op(f, (struct op){.code = OP_GROW, .a = h->slot, .b = length, .c = (int32_t)site});
    patch(f, fits);
}

/* Element len + i, which is there now. */
static void store_appended(struct lowering *f, const struct header *h, int32_t length, uint32_t i,
                           struct value v) {
    uint32_t integer = (uint32_t)program_find_type(f->program, "int");
    struct value index = value_in_slot(h->slot + 1, integer);
    if (i > 0) {
        index =
            (struct value){.slot = temporary_take(f, false), .temporary = true, .type = integer};
        emit_op(f, (struct op){.code = OP_ADD,
                               .flags = OP_CONSTANT,
                               .a = index.slot,
                               .b = h->slot + 1,
                               .c = (int32_t)i});
    }
    uint32_t element = type_at(f, h->type)->element;
    uint32_t first = value_argument(f, value_in_slot(h->slot, integer));
    value_argument(f, index);
    value_argument(f, value_in_slot(length, integer));
    value_release(f, index);
    struct place at = {.kind = PLACE_MEMORY,
                       .slot = temporary_take(f, true),
                       .base_is_temporary = true,
                       .type = element};
    emit_op(
        f, (struct op){.code = OP_INDEX, .a = at.slot, .b = (int32_t)first, .c = (int32_t)element});
    place_store(f, at, v);
}

/* copy(s[len:new], what): the part behind the old length is a slice of its own for a moment. */
static void copy_appended(struct lowering *f, const struct header *h, int32_t length,
                          struct value what) {
    uint32_t element = type_at(f, h->type)->element;
    if (what.constant) return;
    int32_t part = temporary_for(f, h->type);
    const int32_t slots[] = {h->slot, length, h->slot + 2, h->slot + 1, length, h->slot + 2};
    uint32_t first = f->program->argument_count;
    for (size_t i = 0; i < sizeof slots / sizeof slots[0]; i++)
        value_argument(f, value_in_slot(slots[i], TYPE_NUMBER));
    emit_op(f,
            (struct op){.code = OP_SLICE, .a = part, .b = (int32_t)first, .c = (int32_t)element});
    struct value whole = {.slot = part, .temporary = true, .type = h->type};
    emit_copy(f, whole, what, element, NO_SLOT);
}

void script_append(struct lowering *f, const cJSON *statement) {
    const char *source = read_string(f->reader, statement, "append", true);
    const cJSON *to = read_target(f, statement, "to");
    const cJSON *source_node = cJSON_GetObjectItemCaseSensitive(statement, "append");
    struct header h = {.target = to ? to : source_node};
    if (!source) return;
    const char *target = h.target->valuestring;
    const cJSON *slice = cJSON_GetObjectItemCaseSensitive(statement, "slice");
    list_line(f, "%s %s append(%s, %s%s)", target, assigns(f, target), source,
              slice ? listed(f, slice)
                    : listed_all(f, cJSON_GetObjectItemCaseSensitive(statement, "values")),
              slice ? "..." : "");
    struct value old = value_read(f, source_node);
    struct appended a;
    if (old.type == TYPE_BAD) return;
    if (!is_real(old.type) || type_at(f, old.type)->kind != TYPE_SLICE) {
        problem_at(f->reader, source_node, "append takes a slice; found %s",
                   type_words_for(f, old.type));
        return;
    }
    h.type = old.type;
    if (!read_appended(f, statement, h.type, &a)) return;
    bool same = h.target == source_node || cJSON_Compare(h.target, source_node, true);
    if (!header_begin(f, &h, same)) return;
    if (old.slot != h.slot) value_into(f, old, h.slot, 3);
    int32_t length = emit_new_length(f, &h, &a);
    emit_growth(f, &h, length);
    if (a.is_slice) copy_appended(f, &h, length, a.values[0]);
    else
        for (uint32_t i = 0; i < a.count; i++) store_appended(f, &h, length, i, a.values[i]);
    struct value new_length = {.slot = length, .temporary = true, .type = TYPE_NUMBER};
    value_into(f, new_length, h.slot + 1, 1);
    header_end(f, &h);
}

/* ---- copy ---- */

void emit_copy(struct lowering *f, struct value to, struct value from, uint32_t element,
               int32_t result) {
    struct value to_length = to, from_length = from;
    to_length.slot++;
    from_length.slot++;
    uint32_t first = value_argument(f, to);
    value_argument(f, from);
    value_argument(f, to_length);
    value_argument(f, from_length);
    value_release(f, to);
    value_release(f, from);
    emit_op(f,
            (struct op){.code = OP_COPY, .a = result, .b = (int32_t)first, .c = (int32_t)element});
}

/* The bytes of a string can be copied from as if they were a slice. */
static bool is_slice_of(const struct lowering *f, struct value v, uint32_t *element) {
    if (!is_real(v.type) || v.constant) return false;
    const struct type *t = type_at(f, v.type);
    bool string = t->kind == TYPE_STRING;
    *element = string ? (uint32_t)program_find_type(f->program, "byte") : t->element;
    return string || t->kind == TYPE_SLICE;
}

void script_copy(struct lowering *f, const cJSON *statement) {
    const cJSON *to_node = cJSON_GetObjectItemCaseSensitive(statement, "copy");
    const cJSON *from_node = read_member(f->reader, statement, "from", true);
    const char *target = read_string(f->reader, statement, "to", false);
    if (!from_node) return;
    list_line(f, "%s%scopy(%s, %s)", target ? target : "",
              !target                   ? ""
              : is_new_local(f, target) ? " := "
                                        : " = ",
              listed(f, to_node), listed(f, from_node));
    struct value to = value_read(f, to_node), from = value_read(f, from_node);
    uint32_t element, other, type;
    int32_t slot = NO_SLOT;
    if (to.type == TYPE_BAD || from.type == TYPE_BAD) return;
    if (is_string(f, to.type) || !is_slice_of(f, to, &element) || !is_slice_of(f, from, &other) ||
        element != other) {
        problem_at(f->reader, statement, "copy takes two slices of one type; found %s and %s",
                   type_words_for(f, to.type), type_words_for(f, from.type));
        return;
    }
    uint32_t integer = (uint32_t)program_find_type(f->program, "int");
    if (target && is_new_local(f, target)) slot = variable_add(f, target, integer);
    else if (target && (!local_target(f, target, &slot, &type) || type != integer))
        problem_at(f->reader, statement, "the number of elements goes to an int variable");
    emit_copy(f, to, from, element, slot);
}
