/* What a panic that nobody recovers prints: panic.go and error.go of Go 1.19, printpanics and
 * printpanicval. The panics are in the frames of runtime.gopanic (panics.h). */
#include <inttypes.h>

#include "machine/inspect/inspect.h"
#include "machine/memory.h"
#include "program/panics.h"

static uint64_t slot_of(const struct machine *m, uint64_t frame, int32_t slot) {
    return word_read(m, slot_address(frame, slot));
}

static void add_bytes(const struct machine *m, uint64_t at, uint64_t length, struct text *out) {
    const uint8_t *bytes = length ? memory_to_read(m, at, length) : NULL;
    if (bytes) text_add_bytes(out, (const char *)bytes, length);
}

/* A value that the data word leads to: its first two words. */
static void read_value(const struct machine *m, const struct type *t, uint64_t data,
                       uint64_t words[2]) {
    uint64_t size = t->size < 2 * WORD ? t->size : 2 * WORD;
    const uint8_t *bytes = size ? memory_to_read(m, data, size) : NULL;
    words[0] = words[1] = 0;
    if (bytes) memcpy(words, bytes, size);
}

static bool is_bool(const struct type *t) {
    return t->is_bool || strcmp(t->name, "bool") == 0;
}

static void add_number(const struct type *t, uint64_t word, struct text *out) {
    uint32_t unused = 64 - t->size * 8;
    if (is_bool(t)) text_add(out, word ? "true" : "false");
    else if (t->is_signed) text_addf(out, "%" PRId64, (int64_t)(word << unused) >> unused);
    else text_addf(out, "%" PRIu64, word);
}

/* printanycustomtype: what has a name of its own says so. */
static void add_basic(const struct machine *m, uint32_t type, uint64_t data, struct text *out) {
    const struct type *t = &m->program->types[type];
    uint64_t words[2];
    read_value(m, t, data, words);
    bool string = t->kind == TYPE_STRING;
    if (t->is_named) type_full_name(m->program, type, out);
    if (t->is_named) text_add(out, string ? "(\"" : "(");
    if (string) add_bytes(m, words[0], words[1], out);
    else if (t->kind == TYPE_FLOAT) inspect_float(words[0], t->size, out);
    else add_number(t, words[0], out);
    if (t->is_named) text_add(out, string ? "\")" : ")");
}

static void add_value(const struct machine *m, uint64_t descriptor, uint64_t data,
                      struct text *out) {
    int32_t type = program_described_type(m->program, descriptor);
    if (type == NONE) {
        text_add(out, "nil");
        return;
    }
    const struct type *t = &m->program->types[type];
    if (t->kind == TYPE_STRING || t->kind == TYPE_INTEGER || t->kind == TYPE_FLOAT) {
        add_basic(m, (uint32_t)type, data, out);
        return;
    }
    text_add(out, "(");
    type_full_name(m->program, (uint32_t)type, out);
    text_addf(out, ") 0x%" PRIx64, data);
}

void inspect_panic_value(const struct machine *m, uint64_t frame, struct text *out) {
    if (slot_of(m, frame, PANIC_STATE) & PANIC_HAS_TEXT)
        add_bytes(m, slot_of(m, frame, PANIC_TEXT), slot_of(m, frame, PANIC_TEXT + 1), out);
    else add_value(m, slot_of(m, frame, PANIC_VALUE), slot_of(m, frame, PANIC_VALUE + 1), out);
}

static bool was_signal(uint64_t state) {
    return state >> PANIC_FAULT_SHIFT == FAULT_NIL;
}

static void add_signal(const struct machine *m, uint64_t frame, struct text *out) {
    text_addf(out, "[signal SIGSEGV: segmentation violation code=0x1 addr=0x%" PRIx64 "]\n",
              slot_of(m, frame, PANIC_ADDRESS));
}

/* preprintpanics.func1: what its Error method has panicked with. */
void inspect_panic_inside(const struct machine *m, uint64_t frame, struct text *out) {
    uint64_t state = slot_of(m, frame, PANIC_STATE);
    int32_t type = program_described_type(m->program, slot_of(m, frame, PANIC_VALUE));
    const struct type *t = type == NONE ? NULL : &m->program->types[type];
    if (!t || (t->kind == TYPE_STRING && !t->is_named)) {
        inspect_panic_value(m, frame, out);
    } else {
        text_add(out, "type ");
        type_full_name(m->program, (uint32_t)type, out);
    }
    text_add(out, "\n");
    if (was_signal(state)) add_signal(m, frame, out);
}

/* The frame of the panic that has ended the program; 0: it ended otherwise. */
uint64_t inspect_last_panic(const struct machine *m) {
    if (!m->s->fault_actor) return 0;
    uint64_t frame = goroutine_of(m, m->s->fault_actor)->panic;
    return frame && slot_of(m, frame, PANIC_STATE) & PANIC_IS_LAST ? frame : 0;
}

enum { PANICS_MAX = 1000 };

/* From the oldest on, each with what it was followed by further in. */
void inspect_panics(const struct machine *m, uint64_t last, struct text *out) {
    uint64_t frames[PANICS_MAX], signal = 0;
    uint32_t count = 0;
    for (uint64_t at = last; at && count < PANICS_MAX; at = slot_of(m, at, PANIC_OLDER)) {
        frames[count++] = at;
        if (was_signal(slot_of(m, at, PANIC_STATE))) signal = at;
    }
    bool indent = false;
    while (count-- > 0) {
        uint64_t state = slot_of(m, frames[count], PANIC_STATE);
        if (indent) text_add(out, "\t");
        indent = !(state & PANIC_IS_GOEXIT);
        if (state & PANIC_IS_GOEXIT) continue;
        text_add(out, "panic: ");
        inspect_panic_value(m, frames[count], out);
        text_add(out, state & PANIC_RECOVERED ? " [recovered]\n" : "\n");
    }
    if (signal) add_signal(m, signal, out);
}
