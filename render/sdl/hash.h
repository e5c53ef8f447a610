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

#endif
