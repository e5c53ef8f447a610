/* keys.h -- which key does what. */
#ifndef TC_KEYS_H
#define TC_KEYS_H

#include "view/input.h"
#include "view/view.h"

/* The command of a key press; COMMAND_NONE if it has none. */
enum command_id key_command(const struct input *in);

#endif
