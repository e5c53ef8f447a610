/* What lowering needs everywhere: emitting, types, variables and temporaries. */
#include <string.h>

#include "scenario/statement.h"
#include "scenario/token.h"
#include "scenario/value.h"

/* ---- emitting ---- */

uint32_t emit_op(struct lowering *f, struct op op) {
    return program_add_op(f->program, op, f->function, f->line);
}

const struct type *type_at(const struct lowering *f, uint32_t type) {
    return &f->program->types[type];
}

bool is_real(uint32_t type) {
    return type != TYPE_NIL && type != TYPE_NUMBER && type != TYPE_BAD;
}

bool has_nil(const struct lowering *f, uint32_t type) {
    return type == TYPE_NIL || (is_real(type) && type_has_nil(type_at(f, type)));
}

bool is_number(const struct lowering *f, uint32_t type) {
    return type == TYPE_NUMBER || (is_real(type) && type_at(f, type)->kind == TYPE_INTEGER);
}

uint32_t slots_of(const struct lowering *f, uint32_t type) {
    return is_real(type) ? type_slots(type_at(f, type)) : 1;
}

const char *type_words_for(const struct lowering *f, uint32_t type) {
    if (type == TYPE_NIL) return "nil";
    return type == TYPE_NUMBER ? "a number" : is_real(type) ? type_at(f, type)->name : "?";
}

/* byte is another name of uint8. */
static bool are_bytes(const struct lowering *f, uint32_t a, uint32_t b) {
    if (!is_real(a) || !is_real(b)) return false;
    const struct type *t = type_at(f, a), *u = type_at(f, b);
    return t->kind == TYPE_INTEGER && u->kind == TYPE_INTEGER && t->size == 1 && u->size == 1 &&
           !t->is_signed && !u->is_signed && strcmp(t->name, "bool") && strcmp(u->name, "bool");
}

bool type_accepts(struct lowering *f, uint32_t to, uint32_t from) {
    if (to == TYPE_BAD || from == TYPE_BAD) return true; /* a problem was reported already */
    if (to == from || are_bytes(f, to, from) || (from == TYPE_NIL && has_nil(f, to))) return true;
    if (from == TYPE_NUMBER && is_real(to) && type_at(f, to)->kind == TYPE_INTEGER) return true;
    problem_at(f->reader, f->node, "the value is of type %s; expected %s", type_words_for(f, from),
               type_words_for(f, to));
    return false;
}

/* ---- variables and temporaries ---- */

int32_t words_add(struct lowering *f, uint32_t words) {
    f->words += words;
    return -(int32_t)f->words;
}

int32_t variable_find(const struct lowering *f, const char *name) {
    const struct function *function = &f->program->functions[f->function];
    for (uint32_t i = 0; i < function->variable_count; i++)
        if (name[0] && !function->variables[i].stack_object &&
            strcmp(function->variables[i].name, name) == 0)
            return (int32_t)i;
    return NONE;
}

bool is_captured(const struct lowering *f, const char *name) {
    uint32_t type = f->program->functions[f->function].closure_type;
    return type && program_find_field(type_at(f, type), name) > 0;
}

/* Whether "&name" stands in any string of a statement. */
static bool mentions_address(const cJSON *node, const char *name) {
    for (const cJSON *child = node ? node->child : NULL; child; child = child->next) {
        const char *at = cJSON_IsString(child) ? strchr(child->valuestring, '&') : NULL;
        for (; at; at = strchr(at + 1, '&')) {
            const char *from = at + 1;
            if (take_word(&from, name)) return true;
        }
        if (mentions_address(child, name)) return true;
    }
    return false;
}

/* To be wrong costs an operation and nothing else: a function of many variables is not searched. */
bool is_addressed(const struct lowering *f, uint32_t type, const char *name) {
    enum { SEARCHED_MAX = 64 };
    const struct type *t = &f->program->types[type];
    if (t->kind != TYPE_INTEGER || t->size == WORD) return false;
    return f->program->functions[f->function].variable_count > SEARCHED_MAX ||
           mentions_address(f->body, name);
}

int32_t variable_add(struct lowering *f, const char *name, uint32_t type) {
    struct variable v = {.name = pool_string(&f->program->pool, name), .type = type};
    v.slot = words_add(f, type_slots(type_at(f, type)));
    v.addressed = name[0] && is_addressed(f, type, name);
    program_add_variable(f->program, f->function, v);
    return v.slot;
}

static uint32_t basic_type(const struct lowering *f, bool pointer) {
    return (uint32_t)program_find_type(f->program, pointer ? "*int" : "int");
}

int32_t temporary_take(struct lowering *f, bool pointer) {
    uint32_t count = f->temporary_count[pointer];
    for (uint32_t i = 0; i < count; i++) {
        if (!(f->temporaries_free[pointer] >> i & 1)) continue;
        f->temporaries_free[pointer] &= ~(1u << i);
        return f->temporary_slots[pointer][i];
    }
    int32_t slot = variable_add(f, "", basic_type(f, pointer));
    if (count < 8) f->temporary_slots[pointer][f->temporary_count[pointer]++] = slot;
    return slot;
}

int32_t temporary_for(struct lowering *f, uint32_t type) {
    if (slots_of(f, type) == 1) {
        bool pointer = type == TYPE_NIL || (is_real(type) && type_has_pointers(type_at(f, type)));
        return temporary_take(f, pointer);
    }
    for (uint32_t i = 0; i < f->wide_count; i++) {
        if (!f->wide[i].free || f->wide[i].type != type) continue;
        f->wide[i].free = false;
        return f->wide[i].slot;
    }
    int32_t slot = variable_add(f, "", type);
    if (f->wide_count < WIDE_MAX) f->wide[f->wide_count++] = (struct wide){type, slot, false};
    return slot;
}

void temporary_give_back(struct lowering *f, int32_t slot) {
    for (uint32_t i = 0; i < f->wide_count; i++)
        if (f->wide[i].slot == slot) f->wide[i].free = true;
    for (int pointer = 0; pointer < 2; pointer++)
        for (uint32_t i = 0; i < f->temporary_count[pointer]; i++)
            if (f->temporary_slots[pointer][i] == slot) f->temporaries_free[pointer] |= 1u << i;
}

void value_release(struct lowering *f, struct value v) {
    if (v.temporary) temporary_give_back(f, v.slot);
}

uint32_t function_type_of(struct lowering *f, uint32_t function) {
    uint32_t types[PARAMETERS_MAX];
    const struct function *of = &f->program->functions[function];
    for (uint32_t i = 0; i < of->parameter_count; i++) types[i] = of->variables[i].type;
    return program_function_type(f->program, types, of->parameter_count, of->result_type);
}
