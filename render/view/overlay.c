#include "view/overlay.h"

#include <stdio.h>
#include <string.h>

#include "view/keys.h"
#include "view/panels.h"
#include "view/widget.h"

void overlay_blank(struct draw *d, const struct view *v) {
    draw_box(d, v->area, 0, 0x000000ff, (struct stroke){0});
}

/* Light, colour, dark: some of the three stands out on any ground. */
static void draw_pointer(struct draw *d, const struct view *v) {
    float r = px(v, 40);
    struct box b = {v->mouse.x - r, v->mouse.y - r, 2 * r, 2 * r};
    if (v->mouse.x < 0) return;
    draw_box(d, b, r, with_alpha(v->theme->orange, 0x38), (struct stroke){0xffffffff, px(v, 9), 0});
    draw_box(d, box_inset(b, -px(v, 3)), r + px(v, 3), 0, (struct stroke){0x000000ff, px(v, 2), 0});
    draw_box(d, b, r, 0, (struct stroke){v->theme->orange, px(v, 5), 0});
    draw_box(d, box_inset(b, px(v, 4)), r - px(v, 4), 0, (struct stroke){0x000000ff, px(v, 2), 0});
}

/* ---- the tip ---- */

enum { TIP_WIDTH = 560, TIP_LINES = 8, TIP_LINE = 23, TIP_PADDING = 12 };

/* What a place says: its own tip, or what its command does; and that command's keys. */
static void add_tip(const struct draw *d, const struct view *v, const struct hit *h,
                    struct text *out) {
    struct text keys = {0};
    enum command_id command = (enum command_id)h->command;
    text_add(out, h->tip ? d->strings.bytes + h->tip : say(v, command_word(command)));
    key_words(v->look->language, command, &keys);
    if (keys.length) text_addf(out, "   [%s]", text_string(&keys));
    text_free(&keys);
}

/* Below the place, or above it; beside the mouse if the place is large. */
static struct box tip_box(const struct view *v, const struct hit *h, float width, float height) {
    float far = px(v, 10), below = h->box.y + h->box.h + far, above = h->box.y - far;
    if (h->box.h > px(v, 90)) {
        below = v->mouse.y + px(v, 26);
        above = v->mouse.y - far;
    }
    bool fits = below + height < v->area.y + v->area.h;
    float most = v->area.x + v->area.w - width - px(v, 6);
    float x = fmaxf(fminf(v->mouse.x - px(v, 10), most), v->area.x + px(v, 6));
    return (struct box){x, fits ? below : above - height, width, height};
}

/* Lines end where the tip has them end, and where there is no more room. */
static float write_tip(struct draw *d, const struct view *v, struct box b, const char *words) {
    struct paragraph p = {{FONT_SANS, TEXT_SMALL + 1, v->theme->text}, TIP_LINE, TIP_LINES};
    float y = b.y;
    while (*words) {
        char line[400];
        size_t length = strcspn(words, "\n");
        snprintf(line, sizeof line, "%.*s", (int)length, words);
        y += px(v, TIP_LINE) *
             (float)label_lines(d, v, (struct point){b.x, y + px(v, 17)}, b.w, p, line);
        words += length + (words[length] == '\n');
    }
    return y - b.y;
}

/* How wide and high the words are, found by writing them where nothing is kept. */
static struct point tip_size(struct draw *d, const struct view *v, const char *words) {
    struct lettering l = {FONT_SANS, TEXT_SMALL + 1, 0};
    float widest = 0, most = fminf(px(v, TIP_WIDTH), v->area.w * 0.8f);
    size_t commands = d->count, strings = d->strings.length;
    for (const char *at = words; *at; at += strcspn(at, "\n") + (at[strcspn(at, "\n")] == '\n')) {
        char line[400];
        snprintf(line, sizeof line, "%.*s", (int)strcspn(at, "\n"), at);
        widest = fmaxf(widest, label_width(d, v, l, line));
    }
    float width = fminf(widest + 1, most);
    float height = write_tip(d, v, (struct box){0, 0, width, 0}, words);
    d->count = commands;
    if (d->strings.length > strings) d->strings.length = strings;
    return (struct point){width, height};
}

static void draw_tip(struct draw *d, const struct view *v) {
    const struct hit *h = hit_find_tip(d, v->mouse);
    struct text words = {0};
    if (!h) return;
    add_tip(d, v, h, &words);
    struct point size = tip_size(d, v, text_string(&words));
    float padding = px(v, TIP_PADDING);
    struct box b = tip_box(v, h, size.x + 2 * padding, size.y + 1.4f * padding);
    draw_box(d, b, px(v, 8), v->theme->panel, (struct stroke){v->theme->text, px(v, 1.5f), 0});
    struct box inside = {b.x + padding, b.y + 0.7f * padding, size.x, size.y};
    write_tip(d, v, inside, text_string(&words));
    text_free(&words);
}

void overlay_draw(struct draw *d, const struct view *v) {
    if (v->session && v->presenting.legend) panel_legend(d, v);
    if (v->help) panel_help(d, v);
    if (v->presenting.rests) draw_tip(d, v);
    if (v->presenting.pointer) draw_pointer(d, v);
}
