/* naive_dump.h -- a heap dump once more, read and walked the slow and simple way.
 *
 * Shares no code with sim/dump: the whole file in memory, tables that are gone through from one end
 * to the other, a walk that repeats itself until nothing changes. */
#ifndef TC_NAIVE_DUMP_H
#define TC_NAIVE_DUMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NAIVE_MAX = 20000, NAIVE_NAMES = 4000 };

struct naive_object {
    uint64_t address, size;
    const unsigned char *bytes;
    uint64_t pointers[4096]; /* offsets */
    int pointer_count;
    bool reachable;
};

struct naive_dump {
    unsigned char *file;
    size_t size, at;
    struct naive_object *objects; /* in the order of the file */
    int object_count;
    uint64_t *roots; /* words */
    int root_count;
    uint64_t memstats[24];
    char goroutine_frames[NAIVE_NAMES][64]; /* names of functions, "" between goroutines */
    int frame_names;
    int goroutines;
};

/* Fails the test if the file is none. */
void naive_read(struct naive_dump *d, const char *path);
void naive_free(struct naive_dump *d);
/* Sets `reachable`; returns how many are. */
int naive_reach(struct naive_dump *d);
/* The object that has this address in it, or NULL. */
struct naive_object *naive_find(struct naive_dump *d, uint64_t address);

#endif
