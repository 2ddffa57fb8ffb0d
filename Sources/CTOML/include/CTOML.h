#ifndef CTOML_H
#define CTOML_H

#include <stddef.h>
#include <stdint.h>

/* TOML 1.0 documents as plain C, over toml++. No function throws or aborts: what cannot be read is a
   fault with its place, and a text beyond the limits is refused before it is parsed. */

#ifdef __cplusplus
extern "C" {
#endif

/* What a text may hold at most; beyond them the parser would run out of stack. */
enum {
  CTOML_LARGEST_BYTES = 1 << 20, /* of a text */
  CTOML_LARGEST_PARTS = 64,      /* of a dotted key or header */
  CTOML_LARGEST_LEVELS = 64,     /* of arrays and inline tables within each other */
  CTOML_LARGEST_DEPTH = 256      /* of header, keys and levels together */
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

/* Bytes in UTF-8 that belong to their document. */
typedef struct {
  const char *bytes;
  size_t count;
} ctoml_text;

/* A line and a column in characters, both from 1; zeros where there is none. */
typedef struct {
  uint32_t line;
  uint32_t column;
} ctoml_place;

typedef struct {
  ctoml_kind kind;
  ctoml_place place;
  ctoml_text key; /* empty for elements of an array */
  ctoml_place key_place;
  ctoml_text text;  /* of strings and times */
  int64_t integer;  /* of integers, and 1 for true */
  double number;    /* of floats, not finite for nan and inf */
  size_t children;  /* of tables and arrays; they follow their parent, each with its own children */
} ctoml_node;

typedef struct {
  ctoml_fault_kind kind;
  ctoml_place place;
  ctoml_text text; /* what the parser says about a syntax fault */
} ctoml_fault;

typedef struct ctoml_document ctoml_document;

/* Reads a text; NULL where there is no memory. To be freed by the caller. */
ctoml_document *ctoml_read(const char *text, size_t count);
void ctoml_free(ctoml_document *document);

/* The first fault; CTOML_NO_FAULT for a text that was read. */
ctoml_fault ctoml_fault_of(const ctoml_document *document);

/* The root table and all below it, parents first, the keys of a table in the order of the text. */
size_t ctoml_count(const ctoml_document *document);
ctoml_node ctoml_node_at(const ctoml_document *document, size_t index);

/* A line of a text, from 1, without its end; no bytes where there is none. */
ctoml_text ctoml_line(const char *text, size_t count, size_t number);

#ifdef __cplusplus
}
#endif
#endif
