/* The caption: the largest text of the picture. */
#include "view/panels.h"
#include "view/widget.h"

void panel_caption(struct draw *d, const struct view *v, struct box b) {
    const struct theme *t = v->theme;
    const struct caption *caption = session_caption(v->session);
    const char *what = text_string(&v->what), *why = text_string(&v->why);
    draw_box(d, b, px(v, 12), t->caption, (struct stroke){0});
    const char *words = caption ? caption->say : v->session->scenario->summary;
    const char *more = caption && caption->more[0] ? caption->more : "";
    bool said = words[0] != '\0';
    const char *large = said ? words : what, *below = said ? more : why;
    float x = b.x + px(v, 32), room = b.w - px(v, 64);
    struct lettering head = {FONT_SANS_BOLD, 31, t->caption_text},
                     body = {FONT_SANS, 21, t->caption_text};
    head = lettering_to_fit(d, v, head, 24, room, large);
    if (!said) { /* a program by itself: the step is all there is to say */
        label_left(d, v, (struct point){x, b.y + px(v, *below ? 58 : 80)}, room, head, large);
        label_wrapped(d, v, (struct point){x, b.y + px(v, 94)}, room, 2, body, below);
        return;
    }
    label_left(d, v, (struct point){x, b.y + px(v, *below ? 46 : 60)}, room, head, large);
    label_left(d, v, (struct point){x, b.y + px(v, 80)}, room, body, below);
    draw_box(d, (struct box){x, b.y + px(v, 95), room, px(v, 1)}, 0,
             with_alpha(t->caption_text, 0x40), (struct stroke){0});
    struct lettering step = {FONT_SANS, 20, with_alpha(t->caption_text, 0xd8)};
    struct text small = {0};
    text_add(&small, what);
    if (*what && *why) text_add(&small, "  ");
    text_add(&small, why);
    label_left(d, v, (struct point){x, b.y + px(v, 124)}, room, step, text_string(&small));
    text_free(&small);
}
