/* Steps as SVG. */
#include "exports/formats.h"
#include "exports/pages.h"

static bool write(const struct export_job *job, const struct draw *d, const struct svg_page *page,
                  FILE *out, char *why, size_t why_size) {
    return svg_write(out, d, job->raster, page, why, why_size);
}

bool svg_begin(struct export_job *job) {
    return pages_begin(job, write);
}
