/* Arranging the panels: hidden, enlarged, wider and higher. */
#include "view/arranging.h"

#include <math.h>

#include "app/does.h"
#include "view/picture.h"

static enum panel panel_of(struct app *app, uint64_t number) {
    bool there[PANEL_COUNT];
    struct view v = app_view(app);
    picture_find_panels(&v, there);
    view_end(&v);
    return panel_numbered(there, number);
}

/* The panel of a number, alone; or again all. */
void do_enlarge(struct app *app, uint64_t value) {
    struct arrangement *a = &app->look.arrangement;
    enum panel panel = panel_of(app, value);
    if (panel == PANEL_COUNT) return;
    a->hidden[panel] = false;
    a->enlarged = a->enlarged == panel ? PANEL_COUNT : panel;
}

void do_hide(struct app *app, uint64_t value) {
    struct arrangement *a = &app->look.arrangement;
    enum panel panel = panel_of(app, value);
    if (panel == PANEL_COUNT) return;
    a->hidden[panel] = !a->hidden[panel];
    if (a->enlarged == panel) a->enlarged = PANEL_COUNT;
}

void do_panel_head(struct app *app, uint64_t value) {
    if (app->mouse.clicks == 2) do_enlarge(app, value);
}

void do_arrange_anew(struct app *app, uint64_t value) {
    (void)value;
    app->look.arrangement = arrangement_default();
}

/* ---- dragging: shares become what is seen, then two of them change ---- */

static void find_boxes(struct app *app, struct box boxes[PANEL_COUNT]) {
    struct view v = app_view(app);
    picture_place(&app->draw, &v, boxes);
    view_end(&v);
}

/* How much of a stretch the first part gets when the end of it is dragged to `at`. */
static float part_of(float from, float to, float at) {
    const float least = 0.08f;
    if (to <= from) return 0.5f;
    return fminf(fmaxf((at - from) / (to - from), least), 1 - least);
}

static bool column_box(const struct box *boxes, uint32_t column, struct box *out) {
    for (int i = 0; i < PANEL_COUNT; i++) {
        if (boxes[i].w <= 0 || panel_column((enum panel)i) != column) continue;
        *out = boxes[i];
        return true;
    }
    return false;
}

void do_split_column(struct app *app, uint64_t value) {
    struct box boxes[PANEL_COUNT], left, right;
    uint32_t column = (uint32_t)value, next = column + 1;
    float *shares = app->look.arrangement.columns;
    find_boxes(app, boxes);
    if (column >= COLUMNS || !column_box(boxes, column, &left)) return;
    while (next < COLUMNS && !column_box(boxes, next, &right)) next++;
    if (next >= COLUMNS) return;
    float sum = shares[column] + shares[next];
    float part = part_of(left.x, right.x + right.w, app->mouse.at.x);
    shares[column] = sum * part;
    shares[next] = sum - shares[column];
}

/* The shares of a column's panels, as they are seen now. */
static void take_heights(struct arrangement *a, const struct box *boxes, uint32_t column) {
    float heights = 0, shares = 0;
    for (int i = 0; i < PANEL_COUNT; i++) {
        if (boxes[i].h <= 0 || panel_column((enum panel)i) != column) continue;
        heights += boxes[i].h;
        shares += a->rows[i];
    }
    if (heights <= 0) return;
    for (int i = 0; i < PANEL_COUNT; i++)
        if (boxes[i].h > 0 && panel_column((enum panel)i) == column)
            a->rows[i] = fmaxf(shares, 0.1f) * boxes[i].h / heights;
}

void do_split_row(struct app *app, uint64_t value) {
    struct box boxes[PANEL_COUNT];
    struct arrangement *a = &app->look.arrangement;
    int upper = (int)value, lower = upper + 1;
    find_boxes(app, boxes);
    if (value >= PANEL_COUNT || boxes[upper].h <= 0) return;
    uint32_t column = panel_column((enum panel)upper);
    while (lower < PANEL_COUNT &&
           (boxes[lower].h <= 0 || panel_column((enum panel)lower) != column))
        lower++;
    if (lower >= PANEL_COUNT) return;
    take_heights(a, boxes, column);
    float sum = a->rows[upper] + a->rows[lower];
    float part = part_of(boxes[upper].y, boxes[lower].y + boxes[lower].h, app->mouse.at.y);
    a->rows[upper] = sum * part;
    a->rows[lower] = sum - a->rows[upper];
}
