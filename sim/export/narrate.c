#include "export/narration.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "machine/inspect/inspect.h"
#include "machine/manual/c_heap.h"
#include "machine/memory.h"

/* ---- the kinds of {kind x} in a template ---- */

static void tell_actor(struct telling *t, uint64_t x) {
    (void)x;
    inspect_actor(t->m, t->e->actor, t->out);
}

static void tell_place(struct telling *t, uint64_t address) {
    inspect_place(t->m, address, t->out);
}

/* A value of the size that the event's `c` is. */
static void tell_whole(struct telling *t, uint64_t address) {
    inspect_whole(t->m, address, t->e->c, t->out);
}

/* Likewise for the event's `b`. */
static void tell_cleared(struct telling *t, uint64_t address) {
    inspect_whole(t->m, address, t->e->b, t->out);
}

/* A word that is, or was, at the place that the event's `a` is. */
static void tell_word(struct telling *t, uint64_t word) {
    inspect_value(t->m, t->e->a, word, t->out);
}

static void tell_pointer(struct telling *t, uint64_t word) {
    inspect_word(t->m, word, true, t->out);
}

static void tell_object(struct telling *t, uint64_t address) {
    inspect_object_name(t->m, address, t->out);
}

/* Somebody else may live there by now: it is named by what the event says of it. */
static void tell_freed(struct telling *t, uint64_t site) {
    if (t->e->b) inspect_site_name(t->m, (uint32_t)site, (uint32_t)t->e->d, t->out);
    else text_addf(t->out, "0x%" PRIx64, t->e->a);
}

static void count_one(void *user, const struct object_view *o) {
    (void)o;
    ++*(uint32_t *)user;
}

/* An object, or the block that it shares with others. */
static void tell_holder(struct telling *t, uint64_t address) {
    uint32_t tenants = 0;
    inspect_slot(t->m, address, count_one, &tenants);
    if (tenants > 1) text_add(t->out, "the block of ");
    inspect_object_name(t->m, address, t->out);
}

static void tell_address(struct telling *t, uint64_t address) {
    text_addf(t->out, "0x%" PRIx64, address);
}

static void tell_bytes(struct telling *t, uint64_t bytes) {
    text_addf(t->out, "%" PRIu64 " byte%s", bytes, bytes == 1 ? "" : "s");
}

static void tell_number(struct telling *t, uint64_t number) {
    text_addf(t->out, "%" PRIu64, number);
}

/* Operations of library packages have no line: the function is told. */
static void tell_line(struct telling *t, uint64_t line) {
    const struct program *p = t->m->program;
    if (line) {
        text_addf(t->out, " at line %" PRIu64, line);
        return;
    }
    const struct goroutine *g = goroutine_of(t->m, t->e->actor);
    text_addf(t->out, " in %s, which is not in the listing",
              p->functions[p->op_functions[g->pc]].name);
}

static void tell_rune(struct telling *t, uint64_t rune) {
    char bytes[UTF8_MAX];
    uint32_t length = utf8_encode((uint32_t)rune, bytes);
    text_addf(t->out, "U+%04" PRIX64, rune);
    if (rune < ' ' || rune == 0x7f) return;
    text_add(t->out, " '");
    text_add_bytes(t->out, bytes, length);
    text_add(t->out, "'");
}

static void tell_count(struct telling *t, uint64_t words) {
    text_addf(t->out, "%" PRIu64 " word%s", words, words == 1 ? "" : "s");
}

static void tell_spans(struct telling *t, uint64_t spans) {
    text_addf(t->out, "%" PRIu64 " span%s", spans, spans == 1 ? "" : "s");
}

/* With the verb behind it. */
static void tell_objects(struct telling *t, uint64_t objects) {
    if (objects == 0) text_add(t->out, "no object is");
    else if (objects == 1) text_add(t->out, "1 object is");
    else text_addf(t->out, "%" PRIu64 " objects are", objects);
}

static void tell_debt(struct telling *t, uint64_t pages) {
    if (pages > 0)
        text_addf(t->out,
                  "Who takes memory owes sweeping for it, here %" PRIu64
                  " page%s: so all is swept before the next collection.",
                  pages, pages == 1 ? "" : "s");
    else text_add(t->out, "Sweeping finds room: a swept span is better than a new one.");
}

static void tell_pages(struct telling *t, uint64_t pages) {
    text_addf(t->out, "%" PRIu64 " page%s", pages, pages == 1 ? "" : "s");
}

static void tell_hot(struct telling *t, uint64_t hot) {
    text_add(t->out, hot ? "The same call has just released one: a hot split."
                         : "Nothing moves: addresses of local variables stay what they are.");
}

static void tell_function(struct telling *t, uint64_t function) {
    text_add(t->out, t->m->program->functions[function].name);
}

/* What a goroutine is for that begins in a function. */
static void tell_started(struct telling *t, uint64_t function) {
    tell_function(t, inspect_started(t->m, (uint32_t)function));
}

/* The function whose code begins at an address. */
static void tell_code(struct telling *t, uint64_t code) {
    uint64_t op = (code - CODE_BASE) / sizeof(struct op);
    if (op < t->m->program->op_count) tell_function(t, t->m->program->op_functions[op]);
    else text_add(t->out, "nothing");
}

static void tell_frames(struct telling *t, uint64_t frames) {
    text_addf(t->out, "%" PRIu64 " stack frame%s", frames, frames == 1 ? "" : "s");
}

/* What the panic with this frame is about. */
static void tell_panic(struct telling *t, uint64_t frame) {
    inspect_panic_value(t->m, frame, t->out);
}

static void tell_type(struct telling *t, uint64_t type) {
    text_add(t->out, t->m->program->types[type].name);
}

static void tell_site(struct telling *t, uint64_t site) {
    text_add(t->out, t->m->program->labels[t->m->program->sites[site].label].name);
}

static void tell_escape(struct telling *t, uint64_t site) {
    const struct site *s = &t->m->program->sites[site];
    text_add(t->out, s->heap ? "It escapes to the heap" : "It does not escape");
    if (s->why[0]) text_addf(t->out, ": %s", s->why);
    text_add(t->out, s->heap ? "." : "; the collector never hears of it.");
}

/* ---- manual memory ---- */

static void tell_site_why(struct telling *t, uint64_t site) {
    const char *why = t->m->program->sites[site].why;
    if (!why[0]) return;
    text_addf(t->out, "%c%s.", why[0] >= 'a' && why[0] <= 'z' ? why[0] - 'a' + 'A' : why[0],
              why + 1);
}

static void tell_source(struct telling *t, uint64_t source) {
    static const char *const WORDS[] = {
        "It is the chunk of this size that was freed last.",
        "The cache has none of this size: a fastbin has.",
        "It was the chunk of this size that has been free for the longest.",
        "It comes from what was freed lately.",
        "It comes from a larger free chunk.",
        "No free chunk fits: it is cut from the top."};
    text_add(t->out, WORDS[source]);
}

static void tell_list(struct telling *t, uint64_t payload) {
    uint64_t chunk = c_chunk_at(t->m, payload);
    uint32_t state = chunk ? c_granule(t->m, chunk)->state : C_NONE;
    if (state == C_CACHED) text_add(t->out, "The next malloc of this size will get this chunk.");
    else if (state == C_FAST) text_add(t->out, "The cache is full, so it goes to a fastbin.");
    else if (state == C_TOP) text_add(t->out, "It joins the top, from which new chunks are cut.");
    else text_add(t->out, "It waits among the unsorted for a malloc that it fits.");
}

static void tell_access(struct telling *t, uint64_t write) {
    text_add(t->out, write ? "writes" : "reads");
}

/* What lies at an address now: what was read, or has been written. */
static void tell_content(struct telling *t, uint64_t address) {
    inspect_word(t->m, memory_word(t->m, address, WORD), inspect_place_is_pointer(t->m, address),
                 t->out);
}

static void tell_was(struct telling *t, uint64_t serial) {
    inspect_c_serial(t->m, (uint32_t)serial, t->out);
}

static void tell_abort(struct telling *t, uint64_t why) {
    text_add(t->out, c_abort_message((enum c_abort)why));
}

static void tell_neighbour(struct telling *t, uint64_t address) {
    inspect_c_neighbour(t->m, address, t->out);
}

static void tell_territory(struct telling *t, uint64_t address) {
    inspect_territory(t->m, address, t->out);
}

static void tell_verdict(struct telling *t, uint64_t verdict) {
    static const char *const WORDS[] = {
        "Nothing to follow.", "It points to a white object, which is to be shaded.",
        "That object has been found already.", "That is not an object on the heap."};
    text_add(t->out, WORDS[verdict]);
}

static void tell_check(struct telling *t, uint64_t lost) {
    if (!t->m->config.checkmark) text_add(t->out, "The world stands still; marking ends.");
    else if (lost == 0)
        text_addf(t->out,
                  "Checked another way: all %" PRIu64 " objects that can be reached are marked.",
                  t->e->a);
    else
        text_addf(t->out,
                  "Checked another way: %" PRIu64 " of %" PRIu64
                  " objects that can be reached are not marked.",
                  lost, t->e->a);
}

static void tell_span(struct telling *t, uint64_t address) {
    text_addf(t->out, "the span at 0x%" PRIx64, address);
}

static void tell_fault(struct telling *t, uint64_t fault) {
    text_add(t->out, fault_name((enum fault)fault));
}

static void tell_time(struct telling *t, uint64_t ticks) {
    inspect_time(ticks, t->out);
}

static void tell_phase(struct telling *t, uint64_t phase) {
    text_add(t->out, phase_name((enum phase)phase));
}

static void tell_barrier(struct telling *t, uint64_t x) {
    (void)x;
    text_add(t->out, t->m->config.barrier == BARRIER_NONE ? "and there is no write barrier"
                                                          : "and the write barrier is on");
}

static void tell_goroutine(struct telling *t, uint64_t number) {
    inspect_actor(t->m, (uint32_t)number, t->out);
}

/* A map is called what its header is: an object, or a variable whose first word that is. */
static void tell_map(struct telling *t, uint64_t address) {
    struct text place = {0};
    inspect_place(t->m, address, &place);
    const char *name = text_string(&place);
    size_t length = strlen(name), count = strlen(".count");
    bool first = length > count && strcmp(name + length - count, ".count") == 0;
    if (address) text_add_bytes(t->out, name, first ? length - count : length);
    else text_add(t->out, "the nil map");
    text_free(&place);
}

static void tell_wait(struct telling *t, uint64_t wait) {
    text_add(t->out, wait_name((enum wait)wait));
}

/* Whether the collector lets the program run while it marks. */
static void tell_world(struct telling *t, uint64_t x) {
    (void)x;
    text_add(t->out, t->m->s->gc.stopped ? "The world stands still until the roots are scanned."
                                         : "The world goes on.");
}

static void tell_goes(struct telling *t, uint64_t x) {
    (void)x;
    if (!t->m->s->gc.stopped) text_add(t->out, "; the goroutine goes on");
}

static void tell_stands(struct telling *t, uint64_t x) {
    (void)x;
    text_add(t->out,
             t->m->s->gc.stopped
                 ? "The world stands still meanwhile."
                 : "Only this goroutine stands still, and only while its own stack is scanned.");
}

static const struct teller TELLERS[] = {
    {"actor", tell_actor},
    {"place", tell_place},
    {"whole", tell_whole},
    {"word", tell_word},
    {"pointer", tell_pointer},
    {"object", tell_object},
    {"address", tell_address},
    {"bytes", tell_bytes},
    {"number", tell_number},
    {"line", tell_line},
    {"rune", tell_rune},
    {"function", tell_function},
    {"site", tell_site},
    {"escape", tell_escape},
    {"verdict", tell_verdict},
    {"check", tell_check},
    {"span", tell_span},
    {"fault", tell_fault},
    {"phase", tell_phase},
    {"barrier", tell_barrier},
    {"goes", tell_goes},
    {"world", tell_world},
    {"stands", tell_stands},
    {"count", tell_count},
    {"spans", tell_spans},
    {"objects", tell_objects},
    {"debt", tell_debt},
    {"hot", tell_hot},
    {"pages", tell_pages},
    {"site_why", tell_site_why},
    {"source", tell_source},
    {"list", tell_list},
    {"access", tell_access},
    {"was", tell_was},
    {"holder", tell_holder},
    {"content", tell_content},
    {"freed", tell_freed},
    {"abort", tell_abort},
    {"neighbour", tell_neighbour},
    {"territory", tell_territory},
    {"goroutine", tell_goroutine},
    {"wait", tell_wait},
    {"time", tell_time},
    {"type", tell_type},
    {"code", tell_code},
    {"frames", tell_frames},
    {"panic", tell_panic},
    {"map", tell_map},
    {"started", tell_started},
    {"cleared", tell_cleared},
    {NULL, NULL},
};

/* ---- templates ---- */

static uint64_t argument(const struct event *e, char name) {
    return name == 'a' ? e->a : name == 'b' ? e->b : name == 'c' ? e->c : name == 'd' ? e->d : 0;
}

/* One that is called so, up to the space or brace; NULL if there is none. */
static const struct teller *teller_find(const struct teller *t, const char *name) {
    size_t length = strcspn(name, " }");
    while (t->name && (strlen(t->name) != length || strncmp(t->name, name, length) != 0)) t++;
    return t->name ? t : NULL;
}

/* What has no teller in the language is told in English, and translated. */
static void tell_phrase(const struct narration *language, const struct telling *t,
                        const struct teller *teller, uint64_t x) {
    struct text english = {0};
    struct telling inner = {t->m, t->e, &english};
    teller->tell(&inner, x);
    language->phrase(text_string(&english), t->out);
    text_free(&english);
}

/* "{kind x}" or "{kind}": `at` is behind the brace. Returns what follows the closing one. */
static const char *tell_one(const struct narration *language, struct telling *t, const char *at) {
    size_t length = strcspn(at, " }");
    uint64_t x = argument(t->e, at[length] == ' ' ? at[length + 1] : '\0');
    const struct teller *own = teller_find(language->tellers, at);
    const struct teller *english = teller_find(TELLERS, at);
    if (own) own->tell(t, x);
    else if (english) tell_phrase(language, t, english, x);
    return at + strcspn(at, "}") + 1;
}

/* A sentence begins with a capital letter, whatever name stands first; names keep their spelling
 * when they are the program's own (main, worker). */
static void begin_sentence(const struct narration *language, char *start) {
    for (const char *const *article = language->articles; *article; article++)
        if (strncmp(start, *article, strlen(*article)) == 0) *start = (char)(*start - 'a' + 'A');
}

static void tell(const struct narration *language, const struct machine *m, const struct event *e,
                 const char *template, struct text *out) {
    struct telling t = {m, e, out};
    if (out->length && *template) text_add(out, " ");
    size_t start = out->length;
    while (*template) {
        size_t plain = strcspn(template, "{");
        text_add_bytes(out, template, plain);
        template += plain;
        if (*template == '{') template = tell_one(language, &t, template + 1);
    }
    if (out->bytes) begin_sentence(language, out->bytes + start);
}

/* ---- English ---- */

static struct sentence english_sentence(enum event_kind kind) {
    const struct event_description *d = event_describe(kind);
    return (struct sentence){d->what, d->why};
}

static void english_phrase(const char *english, struct text *out) {
    text_add(out, english);
}

static const char *const ARTICLES[] = {"the ", NULL};

const struct narration NARRATION_ENGLISH = {english_sentence, TELLERS, english_phrase, ARTICLES};

void narrate_phrase(const struct narration *language, const char *english, struct text *out) {
    language->phrase(english, out);
}

/* ---- a step ---- */

static int weight(const struct event *e) {
    return event_describe((enum event_kind)e->kind)->weight;
}

const struct event *narrate_headline(const struct event *events, uint32_t count) {
    const struct event *best = NULL;
    for (uint32_t i = 0; i < count; i++)
        if (weight(&events[i]) > 0 && (!best || weight(&events[i]) > weight(best)))
            best = &events[i];
    return best;
}

/* A free chunk that grows several times: only what it becomes is told. */
static bool is_joined_on(const struct event *events, uint32_t count, uint32_t i) {
    if (events[i].kind != EVENT_C_JOIN) return false;
    for (i++; i < count; i++)
        if (events[i].kind == EVENT_C_JOIN) return true;
    return false;
}

/* What else happened in the step is said behind the reason, as long as it is short. */
static void tell_others(const struct narration *language, const struct machine *m,
                        const struct event *events, uint32_t count, struct text *why) {
    enum { OTHERS_MAX = 2 };
    const struct event *headline = narrate_headline(events, count);
    uint32_t told = 0;
    for (uint32_t i = 0; i < count && told < OTHERS_MAX; i++) {
        enum event_kind kind = (enum event_kind)events[i].kind;
        const struct event_description *d = event_describe(kind);
        bool worth = d->weight == 2 || d->weight == 3 || kind == EVENT_LOST;
        if (&events[i] == headline || !worth || !d->what[0]) continue;
        if (is_joined_on(events, count, i)) continue;
        tell(language, m, &events[i], language->sentence(kind).what, why);
        told++;
    }
}

void narrate_step_in(const struct narration *language, const struct machine *m,
                     const struct event *events, uint32_t count, struct text *what,
                     struct text *why) {
    const struct event *headline = narrate_headline(events, count);
    if (!headline) return;
    struct sentence s = language->sentence((enum event_kind)headline->kind);
    tell(language, m, headline, s.what, what);
    tell(language, m, headline, s.why, why);
    tell_others(language, m, events, count, why);
}

void narrate_step(const struct machine *m, const struct event *events, uint32_t count,
                  struct text *what, struct text *why) {
    narrate_step_in(&NARRATION_ENGLISH, m, events, count, what, why);
}
