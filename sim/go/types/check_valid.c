/* Types that contain themselves by value (validtype.go). */
#include "go/types/checker.h"

#include <stdlib.h>

/* Deeper nesting by value would only be met in programs that were made to be hard. */
enum { NESTED_MAX = 1000, STEPS_MAX = 1 << 20 };

struct walk {
    struct go_checker *c;
    struct go_object *path[NESTED_MAX];
    uint32_t count, depth, deepest, steps;
};

static bool is_valid(struct walk *w, const struct go_type *t);

static bool report_cycle(struct walk *w, const struct go_type *named, uint32_t start) {
    ((struct go_type *)named)->underlying = go_basic(GO_KIND_INVALID);
    go_check_cycle(w->c, &w->path[start], w->count - start);
    return false;
}

static bool is_valid_named(struct walk *w, const struct go_type *t) {
    struct go_declaration *d = t->object->declaration;
    if (!d) return true;
    if (d->valid) {
        if (w->depth + d->nesting > w->deepest) w->deepest = w->depth + d->nesting;
        return true;
    }
    if (go_underlying(t)->kind == GO_KIND_INVALID) return false;
    for (uint32_t i = 0; i < w->count; i++)
        if (w->path[i] == t->object) return report_cycle(w, t, i);
    uint32_t outer = w->deepest;
    w->deepest = w->depth;
    w->path[w->count++] = t->object;
    bool valid = d->written ? is_valid(w, d->written) : true;
    w->count--;
    d->nesting = w->deepest - w->depth;
    if (outer > w->deepest) w->deepest = outer;
    if (valid) d->valid = true;
    return valid;
}

static bool are_valid_parts(struct walk *w, const struct go_type *t) {
    switch (t->kind) {
    case GO_KIND_ARRAY: return is_valid(w, t->element);
    case GO_KIND_STRUCT:
        for (uint32_t i = 0; i < t->field_count; i++)
            if (!is_valid(w, t->fields[i].type)) return false;
        return true;
    case GO_KIND_INTERFACE:
        for (uint32_t i = 0; i < t->embedded_count; i++)
            if (!is_valid(w, t->embedded[i])) return false;
        return true;
    case GO_KIND_NAMED: return is_valid_named(w, t);
    default: return true;
    }
}

static bool is_valid(struct walk *w, const struct go_type *t) {
    if (w->deepest < w->depth) w->deepest = w->depth;
    if (w->deepest >= NESTED_MAX || w->steps++ == STEPS_MAX) {
        go_check_complain(w->c, w->path[0]->pos, "type %s is too large", w->path[0]->name);
        return false;
    }
    w->depth++;
    bool valid = are_valid_parts(w, t);
    w->depth--;
    return valid;
}

void go_check_valid_type(struct go_checker *c, const struct go_type *named) {
    struct walk w = {.c = c};
    is_valid(&w, named);
}
