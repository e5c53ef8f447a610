/* The pages of a sheet. */
#include <math.h>
#include <string.h>

#include "exports/portray.h"
#include "exports/sheet.h"
#include "view/widget.h"

/* Letters of the size TEXT_SMALL then have 8 points. In dots a unit. */
static const float SCALE = 2.1f;

/* In units: margins of the page, between cells; heights of lines and of what they are part of. */
enum {
    MARGIN = 64,
    GAP = 30,
    TITLE = 26,
    HEAD = 62,
    LINE = 24,
    LINE_TO_WRITE = 40,
    FOOT = 20,
    LEGEND = 76,
    SAMPLE = 24,
    WIDE = 660,
    LOW = 260
};

/* Where a page is written and drawn: no panel, but what labels need to know. */
static struct view view_of_page(const struct export_job *job, const struct look *look) {
    return (struct view){.m = &job->session.now,
                         .session = &job->session,
                         .look = look,
                         .theme = look->theme,
                         .scale = SCALE};
}

/* Only who points to what: the stacks where there is room for them, and the objects. */
static struct look look_of_sheet(const struct export_job *job) {
    struct look look = job->request.look;
    look.theme = &THEME_PRINT;
    look.zoom = 1;
    look.arrows = ARROWS_ALL;
    look.hides_dead = false;
    look.arrangement = arrangement_default();
    for (int i = 0; i < PANEL_COUNT; i++)
        look.arrangement.hidden[i] = i != PANEL_STACKS && i != PANEL_HEAP;
    return look;
}

/* ---- where things are ---- */

static struct box inside_of(const struct sheet *s) {
    float margin = MARGIN * SCALE;
    return (struct box){margin, margin, (float)s->paper->width - 2 * margin,
                        (float)s->paper->height - 2 * margin};
}

static bool has_legend(const struct export_job *job) {
    struct view v = {.m = &job->session.now};
    return view_shows_go_heap(&v);
}

static struct box cell_of(const struct export_job *job, const struct sheet *s, size_t i) {
    unsigned place = (unsigned)(i % s->per_page);
    struct box b = inside_of(s);
    float gap = GAP * SCALE, columns = (float)s->columns, rows = (float)s->rows;
    b.y += HEAD * SCALE;
    b.h -= (float)(HEAD + FOOT + (has_legend(job) ? LEGEND : 0)) * SCALE;
    float w = (b.w - gap * (columns - 1)) / columns, h = (b.h - gap * (rows - 1)) / rows;
    return (struct box){b.x + (float)(place % s->columns) * (w + gap),
                        b.y + (float)(place / s->columns) * (h + gap), w, h};
}

/* ---- around the pictures ---- */

static void draw_rule(struct draw *d, const struct view *v, float left, float right, float y) {
    draw_line(d, (struct point){left, y}, (struct point){right, y},
              (struct stroke){v->theme->border, px(v, 1), 0});
}

/* "Name ________": returns where it begins. */
static float draw_field(struct draw *d, const struct view *v, struct point right, float width,
                        enum word what) {
    struct lettering l = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    float line = right.x - px(v, width);
    float left = line - px(v, 8) - label_width(d, v, l, say(v, what));
    label_left(d, v, (struct point){left, right.y}, 0, l, say(v, what));
    draw_rule(d, v, line, right.x, right.y + px(v, 4));
    return left;
}

static void draw_head(struct draw *d, const struct view *v, struct box b, bool blank) {
    float right = b.x + b.w, y = b.y + px(v, TITLE);
    struct lettering l = {FONT_SANS_BOLD, TITLE, v->theme->text};
    if (blank) {
        right = draw_field(d, v, (struct point){right, y}, 110, WORD_SHEET_DATE) - px(v, 20);
        right = draw_field(d, v, (struct point){right, y}, 230, WORD_SHEET_NAME) - px(v, 30);
    }
    const char *title = v->session->scenario->title;
    l = lettering_to_fit(d, v, l, TEXT_BODY, right - b.x, title);
    label_left(d, v, (struct point){b.x, y}, right - b.x, l, title);
}

static const struct {
    enum colour colour;
    enum word meaning;
} COLOURS[] = {{COLOUR_WHITE, WORD_LEGEND_WHITE},
               {COLOUR_GREY, WORD_LEGEND_GREY},
               {COLOUR_BLACK, WORD_LEGEND_BLACK}};
enum { COLOUR_COUNT = sizeof COLOURS / sizeof COLOURS[0] };

/* What the colours mean, a line each; on a blank sheet the samples are to be coloured in, too. */
static void draw_legend(struct draw *d, const struct view *v, struct box b) {
    struct lettering l = {FONT_SANS, TEXT_SMALL, v->theme->text};
    for (int i = 0; i < COLOUR_COUNT; i++) {
        struct point at = {b.x, b.y + b.h - px(v, LINE) * (float)(COLOUR_COUNT - 1 - i)};
        object_box(d, v, (struct box){at.x, at.y - px(v, 14), px(v, SAMPLE), px(v, 17)}, px(v, 4),
                   COLOURS[i].colour, true);
        label_left(d, v, (struct point){at.x + px(v, SAMPLE + 8), at.y}, b.w - px(v, SAMPLE), l,
                   say(v, COLOURS[i].meaning));
    }
}

static void draw_foot(struct draw *d, const struct view *v, struct box b, const char *page) {
    struct lettering l = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    label_right(d, v, (struct point){b.x + b.w, b.y + b.h}, 0, l, page);
    if (view_shows_go_heap(v)) draw_legend(d, v, b);
}

void sheet_draw_page(struct draw *d, const struct export_job *job, const struct sheet *s,
                     size_t page) {
    struct look look = look_of_sheet(job);
    struct view v = view_of_page(job, &look);
    struct text number = {0};
    v.uncoloured = job->request.blank;
    draw_reset(d);
    draw_box(d, (struct box){0, 0, (float)s->paper->width, (float)s->paper->height}, 0,
             v.theme->ground, (struct stroke){0});
    draw_head(d, &v, inside_of(s), job->request.blank);
    if (sheet_pages(s) > 1)
        text_addf(&number, say(&v, WORD_SHEET_PAGE), (unsigned)page + 1, (unsigned)sheet_pages(s));
    draw_foot(d, &v, inside_of(s), text_string(&number));
    text_free(&number);
}

/* ---- a picture ---- */

/* Lines of a cell that say what happens; a blank one has none of them. */
static unsigned lines_said(const struct export_job *job, struct box cell) {
    if (job->request.blank) return 0;
    return cell.w >= WIDE * SCALE ? 2 : 4;
}

static unsigned lines_to_write(struct box cell) {
    return cell.h < 380 * SCALE ? 1 : cell.h < 700 * SCALE ? 2 : 3;
}

static void draw_words(struct draw *d, const struct export_job *job, const struct view *v,
                       struct box cell, uint64_t step) {
    char number[64];
    const struct caption *caption = session_caption(&job->session);
    struct lettering bold = {FONT_SANS_BOLD, TEXT_BODY, v->theme->text},
                     small = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    unsigned each = lines_said(job, cell) / 2;
    snprintf(number, sizeof number, say(v, WORD_STEP_NUMBER), (unsigned long long)step);
    struct point at = {cell.x, cell.y + px(v, 18)};
    label_left(d, v, at, cell.w, bold, number);
    if (each == 0) return;
    at.y += px(v, LINE);
    uint32_t lines = 0;
    if (caption)
        lines = label_lines(
            d, v, at, cell.w,
            (struct paragraph){{FONT_SANS_BOLD, TEXT_SMALL, v->theme->text}, LINE, each},
            caption->say);
    at.y += px(v, LINE) * (float)lines;
    label_lines(d, v, at, cell.w, (struct paragraph){small, LINE, 2 * each - lines},
                text_string(&job->said));
}

/* As large as the graph allows: all objects of the run are to have room. */
static float scale_of_picture(const struct graph_layout *g, struct box b) {
    const float LARGEST = 3, COLUMN = 150, ROW = 58, BESIDE = 120, ABOVE = 110, STACKS = 0.42f;
    float across = (BESIDE + COLUMN * (float)g->columns) / (1 - STACKS);
    float down = ABOVE + ROW * (float)g->rows;
    return fminf(LARGEST, fminf(b.w / fmaxf(across, WIDE), b.h / fmaxf(down, LOW)));
}

bool sheet_draw_picture(struct draw *d, struct export_job *job, const struct sheet *s, size_t i) {
    struct box cell = cell_of(job, s, i), picture = cell;
    struct look look = look_of_sheet(job);
    struct view v = view_of_page(job, &look);
    float above = px(&v, 28 + LINE * (float)lines_said(job, cell));
    float below = px(&v, LINE_TO_WRITE * (float)lines_to_write(cell));
    picture.y += above;
    picture.h -= above + below;
    const struct graph_layout *graph = portray_graph(job);
    if (!graph) return false;
    float scale = scale_of_picture(graph, picture) * job->request.look.zoom;
    struct portrayal p = {&look, picture, scale, job->request.blank};
    if (!portray_panels(d, job, s->steps[i], &p)) return false;
    draw_words(d, job, &v, cell, s->steps[i]);
    for (unsigned line = 1; line <= lines_to_write(cell); line++)
        draw_rule(d, &v, cell.x, cell.x + cell.w,
                  picture.y + picture.h + px(&v, LINE_TO_WRITE) * (float)line);
    return !d->failed;
}
