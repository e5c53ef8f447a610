/* Questions: in the caption's place what is asked, and then what is right and why; in the bar below
 * the timeline how to answer, and how many were right so far. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/panels.h"
#include "view/predicting.h"
#include "view/widget.h"

bool predicting_has_bar(const struct view *v) {
    return v->predicting && v->look->questions != QUESTIONS_OFF &&
           v->session->scenario->question_count > 0;
}

bool predicting_asks(const struct view *v) {
    return predicting_has_bar(v) && v->predicting->open != NO_QUESTION;
}

static const struct question *question_of(const struct view *v) {
    return &v->session->scenario->questions[v->predicting->open];
}

bool predicting_hides_garbage(const struct view *v) {
    if (!predicting_asks(v) || v->predicting->told) return false;
    const struct question *q = question_of(v);
    if (q->about == ABOUT_COMING) return q->coming.freed || q->coming.lost || q->coming.leaked;
    if (q->about != ABOUT_STATE) return false;
    return q->state == STATE_FREED || q->state == STATE_LIVE || q->state == STATE_LOST ||
           q->state == STATE_LEAKED || q->state == STATE_REACHABLE || q->state == STATE_UNREACHABLE;
}

bool predicting_hides_verdicts(const struct view *v) {
    return predicting_asks(v) && !v->predicting->told && question_of(v)->about == ABOUT_PLACE;
}

/* What the machine itself gives to choose from, in the language of the view. */
static const char *item_name(const struct view *v, const char *name) {
    static const struct {
        const char *name;
        enum word word;
    } NAMES[] = {{"white", WORD_CHOICE_WHITE},
                 {"grey", WORD_CHOICE_GREY},
                 {"black", WORD_CHOICE_BLACK},
                 {"freed", WORD_CHOICE_FREED},
                 {"yes", WORD_CHOICE_YES},
                 {"no", WORD_CHOICE_NO},
                 {"on the heap", WORD_CHOICE_HEAP},
                 {"on the stack", WORD_CHOICE_STACK},
                 {"it grows", WORD_CHOICE_GROWS},
                 {"it shrinks", WORD_CHOICE_SHRINKS},
                 {"it stays the same", WORD_CHOICE_STAYS}};
    const struct question *q = question_of(v);
    if (q->form != QUESTION_CHOICE || q->choice_count > 0) return name;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (strcmp(NAMES[i].name, name) == 0) return say(v, NAMES[i].word);
    return name;
}

/* ---- signs: told by their shape ---- */

enum sign { SIGN_NONE, SIGN_PICKED, SIGN_RIGHT, SIGN_WRONG, SIGN_MISSED };

static uint32_t sign_colour(const struct view *v, enum sign sign) {
    if (sign == SIGN_PICKED) return v->theme->purple;
    return sign == SIGN_WRONG ? v->theme->vermillion : v->theme->green;
}

/* A tick, a cross, or for what was not picked an empty ring. */
static void draw_sign(struct draw *d, const struct view *v, struct point c, float size,
                      enum sign sign) {
    float r = size / 2, s = size * 0.22f;
    struct stroke line = {v->theme->panel, size * 0.13f, 0};
    uint32_t colour = sign_colour(v, sign);
    bool hollow = sign == SIGN_MISSED;
    draw_box(d, (struct box){c.x - r, c.y - r, size, size}, r, hollow ? v->theme->panel : colour,
             (struct stroke){colour, size * 0.1f, 0});
    if (hollow) line.colour = colour;
    if (sign == SIGN_WRONG) {
        draw_line(d, (struct point){c.x - s, c.y - s}, (struct point){c.x + s, c.y + s}, line);
        draw_line(d, (struct point){c.x - s, c.y + s}, (struct point){c.x + s, c.y - s}, line);
    } else if (sign != SIGN_PICKED) {
        struct point knee = {c.x - s * 0.2f, c.y + s * 0.9f};
        draw_line(d, (struct point){c.x - s * 1.1f, c.y}, knee, line);
        draw_line(d, knee, (struct point){c.x + s * 1.2f, c.y - s * 0.9f}, line);
    }
}

static enum sign sign_of(const struct predicting *p, uint32_t item) {
    bool picked = given_has(&p->answered, item), right = p->answer.items[item].right;
    if (!p->told) return picked ? SIGN_PICKED : SIGN_NONE;
    if (right) return picked || !p->given ? SIGN_RIGHT : SIGN_MISSED;
    return picked ? SIGN_WRONG : SIGN_NONE;
}

/* ---- over the panels ---- */

/* In which place of the order an object stands, from 1; 0: in none. */
static uint32_t place_in_order(const struct predicting *p, uint32_t item) {
    if (p->told) return p->answer.items[item].rank;
    for (uint32_t i = 0; i < p->answered.count; i++)
        if (p->answered.items[i] == item) return i + 1;
    return 0;
}

static void draw_place(struct draw *d, const struct view *v, struct box b, uint32_t place) {
    char words[12];
    float size = px(v, 26);
    struct box badge = {b.x + b.w - size * 0.6f, b.y - size * 0.4f, size, size};
    snprintf(words, sizeof words, "%u", place);
    draw_box(d, badge, size / 2, v->theme->purple, (struct stroke){v->theme->panel, px(v, 2), 0});
    label_centre(d, v, (struct point){badge.x + size / 2, badge.y + size * 0.72f}, 0,
                 (struct lettering){FONT_SANS_BOLD, TEXT_SMALL, v->theme->panel}, words);
}

static void mark_object(struct draw *d, const struct view *v, struct box b, uint32_t item) {
    const struct predicting *p = v->predicting;
    bool order = question_of(v)->form == QUESTION_ORDER;
    uint32_t place = order ? place_in_order(p, item) : 0;
    enum sign sign = order ? (place ? SIGN_PICKED : SIGN_NONE) : sign_of(p, item);
    if (sign == SIGN_NONE) return;
    bool small = b.w < px(v, 30); /* a cell of a map */
    bool broken = sign == SIGN_WRONG || sign == SIGN_MISSED;
    float by = px(v, small ? 2 : 7), size = fminf(px(v, 26), b.h * 0.8f);
    struct stroke ring = {sign_colour(v, sign), px(v, small ? 2.5f : 4),
                          broken ? px(v, small ? 3 : 9) : 0};
    draw_box(d, box_inset(b, -by), px(v, small ? 3 : 14), 0, ring);
    if (small && sign == SIGN_WRONG) /* no room for a cross */
        draw_line(d, (struct point){b.x, b.y + b.h}, (struct point){b.x + b.w, b.y},
                  (struct stroke){ring.colour, ring.width, 0});
    if (small) return;
    if (place) draw_place(d, v, b, place);
    else if (sign != SIGN_PICKED)
        draw_sign(d, v, (struct point){b.x + b.w, b.y - px(v, 2)}, size, sign);
}

void predicting_marks(struct draw *d, const struct view *v, size_t first_hit) {
    if (!predicting_asks(v)) return;
    const struct question *q = question_of(v);
    bool objects =
        q->form == QUESTION_PICK || (q->form == QUESTION_ORDER && q->about == ABOUT_EVENT);
    size_t count = objects ? d->hit_count : 0;
    for (size_t i = first_hit; i < count; i++) {
        struct hit h = d->hits[i];
        if (h.command != COMMAND_SELECT || !h.value) continue;
        int item = answer_item_at(v->session, &v->predicting->answer, h.value);
        if (item >= 0) mark_object(d, v, h.box, (uint32_t)item);
    }
}

/* ---- chips: choices, things to put in order ---- */

/* Sizes of letters, units; a chip is so many times as high. */
enum { CHIP_MOST = 21, CHIP_LEAST = 11, CHIP_GAP = 12 };
#define CHIP_HEIGHT 1.7f

struct chips {
    struct draw *d;
    const struct view *v;
    struct box room;
    struct lettering letters;
    bool measuring; /* nothing is drawn */
};

static void chip_words(const struct view *v, uint32_t item, struct text *out) {
    const struct predicting *p = v->predicting;
    const char *name = item_name(v, p->answer.items[item].name);
    text_addf(out, "%u  %s", item + 1, name);
}

static void draw_chip(const struct chips *c, struct box b, uint32_t item, const char *words) {
    const struct view *v = c->v;
    const struct predicting *p = v->predicting;
    bool chosen = given_has(&p->answered, item), order = question_of(v)->form == QUESTION_ORDER;
    struct lettering l = c->letters;
    if (chosen) l.colour = v->theme->panel;
    draw_box(c->d, b, b.h / 2, chosen ? v->theme->purple : 0,
             (struct stroke){chosen ? v->theme->purple : with_alpha(c->letters.colour, 0x90),
                             px(v, 2), 0});
    label_left(c->d, v, (struct point){b.x + px(v, 16), b.y + b.h * 0.68f}, b.w - px(v, 24), l,
               words);
    draw_hit(c->d, b, COMMAND_PREDICT_ITEM, item + 1, NULL);
    if (order && chosen) draw_place(c->d, v, b, place_in_order(p, item));
}

static float chip_height(const struct chips *c) {
    return px(c->v, c->letters.size * CHIP_HEIGHT);
}

/* In rows; returns how many it takes. */
static uint32_t lay_chips(const struct chips *c) {
    const struct view *v = c->v;
    uint32_t rows = 1;
    float x = c->room.x, height = chip_height(c), gap = px(v, CHIP_GAP);
    for (uint32_t i = 0; i < v->predicting->answer.item_count; i++) {
        struct text words = {0};
        chip_words(v, i, &words);
        float width = label_width(c->d, v, c->letters, text_string(&words)) + px(v, 34);
        width = fminf(width, c->room.w);
        if (x > c->room.x && x + width > c->room.x + c->room.w) {
            x = c->room.x;
            rows++;
        }
        struct box b = {x, c->room.y + (float)(rows - 1) * (height + gap * 0.6f), width, height};
        if (!c->measuring) draw_chip(c, b, i, text_string(&words));
        x += width + gap;
        text_free(&words);
    }
    return rows;
}

static bool chips_fit(const struct chips *c) {
    float rows = (float)lay_chips(c), between = px(c->v, CHIP_GAP * 0.6f);
    return rows * chip_height(c) + (rows - 1) * between <= c->room.h;
}

/* As large as there is room for. */
static void draw_chips(struct draw *d, const struct view *v, struct box room) {
    struct chips c = {d, v, room, {FONT_SANS, CHIP_MOST, v->theme->caption_text}, true};
    while (c.letters.size > CHIP_LEAST && !chips_fit(&c)) c.letters.size--;
    c.measuring = false;
    lay_chips(&c);
}

/* ---- the caption's place, from the top down ---- */

enum {
    ABOVE = 10,
    SIDE = 32,
    HEAD = 31,
    HEAD_LEAST = 28,
    HEAD_LINE = 42,
    BODY = 21,
    BODY_LINE = 28
};

struct question_pen {
    struct draw *d;
    const struct view *v;
    struct box left; /* the room that is left */
};

static float enlarged(const struct view *v, float units) {
    return units * (v->look->large_captions ? 1.3f : 1);
}

static struct question_pen pen_begin(struct draw *d, const struct view *v, struct box b) {
    float side = px(v, SIDE), above = px(v, ABOVE);
    return (struct question_pen){d, v, {b.x + side, b.y + above, b.w - 2 * side, b.h - 2 * above}};
}

static void write_lines(struct question_pen *pen, struct lettering l, float line, uint32_t most,
                        const char *words) {
    const struct view *v = pen->v;
    uint32_t fit = whole((pen->left.h + px(v, 3)) / px(v, line));
    if (!words[0] || fit == 0) return;
    struct point at = {pen->left.x, pen->left.y + px(v, l.size + (line - l.size) / 2 - 2)};
    uint32_t lines = label_lines(pen->d, v, at, pen->left.w,
                                 (struct paragraph){l, line, fit < most ? fit : most}, words);
    pen->left.y += (float)lines * px(v, line);
    pen->left.h -= (float)lines * px(v, line);
}

static void write_head(struct question_pen *pen, const char *words) {
    const struct view *v = pen->v;
    struct lettering l = {FONT_SANS_BOLD, enlarged(v, HEAD), v->theme->caption_text};
    l = lettering_to_fit(pen->d, v, l, enlarged(v, HEAD_LEAST), pen->left.w, words);
    write_lines(pen, l, enlarged(v, HEAD_LINE), 2, words);
}

static void write_body(struct question_pen *pen, const char *words) {
    const struct view *v = pen->v;
    struct lettering l = {FONT_SANS, enlarged(v, BODY), v->theme->caption_text};
    write_lines(pen, l, enlarged(v, BODY_LINE), 9, words);
}

/* ---- what is asked ---- */

static void add_picked(const struct predicting *p, const struct question *q, struct text *out) {
    if (q->form == QUESTION_NUMBER) text_addf(out, "%s_", p->number);
    else if (p->answered.count > 0) given_words(q, &p->answer, &p->answered, out);
}

static void draw_asking(struct draw *d, const struct view *v, struct box b) {
    const struct predicting *p = v->predicting;
    const struct question *q = question_of(v);
    struct question_pen pen = pen_begin(d, v, b);
    write_head(&pen, q->ask);
    if (p->hinted) write_body(&pen, q->hint);
    if (q->form == QUESTION_CHOICE || q->form == QUESTION_ORDER) {
        float above = fminf(px(v, 12), pen.left.h / 8);
        draw_chips(d, v,
                   (struct box){pen.left.x, pen.left.y + above, pen.left.w, pen.left.h - above});
        return;
    }
    struct text picked = {0};
    add_picked(p, q, &picked);
    write_body(&pen, text_string(&picked));
    text_free(&picked);
}

/* ---- what is right ---- */

static enum word verdict_word(const struct predicting *p) {
    static const enum word WORDS[] = {WORD_VERDICT_WRONG, WORD_VERDICT_PARTLY, WORD_VERDICT_RIGHT};
    return p->given ? WORDS[p->verdict] : WORD_VERDICT_SHOWN;
}

static enum sign verdict_sign(const struct predicting *p) {
    static const enum sign SIGNS[] = {SIGN_WRONG, SIGN_MISSED, SIGN_RIGHT};
    return p->given ? SIGNS[p->verdict] : SIGN_RIGHT;
}

static void add_right(const struct view *v, const struct question *q, struct text *out) {
    const struct answer *a = &v->predicting->answer;
    if (q->form == QUESTION_CHOICE) {
        for (uint32_t i = 0; i < a->item_count; i++)
            if (a->items[i].right) text_add(out, item_name(v, a->items[i].name));
        return;
    }
    struct text words = {0};
    answer_words(q, a, &words);
    bool none = strcmp(text_string(&words), "nothing") == 0;
    text_add(out, none ? say(v, WORD_PREDICT_NOTHING) : text_string(&words));
    text_free(&words);
}

/* A sentence a line, as many as there is room for. */
static void write_feedback(struct question_pen *pen) {
    for (const char *line = text_string(&pen->v->predicting->feedback); *line;) {
        struct text one = {0};
        size_t length = strcspn(line, "\n");
        text_add_bytes(&one, line, length);
        write_body(pen, text_string(&one));
        text_free(&one);
        line += length + (line[length] == '\n');
    }
}

static void draw_telling(struct draw *d, const struct view *v, struct box b) {
    const struct predicting *p = v->predicting;
    struct question_pen pen = pen_begin(d, v, b);
    struct text head = {0};
    float size = px(v, enlarged(v, HEAD)), indent = size + px(v, 14);
    struct point middle = {pen.left.x + size / 2, pen.left.y + px(v, enlarged(v, HEAD_LINE) / 2)};
    draw_sign(d, v, middle, size, verdict_sign(p));
    text_addf(&head, "%s ", say(v, verdict_word(p)));
    add_right(v, question_of(v), &head);
    pen.left.x += indent;
    pen.left.w -= indent;
    write_head(&pen, text_string(&head));
    pen.left.x -= indent;
    pen.left.w += indent;
    write_feedback(&pen);
    text_free(&head);
}

void panel_question(struct draw *d, const struct view *v, struct box b) {
    draw_box(d, b, px(v, 12), v->theme->caption, (struct stroke){v->theme->purple, px(v, 3), 0});
    draw_hit(d, b, COMMAND_NONE, 0, "");
    if (v->predicting->told) draw_telling(d, v, b);
    else draw_asking(d, v, b);
}

/* ---- on the timeline ---- */

/* Full once it has been answered. Above the strip, where the cursor does not cover it for long. */
static void draw_question_mark(struct draw *d, const struct view *v, struct point c,
                               uint32_t question) {
    const struct result *r = &v->predicting->results[question];
    const char *ask = v->session->scenario->questions[question].ask;
    float size = px(v, 7), inner = px(v, 4), reach = px(v, 10);
    struct point outer[4] = {
        {c.x - size, c.y}, {c.x, c.y - size}, {c.x + size, c.y}, {c.x, c.y + size}};
    struct point hole[4] = {
        {c.x - inner, c.y}, {c.x, c.y - inner}, {c.x + inner, c.y}, {c.x, c.y + inner}};
    draw_shape(d, outer, 4, v->theme->purple);
    if (r->attempts == 0) draw_shape(d, hole, 4, v->theme->panel);
    draw_hit(d, (struct box){c.x - reach, c.y - reach, 2 * reach, 2 * reach}, COMMAND_ASK,
             question + 1, ask);
}

void predicting_on_strip(struct draw *d, const struct view *v, struct box strip, uint64_t steps) {
    if (!predicting_has_bar(v) || steps == 0) return;
    for (uint32_t i = 0; i < v->session->scenario->question_count; i++) {
        uint64_t step = v->session->question_steps[i];
        if (step > steps) continue;
        float x = strip.x + strip.w * (float)((double)step / (double)steps);
        draw_question_mark(d, v, (struct point){x, strip.y - px(v, 9)}, i);
    }
}

/* ---- the bar ---- */

static uint32_t count_answered(const struct view *v, uint32_t *right) {
    uint32_t answered = 0;
    *right = 0;
    for (uint32_t i = 0; i < v->session->scenario->question_count; i++) {
        const struct result *r = &v->predicting->results[i];
        answered += r->attempts > 0;
        *right += r->attempts > 0 && r->first == VERDICT_RIGHT;
    }
    return answered;
}

static const char *how_to_answer(const struct view *v) {
    static const enum word HOW[] = {WORD_PREDICT_PICK, WORD_PREDICT_CHOICE, WORD_PREDICT_NUMBER,
                                    WORD_PREDICT_ORDER};
    const struct predicting *p = v->predicting;
    if (p->open == NO_QUESTION) return say(v, WORD_PREDICT_IDLE);
    if (p->refused) return say(v, WORD_PREDICT_REFUSED);
    if (p->told)
        return say(v, p->given && p->verdict != VERDICT_RIGHT ? WORD_PREDICT_AGAIN
                                                              : WORD_PREDICT_GO_ON);
    return say(v, HOW[question_of(v)->form]);
}

static void add_instructions(const struct view *v, struct text *out) {
    const struct predicting *p = v->predicting;
    bool lecture = v->look->questions == QUESTIONS_LECTURE;
    text_add(out, how_to_answer(v));
    if (p->told) text_addf(out, "  %s", question_of(v)->ask);
    if (p->open == NO_QUESTION || p->told || p->refused) return;
    if (lecture) text_addf(out, " %s", say(v, WORD_PREDICT_REVEAL));
    if (question_of(v)->hint[0] && !p->hinted) text_addf(out, "  %s", say(v, WORD_PREDICT_HINT));
}

static void add_saved(const struct predicting *p, const struct view *v, struct text *out) {
    if (p->file_fails[0]) text_addf(out, say(v, WORD_PREDICT_NOT_SAVED), p->file_fails);
    else if (p->saved && p->file) {
        const char *slash = strrchr(p->file, '/');
        text_addf(out, say(v, WORD_PREDICT_SAVED), slash ? slash + 1 : p->file);
    }
}

/* What stands at the right, from the right on, as far as there is room beside the instructions. */
struct bar {
    struct draw *d;
    const struct view *v;
    float left, right, y; /* what is free, and the baseline */
    struct box box;
};

/* False if it would take more than its part of what is free. */
static bool bar_right(struct bar *bar, uint32_t colour, float part, const char *words,
                      struct box *place) {
    struct lettering l = {FONT_SANS, TEXT_BODY, colour};
    float width = label_width(bar->d, bar->v, l, words), gap = px(bar->v, 24);
    if (!words[0] || width > part * (bar->right - bar->left)) return false;
    label_right(bar->d, bar->v, (struct point){bar->right, bar->y}, 0, l, words);
    *place =
        (struct box){bar->right - width - gap / 3, bar->box.y, width + gap * 2 / 3, bar->box.h};
    bar->right -= width + gap;
    return true;
}

static void draw_mode(struct bar *bar) {
    static const enum word MODES[] = {WORD_MODE_LECTURE, WORD_MODE_SELF_STUDY, WORD_MODE_OFF};
    const struct view *v = bar->v;
    struct box place;
    if (bar_right(bar, v->theme->muted, 0.25f, say(v, MODES[v->look->questions]), &place))
        draw_hit(bar->d, place, COMMAND_QUESTIONS, 0, NULL);
}

/* How many were right; and where that is saved, if there is room. */
static void draw_score(struct bar *bar) {
    uint32_t right, answered = count_answered(bar->v, &right);
    const struct predicting *p = bar->v->predicting;
    struct text score = {0}, saved = {0};
    struct box place;
    if (answered > 0) text_addf(&score, say(bar->v, WORD_PREDICT_SCORE), right, answered);
    text_add(&saved, text_string(&score));
    add_saved(p, bar->v, &saved);
    uint32_t ink = bar->v->theme->text;
    bool shown = bar_right(bar, ink, 0.5f, text_string(&saved), &place) ||
                 bar_right(bar, ink, 0.5f, text_string(&score), &place);
    if (shown && p->file && p->saved) draw_hit(bar->d, place, COMMAND_NONE, 0, p->file);
    text_free(&score);
    text_free(&saved);
}

void panel_predict(struct draw *d, const struct view *v, struct box b) {
    const struct theme *t = v->theme;
    bool open = v->predicting->open != NO_QUESTION;
    float side = px(v, 24);
    struct lettering title = {FONT_SANS_BOLD, TEXT_TITLE, t->purple},
                     body = {FONT_SANS, TEXT_TITLE, open ? t->text : t->muted};
    struct bar bar = {d, v, b.x + side, b.x + b.w - side, b.y + b.h * 0.5f + px(v, 7), b};
    struct text how = {0};
    draw_box(d, b, px(v, 10), t->panel,
             (struct stroke){open ? t->purple : t->border, px(v, open ? 3 : 1.5f), 0});
    if (open) draw_hit(d, b, COMMAND_PREDICT_ANSWER, 0, NULL);
    label_left(d, v, (struct point){bar.left, bar.y}, 0, title, say(v, WORD_PREDICT));
    bar.left += label_width(d, v, title, say(v, WORD_PREDICT)) + px(v, 20);
    draw_mode(&bar);
    draw_score(&bar);
    add_instructions(v, &how);
    float room = fmaxf(bar.right - bar.left, 1);
    label_left(d, v, (struct point){bar.left, bar.y}, room, body, text_string(&how));
    text_free(&how);
}
