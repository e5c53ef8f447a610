/* settings.h -- the settings of a run, by name: in a scenario's "runtime" and on the command line.
 *
 * One table serves both: GOGC is --gogc. A value is a string in either place. */
#ifndef TC_SETTINGS_H
#define TC_SETTINGS_H

#include "base/text.h"
#include "machine/machine.h"

struct setting {
    const char *key;      /* in "runtime": "GOGC" */
    const char *option;   /* on the command line, without the dashes: "gogc" */
    const char *expected; /* what values it takes, for messages and --help */
    const char *help;
    bool (*apply)(struct config *c, const char *value);
    /* Adds the value that `c` has: one that `apply` takes. */
    void (*show)(const struct config *c, struct text *out);
    /* Values worth trying, from the least, separated by spaces; NULL: every number. */
    const char *ladder;
};

enum { SETTINGS_MAX = 32 };

/* All of them, ended by a NULL key. */
extern const struct setting SETTINGS[];

const struct setting *setting_by_key(const char *key);
const struct setting *setting_by_option(const char *option);

/* Whether a configuration has another value than Go, or the machine, has by default. */
bool setting_differs(const struct setting *s, const struct config *c);

/* Gives `c` the next value of the ladder, up or down from the one it has, which need not be on it.
 * False, and nothing is changed, at either end. */
bool setting_step(const struct setting *s, struct config *c, bool up);

/* "64MiB", "4 KiB", "2048": bytes; false if it is none of these. */
bool parse_size(const char *value, uint64_t *bytes);

#endif
