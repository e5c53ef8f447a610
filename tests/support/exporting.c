#include "support/exporting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/folder.h"

static struct export_job job; /* large */

static enum export_state run(const struct scenario *scenario, const struct export_request *r) {
    enum export_state state = EXPORT_GOES_ON;
    float before = 0;
    if (!export_open(&job, scenario, NULL, r, NULL)) return EXPORT_FAILED;
    while (state == EXPORT_GOES_ON) {
        state = export_go_on(&job);
        if (export_progress(&job) < before) fail_msg("%s: progress went back", r->output);
        before = export_progress(&job);
    }
    return state;
}

char *exporting(const struct scenario *scenario, const struct export_request *r, size_t *length) {
    char *bytes, why[256];
    if (run(scenario, r) != EXPORT_DONE) fail_msg("%s", job.why);
    export_close(&job);
    if (file_read(r->output, 1u << 30, &bytes, length, why, sizeof why) != FILE_OK)
        fail_msg("%s: %s", r->output, why);
    return bytes;
}

char *exporting_all(const struct scenario *scenario, const char *name, size_t *length) {
    struct export_request r = export_request_to(folder_path(name));
    return exporting(scenario, &r, length);
}

const char *exporting_fails(const struct scenario *scenario, const struct export_request *r,
                            enum file_status status) {
    static char why[sizeof job.why];
    assert_int_equal(run(scenario, r), EXPORT_FAILED);
    assert_int_equal(job.status, status);
    memcpy(why, job.why, sizeof why);
    export_close(&job);
    return why;
}
