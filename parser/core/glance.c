// Looks once over the columns for what rules may have something to say about.
//
// Whatever is said here must be said where it holds, and may be said where it does not:
// the host asks the rules themselves then. Broken text and what is nested very deeply is
// `doubtful`, and nothing else that is said of it counts.

#include "glance.h"

#include <string.h>

#include "columns.h"
#include "scopes.h"
#include "source.h"

static Glance seen;

static void note(Trait trait) { seen.traits |= 1u << trait; }

static uint16_t unit_at(uint32_t at) { return at < source_length ? source_text[at] : 0; }

static bool is_word_unit(uint16_t unit) {
  return (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z') || (unit >= '0' && unit <= '9') || unit == '_';
}

// What is written right behind a number, or before it.
static void look_at_number(uint32_t row) {
  uint32_t start = columns.start[row], end = columns.end[row];
  uint16_t behind = unit_at(end);
  if (is_word_unit(behind) || behind == '.') note(TRAIT_GLUED_NUMBER);
  bool is_float = columns.kind[row] == KIND_float_expression;
  if (!is_float) {
    if (end - start >= 19) note(TRAIT_DOUBTFUL);
    return;
  }
  if (end - start >= 300) note(TRAIT_DOUBTFUL);
  for (uint32_t at = start; at < end; at++) {
    if ((source_text[at] | 0x20) == 'e') note(TRAIT_DOUBTFUL);
  }
}

static void look_at_path(uint32_t row) {
  uint32_t start = columns.start[row], end = columns.end[row];
  if (source_text[start] == '/') note(TRAIT_ABSOLUTE_PATH);
  if (source_text[end - 1] == '/') note(TRAIT_DOUBTFUL);
  for (uint32_t at = start; at + 1 < end; at++) {
    if (source_text[at] == '/' && source_text[at + 1] == '/') note(TRAIT_DOUBTFUL);
  }
}

// Those that do nothing, of either kind of string.
static void look_at_escape(uint32_t row) {
  uint16_t escaped = source_text[columns.end[row] - 1];
  bool is_indented = source_text[columns.start[row]] == '\'';
  bool is_common = escaped == 'n' || escaped == 'r' || escaped == 't' || escaped == '$';
  bool is_meant = is_common || (is_indented ? escaped == '\'' : escaped == '"' || escaped == '\\');
  if (!is_meant) note(TRAIT_IDLE_ESCAPE);
}

static bool is_comparison(uint32_t operator) {
  uint16_t unit = operator ? source_text[columns.start[operator]] : 0;
  return unit == '=' || unit == '!' || unit == '<' || unit == '>';
}

static bool is_empty_list(uint32_t row) {
  uint32_t list = unwrapped(row);
  return columns.kind[list] == KIND_list_expression && !child_in(list, FIELD_element);
}

static bool is_text(uint32_t row, const char *text) {
  uint32_t length = columns.end[row] - columns.start[row];
  for (uint32_t at = 0; at < length; at++) {
    if (!text[at] || source_text[columns.start[row] + at] != (uint16_t)text[at]) return false;
  }
  return !text[length];
}

static bool is_boolean(uint32_t row) {
  return columns.kind[row] == KIND_variable_expression && (is_text(row, "true") || is_text(row, "false"));
}

// What may be a boolean whatever happens.
static bool may_be_boolean(uint32_t row) {
  uint32_t inner = unwrapped(row);
  switch (columns.kind[inner]) {
    case KIND_apply_expression:
    case KIND_binary_expression:
    case KIND_has_attr_expression:
    case KIND_unary_expression:
      return true;
    default:
      return is_boolean(inner);
  }
}

static void look_at_binary(uint32_t row) {
  uint32_t left = child_in(row, FIELD_left), right = child_in(row, FIELD_right);
  if (!left || !right) {
    note(TRAIT_DOUBTFUL);
    return;
  }
  uint32_t operator = child_in(row, FIELD_operator);
  bool is_compared = is_comparison(operator);
  // Nix has no chains of comparisons.
  bool is_chain = columns.kind[left] == KIND_binary_expression && is_comparison(child_in(left, FIELD_operator));
  if (is_compared && is_chain) note(TRAIT_DOUBTFUL);
  if (is_compared && ((is_boolean(left) && may_be_boolean(right)) || (is_boolean(right) && may_be_boolean(left)))) {
    note(TRAIT_COMPARED_BOOLEAN);
  }
  if (operator && is_text(operator, "++") && (is_empty_list(left) || is_empty_list(right))) note(TRAIT_EMPTY_LIST_JOINED);
}

static void note_builtin(uint32_t attribute) {
  uint32_t name = name_of_attribute(attribute);
  if (name == ODD_NAME) note(TRAIT_OTHER_BUILTIN);
  if (!is_name(name)) return;
  note_word(seen.words_of_builtins, names[name].word);
  if (!names[name].is_builtin) note(TRAIT_OTHER_BUILTIN);
}

static bool is_called_builtins(uint32_t row) {
  uint32_t set = unwrapped(row);
  return columns.kind[set] == KIND_variable_expression && is_text(set, "builtins");
}

static void look_at_select(uint32_t row) {
  uint32_t from = child_in(row, FIELD_expression), path = child_in(row, FIELD_attrpath);
  if (!from || !path) {
    note(TRAIT_DOUBTFUL);
    return;
  }
  if (is_called_builtins(from)) {
    uint32_t first = child_in(path, FIELD_attr);
    if (first) note_builtin(first);
  }
}

static void look_at_inherit(uint32_t row) {
  uint32_t attributes = child_in(row, FIELD_attrs);
  if (!attributes) {
    note(TRAIT_EMPTY_INHERIT);
    return;
  }
  uint32_t from = child_in(row, FIELD_expression);
  if (!from || !is_called_builtins(from)) return;
  for (uint32_t child = attributes + 1; child < columns.after[attributes]; child = columns.after[child]) {
    if (columns.field[child] == FIELD_attr) note_builtin(child);
  }
}

static bool is_same_text(uint32_t row, uint32_t other) {
  uint32_t length = columns.end[row] - columns.start[row];
  if (columns.end[other] - columns.start[other] != length) return false;
  return memcmp(source_text + columns.start[row], source_text + columns.start[other], length * 2) == 0;
}

// The only child of a path of names; zero where there are more.
static uint32_t only_attribute(uint32_t path) {
  return path && columns.after[path + 1] == columns.after[path] ? path + 1 : 0;
}

static uint32_t last_attribute(uint32_t path) {
  uint32_t last = 0;
  for (uint32_t child = path + 1; child < columns.after[path]; child = columns.after[child]) {
    if (columns.field[child] == FIELD_attr) last = child;
  }
  return last;
}

// `f x [ ]` and `set.f x [ ]`
static void look_at_apply(uint32_t row) {
  uint32_t function = child_in(row, FIELD_function), argument = child_in(row, FIELD_argument);
  if (!function || !argument || columns.kind[function] != KIND_apply_expression) return;
  if (columns.kind[argument] != KIND_list_expression) return;
  uint32_t callee = child_in(function, FIELD_function);
  uint32_t path = callee && columns.kind[callee] == KIND_select_expression ? child_in(callee, FIELD_attrpath) : 0;
  uint32_t attribute = path ? last_attribute(path) : 0;
  uint32_t name = attribute ? name_of_attribute(attribute) : ODD_NAME;
  if (callee && columns.kind[callee] == KIND_variable_expression) name = name_of_row(callee);
  if (is_name(name)) note_word(seen.words_given_list, names[name].word);
}

// `a = a;` and `a = b.a;`
static void look_at_binding(uint32_t row) {
  uint32_t value = child_in(row, FIELD_expression), path = child_in(row, FIELD_attrpath);
  if (!value || !path) {
    note(TRAIT_DOUBTFUL);
    return;
  }
  uint32_t own = only_attribute(path);
  if (!own) return;
  uint32_t meant = 0;
  if (columns.kind[value] == KIND_variable_expression) meant = value;
  if (columns.kind[value] == KIND_select_expression && !child_in(value, FIELD_default)) {
    meant = only_attribute(child_in(value, FIELD_attrpath));
  }
  if (meant && is_same_text(own, meant)) note(TRAIT_NAMED_ALIKE);
}

// `x: f x`
static void look_at_function(uint32_t row) {
  uint32_t parameter = child_in(row, FIELD_universal), body = child_in(row, FIELD_body);
  if (!body) {
    note(TRAIT_DOUBTFUL);
    return;
  }
  if (!parameter || columns.kind[body] != KIND_apply_expression) return;
  uint32_t callee = child_in(body, FIELD_function), argument = child_in(body, FIELD_argument);
  if (!callee || columns.kind[callee] != KIND_variable_expression) return;
  if (argument && columns.kind[argument] == KIND_variable_expression && is_same_text(parameter, argument)) note(TRAIT_HANDED_ON);
}

// So many statements of one set are compared with each other; where more begin alike, two may be the same.
enum { MOST_COMPARED = 64 };

// The set or pattern that is looked at; zero is none.
static uint32_t set_number;

static uint32_t next_attribute(uint32_t row, uint32_t end) {
  while (row < end && columns.field[row] != FIELD_attr) row = columns.after[row];
  return row;
}

// Whether one of two paths may lead to the other, or into it.
static bool may_clash(uint32_t path, uint32_t other) {
  uint32_t path_end = columns.after[path], other_end = columns.after[other];
  uint32_t a = next_attribute(path + 1, path_end), b = next_attribute(other + 1, other_end);
  while (a < path_end && b < other_end) {
    uint32_t left = name_of_attribute(a), right = name_of_attribute(b);
    if (left == ODD_NAME || right == ODD_NAME) return true;
    if (left != right || left == DYNAMIC_NAME) return false;
    a = next_attribute(columns.after[a], path_end);
    b = next_attribute(columns.after[b], other_end);
  }
  return true;
}

// The paths that begin with one name in one set, each with the one before it.
typedef struct {
  uint32_t path;
  uint32_t before;
} Statement;

static Statement *statements;
static uint32_t statement_count;
static uint32_t statement_capacity;

// How often a name has come up in the set that is looked at, this time included.
static uint32_t count_in_set(Name *name) {
  if (name->set != set_number) {
    name->set = set_number;
    name->set_count = 0;
    name->set_statement = NO_ROW;
  }
  return ++name->set_count;
}

// A name that begins a statement of a set; one that is inherited is its own path.
static void look_at_statement(uint32_t attribute, uint32_t path) {
  uint32_t number = name_of_attribute(attribute);
  if (number == ODD_NAME) note(TRAIT_REPEATED_ATTRIBUTE);
  if (!is_name(number)) return;
  Name *name = &names[number];
  uint32_t count = count_in_set(name);
  if (count > seen.alike && path && !name->is_setting) seen.alike = count;
  if (count > MOST_COMPARED) note(TRAIT_REPEATED_ATTRIBUTE);
  if (count > 1 && !(seen.traits & (1u << TRAIT_REPEATED_ATTRIBUTE))) {
    for (uint32_t at = name->set_statement; at != NO_ROW; at = statements[at].before) {
      if (!path || !statements[at].path || may_clash(path, statements[at].path)) note(TRAIT_REPEATED_ATTRIBUTE);
    }
  }
  if (statement_count == statement_capacity) {
    statement_capacity = statement_capacity * 2 + 256;
    statements = grow(statements, statement_capacity, sizeof(Statement));
  }
  statements[statement_count] = (Statement){ path, name->set_statement };
  name->set_statement = statement_count++;
}

static void look_at_set(uint32_t row) {
  set_number++;
  for (uint32_t child = row + 1; child < columns.after[row]; child = columns.after[child]) {
    if (columns.kind[child] == KIND_binding) {
      uint32_t path = child_in(child, FIELD_attrpath);
      uint32_t first = path ? child_in(path, FIELD_attr) : 0;
      if (first) look_at_statement(first, path);
      continue;
    }
    uint32_t attributes = child_in(child, FIELD_attrs);
    if (!attributes) continue;
    for (uint32_t attribute = attributes + 1; attribute < columns.after[attributes]; attribute = columns.after[attribute]) {
      if (columns.field[attribute] == FIELD_attr) look_at_statement(attribute, 0);
    }
  }
}

static void look_at_let(uint32_t row) {
  for (uint32_t child = row + 1; child < columns.after[row]; child = columns.after[child]) {
    if (columns.kind[child] == KIND_binding_set && child_in(child, FIELD_binding)) return;
  }
  note(TRAIT_EMPTY_LET);
}

static void look_at_formals(uint32_t row) {
  set_number++;
  uint32_t whole = child_in(columns.parent[row], FIELD_universal);
  if (whole) count_in_set(&names[name_of_row(whole)]);
  bool is_empty = true;
  for (uint32_t child = row + 1; child < columns.after[row]; child = columns.after[child]) {
    if (columns.field[child] != FIELD_formal) continue;
    is_empty = false;
    uint32_t name = child_in(child, FIELD_name);
    if (name && count_in_set(&names[name_of_row(name)]) > 1) note(TRAIT_REPEATED_FORMAL);
  }
  if (is_empty) note(TRAIT_EMPTY_PATTERN);
}

// Whether what is around a row is no more than what opens scopes, as far as its kind tells.
static bool is_below_scopes_alone(uint32_t row) {
  while (row != 0) {
    row = columns.parent[row];
    switch (columns.kind[row]) {
      case KIND_apply_expression:
      case KIND_attrset_expression:
      case KIND_binary_expression:
      case KIND_has_attr_expression:
      case KIND_if_expression:
      case KIND_let_attrset_expression:
      case KIND_list_expression:
      case KIND_rec_attrset_expression:
      case KIND_select_expression:
      case KIND_unary_expression:
        return false;
    }
  }
  return true;
}

// Where the outermost `with` ends whose lines have been counted.
static uint32_t counted_to;

static void look_at_with(uint32_t row) {
  if (!(seen.traits & (1u << TRAIT_WIDE_WITH)) && is_below_scopes_alone(row)) note(TRAIT_WIDE_WITH);
  if (row < counted_to) return;
  counted_to = columns.after[row];
  uint32_t lines = 1;
  for (uint32_t at = columns.start[row]; at < columns.end[row]; at++) {
    uint16_t unit = source_text[at];
    lines += unit == '\n' || unit == '\r' || unit == 0x2028 || unit == 0x2029;
  }
  if (lines > seen.with_lines) seen.with_lines = lines;
}

// What is in parentheses, and what is around them. A selection with a default counts as an operation.
static void look_at_parentheses(uint32_t row) {
  uint16_t outer = columns.kind[columns.parent[row]];
  uint32_t inner = unwrapped(row);
  if (outer == KIND_parenthesized_expression) return;
  uint16_t kind = columns.kind[inner];
  if (kind == KIND_select_expression && child_in(inner, FIELD_default)) kind = KIND_binary_expression;
  if (kind < NIX_KINDS && outer < NIX_KINDS) seen.around_parentheses[kind][outer / 32] |= 1u << (outer % 32);
}

// Names that are worked out where Nix wants them written, or where they do not do what they seem to.
static bool is_misplaced(uint32_t attribute) {
  uint32_t path = columns.parent[attribute];
  if (columns.kind[path] == KIND_inherited_attrs) return true;
  uint32_t binding = columns.parent[path];
  if (columns.kind[binding] != KIND_binding || child_in(path, FIELD_attr) != attribute) return false;
  uint16_t owner = columns.kind[columns.parent[columns.parent[binding]]];
  return owner == KIND_let_expression || owner == KIND_rec_attrset_expression;
}

static void look_at_attribute(uint32_t row) {
  uint32_t name = name_of_attribute(row);
  if (name == ODD_NAME) note(TRAIT_ODD_NAME);
  if (!is_name(name) && is_misplaced(row)) note(TRAIT_COMPUTED_NAME);
}

static void look_at(uint32_t row) {
  switch (columns.kind[row]) {
    case KIND_ERROR:
    case KIND_MISSING:
      note(TRAIT_DOUBTFUL);
      break;
    case KIND_identifier:
      // So that every name that is written is among them.
      name_of_row(row);
      break;
    case KIND_integer_expression:
    case KIND_float_expression:
      look_at_number(row);
      break;
    case KIND_path_expression:
    case KIND_hpath_expression:
      look_at_path(row);
      break;
    case KIND_escape_sequence:
      look_at_escape(row);
      break;
    case KIND_binary_expression:
      look_at_binary(row);
      break;
    case KIND_select_expression:
      look_at_select(row);
      break;
    case KIND_apply_expression:
      look_at_apply(row);
      break;
    case KIND_inherit:
    case KIND_inherit_from:
      look_at_inherit(row);
      break;
    case KIND_binding:
      look_at_binding(row);
      break;
    case KIND_binding_set:
      look_at_set(row);
      break;
    case KIND_function_expression:
      look_at_function(row);
      break;
    case KIND_formals:
      look_at_formals(row);
      break;
    case KIND_let_expression:
      look_at_let(row);
      break;
    case KIND_with_expression:
      look_at_with(row);
      break;
    case KIND_parenthesized_expression:
      look_at_parentheses(row);
      break;
    default:
      break;
  }
  if (columns.field[row] == FIELD_attr) look_at_attribute(row);
}

// How many rows each row is below the root, as far as rules and the analyzer follow them without a second thought.
enum { DEEP = 900, LONG_PATH = 400 };

static uint16_t *depths;
static uint32_t depths_capacity;

static void look_at_place(uint32_t row) {
  uint16_t kind = columns.kind[row];
  uint32_t parent = columns.parent[row];
  uint16_t outer = columns.kind[parent];
  depths[row] = row == 0 ? 0 : depths[parent] + 1;
  if (depths[row] >= DEEP) note(TRAIT_DOUBTFUL);
  if (kind == KIND_attrpath && columns.after[row] - row > LONG_PATH) note(TRAIT_DOUBTFUL);
  if (kind < KIND_COUNT) seen.kinds[kind / 32] |= 1u << (kind % 32);
  if (row != 0 && kind < NIX_KINDS && outer < NIX_KINDS) seen.around[kind][outer / 32] |= 1u << (outer % 32);
}

static bool is_broken(void) {
  if (columns.size == 0 || source_text[0] == 0xfeff) return true;
  if (columns.missing_size > 0 || columns.rejected_size > 0 || columns.too_deep != NO_ROW) return true;
  return child_in(0, FIELD_expression) == 0;
}

static void note_if(bool is_so, Trait trait) {
  if (is_so) note(trait);
}

// What hides from the walk over the rows what names mean: odd names, sets in several parts, and
// what an `inherit` without names has for a source, which nobody looks at.
enum { VAGUE = 1u << TRAIT_ODD_NAME | 1u << TRAIT_REPEATED_ATTRIBUTE | 1u << TRAIT_EMPTY_INHERIT };

static void note_names(void) {
  bool is_vague = scopes_seen.has_odd_name || (seen.traits & VAGUE);
  note_if(is_vague || scopes_seen.has_unresolved, TRAIT_UNRESOLVED_NAME);
  note_if(is_vague || scopes_seen.has_unused, TRAIT_UNUSED_NAME);
  note_if(is_vague || scopes_seen.has_unused_underscored, TRAIT_UNUSED_UNDERSCORED_NAME);
  note_if(is_vague || scopes_seen.has_used_underscored, TRAIT_USED_UNDERSCORED_NAME);
  note_if(is_vague || scopes_seen.has_unused_rec, TRAIT_UNUSED_REC);
  note_if(is_vague || scopes_seen.has_unused_with, TRAIT_UNUSED_WITH);
  note_if(is_vague && (seen.kinds[KIND_with_expression / 32] & (1u << (KIND_with_expression % 32))), TRAIT_WIDE_WITH);
  note_if(scopes_seen.has_nested_with, TRAIT_NESTED_WITH);
  memcpy(seen.words_written, words_written, sizeof(words_written));
  memcpy(seen.words_bound, scopes_seen.words_bound, sizeof(scopes_seen.words_bound));
}

// Looks at the tree that was parsed last, which is one of Nix.
EXPORT("glance")
Glance *glance(void) {
  memset(&seen, 0, sizeof(seen));
  if (is_broken()) {
    note(TRAIT_DOUBTFUL);
    return &seen;
  }
  if (columns.size > depths_capacity) {
    depths_capacity = columns.size + columns.size / 2;
    depths = grow(depths, depths_capacity, sizeof(*depths));
  }
  start_names();
  start_scopes();
  statement_count = 0;
  set_number = 0;
  counted_to = 0;
  for (uint32_t row = 0; row < columns.size; row++) {
    look_at_place(row);
    enter_row(row);
    look_at(row);
  }
  finish_scopes();
  note_names();
  return &seen;
}
