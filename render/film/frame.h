/* frame.h -- one picture of a film, as the host paints it.
 *
 * The pixels belong to whoever made them. They are only looked at in the call they are given to. */
#ifndef TC_FRAME_H
#define TC_FRAME_H

#include <stdint.h>

struct frame {
    const uint32_t *pixels; /* 0xXXRRGGBB in the machine's byte order; XX may be anything */
    int width, height;
    int stride; /* pixels from one row to the next, at least `width` */
};

#endif
