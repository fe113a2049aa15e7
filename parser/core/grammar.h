// The tables of a language, and what becomes of its nodes in rows.

#ifndef FLAKEWISE_GRAMMAR_H
#define FLAKEWISE_GRAMMAR_H

#include "language.h"
#include "straight.h"

// Of a symbol that is no row, and a mark of those that are only where they fill a field.
enum { NO_KIND = 0xffff, ONLY_IN_FIELD = 0x8000 };

// What a child is in its parent: the symbol that it goes by there instead of its own, and the field that it fills.
typedef struct {
  TSSymbol alias;
  uint8_t field;
} Role;

struct Grammar {
  const TSLanguage *language;
  // By symbols.
  const uint16_t *kinds;
  // By productions, and the places of children in them.
  Role *roles;
};

static inline const Role *roles_of(const Grammar *grammar, uint32_t production) {
  return grammar->roles + production * grammar->language->max_alias_sequence_length;
}

static inline void give_role(const Grammar *grammar, Role role, Piece *child) {
  child->field = role.field;
  if (!role.alias) return;
  child->symbol = role.alias;
  child->is_visible = grammar->language->symbol_metadata[role.alias].visible;
  child->visible_count = 1;
  if (!child->is_missing) child->kind = grammar->kinds[role.alias];
}

// Whether anything of a child may become a row, whatever its parents are.
static inline bool may_have_rows(const Piece *child) { return child->kind != NO_KIND || child->child_count > 0; }

#endif
