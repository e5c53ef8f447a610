/* The listing, with the line each goroutine is at, and the escape tags of allocations. */
#include <stdio.h>
#include <string.h>

#include "view/panels.h"
#include "view/widget.h"

enum { LINE_HEIGHT = 29, MARKS_MAX = 3 };

static uint32_t goroutine_line(const struct view *v, uint32_t number) {
    const struct goroutine *g = goroutine_of(v->m, number);
    if (g->status == GOROUTINE_DEAD) return 0;
    uint32_t line = v->m->program->op_lines[g->pc];
    return line ? line : g->last_line; /* in a library function: where it was called */
}

/* The line to be seen: of the goroutine that acted last, else of the first that lives. */
static uint32_t line_in_focus(const struct view *v) {
    if (machine_line(v->m)) return machine_line(v->m);
    for (uint32_t n = 1; n <= v->m->s->goroutine_count; n++)
        if (goroutine_line(v, n)) return goroutine_line(v, n);
    return 1;
}

/* The first line shown. It moves by half a panel at a time, so that lines stay where they are. */
static uint32_t first_line(uint32_t focus, uint32_t rows, uint32_t lines) {
    if (lines <= rows || rows < 4) return 1;
    uint32_t half = rows / 2, page = focus > half ? (focus - half / 2) / half * half : 0;
    return 1 + (page + rows > lines ? lines - rows : page);
}

/* What is allocated at a line: how much of it where, and the first reason. */
struct tags {
    uint32_t heap, stack, manual;
    const char *heap_why, *stack_why, *manual_why;
};

static void count_tag(uint32_t *count, const char **first, const char *why) {
    if ((*count)++ == 0) *first = why;
}

static struct tags tags_of(const struct program *p, uint32_t line) {
    struct tags t = {.heap_why = "", .stack_why = "", .manual_why = ""};
    for (uint32_t i = 0; i < p->site_count; i++) {
        const struct site *s = &p->sites[i];
        if (s->incidental || p->op_lines[s->op] != line) continue;
        if (s->manual) count_tag(&t.manual, &t.manual_why, s->why);
        else if (s->heap) count_tag(&t.heap, &t.heap_why, s->why);
        else count_tag(&t.stack, &t.stack_why, s->why);
    }
    return t;
}

struct verdict {
    const char *where;
    uint32_t count, colour;
    const char *why;
};

/* With the reason if there is room for it beside the words of the line. Returns its left end. */
static float draw_tag(struct draw *d, const struct view *v, struct point right, float left,
                      const struct verdict *tag) {
    char words[128], brief[32];
    struct lettering l = {FONT_SANS_BOLD, 15, 0};
    snprintf(brief, sizeof brief, tag->count > 1 ? "%s ×%u" : "%s", tag->where, tag->count);
    snprintf(words, sizeof words, tag->why[0] ? "%s: %s" : "%s", brief, tag->why);
    bool fits = right.x - label_width(d, v, l, words) - px(v, 40) >= left;
    return pill_right(d, v, right, tag->colour, fits ? words : brief) - px(v, 8);
}

/* The heap's tag is at the right of the stack's. Returns where the words of the line must end. */
static float draw_tags(struct draw *d, const struct view *v, uint32_t line, struct point right,
                       float left) {
    const struct tags t = tags_of(v->m->program, line);
    const struct verdict tags[] = {{"C heap", t.manual, v->theme->purple, t.manual_why},
                                   {"heap", t.heap, v->theme->purple, t.heap_why},
                                   {"stack", t.stack, v->theme->green, t.stack_why}};
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        bool room = right.x - left > px(v, 120);
        bool needed = i == 1 || (i == 2 && !t.heap); /* malloc is in the words already */
        if (tags[i].count && (needed || room)) right.x = draw_tag(d, v, right, left, &tags[i]);
    }
    return right.x;
}

/* Where goroutines stand: a bar at the left in each one's colour, as far as there is room; the line
 * of the step is lit. */
static void draw_marks(struct draw *d, const struct view *v, uint32_t line, struct box row) {
    if (machine_line(v->m) == line)
        draw_box(d, row, px(v, 4), v->theme->highlight, (struct stroke){0});
    float x = row.x, end = row.x + px(v, MARKS_MAX * 6);
    for (uint32_t n = 1; n <= v->m->s->goroutine_count && x < end; n++) {
        if (goroutine_line(v, n) != line) continue;
        draw_box(d, (struct box){x, row.y, px(v, 5), row.h}, 0, actor_colour(v, n),
                 (struct stroke){0});
        x += px(v, 6);
    }
}

static void draw_line_of_source(struct draw *d, const struct view *v, uint32_t line,
                                struct box row) {
    const struct theme *t = v->theme;
    char number[16];
    const char *words = v->m->program->lines[line - 1];
    float baseline = row.y + row.h * 0.7f, left = row.x + px(v, 52);
    struct lettering code = {FONT_MONO, TEXT_BODY, t->text},
                     count = {FONT_MONO, TEXT_SMALL, t->muted};
    draw_marks(d, v, line, row);
    snprintf(number, sizeof number, "%u", line);
    label_right(d, v, (struct point){row.x + px(v, 38), baseline}, 0, count, number);
    float right = row.x + row.w - px(v, 6);
    float end = left + label_width(d, v, code, words);
    right = draw_tags(d, v, line, (struct point){right, row.y + row.h / 2}, end);
    label_left(d, v, (struct point){left, baseline}, right - left, code, words);
}

/* A Go program is called what its file is called. */
static const char *title_of(const struct program *p) {
    const char *slash = p->file ? strrchr(p->file, '/') : NULL;
    return slash ? slash + 1 : p->file ? p->file : "Program";
}

void panel_source(struct draw *d, const struct view *v, struct box b) {
    const struct program *p = v->m->program;
    const char *remark = p->file ? "Go" : v->session->scenario->kind;
    struct box inside = panel_frame(d, v, b, title_of(p), remark);
    float height = px(v, LINE_HEIGHT);
    uint32_t rows = whole(inside.h / height);
    uint32_t first = first_line(line_in_focus(v), rows, p->line_count);
    for (uint32_t i = 0; i < rows && first + i <= p->line_count; i++) {
        struct box row = {b.x + px(v, 6), inside.y + (float)i * height, b.w - px(v, 12), height};
        draw_line_of_source(d, v, first + i, row);
    }
}
