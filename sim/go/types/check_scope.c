/* Scopes: names of a block, hashed. */
#include <string.h>

#include "go/types/checker.h"

struct go_scope {
    struct go_scope *outer;
    struct go_object **rows; /* open addressing; at most half full */
    uint32_t count, capacity;
};

struct go_scope *go_scope_new(struct pool *pool, struct go_scope *outer) {
    struct go_scope *scope = go_check_take(pool, sizeof *scope);
    scope->outer = outer;
    return scope;
}

struct go_scope *go_scope_outer(struct go_scope *scope) {
    return scope->outer;
}

static uint32_t hash_of(const char *name) {
    uint32_t hash = 2166136261u;
    for (; *name; name++) hash = (hash ^ (unsigned char)*name) * 16777619u;
    return hash;
}

/* Where the name is, or would be. */
static struct go_object **place_of(const struct go_scope *scope, const char *name) {
    uint32_t mask = scope->capacity - 1;
    uint32_t at = hash_of(name) & mask;
    while (scope->rows[at] && strcmp(scope->rows[at]->name, name) != 0) at = (at + 1) & mask;
    return &scope->rows[at];
}

struct go_object *go_scope_find(const struct go_scope *scope, const char *name) {
    return scope->count ? *place_of(scope, name) : NULL;
}

static void grow(struct pool *pool, struct go_scope *scope) {
    struct go_object **old = scope->rows;
    uint32_t old_capacity = scope->capacity;
    scope->capacity = old_capacity ? old_capacity * 2 : 8;
    scope->rows = go_check_take(pool, scope->capacity * sizeof(struct go_object *));
    for (uint32_t i = 0; i < old_capacity; i++)
        if (old[i]) *place_of(scope, old[i]->name) = old[i];
}

struct go_object *go_scope_add(struct pool *pool, struct go_scope *scope, struct go_object *o) {
    if (2 * scope->count >= scope->capacity) grow(pool, scope);
    struct go_object **place = place_of(scope, o->name);
    if (*place) return *place;
    *place = o;
    scope->count++;
    return NULL;
}

struct go_object *go_scope_search(struct go_scope *scope, const char *name,
                                  struct go_scope **where) {
    for (; scope; scope = scope->outer) {
        struct go_object *o = go_scope_find(scope, name);
        if (!o) continue;
        if (where) *where = scope;
        return o;
    }
    return NULL;
}
