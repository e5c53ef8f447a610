/* text.h -- a growing string.
 *
 * Owns its bytes; `text_free` gives them back. Always NUL-terminated once something was added.
 * When the host has no memory left the text stops growing and `failed` is set: callers check it
 * once, at the end, instead of after every addition. */
#ifndef TC_TEXT_H
#define TC_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define TC_PRINTF(format_at, arguments_at) __attribute__((format(printf, format_at, arguments_at)))
#else
#define TC_PRINTF(format_at, arguments_at)
#endif

struct text {
    char *bytes; /* NULL until something is added */
    size_t length;
    size_t capacity;
    bool failed;
};

void text_add(struct text *t, const char *string);
void text_add_bytes(struct text *t, const char *bytes, size_t length);
void text_addf(struct text *t, const char *format, ...) TC_PRINTF(2, 3);
void text_addv(struct text *t, const char *format, va_list arguments);
void text_add_number(struct text *t, uint64_t number);  /* in decimal digits; quick */
void text_add_json(struct text *t, const char *string); /* quoted and escaped */
void text_clear(struct text *t);
void text_free(struct text *t);
/* A string of its own, from malloc, of so many bytes; NULL if the host has no memory. */
char *text_copy(const char *bytes, size_t length);
/* The string so far, "" when empty; valid until the next addition. */
const char *text_string(const struct text *t);

#endif
