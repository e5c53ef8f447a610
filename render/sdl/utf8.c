#include "sdl/utf8.h"

#include <stdbool.h>

static bool is_code_point(uint32_t value, size_t length) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    bool is_surrogate = value >= 0xd800 && value <= 0xdfff;
    return value >= least[length] && value <= 0x10ffff && !is_surrogate;
}

size_t utf8_next(const char *bytes, size_t left, uint32_t *code_point) {
    const unsigned char *b = (const unsigned char *)bytes;
    *code_point = b[0];
    if (b[0] < 0x80) return 1;

    *code_point = UTF8_REPLACEMENT;
    size_t length = b[0] < 0xe0 ? 2 : b[0] < 0xf0 ? 3 : 4;
    if (b[0] < 0xc2 || b[0] > 0xf4 || length > left) return 1;
    uint32_t value = b[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((b[i] & 0xc0) != 0x80) return 1;
        value = value << 6 | (b[i] & 0x3fu);
    }
    if (!is_code_point(value, length)) return 1;
    *code_point = value;
    return length;
}
