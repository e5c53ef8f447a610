/* keys.h -- which key does what. */
#ifndef TC_KEYS_H
#define TC_KEYS_H

#include "base/text.h"
#include "view/commands.h"
#include "view/input.h"

/* The command of a key press in a place (RUN or GALLERY); COMMAND_NONE if it has none there. */
enum command_id key_command(const struct input *in, enum command_where where);

/* The value that goes with it: of a digit, its number; else 0. */
uint64_t key_value(const struct input *in);

/* The keys of a command, as they are called: "→  Page Down  .". */
void key_words(enum language language, enum command_id command, struct text *out);

#endif
