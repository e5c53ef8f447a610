#include "view/picture.h"

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
static void find_panels(const struct view *v, bool there[PANEL_COUNT]) {
    bool go = view_shows_go_heap(v);
    for (int i = 0; i < PANEL_COUNT; i++) there[i] = true;
    there[PANEL_OUTPUT] = view_shows_output(v);
    there[PANEL_MAP] = there[PANEL_WORK] = there[PANEL_PACER] = go;
    there[PANEL_FREE_LISTS] = !go;
    there[PANEL_C_HEAP] = v->m->c_arena != NULL;
}

static void draw_panels(struct draw *d, const struct view *v, struct box area) {
    bool there[PANEL_COUNT];
    struct box boxes[PANEL_COUNT];
    find_panels(v, there);
    arrangement_place(&v->look->arrangement, there, area, v->scale, boxes);
    for (int i = 0; i < PANEL_COUNT; i++) {
        if (boxes[i].w <= 0 || boxes[i].h <= 0) continue;
        bool clips = i != PANEL_HEAP; /* whose arrows come from other panels */
        if (clips) draw_clip(d, boxes[i]);
        PANELS[i](d, v, boxes[i]);
        if (clips) draw_unclip(d);
    }
}

/* Heights of the bands above and below the panels, pixels. Where everything is large, they give
 * way: lines that say less go, and what is left keeps its size. */
struct bands {
    float header, status, caption, timeline, predict;
};

static struct bands find_bands(const struct draw *d, const struct view *v, float width) {
    float units = v->area.h / v->scale, caption = caption_height(d, v, width);
    bool roomy = units >= 760, cramped = units < 420, asks = predicting_has_bar(v);
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

void picture_draw(struct draw *d, const struct view *whole) {
    struct anchors anchors = {.count = 0};
    struct view with_anchors = *whole;
    const struct view *v = &with_anchors;
    with_anchors.anchors = &anchors;
    float gap = px(v, 14), margin = px(v, 20);
    float x = v->area.x + margin, y = v->area.y, w = v->area.w - 2 * margin;
    struct bands bands = find_bands(d, v, w);
    draw_box(d, v->area, 0, v->theme->ground, (struct stroke){0});
    if (bands.header > px(v, 20))
        panel_header(d, v, (struct box){x, y + px(v, 8), w, bands.header - px(v, 8)});
    if (bands.status > px(v, 32))
        panel_status(d, v, (struct box){x, y + bands.header, w, px(v, 32)});
    float top = y + bands.header + bands.status;
    float bottom = y + v->area.h - margin;
    if (bands.predict > 0) {
        bottom -= bands.predict;
        panel_predict(d, v, (struct box){x, bottom + gap, w, bands.predict - gap});
    }
    bottom -= bands.timeline;
    panel_timeline(d, v, (struct box){x, bottom, w, bands.timeline});
    bottom -= gap + bands.caption;
    struct box caption = {x, bottom, w, bands.caption};
    if (predicting_asks(v)) panel_question(d, v, caption);
    else panel_caption(d, v, caption);
    draw_panels(d, v, (struct box){x, top, w, bottom - gap - top});
    predicting_marks(d, v);
    float high = fmaxf(bands.caption, px(v, 142));
    if (v->scheduling)
        panel_scheduling(d, v, (struct box){x, bottom + bands.caption - high, w, high});
    if (v->trying && v->trying->shown) panel_trying(d, v);
    if (v->help) panel_help(d, v);
}
