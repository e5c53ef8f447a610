/* gclog_model.h -- what the pacer of the simulated machine would have done in the place of Go's.
 *
 * From what a cycle has left alive, its stacks and globals, and GOGC follow the goal of the next
 * one and where the pacer would begin it, by the formulas of machine/gc/pacing.h. The log rounds
 * sizes down to MiB, tells allocated stacks where the formula takes scanned ones, and how much was
 * looked through it does not tell at all. So goals and triggers are ranges: they follow from the
 * least and from the most that a line may mean. For cons/mark the whole of what lives is taken to
 * be looked through; as long as the same part of it has no pointers, that cancels out.
 *
 * The log tells no GOGC. Unless it is given it is inferred: the percentage with which as many goals
 * as possible agree; then, of these, 100 or the roundest. */
#ifndef TC_GCLOG_MODEL_H
#define TC_GCLOG_MODEL_H

#include "gclog/gclog.h"

/* How GOGC is known. */
enum gclog_percent {
    PERCENT_GIVEN,
    PERCENT_INFERRED, /* nine of ten goals agree with it */
    PERCENT_ASSUMED   /* they do not: it, or the memory limit, decides otherwise; then 100 */
};

#define GCLOG_PERCENT_UNKNOWN INT64_MIN

struct gclog_range {
    uint64_t least, most; /* bytes; UINT64_MAX: never */
};

/* The model's pacer beside a cycle. */
struct gclog_beside {
    bool known; /* false: the cycle before it is not in the log, so nothing follows */
    struct gclog_range goal, trigger;
    uint64_t begins; /* when the heap came to the middle of the trigger, nanoseconds since the
                        program's start; GCLOG_NONE: cannot be told */
};

struct gclog_model {
    int64_t percent; /* GOGC; negative: off */
    enum gclog_percent source;
    int64_t least,
        most; /* inferred: percentages with which as many goals agree lie between these */
    uint32_t agreeing, compared; /* goals that agree with it, of so many */
    struct gclog_beside *rows;   /* one for each cycle of the log */
    bool failed;                 /* no memory */
};

/* `percent` is GCLOG_PERCENT_UNKNOWN where it is not given; `minimum` bytes: pacing.h. */
struct gclog_model gclog_model_make(const struct gclog *log, int64_t percent, uint64_t minimum);
void gclog_model_free(struct gclog_model *m);

/* How far a number of MiB, rounded down, lies above a range (below: negative) in MiB; 0: it may lie
 * in it. */
int64_t gclog_off(uint64_t mebibytes, const struct gclog_range *range);

#endif
