#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool text_reserve(struct text *t, size_t more) {
    if (t->failed) return false;
    size_t needed = t->length + more + 1;
    if (needed <= t->capacity) return true;
    size_t capacity = t->capacity ? t->capacity : 64;
    while (capacity < needed) capacity *= 2;
    char *bytes = realloc(t->bytes, capacity);
    if (!bytes) {
        t->failed = true;
        return false;
    }
    t->bytes = bytes;
    t->capacity = capacity;
    return true;
}

void text_add_bytes(struct text *t, const char *bytes, size_t length) {
    if (!text_reserve(t, length)) return;
    memcpy(t->bytes + t->length, bytes, length);
    t->length += length;
    t->bytes[t->length] = '\0';
}

void text_add(struct text *t, const char *string) {
    text_add_bytes(t, string, strlen(string));
}

void text_addv(struct text *t, const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    if (length > 0 && text_reserve(t, (size_t)length)) {
        vsnprintf(t->bytes + t->length, (size_t)length + 1, format, again);
        t->length += (size_t)length;
    }
    va_end(again);
}

void text_addf(struct text *t, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    text_addv(t, format, arguments);
    va_end(arguments);
}

void text_add_number(struct text *t, uint64_t number) {
    char digits[20]; /* as many as UINT64_MAX has */
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    text_add_bytes(t, digits + at, sizeof digits - at);
}

void text_add_json(struct text *t, const char *string) {
    text_add(t, "\"");
    for (const char *c = string; *c; c++) {
        if (*c == '"' || *c == '\\') text_addf(t, "\\%c", *c);
        else if (*c == '\n') text_add(t, "\\n");
        else if ((unsigned char)*c < 0x20) text_addf(t, "\\u%04x", (unsigned)*c);
        else text_add_bytes(t, c, 1);
    }
    text_add(t, "\"");
}

void text_clear(struct text *t) {
    t->length = 0;
    if (t->bytes) t->bytes[0] = '\0';
}

void text_free(struct text *t) {
    free(t->bytes);
    *t = (struct text){0};
}

const char *text_string(const struct text *t) {
    return t->bytes ? t->bytes : "";
}

char *text_copy(const char *bytes, size_t length) {
    char *copy = malloc(length + 1);
    if (!copy) return NULL;
    memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}
