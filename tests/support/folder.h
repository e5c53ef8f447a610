/* folder.h -- a folder of a test's own, for files it writes. Removed with all that is in it. */
#ifndef TC_TEST_FOLDER_H
#define TC_TEST_FOLDER_H

/* For cmocka_run_group_tests. */
int folder_make(void **state);
int folder_remove(void **state);

/* A path in it; valid until eight more have been asked for. */
const char *folder_path(const char *name);
void folder_write(const char *name, const char *content);
/* The time of its last change, in seconds. */
void folder_set_time(const char *name, long seconds);

#endif
