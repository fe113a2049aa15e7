// What a glance at the columns tells; see glance.ts, which reads it as an array of numbers.

#ifndef FLAKEWISE_GLANCE_H
#define FLAKEWISE_GLANCE_H

#include <stdint.h>

#include "kinds.h"
#include "names.h"

// The kinds that rows of Nix may have below and around them; operators, which come last, are never around.
enum { KIND_UNITS = (KIND_COUNT + 31) / 32, NIX_KINDS = 43 };

// The bits of `traits`, in the order of `traitNames`.
typedef enum {
  TRAIT_DOUBTFUL,
  TRAIT_UNRESOLVED_NAME,
  TRAIT_UNUSED_NAME,
  TRAIT_UNUSED_UNDERSCORED_NAME,
  TRAIT_USED_UNDERSCORED_NAME,
  TRAIT_UNUSED_REC,
  TRAIT_UNUSED_WITH,
  TRAIT_NESTED_WITH,
  TRAIT_WIDE_WITH,
  TRAIT_ODD_NAME,
  TRAIT_COMPUTED_NAME,
  TRAIT_REPEATED_ATTRIBUTE,
  TRAIT_REPEATED_FORMAL,
  TRAIT_OTHER_BUILTIN,
  TRAIT_GLUED_NUMBER,
  TRAIT_IDLE_ESCAPE,
  TRAIT_ABSOLUTE_PATH,
  TRAIT_COMPARED_BOOLEAN,
  TRAIT_EMPTY_PATTERN,
  TRAIT_EMPTY_INHERIT,
  TRAIT_EMPTY_LET,
  TRAIT_EMPTY_LIST_JOINED,
  TRAIT_HANDED_ON,
  TRAIT_NAMED_ALIKE,
} Trait;

typedef struct {
  uint32_t traits;
  // The most lines that a `with` reaches over; how often at most the names of one set begin alike.
  uint32_t with_lines;
  uint32_t alike;
  // Bits by kind, by the number of a word: what there is.
  uint32_t kinds[KIND_UNITS];
  uint32_t words_written[WORD_UNITS];
  uint32_t words_bound[WORD_UNITS];
  uint32_t words_of_builtins[WORD_UNITS];
  uint32_t words_given_list[WORD_UNITS];
  // For each kind, the kinds that stand around it: directly, and through parentheses.
  uint32_t around[NIX_KINDS][2];
  uint32_t around_parentheses[NIX_KINDS][2];
} Glance;

#endif
