/* sane.h -- whether a machine can be looked at after a line of a trace has been put into it.
 *
 * A trace is a file, and its lines say which words of the state become what. Whoever looks at a
 * machine follows its indices without asking; so of each row that a line has touched it is checked
 * that they lead somewhere. (What lies in simulated memory may be anything: programs write there.)
 * That the state makes sense is not checked: a trace that was made up can lie. */
#ifndef TC_SANE_H
#define TC_SANE_H

#include "trace/line.h"

/* The rows that a line has touched, and the state's own struct. */
bool sane_after(const struct machine *m, const struct step_line *l);

#endif
