// The columns of the tree that was parsed last; see tree.ts for what a row is.

#ifndef FLAKEWISE_COLUMNS_H
#define FLAKEWISE_COLUMNS_H

#include <stdbool.h>
#include <stdint.h>

#include "kinds.h"

#define EXPORT(name) __attribute__((export_name(name)))

enum { NO_ROW = 0xffffffff };

typedef struct {
  uint32_t size;
  // All columns, one behind the other, in the order in which they stand here.
  uint8_t *packed;
  uint32_t *start;
  uint32_t *end;
  uint32_t *after;
  uint32_t *parent;
  uint16_t *kind;
  uint8_t *field;
  // Pairs of row and symbol: what is missing there.
  uint32_t *missing;
  uint32_t missing_size;
  // Pairs of start and end: tokens at which no reading of the text could go on.
  uint32_t *rejected;
  uint32_t rejected_size;
  // The first row that stands for something too deep, or NO_ROW.
  uint32_t too_deep;
  uint32_t missing_capacity;
  uint32_t rejected_capacity;
  uint32_t capacity;
  uint32_t packed_capacity;
} Columns;

extern Columns columns;

// Room for so many of a size, or no way on.
void *grow(void *block, uint32_t count, uint32_t size);

// The first child that fills a field, or zero, which is never a child.
static inline uint32_t child_in(uint32_t row, uint32_t field) {
  uint32_t after = columns.after[row];
  for (uint32_t child = row + 1; child < after; child = columns.after[child]) {
    if (columns.field[child] == field) return child;
  }
  return 0;
}

// What a row is without the parentheses around it.
static inline uint32_t unwrapped(uint32_t row) {
  while (columns.kind[row] == KIND_parenthesized_expression) {
    uint32_t inner = child_in(row, FIELD_expression);
    if (!inner) break;
    row = inner;
  }
  return row;
}

#endif
