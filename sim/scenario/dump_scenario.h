/* dump_scenario.h -- a Go heap dump as a scenario: its heap is what the machine begins with, its
 * only line collects the garbage. */
#ifndef TC_DUMP_SCENARIO_H
#define TC_DUMP_SCENARIO_H

#include "scenario/scenario.h"

/* Reads a dump. Unless FILE_OK comes back, `why` is one line without the file's name, and nothing
 * is left to be freed. `path` must outlive the scenario. */
enum file_status dump_load(struct scenario *s, const char *path, char *why, size_t why_size);
/* Frees what the program is made of, behind the program. */
void dump_unload(struct scenario *s);

#endif
