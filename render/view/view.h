/* view.h -- what every panel is given: the run to look at, and how to look at it.
 *
 * A panel is a function from a read-only view to draw commands. A view is a value, made anew for
 * each picture; nothing a panel does changes the machine or the session. */
#ifndef TC_VIEW_H
#define TC_VIEW_H

#include "machine/inspect/inspect.h"
#include "session/session.h"
#include "view/commands.h"
#include "view/draw.h"
#include "view/graph_layout.h"
#include "view/holding.h"
#include "view/listing.h"
#include "view/log_page.h"
#include "view/portrait.h"
#include "view/look.h"
#include "view/map_zoom.h"

enum { ANCHORS_MAX = 512, CHANGES_MAX = 128 };

/* Where an arrow from a stack or a global begins. */
struct anchor {
    uint64_t place; /* of the pointer: its address */
    uint64_t word;  /* the pointer */
    struct point at;
    uint32_t colour;
    bool changed;  /* the pointer was written in this step */
    bool dangling; /* it leads to a freed chunk */
};

struct anchors {
    struct anchor list[ANCHORS_MAX];
    uint32_t count;
};

/* What the step that led here touched: it glows. */
struct changes {
    uint64_t words[CHANGES_MAX], objects[CHANGES_MAX];
    uint32_t word_count, object_count;
    uint64_t looked_at; /* the word that the collector has just read; 0: none */
};

/* Two steps between which playing goes round; none unless they differ. */
struct loop {
    uint64_t from, to;
};

static inline bool loop_is_set(const struct loop *l) {
    return l->from < l->to;
}

/* What is being typed. */
enum prompt_kind {
    PROMPT_NONE,
    PROMPT_STEP,
    PROMPT_SETTING,
    PROMPT_FILTER,
    PROMPT_PATH,
    PROMPT_WORDS,
    PROMPT_EXPORT_STEP,
    PROMPT_EXPORT_FILE,
    PROMPT_COUNT
};

enum { PROMPT_TEXT_MAX = 1023 };

struct prompt {
    enum prompt_kind kind;
    char text[PROMPT_TEXT_MAX + 1];
};

/* What helps those who look on; not remembered. */
struct presenting {
    bool blank;   /* nothing is to be seen, until a key is pressed */
    bool pointer; /* a ring around the mouse */
    bool legend;
    bool notes; /* the speaker's */
    bool rests; /* the mouse does: what it is on has its tip */
};

struct view {
    const struct session *session;
    const struct machine *m;
    const struct look *look;
    const struct theme *theme; /* the look's */
    const struct graph_layout *graph;
    struct changes changes;
    struct text what, why;   /* the sentences of the step */
    struct anchors *anchors; /* where stacks and globals leave the ends of arrows */
    struct box area;         /* the part of the picture to draw into */
    float scale;             /* pixels for a unit; 1 at 1920 x 1080 */
    bool playing;
    float speed; /* steps a second */
    struct loop loop;
    struct point mouse;
    uint64_t selected;               /* the address of an object or a word; 0: nothing */
    const struct log_page *log;      /* NULL: no lines are there */
    uint32_t goroutine;              /* whose stack is to the front; 0: nobody's */
    const struct listing *listing;   /* NULL: nothing is marked in the program */
    const struct map_zoom *map;      /* NULL: all of the heap is seen */
    const struct portrait *portrait; /* NULL: nothing is selected */
    const struct holding *holding;   /* NULL: nobody has found out */
    const struct prompt *prompt;
    const struct exporting *exporting; /* NULL: no file is to be written */
    const struct trying *trying;       /* NULL: there is nothing to try */
    const struct asking *asking;       /* what a typed path may go on with */
    const struct complaint *complaint; /* NULL: nothing is wrong */
    const struct comparing *comparing;
    const struct predicting *predicting; /* NULL: nothing is asked */
    const struct scheduling *scheduling; /* NULL: the user is not asked who goes next */
    const struct collecting *collecting; /* NULL: nobody plays it */
    const struct cycles_view *cycles;    /* NULL: no log is open */
    bool help;
    bool uncoloured; /* to be coloured in by hand: nothing tells the collector's colours */
    bool film;       /* a frame of a film: there is nobody to press a key */
    struct presenting presenting;
    const char *message;   /* a line for the user, or NULL */
    const char *next_step; /* what the next step will do, for the speaker; NULL: not known */
};

/* A view of the session's `now` (NULL: of none), to be drawn into `area`; view_end gives its
 * sentences back. */
void view_begin(struct view *v, const struct session *s, const struct look *look, struct box area);
void view_end(struct view *v);

void changes_find(struct changes *c, const struct event *events, uint32_t count);
bool changed_word(const struct changes *c, uint64_t address);
/* Whether an object changed its colour, or a word in it was written. */
bool changed_object(const struct changes *c, uint64_t address, uint32_t size);

/* The place on top that does something at a point; NULL if there is none. */
const struct hit *hit_find(const struct draw *d, struct point at);
/* Likewise for the wheel. */
const struct hit *hit_find_wheel(const struct draw *d, struct point at);
/* Likewise the place that has something to say: its own tip, or what its command does. */
const struct hit *hit_find_tip(const struct draw *d, struct point at);

/* What a pointer leads to, to be selected: the beginning of an object, or the word of a stack. */
uint64_t view_target(const struct machine *m, uint64_t word);

/* A text of the interface, in the language of the view. */
const char *say(const struct view *v, enum word which);

/* The language of the sentences about each step. */
const struct narration *view_narration(const struct view *v);
/* What an inspect_ function has just added to an empty text ("the collector", "the stack of G1"),
 * in the language of the view. */
void view_translate(const struct view *v, struct text *words);

/* Whether Go's heap is shown: not of a program that only calls malloc. */
bool view_shows_go_heap(const struct view *v);

/* Whether the program prints anywhere, so that there is a panel for it. */
bool view_shows_output(const struct view *v);

uint32_t actor_colour(const struct view *v, uint32_t actor);

/* Pixels for a unit in a picture of that size. */
float picture_scale(float width, float height);

#endif
