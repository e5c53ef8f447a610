#include "view/picture.h"

#include "view/arranging.h"
#include "view/collecting.h"
#include "view/panels.h"
#include "view/predicting.h"
#include "view/scheduling.h"
#include "view/trying.h"
#include "view/widget.h"

typedef void draw_panel(struct draw *d, const struct view *v, struct box b);

static draw_panel *const PANELS[PANEL_COUNT] = {
#define PANEL(name, column, share, least, function, title) function,
#include "view/panels.def"
#undef PANEL
};

/* Some panels are about what not every program has. By the program, not by the step: so that none
 * comes or goes during a run. */
void picture_find_panels(const struct view *v, bool there[PANEL_COUNT]) {
    bool go = view_shows_go_heap(v);
    for (int i = 0; i < PANEL_COUNT; i++) there[i] = true;
    there[PANEL_OUTPUT] = view_shows_output(v);
    there[PANEL_MAP] = there[PANEL_WORK] = there[PANEL_PACER] = go;
    there[PANEL_FREE_LISTS] = !go;
    there[PANEL_C_HEAP] = v->m->c_arena != NULL;
}

/* Heights of the bands above and below the panels, pixels. Where everything is large, they give
 * way: lines that say less go, and what is left keeps its size. */
struct bands {
    float header, status, caption, timeline, predict;
};

static struct bands find_bands(const struct draw *d, const struct view *v, float width) {
    float units = v->area.h / v->scale, caption = caption_height(d, v, width);
    bool roomy = units >= 760, cramped = units < 420;
    bool asks = collecting_is_on(v) || predicting_has_bar(v);
    if (asks) caption = fmaxf(caption, px(v, QUESTION_HEIGHT));
    float most = v->area.h * (roomy ? 0.28f : cramped ? 0.36f : 0.25f);
    return (struct bands){.header = px(v, roomy     ? 68
                                          : cramped ? 8
                                                    : 60),
                          .status = px(v, roomy ? 36 : 4),
                          .caption = fminf(caption, most),
                          .timeline = px(v, roomy ? TIMELINE_HEIGHT : TIMELINE_LEAST),
                          .predict = asks ? px(v, roomy ? 68 : 52) : 0};
}

/* The bands, and what they leave to the panels. */
struct placed {
    struct bands bands;
    struct box panels, notes, caption, timeline, predict;
};

static struct placed place_bands(const struct draw *d, const struct view *v) {
    float gap = px(v, 14), margin = px(v, 20), w = v->area.w - 2 * margin;
    float x = v->area.x + margin, y = v->area.y;
    struct placed p = {.bands = find_bands(d, v, w)};
    float top = y + p.bands.header + p.bands.status;
    float bottom = y + v->area.h - margin;
    if (p.bands.predict > 0) {
        bottom -= p.bands.predict;
        p.predict = (struct box){x, bottom + gap, w, p.bands.predict - gap};
    }
    bottom -= p.bands.timeline;
    p.timeline = (struct box){x, bottom, w, p.bands.timeline};
    bottom -= gap + p.bands.caption;
    p.caption = (struct box){x, bottom, w, p.bands.caption};
    if (v->presenting.notes) {
        float height = fminf(px(v, NOTES_HEIGHT), 0.2f * v->area.h);
        bottom -= gap + height;
        p.notes = (struct box){x, bottom, w, height};
    }
    p.panels = (struct box){x, top, w, bottom - gap - top};
    return p;
}

/* Of thousands of objects the graph says little, and the map much: then the graph gives way to it,
 * unless somebody has arranged them in another way. By the run, not by the step. */
static struct arrangement arrangement_of(const struct view *v) {
    enum { MANY = 4096 };
    struct arrangement a = v->look->arrangement, usual = arrangement_default();
    bool many = v->session->front.s->statistics.mallocs >= MANY;
    bool is_usual =
        a.rows[PANEL_HEAP] == usual.rows[PANEL_HEAP] && a.rows[PANEL_MAP] == usual.rows[PANEL_MAP];
    if (!many || !is_usual) return a;
    a.rows[PANEL_HEAP] = 0.4f * (usual.rows[PANEL_HEAP] + usual.rows[PANEL_MAP]);
    a.rows[PANEL_MAP] = 1.5f * a.rows[PANEL_HEAP];
    return a;
}

void picture_place(const struct draw *d, const struct view *v, struct box boxes[PANEL_COUNT]) {
    bool there[PANEL_COUNT];
    struct arrangement a = arrangement_of(v);
    picture_find_panels(v, there);
    arrangement_place(&a, there, place_bands(d, v).panels, v->scale, boxes);
}

/* Arrows to the heap's objects come from other panels; they stay among the panels. */
static void draw_one(struct draw *d, const struct view *v, enum panel panel, struct box b,
                     struct box all) {
    draw_clip(d, panel == PANEL_HEAP ? all : b);
    PANELS[panel](d, v, b);
    draw_unclip(d);
}

void picture_draw_panels(struct draw *d, const struct view *whole, struct box area) {
    struct anchors anchors = {.count = 0};
    struct view v = *whole;
    bool there[PANEL_COUNT];
    struct box boxes[PANEL_COUNT];
    struct arrangement a = arrangement_of(&v);
    v.anchors = &anchors;
    picture_find_panels(&v, there);
    arrangement_place(&a, there, area, v.scale, boxes);
    for (int i = 0; i < PANEL_COUNT; i++)
        if (boxes[i].w > 0 && boxes[i].h > 0) draw_one(d, &v, (enum panel)i, boxes[i], area);
}

static void draw_panels(struct draw *d, const struct view *v) {
    bool there[PANEL_COUNT];
    struct box boxes[PANEL_COUNT];
    picture_find_panels(v, there);
    picture_place(d, v, boxes);
    struct box all = place_bands(d, v).panels;
    for (int i = 0; i < PANEL_COUNT; i++) {
        if (boxes[i].w <= 0 || boxes[i].h <= 0) continue;
        arranging_head(d, v, boxes[i], panel_number(there, (enum panel)i));
        size_t hits = d->hit_count;
        draw_one(d, v, (enum panel)i, boxes[i], all);
        bool objects = i == PANEL_HEAP || i == PANEL_MAP || i == PANEL_C_HEAP;
        if (objects && !collecting_is_on(v)) predicting_marks(d, v, hits);
    }
    arranging_draw(d, v, boxes, there);
}

void picture_draw(struct draw *d, const struct view *whole) {
    struct anchors anchors = {.count = 0};
    struct view with_anchors = *whole;
    const struct view *v = &with_anchors;
    with_anchors.anchors = &anchors;
    struct placed p = place_bands(d, v);
    float x = p.panels.x, y = v->area.y, w = p.panels.w;
    draw_box(d, v->area, 0, v->theme->ground, (struct stroke){0});
    if (p.bands.header > px(v, 20))
        panel_header(d, v, (struct box){x, y + px(v, 8), w, p.bands.header - px(v, 8)});
    if (p.bands.status > px(v, 32))
        panel_status(d, v, (struct box){x, y + p.bands.header, w, px(v, 32)});
    if (p.predict.h > 0)
        (collecting_is_on(v) ? panel_collector_bar : panel_predict)(d, v, p.predict);
    panel_timeline(d, v, p.timeline);
    if (collecting_is_on(v)) panel_collecting(d, v, p.caption);
    else if (predicting_asks(v)) panel_question(d, v, p.caption);
    else panel_caption(d, v, p.caption);
    if (p.notes.h > 0) panel_notes(d, v, p.notes);
    draw_panels(d, v);
    collecting_marks(d, v);
    float high = fmaxf(p.caption.h, px(v, 142));
    if (v->scheduling)
        panel_scheduling(d, v, (struct box){x, p.caption.y + p.caption.h - high, w, high});
    if (v->trying && v->trying->shown) panel_trying(d, v);
}
