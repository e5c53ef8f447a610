/* video.h -- a film as MP4 (H.264) or WebM (VP9), made by the user's ffmpeg.
 *
 * ffmpeg is fed frames through a pipe and writes the file itself. Nothing here waits for it longer
 * than some hundredths of a second: who makes a film hands in a frame when one is wanted, and goes
 * on in between. Its death, its silence, its complaints and a file that is not whole are failures
 * with one line of words. Memory: one frame, whatever the length.
 *
 * The sides of a video are even: a picture of an odd side gets its last row or column once more. */
#ifndef TC_VIDEO_H
#define TC_VIDEO_H

#include <stdbool.h>
#include <stddef.h>

#include "film/frame.h"

enum video_kind { VIDEO_MP4, VIDEO_WEBM };

enum {
    VIDEO_PATIENCE = 120000, /* milliseconds for which ffmpeg may seem to do nothing */
};

struct video_settings {
    enum video_kind kind;
    int width, height; /* pixels, of the frames */
    unsigned rate;     /* frames a second */
    const char *path;  /* a regular file, which is written over; only until video_begin returns */
    unsigned patience; /* milliseconds; VIDEO_PATIENCE but in tests */
};

enum video_state {
    VIDEO_WANTS_FRAME,
    VIDEO_IS_BUSY, /* go on later */
    VIDEO_IS_DONE, /* the file is whole */
    VIDEO_HAS_FAILED
};

/* What a user can do about a failure. */
enum video_lack { VIDEO_LACKS_NOTHING, VIDEO_LACKS_FFMPEG, VIDEO_LACKS_ENCODER };

struct video;

/* Starts ffmpeg. NULL: no memory. What else is wrong is told by the first video_go_on. */
struct video *video_begin(const struct video_settings *settings);
/* Hands on what there is room for. */
enum video_state video_go_on(struct video *v);
/* When a frame is wanted: the next one, which is copied; or that there are no more. */
void video_add(struct video *v, const struct frame *f);
void video_end(struct video *v);
/* After a failure: in one line what is wrong, and what is missing. */
const char *video_why(const struct video *v);
enum video_lack video_lack(const struct video *v);
/* Likewise: the errno, if it could not write its file; else 0. */
int video_error(const struct video *v);
/* Frees it all, and ends ffmpeg if it still works: the file is not whole then. */
void video_close(struct video *v);

#endif
