/* theme.h -- the colours of the picture, light and dark.
 *
 * White, grey and black belong to the collector; the ground is a mid tone on which all three stand
 * out. Accents are the Okabe-Ito palette, darkened on the light ground until they reach 3:1. */
#ifndef TC_THEME_H
#define TC_THEME_H

#include <stdint.h>

enum { ACTOR_COLOURS = 5 };

struct theme {
    const char *name;
    uint32_t ground, panel, border, text, muted, faint;
    uint32_t caption, caption_text;
    uint32_t highlight; /* behind what changed in this step */
    uint32_t object_white, object_grey, object_black, object_outline;
    uint32_t on_white, on_grey, on_black; /* text on objects */
    uint32_t ghost;
    uint32_t blue, orange, vermillion, green, purple;
    uint32_t code_keyword, code_type, code_string, code_number, code_comment;
    uint32_t on_accent;
    uint32_t strip;                 /* of the timeline, where only the program runs */
    uint32_t actors[ACTOR_COLOURS]; /* goroutines 1, 2, ... in turn */
};

extern const struct theme THEME_PAPER, THEME_DARK;
/* For paper: black on white, of little ink, and to be copied. */
extern const struct theme THEME_PRINT;

/* Colours used by name in tables. */
static inline uint32_t with_alpha(uint32_t colour, uint32_t alpha) {
    return (colour & 0xffffff00u) | alpha;
}

#endif
