#include "view/gallery.h"

#include <stdio.h>

#include "view/widget.h"

enum { CARD_HEIGHT = 212 };

uint32_t gallery_columns(const struct view *v) {
    return v->area.w / v->scale > 1500 ? 3 : 2;
}

static void draw_card(struct draw *d, const struct view *v, const struct gallery *g, uint32_t i,
                      struct box b) {
    const struct theme *t = v->theme;
    const struct gallery_entry *e = &g->entries[i];
    bool selected = i == g->selected;
    struct stroke line = {selected ? t->blue : t->border, px(v, selected ? 4 : 1.5f), 0};
    draw_box(d, b, px(v, 12), t->panel, line);
    float x = b.x + px(v, 26), room = b.w - px(v, 52);
    char number[16];
    snprintf(number, sizeof number, "%u", i + 1);
    struct lettering big = {FONT_SANS_BOLD, 24, e->broken ? t->vermillion : t->text};
    label_left(d, v, (struct point){x, b.y + px(v, 44)}, room - px(v, 40), big, e->title);
    label_right(d, v, (struct point){b.x + b.w - px(v, 22), b.y + px(v, 42)}, 0,
                (struct lettering){FONT_SANS, 20, t->muted}, number);
    label_wrapped(d, v, (struct point){x, b.y + px(v, 82)}, room, 3,
                  (struct lettering){FONT_SANS, 19, t->text}, e->summary);
    label_wrapped(d, v, (struct point){x, b.y + px(v, 168)}, room, 2,
                  (struct lettering){FONT_SANS, 16, t->muted}, e->teaches);
}

void gallery_draw(struct draw *d, const struct view *v, const struct gallery *g) {
    float margin = px(v, 60), gap = px(v, 24);
    uint32_t columns = gallery_columns(v);
    float w = (v->area.w - 2 * margin - gap * (float)(columns - 1)) / (float)columns;
    float h = px(v, CARD_HEIGHT), top = px(v, 150);
    uint32_t rows = whole((v->area.h - top - px(v, 60)) / (h + gap));
    uint32_t row = g->selected / columns, first_row = rows && row >= rows ? row - rows + 1 : 0;
    draw_box(d, v->area, 0, v->theme->ground, (struct stroke){0});
    label_left(d, v, (struct point){margin, px(v, 80)}, 0,
               (struct lettering){FONT_SANS_BOLD, 44, v->theme->text}, "tricolor");
    label_left(d, v, (struct point){margin, px(v, 118)}, 0,
               (struct lettering){FONT_SANS, 21, v->theme->muted},
               "How Go manages memory, one step at a time. Go 1.19 is modelled.");
    for (uint32_t i = first_row * columns;
         i < g->count && i / columns < first_row + (rows ? rows : 1); i++) {
        struct box b = {margin + (float)(i % columns) * (w + gap),
                        top + (float)(i / columns - first_row) * (h + gap), w, h};
        draw_card(d, v, g, i, b);
        draw_hit(d, b, COMMAND_OPEN, i, NULL);
    }
    const char *keys = v->message ? v->message
                                  : "← ↑ ↓ → choose   Enter opens   T theme   F full screen   Q "
                                    "quit   or drop a file here";
    label_left(d, v, (struct point){margin, v->area.h - px(v, 30)}, v->area.w - 2 * margin,
               (struct lettering){FONT_SANS, TEXT_BODY,
                                  v->message ? v->theme->vermillion : v->theme->muted},
               keys);
}
