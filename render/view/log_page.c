#include "view/log_page.h"

void log_page_fill(struct log_page *page, struct sentences *sentences, struct session *s,
                   const struct narration *language, uint64_t last) {
    uint64_t step = last > LOG_ROWS_MAX ? last - LOG_ROWS_MAX + 1 : 1;
    page->count = 0;
    for (; step <= last; step++) {
        const struct sentence *sentence = sentences_at(sentences, s, language, step);
        if (sentence) page->rows[page->count++] = *sentence;
    }
}
