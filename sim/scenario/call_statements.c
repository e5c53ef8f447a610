/* Calls, of functions by their name and of func values; goroutines; closures. */
#include <string.h>

#include "scenario/statement.h"
#include "scenario/token.h"

/* What is called: a function, or a value of a func type. */
struct called {
    const char *name;
    bool by_value;
    uint32_t function;  /* by name */
    struct value value; /* by value */
    uint32_t parameter_count, result;
    uint32_t parameters[PARAMETERS_MAX];
};

static void know_function(struct lowering *f, struct called *c) {
    const struct function *of = &f->program->functions[c->function];
    c->parameter_count = of->parameter_count;
    c->result = of->result_type;
    for (uint32_t i = 0; i < c->parameter_count; i++) c->parameters[i] = of->variables[i].type;
}

static bool know_value(struct lowering *f, const cJSON *node, struct called *c) {
    const char *at = c->name;
    f->node = node;
    struct place p = take_place(f, &at);
    if (p.type == TYPE_BAD || !expect_end(f, at)) return false;
    const struct type *t = type_at(f, p.type);
    if (t->kind != TYPE_FUNCTION) {
        problem_at(f->reader, node, "%s is of type %s, which cannot be called", c->name, t->name);
        return false;
    }
    c->by_value = true;
    c->value = value_of_place(f, p);
    c->parameter_count = t->field_count;
    c->result = t->result;
    for (uint32_t i = 0; i < c->parameter_count; i++) c->parameters[i] = t->fields[i].type;
    return true;
}

/* A plain name that nothing else has is a function's; anything else is a place. */
static bool read_called(struct lowering *f, const cJSON *statement, const char *verb,
                        struct called *c) {
    const cJSON *node = cJSON_GetObjectItemCaseSensitive(statement, verb);
    c->name = read_string(f->reader, statement, verb, true);
    if (!c->name) return false;
    int32_t function = program_find_function(f->program, c->name);
    bool plain = is_identifier(c->name);
    if (function != NONE && is_new_local(f, c->name)) {
        c->function = (uint32_t)function;
        know_function(f, c);
        if (!f->program->functions[function].closure_type) return true;
        problem_at(f->reader, node, "%s captures variables; make its value with \"closure\"",
                   c->name);
        return false;
    }
    if (!plain || variable_find(f, c->name) != NONE || !is_new_local(f, c->name) ||
        is_captured(f, c->name))
        return know_value(f, node, c);
    problem_at(f->reader, node, "there is no function \"%s\" under \"functions\"", c->name);
    return false;
}

/* ---- arguments ---- */

/* One argument a word. */
static void add_arguments(struct lowering *f, struct value v, const struct type *to) {
    for (int32_t word = 0; word < (int32_t)type_slots(to); word++)
        program_add_argument(
            f->program, (struct argument){.value = v.constant ? constant_word(v, (uint32_t)word)
                                                              : v.slot + word,
                                          .constant = v.constant,
                                          .pointer = type_word_is_pointer(to, (uint32_t)word),
                                          .kill = v.temporary});
    value_release(f, v);
}

/* How many words go there and come back: a func value may lead anywhere. */
static void add_counts(struct lowering *f, const struct called *c) {
    int64_t words = 0;
    for (uint32_t i = 0; i < c->parameter_count; i++) words += slots_of(f, c->parameters[i]);
    bool returns = c->result != (uint32_t)NONE;
    program_add_argument(f->program, (struct argument){.value = words, .constant = true});
    program_add_argument(
        f->program,
        (struct argument){.value = returns ? slots_of(f, c->result) : 0, .constant = true});
}

/* Evaluates the arguments, then notes them one behind the other. Returns the first one's index. */
static int32_t lower_arguments(struct lowering *f, const cJSON *statement, const struct called *c) {
    struct value values[PARAMETERS_MAX];
    const cJSON *with = read_array(f->reader, statement, "with", false), *node;
    uint32_t count = 0;
    cJSON_ArrayForEach(node, with) {
        if (count == c->parameter_count) break;
        values[count] = value_read(f, node);
        if (values[count].type != TYPE_BAD)
            values[count] = value_as(f, values[count], c->parameters[count]);
        count++;
    }
    if (cJSON_GetArraySize(with) != (int)c->parameter_count)
        problem_at(f->reader, with ? with : statement, "%s takes %u arguments; found %d", c->name,
                   c->parameter_count, cJSON_GetArraySize(with));
    uint32_t first = f->program->argument_count;
    if (c->by_value) add_counts(f, c);
    for (uint32_t i = 0; i < count; i++) add_arguments(f, values[i], type_at(f, c->parameters[i]));
    return (int32_t)first;
}

/* ---- calls ---- */

static void emit_call(struct lowering *f, const struct called *c, int32_t first, int32_t slot) {
    struct op op = {.code = OP_CALL, .a = (int32_t)c->function, .b = first, .c = slot};
    if (c->by_value) {
        op.code = OP_CALL_CLOSURE;
        op.a = c->value.slot;
        if (c->value.temporary) op.flags |= OP_KILL_BASE;
        value_release(f, c->value);
    }
    emit_op(f, op);
}

static void call_with_result(struct lowering *f, const cJSON *target, const struct called *c,
                             int32_t first) {
    if (c->result == (uint32_t)NONE) {
        problem_at(f->reader, target, "%s returns nothing", c->name);
        return;
    }
    struct result r = result_begin(f, target, c->result);
    emit_call(f, c, first, r.slot);
    result_end(f, r);
}

void script_call(struct lowering *f, const cJSON *statement) {
    const char *name = read_string(f->reader, statement, "call", true);
    const cJSON *with = cJSON_GetObjectItemCaseSensitive(statement, "with");
    const cJSON *target = cJSON_GetObjectItemCaseSensitive(statement, "to");
    struct called c = {0};
    if (!name) return;
    if (target && !expect_kind(f->reader, target, cJSON_IsString(target), "a string")) return;
    if (target)
        list_line(f, "%s %s %s(%s)", target->valuestring, assigns(f, target->valuestring), name,
                  listed_all(f, with));
    else list_line(f, "%s(%s)", name, listed_all(f, with));
    if (!read_called(f, statement, "call", &c)) return;
    int32_t first = lower_arguments(f, statement, &c);
    if (target) call_with_result(f, target, &c, first);
    else emit_call(f, &c, first, NO_SLOT);
}

void script_go(struct lowering *f, const cJSON *statement) {
    const char *name = read_string(f->reader, statement, "go", true);
    const cJSON *with = cJSON_GetObjectItemCaseSensitive(statement, "with");
    struct called c = {0};
    if (!name) return;
    list_line(f, "go %s(%s)", name, listed_all(f, with));
    if (!read_called(f, statement, "go", &c)) return;
    int32_t first = lower_arguments(f, statement, &c);
    struct op op = {.code = OP_GO, .a = (int32_t)c.function, .b = first};
    if (c.by_value) {
        op.code = OP_GO_CLOSURE;
        op.a = c.value.slot;
        if (c.value.temporary) op.flags |= OP_KILL_BASE;
        value_release(f, c.value);
    }
    emit_op(f, op);
}

/* ---- closures ---- */

/* The object's words: the code pointer, then each captured value. */
static void fill_closure(struct lowering *f, uint32_t function, int32_t object,
                         const cJSON *captures) {
    uint32_t type = f->program->functions[function].closure_type, field = 1;
    struct place p = {
        .kind = PLACE_MEMORY, .slot = object, .type = type_at(f, type)->fields[0].type};
    struct value code = {.slot = temporary_take(f, false), .temporary = true, .type = p.type};
    emit_op(f, (struct op){.code = OP_CODE, .a = code.slot, .b = (int32_t)function});
    place_store(f, p, code);
    const cJSON *node;
    cJSON_ArrayForEach(node, captures) {
        const struct field *to = &type_at(f, type)->fields[field++];
        p.type = to->type;
        p.offset = to->offset;
        struct value v = value_read(f, node);
        if (v.type == TYPE_BAD || (v = value_as(f, v, p.type)).type == TYPE_BAD) return;
        place_store(f, p, v);
    }
}

static int32_t read_closure_function(struct lowering *f, const cJSON *statement,
                                     const cJSON *captures) {
    const cJSON *node = cJSON_GetObjectItemCaseSensitive(statement, "closure");
    const char *name = read_string(f->reader, statement, "closure", true);
    if (!name) return NONE;
    int32_t function = program_find_function(f->program, name);
    if (function == NONE || !f->program->functions[function].closure_type) {
        problem_at(f->reader, node, "there is no function \"%s\" with \"captures\"", name);
        return NONE;
    }
    uint32_t wanted = type_at(f, f->program->functions[function].closure_type)->field_count - 1;
    if (cJSON_GetArraySize(captures) == (int)wanted) return function;
    problem_at(f->reader, captures ? captures : statement, "%s captures %u values; found %d", name,
               wanted, cJSON_GetArraySize(captures));
    return NONE;
}

void script_closure(struct lowering *f, const cJSON *statement) {
    static const char *const PLACES[] = {"stack", "heap", NULL};
    const cJSON *captures = read_array(f->reader, statement, "captures", true);
    const cJSON *target = cJSON_GetObjectItemCaseSensitive(statement, "to");
    const char *name = read_string(f->reader, statement, "to", true);
    const cJSON *escape = read_member(f->reader, statement, "escape", true);
    int where = escape ? read_choice(f->reader, escape, PLACES, "a place for an object") : -1;
    int32_t function = read_closure_function(f, statement, captures);
    if (!name || where < 0 || function == NONE) return;
    list_line(f, "%s %s func %s{%s}", name, assigns(f, name), f->program->functions[function].name,
              listed_all(f, captures));
    uint32_t object_type = f->program->functions[function].closure_type;
    uint32_t type = function_type_of(f, (uint32_t)function);
    uint32_t site = read_site(f, object_type, where == 1, type_at(f, object_type)->name);
    struct value v = {.slot = temporary_take(f, true), .temporary = true, .type = type};
    if (where == 1) emit_op(f, (struct op){.code = OP_NEW, .a = v.slot, .b = (int32_t)site});
    else emit_new_stack(f, site, object_type, v.slot);
    fill_closure(f, (uint32_t)function, v.slot, captures);
    f->node = target;
    if (is_new_local(f, name)) {
        value_into(f, v, variable_add(f, name, type), 1);
        return;
    }
    struct place to = place_read(f, name);
    if (to.type != TYPE_BAD && type_accepts(f, to.type, type)) place_store(f, to, v);
}
