#include "support/gif_reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CODES_MAX = 4096, NO_CODE = CODES_MAX, FRAMES_MAX = 4096 };

/* Colours of a table; `clear` is the index that draws nothing, 256 if there is none. */
struct colours {
    uint32_t list[256];
    int count;
};

struct reader {
    FILE *from;
    struct gif_film *film;
    struct colours global;
    unsigned delay;
    int clear;
    uint32_t *canvas;
};

/* Bits of the image's data, the lowest first, out of sub-blocks. */
struct bits {
    FILE *from;
    int left; /* bytes of the sub-block */
    uint32_t held;
    int count;
};

struct lzw {
    uint16_t before[CODES_MAX];
    uint8_t last[CODES_MAX], first[CODES_MAX];
    int count, width, smallest;
};

static int byte_of(FILE *from) {
    int byte = fgetc(from);
    if (byte == EOF) fail_msg("the GIF ends too early, at byte %ld", ftell(from));
    return byte;
}

static int word_of(FILE *from) {
    int low = byte_of(from);
    return low | byte_of(from) << 8;
}

static void expect(FILE *from, const char *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        int byte = byte_of(from);
        if (byte != (unsigned char)bytes[i])
            fail_msg("byte %ld of the GIF: %02x, expected %02x", ftell(from) - 1, (unsigned)byte,
                     (unsigned)(unsigned char)bytes[i]);
    }
}

static void read_colours(struct reader *r, struct colours *c, int packed) {
    c->count = 0;
    if (!(packed & 0x80)) return;
    c->count = 2 << (packed & 7);
    for (int i = 0; i < c->count; i++) {
        uint32_t red = (uint32_t)byte_of(r->from), green = (uint32_t)byte_of(r->from);
        c->list[i] = red << 16 | green << 8 | (uint32_t)byte_of(r->from);
    }
}

/* ---- LZW ---- */

static int bit_block(struct bits *b) {
    while (b->left == 0) {
        b->left = byte_of(b->from);
        if (b->left == 0) fail_msg("the data of an image end before its pixels do");
    }
    b->left--;
    return byte_of(b->from);
}

static int next_code(struct bits *b, int width) {
    while (b->count < width) {
        b->held |= (uint32_t)bit_block(b) << b->count;
        b->count += 8;
    }
    int code = (int)(b->held & ((1u << width) - 1));
    b->held >>= width;
    b->count -= width;
    return code;
}

static void lzw_reset(struct lzw *l) {
    int colours = 1 << l->smallest;
    for (int i = 0; i < colours; i++) {
        l->before[i] = NO_CODE;
        l->first[i] = l->last[i] = (uint8_t)i;
    }
    l->count = colours + 2;
    l->width = l->smallest + 1;
}

static void lzw_add(struct lzw *l, int before, uint8_t last) {
    if (l->count == CODES_MAX) return;
    l->before[l->count] = (uint16_t)before;
    l->last[l->count] = last;
    l->first[l->count] = l->first[before];
    l->count++;
    if (l->count == 1 << l->width && l->width < 12) l->width++;
}

/* Writes the code's indices so that they end before `end`; how many they are. */
static size_t lzw_put(const struct lzw *l, int code, uint8_t *out, size_t at, size_t size) {
    size_t length = 0;
    for (int c = code; c != NO_CODE; c = l->before[c]) length++;
    if (at + length > size) fail_msg("an image has more pixels than it says");
    size_t place = at + length;
    for (int c = code; c != NO_CODE; c = l->before[c]) out[--place] = l->last[c];
    return length;
}

static void read_indices(FILE *from, uint8_t *out, size_t size) {
    static struct lzw l;
    struct bits bits = {.from = from};
    l.smallest = byte_of(from);
    assert_in_range(l.smallest, 2, 8);
    int clear = 1 << l.smallest, before = NO_CODE;
    lzw_reset(&l);
    for (size_t at = 0;;) {
        int code = next_code(&bits, l.width);
        if (code == clear) {
            lzw_reset(&l);
            before = NO_CODE;
            continue;
        }
        if (code == clear + 1) {
            if (at != size) fail_msg("an image has %zu pixels, not %zu", at, size);
            break;
        }
        if (code > l.count || (code == l.count && before == NO_CODE))
            fail_msg("code %d of %d", code, l.count);
        if (before != NO_CODE)
            lzw_add(&l, before, code < l.count ? l.first[code] : l.first[before]);
        at += lzw_put(&l, code, out, at, size);
        before = code;
    }
    while (bits.left--) byte_of(from);
    expect(from, "\0", 1);
}

/* ---- blocks ---- */

static void keep_frame(struct reader *r, struct gif_picture picture) {
    struct gif_film *film = r->film;
    size_t size = (size_t)film->width * (size_t)film->height * sizeof *r->canvas;
    assert_true(film->count < FRAMES_MAX);
    picture.pixels = malloc(size);
    assert_non_null(picture.pixels);
    memcpy(picture.pixels, r->canvas, size);
    picture.delay = r->delay;
    film->frames[film->count++] = picture;
}

static void read_image(struct reader *r) {
    struct colours local;
    struct gif_picture p = {0};
    p.left = word_of(r->from);
    p.top = word_of(r->from);
    p.width = word_of(r->from);
    p.height = word_of(r->from);
    if (p.left + p.width > r->film->width || p.top + p.height > r->film->height)
        fail_msg("an image of %dx%d at %d,%d", p.width, p.height, p.left, p.top);
    int packed = byte_of(r->from);
    assert_int_equal(packed & 0x40, 0); /* not interlaced */
    read_colours(r, &local, packed);
    const struct colours *colours = local.count ? &local : &r->global;
    size_t count = (size_t)p.width * (size_t)p.height;
    uint8_t *indices = malloc(count);
    assert_non_null(indices);
    read_indices(r->from, indices, count);
    for (size_t i = 0; i < count; i++) {
        if (indices[i] == r->clear) continue;
        assert_true(indices[i] < colours->count);
        size_t x = (size_t)p.left + i % (size_t)p.width, y = (size_t)p.top + i / (size_t)p.width;
        r->canvas[y * (size_t)r->film->width + x] = colours->list[indices[i]];
    }
    free(indices);
    keep_frame(r, p);
}

/* How the next image is shown: drawn over what is there, and left. */
static void read_control(struct reader *r) {
    expect(r->from, "\4", 1);
    int packed = byte_of(r->from);
    assert_int_equal(packed >> 2 & 7, 1);
    r->delay = (unsigned)word_of(r->from);
    int clear = byte_of(r->from);
    r->clear = packed & 1 ? clear : 256;
    expect(r->from, "\0", 1);
}

static void read_repeats(struct reader *r) {
    expect(r->from, "\13NETSCAPE2.0\3\1", 14);
    r->film->plays_for_ever = word_of(r->from) == 0;
    expect(r->from, "\0", 1);
}

static void read_extension(struct reader *r) {
    int kind = byte_of(r->from);
    if (kind == 0xf9) read_control(r);
    else if (kind == 0xff) read_repeats(r);
    else fail_msg("an extension %02x", (unsigned)kind);
}

static void read_screen(struct reader *r) {
    expect(r->from, "GIF89a", 6);
    r->film->width = word_of(r->from);
    r->film->height = word_of(r->from);
    int packed = byte_of(r->from);
    word_of(r->from); /* background and aspect */
    read_colours(r, &r->global, packed);
    r->canvas = calloc((size_t)r->film->width * (size_t)r->film->height, sizeof *r->canvas);
    r->film->frames = calloc(FRAMES_MAX, sizeof *r->film->frames);
    assert_true(r->canvas && r->film->frames);
}

void gif_read(struct gif_film *film, FILE *from) {
    struct reader r = {.from = from, .film = film, .clear = 256};
    *film = (struct gif_film){0};
    rewind(from);
    read_screen(&r);
    for (int block; (block = byte_of(from)) != 0x3b;) {
        if (block == 0x2c) read_image(&r);
        else if (block == 0x21) read_extension(&r);
        else fail_msg("a block %02x", (unsigned)block);
    }
    assert_int_equal(fgetc(from), EOF);
    free(r.canvas);
}

void gif_film_free(struct gif_film *film) {
    for (size_t i = 0; i < film->count; i++) free(film->frames[i].pixels);
    free(film->frames);
    *film = (struct gif_film){0};
}
