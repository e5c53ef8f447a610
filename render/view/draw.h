/* draw.h -- a picture as a list of commands.
 *
 * Panels write it, painters read it: the window, a PNG, the golden text of a test and, later, a
 * browser page are made from the same list. No SDL here. Coordinates are pixels of the target, x to
 * the right, y down, the origin at the top left. Colours are 0xRRGGBBAA. */
#ifndef TC_DRAW_H
#define TC_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

enum draw_font { FONT_SANS, FONT_SANS_BOLD, FONT_MONO, FONT_MONO_BOLD, FONT_COUNT };

enum draw_kind {
    DRAW_BOX,   /* a rectangle with round corners, filled and outlined */
    DRAW_CURVE, /* a cubic Bezier curve from p[0] to p[3], perhaps with an arrow head at p[3] */
    DRAW_SHAPE, /* a filled polygon of `points` corners p[0] .. p[points - 1], at most 4 */
    DRAW_TEXT,  /* one line; p[0] is the left end of its baseline */
    DRAW_IMAGE, /* pixels, stretched to the box without smoothing */
    DRAW_CLIP,  /* from here on nothing is drawn outside the box; boxes nest */
    DRAW_UNCLIP /* ends the innermost DRAW_CLIP */
};

struct point {
    float x, y;
};

struct box {
    float x, y, w, h;
};

struct draw_command {
    enum draw_kind kind;
    struct box box;    /* DRAW_BOX, DRAW_CLIP, DRAW_IMAGE */
    struct point p[4]; /* DRAW_CURVE, DRAW_SHAPE, DRAW_TEXT */
    uint32_t points;   /* DRAW_SHAPE */
    float radius;      /* DRAW_BOX: of the corners */
    float line;        /* width of the outline or curve; 0 draws none */
    float dash;        /* length of dashes and gaps; 0 is a solid line */
    float arrow;       /* DRAW_CURVE: length of the arrow head at p[3]; 0 draws none */
    uint32_t fill;     /* inside of boxes and shapes, colour of text; alpha 0 fills nothing */
    uint32_t stroke;   /* colour of outlines and curves */
    enum draw_font font;
    float size;             /* DRAW_TEXT: height of the font's em */
    size_t text;            /* DRAW_TEXT: offset of a NUL-terminated UTF-8 string in `strings` */
    uint32_t columns, rows; /* DRAW_IMAGE: how many pixels it has, ... */
    size_t pixels;          /* ... and the first one's index in `pixels`; row by row */
};

/* The bytes of a command that say all but what is in its text and pixels; no padding is among
 * them. */
enum { DRAW_COMMAND_PLAIN = offsetof(struct draw_command, text) };
_Static_assert(DRAW_COMMAND_PLAIN == 22 * sizeof(uint32_t), "no padding");

/* Text is measured by the host, since only it knows the fonts. Widths are in pixels. */
struct text_measure {
    float (*width)(void *user, enum draw_font font, float size, const char *string, size_t length);
    void *user;
};

/* A place on the picture that answers to the mouse. */
struct hit {
    struct box box;
    uint32_t command; /* enum command_id; COMMAND_NONE: it only has a tip */
    uint64_t value;
    size_t tip; /* what is said when the mouse rests here: offset in `strings`; 0: nothing */
};

struct draw {
    struct draw_command *commands;
    size_t count, capacity;
    struct hit *hits; /* those that were added last lie on top */
    size_t hit_count, hit_capacity;
    struct text strings; /* begins with an empty one */
    uint32_t *pixels;    /* of all images */
    size_t pixel_count, pixel_capacity;
    struct text_measure measure;
    bool failed; /* the host ran out of memory: the picture is incomplete */
};

void draw_init(struct draw *d, struct text_measure measure);
void draw_free(struct draw *d);
void draw_reset(struct draw *d);

/* What an outline looks like; {0} is none. */
struct stroke {
    uint32_t colour;
    float width;
    float dash;
};

void draw_box(struct draw *d, struct box b, float radius, uint32_t fill, struct stroke outline);
void draw_line(struct draw *d, struct point from, struct point to, struct stroke s);
void draw_curve(struct draw *d, const struct point p[4], struct stroke s, float arrow);
void draw_shape(struct draw *d, const struct point *corners, uint32_t count, uint32_t fill);
void draw_text(struct draw *d, struct point at, enum draw_font font, float size, uint32_t colour,
               const char *string);
/* The new image's pixels, 0xRRGGBBAA, for the caller to write, every one of them, before anything
 * else is drawn; NULL when there is no memory, or nothing to write. */
uint32_t *draw_image(struct draw *d, struct box b, uint32_t columns, uint32_t rows);
void draw_clip(struct draw *d, struct box b);
void draw_unclip(struct draw *d);

/* All of another list but its hits, moved and scaled: a picture in the picture. Letters that would
 * be smaller than `least` pixels are left out. */
void draw_append(struct draw *d, const struct draw *from, struct point at, float scale,
                 float least);

/* Where the mouse does something. `tip` is copied; NULL: what the command does. */
void draw_hit(struct draw *d, struct box b, uint32_t command, uint64_t value, const char *tip);

float draw_text_width(const struct draw *d, enum draw_font font, float size, const char *string);

/* The list in words, one command a line, coordinates rounded to whole pixels: for golden tests. */
void draw_describe(const struct draw *d, struct text *out);

/* The places that answer to the mouse, one a line; not by which command, as its number is not for
 * ever. */
void draw_describe_hits(const struct draw *d, struct text *out);

/* A measure that knows no fonts: every character is 0.6 em wide. For tests. */
struct text_measure text_measure_plain(void);

#endif
