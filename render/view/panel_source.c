/* The listing: where each goroutine is, what the step did, what the user has marked, and where what
 * a line allocates lives. */
#include <stdio.h>
#include <string.h>

#include "view/panels.h"
#include "view/tokens.h"
#include "view/predicting.h"
#include "view/verdicts.h"
#include "view/widget.h"

enum {
    LINE_HEIGHT = 29,
    LINE_HEIGHT_LEAST = 23, /* with the smallest letters: when the program is long */
    ROWS_MAX = 256,
    MARKS_MAX = 3,
    TIP_LINES_MAX = 18,
    STRETCH_MAX = 384
};

/* ---- where goroutines are ---- */

/* About to be run; 0: nowhere. */
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

/* The goroutines that stand at a line: the first few of them. */
struct marks {
    uint32_t actors[MARKS_MAX];
    uint32_t count; /* of all */
};

/* ---- the lines that are shown ---- */

struct page {
    struct draw *d;
    const struct view *v;
    struct listing listing;
    struct box box; /* of the rows, from one edge of the panel to the other */
    float height;   /* of a row */
    struct lettering code;
    float numbers, words;   /* where line numbers end, and lines begin */
    uint32_t first, rows;   /* the rows there is room for */
    enum token_state state; /* at the beginning of the next line */
    struct marks marks[ROWS_MAX];
};

/* The first line shown. It moves by half a panel at a time, so that lines stay where they are. */
static uint32_t first_line(uint32_t focus, uint32_t rows, uint32_t lines) {
    if (lines <= rows || rows < 4) return 1;
    uint32_t half = rows / 2, page = focus > half ? (focus - half / 2) / half * half : 0;
    return 1 + (page + rows > lines ? lines - rows : page);
}

static uint32_t first_of(const struct page *p, uint32_t lines) {
    const struct listing *l = &p->listing;
    if (!l->scrolled || l->scrolled_at != session_step(p->v->session))
        return first_line(line_in_focus(p->v), p->rows, lines);
    uint32_t last = lines > p->rows ? lines - p->rows + 1 : 1;
    return l->first < last ? l->first : last;
}

static void note_marks(struct page *p) {
    for (uint32_t n = 1; n <= p->v->m->s->goroutine_count; n++) {
        uint32_t row = goroutine_line(p->v, n) - p->first;
        if (row >= p->rows) continue;
        struct marks *m = &p->marks[row];
        if (m->count++ < MARKS_MAX) m->actors[m->count - 1] = n;
    }
}

/* Lines stand closer, in smaller letters, when there is no room for all of them. */
static void choose_height(struct page *p, float room, uint32_t lines) {
    float height = room / px(p->v, 1) / (float)lines;
    height = floorf(fminf(fmaxf(height, LINE_HEIGHT_LEAST), LINE_HEIGHT));
    p->height = px(p->v, height);
    p->code.size = height < 26 ? TEXT_SMALL + 1 : TEXT_BODY;
}

static uint32_t digits_of(uint32_t number) {
    return number < 10 ? 1 : 1 + digits_of(number / 10);
}

static struct page page_of_panel(struct draw *d, const struct view *v, struct box panel,
                                 struct box inside) {
    const struct program *program = v->m->program;
    uint32_t lines = program->line_count, digits = digits_of(lines);
    struct page p = {.d = d, .v = v, .code = {FONT_MONO, TEXT_BODY, v->theme->text}};
    if (v->listing) p.listing = *v->listing;
    choose_height(&p, inside.h, lines ? lines : 1);
    p.box = (struct box){panel.x + px(v, 4), inside.y - px(v, 4), panel.w - px(v, 8),
                         inside.h + px(v, 11)};
    p.rows = whole(p.box.h / p.height);
    if (p.rows > ROWS_MAX) p.rows = ROWS_MAX;
    p.first = first_of(&p, lines);
    p.numbers = p.box.x + px(v, 32 + 10 * (float)(digits > 2 ? digits : 2));
    p.words = p.numbers + px(v, 14);
    for (uint32_t line = 1; line < p.first; line++)
        token_skip_line(program->lines[line - 1], &p.state);
    note_marks(&p);
    return p;
}

/* ---- the words of a line ---- */

static uint32_t token_colour(const struct page *p, enum token_class class, const char *name,
                             size_t length) {
    const struct theme *t = p->v->theme;
    const uint32_t colours[] = {t->text,        t->code_keyword, t->code_type, t->code_string,
                                t->code_number, t->code_comment, t->text};
    char word[64];
    if (class != TOKEN_NAME || length >= sizeof word) return colours[class];
    snprintf(word, sizeof word, "%.*s", (int)length, name);
    return program_find_type(p->v->m->program, word) == NONE ? t->text : t->code_type;
}

/* A stretch of a line that has one colour. Returns its length. */
static size_t next_stretch(struct page *p, const char *at, uint32_t *colour) {
    size_t length = 0;
    while (at[length]) {
        enum token_state before = p->state;
        struct token token = token_first(at + length, &p->state);
        bool space = at[length] == ' ';
        uint32_t mine = token_colour(p, token.class, at + length, token.length);
        if (length == 0) *colour = mine;
        else if (mine != *colour && !space) {
            p->state = before;
            break;
        }
        length += token.length;
    }
    return length;
}

/* Cut where the room ends; what is behind that is only read. */
static void draw_words(struct page *p, const char *line, struct point at, float right) {
    char stretch[STRETCH_MAX];
    bool cut = false;
    float dots = label_width(p->d, p->v, p->code, "…");
    float end = at.x + label_width(p->d, p->v, p->code, line);
    for (size_t length; *line; line += length) {
        struct lettering l = p->code;
        length = next_stretch(p, line, &l.colour);
        if (cut) continue;
        snprintf(stretch, sizeof stretch, "%.*s", (int)length, line);
        float width = label_width(p->d, p->v, l, stretch);
        cut = end > right && at.x + width > right - dots;
        if (cut) snprintf(stretch, sizeof stretch, "%.*s…", (int)length, line);
        label_left(p->d, p->v, at, cut ? fmaxf(right - at.x, 1) : 0, l, stretch);
        at.x += width;
    }
}

/* ---- tags ---- */

/* The longest words that leave the line alone; the shortest, if none do. */
static const char *fitting_words(const struct page *p, struct point right, float left,
                                 const char words[][VERDICT_LENGTH_MAX], uint32_t count) {
    for (uint32_t i = 0; i + 1 < count; i++)
        if (right.x - pill_width(p->d, p->v, words[i]) - px(p->v, 12) >= left) return words[i];
    return words[count - 1];
}

/* At most so many lines, and dots for the others. */
static void cut_lines(struct text *words) {
    char *at = words->bytes;
    for (uint32_t lines = 0; at && lines < TIP_LINES_MAX; lines++) {
        at = strchr(at, '\n');
        if (at) at++;
    }
    if (!at) return;
    *at = '\0';
    words->length = (size_t)(at - words->bytes);
    text_add(words, "…");
}

static float draw_tag(struct page *p, uint32_t line, struct point right, float left,
                      enum verdict_where where, const struct tagged *verdict) {
    const uint32_t colours[] = {p->v->theme->purple, p->v->theme->green, p->v->theme->purple};
    char words[VERDICT_WORDS_MAX][VERDICT_LENGTH_MAX];
    uint32_t count = verdict_words(verdict, where, words);
    const char *shown =
        fitting_words(p, right, left, (const char(*)[VERDICT_LENGTH_MAX])words, count);
    float x = pill_right(p->d, p->v, right, colours[where], shown), half = p->height / 2;
    struct text story = {0};
    verdict_story(p->v->m->program, line, where, &story);
    if (!story.length) text_add(&story, words[0]);
    cut_lines(&story);
    draw_hit(p->d, (struct box){x, right.y - half, right.x - x, p->height}, COMMAND_SELECT_LINE,
             line, text_string(&story));
    text_free(&story);
    return x - px(p->v, 8);
}

/* The heap's tag is at the right of the stack's. Returns where the words of the line must end. */
static float draw_tags(struct page *p, uint32_t line, struct point right, float left) {
    static const enum verdict_where ORDER[] = {VERDICT_MANUAL, VERDICT_HEAP, VERDICT_STACK};
    const struct verdicts all = verdicts_of_line(p->v->m->program, line);
    if (predicting_hides_verdicts(p->v)) return right.x;
    for (size_t i = 0; i < sizeof ORDER / sizeof ORDER[0]; i++) {
        const struct tagged *verdict = &all.of[ORDER[i]];
        bool room = right.x - left > px(p->v, 120);
        /* malloc is in the words already */
        bool needed =
            ORDER[i] == VERDICT_HEAP || (ORDER[i] == VERDICT_STACK && !all.of[VERDICT_HEAP].count);
        if (verdict->count && (needed || room))
            right.x = draw_tag(p, line, right, left, ORDER[i], verdict);
    }
    return right.x;
}

/* ---- marks ---- */

/* A bar for each goroutine that is about to run a line, with the head of an arrow. */
static void draw_bars(struct page *p, const struct marks *m, struct box row) {
    float x = row.x, bar = px(p->v, 4);
    for (uint32_t i = 0; i < m->count && i < MARKS_MAX; i++, x += px(p->v, 6)) {
        uint32_t colour = actor_colour(p->v, m->actors[i]);
        bool last = i + 1 == m->count || i + 1 == MARKS_MAX;
        float middle = row.y + row.h / 2, half = px(p->v, 6);
        draw_box(p->d, (struct box){x, row.y, bar, row.h}, 0, colour, (struct stroke){0});
        if (!last) continue;
        const struct point head[] = {
            {x + bar, middle - half}, {x + bar + half, middle}, {x + bar, middle + half}};
        draw_shape(p->d, head, 3, colour);
    }
}

/* "G1 G4 +2" behind the words, if that leaves room for them. */
static void draw_names(struct page *p, const struct marks *m, struct point at, float right) {
    for (uint32_t i = 0; i < m->count && i <= MARKS_MAX; i++) {
        char name[16];
        bool rest = i == MARKS_MAX;
        snprintf(name, sizeof name, rest ? "+%u" : "G%u", rest ? m->count - i : m->actors[i]);
        struct lettering l = {FONT_SANS_BOLD, TEXT_SMALL,
                              rest ? p->v->theme->muted : actor_colour(p->v, m->actors[i])};
        float width = label_width(p->d, p->v, l, name);
        if (at.x + width > right) return;
        label_left(p->d, p->v, at, 0, l, name);
        at.x += width + px(p->v, 8);
    }
}

/* The line of the step is lit; the one its goroutine goes on at has an outline. */
static void draw_ground(struct page *p, uint32_t line, struct box row) {
    const struct theme *t = p->v->theme;
    uint32_t actor = p->v->m->s->clock.last_actor;
    bool ran = machine_line(p->v->m) == line;
    bool next = actor != ACTOR_COLLECTOR && goroutine_line(p->v, actor) == line;
    bool selected = p->listing.selected == line;
    struct stroke edge = {0};
    if (next && !ran)
        edge = (struct stroke){actor_colour(p->v, actor), px(p->v, 1.5f), px(p->v, 5)};
    if (selected) edge = (struct stroke){t->blue, px(p->v, 2), 0};
    if (ran || edge.width > 0)
        draw_box(p->d, box_inset(row, px(p->v, 1)), px(p->v, 4), ran ? t->highlight : 0, edge);
}

/* A dot where a breakpoint is; where one could be, an outline of it, while the mouse is there. */
static void draw_breakpoint(struct page *p, uint32_t line, struct box gutter) {
    bool set = listing_has_breakpoint(&p->listing, line);
    float radius = px(p->v, 6), x = gutter.x + px(p->v, 20), y = gutter.y + gutter.h / 2;
    struct box dot = {x - radius, y - radius, 2 * radius, 2 * radius};
    struct stroke outline = {p->v->theme->vermillion, px(p->v, 1.5f), 0};
    if (set || box_contains(gutter, p->v->mouse))
        draw_box(p->d, dot, radius, set ? p->v->theme->vermillion : 0, outline);
    draw_hit(p->d, gutter, COMMAND_BREAKPOINT, line, NULL);
}

/* ---- a line ---- */

/* All of what may be cut, and who is here. */
static void line_tip(const struct page *p, uint32_t line, bool cut, struct text *out) {
    const char *words = p->v->m->program->lines[line - 1];
    if (cut) text_add(out, words + strspn(words, " "));
    for (uint32_t n = 1, told = 0; n <= p->v->m->s->goroutine_count && told < 8; n++) {
        if (goroutine_line(p->v, n) != line) continue;
        if (out->length) text_add(out, "\n");
        text_addf(out, say(p->v, WORD_SOURCE_GOES_ON), n);
        told++;
    }
    if (machine_line(p->v->m) == line)
        text_addf(out, "%s%s", out->length ? "\n" : "", say(p->v, WORD_SOURCE_RAN));
}

/* A small arrow: run to here. */
static void draw_run_here(struct page *p, uint32_t line, struct box row) {
    float size = fminf(row.h, px(p->v, 24)), half = px(p->v, 5);
    struct box button = {p->words - px(p->v, 34), row.y + (row.h - size) / 2, px(p->v, 32), size};
    struct point middle = box_centre(button);
    const struct point head[] = {{middle.x - half, middle.y - half},
                                 {middle.x + half, middle.y},
                                 {middle.x - half, middle.y + half}};
    draw_box(p->d, button, px(p->v, 6), p->v->theme->panel,
             (struct stroke){p->v->theme->blue, px(p->v, 1.5f), 0});
    draw_shape(p->d, head, 3, p->v->theme->blue);
    draw_hit(p->d, button, COMMAND_RUN_TO, line, NULL);
}

/* What is only shown where the mouse is. */
static void draw_hover(struct page *p, uint32_t line, struct box row, bool cut, float right) {
    struct text tip = {0};
    line_tip(p, line, cut, &tip);
    struct box words = {p->words, row.y, right - p->words, row.h};
    if (tip.length) draw_hit(p->d, words, COMMAND_SELECT_LINE, line, text_string(&tip));
    text_free(&tip);
    draw_run_here(p, line, row);
}

static void draw_number(struct page *p, uint32_t line, float baseline) {
    char number[16];
    struct lettering l = {FONT_MONO, TEXT_SMALL, p->v->theme->muted};
    snprintf(number, sizeof number, "%u", line);
    label_right(p->d, p->v, (struct point){p->numbers, baseline}, 0, l, number);
}

static void draw_row(struct page *p, uint32_t line, struct box row) {
    const char *words = p->v->m->program->lines[line - 1];
    const struct marks *m = &p->marks[line - p->first];
    struct box gutter = {row.x, row.y, p->words - row.x - px(p->v, 4), row.h};
    float baseline = row.y + row.h * 0.7f;
    float end = p->words + label_width(p->d, p->v, p->code, words);
    float right = row.x + row.w - px(p->v, 10);
    draw_ground(p, line, row);
    draw_bars(p, m, row);
    draw_number(p, line, baseline);
    draw_hit(p->d, row, COMMAND_SELECT_LINE, line, "");
    right = draw_tags(p, line, (struct point){right, row.y + row.h / 2}, end);
    draw_words(p, words, (struct point){p->words, baseline}, right);
    draw_names(p, m, (struct point){end + px(p->v, 12), baseline}, right);
    draw_breakpoint(p, line, gutter);
    if (box_contains(row, p->v->mouse) && !box_contains(gutter, p->v->mouse))
        draw_hover(p, line, row, end > right, right);
}

/* How much of the program is shown, at the right edge. */
static void draw_scroll(struct page *p) {
    uint32_t lines = p->v->m->program->line_count;
    draw_hit(p->d, p->box, COMMAND_SCROLL_SOURCE, p->first, NULL);
    if (lines <= p->rows) return;
    float part = p->box.h / (float)lines;
    struct box thumb = {p->box.x + p->box.w - px(p->v, 4), p->box.y + part * (float)(p->first - 1),
                        px(p->v, 4), part * (float)p->rows};
    draw_box(p->d, thumb, px(p->v, 2), p->v->theme->border, (struct stroke){0});
}

/* A Go program is called what its file is called. */
static const char *title_of(const struct view *v) {
    const struct program *p = v->m->program;
    const char *slash = p->file ? strrchr(p->file, '/') : NULL;
    return slash ? slash + 1 : p->file ? p->file : say(v, WORD_PANEL_SOURCE);
}

void panel_source(struct draw *d, const struct view *v, struct box b) {
    const struct program *program = v->m->program;
    const char *remark = program->file ? "Go" : v->session->scenario->kind;
    struct box inside = panel_frame(d, v, b, title_of(v), remark);
    struct page p = page_of_panel(d, v, b, inside);
    draw_scroll(&p);
    for (uint32_t i = 0; i < p.rows && p.first + i <= program->line_count; i++)
        draw_row(&p, p.first + i,
                 (struct box){p.box.x, p.box.y + (float)i * p.height, p.box.w, p.height});
}
