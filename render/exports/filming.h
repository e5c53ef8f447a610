/* filming.h -- the frames of a film: the pictures of the steps that were asked for, in order. */
#ifndef TC_FILMING_H
#define TC_FILMING_H

#include "exports/export.h"
#include "film/frame.h"
#include "film/palette.h"

enum {
    FILM_RATE = 2, /* frames a second, as the window plays */
    FILM_PINS = 16
};

/* A film being made: part of a format's own. */
struct filming {
    struct draw draw;
    uint64_t next; /* the step to be shown */
    uint32_t pinned[FILM_PINS];
    struct pins pins; /* the theme's colours, which must come out as they are */
};

void filming_begin(struct filming *f, const struct export_job *job);
void filming_end(struct filming *f);
/* The picture of the next step, valid until another one is painted. False: export_fail was called.
 */
bool filming_take(struct filming *f, struct export_job *job, struct frame *out);
bool filming_is_over(const struct filming *f, const struct export_job *job);
/* What was asked for, or FILM_RATE. */
unsigned filming_rate(const struct export_job *job);

#endif
