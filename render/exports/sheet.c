/* Which steps are on a sheet, and how many on a page. */
#include "exports/sheet.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct paper PAPERS[] = {
    {"a4", 2480, 3508, "210mm", "297mm"},
    {"a4-landscape", 3508, 2480, "297mm", "210mm"},
    {"letter", 2550, 3300, "8.5in", "11in"},
    {"letter-landscape", 3300, 2550, "11in", "8.5in"},
    {0},
};

enum { STEPS_MAX = SHEET_PAGES_MAX * SHEET_PER_PAGE_MAX, PER_PAGE = 3 };

bool sheet_is_wanted(const struct export_request *r) {
    return r->sheet || r->page || r->per_page || r->blank;
}

size_t sheet_pages(const struct sheet *s) {
    return (s->count + s->per_page - 1) / s->per_page;
}

void sheet_free(struct sheet *s) {
    free(s->steps);
    *s = (struct sheet){0};
}

/* ---- a list: "3,7,10-12" ---- */

/* What is being read: the rest of it. */
struct list {
    struct export_job *job;
    struct sheet *sheet;
    const char *rest;
};

static bool wrong(const struct list *l) {
    export_fail(l->job, FILE_BAD_INPUT,
                "--sheet %s: expected steps such as 3,7,10-12, or each or evenly",
                l->job->request.sheet);
    return false;
}

static bool take_number(struct list *l, uint64_t *number) {
    size_t digits = strspn(l->rest, "0123456789");
    if (digits == 0 || digits > 19) return wrong(l);
    *number = strtoull(l->rest, NULL, 10);
    l->rest += digits;
    return true;
}

static bool add_steps(struct list *l, uint64_t from, uint64_t to) {
    uint64_t last = session_steps(&l->job->session);
    if (to > last) {
        export_fail(l->job, FILE_BAD_INPUT,
                    "--sheet: step %" PRIu64 ": the run has %" PRIu64 " steps", to, last);
        return false;
    }
    if (to - from >= STEPS_MAX - l->sheet->count) {
        export_fail(l->job, FILE_BAD_INPUT,
                    "--sheet: more than %d steps; evenly picks some of them", STEPS_MAX);
        return false;
    }
    for (uint64_t step = from; step <= to; step++) l->sheet->steps[l->sheet->count++] = step;
    return true;
}

static bool take_steps(struct list *l) {
    uint64_t from, to;
    if (!take_number(l, &from)) return false;
    to = from;
    if (*l->rest == '-') {
        l->rest++;
        if (!take_number(l, &to)) return false;
    }
    if (*l->rest != ',' && *l->rest != '\0') return wrong(l);
    if (from > to) {
        export_fail(l->job, FILE_BAD_INPUT,
                    "--sheet: %" PRIu64 "-%" PRIu64 ": the first step is behind the last one", from,
                    to);
        return false;
    }
    return add_steps(l, from, to);
}

static bool read_list(struct list *l) {
    const struct export_request *r = &l->job->request;
    if (r->from != NEVER || r->to != NEVER) {
        export_fail(l->job, FILE_BAD_INPUT,
                    "--sheet %s names its steps: --from and --to are for each and evenly",
                    r->sheet);
        return false;
    }
    for (bool more = true; more;) {
        if (!take_steps(l)) return false;
        more = *l->rest == ',';
        l->rest += more;
    }
    return true;
}

/* ---- the others ---- */

static bool pick_evenly(struct list *l) {
    const struct export_job *job = l->job;
    struct sheet *s = l->sheet;
    uint64_t steps = job->to - job->from, pictures = s->per_page;
    if (steps < pictures) return add_steps(l, job->from, job->to);
    for (uint64_t i = 0; i < pictures; i++)
        s->steps[s->count++] =
            pictures == 1 ? job->to : job->from + (steps * i + (pictures - 1) / 2) / (pictures - 1);
    return true;
}

static bool find_steps(struct list *l) {
    const struct export_request *r = &l->job->request;
    bool ranges = r->from != NEVER || r->to != NEVER;
    if (!r->sheet && !ranges) return add_steps(l, l->job->step, l->job->step);
    if (r->step != NEVER) {
        export_fail(l->job, FILE_BAD_INPUT, "--step %" PRIu64 ": the sheet names its own steps",
                    r->step);
        return false;
    }
    if (!r->sheet || strcmp(r->sheet, "each") == 0) return add_steps(l, l->job->from, l->job->to);
    return strcmp(r->sheet, "evenly") == 0 ? pick_evenly(l) : read_list(l);
}

/* ---- paper ---- */

static bool find_paper(struct sheet *s, struct export_job *job) {
    const char *name = job->request.page ? job->request.page : PAPERS[0].name;
    for (s->paper = PAPERS; s->paper->name; s->paper++)
        if (strcmp(s->paper->name, name) == 0) return true;
    struct text names = {0};
    for (const struct paper *p = PAPERS; p->name; p++)
        text_addf(&names, "%s%s", p == PAPERS ? "" : ", ", p->name);
    export_fail(job, FILE_BAD_INPUT, "--page %s: expected one of %s", name, text_string(&names));
    text_free(&names);
    return false;
}

/* The grid in whose cells a picture, half as wide again as high, becomes largest. */
static void find_grid(struct sheet *s) {
    float best = 0;
    for (unsigned columns = 1; columns <= s->per_page; columns++) {
        unsigned rows = (s->per_page + columns - 1) / columns;
        float width = (float)s->paper->width / (float)columns;
        float height = (float)s->paper->height / (float)rows;
        float size = fminf(width / 1.5f, height);
        if (size <= best) continue;
        best = size;
        s->columns = columns;
        s->rows = rows;
    }
}

bool sheet_plan(struct sheet *s, struct export_job *job) {
    const struct export_request *r = &job->request;
    struct list list = {job, s, r->sheet};
    *s = (struct sheet){.steps = malloc(STEPS_MAX * sizeof *s->steps)};
    if (!s->steps) {
        export_fail(job, FILE_NO_RESOURCES, "not enough memory");
        return false;
    }
    if (r->width) {
        export_fail(job, FILE_BAD_INPUT,
                    "--size is not for sheets: --page says how large they are");
        return false;
    }
    s->per_page = r->per_page ? r->per_page : PER_PAGE;
    if (!find_paper(s, job) || !find_steps(&list)) return false;
    if (!r->per_page && s->count < s->per_page) s->per_page = (unsigned)s->count;
    find_grid(s);
    if (sheet_pages(s) <= SHEET_PAGES_MAX) return true;
    export_fail(job, FILE_BAD_INPUT,
                "%zu steps, %u on a page, are %zu pages: at most %d were expected; evenly picks "
                "some of the steps",
                s->count, s->per_page, sheet_pages(s), SHEET_PAGES_MAX);
    return false;
}
