#include "view/gallery.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/widget.h"

/* Units. The picture takes the upper part of a card. */
enum {
    MARGIN = 60,
    GAP = 24,
    TOP = 128,
    BOTTOM = 52,
    CARD_WIDTH = THUMBNAIL_WIDTH + 4,
    CARD_TEXT = 138,
    CARD_HEIGHT = THUMBNAIL_HEIGHT + CARD_TEXT,
    HEADING = 58,
};

/* ---- the filter ---- */

/* Letters of ASCII in either case. */
static bool contains(const char *text, const char *word, size_t length) {
    for (; *text; text++) {
        size_t i = 0;
        while (i < length && tolower((unsigned char)text[i]) == tolower((unsigned char)word[i]))
            i++;
        if (i == length) return true;
    }
    return false;
}

static const char *file_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool gallery_shows(const struct gallery *g, uint32_t entry) {
    const struct gallery_entry *e = &g->entries[entry];
    for (const char *at = g->filter; *at;) {
        size_t length = strcspn(at, " ");
        if (length && !contains(e->title, at, length) && !contains(e->summary, at, length) &&
            !contains(e->teaches, at, length) && !contains(file_name(e->path), at, length))
            return false;
        at += length + strspn(at + length, " ");
    }
    return true;
}

/* ---- places ---- */

/* Goes through the cards that are shown, in order. Places are pixels from the beginning of all
 * cards, as if nothing were scrolled. */
struct walk {
    const struct view *v;
    const struct gallery *g;
    uint32_t columns, column, next;
    enum word group;
    float left, width, y; /* of the next row */
    /* what it has come to */
    uint32_t entry;
    struct box box;
    bool begins_group;
};

static struct walk walk_begin(const struct view *v, const struct gallery *g) {
    float room = v->area.w - px(v, 2 * MARGIN), gap = px(v, GAP);
    uint32_t columns = whole((room + gap) / (px(v, CARD_WIDTH) + gap));
    if (columns == 0) columns = 1;
    float width = (room - gap * (float)(columns - 1)) / (float)columns;
    width = fmaxf(fminf(width, px(v, CARD_WIDTH) * 1.1f), 0);
    return (struct walk){.v = v,
                         .g = g,
                         .columns = columns,
                         .group = WORD_NONE,
                         .left = v->area.x + px(v, MARGIN),
                         .width = width};
}

static void begin_row(struct walk *w) {
    if (w->column == 0) return;
    w->column = 0;
    w->y += px(w->v, CARD_HEIGHT + GAP);
}

static bool walk_on(struct walk *w) {
    while (w->next < w->g->count && !gallery_shows(w->g, w->next)) w->next++;
    if (w->next == w->g->count) return false;
    w->entry = w->next++;
    const struct gallery_entry *e = &w->g->entries[w->entry];
    w->begins_group = e->group != w->group;
    if (w->begins_group) {
        begin_row(w);
        w->group = e->group;
        w->y += px(w->v, HEADING);
    }
    float step = w->width + px(w->v, GAP);
    w->box = (struct box){w->left + step * (float)w->column, w->y, w->width, px(w->v, CARD_HEIGHT)};
    if (++w->column == w->columns) begin_row(w);
    return true;
}

/* The part of the picture where cards are. */
static struct box window_of(const struct view *v) {
    float top = px(v, TOP), bottom = px(v, BOTTOM);
    return (struct box){v->area.x, v->area.y + top, v->area.w, fmaxf(v->area.h - top - bottom, 0)};
}

static struct box on_picture(const struct view *v, const struct gallery *g, struct box b) {
    b.y += window_of(v).y - px(v, g->scroll);
    return b;
}

static bool is_seen(const struct view *v, struct box b) {
    struct box w = window_of(v);
    return b.y + b.h > w.y && b.y < w.y + w.h;
}

/* ---- scrolling ---- */

static float height_of_all(const struct view *v, const struct gallery *g) {
    struct walk w = walk_begin(v, g);
    float end = 0;
    while (walk_on(&w)) end = w.box.y + w.box.h;
    return end + px(v, GAP);
}

float gallery_scroll_within(const struct view *v, const struct gallery *g, float scroll) {
    float most = (height_of_all(v, g) - window_of(v).h) / v->scale;
    return fmaxf(fminf(scroll, most), 0);
}

float gallery_scroll_to_choice(const struct view *v, const struct gallery *g) {
    struct walk w = walk_begin(v, g);
    while (walk_on(&w)) {
        if (w.entry != g->selected) continue;
        float above = w.begins_group ? HEADING : GAP / 2;
        float top = w.box.y / v->scale - above, room = window_of(v).h / v->scale;
        float bottom = (w.box.y + w.box.h) / v->scale + GAP;
        float scroll = fmaxf(g->scroll, bottom - room);
        return gallery_scroll_within(v, g, fminf(scroll, top));
    }
    return gallery_scroll_within(v, g, g->scroll);
}

/* ---- choosing ---- */

static bool find_choice(const struct view *v, const struct gallery *g, struct box *b) {
    struct walk w = walk_begin(v, g);
    while (walk_on(&w)) {
        *b = w.box;
        if (w.entry == g->selected) return true;
    }
    return false;
}

static uint32_t beside(const struct view *v, const struct gallery *g, bool right) {
    struct walk w = walk_begin(v, g);
    uint32_t before = g->selected;
    bool found = false;
    while (walk_on(&w)) {
        if (found) return w.entry;
        found = w.entry == g->selected;
        if (found && !right) return before;
        before = w.entry;
    }
    return g->selected;
}

/* The card whose place is nearest to one that lies `down` pixels below the chosen card; among those
 * of the row that is nearest to it, past the card's own row. */
static uint32_t below(const struct view *v, const struct gallery *g, float down) {
    struct walk w = walk_begin(v, g);
    struct box from;
    uint32_t best = g->selected;
    float best_way = INFINITY;
    if (!find_choice(v, g, &from)) return g->selected;
    while (walk_on(&w)) {
        bool past = down > 0 ? w.box.y > from.y : w.box.y < from.y;
        float way = fabsf(w.box.y - from.y - down) * 8 + fabsf(w.box.x - from.x);
        if (!past || way >= best_way) continue;
        best_way = way;
        best = w.entry;
    }
    return best;
}

static uint32_t at_end(const struct view *v, const struct gallery *g, bool last) {
    struct walk w = walk_begin(v, g);
    uint32_t entry = g->selected;
    while (walk_on(&w)) {
        entry = w.entry;
        if (!last) break;
    }
    return entry;
}

uint32_t gallery_towards(const struct view *v, const struct gallery *g, enum gallery_way way) {
    struct box unused;
    float row = px(v, CARD_HEIGHT + GAP), page = fmaxf(window_of(v).h - px(v, HEADING), row);
    if (!find_choice(v, g, &unused)) return at_end(v, g, way == GALLERY_LAST);
    switch (way) {
    case GALLERY_LEFT: return beside(v, g, false);
    case GALLERY_RIGHT: return beside(v, g, true);
    case GALLERY_UP: return below(v, g, -row);
    case GALLERY_DOWN: return below(v, g, row);
    case GALLERY_PAGE_UP: return below(v, g, -page);
    case GALLERY_PAGE_DOWN: return below(v, g, page);
    case GALLERY_FIRST: return at_end(v, g, false);
    case GALLERY_LAST: return at_end(v, g, true);
    }
    return g->selected;
}

uint32_t gallery_wants_thumbnail(const struct view *v, const struct gallery *g) {
    struct walk w = walk_begin(v, g);
    while (walk_on(&w)) {
        const struct gallery_entry *e = &g->entries[w.entry];
        if (!e->broken && !e->thumbnail && is_seen(v, on_picture(v, g, w.box))) return w.entry;
    }
    return g->count;
}

/* ---- a card ---- */

static void draw_thumbnail(struct draw *d, const struct view *v, const struct gallery_entry *e,
                           struct box b) {
    float scale = fminf(b.w / (float)THUMBNAIL_WIDTH, b.h / (float)THUMBNAIL_HEIGHT);
    if (!e->thumbnail) {
        draw_box(d, b, px(v, 8), v->theme->ground, (struct stroke){0});
        return;
    }
    struct point at = {b.x + (b.w - (float)THUMBNAIL_WIDTH * scale) / 2,
                       b.y + (b.h - (float)THUMBNAIL_HEIGHT * scale) / 2};
    draw_append(d, e->thumbnail, at, scale, px(v, 11));
}

static void draw_words(struct draw *d, const struct view *v, const struct gallery_entry *e,
                       struct box b) {
    const struct theme *t = v->theme;
    float x = b.x + px(v, 16), room = b.w - px(v, 32), y = b.y + b.h - px(v, CARD_TEXT);
    struct lettering title = {FONT_SANS_BOLD, 21, e->broken ? t->vermillion : t->text};
    title = lettering_to_fit(d, v, title, TEXT_BODY, room, e->title);
    label_left(d, v, (struct point){x, y + px(v, 31)}, room, title, e->title);
    label_wrapped(d, v, (struct point){x, y + px(v, 60)}, room, 2,
                  (struct lettering){FONT_SANS, TEXT_SMALL + 1, t->text}, e->summary);
    label_left(d, v, (struct point){x, y + px(v, 118)}, room,
               (struct lettering){FONT_SANS, TEXT_SMALL, t->muted}, e->teaches);
}

static void draw_card(struct draw *d, const struct view *v, const struct gallery *g, uint32_t i,
                      struct box b) {
    const struct theme *t = v->theme;
    const struct gallery_entry *e = &g->entries[i];
    bool selected = i == g->selected, over = box_contains(b, v->mouse);
    uint32_t colour = selected ? t->blue : over ? t->text : t->border;
    draw_box(d, b, px(v, 12), t->panel, (struct stroke){colour, px(v, selected ? 4 : 1.5f), 0});
    struct box picture = {b.x + px(v, 6), b.y + px(v, 6), b.w - px(v, 12),
                          px(v, THUMBNAIL_HEIGHT - 6)};
    draw_clip(d, picture);
    draw_thumbnail(d, v, e, picture);
    draw_unclip(d);
    draw_words(d, v, e, b);
    struct box w = window_of(v); /* what is scrolled away is not hit */
    float top = fmaxf(b.y, w.y), bottom = fminf(b.y + b.h, w.y + w.h);
    draw_hit(d, (struct box){b.x, top, b.w, bottom - top}, COMMAND_OPEN, i, file_name(e->path));
}

static void draw_cards(struct draw *d, const struct view *v, const struct gallery *g) {
    struct walk w = walk_begin(v, g);
    struct lettering heading = {FONT_SANS_BOLD, 22, v->theme->muted};
    bool any = false;
    while (walk_on(&w)) {
        struct box b = on_picture(v, g, w.box);
        any = true;
        if (w.begins_group)
            label_left(d, v, (struct point){b.x, b.y - px(v, 16)}, 0, heading, say(v, w.group));
        if (is_seen(v, b)) draw_card(d, v, g, w.entry, b);
    }
    struct box room = window_of(v);
    const char *words =
        g->count > g->recent || !g->problem[0] ? say(v, WORD_NOTHING_FOUND) : g->problem;
    if (!any)
        label_wrapped(d, v, (struct point){room.x + px(v, MARGIN), room.y + px(v, 60)},
                      room.w - px(v, 2 * MARGIN), 3,
                      (struct lettering){FONT_SANS, 22, v->theme->text}, words);
}

/* How far the cards are scrolled: a bar at the right. */
static void draw_bar(struct draw *d, const struct view *v, const struct gallery *g) {
    struct box w = window_of(v);
    float all = height_of_all(v, g);
    if (all <= w.h || w.h <= 0) return;
    float h = fmaxf(w.h * w.h / all, px(v, 30)), most = all - w.h;
    struct box b = {w.x + w.w - px(v, 26), w.y + (w.h - h) * px(v, g->scroll) / most, px(v, 8), h};
    draw_box(d, b, b.w / 2, v->theme->border, (struct stroke){0});
}

/* ---- the head ---- */

static float head_button(struct draw *d, const struct view *v, float right, const char *words,
                         enum command_id command) {
    struct lettering l = {FONT_SANS, TEXT_BODY + 1, v->theme->text};
    float w = label_width(d, v, l, words) + px(v, 36);
    struct box b = {right - w, v->area.y + px(v, 44), w, px(v, 46)};
    bool over = box_contains(b, v->mouse);
    draw_box(d, b, px(v, 10), over ? v->theme->highlight : v->theme->panel,
             (struct stroke){over ? v->theme->text : v->theme->border, px(v, 1.5f), 0});
    label_centre(d, v, (struct point){b.x + w / 2, b.y + px(v, 30)}, 0, l, words);
    draw_hit(d, b, command, 0, NULL);
    return b.x - px(v, 16);
}

static void draw_search(struct draw *d, const struct view *v, const struct gallery *g,
                        float right) {
    bool typing = v->prompt && v->prompt->kind == PROMPT_FILTER;
    struct box b = {right - px(v, 420), v->area.y + px(v, 44), px(v, 420), px(v, 46)};
    char words[FILTER_MAX + 16];
    snprintf(words, sizeof words, "%s%s", g->filter, typing ? "▏" : "");
    bool empty = !g->filter[0] && !typing;
    draw_box(
        d, b, px(v, 10), v->theme->panel,
        (struct stroke){typing ? v->theme->blue : v->theme->border, px(v, typing ? 3 : 1.5f), 0});
    label_left(
        d, v, (struct point){b.x + px(v, 18), b.y + px(v, 30)}, b.w - px(v, 36),
        (struct lettering){FONT_SANS, TEXT_BODY + 1, empty ? v->theme->muted : v->theme->text},
        empty ? say(v, WORD_SEARCH) : words);
    draw_hit(d, b, COMMAND_FILTER, 0, NULL);
}

static void draw_head(struct draw *d, const struct view *v, const struct gallery *g) {
    float x = v->area.x + px(v, MARGIN), y = v->area.y, room = v->area.w - px(v, 2 * MARGIN + 660);
    draw_box(d, (struct box){v->area.x, y, v->area.w, px(v, TOP)}, 0, v->theme->ground,
             (struct stroke){0});
    label_left(d, v, (struct point){x, y + px(v, 66)}, 0,
               (struct lettering){FONT_SANS_BOLD, 42, v->theme->text}, "tricolor");
    label_left(d, v, (struct point){x, y + px(v, 102)}, room,
               (struct lettering){FONT_SANS, 20, v->theme->muted}, say(v, WORD_TAGLINE));
    float right = v->area.x + v->area.w - px(v, MARGIN);
    right = head_button(d, v, right, say(v, WORD_OPEN_FILE), COMMAND_OPEN_FILE);
    draw_search(d, v, g, right);
}

static void draw_foot(struct draw *d, const struct view *v) {
    float top = v->area.y + v->area.h - px(v, BOTTOM);
    draw_box(d, (struct box){v->area.x, top, v->area.w, px(v, BOTTOM)}, 0, v->theme->ground,
             (struct stroke){0});
    const char *words = v->message ? v->message : say(v, WORD_GALLERY_KEYS);
    uint32_t colour = v->message ? v->theme->vermillion : v->theme->muted;
    label_left(d, v, (struct point){v->area.x + px(v, MARGIN), top + px(v, 32)},
               v->area.w - px(v, 2 * MARGIN), (struct lettering){FONT_SANS, TEXT_BODY, colour},
               words);
}

void gallery_draw(struct draw *d, const struct view *v, const struct gallery *g) {
    draw_box(d, v->area, 0, v->theme->ground, (struct stroke){0});
    draw_hit(d, v->area, COMMAND_GALLERY_WHEEL, 0, "");
    struct box w = window_of(v);
    draw_clip(d, w);
    draw_cards(d, v, g);
    draw_bar(d, v, g);
    draw_unclip(d);
    draw_head(d, v, g);
    draw_foot(d, v);
}
