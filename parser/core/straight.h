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
  // As the runtime counts it.
  uint32_t error_cost;
  // Of a hidden piece, through all that are hidden below it; 0 before anybody has counted.
  uint32_t visible_children;
  uint16_t symbol;
  uint16_t production;
  bool is_extra;
  bool is_missing;
  // Of a token: whether it reads as a keyword, and whether it is one of the scanner.
  bool is_keyword;
  bool is_external;
  // Its children are still with the runtime, where `first_child` says; see recover.h.
  bool is_kept;
} Piece;

typedef struct {
  Piece *pieces;
  uint32_t size;
  uint32_t capacity;
} Pieces;

// Adds a piece at the end.
void add_piece(Pieces *pieces, Piece piece);

// One piece on the way to becoming a child, and the state of the parser after it.
typedef struct {
  Piece piece;
  uint16_t state;
} Entry;

// What has been read and not been put together yet, above an entry for the beginning.
typedef struct {
  Entry *entries;
  uint32_t size;
  uint32_t capacity;
} StraightStack;

extern StraightStack straight;

// A token at which there is no way on.
typedef struct {
  // Whether there is a token at all.
  bool is_token;
  Piece token;
  // The state that it was read in, and as what; a keyword may have become a name since.
  uint16_t state;
  uint16_t symbol_read;
} Obstacle;

// Empties the stack.
void start_straight(const TSLanguage *language);

void push_straight(Piece piece, uint16_t state);

// Parses the text of source.h from behind what is on the stack to its end, into `pool`.
// False where it cannot go on; the stack is left as the runtime would have it there.
bool parse_straight(const TSLanguage *language, Pieces *pool, Piece *root, Obstacle *obstacle);

// Whether this is the lexer that `parse_straight` uses, and moving it forward.
bool is_straight(const TSLexer *lexer);
void straight_advance(TSLexer *lexer, uint32_t offset);

#endif
