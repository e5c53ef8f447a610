#include "view/view.h"

#include <math.h>

#include "export/narrate.h"
#include "view/widget.h"

float picture_scale(float width, float height) {
    return fmaxf(fminf(width / 1920, height / 1080), 0.5f);
}

const struct narration *view_narration(const struct view *v) {
    return v->look->language == LANGUAGE_GERMAN ? &NARRATION_GERMAN : &NARRATION_ENGLISH;
}

void view_begin(struct view *v, const struct session *s, const struct look *look, struct box area) {
    *v = (struct view){.session = s,
                       .look = look,
                       .theme = look->theme,
                       .area = area,
                       .scale = picture_scale(area.w, area.h) * look->zoom,
                       .speed = 2,
                       .mouse = {-1, -1}};
    if (!s) return; /* the gallery has no session */
    v->m = &s->now;
    changes_find(&v->changes, s->events, s->event_count);
    narrate_step_in(view_narration(v), v->m, s->events, s->event_count, &v->what, &v->why);
}

void view_translate(const struct view *v, struct text *words) {
    struct text translated = {0};
    if (v->look->language == LANGUAGE_ENGLISH) return;
    narrate_phrase(view_narration(v), text_string(words), &translated);
    text_clear(words);
    text_add(words, text_string(&translated));
    text_free(&translated);
}

void view_end(struct view *v) {
    text_free(&v->what);
    text_free(&v->why);
}

static void note(uint64_t *list, uint32_t *count, uint64_t value) {
    if (*count < CHANGES_MAX) list[(*count)++] = value;
}

void changes_find(struct changes *c, const struct event *events, uint32_t count) {
    *c = (struct changes){0};
    for (uint32_t i = 0; i < count; i++) {
        const struct event *e = &events[i];
        switch (e->kind) {
        case EVENT_WORD: note(c->words, &c->word_count, e->a); break;
        case EVENT_SCAN_READ:
            if (e->a) c->looked_at = e->a;
            break;
        case EVENT_ALLOCATE:
        case EVENT_SHADE:
        case EVENT_BLACKEN:
        case EVENT_TAKE:
        case EVENT_LOST:
        case EVENT_C_MALLOC:
        case EVENT_C_CALLOC:
        case EVENT_C_REALLOC:
        case EVENT_C_REALLOC_MOVE:
        case EVENT_C_FREE:
        case EVENT_C_LEAK:
        case EVENT_FREE: note(c->objects, &c->object_count, e->a); break;
        default: break;
        }
    }
}

uint64_t view_target(const struct machine *m, uint64_t word) {
    if (stack_is_address(m, word)) return word / WORD * WORD;
    uint64_t object = inspect_beginning(m, word);
    return object ? object : word;
}

static bool among(const uint64_t *list, uint32_t count, uint64_t value) {
    for (uint32_t i = 0; i < count; i++)
        if (list[i] == value) return true;
    return false;
}

bool changed_word(const struct changes *c, uint64_t address) {
    return c->looked_at == address || among(c->words, c->word_count, address);
}

bool changed_object(const struct changes *c, uint64_t address, uint32_t size) {
    for (uint32_t i = 0; i < c->word_count; i++)
        if (c->words[i] - address < size) return true;
    return among(c->objects, c->object_count, address);
}

static const struct hit *find_hit(const struct draw *d, struct point at, bool wheel) {
    for (size_t i = d->hit_count; i > 0; i--) {
        const struct hit *h = &d->hits[i - 1];
        bool wheels = command_where((enum command_id)h->command) & WHEELS;
        if (h->command != COMMAND_NONE && wheels == wheel && box_contains(h->box, at)) return h;
    }
    return NULL;
}

const struct hit *hit_find(const struct draw *d, struct point at) {
    return find_hit(d, at, false);
}

const struct hit *hit_find_wheel(const struct draw *d, struct point at) {
    return find_hit(d, at, true);
}

/* An empty tip of its own says that there is nothing to say. */
static bool has_tip(const struct draw *d, const struct hit *h) {
    if (h->tip) return d->strings.bytes[h->tip] != '\0';
    return word(LANGUAGE_ENGLISH, command_word((enum command_id)h->command))[0] != '\0';
}

const struct hit *hit_find_tip(const struct draw *d, struct point at) {
    for (size_t i = d->hit_count; i > 0; i--) {
        const struct hit *h = &d->hits[i - 1];
        bool wheels = command_where((enum command_id)h->command) & WHEELS;
        if (!wheels && box_contains(h->box, at)) return has_tip(d, h) ? h : NULL;
    }
    return NULL;
}

const char *say(const struct view *v, enum word which) {
    return word(v->look->language, which);
}

bool view_shows_go_heap(const struct view *v) {
    return program_uses_heap(v->m->program) || !v->m->c_arena;
}

uint32_t actor_colour(const struct view *v, uint32_t actor) {
    if (actor == ACTOR_COLLECTOR) return v->theme->muted;
    return v->theme->actors[(actor - 1) % ACTOR_COLOURS];
}
