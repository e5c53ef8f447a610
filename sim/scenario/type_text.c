/* Types as they are written in scripts and in Go:
 *
 *     type = "*" type | "[" number "]" type | "[]" type | "map[" type "]" type | "chan" type
 *          | "func(" [ type { "," type } ] ")" [ type ] | name */
#include <string.h>

#include "scenario/token.h"
#include "scenario/value.h"

enum { TYPE_DEPTH_MAX = 16, TYPES_MAX = 1 << 13, ARRAY_MAX = 1 << 22, PARAMETER_TYPES_MAX = 16 };

static uint32_t type_named(struct reader *r, struct program *p, const cJSON *node,
                           const char *name) {
    int32_t type = program_find_type(p, name);
    if (type != NONE) return (uint32_t)type;
    const char *names[65] = {0};
    for (uint32_t i = 0; i < p->type_count && i < 64; i++) names[i] = p->types[i].name;
    const char *near = guess_name(r, name, names);
    if (near) problem_at(r, node, "there is no type \"%s\"; did you mean \"%s\"?", name, near);
    else problem_at(r, node, "there is no type \"%s\"; declare it under \"types\"", name);
    return TYPE_BAD;
}

/* A type that is being read, and where. */
struct type_text {
    struct reader *reader;
    struct program *program;
    const cJSON *node;
    const char *at;
    int depth;
};

static uint32_t take_type(struct type_text *t);

static uint32_t no_type(struct type_text *t) {
    problem_at(t->reader, t->node, "expected a type like \"Node\", \"*Node\" or \"[4]*Node\"");
    return TYPE_BAD;
}

static uint32_t take_array(struct type_text *t) {
    int64_t length;
    if (take_sign(&t->at, "]")) {
        uint32_t element = take_type(t);
        return element == TYPE_BAD ? TYPE_BAD : program_slice_of(t->program, element);
    }
    if (!take_number(&t->at, &length) || length < 0 || length > ARRAY_MAX ||
        !take_sign(&t->at, "]"))
        return no_type(t);
    uint32_t element = take_type(t);
    return element == TYPE_BAD ? TYPE_BAD : program_array_of(t->program, element, (uint32_t)length);
}

static uint32_t take_map(struct type_text *t) {
    if (!take_sign(&t->at, "[")) return no_type(t);
    uint32_t key = take_type(t);
    if (key == TYPE_BAD) return TYPE_BAD;
    if (!take_sign(&t->at, "]")) return no_type(t);
    uint32_t element = take_type(t);
    return element == TYPE_BAD ? TYPE_BAD : program_map_of(t->program, key, element);
}

static uint32_t take_channel(struct type_text *t) {
    uint32_t element = take_type(t);
    return element == TYPE_BAD ? TYPE_BAD : program_channel_of(t->program, element);
}

static bool type_begins(const char *at) {
    skip_space(&at);
    return is_name_start(*at) || *at == '*' || *at == '[';
}

static uint32_t take_function_type(struct type_text *t) {
    uint32_t parameters[PARAMETER_TYPES_MAX], count = 0, result = (uint32_t)NONE;
    if (!take_sign(&t->at, "(")) return no_type(t);
    while (!take_sign(&t->at, ")")) {
        if (count == PARAMETER_TYPES_MAX || (count > 0 && !take_sign(&t->at, ",")))
            return no_type(t);
        parameters[count] = take_type(t);
        if (parameters[count++] == TYPE_BAD) return TYPE_BAD;
    }
    if (type_begins(t->at)) result = take_type(t);
    return result == TYPE_BAD ? TYPE_BAD
                              : program_function_type(t->program, parameters, count, result);
}

static uint32_t take_pointer(struct type_text *t) {
    uint32_t element = take_type(t);
    return element == TYPE_BAD ? TYPE_BAD : program_pointer_to(t->program, element);
}

static uint32_t take_type_here(struct type_text *t) {
    char name[NAME_SIZE];
    skip_space(&t->at);
    if (t->depth < TYPE_DEPTH_MAX) {
        if (take_sign(&t->at, "*")) return take_pointer(t);
        if (take_sign(&t->at, "[")) return take_array(t);
        if (take_word(&t->at, "map")) return take_map(t);
        if (take_word(&t->at, "chan")) return take_channel(t);
        if (take_word(&t->at, "func")) return take_function_type(t);
    }
    if (!take_name(&t->at, name, sizeof name)) return no_type(t);
    return type_named(t->reader, t->program, t->node, name);
}

static uint32_t take_type(struct type_text *t) {
    if (!has_room(t->reader, t->node, t->program->type_count, TYPES_MAX, "types")) return TYPE_BAD;
    t->depth++;
    uint32_t type = take_type_here(t);
    t->depth--;
    return type;
}

uint32_t script_type(struct reader *r, struct program *p, const cJSON *node) {
    if (!expect_kind(r, node, cJSON_IsString(node), "a type like \"*Node\"")) return TYPE_BAD;
    struct type_text t = {.reader = r, .program = p, .node = node, .at = node->valuestring};
    uint32_t type = take_type(&t);
    if (type == TYPE_BAD || *t.at == '\0') return type;
    problem_at(r, node, "unexpected \"%s\" behind the type", t.at);
    return TYPE_BAD;
}

uint32_t take_type_text(struct reader *r, struct program *p, const cJSON *node, const char **at) {
    struct type_text t = {.reader = r, .program = p, .node = node, .at = *at};
    uint32_t type = take_type(&t), bad;
    *at = t.at;
    if (type == TYPE_BAD || program_lay_out_types(p, &bad)) return type;
    problem_at(r, node, "the type is larger than 64 MiB");
    return TYPE_BAD;
}
