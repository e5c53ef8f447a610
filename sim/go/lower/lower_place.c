/* Places: variables, and the fields and elements behind them. */
#include "go/lower/context.h"

/* ---- making ---- */

struct lower_place lower_slot_place(int32_t slot, uint32_t type) {
    return (struct lower_place){.kind = LOWER_SLOT, .slot = slot, .type = type};
}

struct lower_place lower_memory(struct lower_value pointer, uint32_t type) {
    return (struct lower_place){
        .kind = LOWER_MEMORY, .slot = pointer.slot, .root = pointer, .type = type};
}

struct lower_place lower_value_place(struct lower_value v) {
    return (struct lower_place){.kind = LOWER_SLOT, .slot = v.slot, .root = v, .type = v.type};
}

struct lower_place lower_part(struct lower_place p, uint32_t offset, uint32_t type) {
    p.offset += offset;
    p.type = type;
    p.packed = true;
    return p;
}

/* ---- how a place lies ---- */

static uint32_t words_of(const struct lower *f, struct lower_place p) {
    return type_words(lower_type_at(f, p.type));
}

/* Whole slots of the frame, the first of which is first_slot. */
static bool is_slots(const struct lower *f, struct lower_place p) {
    if (p.kind != LOWER_SLOT) return false;
    return !p.packed || (p.offset % WORD == 0 && lower_type_at(f, p.type)->size % WORD == 0);
}

static int32_t first_slot(struct lower_place p) {
    return p.slot + (int32_t)(p.offset / WORD);
}

int32_t lower_place_slot(const struct lower *f, struct lower_place p) {
    return is_slots(f, p) && lower_type_at(f, p.type)->size ? first_slot(p) : NO_SLOT;
}

static struct op memory_op(const struct lower *f, enum op_code code, struct lower_place p,
                           uint32_t word) {
    uint32_t left = lower_type_at(f, p.type)->size - word * WORD;
    struct op op = {.code = (uint16_t)code, .c = (int32_t)(p.offset + word * WORD)};
    op.size = (uint8_t)(left < WORD ? left : WORD);
    if (p.kind == LOWER_GLOBAL) op.flags |= OP_GLOBAL;
    if (p.kind == LOWER_SLOT) op.flags |= OP_FRAME;
    return op;
}

static uint8_t kill_base(const struct lower *f, struct lower_place p) {
    return p.kind == LOWER_MEMORY ? lower_kill_base(f, p.root) : 0;
}

void lower_drop_place(struct lower *f, struct lower_place p) {
    lower_drop(f, p.root);
    if (p.kind == LOWER_MAP) lower_drop(f, p.key);
}

/* A block is found by an address. */
static bool is_block(const struct lower *f, struct lower_place p) {
    return words_of(f, p) > LOWER_WORDS_MAX && p.kind != LOWER_SLOT;
}

/* ---- loading ---- */

static void load_word(struct lower *f, struct lower_place p, uint32_t word, int32_t slot,
                      uint8_t kill) {
    struct op op = memory_op(f, OP_LOAD, p, word);
    op.a = slot + (int32_t)word;
    op.b = p.slot;
    if (lower_type_at(f, p.type)->is_signed) op.flags |= OP_SIGNED;
    op.flags |= kill;
    lower_op(f, op);
}

/* The base may be among the slots that are written: that word is loaded last. */
static void load_words(struct lower *f, struct lower_place p, int32_t slot) {
    uint32_t words = words_of(f, p), late = words - 1;
    if (p.kind == LOWER_MEMORY && p.slot >= slot && p.slot < slot + (int32_t)words)
        late = (uint32_t)(p.slot - slot);
    for (uint32_t word = 0; word < words; word++)
        if (word != late) load_word(f, p, word, slot, 0);
    load_word(f, p, late, slot, kill_base(f, p));
}

static struct lower_value load_block(struct lower *f, struct lower_place p, int32_t target) {
    struct lower_value at = lower_address(f, p, NO_SLOT);
    struct lower_value v = lower_made(f, p.type, target);
    lower_op(f, (struct op){.code = OP_LOAD_BLOCK,
                            .flags = lower_kill_base(f, at),
                            .a = v.slot,
                            .b = at.slot,
                            .c = (int32_t)p.type});
    lower_release(f, at);
    return v;
}

/* What has no size has a slot, too. Nothing is read of it, but nil is noticed. */
static struct lower_value load_nothing(struct lower *f, struct lower_place p, int32_t target) {
    struct lower_value v = lower_made(f, p.type, target);
    if (p.kind == LOWER_MEMORY)
        lower_op(f, (struct op){.code = OP_LOAD_BLOCK,
                                .flags = lower_kill_base(f, p.root),
                                .a = v.slot,
                                .b = p.slot,
                                .c = (int32_t)p.type});
    lower_set(f, v.slot, 0);
    if (p.kind == LOWER_MEMORY) lower_release(f, p.root);
    else lower_drop_place(f, p);
    return v;
}

/* A part of a temporary becomes one of its own. */
static struct lower_value load_slots(struct lower *f, struct lower_place p, int32_t target) {
    struct lower_value v = lower_in_slot(first_slot(p), p.type);
    if (!p.root.temporary) return v;
    if (!p.packed) {
        v.temporary = true;
        return v;
    }
    struct lower_value made = lower_made(f, p.type, target);
    lower_into(f, v, made.slot, p.type);
    lower_drop(f, p.root);
    return made;
}

struct lower_value lower_load(struct lower *f, struct lower_place p, int32_t target) {
    if (p.kind == LOWER_MAP) return lower_map_get(f, p, lower_in_slot(NO_SLOT, 0), target);
    if (words_of(f, p) == 0) return load_nothing(f, p, target);
    if (is_slots(f, p)) return load_slots(f, p, target);
    if (is_block(f, p)) return load_block(f, p, target);
    struct lower_value v = lower_made(f, p.type, target);
    load_words(f, p, v.slot);
    if (p.kind == LOWER_MEMORY) lower_release(f, p.root);
    else lower_drop(f, p.root);
    return v;
}

/* ---- storing ---- */

static void store_word(struct lower *f, struct lower_place p, uint32_t word, struct lower_value v,
                       uint8_t kill) {
    struct op op = memory_op(f, OP_STORE, p, word);
    uint64_t constant = word == 0 ? v.first : word == 1 ? v.second : 0;
    struct lower_value part = lower_constant(f->unit->basic[GO_KIND_INT], constant);
    bool pointer = type_word_is_pointer(lower_type_at(f, p.type), word);
    if (v.constant && !lower_is_small(part)) part = lower_to_slot(f, part);
    op.a = p.slot;
    op.b = part.constant && v.constant ? (int32_t)part.first
           : v.constant                ? part.slot
                                       : v.slot + (int32_t)word;
    if (part.constant && v.constant) op.flags |= OP_CONSTANT;
    if (pointer && p.kind != LOWER_SLOT) op.flags |= OP_POINTER;
    if (v.temporary && pointer) op.flags |= OP_KILL_SOURCE;
    op.flags |= kill;
    lower_op(f, op);
    if (v.constant) lower_release(f, part);
}

static void store_block(struct lower *f, struct lower_place p, struct lower_value v) {
    struct lower_value at = lower_address(f, p, NO_SLOT);
    bool zero = v.constant && v.first == 0 && v.second == 0;
    if (!zero) v = lower_to_slot(f, v);
    struct op op = {.code = OP_STORE_BLOCK, .a = at.slot, .b = v.slot, .c = (int32_t)p.type};
    if (zero) op = (struct op){.code = OP_ZERO, .a = at.slot, .c = (int32_t)p.type};
    else op.flags |= lower_kill_source(f, v);
    op.flags |= lower_kill_base(f, at);
    lower_op(f, op);
    lower_release(f, at);
    lower_release(f, v);
}

static void store(struct lower *f, struct lower_place p, struct lower_value v) {
    uint32_t words = words_of(f, p);
    if (p.kind == LOWER_BLANK || words == 0) {
        lower_drop(f, v);
        lower_drop_place(f, p);
        return;
    }
    if (is_slots(f, p)) {
        lower_into(f, v, first_slot(p), p.type);
        return;
    }
    if (is_block(f, p)) {
        store_block(f, p, v);
        return;
    }
    for (uint32_t word = 0; word < words; word++)
        store_word(f, p, word, v, word + 1 == words ? kill_base(f, p) : 0);
    lower_release(f, p.root);
    lower_release(f, v);
}

void lower_store(struct lower *f, struct lower_place p, struct lower_value v) {
    if (p.kind == LOWER_MAP) lower_map_store(f, p, v);
    else store(f, p, v);
}

/* ---- addresses ---- */

/* x.f of a nil pointer is a fault, even if only its address is wanted. */
void lower_check_nil(struct lower *f, struct lower_value pointer) {
    struct lower_value byte = lower_temporary(f, f->unit->basic[GO_KIND_UINT8]);
    lower_op(f, (struct op){.code = OP_LOAD, .size = 1, .a = byte.slot, .b = pointer.slot});
    lower_release(f, byte);
}

struct lower_value lower_address(struct lower *f, struct lower_place p, int32_t target) {
    uint32_t type = lower_pointer(f->unit, p.type);
    if (p.kind == LOWER_MEMORY && p.offset == 0 && !p.packed) {
        struct lower_value same = p.root;
        same.slot = p.slot;
        same.type = type;
        return same;
    }
    if (p.kind == LOWER_MEMORY) {
        bool mine = p.root.temporary && target == NO_SLOT;
        struct lower_value v = mine ? p.root : lower_made(f, type, target);
        v.type = type;
        struct op op = {.code = OP_ADD, .flags = OP_CONSTANT, .a = v.slot, .b = p.slot};
        op.c = (int32_t)p.offset;
        if (!mine) op.flags |= kill_base(f, p);
        lower_op(f, op);
        if (!mine) lower_release(f, p.root);
        return v;
    }
    struct lower_value v = lower_made(f, type, target);
    struct op op = {.code = OP_ADDRESS, .a = v.slot, .b = p.slot, .c = (int32_t)p.offset};
    if (p.kind == LOWER_GLOBAL) op.flags |= OP_GLOBAL;
    lower_op(f, op);
    return v;
}

void lower_clear_place(struct lower *f, struct lower_place p) {
    lower_store(f, p, lower_constant(p.type, 0));
}

/* ---- variables ---- */

static bool is_own(const struct lower *f, const struct ir_variable *v) {
    return v->function == f->ir;
}

static struct lower_place own_place(struct lower *f, const struct ir_variable *v, uint32_t type) {
    if (v->escapes) return lower_memory(lower_in_slot(v->slot, f->unit->pointer_type), type);
    struct lower_place p = lower_slot_place(v->slot, type);
    const struct type *t = lower_type_at(f, type);
    bool number = t->kind == TYPE_INTEGER || t->kind == TYPE_FLOAT;
    p.packed = v->address_taken && number && t->size < WORD;
    return p;
}

struct lower_place lower_variable_place(struct lower *f, struct ir_variable *v) {
    uint32_t type = lower_type(f->unit, v->type);
    struct lower_place p;
    if (v->class == VARIABLE_GLOBAL) {
        uint32_t offset = f->program->globals[v->global - 1].offset;
        return (struct lower_place){.kind = LOWER_GLOBAL, .offset = offset, .type = type};
    }
    if (is_own(f, v)) {
        if (!v->lowered) lower_declare(f, v, false);
        return own_place(f, v, type);
    }
    CHECK(lower_captured(f, v, &p));
    return p;
}

struct lower_value lower_variable_address(struct lower *f, struct ir_variable *v, int32_t target) {
    struct lower_place p;
    if (v->class != VARIABLE_GLOBAL && !is_own(f, v)) {
        CHECK(lower_captured_address(f, v, &p));
        return lower_load(f, p, target);
    }
    return lower_address(f, lower_variable_place(f, v), target);
}

/* ---- expressions that are places ---- */

static uint32_t field_offset(const struct lower *f, uint32_t type, uint64_t field, uint32_t *out) {
    const struct type *t = lower_type_at(f, type);
    CHECK(t->kind == TYPE_STRUCT && field < t->field_count);
    *out = t->fields[field].type;
    return t->fields[field].offset;
}

/* ---- pointers that the compiler knows to be nil ---- */

static bool never_changes(const struct lower *f, const struct ir_variable *v) {
    return v->class == VARIABLE_LOCAL && v->function == f->ir && !v->assigned_again &&
           !v->address_taken && !v->captured;
}

static bool is_set_by(const struct ir_node *literal, uint64_t field) {
    for (const struct ir_node *e = literal->list; e; e = e->next)
        if (e->index == field) return true;
    return false;
}

/* ssagen/ssa.go, TypeOK: what lies in registers; others are in memory, of which little is known. */
static bool lies_in_registers(const struct go_type *type) {
    const struct go_type *t = go_underlying(type);
    if (t->kind != GO_KIND_STRUCT) return t->kind != GO_KIND_ARRAY;
    bool fits = t->field_count <= 4 && go_size(t) <= 4 * (uint64_t)WORD;
    for (uint32_t i = 0; i < t->field_count && fits; i++)
        fits = lies_in_registers(t->fields[i].type);
    return fits;
}

static bool is_known_nil(const struct lower *f, const struct ir_node *n) {
    const struct ir_node *root = n->op == IR_FIELD ? n->x : n;
    if (root->op != IR_VARIABLE || !never_changes(f, root->variable)) return false;
    const struct ir_node *value = root->variable->value;
    if (!lies_in_registers(root->type)) return false;
    if (n != root && (n->index >= 64 || root->variable->assigned_fields >> n->index & 1))
        return false;
    if (root->variable->begins_zero) return true;
    if (n == root) return value && value->op == IR_NIL;
    return value && value->op == IR_STRUCT_LITERAL && !is_set_by(value, n->index);
}

static struct lower_place followed(struct lower *f, const struct ir_node *pointer) {
    struct lower_value base = lower_to_slot(f, lower_value_of(f, pointer));
    if (is_known_nil(f, pointer)) lower_check_nil(f, base); /* it faults, at address 0 */
    return lower_memory(base, lower_type_at(f, base.type)->element);
}

static struct lower_place field(struct lower *f, struct lower_place p, uint64_t index) {
    uint32_t type, offset = field_offset(f, p.type, index, &type);
    return lower_part(p, offset, type);
}

/* An entry of a map is no place that has parts. */
struct lower_place lower_whole(struct lower *f, const struct ir_node *n) {
    if (n->op == IR_MAP_INDEX) return lower_value_place(lower_to_slot(f, lower_value_of(f, n)));
    return lower_place_of(f, n);
}

struct lower_place lower_place_of(struct lower *f, const struct ir_node *n) {
    switch ((enum ir_op)n->op) {
    case IR_VARIABLE: return lower_variable_place(f, n->variable);
    case IR_BLANK: return (struct lower_place){.kind = LOWER_BLANK};
    case IR_FOLLOW: return followed(f, n->x);
    case IR_FIELD: return field(f, lower_whole(f, n->x), n->index);
    case IR_POINTER_FIELD: return field(f, followed(f, n->x), n->index);
    case IR_INDEX: return lower_index(f, n);
    case IR_MAP_INDEX: return lower_map_place(f, n, false);
    default: return lower_value_place(lower_to_slot(f, lower_value_of(f, n)));
    }
}
