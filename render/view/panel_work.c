/* The grey work list: whose pointers are to be followed, in the order in which they will be; what
 * is in the collector's hands; and whether the tri-colour invariant holds. */
#include <inttypes.h>
#include <stdio.h>

#include "machine/check/check.h"
#include "machine/gc/barrier.h"
#include "view/panels.h"
#include "view/widget.h"

enum {
    CHIP_HEIGHT = 32,
    CHIP_GAP = 7,
    LINE = 22,
    CHIPS_MAX = 64,
    CHIPS_OF_ONE = 2,
    NEXT_WIDTH = 13
};

/* Chips flow from left to right, and down. */
struct flow {
    struct draw *d;
    const struct view *v;
    struct box room;
    float x, y;
};

static bool fits_in_line(const struct flow *f, float width) {
    return f->x + width <= f->room.x + f->room.w + 0.5f;
}

/* Whether there is a place for something so wide; goes down a line if need be. */
static bool find_place(struct flow *f, float width) {
    if (!fits_in_line(f, width) && f->x > f->room.x) {
        f->x = f->room.x;
        f->y += px(f->v, CHIP_HEIGHT + CHIP_GAP);
    }
    return f->y + px(f->v, CHIP_HEIGHT) <= f->room.y + f->room.h + 0.5f;
}

static void put_words(struct flow *f, enum draw_font font, const char *words) {
    const struct view *v = f->v;
    struct lettering l = {font, TEXT_SMALL, v->theme->muted};
    float width = label_width(f->d, v, l, words);
    if (!find_place(f, width)) return;
    label_left(f->d, v, (struct point){f->x, f->y + px(v, 21)}, f->room.w, l, words);
    f->x += width + px(v, CHIP_GAP);
}

enum chip { CHIP_IN_HAND, CHIP_NEXT, CHIP_LATER };

static void chip_tip(const struct view *v, uint64_t object, enum chip chip, uint32_t place,
                     struct text *out) {
    inspect_object_name(v->m, object, out);
    text_addf(out, " · 0x%" PRIx64 " · ", object);
    if (chip == CHIP_IN_HAND) text_add(out, say(v, WORD_WORK_TIP_HAND));
    else text_addf(out, say(v, WORD_WORK_TIP_PLACE), place);
}

/* What is in somebody's hands has a thick frame; an arrow head leads to what is taken next. */
static void draw_chip_frame(const struct flow *f, struct box b, uint64_t object, enum chip chip) {
    const struct view *v = f->v;
    object_box(f->d, v, b, px(v, 7), COLOUR_GREY, true);
    if (chip == CHIP_IN_HAND)
        draw_box(f->d, b, px(v, 7), 0, (struct stroke){v->theme->orange, px(v, 3.5f), 0});
    if (v->selected == object)
        draw_box(f->d, box_inset(b, -px(v, 3)), px(v, 9), 0,
                 (struct stroke){v->theme->blue, px(v, 2.5f), 0});
    if (chip != CHIP_NEXT) return;
    float x = b.x - px(v, NEXT_WIDTH), y = b.y + b.h / 2, half = px(v, 7);
    struct point head[3] = {{x, y - half}, {x, y + half}, {x + px(v, 9), y}};
    draw_shape(f->d, head, 3, v->theme->text);
}

static bool put_chip(struct flow *f, uint64_t object, enum chip chip, uint32_t place) {
    const struct view *v = f->v;
    struct text name = {0}, tip = {0};
    inspect_object_name(v->m, object, &name);
    struct lettering l = {FONT_SANS_BOLD, TEXT_SMALL, object_look(v, COLOUR_GREY).text};
    float before = chip == CHIP_NEXT ? px(v, NEXT_WIDTH) : 0;
    float width = label_width(f->d, v, l, text_string(&name)) + px(v, 20);
    width = fminf(width, f->room.w - before);
    bool there_is_room = find_place(f, before + width);
    if (there_is_room) {
        struct box b = {f->x + before, f->y, width, px(v, CHIP_HEIGHT)};
        draw_chip_frame(f, b, object, chip);
        label_centre(f->d, v, (struct point){b.x + b.w / 2, b.y + px(v, 21.5f)}, b.w - px(v, 8), l,
                     text_string(&name));
        chip_tip(v, object, chip, place, &tip);
        draw_hit(f->d, b, COMMAND_SELECT, object, text_string(&tip));
        f->x = b.x + width + px(v, CHIP_GAP);
    }
    text_free(&name);
    text_free(&tip);
    return there_is_room;
}

static void put_coloured_chip(struct flow *f, uint64_t object, enum colour colour,
                              const char *tip) {
    const struct view *v = f->v;
    struct text name = {0};
    inspect_object_name(v->m, object, &name);
    struct lettering l = {FONT_SANS_BOLD, TEXT_SMALL, object_look(v, colour).text};
    float width = fminf(label_width(f->d, v, l, text_string(&name)) + px(v, 20), f->room.w);
    if (find_place(f, width)) {
        struct box b = {f->x, f->y, width, px(v, CHIP_HEIGHT)};
        object_box(f->d, v, b, px(v, 7), colour, true);
        label_centre(f->d, v, (struct point){b.x + b.w / 2, b.y + px(v, 21.5f)}, b.w - px(v, 8), l,
                     text_string(&name));
        draw_hit(f->d, b, COMMAND_SELECT, object, tip);
        f->x = b.x + width + px(v, CHIP_GAP);
    }
    text_free(&name);
}

/* Room for "+1,234" is kept at the end of the last line, so that the number is never left out. */
static bool may_put_more(const struct flow *f, uint64_t left) {
    const struct view *v = f->v;
    bool last_line =
        f->y + px(v, 2 * CHIP_HEIGHT + CHIP_GAP) > f->room.y + f->room.h && f->x > f->room.x;
    return left <= 1 || !last_line || fits_in_line(f, px(v, 150));
}

static const struct scan *object_in_hand(const struct view *v, uint32_t part) {
    if (part == WORK_COMMON) return NULL;
    const struct scan *scan = &v->m->processors[part].scan;
    return scan->kind == SCAN_OBJECT ? scan : NULL;
}

/* Chips from one part on; returns how many. */
static uint32_t put_first(struct flow *f, uint32_t part, uint32_t most, uint64_t all) {
    uint64_t objects[CHIPS_MAX];
    bool sure = f->v->m->config.order == ORDER_STACK; /* the other order looks at addresses, too */
    uint32_t count = work_first(f->v->m, part, objects, most), put = 0;
    for (; put < count && may_put_more(f, all - put); put++) {
        bool next = sure && put == 0 && part != WORK_COMMON;
        if (!put_chip(f, objects[put], next ? CHIP_NEXT : CHIP_LATER, put + 1)) break;
    }
    return put;
}

/* "P0", "all"; with how many there are if not all of them are shown. */
static void put_name(struct flow *f, uint32_t part, bool with_count) {
    char words[64], name[24];
    snprintf(name, sizeof name, "P%u", part);
    snprintf(words, sizeof words, with_count ? "%s %" PRIu64 ":" : "%s",
             part == WORK_COMMON ? say(f->v, WORD_WORK_SHARED) : name,
             work_count_of(f->v->m, part));
    put_words(f, FONT_SANS_BOLD, words);
}

static void put_rest(struct flow *f, uint64_t rest) {
    char words[32];
    snprintf(words, sizeof words, "+%" PRIu64, rest);
    if (rest) put_words(f, FONT_MONO, words);
}

/* One of several. */
static void put_part(struct flow *f, uint32_t part, uint32_t most) {
    uint64_t all = work_count_of(f->v->m, part);
    const struct scan *hand = object_in_hand(f->v, part);
    if (all == 0 && !hand) return;
    put_name(f, part, all > most);
    if (hand) put_chip(f, hand->object, CHIP_IN_HAND, 0);
    uint32_t put = put_first(f, part, all > most ? most : CHIPS_MAX, all > most ? 1 : all);
    if (all <= most) put_rest(f, all - put);
}

/* All there is: as many chips as there is room for, and then a number. */
static void put_only_part(struct flow *f, uint32_t part) {
    uint64_t all = work_count_of(f->v->m, part);
    const struct scan *hand = object_in_hand(f->v, part);
    if (hand) put_chip(f, hand->object, CHIP_IN_HAND, 0);
    put_rest(f, all - put_first(f, part, CHIPS_MAX, all));
}

/* What waits in the write barrier's buffer of a processor, to be shaded: as good as grey. The list
 * is looked through for each colour, so only of short ones. */
static void put_buffer(struct flow *f, uint32_t processor) {
    enum { SHOWN = 4, SHORT_LIST = 10000 };
    const struct machine *m = f->v->m;
    uint64_t count = m->processors[processor].barrier_count;
    char words[64];
    if (count == 0) return;
    snprintf(words, sizeof words, say(f->v, WORD_WORK_BARRIER), processor,
             (unsigned long long)count);
    put_words(f, FONT_SANS_BOLD, words);
    for (uint64_t i = 0; i < count && i < SHOWN && work_count(m) < SHORT_LIST; i++) {
        uint64_t word = barrier_words(m, processor)[i];
        struct object_view o;
        if (word && inspect_object(m, word, &o))
            put_coloured_chip(f, o.address, o.colour, say(f->v, WORD_WORK_TIP_BARRIER));
    }
}

static uint32_t parts_with_work(const struct view *v) {
    uint32_t parts = work_count_of(v->m, WORK_COMMON) > 0;
    for (uint32_t p = 0; p < v->m->config.procs; p++)
        parts += work_count_of(v->m, p) > 0 || object_in_hand(v, p);
    return parts;
}

static void put_chips(struct flow *f) {
    uint32_t procs = f->v->m->config.procs, parts = parts_with_work(f->v);
    if (procs == 1 && work_count_of(f->v->m, WORK_COMMON) == 0) {
        put_only_part(f, 0);
        return;
    }
    for (uint32_t p = 0; p < procs; p++) put_part(f, p, parts > 2 ? 1 : CHIPS_OF_ONE);
    put_part(f, WORK_COMMON, parts > 2 ? 1 : CHIPS_OF_ONE);
}

static void put_buffers(struct flow *f) {
    for (uint32_t p = 0; p < f->v->m->config.procs; p++) put_buffer(f, p);
}

/* How many there are in all, and in which order they are taken. */
static void remark_words(const struct view *v, struct text *out) {
    if (work_count(v->m)) text_addf(out, "%" PRIu64 " · ", work_count(v->m));
    text_add(out, v->m->config.order == ORDER_STACK ? "LIFO" : say(v, WORD_WORK_NEAR));
}

/* ---- words ---- */

static void add_scan(const struct view *v, const struct scan *scan, struct text *out) {
    struct text words = {0};
    inspect_scan(v->m, scan, &words);
    view_translate(v, &words);
    text_add(out, text_string(&words));
    text_free(&words);
}

/* "Node 3, word 1 of 2": the word that is read next. */
static void scan_words(const struct view *v, const struct scan *scan, struct text *out) {
    add_scan(v, scan, out);
    if (scan->kind == SCAN_STACK) return;
    uint64_t word = scan->next < scan->limit ? scan->next + 1 : scan->limit;
    text_addf(out, say(v, WORD_WORK_WORD_OF), (unsigned long long)word,
              (unsigned long long)scan->limit);
}

/* With several workers, what each one has. */
static bool hand_words(const struct view *v, struct text *out) {
    uint32_t procs = v->m->config.procs, count = 0;
    for (uint32_t p = 0; p < procs; p++) count += v->m->processors[p].scan.kind != SCAN_NOTHING;
    if (count) text_add(out, say(v, WORD_WORK_IN_HAND));
    for (uint32_t p = 0, named = 0; p < procs; p++) {
        const struct scan *scan = &v->m->processors[p].scan;
        if (scan->kind == SCAN_NOTHING) continue;
        text_add(out, named++ ? " · " : " ");
        if (count > 1) text_addf(out, "P%u ", p);
        if (count > 1) add_scan(v, scan, out);
        else scan_words(v, scan, out);
    }
    return count > 0;
}

/* The processor that did the last step, or another that has something; else what all share. */
static bool find_next(const struct machine *m, uint64_t *object) {
    for (uint32_t i = 0; i < m->config.procs; i++)
        if (work_first(m, (m->s->on + i) % m->config.procs, object, 1)) return true;
    return work_first(m, WORK_COMMON, object, 1);
}

static bool next_words(const struct view *v, struct text *out) {
    uint64_t object;
    if (v->m->config.order != ORDER_STACK || !find_next(v->m, &object)) return false;
    struct text name = {0};
    inspect_object_name(v->m, object, &name);
    text_addf(out, say(v, WORD_WORK_NEXT), text_string(&name),
              (unsigned long long)gc_words_to_scan(v->m, object));
    text_free(&name);
    return true;
}

static void work_words(const struct view *v, struct text *out) {
    if (hand_words(v, out) || next_words(v, out)) return;
    if (!work_empty(v->m)) text_add(out, say(v, WORD_WORK_WAITING));
    else text_add(out, say(v, gc_marking(v->m) ? WORD_WORK_NOTHING_GREY : WORD_WORK_NOT_MARKING));
}

/* ---- the invariant: worked out anew from outside the collector ---- */

/* Asking takes time as the objects, times the grey ones among them. */
enum { CHECKED_OBJECTS = 1000, CHECKED_PAIRS = 100000 };

static uint64_t live_objects(const struct machine *m) {
    return m->s->statistics.mallocs - m->s->statistics.frees;
}

static bool is_small_enough(const struct machine *m) {
    uint64_t objects = live_objects(m);
    return objects <= CHECKED_OBJECTS && objects * work_count(m) <= CHECKED_PAIRS;
}

static void edge_words(const struct view *v, const struct black_edge *edge, struct text *out) {
    if (edge->place) inspect_place(v->m, edge->place, out);
    text_add(out, " → ");
    inspect_object_name(v->m, edge->object, out);
}

/* The short words where the long ones have no room. */
static enum word invariant_word(const struct draw *d, const struct view *v, bool weak,
                                float width) {
    enum word full = weak ? WORD_INVARIANT_WEAK : WORD_INVARIANT_STRONG;
    struct lettering bold = {FONT_SANS_BOLD, TEXT_SMALL, 0};
    if (label_width(d, v, bold, say(v, full)) <= width) return full;
    return weak ? WORD_INVARIANT_WEAK_SHORT : WORD_INVARIANT_STRONG_SHORT;
}

static void broken_words(const struct view *v, const struct black_edge *edge, struct text *out) {
    struct text words = {0};
    edge_words(v, edge, &words);
    text_addf(out, say(v, WORD_INVARIANT_BROKEN), text_string(&words));
    text_free(&words);
}

static void invariant_tip(const struct view *v, enum invariant invariant,
                          const struct black_edge *edge, struct text *out) {
    static const enum word TIPS[] = {WORD_INVARIANT_TIP_STRONG, WORD_INVARIANT_TIP_WEAK,
                                     WORD_INVARIANT_TIP_BROKEN};
    text_add(out, say(v, TIPS[invariant]));
    if (invariant == INVARIANT_STRONG) return;
    text_add(out, " ");
    edge_words(v, edge, out);
}

/* Two lines for the invariant when it is broken: it is named then. */
static uint32_t lines_for_invariant(const struct view *v) {
    if (!gc_marking(v->m)) return 0;
    return v->m->config.barrier == BARRIER_NONE ? 2 : 1;
}

static void draw_invariant(struct draw *d, const struct view *v, struct box b) {
    struct black_edge edge = {0, 0};
    struct text words = {0}, tip = {0};
    struct lettering l = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    if (!gc_marking(v->m)) return;
    if (is_small_enough(v->m)) {
        enum invariant invariant = check_invariant_edge(v->m, &edge);
        if (invariant == INVARIANT_BROKEN) broken_words(v, &edge, &words);
        else text_add(&words, say(v, invariant_word(d, v, invariant == INVARIANT_WEAK, b.w)));
        invariant_tip(v, invariant, &edge, &tip);
        bool broken = invariant == INVARIANT_BROKEN;
        l = (struct lettering){FONT_SANS_BOLD, TEXT_SMALL,
                               broken ? v->theme->vermillion : v->theme->green};
    } else {
        text_addf(&words, say(v, WORD_INVARIANT_UNCHECKED), (unsigned long long)live_objects(v->m));
        text_add(&tip, say(v, WORD_INVARIANT_TIP_UNCHECKED));
    }
    label_wrapped(d, v, (struct point){b.x, b.y + px(v, 16)}, b.w, lines_for_invariant(v), l,
                  text_string(&words));
    draw_hit(d, b, edge.object ? COMMAND_SELECT : COMMAND_NONE, edge.object, text_string(&tip));
    text_free(&words);
    text_free(&tip);
}

enum { WIDTH = 420, HEIGHT = 260 }; /* with more room it is larger */

void panel_work(struct draw *d, const struct view *usual, struct box b) {
    struct view fitted = view_to_fit(usual, b, WIDTH, HEIGHT), *v = &fitted;
    struct text remark = {0}, words = {0};
    remark_words(v, &remark);
    struct box in = panel_frame(d, v, b, say(v, WORD_PANEL_WORK), text_string(&remark));
    float line = px(v, LINE), bottom = in.y + in.h + px(v, 4);
    float below = line * (float)(1 + lines_for_invariant(v));
    struct flow f = {d, v, {in.x, in.y, in.w, bottom - below - px(v, 6) - in.y}, in.x, in.y};
    put_chips(&f);
    put_buffers(&f);
    work_words(v, &words);
    float y = bottom - below;
    label_left(d, v, (struct point){in.x, y + px(v, 16)}, in.w,
               (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted}, text_string(&words));
    draw_hit(d, (struct box){in.x, y, in.w, line}, COMMAND_NONE, 0, text_string(&words));
    draw_invariant(d, v, (struct box){in.x, y + line, in.w, below - line});
    text_free(&words);
    text_free(&remark);
}
