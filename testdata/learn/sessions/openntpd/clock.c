// What openntpd would do to the clock, without doing it: cc -shared -fPIC -o clock.so clock.c

#include <sys/time.h>
#include <sys/timex.h>

int adjtime(const struct timeval *by, struct timeval *left)
{
	if (left)
		left->tv_sec = left->tv_usec = 0;
	return 0;
}

int settimeofday(const struct timeval *now, const struct timezone *zone) { return 0; }
int adjtimex(struct timex *how) { return how->freq = how->modes = 0; }
int ntp_adjtime(struct timex *how) { return adjtimex(how); }
