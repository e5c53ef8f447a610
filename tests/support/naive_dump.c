#include "support/naive_dump.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint64_t number(struct naive_dump *d) {
    uint64_t n = 0;
    for (int shift = 0;; shift += 7) {
        assert_true(d->at < d->size);
        unsigned char c = d->file[d->at++];
        n += (uint64_t)(c % 128) << shift;
        if (c < 128) return n;
    }
}

static const unsigned char *bytes(struct naive_dump *d, uint64_t *length) {
    *length = number(d);
    const unsigned char *start = d->file + d->at;
    d->at += *length;
    assert_true(d->at <= d->size);
    return start;
}

static void pass(struct naive_dump *d, int numbers) {
    for (int i = 0; i < numbers; i++) number(d);
}

static void pass_string(struct naive_dump *d) {
    uint64_t length;
    bytes(d, &length);
}

static void add_root(struct naive_dump *d, uint64_t word) {
    assert_true(d->root_count < NAIVE_MAX);
    d->roots[d->root_count++] = word;
}

static void roots_of(struct naive_dump *d, const unsigned char *memory) {
    while (number(d) != 0) {
        uint64_t word;
        memcpy(&word, memory + number(d), 8);
        if (word) add_root(d, word);
    }
}

static void object(struct naive_dump *d) {
    struct naive_object *o = &d->objects[d->object_count++];
    assert_true(d->object_count < NAIVE_MAX);
    o->address = number(d);
    o->bytes = bytes(d, &o->size);
    while (number(d) != 0) o->pointers[o->pointer_count++] = number(d);
}

static void goroutine(struct naive_dump *d) {
    pass(d, 8);
    pass_string(d);
    add_root(d, number(d));
    pass(d, 3);
    d->goroutine_frames[d->frame_names++][0] = '\0';
    d->goroutines++;
}

static void stack_frame(struct naive_dump *d) {
    uint64_t length, name_length;
    pass(d, 3);
    const unsigned char *memory = bytes(d, &length);
    pass(d, 3);
    const unsigned char *name = bytes(d, &name_length);
    snprintf(d->goroutine_frames[d->frame_names++], 64, "%.*s", (int)name_length,
             (const char *)name);
    roots_of(d, memory);
}

static void segment(struct naive_dump *d) {
    uint64_t length;
    pass(d, 1);
    const unsigned char *memory = bytes(d, &length);
    roots_of(d, memory);
}

static void finalizer(struct naive_dump *d) {
    add_root(d, number(d));
    add_root(d, number(d));
    pass(d, 3);
}

static void profile(struct naive_dump *d) {
    pass(d, 2);
    for (uint64_t frames = number(d); frames > 0; frames--) {
        pass_string(d);
        pass_string(d);
        pass(d, 1);
    }
    pass(d, 2);
}

/* A number of the record, counted from 0, is a root; then another one, unless it is -1. */
static void record(struct naive_dump *d, int numbers, int first, int second) {
    for (int i = 0; i < numbers; i++) {
        uint64_t n = number(d);
        if (i == first || i == second) add_root(d, n);
    }
}

static bool next(struct naive_dump *d) {
    switch (number(d)) {
    case 0: return false;
    case 1: object(d); break;
    case 2:
        pass_string(d);
        add_root(d, number(d));
        break;
    case 3:
        pass(d, 2);
        pass_string(d);
        pass(d, 1);
        break;
    case 4: goroutine(d); break;
    case 5: stack_frame(d); break;
    case 6:
        pass(d, 4);
        pass_string(d);
        pass_string(d);
        pass(d, 1);
        break;
    case 7:
    case 11: finalizer(d); break;
    case 8:
    case 17: pass(d, 2); break;
    case 9: pass(d, 3); break;
    case 10:
        for (int i = 0; i < 24; i++) d->memstats[i] = number(d);
        pass(d, 257);
        break;
    case 12:
    case 13: segment(d); break;
    case 14: record(d, 7, 0, 4); break;
    case 15: record(d, 6, 0, 3); break;
    case 16: profile(d); break;
    default: fail_msg("a record of an unknown kind");
    }
    return true;
}

void naive_read(struct naive_dump *d, const char *path) {
    memset(d, 0, sizeof *d);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    d->size = (size_t)ftell(file);
    rewind(file);
    d->file = malloc(d->size);
    assert_int_equal(fread(d->file, 1, d->size, file), d->size);
    fclose(file);
    d->objects = calloc(NAIVE_MAX, sizeof *d->objects);
    d->roots = calloc(NAIVE_MAX, sizeof *d->roots);
    d->at = 16;
    while (next(d)) continue;
    assert_int_equal(d->at, d->size);
}

void naive_free(struct naive_dump *d) {
    free(d->file);
    free(d->objects);
    free(d->roots);
}

struct naive_object *naive_find(struct naive_dump *d, uint64_t address) {
    for (int i = 0; i < d->object_count; i++)
        if (address >= d->objects[i].address &&
            address < d->objects[i].address + d->objects[i].size)
            return &d->objects[i];
    return NULL;
}

static bool reach(struct naive_dump *d, uint64_t word) {
    struct naive_object *o = naive_find(d, word);
    if (!o || o->reachable) return false;
    o->reachable = true;
    return true;
}

int naive_reach(struct naive_dump *d) {
    for (int i = 0; i < d->root_count; i++) reach(d, d->roots[i]);
    for (bool more = true; more;) {
        more = false;
        for (int i = 0; i < d->object_count; i++)
            for (int k = 0; d->objects[i].reachable && k < d->objects[i].pointer_count; k++) {
                uint64_t word;
                memcpy(&word, d->objects[i].bytes + d->objects[i].pointers[k], 8);
                more |= reach(d, word);
            }
    }
    int count = 0;
    for (int i = 0; i < d->object_count; i++) count += d->objects[i].reachable;
    return count;
}
