/* What a PRINT prints, as Go's own print does: println of builtin types. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine/format/format.h"
#include "machine/inspect/inspect.h"
#include "machine/memory.h"

/* Bytes that a UTF-8 character takes which begins here; 0 if none does. */
static uint32_t character_length(const uint8_t *bytes, uint32_t left) {
    uint32_t length = bytes[0] < 0x80   ? 1
                      : bytes[0] < 0xc2 ? 0
                      : bytes[0] < 0xe0 ? 2
                      : bytes[0] < 0xf0 ? 3
                      : bytes[0] < 0xf5 ? 4
                                        : 0;
    if (length > left) return 0;
    for (uint32_t i = 1; i < length; i++)
        if ((bytes[i] & 0xc0) != 0x80) return 0;
    if (bytes[0] == 0xe0 && bytes[1] < 0xa0) return 0; /* longer than it need be */
    if (bytes[0] == 0xed && bytes[1] > 0x9f) return 0; /* a surrogate */
    if (bytes[0] == 0xf0 && bytes[1] < 0x90) return 0;
    return bytes[0] == 0xf4 && bytes[1] > 0x8f ? 0 : length;
}

void inspect_text(const uint8_t *bytes, uint64_t length, struct text *out) {
    for (uint64_t at = 0; at < length;) {
        uint32_t left = length - at < 4 ? (uint32_t)(length - at) : 4;
        uint32_t step = character_length(bytes + at, left);
        bool shown = step > 0 && (bytes[at] >= ' ' || bytes[at] == '\n') && bytes[at] != 0x7f;
        if (shown) text_add_bytes(out, (const char *)bytes + at, step);
        else text_add(out, "\xef\xbf\xbd"); /* U+FFFD */
        at += step ? step : 1;
    }
}

static void add_string(const struct machine *m, uint64_t at, uint64_t length, struct text *out) {
    const uint8_t *bytes = length ? memory_to_read(m, at, length) : NULL;
    if (bytes) inspect_text(bytes, length, out);
}

static uint64_t word_of(const struct machine *m, const struct argument *a, int32_t n) {
    if (a->constant) return n == 0 ? (uint64_t)a->value : 0;
    const struct goroutine *g = goroutine_of(m, m->s->clock.last_actor);
    return word_read(m, slot_address(g->frame, (int32_t)a->value + n));
}

/* print.go, printfloat: seven digits, and three of the exponent. */
void inspect_float(uint64_t word, uint32_t size, struct text *out) {
    double number;
    float narrow;
    memcpy(&number, &word, sizeof number);
    memcpy(&narrow, &word, sizeof narrow);
    if (size == sizeof narrow) number = narrow;
    char digits[32];
    if (isnan(number) || isinf(number)) {
        text_add(out, isnan(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf");
        return;
    }
    snprintf(digits, sizeof digits, "%+.6e", number);
    char *exponent = strchr(digits, 'e');
    text_add_bytes(out, digits, (size_t)(exponent - digits));
    text_addf(out, "e%c%03d", exponent[1], atoi(exponent + 2));
}

static void add_argument(const struct machine *m, const struct argument *a, struct text *out) {
    const struct type *t = &m->program->types[a->type];
    uint64_t word = word_of(m, a, 0);
    switch (t->kind) {
    case TYPE_STRING: add_string(m, word, word_of(m, a, 1), out); break;
    case TYPE_SLICE:
        text_addf(out, "[%" PRId64 "/%" PRId64 "]0x%" PRIx64, (int64_t)word_of(m, a, 1),
                  (int64_t)word_of(m, a, 2), word);
        break;
    case TYPE_INTERFACE:
        text_addf(out, "(0x%" PRIx64 ",0x%" PRIx64 ")", word, word_of(m, a, 1));
        break;
    case TYPE_FLOAT: inspect_float(word, t->size, out); break;
    case TYPE_INTEGER:
        if (a->pointer) text_addf(out, "0x%" PRIx64, word);
        else if (t->is_bool || strcmp(t->name, "bool") == 0) text_add(out, word ? "true" : "false");
        else text_addf(out, t->is_signed ? "%" PRId64 : "%" PRIu64, word);
        break;
    default: text_addf(out, "0x%" PRIx64, word);
    }
}

static void add_formatted(const struct machine *m, const struct event *e, struct text *out) {
    struct format_need need;
    const struct goroutine *g = goroutine_of(m, m->s->clock.last_actor);
    const struct format_call call = format_call_of(m, g, (uint32_t)e->a);
    format_write(m, &call, out, &need);
}

void inspect_print(const struct machine *m, const struct event *e, struct text *out) {
    if (e->c == PRINT_FORMAT) {
        add_formatted(m, e, out);
        return;
    }
    for (uint64_t i = 0; i < e->b; i++) {
        const struct argument *a = &m->program->arguments[e->a + i];
        if (a->string) text_add(out, a->string);
        else add_argument(m, a, out);
    }
}
