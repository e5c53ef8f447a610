#include "view/listing.h"

#include <string.h>

/* Where a line is, or belongs, among the breakpoints. */
static uint32_t place_of(const struct listing *l, uint32_t line) {
    uint32_t at = 0;
    while (at < l->breakpoint_count && l->breakpoints[at] < line) at++;
    return at;
}

bool listing_has_breakpoint(const struct listing *l, uint32_t line) {
    uint32_t at = place_of(l, line);
    return at < l->breakpoint_count && l->breakpoints[at] == line;
}

bool listing_toggle(struct listing *l, uint32_t line) {
    uint32_t at = place_of(l, line), *place = &l->breakpoints[at];
    size_t behind = (l->breakpoint_count - at) * sizeof *place;
    if (listing_has_breakpoint(l, line)) {
        memmove(place, place + 1, behind - sizeof *place);
        l->breakpoint_count--;
        return true;
    }
    if (l->breakpoint_count == BREAKPOINTS_MAX) return false;
    memmove(place + 1, place, behind);
    *place = line;
    l->breakpoint_count++;
    return true;
}
