/* recent.h -- the files that were opened last, remembered between runs of the program.
 *
 * Kept in the user's state folder, a path a line, the last one first. What cannot be read or
 * written there is not missed: then nothing is remembered. */
#ifndef TC_RECENT_H
#define TC_RECENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RECENT_MAX = 8, RECENT_PATH_MAX = 1024 };

struct recent {
    char paths[RECENT_MAX][RECENT_PATH_MAX];
    uint32_t count;
};

/* $XDG_STATE_HOME/tricolor, or ~/.local/state/tricolor. False without a home. */
bool state_folder(char *out, size_t size);

/* With all folders above it; one that is there already is fine. */
bool make_folder(const char *folder);

/* The list of that folder; files that are no longer there are dropped. */
void recent_read(struct recent *r, const char *folder);
/* Makes the folder where it is missing. The list is replaced as a whole or not at all. */
bool recent_write(const struct recent *r, const char *folder);
/* Puts a file first, by its full path. */
void recent_note(struct recent *r, const char *path);

#endif
