/* view.h -- what every panel is given: the run to look at, and how to look at it.
 *
 * A panel is a function from a read-only view to draw commands. A view is a value, made anew for
 * each picture; nothing a panel does changes the machine or the session. */
#ifndef TC_VIEW_H
#define TC_VIEW_H

#include "machine/inspect/inspect.h"
#include "session/session.h"
#include "view/draw.h"
#include "view/graph_layout.h"
#include "view/theme.h"

/* What the user can do, by key, button or wheel. */
enum command_id {
    COMMAND_NONE,
    COMMAND_PLAY,
    COMMAND_STEP_FORWARD,
    COMMAND_STEP_BACK,
    COMMAND_LINE_FORWARD,
    COMMAND_LINE_BACK,
    COMMAND_PHASE_FORWARD,
    COMMAND_PHASE_BACK,
    COMMAND_FIRST,
    COMMAND_LAST,
    COMMAND_FASTER,
    COMMAND_SLOWER,
    COMMAND_SEEK,  /* the scrubber; the value is a step */
    COMMAND_GO_TO, /* asks for a step */
    COMMAND_THEME,
    COMMAND_HELP,
    COMMAND_FULL_SCREEN,
    COMMAND_GALLERY,
    COMMAND_OPEN, /* a scenario of the gallery; the value is its index */
    COMMAND_CLOSE,
    COMMAND_QUIT,
};

/* A place on the picture that answers to a click. */
struct hit {
    struct box box;
    enum command_id command;
    uint64_t value;
};

enum { HITS_MAX = 256, ANCHORS_MAX = 512, CHANGES_MAX = 128 };

struct hits {
    struct hit list[HITS_MAX];
    uint32_t count;
};

/* Where an arrow from a stack or a global begins. */
struct anchor {
    uint64_t word; /* the pointer */
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

struct view {
    const struct session *session;
    const struct machine *m;
    const struct theme *theme;
    const struct graph_layout *graph;
    struct changes changes;
    struct text what, why; /* the sentences of the step */
    float scale;           /* pixels for a unit; 1 at 1920 x 1080 */
    float width, height;   /* of the picture, pixels */
    bool playing;
    float speed; /* steps a second */
    struct point mouse;
    const char *asked; /* digits of the step being asked for; NULL: not asking */
    bool help;
    const char *message; /* a line for the user, or NULL */
};

/* A view of the session's `now` in a picture of that size; view_end gives its sentences back. */
void view_begin(struct view *v, const struct session *s, const struct theme *t, float width,
                float height);
void view_end(struct view *v);

void changes_find(struct changes *c, const struct event *events, uint32_t count);
bool changed_word(const struct changes *c, uint64_t address);
/* Whether an object changed its colour, or a word in it was written. */
bool changed_object(const struct changes *c, uint64_t address, uint32_t size);

void hit_add(struct hits *h, struct box b, enum command_id command, uint64_t value);
const struct hit *hit_find(const struct hits *h, struct point at);

/* Whether Go's heap is shown: not of a program that only calls malloc. */
bool view_shows_go_heap(const struct view *v);

/* Whether the program prints anywhere, so that there is a panel for it. */
bool view_shows_output(const struct view *v);

uint32_t actor_colour(const struct view *v, uint32_t actor);

/* Pixels for a unit in a picture of that size. */
float picture_scale(float width, float height);

#endif
