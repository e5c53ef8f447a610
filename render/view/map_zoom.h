/* map_zoom.h -- how closely the heap map is looked at, and which part of it. */
#ifndef TC_MAP_ZOOM_H
#define TC_MAP_ZOOM_H

#include <stdbool.h>
#include <stdint.h>

struct map_zoom {
    uint32_t level;   /* 0: so that all of the heap is seen; else as map.c numbers them, from 1 */
    uint64_t address; /* what stays where it is; 0: no address, `at` is the part of the whole ... */
    float at;         /* ... that has passed above; else: how far down it is, of the height */
};

/* What the wheel's hit over the map says of it: the level it has, and where the mouse is. */
struct map_spot {
    uint32_t level, closer, farther; /* those next to it; 0: all of the heap is seen */
    uint64_t address;
};

uint64_t map_spot_pack(struct map_spot s);
struct map_spot map_spot_unpack(uint64_t value);

#endif
