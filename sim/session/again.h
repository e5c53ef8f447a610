/* again.h -- a part of the run once more, on the scout: `now` stays where it is. */
#ifndef TC_AGAIN_H
#define TC_AGAIN_H

#include "session/session.h"

/* Brings the scout to a step that the run ahead has done. False if the host has no memory. */
bool again_go_to(struct session *s, uint64_t step);
/* Its next step, of which `sink` is told. The machine is then behind it. */
const struct machine *again_step(struct session *s, struct sink sink);

#endif
