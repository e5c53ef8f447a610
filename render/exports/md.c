/* The run as a text to read (lesson/transcript.h), with its pictures beside it.
 *
 * The pictures of OUT.md go into the folder OUT-pictures. They are painted into a hidden folder
 * beside it first, and moved when the whole text has been written: then the text takes its place,
 * last. What fails before leaves everything as it was. */
#include "exports/formats.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "exports/portray.h"
#include "lesson/transcript.h"

enum { STEPS_A_PORTION = 512 };

struct md {
    struct transcript transcript;
    bool begun; /* ... the transcript */
    struct file_writer writer;
    struct pool pool;
    const char *folder; /* of the pictures, as seen from the text */
    const char *target; /* ... as seen from here */
    char *hidden;       /* where they are painted; NULL: not made yet */
    uint32_t count;     /* pictures that have been painted */
    uint32_t moved;     /* ... that are in the target */
    bool *new_ones;     /* of those, which were not there before */
    bool made_target;
};

static enum export_state fail(struct export_job *job, const char *path, const char *why) {
    return export_fail(job, FILE_NO_RESOURCES, "%s: %s", path, why);
}

static enum export_state fail_for_memory(struct export_job *job) {
    return export_fail(job, FILE_NO_RESOURCES, "not enough memory");
}

/* ---- where the pictures are ---- */

static bool name_folders(struct md *md, const char *output) {
    int stem = (int)(strlen(output) - strlen(".md"));
    md->target = pool_stringf(&md->pool, "%.*s-pictures", stem, output);
    if (!md->target) return false;
    md->folder = file_base_name(md->target);
    int parent = (int)(md->folder - md->target);
    md->hidden = pool_stringf(&md->pool, "%.*s.tricolor-pictures-XXXXXX", parent, md->target);
    return md->hidden;
}

static const char *picture_in(struct md *md, const char *folder, uint32_t picture) {
    char name[PICTURE_NAME_MAX];
    transcript_picture_name(transcript_picture(&md->transcript, picture), name);
    return pool_stringf(&md->pool, "%s/%s", folder, name);
}

/* ---- life ---- */

static bool begin_text(struct export_job *job, struct md *md) {
    const struct narration *language =
        job->request.look.language == LANGUAGE_GERMAN ? &NARRATION_GERMAN : &NARRATION_ENGLISH;
    struct transcript_request request = {job->from, job->to, language, job->request.notes,
                                         md->folder};
    md->begun = true;
    if (transcript_begin(&md->transcript, &job->session, md->writer.stream, &request)) return true;
    fail_for_memory(job);
    return false;
}

bool md_begin(struct export_job *job) {
    char why[256];
    struct md *md = job->own = calloc(1, sizeof *md);
    if (!md || !name_folders(md, job->request.output)) {
        fail_for_memory(job);
        return false;
    }
    if (file_begin(&md->writer, job->request.output, why, sizeof why) != FILE_OK) {
        md->hidden = NULL;
        fail(job, job->request.output, why);
        return false;
    }
    if (!mkdtemp(md->hidden)) {
        export_fail(job, FILE_NO_RESOURCES, "%s: cannot write: %s", md->target, strerror(errno));
        md->hidden = NULL;
        return false;
    }
    return begin_text(job, md);
}

/* The pictures that are not where they belong, and their folder. */
static void remove_hidden(struct md *md) {
    if (!md->hidden) return;
    for (uint32_t i = md->moved; i < md->count; i++) {
        const char *path = picture_in(md, md->hidden, i);
        if (path) unlink(path);
    }
    rmdir(md->hidden);
    md->hidden = NULL;
}

void md_end(struct export_job *job) {
    struct md *md = job->own;
    if (!md) return;
    remove_hidden(md);
    if (md->writer.path) file_abandon(&md->writer);
    if (md->begun) transcript_free(&md->transcript);
    pool_free(&md->pool);
    free(md);
    job->own = NULL;
}

/* ---- a picture ---- */

static bool paint_step(struct export_job *job, uint64_t step) {
    struct draw d;
    struct picture_size size = portray_size(job);
    int pitch;
    draw_init(&d, job->raster->measure);
    bool fine = portray(&d, job, step) &&
                job->raster->paint(job->raster->user, &d, size.width, size.height, &pitch);
    draw_free(&d);
    if (!fine) export_fail(job, FILE_NO_RESOURCES, "not enough memory for the picture");
    return fine;
}

static enum export_state write_picture(struct export_job *job, struct md *md) {
    char why[256];
    struct file_writer picture;
    const char *path = picture_in(md, md->hidden, md->count);
    if (!path) return fail_for_memory(job);
    if (!paint_step(job, transcript_picture(&md->transcript, md->count))) return EXPORT_FAILED;
    if (file_begin(&picture, path, why, sizeof why) != FILE_OK) return fail(job, md->target, why);
    if (!job->raster->write_png(job->raster->user, picture.stream, why, sizeof why)) {
        file_abandon(&picture);
        return fail(job, md->target, why);
    }
    if (file_commit(&picture, why, sizeof why) != FILE_OK) return fail(job, md->target, why);
    md->count++;
    return EXPORT_GOES_ON;
}

/* ---- all of it takes its place ---- */

static bool exists(const char *path) {
    struct stat info;
    return lstat(path, &info) == 0;
}

static void take_back(struct md *md) {
    for (uint32_t i = 0; i < md->moved; i++) {
        const char *path = picture_in(md, md->target, i);
        if (path && md->new_ones[i]) unlink(path);
    }
    if (md->made_target) rmdir(md->target);
}

static bool move_pictures(struct md *md) {
    md->new_ones = pool_alloc(&md->pool, md->count * sizeof *md->new_ones);
    md->made_target = mkdir(md->target, 0777) == 0;
    if (!md->made_target && errno != EEXIST) return false;
    for (; md->moved < md->count; md->moved++) {
        const char *from = picture_in(md, md->hidden, md->moved);
        const char *to = picture_in(md, md->target, md->moved);
        errno = ENOMEM;
        if (md->pool.failed) return false;
        md->new_ones[md->moved] = !exists(to);
        if (rename(from, to) != 0) return false;
    }
    return true;
}

static enum export_state commit(struct export_job *job, struct md *md) {
    char why[256];
    errno = 0;
    if (fflush(md->writer.stream) != 0)
        return export_fail(job, FILE_NO_RESOURCES, "%s: cannot write: %s", job->request.output,
                           strerror(errno));
    if (!move_pictures(md)) {
        export_fail(job, FILE_NO_RESOURCES, "%s: cannot write: %s", md->target, strerror(errno));
        take_back(md);
        return EXPORT_FAILED;
    }
    if (file_commit(&md->writer, why, sizeof why) == FILE_OK) {
        md->writer = (struct file_writer){0};
        return EXPORT_DONE;
    }
    md->writer = (struct file_writer){0};
    take_back(md);
    return fail(job, job->request.output, why);
}

/* ---- portions ---- */

static enum export_state write_words(struct export_job *job, struct md *md) {
    errno = 0;
    switch (transcript_go_on(&md->transcript, STEPS_A_PORTION)) {
    case TRANSCRIPT_GOES_ON: return EXPORT_GOES_ON;
    case TRANSCRIPT_DONE: return commit(job, md);
    case TRANSCRIPT_NO_MEMORY: return fail_for_memory(job);
    case TRANSCRIPT_NO_ROOM: break;
    }
    return export_fail(job, FILE_NO_RESOURCES, "%s: cannot write: %s", job->request.output,
                       strerror(errno));
}

/* Pictures take most of the time, unless the run is long. */
static float part_done(const struct md *md, uint32_t pictures) {
    float painted = (float)md->count / (float)(pictures ? pictures : 1);
    return 0.5f * painted + 0.5f * (float)transcript_permille(&md->transcript) / 1000;
}

enum export_state md_go_on(struct export_job *job) {
    struct md *md = job->own;
    uint32_t pictures = 0;
    while (transcript_picture(&md->transcript, pictures) != NEVER) pictures++;
    enum export_state state = md->count < pictures ? write_picture(job, md) : write_words(job, md);
    job->part = part_done(md, pictures);
    return state;
}
