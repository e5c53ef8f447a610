#include "scenario/graph.h"

#include <stdio.h>
#include <string.h>

enum { OBJECTS_MAX = 2000, SIZE_MAX_BYTES = 1 << 20, NAME_SIZE = 96 };

/* ---- checks ---- */

static bool is_identifier(const char *name) {
    for (const char *c = name; *c; c++) {
        bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || *c == '_';
        bool digit = *c >= '0' && *c <= '9';
        if (!letter && !(digit && c > name)) return false;
    }
    return name[0] && strlen(name) < 60;
}

static void check_target(struct reader *r, const cJSON *objects, const cJSON *node) {
    if (!expect_kind(r, node, cJSON_IsString(node), "the name of an object")) return;
    if (cJSON_GetObjectItemCaseSensitive(objects, node->valuestring)) return;
    const char *names[OBJECTS_MAX + 1] = {0};
    size_t count = 0;
    const cJSON *object;
    cJSON_ArrayForEach(object, objects) if (count < OBJECTS_MAX) names[count++] = object->string;
    const char *near = nearest_name(node->valuestring, names);
    if (near) problem_at(r, node, "there is no object \"%s\"; did you mean \"%s\"?", node->valuestring, near);
    else problem_at(r, node, "there is no object \"%s\" under \"objects\"", node->valuestring);
}

/* A list of names, or an object whose keys are the fields. */
static void check_targets(struct reader *r, const cJSON *objects, const cJSON *list) {
    const cJSON *node;
    if (!expect_kind(r, list, cJSON_IsArray(list) || cJSON_IsObject(list),
                     "a list of objects, or an object of fields"))
        return;
    cJSON_ArrayForEach(node, list) {
        check_target(r, objects, node);
        if (node->string && !is_identifier(node->string))
            problem_at(r, node, "\"%s\" is no identifier", node->string);
    }
}

static void check_object(struct reader *r, const cJSON *objects, const cJSON *node) {
    static const char *const KEYS[] = {"points_to", "size", NULL};
    if (!is_identifier(node->string)) problem_at(r, node, "\"%s\" is no identifier", node->string);
    if (!expect_kind(r, node, cJSON_IsObject(node), "an object")) return;
    read_keys(r, node, KEYS);
    const cJSON *targets = cJSON_GetObjectItemCaseSensitive(node, "points_to");
    if (targets) check_targets(r, objects, targets);
    int64_t size = read_integer(r, node, "size", 1, SIZE_MAX_BYTES, SIZE_MAX_BYTES);
    if (size < (int64_t)cJSON_GetArraySize(targets) * 8)
        problem_at(r, cJSON_GetObjectItemCaseSensitive(node, "size"),
                   "%d pointers take %d bytes; the size is less", cJSON_GetArraySize(targets),
                   cJSON_GetArraySize(targets) * 8);
}

static bool check_graph(struct reader *r, const cJSON *heap, const cJSON **objects,
                        const cJSON **roots) {
    static const char *const KEYS[] = {"objects", "roots", NULL};
    const cJSON *node;
    read_keys(r, heap, KEYS);
    *objects = read_object(r, heap, "objects", true);
    *roots = read_member(r, heap, "roots", true);
    if (!*objects || !*roots) return false;
    if (cJSON_GetArraySize(*objects) > OBJECTS_MAX)
        problem_at(r, *objects, "more than %d objects", OBJECTS_MAX);
    cJSON_ArrayForEach(node, *objects) check_object(r, *objects, node);
    check_targets(r, *objects, *roots);
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

static int size_of(const cJSON *object) {
    const cJSON *size = cJSON_GetObjectItemCaseSensitive(object, "size");
    int pointers = cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(object, "points_to")) * 8;
    return size ? (int)size->valuedouble : pointers ? pointers : 8;
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
    if (root->string) snprintf(name, sizeof name, "%s", root->string);
    else if (only) snprintf(name, sizeof name, "root");
    else snprintf(name, sizeof name, "root%d", index + 1);
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
