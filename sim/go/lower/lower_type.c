/* Go's types as types of the program. Identical types are one row, however they are written. */
#include "go/lower/context.h"

#include <string.h>

static const char TOO_MANY[] = "an array has more than 2147483647 elements";

/* ---- the table ---- */

static struct lower_row *find(const struct lower_unit *u, const struct go_type *t) {
    uint64_t hash = ((uintptr_t)t >> 4) * 0x9e3779b97f4a7c15ull;
    uint32_t at = (uint32_t)(hash >> 40) & (u->table_size - 1);
    while (u->table[at].type && u->table[at].type != t) at = (at + 1) & (u->table_size - 1);
    return &u->table[at];
}

static void enlarge(struct lower_unit *u) {
    const struct lower_row *old = u->table;
    uint32_t size = u->table_size;
    u->table_size = size ? size * 2 : 256;
    u->table = pool_alloc(u->pool, u->table_size * sizeof *u->table);
    for (uint32_t i = 0; i < size && u->table; i++)
        if (old[i].type) *find(u, old[i].type) = old[i];
}

static void remember(struct lower_unit *u, const struct go_type *t, uint32_t index) {
    if (u->table_used * 2 >= u->table_size) enlarge(u);
    if (!u->table) return;
    *find(u, t) = (struct lower_row){t, index, 0};
    u->table_used++;
}

static void add_row(struct lower_unit *u, const struct go_type *t, uint32_t index) {
    u->rows = pool_grow(u->pool, u->rows, u->row_count, sizeof *u->rows);
    if (u->rows) u->rows[u->row_count++] = (struct lower_row){t, index, go_type_hash(t)};
    remember(u, t, index);
}

/* ---- names ---- */

static const char *name_of(struct lower_unit *u, const struct go_type *t, enum go_qualify qualify) {
    struct text text = {0};
    go_type_text(t, qualify, &text);
    const char *name = pool_string(&u->program->pool, text_string(&text));
    text_free(&text);
    return name ? name : "";
}

static void name_row(struct lower_unit *u, const struct go_type *t, uint32_t index) {
    struct type *row = &u->program->types[index];
    if (row->full_name) return;
    row->name = name_of(u, t, QUALIFY_OTHERS);
    u->program->types[index].full_name = name_of(u, t, QUALIFY_ALL);
}

/* ---- basic types ---- */

static const struct {
    const char *name;
    uint8_t size;
    bool is_signed;
} BASIC[] = {
    [GO_KIND_BOOL] = {"bool", 1, false},      [GO_KIND_INT] = {"int", 8, true},
    [GO_KIND_INT8] = {"int8", 1, true},       [GO_KIND_INT16] = {"int16", 2, true},
    [GO_KIND_INT32] = {"int32", 4, true},     [GO_KIND_INT64] = {"int64", 8, true},
    [GO_KIND_UINT] = {"uint", 8, false},      [GO_KIND_UINT8] = {"uint8", 1, false},
    [GO_KIND_UINT16] = {"uint16", 2, false},  [GO_KIND_UINT32] = {"uint32", 4, false},
    [GO_KIND_UINT64] = {"uint64", 8, false},  [GO_KIND_UINTPTR] = {"uintptr", 8, false},
    [GO_KIND_FLOAT32] = {"float32", 4, true}, [GO_KIND_FLOAT64] = {"float64", 8, true},
    [GO_KIND_STRING] = {"string", 16, false},
};

static uint32_t add_basic(struct program *p, enum go_kind kind, const char *name) {
    if (kind == GO_KIND_STRING) return program_add_string(p, name);
    if (kind == GO_KIND_FLOAT32 || kind == GO_KIND_FLOAT64)
        return program_add_float(p, name, BASIC[kind].size);
    uint32_t made = program_add_integer(p, name, BASIC[kind].size, BASIC[kind].is_signed);
    if (!p->pool.failed) p->types[made].is_bool = kind == GO_KIND_BOOL;
    return made;
}

void lower_begin_types(struct lower_unit *u) {
    for (int kind = GO_KIND_BOOL; kind <= GO_KIND_STRING; kind++)
        u->basic[kind] = add_basic(u->program, (enum go_kind)kind, BASIC[kind].name);
    u->bytes_type = program_slice_of(u->program, u->basic[GO_KIND_UINT8]);
    u->pointer_type = program_pointer_to(u->program, u->basic[GO_KIND_UINT8]);
}

static enum go_kind typed_kind(uint8_t kind) {
    switch (kind) {
    case GO_KIND_UNTYPED_BOOL: return GO_KIND_BOOL;
    case GO_KIND_UNTYPED_INT: return GO_KIND_INT;
    case GO_KIND_UNTYPED_RUNE: return GO_KIND_INT32;
    case GO_KIND_UNTYPED_FLOAT: return GO_KIND_FLOAT64;
    case GO_KIND_UNTYPED_STRING: return GO_KIND_STRING;
    default: return (enum go_kind)kind;
    }
}

/* ---- composite types ---- */

uint32_t lower_pointer(struct lower_unit *u, uint32_t type) {
    return program_pointer_to(u->program, type);
}

uint32_t lower_slice(struct lower_unit *u, uint32_t element) {
    return program_slice_of(u->program, element);
}

uint32_t lower_array(struct lower_unit *u, uint32_t element, uint64_t length) {
    if (length > LOWER_ELEMENTS_MAX) {
        lower_complain(u, 0, TOO_MANY);
        length = 0;
    }
    uint32_t made = program_array_of(u->program, element, (uint32_t)length);
    lower_lay_out(u);
    return made;
}

static void add_fields(struct lower_unit *u, uint32_t index, const struct go_type *t) {
    for (uint32_t i = 0; i < t->field_count; i++) {
        uint32_t type = lower_type(u, t->fields[i].type);
        const char *name = t->fields[i].name ? t->fields[i].name : "_";
        program_add_field(u->program, index, pool_string(&u->program->pool, name), type);
    }
}

static void add_methods(struct lower_unit *u, uint32_t index, const struct go_type *t) {
    for (uint32_t i = 0; i < t->method_count; i++) {
        uint32_t type = lower_type(u, t->methods[i].type);
        uint32_t name = lower_method_name(u, t->methods[i].name, t->methods[i].type);
        program_add_field(u->program, index, u->program->method_names[name], type);
    }
}

static uint32_t parameters_of(struct lower_unit *u, const struct go_type *t, uint32_t **types) {
    *types = pool_alloc(u->pool, (t->field_count + 1) * sizeof **types);
    for (uint32_t i = 0; i < t->field_count && *types; i++)
        (*types)[i] = lower_type(u, t->fields[i].type);
    return lower_result(u, t->result);
}

static uint32_t function_type(struct lower_unit *u, const struct go_type *t) {
    uint32_t *types, result = parameters_of(u, t, &types);
    return types ? program_function_type(u->program, types, t->field_count, result) : 0;
}

static uint32_t array_type(struct lower_unit *u, const struct go_type *t) {
    uint32_t element = lower_type(u, t->element);
    if (t->length <= LOWER_ELEMENTS_MAX)
        return program_array_of(u->program, element, (uint32_t)t->length);
    lower_complain(u, 0, TOO_MANY);
    return element;
}

/* Channels of one direction have a row of their own, which nobody else finds. */
static uint32_t channel_type(struct lower_unit *u, const struct go_type *t) {
    uint32_t element = lower_type(u, t->element);
    if (!t->direction) return program_channel_of(u->program, element);
    program_channel_of(u->program, element);
    uint32_t made = program_add_named(u->program, "", TYPE_CHANNEL);
    program_set_element(u->program, made, element, 0);
    return made;
}

/* A row that what it is made of may refer to. */
static uint32_t begun(struct lower_unit *u, const struct go_type *t, uint32_t made) {
    add_row(u, t, made);
    name_row(u, t, made);
    return made;
}

static uint32_t struct_type(struct lower_unit *u, const struct go_type *t) {
    uint32_t made = begun(u, t, program_begin_struct(u->program, ""));
    add_fields(u, made, t);
    return made;
}

static uint32_t interface_type(struct lower_unit *u, const struct go_type *t) {
    uint32_t made = begun(u, t, program_add_interface(u->program, ""));
    add_methods(u, made, t);
    return made;
}

static uint32_t unnamed_type(struct lower_unit *u, const struct go_type *t) {
    switch ((enum go_kind)t->kind) {
    case GO_KIND_POINTER: return lower_pointer(u, lower_type(u, t->element));
    case GO_KIND_SLICE: return lower_slice(u, lower_type(u, t->element));
    case GO_KIND_ARRAY: return array_type(u, t);
    case GO_KIND_CHANNEL: return channel_type(u, t);
    case GO_KIND_MAP: {
        uint32_t key = lower_type(u, t->key);
        return program_map_of(u->program, key, lower_type(u, t->element));
    }
    case GO_KIND_FUNCTION: return function_type(u, t);
    case GO_KIND_STRUCT: return struct_type(u, t);
    case GO_KIND_INTERFACE: return interface_type(u, t);
    default: return u->pointer_type; /* of nil */
    }
}

/* ---- declared types ---- */

static enum type_kind kind_of(const struct go_type *underlying) {
    switch ((enum go_kind)underlying->kind) {
    case GO_KIND_POINTER: return TYPE_POINTER;
    case GO_KIND_SLICE: return TYPE_SLICE;
    case GO_KIND_ARRAY: return TYPE_ARRAY;
    case GO_KIND_CHANNEL: return TYPE_CHANNEL;
    case GO_KIND_MAP: return TYPE_MAP;
    case GO_KIND_FUNCTION: return TYPE_FUNCTION;
    case GO_KIND_INTERFACE: return TYPE_INTERFACE;
    default: return TYPE_STRUCT;
    }
}

static void fill_function(struct lower_unit *u, uint32_t made, const struct go_type *t) {
    uint32_t *types, result = parameters_of(u, t, &types);
    if (!types) return;
    u->program->types[made].result = result;
    for (uint32_t i = 0; i < t->field_count; i++) program_add_field(u->program, made, "", types[i]);
}

static void fill(struct lower_unit *u, uint32_t made, const struct go_type *t) {
    uint32_t element;
    switch (u->program->types[made].kind) {
    case TYPE_STRUCT: add_fields(u, made, t); break;
    case TYPE_INTERFACE: add_methods(u, made, t); break;
    case TYPE_FUNCTION: fill_function(u, made, t); break;
    case TYPE_MAP:
        element = lower_type(u, t->key);
        u->program->types[made].key = element;
        element = lower_type(u, t->element);
        program_set_element(u->program, made, element, 0);
        break;
    case TYPE_ARRAY:
        element = lower_type(u, t->element);
        if (t->length > LOWER_ELEMENTS_MAX) lower_complain(u, 0, TOO_MANY);
        program_set_element(u->program, made, element, (uint32_t)t->length);
        break;
    default: element = lower_type(u, t->element); program_set_element(u->program, made, element, 0);
    }
}

static uint32_t named_type(struct lower_unit *u, const struct go_type *t) {
    const struct go_type *underlying = go_underlying(t);
    enum go_kind basic = typed_kind(underlying->kind);
    if (basic <= GO_KIND_STRING) {
        uint32_t made = begun(u, t, add_basic(u->program, basic, ""));
        u->program->types[made].is_named = true;
        return made;
    }
    uint32_t made = begun(u, t, program_add_named(u->program, "", kind_of(underlying)));
    fill(u, made, underlying);
    return made;
}

/* ---- all of them ---- */

static bool known(struct lower_unit *u, const struct go_type *t, uint32_t *index) {
    uint32_t hash = go_type_hash(t);
    for (uint32_t i = 0; i < u->row_count; i++) {
        if (u->rows[i].hash != hash || !go_identical(u->rows[i].type, t)) continue;
        *index = u->rows[i].index;
        remember(u, t, *index);
        return true;
    }
    return false;
}

static uint32_t make(struct lower_unit *u, const struct go_type *t) {
    if (t->kind == GO_KIND_NAMED) return named_type(u, t);
    uint32_t made = unnamed_type(u, t);
    if (t->kind == GO_KIND_STRUCT || t->kind == GO_KIND_INTERFACE) return made;
    return begun(u, t, made);
}

uint32_t lower_type(struct lower_unit *u, const struct go_type *t) {
    uint32_t index;
    enum go_kind basic = typed_kind(t->kind);
    if (basic <= GO_KIND_STRING) return u->basic[basic];
    const struct lower_row *row = u->table ? find(u, t) : NULL;
    if (row && row->type) return row->index;
    if (known(u, t, &index)) return index;
    u->type_depth++;
    index = make(u, t);
    u->type_depth--;
    lower_lay_out(u);
    return index;
}

void lower_lay_out(struct lower_unit *u) {
    uint32_t bad;
    if (u->type_depth > 0 || u->program->pool.failed) return;
    if (!program_lay_out_types(u->program, &bad))
        lower_complain(u, 0, "a type is larger than 64 MiB");
}

/* ---- what functions return ---- */

static uint64_t slots_of(const struct go_type *t) {
    uint64_t size = go_size(t);
    return size == 0 ? 1 : (size + WORD - 1) / WORD;
}

/* From the Go types: the program's may not have their sizes yet. */
uint32_t lower_slot_of(const struct go_field *fields, uint32_t n) {
    uint64_t slots = 0;
    for (uint32_t i = 0; i < n; i++) slots += slots_of(fields[i].type);
    return slots > INT32_MAX ? INT32_MAX : (uint32_t)slots;
}

/* Each result begins a slot, and small ones fill it. */
static uint32_t whole_words(struct lower_unit *u, const struct go_type *t) {
    uint32_t type = lower_type(u, t);
    if (go_size(t) && go_size(t) % WORD == 0 && go_alignment(t) == WORD) return type;
    uint64_t words = slots_of(t);
    if (words == 1) return u->basic[GO_KIND_INT];
    return program_array_of(u->program, u->basic[GO_KIND_INT], (uint32_t)words);
}

static uint32_t several_results(struct lower_unit *u, const struct go_type *tuple) {
    uint32_t made = begun(u, tuple, program_begin_struct(u->program, ""));
    u->type_depth++;
    for (uint32_t i = 0; i < tuple->field_count; i++) {
        uint32_t type = whole_words(u, tuple->fields[i].type);
        program_add_field(u->program, made, pool_stringf(&u->program->pool, "r%u", i), type);
    }
    u->type_depth--;
    return made;
}

uint32_t lower_result(struct lower_unit *u, const struct go_type *tuple) {
    uint32_t index;
    if (!tuple || tuple->field_count == 0) return (uint32_t)NONE;
    if (tuple->field_count == 1) return lower_type(u, tuple->fields[0].type);
    const struct lower_row *row = u->table ? find(u, tuple) : NULL;
    if (row && row->type) return row->index;
    if (known(u, tuple, &index)) return index;
    index = several_results(u, tuple);
    lower_lay_out(u);
    return index;
}

/* ---- methods' names ---- */

/* "Area() int" */
static const char *name_with(struct lower_unit *u, const char *name, const struct go_type *type) {
    struct text text = {0};
    go_type_text(type, QUALIFY_ALL, &text);
    const char *signature = text_string(&text) + strlen("func");
    const char *full = pool_stringf(&u->program->pool, "%s%s", name, signature);
    text_free(&text);
    return full;
}

uint32_t lower_method_name(struct lower_unit *u, const char *name, const struct go_type *type) {
    bool taken = false;
    for (uint32_t i = 0; i < u->name_count; i++) {
        if (strcmp(u->names[i].name, name) != 0) continue;
        if (go_identical(u->names[i].type, type)) return u->names[i].index;
        taken = true;
    }
    const char *full = taken ? name_with(u, name, type) : pool_string(&u->program->pool, name);
    u->names = pool_grow(u->pool, u->names, u->name_count, sizeof *u->names);
    if (!u->names || !full) return 0;
    uint32_t index = program_method_name(u->program, full);
    u->names[u->name_count++] = (struct lower_method_name){name, type, index};
    return index;
}
