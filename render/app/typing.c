#include "app/typing.h"

#include <stdlib.h>
#include <string.h>

#include "app/asking.h"
#include "app/charting.h"
#include "app/choosing.h"
#include "app/does.h"
#include "app/exporting.h"
#include "app/logging.h"
#include "app/moving.h"
#include "app/trying.h"
#include "base/utf8.h"
#include "view/keys.h"

static bool is_digit(uint32_t character) {
    return character >= '0' && character <= '9';
}

static bool is_printable(uint32_t character) {
    return character >= ' ' && character != 0x7f;
}

static void go_to_step(struct app *app, const char *text) {
    uint64_t number = strtoull(text, NULL, 10);
    if (!text[0]) return;
    if (app->charting.is) charting_seek_number(app, number);
    else moving_seek(app, number);
}

/* What each prompt takes, how much of it, and what is done with it. */
static const struct {
    bool (*takes)(uint32_t character);
    size_t length;
    void (*done)(struct app *app, const char *text);
    void (*typed)(struct app *app, const char *text); /* after each change; or NULL */
    void (*complete)(struct app *app);                /* by Tab; or NULL */
} PROMPTS[PROMPT_COUNT] = {
    [PROMPT_STEP] = {is_digit, 12, go_to_step, NULL, NULL},
    [PROMPT_FILTER] = {is_printable, FILTER_MAX, choosing_filter_done, choosing_filter, NULL},
    [PROMPT_PATH] = {is_printable, PROMPT_TEXT_MAX, asking_done, asking_typed, asking_complete},
    [PROMPT_SETTING] = {is_printable, 24, trying_type_done, NULL, NULL},
    [PROMPT_EXPORT_STEP] = {is_digit, 12, exporting_step_typed, NULL, NULL},
    [PROMPT_EXPORT_FILE] = {is_printable, PROMPT_TEXT_MAX, exporting_file_typed, NULL,
                            exporting_complete},
    [PROMPT_WORDS] = {is_printable, 60, logging_look_for, NULL, NULL},
};

void typing_begin(struct app *app, enum prompt_kind kind) {
    app->prompt = (struct prompt){.kind = kind};
}

void do_go_to(struct app *app, uint64_t value) {
    (void)value;
    typing_begin(app, PROMPT_STEP);
}

static void tell_typed(struct app *app) {
    if (PROMPTS[app->prompt.kind].typed) PROMPTS[app->prompt.kind].typed(app, app->prompt.text);
}

static void add_character(struct app *app, uint32_t character) {
    struct prompt *p = &app->prompt;
    char bytes[4];
    size_t length = strlen(p->text), more = utf8_encode(character, bytes);
    if (!PROMPTS[p->kind].takes(character) || length + more > PROMPTS[p->kind].length) return;
    memcpy(p->text + length, bytes, more);
    p->text[length + more] = '\0';
    tell_typed(app);
}

static void remove_character(struct app *app) {
    struct prompt *p = &app->prompt;
    size_t length = strlen(p->text);
    while (length > 0 && ((unsigned char)p->text[length - 1] & 0xc0) == 0x80) length--;
    if (length > 0) p->text[length - 1] = '\0';
    tell_typed(app);
}

static void finish(struct app *app) {
    struct prompt done = app->prompt;
    app->prompt.kind = PROMPT_NONE;
    PROMPTS[done.kind].done(app, done.text);
}

/* What was looked for is no longer looked for. */
static void cancel(struct app *app) {
    bool filter = app->prompt.kind == PROMPT_FILTER;
    app->prompt.kind = PROMPT_NONE;
    if (filter) choosing_filter(app, "");
}

/* Keys that write nothing move the choice among what is found. */
static void other_key(struct app *app, const struct input *in) {
    if (app->prompt.kind == PROMPT_FILTER) app_do(app, key_command(in, GALLERY), 0);
}

void typing_key(struct app *app, const struct input *in) {
    switch (in->key) {
    case KEY_CHARACTER:
        if (!in->ctrl && !in->alt) add_character(app, in->character);
        break;
    case KEY_SPACE: add_character(app, ' '); break;
    case KEY_BACKSPACE: remove_character(app); break;
    case KEY_TAB:
        if (PROMPTS[app->prompt.kind].complete) PROMPTS[app->prompt.kind].complete(app);
        break;
    case KEY_ENTER: finish(app); break;
    case KEY_ESCAPE: cancel(app); break;
    default: other_key(app, in); break;
    }
}
