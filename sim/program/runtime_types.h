/* runtime_types.h -- the types of what channels and maps point to, as Go's runtime and compiler lay
 * them out: chan.go, runtime2.go, map.go, reflectdata/reflect.go of Go 1.19.
 *
 * They are made when a program first needs them, once all types have sizes, and can be inspected
 * like any other type. Their names are those of Go's debug information; no program can write them.
 */
#ifndef TC_RUNTIME_TYPES_H
#define TC_RUNTIME_TYPES_H

#include "program/program.h"

/* Of a channel type, program.types[].runtime: the header as the collector sees it. Without pointers
 * when the elements lie in the same object, or there are none: the goroutines that wait keep the
 * records in its queues. With pointers when the elements have a buffer of their own. */
enum channel_type { CHANNEL_PLAIN, CHANNEL_SCANNED };

enum { CHANNEL_SIZE = 96, CHANNEL_ELEMENT_MAX = 1 << 16 };

/* The sites of a `make`, one behind the other: the two headers, and the buffer of elements with
 * pointers. `site` says what they have in common; its type is the channel's, its label the name.
 * Returns the first. */
enum { CHANNEL_SITES = 3 };
uint32_t program_add_channel_sites(struct program *p, struct site site);

/* Of a map type, program.types[].runtime: the header, a bucket, an iterator, and the first of the
 * sites (+ 1) for maps that are not on the heap themselves. */
enum map_type { MAP_HEADER, MAP_BUCKET, MAP_ITERATOR, MAP_SITES_FIRST };

enum {
    MAP_HEADER_SIZE = 48,
    MAP_SLOTS = 8,        /* entries of a bucket: map.go, bucketCnt */
    MAP_INLINE_MAX = 128, /* bytes: larger keys and values are boxed: maxKeySize, maxElemSize */
    MAP_ITERATOR_WORDS = 12,
};

/* What a map allocates, one site behind the other. */
enum map_site {
    MAP_SITE_HEADER,
    MAP_SITE_BUCKETS,
    MAP_SITE_OVERFLOW, /* a bucket behind a full one */
    MAP_SITE_EXTRA,    /* mapextra */
    MAP_SITE_LIST,     /* of overflow buckets, which buckets without pointers do not keep alive */
    MAP_SITE_LIST_ARRAY,
    MAP_SITE_KEY, /* boxes */
    MAP_SITE_VALUE,
    MAP_SITES
};

/* Makes the types of a map and its sites; the last step before operations use the type. False when
 * host memory is out. */
bool program_prepare_map(struct program *p, uint32_t map);
/* The sites of a `make`: `site` says what they have in common; its type is the map's. Returns the
 * first. */
uint32_t program_add_map_sites(struct program *p, struct site site);

/* The type of a channel's header; 0 when host memory is out. */
uint32_t program_channel_header(struct program *p, uint32_t channel, enum channel_type kind);

#endif
