/* container.h -- whether a video file is whole: that what it says about its length is true.
 *
 * MP4 is a row of boxes, each with its size and four letters (ISO/IEC 14496-12, 4.2); a whole one
 * begins with `ftyp`, has `moov` and `mdat`, and its boxes end where the file does. WebM is EBML
 * (RFC 8794): a header and one Segment, whose size is written when the film has ended. */
#ifndef TC_CONTAINER_H
#define TC_CONTAINER_H

#include <stdbool.h>
#include <stddef.h>

/* False: with what is wrong in `why`, in one line without the file's name. */
bool container_is_mp4(const char *path, char *why, size_t why_size);
bool container_is_webm(const char *path, char *why, size_t why_size);

#endif
