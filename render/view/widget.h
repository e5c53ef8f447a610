/* widget.h -- the pieces panels are made of. Sizes are given in units and scaled by the view. */
#ifndef TC_WIDGET_H
#define TC_WIDGET_H

#include <math.h>

#include "view/view.h"

/* Units to pixels. */
static inline float px(const struct view *v, float units) {
    return units * v->scale;
}

/* How many whole things a room has place for: none if there is less than no room. */
static inline uint32_t whole(float things) {
    return things > 0 ? (uint32_t)fminf(things, 1e9f) : 0;
}

enum { TEXT_SMALL = 16, TEXT_BODY = 18, TEXT_TITLE = 20, PANEL_PADDING = 18, PANEL_HEAD = 46 };

struct lettering {
    enum draw_font font;
    float size; /* units */
    uint32_t colour;
};

/* For a panel that needs so many units each way: if it has much more room it is drawn larger. */
struct view view_to_fit(const struct view *v, struct box b, float width, float height);

/* A panel's ground, title and remark at the right; returns the room inside. */
struct box panel_frame(struct draw *d, const struct view *v, struct box b, const char *title,
                       const char *remark);

/* Text from the left, at a baseline; cut with "..." to fit `width` pixels (0: no limit). */
void label_left(struct draw *d, const struct view *v, struct point at, float width,
                struct lettering l, const char *string);
void label_right(struct draw *d, const struct view *v, struct point at, float width,
                 struct lettering l, const char *string);
void label_centre(struct draw *d, const struct view *v, struct point at, float width,
                  struct lettering l, const char *string);
/* Of words joined by " · ", as many as have room, from the first on; perhaps none. */
void label_parts_right(struct draw *d, const struct view *v, struct point at, float width,
                       struct lettering l, const char *string);
float label_width(const struct draw *d, const struct view *v, struct lettering l,
                  const char *string);
/* The end of a string that has `width` pixels: of a path it tells files apart. */
const char *label_fitting_end(const struct draw *d, const struct view *v, struct lettering l,
                              float width, const char *string);
/* Smaller letters, down to `least` units, in which a name has `width` pixels: before it is cut. */
struct lettering lettering_to_fit(const struct draw *d, const struct view *v, struct lettering l,
                                  float least, float width, const char *string);
/* "12,345". */
void number_words(uint64_t number, struct text *out);
/* "512 B", "1.5 MiB". */
void size_words(struct text *out, uint64_t bytes);
/* Lines of one lettering, so many units apart, at most so many. */
struct paragraph {
    struct lettering lettering;
    float line;
    uint32_t lines_max;
};
/* Breaks at spaces into lines of `width` pixels, the last of which is cut if need be; returns how
 * many. */
uint32_t label_lines(struct draw *d, const struct view *v, struct point at, float width,
                     struct paragraph p, const char *string);
/* Breaks at spaces into lines of `width` pixels, at most `lines_max`; returns how many. */
uint32_t label_wrapped(struct draw *d, const struct view *v, struct point at, float width,
                       uint32_t lines_max, struct lettering l, const char *string);

float pill_width(const struct draw *d, const struct view *v, const char *string);
/* A word in a round outline. `at` is its right end and vertical middle; returns its left end. */
float pill_right(struct draw *d, const struct view *v, struct point at, uint32_t colour,
                 const char *string);

/* Behind a cell of a map whose object the step has changed. */
void cell_glow(struct draw *d, const struct view *v, struct box cell);

struct point box_centre(struct box b);
/* The point of a Bezier curve at 0 .. 1. */
struct point curve_at(const struct point p[4], float t);
struct box box_inset(struct box b, float by);
bool box_contains(struct box b, struct point p);

/* How an object of a colour is drawn. */
struct object_look {
    uint32_t fill, text;
    struct stroke outline;
};

/* Of a phase of the collector, in the head and on the timeline. */
uint32_t phase_colour(const struct view *v, enum phase phase);
uint32_t phase_hatch(enum phase phase);

struct object_look object_look(const struct view *v, enum colour colour);
/* The ground of an object's box, and if the user wants it (W) its colour told without colour: a
 * letter, and lines that cross the box in no, one or two ways. A `named` box keeps its room for the
 * name: the lines are at its left end, the letter on its corner. */
void object_box(struct draw *d, const struct view *v, struct box b, float radius,
                enum colour colour, bool named);
/* The second half of object_box, for boxes that are drawn in another way. */
void object_mark(struct draw *d, const struct view *v, struct box b, enum colour colour,
                 bool named);
/* Around an object: the step has changed it; it is selected; nothing leads there any more. */
void object_glow(struct draw *d, const struct view *v, struct box b);
void object_selected(struct draw *d, const struct view *v, struct box b);
void object_unreachable(struct draw *d, const struct view *v, struct box b);
/* In the corner of one that is young, or remembered. */
void object_generation(struct draw *d, const struct view *v, struct point at, bool young);

/* What arrows look like. Those from a stack have their goroutine's colour. */
enum arrow_look {
    ARROW_IN_HEAP,
    ARROW_FROM_STACK,
    ARROW_WRITTEN, /* in this step */
    ARROW_OF_BARRIER,
    ARROW_DANGLING,
    ARROW_FROM_SELECTED,
    ARROW_TO_SELECTED
};
struct stroke arrow_stroke(const struct view *v, enum arrow_look look);

/* Lines across a box, in ways that can be added. */
enum { HATCH_UPWARD = 1, HATCH_DOWNWARD = 2, HATCH_LEVEL = 4 };
void draw_hatch(struct draw *d, const struct view *v, struct box b, uint32_t hatch,
                uint32_t colour);
/* "W", "G", "B", "C" (of the C heap), or what they are in the language; "" for what is freed. */
const char *colour_letter(const struct view *v, enum colour colour);

#endif
