/* bits.h -- sets of small numbers as words of bits; bit n is bit n % 64 of word n / 64. */
#ifndef TC_BITS_H
#define TC_BITS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { BITS_PART_MAX = 56 };

static inline bool bit_get(const uint64_t *bits, uint32_t index) {
    return bits[index / 64] >> (index % 64) & 1;
}

static inline void bit_set(uint64_t *bits, uint32_t index) {
    bits[index / 64] |= 1ull << (index % 64);
}

static inline void bit_clear(uint64_t *bits, uint32_t index) {
    bits[index / 64] &= ~(1ull << (index % 64));
}

/* Words that hold `count` bits. */
static inline uint32_t bits_words(uint32_t count) {
    return (count + 63) / 64;
}

/* The lowest `count` bits, at most 64. */
static inline uint64_t bits_low(uint32_t count) {
    return count < 64 ? (1ull << count) - 1 : UINT64_MAX;
}

/* Bits [first, first + count), at most 56 of them; 8 bytes from byte first / 8 on must be there. */
static inline uint64_t bits_part(const uint64_t *bits, uint64_t first, uint32_t count) {
    uint64_t word;
    memcpy(&word, (const uint8_t *)bits + first / 8, sizeof word);
    return word >> first % 8 & bits_low(count);
}

static inline void bits_set_part(uint64_t *bits, uint64_t first, uint32_t count, uint64_t part) {
    uint8_t *at = (uint8_t *)bits + first / 8;
    uint64_t word;
    memcpy(&word, at, sizeof word);
    word = (word & ~(bits_low(count) << first % 8)) | part << first % 8;
    memcpy(at, &word, sizeof word);
}

/* How many are set: in pairs, in fours, in bytes, and the bytes added up. Not all amd64 have an
 * instruction for it; without one a compiler calls a function. */
static inline uint32_t bits_count(uint64_t word) {
    word -= word >> 1 & 0x5555555555555555ull;
    word = (word & 0x3333333333333333ull) + (word >> 2 & 0x3333333333333333ull);
    word = (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0full;
    return (uint32_t)(word * 0x0101010101010101ull >> 56);
}

/* Index of the lowest bit; 64 if there is none. */
static inline uint32_t bits_lowest(uint64_t word) {
    return word ? (uint32_t)__builtin_ctzll(word) : 64;
}

/* How many of the highest bits are set. */
static inline uint32_t bits_set_at_top(uint64_t word) {
    return ~word ? (uint32_t)__builtin_clzll(~word) : 64;
}

/* Where the lowest run of `count` set bits begins, at most 64 of them; 64 if there is none. A bit
 * survives a shift by n if the next n are set too. */
static inline uint32_t bits_find_run(uint64_t word, uint32_t count) {
    for (uint32_t have = 1; have < count && word;) {
        uint32_t by = count - have < have ? count - have : have;
        word &= word >> by;
        have += by;
    }
    return bits_lowest(word);
}

#endif
