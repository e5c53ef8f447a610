/* node_text.c -- expressions as messages have them (cmd/compile/internal/syntax/printer.go,
 * ShortForm). */
#include "go/syntax/node.h"

static void add(const struct go_node *n, struct text *out);

void go_list_text(const struct go_node *list, struct text *out) {
    for (const struct go_node *n = list; n; n = n->next) {
        if (n != list) text_add(out, ", ");
        go_node_text(n, out);
    }
}

/* ---- literals ---- */

static void add_composite(const struct go_node *n, struct text *out) {
    if (n->x) go_node_text(n->x, out);
    text_add(out, n->list ? "{…}" : "{}");
}

static void add_function(const struct go_node *n, struct text *out) {
    go_node_text(n->x, out);
    text_add(out, n->y->list ? " {…}" : " {}");
}

/* ---- types ---- */

/* Names that share a type are next to each other: (a, b int, c string). */
static bool shares_type(const struct go_node *a, const struct go_node *b) {
    return a->x && b && b->x && a->y == b->y;
}

static void add_parameters(const struct go_node *list, struct text *out) {
    text_add(out, "(");
    for (const struct go_node *n = list; n; n = n->next) {
        if (n != list) text_add(out, ", ");
        if (n->x) {
            go_node_text(n->x, out);
            if (shares_type(n, n->next)) continue;
            text_add(out, " ");
        }
        add(n->y, out);
    }
    text_add(out, ")");
}

static void add_signature(const struct go_node *n, struct text *out) {
    add_parameters(n->list, out);
    const struct go_node *results = n->list2;
    if (!results) return;
    text_add(out, " ");
    if (!results->next && !results->x) go_node_text(results->y, out);
    else add_parameters(results, out);
}

static void add_fields(const struct go_node *list, struct text *out) {
    for (const struct go_node *n = list; n; n = n->next) {
        if (n->x) {
            go_node_text(n->x, out);
            if (shares_type(n, n->next)) {
                text_add(out, ", ");
                continue;
            }
            text_add(out, " ");
        }
        go_node_text(n->y, out);
        if (n->z) {
            text_add(out, " ");
            go_node_text(n->z, out);
        }
        if (n->next) text_add(out, "; ");
    }
}

static void add_methods(const struct go_node *list, struct text *out) {
    for (const struct go_node *n = list; n; n = n->next) {
        if (n->x) {
            go_node_text(n->x, out);
            add_signature(n->y, out);
        } else {
            go_node_text(n->y, out);
        }
        if (n->next) text_add(out, "; ");
    }
}

/* chan (<-chan T) would be read as (chan<- chan T) without the parentheses. */
static void add_channel(const struct go_node *n, struct text *out) {
    uint32_t direction = n->flags & (FLAG_SEND | FLAG_RECEIVE);
    text_add(out, direction == FLAG_RECEIVE ? "<-chan " : direction ? "chan<- " : "chan ");
    bool parentheses = !direction && n->x->kind == NODE_CHANNEL_TYPE && n->x->flags & FLAG_RECEIVE;
    if (parentheses) text_add(out, "(");
    go_node_text(n->x, out);
    if (parentheses) text_add(out, ")");
}

static void add_type(const struct go_node *n, struct text *out) {
    switch (n->kind) {
    case NODE_ARRAY_TYPE:
        text_add(out, "[");
        if (n->x) go_node_text(n->x, out);
        else text_add(out, "...");
        text_add(out, "]");
        go_node_text(n->y, out);
        break;
    case NODE_SLICE_TYPE:
        text_add(out, "[]");
        go_node_text(n->x, out);
        break;
    case NODE_DOTS_TYPE:
        text_add(out, "...");
        go_node_text(n->x, out);
        break;
    case NODE_STRUCT_TYPE:
        text_add(out, "struct{");
        add_fields(n->list, out);
        text_add(out, "}");
        break;
    case NODE_FUNCTION_TYPE:
        text_add(out, "func");
        add_signature(n, out);
        break;
    case NODE_INTERFACE_TYPE:
        text_add(out, "interface{");
        add_methods(n->list, out);
        text_add(out, "}");
        break;
    case NODE_MAP_TYPE:
        text_add(out, "map[");
        go_node_text(n->x, out);
        text_add(out, "]");
        go_node_text(n->y, out);
        break;
    case NODE_CHANNEL_TYPE: add_channel(n, out); break;
    default: text_add(out, "<bad expr>");
    }
}

/* ---- what is selected, indexed, called ---- */

static void add_slice(const struct go_node *n, struct text *out) {
    go_node_text(n->x, out);
    text_add(out, "[");
    if (n->y) go_node_text(n->y, out);
    text_add(out, ":");
    if (n->z) go_node_text(n->z, out);
    if (n->w) {
        text_add(out, ":");
        go_node_text(n->w, out);
    }
    text_add(out, "]");
}

static void add_postfix(const struct go_node *n, struct text *out) {
    if (n->kind == NODE_SLICE) {
        add_slice(n, out);
        return;
    }
    go_node_text(n->x, out);
    switch (n->kind) {
    case NODE_SELECTOR:
        text_add(out, ".");
        text_add_bytes(out, n->name, n->length);
        break;
    case NODE_INDEX:
        text_add(out, "[");
        go_node_text(n->y, out);
        text_add(out, "]");
        break;
    case NODE_ASSERT:
        text_add(out, ".(");
        if (n->y) go_node_text(n->y, out);
        else text_add(out, "type");
        text_add(out, ")");
        break;
    default:
        text_add(out, "(");
        go_list_text(n->list, out);
        text_add(out, n->flags & FLAG_DOTS ? "...)" : ")");
    }
}

/* ---- statements ---- */

static void add_assignment(const struct go_node *n, struct text *out) {
    go_list_text(n->list, out);
    const char *operator= n->op == GO_END ? "" : go_token_text((enum go_token)n->op);
    if (n->flags & FLAG_STEP) text_addf(out, "%s%s", operator, operator);
    else text_addf(out, " %s%s= ", n->flags & FLAG_DEFINE ? ":" : "", operator);
    go_list_text(n->list2, out);
}

/* ---- everything ---- */

static void add_operation(const struct go_node *n, struct text *out) {
    const char *operator= go_token_text((enum go_token)n->op);
    if (n->kind != NODE_BINARY) {
        text_add(out, operator);
        go_node_text(n->x, out);
        return;
    }
    go_node_text(n->x, out);
    text_addf(out, " %s ", operator);
    go_node_text(n->y, out);
}

static void add(const struct go_node *n, struct text *out) {
    switch (n->kind) {
    case NODE_NAME:
    case NODE_LITERAL: text_add_bytes(out, n->name, n->length); break;
    case NODE_COMPOSITE: add_composite(n, out); break;
    case NODE_FUNCTION: add_function(n, out); break;
    case NODE_KEY_VALUE:
        go_node_text(n->x, out);
        text_add(out, ": ");
        go_node_text(n->y, out);
        break;
    case NODE_SELECTOR:
    case NODE_INDEX:
    case NODE_SLICE:
    case NODE_ASSERT:
    case NODE_CALL: add_postfix(n, out); break;
    case NODE_STAR:
    case NODE_UNARY:
    case NODE_BINARY: add_operation(n, out); break;
    case NODE_EXPRESSION: go_node_text(n->x, out); break;
    case NODE_SEND:
        go_node_text(n->x, out);
        text_add(out, " <- ");
        go_node_text(n->y, out);
        break;
    case NODE_ASSIGN: add_assignment(n, out); break;
    default: add_type(n, out);
    }
}

void go_node_text(const struct go_node *n, struct text *out) {
    if (n->flags & FLAG_PARENTHESES) text_add(out, "(");
    add(n, out);
    if (n->flags & FLAG_PARENTHESES) text_add(out, ")");
}
