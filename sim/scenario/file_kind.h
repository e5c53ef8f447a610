/* file_kind.h -- what a file is, told by how it begins and, where that leaves a doubt, by its name.
 *
 * Large files are read in a stream by whoever reads their kind, so only the beginning is looked at
 * here. What is no regular file can be read only once: it is taken for text. */
#ifndef TC_FILE_KIND_H
#define TC_FILE_KIND_H

#include <stddef.h>

enum file_kind {
    FILE_SCENARIO, /* JSON: whatever is none of the others */
    FILE_GO,       /* a Go program */
    FILE_TRACE,    /* a frame trace: JSON Lines, the first of which says so */
    FILE_DUMP,     /* what runtime/debug.WriteHeapDump writes */
    FILE_GCTRACE   /* lines of GODEBUG=gctrace=1, perhaps among others */
};

/* The kind of a file that begins with these bytes. */
enum file_kind file_kind_of(const char *path, const char *bytes, size_t length);
/* Likewise, from the file itself; FILE_SCENARIO if it cannot be read, which its reader will say. */
enum file_kind file_kind_at(const char *path);

#endif
