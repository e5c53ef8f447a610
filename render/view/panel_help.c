/* Help over the picture: every key. */
#include "view/panels.h"
#include "view/widget.h"

static const struct {
    const char *keys, *does;
} HELP[] = {
    {"Space", "play and pause"},
    {"→  Page Down  .", "one step on"},
    {"←  Page Up  ,", "one step back"},
    {"Ctrl → ←", "by source line"},
    {"Shift → ←", "by phase of the collector"},
    {"Home  End", "to the beginning, to the end"},
    {"+  −", "faster, slower"},
    {"G", "go to a step: type its number, then Enter"},
    {"T", "light or dark"},
    {"F", "full screen"},
    {"Esc", "back to the gallery"},
    {"?", "this help"},
    {"Q", "quit"},
    {"white, grey, black", "not found yet; found, its pointers not yet followed; done"},
};

void panel_help(struct draw *d, const struct view *v) {
    enum { ROWS = sizeof HELP / sizeof HELP[0] };
    float w = px(v, 860), h = px(v, 100 + 36 * ROWS);
    struct box all = v->area;
    struct box b = {all.x + (all.w - w) / 2, all.y + (all.h - h) / 2, w, h};
    draw_box(d, all, 0, with_alpha(v->theme->ground, 0xb0), (struct stroke){0});
    draw_hit(d, all, COMMAND_HELP, 0, NULL);
    struct box inside = panel_frame(d, v, b, "Keys", "? closes");
    for (size_t i = 0; i < ROWS; i++) {
        float y = inside.y + px(v, 30 + 36 * (float)i);
        label_left(d, v, (struct point){inside.x, y}, 0,
                   (struct lettering){FONT_SANS_BOLD, 20, v->theme->text}, HELP[i].keys);
        label_left(d, v, (struct point){inside.x + px(v, 260), y}, 0,
                   (struct lettering){FONT_SANS, 20, v->theme->text}, HELP[i].does);
    }
}
