/* Stack frames, the oldest at the top, since stacks grow down; and the globals. Where there is no
 * room for all, the innermost and the outermost are shown, and a line stands for the rest. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "machine/memory.h"
#include "view/stacks.h"

enum { FRAMES_MAX = 64, CLOSED_GAP = 4 };

/* ---- what is in a frame ---- */

/* What lies in a frame and has a name. The array of a call's `...` arguments is shown while there
 * is something in it. */
static bool is_shown(const struct view *v, const struct frame *f, const struct variable *variable) {
    uint32_t words = type_words(&v->m->program->types[variable->type]);
    if (!variable->stack_object || strcmp(variable->name, "arguments") != 0)
        return variable->name[0];
    for (uint32_t i = 0; i < words; i++)
        if (word_read(v->m, slot_address(f->address, variable->slot + (int32_t)i))) return true;
    return false;
}

static uint32_t frame_rows(const struct view *v, const struct frame *f) {
    const struct program *p = v->m->program;
    const struct function *function = &p->functions[f->function];
    uint32_t rows = 0;
    for (uint32_t i = 0; i < function->variable_count; i++)
        if (is_shown(v, f, &function->variables[i]))
            rows += variable_rows(&p->types[function->variables[i].type]);
    return rows;
}

/* What the compiler has put around a call is no frame to people, unless it holds something. */
static bool is_hidden(const struct view *v, const struct frame *f) {
    return v->m->program->functions[f->function].wrapper && frame_rows(v, f) == 0;
}

static float box_height(const struct view *v, uint32_t rows) {
    return px(v, FRAME_HEAD) + (float)rows * px(v, SLOT_HEIGHT) + px(v, rows ? 3 : 0);
}

/* ... or less, if that is too much for a room: but whole rows. */
static float height_in(const struct view *v, uint32_t rows, float room) {
    if (box_height(v, rows) <= room + 0.5f) return box_height(v, rows);
    return box_height(v, whole((room - px(v, FRAME_HEAD + 3)) / px(v, SLOT_HEIGHT) + 0.02f));
}

static float frame_height(const struct view *v, const struct frame *f) {
    return box_height(v, frame_rows(v, f)) + px(v, FRAME_GAP);
}

/* ---- how far the collector has come with it ---- */

enum scanned { SCANNED_NO_MATTER, SCANNED_NOT_YET, SCANNED_NOW, SCANNED_BLACK };

/* The scan of a stack that is under way; NULL if there is none. */
static const struct scan *scan_of(const struct machine *m, uint32_t goroutine) {
    for (uint32_t p = 0; p < m->config.procs; p++) {
        const struct scan *scan = &m->processors[p].scan;
        if (scan->kind == SCAN_STACK && scan->goroutine == goroutine) return scan;
    }
    return NULL;
}

/* From the innermost out: what lies below the frame that is being scanned has been. */
static enum scanned frame_scanned(const struct view *v, uint32_t number, const struct frame *f) {
    if (!gc_marking(v->m) || v->uncoloured) return SCANNED_NO_MATTER;
    const struct scan *scan = scan_of(v->m, number);
    if (scan && scan->frame == f->address) return SCANNED_NOW;
    if (goroutine_of(v->m, number)->scanned) return SCANNED_BLACK;
    if (!scan || v->m->segments) return SCANNED_NOT_YET;
    return f->address < scan->frame ? SCANNED_BLACK : SCANNED_NOT_YET;
}

static enum scanned globals_scanned(const struct view *v) {
    const struct machine *m = v->m;
    if (!gc_marking(m) || v->uncoloured) return SCANNED_NO_MATTER;
    for (uint32_t p = 0; p < m->config.procs; p++)
        if (m->processors[p].scan.kind == SCAN_GLOBALS) return SCANNED_NOW;
    return gc_word_is_black(m, m->program->global_bytes / WORD - 1) ? SCANNED_BLACK
                                                                    : SCANNED_NOT_YET;
}

/* Returns its left end. */
static float draw_scanned(struct column *c, enum scanned scanned, float right) {
    static const enum word WORDS[] = {WORD_NONE, WORD_STACK_NOT_YET, WORD_STACK_SCANNING,
                                      WORD_STACK_BLACK};
    const struct view *v = c->v;
    const struct theme *t = v->theme;
    const uint32_t fills[] = {0, t->object_white, t->object_grey, t->object_black};
    const uint32_t inks[] = {0, t->on_white, t->on_grey, t->on_black};
    if (scanned == SCANNED_NO_MATTER) return right;
    struct lettering l = {FONT_SANS, TEXT_SMALL, inks[scanned]};
    float width = label_width(c->d, v, l, say(v, WORDS[scanned])) + px(v, 18);
    struct box b = {right - width, c->y + px(v, 3), width, px(v, 22)};
    draw_box(c->d, b, b.h / 2, fills[scanned], (struct stroke){t->object_outline, px(v, 1), 0});
    label_centre(c->d, v, (struct point){b.x + b.w / 2, b.y + px(v, 16.5f)}, 0, l,
                 say(v, WORDS[scanned]));
    return b.x - px(v, 8);
}

/* ---- as many words as there is room for ---- */

/* Rows that a box of a height leaves out and has no line for to say so: its head does. */
static uint32_t missing_in(const struct view *v, uint32_t rows, float height) {
    uint32_t room = whole((height - px(v, FRAME_HEAD)) / px(v, SLOT_HEIGHT) + 0.05f);
    return room <= 1 && rows > room ? rows - room : 0;
}

struct some {
    uint32_t left; /* rows that are still to be drawn */
    bool cut;      /* not all of them have room: the last line says so, or the head */
    float said_at; /* where that is */
};

static struct some begin_some(struct column *c, uint32_t rows) {
    float row = px(c->v, SLOT_HEIGHT);
    uint32_t room = whole((c->bottom - c->y) / row + 0.05f);
    struct some some = {rows, rows > room, c->y - px(c->v, FRAME_HEAD)};
    if (some.cut && room > 1) some.said_at = c->bottom = c->y + (float)(room - 1) * row;
    return some;
}

/* Pointers among the words that have no row begin where it is said that there are more. */
static void draw_some(struct column *c, struct some *some, uint64_t address, const char *name,
                      const struct type *t) {
    float before = c->y;
    draw_variable(c, address, name, t);
    uint32_t drawn = (uint32_t)((c->y - before) / px(c->v, SLOT_HEIGHT) + 0.5f);
    some->left -= drawn;
    if (drawn == variable_rows(t)) return;
    float y = c->y;
    c->y = some->said_at;
    anchor_words(c, address, t, drawn);
    c->y = y;
}

static void end_some(struct column *c, const struct some *some) {
    const struct view *v = c->v;
    char words[64];
    if (!some->cut || some->said_at < c->y - 1) return;
    more_words(v, some->left, words, sizeof words);
    label_in(c, c->x + px(v, 10), c->x + c->w, px(v, SLOT_HEIGHT) * 0.7f,
             (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted}, words);
}

/* ---- a frame ---- */

static void frame_name(const struct view *v, const struct frame *f, struct text *out) {
    const struct program *p = v->m->program;
    uint32_t started = inspect_started(v->m, f->function);
    bool statement = started != f->function; /* go or defer, with a call of something */
    text_addf(out, statement ? say(v, WORD_STACK_CALL_OF) : "%s", p->functions[started].name);
}

static void head_tip(const struct view *v, const struct frame *f, struct text *out) {
    const struct function *function = &v->m->program->functions[f->function];
    text_addf(out, say(v, WORD_STACK_TIP_FRAME), function->name,
              (unsigned long long)frame_bytes(function), (unsigned long long)f->low);
}

/* At its right the address, or how many words are missing where no line below can say so. */
static void draw_head(struct column *c, const struct frame *f, enum scanned scanned,
                      uint32_t missing) {
    const struct view *v = c->v;
    char at[64];
    struct text name = {0}, tip = {0};
    float baseline = c->y + px(v, FRAME_HEAD) * 0.68f;
    frame_name(v, f, &name);
    if (missing) more_words(v, missing, at, sizeof at);
    else short_address(f->address, at, sizeof at);
    float right = draw_scanned(c, scanned, c->x + c->w - px(v, 6));
    struct lettering bold = {FONT_SANS_BOLD, TEXT_BODY, v->theme->text},
                     faint = {missing ? FONT_SANS : FONT_MONO, TEXT_SMALL, v->theme->muted};
    float left = c->x + px(v, 10), width = label_width(c->d, v, faint, at);
    if (left + label_width(c->d, v, bold, text_string(&name)) + px(v, 12) + width <= right) {
        label_right(c->d, v, (struct point){right - px(v, 3), baseline}, 0, faint, at);
        right -= width + px(v, 12);
    }
    label_in(c, left, right, px(v, FRAME_HEAD) * 0.68f, bold, text_string(&name));
    head_tip(v, f, &tip);
    draw_hit(c->d, (struct box){c->x, c->y, c->w, px(v, FRAME_HEAD)}, COMMAND_NONE, 0,
             text_string(&tip));
    text_free(&name);
    text_free(&tip);
    c->y += px(v, FRAME_HEAD);
}

static void draw_outline(struct column *c, struct box b, enum scanned scanned) {
    const struct view *v = c->v;
    bool now = scanned == SCANNED_NOW;
    draw_box(c->d, b, px(v, 7), 0,
             (struct stroke){now ? v->theme->orange : v->theme->object_outline,
                             px(v, now ? 3.5f : 2), 0});
}

static uint64_t frame_end(const struct view *v, const struct frame *f) {
    uint32_t parameters = v->m->program->functions[f->function].parameter_words;
    return slot_address(f->address, 2 + (int32_t)parameters);
}

/* The pointers of a frame whose words are not shown begin at its head. */
static void anchor_pointers(struct column *c, const struct frame *f) {
    const struct function *function = &c->v->m->program->functions[f->function];
    for (uint32_t i = 0; i < function->named_pointer_slots; i++)
        anchor_word(c, slot_address(f->address, function->pointer_slots[i]), px(c->v, FRAME_HEAD));
}

/* Its head only: there is no room for its words. Pointers to them lead there. */
static void draw_closed_frame(struct column *c, uint32_t number, const struct frame *f) {
    enum scanned scanned = frame_scanned(c->v, number, f);
    struct box b = {c->x, c->y, c->w, px(c->v, FRAME_HEAD)};
    if (!has_line(c, FRAME_HEAD)) return;
    note_row(c, f->low, frame_end(c->v, f) - f->low, b.h);
    draw_outline(c, b, scanned);
    anchor_pointers(c, f);
    draw_head(c, f, scanned, 0);
    c->y = b.y + b.h + px(c->v, CLOSED_GAP);
}

static void draw_frame(struct column *c, uint32_t number, const struct frame *f) {
    const struct view *v = c->v;
    const struct function *function = &v->m->program->functions[f->function];
    enum scanned scanned = frame_scanned(v, number, f);
    float height = height_in(v, frame_rows(v, f), c->bottom - c->y), bottom = c->bottom;
    if (!has_line(c, FRAME_HEAD)) return;
    struct box b = {c->x, c->y, c->w, height};
    uint32_t rows = frame_rows(v, f);
    draw_outline(c, b, scanned);
    draw_head(c, f, scanned, missing_in(v, rows, height));
    c->bottom = b.y + b.h;
    struct some some = begin_some(c, rows);
    for (uint32_t i = 0; i < function->variable_count; i++) {
        const struct variable *var = &function->variables[i];
        if (is_shown(v, f, var))
            draw_some(c, &some, slot_address(f->address, var->slot), var->name,
                      &v->m->program->types[var->type]);
    }
    end_some(c, &some);
    c->bottom = bottom;
    c->y = b.y + height + px(v, FRAME_GAP);
}

/* ---- the frames of a stack ---- */

/* From the innermost out: as many as anybody could look at, and the outermost. */
struct walk {
    struct frame frames[FRAMES_MAX], outermost;
    uint32_t count, all;
};

static void walk_stack(const struct view *v, const struct goroutine *g, struct walk *w) {
    struct frame f;
    w->count = w->all = 0;
    for (bool more = frame_innermost(v->m, g, &f); more; more = frame_caller(v->m, &f)) {
        if (is_hidden(v, &f)) continue;
        if (w->count < FRAMES_MAX) w->frames[w->count++] = f;
        w->outermost = f;
        w->all++;
    }
}

static bool begins_segment(const struct walk *w, uint32_t i) {
    return i + 1 < w->count && w->frames[i].segment != w->frames[i + 1].segment;
}

/* Its words with it, or its head only; and the line above it where a segment begins. */
static float height_in_walk(const struct view *v, const struct walk *w, uint32_t i, bool open) {
    float segment = begins_segment(w, i) ? px(v, SEGMENT_LINE) : 0;
    return segment + (open ? frame_height(v, &w->frames[i]) : px(v, FRAME_HEAD + CLOSED_GAP));
}

/* Between the stack frames of two segments. */
static void draw_segment_line(struct column *c, const struct frame *inner) {
    const struct view *v = c->v;
    char words[96], at[24];
    if (!has_line(c, SEGMENT_LINE)) return;
    const struct segment *s = &v->m->segments[inner->segment - 1];
    short_address(s->low, at, sizeof at);
    snprintf(words, sizeof words, say(v, WORD_STACK_SEGMENT), at,
             (unsigned long long)(s->high - s->low));
    float y = c->y + px(v, 8);
    struct lettering small = {FONT_SANS, TEXT_SMALL, v->theme->blue};
    float width = label_width(c->d, v, small, words) + px(v, 10);
    label_left(c->d, v, (struct point){c->x, y + px(v, 5)}, 0, small, words);
    draw_line(c->d, (struct point){c->x + width, y}, (struct point){c->x + c->w, y},
              (struct stroke){v->theme->blue, px(v, 1.5f), px(v, 6)});
    c->y += px(v, SEGMENT_LINE);
}

/* How frames are shown, counted from the innermost: with their words up to `open`, their heads up
 * to `closed`, not at all up to `to`; the rest, which is the outermost or nothing, by its head. */
struct fold {
    uint32_t open, closed, to;
};

/* The function of all frames of the fold; NONE if they are of several. Where it begins and ends. */
static uint32_t folded_function(const struct view *v, const struct goroutine *g, struct fold fold,
                                uint64_t *low, uint64_t *high) {
    struct frame f;
    uint32_t i = 0, function = (uint32_t)NONE;
    bool same = true;
    *low = *high = 0;
    for (bool more = frame_innermost(v->m, g, &f); more && i < fold.to;
         more = frame_caller(v->m, &f)) {
        if (is_hidden(v, &f) || i++ < fold.closed) continue;
        if (!*low) *low = f.low;
        *high = frame_end(v, &f);
        if (function != (uint32_t)NONE && function != f.function) same = false;
        function = f.function;
    }
    return same ? function : (uint32_t)NONE;
}

static void draw_fold(struct column *c, const struct goroutine *g, struct fold fold) {
    const struct view *v = c->v;
    uint64_t low, high;
    char words[200];
    if (!has_line(c, FOLD_LINE)) return;
    uint32_t count = fold.to - fold.closed, function = folded_function(v, g, fold, &low, &high);
    if (function == (uint32_t)NONE)
        snprintf(words, sizeof words, say(v, count == 1 ? WORD_STACK_FOLD_ONE : WORD_STACK_FOLD),
                 count);
    else
        snprintf(words, sizeof words,
                 say(v, count == 1 ? WORD_STACK_FOLD_ONE_OF : WORD_STACK_FOLD_OF), count,
                 v->m->program->functions[function].name);
    struct lettering l = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    label_left(c->d, v, (struct point){c->x + px(v, 10), c->y + px(v, 14)}, c->w - px(v, 10), l,
               words);
    if (!v->m->segments && high > low) note_row(c, low, high - low, px(v, FOLD_LINE));
    c->y += px(v, FOLD_LINE);
}

/* The most frames that can be open while all the others have their heads; 0: there is no room. */
static uint32_t open_of_all(const struct view *v, const struct walk *w, float room) {
    for (uint32_t open = w->all <= w->count ? w->all : 0; open > 0; open--) {
        float height = -px(v, FRAME_GAP);
        for (uint32_t i = 0; i < w->all; i++) height += height_in_walk(v, w, i, i < open);
        if (height <= room + 0.5f) return open;
    }
    return 0;
}

/* The innermost is always open, if only in part. The outermost stays while there is room. */
static struct fold choose_fold(const struct column *c, const struct walk *w) {
    const struct view *v = c->v;
    float room = c->bottom - c->y, head = px(v, FRAME_HEAD + CLOSED_GAP);
    uint32_t open = open_of_all(v, w, room), closed;
    if (open) return (struct fold){open, w->all, w->all};
    room -= height_in_walk(v, w, 0, true) + px(v, FOLD_LINE) - px(v, FRAME_GAP);
    bool outermost = w->all > 2 && room >= head;
    if (outermost) room -= head;
    for (open = 1; open < w->count && height_in_walk(v, w, open, true) <= room; open++)
        room -= height_in_walk(v, w, open, true);
    for (closed = open; closed < w->count && height_in_walk(v, w, closed, false) <= room; closed++)
        room -= height_in_walk(v, w, closed, false);
    uint32_t to = w->all - outermost;
    return (struct fold){open, closed < to ? closed : to, to};
}

void draw_frames(struct column *c, uint32_t number) {
    const struct view *v = c->v;
    const struct goroutine *g = goroutine_of(v->m, number);
    struct walk w;
    walk_stack(v, g, &w);
    if (w.count == 0) return; /* it is about to call main */
    struct fold fold = choose_fold(c, &w);
    if (fold.to < w.all) draw_closed_frame(c, number, &w.outermost);
    if (fold.closed < fold.to) draw_fold(c, g, fold);
    for (uint32_t i = fold.closed; i > 0; i--) {
        if (begins_segment(&w, i - 1)) draw_segment_line(c, &w.frames[i - 1]);
        if (i > fold.open) draw_closed_frame(c, number, &w.frames[i - 1]);
        else draw_frame(c, number, &w.frames[i - 1]);
    }
}

/* ---- globals ---- */

static uint32_t global_rows(const struct program *p) {
    uint32_t rows = 0;
    for (uint32_t i = 0; i < p->global_count; i++)
        rows += variable_rows(&p->types[p->globals[i].type]);
    return rows;
}

static void draw_globals_head(struct column *c, enum scanned scanned, uint32_t missing) {
    const struct view *v = c->v;
    char words[64];
    float right = draw_scanned(c, scanned, c->x + c->w - px(v, 6)), left = c->x + px(v, 10);
    float below = px(v, FRAME_HEAD) * 0.68f;
    struct lettering bold = {FONT_SANS_BOLD, TEXT_BODY, v->theme->muted},
                     small = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    label_in(c, left, right, below, bold, say(v, WORD_STACK_GLOBALS));
    left += label_width(c->d, v, bold, say(v, WORD_STACK_GLOBALS)) + px(v, 12);
    if (missing == 0) return;
    more_words(v, missing, words, sizeof words);
    label_in(c, left, right, below, small, words);
}

void draw_globals(struct column *c) {
    const struct view *v = c->v;
    const struct program *p = v->m->program;
    if (p->global_count == 0 || !has_line(c, FRAME_HEAD)) return;
    enum scanned scanned = globals_scanned(v);
    float bottom = c->bottom;
    struct box b = {c->x, c->y, c->w, height_in(v, global_rows(p), c->bottom - c->y)};
    draw_outline(c, b, scanned);
    draw_globals_head(c, scanned, missing_in(v, global_rows(p), b.h));
    c->y += px(v, FRAME_HEAD);
    c->bottom = b.y + b.h;
    struct some some = begin_some(c, global_rows(p));
    for (uint32_t i = 0; i < p->global_count; i++)
        draw_some(c, &some, program_globals(p) + p->globals[i].offset, p->globals[i].name,
                  &p->types[p->globals[i].type]);
    end_some(c, &some);
    c->bottom = bottom;
    c->y = b.y + b.h + px(v, FRAME_GAP + 3);
}
