/* Values by their types: fmt/print.go says what each verb shows of each kind. */
#include <string.h>

#include "base/utf8.h"
#include "machine/format/formatter.h"
#include "machine/memory.h"

static const struct type *type_at(const struct formatter *f, uint32_t type) {
    return &f->m->program->types[type];
}

static const char *full_name(const struct formatter *f, uint32_t type) {
    const struct type *t = type_at(f, type);
    return t->full_name ? t->full_name : t->name;
}

bool type_of_word(const struct formatter *f, uint64_t type_word, uint32_t *type) {
    const struct constant *c = type_word ? program_constant_at(f->m->program, type_word) : NULL;
    if (!c || c->kind != CONSTANT_TYPE) return false;
    *type = c->index;
    return true;
}

/* ---- reading ---- */

static uint64_t read_word(const struct formatter *f, const struct shown *v, uint32_t offset,
                          uint32_t size) {
    return v->direct ? v->word : memory_word(f->m, v->address + offset, size);
}

static uint64_t read_number(const struct formatter *f, const struct shown *v) {
    const struct type *t = type_at(f, v->type);
    uint64_t number = read_word(f, v, 0, t->size);
    uint32_t unused = 64 - 8 * t->size;
    if (!t->is_signed || t->size == WORD) return number;
    return (uint64_t)((int64_t)(number << unused) >> unused);
}

static double read_float(const struct formatter *f, const struct shown *v) {
    uint64_t bits = read_word(f, v, 0, type_at(f, v->type)->size);
    double number;
    float narrow;
    memcpy(&number, &bits, sizeof number);
    memcpy(&narrow, &bits, sizeof narrow);
    return type_at(f, v->type)->size == sizeof narrow ? (double)narrow : number;
}

/* The bytes of a string or slice of bytes; none when they are no memory. */
static const uint8_t *read_bytes(const struct formatter *f, const struct shown *v,
                                 uint64_t *length) {
    uint64_t at = read_word(f, v, 0, WORD);
    *length = read_word(f, v, WORD, WORD);
    const uint8_t *bytes = *length ? memory_to_read(f->m, at, *length) : (const uint8_t *)"";
    if (!bytes) *length = 0;
    return bytes ? bytes : (const uint8_t *)"";
}

static struct shown part_of(const struct shown *v, uint32_t type, uint64_t address) {
    return (struct shown){.type = type,
                          .hidden = v->hidden,
                          .direct = v->direct,
                          .word = v->word,
                          .address = address};
}

/* ---- verbs that do not fit ---- */

static void put_value(struct formatter *f, struct shown v, uint32_t verb);

static void put_verb(struct formatter *f, uint32_t verb) {
    char bytes[UTF8_MAX];
    put_bytes(f, bytes, utf8_encode(verb, bytes));
}

/* "%!d(string=hi)" */
static void put_bad_verb(struct formatter *f, const struct shown *v, uint32_t verb) {
    bool erroring = f->erroring;
    f->erroring = true;
    put(f, "%!");
    put_verb(f, verb);
    put(f, "(");
    if (v) {
        put(f, full_name(f, v->type));
        put(f, "=");
        put_value(f, *v, 'v');
    } else {
        put(f, "<nil>");
    }
    put(f, ")");
    f->erroring = erroring;
}

/* ---- single values ---- */

static void put_bool(struct formatter *f, const struct shown *v, uint32_t verb) {
    if (verb != 't' && verb != 'v') {
        put_bad_verb(f, v, verb);
        return;
    }
    const char *word = read_word(f, v, 0, 1) ? "true" : "false";
    put_padded(f, word, strlen(word));
}

static void put_number(struct formatter *f, const struct shown *v, uint32_t verb) {
    uint64_t number = read_number(f, v);
    bool is_signed = type_at(f, v->type)->is_signed;
    switch (verb) {
    case 'v':
        if (f->flags.sharp_v && !is_signed) put_address(f, number, true);
        else put_integer(f, number, 10, is_signed, verb);
        break;
    case 'd': put_integer(f, number, 10, is_signed, verb); break;
    case 'b': put_integer(f, number, 2, is_signed, verb); break;
    case 'o':
    case 'O': put_integer(f, number, 8, is_signed, verb); break;
    case 'x':
    case 'X': put_integer(f, number, 16, is_signed, verb); break;
    case 'c': put_rune(f, number); break;
    case 'q': put_quoted_rune(f, number); break;
    case 'U': put_unicode(f, number); break;
    default: put_bad_verb(f, v, verb);
    }
}

static void put_text(struct formatter *f, const struct shown *v, const uint8_t *bytes,
                     uint64_t length, uint32_t verb) {
    switch (verb) {
    case 'v':
        if (f->flags.sharp_v) put_quoted(f, bytes, length);
        else put_string(f, bytes, length);
        break;
    case 's': put_string(f, bytes, length); break;
    case 'x':
    case 'X': put_hex(f, bytes, length, verb == 'X'); break;
    case 'q': put_quoted(f, bytes, length); break;
    default: put_bad_verb(f, v, verb);
    }
}

static void put_pointer(struct formatter *f, const struct shown *v, uint32_t verb) {
    uint64_t address = read_word(f, v, 0, WORD);
    if (verb == 'v' && f->flags.sharp_v) {
        put(f, "(");
        put(f, full_name(f, v->type));
        put(f, ")(");
        if (address) put_address(f, address, true);
        else put(f, "nil");
        put(f, ")");
    } else if (verb == 'v' && address == 0) {
        put_padded(f, "<nil>", strlen("<nil>"));
    } else if (verb == 'v' || verb == 'p') {
        put_address(f, address, !f->flags.sharp);
    } else if (strchr("bodxX", (int)verb)) {
        uint32_t base = verb == 'b' ? 2 : verb == 'o' ? 8 : verb == 'd' ? 10 : 16;
        put_integer(f, address, base, false, verb);
    } else {
        put_bad_verb(f, v, verb);
    }
}

/* ---- values made of values ---- */

static const char *separator(const struct formatter *f) {
    return f->flags.sharp_v ? ", " : " ";
}

static bool is_exported(const char *name) {
    return name[0] >= 'A' && name[0] <= 'Z';
}

static void put_struct(struct formatter *f, const struct shown *v, uint32_t verb) {
    const struct type *t = type_at(f, v->type);
    if (f->flags.sharp_v) put(f, full_name(f, v->type));
    put(f, "{");
    for (uint32_t i = 0; i < t->field_count; i++) {
        struct shown part = part_of(v, t->fields[i].type, v->address + t->fields[i].offset);
        part.hidden = v->hidden || !is_exported(t->fields[i].name);
        if (i > 0) put(f, separator(f));
        if (f->flags.plus_v || f->flags.sharp_v) {
            put(f, t->fields[i].name);
            put(f, ":");
        }
        put_value(f, part, verb);
    }
    put(f, "}");
}

static void put_elements(struct formatter *f, const struct shown *v, uint64_t first, uint64_t count,
                         uint32_t verb) {
    const struct type *t = type_at(f, v->type);
    put(f, f->flags.sharp_v ? "{" : "[");
    for (uint64_t i = 0; i < count && !f->stopped; i++) {
        if (i > 0) put(f, separator(f));
        put_value(f, part_of(v, t->element, first + i * type_at(f, t->element)->size), verb);
    }
    put(f, f->flags.sharp_v ? "}" : "]");
}

static bool holds_bytes(const struct formatter *f, const struct type *t) {
    const struct type *e = type_at(f, t->element);
    return e->kind == TYPE_INTEGER && e->size == 1 && !e->is_signed && !e->is_bool;
}

/* fmt knows []byte itself, and by this name. */
static const char *list_name(const struct formatter *f, const struct shown *v) {
    const struct type *t = type_at(f, v->type);
    bool bytes = t->kind == TYPE_SLICE && !t->is_named && f->depth == 1 && holds_bytes(f, t) &&
                 !type_at(f, t->element)->is_named;
    return bytes ? "[]byte" : full_name(f, v->type);
}

static void put_list(struct formatter *f, const struct shown *v, uint32_t verb) {
    const struct type *t = type_at(f, v->type);
    bool slice = t->kind == TYPE_SLICE;
    struct shown inside = *v;
    uint64_t count = t->length, first = v->address;
    if (slice) {
        first = read_word(f, v, 0, WORD);
        count = read_word(f, v, WORD, WORD);
        inside.direct = false;
    }
    if (holds_bytes(f, t) && strchr("sqxX", (int)verb)) {
        const uint8_t *bytes = count ? memory_to_read(f->m, first, count) : NULL;
        put_text(f, v, bytes ? bytes : (const uint8_t *)"", bytes ? count : 0, verb);
        return;
    }
    if (verb == 'p' && slice) {
        put_address(f, first, !f->flags.sharp);
        return;
    }
    if (f->flags.sharp_v) put(f, list_name(f, v));
    if (f->flags.sharp_v && slice && first == 0) put(f, "(nil)");
    else put_elements(f, &inside, first, count, verb);
}

static void put_map(struct formatter *f, const struct shown *v, uint32_t verb) {
    const struct type *t = type_at(f, v->type);
    uint64_t count, map = read_word(f, v, 0, WORD);
    if (verb == 'p') {
        put_pointer(f, v, verb);
        return;
    }
    if (f->flags.sharp_v) put(f, full_name(f, v->type));
    if (f->flags.sharp_v && map == 0) {
        put(f, "(nil)");
        return;
    }
    put(f, f->flags.sharp_v ? "{" : "map[");
    struct pool pool = {0};
    struct shown_entry *entries = sorted_entries(f, &pool, map, v->type, &count);
    struct shown inside = {.hidden = v->hidden};
    for (uint64_t i = 0; i < count && !f->stopped; i++) {
        if (i > 0) put(f, separator(f));
        put_value(f, part_of(&inside, t->key, entries[i].key), verb);
        put(f, ":");
        put_value(f, part_of(&inside, t->element, entries[i].value), verb);
    }
    pool_free(&pool);
    put(f, f->flags.sharp_v ? "}" : "]");
}

/* What an interface inside a value holds. */
static bool held_by(const struct formatter *f, const struct shown *v, struct shown *out) {
    uint32_t type;
    if (!type_of_word(f, read_word(f, v, 0, WORD), &type)) return false;
    uint64_t data = read_word(f, v, WORD, WORD);
    bool direct = type_is_direct(f->m->program, type_at(f, type));
    *out = (struct shown){
        .type = type, .direct = direct, .hidden = v->hidden, .word = data, .address = data};
    return true;
}

static void put_interface(struct formatter *f, const struct shown *v, uint32_t verb) {
    struct shown held;
    if (held_by(f, v, &held)) {
        put_value(f, held, verb);
        return;
    }
    if (f->flags.sharp_v) put(f, full_name(f, v->type));
    put(f, f->flags.sharp_v ? "(nil)" : "<nil>");
}

/* &{...}, but not inside another value: there only addresses are shown. */
static void put_reference(struct formatter *f, const struct shown *v, uint32_t verb) {
    const struct type *to = type_at(f, type_at(f, v->type)->element);
    uint64_t address = read_word(f, v, 0, WORD);
    bool shown = to->kind == TYPE_STRUCT || to->kind == TYPE_ARRAY || to->kind == TYPE_SLICE ||
                 to->kind == TYPE_MAP;
    if (!shown || address == 0 || f->depth > 1 || verb == 'p') {
        put_pointer(f, v, verb);
        return;
    }
    put(f, "&");
    put_value(f,
              (struct shown){
                  .type = type_at(f, v->type)->element, .hidden = v->hidden, .address = address},
              verb);
}

/* ---- methods ---- */

static bool has_method(const struct formatter *f, uint32_t type, const char *name) {
    const struct program *p = f->m->program;
    for (uint32_t i = 0; i < p->method_count; i++)
        if (p->methods[i].type == type && strcmp(p->method_names[p->methods[i].name], name) == 0)
            return true;
    return false;
}

static bool asks_method(const struct formatter *f, const struct shown *v, uint32_t verb) {
    if (f->erroring || v->hidden || f->flags.sharp_v || !strchr("vsxXq", (int)verb)) return false;
    return has_method(f, v->type, "Error") || has_method(f, v->type, "String");
}

/* What a value's Error or String method gave, or a request for it. */
static void put_method(struct formatter *f, const struct shown *v, uint32_t verb) {
    if (f->stopped) return;
    if (f->used == f->call->given_count) {
        f->need->type = program_find_constant(f->m->program, CONSTANT_TYPE, v->type);
        f->need->data = v->direct ? v->word : v->address;
        f->stopped = true;
        return;
    }
    struct shown text = {.type = v->type, .address = f->call->given + f->used++ * 2 * WORD};
    uint64_t length;
    const uint8_t *bytes = read_bytes(f, &text, &length);
    put_text(f, v, bytes, length, verb);
}

/* A pointer inside an interface is the interface's word; one in memory has to be read. */
static struct shown as_held(const struct formatter *f, struct shown v) {
    bool direct = type_is_direct(f->m->program, type_at(f, v.type));
    if (v.direct || !direct) return v;
    v.word = read_word(f, &v, 0, WORD);
    v.direct = true;
    return v;
}

static void put_kind(struct formatter *f, struct shown v, uint32_t verb) {
    const struct type *t = type_at(f, v.type);
    uint64_t length;
    switch (t->kind) {
    case TYPE_INTEGER:
        if (t->is_bool) put_bool(f, &v, verb);
        else put_number(f, &v, verb);
        break;
    case TYPE_FLOAT:
        if (strchr("vbgGxXfFeE", (int)verb)) put_float(f, read_float(f, &v), t->size, verb);
        else put_bad_verb(f, &v, verb);
        break;
    case TYPE_STRING: {
        const uint8_t *bytes = read_bytes(f, &v, &length);
        put_text(f, &v, bytes, length, verb);
        break;
    }
    case TYPE_STRUCT: put_struct(f, &v, verb); break;
    case TYPE_ARRAY:
    case TYPE_SLICE: put_list(f, &v, verb); break;
    case TYPE_MAP: put_map(f, &v, verb); break;
    case TYPE_INTERFACE: put_interface(f, &v, verb); break;
    case TYPE_POINTER: put_reference(f, &v, verb); break;
    case TYPE_CHANNEL:
    case TYPE_FUNCTION: put_pointer(f, &v, verb); break;
    }
}

static void put_value(struct formatter *f, struct shown v, uint32_t verb) {
    if (f->stopped || f->depth == FORMAT_DEPTH_MAX) return;
    v = as_held(f, v);
    f->depth++;
    if (asks_method(f, &v, verb)) put_method(f, &v, verb);
    else put_kind(f, v, verb);
    f->depth--;
}

/* %w is for errors, once, in Errorf. */
static bool wraps_error(struct formatter *f, const struct shown *v) {
    bool fine = f->wraps && has_method(f, v->type, "Error");
    f->wraps = false;
    return fine;
}

void put_argument(struct formatter *f, uint64_t type_word, uint64_t data, uint32_t verb) {
    uint32_t type;
    if (!type_of_word(f, type_word, &type)) {
        if (verb == 'v' || verb == 'T') put_padded(f, "<nil>", strlen("<nil>"));
        else put_bad_verb(f, NULL, verb);
        return;
    }
    bool direct = type_is_direct(f->m->program, type_at(f, type));
    struct shown v = {.type = type, .direct = direct, .word = data, .address = data};
    f->depth = 0;
    if (verb == 'w' && !wraps_error(f, &v)) put_bad_verb(f, &v, verb);
    else if (verb == 'T')
        put_string(f, (const uint8_t *)full_name(f, type), strlen(full_name(f, type)));
    else put_value(f, v, verb == 'w' ? 'v' : verb);
}
