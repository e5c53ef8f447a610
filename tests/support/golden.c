#include "support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"

static void update(const char *path, const char *text) {
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

void golden_check(const char *name, const char *text) {
    char path[512], why[256], *recorded;
    size_t length;
    snprintf(path, sizeof path, "tests/golden/%s", name);
    if (getenv("UPDATE")) {
        update(path, text);
        return;
    }
    if (file_read(path, 64 << 20, &recorded, &length, why, sizeof why) != FILE_OK)
        fail_msg("%s: %s; UPDATE=1 records it", path, why);
    if (strcmp(recorded, text) != 0) {
        size_t at = 0, line = 1;
        for (; recorded[at] && recorded[at] == text[at]; at++) line += recorded[at] == '\n';
        free(recorded);
        fail_msg("%s:%zu differs; UPDATE=1 records the new text, to be read in the diff", path,
                 line);
    }
    free(recorded);
}
