/* What program_add_panics adds: types of runtime/error.go and runtime2.go, and their methods. */
#include "program/panics.h"

#include <string.h>

/* ---- types ---- */

static uint32_t integer(struct program *p, const char *name, uint32_t size, bool is_signed) {
    int32_t known = program_find_type(p, name);
    return known == NONE ? program_add_integer(p, name, size, is_signed) : (uint32_t)known;
}

static uint32_t string_type(struct program *p) {
    int32_t known = program_find_type(p, "string");
    return known == NONE ? program_add_string(p, "string") : (uint32_t)known;
}

/* A string of a name of its own. */
static uint32_t named_string(struct program *p, const char *name) {
    uint32_t type = program_add_string(p, name);
    if (!p->pool.failed) p->types[type].is_named = true;
    return type;
}

static uint32_t interface_type(struct program *p) {
    for (uint32_t i = 0; i < p->type_count; i++)
        if (p->types[i].kind == TYPE_INTERFACE && p->types[i].field_count == 0) return i;
    return program_add_interface(p, "interface {}");
}

/* A pointer that only the runtime follows. */
static uint32_t unsafe_pointer(struct program *p) {
    return program_pointer_to(p, integer(p, "uint8", 1, false));
}

static uint32_t bounds_type(struct program *p) {
    uint32_t made = program_begin_struct(p, "runtime.boundsError");
    program_add_field(p, made, "x", integer(p, "int64", WORD, true));
    program_add_field(p, made, "y", integer(p, "int", WORD, true));
    program_add_field(p, made, "signed", integer(p, "bool", 1, false));
    program_add_field(p, made, "code", integer(p, "uint8", 1, false));
    return made;
}

static uint32_t assertion_type(struct program *p) {
    uint32_t made = program_begin_struct(p, "runtime.TypeAssertionError");
    uint32_t type = unsafe_pointer(p), text = string_type(p);
    program_add_field(p, made, "_interface", type);
    program_add_field(p, made, "concrete", type);
    program_add_field(p, made, "asserted", type);
    program_add_field(p, made, "missingMethod", text);
    return made;
}

static void add_record_fields(struct program *p, uint32_t made, uint32_t frame) {
    uint32_t pointer = unsafe_pointer(p);
    program_add_field(p, made, "fn", pointer);
    program_add_field(p, made, "link", pointer);
    program_add_field(p, made, "sp", frame);
}

/* On the heap it is as large as Go's; `sp` is no pointer there: nobody but the runtime mends it. */
static uint32_t heap_record_type(struct program *p) {
    uint32_t made = program_begin_struct(p, "runtime._defer"), word = program_uintptr(p);
    add_record_fields(p, made, word);
    uint32_t rest = program_array_of(p, word, DEFER_SIZE / WORD - DEFER_WORDS);
    program_add_field(p, made, "_", rest);
    return made;
}

static uint32_t frame_record_type(struct program *p) {
    uint32_t made = program_begin_struct(p, "runtime.deferred");
    add_record_fields(p, made, unsafe_pointer(p));
    return made;
}

static uint32_t add_site(struct program *p, uint32_t type, const char *label, const char *why) {
    struct site site = {.type = type,
                        .heap = true,
                        .why = why,
                        .label = program_add_label(p, label, false),
                        .incidental = true,
                        .op = p->op_count};
    return program_add_site(p, site);
}

static void add_types(struct program *p) {
    struct panics *panics = &p->panics;
    uint32_t assertion = assertion_type(p), bad;
    panics->error_types[ERROR_BOUNDS] = bounds_type(p);
    panics->error_types[ERROR_STRING] = named_string(p, "runtime.errorString");
    panics->error_types[ERROR_PLAIN] = named_string(p, "runtime.plainError");
    panics->record_type = frame_record_type(p);
    uint32_t record = heap_record_type(p);
    program_lay_out_types(p, &bad);
    panics->error_types[ERROR_ASSERTION] = program_pointer_to(p, assertion);
    static const char *const LABELS[] = {"boundsError", "errorString", "plainError"};
    for (int i = 0; i < ERROR_ASSERTION; i++)
        panics->error_sites[i] =
            add_site(p, panics->error_types[i], LABELS[i], "it is put into the panic's interface");
    panics->error_sites[ERROR_ASSERTION] =
        add_site(p, assertion, "TypeAssertionError", "it is put into the panic's interface");
    panics->record_site = add_site(p, record, "_defer", "the defer may be done more than once");
    panics->text_site =
        add_site(p, integer(p, "uint8", 1, false), "text", "a text is put together");
    if (!p->pool.failed) p->sites[panics->text_site].array = true;
}

/* ---- constants ---- */

static const struct {
    enum runtime_error kind;
    const char *text;
} FIXED[] = {
#define FIXED_ERROR(name, kind, text) {ERROR_##kind, text},
#include "program/fixed_errors.def"
#undef FIXED_ERROR
};

static void add_constants(struct program *p) {
    for (int i = 0; i < RUNTIME_ERRORS; i++) program_descriptor(p, p->panics.error_types[i]);
    for (uint32_t i = 0; i < FIXED_ERRORS && !p->pool.failed; i++) {
        uint32_t length = (uint32_t)strlen(FIXED[i].text);
        uint64_t header[] = {program_string(p, FIXED[i].text, length), length};
        struct constant c = {.kind = CONSTANT_VALUE,
                             .index = p->panics.error_types[FIXED[i].kind],
                             .size = sizeof header};
        p->panics.fixed[i] = program_constant(p, c, header);
    }
}

/* ---- functions ---- */

static uint32_t begin_function(struct program *p, const char *name, const char *symbol,
                               uint32_t parameters, uint32_t words) {
    uint32_t made = program_add_function(p, name);
    if (p->pool.failed) return made;
    struct function *f = &p->functions[made];
    f->symbol = symbol;
    f->first_op = p->op_count;
    f->parameter_words = parameters;
    f->frame_words = words;
    f->library = true;
    return made;
}

static void add_op(struct program *p, uint32_t function, struct op op) {
    program_add_op(p, op, function, 0);
    if (!p->pool.failed) p->functions[function].op_count++;
}

static void add_variable(struct program *p, uint32_t function, const char *name, uint32_t type,
                         int32_t slot) {
    struct variable v = {.name = name, .type = type, .slot = slot, .parameter = slot > 0};
    if (p->pool.failed) return;
    if (slot > 0) p->functions[function].parameter_count++;
    program_add_variable(p, function, v);
}

static void add_gopanic(struct program *p) {
    uint32_t made = begin_function(p, "gopanic", "panic", 2, PANIC_FRAME_WORDS);
    uint32_t pointer = unsafe_pointer(p), word = program_uintptr(p), text = string_type(p);
    add_variable(p, made, "value", interface_type(p), PANIC_VALUE);
    add_variable(p, made, "older", pointer, PANIC_OLDER);
    add_variable(p, made, "frame", pointer, PANIC_FRAME);
    add_variable(p, made, "state", word, PANIC_STATE);
    add_variable(p, made, "address", word, PANIC_ADDRESS);
    add_variable(p, made, "text", text, PANIC_TEXT);
    add_variable(p, made, "", text, PANIC_RESULT);
    int32_t first = (int32_t)p->op_count;
    add_op(p, made, (struct op){.code = OP_UNWIND, .c = PANIC_RESULT});
    add_op(p, made, (struct op){.code = OP_JUMP, .c = first});
    p->gopanic = made + 1;
}

/* func (e T) Error() string, which gets an interface's data word. */
static uint32_t add_error_method(struct program *p, enum runtime_error kind) {
    static const char *const NAMES[] = {"runtime.boundsError.Error", "runtime.errorString.Error",
                                        "runtime.plainError.Error",
                                        "runtime.(*TypeAssertionError).Error"};
    enum { TEXT = -2, RECEIVER = 2 };
    uint32_t made = begin_function(p, NAMES[kind], NAMES[kind], 1, 2), text = string_type(p);
    add_variable(p, made, "e", unsafe_pointer(p), RECEIVER);
    add_variable(p, made, "", text, TEXT);
    add_op(p, made,
           (struct op){.code = OP_ERROR_TEXT,
                       .size = (uint8_t)kind,
                       .a = TEXT,
                       .b = RECEIVER,
                       .c = (int32_t)p->panics.text_site});
    add_op(p, made, (struct op){.code = OP_RETURN, .a = TEXT});
    if (p->pool.failed) return made;
    p->functions[made].result_type = text;
    p->functions[made].result_words = 2;
    return made;
}

/* func (e T) RuntimeError() */
static uint32_t add_marker_method(struct program *p) {
    uint32_t made = begin_function(p, "RuntimeError", "runtime.errorString.RuntimeError", 1, 0);
    add_variable(p, made, "e", unsafe_pointer(p), 2);
    add_op(p, made, (struct op){.code = OP_RETURN, .a = NO_SLOT});
    return made;
}

static void add_methods(struct program *p, struct panic_names names) {
    uint32_t marker = names.runtime_error == NONE ? 0 : add_marker_method(p);
    for (int kind = 0; kind < RUNTIME_ERRORS; kind++) {
        uint32_t type = p->panics.error_types[kind];
        struct method text = {type, (uint32_t)names.error, 0};
        struct method mark = {type, (uint32_t)names.runtime_error, marker};
        if (names.error != NONE) {
            text.function = add_error_method(p, (enum runtime_error)kind);
            program_add_method(p, text);
        }
        if (names.runtime_error != NONE) program_add_method(p, mark);
    }
}

bool program_add_panics(struct program *p, struct panic_names names) {
    add_types(p);
    if (p->pool.failed) return false;
    p->panics.error_name = (uint32_t)(names.error + 1);
    p->panics.string_name = (uint32_t)(names.string + 1);
    add_constants(p);
    add_gopanic(p);
    add_methods(p, names);
    return !p->pool.failed;
}
