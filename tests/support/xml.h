/* xml.h -- whether a text is well-formed XML 1.0, as far as what we write goes: a declaration, then
 * one element with attributes, text, and the five entities. Independent of what writes it. */
#ifndef TC_TEST_XML_H
#define TC_TEST_XML_H

#include <stddef.h>

/* Fails the test with the byte and what is wrong there. */
void xml_check(const char *name, const char *text, size_t length);

/* How many start tags of a name there are. */
size_t xml_count(const char *text, const char *element);

#endif
