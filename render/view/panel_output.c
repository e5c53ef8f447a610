/* What the program has printed: its last lines. */
#include <string.h>

#include "view/panels.h"
#include "view/widget.h"

enum { ROW = 23, ROWS_MAX = 64, BETWEEN = 14 };

/* By the program, not by the run: so that the panel is there at every step, or at none. */
bool view_shows_output(const struct view *v) {
    const struct program *p = v->m->program;
    for (uint32_t i = 0; i < p->op_count; i++) {
        if (p->ops[i].code == OP_PRINT) return true;
        if (p->ops[i].code != OP_FORMAT) continue;
        const struct argument *kind = &p->arguments[p->ops[i].b + FORMAT_KIND];
        if (kind->constant && kind->value <= FORMAT_PRINTF) return true;
    }
    return false;
}

static bool prints_now(const struct session *s) {
    for (uint32_t i = 0; i < s->event_count; i++)
        if (s->events[i].kind == EVENT_PRINT) return true;
    return false;
}

/* Where the line that ends at `end` begins. */
static size_t line_start(const char *bytes, size_t end) {
    while (end > 0 && bytes[end - 1] != '\n') end--;
    return end;
}

/* The last lines, the newest of them first. */
struct last_lines {
    size_t starts[ROWS_MAX], ends[ROWS_MAX], count;
};

static void find_lines(const struct session *s, uint32_t rows, struct last_lines *lines) {
    const char *bytes = text_string(&s->screen);
    size_t end = session_screen_length(s);
    if (end && bytes[end - 1] == '\n') end--;
    lines->count = 0;
    for (bool more = end > 0; more && lines->count < rows; lines->count++) {
        lines->ends[lines->count] = end;
        lines->starts[lines->count] = line_start(bytes, end);
        more = lines->starts[lines->count] > 0;
        end = more ? lines->starts[lines->count] - 1 : 0;
    }
}

void panel_output(struct draw *d, const struct view *v, struct box b) {
    const struct theme *t = v->theme;
    struct lettering label = {FONT_SANS_BOLD, TEXT_SMALL, t->muted};
    const char *bytes = text_string(&v->session->screen), *title = say(v, WORD_PANEL_OUTPUT);
    bool now = prints_now(v->session);
    uint32_t rows = whole((b.h - px(v, 8)) / px(v, ROW));
    rows = rows < 1 ? 1 : rows > ROWS_MAX ? ROWS_MAX : rows;
    draw_box(d, b, px(v, 10), t->panel, (struct stroke){t->border, px(v, 1.5f), 0});
    float left = b.x + px(v, PANEL_PADDING);
    float x = left + label_width(d, v, label, title) + px(v, BETWEEN);
    float room = b.x + b.w - px(v, PANEL_PADDING) - x;
    float y = b.y + px(v, 24.5f);
    struct last_lines lines;
    find_lines(v->session, rows, &lines);
    label_left(d, v, (struct point){left, y}, 0, label, title);
    for (size_t i = lines.count; i > 0; i--, y += px(v, ROW)) {
        struct lettering mono = {FONT_MONO, TEXT_SMALL, i == 1 ? t->text : t->muted};
        struct text line = {0};
        text_add_bytes(&line, bytes + lines.starts[i - 1], lines.ends[i - 1] - lines.starts[i - 1]);
        struct box glow = {x - px(v, 6), y - px(v, 17), room + px(v, 12), px(v, ROW)};
        if (now && i == 1) draw_box(d, glow, px(v, 4), t->highlight, (struct stroke){0});
        label_left(d, v, (struct point){x, y}, room, mono, text_string(&line));
        text_free(&line);
    }
}
