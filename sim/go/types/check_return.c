/* Statements behind which nothing is reached (return.go). */
#include "go/types/checker.h"

#include <stddef.h>
#include <string.h>

static bool is_list_terminating(const struct go_node *list) {
    const struct go_node *last = NULL;
    for (; list; list = list->next)
        if (list->kind != NODE_EMPTY) last = list;
    return last && go_check_terminates(last);
}

/* ---- breaks ---- */

struct search {
    const char *label; /* NULL: none */
    bool implicit;     /* break without a label counts */
};

static bool has_break(const struct go_node *n, struct search s);

static bool has_break_in(const struct go_node *list, struct search s) {
    for (; list; list = list->next)
        if (has_break(list, s)) return true;
    return false;
}

static bool has_break_in_cases(const struct go_node *cases, struct search s) {
    for (; cases; cases = cases->next)
        if (has_break_in(cases->list2, s)) return true;
    return false;
}

static bool has_break(const struct go_node *n, struct search s) {
    struct search inner = {s.label, false};
    switch (n->kind) {
    case NODE_LABELED: return has_break(n->x, s);
    case NODE_BRANCH:
        if (n->op != GO_BREAK) return false;
        return n->name ? s.label && strcmp(n->name, s.label) == 0 : s.implicit;
    case NODE_BLOCK: return has_break_in(n->list, s);
    case NODE_IF:
        for (; n && n->kind == NODE_IF; n = n->w)
            if (has_break(n->z, s)) return true;
        return n && has_break(n, s);
    case NODE_SWITCH:
    case NODE_TYPE_SWITCH:
    case NODE_SELECT: return s.label && has_break_in_cases(n->list, inner);
    case NODE_FOR:
    case NODE_RANGE: return s.label && has_break(n->w, inner);
    default: return false;
    }
}

/* ---- termination ---- */

static bool is_switch_terminating(const struct go_node *n, struct search s) {
    bool has_default = n->kind == NODE_SELECT;
    for (const struct go_node *clause = n->list; clause; clause = clause->next) {
        if (clause->flags & FLAG_DEFAULT) has_default = true;
        if (!is_list_terminating(clause->list2)) return false;
        if (has_break_in(clause->list2, s)) return false;
    }
    return has_default;
}

static bool is_if_terminating(const struct go_node *n) {
    for (; n && n->kind == NODE_IF; n = n->w)
        if (!is_list_terminating(n->z->list)) return false;
    return n && go_check_terminates(n);
}

static bool is_panic(const struct go_node *n) {
    return n->kind == NODE_CALL && n->object && n->object->kind == OBJECT_BUILTIN &&
           n->object->builtin == BUILTIN_PANIC;
}

bool go_check_terminates(const struct go_node *n) {
    const char *label = NULL;
    for (; n->kind == NODE_LABELED; n = n->x) label = n->name;
    struct search s = {label, true};
    switch (n->kind) {
    case NODE_EXPRESSION: return is_panic(n->x);
    case NODE_RETURN: return true;
    case NODE_BRANCH: return n->op == GO_GOTO || n->op == GO_FALLTHROUGH;
    case NODE_BLOCK: return is_list_terminating(n->list);
    case NODE_IF: return is_if_terminating(n);
    case NODE_SWITCH:
    case NODE_TYPE_SWITCH:
    case NODE_SELECT: return is_switch_terminating(n, s);
    case NODE_FOR: return !n->y && !has_break(n->w, s);
    default: return false;
    }
}
