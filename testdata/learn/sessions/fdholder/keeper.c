/* One connection to s6-fdholderd, which does what the words say: +ID and =ID store a pipe and a file, for as many seconds as the last number
   among the words; ?ID and -ID borrow and take one, .ID forgets one; list, dump, and copy, which stores all of a dump once more. */

#include <fcntl.h>
#include <s6/fdholder.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv) {
	s6_fdholder_t a = S6_FDHOLDER_ZERO;
	stralloc names = STRALLOC_ZERO;
	genalloc all = GENALLOC_ZERO;
	tain end, limit;
	int lasts = 0, pair[2], fd;
	tain_now_set_stopwatch_g();
	tain_addsec_g(&end, 20);
	if (!s6_fdholder_start_g(&a, argv[1], &end))
		return 1;
	for (char **word = argv + 2; *word; word++)
		switch (**word) {
		case '+':
		case '=':
			if (lasts)
				tain_addsec_g(&limit, lasts);
			else
				tain_add_g(&limit, &tain_infinite_relative);
			if (**word == '=')
				fd = open("/etc/services", O_RDONLY);
			else {
				pipe(pair);
				fd = pair[1];
			}
			s6_fdholder_store_g(&a, fd, *word + 1, &limit, &end);
			break;
		case '?':
		case '-':
			close(s6_fdholder_retrieve_maybe_delete_g(&a, *word + 1, **word == '-', &end));
			break;
		case '.':
			s6_fdholder_delete_g(&a, *word + 1, &end);
			break;
		case 'l':
			s6_fdholder_list_g(&a, &names, &end);
			break;
		case 'd':
		case 'c':
			genalloc_setlen(s6_fdholder_fd_t, &all, 0);
			s6_fdholder_getdump_g(&a, &all, &end);
			if (**word == 'c')
				s6_fdholder_setdump_g(&a, genalloc_s(s6_fdholder_fd_t, &all), genalloc_len(s6_fdholder_fd_t, &all), &end);
			break;
		default:
			lasts = atoi(*word);
		}
	s6_fdholder_end(&a);
	return 0;
}
