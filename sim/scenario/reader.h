/* reader.h -- typed access to a scenario's JSON, with a diagnostic for whatever does not fit.
 *
 * Each function reports at most one problem, at the value's place, and returns something harmless;
 * so a file's mistakes are found in one run. `reader.diags` tells in the end whether there were
 * any. */
#ifndef TC_READER_H
#define TC_READER_H

#include "base/pool.h"
#include "scenario/json.h"

struct reader {
    struct diags *diags;
    struct pool *pool; /* where strings that outlive the JSON go */
};

/* Reports every key of an object that is not in `keys` (ended by NULL). "note" is always allowed.
 */
void read_keys(struct reader *r, const cJSON *object, const char *const *keys);
/* The member, or NULL; if `required`, its absence is a problem of the object. */
const cJSON *read_member(struct reader *r, const cJSON *object, const char *key, bool required);
/* Members of a given kind; NULL, or `otherwise`, if absent or of another kind. */
const char *read_string(struct reader *r, const cJSON *object, const char *key, bool required);
const cJSON *read_object(struct reader *r, const cJSON *object, const char *key, bool required);
const cJSON *read_array(struct reader *r, const cJSON *object, const char *key, bool required);
int64_t read_integer(struct reader *r, const cJSON *object, const char *key, int64_t low,
                     int64_t high, int64_t otherwise);

/* A value that is already in hand. */
bool expect_kind(struct reader *r, const cJSON *node, bool fits, const char *expected);
bool is_integer(const cJSON *node, int64_t low, int64_t high);

/* Index of a string among `names` (ended by NULL), or -1 and a problem that lists or guesses. */
int read_choice(struct reader *r, const cJSON *node, const char *const *names, const char *what);

/* Whether a place can take one more of `things`; a problem at `node` if it has `most` already.
 * These bounds keep the time and memory that any file can ask for small. */
bool has_room(struct reader *r, const cJSON *node, uint32_t count, uint32_t most,
              const char *things);

/* A name that the strings inside a script can refer to: as in Go, and at most IDENTIFIER_MAX bytes.
 */
enum { IDENTIFIER_MAX = 63 };
bool is_identifier(const char *name);
/* Whether a member's key is one; a problem if not. */
bool expect_identifier(struct reader *r, const cJSON *member);

/* nearest_name, until there are more problems than will be shown. */
const char *guess_name(const struct reader *r, const char *word, const char *const *names);

void problem_at(struct reader *r, const cJSON *node, const char *format, ...) TC_PRINTF(3, 4);

/* The path of a file named in a scenario, which lies beside it unless its name says more. */
const char *path_beside(struct reader *r, const char *scenario, const char *name);

#endif
