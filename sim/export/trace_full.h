/* trace_full.h -- a full frame: all that the machine holds after a step. */
#ifndef TC_TRACE_FULL_H
#define TC_TRACE_FULL_H

#include "base/text.h"
#include "machine/machine.h"

/* ,"full":{"objects":[...],"work":[...],"globals":[...],"stacks":[...],"spans":[...],
 * "counters":[...],"hash":"...","state":[...]}
 *
 * "state" has all words of the block that are not zero, as pairs like those of a delta, to a block
 * that is all zero. */
void full_add(struct text *out, const struct machine *m);

#endif
