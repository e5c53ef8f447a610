/* Objects into spans. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dump/layout.h"
#include "machine/bits.h"
#include "machine/heap/size_class.h"
#include "machine/state.h"

/* ---- complaints ---- */

bool layout_complain(struct dump_layout *l, uint64_t byte, const char *format, ...) {
    if (l->status != FILE_OK) return false;
    l->status = FILE_BAD_INPUT;
    int written = snprintf(l->why, l->why_size, "byte %" PRIu64 ": ", byte);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(l->why + written, l->why_size - (size_t)written, format, arguments);
    va_end(arguments);
    return false;
}

bool layout_lacks_memory(struct dump_layout *l) {
    if (l->status != FILE_OK) return false;
    l->status = FILE_NO_RESOURCES;
    snprintf(l->why, l->why_size, "not enough memory for this dump");
    return false;
}

/* ---- order ---- */

static int by_address(const void *left, const void *right) {
    const struct dump_piece *a = left, *b = right;
    if (a->address != b->address) return a->address < b->address ? -1 : 1;
    return a->byte < b->byte ? -1 : a->byte > b->byte;
}

/* Objects of a page, in ascending order. */
struct run {
    uint32_t first, count;
    uint64_t address;
};

static int by_first_address(const void *left, const void *right) {
    const struct run *a = left, *b = right;
    return a->address < b->address ? -1 : a->address > b->address;
}

/* Whether the object behind this one does not follow on its page. */
static bool goes_elsewhere(const struct dump_piece *o) {
    return o[1].address <= o->address || o[1].address / PAGE_SIZE != o->address / PAGE_SIZE;
}

static uint32_t find_runs(const struct dump *d, struct run *runs) {
    uint32_t count = 0;
    for (uint32_t i = 0, first = 0; i < d->object_count; i++) {
        bool last = i + 1 == d->object_count || goes_elsewhere(&d->objects[i]);
        if (!last) continue;
        if (runs) runs[count] = (struct run){first, i + 1 - first, d->objects[first].address};
        count++;
        first = i + 1;
    }
    return count;
}

static void copy_runs(const struct dump *d, const struct run *runs, uint32_t count,
                      struct dump_piece *to) {
    for (uint32_t i = 0; i < count; to += runs[i++].count)
        memcpy(to, d->objects + runs[i].first, runs[i].count * sizeof *to);
}

static bool is_sorted(const struct dump *d) {
    for (uint32_t i = 1; i < d->object_count; i++)
        if (d->objects[i].address < d->objects[i - 1].address) return false;
    return true;
}

/* The runtime writes span by span, and spans in any order: so pages are sorted, and objects only
 * in a file that it has not written. */
static bool sort_objects(struct dump_layout *l) {
    struct dump *d = l->dump;
    uint32_t count = find_runs(d, NULL);
    if (count <= 1) return true;
    struct run *runs = malloc(count * sizeof *runs);
    struct dump_piece *sorted = malloc(d->object_count * sizeof *sorted);
    if (runs && sorted) {
        find_runs(d, runs);
        qsort(runs, count, sizeof *runs, by_first_address);
        copy_runs(d, runs, count, sorted);
        free(d->objects);
        d->objects = sorted;
        sorted = NULL;
    }
    bool done = runs && !sorted;
    free(runs);
    free(sorted);
    if (!done) return layout_lacks_memory(l);
    if (!is_sorted(d)) qsort(d->objects, d->object_count, sizeof *d->objects, by_address);
    return true;
}

/* ---- spans ---- */

/* Where the span of an object is, if it has one of `class`'s slots. */
struct place {
    uint64_t page;
    uint32_t pages, class_index, slot;
};

static bool find_small(const struct dump_piece *o, uint32_t class, struct place *out) {
    const struct size_class *c = &SIZE_CLASS[class];
    uint32_t slots = (uint32_t)c->pages * PAGE_SIZE / c->size;
    uint64_t page = o->address / PAGE_SIZE, in_page = o->address % PAGE_SIZE;
    for (uint32_t back = 0; back < c->pages && back <= page; back++) {
        uint64_t offset = (uint64_t)back * PAGE_SIZE + in_page;
        if (offset % c->size || offset / c->size >= slots) continue;
        *out = (struct place){page - back, c->pages, class, (uint32_t)(offset / c->size)};
        return true;
    }
    return false;
}

static bool find_place(struct dump_layout *l, const struct dump_piece *o, struct place *out) {
    uint32_t class = size_class_of(o->size);
    bool large = o->size > SMALL_SIZE_MAX && o->size % PAGE_SIZE == 0;
    if (o->address < ARENA_BASE ||
        o->address - ARENA_BASE >= (uint64_t)DUMP_PAGES_MAX * PAGE_SIZE ||
        o->size > (uint64_t)DUMP_PAGES_MAX * PAGE_SIZE)
        return layout_complain(l, o->byte,
                               "an object at 0x%" PRIx64 "; expected one in the 8 GiB from 0x%llx",
                               o->address, ARENA_BASE);
    if (large ? o->address % PAGE_SIZE != 0
              : o->size == 0 || SIZE_CLASS[class].size != o->size || !find_small(o, class, out))
        return layout_complain(l, o->byte,
                               "an object of %" PRIu64 " bytes at 0x%" PRIx64
                               "; expected a slot of one of Go's size classes",
                               o->size, o->address);
    if (large) *out = (struct place){o->address / PAGE_SIZE, (uint32_t)(o->size / PAGE_SIZE), 0, 0};
    out->page -= ARENA_BASE / PAGE_SIZE;
    return true;
}

static bool has_pointers(const struct dump *d, const struct dump_piece *o) {
    uint64_t word = o->at / 8, words = o->size / 8;
    for (uint32_t part; words > 0; words -= part, word += part) {
        part = words < BITS_PART_MAX ? (uint32_t)words : BITS_PART_MAX;
        if (bits_part(d->pointers, word, part)) return true;
    }
    return false;
}

static bool add_span(struct dump_layout *l, const struct place *at, uint32_t object) {
    struct image *image = l->image;
    image->spans =
        pool_grow(&l->program->pool, image->spans, image->span_count, sizeof *image->spans);
    if (!image->spans) return layout_lacks_memory(l);
    image->spans[image->span_count++] = (struct image_span){.page = (uint32_t)at->page,
                                                            .pages = at->pages,
                                                            .first = object,
                                                            .class_index = (uint8_t)at->class_index,
                                                            .noscan = 1};
    uint32_t end = (uint32_t)at->page + at->pages;
    if (end > image->pages) image->pages = end;
    return true;
}

/* Objects come by address. */
static bool place_object(struct dump_layout *l, uint32_t index) {
    struct image *image = l->image;
    const struct dump_piece *o = &l->dump->objects[index];
    struct place at = {0};
    if (!find_place(l, o, &at)) return false;
    struct image_span *s = image->span_count ? &image->spans[image->span_count - 1] : NULL;
    bool same = s && s->page == at.page && s->class_index == at.class_index && at.pages == s->pages;
    bool taken = same && s->count && image->objects[s->first + s->count - 1].slot == at.slot;
    if (taken || (s && !same && at.page < s->page + s->pages))
        return layout_complain(l, o->byte,
                               "an object of %" PRIu64 " bytes at 0x%" PRIx64
                               " overlaps another one; expected one in each place",
                               o->size, o->address);
    if (!same && !add_span(l, &at, index)) return false;
    s = &image->spans[image->span_count - 1];
    image->objects[index] = (struct image_object){.at = o->at, .slot = at.slot};
    s->count++;
    if (s->noscan && has_pointers(l->dump, o)) s->noscan = 0;
    return true;
}

/* ---- what Go 1.22 and newer has in spans beside objects ---- */

/* The n of "go1.n"; 0 if it is none. */
static unsigned minor_version(const char *version) {
    const char *at = strstr(version, "go1.");
    unsigned number;
    return at && sscanf(at + 4, "%3u", &number) == 1 ? number : 0;
}

/* From 1.22 on the last bytes of a span with pointers are their bitmap, a bit a word, if its
 * objects have at most 512 bytes; from 1.26 on mark bits lie there, too. The dump takes both for
 * objects. */
static uint32_t real_slots(const struct image_span *s, unsigned minor) {
    enum { HEADER_MIN = 22, MARKS_MIN = 26, SMALL = 512, BITMAP = PAGE_SIZE / 64, MARKS = 128 };
    uint32_t size = SIZE_CLASS[s->class_index].size, bytes = s->pages * PAGE_SIZE;
    if (!s->class_index || size > SMALL) return UINT32_MAX;
    if (minor >= HEADER_MIN && !s->noscan) bytes -= BITMAP;
    if (minor >= MARKS_MIN && size >= 16) bytes -= MARKS;
    return bytes / size;
}

static void drop_no_objects(struct dump_layout *l) {
    unsigned minor = minor_version(l->dump->version);
    for (uint32_t i = 0; i < l->image->span_count; i++) {
        struct image_span *s = &l->image->spans[i];
        uint32_t slots = real_slots(s, minor);
        for (; s->count && l->image->objects[s->first + s->count - 1].slot >= slots; s->count--)
            l->dropped++;
    }
}

/* ---- names ---- */

enum { LARGE_LABELS = 1024 };

static void write_size(uint64_t size, char *out, size_t out_size) {
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, size), at = 0;
    for (int i = 0; i < length && (size_t)at + 1 < out_size; i++) {
        if (i && (length - i) % 3 == 0) out[at++] = ',';
        out[at++] = digits[i];
    }
    out[at] = '\0';
}

/* Sites of one size: objects with pointers, without, and such as read like text. */
enum site_kind { SITE_POINTERS, SITE_NUMBERS, SITE_TEXT, SITE_KINDS };

static uint32_t add_sites(struct program *p, uint64_t size) {
    static const struct {
        const char *type;
        uint32_t size;
        const char *why;
    } KINDS[SITE_KINDS] = {{"word", 8, "has pointers"},
                           {"word", 8, "has no pointers"},
                           {"byte", 1, "reads like text"}};
    char words[32];
    write_size(size, words, sizeof words);
    uint32_t first = p->site_count;
    uint32_t label = program_add_label(p, pool_stringf(&p->pool, "%s bytes", words), false);
    for (int kind = 0; kind < SITE_KINDS && !p->pool.failed; kind++) {
        int32_t type = program_find_type(p, KINDS[kind].type);
        if (type == NONE)
            type = (int32_t)program_add_integer(p, KINDS[kind].type, KINDS[kind].size, false);
        program_add_site(p, (struct site){.type = (uint32_t)type,
                                          .heap = true,
                                          .array = true,
                                          .why = KINDS[kind].why,
                                          .incidental = true, /* no line has made them */
                                          .label = label});
    }
    return first;
}

/* The first site of each size: of size classes, and of large objects by their pages. */
struct sizes {
    uint32_t of_class[SIZE_CLASSES];
    uint32_t large_pages[LARGE_LABELS], of_large[LARGE_LABELS];
    uint32_t large_count;
};

static uint32_t sites_of(struct dump_layout *l, struct sizes *sizes, const struct image_span *s) {
    uint32_t *known = &sizes->of_class[s->class_index];
    if (s->class_index) {
        if (!*known) *known = add_sites(l->program, SIZE_CLASS[s->class_index].size) + 1;
        return *known - 1;
    }
    for (uint32_t i = 0; i < sizes->large_count; i++)
        if (sizes->large_pages[i] == s->pages) return sizes->of_large[i];
    if (sizes->large_count == LARGE_LABELS) return sizes->of_large[LARGE_LABELS - 1];
    uint32_t made = add_sites(l->program, (uint64_t)s->pages * PAGE_SIZE);
    sizes->large_pages[sizes->large_count] = s->pages;
    return sizes->of_large[sizes->large_count++] = made;
}

/* As inspect_bytes has it: printable, then nothing. */
static bool reads_like_text(const uint8_t *bytes, uint64_t size) {
    enum { SHORTEST = 4 };
    uint64_t length = 0;
    while (length < size && bytes[length] >= ' ' && bytes[length] < 0x7f) length++;
    return length >= SHORTEST && (length == size || bytes[length] == 0);
}

static void name_span(struct dump_layout *l, const struct image_span *s, uint32_t sites,
                      uint32_t *born) {
    uint64_t size = s->class_index ? SIZE_CLASS[s->class_index].size : s->pages * PAGE_SIZE;
    for (uint32_t i = 0; i < s->count; i++) {
        struct image_object *o = &l->image->objects[s->first + i];
        enum site_kind kind = !s->noscan                                      ? SITE_POINTERS
                              : reads_like_text(l->dump->bytes + o->at, size) ? SITE_TEXT
                                                                              : SITE_NUMBERS;
        uint32_t ordinal = ++*born;
        o->site = (uint16_t)(sites + kind);
        o->ordinal = (uint16_t)(ordinal < UINT16_MAX ? ordinal : UINT16_MAX);
    }
}

static bool name_objects(struct dump_layout *l) {
    struct sizes *sizes = calloc(1, sizeof *sizes);
    uint32_t *born = calloc((SIZE_CLASSES + LARGE_LABELS) * SITE_KINDS, sizeof *born);
    for (uint32_t i = 0; sizes && born && i < l->image->span_count; i++) {
        const struct image_span *s = &l->image->spans[i];
        uint32_t sites = sites_of(l, sizes, s);
        if (l->program->pool.failed) break;
        name_span(l, s, sites, &born[sites]);
    }
    bool done = sizes && born && !l->program->pool.failed;
    free(sizes);
    free(born);
    return done || layout_lacks_memory(l);
}

/* ---- all of it ---- */

static void count_objects(struct dump_layout *l) {
    struct image *image = l->image;
    uint32_t count = 0;
    for (uint32_t i = 0; i < image->span_count; i++) count += image->spans[i].count;
    image->object_count = count;
}

static void take_numbers(struct dump_layout *l) {
    struct image *image = l->image;
    const struct dump *d = l->dump;
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < image->span_count; i++) {
        const struct image_span *s = &image->spans[i];
        uint64_t size =
            s->class_index ? SIZE_CLASS[s->class_index].size : (uint64_t)s->pages * PAGE_SIZE;
        bytes += s->count * size;
    }
    image->total_bytes = bytes;
    image->goal = d->numbers[DUMP_NEXT_GC];
    image->mallocs = image->object_count;
    image->total_alloc = bytes;
    if (d->numbers[DUMP_MALLOCS] > image->mallocs) image->mallocs = d->numbers[DUMP_MALLOCS];
    if (d->numbers[DUMP_TOTAL_ALLOC] > bytes) image->total_alloc = d->numbers[DUMP_TOTAL_ALLOC];
}

bool layout_heap(struct dump_layout *l) {
    struct dump *d = l->dump;
    struct image *image = l->image;
    if (!sort_objects(l)) return false;
    image->objects = pool_alloc(&l->program->pool, d->object_count * sizeof *image->objects);
    if (!image->objects) return layout_lacks_memory(l);
    for (uint32_t i = 0; i < d->object_count; i++)
        if (!place_object(l, i)) return false;
    drop_no_objects(l);
    count_objects(l);
    take_numbers(l);
    return name_objects(l);
}
