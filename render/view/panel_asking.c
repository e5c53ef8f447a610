/* The path of a file to open: typed, with what it may go on with. */
#include <stdio.h>
#include <string.h>

#include "view/asking.h"
#include "view/panels.h"
#include "view/widget.h"

enum { WIDTH = 1100, LINE = 28, HEAD = 140, FOOT = 46 };

static void draw_path(struct draw *d, const struct view *v, struct box b) {
    struct lettering l = {FONT_MONO, TEXT_TITLE, v->theme->text};
    char path[PROMPT_TEXT_MAX + 8];
    snprintf(path, sizeof path, "%s▏", v->prompt->text);
    draw_box(d, b, px(v, 8), v->theme->ground, (struct stroke){v->theme->blue, px(v, 2.5f), 0});
    float room = b.w - px(v, 28);
    label_left(d, v, (struct point){b.x + px(v, 14), b.y + px(v, 33)}, 0, l,
               label_fitting_end(d, v, l, room, path));
}

static void draw_names(struct draw *d, const struct view *v, struct box b) {
    const struct asking *a = v->asking;
    struct lettering l = {FONT_MONO, TEXT_BODY, v->theme->muted};
    float y = b.y + px(v, 20), column = b.w / 2;
    for (uint32_t i = 0; i < a->count; i++)
        label_left(d, v,
                   (struct point){b.x + column * (float)(i % 2), y + px(v, LINE) * (float)(i / 2)},
                   column - px(v, 16), l, a->names[i]);
    if (a->total <= a->count) return;
    char words[64];
    snprintf(words, sizeof words, say(v, WORD_MORE_NAMES), a->total - a->count);
    label_left(d, v, (struct point){b.x, y + px(v, LINE) * (float)((a->count + 1) / 2)}, b.w,
               (struct lettering){FONT_SANS, TEXT_BODY, v->theme->muted}, words);
}

void panel_asking(struct draw *d, const struct view *v) {
    float w = fminf(px(v, WIDTH), v->area.w - px(v, 40));
    float h = px(v, HEAD + FOOT + LINE * (ASKING_NAMES / 2 + 1));
    struct box b = {v->area.x + (v->area.w - w) / 2, v->area.y + px(v, 120), w, h};
    draw_box(d, v->area, 0, with_alpha(v->theme->ground, 0xb0), (struct stroke){0});
    draw_hit(d, v->area, COMMAND_ASK_NOTHING, 0, "");
    struct box inside = panel_frame(d, v, b, say(v, WORD_OPEN_FILE_TITLE), "");
    draw_path(d, v, (struct box){inside.x, inside.y + px(v, 14), inside.w, px(v, 50)});
    draw_names(d, v, (struct box){inside.x, b.y + px(v, HEAD), inside.w, 0});
    label_left(d, v, (struct point){inside.x, b.y + h - px(v, 18)}, inside.w,
               (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted},
               say(v, WORD_ASKING_KEYS));
}
