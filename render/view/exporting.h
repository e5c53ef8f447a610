/* exporting.h -- the dialog that writes a file: which format, of which steps, under which name; and
 * how far it is. */
#ifndef TC_EXPORTING_H
#define TC_EXPORTING_H

#include "view/draw.h"
#include "view/theme.h"
#include "view/words.h"

struct view;

enum exporting_stage {
    EXPORTING_OFF,
    EXPORTING_ASKS,
    EXPORTING_CONFIRMS, /* the file is there already: is it to be replaced? */
    EXPORTING_WORKS,
    EXPORTING_DONE,
    EXPORTING_FAILED,   /* `why` says why */
    EXPORTING_ABANDONED /* the user has */
};

/* A row of the table of formats, as far as the dialog asks about it. */
struct exporting_format {
    const char *ending;
    enum word word;
    bool step, range; /* it shows one step; it goes through several */
    bool picture;     /* it has a size and a theme */
    bool film, sheet, blank, notes;
};

enum { EXPORTING_FORMATS_MAX = 32, EXPORTING_PATH_MAX = 1023, EXPORTING_WHY_MAX = 512 };

/* What there is to choose beside the format. */
enum exporting_field {
    FIELD_RANGE,
    FIELD_FROM,
    FIELD_TO,
    FIELD_STEP,
    FIELD_SIZE,
    FIELD_THEME,
    FIELD_RATE,
    FIELD_BLANK,
    FIELD_SHEET,
    FIELD_PER_PAGE,
    FIELD_PAPER,
    FIELD_NOTES,
    FIELD_FILE,
    FIELD_START,
    FIELD_COUNT
};

enum exporting_range {
    RANGE_WHOLE,
    RANGE_LOOP,  /* between the ends of the loop, if there is one */
    RANGE_UP_TO, /* from the beginning to the step one is at */
    RANGE_ON,    /* from there to the end */
    RANGE_TYPED,
    RANGE_COUNT
};

/* Several steps on paper. */
enum exporting_sheet { SHEET_NONE, SHEET_EVENLY, SHEET_EACH, SHEET_COUNT };

struct exporting_size {
    int width, height;
};

struct exporting {
    enum exporting_stage stage;
    struct exporting_format formats[EXPORTING_FORMATS_MAX];
    uint32_t format_count;
    uint32_t format; /* the chosen one */
    uint32_t focus;  /* where keys go: 0: the formats; else exporting_fields()[focus - 1] */
    enum exporting_range range;
    uint64_t from, to; /* UINT64_MAX: the end of the run, wherever that will be */
    uint64_t step;
    struct exporting_size size;
    const struct theme *theme;
    unsigned rate; /* frames a second */
    enum exporting_sheet sheet;
    unsigned per_page; /* of a sheet, pictures on a page */
    const char *paper; /* "a4" */
    bool blank, notes;
    char path[EXPORTING_PATH_MAX + 1];
    bool path_typed; /* by the user: then only its ending changes with the format */
    bool exists;     /* a file of that name */
    unsigned percent;
    bool writes; /* it is no longer going through the run */
    char why[EXPORTING_WHY_MAX];
};

/* The fields that the chosen format has, in order, FIELD_START last; how many. */
uint32_t exporting_fields(const struct exporting *e, enum exporting_field fields[FIELD_COUNT]);
/* Whether it becomes a sheet; whether it is drawn on paper, whose size and colours are given. */
bool exporting_is_sheet(const struct exporting *e);
bool exporting_is_paper(const struct exporting *e);
/* Whether the value of a field is typed. */
bool exporting_is_typed(enum exporting_field field);

/* Over the picture, which is not to be clicked meanwhile. */
void panel_exporting(struct draw *d, const struct view *v);

#endif
