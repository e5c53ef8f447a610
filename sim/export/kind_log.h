/* kind_log.h -- of the steps up to one the last that have an event of a kind, as they are told.
 *
 * Looked for backward, a portion at a time, where the timeline says that there may be some; when
 * the step moves, what is known is kept. */
#ifndef TC_KIND_LOG_H
#define TC_KIND_LOG_H

#include "export/sentences.h"

enum { KIND_ROWS_MAX = 64, KIND_WORDS_MAX = 320 };

struct kind_row {
    struct sentence sentence;
    char what[KIND_WORDS_MAX];
};

struct kind_log {
    uint32_t kind; /* enum event_kind + 1; 0: nothing is looked for */
    const struct narration *language;
    uint64_t changes;
    uint64_t from, last; /* the steps behind `from` and up to `last` have been looked at */
    struct kind_row rows[KIND_ROWS_MAX]; /* in order */
    uint32_t count;
    struct sentences hearing;
};

void kind_log_free(struct kind_log *log);
/* Up to which step, and what. */
void kind_log_set(struct kind_log *log, struct session *s, const struct narration *language,
                  uint32_t kind, uint64_t last);
/* Looks at about `budget` steps; false when there is nothing more to look for. */
bool kind_log_go_on(struct kind_log *log, struct session *s, uint64_t budget);

#endif
