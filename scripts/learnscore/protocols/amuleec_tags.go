package protocols

import "strings"

// amuleECTags are the names of tags, by the upper byte of their numbers, as ECCodes.h of aMule 2.3.3 lists them.
var amuleECTags = map[int]string{
	0x00: "string passwd_hash protocol_version version_id detail_level connstate ed2k_id log_to_status bootstrap_ip bootstrap_port " +
		"client_id passwd_salt can_zlib can_utf8_numbers can_notify ecid kad_id",
	0x01: "client_name client_version client_mod",
	0x02: "stats_ul_speed stats_dl_speed stats_ul_speed_limit stats_dl_speed_limit stats_up_overhead stats_down_overhead " +
		"stats_total_src_count stats_banned_count stats_ul_queue_len stats_ed2k_users stats_kad_users stats_ed2k_files " +
		"stats_kad_files stats_logger_message stats_kad_firewalled_udp stats_kad_indexed_sources stats_kad_indexed_keywords " +
		"stats_kad_indexed_notes stats_kad_indexed_load stats_kad_ip_adress stats_buddy_status stats_buddy_ip stats_buddy_port " +
		"stats_kad_in_lan_mode stats_total_sent_bytes stats_total_received_bytes stats_shared_file_count stats_kad_nodes",
	0x03: "partfile partfile_name partfile_partmetid partfile_size_full partfile_size_xfer partfile_size_xfer_up partfile_size_done " +
		"partfile_speed partfile_status partfile_prio partfile_source_count partfile_source_count_a4af " +
		"partfile_source_count_not_current partfile_source_count_xfer partfile_ed2k_link partfile_cat partfile_last_recv " +
		"partfile_last_seen_comp partfile_part_status partfile_gap_status partfile_req_status partfile_source_names " +
		"partfile_comments partfile_stopped partfile_download_active partfile_lost_corruption partfile_gained_compression " +
		"partfile_saved_ich partfile_source_names_counts partfile_available_parts partfile_hash partfile_shared " +
		"partfile_hashed_part_count partfile_a4afauto partfile_a4af_sources",
	0x04: "knownfile knownfile_xferred knownfile_xferred_all knownfile_req_count knownfile_req_count_all knownfile_accept_count " +
		"knownfile_accept_count_all knownfile_aich_masterhash knownfile_filename knownfile_complete_sources_low " +
		"knownfile_complete_sources_high knownfile_prio knownfile_on_queue knownfile_complete_sources knownfile_comment " +
		"knownfile_rating",
	0x05: "server server_name server_desc server_address server_ping server_users server_users_max server_files server_prio " +
		"server_failed server_static server_version server_ip server_port",
	0x06: "client client_software client_score client_hash client_friend_slot client_wait_time client_xfer_time client_queue_time " +
		"client_last_time client_upload_session client_upload_total client_download_total client_download_state client_up_speed " +
		"client_down_speed client_from client_user_ip client_user_port client_server_ip client_server_port client_server_name " +
		"client_soft_ver_str client_waiting_position client_ident_state client_obfuscation_status client_currentlyunused1 " +
		"client_remote_queue_rank client_disable_view_shared client_upload_state client_ext_protocol client_user_id " +
		"client_upload_file client_request_file client_a4af_files client_old_remote_queue_rank client_kad_port client_part_status " +
		"client_next_requested_part client_last_downloading_part client_remote_filename client_mod_version client_os_info " +
		"client_available_parts client_upload_part_status",
	0x07: "searchfile search_type search_name search_min_size search_max_size search_file_type search_extension search_availability " +
		"search_status search_parent",
	0x08: "friend friend_name friend_hash friend_ip friend_port friend_client friend_add friend_remove friend_friendslot " +
		"friend_shared",
	0x10: "select_prefs",
	0x11: "prefs_categories category category_title category_path category_comment category_color category_prio",
	0x12: "prefs_general user_nick user_hash user_host general_check_new_version",
	0x13: "prefs_connections conn_dl_cap conn_ul_cap conn_max_dl conn_max_ul conn_slot_allocation conn_tcp_port conn_udp_port " +
		"conn_udp_disable conn_max_file_sources conn_max_conn conn_autoconnect conn_reconnect network_ed2k network_kademlia",
	0x14: "prefs_messagefilter msgfilter_enabled msgfilter_all msgfilter_friends msgfilter_secure msgfilter_by_keyword " +
		"msgfilter_keywords",
	0x15: "prefs_remotectrl webserver_autorun webserver_port webserver_guest webserver_usegzip webserver_refresh webserver_template",
	0x16: "prefs_onlinesig onlinesig_enabled",
	0x17: "prefs_servers servers_remove_dead servers_dead_server_retries servers_auto_update servers_url_list " +
		"servers_add_from_server servers_add_from_client servers_use_score_system servers_smart_id_check " +
		"servers_safe_server_connect servers_autoconn_static_only servers_manual_high_prio servers_update_url",
	0x18: "prefs_files files_ich_enabled files_aich_trust files_new_paused files_new_auto_dl_prio files_preview_prio " +
		"files_new_auto_ul_prio files_ul_full_chunks files_start_next_paused files_resume_same_cat files_save_sources " +
		"files_extract_metadata files_alloc_full_size files_check_free_space files_min_free_space files_create_normal",
	0x1a: "prefs_directories directories_incoming directories_temp directories_shared directories_share_hidden",
	0x1b: "prefs_statistics statsgraph_width statsgraph_scale statsgraph_last statsgraph_data stattree_capping stattree_node " +
		"stat_node_value stat_value_type stattree_nodeid",
	0x1c: "prefs_security security_can_see_shares ipfilter_clients ipfilter_servers ipfilter_auto_update ipfilter_update_url " +
		"ipfilter_level ipfilter_filter_lan security_use_secident security_obfuscation_supported security_obfuscation_requested " +
		"security_obfuscation_required",
	0x1d: "prefs_coretweaks coretw_max_conn_per_five coretw_verbose coretw_filebuffer coretw_ul_queue coretw_srv_keepalive_timeout",
	0x1e: "prefs_kademlia kademlia_update_url",
}

// amuleECTag is the name of a tag; empty if there is none of that number.
func amuleECTag(number int) string {
	names := strings.Fields(amuleECTags[number>>8])
	if number&0xff >= len(names) {
		return ""
	}
	return names[number&0xff]
}
