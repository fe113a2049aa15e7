// One walk over the rows, with a stack of what can be seen. It follows scope.ts and unused.ts of the
// analyzer, and where they would have to look closer it errs on the side of saying that there is something.

#include "scopes.h"

#include <stdlib.h>
#include <string.h>

#include "columns.h"
#include "source.h"

ScopesSeen scopes_seen;

// V8 clears all locals of a function whenever it is called, so `enter_row` has few: what most rows do without is apart.
#define APART __attribute__((noinline)) static

#define LIST(type, name)           \
  static type *name;               \
  static uint32_t name##_size;     \
  static uint32_t name##_capacity; \
  static type *add_##name(type item) {                                      \
    if (name##_size == name##_capacity) {                                   \
      name##_capacity = name##_capacity * 2 + 256;                          \
      name = grow(name, name##_capacity, sizeof(type));                     \
    }                                                                       \
    name[name##_size] = item;                                               \
    return &name[name##_size++];                                            \
  }

typedef enum { LET, REC, PATTERN, PARAMETER } BinderKind;

typedef struct {
  BinderKind kind;
  uint32_t name;
  // What the name meant outside.
  uint32_t outer;
  // The scope that it is of, and the region that this one is in.
  uint32_t scope;
  uint32_t region;
  bool is_mentioned;
  bool is_alive;
  // Whether its value is a set that is written out.
  bool is_set;
} Binder;

LIST(Binder, binders)

typedef struct {
  uint32_t row;
  uint32_t end;
  uint32_t first_binder;
  uint32_t binder_count;
} Scope;

// All there have been, and the numbers of those around the row.
LIST(Scope, scopes)
LIST(uint32_t, open_scopes)

typedef struct {
  uint32_t end;
  bool is_used;
  // Whether the text may tell all names of its set and of those around it; whether one of them is `builtins`.
  bool is_known;
  bool is_builtins;
} With;

LIST(With, withs)

// The value of names; what is mentioned there counts while one of them is alive.
typedef struct {
  uint32_t outer;
  uint32_t end;
  uint32_t first_owner;
  uint32_t owner_count;
} Region;

LIST(Region, regions)
LIST(uint32_t, owners)

// A mention in the value of a name.
typedef struct {
  uint32_t binder;
  uint32_t region;
} Mention;

LIST(Mention, mentions)

static uint32_t region;

// Nothing that is open ends before this row.
static uint32_t next_end;

static void note_end(uint32_t end) {
  if (end < next_end) next_end = end;
}

void start_scopes(void) {
  memset(&scopes_seen, 0, sizeof(scopes_seen));
  binders_size = scopes_size = open_scopes_size = withs_size = owners_size = mentions_size = 0;
  regions_size = 0;
  // The text itself is the value of nobody.
  add_regions((Region){ .outer = 0, .end = NO_ROW });
  region = 0;
  next_end = NO_ROW;
}

APART void open_scope(uint32_t row) {
  add_open_scopes(scopes_size);
  note_end(columns.after[row]);
  add_scopes((Scope){ .row = row, .end = columns.after[row], .first_binder = binders_size });
}

// Names of a set or a `let` that has them in several parts are one.
static void bind(BinderKind kind, uint32_t name, bool is_set) {
  if (name == ODD_NAME) scopes_seen.has_odd_name = true;
  if (!is_name(name)) return;
  uint32_t scope = scopes_size - 1;
  uint32_t known = names[name].binder;
  if (known != NO_ROW && binders[known].scope == scope) {
    // In a pattern the first one is a name of its own, which nobody can mention.
    if (kind == PATTERN || kind == PARAMETER) scopes_seen.has_unused = scopes_seen.has_unused_underscored = true;
    return;
  }
  if (kind != REC) note_word(scopes_seen.words_bound, names[name].word);
  add_binders((Binder){ .kind = kind, .name = name, .outer = known, .scope = scope, .region = region, .is_set = is_set });
  names[name].binder = binders_size - 1;
  scopes[scope].binder_count++;
}

static void bind_inherited(BinderKind kind, uint32_t statement) {
  uint32_t attributes = child_in(statement, FIELD_attrs);
  if (!attributes) return;
  for (uint32_t child = attributes + 1; child < columns.after[attributes]; child = columns.after[child]) {
    if (columns.field[child] == FIELD_attr) bind(kind, name_of_attribute(child), false);
  }
}

static uint32_t first_attribute(uint32_t binding) {
  uint32_t path = child_in(binding, FIELD_attrpath);
  return path ? child_in(path, FIELD_attr) : 0;
}

static bool is_set(uint32_t row) {
  uint16_t kind = columns.kind[unwrapped(row)];
  return kind == KIND_attrset_expression || kind == KIND_rec_attrset_expression;
}

// Whether a binding gives its first name a set that is written out, or an attribute of one.
static bool binds_set(uint32_t binding) {
  uint32_t path = child_in(binding, FIELD_attrpath), value = child_in(binding, FIELD_expression);
  if (path && columns.after[path + 1] != columns.after[path]) return true;
  return value && is_set(value);
}

APART void bind_statements(BinderKind kind, uint32_t owner) {
  for (uint32_t set = owner + 1; set < columns.after[owner]; set = columns.after[set]) {
    if (columns.kind[set] != KIND_binding_set) continue;
    for (uint32_t child = set + 1; child < columns.after[set]; child = columns.after[child]) {
      if (columns.field[child] != FIELD_binding) continue;
      uint32_t first = columns.kind[child] == KIND_binding ? first_attribute(child) : 0;
      if (first) bind(kind, name_of_attribute(first), binds_set(child));
      else bind_inherited(kind, child);
    }
  }
}

APART void bind_pattern(uint32_t lambda) {
  uint32_t parameter = child_in(lambda, FIELD_universal);
  if (parameter) bind(PARAMETER, name_of_row(parameter), false);
  uint32_t formals = child_in(lambda, FIELD_formals);
  if (!formals) return;
  for (uint32_t child = formals + 1; child < columns.after[formals]; child = columns.after[child]) {
    if (columns.field[child] != FIELD_formal) continue;
    uint32_t name = child_in(child, FIELD_name);
    bind(PATTERN, name_of_row(name ? name : child), false);
  }
}

static void close_scope(void) {
  const Scope *scope = &scopes[open_scopes[--open_scopes_size]];
  for (uint32_t at = scope->first_binder + scope->binder_count; at-- > scope->first_binder;) {
    names[binders[at].name].binder = binders[at].outer;
  }
}

// Names that a row between the statements of a `let` stands for own what is inside.
static void open_region(uint32_t row, uint32_t first_owner) {
  add_regions((Region){
    .outer = region,
    .end = columns.after[row],
    .first_owner = first_owner,
    .owner_count = owners_size - first_owner,
  });
  region = regions_size - 1;
  note_end(columns.after[row]);
}

static void add_owner(uint32_t name) {
  if (is_name(name) && names[name].binder != NO_ROW) add_owners(names[name].binder);
}

static bool is_of_let(uint32_t statement) {
  uint32_t set = columns.parent[statement];
  return columns.kind[columns.parent[set]] == KIND_let_expression;
}

// The region of a name is its value, with the names behind its own; that of `inherit (source) a b` is the source.
APART void enter_value(uint32_t row) {
  uint32_t parent = columns.parent[row];
  uint32_t first_owner = owners_size;
  switch (columns.kind[parent]) {
    case KIND_binding: {
      if (!is_of_let(parent)) return;
      uint32_t first = first_attribute(parent);
      if (first) add_owner(name_of_attribute(first));
      break;
    }
    case KIND_formal: {
      if (columns.field[row] != FIELD_default) return;
      uint32_t name = child_in(parent, FIELD_name);
      if (name) add_owner(name_of_row(name));
      break;
    }
    case KIND_inherit_from: {
      if (columns.field[row] != FIELD_expression || !is_of_let(parent)) return;
      uint32_t attributes = child_in(parent, FIELD_attrs);
      if (!attributes) return;
      for (uint32_t child = attributes + 1; child < columns.after[attributes]; child = columns.after[child]) {
        if (columns.field[child] == FIELD_attr) add_owner(name_of_attribute(child));
      }
      break;
    }
    default:
      return;
  }
  if (owners_size > first_owner) open_region(row, first_owner);
}

static void mention(uint32_t binder) {
  Binder *found = &binders[binder];
  found->is_mentioned = true;
  if (found->kind == REC) return;
  if (found->region == region) found->is_alive = true;
  else if (!found->is_alive) add_mentions((Mention){ binder, region });
}

static void take_from_withs(const Name *name) {
  if (withs_size == 0) {
    scopes_seen.has_unresolved = true;
    return;
  }
  const With *innermost = &withs[withs_size - 1];
  bool is_there = innermost->is_builtins && name->is_builtin;
  if (innermost->is_known && !is_there) scopes_seen.has_unresolved = true;
  for (uint32_t at = withs_size; at > 0 && !withs[at - 1].is_used; at--) withs[at - 1].is_used = true;
}

APART void use(uint32_t name, uint32_t binder) {
  if (binder != NO_ROW) mention(binder);
  else if (!names[name].is_global) take_from_withs(&names[name]);
}

// `inherit a;` takes the name from outside of the set, and in a `let` it is the value of the name inside.
APART void use_inherited(uint32_t row, uint32_t statement) {
  uint32_t name = name_of_attribute(row);
  if (!is_name(name)) return;
  uint32_t owner = columns.parent[columns.parent[statement]];
  uint32_t binder = names[name].binder;
  bool is_own = binder != NO_ROW && scopes[binders[binder].scope].row == owner;
  if (!is_own) {
    use(name, binder);
    return;
  }
  uint32_t outer = binders[binder].outer;
  uint32_t around = region;
  if (binders[binder].kind == LET) {
    uint32_t first_owner = owners_size;
    add_owners(binder);
    open_region(row, first_owner);
  }
  use(name, outer);
  region = around;
}

// Whether the text may tell what a set has, as known-set.ts does: it is written out, or a `let` names it, or it is `builtins`.
static bool is_known_set(uint32_t environment, bool *is_builtins) {
  if (is_set(environment)) return true;
  uint32_t row = unwrapped(environment);
  if (columns.kind[row] != KIND_variable_expression) return false;
  const Name *name = &names[name_of_row(row)];
  *is_builtins = name->binder == NO_ROW && name->is_global;
  return *is_builtins || (name->binder != NO_ROW && binders[name->binder].kind == LET && binders[name->binder].is_set);
}

APART void open_with(uint32_t body) {
  uint32_t environment = child_in(columns.parent[body], FIELD_environment);
  bool is_builtins = false;
  bool is_known = environment && is_known_set(environment, &is_builtins);
  if (withs_size > 0) {
    scopes_seen.has_nested_with = true;
    is_known = is_known && withs[withs_size - 1].is_known;
    is_builtins = is_builtins || withs[withs_size - 1].is_builtins;
  }
  note_end(columns.after[body]);
  add_withs((With){ .end = columns.after[body], .is_known = is_known, .is_builtins = is_builtins });
}

APART void leave_what_ended(uint32_t row) {
  while (regions[region].end <= row) region = regions[region].outer;
  while (open_scopes_size > 0 && scopes[open_scopes[open_scopes_size - 1]].end <= row) close_scope();
  while (withs_size > 0 && withs[withs_size - 1].end <= row) {
    if (!withs[--withs_size].is_used) scopes_seen.has_unused_with = true;
  }
  next_end = regions[region].end;
  if (open_scopes_size > 0) note_end(scopes[open_scopes[open_scopes_size - 1]].end);
  if (withs_size > 0) note_end(withs[withs_size - 1].end);
}

void enter_row(uint32_t row) {
  if (next_end <= row) leave_what_ended(row);
  uint8_t field = columns.field[row];
  if (field == FIELD_body && columns.kind[columns.parent[row]] == KIND_with_expression) open_with(row);
  if (field == FIELD_expression || field == FIELD_attrpath || field == FIELD_default) enter_value(row);
  switch (columns.kind[row]) {
    case KIND_let_expression:
      open_scope(row);
      bind_statements(LET, row);
      break;
    case KIND_rec_attrset_expression:
    case KIND_let_attrset_expression:
      open_scope(row);
      bind_statements(REC, row);
      break;
    case KIND_function_expression:
      open_scope(row);
      bind_pattern(row);
      break;
    case KIND_variable_expression: {
      uint32_t name = name_of_row(row);
      use(name, names[name].binder);
      break;
    }
    default: {
      if (field != FIELD_attr) break;
      uint32_t names_row = columns.parent[row];
      uint32_t statement = columns.parent[names_row];
      if (columns.kind[names_row] == KIND_inherited_attrs && columns.kind[statement] == KIND_inherit) use_inherited(row, statement);
    }
  }
}

static bool has_live_owner(const Region *at) {
  for (uint32_t index = 0; index < at->owner_count; index++) {
    if (binders[owners[at->first_owner + index]].is_alive) return true;
  }
  return false;
}

// Whether one of the names is alive that own each value around a mention, out to where its own name is bound.
static bool counts(Mention it) {
  uint32_t outermost = binders[it.binder].region;
  for (uint32_t at = it.region; at != outermost && at != 0; at = regions[at].outer) {
    if (!has_live_owner(&regions[at])) return false;
  }
  return true;
}

static bool find_alive_in(uint32_t index) {
  Binder *binder = &binders[mentions[index].binder];
  if (binder->is_alive || !counts(mentions[index])) return false;
  return binder->is_alive = true;
}

// So many times through all mentions are enough for real code; after that, names that are left count as unused.
enum { MAX_ROUNDS = 50 };

static void find_alive(void) {
  bool is_new = true;
  for (uint32_t round = 0; is_new && round < MAX_ROUNDS; round++) {
    is_new = false;
    for (uint32_t index = mentions_size; index-- > 0;) is_new |= find_alive_in(index);
    for (uint32_t index = 0; index < mentions_size; index++) is_new |= find_alive_in(index);
  }
}

static bool is_underscored(const Name *name) { return name->length > 0 && name->text[0] == '_'; }

void finish_scopes(void) {
  leave_what_ended(NO_ROW - 1);
  find_alive();
  for (uint32_t index = 0; index < binders_size; index++) {
    const Binder *binder = &binders[index];
    if (binder->kind == REC) continue;
    bool underscored = is_underscored(&names[binder->name]);
    if (!binder->is_alive && underscored) scopes_seen.has_unused_underscored = true;
    if (!binder->is_alive && !underscored) scopes_seen.has_unused = true;
    if (binder->is_mentioned && underscored && binder->kind != PATTERN) scopes_seen.has_used_underscored = true;
  }
  for (uint32_t index = 0; index < scopes_size; index++) {
    const Scope *scope = &scopes[index];
    if (columns.kind[scope->row] != KIND_rec_attrset_expression) continue;
    bool is_needed = false;
    for (uint32_t at = 0; at < scope->binder_count; at++) is_needed |= binders[scope->first_binder + at].is_mentioned;
    if (!is_needed) scopes_seen.has_unused_rec = true;
  }
}
