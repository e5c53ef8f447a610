#include "view/cycles_plot.h"

/* Of the room of a cycle, where every one has the same: so much is for the time before it. */
static const float BEFORE = 0.7f, UNTIL_MARKED = 0.95f;

struct cycles_plot cycles_plot_make(struct draw *d, const struct view *v, float left, float width) {
    const struct cycles_view *c = v->cycles;
    struct cycles_plot p = {d, v, c, left, width, 0, 1, cycles_process(c)->count, 0, 1};
    const struct gclog_cycle *first = cycles_at(c, 0), *last = cycles_at(c, p.count - 1);
    p.end = last->at + gclog_duration(last);
    p.begin = first->number == 1 ? 0 : first->at - (p.end - first->at) / (p.count + 1);
    if (first->at < p.begin || p.end <= p.begin) p.begin = 0;
    uint32_t room = whole(width / fmaxf(px(v, 2), 1));
    if (room > CYCLES_COLUMNS_MAX) room = CYCLES_COLUMNS_MAX;
    if (room < 1) room = 1;
    p.each = (p.count + room - 1) / room;
    p.columns = (p.count + p.each - 1) / p.each;
    return p;
}

static float x_of_time(const struct cycles_plot *p, uint64_t time) {
    uint64_t range = p->end > p->begin ? p->end - p->begin : 1;
    double part = time > p->begin ? (double)(time - p->begin) / (double)range : 0;
    return p->left + p->width * (float)fmin(part, 1);
}

static float x_of_part(const struct cycles_plot *p, uint32_t cycle, float part) {
    return p->left + p->width * ((float)cycle + part) / (float)p->count;
}

float cycles_begin_x(const struct cycles_plot *p, uint32_t cycle) {
    if (p->c->evenly) return x_of_part(p, cycle, BEFORE);
    return x_of_time(p, cycles_at(p->c, cycle)->at);
}

float cycles_end_x(const struct cycles_plot *p, uint32_t cycle) {
    const struct gclog_cycle *c = cycles_at(p->c, cycle);
    if (p->c->evenly) return x_of_part(p, cycle, UNTIL_MARKED);
    return x_of_time(p, c->at + gclog_duration(c));
}

float cycles_before_x(const struct cycles_plot *p, uint32_t cycle) {
    return cycle ? cycles_end_x(p, cycle - 1) : p->left;
}

double cycles_tick(double range, uint32_t most) {
    double tick = pow(10, floor(log10(fmax(range, 1e-9) / fmax(most, 1))));
    while (range / tick > most) {
        double first = tick / pow(10, floor(log10(tick * 1.0001)));
        tick *= first > 1.5 && first < 3 ? 2.5 : 2;
    }
    return tick;
}

void cycles_comma(const struct view *v, char *words) {
    if (v->look->language != LANGUAGE_GERMAN) return;
    for (; *words; words++)
        if (*words == '.') *words = ',';
}

static void time_words(const struct view *v, double seconds, double tick, struct text *out) {
    int decimals = tick >= 1 ? 0 : (int)ceil(-log10(tick) - 1e-6);
    text_addf(out, "%.*f s", decimals, seconds);
    if (out->bytes) cycles_comma(v, out->bytes);
}

static void tick_at(const struct cycles_plot *p, float x, float top, float bottom, float words,
                    const char *what) {
    const struct view *v = p->v;
    struct lettering l = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    draw_line(p->d, (struct point){x, top}, (struct point){x, bottom},
              (struct stroke){with_alpha(v->theme->border, 0x80), px(v, 1), 0});
    float half = label_width(p->d, v, l, what) / 2;
    if (x + half > p->left + p->width + px(v, 20)) return;
    label_centre(p->d, v, (struct point){fmaxf(x, p->left + half), words}, 0, l, what);
}

void cycles_time_axis(const struct cycles_plot *p, float top, float bottom, float words) {
    uint32_t room = whole(p->width / px(p->v, 110));
    double from = p->c->evenly ? 0 : (double)p->begin * 1e-9;
    double to = p->c->evenly ? (double)p->count : (double)p->end * 1e-9;
    double tick = cycles_tick(to - from, room > 1 ? room : 1);
    if (p->c->evenly) tick = fmax(tick, 1);
    for (double at = ceil(from / tick) * tick; at <= to + tick * 1e-6; at += tick) {
        struct text what = {0};
        uint32_t cycle = (uint32_t)at;
        float x = p->left + p->width * (float)((at - from) / fmax(to - from, 1e-12));
        if (!p->c->evenly) time_words(p->v, at, tick, &what);
        else if (cycle < p->count) text_addf(&what, "gc %u", cycles_at(p->c, cycle)->number);
        tick_at(p, x, top, bottom, words, text_string(&what));
        text_free(&what);
    }
}
