/* file.h -- whole files in, whole files out.
 *
 * The one place where sim/ touches the file system. Reading refuses directories, devices that never
 * end and files over a limit. Writing goes to a temporary file beside the target, is synced and
 * renamed over it, so that the target is always the old file or the new one, whole; a target that
 * is no regular file (/dev/stdout, a pipe) is written straight to, never replaced. */
#ifndef TC_FILE_H
#define TC_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum file_status {
    FILE_OK,
    FILE_BAD_INPUT,    /* missing, a directory, unreadable, too large: exit status 2 */
    FILE_NO_RESOURCES, /* disk full, no memory, target not writable: exit status 3 */
};

/* On success *bytes is NUL-terminated and the caller frees it. On failure `why` says what is wrong
 * and what was expected, in one line without the file's name. "-" reads standard input. */
enum file_status file_read(const char *path, size_t limit, char **bytes, size_t *length, char *why,
                           size_t why_size);

/* Who takes a file in portions. */
struct file_taker {
    void (*take)(void *user, const char *bytes, size_t length);
    void *user;
};

/* Reads a file through without keeping it; likewise. A file that never ends is never done. */
enum file_status file_read_through(const char *path, struct file_taker taker, char *why,
                                   size_t why_size);

/* A path without its folders. */
const char *file_base_name(const char *path);

/* A file being written. Where the system can, the temporary file has no name until it is whole, so
 * that nothing is left of it even if the program is killed; elsewhere a `.tricolor-...` may stay
 * behind then. What is replaced keeps its permissions and, for root, its owner; other names of the
 * same file (hard links) keep the old content.
 *
 * Use as: file_begin, write to `stream` any way you like, file_commit; or file_abandon, which
 * leaves the target as it was. "-" is standard output. */
struct file_writer {
    FILE *stream;
    char *path;
    char *temporary; /* a path to it while it is open, for other programs; NULL when writing
                        straight to a target that cannot be renamed over */
    bool unnamed;    /* ... through /proc: it has no name of its own yet */
};

enum file_status file_begin(struct file_writer *w, const char *path, char *why, size_t why_size);
enum file_status file_commit(struct file_writer *w, char *why, size_t why_size);
void file_abandon(struct file_writer *w);
/* For who notices a failure before file_commit does, and knows its errno: abandons the file and
 * says why in the same words. Never FILE_OK. */
enum file_status file_fail(struct file_writer *w, int error, char *why, size_t why_size);

/* Standard streams that whoever started the program has closed become ones that cannot be used:
 * else the next file that is opened would take their place, and what is printed would go there. */
void file_reserve_standard(void);

#endif
