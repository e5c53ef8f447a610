/* The picture of one step, as SVG. */
#include <inttypes.h>

#include "exports/formats.h"
#include "exports/portray.h"
#include "exports/svg_write.h"

static bool write_step(struct export_job *job, const struct draw *d, char *why, size_t why_size) {
    struct picture_size size = portray_size(job);
    struct text title = {0};
    enum language language = job->request.look.language;
    text_addf(&title, "%s · ", job->session.scenario->title);
    text_addf(&title, word(language, WORD_STEP_NUMBER), (unsigned long long)job->step);
    struct svg_page page = {.width = size.width,
                            .height = size.height,
                            .title = text_string(&title),
                            .said = text_string(&job->said),
                            .language = language_code(language)};
    bool fine = svg_write(job->writer.stream, d, job->raster, &page, why, why_size);
    text_free(&title);
    return fine;
}

enum export_state svg_go_on(struct export_job *job) {
    struct draw d;
    char why[256];
    draw_init(&d, job->raster->measure);
    bool drawn = portray(&d, job, job->step), fine = drawn && write_step(job, &d, why, sizeof why);
    draw_free(&d);
    if (!drawn) return export_fail(job, FILE_NO_RESOURCES, "not enough memory for the picture");
    if (!fine) return export_fail(job, FILE_NO_RESOURCES, "%s: %s", job->request.output, why);
    return EXPORT_DONE;
}
