/* Jobs that make films and numbered pictures: how many frames, which names, what stays behind, and
 * what is said when it cannot be. The pictures are made up; sdl_film_test.c has real ones. */
#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "exports/export.h"
#include "exports/numbered.h"
#include "support/build.h"
#include "support/folder.h"
#include "support/gif_reader.h"

enum { WIDTH = 320, HEIGHT = 200 };

static const char LOST_OBJECT[] = "scenarios/03-lost-object-barrier-on.json";

/* ---- a raster that paints the draw list's words, as pixels ---- */

struct plain_raster {
    struct raster raster;
    struct text words;
    uint32_t pixels[WIDTH * HEIGHT];
    bool paints_the_same; /* whatever there is to be seen */
    int fails_at;         /* the picture that cannot be written, from 1 on; 0: none */
    int written;
};

static const uint32_t *paint(void *user, const struct draw *d, int width, int height, int *pitch) {
    struct plain_raster *p = user;
    assert_true(width == WIDTH && height == HEIGHT);
    text_clear(&p->words);
    if (!p->paints_the_same) draw_describe(d, &p->words);
    for (size_t i = 0; i < WIDTH * HEIGHT; i++)
        p->pixels[i] =
            i < p->words.length ? (unsigned char)p->words.bytes[i] * 0x010203u : 0x8b9099;
    *pitch = WIDTH * (int)sizeof p->pixels[0];
    return p->pixels;
}

static bool write_png(void *user, FILE *to, char *why, size_t why_size) {
    struct plain_raster *p = user;
    snprintf(why, why_size, "cannot write: the test says so");
    fwrite(p->pixels, 1, 64, to);
    return ++p->written != p->fails_at;
}

/* ---- a job and what belongs to it ---- */

struct desk {
    struct plain_raster plain;
    struct scenario scenario;
    struct export_request request;
    struct export_job job;
};

static struct desk *desk_open(const char *name) {
    struct desk *d = calloc(1, sizeof *d);
    assert_non_null(d);
    d->plain.raster = (struct raster){
        .user = &d->plain, .measure = text_measure_plain(), .paint = paint, .write_png = write_png};
    d->request = export_request_to(folder_path(name));
    d->request.width = WIDTH;
    d->request.height = HEIGHT;
    build_load(&d->scenario, LOST_OBJECT);
    return d;
}

static void open_job(struct desk *d) {
    if (!export_open(&d->job, &d->scenario, NULL, &d->request, &d->plain.raster))
        fail_msg("%s", d->job.why);
}

static enum export_state run(struct desk *d) {
    float before = 0;
    open_job(d);
    for (;;) {
        enum export_state state = export_go_on(&d->job);
        assert_true(export_progress(&d->job) >= before && export_progress(&d->job) <= 1);
        before = export_progress(&d->job);
        if (state != EXPORT_GOES_ON) return state;
    }
}

static void desk_close(struct desk *d) {
    export_close(&d->job);
    text_free(&d->plain.words);
    scenario_free(&d->scenario);
    free(d);
}

static void read_film(struct gif_film *film, const char *name) {
    FILE *f = fopen(folder_path(name), "rb");
    assert_non_null(f);
    gif_read(film, f);
    fclose(f);
}

static bool is_there(const char *name) {
    return access(folder_path(name), F_OK) == 0;
}

static int files_like(const char *name) {
    int count = 0;
    DIR *d = opendir(folder_path(""));
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) count += strncmp(e->d_name, name, strlen(name)) == 0;
    closedir(d);
    return count;
}

static void assert_says(const struct desk *d, const char *words) {
    if (!strstr(d->job.why, words)) fail_msg("%s\nexpected: %s", d->job.why, words);
}

/* ---- GIF ---- */

static void a_film_has_a_frame_for_each_step(void **state) {
    (void)state;
    struct gif_film film;
    struct desk *d = desk_open("a.gif");
    d->request.from = 3;
    d->request.to = 12;
    d->request.rate = 10;
    assert_int_equal(run(d), EXPORT_DONE);
    read_film(&film, "a.gif");
    assert_int_equal(film.count, 10);
    for (size_t i = 0; i < 9; i++) assert_int_equal(film.frames[i].delay, 10);
    assert_int_equal(film.frames[9].delay, 210);
    gif_film_free(&film);
    desk_close(d);
}

static void without_a_range_it_is_the_whole_run_as_the_window_plays_it(void **state) {
    (void)state;
    struct gif_film film;
    struct desk *d = desk_open("whole.gif");
    assert_int_equal(run(d), EXPORT_DONE);
    read_film(&film, "whole.gif");
    assert_int_equal(film.count, session_steps(&d->job.session) + 1);
    assert_int_equal(film.frames[0].delay, 50);
    gif_film_free(&film);
    desk_close(d);
}

static void steps_that_look_the_same_are_frames_all_the_same(void **state) {
    (void)state;
    struct gif_film film;
    struct desk *d = desk_open("same.gif");
    d->plain.paints_the_same = true;
    d->request.from = 5;
    d->request.to = 8;
    assert_int_equal(run(d), EXPORT_DONE);
    read_film(&film, "same.gif");
    assert_int_equal(film.count, 4);
    gif_film_free(&film);
    desk_close(d);
}

static void one_step_is_a_film_as_well(void **state) {
    (void)state;
    struct gif_film film;
    struct desk *d = desk_open("one.gif");
    d->request.from = d->request.to = 7;
    assert_int_equal(run(d), EXPORT_DONE);
    read_film(&film, "one.gif");
    assert_int_equal(film.count, 1);
    gif_film_free(&film);
    desk_close(d);
}

static void a_gif_has_no_more_frames_a_second_than_are_shown(void **state) {
    (void)state;
    struct desk *d = desk_open("fast.gif");
    d->request.rate = 51;
    assert_int_equal(run(d), EXPORT_FAILED);
    assert_int_equal(d->job.status, FILE_BAD_INPUT);
    assert_says(d, "--fps 51: a GIF has at most 50 frames a second");
    desk_close(d);
    assert_false(is_there("fast.gif"));
}

static void a_film_that_cannot_be_written_leaves_the_old_one(void **state) {
    (void)state;
    struct desk *d = desk_open("full.gif");
    if (access("/dev/full", W_OK) != 0) skip();
    assert_int_equal(symlink("/dev/full", d->request.output), 0);
    assert_int_equal(run(d), EXPORT_FAILED);
    assert_int_equal(d->job.status, FILE_NO_RESOURCES);
    assert_says(d, "full.gif: cannot write: No space left on device");
    desk_close(d);
}

/* ---- numbered pictures ---- */

static void assert_numbered(const char *name, uint64_t number, const char *expected) {
    struct text out = {0};
    numbered_name(&out, name, number);
    assert_string_equal(text_string(&out), expected);
    text_free(&out);
}

static void numbers_stand_where_the_name_says(void **state) {
    (void)state;
    assert_numbered("a-%d.png", 7, "a-7.png");
    assert_numbered("a-%06d.png", 7, "a-000007.png");
    assert_numbered("%03d.png", 12345, "12345.png");
    assert_numbered("100%-%s-%02d-%d.png", 3, "100%-%s-03-%d.png");
    assert_numbered("d%04d/x.png", 12, "d0012/x.png");
    assert_int_equal(number_place("a.png").length, 0);
    assert_int_equal(number_place("100%.png").length, 0);
    assert_int_equal(number_place("%6d.png").length, 0);
    assert_int_equal(number_place("%0").length, 0);
    assert_int_equal(number_place("%0123d").length, 0);
}

static void a_name_with_a_number_is_for_a_picture_of_each_step(void **state) {
    (void)state;
    assert_string_equal(export_format_of("x-%06d.png")->ending, "-%06d.png");
    assert_ptr_equal(export_format_of("%d.PNG"), export_format_of("x-%06d.png"));
    assert_string_equal(export_format_of("100%.png")->ending, ".png");
    assert_string_equal(export_format_of("%d.gif")->ending, ".gif");
    struct text instead = {0};
    numbered_instead(&instead, "a.b/film.mp4");
    assert_string_equal(text_string(&instead), "a.b/film-%06d.png");
    text_free(&instead);
}

static void a_picture_is_written_for_each_step(void **state) {
    (void)state;
    struct desk *d = desk_open("step-%03d.png");
    d->request.from = 9;
    d->request.to = 11;
    assert_int_equal(run(d), EXPORT_DONE);
    desk_close(d);
    assert_int_equal(files_like("step-"), 3);
    assert_true(is_there("step-009.png") && is_there("step-010.png") && is_there("step-011.png"));
}

static void given_up_pictures_are_taken_back(void **state) {
    (void)state;
    for (int portions = 0; portions < 6; portions++) {
        struct desk *d = desk_open("taken-%d.png");
        folder_write("taken-1.png", "old");
        d->request.from = 0;
        d->request.to = 4;
        open_job(d);
        for (int i = 0; i < portions; i++) assert_int_equal(export_go_on(&d->job), EXPORT_GOES_ON);
        desk_close(d);
        assert_int_equal(files_like("taken-"), 1);
        assert_int_equal(files_like(".tricolor"), 0);
    }
}

static void pictures_that_fail_are_taken_back(void **state) {
    (void)state;
    struct desk *d = desk_open("failed-%d.png");
    d->plain.fails_at = 3;
    assert_int_equal(run(d), EXPORT_FAILED);
    assert_int_equal(d->job.status, FILE_NO_RESOURCES);
    assert_says(d, "failed-2.png: cannot write: the test says so");
    desk_close(d);
    assert_int_equal(files_like("failed-"), 0);
    assert_int_equal(files_like(".tricolor"), 0);
}

/* ---- video ---- */

static void be_ffmpeg(const char *script) {
    struct text words = {0};
    text_addf(&words, "#!/bin/sh\n%s\n", script);
    folder_write("ffmpeg", text_string(&words));
    text_free(&words);
    assert_int_equal(chmod(folder_path("ffmpeg"), 0755), 0);
}

static void a_video_goes_to_its_place_when_it_is_whole(void **state) {
    (void)state;
    struct desk *d = desk_open("v.mp4");
    folder_write("v.mp4", "old");
    be_ffmpeg(
        "for target; do :; done\ncat >/dev/null\n"
        "printf '\\0\\0\\0\\010ftyp\\0\\0\\0\\010moov\\0\\0\\0\\010mdat' >\"${target#file:}\"");
    assert_int_equal(run(d), EXPORT_DONE);
    desk_close(d);
    char *bytes, why[256];
    size_t length;
    assert_int_equal(file_read(folder_path("v.mp4"), 100, &bytes, &length, why, sizeof why),
                     FILE_OK);
    assert_int_equal(length, 24);
    free(bytes);
    assert_int_equal(files_like(".tricolor"), 0);
}

static void assert_old_film(const char *name) {
    char *bytes, why[256];
    size_t length;
    assert_int_equal(file_read(folder_path(name), 100, &bytes, &length, why, sizeof why), FILE_OK);
    assert_string_equal(bytes, "old");
    free(bytes);
    assert_int_equal(files_like(".tricolor"), 0);
}

static void without_ffmpeg_pictures_are_offered(void **state) {
    (void)state;
    struct desk *d = desk_open("none.webm");
    folder_write("none.webm", "old");
    unlink(folder_path("ffmpeg"));
    char *path = strdup(getenv("PATH"));
    setenv("PATH", folder_path(""), 1);
    enum export_state end = run(d);
    setenv("PATH", path, 1);
    free(path);
    assert_int_equal(end, EXPORT_FAILED);
    assert_int_equal(d->job.status, FILE_NO_RESOURCES);
    assert_true(d->job.lacks_program);
    assert_says(d, "none.webm: ffmpeg is needed for this, and there is none in PATH");
    desk_close(d);
    assert_old_film("none.webm");
}

static void a_video_that_fails_leaves_the_old_one(void **state) {
    (void)state;
    struct desk *d = desk_open("bad.mp4");
    folder_write("bad.mp4", "old");
    be_ffmpeg("head -c 1000 >/dev/null; echo 'No space left on device' >&2; exit 1");
    assert_int_equal(run(d), EXPORT_FAILED);
    assert_false(d->job.lacks_program);
    assert_says(d, "bad.mp4: cannot write: No space left on device; the old file is unchanged");
    desk_close(d);
    assert_old_film("bad.mp4");
}

/* Wherever it is; the ffmpeg takes nothing. */
static void a_video_that_is_given_up_leaves_nothing(void **state) {
    (void)state;
    for (int portions = 0; portions < 8; portions++) {
        struct desk *d = desk_open("up.mp4");
        folder_write("up.mp4", "old");
        be_ffmpeg("exec sleep 1000");
        open_job(d);
        for (int i = 0; i < portions; i++) assert_int_equal(export_go_on(&d->job), EXPORT_GOES_ON);
        desk_close(d);
        assert_old_film("up.mp4");
    }
}

static void a_video_needs_a_regular_file(void **state) {
    (void)state;
    struct desk *d = desk_open("device.mp4");
    assert_int_equal(symlink("/dev/null", d->request.output), 0);
    assert_int_equal(run(d), EXPORT_FAILED);
    assert_int_equal(d->job.status, FILE_NO_RESOURCES);
    assert_says(d, "device.mp4: is no regular file");
    desk_close(d);
}

static int open_bench(void **state) {
    struct text path = {0};
    if (folder_make(state) != 0) return -1;
    text_addf(&path, "%s:%s", folder_path(""), getenv("PATH"));
    int failed = setenv("PATH", text_string(&path), 1);
    text_free(&path);
    signal(SIGPIPE, SIG_IGN);
    return failed;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_film_has_a_frame_for_each_step),
        cmocka_unit_test(without_a_range_it_is_the_whole_run_as_the_window_plays_it),
        cmocka_unit_test(steps_that_look_the_same_are_frames_all_the_same),
        cmocka_unit_test(one_step_is_a_film_as_well),
        cmocka_unit_test(a_gif_has_no_more_frames_a_second_than_are_shown),
        cmocka_unit_test(a_film_that_cannot_be_written_leaves_the_old_one),
        cmocka_unit_test(numbers_stand_where_the_name_says),
        cmocka_unit_test(a_name_with_a_number_is_for_a_picture_of_each_step),
        cmocka_unit_test(a_picture_is_written_for_each_step),
        cmocka_unit_test(given_up_pictures_are_taken_back),
        cmocka_unit_test(pictures_that_fail_are_taken_back),
        cmocka_unit_test(a_video_goes_to_its_place_when_it_is_whole),
        cmocka_unit_test(without_ffmpeg_pictures_are_offered),
        cmocka_unit_test(a_video_that_fails_leaves_the_old_one),
        cmocka_unit_test(a_video_that_is_given_up_leaves_nothing),
        cmocka_unit_test(a_video_needs_a_regular_file),
    };
    return cmocka_run_group_tests(tests, open_bench, folder_remove);
}
