#include "view/keys.h"

enum modifier { PLAIN, SHIFT, CTRL };

static const struct {
    enum key key;
    uint32_t character;
    enum modifier modifier;
    enum command_id command;
} KEYS[] = {
    {KEY_SPACE, 0, PLAIN, COMMAND_PLAY},
    {KEY_RIGHT, 0, PLAIN, COMMAND_STEP_FORWARD},
    {KEY_LEFT, 0, PLAIN, COMMAND_STEP_BACK},
    {KEY_PAGE_DOWN, 0, PLAIN, COMMAND_STEP_FORWARD},
    {KEY_PAGE_UP, 0, PLAIN, COMMAND_STEP_BACK},
    {KEY_CHARACTER, '.', PLAIN, COMMAND_STEP_FORWARD},
    {KEY_CHARACTER, ',', PLAIN, COMMAND_STEP_BACK},
    {KEY_RIGHT, 0, CTRL, COMMAND_LINE_FORWARD},
    {KEY_LEFT, 0, CTRL, COMMAND_LINE_BACK},
    {KEY_RIGHT, 0, SHIFT, COMMAND_PHASE_FORWARD},
    {KEY_LEFT, 0, SHIFT, COMMAND_PHASE_BACK},
    {KEY_HOME, 0, PLAIN, COMMAND_FIRST},
    {KEY_END, 0, PLAIN, COMMAND_LAST},
    {KEY_CHARACTER, '+', PLAIN, COMMAND_FASTER},
    {KEY_CHARACTER, '=', PLAIN, COMMAND_FASTER},
    {KEY_CHARACTER, '-', PLAIN, COMMAND_SLOWER},
    {KEY_CHARACTER, 'g', PLAIN, COMMAND_GO_TO},
    {KEY_CHARACTER, 'G', PLAIN, COMMAND_GO_TO},
    {KEY_CHARACTER, 't', PLAIN, COMMAND_THEME},
    {KEY_CHARACTER, 'T', PLAIN, COMMAND_THEME},
    {KEY_CHARACTER, 'f', PLAIN, COMMAND_FULL_SCREEN},
    {KEY_CHARACTER, 'F', PLAIN, COMMAND_FULL_SCREEN},
    {KEY_CHARACTER, '?', PLAIN, COMMAND_HELP},
    {KEY_F1, 0, PLAIN, COMMAND_HELP},
    {KEY_CHARACTER, 'q', PLAIN, COMMAND_QUIT},
    {KEY_CHARACTER, 'Q', PLAIN, COMMAND_QUIT},
    {KEY_ESCAPE, 0, PLAIN, COMMAND_CLOSE},
};

enum command_id key_command(const struct input *in) {
    /* Shift is part of a character already; for other keys it counts. */
    enum modifier modifier = in->ctrl                                ? CTRL
                             : in->shift && in->key != KEY_CHARACTER ? SHIFT
                                                                     : PLAIN;
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++)
        if (KEYS[i].key == in->key && KEYS[i].modifier == modifier &&
            (in->key != KEY_CHARACTER || KEYS[i].character == in->character))
            return KEYS[i].command;
    return COMMAND_NONE;
}
