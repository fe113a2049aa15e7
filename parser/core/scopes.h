// What names of one text mean, as far as a glance tells; see glance.c.

#ifndef FLAKEWISE_SCOPES_H
#define FLAKEWISE_SCOPES_H

#include <stdbool.h>
#include <stdint.h>

#include "names.h"

typedef struct {
  // A variable that nothing around it gives a value, or that no set of the `with`s around it can be told to have.
  bool has_unresolved;
  // A name of a `let`, a pattern or a parameter that nothing alive mentions; apart from it those with `_` in front.
  bool has_unused;
  bool has_unused_underscored;
  // A name of a `let` or a parameter with one `_` in front, and a mention.
  bool has_used_underscored;
  bool has_unused_rec;
  bool has_unused_with;
  bool has_nested_with;
  // A name that is spelled so that it has to be worked out.
  bool has_odd_name;
  // The words that are names of a `let`, a pattern or a parameter.
  uint32_t words_bound[WORD_UNITS];
} ScopesSeen;

extern ScopesSeen scopes_seen;

void start_scopes(void);

// Called for each row in turn, whatever it is.
void enter_row(uint32_t row);

// Called behind the last row.
void finish_scopes(void);

#endif
