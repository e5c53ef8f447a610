/* fuzz.h -- what the harnesses share.
 *
 * A harness is one file, NAME.c, with LLVMFuzzerTestOneInput: it gives a reader the bytes as a user
 * would give it a file, and then does what opening that file does. It is built with libFuzzer, with
 * AFL++, and with replay.c as a plain program that goes over the inputs in corpus/NAME. */
#ifndef TC_FUZZ_H
#define TC_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "session/session.h"
#include "view/look.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A copy with a NUL behind it, from malloc. */
char *fuzz_text(const uint8_t *data, size_t size);
/* The bytes as a file with this name, in a folder of this program's own; valid until the next call.
 */
const char *fuzz_file(const char *name, const uint8_t *data, size_t size);
/* That folder. */
const char *fuzz_folder(void);

/* Opens a scenario that has been read, as the window and the commands do: some hundred steps, in the
 * trace and in the words of each language, the answers to its questions, a picture. */
void fuzz_look(struct scenario *s);
/* The parts: makes the simulated machine small, however much memory a scenario asks for; draws the
 * picture of a step. */
void fuzz_bound(struct scenario *s);
void fuzz_picture(struct session *s, uint64_t step, const struct look *look);

#endif
