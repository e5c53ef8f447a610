/* One collection of a gctrace log in words, and its line as it stands in the log. */
#include <inttypes.h>
#include <stdio.h>

#include "view/cycles_plot.h"

enum { ROW = 25, LINE_ROW = 21, LINE_LINES = 6 };

/* Where the next row goes. */
struct column {
    struct draw *d;
    const struct view *v;
    struct box b;
    float y;
};

static bool has_room(const struct column *c) {
    return c->y + px(c->v, ROW) <= c->b.y + c->b.h;
}

static void title(struct column *c, enum word word) {
    struct lettering l = {FONT_SANS_BOLD, TEXT_SMALL, c->v->theme->blue};
    c->y += px(c->v, 7);
    if (has_room(c))
        label_left(c->d, c->v, (struct point){c->b.x, c->y + px(c->v, 17)}, c->b.w, l,
                   say(c->v, word));
    c->y += px(c->v, ROW);
}

/* A name at the left, what it is at the right; with a sample of how the chart draws it. */
static void row(struct column *c, enum word name, const char *value) {
    struct lettering muted = {FONT_SANS, TEXT_SMALL, c->v->theme->muted};
    struct lettering text = {FONT_SANS, TEXT_SMALL, c->v->theme->text};
    float y = c->y + px(c->v, 17), width = label_width(c->d, c->v, text, value);
    if (has_room(c)) {
        label_left(c->d, c->v, (struct point){c->b.x, y}, c->b.w - width - px(c->v, 12), muted,
                   say(c->v, name));
        label_right(c->d, c->v, (struct point){c->b.x + c->b.w, y}, c->b.w, text, value);
    }
    c->y += px(c->v, ROW);
}

static void row_of(struct column *c, enum word name, struct text *value) {
    row(c, name, text_string(value));
    text_free(value);
}

/* ---- numbers ---- */

static void row_time(struct column *c, enum word name, uint64_t nanoseconds) {
    struct text value = {0};
    text_addf(&value, "%.3f s", (double)nanoseconds * 1e-9);
    if (value.bytes) cycles_comma(c->v, value.bytes);
    row_of(c, name, &value);
}

static void row_milliseconds(struct column *c, enum word name, uint64_t nanoseconds) {
    struct text value = {0};
    double ms = (double)nanoseconds * 1e-6;
    text_addf(&value, ms < 10 ? "%.3f ms" : "%.0f ms", ms);
    if (value.bytes) cycles_comma(c->v, value.bytes);
    row_of(c, name, &value);
}

static void row_size(struct column *c, enum word name, uint64_t mebibytes) {
    struct text value = {0};
    if (mebibytes == GCLOG_NONE) text_add(&value, say(c->v, WORD_CYCLES_OFF));
    else text_addf(&value, "%" PRIu64 " MiB", mebibytes);
    row_of(c, name, &value);
}

static void row_range(struct column *c, enum word name, const struct gclog_range *r) {
    struct text value = {0};
    uint64_t least = r->least >> 20, most = r->most >> 20;
    if (r->most == UINT64_MAX) text_add(&value, say(c->v, WORD_CYCLES_OFF));
    else if (least == most) text_addf(&value, "%" PRIu64 " MiB", least);
    else text_addf(&value, "%" PRIu64 "–%" PRIu64 " MiB", least, most);
    row_of(c, name, &value);
}

/* "agrees", or by how much Go's number lies above or below what the model's may be. */
static void row_off(struct column *c, enum word name, uint64_t told, const struct gclog_range *r) {
    struct text value = {0};
    int64_t off = gclog_off(told, r);
    if (off == 0) text_add(&value, say(c->v, WORD_CYCLES_AGREES));
    else if (told == GCLOG_NONE || r->most == UINT64_MAX)
        text_add(&value, say(c->v, WORD_CYCLES_DIFFERS));
    else
        text_addf(&value, say(c->v, off > 0 ? WORD_CYCLES_ABOVE : WORD_CYCLES_BELOW),
                  (unsigned long long)(off > 0 ? off : -off));
    row_of(c, name, &value);
}

/* ---- the parts ---- */

static void tell_heap(struct column *c, const struct gclog_cycle *cycle) {
    struct text past = {0};
    title(c, WORD_CYCLES_GO);
    row_time(c, WORD_CYCLES_BEGAN, cycle->at);
    row_size(c, WORD_CYCLES_BEFORE, cycle->before);
    row_size(c, WORD_CYCLES_AFTER, cycle->after);
    row_size(c, WORD_CYCLES_LIVE, cycle->live);
    row_size(c, WORD_CYCLES_GOAL, cycle->goal);
    if (cycle->goal == GCLOG_NONE) return;
    int64_t over = (int64_t)cycle->after - (int64_t)cycle->goal;
    text_addf(&past, over ? "%+" PRId64 " MiB" : "%" PRId64 " MiB", over);
    row_of(c, WORD_CYCLES_OVER, &past);
}

static void tell_when(struct column *c, const struct gclog_cycle *cycle,
                      const struct gclog_beside *beside) {
    struct text value = {0};
    if (beside->begins == GCLOG_NONE) return;
    row_time(c, WORD_CYCLES_WOULD, beside->begins);
    double ms = ((double)beside->begins - (double)cycle->at) * 1e-6;
    text_addf(&value, say(c->v, ms > 0 ? WORD_CYCLES_LATER : WORD_CYCLES_EARLIER), fabs(ms));
    if (value.bytes) cycles_comma(c->v, value.bytes);
    row_of(c, WORD_NONE, &value);
}

static void tell_model(struct column *c, const struct gclog_cycle *cycle,
                       const struct gclog_beside *beside) {
    title(c, WORD_CYCLES_MODEL);
    if (!beside->known) {
        row(c, WORD_CYCLES_UNKNOWN, "");
        return;
    }
    row_range(c, WORD_CYCLES_GOAL, &beside->goal);
    row_off(c, WORD_CYCLES_GO_GOAL, cycle->goal, &beside->goal);
    row_range(c, WORD_CYCLES_TRIGGER, &beside->trigger);
    if (cycle->forced) {
        row(c, WORD_CYCLES_GO_BEGAN, say(c->v, WORD_CYCLES_FORCED));
        return;
    }
    row_off(c, WORD_CYCLES_GO_BEGAN, cycle->before, &beside->trigger);
    tell_when(c, cycle, beside);
}

static void tell_time(struct column *c, const struct gclog_cycle *cycle) {
    struct text value = {0};
    title(c, WORD_CYCLES_TIME);
    row_milliseconds(c, WORD_CYCLES_STOP_1, cycle->clock[CLOCK_SWEEP_TERM]);
    row_milliseconds(c, WORD_CYCLES_MARKS, cycle->clock[CLOCK_MARK]);
    row_milliseconds(c, WORD_CYCLES_STOP_2, cycle->clock[CLOCK_MARK_TERM]);
    row_milliseconds(c, WORD_CYCLES_ASSISTS, cycle->cpu[CPU_ASSIST]);
    row_milliseconds(c, WORD_CYCLES_WORKERS, cycle->cpu[CPU_BACKGROUND]);
    row_milliseconds(c, WORD_CYCLES_IDLE, cycle->cpu[CPU_IDLE]);
    text_addf(&value, "%" PRIu32 " %%", cycle->percent);
    row_of(c, WORD_CYCLES_PERCENT, &value);
    text_addf(&value, "%" PRIu32, cycle->procs);
    row_of(c, WORD_CYCLES_PROCS, &value);
    if (!cycle->tells_roots) return;
    text_addf(&value, "%" PRIu64 " + %" PRIu64 " MiB", cycle->stacks, cycle->globals);
    row_of(c, WORD_CYCLES_ROOTS, &value);
}

/* ---- the line ---- */

/* At the foot; broken at its spaces. */
static float tell_line(struct draw *d, const struct view *v, struct box b,
                       const struct gclog_cycle *cycle) {
    const struct cycles_view *c = v->cycles;
    struct paragraph p = {{FONT_MONO, 14, v->theme->text}, LINE_ROW, LINE_LINES};
    struct lettering head = {FONT_SANS_BOLD, TEXT_SMALL, v->theme->blue};
    struct text line = {0}, where = {0};
    text_add_bytes(&line, gclog_line(c->log, cycle), cycle->length);
    text_addf(&where, say(v, WORD_CYCLES_LINE), (unsigned long long)cycle->line);
    float height = px(v, LINE_ROW * LINE_LINES + 30), top = b.y + b.h - height;
    label_left(d, v, (struct point){b.x, top + px(v, 16)}, b.w, head, text_string(&where));
    label_lines(d, v, (struct point){b.x, top + px(v, 40)}, b.w, p, text_string(&line));
    text_free(&line);
    text_free(&where);
    return height;
}

void cycles_inspector(struct draw *d, const struct view *v, struct box b) {
    const struct cycles_view *c = v->cycles;
    const struct gclog_cycle *cycle = cycles_at(c, c->cycle);
    char name[64];
    snprintf(name, sizeof name, say(v, WORD_CYCLES_TITLE), cycle->number);
    struct box in = panel_frame(d, v, b, name, cycle->forced ? say(v, WORD_CYCLES_FORCED) : "");
    if (in.h > px(v, 420)) in.h -= tell_line(d, v, in, cycle);
    struct column column = {d, v, in, in.y - px(v, 6)};
    tell_heap(&column, cycle);
    tell_model(&column, cycle, cycles_beside(c, c->cycle));
    tell_time(&column, cycle);
}
