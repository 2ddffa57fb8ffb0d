#ifndef CTOML_LIMITS_H
#define CTOML_LIMITS_H

#include <string_view>

#include "CTOML.h"

namespace ctoml {

/* The limit that a text exceeds, and the byte offset at which it does; CTOML_NO_FAULT for a text
   within the limits. */
struct Excess {
  ctoml_fault_kind kind;
  size_t offset;
};

/* Checks a text against the limits in one pass, without recursion or allocation. */
Excess excess(std::string_view text) noexcept;

/* Returns a line, counted from 1, without its line ending. */
std::string_view line(std::string_view text, size_t number) noexcept;

/* Returns the number of characters of a UTF-8 text. */
size_t characters(std::string_view text) noexcept;

/* Returns the line and column, in characters, of a byte offset. */
ctoml_place place(std::string_view text, size_t offset) noexcept;

}  // namespace ctoml
#endif
