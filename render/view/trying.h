/* trying.h -- the settings of the run, to be changed while one looks on. */
#ifndef TC_TRYING_H
#define TC_TRYING_H

#include "scenario/settings.h"
#include "view/draw.h"

struct view;

enum { REASON_MAX = 240 };

/* What is tried. */
struct trying {
    bool shown;
    bool from_here;          /* what can change while a program runs does so from `now` on */
    uint32_t chosen;         /* row of the settings that are offered */
    struct config own;       /* the scenario's */
    char reason[REASON_MAX]; /* why the last change was refused; "" if it was not */
};

/* The settings that are offered for a program, the most telling ones first; how many. */
uint32_t trying_offers(const struct program *p, const struct setting *offers[SETTINGS_MAX]);

/* Whether a setting is another than the scenario's. */
bool trying_differs(const struct trying *t, const struct setting *s, const struct config *now);

/* Whether a setting can change while a program runs. */
bool trying_changes_running(const struct setting *s);
/* The configuration of a run, with what has changed since it began. */
struct config trying_config(const struct machine *m);

/* Over the picture, at its left. */
void panel_trying(struct draw *d, const struct view *v);

#endif
