#include "CText.h"

#include <fast_float/fast_float.h>

namespace {

bool beginsNumber(const char *text, const char *end) {
  if (text < end && *text == '-') ++text;
  return text < end && ((*text >= '0' && *text <= '9') || *text == '.');
}

}  // namespace

size_t ctext_read_number(const char *text, size_t count, double *value) {
  const char *const end = text + count;
  if (!beginsNumber(text, end)) return 0;
  const auto result = fast_float::from_chars(text, end, *value);
  return result.ec == std::errc::invalid_argument ? 0 : static_cast<size_t>(result.ptr - text);
}
