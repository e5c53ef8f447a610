#include "exports/filming.h"

#include "exports/portray.h"

/* Above all the collector's colours; then grounds and text, which are most of a picture. */
static void pin_colours(struct filming *f, const struct theme *t) {
    const uint32_t colours[FILM_PINS] = {
        t->object_white, t->object_grey, t->object_black, t->ground, t->panel,     t->text,
        t->caption,      t->border,      t->caption_text, t->muted,  t->highlight, t->blue,
        t->orange,       t->green,       t->vermillion,   t->purple,
    };
    for (size_t i = 0; i < FILM_PINS; i++) f->pinned[i] = colours[i] >> 8;
    f->pins = (struct pins){f->pinned, FILM_PINS};
}

void filming_begin(struct filming *f, const struct export_job *job) {
    draw_init(&f->draw, job->raster->measure);
    pin_colours(f, job->request.look.theme);
    f->next = job->from;
}

void filming_end(struct filming *f) {
    draw_free(&f->draw);
}

bool filming_is_over(const struct filming *f, const struct export_job *job) {
    return f->next > job->to;
}

bool filming_take(struct filming *f, struct export_job *job, struct frame *out) {
    struct picture_size size = portray_size(job);
    int pitch = 0;
    const uint32_t *pixels = NULL;
    if (portray(&f->draw, job, f->next))
        pixels = job->raster->paint(job->raster->user, &f->draw, size.width, size.height, &pitch);
    if (!pixels) {
        export_fail(job, FILE_NO_RESOURCES, "not enough memory for the picture");
        return false;
    }
    *out = (struct frame){pixels, size.width, size.height, pitch / (int)sizeof *pixels};
    f->next++;
    job->part = (float)(f->next - job->from) / (float)(job->to - job->from + 1);
    return true;
}

unsigned filming_rate(const struct export_job *job) {
    return job->request.rate ? job->request.rate : FILM_RATE;
}
