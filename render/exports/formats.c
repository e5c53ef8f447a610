/* The table of all formats. */
#include "exports/formats.h"

#include <string.h>
#include <strings.h>

#include "exports/numbered.h"
#include "exports/pages.h"
#include "exports/stream.h"

/* A step, or a sheet of several. */
enum { PAGES = EXPORT_STEP | EXPORT_SHEET | EXPORT_BLANK | EXPORT_PICTURE | EXPORT_FILES };

const struct export_format EXPORT_FORMATS[] = {
    {".png", WORD_FORMAT_PNG, PAGES, png_begin, pages_go_on, pages_end},
    {".svg", WORD_FORMAT_SVG, PAGES, svg_begin, pages_go_on, pages_end},
    {"-%06d.png", WORD_FORMAT_PICTURES, EXPORT_RANGE | EXPORT_PICTURE | EXPORT_FILES,
     pictures_begin, pictures_go_on, pictures_end},
    {".cycles.csv", WORD_FORMAT_CYCLES, EXPORT_RANGE | EXPORT_STREAMS, cycles_begin, stream_go_on,
     stream_end},
    {".csv", WORD_FORMAT_CSV, EXPORT_RANGE | EXPORT_STREAMS, csv_begin, stream_go_on, stream_end},
    {".gif", WORD_FORMAT_GIF, EXPORT_RANGE | EXPORT_FILM | EXPORT_PICTURE, gif_film_begin,
     gif_film_go_on, gif_film_end},
    {".jsonl", WORD_FORMAT_JSONL, EXPORT_STREAMS, jsonl_begin, jsonl_go_on, jsonl_end},
    {".md", WORD_FORMAT_MD, EXPORT_RANGE | EXPORT_PICTURE | EXPORT_NOTES | EXPORT_FILES, md_begin,
     md_go_on, md_end},
    {".dot", WORD_FORMAT_DOT, EXPORT_STEP, NULL, dot_go_on, NULL},
    {".perfetto.json", WORD_FORMAT_PERFETTO, EXPORT_RANGE | EXPORT_STREAMS, perfetto_export_begin,
     stream_go_on, stream_end},
    {".mp4", WORD_FORMAT_MP4, EXPORT_RANGE | EXPORT_FILM | EXPORT_PICTURE, mp4_begin,
     video_film_go_on, video_film_end},
    {".webm", WORD_FORMAT_WEBM, EXPORT_RANGE | EXPORT_FILM | EXPORT_PICTURE, webm_begin,
     video_film_go_on, video_film_end},
    {0},
};

static bool ends_in(const char *path, const char *ending) {
    size_t length = strlen(path), tail = strlen(ending);
    return length > tail && strcasecmp(path + length - tail, ending) == 0;
}

/* An ending with a place for a number stands for all names that have such a place. */
static bool fits(const char *path, const char *ending) {
    bool is_numbered = number_place(ending).length;
    if (!is_numbered) return ends_in(path, ending);
    return number_place(path).length && ends_in(path, strrchr(ending, '.'));
}

static const struct export_format *find(const char *path, bool is_numbered) {
    for (const struct export_format *f = EXPORT_FORMATS; f->ending; f++)
        if (!number_place(f->ending).length != is_numbered && fits(path, f->ending)) return f;
    return NULL;
}

const struct export_format *export_format_of(const char *path) {
    const struct export_format *numbered = find(path, true);
    return numbered ? numbered : find(path, false);
}

static bool counts(const struct export_format *f, unsigned flags) {
    return flags == 0 || f->flags & flags;
}

void export_endings(unsigned flags, struct text *out) {
    int left = 0, first = 1;
    for (const struct export_format *f = EXPORT_FORMATS; f->ending; f++) left += counts(f, flags);
    for (const struct export_format *f = EXPORT_FORMATS; f->ending; f++) {
        if (!counts(f, flags)) continue;
        text_addf(out, "%s%s", first ? "" : left == 1 ? " or " : ", ", f->ending);
        first = 0;
        left--;
    }
}
