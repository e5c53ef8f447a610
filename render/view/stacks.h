/* stacks.h -- the pieces that the panel of stacks is made of.
 *
 * A column is drawn from top to bottom. Every word that gets a row is noted, so that pointers into
 * stacks can lead to it once all columns are drawn; other pointers become anchors of the view. */
#ifndef TC_STACKS_H
#define TC_STACKS_H

#include "view/view.h"
#include "view/widget.h"

/* Units. */
enum {
    SLOT_HEIGHT = 25,
    FRAME_HEAD = 28,
    FRAME_GAP = 7,
    FOLD_LINE = 22,
    SEGMENT_LINE = 24,
    HEAD_LINE = 25,
    GAUGE_LINE = 22,
    LANES_WIDTH = 26, /* at the right of the frames, for pointers into stacks */
    ROWS_MAX = 256,
    LEADS_MAX = 96,
};

/* Memory that can be seen: from `address` on, so many bytes. */
struct stack_row {
    uint64_t address, size;
    float left, right, y; /* of its middle */
};

/* A pointer into a stack, from a row. */
struct lead {
    uint32_t from;
    uint64_t word;
    uint32_t colour;
    bool changed;
};

struct stack_rows {
    struct stack_row rows[ROWS_MAX];
    struct lead leads[LEADS_MAX];
    uint32_t row_count, lead_count;
};

struct column {
    struct draw *d;
    const struct view *v;
    struct stack_rows *rows;
    float x, y, w, bottom; /* w: of the frames, without the lanes */
    uint32_t colour;
};

/* "…4fb8": the beginning of addresses is the same everywhere on the screen. */
void short_address(uint64_t address, char *out, size_t size);
void note_row(struct column *c, uint64_t address, uint64_t size, float height);

/* ---- words: stack_slots.c ---- */

/* "… 38 more words". */
void more_words(const struct view *v, uint32_t count, char *out, size_t size);
/* Whether there is room for a line of so many units. */
bool has_line(const struct column *c, float height);
/* Between two ends, at a baseline so far below the column's place; nothing without room. */
void label_in(struct column *c, float left, float right, float below, struct lettering l,
              const char *words);

/* The rows of a variable, as far as there is room: a word each, or the first few of many. */
uint32_t variable_rows(const struct type *t);
void draw_variable(struct column *c, uint64_t address, const char *name, const struct type *t);
/* A pointer that has no row: if it leads to the heap, its arrow begins at the end of the line. */
void anchor_word(struct column *c, uint64_t address, float height);
/* Likewise for the words of a variable from one on. */
void anchor_words(struct column *c, uint64_t address, const struct type *t, uint32_t from);
/* Draws the pointers into stacks. */
void draw_leads(struct draw *d, const struct view *v, const struct stack_rows *rows);

/* ---- frames: stack_frames.c ---- */

void draw_frames(struct column *c, uint32_t number);
void draw_globals(struct column *c);

/* ---- goroutines: stack_goroutine.c ---- */

enum life { LIFE_UNBORN, LIFE_RUNNING, LIFE_RUNNABLE, LIFE_WAITING, LIFE_STOPPED, LIFE_ENDED };

/* In the whole run a goroutine may be known that is not born yet at the step. */
enum life goroutine_life(const struct view *v, uint32_t number);
/* A sign in a square of so many units: told apart by shape. */
void draw_life(struct column *c, enum life life, struct point centre, uint32_t colour);
/* "chan receive: chan *job 1". */
void life_words(const struct view *v, uint32_t number, struct text *out);
/* "G2 worker". */
void goroutine_name(const struct view *v, uint32_t number, struct text *out);
/* The whole of it, in a stretch of the panel. */
void draw_goroutine(struct column *c, uint32_t number);
/* A line of the list of those that have no stretch. */
void draw_goroutine_line(struct column *c, uint32_t number);

/* ---- the stack as a bar, and where it was: stack_gauge.c ---- */

void draw_gauge(struct column *c, uint32_t number);
/* The word that the step has mended: what it was; NULL: it was not. */
const struct event *mended_word(const struct view *v, uint64_t address);

#endif
