/* The narration in German: its sentences are in narration_de.def. */
#include <inttypes.h>
#include <string.h>

#include "export/narration.h"
#include "machine/inspect/inspect.h"
#include "machine/manual/c_heap.h"

/* ---- the kinds of {kind x} that are told in other words ---- */

static void add_count(struct text *out, uint64_t count, const char *one, const char *many) {
    text_addf(out, "%" PRIu64 " %s", count, count == 1 ? one : many);
}

static void tell_bytes(struct telling *t, uint64_t bytes) {
    add_count(t->out, bytes, "Byte", "Bytes");
}

static void tell_count(struct telling *t, uint64_t words) {
    add_count(t->out, words, "Wort", "Wörter");
}

static void tell_spans(struct telling *t, uint64_t spans) {
    add_count(t->out, spans, "Span", "Spans");
}

static void tell_pages(struct telling *t, uint64_t pages) {
    add_count(t->out, pages, "Seite", "Seiten");
}

static void tell_frames(struct telling *t, uint64_t frames) {
    add_count(t->out, frames, "Stack-Frame", "Stack-Frames");
}

/* With the verb behind it. */
static void tell_objects(struct telling *t, uint64_t objects) {
    if (objects == 0) text_add(t->out, "kein Objekt wird");
    else add_count(t->out, objects, "Objekt wird", "Objekte werden");
}

static void tell_line(struct telling *t, uint64_t line) {
    const struct program *p = t->m->program;
    if (line) {
        text_addf(t->out, " in Zeile %" PRIu64, line);
        return;
    }
    const struct goroutine *g = goroutine_of(t->m, t->e->actor);
    text_addf(t->out, " in %s, außerhalb der Auflistung",
              p->functions[p->op_functions[g->pc]].name);
}

static void tell_debt(struct telling *t, uint64_t pages) {
    if (pages == 0) {
        text_add(t->out, "Fegen schafft Platz: Ein gefegter Span ist besser als ein neuer.");
        return;
    }
    text_add(t->out, "Wer Speicher nimmt, schuldet dafür Fegen, hier ");
    tell_pages(t, pages);
    text_add(t->out, ": So ist vor der nächsten Sammlung alles gefegt.");
}

static void tell_hot(struct telling *t, uint64_t hot) {
    text_add(t->out, hot ? "Derselbe Aufruf hat gerade eines freigegeben: ein Hot Split."
                         : "Nichts zieht um: Adressen lokaler Variablen bleiben, was sie sind.");
}

static void tell_code(struct telling *t, uint64_t code) {
    uint64_t op = (code - CODE_BASE) / sizeof(struct op);
    const struct program *p = t->m->program;
    text_add(t->out, op < p->op_count ? p->functions[p->op_functions[op]].name : "nichts");
}

static void tell_escape(struct telling *t, uint64_t site) {
    const struct site *s = &t->m->program->sites[site];
    text_add(t->out, s->heap ? "Es entkommt auf den Heap" : "Es entkommt nicht");
    if (s->why[0]) text_addf(t->out, ": %s", s->why);
    text_add(t->out, s->heap ? "." : "; der Kollektor erfährt nie davon.");
}

static void tell_source(struct telling *t, uint64_t source) {
    static const char *const WORDS[] = {
        "Es ist der Chunk dieser Größe, der zuletzt freigegeben wurde.",
        "Der Cache hat keinen dieser Größe: Ein Fastbin hat einen.",
        "Es war der Chunk dieser Größe, der am längsten frei ist.",
        "Es kommt aus dem, was kürzlich freigegeben wurde.",
        "Es kommt aus einem größeren freien Chunk.",
        "Kein freier Chunk passt: Es wird vom oberen Ende abgeschnitten."};
    text_add(t->out, WORDS[source]);
}

static const char *list_words(uint32_t state) {
    switch (state) {
    case C_CACHED: return "Das nächste malloc dieser Größe bekommt diesen Chunk.";
    case C_FAST: return "Der Cache ist voll, also kommt er in einen Fastbin.";
    case C_TOP: return "Er geht im oberen Ende auf, von dem neue Chunks abgeschnitten werden.";
    default: return "Er wartet unter den unsortierten auf ein malloc, für das er passt.";
    }
}

static void tell_list(struct telling *t, uint64_t payload) {
    uint64_t chunk = c_chunk_at(t->m, payload);
    text_add(t->out, list_words(chunk ? c_granule(t->m, chunk)->state : (uint32_t)C_NONE));
}

static void tell_access(struct telling *t, uint64_t write) {
    text_add(t->out, write ? "überschreibt" : "liest");
}

static void tell_verdict(struct telling *t, uint64_t verdict) {
    static const char *const WORDS[] = {
        "Da ist nichts zu verfolgen.", "Es zeigt auf ein weißes Objekt, das grau werden muss.",
        "Dieses Objekt ist schon gefunden.", "Das ist kein Objekt auf dem Heap."};
    text_add(t->out, WORDS[verdict]);
}

static void tell_check(struct telling *t, uint64_t lost) {
    if (!t->m->config.checkmark) text_add(t->out, "Die Welt steht still; das Markieren endet.");
    else if (lost == 0)
        text_addf(t->out,
                  "Auf anderem Weg geprüft: Alle %" PRIu64 " erreichbaren Objekte sind markiert.",
                  t->e->a);
    else
        text_addf(t->out,
                  "Auf anderem Weg geprüft: %" PRIu64 " von %" PRIu64
                  " erreichbaren Objekten sind nicht markiert.",
                  lost, t->e->a);
}

static void tell_span(struct telling *t, uint64_t address) {
    text_addf(t->out, "den Span an Adresse 0x%" PRIx64, address);
}

static void tell_fault(struct telling *t, uint64_t fault) {
    static const char *const WORDS[FAULT_COUNT] = {
#define FAULT(name, words) [FAULT_##name] = words,
#include "export/faults_de.def"
#undef FAULT
    };
    text_add(t->out, WORDS[fault]);
}

static void tell_phase(struct telling *t, uint64_t phase) {
    static const char *const WORDS[PHASE_COUNT] = {"aus", "Ende des Fegens", "Markieren",
                                                   "Ende des Markierens", "Fegen"};
    text_add(t->out, WORDS[phase]);
}

static void tell_barrier(struct telling *t, uint64_t x) {
    (void)x;
    text_add(t->out, t->m->config.barrier == BARRIER_NONE ? "und es gibt keine Schreibbarriere"
                                                          : "und die Schreibbarriere ist an");
}

static void tell_world(struct telling *t, uint64_t x) {
    (void)x;
    text_add(t->out, t->m->s->gc.stopped ? "Die Welt steht, bis die Wurzeln durchsucht sind."
                                         : "Die Welt geht weiter.");
}

static void tell_goes(struct telling *t, uint64_t x) {
    (void)x;
    if (!t->m->s->gc.stopped) text_add(t->out, "; die Goroutine geht weiter");
}

static void tell_stands(struct telling *t, uint64_t x) {
    (void)x;
    text_add(t->out,
             t->m->s->gc.stopped
                 ? "Die Welt steht währenddessen."
                 : "Nur diese Goroutine steht, und nur, solange ihr Stack durchsucht wird.");
}

static const struct teller TELLERS[] = {
    {"bytes", tell_bytes}, {"count", tell_count},     {"spans", tell_spans},
    {"pages", tell_pages}, {"frames", tell_frames},   {"objects", tell_objects},
    {"line", tell_line},   {"debt", tell_debt},       {"hot", tell_hot},
    {"code", tell_code},   {"escape", tell_escape},   {"source", tell_source},
    {"list", tell_list},   {"access", tell_access},   {"verdict", tell_verdict},
    {"check", tell_check}, {"span", tell_span},       {"fault", tell_fault},
    {"phase", tell_phase}, {"barrier", tell_barrier}, {"world", tell_world},
    {"goes", tell_goes},   {"stands", tell_stands},   {NULL, NULL},
};

/* ---- phrases ---- */

static const struct {
    const char *english, *german;
} PHRASES[] = {
#define PHRASE(english, german) {english, german},
#include "export/phrases_de.def"
#undef PHRASE
};

/* Whether `string` is what the pattern says; `part` is then what its first * stands for. */
static bool fits(const char *pattern, const char *string, const char **part, size_t *length) {
    size_t head = strcspn(pattern, "*"), whole = strlen(string);
    const char *tail = pattern[head] ? pattern + head + 1 : "";
    if (!pattern[head]) return strcmp(pattern, string) == 0;
    if (whole <= head + strlen(tail) || strncmp(pattern, string, head) != 0) return false;
    if (strcmp(string + whole - strlen(tail), tail) != 0) return false;
    *part = string + head;
    *length = whole - head - strlen(tail);
    return true;
}

static void add_german(const char *german, const char *part, size_t length, struct text *out) {
    size_t head = strcspn(german, "*");
    struct text inner = {0};
    text_add_bytes(out, german, head);
    if (!german[head]) return;
    text_add_bytes(&inner, part, length);
    narrate_phrase(&NARRATION_GERMAN, text_string(&inner), out);
    text_add(out, german + head + 1);
    text_free(&inner);
}

static void phrase(const char *english, struct text *out) {
    const char *part = "";
    size_t length = 0;
    for (size_t i = 0; i < sizeof PHRASES / sizeof PHRASES[0]; i++) {
        if (!fits(PHRASES[i].english, english, &part, &length)) continue;
        add_german(PHRASES[i].german, part, length, out);
        return;
    }
    text_add(out, english);
}

static struct sentence sentence(enum event_kind kind) {
    static const struct sentence SENTENCES[EVENT_COUNT] = {
#define SENTENCE(name, what, why) [EVENT_##name] = {what, why},
#include "export/narration_de.def"
#undef SENTENCE
    };
    const struct sentence *s = &SENTENCES[kind];
    return s->what ? *s : (struct sentence){"", ""};
}

static const char *const ARTICLES[] = {"der ", "das ", "ein ", NULL};

const struct narration NARRATION_GERMAN = {sentence, TELLERS, phrase, ARTICLES};
