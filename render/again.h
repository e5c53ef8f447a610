/* again.h -- the command line once more, for pictures instead of a film that cannot be made. */
#ifndef TC_AGAIN_H
#define TC_AGAIN_H

#include "base/text.h"
#include "cli/cli.h"

/* Ready to be pasted into a shell: the words as they were given, but with a name for numbered
 * pictures, and without what only a film takes. */
void again_as_pictures(struct text *out, const struct arguments *a);

#endif
