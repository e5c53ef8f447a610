/* json.h -- strict JSON with places, on top of cJSON.
 *
 * cJSON accepts more than RFC 8259 does (duplicate keys, 01, 1e999, bad UTF-8, \u0000) and keeps no
 * positions. `json_read` first walks the text itself: it checks the grammar strictly, bounds the
 * nesting, and notes where every value stands; then cJSON builds the tree. Each node's `valueint`
 * is overwritten with the byte offset of its value in the text (numbers are read from
 * `valuedouble`, so nothing is lost): `json_offset` reads it back.
 * The only folder that includes cJSON is this one. */
#ifndef TC_JSON_H
#define TC_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include <cjson/cJSON.h>

#include "base/diag.h"

enum {
    JSON_DEPTH_MAX = 64, /* no scenario nests deeper than a dozen levels */
};

/* The tree, or NULL with one diagnostic. The caller frees it with cJSON_Delete. */
cJSON *json_read(struct source source, struct diags *diags);

/* Where a value begins in the text. */
size_t json_offset(const cJSON *node);
/* Where the key of an object's member begins (its opening quote); for other nodes json_offset. */
size_t json_key_offset(const struct source *source, const cJSON *node);
/* "an object", "a string", "the number 3", ... for messages. Static or inside `buffer`. */
const char *json_kind(const cJSON *node, char *buffer, size_t size);

#endif
