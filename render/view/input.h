/* input.h -- what the user does, in plain values.
 *
 * The window makes them, panels and tests read them. No SDL here. Coordinates are pixels of the
 * picture, as in draw.h, whatever the scale of the screen. */
#ifndef TC_INPUT_H
#define TC_INPUT_H

#include <stdbool.h>
#include <stdint.h>

enum input_kind {
    INPUT_NONE, /* nothing happened in the time allowed */
    INPUT_QUIT, /* the window was closed, or the program asked to end (SIGTERM, SIGINT) */
    INPUT_KEY,
    INPUT_MOUSE_MOVE,
    INPUT_MOUSE_DOWN,
    INPUT_MOUSE_UP,
    INPUT_MOUSE_LEAVE, /* the mouse is no longer over the window */
    INPUT_WHEEL,
    INPUT_RESIZE, /* the picture has a new size, perhaps a new scale */
    INPUT_EXPOSE, /* the picture must be shown again */
    INPUT_DROP    /* a file was dropped on the window */
};

/* Keys that write a character are KEY_CHARACTER, whichever they are on the user's keyboard. */
enum key {
    KEY_NONE,
    KEY_CHARACTER,
    KEY_SPACE,
    KEY_LEFT,
    KEY_RIGHT,
    KEY_UP,
    KEY_DOWN,
    KEY_PAGE_UP,
    KEY_PAGE_DOWN,
    KEY_HOME,
    KEY_END,
    KEY_TAB,
    KEY_ENTER,
    KEY_ESCAPE,
    KEY_BACKSPACE,
    KEY_DELETE,
    KEY_F1, /* F2 to F12 follow: KEY_F1 + 1 and so on */
    KEY_F12 = KEY_F1 + 11
};

enum mouse_button { MOUSE_NONE, MOUSE_LEFT, MOUSE_MIDDLE, MOUSE_RIGHT };

struct input {
    enum input_kind kind;

    /* INPUT_KEY, and held during INPUT_MOUSE_* and INPUT_WHEEL. `alt` is the left one only: the
     * right one makes characters on many keyboards. */
    bool shift, ctrl, alt;

    /* INPUT_KEY */
    enum key key;
    uint32_t character; /* of KEY_CHARACTER, a code point; shift is already in it: 'g', 'G', '?' */
    bool repeated;      /* the key is being held down; never set for KEY_CHARACTER */

    /* INPUT_MOUSE_* and INPUT_WHEEL */
    float x, y;
    enum mouse_button button; /* INPUT_MOUSE_DOWN and _UP */
    int clicks;               /* INPUT_MOUSE_DOWN: 2 is the second of a double click */
    float wheel_x, wheel_y;   /* notches, as the user set the system up: y up, x to the right */

    /* INPUT_RESIZE: pixels */
    int width, height;

    /* INPUT_DROP: valid until the next input is asked for */
    const char *path;
};

#endif
