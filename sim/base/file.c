#define _GNU_SOURCE /* O_TMPFILE; realpath */

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

/* Why something failed: where the words go. Kept together because every step may need both. */
struct reason {
    char *words;
    size_t size;
};

static bool is_host_short_of_something(int error) {
    return error == ENOMEM || error == EMFILE || error == ENFILE;
}

/* ---- Reading ----------------------------------------------------------------------------------
 */

static enum file_status read_failed(struct reason why, int error) {
    snprintf(why.words, why.size, "cannot read: %s", strerror(error));
    return is_host_short_of_something(error) ? FILE_NO_RESOURCES : FILE_BAD_INPUT;
}

static enum file_status read_too_large(struct reason why, size_t limit) {
    snprintf(why.words, why.size, "is too large; a file of at most %zu bytes was expected", limit);
    return FILE_BAD_INPUT;
}

static int open_again(const char *path, int flags) {
    int fd;
    do {
        fd = open(path, flags | O_CLOEXEC | O_NOCTTY);
    } while (fd < 0 && errno == EINTR);
    return fd;
}

static ssize_t read_again(int fd, char *bytes, size_t size) {
    ssize_t count;
    do {
        count = read(fd, bytes, size);
    } while (count < 0 && errno == EINTR);
    return count;
}

/* Reads to the end, or one byte past the limit: devices may have no end, and the size of a pipe is
 * not known before. */
static enum file_status read_to_end(int fd, size_t limit, struct text *out, struct reason why) {
    char chunk[16384];
    text_add(out, "");
    while (out->length <= limit) {
        ssize_t count = read_again(fd, chunk, sizeof chunk);
        if (count < 0) return read_failed(why, errno);
        text_add_bytes(out, chunk, (size_t)count);
        if (out->failed) return read_failed(why, ENOMEM);
        if (count == 0) return FILE_OK;
    }
    return read_too_large(why, limit);
}

static enum file_status read_open(int fd, size_t limit, struct text *out, struct reason why) {
    struct stat status;
    if (fstat(fd, &status) != 0) return read_failed(why, errno);
    if (S_ISDIR(status.st_mode)) {
        snprintf(why.words, why.size, "is a directory; a file was expected");
        return FILE_BAD_INPUT;
    }
    if (S_ISREG(status.st_mode) && (uintmax_t)status.st_size > limit) {
        return read_too_large(why, limit);
    }
    return read_to_end(fd, limit, out, why);
}

enum file_status file_read(const char *path, size_t limit, char **bytes, size_t *length, char *why,
                           size_t why_size) {
    struct reason reason = {why, why_size};
    struct text content = {0};
    bool is_standard_input = strcmp(path, "-") == 0;
    int fd = is_standard_input ? STDIN_FILENO : open_again(path, O_RDONLY);
    if (fd < 0) return read_failed(reason, errno);
    enum file_status status = read_open(fd, limit, &content, reason);
    if (!is_standard_input) close(fd);
    if (status != FILE_OK) {
        text_free(&content);
        return status;
    }
    *bytes = content.bytes;
    *length = content.length;
    return FILE_OK;
}

static enum file_status pass_on(int fd, struct file_taker taker, struct reason why) {
    char chunk[16384];
    struct stat status;
    if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
        snprintf(why.words, why.size, "is a directory; a file was expected");
        return FILE_BAD_INPUT;
    }
    for (;;) {
        ssize_t count = read_again(fd, chunk, sizeof chunk);
        if (count < 0) return read_failed(why, errno);
        if (count == 0) return FILE_OK;
        taker.take(taker.user, chunk, (size_t)count);
    }
}

enum file_status file_read_through(const char *path, struct file_taker taker, char *why,
                                   size_t why_size) {
    struct reason reason = {why, why_size};
    int fd = open_again(path, O_RDONLY);
    if (fd < 0) return read_failed(reason, errno);
    enum file_status status = pass_on(fd, taker, reason);
    close(fd);
    return status;
}

const char *file_base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* ---- Writing ----------------------------------------------------------------------------------
 */

static void remove_temporary(struct file_writer *w) {
    if (w->temporary && !w->unnamed) unlink(w->temporary);
}

/* Every way out of a writer ends here. The stream is closed or the standard output's. */
static void writer_free(struct file_writer *w) {
    free(w->path);
    free(w->temporary);
    *w = (struct file_writer){0};
}

/* Closes, removes, forgets: whatever of the writer there is yet. */
void file_abandon(struct file_writer *w) {
    if (w->stream && w->stream != stdout) fclose(w->stream);
    remove_temporary(w);
    writer_free(w);
}

/* Call it with the writer as it was when the step failed: the words depend on what is at stake. */
static enum file_status write_failed(struct file_writer *w, int error, struct reason why) {
    struct stat status;
    bool has_old = w->temporary && lstat(w->path, &status) == 0;
    snprintf(why.words, why.size, "cannot write: %s%s", strerror(error),
             has_old ? "; the old file is unchanged" : "");
    file_abandon(w);
    return FILE_NO_RESOURCES;
}

enum file_status file_fail(struct file_writer *w, int error, char *why, size_t why_size) {
    return write_failed(w, error, (struct reason){why, why_size});
}

/* The folder of a path with its last slash, or "" for the current one; then `name`. To be freed. */
static char *path_beside(const char *path, const char *name) {
    const char *slash = strrchr(path, '/');
    size_t folder_length = slash ? (size_t)(slash - path) + 1 : 0;
    struct text beside = {0};
    text_add_bytes(&beside, path, folder_length);
    text_add(&beside, name);
    if (beside.failed) text_free(&beside);
    return beside.bytes;
}

/* What open() would have given a new file. umask can only be read by setting it. */
static mode_t new_file_mode(void) {
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* The new file is as private or public as the old one (NULL: there is none). Only root can give it
 * the old owner; for all others it is their own. Owner first: changing it clears mode bits. */
static bool copy_permissions(int fd, const struct stat *old) {
    if (!old) return fchmod(fd, new_file_mode()) == 0;
    if (geteuid() == 0 && fchown(fd, old->st_uid, old->st_gid) != 0) return false;
    return fchmod(fd, old->st_mode & 0777) == 0;
}

/* A file without a name goes away with whoever writes it, even if that is killed. Not every system
 * and file system has such files; /proc must be there to give it its name, or -1. */
static int open_unnamed(struct file_writer *w) {
#ifdef O_TMPFILE
    char *folder = path_beside(w->path, ".");
    struct text name = {0};
    int fd = folder ? open_again(folder, O_TMPFILE | O_RDWR) : -1;
    free(folder);
    if (fd < 0) return -1;
    text_addf(&name, "/proc/%ld/fd/%d", (long)getpid(), fd);
    w->temporary = name.bytes;
    w->unnamed = true;
    if (!name.failed && access(name.bytes, F_OK) == 0) return fd;
    text_free(&name);
    w->temporary = NULL;
    w->unnamed = false;
    close(fd);
#else
    (void)w;
#endif
    return -1;
}

/* A short name of its own, as the target's name may already be as long as names can be. */
static int open_named(struct file_writer *w) {
    w->temporary = path_beside(w->path, ".tricolor-XXXXXX");
    if (!w->temporary) return -1;
    int fd = mkstemp(w->temporary);
    if (fd >= 0) return fd;
    int error = errno;
    free(w->temporary);
    w->temporary = NULL;
    errno = error;
    return -1;
}

static enum file_status begin_beside(struct file_writer *w, const struct stat *old,
                                     struct reason why) {
    int fd = open_unnamed(w);
    if (fd < 0) fd = open_named(w);
    if (fd < 0) return write_failed(w, errno, why);
    if (copy_permissions(fd, old)) w->stream = fdopen(fd, "w");
    if (w->stream) return FILE_OK;
    int error = errno;
    close(fd);
    return write_failed(w, error, why);
}

static enum file_status begin_straight(struct file_writer *w, struct reason why) {
    int fd = open_again(w->path, O_WRONLY);
    if (fd >= 0) w->stream = fdopen(fd, "w");
    if (w->stream) return FILE_OK;
    int error = errno;
    if (fd >= 0) close(fd);
    return write_failed(w, error, why);
}

static bool is_standard_output(const struct stat *target) {
    struct stat output;
    return fstat(STDOUT_FILENO, &output) == 0 && output.st_dev == target->st_dev &&
           output.st_ino == target->st_ino;
}

/* A file that its owner made read-only stays so, though its folder would let us replace it. */
static enum file_status begin_replacing(struct file_writer *w, const struct stat *old,
                                        struct reason why) {
    if (access(w->path, W_OK) != 0) return write_failed(w, errno, why);
    return begin_beside(w, old, why);
}

/* A link stays, and the file it leads to is replaced. /dev/stdout is a link too: following it to a
 * file that the shell has opened, and replacing that, would lose what others wrote there. */
static enum file_status begin_link(struct file_writer *w, const struct stat *target,
                                   struct reason why) {
    if (is_standard_output(target)) {
        w->stream = stdout;
        return FILE_OK;
    }
    if (!S_ISREG(target->st_mode)) return begin_straight(w, why);
    char *real = realpath(w->path, NULL);
    if (!real) return write_failed(w, errno, why);
    free(w->path);
    w->path = real;
    return begin_replacing(w, target, why);
}

static enum file_status begin_directory(struct file_writer *w, struct reason why) {
    snprintf(why.words, why.size, "is a directory; a file was expected");
    file_abandon(w);
    return FILE_NO_RESOURCES;
}

/* Chooses the way by what stands at the path now. lstat, as renaming over a link or a device would
 * destroy it. */
static enum file_status begin_at_path(struct file_writer *w, struct reason why) {
    struct stat own, target;
    if (lstat(w->path, &own) != 0) {
        bool is_new = errno == ENOENT && w->path[0];
        return is_new ? begin_beside(w, NULL, why) : write_failed(w, errno, why);
    }
    if (stat(w->path, &target) != 0) return write_failed(w, errno, why);
    if (S_ISDIR(target.st_mode)) return begin_directory(w, why);
    if (S_ISLNK(own.st_mode)) return begin_link(w, &target, why);
    if (S_ISREG(own.st_mode)) return begin_replacing(w, &own, why);
    return begin_straight(w, why);
}

enum file_status file_begin(struct file_writer *w, const char *path, char *why, size_t why_size) {
    struct reason reason = {why, why_size};
    *w = (struct file_writer){.path = strdup(path)};
    if (!w->path) return write_failed(w, ENOMEM, reason);
    if (strcmp(path, "-") != 0) return begin_at_path(w, reason);
    w->stream = stdout;
    return FILE_OK;
}

static bool sync_again(int fd) {
    int failed;
    do {
        failed = fsync(fd);
    } while (failed && errno == EINTR);
    return !failed;
}

/* Why an earlier write failed: its error is gone by now. What keeps files from growing still does,
 * and the file is thrown away. */
static int error_of_writing(struct file_writer *w) {
    bool grows = !w->temporary || write(fileno(w->stream), "", 1) == 1;
    return grows ? EIO : errno;
}

/* Everything written so far is handed to the kernel, and for a file to the disk. */
static bool writer_flush(struct file_writer *w) {
    if (fflush(w->stream) != 0) return false;
    if (ferror(w->stream)) {
        errno = error_of_writing(w);
        return false;
    }
    return !w->temporary || sync_again(fileno(w->stream));
}

/* A file without a name gets one, for as long as it takes to be renamed. */
static bool writer_name(struct file_writer *w) {
    for (int i = 0; w->unnamed; i++) {
        char name[64];
        snprintf(name, sizeof name, ".tricolor-%ld-%d", (long)getpid(), i);
        char *path = path_beside(w->path, name);
        if (!path) return false;
        int failed = linkat(AT_FDCWD, w->temporary, AT_FDCWD, path, AT_SYMLINK_FOLLOW);
        if (failed) free(path);
        if (failed && errno == EEXIST) continue;
        if (failed) return false;
        free(w->temporary);
        w->temporary = path;
        w->unnamed = false;
    }
    return true;
}

/* Interrupted, it is closed all the same; what was written is with the kernel already. */
static bool writer_close(struct file_writer *w) {
    FILE *stream = w->stream;
    w->stream = NULL; /* closed, even if closing fails */
    return stream == stdout || fclose(stream) == 0 || errno == EINTR;
}

/* The new name is kept over a power cut only when the folder is on the disk as well. Folders that
 * may not be read and file systems that cannot sync folders (EINVAL) leave nothing to do. */
static bool sync_folder(const char *path) {
    char *folder = path_beside(path, ".");
    if (!folder) return false;
    int fd = open_again(folder, O_RDONLY | O_DIRECTORY);
    free(folder);
    if (fd < 0) return errno == EACCES;
    bool synced = sync_again(fd) || errno == EINVAL;
    int error = errno;
    close(fd);
    errno = error;
    return synced;
}

static enum file_status replace_target(struct file_writer *w, struct reason why) {
    if (rename(w->temporary, w->path) != 0) return write_failed(w, errno, why);
    enum file_status status = FILE_OK;
    if (!sync_folder(w->path)) {
        snprintf(why.words, why.size, "written, but perhaps not yet on the disk: %s",
                 strerror(errno));
        status = FILE_NO_RESOURCES;
    }
    writer_free(w);
    return status;
}

enum file_status file_commit(struct file_writer *w, char *why, size_t why_size) {
    struct reason reason = {why, why_size};
    if (!writer_flush(w)) return write_failed(w, errno, reason);
    if (!writer_name(w)) return write_failed(w, errno, reason);
    if (!writer_close(w)) return write_failed(w, errno, reason);
    if (w->temporary) return replace_target(w, reason);
    writer_free(w);
    return FILE_OK;
}

void file_reserve_standard(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0) open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}
