/* Declarations: each object's type, found when it is first asked for (decl.go). */
#include "go/types/checker.h"

#include <string.h>

enum { ALIASES_MAX = 20 }; /* made of each other: types could grow without bound */

/* ---- what has to wait ---- */

void go_check_delay(struct go_checker *c, struct delayed action) {
    if (!action.at.scope) action.at = c->at;
    c->delayed =
        go_check_room(c, c->delayed, c->delayed_count, &c->delayed_capacity, sizeof *c->delayed);
    c->delayed[c->delayed_count++] = action;
}

static void check_map_key(struct go_checker *c, const struct delayed *action) {
    const struct go_type *key = action->type->key;
    if (go_underlying(key)->kind == GO_KIND_INVALID || go_comparable(key)) return;
    go_check_complain(c, go_check_start(action->node), "invalid map key type %s",
                      go_check_type_words(c, key));
}

static void run(struct go_checker *c, const struct delayed *action) {
    switch (action->kind) {
    case DELAYED_BODY: go_check_function_body(c, action); break;
    case DELAYED_VALID_TYPE: go_check_valid_type(c, action->type); break;
    case DELAYED_SIZE: go_check_size(c, action); break;
    case DELAYED_MAP_KEY: check_map_key(c, action); break;
    case DELAYED_EMBEDDED: go_check_embedded_field(c, action); break;
    case DELAYED_RECEIVER: go_check_receiver(c, action); break;
    case DELAYED_FIELDS: go_check_unique_fields(c, action->type); break;
    case DELAYED_INTERFACE: go_check_interface_methods(c, action); break;
    }
}

void go_check_run_delayed(struct go_checker *c, uint32_t from) {
    for (uint32_t i = from; i < c->delayed_count; i++) {
        struct delayed action = c->delayed[i]; /* the stack may move */
        run(c, &action);
    }
    c->delayed_count = from;
}

/* ---- cycles ---- */

static uint32_t first_in_source(struct go_object **cycle, uint32_t count) {
    uint32_t first = 0;
    for (uint32_t i = 1; i < count; i++)
        if (cycle[i]->pos < cycle[first]->pos) first = i;
    return first;
}

void go_check_cycle(struct go_checker *c, struct go_object **cycle, uint32_t count) {
    uint32_t at = first_in_source(cycle, count), first = at;
    const struct go_object *o = cycle[at];
    struct text lines = {0};
    for (uint32_t i = 0; i < count; i++) {
        text_addf(&lines, "\n\t%s: %s refers to", go_check_place(c, o->pos), o->name);
        at = (at + 1) % count;
        o = cycle[at];
    }
    o = cycle[first];
    if (o->declaration) o->declaration->broken = false; /* enough was said */
    text_addf(&lines, "\n\t%s: %s", go_check_place(c, o->pos), o->name);
    bool type = o->kind == OBJECT_TYPE;
    go_check_complain(c, o->pos, "%s %s%s",
                      type ? "invalid recursive type" : "illegal cycle in declaration of", o->name,
                      text_string(&lines));
    text_free(&lines);
}

/* Values alone are left to the order of initialisation; types may refer to themselves, which
 * go_check_valid_type looks at, but a chain of aliases may not. */
static bool is_valid_cycle(struct go_checker *c, const struct go_object *o) {
    uint32_t start = o->declaration->path_index, values = 0, types = 0;
    uint32_t count = c->path_count - start;
    for (uint32_t i = start; i < c->path_count; i++) {
        const struct go_object *part = c->path[i];
        if (part->kind == OBJECT_CONSTANT || part->kind == OBJECT_VARIABLE) values++;
        if (part->kind == OBJECT_TYPE && !part->declaration->alias) types++;
    }
    if (values == count || (values == 0 && types > 0)) return true;
    go_check_cycle(c, &c->path[start], count);
    return false;
}

static void meet_again(struct go_checker *c, struct go_object *o) {
    const struct go_type *invalid = go_basic(GO_KIND_INVALID);
    bool valid = is_valid_cycle(c, o);
    if (o->kind == OBJECT_FUNCTION) return;
    if (!valid || !o->type) o->type = invalid;
}

static void push(struct go_checker *c, struct go_object *o) {
    o->declaration->state = STATE_STARTED;
    o->declaration->path_index = c->path_count;
    c->path = go_check_room(c, c->path, c->path_count, &c->path_capacity, sizeof *c->path);
    c->path[c->path_count++] = o;
}

static void pop(struct go_checker *c) {
    c->path[--c->path_count]->declaration->state = STATE_DONE;
}

/* ---- constants ---- */

static bool is_constant_type(const struct go_type *t) {
    return go_is_boolean(t) || go_is_number(t) || go_is_string(t);
}

struct constant_spec {
    struct go_node *type, *value;
    const struct go_constant *iota;
    bool inherited;
};

static void check_constant(struct go_checker *c, struct go_object *o,
                           const struct constant_spec *spec) {
    struct operand x = {.type = go_basic(GO_KIND_INVALID)};
    const struct go_constant *iota = c->at.iota;
    uint32_t error_pos = c->at.error_pos;
    c->at.iota = spec->iota;
    c->at.error_pos = 0;
    if (spec->type) {
        o->type = go_check_type(c, spec->type);
        if (!is_constant_type(o->type)) {
            if (go_underlying(o->type)->kind != GO_KIND_INVALID)
                go_check_complain(c, go_check_start(spec->type), "invalid constant type %s",
                                  go_check_type_words(c, o->type));
            o->type = go_basic(GO_KIND_INVALID);
        }
    }
    if (!o->type || o->type->kind != GO_KIND_INVALID) {
        if (spec->inherited) c->at.error_pos = o->pos;
        if (spec->value) go_check_expression(c, &x, spec->value);
        go_check_init_constant(c, o, &x);
    }
    c->at.iota = iota;
    c->at.error_pos = error_pos;
}

/* ---- variables ---- */

struct variable_spec {
    struct go_node *type, *value;
    struct objects group; /* of one value for all; count 0: a value of its own */
};

static void ignore_invalid(struct go_object *o) {
    if (o->type && o->type->kind == GO_KIND_INVALID) o->used = true;
}

static void check_variable(struct go_checker *c, struct go_object *o,
                           const struct variable_spec *spec) {
    if (spec->type) o->type = go_check_type(c, spec->type);
    if (!spec->value) {
        if (!spec->type) o->type = go_basic(GO_KIND_INVALID);
    } else if (spec->group.count < 2) {
        struct operand x;
        go_check_expression(c, &x, spec->value);
        go_check_init_variable(c, o, &x, "variable declaration");
    } else {
        for (uint32_t i = 0; spec->type && i < spec->group.count; i++)
            spec->group.list[i]->type = o->type;
        go_check_init_variables(c, spec->group, spec->value, NULL);
    }
    ignore_invalid(o);
    for (uint32_t i = 0; i < spec->group.count; i++) ignore_invalid(spec->group.list[i]);
}

/* ---- types ---- */

/* A type whose right-hand side is a name: the types up to one that is no name, or known not to end.
 * NULL: they end. */
static const struct go_type *ring_of(const struct go_type *named) {
    const struct go_type *slow = named, *fast = named;
    for (;;) {
        for (int i = 0; i < 2; i++) {
            fast = fast->underlying;
            if (!fast || fast->kind != GO_KIND_NAMED) return NULL;
        }
        slow = slow->underlying;
        if (slow == fast) return slow;
    }
}

static void check_name_ring(struct go_checker *c, struct go_type *named) {
    const struct go_type *start = ring_of(named), *t = start;
    struct go_object **path = NULL;
    uint32_t count = 0;
    if (!start) return;
    do {
        path = go_check_grow(c->pool, path, count, sizeof(struct go_object *));
        path[count++] = t->object;
        t = t->underlying;
    } while (t != start);
    go_check_cycle(c, path, count);
    for (uint32_t i = 0; i < count; i++)
        ((struct go_type *)path[i]->type)->underlying = go_basic(GO_KIND_INVALID);
    named->underlying = go_basic(GO_KIND_INVALID);
}

static void check_alias(struct go_checker *c, struct go_object *o, struct go_node *written) {
    struct go_declaration *d = o->declaration;
    uint32_t outer = c->alias_depth;
    o->type = go_basic(GO_KIND_INVALID);
    d->broken = true;
    c->alias_depth = 0;
    const struct go_type *t = go_check_type(c, written);
    d->alias_depth = c->alias_depth + 1;
    c->alias_depth = outer;
    o->type = t;
    d->broken = false;
    if (d->alias_depth <= ALIASES_MAX) return;
    go_check_complain(c, o->pos, "aliases are made of each other more than %d deep", ALIASES_MAX);
    o->type = go_basic(GO_KIND_INVALID);
    d->alias_depth = 0;
}

static void check_type_declaration(struct go_checker *c, struct go_object *o,
                                   struct go_type *defined) {
    struct go_node *written = o->declaration->type;
    if (o->declaration->alias) {
        check_alias(c, o, written);
        return;
    }
    struct go_type *named = go_check_new_type(c->pool, GO_KIND_NAMED);
    named->name = o->name;
    named->object = o;
    o->type = named;
    if (defined) defined->underlying = named;
    go_check_delay(c, (struct delayed){.kind = DELAYED_VALID_TYPE, .type = named});
    o->declaration->written = go_check_defined_type(c, written, named);
    if (!named->underlying) named->underlying = go_basic(GO_KIND_INVALID);
    check_name_ring(c, named);
}

static void attach_methods(struct go_checker *c, struct go_object *o) {
    struct go_declaration *d = o->declaration;
    struct go_type *named = (struct go_type *)o->type;
    if (d->method_count == 0 || named->kind != GO_KIND_NAMED) return;
    named->declared = go_check_take(c->pool, d->method_count * sizeof(struct go_object *));
    struct go_scope *names = go_scope_new(c->pool, NULL);
    for (uint32_t i = 0; i < d->method_count; i++) {
        struct go_object *method = d->methods[i];
        const struct go_object *other = go_scope_add(c->pool, names, method);
        method->receiver = named;
        if (other)
            go_check_complain(c, method->pos,
                              "%s.%s redeclared in this block\n\t%s: other declaration of %s",
                              o->name, method->name, go_check_place(c, other->pos), method->name);
        else named->declared[named->declared_count++] = method;
    }
    go_check_delay(c, (struct delayed){.kind = DELAYED_FIELDS, .type = named});
}

/* ---- functions ---- */

static void check_function(struct go_checker *c, struct go_object *o) {
    struct go_node *n = o->node;
    struct delayed body = {.kind = DELAYED_BODY, .node = n, .object = o};
    struct go_type *t = go_check_new_type(c->pool, GO_KIND_FUNCTION);
    t->result = c->no_results;
    o->type = t; /* its own parameters may mention it */
    o->declaration->state = STATE_DONE;
    c->at.function = n;
    c->at.declaration = NULL; /* what types mention is of no account */
    go_check_signature(c, t, n->y, n->z, &body);
    body.at.declaration = o->declaration;
    o->declaration->state = STATE_STARTED;
    if (n->w) go_check_delay(c, body);
}

/* ---- any object ---- */

static void check_new(struct go_checker *c, struct go_object *o, struct go_type *defined) {
    struct go_declaration *d = o->declaration;
    struct go_environment outer = c->at;
    c->at = (struct go_environment){.scope = d->scope, .declaration = d->shared};
    push(c, o);
    switch (o->kind) {
    case OBJECT_CONSTANT:
        check_constant(c, o, &(struct constant_spec){d->type, d->value, d->iota, d->inherited});
        break;
    case OBJECT_VARIABLE:
        check_variable(c, o,
                       &(struct variable_spec){d->type, d->value, {d->group, d->group_count}});
        break;
    case OBJECT_TYPE:
        c->at.declaration = NULL;
        check_type_declaration(c, o, defined);
        attach_methods(c, o);
        break;
    case OBJECT_FUNCTION: check_function(c, o); break;
    default: break;
    }
    pop(c);
    c->at = outer;
}

void go_check_object(struct go_checker *c, struct go_object *o, struct go_type *defined) {
    struct go_declaration *d = o->declaration;
    if (!d || d->state == STATE_DONE) return;
    if (d->state == STATE_STARTED) {
        meet_again(c, o);
        return;
    }
    if (o->type) { /* as a part of another one's declaration */
        d->state = STATE_DONE;
        return;
    }
    if (go_check_enter(c, o->pos)) {
        check_new(c, o, defined);
        go_check_leave(c);
    }
    if (!o->type) o->type = go_basic(GO_KIND_INVALID);
    d->name->type = o->type;
}

/* ---- declarations in functions ---- */

static void local_constants(struct go_checker *c, struct go_node *spec) {
    bool inherited = spec->z && !spec->y && !spec->list2;
    const struct go_node *from = inherited ? spec->z : spec;
    struct go_node *value = from->list2;
    uint32_t top = c->delayed_count;
    for (struct go_node *name = spec->list; name; name = name->next) {
        struct go_object *o = go_check_new_object(c, OBJECT_CONSTANT, name);
        check_constant(c, o,
                       &(struct constant_spec){from->y, value,
                                               constant_of_int(c->pool, spec->number), inherited});
        name->object = o;
        if (value) value = value->next;
    }
    go_check_arity(c, spec, from->list2, inherited);
    go_check_run_delayed(c, top);
    for (struct go_node *name = spec->list; name; name = name->next)
        go_check_declare(c, c->at.scope, name->object, name);
}

static void local_variables(struct go_checker *c, struct go_node *spec) {
    struct objects all = {0};
    struct go_node *value = spec->list2;
    uint32_t top = c->delayed_count;
    for (struct go_node *name = spec->list; name; name = name->next) {
        all.list = go_check_grow(c->pool, all.list, all.count, sizeof(struct go_object *));
        all.list[all.count++] = go_check_new_object(c, OBJECT_VARIABLE, name);
    }
    bool joint = all.count > 1 && value && !value->next;
    for (uint32_t i = 0; i < all.count; i++) {
        struct variable_spec own = {.type = spec->y, .value = value};
        all.list[i]->node = spec;
        if (joint) own.group = all;
        check_variable(c, all.list[i], &own);
        if (joint) break;
        if (value) value = value->next;
    }
    if (!spec->y || spec->list2) go_check_arity(c, spec, spec->list2, false);
    go_check_run_delayed(c, top);
    uint32_t index = 0;
    for (struct go_node *name = spec->list; name; name = name->next)
        go_check_declare_local(c, all.list[index++], name);
}

static void local_type(struct go_checker *c, struct go_node *spec) {
    struct go_object *o = go_check_new_object(c, OBJECT_TYPE, spec->x);
    struct go_declaration *d = go_check_take(c->pool, sizeof *d);
    *d = (struct go_declaration){.object = o,
                                 .node = spec,
                                 .name = spec->x,
                                 .type = spec->y,
                                 .alias = spec->flags & FLAG_ALIAS,
                                 .local = true};
    d->shared = d;
    o->declaration = d;
    o->node = spec;
    go_check_declare(c, c->at.scope, o, spec->x);
    push(c, o);
    check_type_declaration(c, o, NULL);
    pop(c);
    if (!d->alias && o->type->kind == GO_KIND_NAMED) {
        struct go_type *named = (struct go_type *)o->type;
        named->underlying = go_underlying(named);
    }
    spec->x->type = o->type;
}

void go_check_local_declarations(struct go_checker *c, struct go_node *list) {
    for (struct go_node *spec = list; spec; spec = spec->next) {
        if (spec->kind == NODE_CONST) local_constants(c, spec);
        if (spec->kind == NODE_VAR) local_variables(c, spec);
        if (spec->kind == NODE_TYPE) local_type(c, spec);
    }
}

/* ---- bodies ---- */

void go_check_function_body(struct go_checker *c, const struct delayed *action) {
    struct go_node *n = action->node;
    struct go_node *body = n->kind == NODE_FUNC ? n->w : n->y;
    struct go_environment outer = c->at;
    uint32_t locals = c->local_count;
    c->at = action->at;
    c->at.error_pos = 0;
    c->at.has_call = false;
    c->at.function = n;
    c->at.scope = action->at.scope;
    go_check_statements(c, body->list);
    if (c->at.signature->result->field_count > 0 && !go_check_terminates(body))
        go_check_complain(c, body->end - 1, "missing return");
    go_check_unused(c, locals);
    c->at = outer;
}
