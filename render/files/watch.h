/* watch.h -- notices that files in use have been saved.
 *
 * Looks at the files when it is asked to, a few times a second; it does not read them. Editors
 * write in several ways: in place, in pieces, or to another file that then takes the name. So a
 * change counts once the file has looked the same twice in a row. */
#ifndef TC_WATCH_H
#define TC_WATCH_H

#include <stdbool.h>
#include <stdint.h>

enum { WATCH_FILES_MAX = 16, WATCH_PATH_MAX = 4096 };

enum watch_news {
    WATCH_NOTHING,
    WATCH_CHANGED, /* one of them is another than it was, and rests */
    WATCH_GONE     /* one of them has been deleted, and no other came in its place */
};

/* What a file looks like from outside. */
struct file_stamp {
    bool exists;
    uint64_t device, number, size;
    int64_t seconds, nanoseconds; /* of the last change */
};

struct watched {
    char path[WATCH_PATH_MAX];
    struct file_stamp known; /* as last told */
    struct file_stamp seen;  /* as last seen */
};

struct file_watch {
    struct watched files[WATCH_FILES_MAX];
    uint32_t count;
};

void watch_nothing(struct file_watch *w);
/* From now on; a file that is watched already, or is one too many, changes nothing. */
void watch_add(struct file_watch *w, const char *path);
/* Takes note of all files, and says what is new since the last time. */
enum watch_news watch_look(struct file_watch *w);

#endif
