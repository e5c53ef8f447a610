/* Calls first, in order; the rest of an expression afterwards: cmd/compile's order.go.
 *
 * What a call inside an expression gives is kept in a temporary until the expression itself is
 * evaluated. It is only done when something else is evaluated before or behind it. */
#include "go/lower/context.h"

enum { FAST_ELEMENT_MAX = 128 }; /* bytes of a map's element: runtime/map.go, maxElemSize */

static bool is_logical(const struct ir_node *n) {
    return n->op == IR_BINARY && (n->operator== GO_AND_AND || n->operator== GO_OR_OR);
}

static bool any_has_effect(const struct ir_node *list) {
    for (; list; list = list->next)
        if (lower_has_effect(list)) return true;
    return false;
}

/* Whether other parts of the expression could be changed by it, or notice when it is done. */
bool lower_has_effect(const struct ir_node *n) {
    for (; n; n = n->x) { /* long sums lean to the left: no recursion there */
        if (n->init) return true;
        switch ((enum ir_op)n->op) {
        case IR_CALL:
        case IR_CALL_INTERFACE:
        case IR_RECEIVE:
        case IR_APPEND:
        case IR_COPY:
        case IR_RECOVER: return true;
        case IR_VARIABLE:
        case IR_FUNCTION:
        case IR_CONSTANT:
        case IR_NIL:
        case IR_CLOSURE: return false;
        default: break;
        }
        if (lower_has_effect(n->y) || lower_has_effect(n->z) || lower_has_effect(n->w) ||
            any_has_effect(n->list))
            return true;
    }
    return false;
}

bool lower_has_parts(const struct ir_node *n) {
    return n->op != IR_VARIABLE && n->op != IR_CONSTANT && n->op != IR_NIL && n->op != IR_FUNCTION;
}

/* ---- whether the order is to be noticed ---- */

enum { EFFECT = 1, FAULTS_EARLY = 2, FAULTS_LATE = 4 };

/* Of the operation itself, without its parts: what is kept faults before what is read late. */
static uint8_t own_traits(const struct ir_node *n) {
    switch ((enum ir_op)n->op) {
    case IR_SLICE:
    case IR_ASSERT:
    case IR_MAKE_SLICE:
    case IR_MAKE_CHANNEL: return FAULTS_EARLY;
    case IR_INDEX:
    case IR_MAP_INDEX:
    case IR_FOLLOW:
    case IR_POINTER_FIELD:
    case IR_CONVERT:
    case IR_BINARY: return FAULTS_LATE;
    default: return 0;
    }
}

static uint8_t traits_of(const struct ir_node *n) {
    uint8_t traits = 0;
    for (; n; n = n->x) {
        if (n->op == IR_CLOSURE) break;
        traits |= own_traits(n);
        if (n->y) traits |= traits_of(n->y);
        if (n->z) traits |= traits_of(n->z);
        if (n->w) traits |= traits_of(n->w);
        for (const struct ir_node *part = n->list; part; part = part->next)
            traits |= traits_of(part);
    }
    return traits;
}

void lower_turn(struct lower_turns *t, const struct ir_node *n) {
    if (!n) return;
    uint8_t traits = traits_of(n) | (lower_has_effect(n) ? EFFECT : 0);
    bool faults = (t->before & FAULTS_LATE) && (traits & FAULTS_EARLY);
    if (t->any && ((traits & EFFECT) || faults)) t->matters = true;
    t->before |= traits;
    t->any = true;
}

void lower_turn_list(struct lower_turns *t, const struct ir_node *list) {
    for (; list; list = list->next) lower_turn(t, list);
}

/* ---- what is kept ---- */

/* Its value may be different once other calls are done: what gets a copy in order.go, expr1. */
static bool is_kept(const struct ir_node *n) {
    if (n->init) return true;
    switch ((enum ir_op)n->op) {
    case IR_CALL:
    case IR_CALL_INTERFACE:
    case IR_RECEIVE:
    case IR_APPEND:
    case IR_COPY:
    case IR_RECOVER:
    case IR_SLICE:
    case IR_LEN:
    case IR_CAP:
    case IR_NEW:
    case IR_MAKE_SLICE:
    case IR_MAKE_MAP:
    case IR_MAKE_CHANNEL:
    case IR_FROM_STRING:
    case IR_MAP_LITERAL: return true;
    case IR_BINARY: return is_logical(n);
    case IR_MAP_INDEX: return n->y->op == IR_TO_STRING; /* its bytes may change */
    case IR_ASSERT: return !go_is_direct(n->type);
    default: return false;
    }
}

void lower_keep(struct lower *f, const struct ir_node *n) {
    if (n->op == IR_CALL && n->type && n->type->kind == GO_KIND_TUPLE) return;
    struct lower_value v = lower_copied(f, lower_expression(f, n, NO_SLOT));
    f->done = pool_grow(f->unit->pool, f->done, f->done_count, sizeof *f->done);
    if (f->done) f->done[f->done_count++] = (struct lower_done){n, v};
}

static bool is_done(const struct lower *f, const struct ir_node *n) {
    for (uint32_t i = 0; i < f->done_count; i++)
        if (f->done[i].node == n) return true;
    return false;
}

bool lower_take_done(struct lower *f, const struct ir_node *n, struct lower_value *out) {
    for (uint32_t i = 0; i < f->done_count; i++) {
        if (f->done[i].node != n) continue;
        *out = f->done[i].value;
        f->done[i] = f->done[--f->done_count];
        return true;
    }
    return false;
}

/* Both sides of && and the entries of a map literal are evaluated when it is its turn; what stands
 * before an expression comes before its parts. */
static bool parts_wait(const struct ir_node *n) {
    if (n->init) return true;
    return is_logical(n) || n->op == IR_MAP_LITERAL || n->op == IR_CLOSURE;
}

struct lower_spine lower_spine_of(struct lower *f, const struct ir_node *n, bool same) {
    struct lower_spine s = {.bottom = n};
    const struct ir_node *top = n;
    for (; n->op == IR_BINARY && !n->init && !is_done(f, n); n = n->x) {
        if (same ? n->operator!= top->operator: is_logical(n)) break;
        s.nodes = pool_grow(f->unit->pool, (void *)s.nodes, s.count, sizeof(void *));
        if (!s.nodes) return (struct lower_spine){.bottom = top};
        s.nodes[s.count++] = n;
    }
    s.bottom = n;
    return s;
}

/* ---- operands that the runtime finds by their address ---- */

/* What the address of may be taken at once: order.go, isaddrokay. */
static bool has_address(const struct ir_node *n) {
    if (n->op == IR_VARIABLE) return n->variable->class == VARIABLE_GLOBAL;
    for (;; n = n->x) {
        bool array = n->op == IR_INDEX && go_underlying(n->x->type)->kind == GO_KIND_ARRAY;
        if (n->op == IR_FIELD || array) continue;
        if (n->op == IR_INDEX) return !go_is_string(n->x->type);
        return n->op == IR_FOLLOW || n->op == IR_POINTER_FIELD || n->op == IR_VARIABLE;
    }
}

/* Any other is copied when it is its turn. */
static void keep_operand(struct lower *f, const struct ir_node *n) {
    if (n->op == IR_CONSTANT || n->op == IR_NIL || is_done(f, n) || has_address(n)) return;
    lower_keep(f, n);
}

static const struct go_type *sole_component(const struct go_type *t) {
    for (t = go_underlying(t);; t = go_underlying(t)) {
        if (t->kind == GO_KIND_STRUCT && t->field_count == 1) t = t->fields[0].type;
        else if (t->kind == GO_KIND_ARRAY && t->length == 1) t = t->element;
        else return t;
    }
}

/* Whether an interface gets a value from the runtime by its address: convert.go,
 * dataWordFuncName. */
static bool is_boxed_by_address(struct lower *f, const struct go_type *type) {
    const struct type *t = lower_type_at(f, lower_type(f->unit, type));
    bool number = t->size == t->alignment && !lower_has_pointers(f, lower_type(f->unit, type));
    if (number && (t->size == 2 || t->size == 4 || t->size == WORD)) return false;
    const struct go_type *sole = sole_component(type);
    return !go_is_string(sole) && sole->kind != GO_KIND_SLICE;
}

static bool is_aggregate(const struct go_type *type) {
    enum go_kind kind = (enum go_kind)go_underlying(type)->kind;
    return kind == GO_KIND_STRUCT || kind == GO_KIND_ARRAY;
}

/* Maps of small elements take keys of these kinds as they are: walk.go, mapfast. */
static bool is_key_by_address(struct lower *f, const struct go_type *map) {
    const struct go_type *key = go_underlying(go_underlying(map)->key);
    const struct go_type *element = go_underlying(map)->element;
    if (lower_type_at(f, lower_type(f->unit, element))->size > FAST_ELEMENT_MAX) return true;
    if (go_is_string(key) || key->kind == GO_KIND_POINTER || key->kind == GO_KIND_CHANNEL)
        return false;
    const struct type *t = lower_type_at(f, lower_type(f->unit, key));
    return t->kind != TYPE_INTEGER || t->size < 4;
}

/* ---- hoisting ---- */

static void hoist_list(struct lower *f, const struct ir_node *list) {
    for (; list; list = list->next) lower_hoist(f, list);
}

/* The bytes or runes of a string that are only looked at: no copy is made for it. */
static void hoist_seen(struct lower *f, const struct ir_node *n) {
    lower_hoist(f, n && n->op == IR_FROM_STRING && !n->init ? n->x : n);
}

static void hoist_parts(struct lower *f, const struct ir_node *n) {
    bool sees = n->op == IR_LEN || n->op == IR_COPY || n->op == IR_APPEND;
    bool room = n->op == IR_APPEND && n->flags & FLAG_DOTS && n->list->op == IR_MAKE_SLICE;
    if (n->op == IR_LEN) hoist_seen(f, n->x);
    else lower_hoist(f, n->x);
    if (sees) hoist_seen(f, n->y);
    else lower_hoist(f, n->y);
    lower_hoist(f, n->z);
    lower_hoist(f, n->w);
    if (room) hoist_parts(f, n->list);
    else if (sees && n->list && !n->list->next) hoist_seen(f, n->list);
    else hoist_list(f, n->list);
    bool boxed = n->op == IR_TO_INTERFACE && !go_is_interface(n->x->type);
    if (boxed && is_boxed_by_address(f, n->x->type)) keep_operand(f, n->x);
    if (n->op == IR_MAP_INDEX && is_key_by_address(f, n->x->type)) keep_operand(f, n->y);
}

/* Both sides of a comparison of structs or arrays. */
static void keep_compared(struct lower *f, const struct ir_node *n) {
    bool comparison = n->operator>= GO_EQUAL && n->operator<= GO_GREATER_EQUAL;
    if (!comparison || !n->x->type || !is_aggregate(n->x->type)) return;
    keep_operand(f, n->x);
    keep_operand(f, n->y);
}

void lower_hoist(struct lower *f, const struct ir_node *n) {
    if (!n || !lower_has_parts(n) || is_done(f, n)) return;
    struct lower_spine s = lower_spine_of(f, n, false);
    if (s.count == 0) {
        if (!parts_wait(n)) hoist_parts(f, n);
        if (is_kept(n)) lower_keep(f, n);
        return;
    }
    lower_hoist(f, s.bottom);
    while (s.count) {
        lower_hoist(f, s.nodes[--s.count]->y);
        keep_compared(f, s.nodes[s.count]);
    }
}

void lower_hoist_pair(struct lower *f, const struct ir_node *first, const struct ir_node *second) {
    struct lower_turns turns = {0};
    lower_turn(&turns, first);
    lower_turn(&turns, second);
    if (!turns.matters) return;
    lower_hoist(f, first);
    lower_hoist(f, second);
}

void lower_hoist_list(struct lower *f, const struct ir_node *list) {
    struct lower_turns turns = {0};
    lower_turn_list(&turns, list);
    if (turns.matters) hoist_list(f, list);
}

void lower_hoist_operands(struct lower *f, const struct ir_node *x, const struct ir_node *list) {
    struct lower_turns turns = {0};
    lower_turn(&turns, x);
    lower_turn_list(&turns, list);
    if (!turns.matters) return;
    lower_hoist(f, x);
    hoist_list(f, list);
}
