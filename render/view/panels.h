/* panels.h -- the panels: each a function from a view to draw commands in a box.
 *
 * Stacks and globals leave anchors, from which the heap panel draws their arrows; what answers to
 * the mouse is added to the draw list's hits. */
#ifndef TC_PANELS_H
#define TC_PANELS_H

#include "view/view.h"

/* Those that can be arranged: panels.def. */
#define PANEL(name, column, share, least, function, title)                                         \
    void function(struct draw *d, const struct view *v, struct box b);
#include "view/panels.def"
#undef PANEL

/* The inspector, while nothing is selected. */
void panel_numbers(struct draw *d, const struct view *v, struct box b);
void panel_header(struct draw *d, const struct view *v, struct box b);
/* As many pills as there is room for between two places of a line; returns where they begin. */
float header_phases(struct draw *d, const struct view *v, float left, float right, float y);
/* What each processor does, and how far the heap is from its goal: a line. */
void panel_status(struct draw *d, const struct view *v, struct box b);
/* Of the caption panel: high enough for any caption of the scenario. */
float caption_height(const struct draw *d, const struct view *v, float width);
void panel_caption(struct draw *d, const struct view *v, struct box b);
enum { TIMELINE_HEIGHT = 136, TIMELINE_LEAST = 84 }; /* units; less high, it has fewer rows */
void panel_timeline(struct draw *d, const struct view *v, struct box b);
/* The run alone: its phases, and where one is. */
void timeline_strip(struct draw *d, const struct view *v, struct box b);
/* A button of the timeline, from the left; returns where the next one begins. */
float timeline_button(struct draw *d, const struct view *v, float x, float y,
                      enum command_id command);
/* Keys, to the right: of these as many as there is room for, and the help. */
void timeline_hints(struct draw *d, const struct view *v, struct box b, const enum word *hints,
                    size_t count);
/* For the speaker. */
enum { NOTES_HEIGHT = 138 }; /* units */
void panel_notes(struct draw *d, const struct view *v, struct box b);
/* Over the whole picture. */
void panel_legend(struct draw *d, const struct view *v);
void panel_help(struct draw *d, const struct view *v);

#endif
