/* Files are read whole or refused with a reason; a file being written is the old one or the new
 * one, whole, whatever happens in between. */
#define _GNU_SOURCE /* MAP_ANONYMOUS */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

/* ---- An empty folder for every test -----------------------------------------------------------
 */

struct bench {
    char folder[32];
    char path[320]; /* of the file that the test is about; not made yet */
    char other[320];
    char why[200];
};

static int bench_open(void **state) {
    struct bench *b = calloc(1, sizeof *b);
    if (!b) return -1;
    snprintf(b->folder, sizeof b->folder, "/tmp/tricolor-test-XXXXXX");
    if (!mkdtemp(b->folder)) return -1;
    snprintf(b->path, sizeof b->path, "%s/file", b->folder);
    snprintf(b->other, sizeof b->other, "%s/other", b->folder);
    snprintf(b->why, sizeof b->why, "(nothing was said)");
    *state = b;
    return 0;
}

/* How many files there are; removes them when told to. No test puts files into a folder below. */
static int folder_walk(const char *folder, bool removing) {
    char path[400];
    int count = 0;
    DIR *directory = opendir(folder);
    if (!directory) return -1;
    for (struct dirent *entry; (entry = readdir(directory));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (removing) remove(path);
        count++;
    }
    closedir(directory);
    return count;
}

static int bench_close(void **state) {
    struct bench *b = *state;
    chmod(b->folder, 0700);
    folder_walk(b->folder, true);
    int failed = rmdir(b->folder);
    free(b);
    return failed;
}

static void assert_files(const struct bench *b, int count) {
    assert_int_equal(folder_walk(b->folder, false), count);
}

static void put(const char *path, const char *content) {
    FILE *stream = fopen(path, "w");
    assert_non_null(stream);
    assert_true(fputs(content, stream) >= 0);
    assert_int_equal(fclose(stream), 0);
}

static void assert_content(const char *path, const char *content) {
    char found[256] = "";
    FILE *stream = fopen(path, "r");
    assert_non_null(stream);
    size_t length = fread(found, 1, sizeof found - 1, stream);
    fclose(stream);
    assert_string_equal(found, content);
    assert_int_equal(length, strlen(content));
}

static mode_t mode_of(const char *path) {
    struct stat status;
    assert_int_equal(lstat(path, &status), 0);
    return status.st_mode;
}

static enum file_status write_file(struct bench *b, const char *path, const char *content) {
    struct file_writer w;
    enum file_status status = file_begin(&w, path, b->why, sizeof b->why);
    if (status != FILE_OK) return status;
    fputs(content, w.stream);
    return file_commit(&w, b->why, sizeof b->why);
}

static void assert_written(struct bench *b, const char *path, const char *content) {
    enum file_status status = write_file(b, path, content);
    if (status != FILE_OK) print_message("%s\n", b->why);
    assert_int_equal(status, FILE_OK);
}

static void assert_not_written(struct bench *b, const char *path, const char *why) {
    assert_int_equal(write_file(b, path, "new"), FILE_NO_RESOURCES);
    assert_string_equal(b->why, why);
}

static void assert_read(struct bench *b, const char *path, size_t limit, const char *expected,
                        size_t expected_length) {
    char *bytes = NULL;
    size_t length = 0;
    enum file_status status = file_read(path, limit, &bytes, &length, b->why, sizeof b->why);
    if (status != FILE_OK) print_message("%s\n", b->why);
    assert_int_equal(status, FILE_OK);
    assert_int_equal(length, expected_length);
    assert_memory_equal(bytes, expected, expected_length);
    assert_int_equal(bytes[length], '\0');
    free(bytes);
}

static void assert_not_read(struct bench *b, const char *path, size_t limit, const char *why) {
    char *bytes = NULL;
    size_t length = 77;
    assert_int_equal(file_read(path, limit, &bytes, &length, b->why, sizeof b->why),
                     FILE_BAD_INPUT);
    assert_string_equal(b->why, why);
    assert_null(bytes);
}

/* ---- Other processes --------------------------------------------------------------------------
 */

static pid_t fork_checked(void) {
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    return child;
}

static int exit_status_of(pid_t child) {
    int status;
    while (waitpid(child, &status, 0) < 0) assert_int_equal(errno, EINTR);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Does what a user may do who is not root, and says whether it went as it must. */
static bool holds_for_a_user(struct bench *b, bool (*holds)(struct bench *)) {
    pid_t child = fork_checked();
    if (child == 0) {
        if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(2);
        _exit(holds(b) ? 0 : 1);
    }
    return exit_status_of(child) == 0;
}

static void pause_for(long microseconds) {
    struct timespec time = {0, microseconds * 1000};
    nanosleep(&time, NULL);
}

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* ---- Reading ----------------------------------------------------------------------------------
 */

static void a_file_is_read_whole(void **state) {
    struct bench *b = *state;
    put(b->path, "{\"a\": 1}\n");
    assert_read(b, b->path, 100, "{\"a\": 1}\n", 9);
    put(b->path, "");
    assert_read(b, b->path, 100, "", 0);
    assert_read(b, b->path, 0, "", 0);
}

static void a_file_of_many_pieces_is_read_whole(void **state) {
    struct bench *b = *state;
    enum { LENGTH = 100003 };
    static char content[LENGTH + 1];
    for (size_t i = 0; i < LENGTH; i++) content[i] = (char)('a' + i % 23);
    put(b->path, content);
    assert_read(b, b->path, LENGTH, content, LENGTH);
}

static void nul_bytes_are_read_like_others(void **state) {
    struct bench *b = *state;
    FILE *stream = fopen(b->path, "w");
    assert_non_null(stream);
    fwrite("a\0b\0", 1, 4, stream);
    fclose(stream);
    assert_read(b, b->path, 100, "a\0b\0", 4);
}

static void a_missing_file_is_refused(void **state) {
    struct bench *b = *state;
    assert_not_read(b, b->path, 100, "cannot read: No such file or directory");
}

static void reading_a_directory_is_refused(void **state) {
    struct bench *b = *state;
    assert_not_read(b, b->folder, 100, "is a directory; a file was expected");
}

static bool is_unreadable(struct bench *b) {
    char *bytes;
    size_t length;
    return file_read(b->path, 100, &bytes, &length, b->why, sizeof b->why) == FILE_BAD_INPUT &&
           strcmp(b->why, "cannot read: Permission denied") == 0;
}

static void a_file_that_may_not_be_read_is_refused(void **state) {
    struct bench *b = *state;
    put(b->path, "secret");
    assert_int_equal(chmod(b->path, 0), 0);
    assert_int_equal(chmod(b->folder, 0755), 0);
    assert_true(holds_for_a_user(b, is_unreadable));
}

static void a_file_of_the_limit_is_read_and_of_one_byte_more_is_not(void **state) {
    struct bench *b = *state;
    put(b->path, "12345");
    assert_read(b, b->path, 5, "12345", 5);
    assert_not_read(b, b->path, 4, "is too large; a file of at most 4 bytes was expected");
}

static void a_huge_file_is_refused_without_reading_it(void **state) {
    struct bench *b = *state;
    put(b->path, "");
    if (truncate(b->path, (off_t)1 << 40) != 0) skip();
    assert_not_read(b, b->path, (size_t)1 << 32,
                    "is too large; a file of at most 4294967296 bytes was expected");
}

static void a_device_without_end_is_read_up_to_the_limit(void **state) {
    struct bench *b = *state;
    assert_not_read(b, "/dev/zero", 1000000,
                    "is too large; a file of at most 1000000 bytes was expected");
}

/* Standard input becomes a pipe that holds `content`; returns what it was before. */
static int redirect_input(const char *content) {
    int ends[2], old = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], content, strlen(content)), strlen(content));
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    if (ends[0] != STDIN_FILENO) close(ends[0]);
    return old;
}

static void restore_input(int old) {
    if (old >= 0) dup2(old, STDIN_FILENO);
    else close(STDIN_FILENO);
    if (old >= 0) close(old);
}

static void a_dash_reads_standard_input(void **state) {
    struct bench *b = *state;
    int old = redirect_input("from a pipe");
    assert_read(b, "-", 11, "from a pipe", 11);
    restore_input(old);
}

static void a_pipe_over_the_limit_is_refused(void **state) {
    struct bench *b = *state;
    int old = redirect_input("from a pipe");
    assert_not_read(b, "-", 10, "is too large; a file of at most 10 bytes was expected");
    restore_input(old);
}

static void on_signal(int number) {
    (void)number;
}

/* The child disturbs opening and reading a FIFO with signals before it says anything. */
static void disturb_and_write(const char *fifo) {
    pid_t parent = getppid();
    for (int i = 0; i < 5; i++) {
        pause_for(5000);
        kill(parent, SIGUSR1);
    }
    int fd = open(fifo, O_WRONLY);
    for (int i = 0; i < 5; i++) {
        pause_for(5000);
        kill(parent, SIGUSR1);
    }
    _exit(write(fd, "calm", 4) == 4 ? 0 : 1);
}

static void a_signal_does_not_end_reading(void **state) {
    struct bench *b = *state;
    struct sigaction interrupting = {.sa_handler = on_signal}, old;
    sigaction(SIGUSR1, &interrupting, &old);
    assert_int_equal(mkfifo(b->path, 0600), 0);
    pid_t child = fork_checked();
    if (child == 0) disturb_and_write(b->path);
    assert_read(b, b->path, 100, "calm", 4);
    assert_int_equal(exit_status_of(child), 0);
    sigaction(SIGUSR1, &old, NULL);
}

/* ---- Writing: what is there afterwards --------------------------------------------------------
 */

static void a_new_file_is_written(void **state) {
    struct bench *b = *state;
    assert_written(b, b->path, "new");
    assert_content(b->path, "new");
    assert_files(b, 1);
}

static void a_new_file_gets_the_permissions_any_program_gives(void **state) {
    struct bench *b = *state;
    mode_t old = umask(027);
    assert_written(b, b->path, "new");
    assert_int_equal(umask(old), 027);
    assert_int_equal(mode_of(b->path) & 07777, 0640);
}

static void an_old_file_is_replaced_and_keeps_its_permissions(void **state) {
    struct bench *b = *state;
    put(b->path, "the old one, which is longer");
    assert_int_equal(chmod(b->path, 0604), 0);
    assert_written(b, b->path, "new");
    assert_content(b->path, "new");
    assert_int_equal(mode_of(b->path) & 07777, 0604);
    assert_files(b, 1);
}

static void root_leaves_a_file_to_its_owner(void **state) {
    struct bench *b = *state;
    struct stat status;
    if (geteuid() != 0) skip();
    put(b->path, "old");
    assert_int_equal(chown(b->path, 12345, 54321), 0);
    assert_written(b, b->path, "new");
    assert_int_equal(stat(b->path, &status), 0);
    assert_int_equal(status.st_uid, 12345);
    assert_int_equal(status.st_gid, 54321);
}

static void the_old_file_is_there_until_the_new_one_is_whole(void **state) {
    struct bench *b = *state;
    struct file_writer w;
    put(b->path, "old");
    assert_int_equal(file_begin(&w, b->path, b->why, sizeof b->why), FILE_OK);
    fputs("new", w.stream);
    fflush(w.stream);
    assert_content(b->path, "old");
    assert_int_equal(file_commit(&w, b->why, sizeof b->why), FILE_OK);
    assert_content(b->path, "new");
}

static void abandoning_leaves_the_old_file_and_nothing_else(void **state) {
    struct bench *b = *state;
    struct file_writer w;
    put(b->path, "old");
    assert_int_equal(file_begin(&w, b->path, b->why, sizeof b->why), FILE_OK);
    fputs("new", w.stream);
    file_abandon(&w);
    assert_content(b->path, "old");
    assert_files(b, 1);
}

static void abandoning_a_new_file_leaves_nothing(void **state) {
    struct bench *b = *state;
    struct file_writer w;
    assert_int_equal(file_begin(&w, b->path, b->why, sizeof b->why), FILE_OK);
    fputs("new", w.stream);
    file_abandon(&w);
    file_abandon(&w); /* once more does no harm */
    assert_files(b, 0);
}

static void a_file_in_the_current_folder_is_written(void **state) {
    struct bench *b = *state;
    int here = open(".", O_RDONLY);
    assert_int_equal(chdir(b->folder), 0);
    assert_written(b, "file", "new");
    assert_int_equal(fchdir(here), 0);
    close(here);
    assert_content(b->path, "new");
}

static void a_file_with_the_longest_name_is_written(void **state) {
    struct bench *b = *state;
    memset(b->path + strlen(b->folder) + 1, 'n', 255);
    assert_written(b, b->path, "new");
    assert_content(b->path, "new");
    assert_files(b, 1);
}

/* ---- Writing: links and devices ---------------------------------------------------------------
 */

static void a_link_stays_and_its_file_is_replaced(void **state) {
    struct bench *b = *state;
    put(b->path, "old");
    assert_int_equal(symlink("file", b->other), 0);
    assert_written(b, b->other, "new");
    assert_true(S_ISLNK(mode_of(b->other)));
    assert_true(S_ISREG(mode_of(b->path)));
    assert_content(b->path, "new");
    assert_files(b, 2);
}

static void the_file_behind_a_link_is_old_until_the_new_one_is_whole(void **state) {
    struct bench *b = *state;
    struct file_writer w;
    put(b->path, "old");
    assert_int_equal(symlink(b->path, b->other), 0);
    assert_int_equal(file_begin(&w, b->other, b->why, sizeof b->why), FILE_OK);
    fputs("new", w.stream);
    fflush(w.stream);
    assert_content(b->other, "old");
    file_abandon(&w);
    assert_content(b->other, "old");
    assert_files(b, 2);
}

static void links_that_lead_nowhere_or_to_a_folder_are_refused(void **state) {
    struct bench *b = *state;
    assert_int_equal(symlink("nothing", b->path), 0);
    assert_not_written(b, b->path, "cannot write: No such file or directory");
    assert_int_equal(symlink(".", b->other), 0);
    assert_not_written(b, b->other, "is a directory; a file was expected");
    assert_int_equal(remove(b->other), 0);
    assert_int_equal(symlink("other", b->other), 0);
    assert_not_written(b, b->other, "cannot write: Too many levels of symbolic links");
    assert_files(b, 2);
}

static void a_device_is_written_to_and_stays_a_device(void **state) {
    struct bench *b = *state;
    assert_written(b, "/dev/null", "new");
    assert_true(S_ISCHR(mode_of("/dev/null")));
    assert_int_equal(symlink("/dev/null", b->path), 0);
    assert_written(b, b->path, "new");
    assert_true(S_ISLNK(mode_of(b->path)));
    assert_true(S_ISCHR(mode_of("/dev/null")));
}

static void a_full_device_is_an_error_however_much_is_written(void **state) {
    struct bench *b = *state;
    static char much[100001];
    if (access("/dev/full", W_OK) != 0) skip();
    memset(much, 'x', sizeof much - 1);
    assert_not_written(b, "/dev/full", "cannot write: No space left on device");
    assert_int_equal(write_file(b, "/dev/full", much), FILE_NO_RESOURCES);
    assert_true(S_ISCHR(mode_of("/dev/full")));
}

static void read_fifo_and_exit(const char *path, const char *expected) {
    char found[64] = "";
    size_t length = 0;
    int fd = open(path, O_RDONLY);
    for (ssize_t count = 1; count > 0; length += (size_t)count) {
        count = read(fd, found + length, sizeof found - 1 - length);
        if (count < 0) _exit(2);
    }
    _exit(strcmp(found, expected) == 0 ? 0 : 1);
}

static void a_fifo_is_written_to_and_stays_a_fifo(void **state) {
    struct bench *b = *state;
    assert_int_equal(mkfifo(b->path, 0600), 0);
    pid_t child = fork_checked();
    if (child == 0) read_fifo_and_exit(b->path, "through the fifo");
    assert_written(b, b->path, "through the fifo");
    assert_int_equal(exit_status_of(child), 0);
    assert_true(S_ISFIFO(mode_of(b->path)));
    assert_files(b, 1);
}

static void a_reader_that_went_away_is_an_error(void **state) {
    struct bench *b = *state;
    struct file_writer w;
    struct sigaction ignoring = {.sa_handler = SIG_IGN}, old; /* as main does */
    sigaction(SIGPIPE, &ignoring, &old);
    assert_int_equal(mkfifo(b->path, 0600), 0);
    int reader = open(b->path, O_RDONLY | O_NONBLOCK);
    assert_int_equal(file_begin(&w, b->path, b->why, sizeof b->why), FILE_OK);
    fputs("to nobody", w.stream);
    close(reader);
    assert_int_equal(file_commit(&w, b->why, sizeof b->why), FILE_NO_RESOURCES);
    assert_string_equal(b->why, "cannot write: Broken pipe");
    sigaction(SIGPIPE, &old, NULL);
}

/* Standard output becomes the file, at its end; returns what it was before. */
static int redirect_output(const char *path) {
    fflush(stdout);
    int old = dup(STDOUT_FILENO), fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(fd, STDOUT_FILENO);
    close(fd);
    return old;
}

static void restore_output(int old) {
    fflush(stdout);
    dup2(old, STDOUT_FILENO);
    close(old);
}

static void a_dash_writes_to_standard_output(void **state) {
    struct bench *b = *state;
    int old = redirect_output(b->path);
    enum file_status first = write_file(b, "-", "one,");
    enum file_status second = write_file(b, "-", "two");
    restore_output(old);
    assert_int_equal(first, FILE_OK);
    assert_int_equal(second, FILE_OK);
    assert_content(b->path, "one,two");
    assert_files(b, 1);
}

static void dev_stdout_is_not_replaced_when_the_shell_sent_it_to_a_file(void **state) {
    struct bench *b = *state;
    if (access("/dev/stdout", F_OK) != 0) skip();
    put(b->path, "before,");
    int old = redirect_output(b->path);
    enum file_status status = write_file(b, "/dev/stdout", "during,");
    fputs("after", stdout);
    restore_output(old);
    assert_int_equal(status, FILE_OK);
    assert_content(b->path, "before,during,after");
}

static void a_full_standard_output_is_an_error(void **state) {
    struct bench *b = *state;
    pid_t child = fork_checked();
    if (child == 0) {
        int full = open("/dev/full", O_WRONLY);
        if (full < 0) _exit(0);
        dup2(full, STDOUT_FILENO);
        bool refused = write_file(b, "-", "new") == FILE_NO_RESOURCES;
        _exit(refused && strcmp(b->why, "cannot write: No space left on device") == 0 ? 0 : 1);
    }
    assert_int_equal(exit_status_of(child), 0);
}

/* ---- Writing: what goes wrong -----------------------------------------------------------------
 */

static void a_missing_folder_is_an_error(void **state) {
    struct bench *b = *state;
    struct file_writer w;
    char path[400];
    snprintf(path, sizeof path, "%s/missing/file", b->folder);
    assert_not_written(b, path, "cannot write: No such file or directory");
    snprintf(path, sizeof path, "%s/missing/", b->folder);
    assert_not_written(b, path, "cannot write: No such file or directory");
    assert_int_equal(file_begin(&w, "", b->why, sizeof b->why), FILE_NO_RESOURCES);
    assert_string_equal(b->why, "cannot write: No such file or directory");
    assert_files(b, 0);
}

static void a_file_in_place_of_the_folder_is_an_error(void **state) {
    struct bench *b = *state;
    char path[400];
    put(b->path, "old");
    snprintf(path, sizeof path, "%s/file", b->path);
    assert_not_written(b, path, "cannot write: Not a directory");
    assert_content(b->path, "old");
}

static void writing_to_a_directory_is_refused(void **state) {
    struct bench *b = *state;
    assert_not_written(b, b->folder, "is a directory; a file was expected");
    assert_files(b, 0);
}

static bool is_denied(struct bench *b) {
    return write_file(b, b->path, "new") == FILE_NO_RESOURCES &&
           strcmp(b->why, "cannot write: Permission denied") == 0;
}

static void a_read_only_folder_is_an_error(void **state) {
    struct bench *b = *state;
    assert_int_equal(chmod(b->folder, 0555), 0);
    assert_true(holds_for_a_user(b, is_denied)); /* a new file */
    assert_int_equal(chmod(b->folder, 0755), 0);
    put(b->path, "old");
    assert_int_equal(chmod(b->path, 0666), 0);
    assert_int_equal(chmod(b->folder, 0555), 0);
    assert_true(holds_for_a_user(b, is_denied)); /* an old one, that may be written itself */
    assert_content(b->path, "old");
    assert_files(b, 1);
}

static void a_read_only_file_is_not_replaced(void **state) {
    struct bench *b = *state;
    put(b->path, "old");
    assert_int_equal(chmod(b->path, 0444), 0);
    assert_int_equal(chmod(b->folder, 0777), 0);
    assert_true(holds_for_a_user(b, is_denied));
    assert_content(b->path, "old");
    assert_files(b, 1);
}

static void a_fifo_that_may_not_be_written_is_an_error(void **state) {
    struct bench *b = *state;
    assert_int_equal(mkfifo(b->path, 0600), 0);
    assert_int_equal(chmod(b->path, 0444), 0);
    assert_int_equal(chmod(b->folder, 0777), 0);
    assert_true(holds_for_a_user(b, is_denied));
    assert_true(S_ISFIFO(mode_of(b->path)));
}

/* A limit on the size of files is the full disk that a test can have without being root. */
static enum file_status write_over_limit(struct bench *b, size_t length) {
    struct sigaction ignoring = {.sa_handler = SIG_IGN}, old_action; /* as main does */
    struct rlimit old_limit, limit;
    struct file_writer w;
    sigaction(SIGXFSZ, &ignoring, &old_action);
    getrlimit(RLIMIT_FSIZE, &old_limit);
    limit = old_limit;
    limit.rlim_cur = 10000;
    setrlimit(RLIMIT_FSIZE, &limit);
    enum file_status status = file_begin(&w, b->path, b->why, sizeof b->why);
    if (status == FILE_OK) {
        for (size_t i = 0; i < length; i++) putc('x', w.stream);
        status = file_commit(&w, b->why, sizeof b->why);
    }
    setrlimit(RLIMIT_FSIZE, &old_limit);
    sigaction(SIGXFSZ, &old_action, NULL);
    return status;
}

static void an_error_in_the_middle_leaves_the_old_file_and_nothing_else(void **state) {
    struct bench *b = *state;
    put(b->path, "old");
    for (size_t length = 10001; length < 200000; length *= 2) {
        assert_int_equal(write_over_limit(b, length), FILE_NO_RESOURCES);
        assert_string_equal(b->why, "cannot write: File too large; the old file is unchanged");
        assert_content(b->path, "old");
        assert_files(b, 1);
    }
    assert_int_equal(write_over_limit(b, 10000), FILE_OK);
}

static void an_error_in_the_middle_leaves_nothing_where_nothing_was(void **state) {
    struct bench *b = *state;
    assert_int_equal(write_over_limit(b, 20000), FILE_NO_RESOURCES);
    assert_string_equal(b->why, "cannot write: File too large");
    assert_files(b, 0);
}

static void an_error_that_the_stream_remembers_is_not_forgotten(void **state) {
    struct bench *b = *state;
    struct file_writer w;
    put(b->path, "old");
    assert_int_equal(file_begin(&w, b->path, b->why, sizeof b->why), FILE_OK);
    assert_int_equal(getc(w.stream), EOF); /* sets the error mark, and leaves nothing to flush */
    assert_int_equal(file_commit(&w, b->why, sizeof b->why), FILE_NO_RESOURCES);
    assert_string_equal(b->why, "cannot write: Input/output error; the old file is unchanged");
    assert_content(b->path, "old");
    assert_files(b, 1);
}

static void an_error_at_the_very_end_leaves_nothing_behind(void **state) {
    struct bench *b = *state;
    struct file_writer w;
    assert_int_equal(file_begin(&w, b->path, b->why, sizeof b->why), FILE_OK);
    fputs("new", w.stream);
    assert_int_equal(mkdir(b->path, 0700), 0); /* cannot be renamed over */
    assert_int_equal(file_commit(&w, b->why, sizeof b->why), FILE_NO_RESOURCES);
    assert_string_equal(b->why, "cannot write: Is a directory; the old file is unchanged");
    assert_files(b, 1);
}

/* ---- Writing: killed in the middle ------------------------------------------------------------
 */

enum { WHOLE = 1 << 20 };

static void write_whole(const char *path, char letter) {
    char why[200];
    struct file_writer w;
    if (file_begin(&w, path, why, sizeof why) != FILE_OK) _exit(1);
    for (size_t i = 0; i < WHOLE; i++) putc(letter, w.stream);
    if (file_commit(&w, why, sizeof why) != FILE_OK) _exit(1);
}

static void assert_whole(struct bench *b) {
    char *bytes;
    size_t length;
    assert_int_equal(file_read(b->path, 2 * WHOLE, &bytes, &length, b->why, sizeof b->why),
                     FILE_OK);
    assert_int_equal(length, WHOLE);
    assert_true(bytes[0] >= 'a' && bytes[0] <= 'z');
    for (size_t i = 1; i < WHOLE; i++) {
        if (bytes[i] != bytes[0]) fail_msg("byte %zu is of another file", i);
    }
    free(bytes);
}

/* Starts a process that writes one file after the other, and kills it after `microseconds`. Whether
 * that was in the middle of one: `writing` is shared with it. */
static bool kill_a_writer(const char *path, long microseconds, volatile char *writing) {
    *writing = 0;
    pid_t child = fork_checked();
    if (child == 0) {
        for (int i = 0;; i++) {
            *writing = 1;
            write_whole(path, (char)('a' + i % 26));
            *writing = 0;
        }
    }
    pause_for(microseconds);
    kill(child, SIGKILL);
    assert_int_equal(exit_status_of(child), -1); /* killed, not ended by an error */
    return *writing;
}

static void a_writer_that_is_killed_leaves_a_whole_file(void **state) {
    struct bench *b = *state;
    double end = seconds_now() + 1.2;
    uint32_t random = 12345;
    int in_the_middle = 0;
    char *writing = mmap(NULL, 1, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(writing != MAP_FAILED);
    write_whole(b->path, 'a');
    for (int round = 0; round < 100 && seconds_now() < end; round++) {
        random = random * 1664525 + 1013904223;
        in_the_middle += kill_a_writer(b->path, 1000 + random % 20000, writing);
        assert_whole(b);
    }
    assert_true(in_the_middle > 0);
    munmap(writing, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_open, bench_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_file_is_read_whole),
        TEST(a_file_of_many_pieces_is_read_whole),
        TEST(nul_bytes_are_read_like_others),
        TEST(a_missing_file_is_refused),
        TEST(reading_a_directory_is_refused),
        TEST(a_file_that_may_not_be_read_is_refused),
        TEST(a_file_of_the_limit_is_read_and_of_one_byte_more_is_not),
        TEST(a_huge_file_is_refused_without_reading_it),
        TEST(a_device_without_end_is_read_up_to_the_limit),
        TEST(a_dash_reads_standard_input),
        TEST(a_pipe_over_the_limit_is_refused),
        TEST(a_signal_does_not_end_reading),
        TEST(a_new_file_is_written),
        TEST(a_new_file_gets_the_permissions_any_program_gives),
        TEST(an_old_file_is_replaced_and_keeps_its_permissions),
        TEST(root_leaves_a_file_to_its_owner),
        TEST(the_old_file_is_there_until_the_new_one_is_whole),
        TEST(abandoning_leaves_the_old_file_and_nothing_else),
        TEST(abandoning_a_new_file_leaves_nothing),
        TEST(a_file_in_the_current_folder_is_written),
        TEST(a_file_with_the_longest_name_is_written),
        TEST(a_link_stays_and_its_file_is_replaced),
        TEST(the_file_behind_a_link_is_old_until_the_new_one_is_whole),
        TEST(links_that_lead_nowhere_or_to_a_folder_are_refused),
        TEST(a_device_is_written_to_and_stays_a_device),
        TEST(a_full_device_is_an_error_however_much_is_written),
        TEST(a_fifo_is_written_to_and_stays_a_fifo),
        TEST(a_reader_that_went_away_is_an_error),
        TEST(a_dash_writes_to_standard_output),
        TEST(dev_stdout_is_not_replaced_when_the_shell_sent_it_to_a_file),
        TEST(a_full_standard_output_is_an_error),
        TEST(a_missing_folder_is_an_error),
        TEST(a_file_in_place_of_the_folder_is_an_error),
        TEST(writing_to_a_directory_is_refused),
        TEST(a_read_only_folder_is_an_error),
        TEST(a_read_only_file_is_not_replaced),
        TEST(a_fifo_that_may_not_be_written_is_an_error),
        TEST(an_error_in_the_middle_leaves_the_old_file_and_nothing_else),
        TEST(an_error_in_the_middle_leaves_nothing_where_nothing_was),
        TEST(an_error_that_the_stream_remembers_is_not_forgotten),
        TEST(an_error_at_the_very_end_leaves_nothing_behind),
        TEST(a_writer_that_is_killed_leaves_a_whole_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
