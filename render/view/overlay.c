#include "view/overlay.h"

#include "view/widget.h"

void overlay_blank(struct draw *d, const struct view *v) {
    draw_box(d, v->area, 0, 0x000000ff, (struct stroke){0});
}

/* Light, colour, dark: some of the three stands out on any ground. */
static void draw_pointer(struct draw *d, const struct view *v) {
    float r = px(v, 40);
    struct box b = {v->mouse.x - r, v->mouse.y - r, 2 * r, 2 * r};
    if (v->mouse.x < 0) return;
    draw_box(d, b, r, with_alpha(v->theme->orange, 0x38), (struct stroke){0xffffffff, px(v, 9), 0});
    draw_box(d, box_inset(b, -px(v, 3)), r + px(v, 3), 0, (struct stroke){0x000000ff, px(v, 2), 0});
    draw_box(d, b, r, 0, (struct stroke){v->theme->orange, px(v, 5), 0});
    draw_box(d, box_inset(b, px(v, 4)), r - px(v, 4), 0, (struct stroke){0x000000ff, px(v, 2), 0});
}

void overlay_draw(struct draw *d, const struct view *v) {
    if (v->presenting.pointer) draw_pointer(d, v);
}
