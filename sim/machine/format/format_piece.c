/* The pieces that formats are made of, padded and with their flags: fmt/format.go says how. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "machine/format/formatter.h"

void put_bytes(struct formatter *f, const char *bytes, size_t length) {
    if (f->stopped) return;
    text_add_bytes(f->out, bytes, length);
    if (f->out->length > FORMAT_BYTES_MAX) f->stopped = true;
}

void put(struct formatter *f, const char *string) {
    put_bytes(f, string, strlen(string));
}

static void put_padding(struct formatter *f, size_t count) {
    const char *with = f->flags.zero ? "0" : " ";
    for (size_t i = 0; i < count && !f->stopped; i++) put_bytes(f, with, 1);
}

void put_padded(struct formatter *f, const char *bytes, size_t length) {
    size_t wide = utf8_count((const uint8_t *)bytes, length);
    size_t wanted = f->flags.has_width ? (size_t)f->flags.width : 0;
    size_t padding = wanted > wide ? wanted - wide : 0;
    if (!f->flags.minus) put_padding(f, padding);
    put_bytes(f, bytes, length);
    if (f->flags.minus) put_padding(f, padding);
}

/* ---- integers ---- */

/* Digits are written from the end of a buffer to its start. */
struct digits {
    char bytes[400];
    size_t at;
};

static void prepend(struct digits *d, char c) {
    if (d->at > 0) d->bytes[--d->at] = c;
}

static void prepend_number(struct digits *d, uint64_t number, uint32_t base, bool capital) {
    const char *names = capital ? "0123456789ABCDEF" : "0123456789abcdef";
    do prepend(d, names[number % base]);
    while ((number /= base) > 0);
}

static void prepend_base(struct digits *d, uint32_t base, uint32_t verb) {
    if (base == 2) prepend(d, 'b');
    if (base == 16) prepend(d, verb == 'X' ? 'X' : 'x');
    if (base == 8 && d->bytes[d->at] == '0') return;
    prepend(d, '0');
}

static void prepend_sign(struct formatter *f, struct digits *d, bool negative) {
    if (negative) prepend(d, '-');
    else if (f->flags.plus) prepend(d, '+');
    else if (f->flags.space) prepend(d, ' ');
}

/* How many digits there must be at least. */
static int least_digits(const struct formatter *f, bool negative) {
    if (f->flags.has_precision) return f->flags.precision;
    if (!f->flags.zero || !f->flags.has_width) return 0;
    return f->flags.width - (negative || f->flags.plus || f->flags.space);
}

static void put_digits(struct formatter *f, struct digits *d) {
    bool zero = f->flags.zero;
    f->flags.zero = false;
    put_padded(f, d->bytes + d->at, sizeof d->bytes - d->at);
    f->flags.zero = zero;
}

void put_integer(struct formatter *f, uint64_t number, uint32_t base, bool is_signed,
                 uint32_t verb) {
    struct digits d = {.at = sizeof d.bytes};
    bool negative = is_signed && (int64_t)number < 0;
    if (negative) number = 0 - number;
    int least = least_digits(f, negative);
    if (f->flags.has_precision && least == 0 && number == 0) {
        bool zero = f->flags.zero;
        f->flags.zero = false;
        put_padding(f, f->flags.has_width ? (size_t)f->flags.width : 0);
        f->flags.zero = zero;
        return;
    }
    prepend_number(&d, number, base, verb == 'X');
    while (d.at > 4 && (int)(sizeof d.bytes - d.at) < least) prepend(&d, '0');
    if (f->flags.sharp) prepend_base(&d, base, verb);
    if (verb == 'O') {
        prepend(&d, 'o');
        prepend(&d, '0');
    }
    prepend_sign(f, &d, negative);
    put_digits(f, &d);
}

void put_address(struct formatter *f, uint64_t number, bool leading_0x) {
    bool sharp = f->flags.sharp;
    f->flags.sharp = leading_0x;
    put_integer(f, number, 16, false, 'v');
    f->flags.sharp = sharp;
}

/* ---- characters ---- */

void put_rune(struct formatter *f, uint64_t rune) {
    char bytes[UTF8_MAX];
    put_padded(f, bytes, utf8_encode(rune > RUNE_MAX ? RUNE_ERROR : (uint32_t)rune, bytes));
}

/* strconv.IsPrint, but for the rarer blanks and what Unicode has not assigned. */
static bool is_printable(uint32_t rune) {
    if (rune < 0x7f) return rune >= ' ';
    if (rune <= 0xa0 || rune == 0xad || rune == 0x1680 || rune == 0x3000) return false;
    if ((rune >= 0x2000 && rune <= 0x200f) || (rune >= 0x2028 && rune <= 0x202f)) return false;
    if (rune >= 0x205f && rune <= 0x206f) return false;
    return !(rune >= 0xe000 && rune < 0xf900) && rune != 0xfeff && rune < 0xe0000;
}

static void add_escape(struct text *out, uint32_t rune, char quote) {
    static const char NAMES[] = "abtnvfr"; /* from 7 on */
    if (rune == (uint32_t)quote || rune == '\\') text_addf(out, "\\%c", (int)rune);
    else if (rune >= 7 && rune <= 13) text_addf(out, "\\%c", NAMES[rune - 7]);
    else if (rune < ' ' || rune == 0x7f) text_addf(out, "\\x%02x", rune);
    else text_addf(out, rune < 0x10000 ? "\\u%04x" : "\\U%08x", rune);
}

static void add_quoted_rune(struct text *out, uint32_t rune, char quote, bool ascii) {
    char bytes[UTF8_MAX];
    bool plain = rune != (uint32_t)quote && rune != '\\' && is_printable(rune);
    if (plain && (rune < 0x80 || !ascii)) text_add_bytes(out, bytes, utf8_encode(rune, bytes));
    else add_escape(out, rune, quote);
}

void put_quoted_rune(struct formatter *f, uint64_t rune) {
    struct text quoted = {0};
    bool wrong = rune > RUNE_MAX || (rune >= 0xd800 && rune < 0xe000);
    text_add(&quoted, "'");
    add_quoted_rune(&quoted, wrong ? RUNE_ERROR : (uint32_t)rune, '\'', f->flags.plus);
    text_add(&quoted, "'");
    put_padded(f, text_string(&quoted), quoted.length);
    text_free(&quoted);
}

void put_unicode(struct formatter *f, uint64_t rune) {
    struct text shown = {0};
    char bytes[UTF8_MAX];
    int least = f->flags.has_precision && f->flags.precision > 4 ? f->flags.precision : 4;
    if (least > 100) least = 100;
    text_addf(&shown, "U+%0*llX", least, (unsigned long long)rune);
    if (f->flags.sharp && rune <= RUNE_MAX && is_printable((uint32_t)rune)) {
        text_add(&shown, " '");
        text_add_bytes(&shown, bytes, utf8_encode((uint32_t)rune, bytes));
        text_add(&shown, "'");
    }
    bool zero = f->flags.zero;
    f->flags.zero = false;
    put_padded(f, text_string(&shown), shown.length);
    f->flags.zero = zero;
    text_free(&shown);
}

/* ---- strings ---- */

/* As many bytes as the precision's characters take. */
static uint64_t cut(const struct formatter *f, const uint8_t *bytes, uint64_t length) {
    uint32_t rune;
    if (!f->flags.has_precision) return length;
    uint64_t at = 0;
    for (int n = 0; n < f->flags.precision && at < length; n++)
        at += utf8_decode(bytes + at, length - at, &rune);
    return at;
}

void put_string(struct formatter *f, const uint8_t *bytes, uint64_t length) {
    put_padded(f, (const char *)bytes, cut(f, bytes, length));
}

/* strconv.CanBackquote. */
static bool can_be_raw(const uint8_t *bytes, uint64_t length) {
    for (uint64_t at = 0; at < length;) {
        uint32_t rune, width = utf8_decode(bytes + at, length - at, &rune);
        if (width > 1 ? rune == 0xfeff : rune == RUNE_ERROR) return false;
        if (width == 1 && ((rune < ' ' && rune != '\t') || rune == '`' || rune == 0x7f))
            return false;
        at += width;
    }
    return true;
}

static void add_quoted(const struct formatter *f, const uint8_t *bytes, uint64_t length,
                       struct text *out) {
    text_add(out, "\"");
    for (uint64_t at = 0; at < length;) {
        uint32_t rune, width = utf8_decode(bytes + at, length - at, &rune);
        if (width == 1 && rune == RUNE_ERROR) text_addf(out, "\\x%02x", bytes[at]);
        else add_quoted_rune(out, rune, '"', f->flags.plus);
        at += width;
    }
    text_add(out, "\"");
}

void put_quoted(struct formatter *f, const uint8_t *bytes, uint64_t length) {
    struct text quoted = {0};
    length = cut(f, bytes, length);
    if (f->flags.sharp && can_be_raw(bytes, length)) {
        text_add(&quoted, "`");
        text_add_bytes(&quoted, (const char *)bytes, length);
        text_add(&quoted, "`");
    } else {
        add_quoted(f, bytes, length, &quoted);
    }
    put_padded(f, text_string(&quoted), quoted.length);
    text_free(&quoted);
}

void put_hex(struct formatter *f, const uint8_t *bytes, uint64_t length, bool capital) {
    struct text hex = {0};
    const char *prefix = capital ? "0X" : "0x";
    if (f->flags.has_precision && (uint64_t)f->flags.precision < length)
        length = (uint64_t)f->flags.precision;
    for (uint64_t i = 0; i < length; i++) {
        if (i > 0 && f->flags.space) text_add(&hex, " ");
        if (f->flags.sharp && (i == 0 || f->flags.space)) text_add(&hex, prefix);
        text_addf(&hex, capital ? "%02X" : "%02x", bytes[i]);
    }
    put_padded(f, text_string(&hex), hex.length);
    text_free(&hex);
}
