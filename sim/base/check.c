#include "base/check.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

_Noreturn void check_failed(const char *expected, const char *file, int line,
                            struct run_place place) {
    fprintf(stderr,
            "tricolor: internal error at %s:%d: expected %s (seed %" PRIu64 ", step %" PRIu64 ")\n",
            file, line, expected, place.seed, place.step);
    abort();
}
