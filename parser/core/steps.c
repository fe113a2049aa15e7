// What the generated lexer does in each state with each character, as a table.
//
// As it is generated, the lexer is a large function that goes from state to state and calls
// back for each character. Here it is compiled to make one step and to say where that leads.
// A step is noted when it is made first, so that reading takes one look into a table for each
// character, and V8 has no large function to compile well before that is fast.

#include "steps.h"

#include <stdlib.h>

#include "tree_sitter/parser.h"

// What the state accepts in which a step was made, if anything, and where the step leads.
static bool is_accepted;
static uint16_t accepted_symbol;
static bool is_skipped;
static uint16_t next_state;

#undef START_LEXER
#undef ADVANCE
#undef ADVANCE_MAP
#undef SKIP
#undef ACCEPT_TOKEN
#undef END_STATE

#define START_LEXER() \
  bool eof;           \
  int32_t lookahead = lexer->lookahead;

#define ADVANCE(state_value)  \
  {                           \
    next_state = state_value; \
    return true;              \
  }

#define ADVANCE_MAP(...)                                             \
  {                                                                  \
    static const uint16_t map[] = { __VA_ARGS__ };                   \
    for (uint32_t i = 0; i < sizeof(map) / sizeof(map[0]); i += 2) { \
      if (map[i] == lookahead) ADVANCE(map[i + 1])                   \
    }                                                                \
  }

#define SKIP(state_value) \
  {                       \
    is_skipped = true;    \
    ADVANCE(state_value)  \
  }

#define ACCEPT_TOKEN(symbol_value) \
  is_accepted = true;              \
  accepted_symbol = symbol_value;

#define END_STATE() return false;

// The tables of the grammar are those of the other time that it is compiled.
#define tree_sitter_nix tables_of_nix
#include "parser.c"

Automaton nix_tokens;
Automaton nix_keywords;

static bool is_at_end;
static bool eof(const TSLexer *lexer) { return is_at_end; }

static bool is_pair(uint32_t at) {
  return (source_text[at] & 0xfc00) == 0xd800 && (source_text[at + 1] & 0xfc00) == 0xdc00;
}

static int32_t character_at(uint32_t at) {
  if (!is_pair(at)) return source_text[at];
  return 0x10000 + ((source_text[at] & 0x3ff) << 10) + (source_text[at + 1] & 0x3ff);
}

// The lexer stays at the end of the text.
uint32_t width_at(uint32_t at) { return at >= source_length ? 0 : 1 + is_pair(at); }

static bool step_from(const Automaton *automaton, uint16_t state, uint32_t at) {
  TSLexer lexer = { .lookahead = character_at(at), .eof = eof };
  is_at_end = at >= source_length;
  is_skipped = is_accepted = false;
  return automaton == &nix_tokens ? ts_lex(&lexer, state) : ts_lex_keywords(&lexer, state);
}

uint16_t find_step(Automaton *automaton, uint16_t state, uint32_t at) {
  uint16_t step = KNOWN | NO_STEP;
  if (step_from(automaton, state, at)) {
    uint16_t next = next_state;
    if (next >= MAX_STATES) abort();
    step = KNOWN | next | (is_skipped ? SKIPS : 0);
    step_from(automaton, next, at);
    if (is_accepted) {
      step |= ACCEPTS;
      automaton->symbols[next] = accepted_symbol;
    }
  }
  // A NUL may be the end of the text.
  uint16_t unit = source_text[at];
  if (unit > 0 && unit < ASCII) automaton->steps[state][unit] = step;
  return step;
}
