/* build.h -- scenarios for tests, from a few lines of script or from a file.
 *
 * In the texts single quotes stand for double ones. A text that does not load fails the test with
 * the loader's complaints. Machines are small unless the test says otherwise: 1 MiB, 64 goroutines.
 */
#ifndef TC_TEST_BUILD_H
#define TC_TEST_BUILD_H

#include "scenario/scenario.h"

enum { BUILD_PAGES = 128, BUILD_GOROUTINES = 64 };

/* `script` is what stands between the braces of "script". */
void build_script(struct scenario *s, const char *script);
/* `members` is what stands between the braces of the scenario, behind format and title. */
void build_scenario(struct scenario *s, const char *members);
void build_load(struct scenario *s, const char *path);
/* A Go program; quotes are as they are. */
void build_go(struct scenario *s, const char *source);

/* A type of the program by its name; fails the test if there is none. */
const struct type *build_type(const struct scenario *s, const char *name);

/* Whether a scenario has thousands of goroutines, or a million objects: it takes too long for what
 * is done with each of them at every step. crowd_test.c looks at the goroutines instead. */
bool build_is_crowd(const char *path);
/* Paths of all other files in scenarios/, in order; NULL at the end. Load each with build_load. */
const char *const *build_scenario_paths(void);

#endif
