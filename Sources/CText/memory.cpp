#include "CText.h"

#include <malloc.h>

void ctext_return_free_memory(void) { malloc_trim(0); }
