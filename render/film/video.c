#include "film/video.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/check.h"
#include "base/text.h"
#include "film/child.h"
#include "film/container.h"

enum {
    PORTION = 15, /* milliseconds that a portion takes at most */
    WORDS_MAX = 64
};

enum stage { FEEDING, ENDING, DONE, FAILED };

struct video {
    struct video_settings settings;
    char *path;
    struct child ffmpeg;
    enum stage stage;
    bool is_broken;    /* it has closed its ears before the end */
    uint32_t *pixels;  /* the frame that is being handed on */
    size_t size, sent; /* bytes of it; all of it is sent when a new one is wanted */
    uint64_t alive;    /* when it was last seen to do something, by child_clock */
    long long written; /* bytes in its file then */
    enum video_lack lack;
    int error;
    char why[256];
};

/* ---- failing ---- */

static enum video_state fail(struct video *v, const char *format, ...) TC_PRINTF(2, 3);

static enum video_state fail(struct video *v, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(v->why, sizeof v->why, format, arguments);
    va_end(arguments);
    v->stage = FAILED;
    child_close(&v->ffmpeg);
    return VIDEO_HAS_FAILED;
}

/* The first line of what it said that is not empty, without the `[name @ address] ` before it and
 * without what is no plain letter. */
static void first_line(const struct video *v, char *line, size_t size) {
    const char *at = v->ffmpeg.said, *end = at + v->ffmpeg.said_length;
    size_t length = 0;
    while (at < end && (unsigned char)*at <= ' ') at++;
    const char *bracket = *at == '[' ? memchr(at, ']', (size_t)(end - at)) : NULL;
    if (bracket && bracket + 2 < end) at = bracket + 2;
    for (; at < end && *at != '\n' && *at != '\r' && length + 1 < size; at++)
        line[length++] = *at >= ' ' && *at <= '~' ? *at : '?';
    line[length] = '\0';
}

static const char *encoder_of(const struct video *v) {
    return v->settings.kind == VIDEO_MP4 ? "libx264" : "libvpx-vp9";
}

/* What it says of files is what the system says, in the same words. */
static int error_in(const char *said) {
    static const int ERRORS[] = {ENOSPC, EFBIG, EDQUOT, EIO, EROFS};
    for (size_t i = 0; i < sizeof ERRORS / sizeof ERRORS[0]; i++)
        if (strstr(said, strerror(ERRORS[i]))) return ERRORS[i];
    return 0;
}

/* It has ended, and not well. */
static enum video_state fail_for_ending(struct video *v) {
    char said[160];
    int status = v->ffmpeg.wait_status;
    first_line(v, said, sizeof said);
    if (strstr(said, "Unknown encoder")) {
        v->lack = VIDEO_LACKS_ENCODER;
        return fail(v, "the ffmpeg here has no encoder %s", encoder_of(v));
    }
    v->error = error_in(said);
    if (WIFSIGNALED(status))
        return fail(v, "ffmpeg was ended by signal %d%s%s", WTERMSIG(status), *said ? ": " : "",
                    said);
    if (*said) return fail(v, "ffmpeg says: %s", said);
    if (WEXITSTATUS(status)) return fail(v, "ffmpeg ended with status %d", WEXITSTATUS(status));
    return fail(v, "ffmpeg ended before the film did");
}

static enum video_state fail_to_start(struct video *v, int error) {
    if (error != ENOENT) return fail(v, "cannot start ffmpeg: %s", strerror(error));
    v->lack = VIDEO_LACKS_FFMPEG;
    return fail(v, "ffmpeg is needed for this, and there is none in PATH");
}

/* ---- what ffmpeg is told ---- */

struct command {
    const char *words[WORDS_MAX];
    size_t count;
    char size[32], rate[16], path[4200];
};

static void say(struct command *c, const char *const *words) {
    for (size_t i = 0; words[i]; i++) {
        CHECK(c->count + 1 < WORDS_MAX);
        c->words[c->count++] = words[i];
    }
}

/* How 0xXXRRGGBB lies in memory. */
static const char *pixel_format(void) {
    const uint32_t one = 1;
    return *(const uint8_t *)&one ? "bgr0" : "0rgb";
}

static void say_input(struct command *c, const struct video_settings *s) {
    snprintf(c->size, sizeof c->size, "%dx%d", s->width, s->height);
    snprintf(c->rate, sizeof c->rate, "%u", s->rate);
    say(c, (const char *const[]){"ffmpeg", "-hide_banner", "-loglevel", "error", "-xerror", "-y",
                                 "-f", "rawvideo", "-pixel_format", pixel_format(), "-video_size",
                                 c->size, "-framerate", c->rate, "-i", "pipe:0", NULL});
}

/* Colours as of ITU-R BT.709, which players take for granted in large videos, and say so in the
 * file; the same film is the same file, whoever makes it when. */
static void say_colours(struct command *c) {
    say(c, (const char *const[]){
               "-vf",
               "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int,"
               "format=yuv420p",
               "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
               "-color_range", "tv", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v",
               "+bitexact", NULL});
}

/* A quality at which letters have no visible noise around them. A key frame every twenty steps lets
 * a player jump. VP9 as for live pictures: a fifth of the time for a film that is hardly larger. */
static void say_encoder(struct command *c, enum video_kind kind) {
    static const char *const MP4[] = {"-c:v",      "libx264",    "-preset", "veryfast", "-tune",
                                      "animation", "-crf",       "18",      "-g",       "20",
                                      "-movflags", "+faststart", "-f",      "mp4",      NULL};
    static const char *const WEBM[] = {
        "-c:v", "libvpx-vp9", "-b:v", "0",  "-crf", "20", "-deadline", "realtime", "-cpu-used",
        "6",    "-row-mt",    "1",    "-g", "20",   "-f", "webm",      NULL};
    say(c, kind == VIDEO_MP4 ? MP4 : WEBM);
}

/* `file:` keeps ffmpeg from taking a part of the name for a protocol. */
static void say_output(struct command *c, const char *path) {
    snprintf(c->path, sizeof c->path, "file:%s", path);
    say(c, (const char *const[]){c->path, NULL});
}

static void start(struct video *v) {
    struct command c = {.count = 0};
    say_input(&c, &v->settings);
    say_colours(&c);
    say_encoder(&c, v->settings.kind);
    say_output(&c, v->path);
    int error = strlen(v->path) + 6 > sizeof c.path ? ENAMETOOLONG : 0;
    if (!error) error = child_start(&v->ffmpeg, c.words);
    if (error) fail_to_start(v, error);
}

/* ---- life ---- */

static int even(int side) {
    return side + (side & 1);
}

struct video *video_begin(const struct video_settings *settings) {
    struct video *v = calloc(1, sizeof *v);
    if (!v) return NULL;
    v->settings = *settings;
    v->settings.width = even(settings->width);
    v->settings.height = even(settings->height);
    v->ffmpeg.input = v->ffmpeg.complaints = -1;
    v->path = strdup(settings->path);
    v->size = v->sent = (size_t)v->settings.width * (size_t)v->settings.height * sizeof *v->pixels;
    v->pixels = malloc(v->size);
    if (!v->path || !v->pixels) {
        video_close(v);
        return NULL;
    }
    v->alive = child_clock();
    start(v);
    return v;
}

void video_close(struct video *v) {
    if (!v) return;
    child_close(&v->ffmpeg);
    free(v->pixels);
    free(v->path);
    free(v);
}

const char *video_why(const struct video *v) {
    return v->why;
}

enum video_lack video_lack(const struct video *v) {
    return v->lack;
}

int video_error(const struct video *v) {
    return v->error;
}

/* ---- frames ---- */

static void copy_row(uint32_t *to, const uint32_t *from, int width) {
    memcpy(to, from, (size_t)width * sizeof *to);
    if (width & 1) to[width] = from[width - 1];
}

void video_add(struct video *v, const struct frame *f) {
    CHECK(v->stage == FEEDING && v->sent == v->size);
    CHECK(even(f->width) == v->settings.width && even(f->height) == v->settings.height);
    for (int y = 0; y < v->settings.height; y++) {
        int row = y < f->height ? y : f->height - 1;
        copy_row(v->pixels + (size_t)y * (size_t)v->settings.width,
                 f->pixels + (size_t)row * (size_t)f->stride, f->width);
    }
    v->sent = 0;
}

void video_end(struct video *v) {
    CHECK(v->stage == FEEDING && v->sent == v->size);
    child_close_input(&v->ffmpeg);
    v->stage = ENDING;
}

/* ---- portions ---- */

/* While it does not listen, its file may still grow: then it works. */
static bool is_patient(struct video *v) {
    struct stat file;
    uint64_t now = child_clock();
    if (stat(v->path, &file) == 0 && file.st_size != v->written) {
        v->written = file.st_size;
        v->alive = now;
    }
    return now - v->alive <= v->settings.patience;
}

static enum video_state wait_for_it(struct video *v) {
    if (is_patient(v)) return VIDEO_IS_BUSY;
    return fail(v, "ffmpeg has not done anything for %u seconds", v->settings.patience / 1000);
}

/* True: some of the frame has gone, or it has closed its ears. */
static bool feed_some(struct video *v) {
    ssize_t count = child_write(&v->ffmpeg, (const char *)v->pixels + v->sent, v->size - v->sent);
    if (count == 0) return false;
    v->alive = child_clock();
    v->is_broken = count < 0;
    if (count > 0) v->sent += (size_t)count;
    return true;
}

static enum video_state feed(struct video *v) {
    uint64_t end = child_clock() + PORTION;
    while (v->sent < v->size && !v->is_broken) {
        uint64_t now = child_clock();
        if (feed_some(v)) continue;
        if (now >= end) return wait_for_it(v);
        child_wait(&v->ffmpeg, (int)(end - now));
    }
    if (!v->is_broken) return VIDEO_WANTS_FRAME;
    child_close_input(&v->ffmpeg);
    v->stage = ENDING;
    return VIDEO_IS_BUSY;
}

/* What it has written is looked at as well: it is not known for telling of a full disk by its
 * status. */
static enum video_state judge(struct video *v) {
    char why[200];
    bool well = WIFEXITED(v->ffmpeg.wait_status) && WEXITSTATUS(v->ffmpeg.wait_status) == 0;
    if (!well || v->is_broken) return fail_for_ending(v);
    bool whole = v->settings.kind == VIDEO_MP4 ? container_is_mp4(v->path, why, sizeof why)
                                               : container_is_webm(v->path, why, sizeof why);
    if (!whole && v->ffmpeg.said_length) return fail_for_ending(v);
    if (!whole) return fail(v, "ffmpeg has not written a whole film: %s", why);
    v->stage = DONE;
    return VIDEO_IS_DONE;
}

static enum video_state wait_for_end(struct video *v) {
    if (!child_has_ended(&v->ffmpeg)) child_wait(&v->ffmpeg, PORTION);
    return child_has_ended(&v->ffmpeg) ? judge(v) : wait_for_it(v);
}

enum video_state video_go_on(struct video *v) {
    switch (v->stage) {
    case FEEDING: return feed(v);
    case ENDING: return wait_for_end(v);
    case DONE: return VIDEO_IS_DONE;
    case FAILED: break;
    }
    return VIDEO_HAS_FAILED;
}
