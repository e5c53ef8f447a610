/* The objects of the graph. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "machine/gc/generation.h"
#include "view/graph_scene.h"

/* ---- what an object is called ---- */

/* The dead have no place in memory any more; what they were called is known. */
static void name_of(const struct scene *s, const struct node *n, struct text *out) {
    if (is_ghost(n)) inspect_site_name(s->v->m, n->o.site, n->o.ordinal, out);
    else inspect_object_name(s->v->m, n->o.address, out);
}

/* What a string says, or the end of the address. */
static void second_of(const struct scene *s, const struct node *n, struct text *out) {
    if (!is_ghost(n) && inspect_bytes(s->v->m, &n->o, out)) return;
    text_addf(out, "…%04" PRIx64, n->o.address & 0xffff);
}

static void type_of(const struct scene *s, const struct node *n, struct text *out) {
    const struct program *p = s->v->m->program;
    text_add(out, p->types[p->sites[n->o.site].type].name);
}

/* A name that is too long keeps its number: "call of wo… 2". */
static void cut_name(const struct scene *s, struct lettering l, float room, struct text *name) {
    struct text cut = {0};
    const char *whole_name = text_string(name), *number = strrchr(whole_name, ' ');
    if (label_width(s->d, s->v, l, whole_name) <= room || !number) return;
    for (size_t length = (size_t)(number - whole_name); length > 0; length--) {
        if (((unsigned char)whole_name[length] & 0xc0) == 0x80) continue; /* inside a character */
        text_clear(&cut);
        text_add_bytes(&cut, whole_name, length);
        text_addf(&cut, "…%s", number);
        if (label_width(s->d, s->v, l, text_string(&cut)) <= room) break;
    }
    text_clear(name);
    text_add(name, text_string(&cut));
    text_free(&cut);
}

/* ---- names, in as many lines as have room ---- */

enum { ONE_LINE, TWO_LINES, THREE_LINES };

static int lines_of(const struct scene *s, struct box b) {
    if (b.h >= px(s->v, 84)) return THREE_LINES;
    return b.h >= px(s->v, 52) ? TWO_LINES : ONE_LINE;
}

/* Whether the name needs the upper corner, so that the colour's letter has the lower one. */
static bool is_low(const struct view *v, struct box b) {
    return b.h < px(v, 60);
}

static void draw_names(struct scene *s, const struct node *n, uint32_t colour) {
    const struct view *v = s->v;
    struct text name = {0}, second = {0}, type = {0};
    int lines = lines_of(s, n->box);
    struct point c = box_centre(n->box);
    float room = n->box.w - px(v, 8);
    float most = fminf(lines ? TEXT_BODY + 1 : TEXT_SMALL, n->box.h / v->scale * 0.86f);
    struct lettering bold = {FONT_SANS_BOLD, most, colour}, mono = {FONT_MONO, TEXT_SMALL, colour};
    struct lettering sans = {FONT_SANS, TEXT_SMALL, colour};
    name_of(s, n, &name);
    second_of(s, n, &second);
    type_of(s, n, &type);
    bold = lettering_to_fit(s->d, v, bold, TEXT_SMALL, room, text_string(&name));
    cut_name(s, bold, room, &name);
    float up = lines == THREE_LINES ? 14 : lines == TWO_LINES ? 1 : -0.35f * bold.size;
    label_centre(s->d, v, (struct point){c.x, c.y - px(v, up)}, room, bold, text_string(&name));
    if (lines == THREE_LINES)
        label_centre(s->d, v, (struct point){c.x, c.y + px(v, 6)}, room, sans, text_string(&type));
    float beside = is_low(v, n->box) ? px(v, 24) : 0; /* the colour's letter */
    if (lines != ONE_LINE)
        label_centre(s->d, v, (struct point){c.x, c.y + px(v, lines == THREE_LINES ? 28 : 19)},
                     room - beside, mono, text_string(&second));
    text_free(&name);
    text_free(&second);
    text_free(&type);
}

/* ---- marks ---- */

static void draw_letter(struct scene *s, const struct node *n, uint32_t colour) {
    const struct view *v = s->v;
    struct box b = n->box;
    if (lines_of(s, b) == ONE_LINE || b.w <= px(v, 80) || v->look->letters) return;
    bool low = is_low(v, b);
    struct point corner = {b.x + b.w - px(v, low ? 5 : 7),
                           low ? b.y + b.h - px(v, 5) : b.y + px(v, 16)};
    label_right(s->d, v, corner, 0, (struct lettering){FONT_SANS, TEXT_SMALL, colour},
                colour_letter(v, n->o.colour));
}

/* ---- the living and the dead ---- */

static void draw_living(struct scene *s, const struct node *n) {
    const struct view *v = s->v;
    struct object_look look = object_look(v, n->o.colour);
    if (!n->reachable) object_unreachable(s->d, v, n->box);
    if (changed_object(&v->changes, n->o.address, n->o.size)) object_glow(s->d, v, n->box);
    object_box(s->d, v, n->box, px(v, OBJECT_RADIUS), n->o.colour, true);
    draw_names(s, n, look.text);
    draw_letter(s, n, look.text);
    if (is_selected(s, n)) object_selected(s->d, v, n->box);
    struct point left = {n->box.x - px(v, 4), n->box.y - px(v, 4)};
    if ((n->o.young || n->o.remembered) && !v->uncoloured)
        object_generation(s->d, v, left, n->o.young);
}

/* They fade: by steps, not by time, so that the same step always looks the same. */
static void draw_dead(struct scene *s, const struct node *n) {
    enum { FRESH = 0xff, FAINTEST = 0x80, FADING_STEPS = 32 };
    const struct view *v = s->v;
    struct object_look look = object_look(v, COLOUR_FREE);
    uint64_t since = session_step(v->session) - n->freed;
    if (since > FADING_STEPS) since = FADING_STEPS;
    uint32_t alpha = FRESH - (uint32_t)since * (FRESH - FAINTEST) / FADING_STEPS;
    look.outline.colour = with_alpha(look.outline.colour, alpha);
    draw_box(s->d, n->box, px(v, OBJECT_RADIUS), 0, look.outline);
    draw_names(s, n, with_alpha(v->theme->muted, alpha));
}

void graph_draw_nodes(struct scene *s) {
    for (uint32_t i = 0; i < s->count; i++)
        (is_ghost(&s->nodes[i]) ? draw_dead : draw_living)(s, &s->nodes[i]);
}

/* ---- hits ---- */

static enum word why_white(const struct machine *m) {
    if (gc_marking(m)) return WORD_WHY_WHITE_MARKING;
    return machine_phase(m) == PHASE_SWEEP ? WORD_WHY_WHITE_SWEEPING : WORD_WHY_WHITE;
}

static enum word why_colour(const struct scene *s, const struct node *n) {
    const struct machine *m = s->v->m;
    switch (n->o.colour) {
    case COLOUR_WHITE: return why_white(m);
    case COLOUR_GREY: return WORD_WHY_GREY;
    case COLOUR_BLACK: return is_generational(m) && !n->o.young ? WORD_WHY_OLD : WORD_WHY_BLACK;
    case COLOUR_MANUAL: return n->o.leaked ? WORD_WHY_LEAKED : WORD_WHY_MANUAL;
    case COLOUR_FREE: break;
    }
    return WORD_WHY_FREED;
}

static void describe(const struct scene *s, const struct node *n, struct text *out) {
    name_of(s, n, out);
    text_add(out, "\n");
    type_of(s, n, out);
    text_addf(out, " · ");
    size_words(out, n->o.size);
    text_addf(out, " · 0x%" PRIx64 "\n", n->o.address);
    text_addf(out, say(s->v, why_colour(s, n)), (unsigned long long)n->freed);
    if (!n->reachable && !is_ghost(n) && !n->o.manual)
        text_addf(out, "\n%s", say(s->v, WORD_WHY_UNREACHABLE));
}

void graph_add_hits(struct scene *s) {
    for (uint32_t i = 0; i < s->count; i++) {
        const struct node *n = &s->nodes[i];
        struct text words = {0};
        describe(s, n, &words);
        draw_hit(s->d, n->box, is_ghost(n) ? COMMAND_NONE : COMMAND_SELECT, n->o.address,
                 text_string(&words));
        text_free(&words);
    }
}
