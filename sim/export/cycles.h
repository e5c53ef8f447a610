/* cycles.h -- the collections of a gctrace log as rows, the model's pacer beside them: to be read
 * by people, and as comma-separated values. */
#ifndef TC_CYCLES_H
#define TC_CYCLES_H

#include "gclog/gclog_model.h"

/* "GOGC 100 (inferred: 36 of 37 goals agree)". */
void cycles_percent(const struct gclog_model *m, struct text *out);
/* "37 collections", of so many processes, and what else the log has. */
void cycles_count(const struct gclog *log, struct text *out);

/* Heads and rows, each ended by a newline. */
void cycles_table_head(const struct gclog *log, struct text *out);
void cycles_table_row(const struct gclog *log, const struct gclog_model *m, uint32_t cycle,
                      struct text *out);
void cycles_csv_head(struct text *out);
void cycles_csv_row(const struct gclog *log, const struct gclog_model *m, uint32_t cycle,
                    struct text *out);

/* "16", or "16-18" where it may be either: MiB, rounded down; "off" for never. */
void cycles_range(const struct gclog_range *range, struct text *out);
/* Nanoseconds as milliseconds with three decimals. */
void cycles_milliseconds(uint64_t nanoseconds, struct text *out);

#endif
