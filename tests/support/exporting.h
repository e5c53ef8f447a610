/* exporting.h -- exports for tests: what a job writes, as text; or why it fails. */
#ifndef TC_TEST_EXPORTING_H
#define TC_TEST_EXPORTING_H

#include "exports/export.h"

/* The file that a job writes into the test's folder (folder.h), of a scenario's own run; the caller
 * frees it. A job that fails fails the test. */
char *exporting(const struct scenario *scenario, const struct export_request *request,
                size_t *length);
/* Likewise for the whole run, by the name of the file. */
char *exporting_all(const struct scenario *scenario, const char *name, size_t *length);
/* Why a job fails, which it must, with that status; valid until the next call. */
const char *exporting_fails(const struct scenario *scenario, const struct export_request *request,
                            enum file_status status);

#endif
