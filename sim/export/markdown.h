/* markdown.h -- text from anywhere as Markdown: CommonMark (spec.commonmark.org, 0.31) gives it
 * back as it was, whatever it holds.
 *
 * Bytes that are no UTF-8, and control characters, become U+FFFD. */
#ifndef TC_MARKDOWN_H
#define TC_MARKDOWN_H

#include "base/text.h"

/* Running text: nothing in it is markup. Line ends become spaces; other white space at its ends,
 * and the second of two spaces, is left out. */
void markdown_words(struct text *out, const char *words);
/* A span of code, likewise on one line; nothing if it is empty. In a table a bar is escaped, which
 * tables want even in code. */
void markdown_code(struct text *out, const char *code);
void markdown_cell_code(struct text *out, const char *code);

/* Where an image lies: a path relative to the file, percent-encoded. */
void markdown_path(struct text *out, const char *path);

/* A block of code: the fence is longer than any in it. First begin, then all lines by add (each
 * without its line end), then end. */
struct markdown_fence {
    unsigned ticks;
};

/* So many as the lines need: to be told of every line before begin. */
void markdown_fence_see(struct markdown_fence *fence, const char *line);
void markdown_fence_begin(const struct markdown_fence *fence, struct text *out,
                          const char *language);
void markdown_fence_add(struct text *out, const char *line);
void markdown_fence_end(const struct markdown_fence *fence, struct text *out);
/* All of that for a text of several lines. */
void markdown_block(struct text *out, const char *language, const char *lines);

#endif
