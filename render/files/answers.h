/* answers.h -- the file in which the answers to questions are kept.
 *
 *     {"tricolor": "answers", "format": 1, "scenarios": [
 *     {"scenario": "01-mark-and-sweep.json", ...},
 *     {"scenario": "02-unreachable-cycle.json", ...}
 *     ]}
 *
 * A line a scenario, so that one can be replaced without reading the others. */
#ifndef TC_ANSWERS_FILE_H
#define TC_ANSWERS_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* tricolor-answers.json in the user's data folder: $XDG_DATA_HOME/tricolor, or ~/.local/share/
 * tricolor. False without a home. */
bool answers_default(char *out, size_t size);

/* Puts a scenario's line into the file, instead of the one that it had. A file that is no answers
 * file stays as it is: false, and `why` says why; "" if all is well. */
bool answers_save(const char *path, const char *line, char *why, size_t why_size);

#endif
