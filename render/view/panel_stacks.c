/* Globals and goroutine stacks: real addresses, real words. */
#include <inttypes.h>
#include <stdio.h>

#include "view/panels.h"
#include "view/stacks.h"

/* Up to so many goroutines all have their stretch; of more, some have, and the others a line. */
enum {
    ALL_SHOWN = 3,
    SOME_SHOWN = 2,
    COLUMN_LEAST = 380,
    LINES_MAX = 4,
    SHOWN_MAX = 12,
    STRETCH_LEAST = 108
};

/* ---- who is shown ---- */

struct choice_of_stretches {
    uint32_t numbers[SHOWN_MAX], count;
};

static bool is_chosen(const struct choice_of_stretches *c, uint32_t number) {
    for (uint32_t i = 0; i < c->count; i++)
        if (c->numbers[i] == number) return true;
    return false;
}

static uint32_t goroutines_ever(const struct view *v) {
    return v->session->front.s->goroutine_count;
}

/* The first living one from a number on that has no stretch; 0: none. */
static uint32_t next_living(const struct view *v, const struct choice_of_stretches *c,
                            uint32_t from) {
    for (uint32_t n = from; n <= v->m->s->goroutine_count; n++)
        if (goroutine_of(v->m, n)->status != GOROUTINE_DEAD && !is_chosen(c, n)) return n;
    return 0;
}

static void choose(struct choice_of_stretches *c, uint32_t number, uint32_t room) {
    if (number && c->count < room && !is_chosen(c, number)) c->numbers[c->count++] = number;
}

/* If all have a place it is always the same. Else the living in the order of their birth; one of
 * the places is for the one that is wanted to the front, or did the step. */
static void choose_stretches(const struct view *v, uint32_t room, struct choice_of_stretches *c) {
    uint32_t ever = goroutines_ever(v), actor = v->m->s->clock.last_actor;
    c->count = 0;
    if (ever <= room) {
        for (uint32_t n = 1; n <= ever; n++) choose(c, n, room);
        return;
    }
    while (c->count < room - 1) {
        uint32_t next = next_living(v, c, 1);
        if (!next) break;
        choose(c, next, room);
    }
    choose(c, v->goroutine <= ever ? v->goroutine : 0, room);
    choose(c, actor, room);
    for (uint32_t n = 1; c->count < room && (n = next_living(v, c, n)) != 0;) choose(c, n, room);
}

/* ---- the list of the others ---- */

struct count_of_lives {
    uint32_t lives[LIFE_ENDED + 1];
};

static void add_count(const struct view *v, struct text *out, uint32_t count, enum word what) {
    if (count == 0) return;
    text_addf(out, "%s%u %s", out->length ? " · " : "", count, say(v, what));
}

/* "+ 9,997: 9,000 waiting · 900 ended". */
static void draw_rest(struct column *c, const struct count_of_lives *rest) {
    const struct view *v = c->v;
    struct text words = {0};
    const uint32_t *n = rest->lives;
    add_count(v, &words, n[LIFE_RUNNING], WORD_LIFE_RUNNING);
    add_count(v, &words, n[LIFE_RUNNABLE], WORD_LIFE_RUNNABLE);
    add_count(v, &words, n[LIFE_WAITING], WORD_LIFE_WAITING);
    add_count(v, &words, n[LIFE_STOPPED], WORD_LIFE_STOPPED);
    add_count(v, &words, n[LIFE_ENDED], WORD_LIFE_ENDED);
    add_count(v, &words, n[LIFE_UNBORN], WORD_LIFE_UNBORN);
    struct lettering small = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    label_left(c->d, v, (struct point){c->x, c->y + px(v, 18)}, c->w, small, "+");
    label_left(c->d, v, (struct point){c->x + px(v, 20), c->y + px(v, 18)}, c->w - px(v, 20), small,
               text_string(&words));
    draw_hit(c->d, (struct box){c->x, c->y, c->w, px(v, HEAD_LINE)}, COMMAND_NONE, 0,
             text_string(&words));
    text_free(&words);
}

/* The living first, then those to come, then the ended. */
static uint32_t rank(enum life life) {
    return life == LIFE_ENDED ? 2 : life == LIFE_UNBORN ? 1 : 0;
}

static uint32_t draw_lines_of_rank(struct column *c, const struct choice_of_stretches *shown,
                                   uint32_t wanted, uint32_t room) {
    uint32_t drawn = 0;
    for (uint32_t n = 1; n <= goroutines_ever(c->v) && drawn < room; n++) {
        if (is_chosen(shown, n) || rank(goroutine_life(c->v, n)) != wanted) continue;
        c->colour = actor_colour(c->v, n);
        draw_goroutine_line(c, n);
        drawn++;
    }
    return drawn;
}

/* How many of each there are that have neither a stretch nor a line. */
static void count_rest(const struct view *v, const struct choice_of_stretches *shown,
                       const uint32_t drawn[3], struct count_of_lives *rest) {
    uint32_t skipped[3] = {0, 0, 0};
    for (uint32_t n = 1; n <= goroutines_ever(v); n++) {
        enum life life = goroutine_life(v, n);
        if (is_chosen(shown, n)) continue;
        if (skipped[rank(life)] < drawn[rank(life)]) skipped[rank(life)]++;
        else rest->lives[life]++;
    }
}

static void draw_list(struct column *c, const struct choice_of_stretches *shown, uint32_t lines) {
    uint32_t others = goroutines_ever(c->v) - shown->count, drawn[3] = {0, 0, 0};
    uint32_t room = others > lines ? lines - 1 : lines;
    struct count_of_lives rest = {{0}};
    for (uint32_t r = 0, used = 0; r < 3; r++) {
        drawn[r] = draw_lines_of_rank(c, shown, r, room - used);
        used += drawn[r];
    }
    if (others <= lines) return;
    count_rest(c->v, shown, drawn, &rest);
    draw_rest(c, &rest);
}

/* ---- the panel ---- */

static void remark_words(const struct view *v, uint32_t shown, struct text *out) {
    uint32_t ever = goroutines_ever(v);
    bool fixed = v->m->config.stacks == STACKS_FIXED;
    if (ever > shown) text_addf(out, say(v, WORD_STACK_SHOWN_OF), shown, v->m->s->goroutine_count);
    else
        text_addf(out, say(v, fixed ? WORD_STACK_EACH : WORD_STACK_AT_FIRST),
                  stacks_name((enum stacks_kind)v->m->config.stacks),
                  (unsigned long long)stack_min(v->m) / 1024);
}

/* Stretches beside and below one another, of the same size at every step of the run, so that a
 * stack that grows moves nobody else; the one that is to the front has twice the room. */
static void draw_stretches(struct column *c, const struct choice_of_stretches *shown,
                           uint32_t columns, struct box room) {
    const struct view *v = c->v;
    uint32_t rows = (shown->count + columns - 1) / columns;
    float gap = px(v, 16), width = (room.w - gap * (float)(columns - 1)) / (float)columns;
    for (uint32_t column = 0; column < columns; column++) {
        float shares = 0, y = room.y;
        for (uint32_t i = column * rows; i < (column + 1) * rows; i++)
            shares += i < shown->count && shown->numbers[i] == v->goroutine ? 2 : 1;
        for (uint32_t i = column * rows; i < (column + 1) * rows && i < shown->count; i++) {
            float share = shown->numbers[i] == v->goroutine ? 2 : 1;
            float height = room.h * share / shares;
            c->x = room.x + (float)column * (width + gap);
            c->w = width - px(v, LANES_WIDTH);
            c->y = y;
            c->bottom = y + height - px(v, 5);
            c->colour = actor_colour(v, shown->numbers[i]);
            draw_goroutine(c, shown->numbers[i]);
            y += height;
        }
    }
}

/* Lines at the bottom for those that have no stretch. */
static uint32_t lines_of_list(const struct view *v, uint32_t shown, float height) {
    uint32_t ever = goroutines_ever(v), others = ever > shown ? ever - shown : 0;
    uint32_t most = whole(height * 0.3f / px(v, HEAD_LINE));
    if (most > LINES_MAX) most = LINES_MAX;
    if (most < 1) most = 1;
    return others < most ? others : most;
}

/* How far down the globals may reach: stretches need room for a frame or so each. */
static float globals_end(const struct view *v, struct box in, uint32_t rows) {
    float most = rows > 2 ? 0.4f : rows > 1 ? 0.5f : 0.62f;
    float left = in.h - (float)rows * px(v, STRETCH_LEAST);
    if (left < px(v, FRAME_HEAD + SLOT_HEIGHT)) return in.y;
    return in.y + fminf(in.h * most, left);
}

static void draw_inside(struct draw *d, const struct view *v, struct box in, uint32_t columns,
                        const struct choice_of_stretches *shown) {
    struct stack_rows rows;
    rows.row_count = rows.lead_count = 0;
    float end = globals_end(v, in, (shown->count + columns - 1) / columns);
    struct column c = {d, v, &rows, in.x, in.y, in.w - px(v, LANES_WIDTH), end, v->theme->muted};
    draw_globals(&c);
    uint32_t lines = lines_of_list(v, shown->count, in.h);
    float list = (float)lines * px(v, HEAD_LINE), top = c.y;
    draw_stretches(&c, shown, columns, (struct box){in.x, top, in.w, in.y + in.h - list - top});
    c.x = in.x;
    c.w = in.w;
    c.y = in.y + in.h - list;
    c.bottom = in.y + in.h;
    if (lines) draw_list(&c, shown, lines);
    draw_leads(d, v, &rows);
}

void panel_stacks(struct draw *d, const struct view *v, struct box b) {
    bool fixed = v->m->config.stacks == STACKS_FIXED;
    struct choice_of_stretches shown;
    struct text remark = {0};
    uint32_t columns = whole(b.w / px(v, COLUMN_LEAST)), ever = goroutines_ever(v);
    if (columns < 1) columns = 1;
    if (columns > SHOWN_MAX / ALL_SHOWN) columns = SHOWN_MAX / ALL_SHOWN;
    bool all = ever <= columns * ALL_SHOWN;
    choose_stretches(v, columns * (all ? ALL_SHOWN : SOME_SHOWN), &shown);
    if (columns > shown.count && shown.count) columns = shown.count;
    remark_words(v, shown.count, &remark);
    struct box in = panel_frame(d, v, b, say(v, fixed ? WORD_PANEL_THREADS : WORD_PANEL_STACKS),
                                text_string(&remark));
    text_free(&remark);
    draw_clip(d, in);
    draw_inside(d, v, in, columns, &shown);
    draw_unclip(d);
}
