/* statistics.h -- the machine's numbers by name: as in runtime.MemStats where Go has them. */
#ifndef TC_STATISTICS_H
#define TC_STATISTICS_H

#include "machine/machine.h"

struct statistic {
    const char *name;
    uint64_t (*value)(const struct machine *m);
};

enum { STATISTICS_MAX = 128 };

/* All of them, ended by a NULL name. */
extern const struct statistic STATISTICS[];

const struct statistic *statistic_find(const char *name);

/* One of them, or MemStats.BySize: "BySize.48.Mallocs" and "BySize.48.Frees" are of the size class
 * of 48 bytes (tiny objects count by their blocks; Go lists classes up to 18432 only). False if
 * there is none of that name. */
bool statistic_read(const struct machine *m, const char *name, uint64_t *value);
bool statistic_exists(const char *name);

#endif
