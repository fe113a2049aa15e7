// A plain LR parser over the generated tables.
//
// The grammar of Nix has no conflicts, so text without an error needs one stack, no
// versions of it, and no second reading. The runtime is built for what this stops at:
// errors. On its way to one it does the same as the runtime, so that the runtime can
// take over there, and give back what it has made of the error; see recover.h.

#include <stdlib.h>
#include <string.h>

#include "tree_sitter/api.h"
#include "language.h"
#include "lexer.h"
#include "source.h"
#include "straight.h"

StraightStack straight;

void add_piece(Pieces *pieces, Piece piece) {
  if (pieces->size == pieces->capacity) {
    pieces->capacity = pieces->capacity * 2 + 4096;
    pieces->pieces = realloc(pieces->pieces, pieces->capacity * sizeof(Piece));
    if (!pieces->pieces) abort();
  }
  pieces->pieces[pieces->size++] = piece;
}

void push_straight(Piece piece, uint16_t state) {
  if (straight.size == straight.capacity) {
    straight.capacity = straight.capacity * 2 + 256;
    straight.entries = realloc(straight.entries, straight.capacity * sizeof(Entry));
    if (!straight.entries) abort();
  }
  straight.entries[straight.size++] = (Entry){ piece, state };
}

// What the tables say for a state and a symbol, in one read. The generated tables have to be searched.

static uint16_t *table;

static void prepare_table(const TSLanguage *language) {
  if (table) return;
  uint32_t symbols = language->symbol_count;
  table = calloc((size_t)language->state_count * symbols, sizeof(uint16_t));
  if (!table) abort();
  for (uint32_t state = 0; state < language->state_count; state++) {
    LookaheadIterator entries = ts_language_lookaheads(language, (TSStateId)state);
    while (ts_lookahead_iterator__next(&entries)) table[state * symbols + entries.symbol] = entries.table_value;
  }
}

static uint16_t look_up(const TSLanguage *language, TSStateId state, TSSymbol symbol) {
  return table[state * language->symbol_count + symbol];
}

// The lexer. Offsets are kept as the runtime keeps them, in bytes.

static Lexer lexer;

static void look(void) {
  uint32_t at = lexer.current_position.bytes / 2;
  uint16_t unit = at < source_length ? source_text[at] : 0;
  lexer.data.lookahead = unit;
  lexer.lookahead_size = 2;
  if ((unit & 0xfc00) != 0xd800) return;
  // There is a NUL behind the text.
  uint16_t next = source_text[at + 1];
  if ((next & 0xfc00) != 0xdc00) return;
  lexer.data.lookahead = 0x10000 + ((unit & 0x3ff) << 10) + (next & 0x3ff);
  lexer.lookahead_size = 4;
}

static void advance(TSLexer *data, bool skip) {
  (void)data;
  if (lexer.current_position.bytes < source_length * 2) lexer.current_position.bytes += lexer.lookahead_size;
  if (skip) lexer.token_start_position = lexer.current_position;
  look();
}

static void mark_end(TSLexer *data) {
  (void)data;
  lexer.token_end_position = lexer.current_position;
}

static bool eof(const TSLexer *data) {
  (void)data;
  return lexer.current_position.bytes >= source_length * 2;
}

bool is_straight(const TSLexer *data) { return data == &lexer.data; }

void straight_advance(TSLexer *data, uint32_t offset) {
  (void)data;
  lexer.current_position.bytes = offset * 2;
  look();
}

static void start_at(uint32_t offset) {
  lexer.current_position.bytes = offset * 2;
  lexer.token_start_position = lexer.token_end_position = lexer.current_position;
  look();
}

// Whether the token that was just read is a keyword here, which becomes the symbol of the lexer.
static bool is_keyword(const TSLanguage *language, TSStateId state, Piece *token) {
  start_at(token->start);
  token->is_keyword = language->keyword_lex_fn(&lexer.data, 0);
  if (!token->is_keyword || lexer.token_end_position.bytes != token->end * 2) return false;
  TSSymbol keyword = lexer.data.result_symbol;
  return look_up(language, state, keyword) != 0 || ts_language_is_reserved_word(language, state, keyword);
}

// The token that begins behind `offset`; false when there is none.
static bool read_token(const TSLanguage *language, TSStateId state, uint32_t offset, Piece *token) {
  TSLexerMode mode = ts_language_lex_mode_for_state(language, state);
  start_at(offset);
  const bool *valid = ts_language_enabled_external_tokens(language, mode.external_lex_state);
  bool is_external = valid && language->external_scanner.scan(NULL, &lexer.data, valid);
  if (!is_external) {
    // Nobody has to look at white space twice, but that there is some rules tokens out.
    uint32_t resume = valid ? scanner_resume() : offset;
    start_at(resume > offset ? resume - 1 : offset);
    if (!language->lex_fn(&lexer.data, mode.lex_state)) return false;
  }
  TSSymbol symbol = lexer.data.result_symbol;
  *token = (Piece){
    .symbol = is_external ? language->external_scanner.symbol_map[symbol] : symbol,
    .start = lexer.token_start_position.bytes / 2,
    .end = lexer.token_end_position.bytes / 2,
    .is_external = is_external,
  };
  if (!is_external && symbol == language->keyword_capture_token && is_keyword(language, state, token)) {
    token->symbol = lexer.data.result_symbol;
  }
  return true;
}

// Takes children off the stack and puts their parent there. Extras behind the last child stay behind the parent.
static void reduce(const TSLanguage *language, TSParseAction action, Pieces *pool, uint32_t offset) {
  uint32_t end = straight.size;
  while (action.reduce.child_count > 0 && straight.entries[end - 1].piece.is_extra) end--;
  uint32_t first = end;
  for (uint32_t count = 0; count < action.reduce.child_count; count += !straight.entries[first].piece.is_extra) first--;
  Piece parent = {
    .symbol = action.reduce.symbol,
    .production = action.reduce.production_id,
    .start = first < end ? straight.entries[first].piece.start : offset,
    .end = first < end ? straight.entries[end - 1].piece.end : offset,
    .first_child = pool->size,
    .child_count = end - first,
  };
  for (uint32_t at = first; at < end; at++) {
    parent.error_cost += straight.entries[at].piece.error_cost;
    add_piece(pool, straight.entries[at].piece);
  }
  TSStateId state = look_up(language, straight.entries[first - 1].state, parent.symbol);
  uint32_t old_size = straight.size;
  straight.size = first;
  push_straight(parent, state);
  for (uint32_t at = end; at < old_size; at++) push_straight(straight.entries[at].piece, state);
}

// The one action of a state and a token; NULL when there is none, or a choice.
static const TSParseAction *only_action(const TSLanguage *language, TSStateId state, TSSymbol symbol) {
  const TSParseActionEntry *entry = &language->parse_actions[look_up(language, state, symbol)];
  const TSParseAction *found = NULL;
  for (uint32_t index = 1; index <= entry->entry.count; index++) {
    const TSParseAction *action = &entry[index].action;
    if (action->type == TSParseActionTypeShift && action->shift.repetition) continue;
    if (found) return NULL;
    found = action;
  }
  return found;
}

// The root, with the extras before and behind it among its children.
static void finish(Pieces *pool, Piece *root) {
  uint32_t first = pool->size;
  for (uint32_t at = 1; at < straight.size; at++) {
    Piece piece = straight.entries[at].piece;
    if (piece.is_extra) {
      add_piece(pool, piece);
      continue;
    }
    *root = piece;
    for (uint32_t child = 0; child < piece.child_count; child++) {
      add_piece(pool, pool->pieces[piece.first_child + child]);
    }
  }
  root->first_child = first;
  root->child_count = pool->size - first;
}

// Whether a token that is a keyword elsewhere is a name here, as which it is read then.
static bool becomes_name(const TSLanguage *language, TSStateId state, Piece *token) {
  TSSymbol name = language->keyword_capture_token;
  if (!token->is_keyword || token->symbol == name) return false;
  if (ts_language_is_reserved_word(language, state, token->symbol) || !look_up(language, state, name)) return false;
  token->symbol = name;
  return true;
}

void start_straight(const TSLanguage *language) {
  prepare_table(language);
  lexer.data = (TSLexer){ .advance = advance, .mark_end = mark_end, .eof = eof };
  straight.size = 0;
  push_straight((Piece){ .is_extra = false }, 1);
}

bool parse_straight(const TSLanguage *language, Pieces *pool, Piece *root, Obstacle *obstacle) {
  uint32_t offset = straight.entries[straight.size - 1].piece.end;
  for (;;) {
    TSStateId state = straight.entries[straight.size - 1].state;
    Piece token;
    *obstacle = (Obstacle){ .state = state };
    if (!read_token(language, state, offset, &token)) return false;
    obstacle->symbol_read = token.symbol;
    for (;;) {
      const TSParseAction *action = only_action(language, state, token.symbol);
      if (!action && becomes_name(language, state, &token)) continue;
      if (!action || action->type == TSParseActionTypeRecover) {
        obstacle->is_token = true;
        obstacle->token = token;
        return false;
      }
      if (action->type == TSParseActionTypeAccept) {
        finish(pool, root);
        return true;
      }
      if (action->type == TSParseActionTypeShift) {
        token.is_extra = action->shift.extra;
        push_straight(token, action->shift.extra ? state : action->shift.state);
        break;
      }
      reduce(language, *action, pool, offset);
      state = straight.entries[straight.size - 1].state;
    }
    offset = token.end;
  }
}
