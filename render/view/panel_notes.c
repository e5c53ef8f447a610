/* Notes for the speaker: what the author says to do here, and what comes next. */
#include <inttypes.h>
#include <stdio.h>

#include "view/panels.h"
#include "view/widget.h"

/* In units. */
enum { PADDING = 18, HEAD_LINE = 25, LINE = 24, NEXT_PART = 44 /* percent */ };

/* A title, and below it words in as many lines as have room. Returns where the next thing goes. */
static float write_part(struct draw *d, const struct view *v, struct box b, const char *title,
                        const char *words) {
    struct lettering head = {FONT_SANS_BOLD, TEXT_SMALL, v->theme->purple};
    struct lettering body = {FONT_SANS, TEXT_BODY, v->theme->text};
    label_left(d, v, (struct point){b.x, b.y + px(v, 17)}, b.w, head, title);
    uint32_t most = whole((b.h - px(v, HEAD_LINE)) / px(v, LINE));
    struct point at = {b.x, b.y + px(v, HEAD_LINE + 18)};
    uint32_t lines = label_lines(d, v, at, b.w, (struct paragraph){body, LINE, most}, words);
    return b.y + px(v, HEAD_LINE + LINE * (float)lines);
}

/* The caption that comes next, and its step; NULL if none does. */
static const struct caption *next_caption(const struct session *s, uint64_t *step) {
    const struct caption *next = NULL;
    for (uint32_t i = 0; i < s->scenario->caption_count; i++) {
        uint64_t at = s->caption_steps[i];
        if (at == NEVER || at <= session_step(s) || (next && at >= *step)) continue;
        next = &s->scenario->captions[i];
        *step = at;
    }
    return next;
}

static void write_next(struct draw *d, const struct view *v, struct box b) {
    char title[96];
    uint64_t step = 0;
    const struct caption *caption = next_caption(v->session, &step);
    struct box upper = b;
    upper.h = caption ? px(v, HEAD_LINE + LINE + 2) : b.h;
    if (v->next_step && v->next_step[0]) {
        float bottom = write_part(d, v, upper, say(v, WORD_NOTES_NEXT_STEP), v->next_step);
        b.h -= bottom - b.y + px(v, 4);
        b.y = bottom + px(v, 4);
    }
    if (!caption) return;
    snprintf(title, sizeof title, say(v, WORD_NOTES_NEXT_CAPTION), (unsigned long long)step);
    write_part(d, v, b, title, caption->say);
}

void panel_notes(struct draw *d, const struct view *v, struct box b) {
    const struct caption *caption = session_caption(v->session);
    const char *notes = caption ? caption->notes : "";
    struct box inside = box_inset(b, px(v, PADDING));
    draw_box(d, b, px(v, 10), v->theme->panel, (struct stroke){v->theme->purple, px(v, 2), 0});
    inside.y = b.y + px(v, 8);
    inside.h = b.h - px(v, 14);
    struct box right = inside;
    right.w *= NEXT_PART / 100.0f;
    right.x = inside.x + inside.w - right.w;
    inside.w -= right.w + px(v, 28);
    write_part(d, v, inside, say(v, WORD_NOTES_TITLE), notes[0] ? notes : say(v, WORD_NOTES_NONE));
    write_next(d, v, right);
}
