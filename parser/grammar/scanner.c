// The tokens of Nix that a grammar cannot describe: parts of strings, paths, URIs and comments.
//
// It reads the text directly instead of one character at a time, so looking
// ahead costs no calls. It is total and linear: whatever was learnt by looking
// far ahead is kept until the text changes, so that no stretch is read twice.
// It keeps nothing between tokens that the parser would have to save.

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
  // One after its last underscore, which a scheme of a URI may not have.
  uint32_t scheme;
} run;

// No comment that starts here or later has an end.
static uint32_t unterminated_from;

// Where the token begins that was looked for last, behind the white space before it.
static uint32_t token_start;

// From where the generated lexer may go on when there was none.
static uint32_t resume_at;

uint32_t scanner_resume(void) { return resume_at; }

void scanner_forget(void) {
  run.start = run.end = 0;
  unterminated_from = UINT32_MAX;
}

// The end of the text reads as NUL; callers that care look at the offset.
static uint16_t unit(uint32_t at) { return at < source_length ? source_text[at] : 0; }

static bool is_letter(uint16_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_digit(uint16_t c) { return c >= '0' && c <= '9'; }
static bool is_space(uint16_t c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

static bool is_path_char(uint16_t c) {
  return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '-' || c == '+';
}

static bool is_uri_char(uint16_t c) {
  switch (c) {
    case '%': case '/': case '?': case ':': case '@': case '&': case '=': case '+': case '$': case ',':
    case '-': case '_': case '.': case '!': case '~': case '*': case '\'':
      return true;
    default:
      return is_letter(c) || is_digit(c);
  }
}

static bool accept(TSLexer *lexer, enum Token token, uint32_t end) {
  while (source_offset(lexer) < token_start) lexer->advance(lexer, true);
  source_advance(lexer, end);
  lexer->mark_end(lexer);
  lexer->result_symbol = token;
  return true;
}

// Up to the closing quote, an escape or `${`. `$` hides the character after it: `$${` interpolates nothing.
static bool scan_string(TSLexer *lexer) {
  uint32_t start = source_offset(lexer);
  if (unit(start) == '\\' && unit(start + 1) == '$') return accept(lexer, DOLLAR_ESCAPE, start + 1);
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
  return at > start && accept(lexer, STRING_FRAGMENT, at);
}

static bool scan_indented_string(TSLexer *lexer) {
  uint32_t start = source_offset(lexer);
  if (unit(start) == '\'' && unit(start + 1) == '\'') {
    if (unit(start + 2) == '$') return accept(lexer, INDENTED_DOLLAR_ESCAPE, start + 2);
    if (unit(start + 2) == '\\' && unit(start + 3) == '$') return accept(lexer, INDENTED_DOLLAR_ESCAPE, start + 3);
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
  return at > start && accept(lexer, INDENTED_STRING_FRAGMENT, at);
}

static bool scan_path_fragment(TSLexer *lexer) {
  uint32_t start = source_offset(lexer);
  uint32_t at = start;
  while (is_path_char(unit(at)) || unit(at) == '/') at++;
  return at > start && accept(lexer, PATH_FRAGMENT, at);
}

static bool scan_line_comment(TSLexer *lexer, uint32_t at) {
  while (at < source_length && unit(at) != '\n' && unit(at) != '\r') at++;
  return accept(lexer, COMMENT, at);
}

static bool scan_block_comment(TSLexer *lexer, uint32_t start) {
  if (start >= unterminated_from) return false;
  for (uint32_t at = start + 2; at + 1 < source_length; at++) {
    if (unit(at) == '*' && unit(at + 1) == '/') return accept(lexer, COMMENT, at + 2);
  }
  unterminated_from = start;
  return false;
}

static void find_run(uint32_t at) {
  if (at >= run.start && at < run.end) return;
  run.start = run.end = run.scheme = at;
  for (; is_path_char(unit(run.end)); run.end++) {
    if (unit(run.end) == '_') run.scheme = run.end + 1;
  }
}

// A slash makes it a path, if something of a path follows.
static bool scan_path(TSLexer *lexer, uint32_t slash, enum Token token) {
  uint16_t next = unit(slash + 1);
  bool interpolates = next == '$' && unit(slash + 2) == '{';
  if (!is_path_char(next) && !interpolates) return false;
  uint32_t end = slash + 1;
  while (is_path_char(unit(end)) || unit(end) == '/') end++;
  return accept(lexer, token, end);
}

static bool scan_word(TSLexer *lexer, uint32_t start) {
  find_run(start);
  uint16_t after = unit(run.end);
  if (after == '/') return scan_path(lexer, run.end, PATH_START);
  if (after != ':' || start < run.scheme || !is_letter(unit(start)) || !is_uri_char(unit(run.end + 1))) return false;
  uint32_t end = run.end + 1;
  while (is_uri_char(unit(end))) end++;
  return accept(lexer, URI, end);
}

static bool scan_search_path(TSLexer *lexer, uint32_t start) {
  uint32_t at = start;
  do {
    uint32_t segment = ++at;
    while (is_path_char(unit(at))) at++;
    if (at == segment) return false;
  } while (unit(at) == '/');
  return unit(at) == '>' && accept(lexer, SEARCH_PATH, at + 1);
}

static bool scan_plain(TSLexer *lexer) {
  uint32_t start = token_start;
  while (is_space(unit(start))) start++;
  token_start = start;
  if (start >= source_length) return false;
  uint16_t c = unit(start);
  switch (c) {
    case '#':
      return scan_line_comment(lexer, start);
    case '/':
      return unit(start + 1) == '*' ? scan_block_comment(lexer, start) : scan_path(lexer, start, PATH_START);
    case '~':
      return unit(start + 1) == '/' && scan_path(lexer, start + 1, HOME_PATH_START);
    case '<':
      return scan_search_path(lexer, start);
    case 0:
      // To Nix a NUL ends the file, and what comes after it is never read.
      return accept(lexer, COMMENT, source_length);
    default:
      return is_path_char(c) && scan_word(lexer, start);
  }
}

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

// A token is returned even where the grammar does not expect it: `x ? a/b` holds a path, as in Nix, not a division.
bool tree_sitter_nix_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  (void)payload;
  token_start = resume_at = source_offset(lexer);
  // Everything is valid only while the parser recovers from an error, where a string would swallow what follows.
  bool recovering = valid[STRING_FRAGMENT] && valid[INDENTED_STRING_FRAGMENT];
  if (!recovering) {
    if (valid[STRING_FRAGMENT]) return scan_string(lexer);
    if (valid[INDENTED_STRING_FRAGMENT]) return scan_indented_string(lexer);
    if (valid[PATH_FRAGMENT] && scan_path_fragment(lexer)) return true;
  }
  if (scan_plain(lexer)) return true;
  // Inside of a path, white space matters.
  if (!valid[PATH_FRAGMENT]) resume_at = token_start;
  return false;
}
