package protocols

// p11Calls are the functions of PKCS #11 by their numbers: what a call holds and what its answer does, NAME:TYPE
// each. Types are those of the signature that is in each message, see p11.value: put together, they are it.
var p11Calls = [][2]string{
	{"-", "error_code:u"},
	{"handshake:ay reserved_given:y reserved:ay", ""}, // C_Initialize
	{"", ""},
	{"", "cryptoki_version:v manufacturer:s flags:u description:s library_version:v"},
	{"token_present:y slot:fu", "slot_id:au"},
	{"slot_id:u", "description:s manufacturer:s flags:u hardware_version:v firmware_version:v"},
	{"slot_id:u", "label:s manufacturer:s model:s serial:s flags:u max_session_count:u session_count:u max_rw_session_count:u rw_session_count:u max_pin_len:u min_pin_len:u" +
		" total_public_memory:u free_public_memory:u total_private_memory:u free_private_memory:u hardware_version:v firmware_version:v utc_time:s"},
	{"slot_id:u mechanism:fu", "mechanism_type:au"},
	{"slot_id:u mechanism_type:u", "min_key_size:u max_key_size:u flags:u"},
	{"slot_id:u pin:ay label:z", ""}, // C_InitToken
	{"slot_id:u flags:u", "session_handle:u"},
	{"session_handle:u", ""},
	{"slot_id:u", ""},
	{"session_handle:u", "slot_id:u state:u flags:u device_error:u"},
	{"session_handle:u pin:ay", ""},
	{"session_handle:u old_pin:ay new_pin:ay", ""},
	{"session_handle:u state:fy", "state:ay"},
	{"session_handle:u state:ay encryption_key_handle:u authentication_key_handle:u", ""},
	{"session_handle:u user_type:u pin:ay", ""}, // C_Login
	{"session_handle:u", ""},
	{"session_handle:u template:aA", "object_handle:u"}, // C_CreateObject
	{"session_handle:u object_handle:u template:aA", "object_handle:u"},
	{"session_handle:u object_handle:u", ""},
	{"session_handle:u object_handle:u", "object_size:u"},
	{"session_handle:u object_handle:u template:fA", "template:aA result_code:u"},
	{"session_handle:u object_handle:u template:aA", ""},
	{"session_handle:u template:aA", ""}, // C_FindObjectsInit
	{"session_handle:u object:fu", "object_handle:au"},
	{"session_handle:u", ""},
	{"session_handle:u mechanism:M key_handle:u", ""}, // C_EncryptInit
	{"session_handle:u data:ay encrypted:fy", "encrypted:ay"},
	{"session_handle:u data:ay encrypted:fy", "encrypted:ay"},
	{"session_handle:u encrypted:fy", "encrypted:ay"},
	{"session_handle:u mechanism:M key_handle:u", ""}, // C_DecryptInit
	{"session_handle:u encrypted:ay data:fy", "data:ay"},
	{"session_handle:u encrypted:ay data:fy", "data:ay"},
	{"session_handle:u data:fy", "data:ay"},
	{"session_handle:u mechanism:M", ""}, // C_DigestInit
	{"session_handle:u data:ay digest:fy", "digest:ay"},
	{"session_handle:u data:ay", ""},
	{"session_handle:u key_handle:u", ""},
	{"session_handle:u digest:fy", "digest:ay"},
	{"session_handle:u mechanism:M key_handle:u", ""}, // C_SignInit
	{"session_handle:u data:ay signed:fy", "signed:ay"},
	{"session_handle:u data:ay", ""},
	{"session_handle:u signed:fy", "signed:ay"},
	{"session_handle:u mechanism:M key_handle:u", ""}, // C_SignRecoverInit
	{"session_handle:u data:ay signed:fy", "signed:ay"},
	{"session_handle:u mechanism:M key_handle:u", ""}, // C_VerifyInit
	{"session_handle:u data:ay signed:ay", ""},
	{"session_handle:u data:ay", ""},
	{"session_handle:u signed:ay", ""},
	{"session_handle:u mechanism:M key_handle:u", ""}, // C_VerifyRecoverInit
	{"session_handle:u signed:ay data:fy", "data:ay"},
	{"session_handle:u data:ay encrypted:fy", "encrypted:ay"}, // C_DigestEncryptUpdate
	{"session_handle:u encrypted:ay data:fy", "data:ay"},
	{"session_handle:u data:ay encrypted:fy", "encrypted:ay"},
	{"session_handle:u encrypted:ay data:fy", "data:ay"},
	{"session_handle:u mechanism:M template:aA", "key_handle:u"}, // C_GenerateKey
	{"session_handle:u mechanism:M public_template:aA private_template:aA", "public_key_handle:u private_key_handle:u"},
	{"session_handle:u mechanism:M wrapping_key_handle:u key_handle:u wrapped:fy", "wrapped:ay"},
	{"session_handle:u mechanism:M unwrapping_key_handle:u wrapped:ay template:aA", "key_handle:u"},
	{"session_handle:u mechanism:M base_key_handle:u template:aA", "key_handle:u"},
	{"session_handle:u seed:ay", ""},
	{"session_handle:u random:fy", "random:ay"},
	{"flags:u", "slot_id:u"},
}

// p11Attributes are the attributes that are no bytes, by their types, and the names of those that are: words are
// NAME:TYPE as p11.attribute has it.
var p11Attributes = map[int]string{
	0x0: "class:number", 0x1: "token:bool", 0x2: "private:bool", 0x3: "label:text", 0x10: "application:text",
	0x11: "value:bytes", 0x12: "object_id:bytes", 0x80: "certificate_type:number", 0x81: "issuer:bytes",
	0x82: "serial_number:bytes", 0x86: "trusted:bool", 0x87: "certificate_category:number",
	0x88: "java_midp_security_domain:number", 0x89: "url:text", 0x90: "check_value:bytes", 0x100: "key_type:number",
	0x101: "subject:bytes", 0x102: "id:bytes", 0x103: "sensitive:bool", 0x104: "encrypt:bool", 0x105: "decrypt:bool",
	0x106: "wrap:bool", 0x107: "unwrap:bool", 0x108: "sign:bool", 0x109: "sign_recover:bool", 0x10a: "verify:bool",
	0x10b: "verify_recover:bool", 0x10c: "derive:bool", 0x110: "start_date:date", 0x111: "end_date:date",
	0x120: "modulus:bytes", 0x121: "modulus_bits:number", 0x122: "public_exponent:bytes", 0x133: "prime_bits:number",
	0x134: "sub_prime_bits:number", 0x160: "value_bits:number", 0x161: "value_len:number", 0x162: "extractable:bool",
	0x163: "local:bool", 0x164: "never_extractable:bool", 0x165: "always_sensitive:bool", 0x166: "key_gen_mechanism:number",
	0x170: "modifiable:bool", 0x171: "copyable:bool", 0x180: "ec_params:bytes", 0x181: "ec_point:bytes",
	0x200: "secondary_auth:bool", 0x201: "auth_pin_flags:number", 0x202: "always_authenticate:bool",
	0x210: "wrap_with_trusted:bool", 0x300: "hw_feature_type:number", 0x301: "reset_on_init:bool", 0x302: "has_reset:bool",
	0x400: "pixel_x:number", 0x401: "pixel_y:number", 0x402: "resolution:number", 0x403: "char_rows:number",
	0x404: "char_columns:number", 0x405: "color:bool", 0x406: "bits_per_pixel:number", 0x500: "mechanism_type:number",
	0x40000211: "wrap_template:template", 0x40000212: "unwrap_template:template", 0x40000600: "allowed_mechanisms:numbers",
}
