/* Ten thousand inputs at random: nothing a user does may break the window, or the run. Meant for
 * the sanitizers; a failure says the seed and the input. Among what a user does is to write files:
 * so all this goes on in a copy of scenarios/. Pictures are refused, for nothing paints here. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/random.h"
#include "support/desk.h"
#include "support/folder.h"

enum { ROUNDS = 20, INPUTS = 500 };

static uint32_t below(uint64_t *random, uint32_t limit) {
    return (uint32_t)(random_next(random) % limit);
}

static struct input random_key(uint64_t *random) {
    struct input in = {.kind = INPUT_KEY};
    in.shift = below(random, 4) == 0;
    in.ctrl = below(random, 6) == 0;
    in.alt = below(random, 8) == 0;
    if (below(random, 2)) {
        in.key = KEY_CHARACTER;
        in.character = ' ' + 1 + below(random, 94);
        if (below(random, 30) == 0) in.character = 0x80 + below(random, 0x20000);
    } else {
        in.key = (enum key)(KEY_SPACE + below(random, KEY_F12 - KEY_SPACE + 1));
    }
    /* The end of the program would be the end of the test. */
    if (in.key == KEY_CHARACTER && (in.character == 'q' || in.character == 'Q')) in.character = 'x';
    return in;
}

/* Half of the clicks go where something answers. */
static void random_place(const struct desk *d, uint64_t *random, struct input *in) {
    const struct draw *draw = &d->app.draw;
    in->x = (float)below(random, 2100) - 90;
    in->y = (float)below(random, 1200) - 60;
    if (draw->hit_count == 0 || below(random, 2)) return;
    const struct hit *h = &draw->hits[below(random, (uint32_t)draw->hit_count)];
    in->x = h->box.x + h->box.w * (float)below(random, 100) / 100;
    in->y = h->box.y + h->box.h * (float)below(random, 100) / 100;
}

static struct input random_input(const struct desk *d, uint64_t *random) {
    static const enum input_kind KINDS[] = {INPUT_MOUSE_MOVE, INPUT_MOUSE_DOWN, INPUT_MOUSE_UP,
                                            INPUT_WHEEL,      INPUT_RESIZE,     INPUT_EXPOSE,
                                            INPUT_MOUSE_LEAVE};
    if (below(random, 2)) return random_key(random);
    struct input in = {.kind = KINDS[below(random, sizeof KINDS / sizeof KINDS[0])]};
    in.button = below(random, 8) ? MOUSE_LEFT : MOUSE_RIGHT;
    in.clicks = 1 + (int)below(random, 2);
    in.wheel_y = (float)below(random, 7) - 3;
    in.width = below(random, 4) ? 1920 : 1 + (int)below(random, 4000);
    in.height = below(random, 4) ? 1080 : 1 + (int)below(random, 2400);
    random_place(d, random, &in);
    return in;
}

static void ten_thousand_inputs_do_no_harm(void **state) {
    (void)state;
    static const char *const PATHS[] = {"scenarios/03-lost-object-barrier-on.json",
                                        "scenarios/30-growing-stack.json",
                                        "scenarios/25-fragmentation.json",
                                        "scenarios/71-four-processors.json",
                                        "scenarios/92-worker-pool.go",
                                        "scenarios/94-deferred-and-recovered.json",
                                        "scenarios/32-segmented-stack.json",
                                        "scenarios/65-map-growth.json"};
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        uint64_t random = seed;
        struct desk d;
        const char *path = PATHS[seed % (sizeof PATHS / sizeof PATHS[0])];
        desk_open(&d, NULL);
        d.app.look.questions = (enum questions)(seed % QUESTIONS_MODES);
        for (int i = 0; i < INPUTS; i++) {
            struct input in = random_input(&d, &random);
            if (!d.app.open.is && below(&random, 4) == 0) assert_true(app_open(&d.app, path));
            app_input(&d.app, &in);
            app_tick(&d.app);
            if (d.app.dirty) app_draw(&d.app);
            if (d.app.draw.failed || d.app.quit)
                fail_msg("seed %d, input %d: the picture failed, or the end came", (int)seed, i);
            if (app_wait(&d.app) > 0) d.now += 0.01;
        }
        desk_close(&d);
    }
}

/* ---- where they do none ---- */

static void copy_scenario(const char *name) {
    char path[300], why[256], *bytes;
    size_t length;
    snprintf(path, sizeof path, "scenarios/%.250s", name);
    if (file_read(path, 1 << 20, &bytes, &length, why, sizeof why) != FILE_OK)
        fail_msg("%s: %s", path, why);
    folder_write(path, bytes);
    free(bytes);
}

static int go_to_a_copy(void **state) {
    if (folder_make(state) != 0 || mkdir(folder_path("scenarios"), 0777) != 0) return -1;
    DIR *d = opendir("scenarios");
    if (!d) return -1;
    for (struct dirent *e; (e = readdir(d));)
        if (strstr(e->d_name, ".json") || strstr(e->d_name, ".go")) copy_scenario(e->d_name);
    closedir(d);
    return chdir(folder_path(""));
}

static int leave_it(void **state) {
    return chdir("/") == 0 ? folder_remove(state) : -1;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_thousand_inputs_do_no_harm),
    };
    return cmocka_run_group_tests(tests, go_to_a_copy, leave_it) != 0;
}
