/* Writing a file from the window: made-up inputs choose and start; what is written is what the
 * command line writes, what is abandoned or fails leaves nothing, and the dialog says what and why. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "exports/export.h"
#include "support/desk.h"
#include "support/folder.h"
#include "support/golden.h"
#include "support/plain_raster.h"
#include "view/panels.h"

static const char LOST_OBJECT[] = "scenarios/03-lost-object-barrier-on.json";
/* A run that takes long to write. */
static const char LONG[] =
    "{\"format\": 1, \"title\": \"long\", \"script\": {\"globals\": {\"n\": \"int\"}, "
    "\"functions\": {\"main\": [{\"repeat\": 200000, \"do\": [{\"set\": \"n\", \"to\": 1}]}]}}}";

static struct plain_raster plain;
static struct desk desk;
static struct export_job job; /* large */

/* ---- support ---- */

static char *content(const char *path) {
    char *bytes, why[256];
    size_t length;
    if (file_read(path, 1u << 30, &bytes, &length, why, sizeof why) != FILE_OK)
        fail_msg("%s: %s", path, why);
    return bytes;
}

static void copy(const char *from, const char *name) {
    char *bytes = content(from);
    folder_write(name, bytes);
    free(bytes);
}

static bool is_there(const char *name) {
    struct stat info;
    return lstat(folder_path(name), &info) == 0;
}

/* What a writer of files leaves behind when it is not done. */
static void assert_nothing_is_left(void) {
    DIR *d = opendir(folder_path(""));
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));)
        if (strncmp(e->d_name, ".tricolor", strlen(".tricolor")) == 0)
            fail_msg("%s is left", e->d_name);
    closedir(d);
}

static const struct raster *open_plain(void *user, char *why, size_t why_size) {
    (void)user, (void)why, (void)why_size;
    return &plain.raster;
}

static const struct raster *open_none(void *user, char *why, size_t why_size) {
    (void)user;
    snprintf(why, why_size, "no fonts, says the test");
    return NULL;
}

/* The scenario is in a folder of the test's own, so that files beside it are, too. */
static void open_lesson(void) {
    plain_raster_open(&plain);
    desk_open(&desk, folder_path("lesson.json"));
    desk.app.raster = (struct app_raster){open_plain, NULL};
}

static void open_desk(const char *scenario) {
    copy(scenario, "lesson.json");
    open_lesson();
}

static void close_desk(void) {
    desk_close(&desk);
    plain_raster_close(&plain);
    assert_nothing_is_left();
}

static const struct exporting *dialog(void) {
    return &desk.app.exporting;
}

static uint32_t format_called(const char *ending) {
    for (uint32_t i = 0; i < dialog()->format_count; i++)
        if (strcmp(dialog()->formats[i].ending, ending) == 0) return i;
    fail_msg("there is no format %s", ending);
    return 0;
}

static uint32_t place_of(enum exporting_field field) {
    enum exporting_field fields[FIELD_COUNT];
    uint32_t count = exporting_fields(dialog(), fields);
    for (uint32_t i = 0; i < count; i++)
        if (fields[i] == field) return i + 1;
    fail_msg("the format has no field %d", field);
    return 0;
}

static void open_dialog(const char *ending) {
    desk_type(&desk, "x");
    desk_click(&desk, COMMAND_EXPORT_FORMAT, format_called(ending));
}

static void type_in(enum exporting_field field, const char *words) {
    desk_click(&desk, COMMAND_EXPORT_FIELD, place_of(field));
    while (desk.app.prompt.text[0]) desk_key(&desk, KEY_BACKSPACE);
    desk_type(&desk, words);
    desk_key(&desk, KEY_ENTER);
}

/* Until it is over; how far it is only grows. */
static void wait_for_end(void) {
    unsigned percent = 0;
    while (dialog()->stage == EXPORTING_WORKS) {
        assert_true(dialog()->percent >= percent && dialog()->percent <= 100);
        percent = dialog()->percent;
        desk_pass(&desk, 0.01);
    }
}

static void assert_done(void) {
    wait_for_end();
    if (dialog()->stage != EXPORTING_DONE) fail_msg("%s", dialog()->why);
}

/* What the command line writes for a request. */
static char *written_alone(const struct export_request *r) {
    struct scenario scenario;
    struct text complaints = {0};
    assert_int_equal(scenario_load(&scenario, folder_path("lesson.json"), &complaints), FILE_OK);
    scenario.path = folder_path("lesson.json");
    assert_true(export_open(&job, &scenario, NULL, r, &plain.raster));
    while (export_go_on(&job) == EXPORT_GOES_ON) continue;
    assert_string_equal(job.why, "");
    export_close(&job);
    scenario_free(&scenario);
    return content(r->output);
}

static void assert_same_file(const char *name, const struct export_request *alone) {
    char *window = content(folder_path(name)), *line = written_alone(alone);
    assert_string_equal(window, line);
    free(window);
    free(line);
}

/* ---- what is written ---- */

static void a_picture_of_this_step_is_written_by_two_keys(void **state) {
    (void)state;
    open_desk(LOST_OBJECT);
    for (int i = 0; i < 20; i++) desk_key(&desk, KEY_RIGHT);
    desk_type(&desk, "x");
    assert_true(desk_says(&desk, "picture of a step"));
    assert_true(desk_says(&desk, "lesson-20.png"));
    desk_key(&desk, KEY_ENTER);
    assert_done();
    assert_true(desk_says(&desk, "The file is written."));
    struct export_request r = export_request_to(folder_path("line.png"));
    r.step = 20;
    assert_same_file("lesson-20.png", &r);
    desk_key(&desk, KEY_ENTER);
    assert_int_equal(dialog()->stage, EXPORTING_OFF);
    desk_key(&desk, KEY_RIGHT);
    assert_int_equal(desk_step(&desk), 21);
    close_desk();
}

static void what_is_chosen_is_what_is_written(void **state) {
    (void)state;
    open_desk(LOST_OBJECT);
    open_dialog(".png");
    type_in(FIELD_STEP, "28");
    desk_click(&desk, COMMAND_EXPORT_MORE, place_of(FIELD_THEME));
    desk_click(&desk, COMMAND_EXPORT_LESS, place_of(FIELD_SIZE));
    type_in(FIELD_FILE, folder_path("named"));
    assert_true(desk_says(&desk, "named.png"));
    desk_key(&desk, KEY_ENTER);
    assert_done();
    struct export_request r = export_request_to(folder_path("line.png"));
    r.step = 28;
    r.width = 1280;
    r.height = 720;
    r.look.theme = &THEME_DARK;
    assert_same_file("named.png", &r);
    close_desk();
}

static void sheets_are_asked_for_in_the_dialog(void **state) {
    (void)state;
    open_desk(LOST_OBJECT);
    open_dialog(".svg");
    desk_click(&desk, COMMAND_EXPORT_MORE, place_of(FIELD_SHEET)); /* evenly */
    assert_int_equal(dialog()->focus, place_of(FIELD_SHEET));
    type_in(FIELD_FROM, "5");
    type_in(FIELD_TO, "30");
    desk_click(&desk, COMMAND_EXPORT_MORE, place_of(FIELD_PER_PAGE));
    desk_click(&desk, COMMAND_EXPORT_LESS, place_of(FIELD_PAPER));
    assert_true(desk_says(&desk, "letter-landscape"));
    type_in(FIELD_FILE, folder_path("sheet"));
    desk_key(&desk, KEY_ENTER);
    assert_done();
    struct export_request r = export_request_to(folder_path("line.svg"));
    r.sheet = "evenly";
    r.from = 5;
    r.to = 30;
    r.per_page = 4;
    r.page = "letter-landscape";
    assert_same_file("sheet.svg", &r);
    close_desk();
}

static void pages_that_are_there_already_are_told(void **state) {
    static const char *const PAGES[] = {"pages.svg", "pages-1.svg", "pages-01.svg"};
    (void)state;
    open_desk(LOST_OBJECT);
    open_dialog(".svg");
    desk_click(&desk, COMMAND_EXPORT_LESS, place_of(FIELD_SHEET)); /* each step */
    for (size_t i = 0; i < sizeof PAGES / sizeof PAGES[0]; i++) {
        type_in(FIELD_FILE, folder_path("pages"));
        assert_false(dialog()->exists);
        folder_write(PAGES[i], "old");
        type_in(FIELD_FILE, folder_path("pages"));
        assert_true(dialog()->exists);
        assert_int_equal(remove(folder_path(PAGES[i])), 0);
    }
    close_desk();
}

static void a_blank_step_is_asked_for_in_the_dialog(void **state) {
    (void)state;
    open_desk(LOST_OBJECT);
    open_dialog(".svg");
    type_in(FIELD_STEP, "28");
    desk_click(&desk, COMMAND_EXPORT_MORE, place_of(FIELD_BLANK));
    assert_int_equal(dialog()->focus, place_of(FIELD_BLANK));
    type_in(FIELD_FILE, folder_path("blank"));
    desk_key(&desk, KEY_ENTER);
    assert_done();
    struct export_request r = export_request_to(folder_path("line.svg"));
    r.step = 28;
    r.blank = true;
    assert_same_file("blank.svg", &r);
    close_desk();
}

static void the_run_of_the_window_is_written(void **state) {
    (void)state;
    open_desk(LOST_OBJECT);
    desk_type(&desk, "s");
    desk_key(&desk, KEY_LEFT); /* GOGC 50 */
    desk_key(&desk, KEY_ESCAPE);
    open_dialog(".csv");
    desk_key(&desk, KEY_ENTER);
    assert_done();
    struct export_request r = export_request_to(folder_path("line.csv"));
    char *window = content(folder_path("lesson.csv")), *line = written_alone(&r);
    assert_string_not_equal(window, line); /* NextGC */
    free(window);
    free(line);
    close_desk();
}

static void a_text_is_written_with_its_pictures(void **state) {
    (void)state;
    open_desk(LOST_OBJECT);
    assert_int_equal(mkdir(folder_path("lesson-pictures"), 0777), 0);
    folder_write("lesson-pictures/mine.txt", "mine");
    open_dialog(".md");
    type_in(FIELD_FROM, "20");
    type_in(FIELD_TO, "25");
    desk_click(&desk, COMMAND_EXPORT_MORE, place_of(FIELD_NOTES));
    desk_click(&desk, COMMAND_EXPORT_START, ANY_VALUE);
    assert_done();
    assert_true(is_there("lesson-pictures/step-20.png"));
    assert_true(is_there("lesson-pictures/step-25.png"));
    assert_true(is_there("lesson-pictures/mine.txt"));
    assert_false(is_there("lesson-pictures/step-0.png"));
    struct export_request r = export_request_to(folder_path("lesson.md"));
    r.from = 20;
    r.to = 25;
    r.notes = true;
    assert_same_file("lesson.md", &r);
    close_desk();
}

static void a_trace_is_written_and_played(void **state) {
    (void)state;
    open_desk(LOST_OBJECT);
    open_dialog(".jsonl");
    desk_key(&desk, KEY_ENTER);
    assert_done();
    struct export_request r = export_request_to(folder_path("line.jsonl"));
    assert_same_file("lesson.jsonl", &r);
    assert_true(app_open(&desk.app, folder_path("lesson.jsonl")));
    desk_pass(&desk, 0);
    desk_key(&desk, KEY_END);
    assert_int_equal(desk_step(&desk), 46);
    open_dialog(".jsonl");
    assert_true(desk_says(&desk, "/lesson-copy.jsonl"));
    close_desk();
}

/* ---- what there is to choose ---- */

static void the_part_is_the_loop_if_there_is_one(void **state) {
    (void)state;
    open_desk(LOST_OBJECT);
    for (int i = 0; i < 5; i++) desk_key(&desk, KEY_RIGHT);
    desk_type(&desk, "[");
    for (int i = 0; i < 5; i++) desk_key(&desk, KEY_RIGHT);
    desk_type(&desk, "]");
    open_dialog(".gif");
    assert_int_equal(dialog()->range, RANGE_LOOP);
    assert_int_equal(dialog()->from, 5);
    assert_int_equal(dialog()->to, 10);
    desk_click(&desk, COMMAND_EXPORT_MORE, place_of(FIELD_RANGE));
    assert_true(desk_says(&desk, "up to here"));
    assert_int_equal(dialog()->from, 0);
    assert_int_equal(dialog()->to, 10);
    desk_click(&desk, COMMAND_EXPORT_MORE, place_of(FIELD_RANGE));
    assert_int_equal(dialog()->from, 10);
    assert_true(dialog()->to == NEVER);
    desk_click(&desk, COMMAND_EXPORT_MORE, place_of(FIELD_RANGE));
    assert_true(desk_says(&desk, "the whole run"));
    desk_click(&desk, COMMAND_EXPORT_LESS, place_of(FIELD_TO));
    assert_int_equal(dialog()->to, 45);
    desk_click(&desk, COMMAND_EXPORT_MORE, place_of(FIELD_TO));
    assert_true(dialog()->to == NEVER);
    type_in(FIELD_FROM, "30");
    type_in(FIELD_TO, "12");
    assert_int_equal(dialog()->from, 12);
    assert_int_equal(dialog()->to, 12);
    type_in(FIELD_TO, "99999999");
    assert_true(dialog()->to == NEVER);
    close_desk();
}

static void keys_go_through_formats_and_fields(void **state) {
    (void)state;
    open_desk(LOST_OBJECT);
    desk_type(&desk, "x");
    desk_key(&desk, KEY_UP); /* there is none above the first */
    assert_int_equal(dialog()->format, 0);
    for (int i = 0; i < EXPORTING_FORMATS_MAX; i++) desk_key(&desk, KEY_DOWN);
    assert_int_equal(dialog()->format, dialog()->format_count - 1);
    for (int i = 0; i < EXPORTING_FORMATS_MAX; i++) desk_key(&desk, KEY_UP);
    desk_key(&desk, KEY_TAB);
    assert_int_equal(dialog()->focus, place_of(FIELD_STEP));
    desk_key(&desk, KEY_RIGHT);
    assert_int_equal(dialog()->step, 1);
    desk_key(&desk, KEY_LEFT);
    desk_key(&desk, KEY_LEFT);
    assert_int_equal(dialog()->step, 0);
    desk_key(&desk, KEY_DOWN);
    assert_int_equal(dialog()->focus, place_of(FIELD_SIZE));
    desk_shift_key(&desk, KEY_TAB);
    desk_shift_key(&desk, KEY_TAB);
    assert_int_equal(dialog()->focus, 0);
    desk_shift_key(&desk, KEY_TAB);
    assert_int_equal(dialog()->focus, place_of(FIELD_START));
    desk_key(&desk, KEY_SPACE); /* nothing of the run goes on behind the dialog */
    desk_type(&desk, "gsm");
    desk_wheel(&desk, 900, 500, -1);
    assert_int_equal(desk_step(&desk), 0);
    assert_false(desk.app.player.playing || desk.app.trying.shown || desk.app.comparing.is);
    const struct theme *before = desk.app.look.theme;
    desk_type(&desk, "t");
    assert_ptr_not_equal(desk.app.look.theme, before);
    desk_type(&desk, "?");
    assert_true(desk.app.help);
    desk_key(&desk, KEY_ESCAPE);
    assert_false(desk.app.help);
    assert_int_equal(dialog()->stage, EXPORTING_ASKS);
    desk_key(&desk, KEY_ESCAPE);
    assert_int_equal(dialog()->stage, EXPORTING_OFF);
    assert_true(desk.app.open.is);
    close_desk();
}

static void a_typed_name_chooses_the_format_it_ends_in(void **state) {
    (void)state;
    open_desk(LOST_OBJECT);
    open_dialog(".png");
    type_in(FIELD_FILE, folder_path("a.csv"));
    assert_int_equal(dialog()->format, format_called(".csv"));
    desk_click(&desk, COMMAND_EXPORT_FORMAT, format_called(".gif"));
    assert_true(desk_says(&desk, "/a.gif"));
    type_in(FIELD_FILE, folder_path("a.b"));
    assert_true(desk_says(&desk, "/a.b.gif"));
    close_desk();
}

/* ---- a file that is there ---- */

static void a_file_is_replaced_only_if_that_is_confirmed(void **state) {
    (void)state;
    open_desk(LOST_OBJECT);
    folder_write("lesson.csv", "old");
    open_dialog(".csv");
    assert_true(desk_says(&desk, "is there already"));
    desk_key(&desk, KEY_ENTER);
    assert_int_equal(dialog()->stage, EXPORTING_CONFIRMS);
    desk_key(&desk, KEY_ESCAPE);
    assert_int_equal(dialog()->stage, EXPORTING_ASKS);
    char *bytes = content(folder_path("lesson.csv"));
    assert_string_equal(bytes, "old");
    free(bytes);
    desk_key(&desk, KEY_ENTER);
    desk_key(&desk, KEY_ENTER);
    assert_done();
    bytes = content(folder_path("lesson.csv"));
    assert_string_not_equal(bytes, "old");
    free(bytes);
    close_desk();
}

/* ---- what is not done ---- */

static void begin_long(const char *ending) {
    folder_write("lesson.json", LONG);
    folder_write("long.csv", "old");
    open_lesson();
    open_dialog(ending);
    type_in(FIELD_FILE, folder_path("long.csv"));
    desk_key(&desk, KEY_ENTER);
    desk_key(&desk, KEY_ENTER);
    assert_int_equal(dialog()->stage, EXPORTING_WORKS);
    for (int i = 0; i < 5; i++) desk_pass(&desk, 0.01);
    assert_int_equal(dialog()->stage, EXPORTING_WORKS);
    assert_int_equal(app_wait(&desk.app), 0);
}

static void assert_old(void) {
    char *bytes = content(folder_path("long.csv"));
    assert_string_equal(bytes, "old");
    free(bytes);
    assert_nothing_is_left();
}

static void esc_abandons_at_once_and_says_so(void **state) {
    (void)state;
    begin_long(".csv");
    desk_key(&desk, KEY_ENTER); /* nothing */
    assert_int_equal(dialog()->stage, EXPORTING_WORKS);
    desk_key(&desk, KEY_ESCAPE);
    assert_int_equal(dialog()->stage, EXPORTING_ABANDONED);
    assert_true(desk_says(&desk, "Abandoned: nothing was written."));
    assert_old();
    desk_key(&desk, KEY_ENTER);
    assert_int_equal(dialog()->stage, EXPORTING_ASKS);
    close_desk();
}

static void the_button_abandons_as_well(void **state) {
    (void)state;
    begin_long(".csv");
    desk_click(&desk, COMMAND_EXPORT_CANCEL, ANY_VALUE);
    assert_int_equal(dialog()->stage, EXPORTING_ABANDONED);
    assert_old();
    close_desk();
}

static void closing_and_quitting_abandon(void **state) {
    (void)state;
    begin_long(".csv");
    assert_true(app_open(&desk.app, LOST_OBJECT)); /* dropped on the window */
    assert_int_equal(dialog()->stage, EXPORTING_OFF);
    assert_old();
    close_desk();
    begin_long(".csv");
    desk_type(&desk, "q");
    assert_true(desk.app.quit);
    close_desk();
    assert_old();
}

static void a_scenario_that_is_saved_meanwhile_abandons(void **state) {
    (void)state;
    begin_long(".csv");
    copy(LOST_OBJECT, "lesson.json");
    folder_set_time("lesson.json", 1000000);
    for (int i = 0; i < 100 && dialog()->stage == EXPORTING_WORKS; i++) desk_pass(&desk, 0.3);
    assert_int_equal(dialog()->stage, EXPORTING_ABANDONED);
    assert_string_equal(desk.app.open.scenario.title, "The lost object, barrier on");
    assert_old();
    close_desk();
}

/* The complaint is the one of the command line. */
static void what_fails_says_why(void **state) {
    (void)state;
    char why[EXPORTING_WHY_MAX];
    open_desk(LOST_OBJECT);
    open_dialog(".png");
    type_in(FIELD_FILE, folder_path("none/a.png"));
    desk_key(&desk, KEY_ENTER);
    wait_for_end();
    assert_int_equal(dialog()->stage, EXPORTING_FAILED);
    snprintf(why, sizeof why, "%s: cannot write: No such file or directory",
             folder_path("none/a.png"));
    assert_string_equal(dialog()->why, why);
    desk_key(&desk, KEY_ENTER);
    assert_int_equal(dialog()->stage, EXPORTING_ASKS);
    plain.cannot_write = true;
    type_in(FIELD_FILE, folder_path("full.md"));
    desk_key(&desk, KEY_ENTER);
    wait_for_end();
    assert_int_equal(dialog()->stage, EXPORTING_FAILED);
    assert_non_null(strstr(dialog()->why, "full-pictures: cannot write"));
    assert_false(is_there("full.md") || is_there("full-pictures"));
    assert_nothing_is_left();
    desk.app.raster = (struct app_raster){open_none, NULL};
    desk_key(&desk, KEY_ENTER);
    desk_key(&desk, KEY_ENTER);
    assert_true(desk_says(&desk, "no fonts, says the test"));
    close_desk();
}

/* ---- the panel ---- */

static struct exporting made_up(void) {
    return (struct exporting){
        .stage = EXPORTING_CONFIRMS,
        .formats = {{.ending = ".png", .word = WORD_FORMAT_PNG, .step = true, .picture = true},
                    {.ending = ".gif",
                     .word = WORD_FORMAT_GIF,
                     .range = true,
                     .picture = true,
                     .film = true},
                    {.ending = ".csv", .word = WORD_FORMAT_CSV, .range = true}},
        .format_count = 3,
        .format = 1,
        .focus = 2,
        .from = 12,
        .to = NEVER,
        .size = {1920, 1080},
        .theme = &THEME_PAPER,
        .rate = 4,
        .path = "/tmp/a film.gif",
        .exists = true,
        .percent = 43,
        .writes = true,
    };
}

static void describe(enum exporting_stage stage, const char *golden) {
    struct exporting e = made_up();
    struct text words = {0};
    struct view v = app_view(&desk.app);
    e.stage = stage;
    v.exporting = &e;
    draw_reset(&desk.app.draw);
    panel_exporting(&desk.app.draw, &v);
    draw_describe(&desk.app.draw, &words);
    golden_check(golden, text_string(&words));
    view_end(&v);
    text_free(&words);
}

static void the_panel_is_drawn_as_recorded(void **state) {
    (void)state;
    open_desk(LOST_OBJECT);
    describe(EXPORTING_CONFIRMS, "panel-exporting-confirms.txt");
    describe(EXPORTING_WORKS, "panel-exporting-works.txt");
    close_desk();
}

/* What is drawn stays in the picture. */
static void the_dialog_fits_every_window(void **state) {
    static const struct {
        int width, height;
    } SIZES[] = {{640, 400}, {1280, 720}, {1920, 1080}, {3840, 2160}, {900, 1600}};
    (void)state;
    open_desk(LOST_OBJECT);
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        app_resize(&desk.app, SIZES[i].width, SIZES[i].height);
        open_dialog(".gif");
        for (size_t k = 0; k < desk.app.draw.hit_count; k++) {
            struct box b = desk.app.draw.hits[k].box;
            uint32_t command = desk.app.draw.hits[k].command;
            if (command < COMMAND_EXPORT || command > COMMAND_EXPORT_START) continue;
            assert_true(b.x >= 0 && b.x + b.w <= (float)SIZES[i].width);
            assert_true(b.y >= 0 && b.y + b.h <= (float)SIZES[i].height);
        }
        desk_key(&desk, KEY_ESCAPE);
    }
    close_desk();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_of_this_step_is_written_by_two_keys),
        cmocka_unit_test(what_is_chosen_is_what_is_written),
        cmocka_unit_test(sheets_are_asked_for_in_the_dialog),
        cmocka_unit_test(pages_that_are_there_already_are_told),
        cmocka_unit_test(a_blank_step_is_asked_for_in_the_dialog),
        cmocka_unit_test(the_run_of_the_window_is_written),
        cmocka_unit_test(a_text_is_written_with_its_pictures),
        cmocka_unit_test(a_trace_is_written_and_played),
        cmocka_unit_test(the_part_is_the_loop_if_there_is_one),
        cmocka_unit_test(keys_go_through_formats_and_fields),
        cmocka_unit_test(a_typed_name_chooses_the_format_it_ends_in),
        cmocka_unit_test(a_file_is_replaced_only_if_that_is_confirmed),
        cmocka_unit_test(esc_abandons_at_once_and_says_so),
        cmocka_unit_test(the_button_abandons_as_well),
        cmocka_unit_test(closing_and_quitting_abandon),
        cmocka_unit_test(a_scenario_that_is_saved_meanwhile_abandons),
        cmocka_unit_test(what_fails_says_why),
        cmocka_unit_test(the_panel_is_drawn_as_recorded),
        cmocka_unit_test(the_dialog_fits_every_window),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
