/* A frame trace: played and looked at. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct scenario s;
    struct text complaints = {0};
    const char *path = fuzz_file("fuzz.jsonl", data, size);
    if (scenario_load(&s, path, &complaints) == FILE_OK) {
        fuzz_look(&s);
        scenario_free(&s);
    }
    text_free(&complaints);
    return 0;
}
