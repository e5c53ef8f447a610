/* replay.c -- goes over files, and the files of folders, with a harness: none of them may crash it,
 * hang it or, under a sanitizer, leak. Names each file before it is tried, so that the last one
 * named is the one to look at. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "fuzz.h"

enum { BYTES_MAX = 64 << 20, SECONDS_MAX = 60 };

static int replay_file(const char *path) {
    char *bytes, why[256];
    size_t length;
    printf("%s\n", path);
    fflush(stdout);
    if (file_read(path, BYTES_MAX, &bytes, &length, why, sizeof why) != FILE_OK) {
        fprintf(stderr, "%s: %s\n", path, why);
        return -1;
    }
    alarm(SECONDS_MAX); /* which ends the program */
    LLVMFuzzerTestOneInput((const uint8_t *)bytes, length);
    alarm(0);
    free(bytes);
    return 1;
}

static int replay_folder(const char *folder) {
    struct dirent **names;
    int done = 0, count = scandir(folder, &names, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        struct text path = {0};
        text_addf(&path, "%s/%s", folder, names[i]->d_name);
        int one = names[i]->d_name[0] == '.' ? 0 : replay_file(text_string(&path));
        done = one < 0 || done < 0 ? -1 : done + one;
        text_free(&path);
        free(names[i]);
    }
    if (count >= 0) free(names);
    return done;
}

int main(int count, char **words) {
    int done = 0;
    for (int i = 1; i < count && done >= 0; i++) {
        struct stat s;
        bool is_folder = stat(words[i], &s) == 0 && S_ISDIR(s.st_mode);
        int more = is_folder ? replay_folder(words[i]) : replay_file(words[i]);
        done = more < 0 ? -1 : done + more;
    }
    if (done == 0) fprintf(stderr, "no inputs\n");
    return done > 0 ? 0 : 1;
}
