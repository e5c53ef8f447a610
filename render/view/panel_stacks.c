/* Globals and goroutine stacks: real addresses, real words. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "machine/memory.h"
#include "view/panels.h"
#include "view/widget.h"

enum {
    SLOT_HEIGHT = 27,
    FRAME_HEAD = 32,
    SEGMENT_LINE = 26,
    GOROUTINES_SHOWN = 3,
    FRAMES_MAX = 64
};
enum { WORDS_MAX = 6, WORDS_OF_MANY = 2, PIECES_MAX = 16 };

struct column {
    struct draw *d;
    const struct view *v;
    struct anchors *anchors;
    float x, y, w, bottom;
    uint32_t colour;
};

/* The last digits of an address: the beginning is the same everywhere on the screen. */
static void short_address(uint64_t address, char *out, size_t size) {
    snprintf(out, size, "…%04" PRIx64, address & 0xffff);
}

static void add_anchor(struct column *c, uint64_t place, bool changed) {
    uint64_t word = word_read(c->v->m, place);
    bool dangling = inspect_is_dangling(c->v->m, place);
    struct point at = {c->x + c->w - px(c->v, 9), c->y + px(c->v, SLOT_HEIGHT) / 2};
    float radius = px(c->v, 4);
    draw_box(c->d, (struct box){at.x - radius, at.y - radius, 2 * radius, 2 * radius}, radius,
             dangling ? c->v->theme->vermillion : c->colour, (struct stroke){0});
    if (c->anchors->count < ANCHORS_MAX)
        c->anchors->list[c->anchors->count++] =
            (struct anchor){place, word, at, c->colour, changed, dangling};
}

/* Addresses in memory are short; what else has a name or a sign is shown so. */
static void word_text(const struct view *v, uint64_t address, uint64_t word, bool pointer,
                      char *out, size_t size) {
    struct text shown = {0};
    bool memory = address_in_arena(v->m, word) || address_in_c_heap(v->m, word) ||
                  stack_is_address(v->m, word);
    if (pointer && memory) {
        short_address(word, out, size);
        return;
    }
    bool constant = program_constant_at(v->m->program, word) != NULL;
    if (pointer && word && !constant) text_addf(&shown, "0x%" PRIx64, word);
    else inspect_value(v->m, address, word, &shown);
    snprintf(out, size, "%s", text_string(&shown));
    text_free(&shown);
}

/* One word: its address, its name, what it holds. */
static void draw_slot(struct column *c, uint64_t address, const char *name, bool pointer) {
    const struct view *v = c->v;
    const struct theme *t = v->theme;
    char at[24], value[96];
    uint64_t word = word_read(v->m, address);
    bool changed = changed_word(&v->changes, address);
    float baseline = c->y + px(v, SLOT_HEIGHT) * 0.7f, padding = px(v, 10);
    struct lettering faint = {FONT_MONO, TEXT_SMALL - 1, t->muted},
                     mono = {FONT_MONO, TEXT_SMALL, t->text};
    if (changed)
        draw_box(
            c->d,
            (struct box){c->x + px(v, 2), c->y + px(v, 1), c->w - px(v, 4), px(v, SLOT_HEIGHT - 2)},
            px(v, 4), t->highlight, (struct stroke){0});
    short_address(address, at, sizeof at);
    word_text(v, address, word, pointer, value, sizeof value);
    label_left(c->d, v, (struct point){c->x + padding, baseline}, 0, faint, at);
    float left = c->x + padding + px(v, 58), right = c->x + c->w - px(v, 20);
    float taken = label_width(c->d, v, mono, value);
    label_right(c->d, v, (struct point){right, baseline}, 0, mono, value);
    label_left(c->d, v, (struct point){left, baseline}, right - taken - left - px(v, 6), mono,
               name);
    if (pointer && word) add_anchor(c, address, changed);
    c->y += px(v, SLOT_HEIGHT);
}

/* ---- variables: a row for each word, or for the first few of many ---- */

static uint32_t words_shown(const struct type *t) {
    return type_words(t) <= WORDS_MAX ? type_words(t) : WORDS_OF_MANY;
}

static uint32_t type_rows(const struct type *t) {
    return words_shown(t) + (words_shown(t) < type_words(t));
}

static void draw_more_words(struct column *c, uint32_t count) {
    const struct view *v = c->v;
    char words[48];
    snprintf(words, sizeof words, "… %u more words", count);
    struct point at = {c->x + px(v, 68), c->y + px(v, SLOT_HEIGHT) * 0.7f};
    label_left(c->d, v, at, 0, (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted}, words);
    c->y += px(v, SLOT_HEIGHT);
}

static bool has_row(const struct column *c) {
    return c->y + px(c->v, SLOT_HEIGHT) <= c->bottom;
}

static void draw_words(struct column *c, uint64_t address, const char *name, const struct type *t) {
    const struct program *p = c->v->m->program;
    uint32_t shown = words_shown(t);
    for (uint32_t word = 0; word < shown && has_row(c); word++) {
        struct text part = {0};
        text_add(&part, name);
        inspect_path(p, t, word * WORD, &part);
        draw_slot(c, address + word * WORD, text_string(&part), type_word_is_pointer(t, word));
        text_free(&part);
    }
    if (shown < type_words(t) && has_row(c)) draw_more_words(c, type_words(t) - shown);
}

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
            rows += type_rows(&p->types[function->variables[i].type]);
    return rows;
}

/* What the compiler has put around a call is no frame to people, unless it holds something. */
static bool is_hidden(const struct view *v, const struct frame *f) {
    return v->m->program->functions[f->function].wrapper && frame_rows(v, f) == 0;
}

/* ---- frames ---- */

static void frame_head(struct column *c, const struct frame *f, bool scanned) {
    const struct view *v = c->v;
    const struct theme *t = v->theme;
    char at[24];
    float baseline = c->y + px(v, FRAME_HEAD) * 0.68f;
    short_address(f->address, at, sizeof at);
    const struct program *p = v->m->program;
    char name[160];
    uint32_t started = inspect_started(v->m, f->function);
    bool statement = started != f->function; /* go or defer, with a call of something */
    snprintf(name, sizeof name, statement ? "call of %s" : "%s", p->functions[started].name);
    label_left(c->d, v, (struct point){c->x + px(v, 10), baseline}, c->w * 0.6f,
               (struct lettering){FONT_SANS_BOLD, TEXT_BODY, t->text}, name);
    float right = c->x + c->w - px(v, 9);
    if (!scanned) {
        label_right(c->d, v, (struct point){right, baseline}, 0,
                    (struct lettering){FONT_MONO, TEXT_SMALL - 1, t->muted}, at);
        return;
    }
    struct box b = {right - px(v, 54), c->y + px(v, 6), px(v, 54), px(v, 21)};
    draw_box(c->d, b, b.h / 2, t->object_black, (struct stroke){t->object_outline, px(v, 1), 0});
    label_centre(c->d, v, (struct point){b.x + b.w / 2, b.y + px(v, 15.5f)}, 0,
                 (struct lettering){FONT_SANS, 14, t->on_black}, "black");
}

static void draw_frame(struct column *c, const struct frame *f, bool scanned, bool scanning) {
    const struct view *v = c->v;
    const struct function *function = &v->m->program->functions[f->function];
    uint32_t rows = frame_rows(v, f);
    float height = px(v, FRAME_HEAD) + (float)rows * px(v, SLOT_HEIGHT) + px(v, rows ? 4 : 0);
    if (c->y + height > c->bottom) height = c->bottom - c->y;
    if (height < px(v, FRAME_HEAD)) return;
    uint32_t line = scanning ? v->theme->orange : v->theme->object_outline;
    struct box b = {c->x, c->y, c->w, height};
    draw_box(c->d, b, px(v, 7), 0, (struct stroke){line, px(v, scanning ? 3 : 2), 0});
    frame_head(c, f, scanned);
    c->y += px(v, FRAME_HEAD);
    for (uint32_t i = 0; i < function->variable_count; i++) {
        const struct variable *var = &function->variables[i];
        if (is_shown(v, f, var))
            draw_words(c, slot_address(f->address, var->slot), var->name,
                       &v->m->program->types[var->type]);
    }
    c->y = b.y + height + px(v, 8);
}

/* ---- goroutines ---- */

/* The processor may be lent to the collector. */
static bool is_running(const struct view *v, const struct goroutine *g) {
    if (!g->processor) return false;
    enum runs runs = inspect_processor(v->m, g->processor - 1).runs;
    return runs == RUNS_GOROUTINE || runs == RUNS_ASSIST;
}

static const char *goroutine_state(const struct view *v, uint32_t number) {
    const struct goroutine *g = goroutine_of(v->m, number);
    if (g->status == GOROUTINE_DEAD) return number == 1 ? "returned" : "ended";
    if (g->suspended) return "stopped: stack scan";
    if (v->m->s->gc.stopped) return "stopped: world";
    bool collection = g->wait == WAIT_MARKED || g->wait == WAIT_SWEPT;
    if (g->status == GOROUTINE_WAITING)
        return collection ? "waits for the GC" : wait_name((enum wait)g->wait);
    if (g->part == PART_ASSIST) return "assists the GC";
    return is_running(v, g) ? "running" : "runnable";
}

/* A piece of the stack as a bar: what is in use is filled, and the guard is a notch in the rest. */
static void piece_bar(struct column *c, const struct piece *p, uint64_t touched, struct box bar) {
    const struct view *v = c->v;
    float size = (float)(p->high - p->low);
    uint64_t guard = stack_guard(v->m);
    struct box fill = bar, notch = bar;
    draw_box(c->d, bar, px(v, 3.5f), v->theme->faint, (struct stroke){0});
    fill.w *= (float)touched / size;
    if (touched < p->high - p->low)
        draw_box(c->d, fill, px(v, 3.5f), v->theme->border, (struct stroke){0});
    fill.w = bar.w * (float)(p->high - p->sp) / size;
    if (fill.w > 0) draw_box(c->d, fill, px(v, 3.5f), c->colour, (struct stroke){0});
    if (!guard) return;
    notch.w = px(v, 2);
    notch.x += bar.w * (size - (float)guard) / size;
    draw_box(c->d, notch, 0, v->theme->vermillion, (struct stroke){0});
}

/* The oldest piece at the left; if there are too many, the oldest are left out. */
static uint32_t pieces_of(const struct view *v, const struct goroutine *g,
                          struct piece out[PIECES_MAX], uint64_t *bytes) {
    struct piece p;
    uint32_t all = 0, count;
    for (bool more = piece_innermost(v->m, g, &p); more; more = piece_outer(v->m, &p)) all++;
    count = all < PIECES_MAX ? all : PIECES_MAX;
    bool more = piece_innermost(v->m, g, &p);
    for (uint32_t i = 0; more && i < count; i++, more = piece_outer(v->m, &p)) {
        out[count - 1 - i] = p;
        *bytes += p.high - p.low;
    }
    return all;
}

static void gauge_bars(struct column *c, const struct piece *pieces, uint32_t count, uint64_t bytes,
                       uint64_t touched) {
    float gap = px(c->v, 4), room = c->w - gap * (float)(count - 1), x = c->x;
    for (uint32_t i = 0; i < count; i++) {
        float width = room * (float)(pieces[i].high - pieces[i].low) / (float)bytes;
        uint64_t here = touched < bytes ? touched : pieces[i].high - pieces[i].low;
        piece_bar(c, &pieces[i], here, (struct box){x, c->y, width, px(c->v, 9)});
        x += width + gap;
    }
}

static void gauge_words(const struct view *v, const struct goroutine *g, uint32_t pieces,
                        struct text *out) {
    uint64_t reserved = stack_reserved(v->m, g), touched = stack_touched(v->m, g);
    text_addf(out, "%" PRIu64 " B of ", stack_used(v->m, g));
    size_words(out, reserved);
    if (touched == reserved) text_add(out, " in use");
    if (touched < reserved) text_add(out, ", touched ");
    if (touched < reserved) size_words(out, touched);
    if (pieces > 1) text_addf(out, " · %u segments", pieces);
}

static void stack_gauge(struct column *c, const struct goroutine *g) {
    const struct view *v = c->v;
    struct piece pieces[PIECES_MAX];
    struct text words = {0};
    uint64_t bytes = 0;
    uint32_t all = pieces_of(v, g, pieces, &bytes);
    gauge_bars(c, pieces, all < PIECES_MAX ? all : PIECES_MAX, bytes, stack_touched(v->m, g));
    gauge_words(v, g, all, &words);
    c->y += px(v, 28);
    struct lettering mono = {FONT_MONO, TEXT_SMALL - 1, v->theme->muted};
    label_left(c->d, v, (struct point){c->x, c->y}, c->w, mono, text_string(&words));
    text_free(&words);
    c->y += px(v, 12);
}

/* Between the stack frames of two segments. */
static void draw_segment_line(struct column *c, const struct frame *inner) {
    const struct view *v = c->v;
    char words[64], at[24];
    const struct segment *s = &v->m->segments[inner->segment - 1];
    short_address(s->low, at, sizeof at);
    snprintf(words, sizeof words, "segment at %s, %" PRIu64 " B", at, s->high - s->low);
    float y = c->y + px(v, 8);
    struct lettering small = {FONT_SANS, TEXT_SMALL - 1, v->theme->blue};
    float width = label_width(c->d, v, small, words) + px(v, 10);
    label_left(c->d, v, (struct point){c->x, y + px(v, 5)}, 0, small, words);
    draw_line(c->d, (struct point){c->x + width, y}, (struct point){c->x + c->w, y},
              (struct stroke){v->theme->blue, px(v, 1.5f), px(v, 6)});
    c->y += px(v, SEGMENT_LINE);
}

static bool begins_segment(const struct frame *frames, uint32_t i, uint32_t count) {
    return i + 1 < count && frames[i].segment != frames[i + 1].segment;
}

static float frame_height(const struct view *v, const struct frame *f) {
    uint32_t rows = frame_rows(v, f);
    return px(v, FRAME_HEAD) + (float)rows * px(v, SLOT_HEIGHT) + px(v, rows ? 4 : 0) + px(v, 8);
}

/* How many of the innermost frames there is room for; with more, a line says how many are above. */
static uint32_t frames_that_fit(const struct column *c, const struct frame *frames,
                                uint32_t count) {
    float room = c->bottom - c->y;
    uint32_t fit = 0;
    for (; fit < count; fit++) {
        room -= frame_height(c->v, &frames[fit]);
        if (begins_segment(frames, fit, count)) room -= px(c->v, SEGMENT_LINE);
        float line = fit + 1 < count ? px(c->v, 24) : 0;
        if (room < line) break;
    }
    return fit ? fit : 1;
}

static bool is_being_scanned(const struct machine *m, uint64_t frame) {
    for (uint32_t p = 0; p < m->config.procs; p++) {
        const struct scan *scan = &m->processors[p].scan;
        if (scan->kind == SCAN_STACK && scan->frame == frame) return true;
    }
    return false;
}

static bool globals_are_scanned(const struct machine *m) {
    for (uint32_t p = 0; p < m->config.procs; p++)
        if (m->processors[p].scan.kind == SCAN_GLOBALS) return true;
    return false;
}

static void draw_frames(struct column *c, const struct goroutine *g) {
    const struct view *v = c->v;
    struct frame frames[FRAMES_MAX], f;
    uint32_t count = 0, all = 0;
    for (bool more = frame_innermost(v->m, g, &f); more; more = frame_caller(v->m, &f)) {
        if (is_hidden(v, &f)) continue;
        if (count < FRAMES_MAX) frames[count++] = f;
        all++;
    }
    if (count == 0) return; /* it is about to call main */
    uint32_t shown = frames_that_fit(c, frames, count);
    if (shown < all) {
        char words[48];
        snprintf(words, sizeof words, "… %u older stack frame%s", all - shown,
                 all - shown == 1 ? "" : "s");
        label_left(c->d, v, (struct point){c->x, c->y + px(v, 14)}, c->w,
                   (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted}, words);
        c->y += px(v, 24);
    }
    bool marking = gc_marking(v->m);
    for (uint32_t i = shown; i > 0; i--) { /* the oldest at the top: stacks grow down */
        bool scanning = is_being_scanned(v->m, frames[i - 1].address);
        if (begins_segment(frames, i - 1, count)) draw_segment_line(c, &frames[i - 1]);
        draw_frame(c, &frames[i - 1], marking && g->scanned, scanning);
    }
}

static void draw_goroutine(struct column *c, uint32_t number) {
    const struct view *v = c->v;
    const struct goroutine *g = goroutine_of(v->m, number);
    char head[24];
    struct text name = {0};
    inspect_actor(v->m, number, &name);
    snprintf(head, sizeof head, "G%u ", number);
    struct lettering bold = {FONT_SANS_BOLD, TEXT_BODY, c->colour},
                     small = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    float baseline = c->y + px(v, 16), width = label_width(c->d, v, bold, head);
    label_left(c->d, v, (struct point){c->x, baseline}, 0, bold, head);
    label_left(c->d, v, (struct point){c->x + width, baseline}, c->w * 0.4f, bold,
               text_string(&name));
    width += label_width(c->d, v, bold, text_string(&name)) + px(v, 10);
    label_right(c->d, v, (struct point){c->x + c->w, baseline}, c->w - width, small,
                goroutine_state(v, number));
    text_free(&name);
    c->y += px(v, 26);
    if (g->status == GOROUTINE_DEAD) return;
    stack_gauge(c, g);
    draw_frames(c, g);
}

/* ---- globals ---- */

static void draw_globals(struct column *c) {
    const struct program *p = c->v->m->program;
    const struct view *v = c->v;
    if (p->global_count == 0) return;
    bool scanning = globals_are_scanned(v->m);
    bool black = !scanning && gc_word_is_black(v->m, p->global_bytes / WORD - 1);
    struct lettering head = {FONT_SANS_BOLD, TEXT_BODY, v->theme->text};
    label_left(c->d, v, (struct point){c->x, c->y + px(v, 16)}, c->w, head, "globals");
    struct lettering small = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    label_right(c->d, v, (struct point){c->x + c->w, c->y + px(v, 16)}, c->w / 2, small,
                scanning ? "being scanned"
                : black  ? "black"
                         : "");
    c->y += px(v, 26);
    float top = c->y;
    for (uint32_t i = 0; i < p->global_count && c->y + px(v, SLOT_HEIGHT) < c->bottom; i++)
        draw_words(c, GLOBALS_BASE + p->globals[i].offset, p->globals[i].name,
                   &p->types[p->globals[i].type]);
    uint32_t line = scanning ? v->theme->orange : v->theme->object_outline;
    draw_box(c->d, (struct box){c->x, top, c->w, c->y - top}, px(v, 7), 0,
             (struct stroke){line, px(v, scanning ? 3 : 2), 0});
    c->y += px(v, 16);
}

static bool is_among(const uint32_t *list, uint32_t count, uint32_t number) {
    for (uint32_t i = 0; i < count; i++)
        if (list[i] == number) return true;
    return false;
}

/* The goroutines that are shown: the living in the order of their birth; the ended if there is
 * room. The last place is for the one that did the step, if it has none. */
static uint32_t choose_goroutines(const struct view *v, uint32_t *out) {
    uint32_t all = v->m->s->goroutine_count, count = 0, actor = v->m->s->clock.last_actor;
    for (uint32_t n = 1; n <= all && count < GOROUTINES_SHOWN; n++)
        if (all <= GOROUTINES_SHOWN || goroutine_of(v->m, n)->status != GOROUTINE_DEAD)
            out[count++] = n;
    if (actor && count == GOROUTINES_SHOWN && !is_among(out, count, actor)) out[count - 1] = actor;
    return count;
}

/* Each goroutine has a stretch of the panel for itself, of the same height at every step of the
 * run, so that a stack that grows moves nobody else. */
void panel_stacks(struct draw *d, const struct view *v, struct box b) {
    uint32_t shown[GOROUTINES_SHOWN], count = choose_goroutines(v, shown);
    uint32_t ever = v->session->front.s->goroutine_count, all = v->m->s->goroutine_count;
    char remark[64];
    snprintf(remark, sizeof remark, "%s, %" PRIu64 " KiB %s",
             stacks_name((enum stacks_kind)v->m->config.stacks), stack_min(v->m) / 1024,
             v->m->config.stacks == STACKS_FIXED ? "each" : "at first");
    if (all > count) snprintf(remark, sizeof remark, "%u of %u goroutines", count, all);
    struct box inside = panel_frame(
        d, v, b, v->m->config.stacks == STACKS_FIXED ? "Thread stacks" : say(v, WORD_PANEL_STACKS),
        remark);
    struct column c = {d,        v,        v->anchors,          inside.x,
                       inside.y, inside.w, inside.y + inside.h, v->theme->muted};
    draw_clip(d, inside);
    draw_globals(&c);
    uint32_t stretches = ever < GOROUTINES_SHOWN ? ever : GOROUTINES_SHOWN;
    float top = c.y, height = (inside.y + inside.h - top) / (float)stretches;
    for (uint32_t i = 0; i < count; i++) {
        c.y = top + (float)i * height;
        c.bottom = c.y + height - px(v, 4);
        c.colour = actor_colour(v, shown[i]);
        draw_goroutine(&c, shown[i]);
    }
    draw_unclip(d);
}
