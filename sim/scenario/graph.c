#include "scenario/graph.h"

#include <stdio.h>
#include <string.h>

enum {
    OBJECTS_MAX = 2000,
    POINTERS_MAX = 1000, /* of an object */
    ALL_POINTERS_MAX = 10000,
    ROOTS_MAX = 1000,
    SIZE_MAX_BYTES = 1 << 20,
    OBJECT_NAME_MAX = 50, /* "type_" and the name together are still a name */
    NAME_SIZE = 96
};

/* ---- checks ---- */

static void check_target(struct reader *r, const cJSON *objects, const cJSON *node) {
    if (!expect_kind(r, node, cJSON_IsString(node), "the name of an object")) return;
    if (cJSON_GetObjectItemCaseSensitive(objects, node->valuestring)) return;
    const char *names[OBJECTS_MAX + 1] = {0};
    size_t count = 0;
    const cJSON *object;
    cJSON_ArrayForEach(object, objects) if (count < OBJECTS_MAX) names[count++] = object->string;
    const char *near = guess_name(r, node->valuestring, names);
    if (near)
        problem_at(r, node, "there is no object \"%s\"; did you mean \"%s\"?", node->valuestring,
                   near);
    else problem_at(r, node, "there is no object \"%s\" under \"objects\"", node->valuestring);
}

/* A list of names, or an object whose keys are the fields. */
static void check_targets(struct reader *r, const cJSON *objects, const cJSON *list,
                          uint32_t most) {
    const cJSON *node;
    uint32_t count = 0;
    if (!expect_kind(r, list, cJSON_IsArray(list) || cJSON_IsObject(list),
                     "a list of objects, or an object of fields"))
        return;
    cJSON_ArrayForEach(node, list) {
        if (!has_room(r, list, count++, most, "pointers")) return;
        check_target(r, objects, node);
        if (node->string) expect_identifier(r, node);
    }
}

/* The bytes behind the pointers are a field as well. */
static void check_size(struct reader *r, const cJSON *node, const cJSON *targets) {
    int pointers = cJSON_GetArraySize(targets) * 8;
    const cJSON *size = cJSON_GetObjectItemCaseSensitive(node, "size");
    const cJSON *data = cJSON_GetObjectItemCaseSensitive(targets, "data");
    int64_t bytes = read_integer(r, node, "size", 1, SIZE_MAX_BYTES, pointers);
    if (bytes < pointers)
        problem_at(r, size, "%d pointers take %d bytes; the size is less", pointers / 8, pointers);
    if (bytes > pointers && data)
        problem_at(r, data, "\"data\" is what the rest of the object is called");
}

static void check_object(struct reader *r, const cJSON *objects, const cJSON *node) {
    static const char *const KEYS[] = {"points_to", "size", NULL};
    if (expect_identifier(r, node) && strlen(node->string) > OBJECT_NAME_MAX)
        problem_at(r, node, "the name is longer than %d bytes", OBJECT_NAME_MAX);
    if (!expect_kind(r, node, cJSON_IsObject(node), "an object")) return;
    read_keys(r, node, KEYS);
    const cJSON *targets = cJSON_GetObjectItemCaseSensitive(node, "points_to");
    if (targets) check_targets(r, objects, targets, POINTERS_MAX);
    check_size(r, node, targets);
}

/* A root's own name, or one made up. */
static void root_name(const cJSON *root, int index, bool only, char *out) {
    if (root->string) snprintf(out, NAME_SIZE, "%s", root->string);
    else if (only) snprintf(out, NAME_SIZE, "root");
    else snprintf(out, NAME_SIZE, "root%d", index + 1);
}

/* Roots and objects are variables of one function: their names differ. */
static void check_roots(struct reader *r, const cJSON *objects, const cJSON *roots) {
    int index = 0;
    bool only = cJSON_GetArraySize(roots) == 1;
    const cJSON *root;
    char name[NAME_SIZE];
    check_targets(r, objects, roots, ROOTS_MAX);
    if (r->diags->count > 0) return;
    cJSON_ArrayForEach(root, roots) {
        root_name(root, index++, only, name);
        if (cJSON_GetObjectItemCaseSensitive(objects, name))
            problem_at(r, root, "this root is called \"%s\", as an object is", name);
    }
}

static bool check_graph(struct reader *r, const cJSON *heap, const cJSON **objects,
                        const cJSON **roots) {
    static const char *const KEYS[] = {"objects", "roots", NULL};
    const cJSON *node;
    read_keys(r, heap, KEYS);
    *objects = read_object(r, heap, "objects", true);
    *roots = read_member(r, heap, "roots", true);
    if (!*objects || !*roots) return false;
    uint32_t count = 0, pointers = 0;
    cJSON_ArrayForEach(node, *objects) {
        if (!has_room(r, *objects, count++, OBJECTS_MAX, "objects")) return false;
        if (!has_room(r, *objects, pointers, ALL_POINTERS_MAX, "pointers")) return false;
        check_object(r, *objects, node);
        pointers +=
            (uint32_t)cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(node, "points_to"));
    }
    check_roots(r, *objects, *roots);
    return r->diags->count == 0;
}

/* ---- building the script ---- */

static void field_name(const cJSON *target, int index, char *out) {
    if (target->string) snprintf(out, NAME_SIZE, "%s", target->string);
    else snprintf(out, NAME_SIZE, "p%d", index);
}

static cJSON *statement(cJSON *list, const char *verb, const char *value) {
    cJSON *s = cJSON_CreateObject();
    cJSON_AddStringToObject(s, verb, value);
    cJSON_AddItemToArray(list, s);
    return s;
}

/* Objects of fewer than 16 bytes without pointers would share a block, and die together. */
static int size_of(const cJSON *object) {
    const cJSON *size = cJSON_GetObjectItemCaseSensitive(object, "size");
    int pointers = cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(object, "points_to")) * 8;
    return size ? (int)size->valuedouble : pointers ? pointers : 16;
}

/* A struct for each object: a field for each pointer, and bytes up to its size. Pointers are all of
 * one type, so that any object can point to any other. */
static void add_type(cJSON *types, const cJSON *object) {
    char name[NAME_SIZE], bytes[NAME_SIZE];
    const cJSON *targets = cJSON_GetObjectItemCaseSensitive(object, "points_to"), *target;
    snprintf(name, sizeof name, "type_%s", object->string);
    cJSON *type = cJSON_AddObjectToObject(types, name);
    int index = 0;
    cJSON_ArrayForEach(target, targets) {
        snprintf(bytes, sizeof bytes, "*type_%s", target->valuestring);
        field_name(target, index++, name);
        cJSON_AddStringToObject(type, name, bytes);
    }
    int rest = size_of(object) - index * 8;
    snprintf(bytes, sizeof bytes, "[%d]byte", rest);
    if (rest > 0) cJSON_AddStringToObject(type, "data", bytes);
}

static void add_allocation(cJSON *body, const cJSON *object) {
    char type[NAME_SIZE];
    snprintf(type, sizeof type, "type_%s", object->string);
    cJSON *s = statement(body, "new", type);
    cJSON_AddStringToObject(s, "to", object->string);
    cJSON_AddStringToObject(s, "name", object->string);
    cJSON_AddStringToObject(s, "escape", "heap");
    cJSON_AddStringToObject(s, "why", "part of the graph");
}

static void add_links(cJSON *body, const cJSON *object) {
    char field[NAME_SIZE], place[2 * NAME_SIZE];
    const cJSON *target;
    int index = 0;
    cJSON_ArrayForEach(target, cJSON_GetObjectItemCaseSensitive(object, "points_to")) {
        field_name(target, index++, field);
        snprintf(place, sizeof place, "%s.%s", object->string, field);
        cJSON_AddStringToObject(statement(body, "set", place), "to", target->valuestring);
    }
}

static void add_root(cJSON *globals, cJSON *body, const cJSON *root, int index, bool only) {
    char name[NAME_SIZE], type[NAME_SIZE];
    root_name(root, index, only, name);
    snprintf(type, sizeof type, "*type_%s", root->valuestring);
    cJSON_AddStringToObject(globals, name, type);
    cJSON_AddStringToObject(statement(body, "set", name), "to", root->valuestring);
}

cJSON *graph_to_script(struct reader *r, const cJSON *heap) {
    const cJSON *objects, *roots, *node;
    if (!check_graph(r, heap, &objects, &roots)) return NULL;
    cJSON *script = cJSON_CreateObject();
    cJSON *types = cJSON_AddObjectToObject(script, "types");
    cJSON *globals = cJSON_AddObjectToObject(script, "globals");
    cJSON *functions = cJSON_AddObjectToObject(script, "functions");
    cJSON *main_body = cJSON_AddArrayToObject(functions, "main");
    cJSON *build = cJSON_AddArrayToObject(functions, "build");
    cJSON_ArrayForEach(node, objects) add_type(types, node);
    cJSON_ArrayForEach(node, objects) add_allocation(build, node);
    cJSON_ArrayForEach(node, objects) add_links(build, node);
    int index = 0;
    bool only = cJSON_GetArraySize(roots) == 1;
    cJSON_ArrayForEach(node, roots) add_root(globals, build, node, index++, only);
    statement(main_body, "call", "build");
    statement(main_body, "gc", "run");
    return script;
}
