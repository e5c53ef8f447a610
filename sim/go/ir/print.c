/* Nodes as the compiler's messages show them: Go as it could be written, from the tree (fmt.go). */
#include "go/ir/ir.h"

#include <stdio.h>
#include <string.h>

#include "base/check.h"

enum {
    BINDING_NONE = 0, /* what fmt.go has forgotten to list, put in parentheses inside others */
    BINDING_UNARY = 7,
    BINDING_OPERAND = 8
};

static void print(const struct ir_node *n, int around, struct text *out);

static int binary_binding(enum go_token operator) {
    enum { COMPARISON = 3 };
    int precedence = go_precedence(operator);
    return precedence < COMPARISON ? precedence : precedence + 1;
}

/* How tightly a node holds together: OpPrec. */
static int binding_of(const struct ir_node *n) {
    switch (n->op) {
    case IR_CONSTANT: return n->text && n->index ? (int)n->index : BINDING_OPERAND;
    case IR_CONCAT:
    case IR_CLOSURE:
    case IR_POINTER_LITERAL:
    case IR_MAKE_MAP:
    case IR_MAKE_CHANNEL:
    case IR_RECOVER: return BINDING_NONE;
    case IR_UNARY:
    case IR_ADDRESS:
    case IR_FOLLOW:
    case IR_RECEIVE: return BINDING_UNARY;
    case IR_BINARY: return binary_binding((enum go_token)n->operator);
    case IR_TYPE:
        return go_underlying(n->type)->kind == GO_KIND_POINTER ? BINDING_UNARY : BINDING_OPERAND;
    default: return BINDING_OPERAND;
    }
}

static void print_type(const struct go_type *t, struct text *out) {
    if (t) go_type_text(t, QUALIFY_OTHERS, out);
    else text_add(out, "<T>");
}

static void print_all(const struct ir_node *list, struct text *out) {
    for (const struct ir_node *n = list; n; n = n->next) {
        if (n != list) text_add(out, ", ");
        print(n, 0, out);
    }
}

/* T{...} */
static void print_literal(const struct ir_node *n, struct text *out) {
    if (n->flags & FLAG_VARIADIC) {
        text_add(out, "... argument");
        return;
    }
    print_type(n->type, out);
    text_add(out, n->list ? "{...}" : "{}");
}

/* T(x), with parentheses around types that have no name. */
static void print_conversion(const struct ir_node *n, struct text *out) {
    bool named = go_is_named(n->type) || n->type->name;
    if (!named) text_add(out, "(");
    print_type(n->type, out);
    text_add(out, named ? "(" : ")(");
    print(n->x, 0, out);
    text_add(out, ")");
}

static void print_slice(const struct ir_node *n, struct text *out) {
    print(n->x, BINDING_OPERAND, out);
    text_add(out, "[");
    if (n->y) print(n->y, 0, out);
    text_add(out, ":");
    if (n->z) print(n->z, 0, out);
    if (n->flags & FLAG_THREE) text_add(out, ":");
    if (n->w) print(n->w, 0, out);
    text_add(out, "]");
}

/* As it is after escape/call.go has packed the arguments: f(a, ... argument...). */
static bool has_dots(const struct ir_node *n) {
    if (n->flags & FLAG_DOTS) return true;
    if (n->op != IR_CALL && n->op != IR_CALL_INTERFACE) return false;
    const struct ir_node *last = n->list;
    while (last && last->next) last = last->next;
    if (!last) return false;
    if (last->op == IR_SLICE_LITERAL && last->flags & FLAG_VARIADIC) return true;
    const struct go_type *t = n->op == IR_CALL ? go_underlying(n->x->type) : NULL;
    return last->op == IR_NIL && t && t->variadic;
}

/* The arguments of a variadic parameter as they were written. */
static void print_elements(const struct ir_node *slice, bool first, struct text *out) {
    if (slice->op == IR_NIL) return;
    if (!first) text_add(out, ", ");
    print_all(slice->list, out);
}

static void print_unpacked(const struct ir_node *n, struct text *out) {
    bool method = n->flags & FLAG_DEVIRTUALIZED;
    print(method ? n->list : n->x, BINDING_OPERAND, out);
    if (method) text_add(out, strrchr(n->x->function->name, '.'));
    if (n->op == IR_CALL_INTERFACE) text_addf(out, ".%s", n->name);
    text_add(out, "(");
    const struct ir_node *list = method ? n->list->next : n->list;
    bool packed = !(n->flags & FLAG_DOTS) && has_dots(n);
    for (const struct ir_node *a = list; a; a = a->next) {
        if (packed && !a->next) {
            print_elements(a, a == list, out);
            break;
        }
        if (a != list) text_add(out, ", ");
        print(a, 0, out);
    }
    text_add(out, n->flags & FLAG_DOTS ? "...)" : ")");
}

static void print_arguments(const struct ir_node *n, struct text *out) {
    text_add(out, "(");
    print_all(n->list, out);
    text_add(out, has_dots(n) ? "...)" : ")");
}

static void print_call(const struct ir_node *n, struct text *out) {
    if (n->flags & FLAG_UNPACKED) {
        print_unpacked(n, out);
        return;
    }
    print(n->x, BINDING_OPERAND, out);
    if (n->op == IR_CALL_INTERFACE) text_addf(out, ".%s", n->name);
    print_arguments(n, out);
}

/* make(T, x, y), copy(x, y), len(x), ... */
static void print_builtin(const struct ir_node *n, const char *name, struct text *out) {
    text_addf(out, "%s(", name);
    bool makes = n->op >= IR_NEW && n->op <= IR_MAKE_CHANNEL;
    if (makes) print_type(n->op == IR_NEW ? go_underlying(n->type)->element : n->type, out);
    if (n->x) {
        if (makes) text_add(out, ", ");
        print(n->x, 0, out);
    }
    if (n->y) {
        text_add(out, ", ");
        print(n->y, 0, out);
    }
    if (n->list && n->x) text_add(out, ", ");
    print_all(n->list, out);
    text_add(out, has_dots(n) ? "...)" : ")");
}

static void print_unary(const struct ir_node *n, const char *operator, struct text * out) {
    text_add(out, operator);
    bool twice = n->op != IR_FOLLOW && n->x->op == n->op && n->x->operator== n->operator;
    if (twice) text_add(out, " ");
    print(n->x, BINDING_UNARY + 1, out);
}

/* Down the left side to the first operand, and up again: sums may have thousands of terms. */
static void print_binary(const struct ir_node *n, struct text *out) {
    struct pool pool = {0};
    const struct ir_node **spine = NULL, *first = n;
    uint32_t depth = 0;
    int binding = binding_of(n);
    for (; first->op == IR_BINARY && binding_of(first) >= binding; first = first->x) {
        spine = pool_grow(&pool, (void *)spine, depth, sizeof *spine);
        if (!spine) break;
        spine[depth++] = first;
        binding = binding_of(first);
    }
    print(first, binding, out);
    while (spine && depth) {
        const struct ir_node *operation = spine[--depth];
        text_addf(out, " %s ", go_token_text((enum go_token)operation->operator));
        print(operation->y, binding_of(operation) + 1, out);
    }
    pool_free(&pool);
}

static void print_concat(const struct ir_node *n, struct text *out) {
    for (const struct ir_node *part = n->list; part; part = part->next) {
        if (part != n->list) text_add(out, " + ");
        print(part, BINDING_NONE, out);
    }
}

static void print_constant(const struct ir_node *n, struct text *out) {
    if (n->text) {
        text_add(out, n->text);
        return;
    }
    print_type(n->type, out);
    text_add(out, "(");
    constant_text(n->constant, out);
    text_add(out, ")");
}

static void print_variable(const struct ir_variable *v, struct text *out) {
    bool blank = v->name[0] == '~' && v->name[1] == 'b';
    text_add(out, blank ? "_" : v->name);
}

static void print_selected(const struct ir_node *n, struct text *out) {
    print(n->x, BINDING_OPERAND, out);
    text_addf(out, ".%s", n->name);
}

static void print_index(const struct ir_node *n, struct text *out) {
    print(n->x, BINDING_OPERAND, out);
    text_add(out, "[");
    print(n->y, 0, out);
    text_add(out, "]");
}

static void print_assert(const struct ir_node *n, struct text *out) {
    print(n->x, BINDING_OPERAND, out);
    text_add(out, ".(");
    print_type(n->type, out);
    text_add(out, ")");
}

/* ---- statements ---- */

static void print_step(const struct ir_node *n, struct text *out) {
    print(n->x, 0, out);
    text_addf(out, " %s= ", go_token_text((enum go_token)n->operator));
    print(n->y, 0, out);
}

static void print_assign(const struct ir_node *n, struct text *out) {
    bool one = n->op == IR_ASSIGN;
    if (one) print(n->x, 0, out);
    else print_all(n->list, out);
    text_add(out, n->flags & FLAG_DEFINE ? " := " : " = ");
    const struct ir_node *value = one ? n->y : n->op == IR_ASSIGN_LIST ? n->list2 : n->x;
    if (value) print_all(value, out);
    else text_add(out, "<nil>");
}

static void print_word(const char *word, const struct ir_node *rest, struct text *out) {
    text_add(out, word);
    print_all(rest, out);
}

/* The DECLAREs of := are part of it. */
static void print_statements(const struct ir_node *list, struct text *out) {
    const char *between = "";
    for (const struct ir_node *n = list; n; n = n->next) {
        const struct ir_node *behind = n;
        while (behind && behind->op == IR_DECLARE) behind = behind->next;
        if (behind != n && behind && behind->flags & FLAG_DEFINE) n = behind;
        text_add(out, between);
        print(n, 0, out);
        between = "; ";
    }
}

/* What stands before the condition only if it is one statement. */
static void print_if(const struct ir_node *n, struct text *out) {
    text_add(out, "if ");
    if (n->list && !n->list->next) {
        print(n->list, 0, out);
        text_add(out, "; ");
    }
    print(n->x, 0, out);
    text_add(out, " { ");
    print_statements(n->list2, out);
    text_add(out, " }");
    if (!n->z || (n->z->op == IR_BLOCK && !n->z->list)) return;
    text_add(out, " else { ");
    print_statements(n->z, out);
    text_add(out, " }");
}

static void print_case(const struct ir_node *n, struct text *out) {
    text_add(out, n->list ? "case " : "default");
    print_all(n->list, out);
    text_add(out, ": ");
    print_statements(n->list2, out);
}

static void print_branch(const struct ir_node *n, struct text *out) {
    text_add(out, go_token_text((enum go_token)n->operator));
    if (n->name) text_addf(out, " %s", n->name);
}

static bool print_statement(const struct ir_node *n, struct text *out) {
    switch (n->op) {
    case IR_DECLARE:
        text_addf(out, "var %s ", n->variable->name);
        print_type(n->variable->type, out);
        return true;
    case IR_ASSIGN:
    case IR_ASSIGN_LIST:
    case IR_ASSIGN_RESULTS:
    case IR_ASSIGN_OK: print_assign(n, out); return true;
    case IR_ASSIGN_OPERATION: print_step(n, out); return true;
    case IR_EVALUATE: print(n->x, 0, out); return true;
    case IR_SEND:
        print(n->x, 3, out);
        text_add(out, " <- ");
        print(n->y, 4, out);
        return true;
    case IR_GO: print_word("go ", n->x, out); return true;
    case IR_DEFER: print_word("defer ", n->x, out); return true;
    case IR_RETURN: print_word("return ", n->list, out); return true;
    case IR_BLOCK: print_statements(n->list, out); return true;
    case IR_FOR:
    case IR_RANGE: text_add(out, "for loop"); return true;
    case IR_SWITCH:
    case IR_TYPE_SWITCH: text_add(out, "switch statement"); return true;
    case IR_SELECT: text_add(out, "select statement"); return true;
    case IR_LABEL: text_addf(out, "%s: ", n->name); return true;
    case IR_IF: print_if(n, out); return true;
    case IR_CASE: print_case(n, out); return true;
    case IR_BRANCH: print_branch(n, out); return true;
    default: return false;
    }
}

static void print_expression(const struct ir_node *n, struct text *out) {
    switch (n->op) {
    case IR_VARIABLE: print_variable(n->variable, out); return;
    case IR_FUNCTION: text_add(out, n->name ? n->name : n->function->name); return;
    case IR_CONSTANT: print_constant(n, out); return;
    case IR_NIL: text_add(out, "nil"); return;
    case IR_BLANK: text_add(out, "_"); return;
    case IR_TYPE: print_type(n->type, out); return;
    case IR_ADDRESS: print_unary(n, "&", out); return;
    case IR_FOLLOW: print_unary(n, "*", out); return;
    case IR_RECEIVE: print_unary(n, "<-", out); return;
    case IR_UNARY: print_unary(n, go_token_text((enum go_token)n->operator), out); return;
    case IR_BINARY: print_binary(n, out); return;
    case IR_CONCAT: print_concat(n, out); return;
    case IR_FIELD:
    case IR_POINTER_FIELD:
    case IR_METHOD_VALUE: print_selected(n, out); return;
    case IR_INDEX:
    case IR_MAP_INDEX: print_index(n, out); return;
    case IR_SLICE: print_slice(n, out); return;
    case IR_ASSERT: print_assert(n, out); return;
    case IR_CONVERT:
    case IR_TO_INTERFACE:
    case IR_TO_STRING:
    case IR_FROM_STRING: print_conversion(n, out); return;
    case IR_STRUCT_LITERAL:
    case IR_ARRAY_LITERAL:
    case IR_SLICE_LITERAL:
    case IR_MAP_LITERAL: print_literal(n, out); return;
    case IR_POINTER_LITERAL:
        text_add(out, "&");
        print(n->x, 0, out);
        return;
    case IR_KEYED: print(n->x, 0, out); return;
    case IR_CLOSURE: text_add(out, "func literal"); return;
    case IR_CALL:
    case IR_CALL_INTERFACE: print_call(n, out); return;
    case IR_NEW: print_builtin(n, "new", out); return;
    case IR_MAKE_SLICE:
    case IR_MAKE_MAP:
    case IR_MAKE_CHANNEL: print_builtin(n, "make", out); return;
    case IR_LEN: print_builtin(n, "len", out); return;
    case IR_CAP: print_builtin(n, "cap", out); return;
    case IR_APPEND: print_builtin(n, "append", out); return;
    case IR_COPY: print_builtin(n, "copy", out); return;
    case IR_DELETE: print_builtin(n, "delete", out); return;
    case IR_CLOSE: print_builtin(n, "close", out); return;
    case IR_PANIC: print_builtin(n, "panic", out); return;
    case IR_RECOVER: text_add(out, "<node RECOVERFP>"); return; /* gc has no word for it */
    case IR_PRINT: print_builtin(n, n->flags & FLAG_LINE ? "println" : "print", out); return;
    default: text_add(out, "<node>"); return;
    }
}

static bool is_skipped(const struct ir_node *n) {
    if (!(n->flags & FLAG_IMPLICIT)) return false;
    return n->op == IR_ADDRESS || n->op == IR_FOLLOW || n->op == IR_CONVERT ||
           n->op == IR_TO_INTERFACE;
}

static void print(const struct ir_node *n, int around, struct text *out) {
    for (;;) {
        if (n->original) n = n->original;
        else if (is_skipped(n)) n = n->x;
        else break;
    }
    if (print_statement(n, out)) return;
    bool parentheses = around > binding_of(n);
    if (parentheses) text_add(out, "(");
    print_expression(n, out);
    if (parentheses) text_add(out, ")");
}

void ir_node_text(const struct ir_node *n, struct text *out) {
    print(n, BINDING_NONE, out);
}
