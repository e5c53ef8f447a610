/* check_generation.h -- the generations checked from outside; see generation.h. */
#ifndef TC_CHECK_GENERATION_H
#define TC_CHECK_GENERATION_H

#include "machine/machine.h"

/* NULL, or what is wrong with the nursery or the remembered set. */
const char *check_generations(const struct machine *m);

#endif
