/* Struct types (struct.go). */
#include "go/types/checker.h"

#include <string.h>

/* Fields by name, to find those that are there twice; a hash is worth its room from here on. */
enum { MANY_FIELDS = 16 };

struct fields {
    struct go_checker *c;
    struct go_type *t;
    struct go_scope *names; /* NULL: few */
};

static const struct go_field *find(const struct fields *f, const char *name) {
    if (f->names) {
        const struct go_object *o = go_scope_find(f->names, name);
        return o ? &f->t->fields[o->pos] : NULL;
    }
    for (uint32_t i = 0; i < f->t->field_count; i++)
        if (strcmp(f->t->fields[i].name, name) == 0) return &f->t->fields[i];
    return NULL;
}

static void remember(struct fields *f, uint32_t index) {
    struct go_object *o = go_check_take(f->c->pool, sizeof *o);
    o->name = f->t->fields[index].name;
    o->pos = index;
    if (strcmp(o->name, "_") != 0) go_scope_add(f->c->pool, f->names, o);
}

static void add(struct fields *f, struct go_field field) {
    struct go_checker *c = f->c;
    struct go_type *t = f->t;
    const struct go_field *other = strcmp(field.name, "_") == 0 ? NULL : find(f, field.name);
    if (other) {
        go_check_complain(c, field.pos, "%s redeclared\n\t%s: other declaration of %s", field.name,
                          go_check_place(c, other->pos), field.name);
        return;
    }
    t->fields = go_check_grow(c->pool, t->fields, t->field_count, sizeof *t->fields);
    t->fields[t->field_count++] = field;
    if (f->names) {
        remember(f, t->field_count - 1);
    } else if (t->field_count == MANY_FIELDS) {
        f->names = go_scope_new(c->pool, NULL);
        for (uint32_t i = 0; i < t->field_count; i++) remember(f, i);
    }
}

/* The name of an embedded field: T, *T, p.T, *p.T. */
static const struct go_node *embedded_name(const struct go_node *type) {
    if (type->kind == NODE_STAR) type = type->x;
    return type->kind == NODE_NAME || type->kind == NODE_SELECTOR ? type : NULL;
}

static const char *tag_of(struct go_checker *c, const struct go_node *tag) {
    if (!tag || tag->length <= 2) return NULL; /* quotes alone are no tag */
    char *copy = go_check_take(c->pool, tag->length + 1);
    return memcpy(copy, tag->name, tag->length);
}

void go_check_struct(struct go_checker *c, struct go_type *t, struct go_node *n) {
    struct fields f = {c, t, NULL};
    const struct go_node *written = NULL;
    const struct go_type *type = NULL;
    for (struct go_node *field = n->list; field; field = field->next) {
        if (field->y != written) type = go_check_type(c, field->y);
        written = field->y;
        struct go_field row = {.type = type, .tag = tag_of(c, field->z)};
        if (field->x) {
            row.name = field->x->name;
            row.pos = field->x->pos;
            add(&f, row);
            continue;
        }
        const struct go_node *name = embedded_name(field->y);
        row.name = name ? name->name : "_";
        row.pos = go_check_start(field->y);
        row.embedded = true;
        if (!name)
            go_check_complain(c, row.pos, "invalid embedded field type %s",
                              go_check_node_words(c, field->y));
        add(&f, row);
        go_check_delay(c,
                       (struct delayed){.kind = DELAYED_EMBEDDED, .node = field->y, .type = type});
    }
    go_check_delay(c, (struct delayed){.kind = DELAYED_SIZE, .node = n, .type = t});
}

void go_check_embedded_field(struct go_checker *c, const struct delayed *action) {
    const struct go_type *t = action->type;
    bool pointer = t->kind == GO_KIND_POINTER;
    uint32_t pos = go_check_start(action->node);
    const struct go_type *base = go_underlying(pointer ? t->element : t);
    if (base->kind == GO_KIND_POINTER)
        go_check_complain(c, pos, "embedded field type cannot be a pointer");
    else if (base->kind == GO_KIND_INTERFACE && pointer)
        go_check_complain(c, pos, "embedded field type cannot be a pointer to an interface");
}

void go_check_unique_fields(struct go_checker *c, const struct go_type *named) {
    const struct go_type *t = go_underlying(named);
    if (t->kind != GO_KIND_STRUCT) return;
    struct go_scope *methods = go_scope_new(c->pool, NULL);
    for (uint32_t i = 0; i < named->declared_count; i++)
        go_scope_add(c->pool, methods, named->declared[i]);
    for (uint32_t i = 0; i < t->field_count; i++) {
        const struct go_field *field = &t->fields[i];
        const struct go_object *method = go_scope_find(methods, field->name);
        if (method)
            go_check_complain(c, method->pos,
                              "field and method with the same name %s\n\t%s: other declaration of "
                              "%s",
                              field->name, go_check_place(c, field->pos), field->name);
    }
}
