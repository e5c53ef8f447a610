/* Floats: the shortest digits that tell one from its neighbours, or as many as are asked for. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine/format/formatter.h"

enum {
    PLAIN_DIGITS = 6, /* before the point, with the shortest form */
    PLACES_MAX = 700,
};

/* A float in decimal: 0.d1d2d3... * 10^point. */
struct decimal {
    char digits[800];
    int count, point;
};

static bool is_same(const char *text, double number, uint32_t size) {
    return size == 4 ? strtof(text, NULL) == (float)number : strtod(text, NULL) == number;
}

/* From d.ddde+xx. */
static void read_decimal(const char *text, struct decimal *d) {
    d->count = 0;
    const char *at = text;
    for (; *at && *at != 'e'; at++)
        if (*at >= '0' && *at <= '9') d->digits[d->count++] = *at;
    d->point = (*at ? atoi(at + 1) : 0) + 1;
    while (d->count > 1 && d->digits[d->count - 1] == '0') d->count--;
    if (d->count == 1 && d->digits[0] == '0') d->point = 1;
}

/* One more in the last place of d.ddde+xx; false if it would get longer. */
static bool next_above(char *text) {
    for (size_t at = strcspn(text, "e"); at-- > 0;) {
        if (text[at] == '.') continue;
        if (text[at] != '9') {
            text[at]++;
            return true;
        }
        text[at] = '0';
    }
    return false;
}

/* Below a power of two the neighbour is nearer than above it: there the number of so many digits
 * that is nearest may not do, yet the next one above does. */
static void shortest(double number, uint32_t size, struct decimal *d) {
    char text[64], above[64];
    for (int places = 0; places < 18; places++) {
        snprintf(text, sizeof text, "%.*e", places, number);
        if (is_same(text, number, size)) break;
        memcpy(above, text, sizeof above);
        if (!next_above(above) || !is_same(above, number, size)) continue;
        memcpy(text, above, sizeof text);
        break;
    }
    read_decimal(text, d);
}

static char digit_at(const struct decimal *d, int n) {
    return n >= 0 && n < d->count ? d->digits[n] : '0';
}

/* d.ddde+xx */
static void add_exponent(const struct decimal *d, char verb, struct text *out) {
    bool zero = d->count == 1 && d->digits[0] == '0';
    int exponent = zero ? 0 : d->point - 1;
    text_add_bytes(out, d->digits, 1);
    if (d->count > 1) text_add(out, ".");
    text_add_bytes(out, d->digits + 1, (size_t)d->count - 1);
    text_addf(out, "%c%c%02d", verb, exponent < 0 ? '-' : '+', abs(exponent));
}

/* ddd.ddd */
static void add_plain(const struct decimal *d, struct text *out) {
    if (d->point <= 0) text_add(out, "0");
    for (int i = 0; i < d->point; i++) text_addf(out, "%c", digit_at(d, i));
    if (d->count > d->point) text_add(out, ".");
    for (int i = d->point; i < d->count; i++) text_addf(out, "%c", digit_at(d, i));
}

/* %g with the shortest digits: an exponent below -4, or from 6 digits on; strconv/ftoa.go. */
static void add_shortest(double number, uint32_t size, uint32_t verb, struct text *out) {
    struct decimal d;
    shortest(number, size, &d);
    bool fits = verb == 'f' || verb == 'F' ||
                ((verb == 'g' || verb == 'G') && d.point - 1 >= -4 && d.point - 1 < PLAIN_DIGITS);
    if (fits) add_plain(&d, out);
    else add_exponent(&d, verb == 'E' || verb == 'G' ? 'E' : 'e', out);
}

/* C's printf has the same forms. */
static void add_precise(double number, int precision, uint32_t verb, struct text *out) {
    int places = precision > PLACES_MAX ? PLACES_MAX : precision;
    switch (verb) {
    case 'e': text_addf(out, "%.*e", places, number); break;
    case 'E': text_addf(out, "%.*E", places, number); break;
    case 'g': text_addf(out, "%.*g", places, number); break;
    case 'G': text_addf(out, "%.*G", places, number); break;
    default: text_addf(out, "%.*f", places, number); break;
    }
}

/* 0x1.8p+01: C has one digit of the exponent less. */
static void add_hexadecimal(double number, int precision, struct text *out) {
    char text[PLACES_MAX + 32];
    int places = precision > PLACES_MAX ? PLACES_MAX : precision;
    if (places < 0) snprintf(text, sizeof text, "%a", number);
    else snprintf(text, sizeof text, "%.*a", places, number);
    size_t mantissa = strcspn(text, "p");
    text_add_bytes(out, text, mantissa);
    if (text[mantissa] == 'p')
        text_addf(out, "p%c%02d", text[mantissa + 1], atoi(text + mantissa + 2));
}

/* %#g keeps its zeroes; the other verbs keep their point. */
static void keep_point(uint32_t verb, int precision, struct text *number) {
    const char *all = text_string(number);
    size_t mantissa = strcspn(all, "eEp");
    struct text kept = {0};
    int digits = 0;
    text_add_bytes(&kept, all, mantissa);
    for (size_t i = 0; i < mantissa; i++) digits += all[i] != '.' && (digits > 0 || all[i] != '0');
    if (!memchr(all, '.', mantissa)) text_add(&kept, ".");
    int wanted = verb == 'g' || verb == 'G' ? (precision < 0 ? 6 : precision) : 0;
    for (; digits < wanted; digits++) text_add(&kept, "0");
    text_add(&kept, all + mantissa);
    text_free(number);
    *number = kept;
}

/* ---- as it is shown ---- */

static const char *sign_of(const struct formatter *f, bool negative, bool always) {
    if (negative) return "-";
    if (f->flags.plus) return "+";
    if (f->flags.space) return " ";
    return always ? "+" : "";
}

/* Zeroes go between the sign and the digits. */
static void put_signed(struct formatter *f, const char *sign, const char *digits) {
    size_t length = strlen(sign) + strlen(digits);
    if (f->flags.zero && f->flags.has_width && (size_t)f->flags.width > length && *sign) {
        put(f, sign);
        f->flags.width -= (int)strlen(sign);
        put_padded(f, digits, strlen(digits));
        f->flags.width += (int)strlen(sign);
        return;
    }
    struct text whole = {0};
    text_addf(&whole, "%s%s", sign, digits);
    put_padded(f, text_string(&whole), whole.length);
    text_free(&whole);
}

void format_float(double number, uint32_t size, struct text *out) {
    if (!isfinite(number)) {
        text_add(out, isnan(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf");
        return;
    }
    if (signbit(number)) text_add(out, "-");
    add_shortest(fabs(number), size, 'g', out);
}

/* Never with zeroes before it. */
static void put_special(struct formatter *f, double number) {
    bool zero = f->flags.zero;
    f->flags.zero = false;
    if (isnan(number)) put_signed(f, sign_of(f, false, false), "NaN");
    else put_signed(f, sign_of(f, number < 0, true), "Inf");
    f->flags.zero = zero;
}

void put_float(struct formatter *f, double number, uint32_t size, uint32_t verb) {
    struct text digits = {0};
    uint32_t form = verb == 'v' ? 'g' : verb;
    bool shortest_form = form == 'g' || form == 'G' || form == 'x';
    int precision = f->flags.has_precision ? f->flags.precision : shortest_form ? -1 : 6;
    if (!isfinite(number)) {
        put_special(f, number);
        return;
    }
    if (form == 'x') add_hexadecimal(fabs(number), precision, &digits);
    else if (precision < 0) add_shortest(fabs(number), size, form, &digits);
    else add_precise(fabs(number), precision, form, &digits);
    if (f->flags.sharp) keep_point(form, precision, &digits);
    put_signed(f, sign_of(f, signbit(number), false), text_string(&digits));
    text_free(&digits);
}
