/* character.c -- which characters are letters and digits, and how they are named in messages. */
#include <stddef.h>
#include <stdio.h>

#include "base/utf8.h"
#include "go/syntax/lexer.h"

struct range {
    int32_t first, last;
};

#define RANGE(first, last) {first, last},
static const struct range LETTERS[] = {
#include "go/syntax/letters.def"
};
static const struct range DIGITS[] = {
#include "go/syntax/digits.def"
};
#undef RANGE

/* Spaces other than the common one, marks of control and format, private and unused blocks. */
static const struct range INVISIBLE[] = {
    {0x0, 0x1f},        {0x7f, 0xa0},       {0xad, 0xad},       {0x600, 0x605},
    {0x61c, 0x61c},     {0x6dd, 0x6dd},     {0x70f, 0x70f},     {0x1680, 0x1680},
    {0x180e, 0x180e},   {0x2000, 0x200f},   {0x2028, 0x202f},   {0x205f, 0x206f},
    {0x3000, 0x3000},   {0xd800, 0xf8ff},   {0xfdd0, 0xfdef},   {0xfeff, 0xfeff},
    {0xfff0, 0xfffb},   {0xfffe, 0xffff},   {0x110bd, 0x110bd}, {0x110cd, 0x110cd},
    {0x13430, 0x13438}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0x1fffe, 0x1ffff},
    {0x2fffe, 0x2ffff}, {0x3134b, 0xe00ff}, {0xe01f0, 0x10ffff}};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static bool is_in(int32_t rune, const struct range *ranges, size_t count) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rune > ranges[middle].last) low = middle + 1;
        else high = middle;
    }
    return low < count && rune >= ranges[low].first;
}

bool go_is_letter(int32_t rune) {
    if (rune < 0x80)
        return (rune >= 'a' && rune <= 'z') || (rune >= 'A' && rune <= 'Z') || rune == '_';
    return is_in(rune, LETTERS, COUNT(LETTERS));
}

bool go_is_digit(int32_t rune) {
    if (rune < 0x80) return rune >= '0' && rune <= '9';
    return is_in(rune, DIGITS, COUNT(DIGITS));
}

bool go_is_visible(int32_t rune) {
    return !is_in(rune, INVISIBLE, COUNT(INVISIBLE));
}

static const char *escape_of(int32_t rune) {
    switch (rune) {
    case '\a': return "\\a";
    case '\b': return "\\b";
    case '\f': return "\\f";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    case '\v': return "\\v";
    case '\'': return "\\'";
    case '\\': return "\\\\";
    default: return NULL;
    }
}

const char *go_rune_text(int32_t rune, char out[GO_RUNE_TEXT_MAX]) {
    char bytes[UTF8_MAX];
    const char *escape = escape_of(rune);
    if (escape) {
        snprintf(out, GO_RUNE_TEXT_MAX, "'%s'", escape);
    } else if (go_is_visible(rune)) {
        uint32_t length = utf8_encode((uint32_t)rune, bytes);
        snprintf(out, GO_RUNE_TEXT_MAX, "'%.*s'", (int)length, bytes);
    } else if (rune < 0x80) {
        snprintf(out, GO_RUNE_TEXT_MAX, "'\\x%02x'", (unsigned)rune);
    } else if (rune < 0x10000) {
        snprintf(out, GO_RUNE_TEXT_MAX, "'\\u%04x'", (unsigned)rune);
    } else {
        snprintf(out, GO_RUNE_TEXT_MAX, "'\\U%08x'", (unsigned)rune);
    }
    return out;
}

const char *go_rune_number(int32_t rune, char out[GO_RUNE_TEXT_MAX]) {
    char bytes[UTF8_MAX];
    uint32_t length = utf8_encode((uint32_t)rune, bytes);
    if (go_is_visible(rune))
        snprintf(out, GO_RUNE_TEXT_MAX, "U+%04X '%.*s'", (unsigned)rune, (int)length, bytes);
    else snprintf(out, GO_RUNE_TEXT_MAX, "U+%04X", (unsigned)rune);
    return out;
}
