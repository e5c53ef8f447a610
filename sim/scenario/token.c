#include "scenario/token.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

void skip_space(const char **at) {
    while (**at == ' ') (*at)++;
}

bool take_name(const char **at, char *out, size_t size) {
    size_t length = 0;
    if (!is_name_start(**at)) return false;
    while (is_name_start((*at)[length]) || is_digit((*at)[length])) length++;
    if (length >= size) return false;
    memcpy(out, *at, length);
    out[length] = '\0';
    *at += length;
    return true;
}

bool take_number(const char **at, int64_t *out) {
    const char *digits = **at == '-' ? *at + 1 : *at;
    if (!is_digit(*digits)) return false;
    char *end;
    errno = 0;
    *out = strtoll(*at, &end, 10); /* ERANGE and the nearest number, if it needs more bits */
    *at = end;
    return true;
}

bool take_word(const char **at, const char *word) {
    size_t length = strlen(word);
    if (strncmp(*at, word, length) != 0) return false;
    if (is_name_start((*at)[length]) || is_digit((*at)[length])) return false;
    *at += length;
    return true;
}

bool take_sign(const char **at, const char *sign) {
    const char *from = *at;
    skip_space(&from);
    if (strncmp(from, sign, strlen(sign)) != 0) return false;
    *at = from + strlen(sign);
    return true;
}
