/* The list of the files opened last: what is read can be written and read again. */
#include <string.h>

#include "base/check.h"
#include "files/recent.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct recent first, second; /* large */
    fuzz_file("recent", data, size);
    recent_read(&first, fuzz_folder());
    CHECK(first.count <= RECENT_MAX);
    CHECK(recent_write(&first, fuzz_folder()));
    recent_read(&second, fuzz_folder());
    CHECK(first.count == second.count);
    for (uint32_t i = 0; i < first.count; i++) CHECK(!strcmp(first.paths[i], second.paths[i]));
    return 0;
}
