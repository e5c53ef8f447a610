#include "scenario/reader.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

void problem_at(struct reader *r, const cJSON *node, const char *format, ...) {
    struct text message = {0};
    va_list arguments;
    va_start(arguments, format);
    text_addv(&message, format, arguments);
    va_end(arguments);
    diag_at(r->diags, json_offset(node), "%s", text_string(&message));
    text_free(&message);
}

bool has_room(struct reader *r, const cJSON *node, uint32_t count, uint32_t most,
              const char *things) {
    if (count < most) return true;
    problem_at(r, node, "more than %u %s", most, things);
    return false;
}

const char *guess_name(const struct reader *r, const char *word, const char *const *names) {
    return r->diags->count < DIAG_MAX ? nearest_name(word, names) : NULL;
}

bool is_identifier(const char *name) {
    for (const char *c = name; *c; c++) {
        bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || *c == '_';
        bool digit = *c >= '0' && *c <= '9';
        if (!letter && !(digit && c > name)) return false;
    }
    return name[0] && strlen(name) <= IDENTIFIER_MAX && strcmp(name, "nil") != 0;
}

bool expect_identifier(struct reader *r, const cJSON *member) {
    if (is_identifier(member->string)) return true;
    diag_at(r->diags, json_key_offset(&r->diags->source, member),
            "\"%s\" is no identifier; expected at most %d letters, digits and _, no digit first",
            member->string, IDENTIFIER_MAX);
    return false;
}

static bool is_among(const char *word, const char *const *names) {
    for (; *names; names++)
        if (strcmp(word, *names) == 0) return true;
    return false;
}

/* "a", "b", "c": a long list is cut, since nobody reads fifty names in a line. */
static void list_names(const char *const *names, struct text *out) {
    enum { NAMES_LISTED = 24 };
    for (int i = 0; names[i]; i++) {
        if (i == NAMES_LISTED) {
            text_add(out, ", ...");
            return;
        }
        text_addf(out, "%s\"%s\"", i ? ", " : "", names[i]);
    }
}

static void unknown_key(struct reader *r, const cJSON *member, const char *const *keys) {
    size_t at = json_key_offset(&r->diags->source, member);
    const char *near = guess_name(r, member->string, keys);
    if (near || r->diags->count == DIAG_MAX) {
        if (!near) near = keys[0]; /* nobody will read it */
        diag_at(r->diags, at, "unknown key \"%s\"; did you mean \"%s\"?", member->string, near);
        return;
    }
    struct text list = {0};
    list_names(keys, &list);
    diag_at(r->diags, at, "unknown key \"%s\"; expected one of %s", member->string,
            text_string(&list));
    text_free(&list);
}

void read_keys(struct reader *r, const cJSON *object, const char *const *keys) {
    for (const cJSON *member = object->child; member; member = member->next)
        if (strcmp(member->string, "note") != 0 && !is_among(member->string, keys))
            unknown_key(r, member, keys);
}

bool expect_kind(struct reader *r, const cJSON *node, bool fits, const char *expected) {
    if (fits) return true;
    char buffer[64];
    problem_at(r, node, "expected %s, found %s", expected, json_kind(node, buffer, sizeof buffer));
    return false;
}

const cJSON *read_member(struct reader *r, const cJSON *object, const char *key, bool required) {
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, key);
    if (!member && required) problem_at(r, object, "the key \"%s\" is missing", key);
    return member;
}

const char *read_string(struct reader *r, const cJSON *object, const char *key, bool required) {
    const cJSON *member = read_member(r, object, key, required);
    if (!member || !expect_kind(r, member, cJSON_IsString(member), "a string")) return NULL;
    return pool_string(r->pool, member->valuestring);
}

const cJSON *read_object(struct reader *r, const cJSON *object, const char *key, bool required) {
    const cJSON *member = read_member(r, object, key, required);
    if (!member || !expect_kind(r, member, cJSON_IsObject(member), "an object")) return NULL;
    return member;
}

const cJSON *read_array(struct reader *r, const cJSON *object, const char *key, bool required) {
    const cJSON *member = read_member(r, object, key, required);
    if (!member || !expect_kind(r, member, cJSON_IsArray(member), "an array")) return NULL;
    return member;
}

bool is_integer(const cJSON *node, int64_t low, int64_t high) {
    if (!cJSON_IsNumber(node) || node->valuedouble != floor(node->valuedouble)) return false;
    return node->valuedouble >= (double)low && node->valuedouble <= (double)high;
}

int64_t read_integer(struct reader *r, const cJSON *object, const char *key, int64_t low,
                     int64_t high, int64_t otherwise) {
    const cJSON *member = read_member(r, object, key, false);
    if (!member) return otherwise;
    char expected[96];
    snprintf(expected, sizeof expected, "a whole number from %" PRId64 " to %" PRId64, low, high);
    if (!expect_kind(r, member, is_integer(member, low, high), expected)) return otherwise;
    return (int64_t)member->valuedouble;
}

int read_choice(struct reader *r, const cJSON *node, const char *const *names, const char *what) {
    if (!expect_kind(r, node, cJSON_IsString(node), what)) return -1;
    for (int i = 0; names[i]; i++)
        if (strcmp(names[i], node->valuestring) == 0) return i;
    struct text list = {0};
    list_names(names, &list);
    const char *near = guess_name(r, node->valuestring, names);
    if (near)
        problem_at(r, node, "\"%s\" is not %s; did you mean \"%s\"?", node->valuestring, what,
                   near);
    else
        problem_at(r, node, "\"%s\" is not %s; expected one of %s", node->valuestring, what,
                   text_string(&list));
    text_free(&list);
    return -1;
}

const char *path_beside(struct reader *r, const char *scenario, const char *name) {
    const char *slash = strrchr(scenario, '/');
    if (!slash || name[0] == '/') return pool_string(r->pool, name);
    return pool_stringf(r->pool, "%.*s%s", (int)(slash + 1 - scenario), scenario, name);
}
