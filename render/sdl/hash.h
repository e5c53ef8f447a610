/* hash.h -- a fast hash of bytes, to tell by that two pictures differ. Not for enemies. */
#ifndef TC_HASH_H
#define TC_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* One more word behind those that `hash` stands for. */
static inline uint64_t hash_word(uint64_t hash, uint64_t word) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15ull;
    return hash ^ hash >> 32;
}

/* More bytes behind those that `hash` stands for. */
static inline uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t size) {
    const uint8_t *at = bytes;
    uint64_t word = 0;
    for (; size >= sizeof word; size -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        hash = hash_word(hash, word);
    }
    word = (uint64_t)size << 56;
    memcpy(&word, at, size);
    return hash_word(hash, word);
}

/* For very many bytes: four hashes, which need not wait for one another. */
struct hash_lanes {
    uint64_t a, b, c, d;
};

/* All but the last bytes, fewer than 32; returns how many those are. */
static inline size_t hash_lanes_add(struct hash_lanes *lanes, const uint8_t *at, size_t size) {
    struct hash_lanes l = *lanes;
    for (; size >= sizeof l; size -= sizeof l, at += sizeof l) {
        struct hash_lanes words;
        memcpy(&words, at, sizeof words);
        l.a = hash_word(l.a, words.a);
        l.b = hash_word(l.b, words.b);
        l.c = hash_word(l.c, words.c);
        l.d = hash_word(l.d, words.d);
    }
    *lanes = l;
    return size;
}

#endif
