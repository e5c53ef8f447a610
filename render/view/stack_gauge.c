/* The stack of a goroutine as a bar: what there is, what is in use, where a call finds too little.
 * In the step that copies it, the block that was left lies below, on the same scale; later a line
 * says where that was. */
#include <inttypes.h>
#include <stdio.h>

#include "view/stacks.h"

enum { PIECES_MAX = 16, BAR_HEIGHT = 9, BAR_LEAST = 80, BAR_LINE = 14 };

/* ---- bars ---- */

/* A piece of the stack: what is in use is filled, from the high end on, which is at the left; the
 * guard is a notch in the rest. */
static void piece_bar(struct column *c, const struct piece *p, uint64_t touched, struct box bar) {
    const struct view *v = c->v;
    float size = (float)(p->high - p->low);
    uint64_t guard = stack_guard(v->m);
    struct box fill = bar, notch = bar;
    draw_box(c->d, bar, px(v, 3), v->theme->faint, (struct stroke){v->theme->border, px(v, 1), 0});
    fill.w *= (float)touched / size;
    if (touched < p->high - p->low)
        draw_box(c->d, fill, px(v, 3), v->theme->border, (struct stroke){0});
    fill.w = bar.w * (float)(p->high - p->sp) / size;
    if (fill.w > 0) draw_box(c->d, fill, px(v, 3), c->colour, (struct stroke){0});
    if (!guard) return;
    notch.w = px(v, 2);
    notch.x += bar.w * (size - (float)guard) / size;
    draw_box(c->d, notch, 0, v->theme->vermillion, (struct stroke){0});
}

/* The oldest piece at the left; if there are too many, the oldest are left out. */
static uint32_t pieces_of(const struct view *v, const struct goroutine *g,
                          struct piece out[PIECES_MAX], uint64_t *bytes) {
    struct piece p;
    uint32_t all = 0, count;
    for (bool more = piece_innermost(v->m, g, &p); more; more = piece_outer(v->m, &p)) all++;
    count = all < PIECES_MAX ? all : PIECES_MAX;
    bool more = piece_innermost(v->m, g, &p);
    for (uint32_t i = 0; more && i < count; i++, more = piece_outer(v->m, &p)) {
        out[count - 1 - i] = p;
        *bytes += p.high - p.low;
    }
    return all;
}

static void draw_bars(struct column *c, const struct goroutine *g, struct box bar) {
    struct piece pieces[PIECES_MAX];
    uint64_t bytes = 0, touched = stack_touched(c->v->m, g);
    uint32_t all = pieces_of(c->v, g, pieces, &bytes), count = all < PIECES_MAX ? all : PIECES_MAX;
    float gap = px(c->v, 4), room = bar.w - gap * (float)(count - 1);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t size = pieces[i].high - pieces[i].low, here = touched < bytes ? touched : size;
        bar.w = room * (float)size / (float)bytes;
        piece_bar(c, &pieces[i], here, bar);
        bar.x += bar.w + gap;
    }
}

/* ---- words ---- */

static void gauge_words(const struct view *v, const struct goroutine *g, struct text *out) {
    uint64_t reserved = stack_reserved(v->m, g), touched = stack_touched(v->m, g), bytes = 0;
    struct piece pieces[PIECES_MAX];
    struct text size = {0};
    char at[24];
    uint32_t count = pieces_of(v, g, pieces, &bytes);
    short_address(g->stack_low, at, sizeof at);
    size_words(&size, reserved);
    text_addf(out, say(v, WORD_STACK_USED), at, (unsigned long long)stack_used(v->m, g),
              text_string(&size));
    text_clear(&size);
    size_words(&size, touched);
    if (touched < reserved) text_addf(out, say(v, WORD_STACK_TOUCHED), text_string(&size));
    if (count > 1) text_addf(out, say(v, WORD_STACK_SEGMENTS), count);
    text_free(&size);
}

static void gauge_tip(const struct view *v, const struct goroutine *g, struct text *out) {
    text_addf(out, say(v, WORD_STACK_TIP_GAUGE), (unsigned long long)g->stack_low,
              (unsigned long long)g->stack_high, (unsigned long long)g->sp,
              (unsigned long long)stack_guard(v->m));
}

/* A bar, and words at its right, or below it where they leave too little room; returns the bar's
 * box. */
static struct box gauge_line(struct column *c, const char *words) {
    const struct view *v = c->v;
    struct lettering mono = {FONT_MONO, TEXT_SMALL, v->theme->muted};
    float width = label_width(c->d, v, mono, words), left = c->w - width - px(v, 12);
    struct box bar = {c->x, c->y + px(v, 5), left, px(v, BAR_HEIGHT)};
    if (left < px(v, BAR_LEAST)) {
        bar.w = c->w;
        c->y += px(v, BAR_LINE);
    }
    label_right(c->d, v, (struct point){c->x + c->w, c->y + px(v, 15)}, c->w, mono, words);
    c->y += px(v, GAUGE_LINE);
    return bar;
}

/* ---- a copy ---- */

const struct event *mended_word(const struct view *v, uint64_t address) {
    const struct session *s = v->session;
    if (!event_set_has(&v->m->s->clock.events, EVENT_STACK_MEND)) return NULL;
    for (uint32_t i = 0; i < s->event_count; i++)
        if (s->events[i].kind == EVENT_STACK_MEND && s->events[i].a == address)
            return &s->events[i];
    return NULL;
}

/* What was mended in the stack: pointers in slots, and what links its frames. */
static uint32_t count_mended(const struct view *v, const struct goroutine *g, uint32_t *links) {
    const struct session *s = v->session;
    uint32_t count = 0;
    *links = 0;
    for (uint32_t i = 0; i < s->event_count; i++) {
        const struct event *e = &s->events[i];
        if (e->kind != EVENT_STACK_MEND || e->a - g->stack_low >= g->stack_high - g->stack_low)
            continue;
        bool link = inspect_is_linkage(v->m, e->a);
        *links += link;
        count += !link;
    }
    return count;
}

static void old_words(const struct view *v, const struct move *move, struct text *out) {
    struct text size = {0};
    char at[24];
    short_address(move->old, at, sizeof at);
    size_words(&size, move->old_size);
    text_addf(out, say(v, WORD_STACK_WAS), at, text_string(&size));
    text_free(&size);
}

/* The words in use: they are in both blocks, and a band joins them. */
static void draw_copied(struct column *c, struct box new_bar, struct box old_bar, float width) {
    uint32_t colour = with_alpha(c->colour, 0x48);
    float top = new_bar.y + new_bar.h, bottom = old_bar.y;
    struct point band[4] = {{new_bar.x, top},
                            {new_bar.x + width, top},
                            {old_bar.x + width, bottom},
                            {old_bar.x, bottom}};
    draw_shape(c->d, band, 4, colour);
}

/* The block that was left, on the scale of the new one: no longer this stack's. */
static void draw_old(struct column *c, const struct move *move, struct box new_bar, float unit) {
    const struct view *v = c->v;
    struct text words = {0};
    old_words(v, move, &words);
    struct box bar = gauge_line(c, text_string(&words));
    float used = (float)move->words * WORD * unit;
    bar.w = (float)move->old_size * unit;
    draw_copied(c, new_bar, bar, used);
    draw_box(c->d, bar, px(v, 3), 0, (struct stroke){v->theme->ghost, px(v, 1.5f), px(v, 4)});
    bar.w = used;
    draw_box(c->d, bar, px(v, 3), with_alpha(c->colour, 0x60), (struct stroke){0});
    text_free(&words);
}

static void draw_move_words(struct column *c, const struct goroutine *g, const struct move *move) {
    const struct view *v = c->v;
    char words[160];
    uint32_t links, pointers = count_mended(v, g, &links);
    if (!has_line(c, GAUGE_LINE)) return;
    snprintf(words, sizeof words, say(v, WORD_STACK_COPIED), move->words, pointers, links);
    label_left(c->d, v, (struct point){c->x, c->y + px(v, 15)}, c->w,
               (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->text}, words);
    c->y += px(v, GAUGE_LINE);
}

/* Where it was before, from the step after the copy on. */
static void draw_moved(struct column *c, const struct move *move) {
    const struct view *v = c->v;
    struct text words = {0}, size = {0};
    char at[24];
    if (!has_line(c, GAUGE_LINE)) return;
    if (move) {
        short_address(move->old, at, sizeof at);
        size_words(&size, move->old_size);
        text_addf(&words, say(v, WORD_STACK_MOVED), at, text_string(&size),
                  (unsigned long long)move->step);
    } else {
        text_add(&words, say(v, WORD_STACK_NOT_MOVED));
    }
    label_left(c->d, v, (struct point){c->x, c->y + px(v, 15)}, c->w,
               (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted}, text_string(&words));
    if (move)
        draw_hit(c->d, (struct box){c->x, c->y, c->w, px(v, GAUGE_LINE)}, COMMAND_SEEK, move->step,
                 say(v, WORD_STACK_TIP_MOVED));
    text_free(&words);
    text_free(&size);
    c->y += px(v, GAUGE_LINE);
}

/* ---- all of it ---- */

void draw_gauge(struct column *c, uint32_t number) {
    const struct view *v = c->v;
    const struct goroutine *g = goroutine_of(v->m, number);
    const struct move *move = moves_before(&v->session->moves, number, session_step(v->session));
    bool moves = move && move->step == session_step(v->session) && move->new_low == g->stack_low;
    struct text words = {0}, tip = {0};
    if (!has_line(c, GAUGE_LINE + BAR_LINE)) return;
    gauge_words(v, g, &words);
    gauge_tip(v, g, &tip);
    float top = c->y;
    struct box bar = gauge_line(c, text_string(&words));
    float larger = moves && move->old_size > move->new_size ? (float)move->old_size : 0;
    float unit = bar.w / fmaxf(larger, (float)(g->stack_high - g->stack_low));
    if (larger > 0) bar.w = unit * (float)move->new_size;
    draw_bars(c, g, bar);
    draw_hit(c->d, (struct box){c->x, top, c->w, c->y - top}, COMMAND_NONE, 0, text_string(&tip));
    if (moves && has_line(c, GAUGE_LINE + BAR_LINE)) draw_old(c, move, bar, unit);
    if (moves) draw_move_words(c, g, move);
    else if (moves_ever(&v->session->moves, number)) draw_moved(c, move);
    text_free(&words);
    text_free(&tip);
}
