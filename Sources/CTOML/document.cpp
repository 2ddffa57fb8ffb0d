// Debian's header calls abort() on errors such as [.a] when assertions are enabled.
#ifndef NDEBUG
#define NDEBUG
#endif
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_WINDOWS_COMPAT 0
#include <toml++/toml.h>

#include <algorithm>
#include <deque>
#include <new>
#include <sstream>
#include <string>
#include <vector>

#include "CTOML.h"
#include "limits.h"

struct ctoml_document {
  toml::table root;
  std::vector<ctoml_node> nodes;
  std::deque<std::string> texts;
  ctoml_fault fault{};
};

namespace {

ctoml_text borrowed(std::string_view text) { return {text.data(), text.size()}; }

ctoml_place place(const toml::source_region &region) {
  return {region.begin.line, region.begin.column};
}

/* Flattens the parser's tree into the list of nodes. */
class Flattener {
 public:
  explicit Flattener(ctoml_document &document) : document_(document) {}

  void add(const toml::node &node, const toml::key *key = nullptr) {
    ctoml_node flat{};
    flat.place = place(node.source());
    if (key) {
      flat.key = borrowed(key->str());
      flat.key_place = place(key->source());
    }
    fill(flat, node);
    document_.nodes.push_back(flat);
    if (const toml::table *table = node.as_table()) addKeys(*table);
    if (const toml::array *array = node.as_array()) {
      for (const toml::node &element : *array) add(element);
    }
  }

 private:
  ctoml_document &document_;

  void fill(ctoml_node &flat, const toml::node &node) {
    if (const auto *value = node.as_string()) {
      flat.kind = CTOML_STRING;
      flat.text = borrowed(value->get());
    } else if (const auto *value = node.as_integer()) {
      flat.kind = CTOML_INTEGER;
      flat.integer = value->get();
    } else if (const auto *value = node.as_floating_point()) {
      flat.kind = CTOML_FLOAT;
      flat.number = value->get();
    } else if (const auto *value = node.as_boolean()) {
      flat.kind = CTOML_BOOLEAN;
      flat.integer = value->get() ? 1 : 0;
    } else if (const auto *value = node.as_date()) {
      fillTime(flat, value->get());
    } else if (const auto *value = node.as_time()) {
      fillTime(flat, value->get());
    } else if (const auto *value = node.as_date_time()) {
      fillTime(flat, value->get());
    } else if (const toml::table *table = node.as_table()) {
      flat.kind = CTOML_TABLE;
      flat.children = table->size();
    } else if (const toml::array *array = node.as_array()) {
      flat.kind = CTOML_ARRAY;
      flat.children = array->size();
    }
  }

  template <typename Time>
  void fillTime(ctoml_node &flat, const Time &time) {
    std::ostringstream stream;
    stream << time;
    document_.texts.push_back(stream.str());
    flat.kind = CTOML_TIME;
    flat.text = borrowed(document_.texts.back());
  }

  /* The parser sorts keys by name, so the order of the text is restored here. */
  void addKeys(const toml::table &table) {
    std::vector<std::pair<const toml::key *, const toml::node *>> entries;
    entries.reserve(table.size());
    for (const auto &[key, value] : table) entries.emplace_back(&key, &value);
    std::stable_sort(entries.begin(), entries.end(), [](const auto &a, const auto &b) {
      return a.first->source().begin < b.first->source().begin;
    });
    for (const auto &[key, value] : entries) add(*value, key);
  }
};

void read(ctoml_document &document, std::string_view text) {
  const ctoml::Excess excess = ctoml::excess(text);
  if (excess.kind != CTOML_NO_FAULT) {
    document.fault = {excess.kind, ctoml::place(text, excess.offset), {}};
    return;
  }
  toml::parse_result result = toml::parse(text);
  if (result.failed()) {
    document.texts.emplace_back(result.error().description());
    ctoml_place fault = place(result.error().source());
    // At the end of the text the parser may report a column past the end of the line.
    const size_t end = ctoml::characters(ctoml::line(text, fault.line)) + 1;
    fault.column = std::min(fault.column, static_cast<uint32_t>(end));
    document.fault = {CTOML_SYNTAX, fault, borrowed(document.texts.back())};
    return;
  }
  document.root = std::move(result).table();
  Flattener(document).add(document.root);
}

}  // namespace

ctoml_document *ctoml_read(const char *text, size_t count) {
  ctoml_document *document = new (std::nothrow) ctoml_document;
  if (!document) return nullptr;
  try {
    read(*document, std::string_view(text, count));
  } catch (...) {
    document->nodes.clear();
    document->fault = {CTOML_OUT_OF_MEMORY, {}, {}};
  }
  return document;
}

void ctoml_free(ctoml_document *document) { delete document; }

ctoml_fault ctoml_fault_of(const ctoml_document *document) { return document->fault; }

size_t ctoml_count(const ctoml_document *document) { return document->nodes.size(); }

ctoml_node ctoml_node_at(const ctoml_document *document, size_t index) {
  return document->nodes[index];
}
