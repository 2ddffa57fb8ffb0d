#ifndef CTOML_LIMITS_H
#define CTOML_LIMITS_H

#include <string_view>

#include "CTOML.h"

namespace ctoml {

/* What a text has too much of, and the byte at which it does; CTOML_NO_FAULT for one within the
   limits. */
struct Excess {
  ctoml_fault_kind kind;
  size_t offset;
};

/* One pass over the text, without recursion and without memory. */
Excess excess(std::string_view text) noexcept;

/* A line, from 1, without its end. */
std::string_view line(std::string_view text, size_t number) noexcept;

/* The characters of a text in UTF-8. */
size_t characters(std::string_view text) noexcept;

/* The line and the column, in characters, of a byte. */
ctoml_place place(std::string_view text, size_t offset) noexcept;

}  // namespace ctoml
#endif
