// A plain LR parser over the generated tables.
//
// The grammar of Nix has no conflicts, so text without an error needs one stack, no
// versions of it, and no second reading. The runtime is built for what this stops at:
// errors. On its way to one it does the same as the runtime, so that the runtime can
// take over there, and give back what it has made of the error; see recover.h.

#include "straight.h"

#include <stdlib.h>
#include <string.h>

#include "../grammar/scanner.h"
#include "grammar.h"
#include "language.h"
#include "steps.h"

Pieces straight;

static void reserve_pieces(Pieces *pieces, uint32_t count) {
  if (pieces->size + count <= pieces->capacity) return;
  pieces->capacity = pieces->capacity * 2 + count + 1024;
  pieces->pieces = realloc(pieces->pieces, pieces->capacity * sizeof(Piece));
  if (!pieces->pieces) abort();
}

void add_piece(Pieces *pieces, Piece piece) {
  reserve_pieces(pieces, 1);
  pieces->pieces[pieces->size++] = piece;
}

void push_straight(Piece piece, uint16_t state) {
  piece.state = state;
  add_piece(&straight, piece);
}

// What the tables say for a state and a symbol, in one read. The generated tables have to be searched.
static uint16_t *table;

// The one action of each entry of the generated actions; NULL when there is none, or a choice.
static const TSParseAction **only_actions;

static const TSParseAction *only_action(const TSParseActionEntry *entry) {
  const TSParseAction *found = NULL;
  for (uint32_t index = 1; index <= entry->entry.count; index++) {
    const TSParseAction *action = &entry[index].action;
    if (action->type == TSParseActionTypeShift && action->shift.repetition) continue;
    if (found) return NULL;
    found = action;
  }
  return found;
}

static void *zeroed(size_t count, size_t size) {
  void *block = calloc(count, size);
  if (!block) abort();
  return block;
}

static void prepare_tables(const TSLanguage *language) {
  if (table) return;
  uint32_t symbols = language->symbol_count;
  table = zeroed((size_t)language->state_count * symbols, sizeof(*table));
  only_actions = zeroed(UINT16_MAX + 1, sizeof(*only_actions));
  for (uint32_t state = 0; state < language->state_count; state++) {
    LookaheadIterator entries = ts_language_lookaheads(language, (TSStateId)state);
    while (ts_lookahead_iterator__next(&entries)) {
      table[state * symbols + entries.symbol] = entries.table_value;
      if (entries.symbol < language->token_count && !only_actions[entries.table_value]) {
        only_actions[entries.table_value] = only_action(&language->parse_actions[entries.table_value]);
      }
    }
  }
}

static uint16_t look_up(const TSLanguage *language, TSStateId state, TSSymbol symbol) {
  return table[state * language->symbol_count + symbol];
}

// The keyword that a name is in a state, or what it was.
static TSSymbol keyword_of(const TSLanguage *language, TSStateId state, Token *token) {
  Lexed keyword;
  token->is_keyword = lex_nix_keyword(token->start, &keyword);
  if (!token->is_keyword || keyword.end != token->end) return token->symbol;
  bool is_meant = look_up(language, state, keyword.symbol) || ts_language_is_reserved_word(language, state, keyword.symbol);
  return is_meant ? keyword.symbol : token->symbol;
}

// The token that begins behind `offset`; false when there is none.
static bool read_token(const TSLanguage *language, TSStateId state, uint32_t offset, Token *token) {
  TSLexerMode mode = language->lex_modes[state];
  const bool *valid = ts_language_enabled_external_tokens(language, mode.external_lex_state);
  if (valid) {
    Scanned scanned;
    if (scan_nix(valid, offset, &scanned)) {
      TSSymbol symbol = language->external_scanner.symbol_map[scanned.number];
      *token = (Token){ scanned.start, scanned.end, symbol, .is_external = true };
      return true;
    }
    // Nobody has to look at white space twice, but that there is some rules tokens out.
    if (scanned.start > offset) offset = scanned.start - 1;
  }
  Lexed lexed;
  if (!lex_nix(mode.lex_state, offset, &lexed)) return false;
  *token = (Token){ lexed.start, lexed.end, lexed.symbol };
  if (token->symbol == language->keyword_capture_token) token->symbol = keyword_of(language, state, token);
  return true;
}

// Takes children off the stack and puts their parent there. Extras behind the last child stay behind the parent.
static void reduce(const Grammar *grammar, TSParseAction action, Pieces *pool, uint32_t offset) {
  TSSymbol symbol = action.reduce.symbol;
  Piece *top = straight.pieces + straight.size, *end = top;
  while (action.reduce.child_count > 0 && end[-1].is_extra) end--;
  Piece *first = end;
  for (uint32_t count = 0; count < action.reduce.child_count; count += !first->is_extra) first--;
  Piece parent = {
    .symbol = symbol,
    .kind = grammar->kinds[symbol],
    .state = look_up(grammar->language, first[-1].state, symbol),
    .is_visible = grammar->language->symbol_metadata[symbol].visible,
    .has_children = first < end,
    .start = first < end ? first->start : offset,
    .end = first < end ? end[-1].end : offset,
    .first_child = pool->size,
  };
  reserve_pieces(pool, end - first);
  const Role *role = action.reduce.production_id ? roles_of(grammar, action.reduce.production_id) : NULL;
  for (Piece *child = first; child < end; child++) {
    if (role && !child->is_extra) give_role(grammar, *role++, child);
    parent.error_cost += child->error_cost;
    parent.visible_count += child->visible_count;
    if (may_have_rows(child)) pool->pieces[pool->size++] = *child;
  }
  parent.child_count = pool->size - parent.first_child;
  if (parent.is_visible) parent.visible_count = 1;
  straight.size = first - straight.pieces;
  add_piece(&straight, parent);
  for (Piece *extra = end; extra < top; extra++) push_straight(*extra, parent.state);
}

// The root, with the extras before and behind it among its children.
static void finish(Pieces *pool, Piece *root) {
  uint32_t first = pool->size;
  for (uint32_t at = 1; at < straight.size; at++) {
    Piece piece = straight.pieces[at];
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
static bool becomes_name(const TSLanguage *language, TSStateId state, Token *token) {
  TSSymbol name = language->keyword_capture_token;
  if (!token->is_keyword || token->symbol == name) return false;
  if (ts_language_is_reserved_word(language, state, token->symbol) || !look_up(language, state, name)) return false;
  token->symbol = name;
  return true;
}

static Piece piece_of_token(const Grammar *grammar, const Token *token, bool is_extra) {
  bool is_visible = grammar->language->symbol_metadata[token->symbol].visible;
  return (Piece){
    .start = token->start,
    .end = token->end,
    .symbol = token->symbol,
    .kind = grammar->kinds[token->symbol],
    .visible_count = is_visible,
    .is_visible = is_visible,
    .is_extra = is_extra,
  };
}

void start_straight(const TSLanguage *language) {
  prepare_tables(language);
  straight.size = 0;
  push_straight((Piece){ .is_extra = false }, 1);
}

bool parse_straight(const Grammar *grammar, Pieces *pool, Piece *root, Obstacle *obstacle) {
  const TSLanguage *language = grammar->language;
  uint32_t offset = straight.pieces[straight.size - 1].end;
  for (;;) {
    TSStateId state = straight.pieces[straight.size - 1].state;
    Token token;
    if (!read_token(language, state, offset, &token)) {
      *obstacle = (Obstacle){ .state = state };
      return false;
    }
    TSStateId first_state = state;
    TSSymbol symbol_read = token.symbol;
    for (;;) {
      const TSParseAction *action = only_actions[look_up(language, state, token.symbol)];
      if (!action && becomes_name(language, state, &token)) continue;
      if (!action || action->type == TSParseActionTypeRecover) {
        *obstacle = (Obstacle){ true, token, first_state, symbol_read };
        return false;
      }
      if (action->type == TSParseActionTypeAccept) {
        finish(pool, root);
        return true;
      }
      if (action->type == TSParseActionTypeShift) {
        bool is_extra = action->shift.extra;
        push_straight(piece_of_token(grammar, &token, is_extra), is_extra ? state : action->shift.state);
        break;
      }
      reduce(grammar, *action, pool, offset);
      state = straight.pieces[straight.size - 1].state;
    }
    offset = token.end;
  }
}
