/* Opening a tape: the header, and one pass through all of it for the index and the checksum. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "trace/checksum.h"
#include "trace/tape_inside.h"

/* ---- the header ---- */

static const char *read_text(struct tape *t, struct scan_of_json *s, size_t *length) {
    struct text text = {0};
    scan_string(s, &text);
    char *copy = pool_alloc(&t->pool, text.length + 1);
    if (copy && text.length) memcpy(copy, text.bytes, text.length);
    if (length) *length = text.length;
    text_free(&text);
    return copy ? copy : "";
}

static void read_settings(struct tape *t, struct scan_of_json *s) {
    bool first = true;
    scan_expect(s, '{');
    while (scan_another(s, '}', &first)) {
        const char *key;
        size_t length = scan_key(s, &key);
        t->settings = pool_grow(&t->pool, t->settings, t->setting_count, sizeof *t->settings);
        if (!t->settings || s->bad) return;
        char *name = pool_alloc(&t->pool, length + 1);
        if (!name) return;
        memcpy(name, key, length);
        t->settings[t->setting_count++] = (struct tape_setting){name, read_text(t, s, NULL)};
    }
}

static void read_decisions(struct tape *t, struct scan_of_json *s) {
    bool first = true;
    scan_expect(s, '[');
    while (scan_another(s, ']', &first)) {
        uint64_t numbers[4];
        t->decisions = pool_grow(&t->pool, t->decisions, t->decision_count, sizeof *t->decisions);
        for (int i = 0; i < 4; i++) {
            scan_expect(s, i ? ',' : '[');
            numbers[i] = scan_number(s);
        }
        scan_expect(s, ']');
        if (!t->decisions || s->bad) return;
        t->decisions[t->decision_count++] =
            (struct tape_decision){numbers[0], numbers[1], numbers[2], numbers[3]};
    }
}

static uint64_t read_hex(struct tape *t, struct scan_of_json *s) {
    return strtoull(read_text(t, s, NULL), NULL, 16);
}

static void read_head(struct tape *t, struct scan_of_json *s, uint64_t *format) {
    struct tape_facts *f = &t->facts;
    const char *key;
    size_t length = scan_key(s, &key);
    if (s->bad) return;
    if (scan_is(key, length, "format")) *format = scan_number(s);
    else if (scan_is(key, length, "version")) f->version = read_text(t, s, NULL);
    else if (scan_is(key, length, "kind")) f->kind = read_text(t, s, NULL);
    else if (scan_is(key, length, "file")) f->file = read_text(t, s, NULL);
    else if (scan_is(key, length, "scenario")) f->scenario = read_text(t, s, &f->scenario_length);
    else if (scan_is(key, length, "program_file")) f->program_file = read_text(t, s, NULL);
    else if (scan_is(key, length, "program")) f->program = read_text(t, s, &f->program_length);
    else if (scan_is(key, length, "settings")) read_settings(t, s);
    else if (scan_is(key, length, "decisions")) read_decisions(t, s);
    else if (scan_is(key, length, "state_words")) f->words = scan_number(s);
    else if (scan_is(key, length, "tables")) f->tables = read_hex(t, s);
    else scan_skip(s);
}

static enum file_status read_header(struct tape *t, char *why, size_t size) {
    const char *bytes;
    size_t length;
    uint64_t format = 0;
    if (!tape_line(t, 0, &bytes, &length)) {
        snprintf(why, size, "was cut off in its first line, the header of a frame trace");
        return FILE_BAD_INPUT;
    }
    struct scan_of_json s = {.at = bytes, .end = bytes + length};
    bool first = true;
    scan_expect(&s, '{');
    while (scan_another(&s, '}', &first)) read_head(t, &s, &format);
    if (!scan_ended(&s)) {
        size_t column = (size_t)((s.bad ? s.bad : s.at) - bytes) + 1;
        snprintf(why, size, "1:%zu: is no header of a frame trace", column);
        return FILE_BAD_INPUT;
    }
    if (format == TRACE_FORMAT) return FILE_OK;
    snprintf(why, size, "is a frame trace of format %llu; this program reads format %d",
             (unsigned long long)format, TRACE_FORMAT);
    return FILE_BAD_INPUT;
}

/* ---- the pass through all of it ---- */

struct pass {
    struct tape *t;
    uint64_t lines, offset; /* so far: whole lines, and where the next one begins */
    uint64_t sum;           /* of all bytes so far */
    uint64_t sum_last;      /* ... of those before the last whole line, ... */
    uint64_t sum_next;      /* ... before the one that is being read */
    uint64_t last;          /* where that begins */
};

static bool note_line(struct pass *p) {
    struct tape *t = p->t;
    if (p->lines % INDEX_LINES == 0) {
        uint64_t count = p->lines / INDEX_LINES;
        bool is_full = (count & (count - 1)) == 0;
        uint64_t *index =
            is_full ? realloc(t->index, (count ? count * 2 : 1) * sizeof *index) : t->index;
        if (!index) return false;
        t->index = index;
        index[count] = p->last;
    }
    p->lines++;
    return true;
}

static bool pass_bytes(struct pass *p, const char *bytes, size_t length) {
    for (const char *at = bytes, *end = bytes + length; at < end;) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline ? newline + 1 : end;
        p->sum = trace_checksum(p->sum, at, (size_t)(stop - at));
        p->offset += (uint64_t)(stop - at);
        at = stop;
        if (!newline) break;
        if (!note_line(p)) return false;
        p->last = p->offset;
        p->sum_last = p->sum_next;
        p->sum_next = p->sum;
    }
    return true;
}

static bool pass_all(struct pass *p) {
    enum { BLOCK = 1 << 18 };
    char *block = malloc(BLOCK);
    bool fine = block != NULL;
    for (uint64_t at = 0; fine;) {
        ssize_t count = pread(p->t->fd, block, BLOCK, (off_t)at);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        fine = pass_bytes(p, block, (size_t)count);
        at += (uint64_t)count;
    }
    free(block);
    return fine;
}

/* ---- the end ---- */

struct end {
    uint64_t steps, hash, checksum;
};

static bool read_end(struct tape *t, const char *bytes, size_t length, struct end *out) {
    struct scan_of_json s = {.at = bytes, .end = bytes + length};
    bool first = true, is_end = false;
    *out = (struct end){0};
    scan_expect(&s, '{');
    while (scan_another(&s, '}', &first)) {
        const char *key;
        size_t size = scan_key(&s, &key);
        is_end = is_end || scan_is(key, size, "end");
        if (!is_end) return false; /* a step, which may be long */
        if (scan_is(key, size, "steps")) out->steps = scan_number(&s);
        else if (scan_is(key, size, "hash")) out->hash = read_hex(t, &s);
        else if (scan_is(key, size, "checksum")) out->checksum = read_hex(t, &s);
        else scan_skip(&s);
    }
    return is_end && scan_ended(&s);
}

/* Line 0 is the header, line 1 step 0. */
static void find_end(struct tape *t, const struct pass *p) {
    const char *bytes;
    size_t length;
    struct end end;
    struct tape_facts *f = &t->facts;
    bool complete = tape_line(t, p->lines - 1, &bytes, &length) && read_end(t, bytes, length, &end);
    if (complete) t->lines--;
    f->steps = t->lines < 2 ? 0 : t->lines - 2;
    f->line = t->lines + 1;
    f->state = !complete ? TAPE_CUT : end.checksum != p->sum_last ? TAPE_DAMAGED : TAPE_WHOLE;
    if (complete) f->hash = end.hash;
    if (complete && end.steps != f->steps) f->state = TAPE_DAMAGED;
}

static enum file_status open_file(struct tape *t, const char *path, char *why, size_t size) {
    struct stat status;
    t->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (t->fd >= 0 && fstat(t->fd, &status) == 0 && S_ISREG(status.st_mode)) return FILE_OK;
    if (t->fd < 0) snprintf(why, size, "cannot read: %s", strerror(errno));
    else snprintf(why, size, "is no regular file; a frame trace is read from one");
    return FILE_BAD_INPUT;
}

static enum file_status read_tape(struct tape *t, const char *path, char *why, size_t size) {
    struct pass pass = {.t = t, .sum = TRACE_CHECKSUM_START, .sum_next = TRACE_CHECKSUM_START};
    enum file_status opened = open_file(t, path, why, size);
    if (opened != FILE_OK) return opened;
    if (!pass_all(&pass)) {
        snprintf(why, size, "not enough memory to read it");
        return FILE_NO_RESOURCES;
    }
    t->lines = pass.lines;
    enum file_status header = read_header(t, why, size);
    if (header != FILE_OK) return header;
    find_end(t, &pass);
    return FILE_OK;
}

enum file_status tape_open(struct tape **out, const char *path, char *why, size_t why_size) {
    struct tape *t = calloc(1, sizeof *t);
    if (!t) {
        snprintf(why, why_size, "not enough memory to read it");
        return FILE_NO_RESOURCES;
    }
    t->fd = -1;
    t->facts = (struct tape_facts){
        .version = "", .file = "", .kind = "", .scenario = "", .program_file = "", .program = ""};
    enum file_status status = read_tape(t, path, why, why_size);
    if (status == FILE_OK) *out = t;
    else tape_close(t);
    return status;
}

void tape_close(struct tape *t) {
    if (!t) return;
    if (t->fd >= 0) close(t->fd);
    for (int i = 0; i < WINDOWS; i++) free(t->windows[i].bytes);
    pool_free(&t->pool);
    free(t->index);
    line_free(&t->line);
    frame_free(&t->told);
    free(t);
}

const struct tape_facts *tape_facts(const struct tape *t) {
    return &t->facts;
}

const struct tape_decision *tape_decision(const struct tape *t, uint32_t index) {
    return index < t->decision_count ? &t->decisions[index] : NULL;
}

const struct tape_setting *tape_setting(const struct tape *t, uint32_t index) {
    return index < t->setting_count ? &t->settings[index] : NULL;
}
