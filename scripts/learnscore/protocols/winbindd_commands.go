package protocols

// The commands that have structures behind their structure.
const (
	winbinddGroupsOf  = 6
	winbinddGetUsers  = 9
	winbinddGetGroups = 12
	winbinddNTLMAuth  = 56
)

// winbinddSizes are those of texts and bytes of a fixed size.
var winbinddSizes = map[string]int{
	"text32": 32, "text256": 256, "text1024": 1024,
	"bytes1": 1, "bytes3": 3, "bytes8": 8, "bytes16": 16, "bytes256": 256, "bytes516": 516,
}

const (
	winbinddUser  = "user_name:text256 password:text256 uid:u32 gid:u32 gecos:text256 home:text256 shell:text256"
	winbinddGroup = "group_name:text256 password:text256 gid:u32 members_count:u32 members_offset:u32"

	// What tells how an authentication went.
	winbinddAuth = `nt_status:u32 nt_status_text:text256 error_text:text256 pam_error:i32 session_key:bytes16 lm_hash_start:bytes8
		credentials_cache:text256 reject_reason:u32 authoritative:u8 padding:bytes1 validation_level:u16
		min_password_length:u32 password_history:u32 password_properties_flags:u32 padding:u32 password_expires:seconds
		min_password_age:seconds logon_time:time logoff_time:time kickoff_time:time password_set_time:time
		password_can_change_time:time password_must_change_time:time logon_count:u32 bad_password_count:u32 user_rid:u32
		group_rid:u32 groups_count:u32 user_flags:u32 account_flags:u32 other_sids_count:u32 domain_sid:text256 user_name:text256
		full_name:text256 logon_script:text256 profile_path:text256 home:text256 home_drive:text256 logon_server:text256
		logon_domain:text256 dns_domain_name:text256 principal_name:text256 unix_name:text256`
)

// winbinddRequests are what requests hold by command.
var winbinddRequests = map[uint32]string{
	0:  "",                  // version of the interface
	1:  "user_name:text256", // users
	2:  "uid:u32",
	3:  "sid:text256",
	4:  "group_name:text256", // groups
	5:  "gid:u32",
	6:  "user_name:text256",
	7:  "", // one after the other
	8:  "",
	9:  "entries_count:u32",
	10: "",
	11: "",
	12: "entries_count:u32",
	13: "user_name:text256 password:text256 required_sid:text1024 credentials_cache_type:text256 uid:u32", // authentication
	14: `challenge:bytes8 logon_parameters_flags:u32 user_name:text256 auth_domain_name:text256 lm_response:bytes256
		lm_response_length:u32 nt_response:bytes256 nt_response_length:u32 workstation:text256 required_sid:text256`,
	15: "user_name:text256 old_password:text256 new_password:text256",
	16: "user_name:text256 credentials_cache:text256 uid:u32",
	17: `user_name:text256 auth_domain_name:text256 new_nt_password:bytes516 new_nt_password_length:u16 old_nt_hash:bytes16
		old_nt_hash_length:u16 new_lm_password:bytes516 new_lm_password_length:u16 old_lm_hash:bytes16 old_lm_hash_length:u16`,
	18: "", // lists
	19: "",
	20: "list_all_domains:bool",
	21: "sid:text256", // names of SIDs, and SIDs of names
	22: "name_domain_name:text256 name:text256",
	23: "sid:text256",
	24: "",
	25: "", // numbers of SIDs, and SIDs of numbers
	26: "",
	27: "", // new numbers
	28: "",
	29: "", // of domains and their controllers
	30: "",
	31: "",
	32: "",
	33: "",
	34: "",
	35: "",
	36: "",
	37: "dsgetdcname_domain_name:text256 domain_guid:text256 site_name:text256 request_flags:u32",
	38: "",
	39: "",
	40: "address:text256", // WINS
	41: "wins_name:text256",
	43: "", // others
	44: "",
	45: "sid:text256",
	46: "sid:text256",
	47: "sid:text256",

	winbinddNTLMAuth: "uid:u32 user_name:text256 initial_blob_length:u32 challenge_blob_length:u32",
	57:               "uid:u32 user_name:text256 password:text256",
}

// winbinddAnswers are what responses hold by the command that they are to.
var winbinddAnswers = map[uint32]string{
	0:  "interface_version:u32",
	1:  winbinddUser,
	2:  winbinddUser,
	3:  winbinddUser,
	4:  winbinddGroup,
	5:  winbinddGroup,
	6:  "entries_count:u32",
	7:  "",
	8:  "",
	9:  "entries_count:u32",
	10: "",
	11: "",
	12: "entries_count:u32",
	13: winbinddAuth,
	14: winbinddAuth,
	15: winbinddAuth,
	16: winbinddAuth,
	17: winbinddAuth,
	18: "entries_count:u32",
	19: "entries_count:u32",
	20: "entries_count:u32",
	21: "name_domain_name:text256 name:text256 sid_type:u32",
	22: "sid:text256 sid_type:u32",
	23: "domain_name:text256",
	24: "",
	25: "",
	26: "",
	27: "uid:u32",
	28: "gid:u32",
	29: winbinddAuth,
	30: winbinddAuth,
	31: winbinddAuth,
	32: "",
	33: "separator:char samba_version:text256",
	34: "domain_name:text256",
	35: "name:text256 alternative_name:text256 sid:text256 native_mode:bool active_directory:bool primary:bool",
	36: "dc_name:text256",
	37: `dc_name:text256 dc_address:text256 dc_address_type:u32 domain_guid:text256 domain_name:text256 forest_name:text256 dc_flags:u32
		dc_site_name:text256 client_site_name:text256`,
	38: "entries_count:u32",
	39: "sequence_number:u32",
	40: "wins_name:text256",
	41: "address:text256",
	43: "netbios_name:text256",
	44: "",
	45: "entries_count:u32",
	46: "entries_count:u32",
	47: "entries_count:u32",

	winbinddNTLMAuth: "session_key:bytes16 auth_blob_length:u32 new_spnego:u8 pad:bytes3",
	57:               "",
}
