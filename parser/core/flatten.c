// Parses one text and writes its tree as columns; see tree.ts for what a row is.
//
// Text without an error goes through straight.c, an error through the tree-sitter
// runtime (recover.h), and HCL through it whole. This file includes the runtime,
// because it takes subtrees apart directly: a TSTreeCursor costs three times as much.

#include "../grammar/scanner.h"
#include "columns.h"
#include "runtime.h"
#include "grammar.h"
#include "source.h"
#include "straight.h"

const TSLanguage *tree_sitter_nix(void);
const TSLanguage *tree_sitter_hcl(void);

// How many language tables there are; the numbers are those of parse.ts.
enum { LANGUAGE_COUNT = 2 };

static Grammar grammars[LANGUAGE_COUNT];

// The one of the text.
static const Grammar *grammar;

// Rows deeper than this are not written, so that those who read a tree may recurse.
enum { MAX_DEPTH = 2000 };

// Parser actions before it gives up. Real code takes about one per character.
// Actions next to an error cost twenty times as much and are few in real code.
enum { BUDGET_PER_UNIT = 50, BUDGET_FLOOR = 1000000, ERROR_BUDGET = 200000 };

// The runtime adds some 600 for each error it recovers from, and 100 for each subtree it skips.
// What it does then can grow with the square of the cost, in HCL sooner than in Nix.
static const uint32_t max_error_cost[LANGUAGE_COUNT] = { 2000000, 800000 };
static uint32_t allowed_error_cost;

// After so many places where the text went wrong, further ones help nobody.
enum { MAX_REJECTED = 100 };

// The allocator asks for one page at a time, and each growth of the memory costs
// the host a new buffer; so memory grows by a quarter, and this hands it out.
void *sbrk(intptr_t increment) {
  static uintptr_t end;
  uintptr_t size = (uintptr_t)__builtin_wasm_memory_size(0) << 16;
  if (!end) end = size;
  if (increment > 0 && size - end < (uintptr_t)increment) {
    size_t least = ((size_t)increment + 0xffff) >> 16;
    size_t generous = least + (size >> 18);
    if (__builtin_wasm_memory_grow(0, generous) == SIZE_MAX && __builtin_wasm_memory_grow(0, least) == SIZE_MAX) {
      return (void *)-1;
    }
  }
  uintptr_t start = end;
  end += (uintptr_t)increment;
  return (void *)start;
}

// The grammar of HCL has conflicts, and its scanner remembers what it has read.
static const bool is_straight_language[LANGUAGE_COUNT] = { true, false };

static const TSLanguage *language_of(uint32_t language) {
  return language == 0 ? tree_sitter_nix() : tree_sitter_hcl();
}

EXPORT("allocate") void *allocate(uint32_t size) { return malloc(size); }
EXPORT("release") void release(void *pointer) { free(pointer); }

// Takes from the host what symbols are as kinds, and fields as fields.
EXPORT("configure")
void configure(uint32_t number, const uint16_t *kinds, const uint8_t *fields) {
  const TSLanguage *language = language_of(number);
  uint32_t length = language->max_alias_sequence_length;
  Role *roles = calloc(language->production_id_count * length, sizeof(Role));
  if (!roles) abort();
  for (uint32_t production = 0; production < language->production_id_count; production++) {
    Role *role = roles + production * length;
    for (uint32_t child = 0; child < length; child++) role[child].alias = ts_language_alias_at(language, production, child);
    const TSFieldMapEntry *entry, *end;
    ts_language_field_map(language, production, &entry, &end);
    for (; entry < end; entry++) {
      bool is_first = !role[entry->child_index].field;
      if (!entry->inherited && is_first) role[entry->child_index].field = fields[entry->field_id];
    }
  }
  grammars[number] = (Grammar){ language, kinds, roles };
}

// What the generator of kinds.ts asks.

EXPORT("symbol_count")
uint32_t symbol_count(uint32_t language) { return language_of(language)->symbol_count; }

EXPORT("symbol_name")
const char *symbol_name(uint32_t language, uint32_t symbol) {
  return ts_language_symbol_name(language_of(language), (TSSymbol)symbol);
}

// 0 hidden, 1 unnamed, 2 named.
EXPORT("symbol_rank")
uint32_t symbol_rank(uint32_t language, uint32_t symbol) {
  TSSymbolMetadata data = ts_language_symbol_metadata(language_of(language), (TSSymbol)symbol);
  return !data.visible ? 0 : data.named ? 2 : 1;
}

EXPORT("field_count")
uint32_t field_count(uint32_t language) { return language_of(language)->field_count; }

EXPORT("field_name")
const char *field_name(uint32_t language, uint32_t field) {
  return language_of(language)->field_names[field];
}

// The text, as UTF-16. Kept between calls.

uint16_t *source_text;
uint32_t source_length;
static uint32_t source_capacity;

EXPORT("reserve_text")
uint16_t *reserve_text(uint32_t length) {
  // One unit more: the runtime looks past a high surrogate at the very end.
  if (length >= source_capacity) {
    free(source_text);
    source_capacity = length + length / 2 + 1024;
    source_text = malloc((size_t)source_capacity * 2);
    if (!source_text) abort();
  }
  source_text[length] = 0;
  source_length = length;
  return source_text;
}

static const char *read_text(void *payload, uint32_t byte, TSPoint position, uint32_t *size) {
  (void)payload;
  (void)position;
  uint32_t bytes = source_length * 2;
  *size = byte < bytes ? bytes - byte : 0;
  return (const char *)source_text + (byte < bytes ? byte : bytes);
}

uint32_t source_offset(const TSLexer *lexer) { return ((const Lexer *)lexer)->current_position.bytes / 2; }

// All but the last unit are only counted; the last one goes the usual way, so the lexer stays consistent.
void source_advance(TSLexer *lexer, uint32_t offset) {
  Lexer *self = (Lexer *)lexer;
  uint32_t at = self->current_position.bytes / 2;
  if (at >= offset) return;
  TSPoint point = self->current_position.extent;
  for (; at + 1 < offset; at++) {
    point.column += 2;
    if (source_text[at] == '\n') point = (TSPoint){ point.row + 1, 0 };
  }
  self->current_position = (Length){ at * 2, point };
  ts_lexer__get_lookahead(self);
  lexer->advance(lexer, false);
}

// The columns. Kept between calls; the host copies them out after each.

Columns columns;

void *grow(void *block, uint32_t count, uint32_t size) {
  void *result = realloc(block, (size_t)count * size);
  if (!result) abort();
  return result;
}

// Room for so many rows more.
static void reserve_rows(uint32_t count) {
  count += columns.size;
  if (count <= columns.capacity) return;
  columns.capacity = count + count / 2;
  columns.start = grow(columns.start, columns.capacity, 4);
  columns.end = grow(columns.end, columns.capacity, 4);
  columns.after = grow(columns.after, columns.capacity, 4);
  columns.parent = grow(columns.parent, columns.capacity, 4);
  columns.kind = grow(columns.kind, columns.capacity, 2);
  columns.field = grow(columns.field, columns.capacity, 1);
}

// There has to be room.
static uint32_t add_row(uint16_t kind, uint8_t field, uint32_t start, uint32_t end, uint32_t parent) {
  uint32_t row = columns.size++;
  columns.kind[row] = kind;
  columns.field[row] = field;
  columns.start[row] = start;
  columns.end[row] = end;
  columns.after[row] = row + 1;
  columns.parent[row] = parent;
  return row;
}

static void add_pair(uint32_t **pairs, uint32_t *size, uint32_t *capacity, uint32_t first, uint32_t second) {
  if (*size + 2 > *capacity) {
    *capacity = *capacity * 2 + 64;
    *pairs = grow(*pairs, *capacity, 4);
  }
  (*pairs)[(*size)++] = first;
  (*pairs)[(*size)++] = second;
}

static void add_missing(uint32_t row, uint32_t symbol) {
  add_pair(&columns.missing, &columns.missing_size, &columns.missing_capacity, row, symbol);
}

static void add_rejected(uint32_t start, uint32_t end) {
  uint32_t size = columns.rejected_size;
  if (size > 0 && columns.rejected[size - 2] == start) return;
  add_pair(&columns.rejected, &columns.rejected_size, &columns.rejected_capacity, start, end);
}

// The children of a piece that are still to be walked.
typedef struct {
  const Piece *next;
  const Piece *end;
  // The row that they hang below, and how many rows that one is below the root.
  uint32_t row;
  uint16_t depth;
  // Whether that row was made for this very piece.
  bool owns_row;
  // The field that they fill when the piece is hidden.
  uint8_t field;
} Frame;

static Frame *frames;
static uint32_t frame_count;
static uint32_t frame_capacity;

static void push_frame(Frame frame) {
  if (frame_count == frame_capacity) {
    frame_capacity = frame_capacity * 2 + 256;
    frames = grow(frames, frame_capacity, sizeof(Frame));
  }
  frames[frame_count++] = frame;
}

// The pieces of the text, each with its children side by side. Kept between calls.
static Pieces pool;

static Frame frame_of(Piece piece, uint32_t row) {
  const Piece *first = pool.pieces + piece.first_child;
  return (Frame){ .next = first, .end = first + piece.child_count, .row = row };
}

// Adds everything below `root`, whose own row exists already.
static void flatten(Piece root, uint32_t root_row) {
  Frame at = frame_of(root, root_row);
  at.owns_row = true;
  for (;;) {
    if (at.next == at.end) {
      if (at.owns_row) columns.after[at.row] = columns.size;
      if (frame_count == 0) return;
      at = frames[--frame_count];
      continue;
    }
    const Piece *child = at.next++;
    uint8_t field = child->field || child->is_extra ? child->field : at.field;
    bool has_row = child->kind < ONLY_IN_FIELD || (child->kind != NO_KIND && field);
    uint32_t row = at.row;
    if (has_row) {
      row = add_row(child->kind & ~ONLY_IN_FIELD, field, child->start, child->end, at.row);
      if (child->is_missing) add_missing(row, child->symbol);
    }
    if (!child->has_children) continue;
    if (has_row && at.depth == MAX_DEPTH) {
      columns.kind[row] = KIND_ERROR;
      if (columns.too_deep == NO_ROW) columns.too_deep = row;
      continue;
    }
    if (child->child_count == 0) continue;
    push_frame(at);
    Frame inner = frame_of(*child, row);
    inner.depth = at.depth + has_row;
    inner.owns_row = has_row;
    inner.field = has_row || child->is_visible ? 0 : field;
    at = inner;
  }
}

static TSParser *parser;
static uint32_t budget;
static uint32_t error_budget;

// Called once per hundred actions.
static bool is_over_budget(TSParseState *state) {
  if (ts_stack_version_count(parser->stack) > 0 && ts_stack_error_cost(parser->stack, 0) > allowed_error_cost) return true;
  uint32_t *account = state->has_error ? &error_budget : &budget;
  if (*account < 100) return true;
  *account -= 100;
  return false;
}

static const TSInput source_input = { .read = read_text, .encoding = TSInputEncodingUTF16LE };

static void start_budget(uint32_t language) {
  uint64_t allowed = (uint64_t)source_length * BUDGET_PER_UNIT + BUDGET_FLOOR;
  budget = allowed > UINT32_MAX ? UINT32_MAX : (uint32_t)allowed;
  error_budget = ERROR_BUDGET;
  allowed_error_cost = max_error_cost[language];
}

static TSTree *parse_source(uint32_t language) {
  scanner_forget();
  start_budget(language);
  ts_parser_set_language(parser, language_of(language));
  TSParseOptions options = { .progress_callback = is_over_budget };
  TSTree *tree = ts_parser_parse_with_options(parser, NULL, source_input, options);
  if (!tree) ts_parser_reset(parser);
  return tree;
}

// The runtime formats a line for its log here; see runtime.h. The one about an error is worth a note.
static int note_log(char *buffer, size_t size, const char *format, ...) {
  (void)buffer;
  (void)size;
  if (strncmp(format, "detect_error", 12) != 0) return 0;
  if (columns.rejected_size >= 2 * MAX_REJECTED) return 0;
  Subtree token = parser->token_cache.token;
  if (!token.ptr) return 0;
  uint32_t start = parser->token_cache.byte_index + ts_subtree_padding(token).bytes;
  add_rejected(start / 2, (start + ts_subtree_size(token).bytes) / 2);
  return 0;
}

static void ignore_log(void *payload, TSLogType type, const char *message) {
  (void)payload;
  (void)type;
  (void)message;
}

// A tree with errors says what was skipped, not where the text went wrong, so that is noted from the log.
static TSTree *parse_noting_rejected(uint32_t language) {
  ts_parser_set_logger(parser, (TSLogger){ .log = ignore_log });
  TSTree *tree = parse_source(language);
  ts_parser_set_logger(parser, (TSLogger){ .log = NULL });
  return tree;
}

#include "recover.h"

static uint8_t *pack_column(uint8_t *to, const void *column, uint32_t width) {
  memcpy(to, column, (size_t)columns.size * width);
  return to + (size_t)columns.size * width;
}

// One block costs the host one copy and one buffer instead of six. For trees that it wants to have.
EXPORT("pack")
void pack_columns(void) {
  if (columns.size > columns.packed_capacity) {
    columns.packed_capacity = columns.capacity;
    columns.packed = grow(columns.packed, columns.packed_capacity, 4 * 4 + 2 + 1);
  }
  uint8_t *to = columns.packed;
  to = pack_column(to, columns.start, 4);
  to = pack_column(to, columns.end, 4);
  to = pack_column(to, columns.after, 4);
  to = pack_column(to, columns.parent, 4);
  to = pack_column(to, columns.kind, 2);
  pack_column(to, columns.field, 1);
}

static void write_columns(Piece root, uint32_t root_kind) {
  // Each piece is one row at most.
  reserve_rows(pool.size + 2);
  add_row((uint16_t)root_kind, 0, 0, source_length, 0);
  uint32_t root_row = 0;
  if (root.symbol == ts_builtin_sym_error) root_row = add_row(KIND_ERROR, 0, root.start, root.end, 0);
  flatten(root, root_row);
  columns.after[0] = columns.size;
}

static void start_columns(uint32_t language) {
  if (!parser) parser = ts_parser_new();
  grammar = &grammars[language];
  columns.size = 0;
  columns.missing_size = 0;
  columns.rejected_size = 0;
  columns.too_deep = NO_ROW;
  frame_count = 0;
}

// Parses the text with the runtime and fills `columns`. They have no rows when the parser gave up.
EXPORT("parse_broken")
Columns *parse_broken(uint32_t language, uint32_t root_kind) {
  start_columns(language);
  // The log takes time, and hardly anything in languages that are not straight is broken.
  bool is_noted = is_straight_language[language];
  TSTree *tree = is_noted ? parse_noting_rejected(language) : parse_source(language);
  bool has_error = !tree || ts_subtree_error_cost(tree->root) > 0;
  if (tree) {
    pool.size = 0;
    write_columns(take_apart(tree->root, ts_subtree_padding(tree->root).bytes), root_kind);
    ts_tree_delete(tree);
  }
  if (!has_error) columns.rejected_size = 0;
  if (has_error && !is_noted) {
    TSTree *again = parse_noting_rejected(language);
    if (again) ts_tree_delete(again);
  }
  return &columns;
}

// The same, with the runtime only where it is needed.
EXPORT("parse")
Columns *parse(uint32_t language, uint32_t root_kind) {
  // The runtime leaves out a mark of the byte order at the beginning.
  if (!is_straight_language[language] || source_text[0] == 0xfeff) return parse_broken(language, root_kind);
  start_columns(language);
  start_budget(language);
  Piece root;
  if (parse_recovering(language_of(language), &root)) write_columns(root, root_kind);
  return &columns;
}
