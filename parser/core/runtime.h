// The tree-sitter runtime as one unit, without its printing and its clock.

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <inttypes.h>

// Stands in for the formatting of log lines; defined in flatten.c.
static int note_log(char *buffer, size_t size, const char *format, ...);

// Nothing is printed and no deadline is set, so that nothing is imported from the host.
#define fprintf(...) ((void)0)
#define fputs(...) ((void)0)
#define fputc(...) ((void)0)
#define fclose(...) ((void)0)
#define fdopen(...) NULL
#define vsnprintf(...) 0
#define snprintf note_log
#define clock_gettime(...) ((void)0)

#include "lib.c"
