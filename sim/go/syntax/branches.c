/* branches.c -- whether break, continue, goto and fallthrough have a place to go to
 * (cmd/compile/internal/syntax/branches.go). Checked in one walk over a function's body; branches
 * with a label wait until all labels are known. Literals inside were checked for themselves. */
#include "go/syntax/parser.h"

#include <string.h>

enum { BUCKET_COUNT = 1024 };

struct block {
    const struct block *parent;
    uint32_t start;
    const struct go_node *labeled;  /* the LABELED that it is the body of, or NULL */
    const struct go_node *variable; /* the last VAR or ASSIGN so far that declares any */
};

struct label {
    struct label *next; /* of the bucket */
    const struct go_node *node;
    struct block *block;
    const struct go_node *variable; /* the last before it in its block */
    bool used;
};

struct branch {
    struct branch *next;
    const struct go_node *node;
    const struct block *block;
};

struct branches {
    struct parser *p;
    struct label *buckets[BUCKET_COUNT];
    struct branch *first, *last; /* those with a label */
};

/* What an unlabeled branch finds around it. */
struct targets {
    const struct go_node *breaks; /* FOR, RANGE, SWITCH, TYPE_SWITCH, SELECT or NULL */
    bool continues;
    bool in_case, in_last_case; /* directly in a case of `breaks` */
};

/* ---- labels ---- */

static uint32_t bucket_of(const struct go_node *n) {
    uint32_t hash = 2166136261u;
    for (uint32_t i = 0; i < n->length; i++) hash = (hash ^ (uint8_t)n->name[i]) * 16777619u;
    return hash % BUCKET_COUNT;
}

static bool same_name(const struct go_node *a, const struct go_node *b) {
    return a->length == b->length && memcmp(a->name, b->name, a->length) == 0;
}

static struct label *find_label(const struct branches *c, const struct go_node *n) {
    struct label *label = c->buckets[bucket_of(n)];
    while (label && !same_name(label->node, n)) label = label->next;
    return label;
}

static void add_place(const struct parser *p, uint32_t pos, struct text *out) {
    size_t line = 0, column = 0;
    if (p->diags) source_place(&p->diags->source, pos - p->file->base, &line, &column);
    text_addf(out, "%s:%zu:%zu", p->diags ? p->diags->source.name : "", line, column);
}

static void refuse_second(struct branches *c, const struct go_node *n, const struct label *first) {
    struct text place = {0};
    add_place(c->p, first->node->pos, &place);
    meaning_error_at(c->p, n->pos, "label %s already defined at %s", n->name, text_string(&place));
    text_free(&place);
}

static void declare(struct branches *c, struct block *b, const struct go_node *n) {
    const struct label *first = find_label(c, n);
    if (first) {
        refuse_second(c, n, first);
        return;
    }
    struct label *label = pool_alloc(c->p->pool, sizeof *label);
    if (!label) return;
    struct label **bucket = &c->buckets[bucket_of(n)];
    *label = (struct label){.next = *bucket, .node = n, .block = b, .variable = b->variable};
    *bucket = label;
}

/* ---- branches ---- */

static void check_fallthrough(struct branches *c, const struct go_node *n, struct targets t,
                              bool last) {
    const char *message = "fallthrough statement out of place";
    if (t.breaks && t.breaks->kind == NODE_TYPE_SWITCH) {
        message = "cannot fallthrough in type switch";
    } else if (t.breaks && t.breaks->kind == NODE_SWITCH && t.in_case && last) {
        if (!t.in_last_case) return;
        message = "cannot fallthrough final case in switch";
    }
    meaning_error_at(c->p, n->pos, "%s", message);
}

static void add_branch(struct branches *c, const struct block *b, const struct go_node *n) {
    struct branch *branch = pool_alloc(c->p->pool, sizeof *branch);
    if (!branch) return;
    *branch = (struct branch){.node = n, .block = b};
    if (c->last) c->last->next = branch;
    else c->first = branch;
    c->last = branch;
}

static void check_branch(struct branches *c, const struct block *b, const struct go_node *n,
                         struct targets t, bool last) {
    if (n->name) add_branch(c, b, n);
    else if (n->op == GO_FALLTHROUGH) check_fallthrough(c, n, t, last);
    else if (n->op == GO_BREAK && !t.breaks)
        meaning_error_at(c->p, n->pos, "break is not in a loop, switch, or select");
    else if (n->op == GO_CONTINUE && !t.continues)
        meaning_error_at(c->p, n->pos, "continue is not in a loop");
}

static bool is_loop(const struct go_node *n) {
    return n->kind == NODE_FOR || n->kind == NODE_RANGE;
}

static bool may_break(const struct go_node *n) {
    return is_loop(n) || n->kind == NODE_SWITCH || n->kind == NODE_TYPE_SWITCH ||
           n->kind == NODE_SELECT;
}

/* break and continue lead to a statement around them, whose label came before. */
static void check_enclosing(struct branches *c, const struct branch *branch) {
    const struct go_node *n = branch->node;
    const char *word = go_token_text((enum go_token)n->op);
    struct label *label = find_label(c, n);
    if (!label || label->node->pos > n->pos) {
        meaning_error_at(c->p, n->name_pos, "%s label not defined: %s", word, n->name);
        return;
    }
    label->used = true;
    const struct block *b = branch->block;
    while (b && b->labeled != label->node) b = b->parent;
    const struct go_node *target = label->node->x;
    if (!b || !(n->op == GO_BREAK ? may_break(target) : is_loop(target)))
        meaning_error_at(c->p, n->name_pos, "invalid %s label %s", word, n->name);
}

static void refuse_jump_into(struct branches *c, const struct go_node *n,
                             const struct label *label) {
    struct text place = {0};
    add_place(c->p, label->block->start, &place);
    meaning_error_at(c->p, n->name_pos, "goto %s jumps into block starting at %s", n->name,
                     text_string(&place));
    text_free(&place);
}

static void refuse_jump_over(struct branches *c, const struct go_node *n,
                             const struct label *label) {
    struct text names = {0}, place = {0};
    const struct go_node *variable = label->variable;
    if (variable->kind == NODE_VAR) go_node_text(variable->list, &names);
    else go_list_text(variable->list, &names);
    add_place(c->p, variable->pos, &place);
    meaning_error_at(c->p, n->name_pos, "goto %s jumps over declaration of %s at %s", n->name,
                     text_string(&names), text_string(&place));
    text_free(&names);
    text_free(&place);
}

/* goto leads into its block or one around that, and not forward over a declaration there. */
static void check_goto(struct branches *c, const struct branch *branch) {
    const struct go_node *n = branch->node;
    struct label *label = find_label(c, n);
    if (!label) {
        meaning_error_at(c->p, n->name_pos, "label %s not defined", n->name);
        return;
    }
    label->used = true;
    const struct block *b = branch->block;
    while (b && b != label->block) b = b->parent;
    bool forward = label->node->pos > n->pos;
    if (!b) refuse_jump_into(c, n, label);
    else if (forward && label->variable && label->variable->pos > n->pos)
        refuse_jump_over(c, n, label);
}

/* ---- the walk ---- */

static void walk_list(struct branches *c, struct block *b, struct targets t,
                      const struct go_node *list);

static void walk_inner(struct branches *c, const struct block *parent, struct targets t,
                       const struct go_node *labeled, const struct go_node *list, uint32_t start) {
    struct block *b = pool_alloc(c->p->pool, sizeof *b);
    if (!b) return;
    *b = (struct block){.parent = parent, .start = start, .labeled = labeled};
    walk_list(c, b, t, list);
}

static void walk_cases(struct branches *c, const struct block *b, const struct go_node *n,
                       bool continues, const struct go_node *labeled) {
    struct targets t = {.breaks = n, .continues = continues, .in_case = n->kind != NODE_SELECT};
    for (const struct go_node *one = n->list; one; one = one->next) {
        t.in_last_case = !one->next;
        walk_inner(c, b, t, labeled, one->list2, one->pos);
    }
}

static void walk_statement(struct branches *c, struct block *b, struct targets t,
                           const struct go_node *labeled, const struct go_node *n);

/* Each else is a block in the one before; a chain of them may be long, so it is walked in a
 * loop. */
static void walk_if(struct branches *c, struct block *b, struct targets t,
                    const struct go_node *labeled, const struct go_node *n) {
    for (; n; n = n->w) {
        walk_inner(c, b, t, labeled, n->z->list, n->z->pos);
        if (!n->w) return;
        struct block *inner = pool_alloc(c->p->pool, sizeof *inner);
        if (!inner) return;
        *inner = (struct block){.parent = b, .start = n->w->pos, .labeled = labeled};
        b = inner;
        labeled = NULL;
        if (n->w->kind == NODE_IF) continue;
        walk_inner(c, b, t, NULL, n->w->list, n->w->pos);
        return;
    }
}

static void walk_statement(struct branches *c, struct block *b, struct targets t,
                           const struct go_node *labeled, const struct go_node *n) {
    struct targets inside = {.breaks = t.breaks, .continues = t.continues};
    switch (n->kind) {
    case NODE_DECLARE:
        if (n->list && n->list->kind == NODE_VAR) b->variable = n->list;
        break;
    case NODE_ASSIGN:
        if (n->flags & FLAG_DEFINE) b->variable = n;
        break;
    case NODE_BLOCK: walk_inner(c, b, inside, labeled, n->list, n->pos); break;
    case NODE_IF: walk_if(c, b, inside, labeled, n); break;
    case NODE_FOR:
    case NODE_RANGE:
        walk_inner(c, b, (struct targets){.breaks = n, .continues = true}, labeled, n->w->list,
                   n->w->pos);
        break;
    case NODE_SWITCH:
    case NODE_TYPE_SWITCH:
    case NODE_SELECT: walk_cases(c, b, n, t.continues, labeled); break;
    default: break;
    }
}

/* Whether nothing but empty statements follows. */
static bool is_last(const struct go_node *n) {
    for (n = n->next; n; n = n->next)
        if (n->kind != NODE_EMPTY) return false;
    return true;
}

static void walk_list(struct branches *c, struct block *b, struct targets t,
                      const struct go_node *list) {
    for (const struct go_node *statement = list; statement; statement = statement->next) {
        const struct go_node *n = statement, *labeled = NULL;
        for (; n->kind == NODE_LABELED; n = n->x) {
            if (strcmp(n->name, "_") == 0) continue;
            declare(c, b, n);
            labeled = n;
        }
        if (n->kind == NODE_BRANCH)
            check_branch(c, b, n, t, n->op != GO_FALLTHROUGH || is_last(statement));
        else walk_statement(c, b, t, labeled, n);
    }
}

static void check_unused(struct branches *c) {
    for (uint32_t i = 0; i < BUCKET_COUNT; i++)
        for (const struct label *label = c->buckets[i]; label; label = label->next)
            if (!label->used)
                meaning_error_at(c->p, label->node->pos, "label %s defined and not used",
                                 label->node->name);
}

void check_branches(struct parser *p, const struct go_node *body) {
    struct branches c = {.p = p};
    walk_inner(&c, NULL, (struct targets){0}, NULL, body->list, body->pos);
    for (const struct branch *b = c.first; b; b = b->next) {
        if (b->node->op == GO_GOTO) check_goto(&c, b);
        else check_enclosing(&c, b);
    }
    check_unused(&c);
}
