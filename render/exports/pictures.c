/* Several steps as pictures, a file each. Each is whole or not there. When the job is not done,
 * those that were not there before are removed again; of the others the old content is lost. */
#include <stdlib.h>
#include <unistd.h>

#include "exports/filming.h"
#include "exports/formats.h"
#include "exports/numbered.h"

struct pictures {
    struct filming filming;
    uint64_t written; /* how many, from the first step on */
    uint8_t *is_new;  /* a bit for each: there was no such file */
    bool is_done;
};

static uint64_t count_of(const struct export_job *job) {
    return job->to - job->from + 1;
}

bool pictures_begin(struct export_job *job) {
    struct pictures *p = calloc(1, sizeof *p);
    job->own = p;
    if (p) p->is_new = calloc(1, (size_t)(count_of(job) / 8 + 1));
    if (!p || !p->is_new) {
        free(p);
        job->own = NULL;
        export_fail(job, FILE_NO_RESOURCES, "not enough memory for the pictures");
        return false;
    }
    filming_begin(&p->filming, job);
    return true;
}

static void note_new(struct pictures *p, const char *path) {
    if (access(path, F_OK) != 0) p->is_new[p->written / 8] |= (uint8_t)(1u << p->written % 8);
}

static enum export_state fail_for(struct export_job *job, const char *path, const char *why) {
    return export_fail(job, FILE_NO_RESOURCES, "%s: %s", path, why);
}

static enum export_state write_picture(struct export_job *job, const char *path) {
    struct pictures *p = job->own;
    const struct raster *raster = job->raster;
    char why[256];
    note_new(p, path);
    if (file_begin(&job->writer, path, why, sizeof why) != FILE_OK) return fail_for(job, path, why);
    if (!raster->write_png(raster->user, job->writer.stream, why, sizeof why)) {
        file_abandon(&job->writer);
        return fail_for(job, path, why);
    }
    if (file_commit(&job->writer, why, sizeof why) != FILE_OK) return fail_for(job, path, why);
    p->written++;
    return EXPORT_GOES_ON;
}

enum export_state pictures_go_on(struct export_job *job) {
    struct pictures *p = job->own;
    struct text path = {0};
    struct frame frame;
    numbered_name(&path, job->request.output, p->filming.next);
    if (path.failed || !filming_take(&p->filming, job, &frame))
        return export_fail(job, FILE_NO_RESOURCES, "not enough memory for the pictures");
    enum export_state state = write_picture(job, text_string(&path));
    text_free(&path);
    if (state == EXPORT_FAILED) return state;
    p->is_done = filming_is_over(&p->filming, job);
    return p->is_done ? EXPORT_DONE : EXPORT_GOES_ON;
}

static void remove_new(const struct export_job *job) {
    const struct pictures *p = job->own;
    struct text path = {0};
    for (uint64_t i = 0; i < p->written; i++) {
        if (!(p->is_new[i / 8] >> i % 8 & 1)) continue;
        text_clear(&path);
        numbered_name(&path, job->request.output, job->from + i);
        if (!path.failed) unlink(text_string(&path));
    }
    text_free(&path);
}

void pictures_end(struct export_job *job) {
    struct pictures *p = job->own;
    if (!p) return;
    if (!p->is_done) remove_new(job);
    filming_end(&p->filming);
    free(p->is_new);
    free(p);
    job->own = NULL;
}
