// The generated lexer of Nix, which reads the text directly.

#ifndef FLAKEWISE_STEPS_H
#define FLAKEWISE_STEPS_H

#include <stdbool.h>
#include <stdint.h>

#include "source.h"

// What a step leads to: a state, with marks; none of those that are known is zero.
enum { STATE = 0xff, SKIPS = 1 << 8, ACCEPTS = 1 << 9, NO_STEP = 1 << 10, KNOWN = 1 << 11 };
enum { MAX_STATES = STATE + 1, ASCII = 128 };

typedef struct {
  uint16_t steps[MAX_STATES][ASCII];
  // What states accept, where they do.
  uint16_t symbols[MAX_STATES];
} Automaton;

extern Automaton nix_tokens;
extern Automaton nix_keywords;

// A step that is not in the table yet, or never will be, and how many units the text goes on with it.
uint16_t find_step(Automaton *automaton, uint16_t state, uint32_t at);
uint32_t width_at(uint32_t at);

// In UTF-16 units.
typedef struct {
  uint32_t start;
  uint32_t end;
  uint16_t symbol;
} Lexed;

// The token that begins at an offset or behind the white space there; false when there is none.
// Called for every token, so it is part of its caller.
__attribute__((always_inline))
static inline bool read_with(Automaton *automaton, uint16_t state, uint32_t at, Lexed *found) {
  const uint16_t *text = source_text;
  uint32_t start = at, end = at;
  uint16_t accepting = 0;
  for (;;) {
    uint16_t unit = text[at];
    uint32_t width = 1;
    uint16_t step = unit < ASCII ? automaton->steps[state][unit] : 0;
    if (!step) {
      step = find_step(automaton, state, at);
      width = width_at(at);
    }
    if (step & NO_STEP) break;
    state = step & STATE;
    at += width;
    // In names and white space one step follows itself.
    while (text[at] < ASCII && automaton->steps[state][text[at]] == step) at++;
    if (step & SKIPS) start = at;
    if (step & ACCEPTS) {
      accepting = step;
      end = at;
    }
  }
  if (!accepting) return false;
  *found = (Lexed){ start, end, automaton->symbols[accepting & STATE] };
  return true;
}

static inline bool lex_nix(uint16_t state, uint32_t offset, Lexed *found) {
  return read_with(&nix_tokens, state, offset, found);
}

// The keyword that begins at an offset, which may be no more than the beginning of a name.
static inline bool lex_nix_keyword(uint32_t offset, Lexed *found) {
  return read_with(&nix_keywords, 0, offset, found);
}

#endif
