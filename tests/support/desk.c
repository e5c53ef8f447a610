#include "support/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/library.h"

static double tell_time(void *user) {
    struct desk *d = user;
    d->now += 1e-3;
    return d->now;
}

void desk_open(struct desk *d, const char *path) {
    /* Without questions, which would stop the run: predicting_test.c asks them. */
    *d = (struct desk){.arguments = {.program = "tricolor", .step = NEVER}};
    d->arguments.questions = QUESTIONS_OFF + 1;
    app_init(&d->app, &d->arguments, text_measure_plain(), (struct app_clock){tell_time, d});
    app_resize(&d->app, 1920, 1080);
    if (path) assert_true(app_open(&d->app, path));
    else library_read(&d->app.gallery, "scenarios");
    desk_pass(d, 0);
}

void desk_close(struct desk *d) {
    app_free(&d->app);
}

void desk_pass(struct desk *d, double seconds) {
    d->now += seconds;
    app_tick(&d->app);
    app_draw(&d->app);
    assert_false(d->app.draw.failed);
}

static void put_in(struct desk *d, struct input in) {
    app_input(&d->app, &in);
    desk_pass(d, 0);
}

void desk_key(struct desk *d, enum key key) {
    put_in(d, (struct input){.kind = INPUT_KEY, .key = key});
}

void desk_shift_key(struct desk *d, enum key key) {
    put_in(d, (struct input){.kind = INPUT_KEY, .key = key, .shift = true});
}

void desk_ctrl_key(struct desk *d, enum key key) {
    put_in(d, (struct input){.kind = INPUT_KEY, .key = key, .ctrl = true});
}

void desk_alt_key(struct desk *d, enum key key) {
    put_in(d, (struct input){.kind = INPUT_KEY, .key = key, .alt = true});
}

void desk_type(struct desk *d, const char *characters) {
    for (; *characters; characters++) {
        uint32_t c = (unsigned char)*characters;
        struct input in = {.kind = INPUT_KEY, .key = KEY_CHARACTER, .character = c};
        if (c == ' ') in = (struct input){.kind = INPUT_KEY, .key = KEY_SPACE};
        put_in(d, in);
    }
}

static void type_with(struct desk *d, const char *characters, bool ctrl) {
    for (; *characters; characters++)
        put_in(d, (struct input){.kind = INPUT_KEY,
                                 .key = KEY_CHARACTER,
                                 .character = (unsigned char)*characters,
                                 .ctrl = ctrl,
                                 .alt = !ctrl});
}

void desk_ctrl_type(struct desk *d, const char *characters) {
    type_with(d, characters, true);
}

void desk_alt_type(struct desk *d, const char *characters) {
    type_with(d, characters, false);
}

void desk_move(struct desk *d, float x, float y) {
    put_in(d, (struct input){.kind = INPUT_MOUSE_MOVE, .x = x, .y = y});
}

void desk_press(struct desk *d, float x, float y) {
    put_in(d, (struct input){
                  .kind = INPUT_MOUSE_DOWN, .x = x, .y = y, .button = MOUSE_LEFT, .clicks = 1});
}

void desk_release(struct desk *d) {
    put_in(d, (struct input){.kind = INPUT_MOUSE_UP, .button = MOUSE_LEFT});
}

void desk_wheel(struct desk *d, float x, float y, float notches) {
    put_in(d, (struct input){.kind = INPUT_WHEEL, .x = x, .y = y, .wheel_y = notches});
}

void desk_click(struct desk *d, enum command_id command, uint64_t value) {
    for (size_t i = 0; i < d->app.draw.hit_count; i++) {
        const struct hit *h = &d->app.draw.hits[i];
        if (h->command != command || (value != ANY_VALUE && h->value != value)) continue;
        desk_press(d, h->box.x + h->box.w / 2, h->box.y + h->box.h / 2);
        desk_release(d);
        return;
    }
    fail_msg("no place does command %d with value %llu", (int)command, (unsigned long long)value);
}

uint64_t desk_step(const struct desk *d) {
    return session_step(&d->app.open.session);
}

bool desk_says(struct desk *d, const char *words) {
    const struct draw *draw = &d->app.draw;
    for (size_t i = 0; i < draw->count; i++)
        if (draw->commands[i].kind == DRAW_TEXT &&
            strstr(text_string(&draw->strings) + draw->commands[i].text, words))
            return true;
    return false;
}
