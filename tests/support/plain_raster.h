/* plain_raster.h -- a raster that knows no fonts and paints nothing: its PNG is the draw list in
 * words. */
#ifndef TC_TEST_PLAIN_RASTER_H
#define TC_TEST_PLAIN_RASTER_H

#include "exports/export.h"

struct plain_raster {
    struct raster raster;
    struct text words;
    uint32_t pixel;
    bool cannot_write;
};

/* It must not move afterwards. */
void plain_raster_open(struct plain_raster *p);
void plain_raster_close(struct plain_raster *p);

#endif
