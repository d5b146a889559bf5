package protocols

// openbgpdStructs are the structures that messages hold, of bgpd.h and session.h.
var openbgpdStructs = map[string]string{
	"address": "ip:address rd:u64 scope_id:u32 address_family:u8 label_length:u8 label_stack:octets18",
	"reason":  "reason:text256", "destination": ":=address", "result": "result_code:u32", "verbose": "verbose:i32",

	"neighbor":  ":=address description:text32 reason:text256 show_timers:i32 is_group:i32",
	"community": "community_flags:u32 data1:u32 data2:u32 data3:u32",
	"filter_as": "as_set_name:text128 as_set:pointer as_min:u32 as_max:u32 as_type:u32 as_flags:u8 as_op:u8",
	"rib_request": `rib_name:text32 :=neighbor prefix:=address :=filter_as :=community rib_flags:u32 path_id:u32 requester_pid:u32 request_type:u32
		validation_state:u8 prefix_length:u8 address_family:u8`,
	"rib": `true_nexthop:=address exit_nexthop:=address prefix:=address remote_address:=address description:text32 age:i64 remote_id:ip4 path_id:u32
		local_pref:u32 med:u32 weight:u32 rib_flags:u32 prefix_length:u8 origin:u8 validation_state:u8 dmetric:i8`,
	"network": `prefix:=address set_first:pointer set_last:pointer prefix_set_name:text128 rd:u64 network_type:u32 route_label_id:u16
		prefix_length:u8 priority:u8 old:u8`,
	"filter_set": "next:pointer previous:pointer action:action action_type:u32",
	"timer":      "timer_type:u32 val:i64",

	"route":     "prefix:=address nexthop:=address route_label:text32 mpls_label:u32 route_flags:u16 interface_index:u16 prefix_length:u8 priority:u8",
	"interface": "interface_name:text16 link_state:text32 media:text32 baudrate:u64 routing_domain:u32 nexthop_reachable:u8 is_up:u8",
	"nexthop":   ":=address :=interface :=route valid:u8 route_valid:u8",
	"table": `description:text32 routes4:pointer routes6:pointer nexthops:pointer redistributed:pointer networks_first:pointer networks_last:pointer
		table_id:u32 nexthop_table_id:u32 nexthop_refs:i32 reconf_state:u32 fib_conf:u8 fib_sync:u8`,
	"set": "set_name:text128 last_change:time ip4_count:u64 ip6_count:u64 as_count:u64 set_type:u32",
	"rtr": `description:text32 remote_address:=address local_address:=address serial:u32 refresh:u32 retry:u32 expire:u32 session_id:i32
		remote_port:u32 last_sent_error:i32 last_received_error:i32 last_sent_text:text256 last_received_text:text256`,
	"memory": `path_count:i64 path_refs:i64 prefix_count:i64 rib_count:i64 entry_count:i64*5 nexthop_count:i64 as_path_count:i64 as_path_size:i64
		community_count:i64 community_members:i64 community_size:i64 community_refs:i64 attribute_count:i64 attribute_refs:i64
		attribute_data:i64 attribute_data_count:i64 as_set_count:i64 as_set_size:i64 as_set_members:i64 prefix_set_count:i64 prefix_set_size:i64`,

	"auth": `md5_key:text80 auth_key_in:octets20 auth_key_out:octets20 enc_key_in:octets32 enc_key_out:octets32 spi_in:u32 spi_out:u32
		auth_method:u32 auth_algorithm_in:u32 auth_algorithm_out:u32 enc_algorithm_in:u32 enc_algorithm_out:u32 md5_key_length:u8
		auth_key_in_length:u8 auth_key_out_length:u8 enc_key_in_length:u8 enc_key_out_length:u8`,
	"capabilities": `restart_timeout:i16 restart_flags:u8*5 graceful_restart:i8 multiprotocol:i8*5 route_refresh:i8 as4byte:i8
		enhanced_refresh:i8 add_path:i8*5 role:u8 role_enabled:i8`,
	"peer_config": `remote_address:=address local_address4:=address local_address6:=address :=auth :=capabilities eval_mode:u32 extra_paths:i32
		max_paths:i32 group:text32 description:text32 reason:text256 rib_name:text32 interface_depend:text16 demote_group:text16 peer_id:u32
		group_id:u32 remote_as:u32 local_as:u32 max_prefix:u32 max_out_prefix:u32 export_type:u32 enforce_as:u32 enforce_local_as:u32
		max_prefix_restart:u16 max_out_prefix_restart:u16 holdtime:u16 min_holdtime:u16 local_short_as:u16 remote_port:u16 template:u8
		remote_mask_length:u8 ebgp:u8 distance:u8 passive:u8 down:u8 announce_capabilities:u8 reflector_client:u8 ttl_security:u8 peer_flags:u8`,
	"peer_stats": `open_received:u64 update_received:u64 notification_received:u64 keepalive_received:u64 refresh_received:u64
		open_sent:u64 update_sent:u64 notification_sent:u64 keepalive_sent:u64 refresh_sent:u64 refresh_request_received:u64
		refresh_begin_received:u64 refresh_end_received:u64 refresh_request_sent:u64 refresh_begin_sent:u64 refresh_end_sent:u64
		prefix_update_received:u64 prefix_withdraw_received:u64 prefix_end_received:u64 prefix_update_sent:u64 prefix_withdraw_sent:u64
		prefix_end_sent:u64 last_updown:time last_read:time last_write:time prefix_count:u32 prefix_out_count:u32 pending_update:u32
		pending_withdraw:u32 last_sent_error_code:u8 last_sent_error_subcode:u8 last_received_error_code:u8 last_received_error_subcode:u8
		last_reason:text256`,
	"tree": "left:pointer right:pointer parent:pointer color:i32",
	"peer": `:=peer_config :=peer_stats :=tree announced:=capabilities received:=capabilities negotiated:=capabilities auth_local:=address
		auth_spi_in:u32 auth_spi_out:u32 auth_method:u32 auth_established:u8 local:=address local_alternative:=address remote:=address
		timers_first:pointer timers_last:pointer write_first:pointer write_last:pointer write_queued:u32 write_fd:i32 read_buffer:pointer
		peer_template:pointer fd:i32 last_error:i32 error_count:u32 idle_hold:u32 remote_bgp_id:ip4 session_state:u32 previous_state:u32
		reconf_action:u32 short_as:u16 holdtime:u16 local_port:u16 remote_port:u16 depend_ok:u8 demoted:u8 passive:u8 throttled:u8 read_pending:u8`,
}
