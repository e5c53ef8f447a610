/* check.h -- assertions, for mistakes of ours only.
 *
 * They stay on in every build. A failed one prints what was expected, where, and the seed and step
 * of the run, so that the failure can be replayed; then it aborts. Faults of the simulated program
 * are outcomes, and mistakes in input are diagnostics: neither comes here. */
#ifndef TC_CHECK_H
#define TC_CHECK_H

#include <stdint.h>

/* Where a run stands, for the message. All zero outside a run. */
struct run_place {
    uint64_t seed, step;
};

_Noreturn void check_failed(const char *expected, const char *file, int line,
                            struct run_place place);

#define CHECK(expected)                                                                            \
    ((expected) ? (void)0 : check_failed(#expected, __FILE__, __LINE__, (struct run_place){0}))
#define CHECK_AT(expected, place)                                                                  \
    ((expected) ? (void)0 : check_failed(#expected, __FILE__, __LINE__, (place)))

/* For a place that is never reached: what was expected instead, in words. */
#define CHECK_NEVER(expected) check_failed(expected, __FILE__, __LINE__, (struct run_place){0})

#endif
