// The generated lexer of Nix, which reads the text directly.

#ifndef FLAKEWISE_STEPS_H
#define FLAKEWISE_STEPS_H

#include <stdbool.h>
#include <stdint.h>

// In UTF-16 units.
typedef struct {
  uint32_t start;
  uint32_t end;
  uint16_t symbol;
} Lexed;

// The token that begins at an offset or behind the white space there; false when there is none.
bool lex_nix(uint16_t state, uint32_t offset, Lexed *found);

// The keyword that begins there, which may be no more than the beginning of a name.
bool lex_nix_keyword(uint32_t offset, Lexed *found);

#endif
