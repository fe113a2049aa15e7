// The names of one text, each with a number, and words that the host wants to hear of.

#ifndef FLAKEWISE_NAMES_H
#define FLAKEWISE_NAMES_H

#include <stdbool.h>
#include <stdint.h>

// Words that are told apart, and how many numbers hold a bit for each.
enum { MAX_WORDS = 512, WORD_UNITS = MAX_WORDS / 32 };
enum { NO_WORD = 0xffff };

// What the host says of a word: Nix defines it everywhere; `builtins` has it; settings of modules begin with it.
enum { WORD_GLOBAL = 1, WORD_BUILTIN = 2, WORD_SETTING = 4 };

typedef struct {
  uint32_t hash;
  // Where it stands in the table of names.
  uint32_t slot;
  // In the source, or where escapes have been resolved.
  const uint16_t *text;
  uint32_t length;
  // The word that the name is, or NO_WORD.
  uint16_t word;
  // Whether Nix defines it everywhere.
  bool is_global;
  bool is_builtin;
  bool is_setting;
  // What it means where the walk is; see scopes.c.
  uint32_t binder;
  // Where it was last seen among the statements of a set, and how often; see glance.c.
  uint32_t set;
  uint32_t set_count;
  uint32_t set_statement;
} Name;

extern Name *names;

// A bit for each word that is among the names.
extern uint32_t words_written[WORD_UNITS];

static inline void note_word(uint32_t *words, uint16_t word) {
  if (word != NO_WORD) words[word / 32] |= 1u << (word % 32);
}

// What stands in for a name that is worked out, and for one whose spelling has to be worked out.
enum { DYNAMIC_NAME = 0xfffffffe, ODD_NAME = 0xffffffff };

// Forgets the names of the last text.
void start_names(void);

// The number of the name that an identifier or another row of its text is.
uint32_t name_of_row(uint32_t row);

// The number of the name of an attribute, in quotes or not; DYNAMIC_NAME or ODD_NAME.
uint32_t name_of_attribute(uint32_t row);

// Whether a number is one of `names`.
static inline bool is_name(uint32_t name) { return name < DYNAMIC_NAME; }

#endif
