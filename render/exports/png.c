/* The picture of one step, as PNG. */
#include "exports/formats.h"
#include "exports/portray.h"

enum export_state png_go_on(struct export_job *job) {
    struct draw d;
    struct picture_size size = portray_size(job);
    int pitch;
    draw_init(&d, job->raster->measure);
    bool fine = portray(&d, job, job->step) &&
                job->raster->paint(job->raster->user, &d, size.width, size.height, &pitch);
    draw_free(&d);
    if (!fine) return export_fail(job, FILE_NO_RESOURCES, "not enough memory for the picture");
    char why[256];
    if (!job->raster->write_png(job->raster->user, job->writer.stream, why, sizeof why))
        return export_fail(job, FILE_NO_RESOURCES, "%s: %s", job->request.output, why);
    return EXPORT_DONE;
}
