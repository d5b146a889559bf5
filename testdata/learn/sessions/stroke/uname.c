// A kernel of a name of its own: cc -shared -fPIC -o uname.so uname.c

#include <string.h>
#include <sys/utsname.h>

int uname(struct utsname *u)
{
	memset(u, 0, sizeof *u);
	strcpy(u->sysname, "Linux");
	strcpy(u->release, "6.1.0");
	strcpy(u->machine, "x86_64");
	strcpy(u->nodename, "gate");
	return 0;
}
