// The tokens of Nix that a grammar cannot describe: parts of strings, paths, URIs and comments.
//
// It reads the text directly instead of one character at a time, so looking
// ahead costs no calls. It is total and linear: whatever was learnt by looking
// far ahead is kept until the text changes, so that no stretch is read twice.
// It keeps nothing between tokens that the parser would have to save.

#include "scanner.h"

#include "tree_sitter/parser.h"
#include "../core/source.h"

enum Token {
  STRING_FRAGMENT,
  INDENTED_STRING_FRAGMENT,
  PATH_START,
  PATH_FRAGMENT,
  DOLLAR_ESCAPE,
  INDENTED_DOLLAR_ESCAPE,
  HOME_PATH_START,
  SEARCH_PATH,
  URI,
  COMMENT,
};

// A stretch of path characters, which every token inside it asks for again.
static struct {
  uint32_t start;
  uint32_t end;
  // One after its last underscore, which a scheme of a URI may not have; known once somebody asks.
  uint32_t scheme;
  bool has_scheme;
} run;

// No comment that starts here or later has an end.
static uint32_t unterminated_from;

void scanner_forget(void) {
  run.start = run.end = 0;
  unterminated_from = UINT32_MAX;
}

// The end of the text reads as NUL, behind which nobody looks; callers that care look at the offset.
static uint16_t unit(uint32_t at) { return source_text[at]; }

// What a character may be part of.
enum { LETTER = 1, SPACE = 2, OF_PATH = 4, OF_URI = 8, IN_BOTH = OF_PATH | OF_URI };

static const uint8_t classes[128] = {
  ['a' ... 'z'] = LETTER | IN_BOTH,
  ['A' ... 'Z'] = LETTER | IN_BOTH,
  ['0' ... '9'] = IN_BOTH,
  ['.'] = IN_BOTH, ['_'] = IN_BOTH, ['-'] = IN_BOTH, ['+'] = IN_BOTH,
  ['%'] = OF_URI, ['/'] = OF_URI, ['?'] = OF_URI, [':'] = OF_URI, ['@'] = OF_URI, ['&'] = OF_URI,
  ['='] = OF_URI, ['$'] = OF_URI, [','] = OF_URI, ['!'] = OF_URI, ['~'] = OF_URI, ['*'] = OF_URI,
  ['\''] = OF_URI,
  [' '] = SPACE, ['\n'] = SPACE, ['\t'] = SPACE, ['\r'] = SPACE,
};

static bool is_in(uint16_t c, uint8_t class) { return c < 128 && (classes[c] & class) != 0; }
static bool is_letter(uint16_t c) { return is_in(c, LETTER); }
static bool is_space(uint16_t c) { return is_in(c, SPACE); }
static bool is_path_char(uint16_t c) { return is_in(c, OF_PATH); }
static bool is_uri_char(uint16_t c) { return is_in(c, OF_URI); }

static bool accept(Scanned *found, enum Token token, uint32_t end) {
  found->number = token;
  found->end = end;
  return true;
}

// Up to the closing quote, an escape or `${`. `$` hides the character after it: `$${` interpolates nothing.
static bool scan_string(Scanned *found) {
  uint32_t start = found->start;
  if (unit(start) == '\\' && unit(start + 1) == '$') return accept(found, DOLLAR_ESCAPE, start + 1);
  uint32_t at = start;
  while (at < source_length) {
    uint16_t c = unit(at);
    if (c == '"' || c == '\\') break;
    if (c == '$') {
      uint16_t next = unit(at + 1);
      if (next == '{') break;
      if (next != '"' && next != '\\') at++;
    }
    at++;
  }
  if (at > source_length) at = source_length;
  return at > start && accept(found, STRING_FRAGMENT, at);
}

static bool scan_indented_string(Scanned *found) {
  uint32_t start = found->start;
  if (unit(start) == '\'' && unit(start + 1) == '\'') {
    if (unit(start + 2) == '$') return accept(found, INDENTED_DOLLAR_ESCAPE, start + 2);
    if (unit(start + 2) == '\\' && unit(start + 3) == '$') return accept(found, INDENTED_DOLLAR_ESCAPE, start + 3);
    return false;
  }
  uint32_t at = start;
  while (at < source_length) {
    uint16_t c = unit(at);
    uint16_t next = unit(at + 1);
    if (c == '\'' && next == '\'') break;
    if (c == '$' && next == '{') break;
    at += c == '$' && next != '\'' ? 2 : 1;
  }
  if (at > source_length) at = source_length;
  return at > start && accept(found, INDENTED_STRING_FRAGMENT, at);
}

static bool scan_path_fragment(Scanned *found) {
  uint32_t start = found->start;
  uint32_t at = start;
  while (is_path_char(unit(at)) || unit(at) == '/') at++;
  return at > start && accept(found, PATH_FRAGMENT, at);
}

static bool scan_line_comment(Scanned *found, uint32_t at) {
  while (at < source_length && unit(at) != '\n' && unit(at) != '\r') at++;
  return accept(found, COMMENT, at);
}

static bool scan_block_comment(Scanned *found, uint32_t start) {
  if (start >= unterminated_from) return false;
  for (uint32_t at = start + 2; at + 1 < source_length; at++) {
    if (unit(at) == '*' && unit(at + 1) == '/') return accept(found, COMMENT, at + 2);
  }
  unterminated_from = start;
  return false;
}

static void find_run(uint32_t at) {
  if (at >= run.start && at < run.end) return;
  run.start = at;
  while (is_path_char(unit(at))) at++;
  run.end = at;
  run.has_scheme = false;
}

static uint32_t find_scheme(void) {
  if (run.has_scheme) return run.scheme;
  run.scheme = run.end;
  while (run.scheme > run.start && unit(run.scheme - 1) != '_') run.scheme--;
  run.has_scheme = true;
  return run.scheme;
}

// A slash makes it a path, if something of a path follows.
static bool scan_path(Scanned *found, uint32_t slash, enum Token token) {
  uint16_t next = unit(slash + 1);
  bool interpolates = next == '$' && unit(slash + 2) == '{';
  if (!is_path_char(next) && !interpolates) return false;
  uint32_t end = slash + 1;
  while (is_path_char(unit(end)) || unit(end) == '/') end++;
  return accept(found, token, end);
}

static bool scan_word(Scanned *found, uint32_t start) {
  find_run(start);
  uint16_t after = unit(run.end);
  if (after == '/') return scan_path(found, run.end, PATH_START);
  if (after != ':' || !is_letter(unit(start)) || !is_uri_char(unit(run.end + 1)) || start < find_scheme()) return false;
  uint32_t end = run.end + 1;
  while (is_uri_char(unit(end))) end++;
  return accept(found, URI, end);
}

static bool scan_search_path(Scanned *found, uint32_t start) {
  uint32_t at = start;
  do {
    uint32_t segment = ++at;
    while (is_path_char(unit(at))) at++;
    if (at == segment) return false;
  } while (unit(at) == '/');
  return unit(at) == '>' && accept(found, SEARCH_PATH, at + 1);
}

static bool scan_plain(Scanned *found) {
  uint32_t start = found->start;
  while (is_space(unit(start))) start++;
  found->start = start;
  if (start >= source_length) return false;
  uint16_t c = unit(start);
  switch (c) {
    case '#':
      return scan_line_comment(found, start);
    case '/':
      return unit(start + 1) == '*' ? scan_block_comment(found, start) : scan_path(found, start, PATH_START);
    case '~':
      return unit(start + 1) == '/' && scan_path(found, start + 1, HOME_PATH_START);
    case '<':
      return scan_search_path(found, start);
    case 0:
      // To Nix a NUL ends the file, and what comes after it is never read.
      return accept(found, COMMENT, source_length);
    default:
      return is_path_char(c) && scan_word(found, start);
  }
}

// A token is returned even where the grammar does not expect it: `x ? a/b` holds a path, as in Nix, not a division.
bool scan_nix(const bool *valid, uint32_t offset, Scanned *found) {
  found->start = offset;
  // Everything is valid only while the parser recovers from an error, where a string would swallow what follows.
  bool recovering = valid[STRING_FRAGMENT] && valid[INDENTED_STRING_FRAGMENT];
  if (!recovering) {
    if (valid[STRING_FRAGMENT]) return scan_string(found);
    if (valid[INDENTED_STRING_FRAGMENT]) return scan_indented_string(found);
    if (valid[PATH_FRAGMENT] && scan_path_fragment(found)) return true;
  }
  if (scan_plain(found)) return true;
  // Inside of a path, white space matters.
  if (valid[PATH_FRAGMENT]) found->start = offset;
  return false;
}

// The same for the runtime, whose lexer has to be moved.

void *tree_sitter_nix_external_scanner_create(void) { return NULL; }
void tree_sitter_nix_external_scanner_destroy(void *payload) { (void)payload; }

unsigned tree_sitter_nix_external_scanner_serialize(void *payload, char *buffer) {
  (void)payload;
  (void)buffer;
  return 0;
}

void tree_sitter_nix_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  (void)payload;
  (void)buffer;
  (void)length;
}

bool tree_sitter_nix_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  (void)payload;
  Scanned found;
  if (!scan_nix(valid, source_offset(lexer), &found)) return false;
  while (source_offset(lexer) < found.start) lexer->advance(lexer, true);
  source_advance(lexer, found.end);
  lexer->mark_end(lexer);
  lexer->result_symbol = found.number;
  return true;
}
