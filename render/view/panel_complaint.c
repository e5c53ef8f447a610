/* What is wrong with a file, with the lines it is about. */
#include <stdio.h>
#include <string.h>

#include "view/complaint.h"
#include "view/panels.h"
#include "view/widget.h"

enum { LINE = 27, LINES_MAX = 14, HEAD = 62, FOOT = 44, WIDTH = 1300 };

static uint32_t count_lines(const char *text) {
    uint32_t lines = 0;
    for (; *text; lines++) {
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    return lines;
}

/* The folder is of no use to who reads it: of the path at the beginning the file's name is left. */
static const char *without_folder(const char *line, size_t length) {
    size_t path = strcspn(line, ":\n");
    if (path >= length) return line;
    for (size_t i = path; i > 0; i--)
        if (line[i - 1] == '/') return line + i;
    return line;
}

/* Sentences are in the letters of the interface, what they are about in those of programs; so the
 * caret stands below its character. */
static void draw_line_of(struct draw *d, const struct view *v, struct point at, float width,
                         const char *line, size_t length) {
    char text[400];
    const char *shown = line[0] == ' ' ? line : without_folder(line, length);
    length -= (size_t)(shown - line);
    snprintf(text, sizeof text, "%.*s", (int)(length < 390 ? length : 390), shown);
    for (char *c = text; *c; c++)
        if (*c == '\t') *c = ' ';
    bool is_caret = text[strspn(text, " ")] == '^';
    bool is_sentence = shown != line || strstr(text, ": ") != NULL;
    struct lettering l = {is_sentence && text[0] != ' ' ? FONT_SANS_BOLD : FONT_MONO, TEXT_BODY,
                          is_caret ? v->theme->vermillion : v->theme->text};
    if (is_caret) l.font = FONT_MONO_BOLD;
    label_left(d, v, at, width, l, text);
}

/* Less where everything is large. */
static uint32_t most_lines(const struct view *v) {
    uint32_t room = whole(v->area.h * 0.7f / px(v, LINE));
    return room > LINES_MAX ? LINES_MAX : room;
}

static void draw_lines(struct draw *d, const struct view *v, struct box b, const char *text) {
    float y = b.y + px(v, 20);
    uint32_t drawn = 0, lines = count_lines(text), most = most_lines(v);
    for (; *text && drawn < most; drawn++) {
        size_t length = strcspn(text, "\n");
        draw_line_of(d, v, (struct point){b.x, y}, b.w, text, length);
        y += px(v, LINE);
        text += length + (text[length] == '\n');
    }
    if (lines <= drawn) return;
    char words[64];
    snprintf(words, sizeof words, say(v, WORD_MORE_LINES), lines - drawn);
    label_left(d, v, (struct point){b.x, y}, b.w,
               (struct lettering){FONT_SANS, TEXT_BODY, v->theme->muted}, words);
}

void panel_complaint(struct draw *d, const struct view *v) {
    const char *text = v->complaint->text;
    uint32_t lines = count_lines(text), most = most_lines(v);
    uint32_t shown = lines > most ? most + 1 : lines;
    float w = fminf(px(v, WIDTH), v->area.w - px(v, 40));
    float h = px(v, HEAD + FOOT + LINE * (float)shown);
    struct box b = {v->area.x + (v->area.w - w) / 2,
                    v->area.y + fminf(px(v, 104), v->area.h * 0.1f), w, h};
    const struct theme *t = v->theme;
    draw_box(d, box_inset(b, -px(v, 8)), px(v, 16), with_alpha(t->ground, 0xd0),
             (struct stroke){0});
    draw_box(d, b, px(v, 10), t->panel, (struct stroke){t->vermillion, px(v, 3), 0});
    draw_hit(d, b, COMMAND_DISMISS, 0, NULL);
    struct box inside = box_inset(b, px(v, 22));
    label_left(d, v, (struct point){inside.x, b.y + px(v, 40)}, inside.w,
               (struct lettering){FONT_SANS_BOLD, TEXT_TITLE + 2, t->vermillion},
               say(v, v->session ? WORD_CANNOT_RELOAD : WORD_CANNOT_OPEN));
    draw_lines(d, v, (struct box){inside.x, b.y + px(v, HEAD), inside.w, 0}, text);
    label_left(d, v, (struct point){inside.x, b.y + h - px(v, 16)}, inside.w,
               (struct lettering){FONT_SANS, TEXT_SMALL, t->muted}, say(v, WORD_COMPLAINT_KEYS));
}
