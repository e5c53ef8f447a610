/* portray.h -- the picture of a step exactly as the window draws it, with nothing selected. */
#ifndef TC_PORTRAY_H
#define TC_PORTRAY_H

#include "exports/export.h"

struct picture_size {
    int width, height;
};

/* As asked for, or 1920 x 1080. */
struct picture_size portray_size(const struct export_job *job);

/* Moves the job's session to the step and draws it, in the size and look that was asked for; what
 * the step did is in job->said. False: no memory. */
bool portray(struct draw *d, struct export_job *job, uint64_t step);

#endif
