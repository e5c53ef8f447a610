#include "app/describing.h"

#include <inttypes.h>
#include <math.h>

static void describe_text(const struct draw *d, const struct draw_command *c, struct text *out) {
    text_addf(out, "text %ld,%ld ", lroundf(c->p[0].x), lroundf(c->p[0].y));
    text_add_json(out, text_string(&d->strings) + c->text);
    text_add(out, "\n");
}

static void describe_place(const struct draw *d, const struct hit *h, struct text *out) {
    text_addf(out, "place %s %" PRIu64 " %ld,%ld %ldx%ld ",
              command_name((enum command_id)h->command), h->value, lroundf(h->box.x),
              lroundf(h->box.y), lroundf(h->box.w), lroundf(h->box.h));
    text_add_json(out, text_string(&d->strings) + h->tip);
    text_add(out, "\n");
}

void describing_picture(const struct app *app, struct text *out) {
    const struct draw *d = &app->draw;
    char title[300];
    app_title(app, title, sizeof title);
    text_addf(out, "title %s\n", title);
    for (size_t i = 0; i < d->count; i++)
        if (d->commands[i].kind == DRAW_TEXT) describe_text(d, &d->commands[i], out);
    for (size_t i = 0; i < d->hit_count; i++) describe_place(d, &d->hits[i], out);
    text_add(out, "end\n");
}
