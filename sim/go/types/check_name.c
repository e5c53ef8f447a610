/* Names and selectors (typexpr.go:ident, call.go:selector). */
#include "go/types/checker.h"

#include <ctype.h>
#include <string.h>

#include "go/library/library.h"

/* ---- names ---- */

/* Universe names that the subset leaves out. */
static const char *const LEFT_OUT[] = {"complex64", "complex128", "complex", "real", "imag", NULL};

static void undefined(struct go_checker *c, const struct go_node *n) {
    if (strcmp(n->name, "_") == 0) {
        go_check_complain(c, n->pos, "cannot use _ as value or type");
        return;
    }
    if (strcmp(n->name, "comparable") == 0) {
        go_check_complain(c, n->pos,
                          "cannot use type comparable outside a type constraint: interface is (or "
                          "embeds) comparable");
        return;
    }
    for (const char *const *name = LEFT_OUT; *name; name++)
        if (strcmp(*name, n->name) == 0) {
            go_check_complain(c, n->pos, "%s is not in the supported subset", n->name);
            return;
        }
    go_check_complain(c, n->pos, "undefined: %s", n->name);
}

static void note_use(struct go_checker *c, struct go_object *o) {
    struct go_declaration *user = c->at.declaration, *used = o->declaration;
    if (!user || !used || used->local || o->kind == OBJECT_TYPE) return;
    used = used->shared;
    used->mentioned = o;
    if (used->last_user == user || !o->global) return;
    if (strcmp(o->package, c->package->path) != 0) return;
    used->last_user = user;
    user->uses =
        go_check_grow(c->pool, user->uses, user->use_count, sizeof(struct go_declaration *));
    user->uses[user->use_count++] = used;
}

/* The import that a name came from without its package's name. */
static void note_dot_import(struct go_checker *c, const struct go_object *o) {
    for (uint32_t i = 0; i < c->import_count; i++) {
        struct go_object *import = c->imports[i];
        if (strcmp(import->name, ".") == 0 && strcmp(import->package, o->package) == 0)
            import->used = true;
    }
}

static bool is_iota(const struct go_object *o) {
    return !o->package && strcmp(o->name, "iota") == 0;
}

static void constant_name(struct go_checker *c, struct operand *x, const struct go_object *o) {
    x->value = o->value;
    if (is_iota(o)) {
        x->value = c->at.iota;
        if (!x->value) {
            go_check_complain(c, x->node->pos, "cannot use iota outside constant declaration");
            return;
        }
    }
    if (o->type->kind != GO_KIND_INVALID) x->mode = MODE_CONSTANT;
}

static void use_object(struct go_checker *c, struct operand *x, struct go_object *o) {
    x->type = o->type ? o->type : go_basic(GO_KIND_INVALID);
    switch (o->kind) {
    case OBJECT_PACKAGE:
        go_check_complain(c, x->node->pos, "use of package %s not in selector", o->name);
        x->type = go_basic(GO_KIND_INVALID);
        break;
    case OBJECT_CONSTANT:
        note_use(c, o);
        constant_name(c, x, o);
        break;
    case OBJECT_TYPE:
        if (o->declaration && o->declaration->broken) {
            go_check_complain(c, x->node->pos,
                              "invalid use of type alias %s in recursive type (see issue #50729)",
                              o->name);
            break;
        }
        x->mode = MODE_TYPE;
        if (o->declaration && o->declaration->alias_depth > c->alias_depth)
            c->alias_depth = o->declaration->alias_depth;
        break;
    case OBJECT_VARIABLE:
        o->used = true;
        note_use(c, o);
        if (x->type->kind != GO_KIND_INVALID) x->mode = MODE_VARIABLE;
        break;
    case OBJECT_FUNCTION:
        note_use(c, o);
        x->mode = MODE_VALUE;
        break;
    case OBJECT_BUILTIN:
        x->builtin = o->builtin;
        x->mode = MODE_BUILTIN;
        break;
    case OBJECT_NIL: x->mode = MODE_NIL; break;
    default: break;
    }
}

void go_check_name(struct go_checker *c, struct operand *x, struct go_node *n,
                   struct go_type *defined, bool want_type) {
    struct go_scope *where = NULL;
    struct go_object *o = go_scope_search(c->at.scope, n->name, &where);
    *x = (struct operand){.node = n, .type = go_basic(GO_KIND_INVALID)};
    if (!o) {
        undefined(c, n);
        return;
    }
    n->object = o;
    if (!o->type || (o->kind == OBJECT_TYPE && want_type)) go_check_object(c, o, defined);
    if (where == c->file_scope && o->kind != OBJECT_PACKAGE) note_dot_import(c, o);
    use_object(c, x, o);
}

/* ---- package.name ---- */

static bool package_selector(struct go_checker *c, struct operand *x, struct go_node *n) {
    struct go_node *left = n->x;
    if (left->kind != NODE_NAME || left->flags & FLAG_PARENTHESES) return false;
    struct go_object *package = go_scope_search(c->at.scope, left->name, NULL);
    if (!package || package->kind != OBJECT_PACKAGE) return false;
    package->used = true;
    left->object = package;
    left->mode = MODE_PACKAGE;
    if (!package->scope) return true; /* it could not be imported */
    struct go_object *o = go_scope_find(package->scope, n->name);
    const char *slash = strrchr(package->package, '/');
    const char *name = slash ? slash + 1 : package->package;
    if (!o || !o->exported) {
        if (go_library_left_out(package->package, n->name))
            go_check_complain(c, n->name_pos, "%s.%s is not in the supported subset", name,
                              n->name);
        else go_check_complain(c, n->name_pos, "undefined: %s.%s", name, n->name);
        return true;
    }
    n->object = o;
    use_object(c, x, o);
    return true;
}

/* ---- x.name ---- */

/* With the first letter in the other case, as a suggestion. */
static const char *other_case(struct go_checker *c, const char *name) {
    char *other = pool_string(c->pool, name);
    if (!other) return name;
    int first = (unsigned char)other[0];
    other[0] = (char)(isupper(first) ? tolower(first) : toupper(first));
    return other;
}

static void not_found(struct go_checker *c, const struct operand *x, const struct go_node *n) {
    const char *type = go_check_type_words(c, x->type), *left = go_check_node_words(c, n->x);
    const char *other = other_case(c, n->name);
    struct go_selection s;
    if (go_underlying(x->type)->kind == GO_KIND_INVALID) return;
    if (go_check_is_interface_pointer(x->type))
        go_check_complain(c, n->name_pos,
                          "%s.%s undefined (type %s is pointer to interface, not interface)", left,
                          n->name, type);
    else if (go_check_lookup(c, x->type, x->mode == MODE_VARIABLE, other, &s) == LOOKUP_FOUND)
        go_check_complain(c, n->name_pos,
                          "%s.%s undefined (type %s has no field or method %s, but does have %s)",
                          left, n->name, type, n->name, other);
    else
        go_check_complain(c, n->name_pos, "%s.%s undefined (type %s has no field or method %s)",
                          left, n->name, type, n->name);
}

static bool look_up(struct go_checker *c, const struct operand *x, const struct go_node *n,
                    struct go_selection *s) {
    switch (go_check_lookup(c, x->type, x->mode == MODE_VARIABLE, n->name, s)) {
    case LOOKUP_FOUND: return true;
    case LOOKUP_AMBIGUOUS:
        go_check_complain(c, n->name_pos, "ambiguous selector %s.%s", go_check_node_words(c, n->x),
                          n->name);
        return false;
    case LOOKUP_NEEDS_POINTER:
        go_check_complain(c, n->name_pos, "cannot call pointer method %s on %s", n->name,
                          go_check_type_words(c, x->type));
        return false;
    default: not_found(c, x, n); return false;
    }
}

static const char *receiver_name(const struct go_selection *s) {
    const struct go_node *field = s->method ? s->method->node->z : NULL;
    return field && field->x ? field->x->name : "_";
}

/* T.Method: a function whose first parameter is the receiver. */
static const struct go_type *method_expression_type(struct go_checker *c,
                                                    const struct go_type *receiver,
                                                    const struct go_selection *s) {
    const struct go_type *own = s->method ? s->method->type : s->abstract->type;
    struct go_type *t = go_check_new_type(c->pool, GO_KIND_FUNCTION);
    t->fields = go_check_take(c->pool, (own->field_count + 1) * sizeof *t->fields);
    t->field_count = own->field_count + 1;
    bool named = own->field_count > 0 && own->fields[0].name;
    t->fields[0] = (struct go_field){.name = named ? receiver_name(s) : NULL, .type = receiver};
    if (own->field_count) memcpy(&t->fields[1], own->fields, own->field_count * sizeof *t->fields);
    t->result = own->result;
    t->variadic = own->variadic;
    return t;
}

static bool select_type_method(struct go_checker *c, struct operand *x, struct go_node *n,
                               struct go_selection *s) {
    if (s->kind == SELECT_FIELD) {
        go_check_complain(c, n->name_pos, "%s.%s undefined (type %s has no method %s)",
                          go_check_node_words(c, n->x), n->name, go_check_type_words(c, x->type),
                          n->name);
        return false;
    }
    s->kind = SELECT_METHOD_EXPRESSION;
    x->mode = MODE_VALUE;
    x->type = method_expression_type(c, x->type, s);
    return true;
}

static bool select_found(struct go_checker *c, struct operand *x, struct go_node *n,
                         struct go_selection *s) {
    if (s->method) note_use(c, s->method);
    if (x->mode == MODE_TYPE) return select_type_method(c, x, n, s);
    if (s->kind == SELECT_FIELD) {
        x->mode = x->mode == MODE_VARIABLE || s->indirect ? MODE_VARIABLE : MODE_VALUE;
        x->type = s->field->type;
        return true;
    }
    x->mode = MODE_VALUE;
    x->type = s->method ? s->method->type : s->abstract->type;
    return true;
}

void go_check_selector(struct go_checker *c, struct operand *x, struct go_node *n,
                       struct go_type *defined) {
    struct go_selection found;
    *x = (struct operand){.node = n, .type = go_basic(GO_KIND_INVALID)};
    if (package_selector(c, x, n)) return;
    go_check_expression_or_type(c, x, n->x);
    if (x->mode == MODE_TYPE && defined && x->type == defined) {
        go_check_cycle(c, &defined->object, 1);
        x->mode = MODE_NONE;
    } else if (x->mode == MODE_BUILTIN) {
        go_check_complain(c, n->pos, "cannot select on %s", go_check_words(c, x));
        x->mode = MODE_NONE;
    }
    bool right = x->mode != MODE_NONE && look_up(c, x, n, &found);
    if (right) {
        struct go_selection *kept = go_check_take(c->pool, sizeof *kept);
        *kept = found;
        right = select_found(c, x, n, kept);
        n->selection = kept;
    }
    x->node = n;
    if (right) return;
    x->mode = MODE_NONE;
    x->type = go_basic(GO_KIND_INVALID);
}
