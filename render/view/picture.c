#include "view/picture.h"

#include <math.h>

#include "view/panels.h"
#include "view/widget.h"

enum { METER_HEIGHT = 246, OUTPUT_HEIGHT = 60 };

/* Whatever heaps the program uses, side by side. */
static void draw_maps(struct draw *d, const struct view *v, struct box b, float gap) {
    float half = (b.w - gap) / 2;
    if (!v->m->c_arena) panel_map(d, v, b);
    else if (!view_shows_go_heap(v)) panel_c_heap(d, v, b);
    else {
        panel_map(d, v, (struct box){b.x, b.y, half, b.h});
        panel_c_heap(d, v, (struct box){b.x + half + gap, b.y, half, b.h});
    }
}

void picture_draw(struct draw *d, const struct view *v, struct hits *hits) {
    float gap = px(v, 14), margin = px(v, 20), w = v->width - 2 * margin;
    struct anchors anchors = {.count = 0};
    hits->count = 0;
    draw_reset(d);
    draw_box(d, (struct box){0, 0, v->width, v->height}, 0, v->theme->ground, (struct stroke){0});
    panel_header(d, v, (struct box){margin, px(v, 8), w, px(v, 60)});
    panel_status(d, v, (struct box){margin, px(v, 68), w, px(v, 32)});
    float timeline_h = px(v, 136), caption_h = px(v, 142), top = px(v, 104);
    float bottom = v->height - margin - timeline_h;
    panel_timeline(d, v, (struct box){margin, bottom, w, timeline_h}, hits);
    bottom -= gap + caption_h;
    panel_caption(d, v, (struct box){margin, bottom, w, caption_h});
    float h = bottom - gap - top;
    float source_w = w * 0.25f, stacks_w = w * 0.235f, side_w = w * 0.145f;
    float heap_w = w - source_w - stacks_w - side_w - 3 * gap, x = margin;
    float meter_h = px(v, METER_HEIGHT);
    float output_h = view_shows_output(v) ? px(v, OUTPUT_HEIGHT) + gap : 0;
    float source_h = h - meter_h - gap - output_h;
    panel_source(d, v, (struct box){x, top, source_w, source_h});
    if (output_h > 0)
        panel_output(d, v, (struct box){x, top + source_h + gap, source_w, output_h - gap});
    panel_meter(d, v, (struct box){x, top + h - meter_h, source_w, meter_h});
    x += source_w + gap;
    struct box stacks = {x, top, stacks_w, h};
    x += stacks_w + gap;
    float map_h = fminf(px(v, 190), h * 0.295f), heap_h = h - map_h - gap;
    panel_stacks(d, v, stacks, &anchors);
    draw_maps(d, v, (struct box){x, top + heap_h + gap, heap_w, map_h}, gap);
    panel_heap(d, v, (struct box){x, top, heap_w, heap_h}, &anchors);
    x += heap_w + gap;
    float work_h = h * 0.24f, step_h = h * 0.26f;
    bool go = view_shows_go_heap(v);
    (go ? panel_work : panel_free_lists)(d, v, (struct box){x, top, side_w, work_h});
    panel_step(d, v, (struct box){x, top + work_h + gap, side_w, step_h});
    panel_numbers(
        d, v,
        (struct box){x, top + work_h + step_h + 2 * gap, side_w, h - work_h - step_h - 2 * gap});
    if (v->help) panel_help(d, v, hits);
}
