#include "view/arrangement.h"

#include <math.h>

static const struct {
    uint32_t column;
    float share, least;
    enum word title;
} PANELS[PANEL_COUNT] = {
#define PANEL(name, column, share, least, function, title) {column, share, least, WORD_##title},
#include "view/panels.def"
#undef PANEL
};

enum { GAP = 14 };

uint32_t panel_column(enum panel panel) {
    return PANELS[panel].column;
}

enum word panel_title(enum panel panel) {
    return PANELS[panel].title;
}

struct arrangement arrangement_default(void) {
    struct arrangement a = {.enlarged = PANEL_COUNT, .columns = {0.258f, 0.237f, 0.345f, 0.16f}};
    for (int i = 0; i < PANEL_COUNT; i++) a.rows[i] = PANELS[i].share;
    return a;
}

bool arrangement_shows(const struct arrangement *a, enum panel panel) {
    bool is_covered = a->enlarged != PANEL_COUNT && a->enlarged != panel;
    return !a->hidden[panel] && !is_covered;
}

/* ---- placing ---- */

struct placing {
    const struct arrangement *a;
    bool shown[PANEL_COUNT];
    float unit, gap;
    struct box *boxes;
};

static uint32_t count_in(const struct placing *p, uint32_t column) {
    uint32_t count = 0;
    for (int i = 0; i < PANEL_COUNT; i++) count += p->shown[i] && PANELS[i].column == column;
    return count;
}

/* What is left for the shares when those whose share is less than the least they need have that. */
static float height_of(const struct placing *p, uint32_t column, float room, enum panel panel) {
    bool at_least[PANEL_COUNT] = {false};
    for (bool changed = true; changed;) {
        float left = room, shares = 0;
        changed = false;
        for (int i = 0; i < PANEL_COUNT; i++) {
            if (!p->shown[i] || PANELS[i].column != column) continue;
            if (at_least[i]) left -= PANELS[i].least * p->unit;
            else shares += p->a->rows[i];
        }
        for (int i = 0; i < PANEL_COUNT; i++) {
            if (!p->shown[i] || PANELS[i].column != column || at_least[i]) continue;
            float height = shares > 0 ? left * p->a->rows[i] / shares : 0;
            if (height < PANELS[i].least * p->unit) at_least[i] = changed = true;
        }
        if (changed) continue;
        if (!at_least[panel]) return shares > 0 ? left * p->a->rows[panel] / shares : left;
    }
    return PANELS[panel].least * p->unit;
}

/* Where even the least is too much, all shrink alike. */
static void place_column(const struct placing *p, uint32_t column, struct box b) {
    float room = b.h - p->gap * (float)(count_in(p, column) - 1), sum = 0, heights[PANEL_COUNT];
    for (int i = 0; i < PANEL_COUNT; i++) {
        if (!p->shown[i] || PANELS[i].column != column) continue;
        heights[i] = height_of(p, column, room, (enum panel)i);
        sum += heights[i];
    }
    float shrink = sum > room && sum > 0 ? fmaxf(room, 0) / sum : 1, y = b.y;
    for (int i = 0; i < PANEL_COUNT; i++) {
        if (!p->shown[i] || PANELS[i].column != column) continue;
        p->boxes[i] = (struct box){b.x, y, b.w, heights[i] * shrink};
        y += heights[i] * shrink + p->gap;
    }
}

static void place_columns(const struct placing *p, struct box area) {
    float shares = 0, x = area.x;
    uint32_t columns = 0;
    for (uint32_t c = 0; c < COLUMNS; c++) {
        if (count_in(p, c) == 0) continue;
        shares += p->a->columns[c];
        columns++;
    }
    if (columns == 0 || shares <= 0) return;
    float room = fmaxf(area.w - p->gap * (float)(columns - 1), 0);
    for (uint32_t c = 0; c < COLUMNS; c++) {
        if (count_in(p, c) == 0) continue;
        float width = room * p->a->columns[c] / shares;
        place_column(p, c, (struct box){x, area.y, width, area.h});
        x += width + p->gap;
    }
}

/* ---- what goes where there is no room ---- */

/* Widths in units below which a column says nothing any more, and which one goes first. */
static const float COLUMN_LEAST[COLUMNS] = {270, 250, 330, 215};
static const uint32_t FIRST_TO_GO[COLUMNS] = {3, 0, 1, 2};

/* The higher, the longer a panel stays in a column that is too low for all. */
static const int IMPORTANCE[PANEL_COUNT] = {
    [PANEL_SOURCE] = 9, [PANEL_STACKS] = 9,     [PANEL_HEAP] = 9,   [PANEL_WORK] = 8,
    [PANEL_MAP] = 7,    [PANEL_FREE_LISTS] = 7, [PANEL_C_HEAP] = 6, [PANEL_INSPECTOR] = 6,
    [PANEL_OUTPUT] = 5, [PANEL_METER] = 4,      [PANEL_LOG] = 3};

static void hide_column(struct placing *p, uint32_t column) {
    for (int i = 0; i < PANEL_COUNT; i++)
        if (PANELS[i].column == column) p->shown[i] = false;
}

static float least_width(const struct placing *p) {
    float width = -p->gap;
    for (uint32_t c = 0; c < COLUMNS; c++)
        if (count_in(p, c)) width += COLUMN_LEAST[c] * p->unit + p->gap;
    return width;
}

static float least_height(const struct placing *p, uint32_t column) {
    float height = -p->gap;
    for (int i = 0; i < PANEL_COUNT; i++)
        if (p->shown[i] && PANELS[i].column == column) height += PANELS[i].least * p->unit + p->gap;
    return height;
}

static void drop_least_important(struct placing *p, uint32_t column) {
    int least = -1;
    for (int i = 0; i < PANEL_COUNT; i++)
        if (p->shown[i] && PANELS[i].column == column &&
            (least < 0 || IMPORTANCE[i] <= IMPORTANCE[least]))
            least = i;
    if (least >= 0) p->shown[least] = false;
}

/* Rather than that all are cut, the least important ones go: the last never does. */
static void drop_what_has_no_room(struct placing *p, struct box area) {
    for (uint32_t i = 0; i + 1 < COLUMNS; i++) {
        bool others = false;
        for (uint32_t k = i + 1; k < COLUMNS; k++) others |= count_in(p, FIRST_TO_GO[k]) > 0;
        if (others && least_width(p) > area.w) hide_column(p, FIRST_TO_GO[i]);
    }
    for (uint32_t c = 0; c < COLUMNS; c++)
        while (count_in(p, c) > 1 && least_height(p, c) > area.h) drop_least_important(p, c);
}

void arrangement_place(const struct arrangement *a, const bool there[PANEL_COUNT], struct box area,
                       float unit, struct box boxes[PANEL_COUNT]) {
    struct placing p = {.a = a, .unit = unit, .gap = GAP * unit, .boxes = boxes};
    for (int i = 0; i < PANEL_COUNT; i++) {
        p.shown[i] = there[i] && !a->hidden[i];
        boxes[i] = (struct box){0};
    }
    if (a->enlarged < PANEL_COUNT && p.shown[a->enlarged]) {
        boxes[a->enlarged] = area;
        return;
    }
    drop_what_has_no_room(&p, area);
    place_columns(&p, area);
}
