/* switch and type switch: the tests first, in order, then the clauses' bodies. */
#include "go/lower/context.h"

struct clause {
    const struct ir_node *n;
    struct lower_label body, fall; /* the start; where a fallthrough comes in */
};

struct choice {
    struct clause *clauses;
    uint32_t count;
    struct lower_label end;
    struct lower_value tag; /* given up where a clause begins */
    struct lower_flow flow;
};

static bool begin(struct lower *f, struct choice *c, const struct ir_node *n) {
    uint32_t count = 0;
    *c = (struct choice){.tag = lower_constant(f->unit->basic[GO_KIND_BOOL], 1)};
    for (const struct ir_node *clause = n->list2; clause; clause = clause->next) count++;
    c->clauses = pool_alloc(f->unit->pool, (count + 1) * sizeof *c->clauses);
    for (const struct ir_node *clause = n->list2; clause && c->clauses; clause = clause->next)
        c->clauses[c->count++].n = clause;
    c->flow = (struct lower_flow){.statement = n, .end = &c->end, .outer = f->flow};
    return c->clauses != NULL;
}

/* A copy of the tag that each clause clears for itself. */
static void clear_tag(struct lower *f, const struct choice *c) {
    lower_drop(f, c->tag);
    lower_retain(f, c->tag);
}

static void jump(struct lower *f, struct lower_label *to) {
    lower_jump(f, (struct op){.code = OP_JUMP}, to);
}

static void go_to_default(struct lower *f, struct choice *c) {
    for (uint32_t i = 0; i < c->count; i++) {
        if (!(c->clauses[i].n->flags & FLAG_DEFAULT)) continue;
        jump(f, &c->clauses[i].body);
        return;
    }
    clear_tag(f, c);
    jump(f, &c->end);
}

static void lower_body(struct lower *f, struct choice *c, uint32_t i) {
    struct lower_label *outer = f->fall_through;
    f->fall_through = i + 1 < c->count ? &c->clauses[i + 1].fall : NULL;
    lower_place_label(f, &c->clauses[i].fall);
    lower_block(f, c->clauses[i].n->list2);
    f->fall_through = outer;
    jump(f, &c->end);
}

static void end(struct lower *f, struct choice *c) {
    lower_release(f, c->tag);
    lower_place_label(f, &c->end);
}

/* ---- switch ---- */

static bool all_constant(const struct ir_node *clauses) {
    for (; clauses; clauses = clauses->next)
        for (const struct ir_node *value = clauses->list; value; value = value->next)
            if (value->op != IR_CONSTANT) return false;
    return true;
}

static struct lower_value tag_of(struct lower *f, const struct ir_node *n) {
    bool seen = go_is_string(n->x->type) && all_constant(n->list2);
    struct lower_value v = seen ? lower_string_seen(f, n->x) : lower_value_of(f, n->x);
    return lower_copied(f, lower_to_slot(f, v));
}

static void test(struct lower *f, struct choice *c, const struct ir_node *tag,
                 const struct ir_node *value, struct lower_label *to) {
    if (!tag) {
        lower_condition(f, value, true, to);
        return;
    }
    struct lower_side left = {.v = c->tag, .type = tag->type}, right = {.type = value->type};
    left.v.temporary = false;
    right.nil = value->op == IR_NIL;
    if (!right.nil) right.v = lower_value_of(f, value);
    lower_compare(f, GO_EQUAL, left, right, true, to);
}

void lower_switch(struct lower *f, const struct ir_node *n) {
    struct choice c;
    if (!begin(f, &c, n)) return;
    lower_block(f, n->list);
    lower_at(f, n->pos);
    if (n->x) c.tag = tag_of(f, n);
    for (uint32_t i = 0; i < c.count; i++)
        for (const struct ir_node *v = c.clauses[i].n->list; v; v = v->next) {
            lower_at(f, v->pos);
            test(f, &c, n->x, v, &c.clauses[i].body);
        }
    go_to_default(f, &c);
    f->flow = &c.flow;
    for (uint32_t i = 0; i < c.count; i++) {
        lower_at(f, c.clauses[i].n->pos);
        lower_place_label(f, &c.clauses[i].body);
        clear_tag(f, &c);
        lower_body(f, &c, i);
    }
    f->flow = c.flow.outer;
    end(f, &c);
}

/* ---- type switch ---- */

static void test_type(struct lower *f, const struct choice *c, const struct ir_node *type,
                      struct lower_label *to) {
    struct lower_label no = {0};
    struct lower_value seen = c->tag;
    seen.temporary = false;
    if (type->op == IR_NIL) {
        lower_jump(f, (struct op){.code = OP_JUMP_EQUAL, .flags = OP_CONSTANT, .a = seen.slot}, to);
        return;
    }
    lower_unless_type(f, seen, type->type, &no);
    jump(f, to);
    lower_place_label(f, &no);
}

/* With one type the clause's variable is of that type. */
static void set_variable(struct lower *f, const struct choice *c, const struct ir_node *clause) {
    struct ir_variable *v = clause->variable;
    struct lower_value held = c->tag;
    if (!v) return;
    held.temporary = false;
    lower_declare(f, v, false);
    held = lower_unboxed(f, held, v->type, NO_SLOT);
    lower_store(f, lower_variable_place(f, v), held);
}

void lower_type_switch(struct lower *f, const struct ir_node *n) {
    struct choice c;
    if (!begin(f, &c, n)) return;
    lower_block(f, n->list);
    lower_at(f, n->pos);
    c.tag = lower_copied(f, lower_to_slot(f, lower_value_of(f, n->x)));
    for (uint32_t i = 0; i < c.count; i++)
        for (const struct ir_node *t = c.clauses[i].n->list; t; t = t->next) {
            lower_at(f, t->pos);
            test_type(f, &c, t, &c.clauses[i].body);
        }
    go_to_default(f, &c);
    f->flow = &c.flow;
    for (uint32_t i = 0; i < c.count; i++) {
        lower_at(f, c.clauses[i].n->pos);
        lower_place_label(f, &c.clauses[i].body);
        set_variable(f, &c, c.clauses[i].n);
        clear_tag(f, &c);
        lower_body(f, &c, i);
    }
    f->flow = c.flow.outer;
    end(f, &c);
}
