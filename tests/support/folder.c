#define _XOPEN_SOURCE 700 /* nftw */

#include "support/folder.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATHS = 8, PATH_SIZE = 512 };

static char folder[] = "/tmp/tricolor-test-XXXXXX";

int folder_make(void **state) {
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *s, int kind, struct FTW *at) {
    (void)s, (void)kind, (void)at;
    return remove(path);
}

int folder_remove(void **state) {
    (void)state;
    return nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *folder_path(const char *name) {
    static char paths[PATHS][PATH_SIZE];
    static unsigned turn;
    char *path = paths[turn++ % PATHS];
    int length = snprintf(path, PATH_SIZE, "%s/%s", folder, name);
    assert_true(length > 0 && length < PATH_SIZE);
    return path;
}

void folder_write(const char *name, const char *content) {
    FILE *file = fopen(folder_path(name), "w");
    if (!file) fail_msg("%s cannot be written", folder_path(name));
    assert_int_equal(fwrite(content, 1, strlen(content), file), strlen(content));
    assert_int_equal(fclose(file), 0);
}

void folder_set_time(const char *name, long seconds) {
    const struct timespec times[2] = {{.tv_sec = seconds}, {.tv_sec = seconds}};
    assert_int_equal(utimensat(AT_FDCWD, folder_path(name), times, 0), 0);
}
