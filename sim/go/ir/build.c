/* From checked packages to the intermediate form. */
#include "go/ir/build.h"

#include <string.h>

#include "base/check.h"

/* Statements of a package variable's declaration, until their order is known. */
struct ir_initial {
    const struct go_node *spec;
    struct ir_node *statements;
};

static const char *join(struct pool *pool, const char *package, const char *name) {
    const char *joined = pool_stringf(pool, "%s.%s", package, name);
    CHECK(joined && "the host's memory");
    return joined;
}

/* In messages "pop", "(*stack).pop"; of the library "fmt.Println", "(*sync.Mutex).Lock". */
static const char *message_name(struct ir_builder *b, const struct go_object *object) {
    const struct go_type *receiver = object->receiver;
    if (!receiver) {
        bool own = !b->package->library;
        return own ? object->name : join(b->pool, b->package->name, object->name);
    }
    if (object->pointer_receiver) receiver = go_pointer_to(b->pool, receiver);
    return ir_method_name(b->pool, receiver, object->name);
}

/* In traces "main.pop", "main.(*stack).pop". */
static const char *trace_name(struct ir_builder *b, const struct go_object *object) {
    const char *name = object->name;
    if (object->receiver) {
        const char *type = object->receiver->object ? object->receiver->object->name : "?";
        const char *pattern = object->pointer_receiver ? "(*%s).%s" : "%s.%s";
        name = pool_stringf(b->pool, pattern, type, name);
    }
    return join(b->pool, b->package->path, name);
}

static struct ir_function *new_function(struct ir_builder *b, struct go_object *object) {
    struct ir_function *f = ir_take(b->pool, sizeof *f);
    f->object = object;
    f->package = b->package;
    f->library = b->package->library;
    f->type = go_underlying(object->type);
    f->pos = object->pos;
    f->name = message_name(b, object);
    f->symbol = trace_name(b, object);
    object->ir = f;
    return f;
}

static void declare_functions(struct ir_builder *b) {
    struct go_package *p = b->package;
    for (uint32_t i = 0; i < p->function_count; i++) new_function(b, p->functions[i]);
    for (uint32_t i = 0; i < p->init_count; i++) {
        struct ir_function *f = new_function(b, p->inits[i]);
        f->name = pool_stringf(b->pool, "init.%u", i);
        f->symbol = join(b->pool, p->path, f->name);
    }
}

static void declare_globals(struct ir_builder *b, const struct go_node *spec) {
    struct ir_program *p = b->program;
    for (const struct go_node *name = spec->list; name; name = name->next) {
        if (ir_build_is_blank(name)) continue;
        struct ir_variable *v = ir_new_variable(b->pool, VARIABLE_GLOBAL, name->object->name,
                                                name->object->type, name->pos);
        v->object = name->object;
        name->object->variable = v;
        p->globals = ir_append(b->pool, p->globals, &p->global_count, &v, sizeof v);
    }
}

static void build_function(struct ir_builder *b, const struct go_node *n) {
    struct go_object *object = n->x->object;
    struct ir_function *f = object->ir ? object->ir : new_function(b, object);
    ir_build_body(b, f, n->y, n->z, n->w);
    f->intrinsic = !n->w;
    if (n->w) b->built = ir_append(b->pool, b->built, &b->built_count, &f, sizeof f);
}

static void build_value(struct ir_builder *b, const struct go_node *spec,
                        struct ir_initial *initial) {
    struct ir_list out = {0};
    b->function = b->initialise;
    b->global = true;
    ir_build_variables(b, spec, &out);
    b->global = false;
    *initial = (struct ir_initial){spec, out.first};
}

static struct ir_initial *find_initial(struct ir_initial *initials, uint32_t count,
                                       const struct go_node *spec) {
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (initials[middle].spec->pos < spec->pos) low = middle + 1;
        else high = middle;
    }
    return low < count && initials[low].spec == spec ? &initials[low] : NULL;
}

/* The body of "init", in the order that the checker found. */
static void order_initials(struct ir_builder *b, struct ir_initial *initials, uint32_t count) {
    struct ir_list body = {0};
    for (uint32_t i = 0; i < b->package->variable_count; i++) {
        struct ir_initial *initial = find_initial(initials, count, b->package->variables[i]);
        if (!initial) continue;
        ir_list_join(&body, initial->statements);
        initial->statements = NULL;
    }
    b->initialise->body = body.first;
}

static struct ir_function *new_initialise(struct ir_builder *b) {
    struct ir_function *f = ir_take(b->pool, sizeof *f);
    struct go_type *type = go_type_new(b->pool, GO_KIND_FUNCTION);
    CHECK(type && "the host's memory");
    type->result = go_type_new(b->pool, GO_KIND_TUPLE);
    f->type = type;
    f->name = "init";
    f->symbol = join(b->pool, b->package->path, "init");
    f->package = b->package;
    f->library = b->package->library;
    return f;
}

/* Declared functions and the values of variables in the order of the source, since literals are
 * numbered through them. */
static void build_package(struct ir_builder *b) {
    const struct go_node *declarations = b->package->file.declarations;
    struct ir_initial *initials = NULL, initial;
    uint32_t count = 0;
    b->initialise = new_initialise(b);
    b->global_literals = 0;
    declare_functions(b);
    for (const struct go_node *n = declarations; n; n = n->next)
        if (n->kind == NODE_VAR) declare_globals(b, n);
    for (const struct go_node *n = declarations; n; n = n->next) {
        if (n->kind == NODE_FUNC) build_function(b, n);
        if (n->kind != NODE_VAR) continue;
        build_value(b, n, &initial);
        initials = ir_append(b->pool, initials, &count, &initial, sizeof initial);
    }
    order_initials(b, initials, count);
}

static void add_function(struct ir_program *p, struct ir_function *f) {
    f->index = p->function_count;
    p->functions = ir_append(p->pool, p->functions, &p->function_count, &f, sizeof f);
    for (uint32_t i = 0; i < f->literal_count; i++) add_function(p, f->literals[i]);
}

static void add_init(struct ir_program *p, struct ir_function *f) {
    p->inits = ir_append(p->pool, p->inits, &p->init_count, &f, sizeof f);
}

/* What is done once all bodies of the package are there. */
static void finish_package(struct ir_builder *b) {
    struct ir_function *initialise = b->initialise;
    for (uint32_t i = 0; i < b->built_count; i++) ir_mark(b, b->built[i]);
    ir_mark(b, initialise);
    for (uint32_t i = 0; i < b->built_count; i++) ir_devirtualize(b->pool, b->built[i]);
    ir_devirtualize(b->pool, initialise);
    ir_split_statics(b, initialise);
    for (uint32_t i = 0; i < b->built_count; i++) add_function(b->program, b->built[i]);
    if (initialise->body) {
        add_function(b->program, initialise);
        add_init(b->program, initialise);
    }
    for (uint32_t i = 0; i < b->package->init_count; i++)
        if (b->package->inits[i]->ir->body) add_init(b->program, b->package->inits[i]->ir);
}

static struct ir_function *find_main(const struct go_package *p) {
    for (uint32_t i = 0; i < p->function_count; i++)
        if (!p->functions[i]->receiver && strcmp(p->functions[i]->name, "main") == 0)
            return p->functions[i]->ir;
    return NULL;
}

void ir_build(const struct go_checked *checked, struct pool *pool, struct ir_program *out) {
    *out = (struct ir_program){.pool = pool};
    for (uint32_t i = 0; i < checked->package_count; i++) {
        struct ir_builder b = {.pool = pool, .program = out, .package = checked->packages[i]};
        build_package(&b);
        finish_package(&b);
        if (i + 1 == checked->package_count) out->main = find_main(b.package);
    }
    ir_mark_used(out);
    for (uint32_t i = 0; i < out->wrapper_count; i++) add_function(out, out->wrappers[i]);
}
