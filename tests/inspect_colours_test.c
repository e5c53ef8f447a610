#define _DEFAULT_SOURCE /* for mkstemps */
/* The colours of many objects at once are those of each of them alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "machine/inspect/inspect_colours.h"
#include "machine/memory.h"
#include "session/session.h"

struct run {
    struct scenario scenario;
    struct session session;
    struct text complaints;
};

static void open_run(struct run *r, const char *path) {
    *r = (struct run){.complaints = {0}};
    assert_int_equal(scenario_load(&r->scenario, path, &r->complaints), FILE_OK);
    assert_true(session_open(&r->session, &r->scenario));
}

static void close_run(struct run *r) {
    session_close(&r->session);
    scenario_free(&r->scenario);
    text_free(&r->complaints);
}

static struct colour_count count_one_by_one(const struct machine *m) {
    struct colour_count sum = {0};
    for (uint32_t page = 0; page < m->s->heap.pages_used; page++) {
        if (!inspect_is_heap_span(m, page)) continue;
        for (uint32_t slot = 0; slot < m->spans[page].element_count; slot++) {
            uint64_t address = page_address(page) + (uint64_t)slot * m->spans[page].element_size;
            switch (inspect_colour(m, address)) {
            case COLOUR_WHITE: sum.white++; break;
            case COLOUR_GREY: sum.grey++; break;
            case COLOUR_BLACK: sum.black++; break;
            case COLOUR_FREE: sum.free++; break;
            case COLOUR_MANUAL: fail(); break;
            }
        }
    }
    return sum;
}

static void assert_colours(const struct machine *m) {
    inspect_note_greys(m);
    for (uint32_t page = 0; page < m->s->heap.pages_used; page++) {
        if (!inspect_is_heap_span(m, page)) continue;
        for (uint32_t slot = 0; slot < m->spans[page].element_count; slot++) {
            uint64_t address = page_address(page) + (uint64_t)slot * m->spans[page].element_size;
            assert_int_equal(inspect_slot_colour(m, page, slot), inspect_colour(m, address));
        }
    }
    struct colour_count all = inspect_count_colours(m), one = count_one_by_one(m);
    assert_int_equal(all.white, one.white);
    assert_int_equal(all.grey, one.grey);
    assert_int_equal(all.black, one.black);
    assert_int_equal(all.free, one.free);
}

/* Also of large objects, several size classes, spans that are not swept yet, and Yuasa's stops. */
static void colours_of_a_span_are_those_of_its_slots(void **state) {
    (void)state;
    static const char *const PATHS[] = {
        "scenarios/03-lost-object-barrier-on.json", "scenarios/08-yuasa-snapshot.json",
        "scenarios/50-tiny-objects.json",           "scenarios/51-size-classes.json",
        "scenarios/53-lazy-sweeping.json",          "scenarios/54-large-object.json",
        "scenarios/70-allocation-pays.json"};
    uint64_t grey = 0;
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        struct run r;
        open_run(&r, PATHS[i]);
        do {
            assert_colours(&r.session.front);
            grey += inspect_count_colours(&r.session.front).grey;
        } while (session_run(&r.session, 5) == STOP_BUDGET);
        close_run(&r);
    }
    assert_true(grey > 0); /* the collector was seen at work */
}

static void objects_behind_the_last_ordinal_have_different_names(void **state) {
    (void)state;
    static const char SOURCE[] = "package main\n"
                                 "type T struct { p *T }\n"
                                 "var last *T\n"
                                 "func main() {\n"
                                 "\tfor i := 0; i < 65600; i++ { last = &T{last} }\n"
                                 "}\n";
    char path[] = "/tmp/tricolor-names-XXXXXX.go";
    int fd = mkstemps(path, 3);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, SOURCE, sizeof SOURCE - 1), (ssize_t)sizeof SOURCE - 1);
    close(fd);
    struct run r;
    open_run(&r, path);
    unlink(path);
    while (session_run(&r.session, 1 << 20) == STOP_BUDGET) continue;
    const struct machine *m = &r.session.front;
    uint64_t last = memory_word(m, GLOBALS_BASE + m->program->globals[0].offset, WORD);
    struct text name = {0}, before = {0};
    inspect_object_name(m, last, &name);
    inspect_object_name(m, memory_word(m, last, WORD), &before);
    assert_non_null(strstr(text_string(&name), " #"));
    assert_string_not_equal(text_string(&name), text_string(&before));
    text_free(&name);
    text_free(&before);
    close_run(&r);
}

/* The same as inspect_object says, of every word and some bytes between them; chunks, too. */
static void require_beginnings(const struct machine *m, uint64_t from, uint64_t size,
                               uint64_t *found) {
    for (uint64_t at = from; at < from + size; at += 5) {
        struct object_view o;
        uint64_t wanted = inspect_object(m, at, &o) ? o.address : 0;
        assert_int_equal(inspect_beginning(m, at), wanted);
        *found += wanted != 0;
    }
}

static void where_an_object_begins_is_told_without_its_colour(void **state) {
    (void)state;
    static const char *const PATHS[] = {
        "scenarios/05-two-stacks.json", "scenarios/50-tiny-objects.json",
        "scenarios/54-large-object.json", "scenarios/28-shared-tail-malloc.json"};
    uint64_t found = 0;
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        struct run r;
        open_run(&r, PATHS[i]);
        while (session_run(&r.session, 1 << 20) == STOP_BUDGET) continue;
        for (uint64_t part = 0; part <= 4; part++) {
            session_seek(&r.session, session_steps(&r.session) * part / 4);
            const struct machine *m = &r.session.now;
            require_beginnings(m, ARENA_BASE, m->s->heap.pages_used * (uint64_t)PAGE_SIZE, &found);
            if (m->c_arena) require_beginnings(m, C_HEAP_BASE, 4096, &found);
        }
        close_run(&r);
    }
    assert_true(found > 1000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colours_of_a_span_are_those_of_its_slots),
        cmocka_unit_test(where_an_object_begins_is_told_without_its_colour),
        cmocka_unit_test(objects_behind_the_last_ordinal_have_different_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
