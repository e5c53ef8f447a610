/* statistics.h -- the machine's numbers by name: as in runtime.MemStats where Go has them. */
#ifndef TC_STATISTICS_H
#define TC_STATISTICS_H

#include "machine/machine.h"

struct statistic {
    const char *name;
    uint64_t (*value)(const struct machine *m);
};

/* All of them, ended by a NULL name. */
extern const struct statistic STATISTICS[];

const struct statistic *statistic_find(const char *name);

#endif
