/* gif_reader.h -- GIF films read back, for tests: by the letter of the GIF89a specification, and
 * nothing of the library that writes them. What is not as it says there fails the test. */
#ifndef TC_TEST_GIF_READER_H
#define TC_TEST_GIF_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The film when this frame has been drawn, and what was drawn for it. */
struct gif_picture {
    uint32_t *pixels; /* 0x00RRGGBB, of the whole film */
    int left, top, width, height;
    unsigned delay; /* hundredths of a second */
};

struct gif_film {
    int width, height;
    bool plays_for_ever;
    size_t count;
    struct gif_picture *frames;
};

/* From the beginning of the stream to its end. Freed by gif_film_free. */
void gif_read(struct gif_film *film, FILE *from);
void gif_film_free(struct gif_film *film);

#endif
