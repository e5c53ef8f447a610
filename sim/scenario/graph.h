/* graph.h -- an object graph out of a textbook, as the script that builds it.
 *
 *     {"objects": {"A": {"points_to": ["B"], "size": 32}, "B": {}}, "roots": ["A"]}
 *
 * The objects are allocated and linked by a function `build`, the roots are globals, and main then
 * runs a collection: the same machine, by the same operations as any program. */
#ifndef TC_GRAPH_H
#define TC_GRAPH_H

#include "scenario/reader.h"

/* The script as JSON, to be given to script_read and freed with cJSON_Delete; NULL with problems.
 */
cJSON *graph_to_script(struct reader *r, const cJSON *heap);

#endif
