/* Several steps as an animated GIF. */
#include <errno.h>
#include <stdlib.h>

#include "exports/filming.h"
#include "exports/formats.h"
#include "exports/portray.h"
#include "film/gif.h"

struct gif_film {
    struct filming filming;
    struct gif *gif;
};

static bool fail_for_memory(struct export_job *job) {
    export_fail(job, FILE_NO_RESOURCES, "not enough memory for the film");
    return false;
}

bool gif_film_begin(struct export_job *job) {
    struct picture_size size = portray_size(job);
    unsigned rate = filming_rate(job);
    if (rate > GIF_RATE_MAX) {
        export_fail(job, FILE_BAD_INPUT, "--fps %u: a GIF has at most %d frames a second", rate,
                    GIF_RATE_MAX);
        return false;
    }
    struct gif_film *film = job->own = calloc(1, sizeof *film);
    if (!film) return fail_for_memory(job);
    filming_begin(&film->filming, job);
    struct gif_settings settings = {size.width, size.height, rate, film->filming.pins};
    film->gif = gif_begin(job->writer.stream, &settings);
    return film->gif || fail_for_memory(job);
}

static enum export_state fail_for(struct export_job *job, int error) {
    char why[256];
    file_fail(&job->writer, error, why, sizeof why);
    return export_fail(job, FILE_NO_RESOURCES, "%s: %s", job->request.output, why);
}

enum export_state gif_film_go_on(struct export_job *job) {
    struct gif_film *film = job->own;
    struct frame frame;
    if (!filming_take(&film->filming, job, &frame)) return EXPORT_FAILED;
    if (!gif_add(film->gif, &frame)) return fail_for(job, errno);
    if (!filming_is_over(&film->filming, job)) return EXPORT_GOES_ON;
    return gif_end(film->gif) ? EXPORT_DONE : fail_for(job, errno);
}

void gif_film_end(struct export_job *job) {
    struct gif_film *film = job->own;
    if (!film) return;
    gif_close(film->gif);
    filming_end(&film->filming);
    free(film);
    job->own = NULL;
}
