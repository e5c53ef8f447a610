/* sheet.h -- several steps on paper: to hand out, or blank, to be coloured in by hand.
 *
 * What a lecturer prints: black on white, the object graph and the stacks alone, under each picture
 * lines to write on. A blank sheet has names and arrows, and nothing that tells a colour. */
#ifndef TC_SHEET_H
#define TC_SHEET_H

#include "exports/export.h"

/* Drawn in dots of 1/300 inch. */
struct paper {
    const char *name;
    int width, height;       /* dots */
    const char *wide, *high; /* in units of SVG */
};

/* Ended by a NULL name. */
extern const struct paper PAPERS[];

enum { SHEET_PAGES_MAX = 64, SHEET_PER_PAGE_MAX = 12 };

struct sheet {
    const struct paper *paper;
    uint64_t *steps;
    size_t count;
    unsigned per_page, columns, rows;
};

/* Whether the request asks for one. */
bool sheet_is_wanted(const struct export_request *r);

/* Works out which steps are on which page; the run is known. False: export_fail was called. Freed
 * either way. */
bool sheet_plan(struct sheet *s, struct export_job *job);
void sheet_free(struct sheet *s);

size_t sheet_pages(const struct sheet *s);

/* What is around the pictures of a page, then one of them, by its place among all. False: no
 * memory. */
void sheet_draw_page(struct draw *d, const struct export_job *job, const struct sheet *s,
                     size_t page);
bool sheet_draw_picture(struct draw *d, struct export_job *job, const struct sheet *s, size_t i);

#endif
