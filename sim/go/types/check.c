/* The check of a program, package by package; each in types2's order of work (check.go). */
#include "go/types/checker.h"

#include <string.h>

#include "base/check.h"
#include "go/library/library.h"

/* ---- packages ---- */

static void add_package(struct go_checker *c) {
    struct go_checked *all = c->checked;
    all->packages =
        go_check_grow(c->pool, all->packages, all->package_count, sizeof(struct go_package *));
    all->packages[all->package_count++] = c->package;
}

static void fill_scopes(struct go_checker *c) {
    uint32_t count;
    struct go_object **universe = go_universe(c->pool, &count);
    c->universe = go_scope_new(c->pool, NULL);
    for (uint32_t i = 0; i < count; i++) go_scope_add(c->pool, c->universe, universe[i]);
    c->package->scope = go_scope_new(c->pool, c->universe);
    c->file_scope = go_scope_new(c->pool, c->package->scope);
    c->no_results = go_check_new_type(c->pool, GO_KIND_TUPLE);
    c->empty_interface = go_check_new_type(c->pool, GO_KIND_INTERFACE); /* without the name any */
    c->at.scope = c->file_scope;
}

/* resolver.go:packageObjects: types first, then names for types, then all else. */
static void check_objects(struct go_checker *c) {
    for (int round = 0; round < 3; round++)
        for (uint32_t i = 0; i < c->declaration_count; i++) {
            struct go_declaration *d = c->declarations[i];
            int wanted = d->object->kind != OBJECT_TYPE ? 2 : d->alias ? 1 : 0;
            if (wanted == round) go_check_object(c, d->object, NULL);
        }
}

static void check_imports_used(struct go_checker *c) {
    for (uint32_t i = 0; i < c->import_count; i++) {
        const struct go_object *o = c->imports[i];
        const char *path = o->package, *slash = strrchr(path, '/');
        const char *usual = slash ? slash + 1 : path;
        if (o->used || strcmp(o->name, "_") == 0) continue;
        if (strcmp(o->name, usual) == 0 || strcmp(o->name, ".") == 0)
            go_check_complain(c, o->pos, "imported and not used: \"%s\"", path);
        else go_check_complain(c, o->pos, "imported and not used: \"%s\" as %s", path, o->name);
    }
}

/* A type that was declared as another type's name gets that one's underlying type itself. */
static void settle_types(struct go_checker *c) {
    for (uint32_t i = 0; i < c->declaration_count; i++) {
        const struct go_object *o = c->declarations[i]->object;
        struct go_type *t = (struct go_type *)o->type;
        if (o->kind == OBJECT_TYPE && t && t->kind == GO_KIND_NAMED && t->object == o)
            t->underlying = go_underlying(t);
    }
}

static void list_functions(struct go_checker *c) {
    struct go_package *p = c->package;
    for (uint32_t i = 0; i < c->declaration_count; i++) {
        struct go_object *o = c->declarations[i]->object;
        if (o->kind != OBJECT_FUNCTION || strcmp(o->name, "_") == 0) continue;
        if (!o->node->z && strcmp(o->name, "init") == 0) {
            p->inits = go_check_grow(c->pool, p->inits, p->init_count, sizeof(struct go_object *));
            p->inits[p->init_count++] = o;
        } else {
            p->functions =
                go_check_grow(c->pool, p->functions, p->function_count, sizeof(struct go_object *));
            p->functions[p->function_count++] = o;
        }
    }
}

/* A function's name, or the parenthesis of its receiver. */
static uint32_t behind_func(const struct go_checker *c, const struct go_node *n) {
    const struct go_file *file = &c->package->file;
    uint32_t at = n->start - file->base + (uint32_t)strlen("func");
    if (!n->z) return n->pos;
    while (at < file->length && file->text[at] != '(') at++;
    return file->base + at;
}

static void check_bodies_exist(struct go_checker *c) {
    const struct go_object *entry = go_scope_find(c->package->scope, "main");
    for (uint32_t i = 0; i < c->declaration_count; i++) {
        const struct go_declaration *d = c->declarations[i];
        if (d->node->kind == NODE_FUNC && !d->node->w)
            go_check_complain(c, behind_func(c, d->node), "missing function body");
    }
    if (c->complaint_count == 0 && c->diags->count == 0 &&
        (!entry || entry->kind != OBJECT_FUNCTION))
        go_check_complain(c, 0, "function main is undeclared in the main package");
}

static void check_declarations(struct go_checker *c) {
    go_check_collect(c);
    check_objects(c);
    go_check_run_delayed(c, 0);
    go_check_complete_interfaces(c);
    go_check_order(c);
    check_imports_used(c);
    go_check_finish_untyped(c);
    settle_types(c);
    list_functions(c);
    if (c->complaint_count == 0 && !c->package->library) check_bodies_exist(c);
}

static bool check_package(struct go_checker *c) {
    fill_scopes(c);
    check_declarations(c);
    add_package(c);
    return go_check_emit(c);
}

/* ---- imports ---- */

static const char *const STANDARD[] = {
    "archive",  "bufio",   "bytes",   "compress", "container", "context", "crypto",
    "database", "debug",   "embed",   "encoding", "errors",    "expvar",  "flag",
    "fmt",      "go",      "hash",    "html",     "image",     "index",   "io",
    "log",      "math",    "mime",    "net",      "os",        "path",    "plugin",
    "reflect",  "regexp",  "runtime", "sort",     "strconv",   "strings", "sync",
    "syscall",  "testing", "text",    "time",     "unicode",   "unsafe",  NULL};

static bool is_standard(const char *path) {
    size_t length = strcspn(path, "/");
    for (const char *const *name = STANDARD; *name; name++)
        if (strlen(*name) == length && memcmp(*name, path, length) == 0) return true;
    return false;
}

static struct go_package *find_checked(const struct go_checked *all, const char *path) {
    for (uint32_t i = 0; i < all->package_count; i++)
        if (strcmp(all->packages[i]->path, path) == 0) return all->packages[i];
    return NULL;
}

static struct go_package *check_library(struct go_checker *c, const struct go_library_file *file) {
    struct go_checker inner = {.pool = c->pool,
                               .diags = c->diags,
                               .checked = c->checked,
                               .next_base = c->next_base + file->length + 1};
    struct go_package *p = go_check_take(c->pool, sizeof *p);
    p->path = file->path;
    p->library = true;
    p->file = (struct go_file){.base = c->next_base, .text = file->text, .length = file->length};
    inner.package = p;
    bool read = go_parse(&p->file, c->pool, NULL);
    p->name = p->file.package;
    bool right = read && check_package(&inner);
    if (!read) diag_file(c->diags, "library package %s cannot be read", file->path);
    c->next_base = inner.next_base;
    return right ? p : NULL;
}

struct go_package *go_check_import(struct go_checker *c, const char *path, uint32_t pos) {
    struct go_package *p = find_checked(c->checked, path);
    const struct go_library_file *file = go_library_find(path);
    if (p || strcmp(path, "C") == 0) return p; /* the parser refused C */
    if (file) {
        p = check_library(c, file);
        if (!p) go_check_complain(c, pos, "could not import %s", path);
    } else if (is_standard(path)) {
        go_check_complain(c, pos, "package \"%s\" is not in the supported subset", path);
    } else {
        go_check_complain(c, pos, "package %s is not in GOROOT", path);
    }
    return p;
}

bool go_check(struct go_file *main, struct pool *pool, struct diags *diags,
              struct go_checked *out) {
    struct go_checker c = {
        .pool = pool, .diags = diags, .checked = out, .next_base = main->base + main->length + 1};
    *out = (struct go_checked){0};
    if (strcmp(main->package, "main") != 0) return false; /* the parser said so */
    c.package = go_check_take(pool, sizeof *c.package);
    c.package->path = c.package->name = "main";
    c.package->file = *main;
    bool right = check_package(&c);
    return right && diags->count == 0 && diags->dropped == 0;
}
