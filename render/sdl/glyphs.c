#include "sdl/glyphs.h"

#include <SDL.h>
#include <SDL_ttf.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FACE_FALLBACK = FONT_COUNT, FACE_COUNT, FACE_NONE = FACE_COUNT };

enum {
    EM = 1000, /* pixels per em at which widths are measured */
    HALF_PIXELS_MAX = 2 * 256,
    SLOTS = 1 << 14, /* of the hash table; half of them are used at most */
    MASK_BYTES_MAX = 32 << 20,
    KERNED = 128 /* kerning is asked for among the first so many characters */
};

/* A font file, open twice: `em` is never resized, so that measuring does not disturb painting. */
struct face {
    TTF_Font *em;
    TTF_Font *sized;
    uint32_t half_pixels; /* of `sized` */
};

/* One entry serves both questions; `glyph` is not filled in for half_pixels == 0. */
struct slot {
    uint64_t key; /* 0 is a free slot */
    float advance;
    struct glyph glyph;
};

struct glyphs {
    struct face faces[FACE_COUNT];
    struct slot *slots;
    size_t used, mask_bytes;
    int16_t kerning[FONT_COUNT][KERNED][KERNED]; /* thousandths of an em, or KERNING_UNKNOWN */
};

enum { KERNING_UNKNOWN = 0x7f7f }; /* all bytes the same, for memset */

/* ---- Fonts ------------------------------------------------------------------------------------
 */

static bool face_open(struct face *f, const char *folder, const char *name, struct text *path) {
    text_clear(path);
    text_addf(path, "%s/%s.font", folder, name);
    f->em = TTF_OpenFont(text_string(path), EM);
    f->sized = TTF_OpenFont(text_string(path), EM);
    if (!f->em || !f->sized) return false;
    TTF_SetFontHinting(f->em, TTF_HINTING_NONE);
    TTF_SetFontHinting(f->sized, TTF_HINTING_LIGHT); /* up and down only: widths stay true */
    return true;
}

static bool faces_open(struct glyphs *g, const char *folder, char *why, size_t why_size) {
    static const char *const names[FACE_COUNT] = {"sans", "sans-bold", "mono", "mono-bold",
                                                  "fallback"};
    struct text path = {0};
    bool opened = true;
    for (size_t i = 0; opened && i < FACE_COUNT; i++) {
        opened = face_open(&g->faces[i], folder, names[i], &path);
        if (!opened) snprintf(why, why_size, "font %s: %s", text_string(&path), TTF_GetError());
    }
    text_free(&path);
    return opened;
}

struct glyphs *glyphs_open(const char *folder, char *why, size_t why_size) {
    if (TTF_Init() != 0) {
        snprintf(why, why_size, "fonts: %s", TTF_GetError());
        return NULL;
    }
    struct glyphs *g = calloc(1, sizeof *g);
    struct slot *slots = calloc(SLOTS, sizeof *slots);
    if (!g || !slots) {
        snprintf(why, why_size, "fonts: out of memory");
        free(g);
        free(slots);
        TTF_Quit();
        return NULL;
    }
    g->slots = slots;
    memset(g->kerning, KERNING_UNKNOWN & 0xff, sizeof g->kerning);
    if (faces_open(g, folder, why, why_size)) return g;
    glyphs_close(g);
    return NULL;
}

static void glyphs_forget(struct glyphs *g) {
    for (size_t i = 0; i < SLOTS; i++) free(g->slots[i].glyph.mask);
    memset(g->slots, 0, SLOTS * sizeof *g->slots);
    g->used = 0;
    g->mask_bytes = 0;
}

void glyphs_close(struct glyphs *g) {
    if (!g) return;
    glyphs_forget(g);
    for (size_t i = 0; i < FACE_COUNT; i++) {
        if (g->faces[i].em) TTF_CloseFont(g->faces[i].em);
        if (g->faces[i].sized) TTF_CloseFont(g->faces[i].sized);
    }
    free(g->slots);
    free(g);
    TTF_Quit();
}

static size_t face_with(const struct glyphs *g, enum draw_font font, uint32_t code_point) {
    if (TTF_GlyphIsProvided32(g->faces[font].em, code_point)) return (size_t)font;
    if (TTF_GlyphIsProvided32(g->faces[FACE_FALLBACK].em, code_point)) return FACE_FALLBACK;
    return FACE_NONE;
}

uint32_t glyph_half_pixels(float size) {
    if (!(size > 0.5f)) return 1; /* NaN as well */
    if (size >= HALF_PIXELS_MAX / 2) return HALF_PIXELS_MAX;
    return (uint32_t)lroundf(2 * size);
}

/* ---- Masks ------------------------------------------------------------------------------------
 */

static bool mask_make(struct glyph *glyph) {
    if (glyph->width <= 0 || glyph->height <= 0) return false;
    glyph->mask = calloc((size_t)glyph->width, (size_t)glyph->height);
    return glyph->mask;
}

/* The box for characters no font has: as high as a capital, one pixel thick. */
static void mask_draw_box(struct glyph *glyph, uint32_t half_pixels) {
    float em = (float)half_pixels / 2;
    glyph->left = (int)(0.08f * em);
    glyph->top = (int)ceilf(0.7f * em);
    glyph->width = (int)ceilf(0.44f * em);
    glyph->height = glyph->top;
    if (!mask_make(glyph)) return;
    for (int y = 0; y < glyph->height; y++) {
        bool is_end = y == 0 || y == glyph->height - 1;
        for (int x = 0; x < glyph->width; x++)
            if (is_end || x == 0 || x == glyph->width - 1) glyph->mask[y * glyph->width + x] = 255;
    }
}

/* Where a character's ink is on the surface that SDL_ttf makes, and where it is from the pen. */
struct ink {
    int min_x, max_x, min_y, max_y; /* from the pen, y up; max is exclusive */
    int column, row;                /* on the surface, of (min_x, max_y - 1) */
};

static bool ink_measure(TTF_Font *font, uint32_t code_point, struct ink *ink) {
    int failed = TTF_GlyphMetrics32(font, code_point, &ink->min_x, &ink->max_x, &ink->min_y,
                                    &ink->max_y, NULL);
    if (failed || ink->min_x >= ink->max_x || ink->min_y >= ink->max_y) return false;
    int ascent = TTF_FontAscent(font);
    ink->column = ink->min_x > 0 ? ink->min_x : 0;
    ink->row = ink->max_y < ascent ? ascent - ink->max_y : 0;
    return true;
}

static int quarter(int quarters) {
    return (int)floor((double)quarters / GLYPH_PHASES);
}

/* The surface is four times as wide as the character: each pixel of the mask is the mean of four of
 * its columns, which ones being up to the phase. */
static void mask_shrink(struct glyph *glyph, const SDL_Surface *wide, const struct ink *ink,
                        uint32_t phase) {
    int first = ink->min_x + (int)phase, last = ink->max_x - 1 + (int)phase;
    glyph->left = quarter(first);
    glyph->top = ink->max_y;
    glyph->width = quarter(last) - glyph->left + 1;
    glyph->height = SDL_min(ink->max_y - ink->min_y, wide->h - ink->row);
    if (!mask_make(glyph)) return;
    int columns = SDL_min(ink->max_x - ink->min_x, wide->w - ink->column);
    for (int y = 0; y < glyph->height; y++) {
        const uint8_t *from =
            (const uint8_t *)wide->pixels + (ink->row + y) * wide->pitch + ink->column;
        for (int x = 0; x < glyph->width; x++) {
            int start = (glyph->left + x) * GLYPH_PHASES - first;
            unsigned sum = GLYPH_PHASES / 2;
            for (int i = SDL_max(start, 0); i < SDL_min(start + GLYPH_PHASES, columns); i++)
                sum += from[i];
            glyph->mask[y * glyph->width + x] = (uint8_t)(sum / GLYPH_PHASES);
        }
    }
}

/* A point is 1/72 inch, so 36 dots per inch make one point half a pixel. */
static TTF_Font *face_sized(struct face *f, uint32_t half_pixels) {
    if (f->half_pixels != half_pixels) {
        if (TTF_SetFontSizeDPI(f->sized, (int)half_pixels, 36 * GLYPH_PHASES, 36)) return NULL;
        f->half_pixels = half_pixels;
    }
    return f->sized;
}

static void mask_draw(struct glyphs *g, struct glyph *glyph, struct glyph_key key) {
    size_t face = face_with(g, key.font, key.code_point);
    if (face == FACE_NONE) {
        mask_draw_box(glyph, key.half_pixels);
        return;
    }
    struct ink ink;
    TTF_Font *font = face_sized(&g->faces[face], key.half_pixels);
    if (!font || !ink_measure(font, key.code_point, &ink)) return;
    /* "Shaded" surfaces have a byte a pixel, which is how much of it is covered. */
    SDL_Colour white = {255, 255, 255, 255}, black = {0, 0, 0, 255};
    SDL_Surface *wide = TTF_RenderGlyph32_Shaded(font, key.code_point, white, black);
    if (wide) mask_shrink(glyph, wide, &ink, key.phase);
    SDL_FreeSurface(wide);
}

/* ---- The cache --------------------------------------------------------------------------------
 */

/* Unique, and never 0. */
static uint64_t key_number(struct glyph_key key) {
    uint64_t face_and_size = (uint64_t)key.font << 10 | key.half_pixels;
    return 1ull << 40 | face_and_size << 23 | (uint64_t)key.phase << 21 | key.code_point;
}

/* The slot of the key, or the free one where it belongs. There is always a free one. */
static struct slot *slot_find(struct glyphs *g, uint64_t number) {
    uint64_t i = number * 0x9e3779b97f4a7c15ull >> 50; /* 64 - 50: as many bits as SLOTS has */
    while (g->slots[i].key && g->slots[i].key != number) i = (i + 1) % SLOTS;
    return &g->slots[i];
}

static struct slot *slot_take(struct glyphs *g, uint64_t number) {
    if (g->used >= SLOTS / 2 || g->mask_bytes > MASK_BYTES_MAX) glyphs_forget(g);
    struct slot *slot = slot_find(g, number);
    slot->key = number;
    g->used++;
    return slot;
}

/* Control characters have no picture: they are spaces. */
static uint32_t printable(uint32_t code_point) {
    bool is_control = code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0);
    return is_control ? ' ' : code_point;
}

const struct glyph *glyphs_get(struct glyphs *g, struct glyph_key key) {
    key.code_point = printable(key.code_point);
    uint64_t number = key_number(key);
    struct slot *slot = slot_find(g, number);
    if (!slot->key) {
        slot = slot_take(g, number);
        mask_draw(g, &slot->glyph, key);
        g->mask_bytes += (size_t)slot->glyph.width * (size_t)slot->glyph.height;
    }
    return slot->glyph.mask ? &slot->glyph : NULL;
}

/* ---- Widths -----------------------------------------------------------------------------------
 */

static float advance_measure(const struct glyphs *g, enum draw_font font, uint32_t code_point) {
    size_t face = face_with(g, font, code_point);
    int advance;
    if (face == FACE_NONE) return 0.6f;
    if (TTF_GlyphMetrics32(g->faces[face].em, code_point, NULL, NULL, NULL, NULL, &advance))
        return 0;
    return (float)advance / EM;
}

float glyphs_advance(struct glyphs *g, enum draw_font font, uint32_t code_point) {
    code_point = printable(code_point);
    uint64_t number = key_number((struct glyph_key){.font = font, .code_point = code_point});
    struct slot *slot = slot_find(g, number);
    if (!slot->key) {
        slot = slot_take(g, number);
        slot->advance = advance_measure(g, font, code_point);
    }
    return slot->advance;
}

static int width_between_stems(TTF_Font *font, const char *letters) {
    char string[8];
    int width = 0;
    snprintf(string, sizeof string, "H%sH", letters);
    TTF_SizeUTF8(font, string, &width, NULL);
    return width;
}

/* SDL_ttf has no call for the kerning of today's fonts, but applies it in strings. What two letters
 * lose by standing together is their kerning; upright stems around them are not kerned. */
static int16_t kerning_measure(TTF_Font *font, char left, char right) {
    int together = width_between_stems(font, (char[]){left, right, '\0'});
    int apart = width_between_stems(font, (char[]){left, '\0'}) +
                width_between_stems(font, (char[]){right, '\0'}) - width_between_stems(font, "");
    return (int16_t)(together - apart);
}

static bool is_letter(uint32_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Only where it is seen and no ligature can be meant. */
static bool is_kerned(enum draw_font font, uint32_t left, uint32_t right) {
    bool is_sans = font == FONT_SANS || font == FONT_SANS_BOLD;
    return is_sans && is_letter(left) && (is_letter(right) || right == '.' || right == ',');
}

float glyphs_kerning(struct glyphs *g, enum draw_font font, uint32_t left, uint32_t right) {
    if (!is_kerned(font, left, right)) return 0;
    int16_t *kerning = &g->kerning[font][left][right];
    if (*kerning == KERNING_UNKNOWN)
        *kerning = kerning_measure(g->faces[font].em, (char)left, (char)right);
    return (float)*kerning / EM;
}
