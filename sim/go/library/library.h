/* library.h -- the packages that a program may import, as Go sources of our own.
 *
 * Only what classroom programs use is there. A function without a body is an intrinsic: the
 * lowering knows it by its name ("fmt.Println") and turns it into operations. Everything else is
 * compiled like the user's program, with no line of its own in the listing. Struct types have
 * Go 1.19's sizes.
 *
 * Intrinsics, and the operations they become:
 *   fmt.Print Println Printf Sprint Sprintln Sprintf: FORMAT, then a CALL of fmt.handleMethods
 *                 (result dropped when it prints; n is the length, err nil, when they are wanted)
 *   fmt.next      FORMAT_NEXT            fmt.finish     FORMAT
 *   errors.comparable COMPARABLE         sort.length, scratch SLICE_LENGTH, sort.swap SLICE_SWAP
 *   strings.shared the slice's pointer and length       strconv.Quote    FORMAT of FORMAT_QUOTE
 *   sync.semacquire semrelease addInt32 addUint64 swapInt32 swapUint64 fatal, atomic.Add*,
 *                 CompareAndSwap*: SEMAPHORE_*, ATOMIC_*, FATAL          math.Sqrt SQUARE_ROOT
 *   time.Sleep    SLEEP_FOR              time.now       NOW
 *   runtime.GC Gosched Goexit NumGoroutine ReadMemStats: GC, YIELD, GOEXIT, GOROUTINES,
 *                 MEMORY_STATISTICS; KeepAlive: nothing; NumCPU, GOMAXPROCS: the setting's number
 */
#ifndef TC_GO_LIBRARY_H
#define TC_GO_LIBRARY_H

#include <stdbool.h>
#include <stdint.h>

struct go_library_file {
    const char *path; /* "strings" */
    const char *text;
    uint32_t length;
};

extern const struct go_library_file GO_LIBRARY[]; /* ended by a path that is NULL */

/* What Go 1.19's compiler found out about the parameters of a library function, since ours are
 * written differently: `go build -gcflags=-m` on the standard library. */
struct go_library_tag {
    const char *function;  /* "fmt.Println", "(*sync.Mutex).Lock" */
    const char *parameter; /* by name; the receiver too */
    int8_t heap;           /* dereferences on the way to the heap; -1: does not leak there */
    int8_t results[2];     /* ... to the first two results; -1 */
};

/* NULL: the library function has no row: its own analysis counts. A parameter without a row of a
 * function that has one does not escape. */
const struct go_library_tag *go_library_tag(const char *function, const char *parameter,
                                            bool *has_rows);
const struct go_library_file *go_library_find(const char *path); /* NULL: no such package */
bool go_library_has(const char *path);
/* Whether Go 1.19's package has the name, though ours may not. */
bool go_library_left_out(const char *path, const char *name);

#endif
