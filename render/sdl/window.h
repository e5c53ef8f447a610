/* window.h -- the program's window: shows pictures, reports what the user does.
 *
 * The only place that knows SDL's video and events. One window at a time. Sizes and places are
 * pixels of the screen, which on some screens are smaller than the system's units. */
#ifndef TC_WINDOW_H
#define TC_WINDOW_H

#include <stddef.h>

#include "sdl/painter.h"
#include "view/input.h"

struct window;

/* Opens a window of about `width` x `height` of the system's units, never larger than the screen.
 * NULL on failure, with a line about it in `why`, such as "no display: ...". */
struct window *window_open(const char *title, int width, int height, char *why, size_t why_size);
void window_close(struct window *w);

/* Whether it has the size the user gave it: not that of the screen. */
bool window_is_plain(const struct window *w);
/* Whether anybody can see it: not hidden, not an icon. */
bool window_is_seen(const struct window *w);
void window_size(const struct window *w, int *width, int *height);
/* Pixels per unit of the system: 1 or 2, or between. What is drawn should grow with it. */
float window_scale(const struct window *w);

/* Waits for the next input, up to `timeout_ms`; forever if negative. INPUT_NONE when time is up.
 * A mouse that moved on meanwhile is reported once, where it is now. */
void window_wait(struct window *w, struct input *out, int timeout_ms);

/* Shows the painter's picture, of which only what has changed travels to the screen. What the
 * window is larger is left black, until the program has painted in the new size. False when the
 * system did not take the picture. */
bool window_show(struct window *w, struct painter *p);

void window_set_title(struct window *w, const char *title);
void window_toggle_fullscreen(struct window *w);

#endif
