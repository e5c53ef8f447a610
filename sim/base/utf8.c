#include "base/utf8.h"

/* Bytes that a character takes which begins with this one; 0 if none does. */
static uint32_t length_by_first(uint8_t first) {
    if (first < 0x80) return 1;
    if (first < 0xc2) return 0;
    if (first < 0xe0) return 2;
    if (first < 0xf0) return 3;
    return first < 0xf5 ? 4 : 0;
}

static uint32_t wrong(uint32_t *rune) {
    *rune = RUNE_ERROR;
    return 1;
}

uint32_t utf8_decode(const uint8_t *bytes, size_t length, uint32_t *rune) {
    *rune = RUNE_ERROR;
    if (length == 0) return 0;
    uint32_t wanted = length_by_first(bytes[0]);
    if (wanted == 0 || wanted > length) return wrong(rune);
    static const uint8_t FIRST_BITS[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint32_t code = bytes[0] & FIRST_BITS[wanted];
    for (uint32_t i = 1; i < wanted; i++) {
        if ((bytes[i] & 0xc0) != 0x80) return wrong(rune);
        code = code << 6 | (bytes[i] & 0x3f);
    }
    static const uint32_t LEAST[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < LEAST[wanted] || code > RUNE_MAX || (code >= 0xd800 && code < 0xe000))
        return wrong(rune);
    *rune = code;
    return wanted;
}

uint32_t utf8_encode(uint32_t rune, char bytes[UTF8_MAX]) {
    if (rune > RUNE_MAX || (rune >= 0xd800 && rune < 0xe000)) rune = RUNE_ERROR;
    if (rune < 0x80) {
        bytes[0] = (char)rune;
        return 1;
    }
    uint32_t length = rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
    static const uint8_t FIRST_MARK[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (uint32_t i = length - 1; i > 0; i--) {
        bytes[i] = (char)(0x80 | (rune & 0x3f));
        rune >>= 6;
    }
    bytes[0] = (char)(FIRST_MARK[length] | rune);
    return length;
}

size_t utf8_count(const uint8_t *bytes, size_t length) {
    size_t count = 0;
    uint32_t rune;
    for (size_t at = 0; at < length; count++) at += utf8_decode(bytes + at, length - at, &rune);
    return count;
}
