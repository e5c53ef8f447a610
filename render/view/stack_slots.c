/* Words of stacks and globals, a row each: address, name, type, what it holds; and the pointers
 * among them that lead into stacks. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "machine/memory.h"
#include "view/stacks.h"

enum { WORDS_MAX = 6, WORDS_OF_MANY = 2, STRING_SHOWN = 60, NARROW = 250, WIDE = 480, LANES = 4 };

void short_address(uint64_t address, char *out, size_t size) {
    snprintf(out, size, "…%04" PRIx64, address & 0xffff);
}

void note_row(struct column *c, uint64_t address, uint64_t size, float height) {
    struct stack_rows *rows = c->rows;
    if (rows->row_count == ROWS_MAX) return;
    rows->rows[rows->row_count++] =
        (struct stack_row){address, size, c->x, c->x + c->w, c->y + height / 2};
}

bool has_line(const struct column *c, float height) {
    return c->y + px(c->v, height) <= c->bottom + 0.5f;
}

void label_in(struct column *c, float left, float right, float below, struct lettering l,
              const char *words) {
    if (right - left < px(c->v, l.size)) return;
    label_left(c->d, c->v, (struct point){left, c->y + below}, right - left, l, words);
}

/* ---- what a word holds ---- */

/* A word of a variable: which, and of which number, pointer or header it is a part. */
struct slot {
    uint64_t address, word;
    const char *name;
    const struct type *leaf;
    uint64_t leaf_offset;
    bool pointer;
};

static bool is_memory(const struct machine *m, uint64_t word) {
    return address_in_arena(m, word) || address_in_c_heap(m, word) || stack_is_address(m, word);
}

/* What a string says, from its first word on. */
static bool string_text(const struct machine *m, const struct slot *s, struct text *out) {
    if (s->leaf->kind != TYPE_STRING || s->leaf_offset != 0) return false;
    uint64_t length = word_read(m, s->address + WORD);
    uint64_t shown = length < STRING_SHOWN ? length : STRING_SHOWN;
    const uint8_t *bytes = shown ? memory_to_read(m, s->word, shown) : NULL;
    if (!bytes) return false;
    text_add(out, "\"");
    inspect_text(bytes, shown, out);
    text_add(out, shown < length ? "…\"" : "\"");
    return true;
}

/* Addresses in memory are short, `named` with who lives there; what else has a name or a sign is
 * shown so. */
static void word_text(const struct view *v, const struct slot *s, bool named, struct text *out) {
    char address[24];
    if (string_text(v->m, s, out)) return;
    if (s->pointer && is_memory(v->m, s->word)) {
        if (named && !stack_is_address(v->m, s->word)) {
            inspect_word(v->m, s->word, true, out);
            text_add(out, " ");
        }
        short_address(s->word, address, sizeof address);
        text_add(out, address);
        return;
    }
    bool constant = program_constant_at(v->m->program, s->word) != NULL;
    if (s->pointer && s->word && !constant) text_addf(out, "0x%" PRIx64, s->word);
    else inspect_value(v->m, s->address, s->word, out);
    view_translate(v, out);
}

/* In the step that has mended it: "…4fb8 → …cfb8". */
static bool mended_text(const struct view *v, const struct slot *s, struct text *out) {
    char before[24], after[24];
    const struct event *mend = mended_word(v, s->address);
    if (!mend) return false;
    short_address(mend->b, before, sizeof before);
    short_address(mend->c, after, sizeof after);
    text_addf(out, "%s → %s", before, after);
    return true;
}

static void slot_tip(const struct view *v, const struct slot *s, struct text *out) {
    struct text value = {0};
    inspect_place(v->m, s->address, out);
    text_addf(out, "  %s\n0x%" PRIx64 ": 0x%" PRIx64, s->leaf->name, s->address, s->word);
    inspect_value(v->m, s->address, s->word, &value);
    view_translate(v, &value);
    text_addf(out, " = %s", text_string(&value));
    text_free(&value);
}

/* ---- a row ---- */

static void add_anchor(struct column *c, struct anchor anchor) {
    struct anchors *anchors = c->v->anchors;
    anchor.colour = c->colour;
    if (anchors && anchors->count < ANCHORS_MAX) anchors->list[anchors->count++] = anchor;
}

static void add_lead(struct column *c, uint64_t word, bool changed) {
    struct stack_rows *rows = c->rows;
    if (rows->lead_count == LEADS_MAX || rows->row_count == 0) return;
    rows->leads[rows->lead_count++] = (struct lead){rows->row_count - 1, word, c->colour, changed};
}

/* The dot at the end of the row; a click on it goes where the arrow does. */
static void draw_dot(struct column *c, const struct slot *s, bool changed) {
    const struct view *v = c->v;
    struct point at = {c->x + c->w - px(v, 9), c->y + px(v, SLOT_HEIGHT) / 2};
    float radius = px(v, 4), half = px(v, 9);
    bool dangling = inspect_is_dangling(v->m, s->address);
    uint64_t target = view_target(v->m, s->word);
    if (v->selected && target == v->selected)
        draw_box(c->d, (struct box){at.x - half, at.y - half, 2 * half, 2 * half}, half, 0,
                 (struct stroke){v->theme->blue, px(v, 2.5f), 0});
    draw_box(c->d, (struct box){at.x - radius, at.y - radius, 2 * radius, 2 * radius}, radius,
             dangling ? v->theme->vermillion : c->colour, (struct stroke){0});
    if (stack_is_address(v->m, s->word)) add_lead(c, s->word, changed);
    else add_anchor(c, (struct anchor){s->address, s->word, at, 0, changed, dangling});
    draw_hit(c->d, (struct box){at.x - half, c->y, 2 * half, px(v, SLOT_HEIGHT)}, COMMAND_SELECT,
             target, say(v, WORD_STACK_TIP_FOLLOW));
}

void anchor_word(struct column *c, uint64_t address, float height) {
    const struct view *v = c->v;
    uint64_t word = word_read(v->m, address);
    if (!word || !is_memory(v->m, word) || stack_is_address(v->m, word)) return;
    float radius = px(v, 4);
    struct point at = {c->x + c->w, c->y + height / 2};
    draw_box(c->d, (struct box){at.x - radius, at.y - radius, 2 * radius, 2 * radius}, radius,
             c->colour, (struct stroke){0});
    add_anchor(c, (struct anchor){address, word, at, 0, changed_word(&v->changes, address),
                                  inspect_is_dangling(v->m, address)});
}

static void draw_ground(struct column *c, const struct slot *s, bool changed) {
    const struct view *v = c->v;
    bool selected = v->selected && v->selected == s->address;
    if (!changed && !selected) return;
    struct box b = {c->x + px(v, 3), c->y + px(v, 1), c->w - px(v, 6), px(v, SLOT_HEIGHT - 2)};
    draw_box(c->d, b, px(v, 4), changed ? v->theme->highlight : 0,
             selected ? (struct stroke){v->theme->blue, px(v, 2.5f), 0} : (struct stroke){0});
}

/* The type comes behind the name, if it is not cut there. */
static void draw_name(struct column *c, const struct slot *s, float left, float right) {
    const struct view *v = c->v;
    float baseline = c->y + px(v, SLOT_HEIGHT) * 0.7f;
    struct lettering mono = {FONT_MONO, TEXT_SMALL, v->theme->text},
                     faint = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    float name = label_width(c->d, v, mono, s->name) + px(v, 9);
    label_in(c, left, right, px(v, SLOT_HEIGHT) * 0.7f, mono, s->name);
    if (s->leaf_offset == 0 && left + name + label_width(c->d, v, faint, s->leaf->name) <= right)
        label_left(c->d, v, (struct point){left + name, baseline}, 0, faint, s->leaf->name);
}

static void draw_slot(struct column *c, const struct slot *s) {
    const struct view *v = c->v;
    char at[24];
    struct text value = {0}, tip = {0};
    bool mended = mended_text(v, s, &value);
    bool changed = mended || changed_word(&v->changes, s->address);
    float baseline = c->y + px(v, SLOT_HEIGHT) * 0.7f, left = c->x + px(v, 10);
    struct lettering faint = {FONT_MONO, TEXT_SMALL, v->theme->muted},
                     mono = {FONT_MONO, TEXT_SMALL, v->theme->text};
    if (!mended) word_text(v, s, c->w > px(v, WIDE), &value);
    draw_ground(c, s, changed);
    if (c->w > px(v, NARROW)) {
        short_address(s->address, at, sizeof at);
        label_left(c->d, v, (struct point){left, baseline}, 0, faint, at);
        left += label_width(c->d, v, faint, at) + px(v, 10);
    }
    float right = c->x + c->w - px(v, 20), room = fmaxf(right - left - px(v, 8), px(v, 50));
    float name = label_width(c->d, v, mono, s->name); /* has what it needs, up to nearly half */
    float taken =
        fminf(label_width(c->d, v, mono, text_string(&value)), fmaxf(room - name, room * 0.55f));
    label_right(c->d, v, (struct point){right, baseline}, taken + 1, mono, text_string(&value));
    draw_name(c, s, left, right - taken - px(v, 8));
    note_row(c, s->address, WORD, px(v, SLOT_HEIGHT));
    slot_tip(v, s, &tip);
    draw_hit(c->d, (struct box){c->x, c->y, c->w, px(v, SLOT_HEIGHT)}, COMMAND_SELECT, s->address,
             text_string(&tip));
    if (s->pointer && s->word && is_memory(v->m, s->word)) draw_dot(c, s, changed);
    text_free(&value);
    text_free(&tip);
    c->y += px(v, SLOT_HEIGHT);
}

/* ---- variables ---- */

static uint32_t words_shown(const struct type *t) {
    return type_words(t) <= WORDS_MAX ? type_words(t) : WORDS_OF_MANY;
}

uint32_t variable_rows(const struct type *t) {
    return words_shown(t) + (words_shown(t) < type_words(t));
}

void more_words(const struct view *v, uint32_t count, char *out, size_t size) {
    snprintf(out, size, say(v, count == 1 ? WORD_STACK_MORE_WORD : WORD_STACK_MORE_WORDS), count);
}

void anchor_words(struct column *c, uint64_t address, const struct type *t, uint32_t from) {
    enum { MOST = 16 }; /* they all begin at one point */
    for (uint32_t word = from; word < type_words(t) && word < from + MOST; word++)
        if (type_word_is_pointer(t, word))
            anchor_word(c, address + word * WORD, px(c->v, SLOT_HEIGHT));
}

static void draw_more_words(struct column *c, uint64_t address, const struct type *t,
                            uint32_t from) {
    const struct view *v = c->v;
    char words[64];
    uint32_t count = type_words(t) - from;
    more_words(v, count, words, sizeof words);
    label_in(c, c->x + px(v, 68), c->x + c->w, px(v, SLOT_HEIGHT) * 0.7f,
             (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted}, words);
    note_row(c, address + from * WORD, (uint64_t)count * WORD, px(v, SLOT_HEIGHT));
    anchor_words(c, address, t, from);
    c->y += px(v, SLOT_HEIGHT);
}

void draw_variable(struct column *c, uint64_t address, const char *name, const struct type *t) {
    const struct machine *m = c->v->m;
    uint32_t shown = words_shown(t);
    for (uint32_t word = 0; word < shown && has_line(c, SLOT_HEIGHT); word++) {
        struct text part = {0};
        uint64_t offset = word * WORD;
        text_add(&part, name);
        inspect_path(m->program, t, offset, &part);
        struct slot s = {.address = address + word * WORD,
                         .word = word_read(m, address + word * WORD),
                         .name = text_string(&part),
                         .pointer = type_word_is_pointer(t, word)};
        s.leaf = inspect_leaf(m->program, t, &offset);
        s.leaf_offset = offset;
        draw_slot(c, &s);
        text_free(&part);
    }
    if (shown < type_words(t) && has_line(c, SLOT_HEIGHT)) draw_more_words(c, address, t, shown);
}

/* ---- pointers into stacks ---- */

static const struct stack_row *row_at(const struct stack_rows *rows, uint64_t address) {
    for (uint32_t i = 0; i < rows->row_count; i++)
        if (address - rows->rows[i].address < rows->rows[i].size) return &rows->rows[i];
    return NULL;
}

/* Beside the frames, up or down; the further it leads, the further out. */
static void draw_lead_beside(struct draw *d, const struct view *v, const struct lead *lead,
                             const struct stack_row *from, const struct stack_row *to) {
    float way = fabsf(to->y - from->y) / px(v, SLOT_HEIGHT);
    uint32_t lane = way < 2 ? 0 : way < 5 ? 1 : way < 9 ? 2 : LANES - 1;
    float out = from->right + px(v, 8 + 5.5f * (float)lane) * 1.34f;
    float tip = to->right + px(v, 2);
    struct point p[4] = {
        {from->right - px(v, 9), from->y}, {out, from->y}, {out, to->y}, {tip, to->y}};
    draw_curve(d, p, (struct stroke){lead->colour, px(v, lead->changed ? 4 : 2), 0}, px(v, 10));
}

/* To a column at the left or right, or another goroutine's: across the gap between them. */
static void draw_lead_across(struct draw *d, const struct view *v, const struct lead *lead,
                             const struct stack_row *from, const struct stack_row *to) {
    bool right = to->left > from->left;
    float begin = right ? from->right - px(v, 9) : from->left;
    float end = right ? to->left - px(v, 2) : to->right + px(v, 2);
    float bend = (right ? 1 : -1) * px(v, 40);
    struct point p[4] = {
        {begin, from->y}, {begin + bend, from->y}, {end - bend, to->y}, {end, to->y}};
    draw_curve(d, p, (struct stroke){lead->colour, px(v, lead->changed ? 4 : 2), 0}, px(v, 10));
}

void draw_leads(struct draw *d, const struct view *v, const struct stack_rows *rows) {
    for (uint32_t i = 0; i < rows->lead_count; i++) {
        const struct lead *lead = &rows->leads[i];
        const struct stack_row *from = &rows->rows[lead->from], *to = row_at(rows, lead->word);
        if (!to || to == from) continue;
        if (to->left == from->left) draw_lead_beside(d, v, lead, from, to);
        else draw_lead_across(d, v, lead, from, to);
    }
}
