/* complaint.h -- what is wrong with a file: shown until it is dismissed, or the file is mended. */
#ifndef TC_COMPLAINT_H
#define TC_COMPLAINT_H

#include <stdbool.h>

#include "view/draw.h"

struct view;

enum { COMPLAINT_MAX = 8192 };

struct complaint {
    bool shown;
    char text[COMPLAINT_MAX]; /* as the command line says it: lines, a place with a caret */
};

/* Over the picture, which stays to be seen. */
void panel_complaint(struct draw *d, const struct view *v);

#endif
