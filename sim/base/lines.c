#include "base/lines.h"

static uint32_t count_lines(const struct source *s) {
    uint32_t count = 1;
    for (size_t i = 0; i < s->length; i++) count += s->text[i] == '\n';
    return count;
}

struct lines lines_of(const struct source *s, struct pool *pool) {
    struct lines l = {.count = count_lines(s)};
    l.starts = pool_alloc(pool, l.count * sizeof *l.starts);
    if (!l.starts) return (struct lines){0};
    for (uint32_t line = 1, i = 0; line < l.count; i++)
        if (s->text[i] == '\n') l.starts[line++] = i + 1;
    return l;
}

void lines_place(const struct lines *l, size_t offset, uint32_t *line, uint32_t *column) {
    uint32_t low = 0, high = l->count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (l->starts[middle] <= offset) low = middle;
        else high = middle;
    }
    *line = low + 1;
    *column = (uint32_t)offset - (l->count ? l->starts[low] : 0) + 1;
}
