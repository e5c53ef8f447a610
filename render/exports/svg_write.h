/* svg_write.h -- a draw list as SVG 1.1.
 *
 * It looks as painters make it: edges lie on the same whole units, arrow heads are the same. Text
 * is text: it can be selected and found, names the fonts of the window and others to fall back on,
 * and has its length with it, so that it stays in its place in any of them. Well-formed whatever
 * the texts are: what XML has no room for is left out. */
#ifndef TC_SVG_WRITE_H
#define TC_SVG_WRITE_H

#include "exports/export.h"

struct svg_page {
    int width, height;       /* of the draw list's target */
    const char *wide, *high; /* of the paper, "210mm"; NULL: a unit is a pixel */
    const char *title;       /* what it shows, ... */
    const char *said;        /* ... and what happens there; "" for nothing to be said */
    const char *language;    /* "en" */
};

/* Writes the whole document. False if an image could not be made, with a line in `why`; whether
 * everything could be written is known by the stream. */
bool svg_write(FILE *out, const struct draw *d, const struct raster *raster,
               const struct svg_page *page, char *why, size_t why_size);

/* Text between tags or in a quoted attribute. */
void svg_write_text(FILE *out, const char *string);

#endif
