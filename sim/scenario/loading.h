/* loading.h -- a scenario while its JSON is being read, and what its sections have in common: names
 * of objects and functions, and moments. For the files of this folder. */
#ifndef TC_LOADING_H
#define TC_LOADING_H

#include "scenario/reader.h"
#include "scenario/scenario.h"
#include "scenario/script.h"

/* No scenario comes near these; they keep what a file can ask of the host small. */
enum { REFERENCES_MAX = 4000, CHECKS_MAX = 10000, MOMENTS_MAX = 1000, DIRECTIVES_MAX = 10000 };

struct loading {
    struct reader reader;
    struct scenario *scenario;
    struct script_labels labels;
};

/* Each reports a problem and returns something harmless for what does not fit. */

/* Index of a reference of the program to the object that a string names ("A", "Node 3"), or NONE.
 */
int32_t read_reference(struct loading *l, const cJSON *node);
/* Index of a function + 1, or 0. */
uint32_t read_function(struct loading *l, const cJSON *node);
/* Kind of an event, or -1. */
int read_event(struct loading *l, const cJSON *node);
/* Whether a statistic has this name. `at` is an offset into the file. */
bool expect_statistic(struct loading *l, const char *name, size_t at);
struct condition read_condition(struct loading *l, const cJSON *node);

/* The section "questions" of a scenario: questions.c. */
void read_questions(struct loading *l, const cJSON *root);

#endif
