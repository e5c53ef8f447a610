/* The cost meter: what the program has spent, against what the collector has. */
#include <inttypes.h>
#include <stdio.h>

#include "machine/inspect/meter.h"
#include "view/panels.h"
#include "view/widget.h"

enum { ROW = 22, LARGE_ROW = 27, NUMBER_WIDTH = 96, PARTS_MAX = 2 };

/* A line of a side: some groups of the meter. */
struct part {
    const char *name;
    enum meter_group_id groups[PARTS_MAX];
    int count;
};

static const struct part PROGRAM[] = {
    {"operations", {METER_OPERATIONS}, 1},
    {"stack frames", {METER_FRAMES}, 1},
    {"allocation", {METER_STACK_ALLOCATION, METER_HEAP_ALLOCATION}, 2},
};

/* One of these comes behind them: the first that the run has anything of; and then the rest. */
static const struct part SPECIAL[] = {
    {"malloc and free", {METER_MANUAL}, 1},
    {"barrier", {METER_BARRIER}, 1},
    {"growing stacks", {METER_STACKS}, 1},
};

static const struct part COLLECTOR[] = {
    {"stops", {METER_STOPS}, 1},
    {"scanning", {METER_SCANNING}, 1},
    {"marking", {METER_MARKING, METER_SEARCHING}, 2},
    {"sweeping", {METER_SWEEPING}, 1},
};

enum { SPECIALS = sizeof SPECIAL / sizeof SPECIAL[0], SPECIAL_BARRIER = 1 };

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

/* The bar lies behind the words, and ends before the number. */
static void draw_line_of(struct side *s, const char *name, uint64_t ticks, bool head) {
    const struct view *v = s->v;
    char number[32];
    float height = px(v, head ? LARGE_ROW : ROW), size = head ? TEXT_BODY : TEXT_SMALL;
    struct lettering left = {head ? FONT_SANS_BOLD : FONT_SANS, size,
                             head ? v->theme->text : v->theme->muted},
                     right = {head ? FONT_MONO_BOLD : FONT_MONO, size, v->theme->text};
    struct box bar = {s->x, s->y + px(v, 2), s->w, height - px(v, 4)};
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

/* Draws some lines; returns the ticks in them. */
static uint64_t draw_parts(struct side *s, const struct part *parts, int count) {
    uint64_t all = 0;
    for (int i = 0; i < count; i++) {
        uint64_t ticks = 0;
        for (int k = 0; k < parts[i].count; k++) ticks += meter_spent(s->v->m, parts[i].groups[k]);
        draw_line_of(s, parts[i].name, ticks, false);
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

static void draw_program(struct side *s, uint64_t ticks) {
    draw_line_of(s, "program", ticks, true);
    uint64_t told = draw_parts(s, PROGRAM, sizeof PROGRAM / sizeof PROGRAM[0]);
    told += draw_parts(s, special_of(s->v), 1);
    draw_line_of(s, "all else", ticks - told, false);
}

static void draw_collector(struct side *s, uint64_t ticks) {
    draw_line_of(s, "collector", ticks, true);
    draw_parts(s, COLLECTOR, sizeof COLLECTOR / sizeof COLLECTOR[0]);
    draw_line_of(s, "… by assists", meter_assists(s->v->m), false);
}

/* "on the stack: 2 ticks each, 12 in all". `least`: what the first one will cost. */
static void draw_allocation(struct side *s, enum meter_group_id group, enum cost least,
                            uint32_t colour, const char *where) {
    const struct view *v = s->v;
    char words[96], total[32];
    uint64_t objects = meter_objects(v->m, group), ticks = meter_spent(v->m, group);
    uint64_t each = objects ? ticks / objects : COST_TICKS[least];
    with_commas(ticks, total, sizeof total);
    struct lettering bold = {FONT_SANS_BOLD, TEXT_TITLE, colour},
                     plain = {FONT_SANS, TEXT_BODY, v->theme->text};
    float baseline = s->y + px(v, 20),
          width = label_width(s->d, v, bold, "on the stack") + px(v, 12);
    snprintf(words, sizeof words, "%" PRIu64 " ticks each, %s in all", each, total);
    label_left(s->d, v, (struct point){s->x, baseline}, 0, bold, where);
    label_left(s->d, v, (struct point){s->x + width, baseline}, s->w - width, plain, words);
    s->y += px(v, LARGE_ROW);
}

void panel_meter(struct draw *d, const struct view *v, struct box b) {
    struct text remark = {0};
    inspect_time(v->m->s->clock.now + v->m->s->clock.step_ticks, &remark);
    struct box inside = panel_frame(d, v, b, say(v, WORD_PANEL_METER), text_string(&remark));
    text_free(&remark);
    uint64_t program = meter_side_spent(v->m, METER_PROGRAM);
    uint64_t collector = meter_side_spent(v->m, METER_COLLECTOR), all = program + collector;
    float gap = px(v, 16), half = (inside.w - gap) / 2, top = inside.y - px(v, 6);
    struct side left = {d, v, inside.x, top, half, v->theme->blue, all};
    struct side right = {d, v, inside.x + half + gap, top, half, v->theme->orange, all};
    draw_program(&left, program);
    draw_collector(&right, collector);
    struct side below = {d, v, inside.x, left.y + px(v, 5), inside.w, v->theme->text, all};
    draw_allocation(&below, METER_STACK_ALLOCATION, COST_STACK_ALLOCATE, v->theme->green,
                    "on the stack");
    if (view_shows_go_heap(v))
        draw_allocation(&below, METER_HEAP_ALLOCATION, COST_HEAP_ALLOCATE, v->theme->purple,
                        "on the heap");
    else draw_allocation(&below, METER_MANUAL, COST_MALLOC, v->theme->purple, "by malloc");
}
