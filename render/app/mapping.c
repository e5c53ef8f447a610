/* Looking at the heap map: closer, farther away, elsewhere, and at what is under the mouse. */
#include <math.h>

#include "app/does.h"

/* The mouse may have moved since the last picture was made. */
static void draw_now(struct app *app) {
    app_draw(app);
    app->dirty = true;
}

static const struct hit *place_of(const struct app *app, enum command_id command) {
    for (size_t i = 0; i < app->draw.hit_count; i++)
        if (app->draw.hits[i].command == command) return &app->draw.hits[i];
    return NULL;
}

static void go_to_level(struct app *app, struct map_spot spot, bool closer, float at) {
    uint32_t level = closer ? spot.closer : spot.farther;
    app->map = (struct map_zoom){level, spot.address, at};
}

/* What is under the mouse stays there. */
void do_map_zoom(struct app *app, uint64_t value) {
    (void)value;
    draw_now(app);
    const struct hit *map = place_of(app, COMMAND_MAP_ZOOM);
    if (!map || app->mouse.wheel == 0) return;
    float at = (app->mouse.at.y - map->box.y) / map->box.h;
    struct map_spot spot = map_spot_unpack(map->value);
    if (!spot.address) at = app->map.address ? app->map.at : 0;
    if (!spot.address) spot.address = app->map.address;
    go_to_level(app, spot, app->mouse.wheel > 0, at);
}

/* What is selected comes to the middle. */
static void zoom_by_key(struct app *app, bool closer) {
    draw_now(app);
    const struct hit *map = place_of(app, COMMAND_MAP_ZOOM);
    if (!map) return;
    struct map_spot spot = map_spot_unpack(map->value);
    spot.address = app->selected ? app->selected : app->map.address;
    go_to_level(app, spot, closer, spot.address ? 0.5f : app->map.at);
}

void do_map_closer(struct app *app, uint64_t value) {
    (void)value;
    zoom_by_key(app, true);
}

void do_map_farther(struct app *app, uint64_t value) {
    (void)value;
    zoom_by_key(app, false);
}

void do_map_scroll(struct app *app, uint64_t value) {
    (void)value;
    draw_now(app);
    const struct hit *map = place_of(app, COMMAND_MAP_ZOOM);
    const struct hit *bar = place_of(app, COMMAND_MAP_SCROLL);
    if (!map || !bar || bar->box.h <= 0) return;
    float part = (app->mouse.at.y - bar->box.y) / bar->box.h;
    app->map = (struct map_zoom){map_spot_unpack(map->value).level, 0, fminf(fmaxf(part, 0), 1)};
}

void do_map_look(struct app *app, uint64_t value) {
    (void)value;
    draw_now(app);
    const struct hit *h = hit_find(&app->draw, app->mouse.at);
    if (h && h->command == COMMAND_SELECT) app->selected = h->value;
}
