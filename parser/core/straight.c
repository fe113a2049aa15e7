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

static void *zeroed(size_t count, size_t size) {
  void *block = calloc(count, size);
  if (!block) abort();
  return block;
}

// What the tables say for a state and a symbol, in one read. The generated tables have to be searched.
static uint16_t *table;

static uint16_t look_up(const TSLanguage *language, TSStateId state, TSSymbol symbol) {
  return table[state * language->symbol_count + symbol];
}

// There is no way on where there is a choice, too.
typedef enum { UNKNOWN, NO_WAY, SHIFT, SHIFT_EXTRA, REDUCE, ACCEPT } ActionType;

typedef struct {
  uint8_t type;
  // Of a reduction: how many children it takes, and the parent that they get.
  uint8_t child_count;
  bool is_visible;
  // Whether the parent is hidden and nothing but its one child.
  bool is_same;
  TSSymbol symbol;
  uint16_t kind;
  // What the children are in it; NULL when they are nothing but that.
  const Role *roles;
  // Of a token: the state behind it.
  TSStateId state;
} Action;

// By what the table says for tokens; found out when they are asked for first.
static Action *actions;

static void prepare_tables(const TSLanguage *language) {
  if (table) return;
  uint32_t symbols = language->symbol_count;
  table = zeroed((size_t)language->state_count * symbols, sizeof(*table));
  uint32_t last_action = 0;
  for (uint32_t state = 0; state < language->state_count; state++) {
    LookaheadIterator entries = ts_language_lookaheads(language, (TSStateId)state);
    while (ts_lookahead_iterator__next(&entries)) {
      table[state * symbols + entries.symbol] = entries.table_value;
      bool is_action = entries.symbol < language->token_count;
      if (is_action && entries.table_value > last_action) last_action = entries.table_value;
    }
  }
  actions = zeroed(last_action + 1, sizeof(*actions));
}

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

static const Role *roles_in(const Grammar *grammar, uint32_t production, uint32_t child_count) {
  const Role *roles = roles_of(grammar, production);
  for (uint32_t child = 0; child < child_count; child++) {
    if (roles[child].alias || roles[child].field) return roles;
  }
  return NULL;
}

static bool has_alias(const TSLanguage *language, TSSymbol symbol) {
  const TSSymbol *names, *end;
  ts_language_aliases_for_symbol(language, symbol, &names, &end);
  return end - names > 1;
}

static Action reduction(const Grammar *grammar, TSParseAction action) {
  const TSLanguage *language = grammar->language;
  TSSymbol symbol = action.reduce.symbol;
  Action found = {
    .type = REDUCE,
    .child_count = action.reduce.child_count,
    .is_visible = language->symbol_metadata[symbol].visible,
    .symbol = symbol,
    .kind = grammar->kinds[symbol],
    .roles = roles_in(grammar, action.reduce.production_id, action.reduce.child_count),
  };
  found.is_same = found.child_count == 1 && !found.is_visible && !found.roles && !has_alias(language, symbol);
  return found;
}

static Action find_action(const Grammar *grammar, uint16_t number) {
  const TSParseAction *action = only_action(&grammar->language->parse_actions[number]);
  if (!action) return (Action){ .type = NO_WAY };
  switch (action->type) {
    case TSParseActionTypeShift:
      return (Action){ .type = action->shift.extra ? SHIFT_EXTRA : SHIFT, .state = action->shift.state };
    case TSParseActionTypeReduce:
      return reduction(grammar, *action);
    case TSParseActionTypeAccept:
      return (Action){ .type = ACCEPT };
    default:
      return (Action){ .type = NO_WAY };
  }
}

static const Action *action_of(const Grammar *grammar, TSStateId state, TSSymbol symbol) {
  uint16_t number = look_up(grammar->language, state, symbol);
  if (actions[number].type == UNKNOWN) actions[number] = find_action(grammar, number);
  return &actions[number];
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

// Where the children of a reduction end on the stack; extras behind the last one are none of them.
static Piece *end_of_children(void) {
  Piece *end = straight.pieces + straight.size;
  while (end[-1].is_extra) end--;
  return end;
}

// Puts a parent where its only child is.
static void reduce_one(const Grammar *grammar, const Action *action, Pieces *pool) {
  Piece *end = end_of_children(), *top = straight.pieces + straight.size;
  Piece *piece = end - 1;
  // A hidden parent without roles shows just what its child does, so that one becomes it.
  bool is_same = action->is_same && !piece->is_missing && !piece->is_kept;
  if (!is_same) {
    if (action->roles) give_role(grammar, *action->roles, piece);
    uint32_t first_child = pool->size;
    if (may_have_rows(piece)) add_piece(pool, *piece);
    piece->first_child = first_child;
    piece->child_count = pool->size - first_child;
    piece->kind = action->kind;
    piece->field = 0;
    if (action->is_visible) piece->visible_count = 1;
    piece->is_visible = action->is_visible;
    piece->has_children = true;
    piece->is_missing = piece->is_kept = false;
  }
  piece->is_wrapped = is_same;
  piece->symbol = action->symbol;
  piece->state = look_up(grammar->language, piece[-1].state, action->symbol);
  for (Piece *extra = end; extra < top; extra++) extra->state = piece->state;
}

// Takes children off the stack and puts their parent there.
static void reduce(const Grammar *grammar, const Action *action, Pieces *pool, uint32_t offset) {
  Piece *top = straight.pieces + straight.size;
  Piece *end = action->child_count > 0 ? end_of_children() : top;
  Piece *first = end;
  for (uint32_t count = 0; count < action->child_count; count += !first->is_extra) first--;
  Piece parent = {
    .symbol = action->symbol,
    .kind = action->kind,
    .state = look_up(grammar->language, first[-1].state, action->symbol),
    .is_visible = action->is_visible,
    .has_children = first < end,
    .start = first < end ? first->start : offset,
    .end = first < end ? end[-1].end : offset,
    .first_child = pool->size,
  };
  reserve_pieces(pool, end - first);
  const Role *role = action->roles;
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

static void shift(const Grammar *grammar, const Token *token, TSStateId state, bool is_extra) {
  bool is_visible = grammar->language->symbol_metadata[token->symbol].visible;
  reserve_pieces(&straight, 1);
  straight.pieces[straight.size++] = (Piece){
    .start = token->start,
    .end = token->end,
    .symbol = token->symbol,
    .kind = grammar->kinds[token->symbol],
    .state = state,
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
      const Action *action = action_of(grammar, state, token.symbol);
      if (action->type == NO_WAY) {
        if (becomes_name(language, state, &token)) continue;
        *obstacle = (Obstacle){ true, token, first_state, symbol_read };
        return false;
      }
      if (action->type == ACCEPT) {
        finish(pool, root);
        return true;
      }
      if (action->type == SHIFT || action->type == SHIFT_EXTRA) {
        bool is_extra = action->type == SHIFT_EXTRA;
        shift(grammar, &token, is_extra ? state : action->state, is_extra);
        break;
      }
      if (action->child_count == 1) reduce_one(grammar, action, pool);
      else reduce(grammar, action, pool, offset);
      state = straight.pieces[straight.size - 1].state;
    }
    offset = token.end;
  }
}
