/* log_page.h -- the part of the run that is read in the event log: lines that have been prepared,
 * since a panel cannot run a machine. */
#ifndef TC_LOG_PAGE_H
#define TC_LOG_PAGE_H

#include "export/sentences.h"

enum { LOG_ROWS_MAX = 64 };

struct log_page {
    struct sentence rows[LOG_ROWS_MAX]; /* one step behind the other */
    uint32_t count;
    bool filtered;     /* ... but only those that have an event of the kind */
    bool incomplete;   /* ... as far as they have been looked for */
    bool scrolled;     /* the last row is not the step that is looked at */
    uint32_t kind;     /* enum event_kind + 1 that is looked for; 0: none has been chosen */
    const char *words; /* that were looked for; "": none */
};

/* The rows up to a step; none, if the host has no memory. */
void log_page_fill(struct log_page *page, struct sentences *sentences, struct session *s,
                   const struct narration *language, uint64_t last);

#endif
