/* The universe: what is declared in every Go program. Its types are constants. */
#include <stddef.h>

#include "base/check.h"
#include "go/types/type.h"

enum { STRING_ALIGNMENT = 8 }; /* the largest there is */

#define BASIC_TYPE(self_, kind_, name_, size_)                                                     \
    {                                                                                              \
        .kind = kind_, .sized = true, .name = name_, .underlying = &(self_), .size = size_,        \
        .alignment = (size_) > STRING_ALIGNMENT ? STRING_ALIGNMENT                                 \
                     : (size_)                  ? (size_)                                          \
                                                : 1                                                \
    }

static const struct go_type BASICS[] = {
    [GO_KIND_INVALID] = BASIC_TYPE(BASICS[0], GO_KIND_INVALID, "invalid type", 0),
#define BASIC(kind, name, size)                                                                    \
    [GO_KIND_##kind] = BASIC_TYPE(BASICS[GO_KIND_##kind], GO_KIND_##kind, name, size),
#include "go/types/universe.def"
};

static const struct go_type BYTE = BASIC_TYPE(BYTE, GO_KIND_UINT8, "byte", 1);
static const struct go_type RUNE = BASIC_TYPE(RUNE, GO_KIND_INT32, "rune", 4);

static const struct go_type ANY = {.kind = GO_KIND_INTERFACE,
                                   .name = "any",
                                   .underlying = &ANY,
                                   .sized = true,
                                   .size = 16,
                                   .alignment = 8};

/* func (error) Error() string */
static const struct go_field ERROR_RESULT = {.type = &BASICS[GO_KIND_STRING]};
static const struct go_type ERROR_RESULTS = {.kind = GO_KIND_TUPLE,
                                             .fields = (struct go_field *)&ERROR_RESULT,
                                             .field_count = 1,
                                             .underlying = &ERROR_RESULTS,
                                             .sized = true,
                                             .size = 16,
                                             .alignment = 8};
static const struct go_type ERROR_FUNCTION = {.kind = GO_KIND_FUNCTION,
                                              .result = &ERROR_RESULTS,
                                              .underlying = &ERROR_FUNCTION,
                                              .sized = true,
                                              .size = 8,
                                              .alignment = 8};
static const struct go_method ERROR_METHOD = {.name = "Error", .type = &ERROR_FUNCTION};
static const struct go_type ERROR_INTERFACE = {.kind = GO_KIND_INTERFACE,
                                               .methods = (struct go_method *)&ERROR_METHOD,
                                               .method_count = 1,
                                               .underlying = &ERROR_INTERFACE,
                                               .sized = true,
                                               .size = 16,
                                               .alignment = 8};
static const struct go_object ERROR_OBJECT;
static const struct go_type ERROR = {.kind = GO_KIND_NAMED,
                                     .name = "error",
                                     .object = (struct go_object *)&ERROR_OBJECT,
                                     .underlying = &ERROR_INTERFACE,
                                     .sized = true,
                                     .size = 16,
                                     .alignment = 8};
static const struct go_object ERROR_OBJECT = {
    .kind = OBJECT_TYPE, .name = "error", .global = true, .type = &ERROR};

const struct go_type *go_basic(enum go_kind kind) {
    CHECK(kind <= GO_KIND_UNTYPED_NIL);
    return &BASICS[kind];
}

const struct go_type *go_error_type(void) {
    return &ERROR;
}

const struct go_type *go_byte_type(void) {
    return &BYTE;
}

const struct go_type *go_rune_type(void) {
    return &RUNE;
}

const struct go_type *go_any_type(void) {
    return &ANY;
}

/* ---- objects ---- */

static const struct {
    const char *name;
    const struct go_type *type;
} OTHER_TYPES[] = {{"byte", &BYTE}, {"rune", &RUNE}, {"any", &ANY}, {"error", &ERROR}};

static const char *const BUILTINS[] = {
#define BUILTIN(which, name) [BUILTIN_##which] = name,
#include "go/types/universe.def"
};

enum {
    BASIC_COUNT = GO_KIND_STRING - GO_KIND_BOOL + 1,
    OTHER_COUNT = sizeof OTHER_TYPES / sizeof OTHER_TYPES[0],
    BUILTIN_COUNT = sizeof BUILTINS / sizeof BUILTINS[0],
    VALUE_COUNT = 4, /* true, false, iota, nil */
    UNIVERSE_COUNT = BASIC_COUNT + OTHER_COUNT + BUILTIN_COUNT + VALUE_COUNT
};

/* Objects that are still to be filled. */
struct list {
    struct go_object *objects;
    struct go_object **all;
    uint32_t count;
};

static struct go_object *add(struct list *l, enum go_object_kind kind, const char *name,
                             const struct go_type *type) {
    struct go_object *o = &l->objects[l->count];
    l->all[l->count++] = o;
    *o = (struct go_object){.kind = (uint8_t)kind, .name = name, .type = type, .global = true};
    return o;
}

static void add_values(struct list *l, struct pool *pool) {
    const struct go_type *truth = go_basic(GO_KIND_UNTYPED_BOOL);
    add(l, OBJECT_CONSTANT, "true", truth)->value = constant_of_bool(pool, true);
    add(l, OBJECT_CONSTANT, "false", truth)->value = constant_of_bool(pool, false);
    add(l, OBJECT_CONSTANT, "iota", go_basic(GO_KIND_UNTYPED_INT))->value =
        constant_of_int(pool, 0);
    add(l, OBJECT_NIL, "nil", go_basic(GO_KIND_UNTYPED_NIL));
}

struct go_object **go_universe(struct pool *pool, uint32_t *count) {
    struct list l = {pool_alloc(pool, UNIVERSE_COUNT * sizeof *l.objects),
                     pool_alloc(pool, UNIVERSE_COUNT * sizeof *l.all), 0};
    *count = 0;
    if (!l.objects || !l.all) return NULL;
    for (int kind = GO_KIND_BOOL; kind <= GO_KIND_STRING; kind++)
        add(&l, OBJECT_TYPE, BASICS[kind].name, &BASICS[kind]);
    for (int i = 0; i < OTHER_COUNT; i++)
        add(&l, OBJECT_TYPE, OTHER_TYPES[i].name, OTHER_TYPES[i].type);
    for (int i = 0; i < BUILTIN_COUNT; i++)
        add(&l, OBJECT_BUILTIN, BUILTINS[i], NULL)->builtin = (uint8_t)i;
    add_values(&l, pool);
    CHECK(l.count == UNIVERSE_COUNT);
    *count = l.count;
    return l.all;
}
