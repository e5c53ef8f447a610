/* dot.h -- the object graph of one state in the language of Graphviz.
 *
 * A node an object, with its name, type, size and fields; filled white, grey or black as the
 * collector sees it, and saying so in words; grey ones have a thick border, what cannot be reached
 * a dashed one. Roots stand in clusters: the globals, the stack of each goroutine with a node a
 * frame, the runtime's own records. An edge leads from the field that holds a pointer to the object
 * it points into. The order is that of the state, so the same state gives the same bytes.
 *
 * Of a large heap the DOT_OBJECTS objects that are nearest to the roots are drawn, of a deep stack
 * its DOT_FRAMES innermost frames, of a large object its first DOT_CELLS fields; what is left out
 * is said in the picture, and in a comment on top. Fields that are left out still have their edges.
 */
#ifndef TC_DOT_H
#define TC_DOT_H

#include <stdio.h>

#include "session/session.h"

enum { DOT_OBJECTS = 2000, DOT_FRAMES = 24, DOT_STACKS = 200, DOT_CELLS = 16 };

/* Of `m`, which runs the scenario. False: no memory, or it cannot be written. */
bool dot_write(const struct machine *m, const char *title, FILE *out);

#endif
