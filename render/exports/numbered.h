/* numbered.h -- names of files that are written one a step: `%d` in the name stands for the step,
 * `%06d` for the step with zeros before it up to six digits. */
#ifndef TC_NUMBERED_H
#define TC_NUMBERED_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Where the number stands: %d, or % and 0 and one or two digits and d. The first place counts; of
 * the length 0 if there is none. */
struct number_place {
    size_t at, length;
    unsigned digits;
};

struct number_place number_place(const char *name);
/* The name with the number in its place, which must be there. */
void numbered_name(struct text *out, const char *name, uint64_t number);
/* A name with such a place for pictures instead of a film: x-%06d.png for x.mp4. */
void numbered_instead(struct text *out, const char *film);

#endif
