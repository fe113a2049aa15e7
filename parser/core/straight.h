// A tree as the parser has built it, before it becomes columns.

#ifndef FLAKEWISE_STRAIGHT_H
#define FLAKEWISE_STRAIGHT_H

#include <stdbool.h>
#include <stdint.h>

typedef struct TSLanguage TSLanguage;
typedef struct Grammar Grammar;

// One node. Its children stand side by side in the pool.
typedef struct {
  // In UTF-16 units, without what stands before the node.
  uint32_t start;
  uint32_t end;
  uint32_t first_child;
  uint32_t child_count;
  // As the runtime counts it.
  uint32_t error_cost;
  // How many nodes one sees of it in its parent: one, or as many as in its children where it is hidden.
  uint32_t visible_count;
  uint16_t symbol;
  // Of the row that it becomes; see grammar.h.
  uint16_t kind;
  // On the stack: the state of the parser behind it.
  uint16_t state;
  // Which one of its parent it fills.
  uint8_t field;
  bool is_visible : 1;
  // Whether it has any in the tree of the runtime; those of which nothing becomes a row are not in the pool.
  bool has_children : 1;
  // Whether it is all that is in a hidden one, whose symbol and state it has.
  bool is_wrapped : 1;
  bool is_extra : 1;
  bool is_missing : 1;
  // Its children are still with the runtime, where `first_child` says; see recover.h.
  bool is_kept : 1;
} Piece;

typedef struct {
  Piece *pieces;
  uint32_t size;
  uint32_t capacity;
} Pieces;

// Adds a piece at the end.
void add_piece(Pieces *pieces, Piece piece);

// What has been read and not been put together yet, above a piece for the beginning.
extern Pieces straight;

typedef struct {
  uint32_t start;
  uint32_t end;
  uint16_t symbol;
  // Whether it reads as a keyword, and whether it is one of the scanner.
  bool is_keyword;
  bool is_external;
} Token;

// A token at which there is no way on.
typedef struct {
  // Whether there is a token at all.
  bool is_token;
  Token token;
  // The state that it was read in, and as what; a keyword may have become a name since.
  uint16_t state;
  uint16_t symbol_read;
} Obstacle;

// Empties the stack.
void start_straight(const TSLanguage *language);

void push_straight(Piece piece, uint16_t state);

// Parses the text of source.h from behind what is on the stack to its end, into `pool`.
// False where it cannot go on; the stack is left as the runtime would have it there.
bool parse_straight(const Grammar *grammar, Pieces *pool, Piece *root, Obstacle *obstacle);

#endif
