/* trace_changes.h -- what a step has changed, in the words of a trace: colours and stacks. */
#ifndef TC_TRACE_CHANGES_H
#define TC_TRACE_CHANGES_H

#include "base/text.h"
#include "machine/machine.h"

/* ,"colours":[["grey",ADDRESS,...],...]: the objects that have another colour than before, as far
 * as events do not say so. They do: who is allocated is white, who is shaded or remembered grey,
 * who is blackened black, who is freed free. */
void changes_add_colours(struct text *out, const struct machine *m, const struct event *events,
                         size_t count);
/* ,"stacks":[...]: the stacks that have moved, begun or ended. Calls and returns are events. */
void changes_add_stacks(struct text *out, const struct machine *m, const struct event *events,
                        size_t count);
/* One of them: {"goroutine":1,"low":...,"high":...,"frames":[[FUNCTION,FRAME,LOW],...]}. */
void changes_add_stack(struct text *out, const struct machine *m, uint32_t number);

#endif
