/* Types that contain themselves by value (validtype.go), or are too large (types/size.go). */
#include "go/types/checker.h"

/* Deeper nesting by value would only be met in programs that were made to be hard. */
enum { NESTED_MAX = 2000, STEPS_MAX = 1 << 20, CHANNEL_ELEMENT_MAX = 1 << 16 };

/* types.MaxWidth */
static const uint64_t SIZE_MAX_OF_TYPES = UINT64_C(1) << 50;

struct walk {
    struct go_checker *c;
    struct go_object *path[NESTED_MAX];
    uint32_t count, depth, deepest, steps;
    bool too_large;
};

static bool is_valid(struct walk *w, const struct go_type *t);

static bool is_shallow(struct walk *w, uint32_t depth) {
    if (w->deepest < depth) w->deepest = depth;
    if (w->deepest < NESTED_MAX && w->steps++ < STEPS_MAX) return true;
    w->too_large = true;
    go_check_complain(w->c, w->path[0]->pos, "type %s is too large", w->path[0]->name);
    return false;
}

static bool report_cycle(struct walk *w, const struct go_type *named, uint32_t start) {
    ((struct go_type *)named)->underlying = go_basic(GO_KIND_INVALID);
    go_check_cycle(w->c, &w->path[start], w->count - start);
    return false;
}

static bool is_valid_named(struct walk *w, const struct go_type *t) {
    struct go_declaration *d = t->object->declaration;
    if (!d) return true;
    if (d->valid) return is_shallow(w, w->depth + d->nesting);
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
    if (w->too_large) d->nesting = NESTED_MAX;
    if (valid || w->too_large) d->valid = true;
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
    if (!is_shallow(w, w->depth)) return false;
    w->depth++;
    bool valid = are_valid_parts(w, t);
    w->depth--;
    return valid;
}

static void check_size(struct go_checker *c, const struct go_type *t, uint32_t pos) {
    if (c->complaint_count > 0 || go_size(t) <= SIZE_MAX_OF_TYPES) return;
    go_check_complain(c, pos, "type %s larger than address space", go_check_type_words(c, t));
}

void go_check_valid_type(struct go_checker *c, const struct go_type *named) {
    struct walk w = {.c = c};
    const struct go_declaration *d = named->object->declaration;
    if (d && d->valid && d->nesting == NESTED_MAX) return; /* a complaint was made */
    if (is_valid(&w, named)) check_size(c, named, named->object->pos);
}

void go_check_size(struct go_checker *c, const struct delayed *action) {
    const struct go_type *t = action->type;
    uint32_t pos = go_check_start(action->node);
    if (t->kind == GO_KIND_CHANNEL && go_size(t->element) >= CHANNEL_ELEMENT_MAX)
        go_check_complain(c, pos, "channel element type too large (>64kB)");
    else check_size(c, t, pos);
}
