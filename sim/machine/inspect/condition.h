/* condition.h -- whether a condition of the scenario (program.h) holds in a state. */
#ifndef TC_CONDITION_H
#define TC_CONDITION_H

#include "machine/machine.h"

/* `actor` is the goroutine a `line` refers to; 0: any. */
bool condition_holds(const struct machine *m, const struct condition *c, uint32_t actor);

/* Whether it holds, if it did not before the last step. With thousands of goroutines this is
 * quicker: only the one that did the step, or one that it has started, can have come to a line. */
bool condition_comes(const struct machine *m, const struct condition *c);

#endif
