/* json_scan.h -- reading JSON in one pass, a value at a time, without a tree.
 *
 * A trace has millions of lines, each of which is read once. Whoever reads knows what may come,
 * asks for it, and looks at `bad` at the end: once something was not as asked for, every further
 * answer is nothing. Nesting is bounded; bytes behind `end` are never looked at. */
#ifndef TC_JSON_SCAN_H
#define TC_JSON_SCAN_H

#include "base/text.h"

#include <stdint.h>

struct scan_of_json {
    const char *at, *end;
    const char *bad; /* where something else stood than what was asked for; NULL: nowhere yet */
};

/* Whether the character comes next; it is passed over then. Space before it does not count. */
bool scan_has(struct scan_of_json *s, char c);
/* It must. */
void scan_expect(struct scan_of_json *s, char c);
/* The members of an object, or the elements of a list: true as long as there is another one.
 * `*first` is true to begin with. */
bool scan_another(struct scan_of_json *s, char close, bool *first);
/* A key and its colon, or a string without escapes: where its bytes are. */
size_t scan_key(struct scan_of_json *s, const char **key);
size_t scan_word(struct scan_of_json *s, const char **word);
bool scan_is(const char *key, size_t length, const char *name);
/* A whole number, or a hexadecimal string: "0x2a". */
uint64_t scan_number(struct scan_of_json *s);
/* Likewise, perhaps with a sign. */
int64_t scan_signed(struct scan_of_json *s);
/* A string with all its escapes undone, added to `out`. */
void scan_string(struct scan_of_json *s, struct text *out);
/* Any value. */
void scan_skip(struct scan_of_json *s);
/* Nothing but space is left. */
bool scan_ended(struct scan_of_json *s);

#endif
