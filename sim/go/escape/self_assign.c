/* Assignments that store nothing that was not there before (cmd/compile's escape/utils.go).
 *
 * The comparison is of syntax alone, so it holds for integers as well. */
#include <string.h>

#include "go/escape/graph.h"

/* A conversion that changes no bits: gc's OCONVNOP, where OCONV computes. */
static bool is_renaming(const struct ir_node *n) {
    return n->op == IR_CONVERT && (!go_is_number(n->type) ||
                                   go_identical(go_underlying(n->type), go_underlying(n->x->type)));
}

static bool is_arithmetic(const struct ir_node *n) {
    if (n->op != IR_BINARY) return false;
    switch (n->operator) {
    case GO_OR_OR:
    case GO_AND_AND:
    case GO_EQUAL:
    case GO_UNEQUAL:
    case GO_LESS:
    case GO_LESS_EQUAL:
    case GO_GREATER:
    case GO_GREATER_EQUAL: return false;
    default: return true;
    }
}

static bool same_type(const struct ir_node *a, const struct ir_node *b) {
    return a->type == b->type || (a->type && b->type && go_identical(a->type, b->type));
}

static bool same_name(const struct ir_node *a, const struct ir_node *b) {
    return a->name && b->name && strcmp(a->name, b->name) == 0;
}

static bool same_constant(const struct ir_node *a, const struct ir_node *b) {
    return constant_kind(a->constant) == constant_kind(b->constant) &&
           constant_compare(GO_EQUAL, a->constant, b->constant);
}

static bool is_same_safe(const struct ir_node *a, const struct ir_node *b);

/* What two nodes of one kind must agree in beside their first operands: -1 if that is all they
 * have, otherwise whether they are the same. */
enum agreement { DIFFERENT, SAME, SAME_IF_FIRST };

static enum agreement first_if(bool same) {
    return same ? SAME_IF_FIRST : DIFFERENT;
}

static enum agreement compare(const struct ir_node *a, const struct ir_node *b) {
    switch (a->op) {
    case IR_VARIABLE: return a->variable == b->variable ? SAME : DIFFERENT;
    case IR_FUNCTION: return a->function == b->function ? SAME : DIFFERENT;
    case IR_CONSTANT: return same_constant(a, b) ? SAME : DIFFERENT;
    case IR_NIL: return SAME;
    case IR_FIELD:
    case IR_POINTER_FIELD: return first_if(same_name(a, b));
    case IR_FOLLOW: return SAME_IF_FIRST;
    case IR_UNARY: return first_if(a->operator== b->operator);
    case IR_CONVERT:
        return first_if(go_is_number(a->type) || go_is_boolean(a->type) || go_has_nil(a->type));
    case IR_INDEX:
    case IR_MAP_INDEX: return first_if(is_same_safe(a->y, b->y));
    case IR_BINARY:
        return first_if(is_arithmetic(a) && a->operator== b->operator&& is_same_safe(a->y, b->y));
    default: return DIFFERENT;
    }
}

/* The same expression, without effects (ir/expr.go: SameSafeExpr). */
static bool is_same_safe(const struct ir_node *a, const struct ir_node *b) {
    for (;; a = a->x, b = b->x) {
        while (is_renaming(a)) a = a->x;
        while (is_renaming(b)) b = b->x;
        if (a->op != b->op || !same_type(a, b)) return false;
        enum agreement found = compare(a, b);
        if (found != SAME_IF_FIRST) return found == SAME;
    }
}

/* Whether evaluating n might change memory; calls, and much that could not. */
static bool may_affect_memory(const struct ir_node *n) {
    for (;; n = n->x) {
        switch (n->op) {
        case IR_VARIABLE:
        case IR_FUNCTION:
        case IR_CONSTANT:
        case IR_NIL: return false;
        case IR_BINARY:
            if (!is_arithmetic(n) || may_affect_memory(n->y)) return true;
            break;
        case IR_INDEX:
            if (may_affect_memory(n->y)) return true;
            break;
        case IR_CONVERT:
        case IR_LEN:
        case IR_CAP:
        case IR_UNARY:
        case IR_FIELD:
        case IR_POINTER_FIELD:
        case IR_FOLLOW: break;
        default: return true;
        }
    }
}

/* The variable that is followed: p of *p and p.f. */
static const struct ir_variable *followed(const struct ir_node *n) {
    if (n->op != IR_FOLLOW && n->op != IR_POINTER_FIELD) return NULL;
    return n->x->op == IR_VARIABLE ? n->x->variable : NULL;
}

/* b.buffer = b.buffer[n:m]. Slicing an array that lies in *b would be a new pointer to it. */
static bool is_slice_of_self(const struct ir_node *target, const struct ir_node *source) {
    const struct ir_variable *base = followed(target);
    if (!base || source->op != IR_SLICE || source->x->op == IR_ADDRESS) return false;
    return followed(source->x) == base;
}

bool escape_is_self_assignment(const struct ir_node *target, const struct ir_node *source) {
    if (is_slice_of_self(target, source)) return true;
    if (target->op != source->op) return false;
    switch (target->op) {
    case IR_FIELD:
    case IR_POINTER_FIELD: return is_same_safe(target->x, source->x);
    case IR_INDEX:
        return !may_affect_memory(target->y) && !may_affect_memory(source->y) &&
               is_same_safe(target->x, source->x);
    default: return false;
    }
}
