/* pages.h -- a picture of a step, or a sheet of several: one file, or if there are several pages
 * one for each, OUT-1.svg and so on, all of which are there when all are written. */
#ifndef TC_PAGES_H
#define TC_PAGES_H

#include "exports/svg_write.h"

/* Puts a page into a stream; false with a line in `why`. */
typedef bool write_page(const struct export_job *job, const struct draw *d,
                        const struct svg_page *page, FILE *out, char *why, size_t why_size);

/* The name of the file of a page, of so many: with a number in its place (numbered.h), or if there
 * are several before the ending. `page` counts from 0. */
void pages_name(struct text *out, const char *output, size_t count, size_t page);

bool pages_begin(struct export_job *job, write_page *write);
enum export_state pages_go_on(struct export_job *job);
void pages_end(struct export_job *job);

#endif
