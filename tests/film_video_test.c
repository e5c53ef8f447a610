/* Videos by ffmpeg: what it is fed, and all that can go wrong with it. Most of it is tried on
 * programs of a few lines that call themselves ffmpeg; the rest on the real one, if there is one.
 */
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

#include "base/file.h"
#include "base/text.h"
#include "film/child.h"
#include "film/container.h"
#include "film/video.h"
#include "support/folder.h"

enum { WIDTH = 641, HEIGHT = 361, FRAMES = 5, PATIENCE = 20000 };

static char usual_path[4096]; /* PATH as it was */

/* ---- ffmpegs ---- */

#define TARGET "for target; do :; done; target=${target#file:}; "
#define PUT_MP4 "printf '\\0\\0\\0\\010ftyp\\0\\0\\0\\010moov\\0\\0\\0\\010mdat' >\"$target\"\n"

static void set_path(bool with_usual) {
    struct text path = {0};
    text_addf(&path, "%s%s%s", folder_path(""), with_usual ? ":" : "",
              with_usual ? usual_path : "");
    assert_int_equal(setenv("PATH", text_string(&path), 1), 0);
    text_free(&path);
}

/* From now on ffmpeg is this script, which finds its files in $FOLDER. */
static void be_ffmpeg(const char *script) {
    struct text words = {0};
    text_addf(&words, "#!/bin/sh\nFOLDER='%s'\n%s\n", folder_path(""), script);
    folder_write("ffmpeg", text_string(&words));
    text_free(&words);
    assert_int_equal(chmod(folder_path("ffmpeg"), 0755), 0);
    set_path(true);
}

static void be_the_real_ffmpeg(void) {
    unlink(folder_path("ffmpeg"));
    setenv("PATH", usual_path, 1);
}

/* ---- films ---- */

static uint32_t colour_at(int frame, int x, int y) {
    return 0xff000000u | (uint32_t)(frame * 40 + 20) << 16 | (uint32_t)(x * 255 / WIDTH) << 8 |
           (uint32_t)(y * 255 / HEIGHT);
}

static struct video *begin(enum video_kind kind, unsigned patience) {
    struct video_settings settings = {kind, WIDTH, HEIGHT, 7, folder_path("film"), patience};
    folder_write("film", "");
    struct video *v = video_begin(&settings);
    assert_non_null(v);
    return v;
}

static void give(struct video *v, int number) {
    static uint32_t pixels[HEIGHT * (WIDTH + 5)];
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) pixels[y * (WIDTH + 5) + x] = colour_at(number, x, y);
    struct frame f = {pixels, WIDTH, HEIGHT, WIDTH + 5};
    video_add(v, &f);
}

/* Hands in all frames. A portion never takes long. */
static enum video_state make(struct video *v) {
    for (int given = 0;;) {
        uint64_t before = child_clock();
        enum video_state state = video_go_on(v);
        assert_true(child_clock() - before < 3000); /* 15 of them if nobody else wants anything */
        if (state == VIDEO_WANTS_FRAME && given == FRAMES) video_end(v);
        else if (state == VIDEO_WANTS_FRAME) give(v, given++);
        else if (state != VIDEO_IS_BUSY) return state;
    }
}

static void assert_made(enum video_kind kind) {
    struct video *v = begin(kind, PATIENCE);
    if (make(v) != VIDEO_IS_DONE) fail_msg("%s", video_why(v));
    video_close(v);
}

static void assert_fails(const char *script, unsigned patience, const char *why) {
    be_ffmpeg(script);
    struct video *v = begin(VIDEO_MP4, patience);
    assert_int_equal(make(v), VIDEO_HAS_FAILED);
    assert_string_equal(video_why(v), why);
    assert_int_equal(video_go_on(v), VIDEO_HAS_FAILED);
    video_close(v);
}

static char *content(const char *name, size_t *length) {
    char *bytes, why[256];
    if (file_read(folder_path(name), 1 << 26, &bytes, length, why, sizeof why) != FILE_OK)
        fail_msg("%s: %s", name, why);
    return bytes;
}

/* ---- what ffmpeg is given ---- */

/* A pipe holds much less than a frame. An odd side gets its last row or column once more. */
static void frames_arrive_whole_and_in_order(void **state) {
    (void)state;
    be_ffmpeg(TARGET "cat >\"$FOLDER/raw\"; " PUT_MP4);
    assert_made(VIDEO_MP4);
    size_t length;
    char *bytes = content("raw", &length);
    const size_t row = WIDTH + 1, frame = row * (HEIGHT + 1);
    assert_int_equal(length, FRAMES * frame * 4);
    for (int n = 0; n < FRAMES; n++)
        for (int y = 0; y <= HEIGHT; y++)
            for (int x = 0; x <= WIDTH; x++) {
                uint32_t found,
                    expected = colour_at(n, x < WIDTH ? x : WIDTH - 1, y < HEIGHT ? y : HEIGHT - 1);
                size_t at = (size_t)n * frame + (size_t)y * row + (size_t)x;
                memcpy(&found, bytes + at * 4, sizeof found);
                if (found != expected) fail_msg("frame %d, pixel %d,%d", n, x, y);
            }
    free(bytes);
}

static void assert_told(const char *words, const char *expected) {
    if (!strstr(words, expected)) fail_msg("%s\nexpected: %s", words, expected);
}

static void ffmpeg_is_told_what_comes_and_what_is_wanted(void **state) {
    (void)state;
    size_t length;
    be_ffmpeg("echo \" $* \" >\"$FOLDER/told\"; " TARGET "cat >/dev/null; " PUT_MP4);
    assert_made(VIDEO_MP4);
    char *told = content("told", &length);
    assert_told(told, " -f rawvideo ");
    assert_told(told, " -video_size 642x362 -framerate 7 -i pipe:0 ");
    assert_told(told, "format=yuv420p ");
    assert_told(told, " -c:v libx264 ");
    assert_told(told, " -movflags +faststart -f mp4 file:/");
    free(told);
}

/* ---- what can go wrong ---- */

static void a_missing_ffmpeg_is_told(void **state) {
    (void)state;
    unlink(folder_path("ffmpeg"));
    set_path(false);
    struct video *v = begin(VIDEO_MP4, PATIENCE);
    assert_int_equal(video_go_on(v), VIDEO_HAS_FAILED);
    assert_string_equal(video_why(v), "ffmpeg is needed for this, and there is none in PATH");
    assert_int_equal(video_lack(v), VIDEO_LACKS_FFMPEG);
    video_close(v);
}

static void an_ffmpeg_without_the_encoder_is_told(void **state) {
    (void)state;
    be_ffmpeg("echo \"Unknown encoder 'libvpx-vp9'\" >&2; exit 1");
    struct video *v = begin(VIDEO_WEBM, PATIENCE);
    assert_int_equal(make(v), VIDEO_HAS_FAILED);
    assert_string_equal(video_why(v), "the ffmpeg here has no encoder libvpx-vp9");
    assert_int_equal(video_lack(v), VIDEO_LACKS_ENCODER);
    video_close(v);
}

static void the_death_of_ffmpeg_is_told(void **state) {
    (void)state;
    assert_fails("exit 7", PATIENCE, "ffmpeg ended with status 7");
    assert_fails("exit 0", PATIENCE, "ffmpeg ended before the film did");
    assert_fails("kill -9 $$", PATIENCE, "ffmpeg was ended by signal 9");
    assert_fails("head -c 100000 >/dev/null; kill -SEGV $$", PATIENCE,
                 "ffmpeg was ended by signal 11");
    assert_fails("cat >/dev/null; exit 3", PATIENCE, "ffmpeg ended with status 3");
}

static void the_first_complaint_counts(void **state) {
    (void)state;
    assert_fails("printf '\\n[mp4 @ 0x55d0] no luck\\ttoday\\nmore\\n' >&2; exit 1", PATIENCE,
                 "ffmpeg says: no luck?today");
    assert_fails("printf '[' >&2; exit 1", PATIENCE, "ffmpeg says: [");
}

static void a_full_disk_has_its_error(void **state) {
    (void)state;
    be_ffmpeg("echo 'av_interleaved_write_frame(): No space left on device' >&2; exit 1");
    struct video *v = begin(VIDEO_MP4, PATIENCE);
    assert_int_equal(make(v), VIDEO_HAS_FAILED);
    assert_int_equal(video_error(v), ENOSPC);
    video_close(v);
}

static void what_is_no_whole_film_is_not_believed(void **state) {
    (void)state;
    assert_fails(TARGET "cat >/dev/null; echo rubbish >\"$target\"", PATIENCE,
                 "ffmpeg has not written a whole film: it is no MP4");
    assert_fails("cat >/dev/null", PATIENCE, "ffmpeg has not written a whole film: it is empty");
    assert_fails(TARGET
                 "cat >/dev/null; printf '\\0\\0\\0\\010ftyp\\0\\0\\0\\011moov' >\"$target\"",
                 PATIENCE, "ffmpeg has not written a whole film: it ends too early");
    assert_fails("cat >/dev/null; echo 'it is raining' >&2", PATIENCE,
                 "ffmpeg says: it is raining");
}

static void silence_ends_after_a_while(void **state) {
    (void)state;
    assert_fails("exec sleep 1000", 1000, "ffmpeg has not done anything for 1 seconds");
    assert_fails("cat >/dev/null; exec sleep 1000", 1000,
                 "ffmpeg has not done anything for 1 seconds");
    assert_fails("exec <&-; exec sleep 1000", 1000, "ffmpeg has not done anything for 1 seconds");
}

/* Its complaints are taken from it, so that it is never kept waiting for that. */
static void complaining_without_end_stops_nothing(void **state) {
    (void)state;
    be_ffmpeg("i=0; while [ $i -lt 3000 ]; do i=$((i + 1)); echo 'this is a warning that is of the "
              "length of one hundred bytes, more or less, and means nothing' >&2; done\n" TARGET
              "cat >/dev/null; " PUT_MP4);
    assert_made(VIDEO_MP4);
}

static bool is_gone(const char *name) {
    size_t length;
    char *number = content(name, &length);
    pid_t process = (pid_t)strtol(number, NULL, 10);
    free(number);
    assert_true(process > 1);
    return kill(process, 0) != 0 && errno == ESRCH;
}

/* In the middle of a frame that nobody takes. */
static void giving_up_leaves_no_process(void **state) {
    (void)state;
    be_ffmpeg("echo $$ >\"$FOLDER/process.new\"; mv \"$FOLDER/process.new\" \"$FOLDER/process\"\n"
              "exec sleep 1000");
    unlink(folder_path("process"));
    struct video *v = begin(VIDEO_MP4, PATIENCE);
    assert_int_equal(video_go_on(v), VIDEO_WANTS_FRAME);
    give(v, 0);
    while (access(folder_path("process"), F_OK) != 0)
        assert_int_equal(video_go_on(v), VIDEO_IS_BUSY);
    assert_false(is_gone("process"));
    uint64_t before = child_clock();
    video_close(v);
    assert_true(child_clock() - before < 3000);
    assert_true(is_gone("process"));
}

/* ---- whole files ---- */

static void put_bytes(const char *bytes, size_t length) {
    FILE *f = fopen(folder_path("container"), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, length, f), length);
    assert_int_equal(fclose(f), 0);
}

static void a_film_that_is_cut_off_is_not_whole(void **state) {
    (void)state;
    static const char MP4[] = "\0\0\0\14ftypisom\0\0\0\1mdat\0\0\0\0\0\0\0\24four\0\0\0\10moov";
    static const char WEBM[] = "\x1a\x45\xdf\xa3\x83"
                               "abc\x18\x53\x80\x67\x01\0\0\0\0\0\0\5film!";
    char why[100];
    for (size_t length = 0; length < sizeof MP4; length++) {
        put_bytes(MP4, length);
        assert_int_equal(container_is_mp4(folder_path("container"), why, sizeof why),
                         length == sizeof MP4 - 1);
    }
    for (size_t length = 0; length < sizeof WEBM; length++) {
        put_bytes(WEBM, length);
        assert_int_equal(container_is_webm(folder_path("container"), why, sizeof why),
                         length == sizeof WEBM - 1);
    }
    put_bytes("\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\xff", 10);
    assert_false(container_is_webm(folder_path("container"), why, sizeof why));
    assert_string_equal(why, "it has no end");
    assert_false(container_is_mp4(folder_path("nowhere"), why, sizeof why));
}

/* ---- the real one ---- */

/* The film once more as raw pixels; NULL: there is no ffmpeg that can. */
static uint8_t *developed(size_t *length) {
    struct text command = {0};
    text_addf(&command,
              "ffmpeg -v error -y -i '%s' -f rawvideo -pix_fmt rgb24 -vf "
              "scale=in_color_matrix=bt709 '%s' </dev/null >/dev/null 2>&1",
              folder_path("film"), folder_path("raw"));
    int status = system(text_string(&command));
    text_free(&command);
    assert_int_equal(status, 0);
    return (uint8_t *)content("raw", length);
}

static void assert_film(const uint8_t *bytes, size_t length) {
    const size_t row = WIDTH + 1, frame = row * (HEIGHT + 1);
    assert_int_equal(length, FRAMES * frame * 3);
    for (int n = 0; n < FRAMES; n++)
        for (int y = 0; y < HEIGHT; y += 10)
            for (int x = 0; x < WIDTH; x += 10) {
                const uint8_t *found =
                    bytes + 3 * ((size_t)n * frame + (size_t)y * row + (size_t)x);
                uint32_t expected = colour_at(n, x, y);
                for (unsigned i = 0; i < 3; i++)
                    if (abs((int)(expected >> (16 - 8 * i) & 255) - (int)found[i]) > 12)
                        fail_msg("frame %d, pixel %d,%d: %02x%02x%02x, expected %06x", n, x, y,
                                 found[0], found[1], found[2], expected & 0xffffff);
            }
}

static void the_real_ffmpeg_makes_a_film(enum video_kind kind) {
    be_the_real_ffmpeg();
    struct video *v = begin(kind, VIDEO_PATIENCE);
    enum video_state end = make(v);
    bool is_missing = end == VIDEO_HAS_FAILED && video_lack(v) != VIDEO_LACKS_NOTHING;
    if (end != VIDEO_IS_DONE && !is_missing) fail_msg("%s", video_why(v));
    video_close(v);
    if (is_missing) skip();
    size_t length;
    uint8_t *bytes = developed(&length);
    assert_film(bytes, length);
    free(bytes);
}

static void the_real_ffmpeg_makes_mp4(void **state) {
    (void)state;
    the_real_ffmpeg_makes_a_film(VIDEO_MP4);
}

static void the_real_ffmpeg_makes_webm(void **state) {
    (void)state;
    the_real_ffmpeg_makes_a_film(VIDEO_WEBM);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_arrive_whole_and_in_order),
        cmocka_unit_test(ffmpeg_is_told_what_comes_and_what_is_wanted),
        cmocka_unit_test(a_missing_ffmpeg_is_told),
        cmocka_unit_test(an_ffmpeg_without_the_encoder_is_told),
        cmocka_unit_test(the_death_of_ffmpeg_is_told),
        cmocka_unit_test(the_first_complaint_counts),
        cmocka_unit_test(a_full_disk_has_its_error),
        cmocka_unit_test(what_is_no_whole_film_is_not_believed),
        cmocka_unit_test(silence_ends_after_a_while),
        cmocka_unit_test(complaining_without_end_stops_nothing),
        cmocka_unit_test(giving_up_leaves_no_process),
        cmocka_unit_test(a_film_that_is_cut_off_is_not_whole),
        cmocka_unit_test(the_real_ffmpeg_makes_mp4),
        cmocka_unit_test(the_real_ffmpeg_makes_webm),
    };
    const char *path = getenv("PATH");
    snprintf(usual_path, sizeof usual_path, "%s", path ? path : "");
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
