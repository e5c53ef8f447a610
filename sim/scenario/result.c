/* Where the results of operations go, and operands that lie in slots. */
#include <string.h>

#include "scenario/statement.h"

struct result result_begin(struct lowering *f, const cJSON *target, uint32_t type) {
    struct result r = {.target = target, .slot = NO_SLOT, .type = type};
    uint32_t known;
    if (!target || strcmp(target->valuestring, "_") == 0) {
        r.target = NULL;
        return r;
    }
    f->node = target;
    if (is_new_local(f, target->valuestring)) {
        r.slot = variable_add(f, target->valuestring, type);
    } else if (!local_target(f, target->valuestring, &r.slot, &known) ||
               !type_accepts(f, known, type)) {
        r.slot = temporary_for(f, type);
        r.store = true;
    }
    return r;
}

void result_end(struct lowering *f, struct result r) {
    if (!r.target || !r.store) return;
    struct value v = {.temporary = true, .slot = r.slot, .type = r.type};
    f->node = r.target;
    struct place to = place_read(f, r.target->valuestring);
    if (to.type != TYPE_BAD && type_accepts(f, to.type, r.type)) place_store(f, to, v);
}

const cJSON *read_target(struct lowering *f, const cJSON *statement, const char *key) {
    const cJSON *node = read_member(f->reader, statement, key, false);
    if (node && !expect_kind(f->reader, node, cJSON_IsString(node), "a string")) return NULL;
    return node;
}

struct value read_number_value(struct lowering *f, const cJSON *node) {
    struct value v = value_read(f, node);
    if (v.type == TYPE_BAD || is_number(f, v.type)) return v;
    problem_at(f->reader, node, "the value is of type %s; expected a number",
               type_words_for(f, v.type));
    v.type = TYPE_BAD;
    return v;
}

struct value value_read_slots(struct lowering *f, const cJSON *node, uint32_t type) {
    struct value v = value_as(f, value_read(f, node), type);
    if (v.type == TYPE_BAD || !v.constant) return v;
    struct value made = {.temporary = true, .slot = temporary_for(f, type), .type = type};
    value_into(f, v, made.slot, slots_of(f, type));
    return made;
}
