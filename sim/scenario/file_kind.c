#include "scenario/file_kind.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "scenario/scenario.h"

enum { BEGINNING = 4096 };

static bool begins_with(const char *bytes, size_t length, const char *words) {
    size_t size = strlen(words);
    return length >= size && memcmp(bytes, words, size) == 0;
}

/* {"tricolor": "trace", however it is spaced. */
static bool is_trace(const char *bytes, size_t length) {
    static const char *const TOKENS[] = {"{", "\"tricolor\"", ":", "\"trace\""};
    const char *at = bytes, *end = bytes + length;
    for (size_t i = 0; i < sizeof TOKENS / sizeof TOKENS[0]; i++) {
        while (at < end && strchr(" \t\r\n", *at) && *at) at++;
        if (!begins_with(at, (size_t)(end - at), TOKENS[i])) return false;
        at += strlen(TOKENS[i]);
    }
    return true;
}

/* A line "gc 1 @0.013s 2%: ...": runtime/mgc.go, gcMarkTermination. */
static bool is_gctrace(const char *bytes, size_t length) {
    const char *at = bytes, *end = bytes + length;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t left = (size_t)((stop ? stop : end) - at);
        char line[64];
        unsigned number, second;
        snprintf(line, sizeof line, "%.*s", (int)(left < 63 ? left : 63), at);
        if (sscanf(line, "gc %u @%u.", &number, &second) == 2) return true;
        at = stop ? stop + 1 : end;
    }
    return false;
}

enum file_kind file_kind_of(const char *path, const char *bytes, size_t length) {
    if (begins_with(bytes, length, "go1.7 heap dump\n")) return FILE_DUMP;
    if (is_trace(bytes, length)) return FILE_TRACE;
    if (go_is_source(path, bytes, length)) return FILE_GO;
    if (begins_with(bytes, length, "{")) return FILE_SCENARIO;
    return is_gctrace(bytes, length) ? FILE_GCTRACE : FILE_SCENARIO;
}

enum file_kind file_kind_at(const char *path) {
    char bytes[BEGINNING];
    struct stat status;
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode)) return FILE_SCENARIO;
    FILE *file = fopen(path, "rb");
    if (!file) return FILE_SCENARIO;
    size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    return file_kind_of(path, bytes, length);
}
