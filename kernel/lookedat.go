package kernel

// lookedAt are the structs and enums that Resolve looks at, and castOf.
var lookedAt = []string{
	"address_space", "bio_vec", "cgroup", "cgroup_root", "cgroup_subsys_state", "cred", "dentry",
	"fdtable", "file", "files_struct", "folio", "inode", "iov_iter", "iovec", "iter_type",
	"kernfs_node", "msghdr", "page", "pageflags", "pid", "pt_regs", "sk_buff", "skb_shared_info",
	"sock", "sockaddr_un", "socket", "socket_alloc", "super_block", "task_struct", "timespec64",
	"unix_address", "unix_sock", "xa_node",
}

// named are the names by which types and functions are looked up.
func named() map[string]bool {
	names := map[string]bool{castFunction: true}
	for _, name := range lookedAt {
		names[name] = true
	}
	for _, functions := range [][]Function{Functions, ConnectionFunctions} {
		for i := range functions {
			names[functions[i].Name] = true
		}
	}
	return names
}
