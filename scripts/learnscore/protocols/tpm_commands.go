package protocols

// tpmCommand is what a command of a TPM 2.0 and its answer hold: handles, then parameters.
type tpmCommand struct {
	handles, parameters             string
	answerHandles, answerParameters string
}

// tpmCommands are commands as part 3 of the TPM 2.0 Library declares them: words are NAME:TYPE as
// tpm.value has it.
var tpmCommands = map[uint32]tpmCommand{
	0x120: {"auth object", "persistent_handle:u32", "", ""},
	0x122: {"auth nv_index", "", "", ""},
	0x126: {"auth", "", "", ""},
	0x129: {"auth", "new_auth:sized", "", ""},
	0x12a: {"auth", "auth_value:sized public_info:sized_nv_public", "", ""},
	0x131: {"parent", tpmCreation, "object", "out_public:sized_public " + tpmCreated + " name:sized"},
	0x134: {"auth nv_index", "", "", ""},
	0x137: {"auth nv_index", "data:sized offset:u16", "", ""},
	0x13a: {"lock", "new_max_tries:u32 new_recovery_time:u32 lockout_recovery:u32", "", ""},
	0x13c: {"pcr", "event_data:sized", "", "values:*digest_value"},
	0x13d: {"pcr", "", "", ""},
	0x142: {"", "to_test:*algorithm", "", "to_do:*algorithm"},
	0x143: {"", "full_test:bool", "", ""},
	0x145: {"", "shutdown_type:u16", "", ""},
	0x146: {"", "in_data:sized", "", ""},
	0x14e: {"auth nv_index", "data_size:u16 offset:u16", "", "data:sized"},
	0x153: {"parent", tpmCreation, "", "private:sized out_public:sized_public " + tpmCreated},
	0x157: {"parent", "private:sized in_public:sized_public", "object", "name:sized"},
	0x158: {"key", "qualifying_data:sized signature_scheme:scheme selection:*pcr_selection", "", "quoted:sized_attest signature:signature"},
	0x159: {"key", "cipher:sized key_scheme:scheme label:sized", "", "message:sized"},
	0x15d: {"key", "digest:sized signature_scheme:scheme validation:ticket", "", "signature:signature"},
	0x15e: {"object", "", "", "out_data:sized"},
	0x161: {"", "context:context", "object", ""},
	0x162: {"object", "", "", "context:context"},
	0x165: {"object", "", "", ""},
	0x169: {"nv_index", "", "", "public_info:sized_nv_public name:sized"},
	0x173: {"object", "", "", "out_public:sized_public name:sized qualified_name:sized"},
	0x174: {"key", "message:sized key_scheme:scheme label:sized", "", "cipher:sized"},
	0x176: {"key bind", "nonce_caller:sized encrypted_salt:sized session_type:u8 symmetric:cipher auth_hash_alg:u16", "session", "nonce_tpm:sized"},
	0x177: {"key", "digest:sized signature:signature", "", "validation:ticket"},
	0x17a: {"", "capability:u32 property:u32 property_count:u32", "", "more_data:bool capability:u32 capability_data:capability"},
	0x17b: {"", "requested_size:u16", "", "random:sized"},
	0x17c: {"", "", "", "out_data:sized test_result:u32"},
	0x17d: {"", "data:sized hash_alg:u16 hierarchy:u32", "", "digest:sized validation:ticket"},
	0x17e: {"", "selection:*pcr_selection", "", "pcr_update_counter:u32 selection:*pcr_selection values:*digest"},
	0x17f: {"session", "pcr_digest:sized selection:*pcr_selection", "", ""},
	0x181: {"", "", "", "time:u64 clock_info:clock_info"},
	0x182: {"pcr", "values:*digest_value", "", ""},
	0x189: {"session", "", "", "policy_digest:sized"},
	0x18c: {"session", "", "", ""},
	0x191: {"parent", "sensitive:sized_sensitive in_public:sized_public", "object", "private:sized out_public:sized_public name:sized"},
}

// What Create and CreatePrimary have in common.
const (
	tpmCreation = "sensitive:sized_sensitive in_public:sized_public outside_info:sized selection:*pcr_selection"
	tpmCreated  = "creation:sized_creation creation_digest:sized ticket:ticket"
)

// tpmRecords are structures of part 2.
var tpmRecords = map[string]string{
	"algorithm":          "algorithm:u16",
	"algorithm_property": "algorithm:u16 algorithm_flags:u32",
	"attest":             "magic:u32 attest_type:u16 qualified_signer:sized extra_data:sized clock_info:clock_info firmware_version:u64 attested:attested",
	"clock_info":         "clock:u64 reset_counter:u32 restart_counter:u32 safe:bool",
	"context":            "sequence:u64 saved_handle:u32 hierarchy:u32 context:sized",
	"creation":           "selection:*pcr_selection pcr_digest:sized locality:u8 parent_name_alg:u16 parent_name:sized parent_qualified_name:sized outside_info:sized",
	"curve":              "curve:u16",
	"digest":             "digest:sized",
	"digest_value":       "hash_alg:u16 digest:hash",
	"handle":             "listed_handle:u32",
	"nv_public":          "nv_index:u32 name_alg:u16 nv_flags:u32 policy_digest:sized data_size:u16",
	"pcr_selection":      "hash_alg:u16 select:selected",
	"property":           "property:u32 property_value:u32",
	"public":             "object_type:u16 name_alg:u16 object_flags:u32 policy_digest:sized parameters:parameters",
	"sensitive":          "user_auth:sized sensitive_data:sized",
	"signature":          "signature_alg:u16 signature:signed",
	"ticket":             "ticket_type:u16 hierarchy:u32 ticket_digest:sized",
}

// tpmSwitches are what follows a number: a union by its selector. 0x10 is none.
var tpmSwitches = map[string]map[int]string{
	"attested":   {0x8018: "selection:*pcr_selection pcr_digest:sized"},
	"capability": {0: "list:*algorithm_property", 1: "list:*handle", 5: "list:*pcr_selection", 6: "list:*property", 8: "list:*curve"},
	"cipher":     {0x06: "key_bits:u16 mode:u16", 0x10: ""},
	"hashed":     {0x10: "", 0x14: "scheme_hash_alg:u16", 0x15: "", 0x16: "scheme_hash_alg:u16", 0x17: "scheme_hash_alg:u16", 0x18: "scheme_hash_alg:u16", 0x05: "scheme_hash_alg:u16", 0x07: "scheme_hash_alg:u16", 0x20: "scheme_hash_alg:u16"},
	"parameters": {
		0x01: "symmetric:cipher key_scheme:scheme key_bits:u16 exponent:u32 modulus:sized",
		0x08: "key_scheme:scheme unique:sized",
		0x23: "symmetric:cipher key_scheme:scheme curve:u16 kdf:scheme x:sized y:sized",
	},
	"signed": {0x14: "signature_hash_alg:u16 signature:sized", 0x16: "signature_hash_alg:u16 signature:sized", 0x18: "signature_hash_alg:u16 r:sized s:sized"},
}

// tpmHashes are sizes of digests, by their algorithms.
var tpmHashes = map[int]int{0x04: 20, 0x0b: 32, 0x0c: 48, 0x0d: 64}
