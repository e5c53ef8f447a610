/* The cost meter: what the program has spent, against what the collector has. */
#include <inttypes.h>
#include <stdio.h>

#include "machine/inspect/meter.h"
#include "view/meter_prices.h"
#include "view/panels.h"
#include "view/widget.h"

enum { ROW = 20, LARGE_ROW = 25, NUMBER_WIDTH = 92, GROUPS_MAX = 3 };

/* A line of a side: some groups of the meter. */
struct part {
    enum word name;
    enum meter_group_id groups[GROUPS_MAX];
    int count;
};

static const struct part PROGRAM[] = {
    {WORD_METER_OPERATIONS, {METER_OPERATIONS, METER_FRAMES}, 2},
    {WORD_METER_ALLOCATION, {METER_STACK_ALLOCATION, METER_HEAP_ALLOCATION}, 2},
};

/* One of these comes behind them: the first that the run has anything of; and then the rest. */
static const struct part SPECIAL[] = {
    {WORD_METER_MANUAL, {METER_MANUAL}, 1},
    {WORD_METER_BARRIER, {METER_BARRIER}, 1},
    {WORD_METER_STACKS, {METER_STACKS}, 1},
};

static const struct part COLLECTOR[] = {
    {WORD_METER_MARKING, {METER_MARKING, METER_SEARCHING}, 2},
    {WORD_METER_SCANNING, {METER_SCANNING}, 1},
    {WORD_METER_STOPS, {METER_STOPS, METER_SWEEPING}, 2},
};

enum {
    PROGRAM_PARTS = sizeof PROGRAM / sizeof PROGRAM[0],
    COLLECTOR_PARTS = sizeof COLLECTOR / sizeof COLLECTOR[0],
    SPECIALS = sizeof SPECIAL / sizeof SPECIAL[0],
    SPECIAL_BARRIER = 1
};

struct side {
    struct draw *d;
    const struct view *v;
    float x, y, w;
    uint32_t colour;
    uint64_t all; /* ticks of both sides: what a full bar is */
};

/* "123,456", "12.34 M". */
static void with_commas(uint64_t number, char *out, size_t size) {
    const uint64_t million = 1000000;
    char digits[24];
    if (number >= million) {
        snprintf(out, size, "%" PRIu64 ".%02" PRIu64 " M", number / million,
                 number % million / (million / 100));
        return;
    }
    int length = snprintf(digits, sizeof digits, "%" PRIu64, number);
    size_t at = 0;
    for (int i = 0; i < length && at + 2 < size; i++) {
        if (i && (length - i) % 3 == 0) out[at++] = ',';
        out[at++] = digits[i];
    }
    out[at] = '\0';
}

/* ---- tips: the prices, and where they are from ---- */

static void add_price(const struct view *v, enum cost cost, struct text *out) {
    char spent[32];
    const struct cost_description *c = cost_describe(cost);
    with_commas(cost_spent(v->m, cost), spent, sizeof spent);
    text_addf(out, "%s%s: %u ticks × %" PRIu64 " %s = %s (%s)", out->length ? "\n" : "", c->what,
              COST_TICKS[cost], v->m->s->clock.units[cost], c->unit, spent, c->source);
}

/* Those of a group that the run so far has any of. */
static void add_prices(const struct view *v, enum meter_group_id group, struct text *out) {
    for (int cost = 0; cost < COST_COUNT; cost++)
        if (meter_group_of((enum cost)cost) == group && v->m->s->clock.units[cost])
            add_price(v, (enum cost)cost, out);
}

static void part_tip(const struct view *v, const struct part *part, struct text *out) {
    for (int i = 0; i < part->count; i++) add_prices(v, part->groups[i], out);
    if (out->length == 0) text_add(out, say(v, WORD_METER_TIP_NONE));
}

static bool is_among(const struct part *parts, int count, enum meter_group_id group) {
    for (int i = 0; i < count; i++)
        for (int k = 0; k < parts[i].count; k++)
            if (parts[i].groups[k] == group) return true;
    return false;
}

/* ---- lines ---- */

/* The bar lies behind the words, and ends before the number. */
static void draw_line_of(struct side *s, const char *name, uint64_t ticks, bool head) {
    const struct view *v = s->v;
    char number[32];
    float height = px(v, head ? LARGE_ROW : ROW), size = head ? TEXT_BODY : TEXT_SMALL;
    struct lettering left = {head ? FONT_SANS_BOLD : FONT_SANS, size,
                             head ? v->theme->text : v->theme->muted},
                     right = {head ? FONT_MONO_BOLD : FONT_MONO, size, v->theme->text};
    struct box bar = {s->x, s->y + px(v, 1), s->w, height - px(v, 2)};
    bar.w = s->w - px(v, NUMBER_WIDTH);
    bar.w *= s->all ? (float)((double)ticks / (double)s->all) : 0;
    if (bar.w > 0)
        draw_box(s->d, bar, px(v, 3), with_alpha(s->colour, head ? 0x60 : 0x38),
                 (struct stroke){0});
    with_commas(ticks, number, sizeof number);
    float baseline = s->y + height * 0.5f + px(v, 5.5f),
          width = label_width(s->d, v, right, number);
    label_right(s->d, v, (struct point){s->x + s->w - px(v, 4), baseline}, 0, right, number);
    label_left(s->d, v, (struct point){s->x + px(v, 5), baseline}, s->w - width - px(v, 14), left,
               name);
    s->y += height;
}

static void add_tip(struct side *s, float top, const char *tip) {
    draw_hit(s->d, (struct box){s->x, top, s->w, s->y - top}, COMMAND_NONE, 0, tip);
}

/* Draws some lines; returns the ticks in them. */
static uint64_t draw_parts(struct side *s, const struct part *parts, int count) {
    uint64_t all = 0;
    for (int i = 0; i < count; i++) {
        struct text tip = {0};
        uint64_t ticks = 0;
        float top = s->y;
        for (int k = 0; k < parts[i].count; k++) ticks += meter_spent(s->v->m, parts[i].groups[k]);
        draw_line_of(s, say(s->v, parts[i].name), ticks, false);
        part_tip(s->v, &parts[i], &tip);
        add_tip(s, top, text_string(&tip));
        text_free(&tip);
        all += ticks;
    }
    return all;
}

/* By the whole run, so that it is the same at every step. */
static const struct part *special_of(const struct view *v) {
    for (int i = 0; i < SPECIALS; i++)
        if (meter_spent(&v->session->front, SPECIAL[i].groups[0])) return &SPECIAL[i];
    return &SPECIAL[SPECIAL_BARRIER];
}

/* Whatever has no line of its own. */
static void draw_rest(struct side *s, uint64_t ticks, const struct part *special) {
    struct text tip = {0};
    float top = s->y;
    draw_line_of(s, say(s->v, WORD_METER_REST), ticks, false);
    for (int g = 0; g < METER_GROUPS; g++) {
        enum meter_group_id group = (enum meter_group_id)g;
        bool told = is_among(PROGRAM, PROGRAM_PARTS, group) || is_among(special, 1, group);
        if (METER[group].side == METER_PROGRAM && !told) add_prices(s->v, group, &tip);
    }
    add_tip(s, top, tip.length ? text_string(&tip) : say(s->v, WORD_METER_TIP_NONE));
    text_free(&tip);
}

static void draw_program(struct side *s, uint64_t ticks) {
    const struct part *special = special_of(s->v);
    draw_line_of(s, say(s->v, WORD_METER_PROGRAM), ticks, true);
    uint64_t told = draw_parts(s, PROGRAM, PROGRAM_PARTS) + draw_parts(s, special, 1);
    draw_rest(s, ticks - told, special);
}

static void draw_collector(struct side *s, uint64_t ticks) {
    draw_line_of(s, say(s->v, WORD_METER_COLLECTOR), ticks, true);
    draw_parts(s, COLLECTOR, COLLECTOR_PARTS);
    float top = s->y;
    draw_line_of(s, say(s->v, WORD_METER_ASSISTS), meter_assists(s->v->m), false);
    add_tip(s, top, say(s->v, WORD_METER_TIP_ASSISTS));
}

/* ---- what an object costs ---- */

/* Where objects are allocated; `least`: what the first one will cost. */
struct allocation {
    enum meter_group_id group;
    enum cost least;
    enum word where;
    uint32_t colour;
    float names; /* width of the names of all of them */
};

/* "on the stack  2 ticks each, 12 in all". */
static void draw_allocation(struct side *s, const struct allocation *a) {
    const struct view *v = s->v;
    char words[96], total[32];
    struct text tip = {0};
    uint64_t objects = meter_objects(v->m, a->group), ticks = meter_spent(v->m, a->group);
    uint64_t each = objects ? ticks / objects : COST_TICKS[a->least];
    with_commas(ticks, total, sizeof total);
    struct lettering bold = {FONT_SANS_BOLD, TEXT_BODY, a->colour},
                     plain = {FONT_SANS, TEXT_SMALL, v->theme->text};
    float baseline = s->y + px(v, 17), top = s->y, width = a->names + px(v, 12);
    snprintf(words, sizeof words, say(v, WORD_METER_EACH), (unsigned long long)each, total);
    label_left(s->d, v, (struct point){s->x, baseline}, 0, bold, say(v, a->where));
    label_left(s->d, v, (struct point){s->x + width, baseline}, s->w - width, plain, words);
    s->y += px(v, LARGE_ROW - 2);
    add_prices(v, a->group, &tip);
    if (tip.length == 0) add_price(v, a->least, &tip);
    add_tip(s, top, text_string(&tip));
    text_free(&tip);
}

static void draw_allocations(struct side *s) {
    const struct view *v = s->v;
    struct allocation both[] = {
        {METER_STACK_ALLOCATION, COST_STACK_ALLOCATE, WORD_METER_ON_STACK, v->theme->green, 0},
        {METER_HEAP_ALLOCATION, COST_HEAP_ALLOCATE, WORD_METER_ON_HEAP, v->theme->purple, 0}};
    if (!view_shows_go_heap(v))
        both[1] = (struct allocation){METER_MANUAL, COST_MALLOC, WORD_METER_BY_MALLOC,
                                      v->theme->purple, 0};
    struct lettering bold = {FONT_SANS_BOLD, TEXT_BODY, 0};
    float first = label_width(s->d, v, bold, say(v, both[0].where)),
          second = label_width(s->d, v, bold, say(v, both[1].where));
    both[0].names = both[1].names = fmaxf(first, second);
    draw_allocation(s, &both[0]);
    draw_allocation(s, &both[1]);
}

void panel_meter(struct draw *d, const struct view *v, struct box b) {
    struct text remark = {0};
    inspect_time(v->m->s->clock.now + v->m->s->clock.step_ticks, &remark);
    struct box inside = panel_frame(d, v, b, say(v, WORD_PANEL_METER), text_string(&remark));
    text_free(&remark);
    uint64_t program = meter_side_spent(v->m, METER_PROGRAM);
    uint64_t collector = meter_side_spent(v->m, METER_COLLECTOR), all = program + collector;
    float gap = px(v, 16), half = (inside.w - gap) / 2, top = inside.y - px(v, 5);
    struct side left = {d, v, inside.x, top, half, v->theme->blue, all};
    struct side right = {d, v, inside.x + half + gap, top, half, v->theme->orange, all};
    draw_program(&left, program);
    draw_collector(&right, collector);
    struct side below = {d, v, inside.x, left.y + px(v, 4), inside.w, v->theme->text, all};
    draw_allocations(&below);
    float y = below.y + px(v, 12);
    draw_prices(d, v, (struct box){inside.x, y, inside.w, inside.y + inside.h - y});
}
