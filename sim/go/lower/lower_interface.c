/* Interfaces: what is put into one, taken out of one, and which methods can be called on it. */
#include "go/lower/context.h"

#include <string.h>

/* ---- putting in ---- */

/* Where a constant is in the read-only data: nothing is allocated for it. */
uint64_t lower_constant_data(struct lower *f, struct lower_value v) {
    const struct type *t = lower_type_at(f, v.type);
    uint64_t words[2] = {v.first, v.second};
    bool string = t->kind == TYPE_STRING;
    if (string && v.second == 0) return program_zero_value(f->program);
    if (!string && v.first < 256) return program_byte_table(f->program) + v.first * WORD;
    struct constant c = {.kind = CONSTANT_VALUE, .index = v.type, .size = string ? 2 * WORD : WORD};
    return program_constant(f->program, c, words);
}

/* What stays is in the frame. */
static void box_in_frame(struct lower *f, struct lower_value v, int32_t slot,
                         const struct ir_reason *why) {
    struct lower_value at =
        lower_object(f, v.type, false, lower_type_at(f, v.type)->name, why, slot);
    at.temporary = false;
    lower_store(f, lower_memory(at, v.type), v);
}

static void box_on_heap(struct lower *f, struct lower_value v, int32_t slot,
                        const struct ir_reason *why) {
    v = lower_to_slot(f, v);
    uint32_t site = lower_add_site(f, v.type, true, lower_type_at(f, v.type)->name, why);
    lower_op(f, (struct op){.code = OP_BOX,
                            .flags = lower_kill_source(f, v),
                            .a = slot,
                            .b = v.slot,
                            .c = (int32_t)site});
    lower_release(f, v);
}

static bool is_written_constant(const struct ir_node *n) {
    return n->op == IR_CONSTANT;
}

static struct lower_value put_in(struct lower *f, struct lower_value v, const struct go_type *from,
                                 uint32_t interface, bool heap, const struct ir_reason *why,
                                 bool constant) {
    uint64_t descriptor = program_descriptor(f->program, v.type);
    lower_holds(f->unit, from);
    program_byte_table(f->program);
    program_zero_value(f->program);
    if (constant) {
        uint64_t data = lower_constant_data(f, v);
        v = lower_constant(interface, descriptor);
        v.second = data;
        return v;
    }
    struct lower_value made = lower_temporary(f, interface);
    lower_set(f, made.slot, descriptor);
    const struct type *t = lower_type_at(f, v.type);
    if (type_is_direct(f->program, t)) lower_into(f, v, made.slot + 1, v.type);
    else if (heap || t->size > LOWER_BOX_MAX) box_on_heap(f, v, made.slot + 1, why);
    else box_in_frame(f, v, made.slot + 1, why);
    return made;
}

struct lower_value lower_box(struct lower *f, const struct ir_node *n, int32_t target) {
    uint32_t interface = lower_node_type(f, n);
    (void)target;
    struct lower_value v = lower_value_of(f, n->x);
    if (go_is_interface(n->x->type)) {
        v.type = interface;
        return v;
    }
    v.type = lower_node_type(f, n->x);
    return put_in(f, v, n->x->type, interface, n->escapes, n->why, is_written_constant(n->x));
}

struct lower_value lower_as_interface(struct lower *f, struct lower_value v,
                                      const struct go_type *from, const struct go_type *to) {
    static const struct ir_reason PUT = {.why = "it is put into an interface",
                                         .brief = "in interface"};
    uint32_t interface = lower_type(f->unit, to);
    if (go_is_interface(from)) {
        v.type = interface;
        return v;
    }
    return put_in(f, v, from, interface, true, &PUT, false);
}

/* ---- taking out ---- */

struct lower_value lower_unboxed(struct lower *f, struct lower_value interface,
                                 const struct go_type *t, int32_t target) {
    uint32_t type = lower_type(f->unit, t);
    if (go_is_interface(t)) {
        interface.type = type;
        return interface;
    }
    struct lower_value data = lower_in_slot(interface.slot + 1, type);
    if (type_is_direct(f->program, lower_type_at(f, type))) {
        if (!interface.temporary) return data;
        struct lower_value made = lower_made(f, type, target);
        lower_into(f, data, made.slot, type);
        lower_drop(f, interface);
        return made;
    }
    data.type = f->unit->pointer_type;
    data.temporary = interface.temporary;
    struct lower_value v = lower_load(f, lower_memory(data, type), target);
    lower_release(f, interface);
    return v;
}

void lower_unless_type(struct lower *f, struct lower_value interface, const struct go_type *t,
                       struct lower_label *to) {
    struct op jump = {.code = OP_JUMP_UNEQUAL, .flags = OP_CONSTANT, .a = interface.slot};
    uint32_t type = lower_type(f->unit, t);
    if (!go_is_interface(t)) {
        jump.b = (int32_t)program_descriptor(f->program, type);
        lower_jump(f, jump, to);
        return;
    }
    struct lower_value has = lower_temporary(f, f->unit->basic[GO_KIND_BOOL]);
    lower_op(f, (struct op){
                    .code = OP_IMPLEMENTS, .a = has.slot, .b = interface.slot, .c = (int32_t)type});
    lower_release(f, has);
    lower_jump(f, (struct op){.code = OP_JUMP_EQUAL, .flags = OP_CONSTANT, .a = has.slot}, to);
}

static struct lower_value assert_ok(struct lower *f, const struct ir_node *n,
                                    struct lower_value interface, int32_t ok) {
    struct lower_label no = {0};
    uint32_t type = lower_node_type(f, n);
    struct lower_value v = lower_temporary(f, type), kept = interface;
    lower_zero(f, v.slot, type);
    lower_set(f, ok, 0);
    lower_unless_type(f, interface, n->type, &no);
    lower_set(f, ok, 1);
    kept.temporary = false;
    lower_into(f, lower_unboxed(f, kept, n->type, v.slot), v.slot, type);
    lower_place_label(f, &no);
    lower_drop(f, interface);
    return v;
}

struct lower_value lower_assert(struct lower *f, const struct ir_node *n, int32_t ok,
                                int32_t target) {
    struct lower_value interface = lower_to_slot(f, lower_value_of(f, n->x));
    uint32_t type = lower_node_type(f, n), asked = lower_node_type(f, n->x);
    program_descriptor(f->program, type);
    if (ok != NO_SLOT) return assert_ok(f, n, interface, ok);
    program_descriptor(f->program, asked); /* the message names it */
    lower_op(f, (struct op){.code = OP_ASSERT,
                            .a = interface.slot,
                            .b = (int32_t)asked + 1,
                            .c = (int32_t)type});
    return lower_unboxed(f, interface, n->type, target);
}

/* ---- methods ---- */

static bool is_looked_at(struct lower_unit *u, const struct go_type *t) {
    for (uint32_t i = 0; i < u->looked_at_count; i++)
        if (u->looked_at[i] == t || go_identical(u->looked_at[i], t)) return true;
    u->looked_at = pool_grow(u->pool, u->looked_at, u->looked_at_count, sizeof(struct go_type *));
    if (u->looked_at) u->looked_at[u->looked_at_count++] = t;
    return !u->looked_at;
}

static void add_boxed(struct lower_unit *u, const struct go_type *t) {
    uint32_t index = lower_type(u, t);
    for (uint32_t i = 0; i < u->boxed_count; i++)
        if (u->boxed[i].index == index) return;
    u->boxed = pool_grow(u->pool, u->boxed, u->boxed_count, sizeof *u->boxed);
    if (u->boxed) u->boxed[u->boxed_count++] = (struct lower_boxed){t, index, 0};
}

/* Whether a value of the type, which no interface may hold, has the method; how it is found. */
static bool has_method(struct lower_unit *u, const struct go_type *t, const char *name,
                       const struct go_type *type, struct go_selection *found) {
    bool ambiguous;
    if (!go_lookup(u->pool, t, name, NULL, found, &ambiguous)) return false;
    if (found->kind != SELECT_METHOD_VALUE) return false;
    const struct go_type *of = found->method ? found->method->type : found->abstract->type;
    if (!of || !go_identical(go_underlying(of), go_underlying(type))) return false;
    return !found->method || !found->method->pointer_receiver || found->indirect;
}

static bool speaks(struct lower_unit *u, const struct go_type *t) {
    struct go_selection found;
    const struct go_type *text = go_underlying(go_error_type())->methods[0].type;
    return has_method(u, t, "Error", text, &found) || has_method(u, t, "String", text, &found);
}

static void look_at(struct lower_unit *u, const struct go_type *t, bool whole);

/* fmt calls the Error and String methods of what it finds inside of what it prints. */
static void look_inside(struct lower_unit *u, const struct go_type *t, bool whole) {
    const struct go_type *under = go_underlying(t);
    switch ((enum go_kind)under->kind) {
    case GO_KIND_POINTER:
        if (whole) look_at(u, under->element, false);
        break;
    case GO_KIND_MAP:
        look_at(u, under->key, false);
        look_at(u, under->element, false);
        break;
    case GO_KIND_SLICE:
    case GO_KIND_ARRAY: look_at(u, under->element, false); break;
    case GO_KIND_STRUCT:
        for (uint32_t i = 0; i < under->field_count; i++) look_at(u, under->fields[i].type, false);
        break;
    default: break;
    }
}

static void look_at(struct lower_unit *u, const struct go_type *t, bool whole) {
    if (go_is_interface(t) || is_looked_at(u, t)) return;
    if (speaks(u, t)) {
        program_descriptor(u->program, lower_type(u, t));
        add_boxed(u, t);
    }
    look_inside(u, t, whole);
}

void lower_holds(struct lower_unit *u, const struct go_type *t) {
    if (go_is_interface(t)) return;
    add_boxed(u, t);
    if (go_underlying(t)->kind == GO_KIND_POINTER) look_inside(u, t, true);
    look_at(u, t, true);
}

/* The receiver of what is called is the interface's data word: the value, if that is a word, or a
 * pointer to it. */
static struct ir_function *callable(struct lower_unit *u, const struct go_type *t,
                                    const char *name) {
    const struct go_type *receiver = go_is_direct(t) ? t : go_pointer_to(u->pool, t);
    return ir_method(u->ir, receiver, name, NULL);
}

static void add_method(struct lower_unit *u, const struct lower_boxed *b, uint32_t n) {
    struct go_selection found;
    struct lower_method_name name = u->names[n];
    if (!has_method(u, b->type, name.name, name.type, &found)) return;
    uint32_t function = lower_function_of(u, callable(u, b->type, name.name));
    program_add_method(u->program,
                       (struct method){.type = b->index, .name = name.index, .function = function});
}

bool lower_more_methods(struct lower_unit *u) {
    uint32_t before = u->pending_count;
    for (uint32_t i = 0; i < u->boxed_count; i++)
        while (u->boxed[i].names_done < u->name_count) {
            struct lower_boxed b = u->boxed[i];
            u->boxed[i].names_done++;
            add_method(u, &b, b.names_done);
        }
    return u->pending_count > before;
}
