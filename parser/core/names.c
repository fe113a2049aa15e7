#include "names.h"

#include <stdlib.h>
#include <string.h>

#include "columns.h"
#include "source.h"

Name *names;
uint32_t words_written[WORD_UNITS];
static uint32_t name_count;
static uint32_t name_capacity;

// Numbers of names by their hashes, plus one; a power of two, at most half full.
static uint32_t *slots;
static uint32_t slot_count;

// Numbers of names by rows, plus one, or plus two for rows in quotes, so that each row is read once.
// Zero then stands for DYNAMIC_NAME as well.
static uint32_t *by_row;
static uint32_t by_row_capacity;

// What has been resolved of names in this text, one after the other. It is never longer than the text,
// of which nothing is resolved twice, so nothing that names point to moves.
static uint16_t *resolved;
static uint32_t resolved_size;
static uint32_t resolved_capacity;

// The words of the host, NUL behind each.
static uint16_t *word_text[MAX_WORDS];
static uint32_t word_length[MAX_WORDS];
static uint8_t word_flags[MAX_WORDS];
static uint32_t word_count;

enum { WORD_SLOTS = 4 * MAX_WORDS };
static uint16_t word_slots[WORD_SLOTS];

// Two units of a text at once.
static uint32_t pair_at(const uint16_t *text) {
  uint32_t pair;
  memcpy(&pair, text, sizeof(pair));
  return pair;
}

static uint32_t hash_of(const uint16_t *text, uint32_t length) {
  uint32_t hash = 2166136261u, at = 0;
  for (; at + 1 < length; at += 2) hash = (hash ^ (hash >> 15) ^ pair_at(text + at)) * 0x9e3779b1u;
  if (at < length) hash = (hash ^ (hash >> 15) ^ text[at]) * 0x9e3779b1u;
  return hash ^ (hash >> 15);
}

// The library compares byte by byte.
static bool is_same_text(const uint16_t *text, const uint16_t *other, uint32_t length) {
  uint32_t at = 0;
  for (; at + 1 < length; at += 2) {
    if (pair_at(text + at) != pair_at(other + at)) return false;
  }
  return at == length || text[at] == other[at];
}

static uint16_t word_of(const uint16_t *text, uint32_t length, uint32_t hash) {
  for (uint32_t slot = hash % WORD_SLOTS; word_slots[slot]; slot = (slot + 1) % WORD_SLOTS) {
    uint16_t word = word_slots[slot] - 1;
    if (word_length[word] == length && is_same_text(word_text[word], text, length)) return word;
  }
  return NO_WORD;
}

// Takes the words of the host, of which it gives the text, NUL behind each, and a flag for each.
EXPORT("configure_words")
void configure_words(uint16_t *text, const uint8_t *flags, uint32_t count) {
  memset(word_slots, 0, sizeof(word_slots));
  word_count = count < MAX_WORDS ? count : MAX_WORDS;
  for (uint32_t word = 0; word < word_count; word++) {
    word_text[word] = text;
    uint32_t length = 0;
    while (text[length]) length++;
    word_length[word] = length;
    word_flags[word] = flags[word];
    uint32_t slot = hash_of(text, length) % WORD_SLOTS;
    while (word_slots[slot]) slot = (slot + 1) % WORD_SLOTS;
    word_slots[slot] = (uint16_t)(word + 1);
    text += length + 1;
  }
}

static bool has_flag(uint16_t word, uint8_t flag) { return word != NO_WORD && (word_flags[word] & flag); }

// As the analyzer has it: some builtins as they are called, the others behind two underscores.
static bool is_global(const uint16_t *text, uint32_t length, uint16_t word) {
  if (has_flag(word, WORD_GLOBAL)) return true;
  if (length < 3 || text[0] != '_' || text[1] != '_') return false;
  return has_flag(word_of(text + 2, length - 2, hash_of(text + 2, length - 2)), WORD_BUILTIN);
}

static void reserve_slots(uint32_t count) {
  if (count <= slot_count) return;
  free(slots);
  while (slot_count < count) slot_count = slot_count ? slot_count * 2 : 4096;
  slots = grow(NULL, slot_count, sizeof(*slots));
  memset(slots, 0, slot_count * sizeof(*slots));
}

void start_names(void) {
  for (uint32_t name = 0; name < name_count; name++) slots[names[name].slot] = 0;
  name_count = 0;
  memset(words_written, 0, sizeof(words_written));
  // There are fewer names than rows.
  reserve_slots(columns.size * 2 + 2);
  if (by_row_capacity < columns.size) {
    by_row_capacity = columns.size + columns.size / 2;
    free(by_row);
    by_row = grow(NULL, by_row_capacity, sizeof(*by_row));
  }
  memset(by_row, 0, columns.size * sizeof(*by_row));
  resolved_size = 0;
  if (resolved_capacity <= source_length) {
    resolved_capacity = source_length + source_length / 2 + 1;
    free(resolved);
    resolved = grow(NULL, resolved_capacity, sizeof(*resolved));
  }
}

static uint32_t add_name(uint32_t hash, uint32_t slot, const uint16_t *text, uint32_t length) {
  if (name_count == name_capacity) {
    name_capacity = name_capacity * 2 + 1024;
    names = grow(names, name_capacity, sizeof(Name));
  }
  uint16_t word = word_of(text, length, hash);
  names[name_count] = (Name){
    .hash = hash,
    .slot = slot,
    .text = text,
    .length = length,
    .word = word,
    .is_global = is_global(text, length, word),
    .is_builtin = has_flag(word, WORD_BUILTIN),
    .is_setting = has_flag(word, WORD_SETTING),
    .binder = NO_ROW,
  };
  note_word(words_written, word);
  return name_count++;
}

static uint32_t name_of(const uint16_t *text, uint32_t length) {
  uint32_t hash = hash_of(text, length);
  uint32_t slot = hash & (slot_count - 1);
  for (; slots[slot]; slot = (slot + 1) & (slot_count - 1)) {
    const Name *name = &names[slots[slot] - 1];
    if (name->hash != hash || name->length != length) continue;
    if (is_same_text(name->text, text, length)) return slots[slot] - 1;
  }
  slots[slot] = add_name(hash, slot, text, length) + 1;
  return slots[slot] - 1;
}

uint32_t name_of_row(uint32_t row) {
  if (!by_row[row]) by_row[row] = name_of(source_text + columns.start[row], columns.end[row] - columns.start[row]) + 1;
  return by_row[row] - 1;
}

static uint16_t unescaped(uint16_t unit) {
  switch (unit) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return unit;
  }
}

// As string-content.ts has it: a backslash stands for what is behind it, and every end of a line is the same.
static uint32_t name_with_escapes(uint32_t start, uint32_t end) {
  uint16_t *text = resolved + resolved_size;
  uint32_t length = 0;
  for (uint32_t at = start; at < end; at++) {
    uint16_t unit = source_text[at];
    if (unit == '\\' && at + 1 < end) unit = unescaped(source_text[++at]);
    else if (unit == '\r') {
      unit = '\n';
      if (at + 1 < end && source_text[at + 1] == '\n') at++;
    }
    text[length++] = unit;
  }
  resolved_size += length;
  return name_of(text, length);
}

static bool is_plain(uint32_t start, uint32_t end) {
  for (uint32_t at = start; at < end; at++) {
    if (source_text[at] == '\\' || source_text[at] == '\r') return false;
  }
  return true;
}

static uint32_t name_in_quotes(uint32_t row) {
  for (uint32_t child = row + 1; child < columns.after[row]; child = columns.after[child]) {
    if (columns.kind[child] == KIND_interpolation) return DYNAMIC_NAME;
  }
  uint32_t start = columns.start[row] + 1, end = columns.end[row] - 1;
  if (end < start) return ODD_NAME;
  return is_plain(start, end) ? name_of(source_text + start, end - start) : name_with_escapes(start, end);
}

// A name that is worked out from nothing but text is that text; so is one from an address.
static uint32_t name_interpolated(uint32_t row) {
  uint32_t inner = child_in(row, FIELD_expression);
  if (!inner) return ODD_NAME;
  switch (columns.kind[unwrapped(inner)]) {
    case KIND_string_expression:
    case KIND_indented_string_expression:
    case KIND_uri_expression:
      return ODD_NAME;
    default:
      return DYNAMIC_NAME;
  }
}

uint32_t name_of_attribute(uint32_t row) {
  switch (columns.kind[row]) {
    case KIND_identifier:
      return name_of_row(row);
    case KIND_string_expression:
      if (!by_row[row]) by_row[row] = name_in_quotes(row) + 2;
      return by_row[row] - 2;
    case KIND_interpolation:
      return name_interpolated(row);
    default:
      return ODD_NAME;
  }
}
