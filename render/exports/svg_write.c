#include "exports/svg_write.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "view/crisp.h"

/* A document being written. */
struct svg {
    FILE *out;
    const struct draw *d;
    const struct raster *raster;
    uint32_t clips, depth; /* groups that have been clipped; those that are open */
    char *why;
    size_t why_size;
};

/* ---- words and numbers ---- */

/* XML 1.0 has no control characters but these, and not the last two of a plane. */
static bool is_xml(uint32_t rune) {
    if (rune < 0x20) return rune == '\t' || rune == '\n' || rune == '\r';
    return rune != 0xfffe && rune != 0xffff;
}

static void write_rune(FILE *out, uint32_t rune) {
    char bytes[UTF8_MAX];
    switch (rune) {
    case '&': fputs("&amp;", out); return;
    case '<': fputs("&lt;", out); return;
    case '>': fputs("&gt;", out); return;
    case '"': fputs("&quot;", out); return;
    default: fwrite(bytes, 1, utf8_encode(rune, bytes), out);
    }
}

void svg_write_text(FILE *out, const char *string) {
    size_t left = strlen(string);
    for (uint32_t rune, length; left > 0; string += length, left -= length) {
        length = utf8_decode((const uint8_t *)string, left, &rune);
        if (is_xml(rune)) write_rune(out, rune);
    }
}

/* In hundredths, with a point in every locale. */
static void write_number(FILE *out, float number) {
    long hundredths = lroundf(fminf(fmaxf(number, -1e6f), 1e6f) * 100), part = labs(hundredths);
    if (hundredths < 0) fputc('-', out);
    fprintf(out, "%ld", part / 100);
    if (part % 10) fprintf(out, ".%02ld", part % 100);
    else if (part % 100) fprintf(out, ".%ld", part % 100 / 10);
}

static void write_measure(FILE *out, const char *name, float number) {
    fprintf(out, " %s=\"", name);
    write_number(out, number);
    fputc('"', out);
}

static void write_point(FILE *out, const char *before, struct point p) {
    fputs(before, out);
    write_number(out, p.x);
    fputc(',', out);
    write_number(out, p.y);
}

static bool is_visible(uint32_t colour) {
    return (colour & 0xff) != 0;
}

/* `what` is "fill" or "stroke". */
static void write_colour(FILE *out, const char *what, uint32_t colour) {
    if (!is_visible(colour)) {
        fprintf(out, " %s=\"none\"", what);
        return;
    }
    fprintf(out, " %s=\"#%06x\"", what, colour >> 8);
    if ((colour & 0xff) == 0xff) return;
    fprintf(out, " %s-opacity=\"", what);
    write_number(out, (float)(colour & 0xff) / 255);
    fputc('"', out);
}

static void write_stroke(FILE *out, uint32_t colour, float width, float dash) {
    write_colour(out, "stroke", colour);
    if (width != 1) write_measure(out, "stroke-width", width);
    if (dash > 0) write_measure(out, "stroke-dasharray", dash);
}

/* ---- boxes ---- */

static struct box whole_box(struct box b) {
    int x = pixel_round(b.x), y = pixel_round(b.y);
    return (struct box){(float)x, (float)y, (float)(pixel_end(b.x, b.w) - x),
                        (float)(pixel_end(b.y, b.h) - y)};
}

static void write_box_sides(FILE *out, struct box b) {
    write_measure(out, "x", b.x);
    write_measure(out, "y", b.y);
    write_measure(out, "width", b.w);
    write_measure(out, "height", b.h);
}

/* The outline lies inside the box; its middle, where SVG draws it, half a line further in. */
static void write_box(struct svg *s, const struct draw_command *c) {
    struct box b = whole_box(c->box);
    bool has_line = is_visible(c->stroke) && c->line > 0;
    float side = fminf(b.w, b.h), line = has_line ? (float)crisp_width(c->line) : 0;
    if (side <= 0 || (!has_line && !is_visible(c->fill))) return;
    line = fminf(line, ceilf(side / 2));
    b = (struct box){b.x + line / 2, b.y + line / 2, fmaxf(b.w - line, 0), fmaxf(b.h - line, 0)};
    float radius = fminf(c->radius - line / 2, fminf(b.w, b.h) / 2);
    fputs("<rect", s->out);
    write_box_sides(s->out, b);
    if (radius > 0) write_measure(s->out, "rx", radius);
    write_colour(s->out, "fill", c->fill);
    if (has_line) write_stroke(s->out, c->stroke, line, c->dash);
    fputs("/>\n", s->out);
}

/* ---- curves and shapes ---- */

static void write_polygon(FILE *out, const struct point *p, uint32_t count, uint32_t fill) {
    if (!is_visible(fill)) return;
    fputs("<polygon points=\"", out);
    for (uint32_t i = 0; i < count; i++) write_point(out, i ? " " : "", p[i]);
    fputc('"', out);
    write_colour(out, "fill", fill);
    fputs("/>\n", out);
}

static bool is_straight(const struct point p[4]) {
    return p[0].x == p[1].x && p[0].y == p[1].y && p[2].x == p[3].x && p[2].y == p[3].y;
}

static void write_path(FILE *out, const struct point p[4], bool straight) {
    write_point(out, "<path d=\"M", p[0]);
    if (straight) {
        write_point(out, "L", p[3]);
    } else {
        write_point(out, "C", p[1]);
        write_point(out, " ", p[2]);
        write_point(out, " ", p[3]);
    }
    fputs("\" fill=\"none\"", out);
}

static void write_curve(struct svg *s, const struct draw_command *c) {
    struct point p[4], head[3];
    if (!is_visible(c->stroke) || !(c->line > 0)) return;
    memcpy(p, c->p, sizeof p);
    bool straight = is_straight(p);
    float width = crisp_line(p, c->line);
    bool has_head = c->arrow > 0 && curve_head(p, c->arrow, head);
    write_path(s->out, p, straight);
    write_stroke(s->out, c->stroke, width, c->dash);
    if (curve_has_round_ends(c)) fputs(" stroke-linecap=\"round\"", s->out);
    fputs("/>\n", s->out);
    if (has_head) write_polygon(s->out, head, 3, c->stroke);
}

/* ---- text ---- */

static const char SANS[] = "Inter, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif";
static const char MONO[] = "'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

static bool is_blank(const char *string) {
    return string[strspn(string, " ")] == '\0';
}

static void write_font(FILE *out, enum draw_font font) {
    if (font == FONT_MONO || font == FONT_MONO_BOLD) fprintf(out, " font-family=\"%s\"", MONO);
    if (font == FONT_SANS_BOLD) fputs(" font-weight=\"600\"", out);
    if (font == FONT_MONO_BOLD) fputs(" font-weight=\"700\"", out);
}

/* Painters have letters of whole and half sizes, and put baselines on whole pixels. */
static void write_string(struct svg *s, const struct draw_command *c) {
    const char *string = text_string(&s->d->strings) + c->text;
    float size = roundf(2 * c->size) / 2;
    if (!is_visible(c->fill) || size <= 0 || is_blank(string)) return;
    fputs("<text", s->out);
    write_measure(s->out, "x", c->p[0].x);
    write_measure(s->out, "y", (float)pixel_round(c->p[0].y));
    write_font(s->out, c->font);
    write_measure(s->out, "font-size", size);
    write_colour(s->out, "fill", c->fill);
    write_measure(s->out, "textLength", draw_text_width(s->d, c->font, c->size, string));
    fputs(" lengthAdjust=\"spacingAndGlyphs\">", s->out);
    svg_write_text(s->out, string);
    fputs("</text>\n", s->out);
}

/* ---- images ---- */

static void write_base64(FILE *out, const unsigned char *bytes, size_t length) {
    static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < length; i += 3) {
        size_t left = length - i;
        uint32_t group = (uint32_t)bytes[i] << 16;
        if (left > 1) group |= (uint32_t)bytes[i + 1] << 8;
        if (left > 2) group |= bytes[i + 2];
        fputc(DIGITS[group >> 18], out);
        fputc(DIGITS[group >> 12 & 63], out);
        fputc(left > 1 ? DIGITS[group >> 6 & 63] : '=', out);
        fputc(left > 2 ? DIGITS[group & 63] : '=', out);
    }
}

static void write_png(struct svg *s, const struct draw_command *c, const char *png, size_t length) {
    fputs("<image", s->out);
    write_box_sides(s->out, whole_box(c->box));
    fputs(" preserveAspectRatio=\"none\" style=\"image-rendering:optimizeSpeed;"
          "image-rendering:pixelated\" xlink:href=\"data:image/png;base64,",
          s->out);
    write_base64(s->out, (const unsigned char *)png, length);
    fputs("\"/>\n", s->out);
}

static bool write_image(struct svg *s, const struct draw_command *c) {
    char *png = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&png, &length);
    const struct image image = {s->d->pixels + c->pixels, c->columns, c->rows};
    bool fine =
        memory && s->raster->write_image(s->raster->user, &image, memory, s->why, s->why_size);
    if (!memory) snprintf(s->why, s->why_size, "not enough memory");
    if (memory && fclose(memory) != 0 && fine) {
        snprintf(s->why, s->why_size, "not enough memory");
        fine = false;
    }
    if (fine) write_png(s, c, png, length);
    free(png);
    return fine;
}

/* ---- commands ---- */

static void begin_clip(struct svg *s, struct box b) {
    uint32_t number = ++s->clips;
    fprintf(s->out, "<clipPath id=\"c%u\"><rect", number);
    write_box_sides(s->out, whole_box(b));
    fprintf(s->out, "/></clipPath><g clip-path=\"url(#c%u)\">\n", number);
    s->depth++;
}

static void end_clip(struct svg *s) {
    fputs("</g>\n", s->out);
    s->depth--;
}

static bool write_command(struct svg *s, const struct draw_command *c) {
    switch (c->kind) {
    case DRAW_BOX: write_box(s, c); break;
    case DRAW_CURVE: write_curve(s, c); break;
    case DRAW_SHAPE: write_polygon(s->out, c->p, c->points, c->fill); break;
    case DRAW_TEXT: write_string(s, c); break;
    case DRAW_IMAGE: return write_image(s, c);
    case DRAW_CLIP: begin_clip(s, c->box); break;
    case DRAW_UNCLIP: end_clip(s); break;
    }
    return true;
}

/* ---- the document ---- */

static void write_element(FILE *out, const char *name, const char *words) {
    if (!*words) return;
    fprintf(out, "<%s>", name);
    svg_write_text(out, words);
    fprintf(out, "</%s>\n", name);
}

/* Ligatures would be drawn where the window has none: "->" is two characters in a listing. */
static void write_head(FILE *out, const struct svg_page *page) {
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"",
          out);
    if (page->wide) fprintf(out, " width=\"%s\" height=\"%s\"", page->wide, page->high);
    else fprintf(out, " width=\"%d\" height=\"%d\"", page->width, page->height);
    fprintf(out, " viewBox=\"0 0 %d %d\"", page->width, page->height);
    fprintf(out, " xml:lang=\"%s\" xml:space=\"preserve\" font-family=\"%s\"", page->language,
            SANS);
    fputs(" text-rendering=\"geometricPrecision\">\n", out);
    write_element(out, "title", page->title);
    write_element(out, "desc", page->said);
    fputs("<style>text{white-space:pre;font-variant-ligatures:none}</style>\n", out);
}

bool svg_write(FILE *out, const struct draw *d, const struct raster *raster,
               const struct svg_page *page, char *why, size_t why_size) {
    struct svg s = {.out = out, .d = d, .raster = raster, .why = why, .why_size = why_size};
    bool fine = true;
    write_head(out, page);
    for (size_t i = 0; fine && i < d->count; i++) fine = write_command(&s, &d->commands[i]);
    while (s.depth > 0) end_clip(&s);
    fputs("</svg>\n", out);
    return fine;
}
