/* Formats with verbs, and printing without: fmt/print.go, doPrintf, doPrint, doPrintln. */
#include "machine/format/format.h"

#include <string.h>

#include "base/utf8.h"
#include "machine/exec/operand.h"
#include "machine/format/formatter.h"
#include "machine/memory.h"

/* ---- operands ---- */

struct operand {
    uint64_t type, data;
};

static struct operand operand_at(const struct formatter *f, uint64_t index) {
    struct operand o = {0, 0};
    const uint8_t *words = memory_to_read(f->m, f->call->values + index * 2 * WORD, 2 * WORD);
    if (!words) return o;
    memcpy(&o.type, words, WORD);
    memcpy(&o.data, words + WORD, WORD);
    return o;
}

static void put_operand(struct formatter *f, uint64_t index, uint32_t verb) {
    struct operand o = operand_at(f, index);
    put_argument(f, o.type, o.data, verb);
}

static const struct type *operand_type(const struct formatter *f, uint64_t index) {
    uint32_t type;
    if (!type_of_word(f, operand_at(f, index).type, &type)) return NULL;
    return &f->m->program->types[type];
}

/* ---- without verbs ---- */

static bool is_string(const struct formatter *f, uint64_t index) {
    const struct type *t = operand_type(f, index);
    return t && t->kind == TYPE_STRING;
}

/* A blank between operands when neither is a string; with `lines`, always. */
static void write_operands(struct formatter *f, bool lines) {
    for (uint64_t i = 0; i < f->call->count && !f->stopped; i++) {
        bool blank = i > 0 && (lines || (!is_string(f, i) && !is_string(f, i - 1)));
        if (blank) put(f, " ");
        put_operand(f, i, 'v');
    }
    if (lines) put(f, "\n");
}

/* ---- verbs ---- */

/* How far a format has been read. */
struct reading {
    const uint8_t *bytes;
    uint64_t length, at;
    uint64_t next;    /* operand */
    bool reordered;   /* [n] was used: operands left over are no mistake */
    bool good_number; /* the last [n] was one */
    bool after_index;
};

static bool more(const struct reading *r) {
    return r->at < r->length;
}

static bool take(struct reading *r, char c) {
    if (!more(r) || r->bytes[r->at] != (uint8_t)c) return false;
    r->at++;
    return true;
}

static void read_flags(struct formatter *f, struct reading *r) {
    for (; more(r); r->at++) {
        switch (r->bytes[r->at]) {
        case '#': f->flags.sharp = true; break;
        case '0': f->flags.zero = !f->flags.minus; break;
        case '+': f->flags.plus = true; break;
        case '-':
            f->flags.minus = true;
            f->flags.zero = false;
            break;
        case ' ': f->flags.space = true; break;
        default: return;
        }
    }
}

/* A number; false when there is none. One that is too large ends the format, as in Go. */
static bool read_number(struct reading *r, int *number) {
    uint64_t start = r->at;
    *number = 0;
    for (; more(r) && r->bytes[r->at] >= '0' && r->bytes[r->at] <= '9'; r->at++) {
        if (*number > FORMAT_WIDTH_MAX) {
            *number = 0;
            r->at = r->length;
            return false;
        }
        *number = *number * 10 + (r->bytes[r->at] - '0');
    }
    return r->at > start;
}

/* "[n]": the operand that comes next. */
static void read_index(const struct formatter *f, struct reading *r) {
    int number;
    if (!more(r) || r->bytes[r->at] != '[') return;
    r->reordered = true;
    const uint8_t *end = memchr(r->bytes + r->at, ']', r->length - r->at);
    if (!end) {
        r->good_number = false;
        r->at++;
        return;
    }
    r->at++;
    bool fine = read_number(r, &number) && r->bytes + r->at == end;
    r->at = (uint64_t)(end - r->bytes) + 1;
    if (fine && number >= 1 && (uint64_t)number <= f->call->count) {
        r->next = (uint64_t)number - 1;
        r->after_index = true;
    } else {
        r->good_number = false;
    }
}

/* "*": an operand that is a number, within bounds. */
static bool read_star(const struct formatter *f, struct reading *r, int64_t *number) {
    r->after_index = false;
    if (r->next >= f->call->count) return false;
    const struct type *t = operand_type(f, r->next);
    struct operand o = operand_at(f, r->next++);
    if (!t || t->kind != TYPE_INTEGER || t->is_bool) return false;
    uint64_t word = memory_word(f->m, o.data, t->size);
    uint32_t unused = 64 - 8 * t->size;
    *number = t->is_signed ? (int64_t)(word << unused) >> unused : (int64_t)word;
    return *number <= FORMAT_WIDTH_MAX && *number >= -FORMAT_WIDTH_MAX;
}

static void read_width(struct formatter *f, struct reading *r) {
    int64_t number = 0;
    if (!take(r, '*')) {
        f->flags.has_width = read_number(r, &f->flags.width);
        if (r->after_index && f->flags.has_width) r->good_number = false;
        return;
    }
    f->flags.has_width = read_star(f, r, &number);
    if (!f->flags.has_width) put(f, "%!(BADWIDTH)");
    if (number < 0) {
        f->flags.minus = true;
        f->flags.zero = false;
        number = -number;
    }
    f->flags.width = (int)number;
}

static void read_precision(struct formatter *f, struct reading *r) {
    int64_t number = 0;
    if (!take(r, '.')) return;
    if (r->after_index) r->good_number = false;
    read_index(f, r);
    if (!take(r, '*')) {
        f->flags.has_precision = true;
        if (!read_number(r, &f->flags.precision)) f->flags.precision = 0;
        return;
    }
    f->flags.has_precision = read_star(f, r, &number) && number >= 0;
    f->flags.precision = f->flags.has_precision ? (int)number : 0;
    if (!f->flags.has_precision) put(f, "%!(BADPREC)");
}

static void put_verb_error(struct formatter *f, const uint8_t *verb, uint32_t width,
                           const char *what) {
    put(f, "%!");
    put_bytes(f, (const char *)verb, width);
    put(f, what);
}

static void write_verb(struct formatter *f, struct reading *r) {
    uint32_t verb;
    if (!more(r)) {
        put(f, "%!(NOVERB)");
        return;
    }
    const uint8_t *at = r->bytes + r->at;
    uint32_t width = utf8_decode(at, r->length - r->at, &verb);
    r->at += width;
    if (verb == '%') put(f, "%");
    else if (!r->good_number) put_verb_error(f, at, width, "(BADINDEX)");
    else if (r->next >= f->call->count) put_verb_error(f, at, width, "(MISSING)");
    else {
        bool with_v = verb == 'v' || verb == 'w';
        f->flags.sharp_v = with_v && f->flags.sharp;
        f->flags.plus_v = with_v && f->flags.plus;
        if (with_v) f->flags.sharp = f->flags.plus = false;
        put_operand(f, r->next++, verb);
    }
}

static void write_directive(struct formatter *f, struct reading *r) {
    f->flags = (struct verb_flags){0};
    r->good_number = true;
    r->after_index = false;
    read_flags(f, r);
    read_index(f, r);
    read_width(f, r);
    read_precision(f, r);
    if (!r->after_index) read_index(f, r);
    write_verb(f, r);
}

static void write_left_over(struct formatter *f, const struct reading *r) {
    if (r->reordered || r->next >= f->call->count) return;
    f->flags = (struct verb_flags){0};
    put(f, "%!(EXTRA ");
    for (uint64_t i = r->next; i < f->call->count && !f->stopped; i++) {
        const struct type *t = operand_type(f, i);
        if (i > r->next) put(f, ", ");
        if (!t) {
            put(f, "<nil>");
            continue;
        }
        put(f, t->full_name ? t->full_name : t->name);
        put(f, "=");
        put_operand(f, i, 'v');
    }
    put(f, ")");
}

static void write_format(struct formatter *f) {
    struct reading r = {.length = f->call->length};
    r.bytes = r.length ? memory_to_read(f->m, f->call->text, r.length) : (const uint8_t *)"";
    if (!r.bytes) return;
    while (more(&r) && !f->stopped) {
        const uint8_t *from = r.bytes + r.at;
        const uint8_t *percent = memchr(from, '%', r.length - r.at);
        size_t plain = percent ? (size_t)(percent - from) : (size_t)(r.length - r.at);
        put_bytes(f, (const char *)from, plain);
        r.at += plain;
        if (take(&r, '%')) write_directive(f, &r);
    }
    write_left_over(f, &r);
}

static void write_quoted(struct formatter *f) {
    const uint8_t *bytes = memory_to_read(f->m, f->call->text, f->call->length);
    put_quoted(f, bytes ? bytes : (const uint8_t *)"", bytes ? f->call->length : 0);
}

bool format_write(const struct machine *m, const struct format_call *call, struct text *out,
                  struct format_need *need) {
    *need = (struct format_need){0, 0};
    struct formatter f = {
        .m = m, .call = call, .out = out, .need = need, .wraps = call->kind == FORMAT_ERROR_TEXT};
    switch (call->kind) {
    case FORMAT_PRINT:
    case FORMAT_SPRINT: write_operands(&f, false); break;
    case FORMAT_PRINTLN:
    case FORMAT_SPRINTLN: write_operands(&f, true); break;
    case FORMAT_PRINTF:
    case FORMAT_SPRINTF:
    case FORMAT_ERROR_TEXT: write_format(&f); break;
    case FORMAT_QUOTE: write_quoted(&f); break;
    case FORMAT_COUNT: break;
    }
    return need->type == 0;
}

struct format_call format_call_of(const struct machine *m, const struct goroutine *g,
                                  uint32_t first) {
    uint64_t words[FORMAT_ARGUMENTS];
    for (uint32_t i = 0; i < FORMAT_ARGUMENTS; i++)
        words[i] = argument_value(m, g, &m->program->arguments[first + i]);
    return (struct format_call){.kind = (enum format)words[FORMAT_KIND],
                                .text = words[FORMAT_TEXT],
                                .length = words[FORMAT_TEXT + 1],
                                .values = words[FORMAT_VALUES],
                                .count = words[FORMAT_VALUES + 1],
                                .given = words[FORMAT_GIVEN],
                                .given_count = words[FORMAT_GIVEN + 1]};
}
