#ifndef CTOML_H
#define CTOML_H

#include <stddef.h>
#include <stdint.h>

/* Reads TOML 1.0 documents as plain C, over toml++. No function throws or aborts: a syntax error is
   returned as a fault with its position, and a text beyond the limits is rejected before it
   is parsed. */

#ifdef __cplusplus
extern "C" {
#endif

/* Limits of a text; beyond them the parser would overflow the stack. */
enum {
  CTOML_LARGEST_BYTES = 1 << 20, /* in a text */
  CTOML_LARGEST_PARTS = 64,      /* in a dotted key or header */
  CTOML_LARGEST_LEVELS = 64,     /* of nested arrays and inline tables */
  CTOML_LARGEST_DEPTH = 256      /* of header, keys and levels combined */
};

typedef enum {
  CTOML_TABLE,
  CTOML_ARRAY,
  CTOML_STRING,
  CTOML_INTEGER,
  CTOML_FLOAT,
  CTOML_BOOLEAN,
  CTOML_TIME /* a date, a time or both, as ISO 8601 text */
} ctoml_kind;

typedef enum {
  CTOML_NO_FAULT,
  CTOML_SYNTAX,
  CTOML_TOO_LONG,
  CTOML_TOO_MANY_PARTS,
  CTOML_TOO_DEEP,
  CTOML_OUT_OF_MEMORY
} ctoml_fault_kind;

/* UTF-8 bytes owned by their document. */
typedef struct {
  const char *bytes;
  size_t count;
} ctoml_text;

/* A line and a column in characters, both from 1; zeros where unknown. */
typedef struct {
  uint32_t line;
  uint32_t column;
} ctoml_place;

typedef struct {
  ctoml_kind kind;
  ctoml_place place;
  ctoml_text key; /* empty for elements of an array */
  ctoml_place key_place;
  ctoml_text text;  /* for strings and times */
  int64_t integer;  /* for integers; 1 for true */
  double number;    /* for floats; not finite for nan and inf */
  size_t children;  /* for tables and arrays; they follow their parent depth first */
} ctoml_node;

typedef struct {
  ctoml_fault_kind kind;
  ctoml_place place;
  ctoml_text text; /* the parser's message for a syntax error */
} ctoml_fault;

typedef struct ctoml_document ctoml_document;

/* Reads a text; NULL on out of memory. The caller frees the result. */
ctoml_document *ctoml_read(const char *text, size_t count);
void ctoml_free(ctoml_document *document);

/* The first fault; CTOML_NO_FAULT for a text that was read without one. */
ctoml_fault ctoml_fault_of(const ctoml_document *document);

/* The number of nodes: the root table and all nodes below it, parents first, with the keys of a
   table in the order of the text. */
size_t ctoml_count(const ctoml_document *document);
ctoml_node ctoml_node_at(const ctoml_document *document, size_t index);

/* Returns a line of a text, counted from 1, without its line ending; empty where there is none. */
ctoml_text ctoml_line(const char *text, size_t count, size_t number);

#ifdef __cplusplus
}
#endif
#endif
