/* Which key does what: the list that the help and the manual promise, and nothing beside it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "view/keys.h"

static const struct row {
    enum key key;
    uint32_t character;
    bool shift, ctrl;
    enum command_id command;
} ROWS[] = {
    {KEY_SPACE, 0, false, false, COMMAND_PLAY},
    {KEY_RIGHT, 0, false, false, COMMAND_STEP_FORWARD},
    {KEY_LEFT, 0, false, false, COMMAND_STEP_BACK},
    /* a presenter's remote */
    {KEY_PAGE_DOWN, 0, false, false, COMMAND_STEP_FORWARD},
    {KEY_PAGE_UP, 0, false, false, COMMAND_STEP_BACK},
    {KEY_CHARACTER, '.', false, false, COMMAND_STEP_FORWARD},
    {KEY_CHARACTER, ',', false, false, COMMAND_STEP_BACK},
    {KEY_RIGHT, 0, false, true, COMMAND_LINE_FORWARD},
    {KEY_LEFT, 0, false, true, COMMAND_LINE_BACK},
    {KEY_RIGHT, 0, true, false, COMMAND_PHASE_FORWARD},
    {KEY_LEFT, 0, true, false, COMMAND_PHASE_BACK},
    {KEY_HOME, 0, false, false, COMMAND_FIRST},
    {KEY_END, 0, false, false, COMMAND_LAST},
    {KEY_CHARACTER, '+', false, false, COMMAND_FASTER},
    {KEY_CHARACTER, '+', true, false, COMMAND_FASTER}, /* as on a US keyboard */
    {KEY_CHARACTER, '=', false, false, COMMAND_FASTER},
    {KEY_CHARACTER, '-', false, false, COMMAND_SLOWER},
    {KEY_CHARACTER, 'j', false, false, COMMAND_COLLECT},
    {KEY_CHARACTER, 'J', true, false, COMMAND_COLLECT},
    {KEY_CHARACTER, '[', false, false, COMMAND_LOOP_BEGIN},
    {KEY_CHARACTER, ']', false, false, COMMAND_LOOP_END},
    {KEY_CHARACTER, '\\', false, false, COMMAND_LOOP_OFF},
    {KEY_CHARACTER, 'g', false, false, COMMAND_GO_TO},
    {KEY_CHARACTER, 'G', true, false, COMMAND_GO_TO},
    {KEY_CHARACTER, 't', false, false, COMMAND_THEME},
    {KEY_CHARACTER, 'T', true, false, COMMAND_THEME},
    {KEY_CHARACTER, 'f', false, false, COMMAND_FULL_SCREEN},
    {KEY_CHARACTER, 'F', true, false, COMMAND_FULL_SCREEN},
    {KEY_CHARACTER, '?', true, false, COMMAND_HELP},
    {KEY_CHARACTER, '?', false, false, COMMAND_HELP},
    {KEY_F1, 0, false, false, COMMAND_HELP},
    {KEY_CHARACTER, 'l', false, false, COMMAND_LEGEND},
    {KEY_CHARACTER, 'L', true, false, COMMAND_LEGEND},
    {KEY_CHARACTER, 'b', false, false, COMMAND_BLANK},
    {KEY_CHARACTER, 'B', true, false, COMMAND_BLANK},
    {KEY_CHARACTER, 'p', false, false, COMMAND_POINTER},
    {KEY_CHARACTER, 'P', true, false, COMMAND_POINTER},
    {KEY_CHARACTER, 'n', false, false, COMMAND_NOTES},
    {KEY_CHARACTER, 'N', true, false, COMMAND_NOTES},
    {KEY_CHARACTER, 'c', false, false, COMMAND_CAPTIONS},
    {KEY_CHARACTER, 'C', true, false, COMMAND_CAPTIONS},
    {KEY_CHARACTER, '+', false, true, COMMAND_ZOOM_IN},
    {KEY_CHARACTER, '=', false, true, COMMAND_ZOOM_IN},
    {KEY_CHARACTER, '-', false, true, COMMAND_ZOOM_OUT},
    {KEY_CHARACTER, '0', false, true, COMMAND_ZOOM_RESET},
    {KEY_CHARACTER, '1', false, false, COMMAND_ENLARGE},
    {KEY_CHARACTER, '5', false, false, COMMAND_ENLARGE},
    {KEY_CHARACTER, '9', false, false, COMMAND_ENLARGE},
    {KEY_CHARACTER, 'w', false, false, COMMAND_LETTERS},
    {KEY_CHARACTER, 'W', true, false, COMMAND_LETTERS},
    {KEY_CHARACTER, 'q', false, false, COMMAND_QUIT},
    {KEY_CHARACTER, 'Q', true, false, COMMAND_QUIT},
    {KEY_ESCAPE, 0, false, false, COMMAND_CLOSE},
    {KEY_BACKSPACE, 0, false, false, COMMAND_SELECT_NOTHING},
    {KEY_CHARACTER, 'v', false, false, COMMAND_LANGUAGE},
    {KEY_CHARACTER, 'V', true, false, COMMAND_LANGUAGE},
    {KEY_CHARACTER, 'x', false, false, COMMAND_EXPORT},
    {KEY_CHARACTER, 'X', true, false, COMMAND_EXPORT},
    {KEY_F1 + 8, 0, false, false, COMMAND_BREAKPOINT},
    {KEY_CHARACTER, 'e', false, false, COMMAND_KIND_FORWARD},
    {KEY_CHARACTER, 'E', true, false, COMMAND_KIND_BACK},
    {KEY_CHARACTER, '/', false, false, COMMAND_FIND},
    {KEY_F1 + 2, 0, false, false, COMMAND_FIND_FORWARD},
    {KEY_F1 + 2, 0, true, false, COMMAND_FIND_BACK},
    {KEY_F1 + 4, 0, false, false, COMMAND_BREAK_FORWARD},
    {KEY_F1 + 4, 0, true, false, COMMAND_BREAK_BACK},
    {KEY_CHARACTER, 'r', false, false, COMMAND_RUN_TO},
    {KEY_CHARACTER, 'R', true, false, COMMAND_RUN_TO},
    {KEY_DOWN, 0, false, false, COMMAND_CHANGE_FORWARD},
    {KEY_UP, 0, true, false, COMMAND_NONE},
    {KEY_UP, 0, false, false, COMMAND_CHANGE_BACK},
    /* nothing */
    {KEY_NONE, 0, false, false, COMMAND_NONE},
    {KEY_ENTER, 0, false, false, COMMAND_NONE},
    {KEY_DELETE, 0, false, false, COMMAND_NONE},
    {KEY_CHARACTER, 'y', false, false, COMMAND_NONE},
    {KEY_CHARACTER, '0', false, false, COMMAND_NONE},
    {KEY_CHARACTER, 0x3A9, false, false, COMMAND_NONE},
    {KEY_SPACE, 0, true, false, COMMAND_NONE},
    {KEY_SPACE, 0, false, true, COMMAND_NONE},
    {KEY_CHARACTER, 'q', false, true, COMMAND_NONE},
    {KEY_HOME, 0, true, false, COMMAND_NONE},
    {KEY_ESCAPE, 0, true, false, COMMAND_NONE},
};

static struct input input_of(const struct row *r) {
    return (struct input){.kind = INPUT_KEY,
                          .key = r->key,
                          .character = r->character,
                          .shift = r->shift,
                          .ctrl = r->ctrl};
}

static void every_key_does_what_the_table_says(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct input in = input_of(&ROWS[i]);
        if (key_command(&in, RUN) != ROWS[i].command)
            fail_msg("row %zu: command %d, expected %d", i, (int)key_command(&in, RUN),
                     (int)ROWS[i].command);
    }
}

/* A key that is held down goes on doing what it does. */
static void a_held_key_repeats(void **state) {
    (void)state;
    struct input in = {.kind = INPUT_KEY, .key = KEY_RIGHT, .repeated = true};
    assert_int_equal(key_command(&in, RUN), COMMAND_STEP_FORWARD);
}

/* Forward and back have the same keys with the same modifiers. */
static void every_way_forward_has_a_way_back(void **state) {
    (void)state;
    static const enum command_id PAIRS[][2] = {{COMMAND_STEP_FORWARD, COMMAND_STEP_BACK},
                                               {COMMAND_LINE_FORWARD, COMMAND_LINE_BACK},
                                               {COMMAND_PHASE_FORWARD, COMMAND_PHASE_BACK}};
    for (int shift = 0; shift < 2; shift++)
        for (int ctrl = 0; ctrl < 2; ctrl++) {
            struct input forward = {
                .kind = INPUT_KEY, .key = KEY_RIGHT, .shift = shift, .ctrl = ctrl};
            struct input back = {.kind = INPUT_KEY, .key = KEY_LEFT, .shift = shift, .ctrl = ctrl};
            enum command_id there = key_command(&forward, RUN), here = key_command(&back, RUN);
            bool found = there == COMMAND_NONE && here == COMMAND_NONE;
            for (size_t i = 0; i < 3; i++) found |= PAIRS[i][0] == there && PAIRS[i][1] == here;
            assert_true(found);
        }
}

static void a_key_may_do_something_else_in_the_gallery(void **state) {
    (void)state;
    struct input right = {.kind = INPUT_KEY, .key = KEY_RIGHT}, enter = right, theme = right;
    enter.key = KEY_ENTER;
    theme.key = KEY_CHARACTER;
    theme.character = 't';
    assert_int_equal(key_command(&right, GALLERY), COMMAND_CHOOSE_RIGHT);
    assert_int_equal(key_command(&right, RUN), COMMAND_STEP_FORWARD);
    assert_int_equal(key_command(&enter, GALLERY), COMMAND_CHOOSE);
    assert_int_equal(key_command(&theme, GALLERY), COMMAND_THEME);
}

static void keys_are_called_by_their_names(void **state) {
    (void)state;
    static const struct {
        enum command_id command;
        const char *words;
    } NAMES[] = {{COMMAND_PLAY, "Space"},       {COMMAND_STEP_FORWARD, "→  Page Down  ."},
                 {COMMAND_LINE_BACK, "Ctrl ←"}, {COMMAND_GO_TO, "G"},
                 {COMMAND_HELP, "?  F1"},       {COMMAND_SEEK, ""}};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        struct text words = {0};
        key_words(LANGUAGE_ENGLISH, NAMES[i].command, &words);
        assert_string_equal(text_string(&words), NAMES[i].words);
        text_free(&words);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_does_what_the_table_says),
        cmocka_unit_test(a_held_key_repeats),
        cmocka_unit_test(every_way_forward_has_a_way_back),
        cmocka_unit_test(a_key_may_do_something_else_in_the_gallery),
        cmocka_unit_test(keys_are_called_by_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
