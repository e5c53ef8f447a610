#include "scenario/script.h"

#include <string.h>

#include "scenario/statement.h"

/* No scenario comes near these; they keep what a file can ask of the host small. */
enum {
    STRUCTS_MAX = 2000,
    FIELDS_MAX = 20000, /* of all structs together */
    GLOBALS_MAX = 2000,
    GLOBAL_BYTES_MAX = 1 << 20,
    FUNCTIONS_MAX = 1000,
};

/* ---- functions ---- */

static const cJSON *function_body(const cJSON *node) {
    return cJSON_IsArray(node) ? node : cJSON_GetObjectItemCaseSensitive(node, "do");
}

static void declare_parameters(struct reader *r, struct program *p, uint32_t function,
                               const cJSON *takes) {
    const cJSON *node;
    cJSON_ArrayForEach(node, takes) {
        uint32_t count = p->functions[function].parameter_count;
        if (!has_room(r, takes, count, PARAMETERS_MAX, "parameters")) return;
        expect_identifier(r, node);
        uint32_t type = script_type(r, p, node);
        if (type == TYPE_BAD) type = 0;
        struct variable v = {
            .name = pool_string(&p->pool, node->string), .type = type, .parameter = true};
        p->functions[function].parameter_count++;
        program_add_variable(p, function, v);
    }
}

static bool is_small_value(struct reader *r, struct program *p, const cJSON *node, uint32_t type) {
    if (type_slots(&p->types[type]) <= VALUE_WORDS_MAX) return true;
    problem_at(r, node, "%s is larger than %d words; pass a pointer to it", p->types[type].name,
               VALUE_WORDS_MAX);
    return false;
}

/* Once the types have sizes: parameters one behind the other above the return address. */
static void place_parameters(struct reader *r, struct program *p, uint32_t function,
                             const cJSON *node) {
    struct function *f = &p->functions[function];
    for (uint32_t i = 0; i < f->parameter_count; i++) {
        struct variable *v = &f->variables[i];
        is_small_value(r, p, node, v->type);
        v->slot = 2 + (int32_t)f->parameter_words;
        f->parameter_words += type_slots(&p->types[v->type]);
    }
    if (f->result_type == (uint32_t)NONE) return;
    is_small_value(r, p, node, f->result_type);
    f->result_words = type_slots(&p->types[f->result_type]);
}

/* Go's rule: the last statement is a return, or an if both of whose branches end in one. */
static bool returns_always(const cJSON *body) {
    const cJSON *last = cJSON_GetArrayItem(body, cJSON_GetArraySize(body) - 1);
    if (cJSON_GetObjectItemCaseSensitive(last, "return")) return true;
    return cJSON_GetObjectItemCaseSensitive(last, "if") &&
           returns_always(cJSON_GetObjectItemCaseSensitive(last, "do")) &&
           returns_always(cJSON_GetObjectItemCaseSensitive(last, "else"));
}

/* A func value of this function leads to its code pointer and to these. */
static void declare_captures(struct reader *r, struct program *p, uint32_t function,
                             const cJSON *captures) {
    const char *name = pool_stringf(&p->pool, "func %s", p->functions[function].name);
    uint32_t type = program_begin_struct(p, name);
    const cJSON *node;
    uint32_t count = 0;
    program_add_field(p, type, "F", program_uintptr(p));
    cJSON_ArrayForEach(node, captures) {
        if (!has_room(r, captures, count++, PARAMETERS_MAX, "captured variables")) return;
        expect_identifier(r, node);
        uint32_t captured = script_type(r, p, node);
        if (captured == TYPE_BAD) return;
        program_add_field(p, type, pool_string(&p->pool, node->string), captured);
    }
    p->functions[function].closure_type = type;
}

/* Names and types first, so that functions can call each other in any order. */
static void declare_function(struct reader *r, struct program *p, const cJSON *node) {
    static const char *const KEYS[] = {"takes", "returns", "captures", "do", NULL};
    expect_identifier(r, node);
    uint32_t function = program_add_function(p, pool_string(&p->pool, node->string));
    if (cJSON_IsArray(node)) return;
    if (!expect_kind(r, node, cJSON_IsObject(node), "a list of statements, or an object")) return;
    read_keys(r, node, KEYS);
    read_array(r, node, "do", true);
    const cJSON *takes = read_object(r, node, "takes", false);
    if (takes) declare_parameters(r, p, function, takes);
    const cJSON *captures = read_object(r, node, "captures", false);
    if (captures) declare_captures(r, p, function, captures);
    const cJSON *returns = cJSON_GetObjectItemCaseSensitive(node, "returns");
    if (!returns) return;
    uint32_t type = script_type(r, p, returns);
    if (type == TYPE_BAD) return;
    if (!returns_always(function_body(node))) problem_at(r, node, "missing return at the end");
    p->functions[function].result_type = type;
}

static void list_signature(struct lowering *f) {
    const struct function *function = &f->program->functions[f->function];
    struct text takes = {0};
    for (uint32_t i = 0; i < function->parameter_count; i++)
        text_addf(&takes, "%s%s %s", i ? ", " : "", function->variables[i].name,
                  f->program->types[function->variables[i].type].name);
    const char *result = "";
    if (function->result_type != (uint32_t)NONE)
        result = f->program->types[function->result_type].name;
    list_line(f, "func %s(%s) %s%s{", function->name, text_string(&takes), result,
              *result ? " " : "");
    text_free(&takes);
}

/* The pointer to the captured variables, a variable like others. */
static void add_context(struct lowering *f) {
    struct function *function = &f->program->functions[f->function];
    uint32_t type = program_pointer_to(f->program, function->closure_type);
    int32_t slot = variable_add(f, "closure", type);
    f->program->functions[f->function].context_slot = slot;
}

static void lower_function(struct reader *r, struct program *p, struct script_labels *labels,
                           uint32_t function, const cJSON *node) {
    struct lowering f = {.reader = r, .program = p, .labels = labels, .function = function};
    program_add_line(p, "");
    list_signature(&f);
    p->functions[function].first_op = p->op_count;
    f.indent = 1;
    const cJSON *body = f.body = function_body(node);
    for (uint32_t i = 0; i < p->functions[function].parameter_count; i++) {
        struct variable *v = &p->functions[function].variables[i];
        v->addressed = is_addressed(&f, v->type, v->name);
    }
    if (p->functions[function].closure_type) add_context(&f);
    if (cJSON_IsArray(body)) script_block(&f, body);
    f.indent = 0;
    list_line(&f, "}");
    emit_op(&f, (struct op){.code = OP_RETURN, .a = NO_SLOT});
    p->functions[function].op_count = p->op_count - p->functions[function].first_op;
    p->functions[function].frame_words = f.words;
}

/* ---- types and globals ---- */

void script_add_basic_types(struct program *p) {
    static const struct {
        const char *name;
        uint32_t size;
        bool is_signed;
    } BASIC[] = {
        {"int", 8, true},     {"int8", 1, true},    {"int16", 2, true},   {"int32", 4, true},
        {"int64", 8, true},   {"uint", 8, false},   {"uint8", 1, false},  {"byte", 1, false},
        {"uint16", 2, false}, {"uint32", 4, false}, {"uint64", 8, false}, {"bool", 1, false},
    };
    for (size_t i = 0; i < sizeof BASIC / sizeof BASIC[0]; i++)
        program_add_integer(p, BASIC[i].name, BASIC[i].size, BASIC[i].is_signed);
    program_pointer_to(p, 0);
    program_add_string(p, "string");
    program_add_interface(p, "any");
}

static void read_fields(struct reader *r, struct program *p, const cJSON *node, uint32_t *fields) {
    int32_t type = program_find_type(p, node->string);
    const cJSON *field;
    if (!expect_kind(r, node, cJSON_IsObject(node), "an object of fields")) return;
    struct text line = {0};
    text_addf(&line, "type %s struct {", node->string);
    cJSON_ArrayForEach(field, node) {
        if (!has_room(r, node, (*fields)++, FIELDS_MAX, "fields")) break;
        expect_identifier(r, field);
        uint32_t field_type = script_type(r, p, field);
        if (field_type == TYPE_BAD) continue;
        program_add_field(p, (uint32_t)type, pool_string(&p->pool, field->string), field_type);
        text_addf(&line, "%s %s %s", field == node->child ? "" : ";", field->string,
                  p->types[field_type].name);
    }
    text_add(&line, " }");
    program_add_line(p, text_string(&line));
    text_free(&line);
}

static void read_types(struct reader *r, struct program *p, const cJSON *types) {
    const cJSON *node;
    uint32_t count = 0, fields = 0;
    cJSON_ArrayForEach(node, types) {
        if (!has_room(r, types, count++, STRUCTS_MAX, "types")) return;
        expect_identifier(r, node);
        if (program_find_type(p, node->string) != NONE)
            problem_at(r, node, "the type \"%s\" exists already", node->string);
        program_begin_struct(p, pool_string(&p->pool, node->string));
    }
    cJSON_ArrayForEach(node, types) read_fields(r, p, node, &fields);
}

static void read_globals(struct reader *r, struct program *p, const cJSON *globals) {
    const cJSON *node;
    cJSON_ArrayForEach(node, globals) {
        if (!has_room(r, globals, p->global_count, GLOBALS_MAX, "globals")) return;
        expect_identifier(r, node);
        uint32_t type = script_type(r, p, node);
        if (type == TYPE_BAD) continue;
        program_add_global(p, pool_string(&p->pool, node->string), type);
        struct text line = {0};
        text_addf(&line, "var %s %s", node->string, p->types[type].name);
        program_add_line(p, text_string(&line));
        text_free(&line);
    }
}

static void lay_out_globals(struct reader *r, struct program *p, const cJSON *globals) {
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < p->global_count; i++)
        bytes += p->types[p->globals[i].type].size + WORD;
    if (bytes <= GLOBAL_BYTES_MAX) program_lay_out_globals(p);
    else problem_at(r, globals, "the globals take more than %d bytes", GLOBAL_BYTES_MAX);
}

static void lay_out_types(struct reader *r, struct program *p, const cJSON *types) {
    uint32_t bad;
    if (program_lay_out_types(p, &bad)) return;
    const cJSON *node = cJSON_GetObjectItemCaseSensitive(types, p->types[bad].name);
    problem_at(r, node ? node : types, "the type %s contains itself or is larger than 64 MiB",
               p->types[bad].name);
}

/* Types made while functions were lowered, "*[4]Node" say, are laid out again with the rest. */
static void read_functions(struct reader *r, struct program *p, struct script_labels *labels,
                           const cJSON *functions) {
    const cJSON *node, *main_function = cJSON_GetObjectItemCaseSensitive(functions, "main");
    if (!main_function) {
        problem_at(r, functions, "there is no function \"main\"");
        return;
    }
    declare_function(r, p, main_function);
    cJSON_ArrayForEach(node, functions) {
        if (!has_room(r, functions, p->function_count, FUNCTIONS_MAX, "functions")) return;
        if (node != main_function) declare_function(r, p, node);
    }
    if (p->functions[0].closure_type || p->functions[0].parameter_count ||
        p->functions[0].result_type != (uint32_t)NONE)
        problem_at(r, main_function, "main takes and returns nothing");
    lay_out_types(r, p, functions);
    if (r->diags->count > 0) return;
    uint32_t index = 1;
    cJSON_ArrayForEach(node, functions) if (node != main_function)
        place_parameters(r, p, index++, node);
    if (r->diags->count > 0) return;
    lower_function(r, p, labels, 0, main_function);
    index = 1;
    cJSON_ArrayForEach(node, functions) if (node != main_function)
        lower_function(r, p, labels, index++, node);
}

void script_read(struct reader *r, const cJSON *script, struct program *p,
                 struct script_labels *labels) {
    static const char *const KEYS[] = {"types", "globals", "functions", "schedule", NULL};
    read_keys(r, script, KEYS);
    script_add_basic_types(p);
    const cJSON *types = read_object(r, script, "types", false);
    const cJSON *globals = read_object(r, script, "globals", false);
    const cJSON *functions = read_object(r, script, "functions", true);
    if (types) read_types(r, p, types);
    if (globals) read_globals(r, p, globals);
    lay_out_types(r, p, types ? types : script);
    if (r->diags->count == 0) lay_out_globals(r, p, globals);
    if (functions && r->diags->count == 0) read_functions(r, p, labels, functions);
    if (r->diags->count == 0) lay_out_types(r, p, functions);
}
