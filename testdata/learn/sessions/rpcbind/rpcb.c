/*
 * A client of rpcbind over its unix socket, by libtirpc, for what rpcinfo and servers do not ask:
 *
 *   cc -o rpcb rpcb.c $(pkg-config --cflags --libs libtirpc)
 *   rpcb VERSION (null|dump|time|stat)
 *   rpcb VERSION (set|unset|addr|versaddr|addrlist) PROGRAM VERSION NETID [ADDRESS]
 *   rpcb 2 (pset|punset|pport) PROGRAM VERSION PROTOCOL PORT
 *   rpcb VERSION (call|indirect) PROGRAM VERSION PROCEDURE [TEXT]
 *   rpcb VERSION (taddr|uaddr) ADDRESS
 */
#include <rpc/rpc.h>
#include <rpc/pmap_prot.h>
#include <rpc/pmap_rmt.h>
#include <rpc/rpcb_prot.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static CLIENT *client;

static void call(rpcproc_t procedure, void *in, void *arguments, void *out, void *result)
{
	struct timeval timeout = { 10, 0 };

	if (clnt_call(client, procedure, (xdrproc_t)in, arguments, (xdrproc_t)out, result, timeout) != RPC_SUCCESS)
		clnt_perror(client, "rpcb");
}

int main(int argc, char **argv)
{
	struct sockaddr_un address = { AF_UNIX, "/run/rpcbind.sock" };
	struct netbuf server = { sizeof(address), sizeof(address), &address };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	char text[1024] = "", *answer = text, *what = argv[2];
	long n[4] = { 0 };
	bool_t done;
	u_int port, now;

	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		return 1;
	client = clnt_vc_create(fd, &server, PMAPPROG, atoi(argv[1]), 0, 0);
	if (getenv("AUTHENTICATE"))
		client->cl_auth = authunix_create_default();
	for (int i = 3; i < argc && i < 7; i++)
		n[i - 3] = atol(argv[i]);
	RPCB binding = { n[0], n[1], argc > 5 ? argv[5] : "", argc > 6 ? argv[6] : "", "unknown" };
	struct pmap mapping = { n[0], n[1], n[2], n[3] };

	if (!strcmp(what, "null")) {
		call(0, xdr_void, NULL, xdr_void, NULL);
	} else if (!strcmp(what, "dump") && atoi(argv[1]) == 2) {
		struct pmaplist *list = NULL;
		call(PMAPPROC_DUMP, xdr_void, NULL, xdr_pmaplist_ptr, &list);
	} else if (!strcmp(what, "dump")) {
		rpcblist_ptr list = NULL;
		call(RPCBPROC_DUMP, xdr_void, NULL, xdr_rpcblist_ptr, &list);
	} else if (!strcmp(what, "time")) {
		call(RPCBPROC_GETTIME, xdr_void, NULL, xdr_u_int, &now);
	} else if (!strcmp(what, "stat")) {
		rpcb_stat_byvers stat;
		memset(&stat, 0, sizeof(stat));
		call(RPCBPROC_GETSTAT, xdr_void, NULL, xdr_rpcb_stat_byvers, &stat);
	} else if (!strcmp(what, "set") || !strcmp(what, "unset")) {
		call(what[0] == 's' ? RPCBPROC_SET : RPCBPROC_UNSET, xdr_rpcb, &binding, xdr_bool, &done);
	} else if (!strcmp(what, "addr") || !strcmp(what, "versaddr")) {
		call(what[0] == 'a' ? RPCBPROC_GETADDR : RPCBPROC_GETVERSADDR, xdr_rpcb, &binding, xdr_wrapstring, &answer);
	} else if (!strcmp(what, "addrlist")) {
		rpcb_entry_list_ptr list = NULL;
		call(RPCBPROC_GETADDRLIST, xdr_rpcb, &binding, xdr_rpcb_entry_list_ptr, &list);
	} else if (!strcmp(what, "pset") || !strcmp(what, "punset")) {
		call(what[1] == 's' ? PMAPPROC_SET : PMAPPROC_UNSET, xdr_pmap, &mapping, xdr_bool, &done);
	} else if (!strcmp(what, "pport")) {
		call(PMAPPROC_GETPORT, xdr_pmap, &mapping, xdr_u_int, &port);
	} else if (!strcmp(what, "call") || !strcmp(what, "indirect")) {
		struct r_rpcb_rmtcallargs wanted = { n[0], n[1], n[2], { 0, (char *)&argv[6] }, (xdrproc_t)xdr_wrapstring };
		struct r_rpcb_rmtcallres result = { NULL, { 0, NULL }, (xdrproc_t)xdr_void };

		if (argc < 7)
			wanted.xdr_args = (xdrproc_t)xdr_void;
		call(what[0] == 'c' ? RPCBPROC_BCAST : RPCBPROC_INDIRECT, xdr_rpcb_rmtcallargs, &wanted, xdr_rpcb_rmtcallres, &result);
	} else if (!strcmp(what, "taddr")) {
		struct netbuf taddr = { 0, 0, NULL };
		call(RPCBPROC_UADDR2TADDR, xdr_wrapstring, &argv[3], xdr_netbuf, &taddr);
	} else if (!strcmp(what, "uaddr")) {
		struct sockaddr_un at = { AF_UNIX, "" };
		struct netbuf taddr = { sizeof(at), 2 + strlen(argv[3]), &at };
		strncpy(at.sun_path, argv[3], sizeof(at.sun_path) - 1);
		call(RPCBPROC_TADDR2UADDR, xdr_netbuf, &taddr, xdr_wrapstring, &answer);
	}
	return 0;
}
