/* complete.h -- the rest of a path that is being typed. */
#ifndef TC_COMPLETE_H
#define TC_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { COMPLETION_NAMES = 12, COMPLETION_NAME_MAX = 256 };

/* What could stand behind the last slash. */
struct completion {
    char names[COMPLETION_NAMES][COMPLETION_NAME_MAX]; /* folders end in a slash */
    uint32_t count;                                    /* of these */
    uint32_t total;                                    /* with those that have no room here */
    char common[COMPLETION_NAME_MAX];                  /* what all of them begin with */
};

/* A "~" at the beginning is the user's home. False if it does not fit. */
bool path_expand(const char *typed, char *out, size_t size);

/* Folders, and the files that can be opened, whose names begin as the typed one. */
void path_complete(const char *typed, struct completion *c);
/* Adds to what is typed as far as there is no choice. False if that is nothing, or does not fit. */
bool path_extend(char *typed, size_t size);

#endif
