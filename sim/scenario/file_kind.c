#include "scenario/file_kind.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "gclog/gclog.h"
#include "scenario/scenario.h"

enum { BEGINNING = 4096 };

static bool begins_with(const char *bytes, size_t length, const char *words) {
    size_t size = strlen(words);
    return length >= size && memcmp(bytes, words, size) == 0;
}

static bool ends_with(const char *path, const char *ending) {
    size_t length = strlen(path), size = strlen(ending);
    return length > size && strcmp(path + length - size, ending) == 0;
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

/* One object of JSON in a line, as programs log: no scenario begins so that has more lines. */
static bool is_json_line(const char *bytes, size_t length) {
    const char *end = memchr(bytes, '\n', length);
    return end && end > bytes && (end[-1] == '}' || (end[-1] == '\r' && end[-2] == '}'));
}

/* Whether lines of a collection may stand among what begins so. */
static bool may_be_log(const char *bytes, size_t length) {
    return !begins_with(bytes, length, "{") || is_json_line(bytes, length);
}

enum file_kind file_kind_of(const char *path, const char *bytes, size_t length) {
    if (begins_with(bytes, length, "go1.7 heap dump\n")) return FILE_DUMP;
    if (is_trace(bytes, length)) return FILE_TRACE;
    if (go_is_source(path, bytes, length)) return FILE_GO;
    if (!may_be_log(bytes, length)) return FILE_SCENARIO;
    bool log = gclog_is_in(bytes, length) || ends_with(path, ".log") || ends_with(path, ".gctrace");
    return log ? FILE_GCTRACE : FILE_SCENARIO;
}

/* A server may have logged much before it first collects. */
static bool has_collection(FILE *file) {
    enum { PORTION = 1 << 16, OVERLAP = 64 };
    char *bytes = malloc(PORTION + OVERLAP);
    size_t kept = 0, count;
    bool found = false;
    while (bytes && !found && (count = fread(bytes + kept, 1, PORTION, file)) > 0) {
        found = gclog_is_in(bytes, kept + count);
        kept = kept + count < OVERLAP ? kept + count : OVERLAP;
        memmove(bytes, bytes + (kept < OVERLAP ? 0 : count), kept);
    }
    free(bytes);
    return found;
}

enum file_kind file_kind_at(const char *path) {
    char bytes[BEGINNING];
    struct stat status;
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode)) return FILE_SCENARIO;
    FILE *file = fopen(path, "rb");
    if (!file) return FILE_SCENARIO;
    size_t length = fread(bytes, 1, sizeof bytes, file);
    enum file_kind kind = file_kind_of(path, bytes, length);
    if (kind == FILE_SCENARIO && length == sizeof bytes && may_be_log(bytes, length) &&
        has_collection(file))
        kind = FILE_GCTRACE;
    fclose(file);
    return kind;
}
