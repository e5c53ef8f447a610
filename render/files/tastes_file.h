/* tastes_file.h -- where the user's tastes are kept between runs: window.json in the folder for
 * settings, $XDG_CONFIG_HOME/tricolor or ~/.config/tricolor. */
#ifndef TC_TASTES_FILE_H
#define TC_TASTES_FILE_H

#include <stdbool.h>
#include <stddef.h>

enum tastes_file { TASTES_NONE, TASTES_READ, TASTES_UNREADABLE };

/* The file's name; false without a home. */
bool tastes_path(char *out, size_t size);
/* The bytes are the caller's, to be freed. */
enum tastes_file tastes_load(const char *path, char **bytes, size_t *length);
/* Makes the folder where it is missing. The file is replaced as a whole or not at all. */
bool tastes_save(const char *path, const char *words);

#endif
