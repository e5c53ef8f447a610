#include "scenario/statement.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* No scenario comes near these; they keep what a file can ask of the host small. */
enum {
    VARIABLES_MAX = 4000, /* of a function */
    FRAME_WORDS_MAX = 1 << 17,
    STACK_OBJECT_MAX = 64 << 10, /* Go: ir.MaxImplicitStackVarSize */
    VARIABLE_BYTES_MAX = 64 << 10,
    SITES_MAX = 10000,
    LABELS_MAX = 2000,
    LINES_MAX = 50000,
};

/* ---- the listing ---- */

/* Adds a line to the listing; the operations that follow belong to it. */
void list_line(struct lowering *f, const char *format, ...) {
    struct text line = {0};
    for (uint32_t i = 0; i < f->indent; i++) text_add(&line, "    ");
    va_list arguments;
    va_start(arguments, format);
    text_addv(&line, format, arguments);
    va_end(arguments);
    program_add_line(f->program, text_string(&line));
    f->line = f->program->line_count;
    text_free(&line);
}

const char *listed(struct lowering *f, const cJSON *node) {
    if (cJSON_IsString(node)) return node->valuestring;
    if (cJSON_IsNumber(node)) return pool_stringf(&f->program->pool, "%.17g", node->valuedouble);
    return "?";
}

const char *listed_all(struct lowering *f, const cJSON *values) {
    struct text list = {0};
    const cJSON *value;
    cJSON_ArrayForEach(value, values)
        text_addf(&list, "%s%s", list.length ? ", " : "", listed(f, value));
    const char *words = pool_string(&f->program->pool, text_string(&list));
    text_free(&list);
    return words;
}

const char *assigns(const struct lowering *f, const char *target) {
    return is_new_local(f, target) ? ":=" : "=";
}

uint32_t type_read(struct lowering *f, const cJSON *node) {
    uint32_t type = script_type(f->reader, f->program, node), bad;
    if (type == TYPE_BAD || program_lay_out_types(f->program, &bad)) return type;
    problem_at(f->reader, node, "the type is larger than 64 MiB");
    return TYPE_BAD;
}

/* ---- assignments ---- */

bool is_new_local(const struct lowering *f, const char *target) {
    return is_identifier(target) && variable_find(f, target) == NONE && !is_captured(f, target) &&
           program_find_global(f->program, target) == NONE;
}

bool local_target(const struct lowering *f, const char *target, int32_t *slot, uint32_t *type) {
    int32_t variable = variable_find(f, target);
    if (variable == NONE) return false;
    const struct variable *v = &f->program->functions[f->function].variables[variable];
    *slot = v->slot;
    *type = v->type;
    return true;
}

static void name_the_new(struct lowering *f, const cJSON *node, const char *target, int32_t slot,
                         uint32_t type) {
    if (type == TYPE_NUMBER) type = (uint32_t)program_find_type(f->program, "int");
    if (type == TYPE_NIL)
        problem_at(f->reader, node,
                   "the type of \"%s\" is not known yet; declare it with "
                   "{\"var\": \"%s\", \"type\": \"*...\"}",
                   target, target);
    if (type == TYPE_NIL || type == TYPE_BAD) return;
    struct variable v = {
        .name = pool_string(&f->program->pool, target), .type = type, .slot = slot};
    v.addressed = is_addressed(f, type, target);
    program_add_variable(f->program, f->function, v);
}

static void lower_set(struct lowering *f, const cJSON *statement) {
    const char *target = read_string(f->reader, statement, "set", true);
    const cJSON *value = read_member(f->reader, statement, "to", true);
    int32_t slot;
    uint32_t type;
    if (!target || !value) return;
    list_line(f, "%s %s %s", target, assigns(f, target), listed(f, value));
    if (local_target(f, target, &slot, &type)) {
        value_read_into(f, value, slot, type);
    } else if (is_new_local(f, target)) {
        type = value_read_new(f, value, &slot);
        name_the_new(f, value, target, slot, type);
    } else {
        struct value v = value_read(f, value);
        f->node = cJSON_GetObjectItemCaseSensitive(statement, "set");
        struct place to = place_read(f, target);
        f->node = value;
        if (to.type == TYPE_BAD || v.type == TYPE_BAD) return;
        v = value_as(f, v, to.type);
        if (v.type != TYPE_BAD) place_store(f, to, v);
    }
}

static void emit_zero(struct lowering *f, int32_t slot, uint32_t words) {
    if (words == 1) emit_op(f, (struct op){.code = OP_CONST, .a = slot});
    else emit_op(f, (struct op){.code = OP_CLEAR, .a = slot, .b = (int32_t)words});
}

static void lower_var(struct lowering *f, const cJSON *statement) {
    const char *name = read_string(f->reader, statement, "var", true);
    const cJSON *type_node = read_member(f->reader, statement, "type", true);
    if (!name || !type_node) return;
    uint32_t type = type_read(f, type_node);
    if (type == TYPE_BAD) return;
    if (!is_identifier(name)) {
        problem_at(f->reader, cJSON_GetObjectItemCaseSensitive(statement, "var"),
                   "\"%s\" is no identifier", name);
        return;
    }
    list_line(f, "var %s %s", name, f->program->types[type].name);
    if (!is_new_local(f, name)) {
        problem_at(f->reader, cJSON_GetObjectItemCaseSensitive(statement, "var"),
                   "\"%s\" is declared already", name);
        return;
    }
    if (type_at(f, type)->size > VARIABLE_BYTES_MAX) {
        problem_at(f->reader, type_node, "a variable has at most %d bytes; use \"new\" for %s",
                   VARIABLE_BYTES_MAX, type_at(f, type)->name);
        return;
    }
    emit_zero(f, variable_add(f, name, type), slots_of(f, type));
}

/* ---- allocation ---- */

uint32_t read_site(struct lowering *f, uint32_t type, bool heap, const char *what) {
    const cJSON *statement = f->statement;
    const char *name = read_string(f->reader, statement, "name", false);
    if (name && !name[0])
        problem_at(f->reader, cJSON_GetObjectItemCaseSensitive(statement, "name"),
                   "expected a name, found \"\"");
    const char *why = read_string(f->reader, statement, "why", false);
    struct site site = {.type = type, .heap = heap, .why = why ? why : ""};
    const char *label = name ? name : what;
    site.label = program_add_label(f->program, label, name != NULL);
    site.op = f->program->op_count;
    return program_add_site(f->program, site);
}

void emit_new_stack(struct lowering *f, uint32_t site, uint32_t type, int32_t slot) {
    uint32_t words = type_words(&f->program->types[type]);
    struct variable storage = {.type = type, .stack_object = true};
    storage.slot = words_add(f, words ? words : 1);
    storage.name = f->program->labels[f->program->sites[site].label].name;
    program_add_variable(f->program, f->function, storage);
    emit_op(f, (struct op){.code = OP_NEW_STACK, .a = slot, .b = storage.slot, .c = (int32_t)site});
}

static void emit_new(struct lowering *f, uint32_t site, int32_t slot) {
    const struct site *s = &f->program->sites[site];
    if (!s->heap) emit_new_stack(f, site, s->type, slot);
    else emit_op(f, (struct op){.code = OP_NEW, .a = slot, .b = (int32_t)site});
}

static void new_into_place(struct lowering *f, const cJSON *target_node, uint32_t site,
                           uint32_t pointer) {
    f->node = target_node;
    struct place to = place_read(f, target_node->valuestring);
    if (to.type == TYPE_BAD || !type_accepts(f, to.type, pointer)) return;
    if (!f->program->sites[site].heap) {
        problem_at(f->reader, target_node,
                   "an object in the stack frame cannot be kept in \"%s\", "
                   "which outlives it; tag it \"heap\"",
                   target_node->valuestring);
        return;
    }
    struct value v = {.temporary = true, .slot = temporary_take(f, true), .type = pointer};
    emit_new(f, site, v.slot);
    place_store(f, to, v);
}

static void lower_new(struct lowering *f, const cJSON *statement) {
    static const char *const PLACES[] = {"stack", "heap", NULL};
    const cJSON *type_node = cJSON_GetObjectItemCaseSensitive(statement, "new");
    const char *target = read_string(f->reader, statement, "to", true);
    const cJSON *escape = read_member(f->reader, statement, "escape", true);
    int where = escape ? read_choice(f->reader, escape, PLACES, "a place for an object") : -1;
    uint32_t type = type_read(f, type_node), known;
    int32_t slot;
    if (!target || where < 0 || type == TYPE_BAD) return;
    if (where == 0 && f->program->types[type].size > STACK_OBJECT_MAX) {
        problem_at(f->reader, escape,
                   "an object of %u bytes is too large for a stack frame; Go keeps "
                   "at most %d there",
                   f->program->types[type].size, STACK_OBJECT_MAX);
        return;
    }
    list_line(f, "%s %s new(%s)", target, assigns(f, target), f->program->types[type].name);
    uint32_t site = read_site(f, type, where == 1, type_at(f, type)->name);
    uint32_t pointer = program_pointer_to(f->program, type);
    f->node = cJSON_GetObjectItemCaseSensitive(statement, "to");
    if (is_new_local(f, target)) {
        emit_new(f, site, variable_add(f, target, pointer));
    } else if (local_target(f, target, &slot, &known)) {
        if (type_accepts(f, known, pointer)) emit_new(f, site, slot);
    } else {
        new_into_place(f, f->node, site, pointer);
    }
}

/* ---- return ---- */

/* A nil of several words stands in none yet. */
static struct value value_in_slots(struct lowering *f, struct value v, uint32_t type) {
    if (!v.constant || !is_real(type) || slots_of(f, type) == 1) return v;
    struct value made = {.temporary = true, .slot = temporary_for(f, type), .type = type};
    value_into(f, v, made.slot, slots_of(f, type));
    return made;
}

static void lower_return(struct lowering *f, const cJSON *statement) {
    const cJSON *node = cJSON_GetObjectItemCaseSensitive(statement, "return");
    uint32_t result = f->program->functions[f->function].result_type;
    struct op op = {.code = OP_RETURN, .a = NO_SLOT};
    if (cJSON_IsNull(node)) {
        list_line(f, "return");
        if (result != (uint32_t)NONE)
            problem_at(f->reader, node, "expected a value of type %s",
                       f->program->types[result].name);
        emit_op(f, op);
        return;
    }
    list_line(f, "return %s", listed(f, node));
    struct value v = value_read(f, node);
    if (result == (uint32_t)NONE)
        problem_at(f->reader, node, "the function has no \"returns\"; expected null");
    else if (v.type != TYPE_BAD) v = value_in_slots(f, value_as(f, v, result), result);
    op.a = v.constant ? (int32_t)v.number : v.slot;
    if (v.constant) op.flags |= OP_CONSTANT;
    value_release(f, v);
    emit_op(f, op);
}

/* ---- the rest ---- */

static void lower_gc(struct lowering *f, const cJSON *statement) {
    static const char *const REQUESTS[] = {"run", "start", "finish", NULL};
    static const char *const LISTED[] = {"runtime.GC()", "go runtime.GC()",
                                         "wait for the collection to finish"};
    const cJSON *node = cJSON_GetObjectItemCaseSensitive(statement, "gc");
    int request = read_choice(f->reader, node, REQUESTS, "a request to the collector");
    if (request < 0) return;
    list_line(f, "%s", LISTED[request]);
    emit_op(f, (struct op){.code = OP_GC, .a = request});
}

static void lower_yield(struct lowering *f, const cJSON *statement) {
    const cJSON *node = cJSON_GetObjectItemCaseSensitive(statement, "yield");
    if (!expect_kind(f->reader, node, cJSON_IsTrue(node), "true")) return;
    list_line(f, "runtime.Gosched()");
    emit_op(f, (struct op){.code = OP_YIELD});
}

/* "1.5s", "10ms", "250us", "2m": ticks; 0 if it is none of these. */
static uint64_t parse_duration(const char *words) {
    static const struct {
        const char *unit;
        double ticks;
    } UNITS[] = {{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"m", 60e9}, {"h", 3600e9}};
    char *end;
    if (*words < '0' || *words > '9') return 0;
    double number = strtod(words, &end);
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++) {
        double ticks = number * UNITS[i].ticks;
        if (strcmp(end, UNITS[i].unit) == 0 && ticks < 1e18) return (uint64_t)ticks;
    }
    return 0;
}

static void lower_sleep(struct lowering *f, const cJSON *statement) {
    const cJSON *node = cJSON_GetObjectItemCaseSensitive(statement, "sleep");
    uint64_t ticks = cJSON_IsString(node) ? parse_duration(node->valuestring) : 0;
    if (!expect_kind(f->reader, node, ticks > 0, "a time like \"10ms\"")) return;
    list_line(f, "time.Sleep(%s)", node->valuestring);
    emit_op(f, (struct op){.code = OP_SLEEP,
                           .b = (int32_t)(uint32_t)ticks,
                           .c = (int32_t)(uint32_t)(ticks >> 32)});
}

static void add_text_argument(struct lowering *f, const char *bytes, size_t length) {
    char *copy = pool_alloc(&f->program->pool, length + 1);
    if (!copy || length == 0) return;
    memcpy(copy, bytes, length);
    program_add_argument(f->program, (struct argument){.string = copy, .constant = true});
}

/* A constant string is in no slots; PRINT takes it as text. */
static void add_printed(struct lowering *f, const cJSON *node, struct value v) {
    enum type_kind kind = is_real(v.type) ? type_at(f, v.type)->kind : TYPE_INTEGER;
    if (kind == TYPE_STRUCT || kind == TYPE_ARRAY)
        problem_at(f->reader, node, "a value of type %s cannot be printed",
                   type_words_for(f, v.type));
    if (v.constant && kind == TYPE_STRING) {
        if (v.number)
            add_text_argument(f,
                              (const char *)f->program->rodata + (v.number - (int64_t)RODATA_BASE),
                              (size_t)v.second);
        return;
    }
    program_add_argument(f->program, (struct argument){.value = v.constant ? v.number : v.slot,
                                                       .constant = v.constant,
                                                       .pointer = kind != TYPE_INTEGER,
                                                       .kill = v.temporary,
                                                       .words = (uint8_t)slots_of(f, v.type),
                                                       .type = is_real(v.type) ? v.type : 0});
    value_release(f, v);
}

/* "sum is {total}": text and places in turn. */
static void lower_print(struct lowering *f, const cJSON *statement) {
    enum { PLACES_MAX = 16 };
    const cJSON *node = cJSON_GetObjectItemCaseSensitive(statement, "print");
    if (!expect_kind(f->reader, node, cJSON_IsString(node), "a text like \"sum is {sum}\"")) return;
    list_line(f, "print(\"%s\")", node->valuestring);
    f->node = node;
    struct value values[PLACES_MAX];
    uint32_t count = 0;
    for (const char *at = strchr(node->valuestring, '{'); at; at = strchr(at + 1, '{')) {
        size_t length = strcspn(at + 1, "}");
        if (!has_room(f->reader, node, count, PLACES_MAX, "places in a text")) return;
        if (!at[1 + length]) {
            problem_at(f->reader, node, "expected \"}\" behind \"%s\"", at);
            return;
        }
        char *place = pool_alloc(f->reader->pool, length + 1);
        if (!place) return;
        memcpy(place, at + 1, length);
        cJSON value = {.type = cJSON_String, .valuestring = place, .valueint = node->valueint};
        values[count++] = value_read(f, &value);
        f->node = node;
    }
    uint32_t first = f->program->argument_count, next = 0;
    for (const char *at = node->valuestring; *at;) {
        size_t length = strcspn(at, "{");
        add_text_argument(f, at, length);
        at += length;
        if (*at != '{' || next == count) break;
        struct value v = values[next++];
        add_printed(f, node, v);
        at += strcspn(at, "}");
        if (*at) at++;
    }
    emit_op(f, (struct op){.code = OP_PRINT,
                           .a = (int32_t)(f->program->argument_count - first),
                           .b = (int32_t)first});
}

/* ---- blocks ---- */

void script_body(struct lowering *f, const cJSON *statement, const char *key) {
    const cJSON *body = read_array(f->reader, statement, key, true);
    f->indent++;
    if (body) script_block(f, body);
    f->indent--;
}

void patch(struct lowering *f, uint32_t jump) {
    if (jump < f->program->op_count) f->program->ops[jump].c = (int32_t)f->program->op_count;
}

void emit_jump(struct lowering *f, uint32_t target) {
    emit_op(f, (struct op){.code = OP_JUMP, .c = (int32_t)target});
}

static void lower_repeat(struct lowering *f, const cJSON *statement) {
    int64_t times = read_integer(f->reader, statement, "repeat", 0, 1 << 30, 0);
    list_line(f, "for range %" PRId64 " {", times);
    uint32_t line = f->line;
    int32_t counter = words_add(f, 1);
    emit_op(f, (struct op){.code = OP_CONST, .a = counter});
    uint32_t test = emit_op(
        f, (struct op){
               .code = OP_JUMP_NOT_LESS, .flags = OP_CONSTANT, .a = counter, .b = (int32_t)times});
    script_body(f, statement, "do");
    f->line = line;
    emit_op(f,
            (struct op){.code = OP_ADD, .flags = OP_CONSTANT, .a = counter, .b = counter, .c = 1});
    emit_jump(f, test);
    patch(f, test);
    list_line(f, "}");
}

static void lower_while(struct lowering *f, const cJSON *statement) {
    const cJSON *test_node = cJSON_GetObjectItemCaseSensitive(statement, "while");
    list_line(f, "for %s {", listed(f, test_node));
    uint32_t line = f->line, start = f->program->op_count;
    uint32_t test = test_read(f, test_node);
    script_body(f, statement, "do");
    f->line = line;
    emit_jump(f, start);
    patch(f, test);
    list_line(f, "}");
}

static void lower_if(struct lowering *f, const cJSON *statement) {
    const cJSON *test_node = cJSON_GetObjectItemCaseSensitive(statement, "if");
    list_line(f, "if %s {", listed(f, test_node));
    uint32_t test = test_read(f, test_node);
    script_body(f, statement, "do");
    if (cJSON_GetObjectItemCaseSensitive(statement, "else")) {
        list_line(f, "} else {");
        uint32_t jump = emit_op(f, (struct op){.code = OP_JUMP});
        patch(f, test);
        script_body(f, statement, "else");
        patch(f, jump);
    } else {
        patch(f, test);
    }
    list_line(f, "}");
}

/* ---- statements ---- */

struct verb {
    const char *name;
    void (*lower)(struct lowering *f, const cJSON *statement);
    const char *keys[9]; /* allowed in the statement */
};

static const struct verb VERBS[] = {
    {"new", lower_new, {"new", "to", "escape", "why", "name", "label"}},
    {"make", script_make, {"make", "len", "cap", "hint", "to", "escape", "why", "name", "label"}},
    {"append", script_append, {"append", "values", "slice", "to", "why", "name", "label"}},
    {"copy", script_copy, {"copy", "from", "to", "label"}},
    {"set", lower_set, {"set", "to", "escape", "why", "name", "label"}},
    {"var", lower_var, {"var", "type", "label"}},
    {"malloc", script_malloc, {"malloc", "to", "count", "bytes", "name", "why", "label"}},
    {"calloc", script_calloc, {"calloc", "to", "count", "bytes", "name", "why", "label"}},
    {"realloc", script_realloc, {"realloc", "to", "count", "bytes", "label"}},
    {"free", script_free, {"free", "label"}},
    {"closure", script_closure, {"closure", "captures", "to", "escape", "why", "name", "label"}},
    {"call", script_call, {"call", "with", "to", "label"}},
    {"go", script_go, {"go", "with", "label"}},
    {"return", lower_return, {"return", "label"}},
    {"gc", lower_gc, {"gc", "label"}},
    {"yield", lower_yield, {"yield", "label"}},
    {"sleep", lower_sleep, {"sleep", "label"}},
    {"print", lower_print, {"print", "label"}},
    {"repeat", lower_repeat, {"repeat", "do", "label"}},
    {"while", lower_while, {"while", "do", "label"}},
    {"if", lower_if, {"if", "do", "else", "label"}},
    {"send", script_send, {"send", "on", "label"}},
    {"receive", script_receive, {"receive", "to", "ok", "label"}},
    {"close", script_close, {"close", "label"}},
    {"select", script_select, {"select", "label"}},
    {"get", script_get, {"get", "key", "to", "ok", "label"}},
    {"put", script_put, {"put", "into", "key", "label"}},
    {"delete", script_delete, {"delete", "key", "label"}},
    {"range", script_range, {"range", "key", "value", "do", "label"}},
};
enum { VERB_COUNT = sizeof VERBS / sizeof VERBS[0] };

static void note_label(struct lowering *f, const cJSON *statement, uint32_t line) {
    const char *name = read_string(f->reader, statement, "label", false);
    struct script_labels *labels = f->labels;
    if (!name || !has_room(f->reader, statement, labels->count, LABELS_MAX, "labels")) return;
    for (uint32_t i = 0; i < labels->count; i++)
        if (strcmp(labels->list[i].name, name) == 0)
            problem_at(f->reader, cJSON_GetObjectItemCaseSensitive(statement, "label"),
                       "another statement has the label \"%s\"", name);
    labels->list = pool_grow(f->reader->pool, labels->list, labels->count, sizeof *labels->list);
    if (labels->list) labels->list[labels->count++] = (struct script_label){name, line};
}

static void unknown_statement(struct lowering *f, const cJSON *statement) {
    const char *names[VERB_COUNT + 1] = {0};
    for (int i = 0; i < VERB_COUNT; i++) names[i] = VERBS[i].name;
    const cJSON *first = statement->child;
    const char *near = first ? guess_name(f->reader, first->string, names) : NULL;
    if (near)
        diag_at(f->reader->diags, json_key_offset(&f->reader->diags->source, first),
                "unknown statement \"%s\"; did you mean \"%s\"?", first->string, near);
    else
        problem_at(
            f->reader, statement,
            "expected a statement: new, make, append, copy, set, var, closure, malloc, calloc, "
            "realloc, "
            "free, call, go, return, gc, yield, sleep, print, repeat, while, if, send, receive, "
            "close, select, get, put, delete or range");
}

static bool has_room_for_statement(struct lowering *f, const cJSON *statement) {
    const struct program *p = f->program;
    return has_room(f->reader, statement, p->line_count, LINES_MAX, "lines") &&
           has_room(f->reader, statement, p->site_count, SITES_MAX, "allocations") &&
           has_room(f->reader, statement, p->functions[f->function].variable_count, VARIABLES_MAX,
                    "variables in a function") &&
           has_room(f->reader, statement, f->words, FRAME_WORDS_MAX, "words in a stack frame");
}

static void lower_statement(struct lowering *f, const cJSON *statement) {
    if (!has_room_for_statement(f, statement)) return;
    if (!expect_kind(f->reader, statement, cJSON_IsObject(statement), "a statement, an object"))
        return;
    for (int i = 0; i < VERB_COUNT; i++) {
        if (!cJSON_GetObjectItemCaseSensitive(statement, VERBS[i].name)) continue;
        uint32_t line = f->program->line_count + 1;
        read_keys(f->reader, statement, VERBS[i].keys);
        f->statement = statement;
        VERBS[i].lower(f, statement);
        note_label(f, statement, line);
        return;
    }
    unknown_statement(f, statement);
}

void script_block(struct lowering *f, const cJSON *statements) {
    const cJSON *statement;
    cJSON_ArrayForEach(statement, statements) lower_statement(f, statement);
}
