/* desk.h -- the controller without a window: inputs are made up, the picture is read. */
#ifndef TC_TEST_DESK_H
#define TC_TEST_DESK_H

#include "app/app.h"

struct desk {
    struct app app;
    struct arguments arguments;
    double now; /* its clock: moves by itself a little whenever it is looked at */
};

/* On the gallery of scenarios/, or on a file. */
void desk_open(struct desk *d, const char *path);
void desk_close(struct desk *d);

/* A key by itself, or with a modifier; a character with Shift already in it. */
void desk_key(struct desk *d, enum key key);
void desk_shift_key(struct desk *d, enum key key);
void desk_ctrl_key(struct desk *d, enum key key);
void desk_alt_key(struct desk *d, enum key key);
void desk_type(struct desk *d, const char *characters);
/* With Ctrl, or Alt, held. */
void desk_ctrl_type(struct desk *d, const char *characters);
void desk_alt_type(struct desk *d, const char *characters);

/* Time passes, and the picture is made. */
void desk_pass(struct desk *d, double seconds);

/* Moves the mouse; presses and releases its left button. */
void desk_move(struct desk *d, float x, float y);
void desk_press(struct desk *d, float x, float y);
void desk_release(struct desk *d);
void desk_wheel(struct desk *d, float x, float y, float notches);
/* Clicks the middle of the first place that does a command with a value (ANY_VALUE: any); fails if
 * there is none. */
#define ANY_VALUE UINT64_MAX
void desk_click(struct desk *d, enum command_id command, uint64_t value);

uint64_t desk_step(const struct desk *d);
/* Whether a text of the picture contains the words. */
bool desk_says(struct desk *d, const char *words);

#endif
