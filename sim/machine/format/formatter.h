/* formatter.h -- what the files of this folder share: one format being written. */
#ifndef TC_FORMATTER_H
#define TC_FORMATTER_H

#include "machine/format/format.h"

enum {
    FORMAT_DEPTH_MAX = 100,     /* of values inside values: a cycle has no end in Go either */
    FORMAT_WIDTH_MAX = 1000000, /* print.go:tooLarge */
    FORMAT_BYTES_MAX = 1 << 20, /* of one text; what would be longer is cut */
};

/* Flags, width and precision of a verb. */
struct verb_flags {
    bool plus, minus, sharp, space, zero, plus_v, sharp_v;
    bool has_width, has_precision;
    int width, precision;
};

struct formatter {
    const struct machine *m;
    const struct format_call *call;
    struct text *out;
    struct format_need *need;
    uint64_t used; /* of the given texts */
    uint32_t depth;
    bool stopped;  /* something is needed, or the text is too long */
    bool erroring; /* a bad verb is being shown: no methods */
    bool wraps;    /* %w may come */
    struct verb_flags flags;
};

/* A value: in memory, or a word that an interface holds itself. */
struct shown {
    uint32_t type;
    bool direct;
    bool hidden; /* in a field that is not exported: its methods are not called */
    uint64_t address, word;
};

/* ---- padded pieces: format_piece.c ---- */

void put(struct formatter *f, const char *string);
void put_bytes(struct formatter *f, const char *bytes, size_t length);
/* As wide as the flags want it. */
void put_padded(struct formatter *f, const char *bytes, size_t length);
/* The verb matters for O, x and X. */
void put_integer(struct formatter *f, uint64_t number, uint32_t base, bool is_signed,
                 uint32_t verb);
void put_string(struct formatter *f, const uint8_t *bytes, uint64_t length);
void put_quoted(struct formatter *f, const uint8_t *bytes, uint64_t length);
void put_hex(struct formatter *f, const uint8_t *bytes, uint64_t length, bool capital);
void put_rune(struct formatter *f, uint64_t rune);
void put_quoted_rune(struct formatter *f, uint64_t rune);
void put_unicode(struct formatter *f, uint64_t rune);
/* Hexadecimal, with 0x or without, whatever the flag # says. */
void put_address(struct formatter *f, uint64_t number, bool leading_0x);

/* ---- format_float.c ---- */

/* `size`: 4 or 8, how many digits tell it from its neighbours. */
void put_float(struct formatter *f, double number, uint32_t size, uint32_t verb);

/* ---- values: format_value.c ---- */

/* What an interface holds; nil when `type_word` is 0. */
void put_argument(struct formatter *f, uint64_t type_word, uint64_t data, uint32_t verb);
/* The type an interface's first word stands for; false for nil. */
bool type_of_word(const struct formatter *f, uint64_t type_word, uint32_t *type);

/* ---- maps: format_map.c ---- */

/* The entries of a map, in the order fmt shows them: addresses of key and value. The list lives in
 * the caller's pool; NULL when there is none, or the map is broken. */
struct shown_entry {
    uint64_t key, value;
};
struct shown_entry *sorted_entries(const struct formatter *f, struct pool *pool, uint64_t map_at,
                                   uint32_t type, uint64_t *count);

#endif
