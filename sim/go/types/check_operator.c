/* Operators (expr.go: unary, binary, shift, comparison). */
#include "go/types/checker.h"

#include <string.h>

/* Constant strings made by +: so many bytes, then no more. Each takes room of its own. */
enum { TEXT_BYTES_MAX = 64 << 20, SHIFT_MAX = 1023 - 1 + 52 };

static void fail(struct operand *x) {
    x->mode = MODE_NONE;
    x->type = go_basic(GO_KIND_INVALID);
}

static void complain(struct go_checker *c, struct operand *x, const char *what) {
    go_check_complain(c, go_check_start(x->node), "invalid operation: %s %s", what,
                      go_check_words(c, x));
    fail(x);
}

/* ---- which operators a type has ---- */

static bool is_defined(enum go_token op, const struct go_type *t) {
    switch (op) {
    case GO_ADD: return go_is_number(t) || go_is_string(t);
    case GO_SUBTRACT:
    case GO_MULTIPLY:
    case GO_DIVIDE: return go_is_number(t);
    case GO_REMAINDER:
    case GO_AND:
    case GO_OR:
    case GO_XOR:
    case GO_AND_NOT: return go_is_integer(t);
    case GO_AND_AND:
    case GO_OR_OR:
    case GO_NOT: return go_is_boolean(t);
    default: return false;
    }
}

static bool check_defined(struct go_checker *c, struct operand *x, enum go_token op, bool unary) {
    bool plus = unary && op == GO_ADD;
    if (plus ? go_is_number(x->type) : is_defined(op, x->type)) return true;
    go_check_complain(c, go_check_start(x->node),
                      "invalid operation: operator %s not defined on %s", go_token_text(op),
                      go_check_words(c, x));
    fail(x);
    return false;
}

bool go_check_is_comparison(enum go_token op) {
    return op == GO_EQUAL || op == GO_UNEQUAL || op == GO_LESS || op == GO_LESS_EQUAL ||
           op == GO_GREATER || op == GO_GREATER_EQUAL;
}

static bool is_shift(enum go_token op) {
    return op == GO_SHIFT_LEFT || op == GO_SHIFT_RIGHT;
}

/* ---- one operand ---- */

static void check_address(struct go_checker *c, struct operand *x, const struct go_node *n) {
    if (n->x->kind != NODE_COMPOSITE && x->mode != MODE_VARIABLE) {
        complain(c, x, "cannot take address of");
        return;
    }
    x->mode = MODE_VALUE;
    x->type = go_pointer_to(c->pool, x->type);
}

static void check_receive(struct go_checker *c, struct operand *x) {
    const struct go_type *t = go_underlying(x->type);
    if (t->kind != GO_KIND_CHANNEL) {
        complain(c, x, "cannot receive from non-channel");
        return;
    }
    if (t->direction == FLAG_SEND) {
        complain(c, x, "cannot receive from send-only channel");
        return;
    }
    x->mode = MODE_COMMA_OK;
    x->type = t->element;
    c->at.has_call = true;
}

void go_check_unary(struct go_checker *c, struct operand *x, struct go_node *n) {
    enum go_token op = (enum go_token)n->op;
    go_check_expression(c, x, n->x);
    if (x->mode == MODE_NONE) return;
    if (op == GO_AND) {
        check_address(c, x, n);
        return;
    }
    if (op == GO_ARROW) {
        check_receive(c, x);
        return;
    }
    if (op == GO_TILDE) {
        go_check_complain(c, n->pos, "cannot use ~ outside of interface or type constraint");
        fail(x);
        return;
    }
    if (!check_defined(c, x, op, true)) return;
    if (x->mode != MODE_CONSTANT) {
        x->mode = MODE_VALUE;
        return;
    }
    if (!x->value) return;
    uint32_t bits = go_is_unsigned(x->type) ? (uint32_t)go_size(x->type) * 8 : 0;
    x->value = constant_unary(c->pool, op, x->value, bits);
    x->node = n;
    go_check_overflow(c, x, !x->value);
}

/* ---- comparison ---- */

static const char *kind_words(struct go_checker *c, const struct go_type *t) {
    switch (go_underlying(t)->kind) {
    case GO_KIND_ARRAY: return "array";
    case GO_KIND_SLICE: return "slice";
    case GO_KIND_STRUCT: return "struct";
    case GO_KIND_POINTER: return "pointer";
    case GO_KIND_FUNCTION: return "func";
    case GO_KIND_INTERFACE: return "interface";
    case GO_KIND_MAP: return "map";
    case GO_KIND_CHANNEL: return "chan";
    default: return go_check_type_words(c, t);
    }
}

static const char *incomparable_cause(struct go_checker *c, const struct go_type *type) {
    const struct go_type *t = go_underlying(type);
    if (t->kind == GO_KIND_SLICE || t->kind == GO_KIND_FUNCTION || t->kind == GO_KIND_MAP)
        return pool_stringf(c->pool, "%s can only be compared to nil", kind_words(c, type));
    if (t->kind == GO_KIND_ARRAY)
        return pool_stringf(c->pool, "%s cannot be compared", go_check_type_words(c, t));
    for (uint32_t i = 0; t->kind == GO_KIND_STRUCT && i < t->field_count; i++)
        if (!go_comparable(t->fields[i].type))
            return pool_stringf(c->pool, "struct containing %s cannot be compared",
                                go_check_type_words(c, t->fields[i].type));
    return NULL;
}

/* The operand that cannot be compared, or NULL; *cause may get a reason. */
static const struct operand *incomparable(struct go_checker *c, const struct operand *x,
                                          const struct operand *y, enum go_token op,
                                          const char **cause) {
    if (!go_check_assignable(c, x, y->type, NULL) && !go_check_assignable(c, y, x->type, NULL)) {
        *cause = pool_stringf(c->pool, "mismatched types %s and %s",
                              go_check_type_words(c, x->type), go_check_type_words(c, y->type));
        return y;
    }
    if (op != GO_EQUAL && op != GO_UNEQUAL) {
        if (!go_ordered(x->type)) return x;
        return go_ordered(y->type) ? NULL : y;
    }
    if (x->mode == MODE_NIL || y->mode == MODE_NIL) {
        const struct go_type *t = x->mode == MODE_NIL ? y->type : x->type;
        bool untyped = t->kind == GO_KIND_UNTYPED_NIL; /* nil == nil */
        return go_has_nil(t) && !untyped ? NULL : y;
    }
    const struct operand *wrong = !go_comparable(x->type) ? x : !go_comparable(y->type) ? y : NULL;
    if (wrong) *cause = incomparable_cause(c, wrong->type);
    return wrong;
}

void go_check_comparison(struct go_checker *c, struct operand *x, struct operand *y,
                         enum go_token op, bool in_switch) {
    const char *cause = NULL;
    const struct operand *wrong = incomparable(c, x, y, op, &cause);
    if (wrong) {
        const char *left = go_check_node_words(c, x->node),
                   *right = go_check_node_words(c, y->node);
        if (!cause)
            cause = pool_stringf(c->pool, "operator %s not defined on %s", go_token_text(op),
                                 kind_words(c, wrong->type));
        if (in_switch)
            go_check_complain(c, go_check_start(x->node), "invalid case %s in switch on %s (%s)",
                              left, right, cause);
        else
            go_check_complain(c, go_check_start(wrong->node), "invalid operation: %s %s %s (%s)",
                              left, go_token_text(op), right, cause);
        fail(x);
        return;
    }
    if (x->mode == MODE_CONSTANT && y->mode == MODE_CONSTANT) {
        if (x->value && y->value)
            x->value = constant_of_bool(c->pool, constant_compare(op, x->value, y->value));
        else x->value = NULL;
    } else {
        x->mode = MODE_VALUE;
        go_check_update_type(c, x->node, go_default_type(x->type), true);
        go_check_update_type(c, y->node, go_default_type(y->type), true);
    }
    x->type = go_basic(GO_KIND_UNTYPED_BOOL);
}

/* ---- shifts ---- */

static const struct go_constant *integer_value(struct go_checker *c, const struct operand *x) {
    if (x->mode != MODE_CONSTANT || !x->value || !go_is_number(x->type)) return NULL;
    return constant_to_integer(c->pool, x->value);
}

static bool check_shift_count(struct go_checker *c, struct operand *y) {
    if (y->mode == MODE_CONSTANT) {
        const struct go_constant *value = integer_value(c, y);
        if (value && constant_sign(value) < 0) {
            complain(c, y, "negative shift count");
            return false;
        }
        if (!go_is_untyped(y->type)) return true;
        go_check_representable(c, y, go_basic(GO_KIND_UINT));
        return y->mode != MODE_NONE;
    }
    if (go_is_untyped(y->type) && !go_is_integer(y->type)) {
        go_check_convert_untyped(c, y, go_basic(GO_KIND_UINT));
        return y->mode != MODE_NONE;
    }
    if (go_is_integer(y->type)) return true;
    go_check_complain(c, go_check_start(y->node),
                      "invalid operation: shift count %s must be integer", go_check_words(c, y));
    return false;
}

static void shift_constants(struct go_checker *c, struct operand *x, struct operand *y,
                            const struct go_constant *value, const struct binary *b) {
    uint64_t count = 0;
    const struct go_constant *number = integer_value(c, y);
    if (!x->value || !y->value) {
        x->value = NULL;
    } else if (!number || !constant_uint64(number, &count) || count > SHIFT_MAX) {
        complain(c, y, "invalid shift count");
        fail(x);
        return;
    }
    if (!go_is_integer(x->type)) x->type = go_basic(GO_KIND_UNTYPED_INT);
    if (!x->value) return;
    x->value = constant_binary(c->pool, b->op, value, number, true);
    if (b->node) x->node = b->node;
    go_check_overflow(c, x, !x->value);
}

static void must_be_integer(struct go_checker *c, struct operand *x) {
    go_check_complain(c, go_check_start(x->node),
                      "invalid operation: shifted operand %s must be integer",
                      go_check_words(c, x));
    fail(x);
}

static void check_shift(struct go_checker *c, struct operand *x, struct operand *y,
                        const struct binary *b) {
    const struct go_constant *value = integer_value(c, x);
    bool unknown = x->mode == MODE_CONSTANT && !x->value;
    if (!go_is_integer(x->type) && !(go_is_untyped(x->type) && (value || unknown))) {
        must_be_integer(c, x);
        return;
    }
    if (!check_shift_count(c, y)) {
        fail(x);
        return;
    }
    if (x->mode == MODE_CONSTANT && y->mode == MODE_CONSTANT) {
        shift_constants(c, x, y, value, b);
        return;
    }
    if (x->mode == MODE_CONSTANT && go_is_untyped(x->type)) {
        /* Its type is that which the whole would have without the shift. */
        if (go_is_untyped(x->node->type)) x->node->flags |= FLAG_SHIFTED;
        x->mode = MODE_VALUE;
        return;
    }
    if (go_is_integer(x->type)) x->mode = MODE_VALUE;
    else must_be_integer(c, x);
}

/* ---- two operands ---- */

static bool may_mix(const struct operand *x, const struct operand *y) {
    if (go_is_interface(x->type) || go_is_interface(y->type)) return true;
    if (go_is_boolean(x->type) != go_is_boolean(y->type)) return false;
    if (go_is_string(x->type) != go_is_string(y->type)) return false;
    if (x->mode == MODE_NIL && !go_has_nil(y->type)) return false;
    return y->mode != MODE_NIL || go_has_nil(x->type);
}

static void mismatched(struct go_checker *c, struct operand *x, const struct operand *y,
                       const struct binary *b) {
    const char *left = go_check_type_words(c, x->type), *right = go_check_type_words(c, y->type);
    uint32_t pos = go_check_start(x->node);
    if (b->node)
        go_check_complain(c, pos, "invalid operation: %s (mismatched types %s and %s)",
                          go_check_node_words(c, b->node), left, right);
    else
        go_check_complain(c, pos, "invalid operation: %s %s= %s (mismatched types %s and %s)",
                          go_check_node_words(c, b->assign->list), go_token_text(b->op),
                          go_check_node_words(c, b->assign->list2), left, right);
    fail(x);
}

static bool is_division_by_zero(const struct operand *x, const struct operand *y,
                                enum go_token op) {
    if (op != GO_DIVIDE && op != GO_REMAINDER) return false;
    if (x->mode != MODE_CONSTANT && !go_is_integer(x->type)) return false;
    return y->mode == MODE_CONSTANT && y->value && constant_sign(y->value) == 0;
}

static bool is_too_much_text(struct go_checker *c, const struct operand *x,
                             const struct operand *y) {
    uint32_t left = 0, right = 0;
    if (!go_is_string(x->type)) return false;
    constant_string(x->value, &left);
    constant_string(y->value, &right);
    c->text_bytes += (uint64_t)left + right;
    return c->text_bytes > TEXT_BYTES_MAX;
}

static void fold(struct go_checker *c, struct operand *x, struct operand *y,
                 const struct binary *b) {
    if (!x->value || !y->value) {
        x->value = NULL;
        return;
    }
    if (b->node) x->node = b->node;
    if (is_too_much_text(c, x, y)) {
        go_check_complain(c, x->node->pos, "constant strings are too long");
        x->value = NULL;
        return;
    }
    x->value = constant_binary(c->pool, b->op, x->value, y->value, go_is_integer(x->type));
    go_check_overflow(c, x, !x->value);
}

/* Makes untyped operands those of the other's type; false if one cannot be. */
static bool match(struct go_checker *c, struct operand *x, struct operand *y) {
    if (!may_mix(x, y)) return true;
    go_check_convert_untyped(c, x, y->type);
    if (x->mode == MODE_NONE) return false;
    go_check_convert_untyped(c, y, x->type);
    return y->mode != MODE_NONE;
}

void go_check_binary(struct go_checker *c, struct operand *x, struct operand *y,
                     const struct binary *b) {
    if (x->mode == MODE_NONE) return;
    if (y->mode == MODE_NONE) {
        fail(x);
        return;
    }
    if (is_shift(b->op)) {
        check_shift(c, x, y, b);
        return;
    }
    if (!match(c, x, y)) {
        fail(x);
        return;
    }
    if (go_check_is_comparison(b->op)) {
        go_check_comparison(c, x, y, b->op, false);
        return;
    }
    if (!go_identical(x->type, y->type)) {
        bool known = x->type->kind != GO_KIND_INVALID && y->type->kind != GO_KIND_INVALID;
        if (known) mismatched(c, x, y, b);
        else fail(x);
        return;
    }
    if (!check_defined(c, x, b->op, false)) return;
    if (is_division_by_zero(x, y, b->op)) {
        go_check_complain(c, go_check_start(y->node), "invalid operation: division by zero");
        fail(x);
        return;
    }
    if (x->mode == MODE_CONSTANT && y->mode == MODE_CONSTANT) fold(c, x, y, b);
    else x->mode = MODE_VALUE;
}

/* a + b + c is a BINARY in a BINARY in ..., as deep as it is long: from the innermost outwards. */
void go_check_binary_chain(struct go_checker *c, struct operand *x, struct go_node *n) {
    struct go_node **chain = NULL;
    uint32_t count = 0, capacity = 0;
    struct go_node *inner = n;
    for (; inner->kind == NODE_BINARY; inner = inner->x) {
        chain = go_check_room(c, chain, count, &capacity, sizeof *chain);
        chain[count++] = inner;
    }
    go_check_expression(c, x, inner);
    while (count-- > 0) {
        struct operand y;
        struct binary b = {(enum go_token)chain[count]->op, chain[count], NULL};
        go_check_expression(c, &y, chain[count]->y);
        uint16_t parentheses = go_check_open_parentheses(chain[count]);
        go_check_binary(c, x, &y, &b);
        go_check_close_parentheses(chain[count], parentheses);
        x->node = chain[count];
        if (count > 0) go_check_record(c, x);
    }
}
