/* Commands of the object graph. */
#include "app/does.h"

void do_arrows(struct app *app, uint64_t value) {
    (void)value;
    app->look.arrows = (enum arrows_shown)((app->look.arrows + 1) % ARROWS_COUNT);
}

void do_dead(struct app *app, uint64_t value) {
    (void)value;
    app->look.hides_dead = !app->look.hides_dead;
}
