/* Export jobs: they are written in portions, leave nothing behind if they are not done, and show
 * the run that the window shows. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "exports/export.h"
#include "session/future.h"
#include "support/build.h"
#include "support/folder.h"
#include "support/plain_raster.h"

static const char LOST_OBJECT[] = "scenarios/03-lost-object-barrier-on.json";

/* ---- support ---- */

static char *content(const char *path) {
    char *bytes, why[256];
    size_t length;
    if (file_read(path, 1 << 24, &bytes, &length, why, sizeof why) != FILE_OK)
        fail_msg("%s: %s", path, why);
    return bytes;
}

/* How many files there are whose names begin so. */
static int files_like(const char *name) {
    char folder[4096];
    int count = 0;
    snprintf(folder, sizeof folder, "%s", folder_path(""));
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) count += strncmp(e->d_name, name, strlen(name)) == 0;
    closedir(d);
    return count;
}

static void run(struct export_job *job) {
    float before = 0;
    while (export_go_on(job) == EXPORT_GOES_ON) {
        assert_true(export_progress(job) >= before && export_progress(job) <= 1);
        before = export_progress(job);
    }
}

/* What is wrong with a request; NULL: nothing. */
static const char *complaint(const struct export_request *r, enum file_status expected) {
    static struct export_job job;
    static char why[sizeof job.why];
    struct plain_raster raster;
    struct scenario scenario;
    plain_raster_open(&raster);
    build_load(&scenario, LOST_OBJECT);
    if (export_open(&job, &scenario, NULL, r, &raster.raster)) run(&job);
    assert_int_equal(job.status, expected);
    snprintf(why, sizeof why, "%s", job.why);
    export_close(&job);
    plain_raster_close(&raster);
    scenario_free(&scenario);
    return why;
}

/* The file that a job writes for a session, or for the scenario alone. */
static char *export_as(const struct session *s, const struct scenario *scenario, const char *name,
                       uint64_t step) {
    static struct export_job job;
    struct plain_raster raster;
    struct export_request r = export_request_to(folder_path(name));
    r.step = step;
    plain_raster_open(&raster);
    assert_true(export_open(&job, scenario, s, &r, &raster.raster));
    run(&job);
    assert_string_equal(job.why, "");
    export_close(&job);
    plain_raster_close(&raster);
    return content(r.output);
}

/* ---- the tests ---- */

static void a_format_is_chosen_by_the_ending_of_the_name(void **state) {
    (void)state;
    assert_string_equal(export_format_of("a.png")->ending, ".png");
    assert_string_equal(export_format_of("a.b.PNG")->ending, ".png");
    assert_null(export_format_of("a.bmp"));
    assert_null(export_format_of(".png"));
    assert_null(export_format_of("png"));
    assert_null(export_format_of(""));
}

static void a_longer_ending_comes_before_one_that_it_ends_in(void **state) {
    (void)state;
    for (const struct export_format *f = EXPORT_FORMATS; f->ending; f++) {
        char name[64];
        snprintf(name, sizeof name, "x%s", f->ending);
        assert_ptr_equal(export_format_of(name), f);
    }
}

static void requests_that_make_no_sense_are_refused(void **state) {
    (void)state;
    struct export_request r = export_request_to(folder_path("a.bmp"));
    assert_non_null(strstr(complaint(&r, FILE_BAD_INPUT), ": expected a name that ends in .png"));
    r = export_request_to(folder_path("a.png"));
    r.step = 100000;
    assert_memory_equal(complaint(&r, FILE_BAD_INPUT), "--step 100000: the run has ", 27);
    r = export_request_to(folder_path("a.png"));
    r.rate = 10;
    assert_non_null(strstr(complaint(&r, FILE_BAD_INPUT), "a.png: --fps is for a name that ends"));
    r = export_request_to(folder_path("none/a.png"));
    assert_non_null(strstr(complaint(&r, FILE_NO_RESOURCES), "none/a.png: cannot write"));
    assert_int_equal(files_like("a."), 0);
}

static void an_abandoned_job_leaves_the_old_file_and_nothing_else(void **state) {
    static struct export_job job;
    struct plain_raster raster;
    struct scenario scenario;
    struct export_request r = export_request_to(folder_path("old.png"));
    (void)state;
    plain_raster_open(&raster);
    build_load(&scenario, LOST_OBJECT);
    folder_write("old.png", "old");
    for (int portions = 0;; portions++) {
        enum export_state gone = EXPORT_GOES_ON;
        assert_true(export_open(&job, &scenario, NULL, &r, &raster.raster));
        for (int i = 0; i < portions && gone == EXPORT_GOES_ON; i++) gone = export_go_on(&job);
        export_close(&job);
        if (gone == EXPORT_DONE) break;
        char *bytes = content(r.output);
        assert_string_equal(bytes, "old");
        free(bytes);
        assert_int_equal(files_like(".tricolor"), 0);
    }
    scenario_free(&scenario);
    plain_raster_close(&raster);
}

static void a_write_that_fails_leaves_the_old_file_and_says_why(void **state) {
    static struct export_job job;
    struct plain_raster raster;
    struct scenario scenario;
    struct export_request r = export_request_to(folder_path("kept.png"));
    (void)state;
    plain_raster_open(&raster);
    raster.cannot_write = true;
    build_load(&scenario, LOST_OBJECT);
    folder_write("kept.png", "old");
    assert_true(export_open(&job, &scenario, NULL, &r, &raster.raster));
    run(&job);
    assert_int_equal(job.status, FILE_NO_RESOURCES);
    assert_non_null(strstr(job.why, "kept.png: cannot write: the test says so"));
    export_close(&job);
    char *bytes = content(r.output);
    assert_string_equal(bytes, "old");
    free(bytes);
    assert_int_equal(files_like(".tricolor"), 0);
    scenario_free(&scenario);
    plain_raster_close(&raster);
}

/* GOGC is changed, then who goes next wherever that is possible. */
static void interfere(struct session *s) {
    struct candidate who[16];
    session_seek(s, 2);
    assert_true(session_set(s, DECISION_GOGC, 50));
    for (uint64_t step = 5; step < 40; step += 5) {
        session_seek(s, step);
        uint32_t count = session_choices(s, who, 16);
        for (uint32_t i = 0; i < count && i < 16; i++)
            if (!who[i].goes && session_force(s, who[i].choice)) break;
    }
}

static void a_job_shows_the_run_of_the_window_and_leaves_its_place(void **state) {
    struct scenario scenario;
    struct session s;
    (void)state;
    build_load(&scenario, LOST_OBJECT);
    assert_true(session_open(&s, &scenario));
    char *own = export_as(NULL, &scenario, "own.png", 20);
    char *same = export_as(&s, &scenario, "same.png", 20);
    assert_string_equal(own, same);
    interfere(&s);
    assert_true(s.future.count > 1);
    session_run(&s, 1 << 20);
    session_seek(&s, 3);
    uint64_t changes = s.future.changes, steps = session_steps(&s);
    char *other = export_as(&s, &scenario, "other.png", 20);
    assert_string_not_equal(own, other);
    assert_int_equal(session_step(&s), 3);
    assert_int_equal(session_steps(&s), steps);
    assert_int_equal(s.future.changes, changes);
    free(own);
    free(same);
    free(other);
    session_close(&s);
    scenario_free(&scenario);
}

static void a_run_that_follows_another_is_that_run(void **state) {
    struct scenario scenario;
    struct session s, follower;
    (void)state;
    build_load(&scenario, LOST_OBJECT);
    assert_true(session_open(&s, &scenario));
    assert_true(session_set(&s, DECISION_GOGC, 70)); /* at the step 0 */
    interfere(&s);
    assert_true(session_open(&follower, &scenario));
    assert_true(session_follow(&follower, &s.future));
    session_run(&s, 1 << 20);
    session_run(&follower, 1 << 20);
    assert_int_equal(session_steps(&s), session_steps(&follower));
    for (uint64_t step = 0; step <= session_steps(&s); step++) {
        session_seek(&s, step);
        session_seek(&follower, step);
        assert_int_equal(machine_hash(&s.now), machine_hash(&follower.now));
    }
    session_close(&follower);
    session_close(&s);
    scenario_free(&scenario);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_format_is_chosen_by_the_ending_of_the_name),
        cmocka_unit_test(a_longer_ending_comes_before_one_that_it_ends_in),
        cmocka_unit_test(requests_that_make_no_sense_are_refused),
        cmocka_unit_test(an_abandoned_job_leaves_the_old_file_and_nothing_else),
        cmocka_unit_test(a_write_that_fails_leaves_the_old_file_and_says_why),
        cmocka_unit_test(a_job_shows_the_run_of_the_window_and_leaves_its_place),
        cmocka_unit_test(a_run_that_follows_another_is_that_run),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
