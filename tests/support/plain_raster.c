#include "support/plain_raster.h"

static const uint32_t *paint(void *user, const struct draw *d, int width, int height, int *pitch) {
    struct plain_raster *p = user;
    (void)width;
    (void)height;
    *pitch = sizeof p->pixel;
    text_clear(&p->words);
    draw_describe(d, &p->words);
    return &p->pixel;
}

static bool write_png(void *user, FILE *to, char *why, size_t why_size) {
    struct plain_raster *p = user;
    snprintf(why, why_size, "cannot write: the test says so");
    fputs(text_string(&p->words), to);
    return !p->cannot_write;
}

static bool write_image(void *user, const struct image *image, FILE *to, char *why,
                        size_t why_size) {
    struct plain_raster *p = user;
    snprintf(why, why_size, "cannot write: the test says so");
    fprintf(to, "%ux%u", image->columns, image->rows);
    return !p->cannot_write;
}

void plain_raster_open(struct plain_raster *p) {
    *p = (struct plain_raster){.raster = {p, text_measure_plain(), paint, write_png, write_image}};
}

void plain_raster_close(struct plain_raster *p) {
    text_free(&p->words);
}
