#include "machine/exec/error.h"

#include "machine/cost.h"
#include "machine/exec/panic.h"
#include "machine/heap/heap.h"
#include "machine/memory.h"
#include "machine/values/typed.h"
#include "program/panics.h"

enum { NOT_FIXED = -1 };

/* The error of a fault, if its text is always the same. */
static int fixed_of(const struct error_cause *cause) {
    static const int MAKE[] = {[UNMAKEABLE_LENGTH] = FIXED_MAKE_LENGTH,
                               [UNMAKEABLE_CAPACITY] = FIXED_MAKE_CAPACITY,
                               [UNMAKEABLE_GROWTH] = FIXED_GROWTH};
    switch (cause->fault) {
    case FAULT_NIL: return FIXED_NIL;
    case FAULT_DIVIDE: return FIXED_DIVIDE;
    case FAULT_SHIFT: return FIXED_SHIFT;
    case FAULT_MAKE: return MAKE[cause->detail];
    case FAULT_MAKE_CHANNEL: return FIXED_MAKE_CHANNEL;
    case FAULT_SEND_CLOSED: return FIXED_SEND_CLOSED;
    case FAULT_CLOSE_CLOSED: return FIXED_CLOSE_CLOSED;
    case FAULT_CLOSE_NIL: return FIXED_CLOSE_NIL;
    case FAULT_NIL_MAP: return FIXED_NIL_MAP;
    default: return NOT_FIXED;
    }
}

static bool names_a_type(enum fault fault) {
    return fault == FAULT_UNCOMPARABLE || fault == FAULT_UNHASHABLE;
}

bool error_is_panic(enum fault fault) {
    struct error_cause cause = {.fault = fault};
    return fault == FAULT_INDEX || fault == FAULT_ASSERTION || names_a_type(fault) ||
           fixed_of(&cause) != NOT_FIXED;
}

/* ---- making one ---- */

static uint64_t allocate(struct machine *m, uint32_t site) {
    uint64_t object = heap_allocate(m, site);
    uint32_t size = m->program->types[m->program->sites[site].type].size;
    if (!object) machine_fault(m, FAULT_OUT_OF_MEMORY, size);
    return object;
}

static uint64_t descriptor(const struct machine *m, uint64_t type) {
    return program_find_constant(m->program, CONSTANT_TYPE, (uint32_t)type);
}

static enum runtime_error kind_of_fixed(int fixed) {
    static const enum runtime_error KINDS[] = {
#define FIXED_ERROR(name, kind, text) ERROR_##kind,
#include "program/fixed_errors.def"
#undef FIXED_ERROR
    };
    return KINDS[fixed];
}

static uint64_t make_bounds(struct machine *m, const struct error_cause *cause) {
    uint64_t object = allocate(m, m->program->panics.error_sites[ERROR_BOUNDS]);
    if (!object) return 0;
    word_write(m, object, cause->address);
    word_write(m, object + WORD, cause->limit);
    word_write(m, object + 2 * WORD, 1 | (uint64_t)cause->detail << 8);
    return object;
}

/* _interface is nil when the type wanted is an interface: iface.go:assertE2I. */
static uint64_t make_assertion(struct machine *m, const struct error_cause *cause) {
    uint64_t object = allocate(m, m->program->panics.error_sites[ERROR_ASSERTION]);
    bool is_interface = m->program->types[cause->detail].kind == TYPE_INTERFACE;
    if (!object) return 0;
    if (!is_interface && cause->limit) word_write(m, object, descriptor(m, cause->limit - 1));
    word_write(m, object + WORD, cause->address);
    word_write(m, object + 2 * WORD, descriptor(m, cause->detail));
    return object;
}

static void write_bytes(struct machine *m, uint64_t to, const char *bytes, uint64_t length) {
    for (uint64_t at = 0; at < length;) {
        uint64_t word = 0, room = WORD - (to + at) % WORD, left = length - at;
        uint64_t count = left < room ? left : room;
        memcpy(&word, bytes + at, count);
        small_write(m, to + at, word, (uint32_t)count);
        at += count;
    }
    charge(m, COST_COPY, (length + WORD - 1) / WORD);
}

uint64_t error_new_text(struct machine *m, uint32_t site, const struct text *text) {
    uint64_t object = heap_allocate_array(m, site, text->length);
    if (object) write_bytes(m, object, text->bytes, text->length);
    else machine_fault(m, FAULT_OUT_OF_MEMORY, text->length);
    return object;
}

/* A string of a type's name and what is wrong with it. */
static uint64_t make_string(struct machine *m, const struct error_cause *cause) {
    const struct panics *panics = &m->program->panics;
    struct text text = {0};
    panic_type_text(m->program, cause->fault, cause->detail, &text);
    uint64_t bytes = error_new_text(m, panics->text_site, &text), length = text.length;
    text_free(&text);
    uint64_t object = bytes ? allocate(m, panics->error_sites[ERROR_STRING]) : 0;
    if (!object) return 0;
    word_write(m, object, bytes);
    word_write(m, object + WORD, length);
    return object;
}

static enum runtime_error kind_of(const struct error_cause *cause, int fixed) {
    if (fixed != NOT_FIXED) return kind_of_fixed(fixed);
    if (names_a_type(cause->fault)) return ERROR_STRING;
    return cause->fault == FAULT_INDEX ? ERROR_BOUNDS : ERROR_ASSERTION;
}

bool error_make(struct machine *m, const struct error_cause *cause, struct error_value *out) {
    int fixed = fixed_of(cause);
    enum runtime_error kind = kind_of(cause, fixed);
    out->type = descriptor(m, m->program->panics.error_types[kind]);
    if (fixed != NOT_FIXED) out->data = m->program->panics.fixed[fixed];
    else if (kind == ERROR_STRING) out->data = make_string(m, cause);
    else out->data = kind == ERROR_BOUNDS ? make_bounds(m, cause) : make_assertion(m, cause);
    return out->data != 0;
}

/* ---- its text ---- */

static void add_string(const struct machine *m, uint64_t header, struct text *out) {
    uint64_t at = memory_word(m, header, WORD), length = memory_word(m, header + WORD, WORD);
    const uint8_t *bytes = length ? memory_to_read(m, at, length) : NULL;
    if (bytes) text_add_bytes(out, (const char *)bytes, length);
}

static void add_assertion(const struct program *p, const uint64_t words[3], struct text *out) {
    int32_t wanted = program_described_type(p, words[2]);
    struct assertion a = {program_described_type(p, words[0]), program_described_type(p, words[1]),
                          (uint32_t)wanted};
    if (wanted != NONE) panic_assertion_text(p, &a, out);
    else text_add(out, "interface conversion");
}

void error_text(const struct machine *m, enum runtime_error kind, uint64_t data, struct text *out) {
    uint64_t words[] = {memory_word(m, data, WORD), memory_word(m, data + WORD, WORD),
                        memory_word(m, data + 2 * WORD, WORD)};
    switch (kind) {
    case ERROR_BOUNDS:
        text_add(out, "runtime error: ");
        panic_bounds_text(words[2] >> 8 & 15, (int64_t)words[0], (int64_t)words[1], out);
        break;
    case ERROR_STRING:
        text_add(out, "runtime error: ");
        add_string(m, data, out);
        break;
    case ERROR_PLAIN: add_string(m, data, out); break;
    case ERROR_ASSERTION: add_assertion(m->program, words, out); break;
    case RUNTIME_ERRORS: break;
    }
}
