package protocols

// gnunetGNSBlock is the type of a block of the GNU Name System.
const gnunetGNSBlock = 11

// gnunetMessages are what types of messages hold behind their header, as GNUnet 0.19.3 declares them: ARM, the datastore, the DHT,
// statistics, peerinfo, the namecache, the namestore, GNS and identities.
var gnunetMessages = map[int]string{
	8:  "reserved:u32 request_id:u64 service_name:textz",
	9:  "reserved:u32 request_id:u64 service_name:textz",
	10: "reserved:u32 request_id:u64 arm_result:u32 pad:u32",
	11: "service_status:u32 service_name:textz",
	12: "reserved:u32 request_id:u64",
	13: "reserved:u32 request_id:u64 service_count:u16 pad:skip services:services",
	14: "",
	15: "",
	17: "friend_only:u32 public_key:point addresses:addresses",

	92:  "entries:u32 amount:u64",
	93:  "reservation_id:i32",
	94:  "status:i32 min_expiration:time message:text?",
	95:  gnunetData,
	97:  "block_type:u32 next_uid:u64 random:u32",
	98:  "",
	99:  "block_type:u32 next_uid:u64",
	100: gnunetData,
	101: "",
	102: gnunetData,
	103: "",
	104: "block_type:u32 next_uid:u64 random:u32 key:hash",

	142: "block_type:u32 route_options:u32 replication_level:u32 expiration:time key:hash block:block",
	143: "route_options:u32 replication_level:u32 block_type:u32 key:hash unique_id:u64 extended_query:extended",
	144: "reserved:u32 unique_id:u64 key:hash",
	145: "block_type:u32 reserved:u32 route_options:u32 put_path_length:u32 get_path_length:u32 unique_id:u64 expiration:time key:hash path:paths block:block",
	149: "route_options:u32 block_type:u32 hop_count:u32 replication_level:u32 reserved:u32 key:hash",
	150: "block_type:u32 reserved:u32 route_options:u32 put_path_length:u32 get_path_length:u32 expiration:time key:hash path:paths block:block",
	151: "route_options:u32 block_type:u32 hop_count:u32 replication_level:u32 put_path_length:u32 expiration:time key:hash path:paths block:block",
	153: "block_type:u32 monitor_get:i16 monitor_get_response:i16 monitor_put:i16 filter_key:i16 key:hash",
	154: "block_type:u32 monitor_get:i16 monitor_get_response:i16 monitor_put:i16 filter_key:i16 key:hash",
	156: "reserved:u32 key:hash unique_id:u64 seen:hashes",
	159: "url:textz",
	161: "",

	168: "set_flags:u32 value:u64 subsystem:textz name:textz",
	169: "subsystem:textz name:textz",
	170: "uid:u32 value:u64 subsystem:textz name:textz",
	171: "",
	172: "subsystem:textz name:textz",
	173: "watch_flags:u32 wid:u32 reserved:u32 value:u64",
	174: "",
	175: "",

	330: "include_friend_only:u32 peer:point",
	331: "include_friend_only:u32",
	332: "reserved:u32 peer:point hello:hello?",
	333: "",
	334: "include_friend_only:u32",

	431: "r_id:u32 query:hash",
	432: "r_id:u32 expire:time block:gns?",
	433: "r_id:u32 expire:time block:gns?",
	434: "r_id:u32 op_result:i32",

	435:  "r_id:u32 rd_set_count:u16 key_len:u16 key:key sets:sets",
	436:  "r_id:u32 error_code:u32",
	437:  "r_id:u32 label_len:u16 is_edit_request:u16 filter:u16 key_len:u16 key:key label:named",
	438:  "r_id:u32 name_len:u16 rd_len:u16 rd_count:u16 found:i16 reserved:u16 key_len:u16 key:key name:named records:records",
	439:  "r_id:u32 key_len:u16 pkey_len:u16 key:key pkey:key",
	440:  "r_id:u32 error_code:i32 name_len:u16 rd_len:u16 rd_count:u16 key_len:u16 key:key name:named records:records",
	441:  "iterate_first:u32 filter:u16 key_len:u16 key:key",
	442:  "",
	443:  "r_id:u32 expire:time name_len:u16 rd_len:u16 rd_count:u16 key_len:u16 key:key name:named records:records",
	444:  "reserved:u32 limit:u64",
	445:  "r_id:u32 filter:u16 key_len:u16 key:key",
	447:  "r_id:u32 limit:u64",
	448:  "r_id:u32",
	449:  "r_id:u32",
	1750: "r_id:u32 reserved:u16 control:u16",
	1751: "r_id:u32 error_code:u32",

	500: "id:u32 lookup_options:i16 recursion_depth_limit:u16 record_type:i32 key_len:u32 key:key name:textz",
	501: "id:u32 rd_count:u32 records:records",

	624: "",
	625: "result_code:u32",
	626: "name_len:u16 end_of_list:u16 key_len:u16 reserved:u16 name:named key:key",
	629: "name_len:u16 key_len:u16 key:key name:named",
	630: "old_name_len:u16 new_name_len:u16 old_name:named new_name:named",
	631: "name_len:u16 reserved:u16 name:named",
	632: "name:textz",
	633: "suffix:textz",
}

// gnunetData is a block that the datastore has or gets.
const gnunetData = "reservation_id:u32 data_size:u32 block_type:u32 priority:u32 anonymity:u32 replication:u32 reserved:u32 uid:u64 expiration:time key:hash block:block"

// gnunetBlocks are what blocks of types that others can look into begin with: those of keywords, and those of the GNU Name System.
var gnunetBlocks = map[int]string{
	9:              "signature_r:point signature_s:point purpose_size:u32 purpose:u32 verification_key:point",
	gnunetGNSBlock: "gns_block_size:u32 zone_type:u32 derived_key:point signature_r:point signature_s:point expiration_time:time",
}

// gnunetRecords are the data of records of types.
var gnunetRecords = map[int]string{
	1:     "address:ipv4",
	5:     "alias:domain",
	6:     "master:domain mailbox:domain serial:u32 refresh:u32 retry:u32 expire_after:u32 minimum:u32",
	15:    "preference:u16 exchange:domain",
	16:    "text:rest",
	28:    "address:ipv6",
	65536: "zone_key:point",
	65537: "nick:rest",
}
