// What the straight parser cannot read, the runtime does, and only that.
//
// At an error the runtime gets the stack of the straight parser, with every piece on it
// as one subtree that is not looked into, and recovers as it would if it had read the
// text itself. Once one version of its stack is left, which has gone on behind the error,
// the straight parser gets that one back. So the tree is the one that the runtime makes
// of the whole text, for the price of the straight parser. Included by flatten.c.

// The pieces that stand behind subtrees which are not looked into.
static Pieces held;

// Such a subtree has one child, which is in no other, and a number where the runtime keeps
// how far the lexer looked ahead, which counts only where texts are edited.
enum { HELD_STATE = 0xfffe };

static bool is_held(Subtree tree) {
  if (ts_subtree_child_count(tree) != 1) return false;
  Subtree child = ts_subtree_children(tree)[0];
  return child.data.is_inline && child.data.symbol == 0 && child.data.parse_state == HELD_STATE;
}

// Where lines begin, in UTF-16 units; known from the first error on.
static uint32_t *line_starts;
static uint32_t line_count;
static uint32_t line_capacity;

static void find_lines(void) {
  line_count = 0;
  for (uint32_t at = 0; at < source_length; at++) {
    if (source_text[at] != '\n') continue;
    if (line_count == line_capacity) {
      line_capacity = line_capacity * 2 + 1024;
      line_starts = grow(line_starts, line_capacity, 4);
    }
    line_starts[line_count++] = at + 1;
  }
}

static uint32_t line_of(uint32_t offset) {
  uint32_t low = 0, high = line_count;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (line_starts[middle] <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

static uint32_t lines_between(uint32_t start, uint32_t end) {
  if (end - start > 32) return line_of(end) - line_of(start);
  uint32_t count = 0;
  for (; start < end; start++) count += source_text[start] == '\n';
  return count;
}

// A stretch of the text as the runtime measures it. Nobody asks for columns.
static Length stretch(uint32_t start, uint32_t end) {
  return (Length){ (end - start) * 2, { lines_between(start, end), 0 } };
}

// How much handing over has cost. Beyond a limit the runtime goes on alone, so that time stays linear.
static uint64_t effort;
enum { EFFORT_PER_UNIT = 8, EFFORT_FLOOR = 100000 };

static bool is_too_dear(void) { return effort > (uint64_t)source_length * EFFORT_PER_UNIT + EFFORT_FLOOR; }

// Errors that the runtime has made, as it has made them: at the next one it looks into those
// before it, and may put their children there. They are taken apart once, at the end.
static Subtree *kept;
static uint32_t kept_size;
static uint32_t kept_capacity;

static uint32_t keep(Subtree tree) {
  if (kept_size == kept_capacity) {
    kept_capacity = kept_capacity * 2 + 256;
    kept = grow(kept, kept_capacity, sizeof(Subtree));
  }
  ts_subtree_retain(tree);
  kept[kept_size] = tree;
  return kept_size++;
}

// A piece as a subtree, which begins where the one before it has ended.
static Subtree subtree_of(const TSLanguage *language, Piece piece, uint32_t from) {
  effort++;
  if (piece.is_kept) {
    ts_subtree_retain(kept[piece.first_child]);
    return kept[piece.first_child];
  }
  bool has_children = piece.has_children || piece.is_wrapped;
  TSSymbolMetadata metadata = ts_language_symbol_metadata(language, piece.symbol);
  SubtreeHeapData *data;
  if (has_children) {
    Subtree *child = ts_malloc(ts_subtree_alloc_size(1));
    *child = (Subtree){ { .is_inline = true, .parse_state = HELD_STATE } };
    data = (SubtreeHeapData *)(child + 1);
  } else {
    data = ts_subtree_pool_allocate(&parser->tree_pool);
  }
  *data = (SubtreeHeapData){
    .ref_count = 1,
    .padding = stretch(from, piece.start),
    .size = stretch(piece.start, piece.end),
    .error_cost = piece.error_cost,
    .child_count = has_children,
    .symbol = piece.symbol,
    .parse_state = TS_TREE_STATE_NONE,
    .visible = metadata.visible,
    .named = metadata.named,
    .extra = piece.is_extra,
    .is_missing = piece.is_missing,
  };
  if (has_children) {
    data->lookahead_bytes = held.size;
    if (!metadata.visible) data->visible_child_count = piece.visible_count;
    add_piece(&held, piece);
  }
  return (Subtree){ .ptr = data };
}

// The subtree of each piece whose children have yet to be added, from some piece on.
static Subtree *subtrees;
static uint32_t subtree_capacity;

// What a symbol is as a row, also one that is of no grammar.
static uint16_t kind_of(TSSymbol symbol) {
  if (symbol == ts_builtin_sym_error) return KIND_ERROR;
  return symbol == ts_builtin_sym_error_repeat ? NO_KIND : grammar->kinds[symbol];
}

static Piece piece_of(Subtree tree, uint32_t start) {
  if (is_held(tree)) {
    Piece piece = held.pieces[tree.ptr->lookahead_bytes];
    piece.is_extra = ts_subtree_extra(tree);
    return piece;
  }
  TSSymbol symbol = ts_subtree_symbol(tree);
  bool is_visible = ts_language_symbol_metadata(grammar->language, symbol).visible;
  return (Piece){
    .start = start / 2,
    .end = (start + ts_subtree_size(tree).bytes) / 2,
    .child_count = ts_subtree_child_count(tree),
    .error_cost = ts_subtree_error_cost(tree),
    .visible_count = is_visible ? 1 : ts_subtree_visible_child_count(tree),
    .symbol = symbol,
    .kind = ts_subtree_missing(tree) ? KIND_MISSING : kind_of(symbol),
    .is_visible = is_visible,
    .has_children = ts_subtree_child_count(tree) > 0,
    .is_extra = ts_subtree_extra(tree),
    .is_missing = ts_subtree_missing(tree),
  };
}

// Adds the children of a piece to the pool, with their subtrees beside them.
static void add_children(Piece *parent, Subtree tree, uint32_t base) {
  if (parent->child_count == 0 || is_held(tree)) return;
  parent->first_child = pool.size;
  uint32_t needed = pool.size - base + parent->child_count;
  if (needed > subtree_capacity) {
    subtree_capacity = needed * 2;
    subtrees = grow(subtrees, subtree_capacity, sizeof(Subtree));
  }
  Subtree *children = ts_subtree_children(tree);
  uint32_t position = parent->start * 2 - ts_subtree_padding(children[0]).bytes;
  const Role *role = tree.ptr->production_id ? roles_of(grammar, tree.ptr->production_id) : NULL;
  for (uint32_t index = 0; index < parent->child_count; index++) {
    Subtree child = children[index];
    position += ts_subtree_padding(child).bytes;
    subtrees[pool.size - base] = child;
    Piece piece = piece_of(child, position);
    if (role && !piece.is_extra) give_role(grammar, *role++, &piece);
    add_piece(&pool, piece);
    position += ts_subtree_size(child).bytes;
  }
}

// A subtree, which starts at a byte, as a piece with everything below it.
static Piece take_apart(Subtree tree, uint32_t start) {
  uint32_t base = pool.size;
  Piece root = piece_of(tree, start);
  add_children(&root, tree, base);
  for (uint32_t index = base; index < pool.size; index++) {
    Piece piece = pool.pieces[index];
    add_children(&piece, subtrees[index - base], base);
    pool.pieces[index].first_child = piece.first_child;
  }
  return root;
}

static Subtree token_of(const TSLanguage *language, const Obstacle *obstacle, uint32_t from, TSSymbol symbol) {
  Token token = obstacle->token;
  Subtree leaf = ts_subtree_new_leaf(
    &parser->tree_pool, symbol, stretch(from, token.start), stretch(token.start, token.end), 0,
    obstacle->state, token.is_external, false, token.is_keyword, language
  );
  if (token.is_external) {
    ts_external_scanner_state_init(&ts_subtree_to_mut_unsafe(leaf).ptr->external_scanner_state, NULL, 0);
  }
  return leaf;
}

// Gives the stack to the runtime, which then stands before the obstacle.
static void hand_over(const TSLanguage *language, const Obstacle *obstacle) {
  ts_parser_set_language(parser, language);
  ts_lexer_set_input(&parser->lexer, source_input);
  ts_parser__external_scanner_create(parser);
  parser->end_clock = clock_null();
  parser->parse_options = (TSParseOptions){ .progress_callback = is_over_budget };
  uint32_t from = 0;
  for (uint32_t index = 1; index < straight.size; index++) {
    Piece piece = straight.pieces[index];
    Subtree tree = subtree_of(language, piece, from);
    ts_stack_push(parser->stack, 0, tree, false, piece.state);
    from = piece.end;
  }
  if (!obstacle->is_token) return;
  Subtree read = token_of(language, obstacle, from, obstacle->symbol_read);
  ts_parser__set_cached_token(parser, from * 2, NULL_SUBTREE, read);
  ts_subtree_release(&parser->tree_pool, read);
  ts_stack_pause(parser->stack, 0, token_of(language, obstacle, from, obstacle->token.symbol));
  if (columns.rejected_size < 2 * MAX_REJECTED) add_rejected(obstacle->token.start, obstacle->token.end);
}

// Whether one version is left, without another way to read it, and has gone on behind the error.
static bool has_recovered(void) {
  Stack *stack = parser->stack;
  if (ts_stack_version_count(stack) != 1 || !ts_stack_is_active(stack, 0) || parser->finished_tree.ptr) return false;
  const StackNode *node = array_get(&stack->heads, 0)->node;
  if (node->state == ERROR_STATE || !ts_stack_has_advanced_since_error(stack, 0)) return false;
  if (is_too_dear()) return false;
  for (; node->link_count > 0; node = node->links[0].node) {
    effort++;
    if (node->link_count > 1 || !node->links[0].subtree.ptr) return false;
  }
  return true;
}

typedef enum { RECOVERED, FINISHED, GAVE_UP } Course;

// How far any version has ever come, in bytes: the others of its turn go on until they are further.
static uint32_t last_position;

// The loop of the runtime (ts_parser_parse), which ends early where the straight parser can go on.
static Course recover(void) {
  Stack *stack = parser->stack;
  uint32_t reached = ts_stack_position(stack, 0).bytes;
  if (reached > last_position) last_position = reached;
  uint32_t version_count;
  do {
    for (StackVersion version = 0; version_count = ts_stack_version_count(stack), version < version_count; version++) {
      while (ts_stack_is_active(stack, version)) {
        if (!ts_parser__advance(parser, version, false)) return GAVE_UP;
        uint32_t position = ts_stack_position(stack, version).bytes;
        if (position > last_position || (version > 0 && position == last_position)) {
          last_position = position;
          break;
        }
      }
    }
    unsigned least_cost = ts_parser__condense_stack(parser);
    if (parser->finished_tree.ptr && ts_subtree_error_cost(parser->finished_tree) < least_cost) return FINISHED;
    if (has_recovered()) return ts_stack_error_cost(stack, 0) > allowed_error_cost ? GAVE_UP : RECOVERED;
  } while (version_count != 0);
  return FINISHED;
}

static Piece given_back(Subtree tree, uint32_t start) {
  if (!ts_subtree_is_error(tree) || ts_subtree_child_count(tree) == 0) return take_apart(tree, start);
  Piece error = piece_of(tree, start);
  error.is_kept = true;
  error.first_child = keep(tree);
  return error;
}

// The nodes of the stack of the runtime. Kept between calls.
static const StackNode **nodes;
static uint32_t node_capacity;

// Gives the one version that is left to the straight parser.
static void hand_back(const TSLanguage *language) {
  uint32_t count = 0;
  const StackNode *node = array_get(&parser->stack->heads, 0)->node;
  for (; node->link_count > 0; node = node->links[0].node) {
    if (count == node_capacity) {
      node_capacity = node_capacity * 2 + 256;
      nodes = grow(nodes, node_capacity, sizeof(StackNode *));
    }
    nodes[count++] = node;
  }
  start_straight(language);
  while (count > 0) {
    node = nodes[--count];
    Subtree tree = node->links[0].subtree;
    push_straight(given_back(tree, node->position.bytes - ts_subtree_size(tree).bytes), node->state);
  }
}

// Takes apart what was kept.
static void take_kept_apart(void) {
  for (uint32_t index = 0; index < pool.size && kept_size > 0; index++) {
    Piece piece = pool.pieces[index];
    if (!piece.is_kept) continue;
    Piece taken = take_apart(kept[piece.first_child], piece.start * 2);
    pool.pieces[index].first_child = taken.first_child;
  }
  while (kept_size > 0) ts_subtree_release(&parser->tree_pool, kept[--kept_size]);
}

// Lets the runtime read on from an obstacle, to where the straight parser can go on or to the end.
static Course recover_from(const TSLanguage *language, const Obstacle *obstacle, Piece *root) {
  hand_over(language, obstacle);
  parser->lexer.logger = (TSLogger){ .log = ignore_log };
  Course course = recover();
  parser->lexer.logger = (TSLogger){ .log = NULL };
  if (course == RECOVERED) hand_back(language);
  if (course == FINISHED) {
    Subtree tree = parser->finished_tree;
    if (ts_subtree_error_cost(tree) == 0) columns.rejected_size = 0;
    *root = take_apart(tree, ts_subtree_padding(tree).bytes);
  }
  ts_parser_reset(parser);
  return course;
}

// The pieces of any text; false when the parser has given up.
static bool parse_recovering(const TSLanguage *language, Piece *root) {
  scanner_forget();
  pool.size = held.size = line_count = 0;
  effort = last_position = 0;
  start_straight(language);
  parser->operation_count = 0;
  Obstacle obstacle;
  Course course = RECOVERED;
  for (bool has_lines = false; course == RECOVERED; has_lines = true) {
    if (parse_straight(grammar, &pool, root, &obstacle)) break;
    if (!has_lines) find_lines();
    course = recover_from(language, &obstacle, root);
  }
  take_kept_apart();
  return course != GAVE_UP;
}
