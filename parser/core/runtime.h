// The tree-sitter runtime as one unit, without its printing and its clock.

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <inttypes.h>

// Nothing is printed and no deadline is set, so that nothing is imported from the host.
#define fprintf(...) ((void)0)
#define fputs(...) ((void)0)
#define fputc(...) ((void)0)
#define fclose(...) ((void)0)
#define fdopen(...) NULL
#define vsnprintf(...) 0
#define snprintf(...) 0
#define clock_gettime(...) ((void)0)

#include "lib.c"
