/* portray.h -- the picture of a step exactly as the window draws it, with nothing selected; or its
 * panels alone. */
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

/* Where the objects of the whole run are; NULL: no memory. */
const struct graph_layout *portray_graph(struct export_job *job);

/* Panels in a part of a larger picture. */
struct portrayal {
    const struct look *look; /* its arrangement says which */
    struct box area;
    float scale;     /* pixels for a unit */
    bool uncoloured; /* to be coloured in by hand */
};

/* Likewise, behind what is in the list already. */
bool portray_panels(struct draw *d, struct export_job *job, uint64_t step,
                    const struct portrayal *p);

#endif
