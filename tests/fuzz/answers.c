/* The file of answers, to which a line is added: once it is there, adding it again changes nothing;
 * a file of something else stays as it is. */
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/file.h"
#include "files/answers.h"
#include "fuzz.h"

enum { BYTES_MAX = 8 << 20 };

static char *content(const char *path, size_t *length) {
    char *bytes, why[256];
    CHECK(file_read(path, BYTES_MAX, &bytes, length, why, sizeof why) == FILE_OK);
    return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char LINE[] = "{\"scenario\": \"a.json\", \"title\": \"A\", \"answers\": []}";
    char why[256];
    size_t once_length, twice_length;
    const char *path = fuzz_file("answers.json", data, size);
    bool fine = answers_save(path, LINE, why, sizeof why);
    char *once = content(path, &once_length);
    if (!fine) CHECK(why[0] && once_length == size && memcmp(once, data, size) == 0);
    if (fine) CHECK(strstr(once, LINE));
    CHECK(answers_save(path, LINE, why, sizeof why) == fine);
    char *twice = content(path, &twice_length);
    CHECK(once_length == twice_length && memcmp(once, twice, once_length) == 0);
    free(once);
    free(twice);
    return 0;
}
