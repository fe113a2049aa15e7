// What the scanner of Nix finds, for those who read the text directly.

#ifndef FLAKEWISE_SCANNER_H
#define FLAKEWISE_SCANNER_H

#include <stdbool.h>
#include <stdint.h>

// In UTF-16 units; the number is that of the grammar's list of externals.
typedef struct {
  uint32_t start;
  uint32_t end;
  uint16_t number;
} Scanned;

// The token of the scanner that begins at an offset or behind the white space there. False when there is
// none; then `start` is from where the generated lexer may go on.
bool scan_nix(const bool *valid, uint32_t offset, Scanned *found);

// Called before each text: what the scanner remembers is of the last one.
void scanner_forget(void);

#endif
