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

void arrangement_place(const struct arrangement *a, const bool there[PANEL_COUNT], struct box area,
                       float unit, struct box boxes[PANEL_COUNT]) {
    struct placing p = {.a = a, .unit = unit, .gap = GAP * unit, .boxes = boxes};
    for (int i = 0; i < PANEL_COUNT; i++) {
        p.shown[i] = there[i] && !a->hidden[i];
        boxes[i] = (struct box){0};
    }
    if (a->enlarged < PANEL_COUNT && p.shown[a->enlarged]) boxes[a->enlarged] = area;
    else place_columns(&p, area);
}
