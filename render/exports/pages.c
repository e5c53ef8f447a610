#include "exports/pages.h"

#include <stdlib.h>
#include <string.h>

#include "exports/numbered.h"
#include "exports/portray.h"
#include "exports/sheet.h"

struct pages {
    write_page *write;
    bool is_sheet;
    struct sheet sheet;
    struct draw d;
    size_t next; /* picture */
    struct file_writer files[SHEET_PAGES_MAX];
    size_t opened;
    struct text name;
};

/* ---- files ---- */

void pages_name(struct text *out, const char *output, size_t count, size_t page) {
    const char *ending = strrchr(output, '.');
    text_clear(out);
    if (number_place(output).length) {
        numbered_name(out, output, page + 1);
        return;
    }
    if (count == 1 || !ending) {
        text_add(out, output);
        return;
    }
    text_add_bytes(out, output, (size_t)(ending - output));
    text_addf(out, count < 10 ? "-%zu%s" : "-%02zu%s", page + 1, ending);
}

static const char *name_of(struct export_job *job, size_t page) {
    struct pages *p = job->own;
    size_t count = p->is_sheet ? sheet_pages(&p->sheet) : 1;
    pages_name(&p->name, job->request.output, count, page);
    return text_string(&p->name);
}

static bool open_file(struct export_job *job, size_t page) {
    struct pages *p = job->own;
    char why[256];
    const char *name = name_of(job, page);
    if (file_begin(&p->files[page], name, why, sizeof why) == FILE_OK) {
        p->opened++;
        return true;
    }
    export_fail(job, FILE_NO_RESOURCES, "%s: %s", name, why);
    return false;
}

/* All at the end: half a sheet is of no use. */
static enum export_state commit_files(struct export_job *job) {
    struct pages *p = job->own;
    char why[256];
    for (size_t i = 0; i < p->opened; i++)
        if (file_commit(&p->files[i], why, sizeof why) != FILE_OK)
            return export_fail(job, FILE_NO_RESOURCES, "%s: %s", name_of(job, i), why);
    return EXPORT_DONE;
}

/* ---- life ---- */

bool pages_begin(struct export_job *job, write_page *write) {
    struct pages *p = calloc(1, sizeof *p);
    job->own = p;
    if (!p) {
        export_fail(job, FILE_NO_RESOURCES, "not enough memory");
        return false;
    }
    p->write = write;
    p->is_sheet = sheet_is_wanted(&job->request);
    draw_init(&p->d, job->raster->measure);
    if (p->is_sheet && !sheet_plan(&p->sheet, job)) return false;
    return open_file(job, 0);
}

void pages_end(struct export_job *job) {
    struct pages *p = job->own;
    if (!p) return;
    for (size_t i = 0; i < p->opened; i++)
        if (p->files[i].path) file_abandon(&p->files[i]);
    draw_free(&p->d);
    sheet_free(&p->sheet);
    text_free(&p->name);
    free(p);
    job->own = NULL;
}

/* ---- portions ---- */

static bool write_drawn(struct export_job *job, size_t file, struct svg_page *page) {
    struct pages *p = job->own;
    char why[256];
    struct text title = {0};
    enum language language = job->request.look.language;
    text_add(&title, job->session.scenario->title);
    if (!p->is_sheet) {
        text_add(&title, " · ");
        text_addf(&title, word(language, job->log ? WORD_CYCLES_NUMBER : WORD_STEP_NUMBER),
                  (unsigned long long)job->step);
    }
    page->title = text_string(&title);
    page->language = language_code(language);
    bool fine = p->write(job, &p->d, page, p->files[file].stream, why, sizeof why);
    if (!fine) export_fail(job, FILE_NO_RESOURCES, "%s: %s", name_of(job, file), why);
    text_free(&title);
    return fine;
}

static enum export_state write_step(struct export_job *job) {
    struct pages *p = job->own;
    struct picture_size size = portray_size(job);
    if (!portray(&p->d, job, job->step))
        return export_fail(job, FILE_NO_RESOURCES, "not enough memory for the picture");
    struct svg_page page = {
        .width = size.width, .height = size.height, .said = text_string(&job->said)};
    return write_drawn(job, 0, &page) ? commit_files(job) : EXPORT_FAILED;
}

/* A picture of the page, which is written when it is full. */
static enum export_state write_picture(struct export_job *job) {
    struct pages *p = job->own;
    struct sheet *s = &p->sheet;
    size_t page = p->next / s->per_page;
    if (p->next % s->per_page == 0) sheet_draw_page(&p->d, job, s, page);
    if (!sheet_draw_picture(&p->d, job, s, p->next))
        return export_fail(job, FILE_NO_RESOURCES, "not enough memory for the picture");
    p->next++;
    job->part = (float)p->next / (float)s->count;
    if (p->next < s->count && p->next % s->per_page) return EXPORT_GOES_ON;
    if (page > 0 && !open_file(job, page)) return EXPORT_FAILED;
    struct svg_page paper = {.width = s->paper->width,
                             .height = s->paper->height,
                             .wide = s->paper->wide,
                             .high = s->paper->high,
                             .said = ""};
    if (!write_drawn(job, page, &paper)) return EXPORT_FAILED;
    return p->next < s->count ? EXPORT_GOES_ON : commit_files(job);
}

enum export_state pages_go_on(struct export_job *job) {
    struct pages *p = job->own;
    return p->is_sheet ? write_picture(job) : write_step(job);
}
