/* comparing.h -- two runs side by side, in lock step. */
#ifndef TC_COMPARING_H
#define TC_COMPARING_H

#include "session/session.h"
#include "view/draw.h"
#include "view/graph_layout.h"
#include "view/words.h"

struct view;

/* What can be chosen to be compared: settings for both sides, or for neither. */
struct contrast {
    const char *key; /* of settings.h; NULL: another scenario, or what is set by hand */
    const char *left, *right;
    enum word words;
};

enum { CONTRASTS_MAX = 16, SIDE_NAME_MAX = 120 };

extern const struct contrast CONTRASTS[]; /* ended by WORD_NONE */

struct comparing {
    bool is;                                 /* two halves are shown */
    bool menu;                               /* what is to be compared is being chosen */
    uint32_t chosen;                         /* row of the menu */
    uint32_t rows[CONTRASTS_MAX], row_count; /* of the menu: indices of CONTRASTS */
    char names[2][SIDE_NAME_MAX];            /* what tells the sides apart */
    struct session *right;
    struct graph_layout *graph; /* its */
};

/* The whole picture: the left side, which the keys and the mouse move, and the other one. */
void comparing_draw(struct draw *d, const struct view *left, const struct view *other);
/* Over the picture. */
void panel_contrasts(struct draw *d, const struct view *v);

/* What differs at `now` of both, in words; "" if nothing does. */
void comparing_differences(enum language language, const struct session *left,
                           const struct session *right, struct text *out);

#endif
