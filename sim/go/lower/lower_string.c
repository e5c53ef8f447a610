/* Strings: literals, joining, conversions, and those that need no copy (walk, order.go). */
#include "go/lower/context.h"

#include <string.h>

struct lower_value lower_string(struct lower *f, const char *bytes, uint32_t length) {
    struct lower_value v = lower_constant(f->unit->basic[GO_KIND_STRING], 0);
    v.first = program_string(f->program, bytes, length);
    v.second = length;
    if (length && !v.first)
        lower_complain(f->unit, f->ir ? f->ir->pos : 0,
                       "the constants of the program take more than 512 KiB");
    return v;
}

/* A buffer in the frame for short results; none when they outlive it. */
int64_t lower_buffer(struct lower *f, uint32_t bytes, bool heap, const char *label) {
    if (heap) return NO_SLOT;
    struct variable buffer = {.stack_object = true};
    buffer.name = pool_string(&f->program->pool, label);
    buffer.type = lower_array(f->unit, f->unit->basic[GO_KIND_UINT8], bytes);
    buffer.slot = lower_words(f, bytes / WORD);
    program_add_variable(f->program, f->function, buffer);
    return buffer.slot;
}

static uint32_t bytes_site(struct lower *f, enum go_kind element, bool heap,
                           const struct ir_reason *why) {
    uint32_t site = lower_add_site(f, f->unit->basic[element], heap, "string", why);
    f->program->sites[site].array = true;
    return site;
}

static void add_text(struct lower *f, struct lower_value v) {
    lower_word(f, v, 0);
    lower_word(f, v, 1);
}

static struct lower_value made_by(struct lower *f, enum op_code code, uint32_t type, uint32_t first,
                                  uint32_t site, int32_t target) {
    struct lower_value v = lower_made(f, type, target);
    lower_op(f, (struct op){
                    .code = (uint16_t)code, .a = v.slot, .b = (int32_t)first, .c = (int32_t)site});
    return v;
}

/* ---- what is only looked at ---- */

static bool is_bytes(const struct go_type *t) {
    const struct go_type *under = go_underlying(t);
    return under->kind == GO_KIND_SLICE && go_underlying(under->element)->kind == GO_KIND_UINT8;
}

static bool converts_bytes(const struct ir_node *n) {
    return n->op == IR_TO_STRING && is_bytes(n->x->type);
}

/* A temporary of three words gives its first two. */
static struct lower_value first_two(struct lower *f, struct lower_value v, uint32_t type) {
    if (!v.temporary) {
        v.type = type;
        return v;
    }
    struct lower_value made = lower_temporary(f, type), part = v;
    part.temporary = false;
    lower_into(f, part, made.slot, type);
    lower_drop(f, v);
    return made;
}

struct lower_value lower_string_seen(struct lower *f, const struct ir_node *n) {
    struct lower_value v;
    if (lower_take_done(f, n, &v)) return v;
    if (!converts_bytes(n)) return lower_value_of(f, n);
    return first_two(f, lower_value_of(f, n->x), lower_node_type(f, n));
}

/* A string's two words are all that is looked at of a slice. */
struct lower_value lower_bytes_seen(struct lower *f, const struct ir_node *n) {
    struct lower_value v;
    if (lower_take_done(f, n, &v)) return v;
    if (n->op == IR_FROM_STRING && is_bytes(n->type)) return lower_string_seen(f, n->x);
    return lower_value_of(f, n);
}

/* ---- s + t ---- */

struct parts {
    struct lower_value *values;
    uint32_t count;
};

static void add_part(struct lower *f, struct parts *p, struct lower_value v) {
    p->values = pool_grow(f->unit->pool, p->values, p->count, sizeof *p->values);
    if (p->values) p->values[p->count++] = v;
}

/* With a constant among them the result is a copy anyway: order.go, OADDSTR. */
static bool has_constant(const struct ir_node *list) {
    uint32_t length = 0;
    for (; list; list = list->next)
        if (list->op == IR_CONSTANT && constant_string(list->constant, &length) && length > 0)
            return true;
    return false;
}

static void add_parts(struct lower *f, struct parts *p, const struct ir_node *list) {
    bool seen = has_constant(list);
    lower_hoist_list(f, list);
    for (; list; list = list->next)
        add_part(f, p, seen ? lower_string_seen(f, list) : lower_value_of(f, list));
}

static struct lower_value joined(struct lower *f, const struct parts *p, uint32_t type, bool heap,
                                 const struct ir_reason *why, int32_t target) {
    uint32_t site = bytes_site(f, GO_KIND_UINT8, heap, why);
    uint32_t first = lower_number(f, p->count);
    lower_number(f, lower_buffer(f, STRING_BUFFER, heap, "string"));
    for (uint32_t i = 0; i < p->count; i++) add_text(f, p->values[i]);
    for (uint32_t i = 0; i < p->count; i++) lower_release(f, p->values[i]);
    return made_by(f, OP_CONCAT, type, first, site, target);
}

struct lower_value lower_concat(struct lower *f, const struct ir_node *n, int32_t target) {
    struct parts p = {0};
    add_parts(f, &p, n->list);
    return joined(f, &p, lower_node_type(f, n), n->escapes, n->why, target);
}

/* Escape analysis has no say in x += y: the bytes are always on the heap. */
struct lower_value lower_concat_to(struct lower *f, struct lower_value left,
                                   const struct ir_node *n, int32_t target) {
    static const struct ir_reason KEPT = {.why = "the result of += is kept", .brief = "+= is kept"};
    struct parts p = {0};
    add_part(f, &p, left);
    if (n->op == IR_CONCAT) add_parts(f, &p, n->list);
    else add_part(f, &p, lower_value_of(f, n));
    return joined(f, &p, left.type, true, &KEPT, target);
}

/* ---- conversions ---- */

static struct lower_value converted(struct lower *f, const struct ir_node *n, enum op_code code,
                                    enum go_kind made_of, uint32_t buffer, int32_t target) {
    struct lower_value from = lower_value_of(f, n->x);
    uint32_t site = bytes_site(f, made_of, n->escapes, n->why);
    uint32_t first = f->program->argument_count;
    lower_word(f, from, 0);
    if (code != OP_FROM_RUNE) lower_word(f, from, 1);
    lower_number(f, lower_buffer(f, buffer, n->escapes, "string"));
    lower_release(f, from);
    return made_by(f, code, lower_node_type(f, n), first, site, target);
}

struct lower_value lower_to_string(struct lower *f, const struct ir_node *n, int32_t target) {
    program_byte_table(f->program);
    if (go_is_integer(n->x->type))
        return converted(f, n, OP_FROM_RUNE, GO_KIND_UINT8, STRING_BUFFER, target);
    if (is_bytes(n->x->type))
        return converted(f, n, OP_TO_STRING, GO_KIND_UINT8, STRING_BUFFER, target);
    return converted(f, n, OP_FROM_RUNES, GO_KIND_UINT8, STRING_BUFFER, target);
}

/* []byte("constant") that stays: an array of its length, filled; walk/convert.go:stringtoslicebyte
 */
static struct lower_value constant_bytes(struct lower *f, const struct ir_node *n,
                                         uint32_t length) {
    uint32_t type = lower_node_type(f, n);
    uint32_t array = lower_array(f->unit, f->unit->basic[GO_KIND_UINT8], length);
    struct lower_value text = lower_value_of(f, n->x), v = lower_temporary(f, type);
    bool heap = n->escapes || length > LOWER_STACK_MAX;
    lower_object(f, array, heap, lower_type_at(f, type)->name, n->why, v.slot);
    lower_set(f, v.slot + 1, length);
    lower_set(f, v.slot + 2, length);
    uint32_t first = lower_word(f, lower_in_slot(v.slot, type), 0);
    lower_word(f, text, 0);
    lower_number(f, length);
    lower_number(f, length);
    lower_op(f, (struct op){.code = OP_COPY,
                            .a = NO_SLOT,
                            .b = (int32_t)first,
                            .c = (int32_t)f->unit->basic[GO_KIND_UINT8]});
    return v;
}

struct lower_value lower_from_string(struct lower *f, const struct ir_node *n, int32_t target) {
    if (!is_bytes(n->type))
        return converted(f, n, OP_TO_RUNES, GO_KIND_INT32, RUNE_BUFFER * 4, target);
    if (n->x->op == IR_CONSTANT) {
        uint32_t length;
        constant_string(n->x->constant, &length);
        return constant_bytes(f, n, length);
    }
    return converted(f, n, OP_TO_BYTES, GO_KIND_UINT8, STRING_BUFFER, target);
}
