/* export.h -- what leaves the program as a file: pictures, films, data, words.
 *
 * Each kind of file is a row of EXPORT_FORMATS, chosen by how the file's name ends. A job writes
 * one file in small portions, so that a command line can be interrupted and a window stays alive;
 * it runs the scenario in a session of its own, so that nobody else's `now` moves. Nothing is left
 * behind of a job that is not done, and a file that was there before stays as it was. No SDL and no
 * clock here: the host gives what paints. */
#ifndef TC_EXPORT_H
#define TC_EXPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/file.h"
#include "gclog/gclog_model.h"
#include "session/session.h"
#include "view/draw.h"
#include "view/graph_layout.h"
#include "view/look.h"

/* What is wanted. The strings must outlive the job. */
struct export_request {
    const char *output; /* where to write; its ending is the format */
    uint64_t step;      /* the one to show; NEVER: the last one */
    uint64_t from, to;  /* the first and the last one; NEVER: of the run */
    uint64_t steps_max; /* the run is stopped after so many; 0: as a session does by itself */
    int width, height;  /* of pictures, in pixels; 0: 1920 x 1080 */
    unsigned rate;      /* of films, frames a second; 0: not given */
    unsigned per_page;  /* of sheets, pictures on one page; 0: not given */
    const char *sheet;  /* several steps on paper: "3,7,10-12", "each" or "evenly"; NULL: no */
    const char *page;   /* the paper: a name of PAGES (sheet.h); NULL: not given */
    bool notes;         /* of texts: the speaker's notes, too */
    bool blank;         /* without what is to be filled in by hand */
    struct look look;
};

/* Of the step NEVER and the look_default, to `output`. */
struct export_request export_request_to(const char *output);

/* Pixels, 0xRRGGBBAA, row by row. */
struct image {
    const uint32_t *pixels;
    uint32_t columns, rows;
};

/* What puts draw lists on pixels; given by the host, which knows fonts. */
struct raster {
    void *user;
    struct text_measure measure;
    /* The pixels, 32-bit 0xXXRRGGBB, `*pitch` bytes from one row to the next; the raster's own,
     * until it paints again. NULL: no memory. */
    const uint32_t *(*paint)(void *user, const struct draw *d, int width, int height, int *pitch);
    /* What was painted last, as PNG. False if it cannot be written, with a line in `why`. */
    bool (*write_png)(void *user, FILE *to, char *why, size_t why_size);
    /* An image, as PNG that can be seen through. Likewise. */
    bool (*write_image)(void *user, const struct image *image, FILE *to, char *why,
                        size_t why_size);
};

/* ---- formats ---- */

struct export_job;

enum export_state { EXPORT_GOES_ON, EXPORT_DONE, EXPORT_FAILED };

/* What a format takes beside the name of the file, and what it needs. */
enum export_flag {
    EXPORT_STEP = 1,     /* --step: it shows one step */
    EXPORT_RANGE = 2,    /* --from, --to: it goes through several */
    EXPORT_FILM = 4,     /* --fps */
    EXPORT_SHEET = 8,    /* --sheet, --page, --per-page */
    EXPORT_BLANK = 16,   /* --blank */
    EXPORT_PICTURE = 32, /* --size and the look; it needs a raster */
    EXPORT_STREAMS = 64, /* it goes through the run itself, from its beginning; otherwise the run
                          * has been gone through before it begins */
    EXPORT_NOTES = 256,  /* --notes */
    EXPORT_FILES = 128   /* it opens, commits and removes its files itself */
};

struct export_format {
    const char *ending;
    enum word word; /* what it is, for who chooses */
    unsigned flags;
    /* Makes job->own, begins to write to job->writer.stream. False: export_fail was called. */
    bool (*begin)(struct export_job *job);
    /* A portion, of less than 20 ms where it can be; sets job->part. */
    enum export_state (*go_on)(struct export_job *job);
    /* Gives job->own back, if it was made, whether the job is done or not. May be NULL. */
    void (*end)(struct export_job *job);
};

/* Ended by a NULL ending. The first row that fits counts. */
extern const struct export_format EXPORT_FORMATS[];

/* By the ending; NULL if there is no such format. */
const struct export_format *export_format_of(const char *path);
/* ".png, .svg or .gif": of all formats that have one of the flags, or of all with 0. */
void export_endings(unsigned flags, struct text *out);

/* ---- jobs ---- */

enum export_stage { EXPORT_OPENED, EXPORT_RUNS, EXPORT_WRITES, EXPORT_ENDED };

struct export_job {
    struct export_request request;
    const struct export_format *format;
    const struct raster *raster; /* NULL: the format needs none */
    enum export_stage stage;
    struct session session;     /* not open where there is a log */
    const struct gclog *log;    /* of collections, in the place of a run (log.h); else NULL */
    struct gclog_model model;   /* beside it */
    uint64_t at;                /* which of its collections is next, or looked at */
    uint64_t step, from, to;    /* what was asked for, or what is meant where nothing was */
    struct file_writer writer;  /* open while the format writes */
    struct graph_layout *graph; /* of the whole run, for `portray`; made when it is needed */
    struct text said;           /* of the step portrayed last: what it did, in a sentence */
    void *own;                  /* the format's */
    float part;                 /* of the writing that is done, 0 to 1 */
    enum file_status status;    /* why it failed: bad input, or the surroundings */
    char why[512];              /* ... in one line, that names the file or the option */
    bool lacks_program;         /* ... because a program is not installed: pictures can be written
                                 * without it (numbered_instead) */
};

/* Begins a job on a scenario, which must outlive it. The run is the one of the session `as` with
 * all that was decided there, or the scenario's own if it is NULL. False if it cannot begin: see
 * status and why. Closed by export_close either way. */
bool export_open(struct export_job *job, const struct scenario *scenario, const struct session *as,
                 const struct export_request *request, const struct raster *raster);
/* One portion. Not to be called again after DONE, when the file is there, or FAILED. */
enum export_state export_go_on(struct export_job *job);
/* How much is done, from 0 to 1. Never becomes less. */
float export_progress(const struct export_job *job);
/* Gives all back; a job that is not done is abandoned. */
void export_close(struct export_job *job);

/* For formats: notes why the job fails; the first reason counts. Always EXPORT_FAILED. */
enum export_state export_fail(struct export_job *job, enum file_status status, const char *format,
                              ...) TC_PRINTF(3, 4);

#endif
