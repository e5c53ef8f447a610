#include "dump/read.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum {
    BUFFER = 1 << 16,
    STRING_MAX = 1 << 16,
    FRAMES_MAX = 1 << 16, /* of one call stack in the memory profile */
    PAUSES = 256,         /* of MemStats */
    NUMBERS_MAX = 14,     /* of one record */
    WORD_BYTES = 8
};

static const char MAGIC[] = "go1.7 heap dump\n";

struct reader {
    struct dump *dump;
    FILE *file;
    uint64_t offset; /* of buffer[0] in the file */
    size_t at, filled;
    enum file_status status;
    char *why;
    size_t why_size;
    const char *record; /* what is being read */
    uint64_t byte;      /* where it begins */
    uint8_t buffer[BUFFER];
};

/* What a record was read into. */
struct values {
    uint64_t numbers[NUMBERS_MAX];
    const char *strings[2];
    struct dump_piece piece;
};

/* ---- complaints: the first one counts ---- */

static uint64_t here(const struct reader *r) {
    return r->offset + r->at;
}

static bool complain(struct reader *r, uint64_t byte, const char *format, ...) TC_PRINTF(3, 4);

static bool complain(struct reader *r, uint64_t byte, const char *format, ...) {
    if (r->status != FILE_OK) return false;
    r->status = FILE_BAD_INPUT;
    int written = snprintf(r->why, r->why_size, "byte %" PRIu64 ": ", byte);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(r->why + written, r->why_size - (size_t)written, format, arguments);
    va_end(arguments);
    return false;
}

static bool lack_memory(struct reader *r) {
    if (r->status != FILE_OK) return false;
    r->status = FILE_NO_RESOURCES;
    snprintf(r->why, r->why_size, "not enough memory for this dump");
    return false;
}

/* ---- bytes ---- */

static bool fill(struct reader *r) {
    r->offset += r->filled;
    r->at = 0;
    r->filled = fread(r->buffer, 1, BUFFER, r->file);
    if (r->filled > 0) return true;
    if (ferror(r->file)) return complain(r, r->offset, "cannot be read any further");
    return complain(r, r->offset, "the file ends inside %s; expected the rest of it, and the end",
                    r->record);
}

/* 7 bits in each byte, the lowest first; the highest bit says that more follow. */
static bool read_number(struct reader *r, uint64_t *out) {
    uint64_t start = here(r), number = 0;
    for (unsigned shift = 0;; shift += 7) {
        if (r->at == r->filled && !fill(r)) return false;
        uint8_t byte = r->buffer[r->at++];
        if (shift == 63 && byte > 1)
            return complain(r, start, "a number in %s does not fit 64 bits", r->record);
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) break;
    }
    *out = number;
    return true;
}

static bool read_bytes(struct reader *r, uint8_t *to, uint64_t size) {
    while (size > 0) {
        if (r->at == r->filled && !fill(r)) return false;
        size_t ready = r->filled - r->at, part = size < ready ? (size_t)size : ready;
        memcpy(to, r->buffer + r->at, part);
        r->at += part;
        to += part;
        size -= part;
    }
    return true;
}

/* Bytes that go on with a character of UTF-8 that begins like this; -1: none begins so. */
static int bytes_that_follow(uint8_t first) {
    if (first < 0x80) return 0;
    if (first >= 0xc2 && first < 0xe0) return 1;
    return first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : -1;
}

/* Names are shown to people: what is no text becomes a question mark. */
static void make_readable(char *string, size_t length) {
    for (size_t i = 0; i < length;) {
        int follow = bytes_that_follow((uint8_t)string[i]), good = 0;
        while (good < follow && ((uint8_t)string[i + 1 + (size_t)good] & 0xc0) == 0x80) good++;
        bool control = follow == 0 && ((uint8_t)string[i] < ' ' || string[i] == 0x7f);
        if (control || good != follow) string[i++] = '?';
        else i += 1 + (size_t)follow;
    }
}

static bool read_string(struct reader *r, const char **out) {
    uint64_t start = here(r), length;
    if (!read_number(r, &length)) return false;
    if (length > STRING_MAX)
        return complain(r, start, "a string of %" PRIu64 " bytes in %s; expected at most %d",
                        length, r->record, STRING_MAX);
    char *string = pool_alloc(&r->dump->pool, (size_t)length + 1);
    if (!string) return lack_memory(r);
    *out = string;
    if (!read_bytes(r, (uint8_t *)string, length)) return false;
    make_readable(string, length);
    return true;
}

/* ---- memory contents ---- */

/* The bits of so many bytes, and a word behind them that may be read. */
static size_t bits_size(uint64_t bytes) {
    return bytes ? (size_t)(bytes / 64 + WORD_BYTES) : 0;
}

bool dump_grow(struct dump *d, uint64_t more) {
    uint64_t wanted = d->byte_count + more + WORD_BYTES, old = d->byte_capacity;
    if (wanted <= old) return true;
    uint64_t capacity = old * 2 > wanted ? old * 2 : (wanted + BUFFER - 1) / BUFFER * BUFFER;
    uint8_t *bytes = realloc(d->bytes, capacity);
    if (bytes) d->bytes = bytes;
    uint64_t *pointers = realloc(d->pointers, bits_size(capacity));
    if (pointers) d->pointers = pointers;
    if (!bytes || !pointers) return false;
    memset((uint8_t *)pointers + bits_size(old), 0, bits_size(capacity) - bits_size(old));
    d->byte_capacity = capacity;
    return true;
}

/* The length may be any number: memory grows as bytes come. */
static bool read_contents(struct reader *r, struct dump_piece *piece) {
    struct dump *d = r->dump;
    uint64_t left;
    if (!read_number(r, &left)) return false;
    piece->at = d->byte_count;
    piece->size = left;
    while (left > 0) {
        uint64_t part = left < BUFFER ? left : BUFFER;
        if (!dump_grow(d, part + WORD_BYTES)) return lack_memory(r);
        if (!read_bytes(r, d->bytes + d->byte_count, part)) return false;
        d->byte_count += part;
        left -= part;
    }
    while (d->byte_count % WORD_BYTES) d->bytes[d->byte_count++] = 0;
    return true;
}

enum field_kind { FIELD_END, FIELD_POINTER, FIELD_INTERFACE, FIELD_EMPTY_INTERFACE, FIELD_KINDS };

/* Of an interface the second word is a pointer. */
static bool read_fields(struct reader *r, const struct dump_piece *piece) {
    struct dump *d = r->dump;
    for (;;) {
        uint64_t start = here(r), kind, offset;
        if (!read_number(r, &kind)) return false;
        if (kind == FIELD_END) return true;
        if (kind >= FIELD_KINDS)
            return complain(r, start, "a field of kind %" PRIu64 " in %s; expected 0 to 3", kind,
                            r->record);
        if (!read_number(r, &offset)) return false;
        uint64_t most = piece->size - piece->size % WORD_BYTES, words = kind > FIELD_POINTER;
        if (offset % WORD_BYTES || offset >= most || most - offset < (words + 1) * WORD_BYTES)
            return complain(r, start,
                            "a pointer at byte %" PRIu64 " of the %" PRIu64
                            " bytes of %s; expected a whole word inside",
                            offset, piece->size, r->record);
        uint64_t bit = (piece->at + offset) / WORD_BYTES + words;
        d->pointers[bit / 64] |= 1ull << bit % 64;
    }
}

/* ---- what becomes of a record ---- */

/* Room for one more element in a table of the dump; false when memory is out. */
#define ADD(r, table, count, ...)                                                                  \
    do {                                                                                           \
        struct dump *to = (r)->dump;                                                               \
        if (to->count == UINT32_MAX / 2) return complain(r, (r)->byte, "too many records");        \
        to->table = pool_grow(&to->pool, to->table, to->count, sizeof *to->table);                 \
        if (!to->table) return lack_memory(r);                                                     \
        to->table[to->count++] = __VA_ARGS__;                                                      \
        return true;                                                                               \
    } while (0)

/* Objects are many: their table doubles in place, where a pool would keep each old copy. */
static bool take_object(struct reader *r, const struct values *v) {
    struct dump *d = r->dump;
    uint32_t count = d->object_count;
    if (count == UINT32_MAX / 2) return complain(r, r->byte, "too many objects");
    if (count == 0 || (count >= 1024 && (count & (count - 1)) == 0)) {
        size_t capacity = count ? (size_t)count * 2 : 1024;
        struct dump_piece *more = realloc(d->objects, capacity * sizeof *more);
        if (!more) return lack_memory(r);
        d->objects = more;
    }
    d->objects[d->object_count++] = v->piece;
    return true;
}

static bool add_root(struct reader *r, const char *what, uint64_t word) {
    if (!word) return true;
    ADD(r, roots, root_count, (struct dump_root){what, word});
}

static bool take_root(struct reader *r, const struct values *v) {
    return add_root(r, v->strings[0], v->numbers[0]);
}

static bool take_type(struct reader *r, const struct values *v) {
    ADD(r, types, type_count, (struct dump_type){v->numbers[0], v->numbers[1], v->strings[0]});
}

static bool take_itab(struct reader *r, const struct values *v) {
    ADD(r, itabs, itab_count, (struct dump_itab){v->numbers[0], v->numbers[1]});
}

static bool take_goroutine(struct reader *r, const struct values *v) {
    const uint64_t *n = v->numbers;
    if (!add_root(r, "context", n[8])) return false;
    ADD(r, goroutines, goroutine_count,
        (struct dump_goroutine){.byte = r->byte,
                                .address = n[0],
                                .sp = n[1],
                                .id = n[2],
                                .created = n[3],
                                .status = n[4],
                                .system = n[5],
                                .since = n[7],
                                .reason = v->strings[0],
                                .context = n[8],
                                .defers = n[10],
                                .panics = n[11],
                                .first_frame = r->dump->frame_count});
}

static bool take_frame(struct reader *r, const struct values *v) {
    struct dump *d = r->dump;
    if (d->goroutine_count == 0)
        return complain(r, r->byte, "a stack frame before the first goroutine");
    struct dump_goroutine *g = &d->goroutines[d->goroutine_count - 1];
    if (v->numbers[1] != g->frame_count)
        return complain(r, r->byte, "a stack frame of depth %" PRIu64 "; expected depth %u",
                        v->numbers[1], g->frame_count);
    g->frame_count++;
    ADD(r, frames, frame_count,
        (struct dump_frame){.piece = v->piece,
                            .depth = v->numbers[1],
                            .entry = v->numbers[3],
                            .pc = v->numbers[4],
                            .function = v->strings[0]});
}

static bool take_params(struct reader *r, const struct values *v) {
    struct dump *d = r->dump;
    const uint64_t *n = v->numbers;
    if (d->version) return complain(r, r->byte, "the parameters for the second time");
    if (n[0])
        return complain(r, r->byte + 1,
                        "a dump of a big-endian machine; expected a little-endian one");
    if (n[1] != WORD_BYTES)
        return complain(r, r->byte + 2,
                        "a dump of a program with pointers of %" PRIu64 " bytes; expected 8", n[1]);
    d->heap_start = n[2];
    d->heap_end = n[3];
    d->processors = n[4];
    d->architecture = v->strings[0];
    d->version = v->strings[1];
    return true;
}

/* The object does not die before its finalizer has run; the function is a root as well. */
static bool take_finalizer(struct reader *r, const struct values *v) {
    r->dump->finalizers++;
    return add_root(r, "finalizer's object", v->numbers[0]) &&
           add_root(r, "finalizer", v->numbers[1]);
}

static bool take_queued(struct reader *r, const struct values *v) {
    r->dump->queued_finalizers++;
    return add_root(r, "queued finalizer's object", v->numbers[0]) &&
           add_root(r, "queued finalizer", v->numbers[1]);
}

static bool take_thread(struct reader *r, const struct values *v) {
    (void)v;
    r->dump->threads++;
    return true;
}

static bool take_segment(struct reader *r, struct dump_piece *to, const struct values *v) {
    if (to->byte) return complain(r, r->byte, "%s for the second time", r->record);
    *to = v->piece;
    return true;
}

static bool take_data(struct reader *r, const struct values *v) {
    return take_segment(r, &r->dump->data, v);
}

static bool take_bss(struct reader *r, const struct values *v) {
    return take_segment(r, &r->dump->bss, v);
}

static bool take_defer(struct reader *r, const struct values *v) {
    r->dump->deferred++;
    return add_root(r, "record of a deferred call", v->numbers[0]) &&
           add_root(r, "deferred call", v->numbers[4]);
}

static bool take_panic(struct reader *r, const struct values *v) {
    r->dump->panics++;
    return add_root(r, "record of a panic", v->numbers[0]) &&
           add_root(r, "value of a panic", v->numbers[3]);
}

static bool take_sample(struct reader *r, const struct values *v) {
    (void)v;
    r->dump->samples++;
    return true;
}

static bool read_memstats(struct reader *r) {
    struct dump *d = r->dump;
    uint64_t pause;
    for (int i = 0; i < DUMP_NUMBERS; i++)
        if (!read_number(r, &d->numbers[i])) return false;
    for (int i = 0; i < PAUSES; i++)
        if (!read_number(r, &pause)) return false;
    d->has_numbers = true;
    return read_number(r, &d->collections);
}

/* Strings of the profile are looked at and forgotten. */
static bool skip_string(struct reader *r) {
    uint64_t start = here(r), length;
    if (!read_number(r, &length)) return false;
    if (length > STRING_MAX)
        return complain(r, start, "a string of %" PRIu64 " bytes in %s; expected at most %d",
                        length, r->record, STRING_MAX);
    uint8_t bytes[256];
    for (uint64_t part; length > 0; length -= part) {
        part = length < sizeof bytes ? length : sizeof bytes;
        if (!read_bytes(r, bytes, part)) return false;
    }
    return true;
}

static bool read_profile(struct reader *r) {
    uint64_t bucket, size, start, frames, line, allocs, frees;
    if (!read_number(r, &bucket) || !read_number(r, &size)) return false;
    start = here(r);
    if (!read_number(r, &frames)) return false;
    if (frames > FRAMES_MAX)
        return complain(r, start, "a call stack of %" PRIu64 " frames; expected at most %d", frames,
                        FRAMES_MAX);
    for (uint64_t i = 0; i < frames; i++)
        if (!skip_string(r) || !skip_string(r) || !read_number(r, &line)) return false;
    r->dump->profiled++;
    return read_number(r, &allocs) && read_number(r, &frees);
}

/* ---- records ---- */

/* Parts: n a number, s a string, c contents of memory, f where its pointers are. The first number
 * of a record with contents is their address. */
struct record {
    const char *name, *parts;
    bool (*take)(struct reader *r, const struct values *v);
    bool (*read)(struct reader *r); /* instead, where the parts are not always the same */
};

enum { TAG_END = 0, TAG_PARAMS = 6, TAGS = 18 };

static const struct record RECORDS[TAGS] = {
    {"the end", "", NULL, NULL},
    {"an object", "ncf", take_object, NULL},
    {"a root", "sn", take_root, NULL},
    {"a type", "nnsn", take_type, NULL},
    {"a goroutine", "nnnnnnnnsnnnn", take_goroutine, NULL},
    {"a stack frame", "nnncnnnsf", take_frame, NULL},
    {"the parameters", "nnnnssn", take_params, NULL},
    {"a finalizer", "nnnnn", take_finalizer, NULL},
    {"an itab", "nn", take_itab, NULL},
    {"a thread", "nnn", take_thread, NULL},
    {"MemStats", NULL, NULL, read_memstats},
    {"a queued finalizer", "nnnnn", take_queued, NULL},
    {"the data segment", "ncf", take_data, NULL},
    {"the bss segment", "ncf", take_bss, NULL},
    {"a deferred call", "nnnnnnn", take_defer, NULL},
    {"a panic", "nnnnnn", take_panic, NULL},
    {"an entry of the memory profile", NULL, NULL, read_profile},
    {"a sampled object", "nn", take_sample, NULL},
};

static bool read_part(struct reader *r, char part, struct values *v, unsigned *numbers,
                      unsigned *strings) {
    switch (part) {
    case 'n': return read_number(r, &v->numbers[(*numbers)++]);
    case 's': return read_string(r, &v->strings[(*strings)++]);
    case 'c': v->piece.address = v->numbers[0]; return read_contents(r, &v->piece);
    default: return read_fields(r, &v->piece);
    }
}

static bool read_record(struct reader *r, const struct record *record) {
    struct values v = {.strings = {"", ""}, .piece.byte = r->byte};
    unsigned numbers = 0, strings = 0;
    if (record->read) return record->read(r);
    for (const char *part = record->parts; *part; part++)
        if (!read_part(r, *part, &v, &numbers, &strings)) return false;
    return record->take(r, &v);
}

/* False behind the last record, and when something is wrong. */
static bool read_next(struct reader *r) {
    uint64_t tag;
    r->record = "the list of records";
    r->byte = here(r);
    if (!read_number(r, &tag)) return false;
    if (tag >= TAGS)
        return complain(r, r->byte, "a record of kind %" PRIu64 "; expected 0 to %d", tag,
                        TAGS - 1);
    r->record = RECORDS[tag].name;
    if (!r->dump->version && tag != TAG_PARAMS)
        return complain(r, r->byte, "%s; expected the parameters first", r->record);
    return tag != TAG_END && read_record(r, &RECORDS[tag]);
}

static bool read_magic(struct reader *r) {
    uint8_t magic[sizeof MAGIC - 1];
    r->record = "its first line";
    if (!read_bytes(r, magic, sizeof magic)) return false;
    if (memcmp(magic, MAGIC, sizeof magic) == 0) return true;
    return complain(r, 0, "no Go heap dump; expected \"go1.7 heap dump\"");
}

static bool at_end(struct reader *r) {
    if (r->at < r->filled || getc(r->file) != EOF)
        return complain(r, here(r), "more bytes behind the end of the dump; expected none");
    return true;
}

enum file_status dump_read(struct dump *d, FILE *file, char *why, size_t why_size) {
    struct reader *r = malloc(sizeof *r);
    *d = (struct dump){0};
    snprintf(why, why_size, "not enough memory for this dump");
    if (!r) return FILE_NO_RESOURCES;
    r->dump = d;
    r->file = file;
    r->offset = r->at = r->filled = 0;
    r->status = FILE_OK;
    r->why = why;
    r->why_size = why_size;
    if (read_magic(r)) {
        while (read_next(r)) continue;
        if (r->status == FILE_OK) at_end(r);
    }
    enum file_status status = d->pool.failed ? FILE_NO_RESOURCES : r->status;
    free(r);
    return status;
}

void dump_free(struct dump *d) {
    free(d->objects);
    free(d->bytes);
    free(d->pointers);
    pool_free(&d->pool);
    *d = (struct dump){0};
}
