/* Several steps as MP4 or WebM, by ffmpeg. */
#include <errno.h>
#include <stdlib.h>

#include "exports/filming.h"
#include "exports/formats.h"
#include "exports/portray.h"
#include "film/video.h"

struct video_film {
    struct filming filming;
    struct video *video;
};

static bool fail_for_memory(struct export_job *job) {
    export_fail(job, FILE_NO_RESOURCES, "not enough memory for the film");
    return false;
}

/* ffmpeg writes the temporary file itself, and goes back in it. */
static bool begin(struct export_job *job, enum video_kind kind) {
    struct picture_size size = portray_size(job);
    if (!job->writer.temporary) {
        export_fail(job, FILE_NO_RESOURCES, "%s: is no regular file; ffmpeg writes to none else",
                    job->request.output);
        return false;
    }
    struct video_film *film = job->own = calloc(1, sizeof *film);
    if (!film) return fail_for_memory(job);
    filming_begin(&film->filming, job);
    struct video_settings settings = {
        kind, size.width, size.height, filming_rate(job), job->writer.temporary, VIDEO_PATIENCE};
    film->video = video_begin(&settings);
    return film->video || fail_for_memory(job);
}

bool mp4_begin(struct export_job *job) {
    return begin(job, VIDEO_MP4);
}

bool webm_begin(struct export_job *job) {
    return begin(job, VIDEO_WEBM);
}

static enum export_state give_frame(struct export_job *job) {
    struct video_film *film = job->own;
    struct frame frame;
    if (filming_is_over(&film->filming, job)) {
        video_end(film->video);
        return EXPORT_GOES_ON;
    }
    if (!filming_take(&film->filming, job, &frame)) return EXPORT_FAILED;
    video_add(film->video, &frame);
    return EXPORT_GOES_ON;
}

static enum export_state fail(struct export_job *job) {
    struct video_film *film = job->own;
    int error = video_error(film->video);
    char why[256];
    if (error) {
        file_fail(&job->writer, error, why, sizeof why);
        return export_fail(job, FILE_NO_RESOURCES, "%s: %s", job->request.output, why);
    }
    job->lacks_program = video_lack(film->video) != VIDEO_LACKS_NOTHING;
    return export_fail(job, FILE_NO_RESOURCES, "%s: %s", job->request.output,
                       video_why(film->video));
}

enum export_state video_film_go_on(struct export_job *job) {
    struct video_film *film = job->own;
    switch (video_go_on(film->video)) {
    case VIDEO_WANTS_FRAME: return give_frame(job);
    case VIDEO_IS_BUSY: return EXPORT_GOES_ON;
    case VIDEO_IS_DONE: return EXPORT_DONE;
    case VIDEO_HAS_FAILED: break;
    }
    return fail(job);
}

void video_film_end(struct export_job *job) {
    struct video_film *film = job->own;
    if (!film) return;
    video_close(film->video);
    filming_end(&film->filming);
    free(film);
    job->own = NULL;
}
