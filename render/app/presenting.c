/* Presenting: what helps those who look on, in the last row. */
#include "app/does.h"

void do_letters(struct app *app, uint64_t value) {
    (void)value;
    app->look.letters = !app->look.letters;
}
