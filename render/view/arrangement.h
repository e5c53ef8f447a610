/* arrangement.h -- where the panels are: columns of panels, some of them hidden, perhaps one that
 * has the whole room. */
#ifndef TC_ARRANGEMENT_H
#define TC_ARRANGEMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "view/draw.h"
#include "view/words.h"

enum panel {
#define PANEL(name, column, share, least, function, title) PANEL_##name,
#include "view/panels.def"
#undef PANEL
    PANEL_COUNT
};

enum { COLUMNS = 4 };

struct arrangement {
    bool hidden[PANEL_COUNT];
    enum panel enlarged;     /* PANEL_COUNT: none */
    float columns[COLUMNS];  /* widths, compared with one another */
    float rows[PANEL_COUNT]; /* heights, compared with those in the same column */
};

struct arrangement arrangement_default(void);
/* Whether a panel that is there is to be seen: not hidden, nor covered by one that is enlarged. */
bool arrangement_shows(const struct arrangement *a, enum panel panel);

/* The box of each panel; those that are hidden, not `there`, or less important than others where
 * there is no room for all, get one of no size. Columns without a panel leave their room to the
 * others. `unit` is pixels. */
void arrangement_place(const struct arrangement *a, const bool there[PANEL_COUNT], struct box area,
                       float unit, struct box boxes[PANEL_COUNT]);

uint32_t panel_column(enum panel panel);
enum word panel_title(enum panel panel);

#endif
