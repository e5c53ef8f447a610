/* Who goes next: a row of names to choose from, and what the chosen one would do. */
#include <stdio.h>
#include <string.h>

#include "view/panels.h"
#include "view/scheduling.h"
#include "view/widget.h"

static uint32_t colour_of(const struct view *v, const struct offer *o) {
    return actor_colour(v, o->who.choice.actor);
}

/* Filled if it is chosen; a dot stands before the one that would go by itself. */
static float draw_offer(struct draw *d, const struct view *v, struct point at, uint32_t i) {
    const struct scheduling *s = v->scheduling;
    const struct offer *o = &s->offers[i];
    const struct theme *t = v->theme;
    bool chosen = i == s->chosen;
    struct lettering l = {chosen ? FONT_SANS_BOLD : FONT_SANS, TEXT_TITLE,
                          chosen ? t->panel : t->text};
    struct lettering widest = {FONT_SANS_BOLD, TEXT_TITLE, 0};
    char words[OFFER_NAME_MAX + 16];
    snprintf(words, sizeof words, "%s%s", o->who.goes ? "• " : "", o->name);
    float w = label_width(d, v, widest, words) + px(v, 36);
    struct box b = {at.x, at.y, w, px(v, 40)};
    uint32_t ink = colour_of(v, o);
    draw_box(d, b, b.h / 2, chosen ? t->blue : t->panel,
             (struct stroke){chosen ? t->blue : ink, px(v, 2.5f), 0});
    label_centre(d, v, (struct point){b.x + w / 2, b.y + px(v, 27)}, 0, l, words);
    draw_hit(d, b, COMMAND_NEXT_CHOOSE, i, o->does);
    return b.x + w + px(v, 12);
}

static void draw_offers(struct draw *d, const struct view *v, struct box b) {
    const struct scheduling *s = v->scheduling;
    float x = b.x;
    for (uint32_t i = 0; i < s->count; i++) x = draw_offer(d, v, (struct point){x, b.y}, i);
    if (s->total <= s->count) return;
    char words[32];
    snprintf(words, sizeof words, "+ %u", s->total - s->count);
    label_left(d, v, (struct point){x, b.y + px(v, 27)}, 0,
               (struct lettering){FONT_SANS, TEXT_TITLE, v->theme->muted}, words);
}

void panel_scheduling(struct draw *d, const struct view *v, struct box b) {
    const struct scheduling *s = v->scheduling;
    const struct theme *t = v->theme;
    draw_box(d, b, px(v, 12), t->panel, (struct stroke){t->blue, px(v, 3), 0});
    draw_hit(d, b, COMMAND_NEXT_CHOOSE, s->chosen, "");
    float x = b.x + px(v, 28), room = b.w - px(v, 56);
    struct lettering bold = {FONT_SANS_BOLD, TEXT_TITLE + 2, t->text};
    struct lettering small = {FONT_SANS, TEXT_SMALL + 1, t->muted};
    label_left(d, v, (struct point){x, b.y + px(v, 34)}, room, bold, say(v, WORD_WHO_NEXT));
    label_right(d, v, (struct point){x + room, b.y + px(v, 34)},
                room - label_width(d, v, bold, say(v, WORD_WHO_NEXT)) - px(v, 20), small,
                say(v, WORD_WHO_KEYS));
    if (s->count == 0) return;
    draw_offers(d, v, (struct box){x, b.y + px(v, 48), room, px(v, 40)});
    label_left(d, v, (struct point){x, b.y + px(v, 122)}, room,
               (struct lettering){FONT_SANS, 24, t->text}, s->offers[s->chosen].does);
}
