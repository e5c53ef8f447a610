/* Steps as PNG. */
#include <stdio.h>

#include "exports/formats.h"
#include "exports/pages.h"

static bool write(const struct export_job *job, const struct draw *d, const struct svg_page *page,
                  FILE *out, char *why, size_t why_size) {
    const struct raster *r = job->raster;
    int pitch;
    if (!r->paint(r->user, d, page->width, page->height, &pitch)) {
        snprintf(why, why_size, "not enough memory for the picture");
        return false;
    }
    return r->write_png(r->user, out, why, why_size);
}

bool png_begin(struct export_job *job) {
    return pages_begin(job, write);
}
