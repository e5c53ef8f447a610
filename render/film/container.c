#include "film/container.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct file {
    FILE *stream;
    uint64_t length;
    bool is_over; /* more was read than there is */
};

static bool open_file(struct file *f, const char *path, char *why, size_t why_size) {
    *f = (struct file){.stream = fopen(path, "rb")};
    long end = -1;
    if (f->stream && fseek(f->stream, 0, SEEK_END) == 0) end = ftell(f->stream);
    if (end >= 0) {
        f->length = (uint64_t)end;
        rewind(f->stream);
        return true;
    }
    snprintf(why, why_size, "cannot read it: %s", strerror(errno));
    if (f->stream) fclose(f->stream);
    return false;
}

/* The next bytes as a number, the highest first. */
static uint64_t number(struct file *f, int bytes) {
    uint64_t n = 0;
    for (int i = 0; i < bytes; i++) {
        int byte = fgetc(f->stream);
        f->is_over = f->is_over || byte == EOF;
        n = n << 8 | (uint64_t)(byte == EOF ? 0 : byte);
    }
    return n;
}

/* ---- MP4 ---- */

enum { BOX_FTYP = 0x66747970, BOX_MOOV = 0x6d6f6f76, BOX_MDAT = 0x6d646174, BOX_HEADER = 8 };

/* A size of 1 means that the real one follows, in eight bytes. */
static bool next_box(struct file *f, uint64_t at, uint64_t *size, uint64_t *letters) {
    *size = *letters = 0;
    if (fseek(f->stream, (long)at, SEEK_SET) != 0) return false;
    *size = number(f, 4);
    *letters = number(f, 4);
    if (*size == 1) *size = number(f, 8);
    return !f->is_over && *size >= BOX_HEADER && *size <= f->length - at;
}

static const char *fault_of_mp4(struct file *f) {
    bool has_index = false, has_data = false;
    uint64_t size, letters;
    for (uint64_t at = 0; at < f->length; at += size) {
        bool fits = next_box(f, at, &size, &letters);
        if (at == 0 && letters != BOX_FTYP) return "it is no MP4";
        if (!fits) return "it ends too early";
        has_index = has_index || letters == BOX_MOOV;
        has_data = has_data || letters == BOX_MDAT;
    }
    if (f->length == 0) return "it is empty";
    return has_index && has_data ? NULL : "it has no pictures";
}

/* ---- WebM ---- */

enum { EBML_HEADER = 0x1a45dfa3, EBML_SEGMENT = 0x18538067 };

/* A length: as many zero bits as further bytes, a one, and the number. All ones: not known. */
static uint64_t ebml_length(struct file *f) {
    uint64_t first = number(f, 1);
    int more = 0;
    if (first == 0) return UINT64_MAX;
    while (!(first & (uint64_t)0x80 >> more)) more++;
    uint64_t bits = (first & (uint64_t)0x7f >> more) << (8 * more) | number(f, more);
    return bits == ((uint64_t)1 << (7 * (more + 1))) - 1 ? UINT64_MAX : bits;
}

static const char *fault_of_webm(struct file *f) {
    if (f->length == 0) return "it is empty";
    if (number(f, 4) != EBML_HEADER) return "it is no WebM";
    uint64_t header = ebml_length(f);
    if (header > f->length || fseek(f->stream, (long)header, SEEK_CUR) != 0)
        return "it ends too early";
    if (number(f, 4) != EBML_SEGMENT) return "it has no pictures";
    uint64_t segment = ebml_length(f);
    if (f->is_over) return "it ends too early";
    if (segment == UINT64_MAX) return "it has no end";
    return (uint64_t)ftell(f->stream) + segment == f->length ? NULL : "it ends too early";
}

/* ---- both ---- */

static bool judge(const char *path, const char *(*fault_of)(struct file *f), char *why,
                  size_t why_size) {
    struct file f;
    if (!open_file(&f, path, why, why_size)) return false;
    const char *fault = fault_of(&f);
    fclose(f.stream);
    if (fault) snprintf(why, why_size, "%s", fault);
    return !fault;
}

bool container_is_mp4(const char *path, char *why, size_t why_size) {
    return judge(path, fault_of_mp4, why, why_size);
}

bool container_is_webm(const char *path, char *why, size_t why_size) {
    return judge(path, fault_of_webm, why, why_size);
}
