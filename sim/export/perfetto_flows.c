/* From a write barrier to whoever takes the object that it has shaded. The objects in between are
 * kept in a hash table of a fixed size; when that is full, further ones get no arrow. Nor does one
 * that would lead back in time, to a processor whose clock is behind. */
#include <string.h>

#include "export/perfetto_parts.h"

enum { SLOTS = SHADED_MAX };

static uint32_t slot_of(uint64_t object) {
    return (uint32_t)(object * 0x9e3779b97f4a7c15ull >> 48) % SLOTS;
}

/* Where an object is, or would be. */
static uint32_t find(const struct perfetto *p, uint64_t object) {
    uint32_t at = slot_of(object);
    while (p->shaded[at].object && p->shaded[at].object != object) at = (at + 1) % SLOTS;
    return at;
}

void flows_shade(struct perfetto *p, uint64_t object, struct flow_end from) {
    if (p->shaded_count >= SLOTS / 2) return;
    uint32_t at = find(p, object);
    if (!p->shaded[at].object) p->shaded_count++;
    p->shaded[at] = (struct shaded){object, from};
}

/* What stands behind it may have wanted to stand there. */
static void take_out(struct perfetto *p, uint32_t at) {
    p->shaded[at].object = 0;
    p->shaded_count--;
    for (at = (at + 1) % SLOTS; p->shaded[at].object; at = (at + 1) % SLOTS) {
        struct shaded moved = p->shaded[at];
        p->shaded[at].object = 0;
        p->shaded[find(p, moved.object)] = moved;
    }
}

void flows_take(struct perfetto *p, uint64_t object, struct flow_end to) {
    uint32_t at = p->shaded_count ? find(p, object) : 0;
    if (!p->shaded_count || !p->shaded[at].object) return;
    if (p->shaded[at].from.ticks <= to.ticks)
        trace_flow(&p->out, ++p->flows, "shaded by the barrier", p->shaded[at].from, to);
    take_out(p, at);
}
