/* What is remembered of the window: whatever the file says, a picture can be drawn, and what is
 * written of it is read as the same. */
#include <stdlib.h>
#include <string.h>

#include "app/tastes.h"
#include "base/check.h"
#include "fuzz.h"

static const char SCENARIO[] =
    "{\"format\": 1, \"title\": \"t\", \"script\": {\"types\": {\"Node\": {\"next\": \"*Node\"}},"
    "\"functions\": {\"main\": [{\"new\": \"Node\", \"to\": \"n\", \"escape\": \"heap\"},"
    "{\"set\": \"n.next\", \"to\": \"n\"}]}}}";

/* Never closed: there is one for all inputs. */
static struct session *run(void) {
    static struct scenario scenario;
    static struct session session;
    static bool is_open;
    if (is_open) return &session;
    size_t length = strlen(SCENARIO);
    char *text = fuzz_text((const uint8_t *)SCENARIO, length);
    struct diags diags;
    CHECK(scenario_parse(&scenario, "fuzz.json", text, length, &diags));
    fuzz_bound(&scenario);
    CHECK(session_open(&session, &scenario));
    while (session_run(&session, 1 << 10) == STOP_BUDGET) continue;
    is_open = true;
    return &session;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct tastes t = tastes_default(), again = tastes_default();
    struct text once = {0}, twice = {0};
    char *text = fuzz_text(data, size);
    bool fine = tastes_read(&t, text, size);
    free(text);
    tastes_write(&t, &once);
    CHECK(tastes_read(&again, once.bytes, once.length));
    tastes_write(&again, &twice);
    CHECK(strcmp(text_string(&once), text_string(&twice)) == 0);
    if (fine) fuzz_picture(run(), session_steps(run()) / 2, &t.look);
    text_free(&once);
    text_free(&twice);
    return 0;
}
