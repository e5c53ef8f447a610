#include "files/watch.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static struct file_stamp stamp_of(const char *path) {
    struct stat s;
    if (stat(path, &s) != 0 || !S_ISREG(s.st_mode)) return (struct file_stamp){0};
    return (struct file_stamp){true,
                               (uint64_t)s.st_dev,
                               (uint64_t)s.st_ino,
                               (uint64_t)s.st_size,
                               (int64_t)s.st_mtim.tv_sec,
                               (int64_t)s.st_mtim.tv_nsec};
}

static bool is_same(const struct file_stamp *a, const struct file_stamp *b) {
    return a->exists == b->exists && a->device == b->device && a->number == b->number &&
           a->size == b->size && a->seconds == b->seconds && a->nanoseconds == b->nanoseconds;
}

void watch_nothing(struct file_watch *w) {
    w->count = 0;
}

static bool is_watched(const struct file_watch *w, const char *path) {
    for (uint32_t i = 0; i < w->count; i++)
        if (strcmp(w->files[i].path, path) == 0) return true;
    return false;
}

void watch_add(struct file_watch *w, const char *path) {
    if (w->count == WATCH_FILES_MAX || strlen(path) >= WATCH_PATH_MAX || is_watched(w, path))
        return;
    struct watched *f = &w->files[w->count++];
    snprintf(f->path, sizeof f->path, "%s", path);
    f->known = f->seen = stamp_of(path);
}

static enum watch_news look_at(struct watched *f) {
    struct file_stamp before = f->seen;
    f->seen = stamp_of(f->path);
    if (!is_same(&f->seen, &before) || is_same(&f->seen, &f->known)) return WATCH_NOTHING;
    f->known = f->seen;
    return f->seen.exists ? WATCH_CHANGED : WATCH_GONE;
}

/* A change is more to the point than that another file is gone: what was changed is loaded, and
 * says what it misses. */
enum watch_news watch_look(struct file_watch *w) {
    enum watch_news news = WATCH_NOTHING;
    for (uint32_t i = 0; i < w->count; i++) {
        enum watch_news one = look_at(&w->files[i]);
        if (news == WATCH_NOTHING || one == WATCH_CHANGED) news = one ? one : news;
    }
    return news;
}
