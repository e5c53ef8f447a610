/* portrait.h -- what has been found out about what is selected: by looking through memory, and
 * through the run; a panel cannot do that for each picture. */
#ifndef TC_PORTRAIT_H
#define TC_PORTRAIT_H

#include "export/biography.h"

enum { REFERRERS_MAX = 32 };

struct portrait {
    uint64_t address;             /* 0: nothing is selected */
    const struct biography *life; /* of this object, or word */
    bool complete;                /* ... and all of the run so far has been looked at */
    bool known;                   /* who points to it now, and from where it can be reached */
    struct text path;             /* "head → Node 3.next → Node 1"; "": nothing leads there */
    uint64_t referrers[REFERRERS_MAX]; /* places */
    uint32_t referrer_count;           /* of all */
    uint32_t scroll;                   /* rows above the first that is shown */
};

#endif
