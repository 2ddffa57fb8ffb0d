#include "limits.h"

#include <algorithm>

namespace ctoml {
namespace {

/* Scans a text and counts nesting and sizes. It must agree with TOML only up to the first syntax
   error, where the parser stops: beyond that it may reject a faulty text, but never accepts one
   that is too deep. */
class Scanner {
 public:
  explicit Scanner(std::string_view text) noexcept : text_(text) {}

  Excess scan() noexcept {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") next_ = 3;
    while (!hasExcess() && skipToStatement()) {
      if (text_[next_] == '[') {
        header();
      } else {
        keyParts_ = key();
        if (at('=')) value();
      }
      skipLine();
    }
    return excess_;
  }

 private:
  std::string_view text_;
  size_t next_ = 0;
  Excess excess_{CTOML_NO_FAULT, 0};
  int headerParts_ = 0;
  int keyParts_ = 0;

  /* An open array or inline table, and the number of parts of the key that contains it. */
  struct Level {
    bool isTable;
    int keyParts;
  };
  Level levels_[CTOML_LARGEST_LEVELS];
  int levelCount_ = 0;

  bool hasExcess() const noexcept { return excess_.kind != CTOML_NO_FAULT; }
  bool atEnd() const noexcept { return next_ >= text_.size(); }
  bool at(char wanted) const noexcept { return !atEnd() && text_[next_] == wanted; }
  bool atAny(std::string_view wanted) const noexcept {
    return !atEnd() && wanted.find(text_[next_]) != std::string_view::npos;
  }

  void refuse(ctoml_fault_kind kind, size_t offset) noexcept {
    if (!hasExcess()) excess_ = {kind, offset};
  }

  void skipLine() noexcept {
    next_ = std::min(text_.find('\n', next_), text_.size());
  }

  /* Moves to the next key or header; returns false at the end of the text. */
  bool skipToStatement() noexcept {
    while (!atEnd()) {
      if (at('#')) {
        skipLine();
      } else if (atAny(" \t\r\n")) {
        ++next_;
      } else {
        return true;
      }
    }
    return false;
  }

  void header() noexcept {
    ++next_;
    if (at('[')) ++next_;
    headerParts_ = key();
    keyParts_ = 0;
    checkDepth();
  }

  /* Counts the parts of a dotted key, up to its terminator. */
  int key() noexcept {
    int parts = 1;
    while (!atEnd() && !atAny("=],}\n#") && !hasExcess()) {
      if (atAny("\"'")) {
        string();
        continue;
      }
      if (at('.') && ++parts > CTOML_LARGEST_PARTS) refuse(CTOML_TOO_MANY_PARTS, next_ + 1);
      ++next_;
    }
    return parts;
  }

  /* Scans the value of a key, up to the end of its last line. */
  void value() noexcept {
    levelCount_ = 0;
    checkDepth();
    ++next_;
    while (!atEnd() && !hasExcess()) {
      const char mark = text_[next_];
      if (mark == '"' || mark == '\'') {
        string();
        continue;
      }
      if (mark == '#') {
        skipLine();
        continue;
      }
      if (mark == '\n' && levelCount_ == 0) return;
      ++next_;
      if (mark == '[' || mark == '{') {
        open(mark == '{');
      } else if (mark == ']' || mark == '}') {
        levelCount_ = std::max(0, levelCount_ - 1);
      } else if (mark == ',' && levelCount_ > 0 && levels_[levelCount_ - 1].isTable) {
        levels_[levelCount_ - 1].keyParts = key();
        checkDepth();
      }
    }
  }

  void open(bool isTable) noexcept {
    if (levelCount_ == CTOML_LARGEST_LEVELS) return refuse(CTOML_TOO_DEEP, next_ - 1);
    levels_[levelCount_++] = {isTable, 0};
    if (isTable) levels_[levelCount_ - 1].keyParts = key();
    checkDepth();
  }

  void checkDepth() noexcept {
    int depth = headerParts_ + keyParts_;
    for (int level = 0; level < levelCount_; ++level) depth += 1 + levels_[level].keyParts;
    if (depth > CTOML_LARGEST_DEPTH) refuse(CTOML_TOO_DEEP, std::min(next_, text_.size() - 1));
  }

  /* Scans a quoted string of any of the four kinds; an unterminated one ends at the end of its
     line, or of the text. */
  void string() noexcept {
    const char quote = text_[next_];
    const char triple[] = {quote, quote, quote};
    const bool isLong = text_.substr(next_, 3) == std::string_view(triple, 3);
    next_ += isLong ? 3 : 1;
    while (!atEnd()) {
      if (quote == '"' && at('\\')) {
        next_ += next_ + 1 < text_.size() && text_[next_ + 1] == '\n' && !isLong ? 1 : 2;
      } else if (!isLong && (at('\n') || at(quote))) {
        next_ += at(quote) ? 1 : 0;
        return;
      } else if (isLong && text_.substr(next_, 3) == std::string_view(triple, 3)) {
        next_ += 3;
        // One or two quotation marks may belong to the end of the string itself.
        for (int more = 0; more < 2 && at(quote); ++more) ++next_;
        return;
      } else {
        ++next_;
      }
    }
    next_ = text_.size();
  }
};

}  // namespace

Excess excess(std::string_view text) noexcept {
  if (text.size() > CTOML_LARGEST_BYTES) return {CTOML_TOO_LONG, CTOML_LARGEST_BYTES};
  return Scanner(text).scan();
}

std::string_view line(std::string_view text, size_t number) noexcept {
  for (; number > 1; --number) {
    const size_t newline = text.find('\n');
    if (newline == std::string_view::npos) return {};
    text.remove_prefix(newline + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  return text;
}

size_t characters(std::string_view text) noexcept {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  }));
}

ctoml_place place(std::string_view text, size_t offset) noexcept {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const size_t newline = before.rfind('\n');
  const size_t start = newline == std::string_view::npos ? 0 : newline + 1;
  const auto lines = std::count(before.begin(), before.end(), '\n');
  return {
      static_cast<uint32_t>(lines + 1),
      static_cast<uint32_t>(characters(before.substr(start)) + 1)};
}

}  // namespace ctoml

ctoml_text ctoml_line(const char *text, size_t count, size_t number) {
  const std::string_view line = ctoml::line(std::string_view(text, count), number);
  return {line.data(), line.size()};
}
