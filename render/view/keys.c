#include "view/keys.h"

enum modifier { PLAIN, SHIFT, CTRL, ALT };

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
    {KEY_RIGHT, 0, ALT, COMMAND_OVER_FORWARD},
    {KEY_LEFT, 0, ALT, COMMAND_OVER_BACK},
    {KEY_RIGHT, 0, SHIFT, COMMAND_PHASE_FORWARD},
    {KEY_LEFT, 0, SHIFT, COMMAND_PHASE_BACK},
    {KEY_HOME, 0, PLAIN, COMMAND_FIRST},
    {KEY_END, 0, PLAIN, COMMAND_LAST},
    {KEY_CHARACTER, '+', PLAIN, COMMAND_FASTER},
    {KEY_CHARACTER, '=', PLAIN, COMMAND_FASTER},
    {KEY_CHARACTER, '-', PLAIN, COMMAND_SLOWER},
    {KEY_CHARACTER, 'j', PLAIN, COMMAND_COLLECT},
    {KEY_CHARACTER, 'J', PLAIN, COMMAND_COLLECT},
    {KEY_ENTER, 0, PLAIN, COMMAND_COLLECT_ENTER},
    {KEY_CHARACTER, '[', PLAIN, COMMAND_LOOP_BEGIN},
    {KEY_CHARACTER, ']', PLAIN, COMMAND_LOOP_END},
    {KEY_CHARACTER, '\\', PLAIN, COMMAND_LOOP_OFF},
    {KEY_CHARACTER, 'g', PLAIN, COMMAND_GO_TO},
    {KEY_CHARACTER, 'G', PLAIN, COMMAND_GO_TO},
    {KEY_BACKSPACE, 0, PLAIN, COMMAND_SELECT_NOTHING},
    {KEY_F1 + 8, 0, PLAIN, COMMAND_BREAKPOINT},
    {KEY_CHARACTER, 'e', PLAIN, COMMAND_KIND_FORWARD},
    {KEY_CHARACTER, 'E', PLAIN, COMMAND_KIND_BACK},
    {KEY_CHARACTER, '/', PLAIN, COMMAND_FIND},
    {KEY_F1 + 2, 0, PLAIN, COMMAND_FIND_FORWARD},
    {KEY_F1 + 2, 0, SHIFT, COMMAND_FIND_BACK},
    {KEY_F1 + 4, 0, PLAIN, COMMAND_BREAK_FORWARD},
    {KEY_F1 + 4, 0, SHIFT, COMMAND_BREAK_BACK},
    {KEY_CHARACTER, 'r', PLAIN, COMMAND_RUN_TO},
    {KEY_CHARACTER, 'R', PLAIN, COMMAND_RUN_TO},
    {KEY_DOWN, 0, PLAIN, COMMAND_CHANGE_FORWARD},
    {KEY_UP, 0, PLAIN, COMMAND_CHANGE_BACK},
    {KEY_CHARACTER, 't', PLAIN, COMMAND_THEME},
    {KEY_CHARACTER, 'T', PLAIN, COMMAND_THEME},
    {KEY_CHARACTER, 'v', PLAIN, COMMAND_LANGUAGE},
    {KEY_CHARACTER, 'V', PLAIN, COMMAND_LANGUAGE},
    {KEY_CHARACTER, 'z', PLAIN, COMMAND_MAP_CLOSER},
    {KEY_CHARACTER, 'Z', PLAIN, COMMAND_MAP_FARTHER},
    {KEY_CHARACTER, 'f', PLAIN, COMMAND_FULL_SCREEN},
    {KEY_CHARACTER, 'F', PLAIN, COMMAND_FULL_SCREEN},
    {KEY_CHARACTER, '?', PLAIN, COMMAND_HELP},
    {KEY_F1, 0, PLAIN, COMMAND_HELP},
    {KEY_CHARACTER, 'l', PLAIN, COMMAND_LEGEND},
    {KEY_CHARACTER, 'L', PLAIN, COMMAND_LEGEND},
    {KEY_CHARACTER, '1', PLAIN, COMMAND_ENLARGE},
    {KEY_CHARACTER, '1', ALT, COMMAND_HIDE},
    {KEY_CHARACTER, '2', PLAIN, COMMAND_ENLARGE},
    {KEY_CHARACTER, '2', ALT, COMMAND_HIDE},
    {KEY_CHARACTER, '3', PLAIN, COMMAND_ENLARGE},
    {KEY_CHARACTER, '3', ALT, COMMAND_HIDE},
    {KEY_CHARACTER, '4', PLAIN, COMMAND_ENLARGE},
    {KEY_CHARACTER, '4', ALT, COMMAND_HIDE},
    {KEY_CHARACTER, '5', PLAIN, COMMAND_ENLARGE},
    {KEY_CHARACTER, '5', ALT, COMMAND_HIDE},
    {KEY_CHARACTER, '6', PLAIN, COMMAND_ENLARGE},
    {KEY_CHARACTER, '6', ALT, COMMAND_HIDE},
    {KEY_CHARACTER, '7', PLAIN, COMMAND_ENLARGE},
    {KEY_CHARACTER, '7', ALT, COMMAND_HIDE},
    {KEY_CHARACTER, '8', PLAIN, COMMAND_ENLARGE},
    {KEY_CHARACTER, '8', ALT, COMMAND_HIDE},
    {KEY_CHARACTER, '9', PLAIN, COMMAND_ENLARGE},
    {KEY_CHARACTER, '9', ALT, COMMAND_HIDE},
    {KEY_CHARACTER, '0', ALT, COMMAND_ARRANGE_ANEW},
    {KEY_CHARACTER, 'b', PLAIN, COMMAND_BLANK},
    {KEY_CHARACTER, 'B', PLAIN, COMMAND_BLANK},
    {KEY_CHARACTER, 'p', PLAIN, COMMAND_POINTER},
    {KEY_CHARACTER, 'P', PLAIN, COMMAND_POINTER},
    {KEY_CHARACTER, 'n', PLAIN, COMMAND_NOTES},
    {KEY_CHARACTER, 'N', PLAIN, COMMAND_NOTES},
    {KEY_CHARACTER, 'c', PLAIN, COMMAND_CAPTIONS},
    {KEY_CHARACTER, 'C', PLAIN, COMMAND_CAPTIONS},
    {KEY_CHARACTER, '+', CTRL, COMMAND_ZOOM_IN},
    {KEY_CHARACTER, '=', CTRL, COMMAND_ZOOM_IN},
    {KEY_CHARACTER, '-', CTRL, COMMAND_ZOOM_OUT},
    {KEY_CHARACTER, '0', CTRL, COMMAND_ZOOM_RESET},
    {KEY_CHARACTER, 'a', PLAIN, COMMAND_ARROWS},
    {KEY_CHARACTER, 'A', PLAIN, COMMAND_ARROWS},
    {KEY_CHARACTER, 'h', PLAIN, COMMAND_DEAD},
    {KEY_CHARACTER, 'H', PLAIN, COMMAND_DEAD},
    {KEY_CHARACTER, 'w', PLAIN, COMMAND_LETTERS},
    {KEY_CHARACTER, 'W', PLAIN, COMMAND_LETTERS},
    {KEY_CHARACTER, 'q', PLAIN, COMMAND_QUIT},
    {KEY_CHARACTER, 'Q', PLAIN, COMMAND_QUIT},
    {KEY_ESCAPE, 0, PLAIN, COMMAND_CLOSE},
    {KEY_CHARACTER, 'o', PLAIN, COMMAND_OPEN_FILE},
    {KEY_CHARACTER, 'O', PLAIN, COMMAND_OPEN_FILE},
    /* writing a file */
    {KEY_CHARACTER, 'x', PLAIN, COMMAND_EXPORT},
    {KEY_CHARACTER, 'X', PLAIN, COMMAND_EXPORT},
    {KEY_UP, 0, PLAIN, COMMAND_EXPORT_ABOVE},
    {KEY_DOWN, 0, PLAIN, COMMAND_EXPORT_BELOW},
    {KEY_LEFT, 0, PLAIN, COMMAND_EXPORT_LESS},
    {KEY_RIGHT, 0, PLAIN, COMMAND_EXPORT_MORE},
    {KEY_TAB, 0, PLAIN, COMMAND_EXPORT_NEXT},
    {KEY_TAB, 0, SHIFT, COMMAND_EXPORT_BEFORE},
    {KEY_ENTER, 0, PLAIN, COMMAND_EXPORT_ENTER},
    {KEY_ESCAPE, 0, PLAIN, COMMAND_EXPORT_CANCEL},
    /* questions */
    {KEY_CHARACTER, 'd', PLAIN, COMMAND_QUESTIONS},
    {KEY_CHARACTER, 'D', PLAIN, COMMAND_QUESTIONS},
    {KEY_CHARACTER, 'a', CTRL, COMMAND_ASK_AGAIN},
    {KEY_ENTER, 0, PLAIN, COMMAND_PREDICT_ANSWER},
    {KEY_CHARACTER, 'i', PLAIN, COMMAND_PREDICT_HINT},
    {KEY_CHARACTER, 'I', PLAIN, COMMAND_PREDICT_HINT},
    {KEY_BACKSPACE, 0, PLAIN, COMMAND_PREDICT_AGAIN},
    {KEY_UP, 0, PLAIN, COMMAND_PREDICT_UP},
    {KEY_DOWN, 0, PLAIN, COMMAND_PREDICT_DOWN},
    /* being the scheduler */
    {KEY_TAB, 0, PLAIN, COMMAND_NEXT_ACTOR},
    {KEY_TAB, 0, SHIFT, COMMAND_NEXT_ACTOR_BACK},
    {KEY_ENTER, 0, PLAIN, COMMAND_NEXT_GO},
    {KEY_RIGHT, 0, PLAIN, COMMAND_NEXT_GO},
    {KEY_BACKSPACE, 0, PLAIN, COMMAND_OWN_FUTURE},
    /* comparing */
    {KEY_CHARACTER, 'm', PLAIN, COMMAND_COMPARE},
    {KEY_CHARACTER, 'M', PLAIN, COMMAND_COMPARE},
    {KEY_UP, 0, PLAIN, COMMAND_CONTRAST_ABOVE},
    {KEY_DOWN, 0, PLAIN, COMMAND_CONTRAST_BELOW},
    {KEY_ENTER, 0, PLAIN, COMMAND_CONTRAST_THIS},
    /* while settings are tried */
    {KEY_CHARACTER, 's', PLAIN, COMMAND_TRY},
    {KEY_CHARACTER, 'S', PLAIN, COMMAND_TRY},
    {KEY_UP, 0, PLAIN, COMMAND_TRY_ABOVE},
    {KEY_DOWN, 0, PLAIN, COMMAND_TRY_BELOW},
    {KEY_LEFT, 0, PLAIN, COMMAND_TRY_LESS},
    {KEY_RIGHT, 0, PLAIN, COMMAND_TRY_MORE},
    {KEY_ENTER, 0, PLAIN, COMMAND_TRY_TYPE},
    {KEY_BACKSPACE, 0, PLAIN, COMMAND_TRY_OWN_ROW},
    {KEY_DELETE, 0, PLAIN, COMMAND_TRY_OWN},
    {KEY_TAB, 0, PLAIN, COMMAND_TRY_HERE},
    /* in a log of collections */
    {KEY_TAB, 0, PLAIN, COMMAND_PROCESS_FORWARD},
    {KEY_TAB, 0, SHIFT, COMMAND_PROCESS_BACK},
    {KEY_CHARACTER, 'e', PLAIN, COMMAND_EVENLY},
    {KEY_CHARACTER, 'E', PLAIN, COMMAND_EVENLY},
    {KEY_CHARACTER, '+', PLAIN, COMMAND_MODEL_MORE},
    {KEY_CHARACTER, '=', PLAIN, COMMAND_MODEL_MORE},
    {KEY_CHARACTER, '-', PLAIN, COMMAND_MODEL_LESS},
    {KEY_BACKSPACE, 0, PLAIN, COMMAND_MODEL_OWN},
    /* in the gallery */
    {KEY_RIGHT, 0, PLAIN, COMMAND_CHOOSE_RIGHT},
    {KEY_LEFT, 0, PLAIN, COMMAND_CHOOSE_LEFT},
    {KEY_DOWN, 0, PLAIN, COMMAND_CHOOSE_DOWN},
    {KEY_UP, 0, PLAIN, COMMAND_CHOOSE_UP},
    {KEY_PAGE_DOWN, 0, PLAIN, COMMAND_CHOOSE_PAGE_DOWN},
    {KEY_PAGE_UP, 0, PLAIN, COMMAND_CHOOSE_PAGE_UP},
    {KEY_CHARACTER, '/', PLAIN, COMMAND_FILTER},
    {KEY_CHARACTER, 'f', CTRL, COMMAND_FILTER},
    {KEY_HOME, 0, PLAIN, COMMAND_CHOOSE_FIRST},
    {KEY_END, 0, PLAIN, COMMAND_CHOOSE_LAST},
    {KEY_ENTER, 0, PLAIN, COMMAND_CHOOSE},
    {KEY_SPACE, 0, PLAIN, COMMAND_CHOOSE},
};

static enum modifier modifier_of(const struct input *in) {
    if (in->ctrl) return CTRL;
    if (in->alt) return ALT;
    /* Shift is part of a character already; for other keys it counts. */
    return in->shift && in->key != KEY_CHARACTER ? SHIFT : PLAIN;
}

enum command_id key_command(const struct input *in, enum command_where where) {
    enum modifier modifier = modifier_of(in);
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++)
        if (KEYS[i].key == in->key && KEYS[i].modifier == modifier &&
            (in->key != KEY_CHARACTER || KEYS[i].character == in->character) &&
            (command_where(KEYS[i].command) & where))
            return KEYS[i].command;
    return COMMAND_NONE;
}

uint64_t key_value(const struct input *in) {
    bool is_digit = in->key == KEY_CHARACTER && in->character >= '0' && in->character <= '9';
    return is_digit ? in->character - '0' : 0;
}

/* ---- in words ---- */

static const char *key_name(enum language language, enum key key) {
    static const char *const NAMES[][LANGUAGE_COUNT] = {[KEY_SPACE] = {"Space", "Leertaste"},
                                                        [KEY_LEFT] = {"←", "←"},
                                                        [KEY_RIGHT] = {"→", "→"},
                                                        [KEY_UP] = {"↑", "↑"},
                                                        [KEY_DOWN] = {"↓", "↓"},
                                                        [KEY_PAGE_UP] = {"Page Up", "Bild ↑"},
                                                        [KEY_PAGE_DOWN] = {"Page Down", "Bild ↓"},
                                                        [KEY_HOME] = {"Home", "Pos1"},
                                                        [KEY_END] = {"End", "Ende"},
                                                        [KEY_TAB] = {"Tab", "Tab"},
                                                        [KEY_ENTER] = {"Enter", "Eingabe"},
                                                        [KEY_ESCAPE] = {"Esc", "Esc"},
                                                        [KEY_BACKSPACE] = {"Backspace", "Rück"},
                                                        [KEY_DELETE] = {"Delete", "Entf"}};
    return NAMES[key][language];
}

static const char *modifier_name(enum language language, enum modifier modifier) {
    static const char *const NAMES[][LANGUAGE_COUNT] = {[PLAIN] = {"", ""},
                                                        [SHIFT] = {"Shift ", "Umschalt "},
                                                        [CTRL] = {"Ctrl ", "Strg "},
                                                        [ALT] = {"Alt ", "Alt "}};
    return NAMES[modifier][language];
}

static bool is_capital(uint32_t character) {
    return character >= 'A' && character <= 'Z';
}

/* Digits that stand for a panel's number; told as "1 … 9". */
static bool is_number(size_t i) {
    return KEYS[i].command == COMMAND_ENLARGE || KEYS[i].command == COMMAND_HIDE;
}

/* A letter is shown as it stands on the key; its small twin is not shown again. */
static bool is_shown(size_t i) {
    if (is_number(i)) return KEYS[i].character == '1';
    if (KEYS[i].key != KEY_CHARACTER || KEYS[i].character < 'a' || KEYS[i].character > 'z')
        return true;
    for (size_t k = 0; k < sizeof KEYS / sizeof KEYS[0]; k++)
        if (KEYS[k].character == KEYS[i].character - 'a' + 'A' &&
            KEYS[k].command == KEYS[i].command)
            return false;
    return true;
}

static bool has_small_twin(size_t i) {
    for (size_t k = 0; k < sizeof KEYS / sizeof KEYS[0]; k++)
        if (KEYS[k].character == KEYS[i].character - 'A' + 'a' &&
            KEYS[k].command == KEYS[i].command)
            return true;
    return false;
}

static uint32_t capital(uint32_t character) {
    return character >= 'a' && character <= 'z' ? character - 'a' + 'A' : character;
}

static void add_key(enum language language, size_t i, struct text *out) {
    bool shift = KEYS[i].key == KEY_CHARACTER && is_capital(KEYS[i].character) &&
                 !has_small_twin(i); /* only then the small letter is another key */
    text_add(out, modifier_name(language, shift ? SHIFT : KEYS[i].modifier));
    if (KEYS[i].key >= KEY_F1) text_addf(out, "F%d", (int)(KEYS[i].key - KEY_F1) + 1);
    else if (KEYS[i].key != KEY_CHARACTER) text_add(out, key_name(language, KEYS[i].key));
    else if (is_number(i)) text_add(out, "1 … 9");
    else text_addf(out, "%c", (int)capital(KEYS[i].character));
}

void key_words(enum language language, enum command_id command, struct text *out) {
    bool first = true;
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        if (KEYS[i].command != command || !is_shown(i)) continue;
        if (!first) text_add(out, "  ");
        add_key(language, i, out);
        first = false;
    }
}
