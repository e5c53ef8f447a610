/* The prices behind the cost meter, where it has the room: what was done how often, what one of it
 * costs, and where the number is from. */
#include "view/meter_prices.h"

#include <inttypes.h>
#include <stdio.h>

#include "machine/inspect/meter.h"
#include "view/widget.h"

enum { PRICE_ROW = 25, UNITS_WIDTH = 130, EACH_WIDTH = 110, TOTAL_WIDTH = 140, WHAT_WIDTH = 520 };

struct prices {
    enum cost costs[COST_COUNT]; /* the dearest first */
    uint32_t count;
};

static void find_prices(const struct machine *m, struct prices *p) {
    p->count = 0;
    for (int cost = 0; cost < COST_COUNT; cost++) {
        if (m->s->clock.units[cost] == 0) continue;
        uint32_t at = p->count++;
        for (; at > 0 && cost_spent(m, p->costs[at - 1]) < cost_spent(m, (enum cost)cost); at--)
            p->costs[at] = p->costs[at - 1];
        p->costs[at] = (enum cost)cost;
    }
}

struct table {
    struct draw *d;
    const struct view *v;
    float x, y, w;
};

static void number_at(const struct table *t, float right, enum draw_font font, uint64_t number) {
    char words[24];
    snprintf(words, sizeof words, "%" PRIu64, number);
    label_right(t->d, t->v, (struct point){t->x + right, t->y}, 0,
                (struct lettering){font, TEXT_SMALL, t->v->theme->text}, words);
}

static void words_at(const struct table *t, float left, float width, uint32_t colour,
                     const char *words) {
    if (width > 0)
        label_left(t->d, t->v, (struct point){t->x + left, t->y}, width,
                   (struct lettering){FONT_SANS, TEXT_SMALL, colour}, words);
}

static void draw_head(struct table *t) {
    const struct view *v = t->v;
    uint32_t muted = v->theme->muted;
    float at = px(v, UNITS_WIDTH + EACH_WIDTH + TOTAL_WIDTH + 30);
    struct lettering small = {FONT_SANS, TEXT_SMALL, muted};
    label_right(t->d, v, (struct point){t->x + px(v, UNITS_WIDTH), t->y}, 0, small,
                say(v, WORD_PRICES_TIMES));
    label_right(t->d, v, (struct point){t->x + px(v, UNITS_WIDTH + EACH_WIDTH), t->y}, 0, small,
                say(v, WORD_PRICES_EACH));
    label_right(t->d, v, (struct point){t->x + px(v, UNITS_WIDTH + EACH_WIDTH + TOTAL_WIDTH), t->y},
                0, small, say(v, WORD_PRICES_TOTAL));
    words_at(t, at, px(v, WHAT_WIDTH), muted, say(v, WORD_PRICES_WHAT));
    words_at(t, at + px(v, WHAT_WIDTH + 20), t->w - at - px(v, WHAT_WIDTH + 20), muted,
             say(v, WORD_PRICES_SOURCE));
    t->y += px(v, PRICE_ROW);
}

static void draw_price(struct table *t, enum cost cost) {
    const struct view *v = t->v;
    const struct cost_description *c = cost_describe(cost);
    float at = px(v, UNITS_WIDTH + EACH_WIDTH + TOTAL_WIDTH + 30);
    bool program = METER[meter_group_of(cost)].side == METER_PROGRAM;
    number_at(t, px(v, UNITS_WIDTH), FONT_MONO, v->m->s->clock.units[cost]);
    number_at(t, px(v, UNITS_WIDTH + EACH_WIDTH), FONT_MONO, COST_TICKS[cost]);
    number_at(t, px(v, UNITS_WIDTH + EACH_WIDTH + TOTAL_WIDTH), FONT_MONO_BOLD,
              cost_spent(v->m, cost));
    draw_box(t->d, (struct box){t->x + at - px(v, 16), t->y - px(v, 12), px(v, 6), px(v, 14)}, 0,
             program ? v->theme->blue : v->theme->orange, (struct stroke){0});
    words_at(t, at, fminf(px(v, WHAT_WIDTH), t->w - at), v->theme->text, c->what);
    words_at(t, at + px(v, WHAT_WIDTH + 20), t->w - at - px(v, WHAT_WIDTH + 20), v->theme->muted,
             c->source);
    t->y += px(v, PRICE_ROW);
}

void draw_prices(struct draw *d, const struct view *v, struct box b) {
    struct prices p;
    struct table t = {d, v, b.x, b.y + px(v, 17), b.w};
    uint32_t room = whole(b.h / px(v, PRICE_ROW));
    if (room < 3 || b.w < px(v, UNITS_WIDTH + EACH_WIDTH + TOTAL_WIDTH + 120)) return;
    find_prices(v->m, &p);
    draw_head(&t);
    uint32_t shown = p.count < room ? p.count : room - 2; /* a line for how many are left out */
    for (uint32_t i = 0; i < shown; i++) draw_price(&t, p.costs[i]);
    if (shown == p.count) return;
    char words[24];
    snprintf(words, sizeof words, "+ %u", p.count - shown);
    words_at(&t, px(v, UNITS_WIDTH + EACH_WIDTH + TOTAL_WIDTH + 30), px(v, 100), v->theme->muted,
             words);
}
