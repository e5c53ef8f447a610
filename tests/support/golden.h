/* golden.h -- text compared with what was recorded: tests/golden/NAME.
 *
 * UPDATE=1 in the environment writes the file instead; the change is then read in the diff. */
#ifndef TC_GOLDEN_H
#define TC_GOLDEN_H

void golden_check(const char *name, const char *text);

#endif
