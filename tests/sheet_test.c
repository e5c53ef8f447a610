/* Sheets of several steps: which are on which page, and blank ones, which do not tell what is to be
 * found out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "exports/export.h"
#include "exports/sheet.h"
#include "machine/gc/gc.h"
#include "support/build.h"
#include "support/folder.h"
#include "support/golden.h"
#include "support/plain_raster.h"
#include "support/xml.h"
#include "view/theme.h"

static const char LOST_OBJECT[] = "scenarios/03-lost-object-barrier-on.json"; /* 46 steps */

/* ---- support ---- */

/* A job with all it needs. */
struct desk {
    struct export_job job;
    struct plain_raster raster;
    struct scenario scenario;
};

static void desk_open(struct desk *k, const char *path, const struct export_request *r) {
    plain_raster_open(&k->raster);
    build_load(&k->scenario, path);
    export_open(&k->job, &k->scenario, NULL, r, &k->raster.raster);
}

static void desk_close(struct desk *k) {
    export_close(&k->job);
    plain_raster_close(&k->raster);
    scenario_free(&k->scenario);
}

static enum export_state finish(struct desk *k) {
    enum export_state state = k->job.status == FILE_OK ? EXPORT_GOES_ON : EXPORT_FAILED;
    while (state == EXPORT_GOES_ON) state = export_go_on(&k->job);
    return state;
}

/* NULL: there is no such file. To be freed. */
static char *content(const char *name) {
    char *bytes, why[256];
    size_t length;
    if (file_read(folder_path(name), 1 << 26, &bytes, &length, why, sizeof why) != FILE_OK)
        return NULL;
    return bytes;
}

static struct export_request sheet_of(const char *name, const char *steps) {
    struct export_request r = export_request_to(folder_path(name));
    r.sheet = steps;
    return r;
}

static void write_sheet(const char *path, const struct export_request *r) {
    static struct desk k;
    desk_open(&k, path, r);
    if (finish(&k) != EXPORT_DONE) fail_msg("%s", k.job.why);
    desk_close(&k);
}

/* The only page of a sheet, well-formed. */
static char *page_of(const char *path, const struct export_request *r) {
    write_sheet(path, r);
    char *bytes = content("sheet.svg");
    assert_non_null(bytes);
    xml_check(path, bytes, strlen(bytes));
    return bytes;
}

static uint32_t count(const char *bytes, const char *words) {
    uint32_t found = 0;
    for (const char *at = bytes; (at = strstr(at, words)); at++) found++;
    return found;
}

/* What is said when a request is refused. */
static const char *refusal(const struct export_request *r) {
    static struct desk k;
    static char why[sizeof k.job.why];
    desk_open(&k, LOST_OBJECT, r);
    assert_int_equal(finish(&k), EXPORT_FAILED);
    assert_int_equal(k.job.status, FILE_BAD_INPUT);
    snprintf(why, sizeof why, "%s", k.job.why);
    desk_close(&k);
    return why;
}

/* ---- which steps ---- */

/* The steps of a sheet in words: "3 7 10". */
static void check_steps(const struct export_request *r, const char *expected) {
    static struct desk k;
    struct sheet sheet;
    struct text words = {0};
    desk_open(&k, LOST_OBJECT, r);
    while (k.job.stage == EXPORT_RUNS) assert_int_equal(export_go_on(&k.job), EXPORT_GOES_ON);
    assert_true(sheet_plan(&sheet, &k.job));
    for (size_t i = 0; i < sheet.count; i++)
        text_addf(&words, "%s%u", i ? " " : "", (unsigned)sheet.steps[i]);
    assert_string_equal(text_string(&words), expected);
    text_free(&words);
    sheet_free(&sheet);
    desk_close(&k);
}

static void the_steps_of_a_sheet_are_listed_or_picked(void **state) {
    (void)state;
    struct export_request r = sheet_of("sheet.svg", "3,7,12");
    check_steps(&r, "3 7 12");
    r = sheet_of("sheet.svg", "10-12,3,46");
    check_steps(&r, "10 11 12 3 46");
    r = sheet_of("sheet.svg", "0");
    check_steps(&r, "0");
    r = sheet_of("sheet.svg", "each");
    r.from = 5;
    r.to = 8;
    check_steps(&r, "5 6 7 8");
    r = sheet_of("sheet.svg", "evenly");
    r.per_page = 3;
    check_steps(&r, "0 23 46");
    r.from = 10;
    r.to = 11;
    check_steps(&r, "10 11");
    r.to = 20;
    r.per_page = 1;
    check_steps(&r, "20");
    r = sheet_of("sheet.svg", NULL);
    r.blank = true;
    r.step = 9;
    check_steps(&r, "9");
    r.step = NEVER;
    check_steps(&r, "46");
    r.from = 44;
    check_steps(&r, "44 45 46");
}

static void sheets_that_make_no_sense_are_refused(void **state) {
    static const struct {
        const char *sheet, *why;
    } LISTS[] = {
        {"3,", "--sheet 3,: expected steps such as 3,7,10-12, or each or evenly"},
        {"x", "--sheet x: expected steps"},
        {"3;4", "--sheet 3;4: expected steps"},
        {"-3", "--sheet -3: expected steps"},
        {"3-", "--sheet 3-: expected steps"},
        {"99999999999999999999", "--sheet 99999999999999999999: expected steps"},
        {"3,47", "--sheet: step 47: the run has 46 steps"},
        {"9-3", "--sheet: 9-3: the first step is behind the last one"},
        {"0-9223372036854775807", "--sheet: step 9223372036854775807: the run has 46 steps"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof LISTS / sizeof LISTS[0]; i++) {
        struct export_request r = sheet_of("sheet.svg", LISTS[i].sheet);
        const char *why = refusal(&r);
        if (strncmp(why, LISTS[i].why, strlen(LISTS[i].why)) != 0) fail_msg("%s", why);
    }
    struct export_request r = sheet_of("sheet.svg", "3");
    r.step = 3;
    assert_string_equal(refusal(&r), "--step 3: the sheet names its own steps");
    r = sheet_of("sheet.svg", "3");
    r.to = 9;
    assert_string_equal(refusal(&r),
                        "--sheet 3 names its steps: --from and --to are for each and evenly");
    r = sheet_of("sheet.svg", "3");
    r.page = "a5";
    assert_string_equal(refusal(&r), "--page a5: expected one of a4, a4-landscape, letter, "
                                     "letter-landscape");
    r = sheet_of("sheet.svg", "each");
    r.width = 640;
    assert_memory_equal(refusal(&r), "--size is not for sheets", 24);
    r = export_request_to(folder_path("sheet.svg"));
    r.to = 9;
    assert_non_null(strstr(refusal(&r), ", or for a sheet: --sheet each"));
}

/* ---- pages ---- */

static void a_sheet_of_many_steps_has_several_pages(void **state) {
    (void)state;
    struct export_request r = sheet_of("pages.svg", "1-7");
    write_sheet(LOST_OBJECT, &r);
    assert_null(content("pages.svg"));
    assert_null(content("pages-4.svg"));
    for (int page = 1; page <= 3; page++) {
        char name[32], words[32];
        snprintf(name, sizeof name, "pages-%d.svg", page);
        snprintf(words, sizeof words, ">page %d of 3</text>", page);
        char *bytes = content(name);
        assert_non_null(bytes);
        xml_check(name, bytes, strlen(bytes));
        assert_int_equal(count(bytes, words), 1);
        assert_int_equal(count(bytes, ">Step "), page < 3 ? 3 : 1);
        assert_non_null(
            strstr(bytes, " width=\"210mm\" height=\"297mm\" viewBox=\"0 0 2480 3508\""));
        free(bytes);
    }
}

static void pages_can_have_a_place_for_their_number(void **state) {
    (void)state;
    struct export_request r = sheet_of("my%02d.svg", "1-4");
    write_sheet(LOST_OBJECT, &r);
    char *first = content("my01.svg"), *second = content("my02.svg");
    assert_true(first && second && !content("my03.svg"));
    free(first);
    free(second);
}

static void an_abandoned_sheet_leaves_no_page(void **state) {
    static struct desk k;
    struct export_request r = sheet_of("left.svg", "1-7");
    (void)state;
    folder_write("left-1.svg", "old");
    for (int pictures = 0; pictures < 7; pictures++) {
        desk_open(&k, LOST_OBJECT, &r);
        while (k.job.stage == EXPORT_RUNS) assert_int_equal(export_go_on(&k.job), EXPORT_GOES_ON);
        for (int i = 0; i < pictures; i++) assert_int_equal(export_go_on(&k.job), EXPORT_GOES_ON);
        desk_close(&k);
        char *bytes = content("left-1.svg");
        assert_string_equal(bytes, "old");
        free(bytes);
        assert_null(content("left-2.svg"));
    }
}

/* Two jobs in turn do not disturb each other. */
static void jobs_in_turn_write_what_they_write_alone(void **state) {
    static struct desk a, b;
    struct export_request blank = sheet_of("sheet.svg", "5,28,30"), other;
    (void)state;
    blank.blank = true;
    char *alone = page_of(LOST_OBJECT, &blank);
    blank.output = folder_path("a.svg");
    other = sheet_of("b.svg", "40,2");
    desk_open(&a, LOST_OBJECT, &blank);
    desk_open(&b, "scenarios/01-mark-and-sweep.json", &other);
    for (enum export_state s = EXPORT_GOES_ON, t = EXPORT_GOES_ON; s == EXPORT_GOES_ON;) {
        s = export_go_on(&a.job);
        if (t == EXPORT_GOES_ON) t = export_go_on(&b.job);
    }
    desk_close(&a);
    desk_close(&b);
    char *in_turn = content("a.svg");
    assert_string_equal(in_turn, alone);
    free(alone);
    free(in_turn);
}

static void a_sheet_can_be_pixels(void **state) {
    (void)state;
    struct export_request r = sheet_of("pixels.png", "3,7");
    write_sheet(LOST_OBJECT, &r);
    char *bytes = content("pixels.png");
    assert_memory_equal(bytes, "box 0,0 2480x3508 fill #ffffffff\n", 33);
    free(bytes);
}

/* ---- blank ones ---- */

static void print_colour(uint32_t colour, char out[16]) {
    snprintf(out, 16, "\"#%06x\"", colour >> 8);
}

static void a_blank_sheet_has_no_colours_of_the_collector(void **state) {
    char grey[16], black[16];
    struct export_request r = sheet_of("sheet.svg", "20,28,38");
    (void)state;
    print_colour(THEME_PRINT.object_grey, grey);
    print_colour(THEME_PRINT.object_black, black);
    char *coloured = page_of(LOST_OBJECT, &r);
    assert_true(count(coloured, grey) > 3 && count(coloured, black) > 3);
    r.blank = true;
    char *bytes = page_of(LOST_OBJECT, &r);
    assert_int_equal(count(bytes, grey), 0);
    assert_int_equal(count(bytes, black), 0);
    assert_true(count(bytes, ">A</text>") == 3 && count(bytes, ">C</text>") == 3);
    assert_int_equal(count(coloured, ">A</text>"), 3);
    free(coloured);
    free(bytes);
}

static void a_blank_sheet_names_colours_in_its_legend_alone(void **state) {
    static const char *const WORDS[] = {">white: ", "grey", "black"};
    struct export_request r = sheet_of("sheet.svg", "20,28,38");
    (void)state;
    r.blank = true;
    char *bytes = page_of(LOST_OBJECT, &r);
    for (size_t i = 0; i < 3; i++) assert_int_equal(count(bytes, WORDS[i]), 1);
    assert_int_equal(count(bytes, ">Name</text>"), 1);
    assert_int_equal(count(bytes, "barrier shades"), 0);
    free(bytes);
}

/* Of two steps between which the collector has done nothing but give colours, the blank pictures
 * are the same. Steps at which it does anything else, and so changes what can be seen, are told by
 * their events. Of one processor only: the workers of others take them from the goroutines. */
static bool only_colours(const struct session *s) {
    for (uint32_t i = 0; i < s->event_count; i++) switch (s->events[i].kind) {
        case EVENT_SHADE:
        case EVENT_BLACKEN:
        case EVENT_TAKE:
        case EVENT_SCAN_READ: break;
        default: return false;
        }
    return s->event_count > 0;
}

static char *blank_step(const char *path, uint64_t step) {
    struct export_request r = export_request_to(folder_path("sheet.svg"));
    char heading[32];
    r.step = step;
    r.blank = true;
    char *bytes = page_of(path, &r);
    snprintf(heading, sizeof heading, ">Step %u</text>", (unsigned)step);
    char *line = strstr(bytes, heading), *end = strchr(line, '\n');
    while (*line != '\n' && line > bytes) line--;
    memmove(line, end, strlen(end) + 1);
    return bytes;
}

static void colours_alone_change_nothing_on_a_blank_sheet(void **state) {
    static const char *const PATHS[] = {"scenarios/01-mark-and-sweep.json",
                                        "scenarios/02-unreachable-cycle.json",
                                        "scenarios/06-textbook-graph.json"};
    uint32_t compared = 0;
    (void)state;
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        struct scenario scenario;
        struct session s;
        build_load(&scenario, PATHS[i]);
        assert_true(session_open(&s, &scenario));
        while (session_run(&s, 1 << 20) == STOP_BUDGET) continue;
        assert_int_equal(s.now.config.procs, 1);
        bool before_was = false, is = false;
        for (uint64_t step = 1; step <= session_steps(&s); step++) {
            session_seek(&s, step);
            before_was = is; /* who did the step is marked: not another one */
            is = gc_marking(&s.now) && only_colours(&s);
            if (!before_was || !is) continue;
            char *before = blank_step(PATHS[i], step - 1), *behind = blank_step(PATHS[i], step);
            if (strcmp(before, behind) != 0)
                fail_msg("%s: step %u can be told from the one before", PATHS[i], (unsigned)step);
            free(before);
            free(behind);
            compared++;
        }
        session_close(&s);
        scenario_free(&scenario);
    }
    assert_true(compared > 10);
}

/* Both are drawn with broken lines. */
static void a_blank_sheet_tells_neither_the_unreachable_nor_the_barrier(void **state) {
    static const struct {
        const char *path, *step;
    } STEPS[] = {{"scenarios/06-textbook-graph.json", "26"}, {LOST_OBJECT, "25"}};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct export_request r = sheet_of("sheet.svg", STEPS[i].step);
        char *coloured = page_of(STEPS[i].path, &r);
        r.blank = true;
        char *bytes = page_of(STEPS[i].path, &r);
        assert_true(count(coloured, "stroke-dasharray") > 0);
        assert_int_equal(count(bytes, "stroke-dasharray"), 0);
        free(coloured);
        free(bytes);
    }
}

static void a_blank_sheet_looks_as_recorded(void **state) {
    struct export_request r = sheet_of("sheet.svg", "9,28");
    (void)state;
    r.blank = true;
    char *bytes = page_of(LOST_OBJECT, &r);
    golden_check("blank-sheet.svg", bytes);
    free(bytes);
}

static void sheets_of_all_scenarios_are_well_formed(void **state) {
    (void)state;
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        struct export_request r = sheet_of("sheet.svg", "evenly");
        r.per_page = 4;
        r.page = "letter-landscape";
        for (int blank = 0; blank < 2; blank++) {
            r.blank = blank;
            char *bytes = page_of(*path, &r);
            assert_true(count(bytes, ">Step ") == 4);
            free(bytes);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_steps_of_a_sheet_are_listed_or_picked),
        cmocka_unit_test(sheets_that_make_no_sense_are_refused),
        cmocka_unit_test(a_sheet_of_many_steps_has_several_pages),
        cmocka_unit_test(pages_can_have_a_place_for_their_number),
        cmocka_unit_test(an_abandoned_sheet_leaves_no_page),
        cmocka_unit_test(jobs_in_turn_write_what_they_write_alone),
        cmocka_unit_test(a_sheet_can_be_pixels),
        cmocka_unit_test(a_blank_sheet_has_no_colours_of_the_collector),
        cmocka_unit_test(a_blank_sheet_names_colours_in_its_legend_alone),
        cmocka_unit_test(colours_alone_change_nothing_on_a_blank_sheet),
        cmocka_unit_test(a_blank_sheet_tells_neither_the_unreachable_nor_the_barrier),
        cmocka_unit_test(a_blank_sheet_looks_as_recorded),
        cmocka_unit_test(sheets_of_all_scenarios_are_well_formed),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
