// A tree as the parser has built it, before it becomes columns.

#ifndef FLAKEWISE_STRAIGHT_H
#define FLAKEWISE_STRAIGHT_H

#include <stdbool.h>
#include <stdint.h>

typedef struct TSLanguage TSLanguage;
typedef struct TSLexer TSLexer;

// One node. Its children stand side by side in the pool.
typedef struct {
  // In UTF-16 units, without what stands before the node.
  uint32_t start;
  uint32_t end;
  uint32_t first_child;
  uint32_t child_count;
  uint16_t symbol;
  uint16_t production;
  bool is_extra;
  bool is_missing;
} Piece;

typedef struct {
  Piece *pieces;
  uint32_t size;
  uint32_t capacity;
} Pieces;

// Adds a piece at the end.
void add_piece(Pieces *pieces, Piece piece);

// Parses the text of source.h, which has no error and needs no second reading, into `pool`.
// False for every other text; nothing is known of it then.
bool parse_straight(const TSLanguage *language, Pieces *pool, Piece *root);

// Whether this is the lexer that `parse_straight` uses, and moving it forward.
bool is_straight(const TSLexer *lexer);
void straight_advance(TSLexer *lexer, uint32_t offset);

#endif
