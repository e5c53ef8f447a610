#include "support/tree.h"

static const char *const KINDS[] = {
#define NODE(name, position, parts) #name,
#include "go/syntax/node.def"
#undef NODE
};

static const char *const FLAGS[] = {"dots",   "three", "send",    "receive", "embedded",
                                    "define", "step",  "default", "alias",   "parentheses"};

static void add_flags(uint32_t flags, struct text *out) {
    for (uint32_t i = 0; i < sizeof FLAGS / sizeof FLAGS[0]; i++)
        if (flags & (1u << i)) text_addf(out, " %s", FLAGS[i]);
}

static void add_part(const char *name, const struct go_node *n, bool positions, struct text *out) {
    if (!n) return;
    text_addf(out, " %s:", name);
    tree_text(n, positions, out);
}

static void add_list(const struct go_node *list, bool positions, struct text *out) {
    if (!list) return;
    text_add(out, " [");
    tree_list_text(list, positions, out);
    text_add(out, "]");
}

void tree_list_text(const struct go_node *list, bool positions, struct text *out) {
    for (const struct go_node *n = list; n; n = n->next) {
        if (n != list) text_add(out, " ");
        tree_text(n, positions, out);
    }
}

static void add_head(const struct go_node *n, bool positions, struct text *out) {
    text_addf(out, "(%s", KINDS[n->kind]);
    if (positions) text_addf(out, "@%u", n->pos);
    if (n->op != GO_END) text_addf(out, " %s", go_token_text((enum go_token)n->op));
    if (n->name) text_addf(out, " %.*s", (int)n->length, n->name);
    if (n->kind == NODE_CONST) text_addf(out, " iota %u", n->number);
    add_flags(n->flags, out);
}

void tree_text(const struct go_node *n, bool positions, struct text *out) {
    if ((n->kind == NODE_NAME || n->kind == NODE_LITERAL) && n->flags == 0) {
        text_add_bytes(out, n->name, n->length);
        if (positions) text_addf(out, "@%u", n->pos);
        return;
    }
    add_head(n, positions, out);
    add_part("x", n->x, positions, out);
    add_part("y", n->y, positions, out);
    /* The spec that a CONST repeats stands before it in the list. */
    if (n->kind == NODE_CONST && n->z) text_addf(out, " repeats %s", n->z->list->name);
    else add_part("z", n->z, positions, out);
    add_part("w", n->w, positions, out);
    add_list(n->list, positions, out);
    add_list(n->list2, positions, out);
    text_add(out, ")");
}
