// The text being parsed, for scanners that look further ahead than one character.

#ifndef FLAKEWISE_SOURCE_H
#define FLAKEWISE_SOURCE_H

#include <stdint.h>

typedef struct TSLexer TSLexer;

extern uint16_t *source_text;
extern uint32_t source_length;

// Where the lexer stands, in UTF-16 units.
uint32_t source_offset(const TSLexer *lexer);

// Moves the lexer forward to an offset.
void source_advance(TSLexer *lexer, uint32_t offset);

#endif
