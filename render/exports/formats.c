/* The table of all formats. */
#include "exports/formats.h"

#include <string.h>
#include <strings.h>

#include "exports/stream.h"

const struct export_format EXPORT_FORMATS[] = {
    {".png", WORD_FORMAT_PNG, EXPORT_STEP | EXPORT_PICTURE, NULL, png_go_on, NULL},
    {".svg", WORD_FORMAT_SVG, EXPORT_STEP | EXPORT_PICTURE, NULL, svg_go_on, NULL},
    {".cycles.csv", WORD_FORMAT_CYCLES, EXPORT_RANGE | EXPORT_STREAMS, cycles_begin, stream_go_on,
     stream_end},
    {".csv", WORD_FORMAT_CSV, EXPORT_RANGE | EXPORT_STREAMS, csv_begin, stream_go_on, stream_end},
    {0},
};

static bool ends_in(const char *path, const char *ending) {
    size_t length = strlen(path), tail = strlen(ending);
    return length > tail && strcasecmp(path + length - tail, ending) == 0;
}

const struct export_format *export_format_of(const char *path) {
    for (const struct export_format *f = EXPORT_FORMATS; f->ending; f++)
        if (ends_in(path, f->ending)) return f;
    return NULL;
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
