/* rows.h -- clocks, and the rows that a measurement prints. */
#ifndef TC_ROWS_H
#define TC_ROWS_H

#include <stdbool.h>
#include <stdint.h>

/* Nanoseconds: of the process's processor time, and on the clock. */
struct moment {
    double cpu, wall;
};

struct moment moment_now(void);

/* Whose rows they are. */
struct rows {
    const char *workload, *label;
};

void row(const struct rows *r, const char *metric, double value);
void row_per(const struct rows *r, const char *metric, double time, uint64_t count);
/* The most memory the process ever had. */
void row_memory(const struct rows *r);
/* False after a complaint on standard error. */
bool row_must_be(const struct rows *r, const char *what, uint64_t is, uint64_t must_be);

#endif
