/* A program with tracepoints: a shop that sells, so many times, with a pause of so many microseconds. */
#define LTTNG_UST_TRACEPOINT_CREATE_PROBES
#define LTTNG_UST_TRACEPOINT_DEFINE
#include "shop.h"
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	static const char *names[] = {"rye", "a plum cake", "salt", "honey from the hills"};
	int times = argc > 1 ? atoi(argv[1]) : 1, pause = argc > 2 ? atoi(argv[2]) : 0;

	for (int i = 0; i < times; i++) {
		lttng_ust_tracepoint(shop, sold, i, names[i % 4], 1.25 * i);
		if (i % 5 == 0)
			lttng_ust_tracepoint(shop, opened, i);
		usleep(pause);
	}
	return 0;
}
