#include "app/asking.h"

#include <stdio.h>
#include <string.h>

#include "app/does.h"
#include "app/typing.h"
#include "files/complete.h"

_Static_assert((int)ASKING_NAMES == (int)COMPLETION_NAMES, "the same names");
_Static_assert((int)ASKING_NAME_MAX == (int)COMPLETION_NAME_MAX, "... of the same length");

/* Where the last file was: of what is open, else of what is chosen in the gallery. */
static void start_folder(const struct app *app, char *out, size_t size) {
    const struct gallery *g = &app->gallery;
    const char *path = app_where(app) != GALLERY ? app->open.path
                       : g->selected < g->count  ? g->entries[g->selected].path
                                                 : "";
    const char *slash = strrchr(path, '/');
    snprintf(out, size, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
}

static void ask_by_typing(struct app *app, const char *folder) {
    typing_begin(app, PROMPT_PATH);
    snprintf(app->prompt.text, sizeof app->prompt.text, "%s/", folder);
    asking_typed(app, app->prompt.text);
}

void do_open_file(struct app *app, uint64_t value) {
    (void)value;
    char folder[PROMPT_TEXT_MAX - 64];
    const char *title = word(app->look.language, WORD_OPEN_FILE_TITLE);
    if (app->chooser.open) return;
    start_folder(app, folder, sizeof folder);
    if (!app->has_desktop || !chooser_open(&app->chooser, title, folder))
        ask_by_typing(app, folder);
}

void do_ask_nothing(struct app *app, uint64_t value) {
    (void)value;
    app->prompt.kind = PROMPT_NONE;
}

void asking_typed(struct app *app, const char *text) {
    struct completion c;
    path_complete(text, &c);
    app->asking.count = c.count;
    app->asking.total = c.total;
    memcpy(app->asking.names, c.names, sizeof c.names);
}

void asking_complete(struct app *app) {
    path_extend(app->prompt.text, sizeof app->prompt.text);
    asking_typed(app, app->prompt.text);
}

void asking_done(struct app *app, const char *text) {
    char path[PROMPT_TEXT_MAX + 1];
    if (text[0] && path_expand(text, path, sizeof path)) app_open(app, path);
}

void asking_tick(struct app *app) {
    if (chooser_ask(&app->chooser) == CHOOSER_CHOSEN)
        app_open(app, text_string(&app->chooser.answer));
}
