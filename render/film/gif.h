/* gif.h -- a film as an animated GIF that plays for ever, written by libcgif.
 *
 * The first frame has a palette of its own, and each later one draws only the pixels that have
 * changed, in the first palette if that has all their colours, else in one of its own. So a pixel
 * that does not change keeps its colour, and few frames need fewer colours than they have. Memory
 * does not depend on how many frames there are: some copies of one frame.
 * Time is counted in hundredths of a second, rounded so that the film as a whole keeps its rate. */
#ifndef TC_GIF_H
#define TC_GIF_H

#include <stdbool.h>
#include <stdio.h>

#include "film/frame.h"
#include "film/palette.h"

enum {
    GIF_RATE_MAX = 50, /* frames a second: shorter ones are shown far too long by what plays GIFs */
    GIF_SIDE_MAX = 65535,
    GIF_REST = 200, /* how much longer the last frame is shown, in hundredths of a second */
};

struct gif_settings {
    int width, height; /* pixels; at most GIF_SIDE_MAX */
    unsigned rate;     /* frames a second: 1 to GIF_RATE_MAX */
    struct pins pins;  /* colours to keep; outlive the film */
};

struct gif;

/* Writes to the stream, which stays the caller's. NULL: no memory. */
struct gif *gif_begin(FILE *to, const struct gif_settings *settings);
/* Of the film's size. False: as below. */
bool gif_add(struct gif *g, const struct frame *f);
/* Writes what is left; there must be a frame. False: the film could not be written, and `errno`
 * says why. gif_close must follow, as after every other failure. */
bool gif_end(struct gif *g);
/* Frees it all. Without gif_end before, what has been written is no whole film. */
void gif_close(struct gif *g);

#endif
