/* Every step in words: no gap is left in a sentence, and what is said about the scenarios is recorded
 * (tests/golden/narration-*.txt). */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "export/narrate.h"
#include "machine/inspect/inspect.h"
#include "session/session.h"
#include "support/build.h"
#include "support/golden.h"

static struct session session;

/* ---- sentences ---- */

/* A gap, doubled spaces, a raw null address, an unfinished sentence. */
static const char *flaw_in(const char *words) {
    size_t length = strlen(words);
    if (length == 0) return NULL;
    if (strpbrk(words, "{}")) return "a placeholder is left";
    if (strstr(words, "  ") || words[0] == ' ' || words[length - 1] == ' ')
        return "a name is empty";
    if (strstr(words, " .") || strstr(words, " ,") || strstr(words, " :")) return "a name is empty";
    if (strstr(words, "0x0 ") || strstr(words, "0x0:") || strstr(words, "0x0,")) return "address 0";
    if (strstr(words, "nobody")) return "nobody does it";
    if (words[length - 1] != '.' && words[length - 1] != '!') return "the sentence does not end";
    return NULL;
}

static void require_words(uint64_t step, const char *words) {
    const char *flaw = flaw_in(words);
    if (flaw) fail_msg("step %" PRIu64 ": %s in \"%s\"", step, flaw, words);
}

/* ---- in German ---- */

/* Reasons for escaping are the author's or the compiler's words, in whatever language. */
static void blank_reasons(char *words) {
    const struct program *p = session.now.program;
    for (uint32_t i = 0; i < p->site_count; i++) {
        const char *reason = p->sites[i].why;
        if (!reason[0]) continue;
        for (char *at = words; (at = strstr(at, reason + 1)) != NULL; at += strlen(reason + 1))
            memset(at, '-', strlen(reason + 1));
    }
}

/* An English word, and none that a name or one of Go's own messages has in the tests. */
static const char *english_in(const char *words) {
    static const char *const WORDS[] = {" is ",  " it ",  " at ",      "The ",
                                        "It ",   " are ", "collector", " bytes",
                                        " and ", "there", " into ",    " with "};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (strstr(words, WORDS[i])) return WORDS[i];
    return NULL;
}

static void blank_strings(char *words) {
    for (char *at = strchr(words, '"'); at; at = strchr(at, '"')) {
        size_t length = strcspn(at + 1, "\"");
        memset(at, '-', length + 1);
        if (*(at += length + 1)) *at++ = '-';
    }
}

static void require_german(char *words) {
    require_words(session_step(&session), words);
    if (english_in(words)) blank_reasons(words);
    blank_strings(words);
    const char *english = english_in(words);
    if (english)
        fail_msg("step %" PRIu64 ": \"%s\" in \"%s\"", session_step(&session), english, words);
}

/* As many sentences as in English, and none of them English. */
static void narrate_in_german(const struct text *what, const struct text *why) {
    struct text was = {0}, warum = {0};
    narrate_step_in(&NARRATION_GERMAN, &session.now, session.events, session.event_count, &was,
                    &warum);
    assert_int_equal(was.length > 0, what->length > 0);
    assert_int_equal(warum.length > 0, why->length > 0);
    if (was.length) require_german(was.bytes);
    if (warum.length) require_german(warum.bytes);
    text_free(&was);
    text_free(&warum);
}

static struct event_set headlines; /* kinds of event that were one, in all runs */

/* Narrates the step that led to `now`; what is missing is the step's business. */
static void narrate(struct text *what, struct text *why) {
    const struct event *headline = narrate_headline(session.events, session.event_count);
    if (headline) event_set_add(&headlines, (enum event_kind)headline->kind);
    text_clear(what);
    text_clear(why);
    narrate_step(&session.now, session.events, session.event_count, what, why);
    require_words(session_step(&session), text_string(what));
    require_words(session_step(&session), text_string(why));
}

static void open_session(const struct scenario *s) {
    assert_true(session_open(&session, s));
}

static void narrate_all(void) {
    struct text what = {0}, why = {0};
    uint64_t silent = 0;
    session_run(&session, 100000);
    for (uint64_t step = 1; step <= session_steps(&session); step++) {
        session_seek(&session, step);
        uint64_t hash = machine_hash(&session.now);
        narrate(&what, &why);
        narrate_in_german(&what, &why);
        assert_int_equal(machine_hash(&session.now), hash); /* telling changes nothing */
        silent += what.length == 0;
    }
    assert_int_equal(silent, 0); /* every step is told */
    text_free(&what);
    text_free(&why);
}

/* ---- the scenarios ---- */

static void add_narration(struct text *out) {
    struct text what = {0}, why = {0};
    session_run(&session, 100000);
    for (uint64_t step = 1; step <= session_steps(&session); step++) {
        session_seek(&session, step);
        narrate(&what, &why);
        text_addf(out, "%4" PRIu64 "  %s\n", step, text_string(&what));
        if (why.length) text_addf(out, "      %s\n", text_string(&why));
    }
    text_free(&what);
    text_free(&why);
}

static void golden_name(char *out, size_t size, const char *path) {
    const char *base = strrchr(path, '/') + 1;
    snprintf(out, size, "narration-%.*s.txt", (int)strcspn(base, "."), base);
}

static void the_narration_of_every_scenario_is_as_recorded(void **state) {
    (void)state;
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        char name[128];
        struct scenario s;
        struct text out = {0};
        build_load(&s, *path);
        open_session(&s);
        add_narration(&out);
        golden_name(name, sizeof name, *path);
        golden_check(name, text_string(&out));
        text_free(&out);
        session_close(&session);
        scenario_free(&s);
    }
}

static void add_german_narration(struct text *out) {
    session_run(&session, 100000);
    for (uint64_t step = 1; step <= session_steps(&session); step++) {
        struct text what = {0}, why = {0};
        session_seek(&session, step);
        narrate_step_in(&NARRATION_GERMAN, &session.now, session.events, session.event_count, &what,
                        &why);
        text_addf(out, "%4" PRIu64 "  %s\n", step, text_string(&what));
        if (why.length) text_addf(out, "      %s\n", text_string(&why));
        text_free(&what);
        text_free(&why);
    }
}

static void the_german_narration_is_as_recorded(void **state) {
    (void)state;
    static const char *const NAMES[] = {"03-lost-object-barrier-on", "21-dangling-pointer",
                                        "33-hot-split", "82-most-die-young"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        char path[128], golden[128];
        struct scenario s;
        struct text out = {0};
        snprintf(path, sizeof path, "scenarios/%s.json", NAMES[i]);
        snprintf(golden, sizeof golden, "narration-german-%s.txt", NAMES[i]);
        build_load(&s, path);
        open_session(&s);
        add_german_narration(&out);
        golden_check(golden, text_string(&out));
        text_free(&out);
        session_close(&session);
        scenario_free(&s);
    }
}

static void every_step_of_every_scenario_is_told(void **state) {
    (void)state;
    for (const char *const *path = build_scenario_paths(); *path; path++)
        for (uint64_t seed = 0; seed < 3; seed++) {
            struct scenario s;
            build_load(&s, *path);
            s.config.seed = seed;
            s.config.gogc = seed == 2 ? 0 : 100;
            s.config.minimum_heap = 0;
            if (seed) s.program.directive_count = 0;
            open_session(&s);
            narrate_all();
            session_close(&session);
            scenario_free(&s);
        }
}

/* ---- what the scenarios do not do ---- */

#define NODE "'types': {'Node': {'next': '*Node', 'value': 'int'}},"

static void tell_script(const char *script, void (*change)(struct scenario *s)) {
    struct scenario s;
    build_script(&s, script);
    if (change) change(&s);
    open_session(&s);
    narrate_all();
    session_close(&session);
    scenario_free(&s);
}

static void without_assists(struct scenario *s) {
    s->config.assists = false;
}

static void limit_stack(struct scenario *s) {
    s->config.stack_limit = 8192;
}

static void limit_memory(struct scenario *s) {
    s->config.pages_max = 8;
}

static void limit_goroutines(struct scenario *s) {
    s->config.goroutines_max = 3;
}

static void forget_names(struct scenario *s) {
    s->config.tags = false;
}

static void skip_checks(struct scenario *s) {
    s->config.checkmark = false;
}

static void faults_and_rarer_events_are_told(void **state) {
    (void)state;
    tell_script(
        NODE
        "'functions': {'main': [{'var': 'p', 'type': '*Node'}, {'set': 'x', 'to': 'p.value'}]}",
        NULL);
    tell_script("'functions': {'main': [{'call': 'f'}], 'f': [{'call': 'f'}]}", limit_stack);
    tell_script(NODE "'globals': {'g': '*Node'}, 'functions': {'main': [{'new': 'Node', 'to': 'a', "
                     "'escape': 'stack'},"
                     "{'set': 'g', 'to': 'a'}]}",
                NULL);
    tell_script("'functions': {'main': [{'new': '[100000]byte', 'to': 'a', 'escape': 'heap'}]}",
                limit_memory);
    tell_script(
        "'functions': {'main': [{'repeat': 9, 'do': [{'go': 'f'}]}], 'f': [{'yield': true}]}",
        limit_goroutines);
    tell_script(NODE
                "'globals': {'g': '*Node'}, 'functions': {'main': [{'new': 'Node', 'to': 'x', "
                "'escape': 'heap'},"
                "{'set': 'g', 'to': 'x'}, {'gc': 'start'}, {'go': 'f', 'with': ['x', 3]}, {'go': "
                "'f', 'with': ['g', 60]},"
                "{'repeat': 60, 'do': [{'yield': true}]}, {'gc': 'run'}],"
                "'f': {'takes': {'p': '*Node', 'n': 'int'}, 'do': [{'new': 'Node', 'to': 's', "
                "'escape': 'stack'},"
                "{'set': 's.next', 'to': 'p'}, {'call': 'down', 'with': ['s', 'n'], 'to': 'n'}]},"
                "'down': {'takes': {'p': '*Node', 'n': 'int'}, 'returns': 'int', 'do': ["
                "{'if': 'n > 0', 'do': [{'call': 'down', 'with': ['p', 'n - 1'], 'to': 'n'}]},"
                "{'set': 'p.value', 'to': 'p.value + 1'}, {'return': 'p.value'}]}}",
                NULL);
    tell_script(NODE
                "'globals': {'g': '*Node'}, 'functions': {'main': [{'new': 'Node', 'to': 'g', "
                "'escape': 'heap'},"
                "{'gc': 'start'}, {'go': 'f', 'with': ['g'], 'label': 'here'}, {'gc': 'finish'}],"
                "'f': {'takes': {'p': '*Node'}, 'do': []}},"
                "'schedule': [{'run': 'main', 'until': {'at': 'here'}},"
                "{'run': 'collector', 'until': {'event': 'mark_start'}}, {'run': 'main', 'until': "
                "{'event': 'go'}}]",
                NULL);
}

static void limit_c_heap(struct scenario *s) {
    s->config.c_limit = 4096;
}

static void tell_main(const char *statements, void (*change)(struct scenario *s)) {
    struct text script = {0};
    text_addf(&script,
              NODE "'globals': {'g': '*Node', 'n': 'int'}, 'functions': {'main': [%s], 'f': []}",
              statements);
    tell_script(text_string(&script), change);
    text_free(&script);
}

static void manual_memory_is_told(void **state) {
    (void)state;
    tell_main("{'malloc': 'Node', 'to': 'a', 'why': 'a note'}, {'set': 'x', 'to': 'a.value'},"
              "{'free': 'a'}, {'set': 'a.value', 'to': 1}, {'calloc': 'Node', 'to': 'b'},"
              "{'set': 'a.value', 'to': 2}, {'free': 'nil'}, {'malloc': 'int', 'to': 'c'}, {'set': "
              "'c', 'to': 'nil'}",
              NULL);
    tell_main("{'malloc': 'Node', 'to': 'a'}, {'free': 'a'}, {'malloc': 'Node', 'to': 'b'},"
              "{'free': 'a'}, {'free': 'b'}",
              NULL);
    tell_main("{'malloc': 'Node', 'to': 'a'}, {'realloc': 'a', 'bytes': 400},"
              "{'malloc': 'Node', 'to': 'b'}, {'realloc': 'a', 'bytes': 4000},"
              "{'realloc': 'a', 'bytes': 100}, {'free': 'a'}, {'realloc': 'a', 'bytes': 1}",
              NULL);
    tell_main("{'malloc': 'int', 'count': 5, 'to': 'a'}, {'malloc': 'Node', 'bytes': 8, 'to': 'b'},"
              "{'malloc': '[4]int', 'bytes': 8, 'to': 'c'}, {'malloc': 'int', 'to': 'd'},"
              "{'set': 'c[3]', 'to': 77}, {'set': 'x', 'to': 'c[3]'}, {'free': 'd'}",
              NULL);
    tell_main("{'malloc': '[500]byte', 'to': 'a'}, {'malloc': '[500]byte', 'to': 'b'},"
              "{'malloc': '[500]byte', 'to': 'c'}, {'malloc': '[500]byte', 'to': 'd'}, "
              "{'malloc': '[500]byte', 'to': 'e'}, {'malloc': '[600]byte', 'to': 'f'},"
              "{'free': 'a'}, {'free': 'c'}, {'malloc': '[900]byte', 'to': 'i'},"
              "{'malloc': '[9000]byte', 'to': 'h'}",
              limit_c_heap);
    tell_main("{'malloc': 'int', 'to': 'a'}, {'set': 'x', 'to': 1}, {'free': '&x'}", NULL);
}

static void a_value_of_several_words_is_told(void **state) {
    (void)state;
    tell_script(
        "'functions': {'main': [{'set': 'n', 'to': 1}, {'var': 'i', 'type': 'any'}, {'set': 'i', "
        "'to': 'n'}, {'set': 'm', 'to': 'i.(int)'}, {'set': 'n', 'to': 1000}, {'set': 'i', 'to': "
        "'n'}]}",
        NULL);
    tell_script("'functions': {'main': [{'set': 's', 'to': '`a`'}, {'set': 't', 'to': 's + `b`'}, "
                "{'set': 't', 'to': 's + ``'}]}",
                NULL);
    tell_script(NODE
                "'functions': {'main': [{'var': 's', 'type': '[]int'}, {'set': 't', 'to': 's'}]}",
                NULL);
    tell_script(
        NODE
        "'functions': {'main': [{'make': '[]*Node', 'len': 1, 'to': 's', 'escape': 'heap'},"
        "{'new': 'Node', 'to': 's[0]', 'escape': 'heap'}, {'make': '[]int', 'len': 0, 'to': 'e', "
        "'escape': 'heap'}, {'gc': 'start', 'label': 'here'}, {'append': 's', 'values': ['nil']},"
        "{'set': 't', 'to': 's[1:]'}, {'copy': 't', 'from': 's'}, {'set': 'i', 'to': 9}, {'set': "
        "'t[i]', 'to': 'nil'}]}, 'schedule': [{'run': 'main', 'until': {'at': 'here'}}, {'run': "
        "'main', 'steps': 1}, {'run': 'collector', 'until': {'event': 'mark_start'}}, {'run': "
        "'main', 'until': {'event': 'slice'}}]",
        without_assists);
}

static void what_has_no_size_and_what_is_tiny_is_told(void **state) {
    (void)state;
    tell_script("'types': {'None': {}}, 'functions': {'main': ["
                "{'new': 'None', 'to': 'n', 'escape': 'heap'},"
                "{'new': 'int8', 'to': 'a', 'escape': 'heap'},"
                "{'new': 'int32', 'to': 'b', 'escape': 'heap'}]}",
                NULL);
}

static void buffer_stores(struct scenario *s) {
    s->config.barrier_buffer = 1;
}

static void a_buffered_barrier_is_told(void **state) {
    (void)state;
    tell_script(NODE
                "'globals': {'g': '*Node'}, 'functions': {'main': ["
                "{'new': 'Node', 'to': 'g', 'escape': 'heap'}, {'gc': 'start', 'label': 'here'},"
                "{'set': 'g.next', 'to': 'g'}, {'set': 'g.next', 'to': 'nil'},"
                "{'gc': 'finish'}]}, 'schedule': [{'run': 'main', 'until': {'at': 'here'}},"
                "{'run': 'main', 'steps': 1}, {'run': 'collector', 'until': {'event': "
                "'mark_start'}}, {'run': 'main', 'until': {'event': 'barrier_flush'}}]",
                buffer_stores);
}

static void sleep_and_time_are_told(void **state) {
    (void)state;
    tell_script("'functions': {'main': [{'gc': 'run'}, {'sleep': '90s'}, {'sleep': '90s'}]}", NULL);
}

static void stop_the_world(struct scenario *s) {
    s->config.collector = COLLECTOR_STW;
}

static void collect_nothing(struct scenario *s) {
    s->config.collector = COLLECTOR_NONE;
}

static void every_collector_is_told(void **state) {
    (void)state;
    static const char *const script = NODE "'functions': {'main': [{'new': 'Node', 'to': 'x', "
                                           "'escape': 'heap'}, {'gc': 'run'}]}";
    tell_script(script, stop_the_world);
    tell_script(script, collect_nothing);
}

static void a_run_without_names_or_checks_is_told_as_well(void **state) {
    (void)state;
    static const char *const script =
        NODE "'globals': {'g': '*Node'}, 'functions': {'main': [{'repeat': 3, 'do': ["
             "{'new': 'Node', 'to': 'x', 'escape': 'heap'}, {'set': 'x.next', 'to': 'g'}, {'set': "
             "'g', 'to': 'x'}]},"
             "{'set': 'g', 'to': 'g.next'}, {'gc': 'start'}, {'set': 'g.next', 'to': 'nil'}, "
             "{'gc': 'finish'}]}";
    tell_script(script, forget_names);
    tell_script(script, skip_checks);
}

static void every_way_of_a_channel_is_told(void **state) {
    (void)state;
    tell_script(
        "'globals': {'g': 'chan int'}, 'functions': {'main': ["
        "{'make': 'chan int', 'cap': 1, 'to': 'c'}, {'go': 'f', 'with': ['c']},"
        "{'select': [{'receive': 'c', 'do': []}, {'default': []}]}, {'select': ["
        "{'receive': 'c', 'do': []}, {'receive': 'g', 'do': []}]},"
        "{'range': 'c', 'value': 'v', 'do': []}, {'receive': 'g'}],"
        "'f': {'takes': {'c': 'chan int'}, 'do': [{'send': 1, 'on': 'c'}, {'send': 2, 'on': "
        "'c'}, {'send': 3, 'on': 'c'}, {'close': 'c'}]}}",
        NULL);
}

static void every_way_of_a_map_is_told(void **state) {
    (void)state;
    tell_script(
        "'globals': {'g': 'map[int]int'}, 'functions': {'main': [{'get': 'g', 'key': 1},"
        "{'make': 'map[int]int', 'to': 'm', 'escape': 'stack'}, {'set': 'i', 'to': 0},"
        "{'while': 'i < 30', 'do': [{'put': 1, 'into': 'm', 'key': 'i'}, {'put': 2, 'into': "
        "'m', 'key': 'i'}, {'set': 'i', 'to': 'i + 1'}]}, {'get': 'm', 'key': 1, 'to': 'v'},"
        "{'get': 'm', 'key': -1, 'to': 'v'}, {'range': 'm', 'key': 'k', 'do': [{'delete': "
        "'m', 'key': 'k'}]}, {'delete': 'm', 'key': 7}, {'put': 1, 'into': 'g', 'key': 1}]}",
        NULL);
}

/* ---- templates ---- */

/* Events that no program can bring about: with Go's barrier nothing is left when the world stops
 * (tests/gc_test.c does it by hand); and one that needs a schedule of single steps
 * (tests/channel_test.c). */
static bool never_seen(int kind) {
    return kind == EVENT_MARK_RESUME || kind == EVENT_CHANNEL_LOCKED;
}

/* What no script can do, only programs in Go. */
static bool is_of_go(int kind) {
    static const enum event_kind KINDS[] = {
        EVENT_FORMAT_ASKS,
        EVENT_SLICE_SWAP,
        EVENT_DEFER,
        EVENT_DEFER_CALL,
        EVENT_PANIC,
        EVENT_RECOVER,
        EVENT_RECOVER_NOTHING,
        EVENT_RECOVERED,
        EVENT_GOEXIT,
        EVENT_PANIC_TEXT,
        EVENT_ERROR_TEXT,
        EVENT_ATOMIC,
        EVENT_SEMAPHORE_TAKE,
        EVENT_SEMAPHORE_WAIT,
        EVENT_SEMAPHORE_GIVE,
        EVENT_SEMAPHORE_WAKE,
        EVENT_STATISTICS,
        EVENT_MOVE,
        EVENT_RUNE,
        EVENT_RUNES,
    };
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if ((int)KINDS[i] == kind) return true;
    return false;
}

static void every_kind_of_event_that_can_be_a_headline_was_one(void **state) {
    (void)state;
    uint64_t missing = 0;
    for (int kind = 0; kind < EVENT_COUNT; kind++) {
        const struct event_description *d = event_describe((enum event_kind)kind);
        /* lighter ones are said beside a heavier one of the same step */
        if (d->weight >= 4 && d->what[0] && !event_set_has(&headlines, (enum event_kind)kind) &&
            !never_seen(kind) && !is_of_go(kind)) {
            print_error("never a headline: %s\n", d->name);
            missing++;
        }
    }
    assert_int_equal(missing, 0);
}

static void every_template_uses_only_numbers_that_its_event_carries(void **state) {
    (void)state;
    for (int kind = 0; kind < EVENT_COUNT; kind++) {
        const struct event_description *d = event_describe((enum event_kind)kind);
        const char *sentences[] = {d->what, d->why};
        int keys = d->keys[0] != '\0';
        for (const char *c = d->keys; *c; c++) keys += *c == ' ';
        assert_in_range(keys, 0, 4);
        assert_ptr_equal(event_describe((enum event_kind)event_find(d->name)), d);
        for (int i = 0; i < 2; i++)
            for (const char *at = strchr(sentences[i], '{'); at; at = strchr(at + 1, '{')) {
                const char *end = strchr(at, '}');
                assert_non_null(end);
                if (end[-2] == ' ') assert_in_range(end[-1], 'a', 'a' + keys - 1);
            }
    }
}

/* The gaps of a template, "{actor}{place a}", in the order of their letters. */
static void list_gaps(const char *template, struct text *out) {
    enum { GAPS_MAX = 8 };
    const char *gaps[GAPS_MAX];
    size_t count = 0;
    for (const char *at = strchr(template, '{'); at; at = strchr(at + 1, '{')) {
        size_t place = count;
        assert_true(count++ < GAPS_MAX);
        for (; place > 0 && strncmp(gaps[place - 1], at, strcspn(at, "}")) > 0; place--)
            gaps[place] = gaps[place - 1];
        gaps[place] = at;
    }
    for (size_t i = 0; i < count; i++) text_add_bytes(out, gaps[i], strcspn(gaps[i], "}") + 1);
}

static void require_same_gaps(const char *english, const char *german) {
    struct text a = {0}, b = {0};
    list_gaps(english, &a);
    list_gaps(german, &b);
    assert_string_equal(text_string(&a), text_string(&b));
    assert_int_equal(english[0] == '\0', german[0] == '\0');
    text_free(&a);
    text_free(&b);
}

static void every_sentence_has_a_german_one_with_the_same_gaps(void **state) {
    (void)state;
    static const struct {
        const char *what, *why;
    } ENGLISH[] = {
#define EVENT(name, weight, json, keys, what, why) {what, why},
#include "machine/events.def"
#undef EVENT
    };
    static const struct {
        enum event_kind kind;
        const char *what, *why;
    } GERMAN[] = {
#define SENTENCE(name, what, why) {EVENT_##name, what, why},
#include "export/narration_de.def"
#undef SENTENCE
    };
    struct event_set told = {0};
    for (size_t i = 0; i < sizeof GERMAN / sizeof GERMAN[0]; i++) {
        require_same_gaps(ENGLISH[GERMAN[i].kind].what, GERMAN[i].what);
        require_same_gaps(ENGLISH[GERMAN[i].kind].why, GERMAN[i].why);
        event_set_add(&told, GERMAN[i].kind);
    }
    for (int kind = 0; kind < EVENT_COUNT; kind++)
        if (ENGLISH[kind].what[0] && !event_set_has(&told, (enum event_kind)kind))
            fail_msg("%s has no German sentence", event_describe((enum event_kind)kind)->name);
}

static void every_fault_has_german_words(void **state) {
    (void)state;
    static const char *const ENGLISH[] = {
#define FAULT(name, words) words,
#include "machine/faults.def"
#undef FAULT
    };
    static const char *const GERMAN[FAULT_COUNT] = {
#define FAULT(name, words) [FAULT_##name] = words,
#include "export/faults_de.def"
#undef FAULT
    };
    for (int fault = FAULT_COUNT - (int)(sizeof ENGLISH / sizeof ENGLISH[0]); fault < FAULT_COUNT;
         fault++)
        assert_non_null(GERMAN[fault]);
}

static void names_that_are_no_names_are_translated(void **state) {
    (void)state;
    static const char *const ROWS[][2] = {
        {"the collector", "der Kollektor"},
        {"marks (idle): the stack of G3", "markiert (nebenbei): Stack von G3"},
        {"memory of the allocator, once Node 3", "Speicher des Allokators, früher Node 3"},
        {"push's return address", "Rücksprungadresse von push"},
        {"Node 3.next", "Node 3.next"},
        {"\"the collector\"", "\"the collector\""}, /* a string of the program */
        {"", ""},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct text german = {0}, english = {0};
        narrate_phrase(&NARRATION_GERMAN, ROWS[i][0], &german);
        narrate_phrase(&NARRATION_ENGLISH, ROWS[i][0], &english);
        assert_string_equal(text_string(&german), ROWS[i][1]);
        assert_string_equal(text_string(&english), ROWS[i][0]);
        text_free(&german);
        text_free(&english);
    }
}

static void the_heaviest_event_is_the_headline_and_the_first_of_its_weight(void **state) {
    (void)state;
    const struct event events[] = {
        {.kind = EVENT_LINE}, {.kind = EVENT_SET},   {.kind = EVENT_LOAD},
        {.kind = EVENT_WAKE}, {.kind = EVENT_SWEEP},
    };
    assert_null(narrate_headline(NULL, 0));
    assert_null(narrate_headline(events, 1));
    assert_ptr_equal(narrate_headline(events, 3), &events[1]);
    assert_ptr_equal(narrate_headline(events, 5), &events[4]);
}

static void a_step_of_no_events_has_no_words(void **state) {
    (void)state;
    struct scenario s;
    struct text what = {0}, why = {0};
    build_script(&s, "'functions': {'main': []}");
    open_session(&s);
    narrate_step(&session.now, NULL, 0, &what, &why);
    assert_string_equal(text_string(&what), "");
    assert_string_equal(text_string(&why), "");
    session_close(&session);
    scenario_free(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_narration_of_every_scenario_is_as_recorded),
        cmocka_unit_test(the_german_narration_is_as_recorded),
        cmocka_unit_test(every_step_of_every_scenario_is_told),
        cmocka_unit_test(faults_and_rarer_events_are_told),
        cmocka_unit_test(manual_memory_is_told),
        cmocka_unit_test(a_value_of_several_words_is_told),
        cmocka_unit_test(what_has_no_size_and_what_is_tiny_is_told),
        cmocka_unit_test(a_buffered_barrier_is_told),
        cmocka_unit_test(sleep_and_time_are_told),
        cmocka_unit_test(every_collector_is_told),
        cmocka_unit_test(a_run_without_names_or_checks_is_told_as_well),
        cmocka_unit_test(every_way_of_a_channel_is_told),
        cmocka_unit_test(every_way_of_a_map_is_told),
        cmocka_unit_test(every_kind_of_event_that_can_be_a_headline_was_one),
        cmocka_unit_test(every_template_uses_only_numbers_that_its_event_carries),
        cmocka_unit_test(every_sentence_has_a_german_one_with_the_same_gaps),
        cmocka_unit_test(every_fault_has_german_words),
        cmocka_unit_test(names_that_are_no_names_are_translated),
        cmocka_unit_test(the_heaviest_event_is_the_headline_and_the_first_of_its_weight),
        cmocka_unit_test(a_step_of_no_events_has_no_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
