/* The user plays the collector: what there is to decide, how the last move was answered. */
#include "view/collecting.h"

#include <stdio.h>

#include "view/panels.h"
#include "view/widget.h"

bool collecting_is_on(const struct view *v) {
    return v->collecting && v->collecting->stage != COLLECTING_OFF;
}

static const enum word ASKS[] = {[COLLECTING_OFF] = WORD_NONE,
                                 [COLLECTING_TAKE] = WORD_COLLECT_ASK_TAKE,
                                 [COLLECTING_SHADE] = WORD_COLLECT_ASK_SHADE,
                                 [COLLECTING_FREE] = WORD_COLLECT_ASK_FREE,
                                 [COLLECTING_OVER] = WORD_COLLECT_OVER};
static const enum word HOW[] = {[COLLECTING_OFF] = WORD_NONE,
                                [COLLECTING_TAKE] = WORD_COLLECT_HOW_TAKE,
                                [COLLECTING_SHADE] = WORD_COLLECT_HOW_PICK,
                                [COLLECTING_FREE] = WORD_COLLECT_HOW_PICK,
                                [COLLECTING_OVER] = WORD_COLLECT_HOW_OVER};

/* Below the question, until there is an answer to tell. */
static const enum word MORE[] = {[COLLECTING_OFF] = WORD_NONE,
                                 [COLLECTING_TAKE] = WORD_COLLECT_MORE_TAKE,
                                 [COLLECTING_SHADE] = WORD_COLLECT_MORE_SHADE,
                                 [COLLECTING_FREE] = WORD_COLLECT_MORE_FREE,
                                 [COLLECTING_OVER] = WORD_COLLECT_MORE_OVER};

static void ask(const struct view *v, struct text *out) {
    const struct collecting *c = v->collecting;
    struct text name = {0};
    if (c->object) inspect_object_name(v->m, c->object, &name);
    text_addf(out, say(v, ASKS[c->stage]), text_string(&name));
    text_free(&name);
}

/* A tick or a cross before the answer: it is told by its shape, too. */
static float draw_answer_sign(struct draw *d, const struct view *v, struct point at, bool is_no) {
    float s = px(v, 9);
    uint32_t colour = is_no ? v->theme->vermillion : v->theme->green;
    struct stroke line = {colour, px(v, 4), 0};
    struct point c = {at.x + s, at.y};
    if (is_no) {
        draw_line(d, (struct point){c.x - s, c.y - s}, (struct point){c.x + s, c.y + s}, line);
        draw_line(d, (struct point){c.x - s, c.y + s}, (struct point){c.x + s, c.y - s}, line);
    } else {
        struct point knee = {c.x - s * 0.2f, c.y + s * 0.8f};
        draw_line(d, (struct point){c.x - s, c.y}, knee, line);
        draw_line(d, knee, (struct point){c.x + s * 1.1f, c.y - s}, line);
    }
    return 2 * s + px(v, 14);
}

void panel_collecting(struct draw *d, const struct view *v, struct box b) {
    const struct theme *t = v->theme;
    const struct collecting *c = v->collecting;
    struct text words = {0};
    float x = b.x + px(v, 32), room = b.w - px(v, 64);
    struct lettering head = {FONT_SANS_BOLD, 31, t->caption_text},
                     body = {FONT_SANS, 21, t->caption_text};
    draw_box(d, b, px(v, 12), t->caption, (struct stroke){t->orange, px(v, 3), 0});
    ask(v, &words);
    head = lettering_to_fit(d, v, head, 24, room, text_string(&words));
    label_left(d, v, (struct point){x, b.y + px(v, 50)}, room, head, text_string(&words));
    text_free(&words);
    if (c->answer[0])
        x += draw_answer_sign(d, v, (struct point){x, b.y + px(v, 84)}, c->answer_is_no);
    label_wrapped(d, v, (struct point){x, b.y + px(v, 92)}, b.x + b.w - px(v, 32) - x, 2, body,
                  c->answer[0] ? c->answer : say(v, MORE[c->stage]));
}

void panel_collector_bar(struct draw *d, const struct view *v, struct box b) {
    const struct theme *t = v->theme;
    const struct collecting *c = v->collecting;
    char score[160];
    float y = b.y + b.h * 0.5f + px(v, 7), x = b.x + px(v, 24), right = b.x + b.w - px(v, 24);
    struct lettering title = {FONT_SANS_BOLD, TEXT_TITLE, t->orange},
                     body = {FONT_SANS, TEXT_TITLE, t->text},
                     small = {FONT_SANS, TEXT_BODY, t->muted};
    draw_box(d, b, px(v, 10), t->panel, (struct stroke){t->orange, px(v, 3), 0});
    label_left(d, v, (struct point){x, y}, 0, title, say(v, WORD_COLLECTING));
    x += label_width(d, v, title, say(v, WORD_COLLECTING)) + px(v, 20);
    snprintf(score, sizeof score,
             say(v, c->lets_mistakes ? WORD_COLLECT_SCORE_FREE : WORD_COLLECT_SCORE), c->moves,
             c->lets_mistakes ? c->mistakes : c->refused);
    float width = label_width(d, v, small, score);
    label_right(d, v, (struct point){right, y}, 0, small, score);
    draw_hit(d, (struct box){right - width, b.y, width, b.h}, COMMAND_COLLECT, 0, NULL);
    label_left(d, v, (struct point){x, y}, right - width - px(v, 24) - x, body,
               say(v, HOW[c->stage]));
    draw_hit(d, (struct box){b.x, b.y, right - width - px(v, 12) - b.x, b.h}, COMMAND_COLLECT_ENTER,
             0, NULL);
}

static bool is_picked(const struct collecting *c, uint64_t object) {
    for (uint32_t i = 0; i < c->pick_count; i++)
        if (c->picks[i] == object) return true;
    return false;
}

/* Picked: a broken ring; being followed: a whole one. */
void collecting_marks(struct draw *d, const struct view *v) {
    const struct collecting *c = v->collecting;
    if (!collecting_is_on(v)) return;
    size_t count = d->hit_count;
    for (size_t i = 0; i < count; i++) {
        const struct hit h = d->hits[i];
        bool picked = h.value && is_picked(c, h.value), followed = h.value && h.value == c->object;
        if (h.command != COMMAND_SELECT || (!picked && !followed)) continue;
        bool small = h.box.h < px(v, 30); /* a cell of a map */
        struct stroke ring = {picked ? v->theme->purple : v->theme->orange, px(v, small ? 2.5f : 4),
                              picked ? px(v, small ? 3 : 9) : 0};
        draw_box(d, box_inset(h.box, -px(v, small ? 2 : 7)), px(v, small ? 3 : 14), 0, ring);
    }
}
