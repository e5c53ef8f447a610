/* Maps: make, get, put, delete, and range over their entries. */
#include <string.h>

#include "program/runtime_types.h"
#include "scenario/statement.h"

/* ---- operands ---- */

/* Go's rule; interfaces can be compared in Go, too, but not here yet. */
static bool can_be_key(const struct lowering *f, uint32_t type) {
    const struct type *t = type_at(f, type);
    if (t->kind == TYPE_ARRAY) return can_be_key(f, t->element);
    if (t->kind != TYPE_STRUCT)
        return t->kind == TYPE_INTEGER || t->kind == TYPE_POINTER || t->kind == TYPE_STRING ||
               t->kind == TYPE_CHANNEL;
    for (uint32_t i = 0; i < t->field_count; i++)
        if (!can_be_key(f, t->fields[i].type)) return false;
    return true;
}

/* Makes what a map needs. False after a problem. */
static bool prepare(struct lowering *f, const cJSON *node, uint32_t map) {
    uint32_t key = type_at(f, map)->key;
    if (can_be_key(f, key)) return program_prepare_map(f->program, map);
    problem_at(f->reader, node, "keys of type %s cannot be compared", type_at(f, key)->name);
    return false;
}

/* A map in a slot; its type is TYPE_BAD after a problem. */
static struct value read_map(struct lowering *f, const cJSON *node) {
    struct value v = node ? value_read(f, node) : (struct value){.type = TYPE_BAD};
    if (v.type == TYPE_BAD) return v;
    if (is_real(v.type) && type_at(f, v.type)->kind == TYPE_MAP) {
        if (!prepare(f, node, v.type)) v.type = TYPE_BAD;
        return v;
    }
    problem_at(f->reader, node, "expected a map; this is of type %s", type_words_for(f, v.type));
    v.type = TYPE_BAD;
    return v;
}

/* The map and the key of a statement. False after a problem. */
static bool read_access(struct lowering *f, const cJSON *statement, const char *map_key,
                        struct map_access *a, struct value *map, struct value *key) {
    const cJSON *key_node = read_member(f->reader, statement, "key", true);
    *map = read_map(f, read_member(f->reader, statement, map_key, true));
    if (map->type == TYPE_BAD || !key_node) return false;
    *key = value_read_slots(f, key_node, type_at(f, map->type)->key);
    *a = (struct map_access){.type = map->type,
                             .map = map->slot,
                             .key = key->slot,
                             .value = NO_SLOT,
                             .ok = NO_SLOT,
                             .kill_map = map->temporary,
                             .kill_key = key->temporary};
    return key->type != TYPE_BAD;
}

static void emit_access(struct lowering *f, enum op_code code, struct map_access a,
                        struct value map, struct value key) {
    int32_t access = (int32_t)program_add_map_access(f->program, a);
    emit_op(f, (struct op){.code = (uint16_t)code, .a = access});
    value_release(f, map);
    value_release(f, key);
}

static const char *listed_member(struct lowering *f, const cJSON *statement, const char *key) {
    return listed(f, cJSON_GetObjectItemCaseSensitive(statement, key));
}

/* ---- make ---- */

/* Without an escape the header is in the frame, and so is the first bucket if that is enough. */
static void make_on_stack(struct lowering *f, uint32_t site, int32_t slot, struct value hint,
                          uint32_t type) {
    const struct type *t = type_at(f, type);
    uint32_t header = t->runtime[MAP_HEADER], bucket = t->runtime[MAP_BUCKET];
    emit_new_stack(f, site, header, slot);
    if (hint.constant && hint.number <= MAP_SLOTS) {
        int32_t first = temporary_take(f, true);
        emit_new_stack(f, site + MAP_SITE_BUCKETS, bucket, first);
        emit_op(f,
                (struct op){.code = OP_MAP_INIT, .flags = OP_KILL_SOURCE, .a = slot, .b = first});
        temporary_give_back(f, first);
        return;
    }
    struct op op = {.code = OP_MAKE_MAP, .flags = OP_FRAME, .a = slot, .b = (int32_t)site};
    op.c = hint.constant ? (int32_t)hint.number : hint.slot;
    op.flags |= hint.constant ? OP_CONSTANT : hint.temporary ? OP_KILL_SOURCE : 0;
    emit_op(f, op);
}

static void make_on_heap(struct lowering *f, uint32_t site, int32_t slot, struct value hint) {
    struct op op = {.code = OP_MAKE_MAP, .a = slot, .b = (int32_t)site};
    op.c = hint.constant ? (int32_t)hint.number : hint.slot;
    op.flags = hint.constant ? OP_CONSTANT : hint.temporary ? OP_KILL_SOURCE : 0;
    emit_op(f, op);
}

static struct value read_hint(struct lowering *f, const cJSON *node) {
    struct value v = {.constant = true, .type = TYPE_NUMBER};
    return node ? read_number_value(f, node) : v;
}

void script_make_map(struct lowering *f, const cJSON *statement, uint32_t type) {
    static const char *const PLACES[] = {"stack", "heap", NULL};
    const cJSON *to = cJSON_GetObjectItemCaseSensitive(statement, "to");
    const cJSON *hint_node = cJSON_GetObjectItemCaseSensitive(statement, "hint");
    const cJSON *escape = cJSON_GetObjectItemCaseSensitive(statement, "escape");
    const char *name = type_at(f, type)->name;
    int where = escape ? read_choice(f->reader, escape, PLACES, "a place for an object") : 1;
    if (!read_string(f->reader, statement, "to", true) || where < 0) return;
    list_line(f, "%s %s make(%s%s%s)", to->valuestring, assigns(f, to->valuestring), name,
              hint_node ? ", " : "", hint_node ? listed(f, hint_node) : "");
    struct value hint = read_hint(f, hint_node);
    if (hint.type == TYPE_BAD) return;
    if (!prepare(f, cJSON_GetObjectItemCaseSensitive(statement, "make"), type)) return;
    uint32_t site = read_site(f, type, where == 1, name);
    site = program_add_map_sites(f->program, f->program->sites[site]);
    struct result r = result_begin(f, to, type);
    value_release(f, hint);
    if (r.slot == NO_SLOT) return;
    if (where == 1) make_on_heap(f, site, r.slot, hint);
    else if (!r.store) make_on_stack(f, site, r.slot, hint, type);
    else
        problem_at(f->reader, to,
                   "a map in the stack frame cannot be kept in \"%s\", which outlives it; tag it "
                   "\"heap\"",
                   to->valuestring);
    result_end(f, r);
}

/* ---- get, put, delete ---- */

void script_get(struct lowering *f, const cJSON *statement) {
    const cJSON *to = read_target(f, statement, "to"), *ok = read_target(f, statement, "ok");
    const char *first = to ? to->valuestring : "_";
    struct map_access a;
    struct value map, key;
    list_line(f, "%s%s%s %s %s[%s]", first, ok ? ", " : "", ok ? ok->valuestring : "",
              assigns(f, to   ? first
                         : ok ? ok->valuestring
                              : "x"),
              listed_member(f, statement, "get"), listed_member(f, statement, "key"));
    if (!read_access(f, statement, "get", &a, &map, &key)) return;
    struct result value = result_begin(f, to, type_at(f, a.type)->element);
    struct result found = result_begin(f, ok, (uint32_t)program_find_type(f->program, "bool"));
    a.value = value.slot;
    a.ok = found.slot;
    emit_access(f, OP_MAP_GET, a, map, key);
    result_end(f, value);
    result_end(f, found);
}

/* As Go does it: the value first, then a place for it, then the store. */
void script_put(struct lowering *f, const cJSON *statement) {
    struct map_access a;
    struct value map, key;
    list_line(f, "%s[%s] = %s", listed_member(f, statement, "into"),
              listed_member(f, statement, "key"), listed_member(f, statement, "put"));
    const cJSON *value_node = read_member(f->reader, statement, "put", true);
    if (!value_node || !read_access(f, statement, "into", &a, &map, &key)) return;
    struct value v = value_as(f, value_read(f, value_node), type_at(f, a.type)->element);
    if (v.type == TYPE_BAD) return;
    struct place to = {.kind = PLACE_MEMORY,
                       .slot = temporary_take(f, true),
                       .base_is_temporary = true,
                       .type = type_at(f, a.type)->element};
    a.value = to.slot;
    emit_access(f, OP_MAP_ASSIGN, a, map, key);
    place_store(f, to, v);
}

void script_delete(struct lowering *f, const cJSON *statement) {
    struct map_access a;
    struct value map, key;
    list_line(f, "delete(%s, %s)", listed_member(f, statement, "delete"),
              listed_member(f, statement, "key"));
    if (read_access(f, statement, "delete", &a, &map, &key))
        emit_access(f, OP_MAP_DELETE, a, map, key);
}

/* ---- range ---- */

static void load_part(struct lowering *f, struct result r, int32_t pointer) {
    struct place from = {.kind = PLACE_MEMORY, .slot = pointer, .type = r.type};
    if (r.slot == NO_SLOT) return;
    place_load(f, from, r.slot);
    result_end(f, r);
}

void script_range_map(struct lowering *f, const cJSON *statement, struct value map) {
    const cJSON *key_node = read_target(f, statement, "key");
    const cJSON *value_node = read_target(f, statement, "value");
    if (!prepare(f, cJSON_GetObjectItemCaseSensitive(statement, "range"), map.type)) return;
    uint32_t line = f->line, iterator_type = type_at(f, map.type)->runtime[MAP_ITERATOR];
    struct result key = result_begin(f, key_node, type_at(f, map.type)->key);
    struct result value = result_begin(f, value_node, type_at(f, map.type)->element);
    int32_t iterator = variable_add(f, "", iterator_type);
    struct op begin = {.code = OP_MAP_BEGIN, .a = iterator, .b = map.slot, .c = (int32_t)map.type};
    if (map.temporary) begin.flags |= OP_KILL_SOURCE;
    emit_op(f, begin);
    value_release(f, map);
    uint32_t test =
        emit_op(f, (struct op){.code = OP_JUMP_EQUAL, .flags = OP_CONSTANT, .a = iterator});
    load_part(f, key, iterator);
    load_part(f, value, iterator + 1);
    script_body(f, statement, "do");
    f->line = line;
    emit_op(f, (struct op){.code = OP_MAP_NEXT, .a = iterator, .c = (int32_t)map.type});
    emit_jump(f, test);
    patch(f, test);
}
