/* Conversions, written and implicit. */
#include "go/ir/build.h"

static bool is_bytes_or_runes(const struct go_type *t) {
    t = go_underlying(t);
    if (t->kind != GO_KIND_SLICE) return false;
    uint8_t kind = go_underlying(t->element)->kind;
    return kind == GO_KIND_UINT8 || kind == GO_KIND_INT32;
}

/* subr.go: Convertop. */
static enum ir_op conversion_op(const struct go_type *from, const struct go_type *to) {
    if (go_identical(from, to)) return IR_CONVERT;
    if (go_is_interface(to)) return IR_TO_INTERFACE;
    if (go_is_string(to) && (go_is_integer(from) || is_bytes_or_runes(from))) return IR_TO_STRING;
    if (go_is_string(from) && is_bytes_or_runes(to)) return IR_FROM_STRING;
    return IR_CONVERT;
}

/* []rune("text") is a literal: typecheck's stringtoruneslit. A very long text stays a conversion,
 * for a node for each of its characters would take gigabytes. */
static bool is_rune_literal(enum ir_op op, const struct go_type *type, const struct ir_node *x) {
    enum { BYTES_MAX = 1 << 16 };
    uint32_t length;
    if (op != IR_FROM_STRING || x->op != IR_CONSTANT) return false;
    if (go_underlying(go_underlying(type)->element)->kind != GO_KIND_INT32) return false;
    constant_string(x->constant, &length);
    return length <= BYTES_MAX;
}

struct ir_node *ir_build_conversion(struct ir_builder *b, const struct go_type *type,
                                    struct ir_node *x, uint32_t pos) {
    if (x->op == IR_NIL) x->type = type;
    enum ir_op op = conversion_op(x->type, type);
    if (is_rune_literal(op, type, x)) return ir_build_runes(b, type, x);
    struct ir_node *n = ir_new(b->pool, op, pos, type);
    n->x = x;
    return n;
}

struct ir_node *ir_build_assignable(struct ir_builder *b, struct ir_node *x,
                                    const struct go_type *type) {
    if (!type || x->op == IR_BLANK) return x;
    if (x->op == IR_NIL) x->type = type;
    if (go_identical(x->type, type)) return x;
    enum ir_op op = go_is_interface(type) ? IR_TO_INTERFACE : IR_CONVERT;
    struct ir_node *n = ir_new(b->pool, op, b->position, type);
    n->flags |= FLAG_IMPLICIT;
    n->x = x;
    return n;
}

/* Floats are rounded by every conversion, so gc keeps those of one kind, too. */
bool ir_is_renaming(const struct ir_node *n) {
    if (n->op != IR_CONVERT) return false;
    const struct go_type *from = n->x->type, *to = n->type;
    if (go_identical(from, to) && !go_is_float(to)) return true;
    if (!go_is_number(from) || !go_is_number(to)) return true;
    return go_underlying(from)->kind == go_underlying(to)->kind && !go_is_float(to);
}
