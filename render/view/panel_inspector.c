/* The inspector: all there is to know about the object or word that is selected. Without one, the
 * heap in numbers. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "machine/heap/size_class.h"
#include "machine/image.h"
#include "machine/memory.h"
#include "view/card.h"
#include "view/holding_rows.h"
#include "view/panels.h"
#include "view/predicting.h"
#include "view/verdicts.h"

enum { PLACES_MAX = 96, HISTORY_MAX = 256 };

/* What is being described. */
struct inspected {
    struct card card;
    const struct view *v;
    const struct portrait *p;
    struct object_view object; /* who lives at the address now */
    bool is_object;            /* the one that was selected is there, or its ghost is */
};

static const char *words_of(const struct inspected *i, enum word which) {
    return say(i->v, which);
}

/* Adds a pair whose value is made here. */
static struct card_row *pair(struct inspected *i, enum word name, const struct text *value) {
    return card_pair(&i->card, name, text_string(value));
}

static struct card_row *pair_number(struct inspected *i, enum word name, const char *format,
                                    uint64_t number) {
    char value[64];
    snprintf(value, sizeof value, format, number);
    return card_pair(&i->card, name, value);
}

static struct card_action select_action(const struct inspected *i, uint64_t address) {
    struct object_view o;
    if (!address) return (struct card_action){COMMAND_NONE, 0};
    if (inspect_object(i->v->m, address, &o) && o.serial) address = o.address;
    return (struct card_action){COMMAND_SELECT, address};
}

/* ---- size and place ---- */

static void add_size(struct inspected *i) {
    const struct object_view *o = &i->object;
    uint32_t asked = i->p->life->asked;
    struct text value = {0}, tip = {0};
    bool whole_slot = !asked || asked >= o->size;
    if (whole_slot) text_addf(&value, "%u B", o->size);
    else text_addf(&value, say(i->v, WORD_INSPECT_PART), asked, o->size);
    if (!o->manual && !o->is_part && o->class_index)
        text_addf(&value, say(i->v, WORD_INSPECT_CLASS), o->class_index);
    if (o->manual)
        text_addf(&value, say(i->v, WORD_INSPECT_CHUNK), c_size(i->v->m, c_chunk_of(o->address)));
    if (!whole_slot) text_addf(&tip, say(i->v, WORD_INSPECT_WASTE), asked, o->size - asked);
    pair(i, WORD_INSPECT_SIZE, &value);
    card_tip(&i->card, text_string(&tip));
    text_free(&value);
    text_free(&tip);
}

static void add_span(struct inspected *i) {
    struct object slot;
    struct text value = {0}, tip = {0};
    if (i->object.manual || !heap_find_slot(i->v->m, i->p->address, &slot)) return;
    const struct span *s = object_span(i->v->m, &slot);
    text_addf(&value, say(i->v, WORD_INSPECT_SLOT), slot.slot, s->element_count);
    text_addf(&tip, say(i->v, s->noscan ? WORD_INSPECT_SPAN_NOSCAN : WORD_INSPECT_SPAN_SCAN),
              (unsigned long long)page_address(slot.span), s->pages,
              s->element_count - s->used_count);
    pair(i, WORD_INSPECT_SPAN, &value);
    card_tip(&i->card, text_string(&tip));
    text_free(&value);
    text_free(&tip);
}

/* ---- colour, and why ---- */

static enum word colour_word(enum colour colour) {
    static const enum word WORDS[] = {[COLOUR_FREE] = WORD_OBJECT_FREED,
                                      [COLOUR_WHITE] = WORD_OBJECT_WHITE,
                                      [COLOUR_GREY] = WORD_OBJECT_GREY,
                                      [COLOUR_BLACK] = WORD_OBJECT_BLACK,
                                      [COLOUR_MANUAL] = WORD_INSPECT_MANUAL};
    return WORDS[colour];
}

static bool is_in_hand(const struct machine *m, uint64_t address) {
    struct object o, held;
    if (!heap_find(m, address, &o)) return false;
    for (uint32_t p = 0; p < m->config.procs; p++)
        if (m->processors[p].scan.kind == SCAN_OBJECT &&
            heap_find(m, m->processors[p].scan.object, &held) && held.address == o.address)
            return true;
    return false;
}

/* What holds now, whatever gave it the colour; `last` may be NULL. */
static enum word standing(const struct inspected *i, const struct turn *last) {
    const struct machine *m = i->v->m;
    switch (i->object.colour) {
    case COLOUR_FREE: return WORD_INSPECT_GHOST;
    case COLOUR_WHITE:
        if (gc_marking(m)) return WORD_INSPECT_NOT_REACHED;
        if (last && last->kind == EVENT_SWEEP) return WORD_INSPECT_STAYS;
        return machine_phase(m) == PHASE_SWEEP ? WORD_INSPECT_TO_BE_SWEPT : WORD_INSPECT_NO_MARKING;
    case COLOUR_GREY:
        return is_in_hand(m, i->p->address) ? WORD_INSPECT_IN_HAND : WORD_INSPECT_NOT_SCANNED;
    case COLOUR_BLACK:
        return i->object.noscan ? WORD_INSPECT_NO_POINTERS : WORD_INSPECT_ALL_FOLLOWED;
    case COLOUR_MANUAL: break;
    }
    return i->object.leaked ? WORD_INSPECT_LEAKED : WORD_INSPECT_NOT_COLLECTED;
}

static const struct turn *last_turn(const struct inspected *i) {
    const struct turn *last = biography_colour(i->p->life, session_step(i->v->session));
    return last && last->what[0] && i->object.colour != COLOUR_MANUAL ? last : NULL;
}

/* "grey since 41" */
static void add_colour(struct inspected *i) {
    const struct turn *last = last_turn(i);
    char value[64];
    const char *colour = words_of(i, colour_word(i->object.colour));
    if (!last) snprintf(value, sizeof value, "%s", colour);
    else
        snprintf(value, sizeof value, words_of(i, WORD_INSPECT_SINCE), colour,
                 (unsigned long long)last->step);
    struct card_row *row = card_pair(&i->card, WORD_INSPECT_COLOUR, value);
    if (!last) return;
    row->action = (struct card_action){COMMAND_SEEK, last->step};
    card_tip(&i->card, last->what);
}

/* "The write barrier shades the old value, Node 3. Its own pointers have not been followed yet." */
static void add_why_colour(struct inspected *i) {
    const struct turn *last = last_turn(i);
    struct text why = {0};
    card_heading(&i->card, WORD_INSPECT_WHY_COLOUR);
    if (last) text_addf(&why, "%s ", last->what);
    text_add(&why, words_of(i, standing(i, last)));
    card_sentence(&i->card, text_string(&why));
    text_free(&why);
}

/* ---- where from, and what for ---- */

static void add_site(struct inspected *i) {
    const struct program *program = i->v->m->program;
    const struct site *site = &program->sites[i->object.site];
    struct text value = {0}, story = {0};
    uint32_t line = program->op_lines[site->op];
    if (program->image && i->object.serial <= program->image->object_count) {
        card_pair(&i->card, WORD_INSPECT_ALLOCATED, words_of(i, WORD_INSPECT_BEFORE_DUMP));
        return;
    }
    text_add(&value, program->functions[program->op_functions[site->op]].name);
    if (line) text_addf(&value, ":%u", line);
    struct card_row *row = pair(i, WORD_INSPECT_ALLOCATED, &value);
    if (line) row->action = (struct card_action){COMMAND_SHOW_LINE, line};
    if (site->why[0] || site->verdict) {
        card_pair(&i->card, WORD_INSPECT_WHY, site->brief ? site->brief : site->why);
        verdict_of_site(site, &story);
        card_tip(&i->card, text_string(&story));
    }
    text_free(&value);
    text_free(&story);
}

/* Its own name at the end is known. */
static void add_path(struct inspected *i) {
    static const char ARROW[] = " → ";
    const char *path = text_string(&i->p->path), *last = NULL;
    char value[128];
    for (const char *at = strstr(path, ARROW); at; at = strstr(at + 1, ARROW)) last = at;
    if (last) snprintf(value, sizeof value, "%.*s", (int)(last - path), path);
    else snprintf(value, sizeof value, "%s", words_of(i, WORD_INSPECT_NO_ROOT));
    card_pair(&i->card, WORD_INSPECT_ROOT, i->p->known ? value : "…");
    card_tip(&i->card, path);
}

/* ---- words ---- */

/* Numbers, pointers, and the words of headers, one behind the other. */
struct leaves {
    struct inspected *i;
    uint64_t address;
    size_t name; /* length of the object's */
    uint32_t count;
};

static void add_leaf(struct leaves *l, uint64_t offset, uint32_t size) {
    const struct machine *m = l->i->v->m;
    uint64_t place = l->address + offset, word = memory_word(m, place, size);
    struct text name = {0}, value = {0};
    if (l->count++ >= PLACES_MAX) return;
    inspect_place(m, place, &name);
    inspect_value(m, place, word, &value);
    const char *part = text_string(&name);
    part += strlen(part) > l->name ? l->name : 0;
    struct card_row *row = card_line(&l->i->card, part, text_string(&value));
    row->lit = changed_word(&l->i->v->changes, place);
    if (inspect_place_is_pointer(m, place)) row->action = select_action(l->i, word);
    text_free(&name);
    text_free(&value);
}

static void add_leaves(struct leaves *l, uint32_t type, uint64_t offset) {
    const struct program *program = l->i->v->m->program;
    const struct type *t = &program->types[type];
    bool header = t->kind == TYPE_STRING || t->kind == TYPE_SLICE || t->kind == TYPE_INTERFACE;
    if (l->count >= PLACES_MAX || t->size == 0) return;
    if (t->kind == TYPE_STRUCT) {
        for (uint32_t k = 0; k < t->field_count; k++)
            add_leaves(l, t->fields[k].type, offset + t->fields[k].offset);
    } else if (t->kind == TYPE_ARRAY) {
        uint32_t size = program->types[t->element].size;
        for (uint32_t k = 0; k < t->length && l->count < PLACES_MAX; k++)
            add_leaves(l, t->element, offset + (uint64_t)k * size);
    } else if (header) {
        for (uint32_t at = 0; at < t->size; at += WORD) add_leaf(l, offset + at, WORD);
    } else {
        add_leaf(l, offset, t->size);
    }
}

static uint32_t bytes_of(const struct inspected *i) {
    uint32_t asked = i->p->life->asked;
    return asked && asked < i->object.size ? asked : i->object.size;
}

/* Values of a type up to the end of what was asked for. */
static void add_array(struct leaves *l, uint32_t type, uint64_t offset, uint64_t end) {
    uint32_t size = l->i->v->m->program->types[type].size;
    for (; size && offset + size <= end && l->count < PLACES_MAX; offset += size)
        add_leaves(l, type, offset);
}

static void add_words(struct inspected *i) {
    const struct program *program = i->v->m->program;
    const struct site *site = &program->sites[i->object.site];
    const struct type *t = &program->types[site->type];
    struct text name = {0}, bytes = {0};
    card_heading(&i->card, WORD_INSPECT_WORDS)->breaks = !i->v->holding;
    inspect_object_name(i->v->m, i->object.address, &name);
    struct leaves l = {.i = i, .address = i->object.address, .name = name.length};
    if (inspect_bytes(i->v->m, &i->object, &bytes)) card_sentence(&i->card, text_string(&bytes));
    else if (site->array) add_array(&l, site->type, 0, bytes_of(i));
    else add_leaves(&l, site->type, 0);
    if (site->tail) add_array(&l, t->element, t->size, bytes_of(i));
    text_free(&name);
    text_free(&bytes);
}

/* ---- who points to it ---- */

static void add_referrers(struct inspected *i) {
    const struct portrait *p = i->p;
    if (!p->known) return;
    uint32_t shown = p->referrer_count < REFERRERS_MAX ? p->referrer_count : REFERRERS_MAX;
    card_heading(&i->card, WORD_INSPECT_REFERRERS);
    if (!shown) card_sentence(&i->card, words_of(i, WORD_INSPECT_NOBODY));
    for (uint32_t k = 0; k < shown; k++) {
        struct text name = {0};
        inspect_place(i->v->m, p->referrers[k], &name);
        view_translate(i->v, &name);
        card_line(&i->card, "", text_string(&name))->action = select_action(i, p->referrers[k]);
        text_free(&name);
    }
    if (shown < p->referrer_count)
        pair_number(i, WORD_INSPECT_MORE, "%" PRIu64, p->referrer_count - shown);
}

/* ---- history ---- */

static enum word turn_word(uint16_t kind) {
    switch (kind) {
    case EVENT_ALLOCATE:
    case EVENT_C_MALLOC:
    case EVENT_C_CALLOC: return WORD_TURN_BORN;
    case EVENT_FREE:
    case EVENT_C_FREE: return WORD_TURN_FREED;
    case EVENT_SHADE: return WORD_TURN_GREY;
    case EVENT_BLACKEN: return WORD_TURN_BLACK;
    case EVENT_TAKE: return WORD_TURN_TAKEN;
    case EVENT_REMEMBER: return WORD_TURN_REMEMBERED;
    case EVENT_LOST: return WORD_TURN_LOST;
    case EVENT_C_LEAK: return WORD_TURN_LEAKS;
    case EVENT_C_REALLOC: return WORD_TURN_RESIZED;
    case EVENT_MARK_START:
    case EVENT_MARK_STOPPED: return WORD_TURN_WHITE;
    case EVENT_SWEEP: return WORD_TURN_KEPT;
    case EVENT_C_OVERFLOW: return WORD_TURN_OVERFLOW;
    default: return WORD_TURN_MISUSED;
    }
}

static void add_turn(struct inspected *i, const struct turn *m) {
    char step[24];
    bool write = m->kind == EVENT_WORD;
    snprintf(step, sizeof step, "%" PRIu64, m->step);
    struct card_row *row =
        card_line(&i->card, step, write ? m->word : words_of(i, turn_word(m->kind)));
    row->action = (struct card_action){COMMAND_SEEK, m->step};
    row->lit = m->step == session_step(i->v->session);
    if (m->step > session_step(i->v->session)) row->colour = i->v->theme->muted;
    card_tip(&i->card, m->what);
}

/* What is not kept of a long one is told. While a question is open, nothing is told of what comes.
 */
static void add_history(struct inspected *i) {
    const struct biography *life = i->p->life;
    uint64_t until = predicting_asks(i->v) ? session_step(i->v->session) : UINT64_MAX;
    card_heading(&i->card, WORD_INSPECT_HISTORY)->breaks = true;
    for (uint32_t k = 0; k < biography_until(life, until); k++) add_turn(i, &life->list[k]);
    uint32_t all = life->writes + life->turns;
    if (all > life->count) pair_number(i, WORD_INSPECT_MORE, "%" PRIu64, all - life->count);
    if (!i->p->complete) pair_number(i, WORD_INSPECT_LOOKED, "%" PRIu64, life->at);
    else if (!life->count) card_sentence(&i->card, words_of(i, WORD_INSPECT_NO_HISTORY));
}

/* ---- an object ---- */

static const char *type_of(const struct inspected *i, char *out, size_t size) {
    const struct program *program = i->v->m->program;
    const struct site *site = &program->sites[i->object.site];
    const struct type *t = &program->types[site->type];
    if (site->array && t->size) snprintf(out, size, "%u × %s", bytes_of(i) / t->size, t->name);
    else snprintf(out, size, "%s", t->name);
    return out;
}

static void describe_object(struct inspected *i) {
    char type[96];
    pair_number(i, WORD_INSPECT_ADDRESS, "0x%" PRIx64, i->object.address);
    card_pair(&i->card, WORD_INSPECT_TYPE, type_of(i, type, sizeof type));
    add_size(i);
    holding_add_own(&i->card);
    add_span(i);
    add_colour(i);
    if (i->object.colour != COLOUR_FREE) add_path(i);
    add_site(i);
    add_why_colour(i);
    if (i->object.colour != COLOUR_FREE) {
        bool manual = i->object.manual;
        holding_add_keepers(&i->card, manual ? WORD_INSPECT_LOST_CHUNK : WORD_INSPECT_GARBAGE);
        holding_add_kept(&i->card);
        add_words(i);
        add_referrers(i);
    }
    add_history(i);
}

/* ---- an object that is not there ---- */

static void describe_absence(struct inspected *i) {
    const struct biography *life = i->p->life;
    uint64_t now = session_step(i->v->session);
    struct text words = {0};
    bool freed = life->ended && life->ended <= now, unborn = life->born > now;
    enum word which = freed    ? WORD_INSPECT_WAS_FREED
                      : unborn ? WORD_INSPECT_UNBORN
                               : WORD_INSPECT_ABSENT;
    text_addf(&words, say(i->v, which),
              (unsigned long long)(freed    ? life->ended
                                   : unborn ? life->born
                                            : 0));
    pair_number(i, WORD_INSPECT_ADDRESS, "0x%" PRIx64, i->p->address);
    card_sentence(&i->card, text_string(&words));
    if (i->object.serial && i->object.colour != COLOUR_FREE) {
        struct text name = {0};
        inspect_object_name(i->v->m, i->p->address, &name);
        pair(i, WORD_INSPECT_NOW_HERE, &name);
        text_free(&name);
    }
    add_history(i);
    text_free(&words);
}

/* ---- a word ---- */

/* Of a root; any other word keeps nothing alive. */
static void add_what_it_keeps(struct inspected *i) {
    if (!i->v->holding || !i->v->holding->selected) return;
    holding_add_own(&i->card);
    holding_add_kept(&i->card);
    holding_add_keepers(&i->card, WORD_INSPECT_GARBAGE);
}

static void describe_word(struct inspected *i) {
    const struct machine *m = i->v->m;
    uint64_t place = i->p->address;
    struct text name = {0};
    inspect_place(m, place, &name);
    view_translate(i->v, &name);
    card_sentence(&i->card, text_string(&name));
    text_free(&name);
    pair_number(i, WORD_INSPECT_ADDRESS, "0x%" PRIx64, place);
    if (memory_to_read(m, place, WORD)) {
        struct text value = {0};
        uint64_t word = memory_word(m, place, WORD);
        inspect_value(m, place, word, &value);
        struct card_row *row = pair(i, WORD_INSPECT_VALUE, &value);
        row->lit = changed_word(&i->v->changes, place);
        if (inspect_place_is_pointer(m, place)) row->action = select_action(i, word);
        card_tip(&i->card, text_string(&value));
        text_free(&value);
    }
    add_what_it_keeps(i);
    add_referrers(i);
    add_history(i);
}

/* ---- the panel ---- */

static void add_name(const struct inspected *i, struct text *out) {
    const struct machine *m = i->v->m;
    if (i->p->life->subject.serial && !i->is_object) return;
    if (i->is_object) inspect_object_name(m, i->p->address, out);
    view_translate(i->v, out);
}

/* The selection is of one object, whoever lives at its address later. */
static void look(struct inspected *i) {
    const struct life_subject *s = &i->p->life->subject;
    bool there = inspect_object(i->v->m, s->address, &i->object);
    i->is_object = s->serial && there && i->object.serial == s->serial;
}

static void describe(struct inspected *i) {
    if (i->is_object) describe_object(i);
    else if (i->p->life->subject.serial) describe_absence(i);
    else describe_word(i);
}

void panel_inspector(struct draw *d, const struct view *v, struct box b) {
    if (!v->portrait || !v->portrait->address) {
        panel_numbers(d, v, b);
        return;
    }
    struct inspected i = {.v = v, .p = v->portrait};
    struct text name = {0};
    look(&i);
    add_name(&i, &name);
    struct box inside = panel_frame(d, v, b, say(v, WORD_PANEL_INSPECTOR), text_string(&name));
    text_free(&name);
    inside.y -= px(v, 6);
    inside.h += px(v, 12);
    card_begin(&i.card, d, v, inside);
    describe(&i);
    card_end(&i.card, v->portrait->scroll, COMMAND_SCROLL_INSPECTOR);
}
