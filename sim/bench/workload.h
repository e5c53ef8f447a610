/* workload.h -- programs to measure the engine by: seven whose work is memory, and some in Go.
 *
 * The seven, word by word, exist for Boehm's collector, for malloc and for Go in tests/bench/:
 * the same pseudo-random numbers (splitmix64 from 42), the same objects allocated in the same
 * order, the same graph. How many objects come out alive is known, and checked everywhere. */
#ifndef TC_WORKLOAD_H
#define TC_WORKLOAD_H

#include "bench/mutator.h"

enum measure {
    MEASURE_COLLECTION, /* build once, then collect again and again */
    MEASURE_GARBAGE,    /* allocate and collect, again and again */
    MEASURE_CHURN,      /* run it with the collector's own policy */
    MEASURE_COMPUTE,    /* run a Go program that allocates nothing */
    MEASURE_COMPILE,    /* turn a long Go program into operations */
    MEASURE_SEEK        /* run a Go program for so many steps, and go to any of them */
};

struct workload {
    const char *name, *what;
    enum measure measure;
    uint64_t size;          /* a tree's levels below its root, or how many objects there are */
    uint64_t objects, live; /* allocated by one build of that size; alive after a collection */
    uint64_t sum;           /* what build returns, where that is known */
    /* Allocates it all. What is alive hangs on the roots. Returns the sum of what it read. */
    uint64_t (*build)(struct mutator *u, uint64_t size);
    /* COMPUTE, COMPILE, SEEK: a Go program; its function is repeated `size` times under other
     * names. */
    const char *source;
    uint64_t steps; /* SEEK */
};

/* Ended by a NULL name. */
extern const struct workload WORKLOADS[];

const struct workload *workload_find(const char *name);

#endif
