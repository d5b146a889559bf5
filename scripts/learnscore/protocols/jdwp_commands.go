package protocols

// Commands whose replies tell what others hold: their set, and their number in it.
const (
	jdwpIDSizes    = 0x107
	jdwpSuperclass = 0x301
	jdwpTypeOf     = 0x901
)

const (
	jdwpInvocation = "thread:object method:method arguments:values invoke_options:u32"
	jdwpOfMethod   = "type:type method:method"
	jdwpOfFrame    = "thread:object frame:frame"
)

// jdwpCommands are what commands hold.
var jdwpCommands = map[int]string{
	0x101:       "", // of the virtual machine
	0x102:       "signature:string",
	0x103:       "",
	0x104:       "",
	0x105:       "",
	0x106:       "",
	jdwpIDSizes: "",
	0x108:       "",
	0x109:       "",
	0x10a:       "exit_code:u32",
	0x10b:       "text:string",
	0x10c:       "",
	0x10d:       "",
	0x10e:       "requests:disposed",
	0x10f:       "",
	0x110:       "",
	0x111:       "",
	0x112:       "classes:definitions",
	0x113:       "stratum:string",
	0x114:       "",
	0x115:       "types:types",
	0x116:       "",

	0x201: "type:type", // of a type
	0x202: "type:type",
	0x203: "type:type",
	0x204: "type:type",
	0x205: "type:type",
	0x206: "type:type fields:fields",
	0x207: "type:type",
	0x208: "type:type",
	0x209: "type:type",
	0x20a: "type:type",
	0x20b: "type:type",
	0x20c: "type:type",
	0x20d: "type:type",
	0x20e: "type:type",
	0x20f: "type:type",
	0x210: "type:type instances_limit:u32",
	0x211: "type:type",
	0x212: "type:type",
	0x213: "type:type",

	jdwpSuperclass: "type:type", // of a class
	0x302:          "type:type value:static",
	0x303:          "type:type " + jdwpInvocation,
	0x304:          "type:type " + jdwpInvocation,

	0x401: "type:type array_length:u32", // of the type of an array
	0x501: "type:type " + jdwpInvocation,

	0x601: jdwpOfMethod,
	0x602: jdwpOfMethod,
	0x603: jdwpOfMethod,
	0x604: jdwpOfMethod,
	0x605: jdwpOfMethod,

	jdwpTypeOf: "object:object", // of an object
	0x902:      "object:object fields:fields",
	0x903:      "object:object value:own",
	0x905:      "object:object",
	0x906:      "object:object thread:object type:type method:method arguments:values invoke_options:u32",
	0x907:      "object:object",
	0x908:      "object:object",
	0x909:      "object:object",
	0x90a:      "object:object referrers_limit:u32",
	0xa01:      "string:object",

	0xb01: "thread:object",
	0xb02: "thread:object",
	0xb03: "thread:object",
	0xb04: "thread:object",
	0xb05: "thread:object",
	0xb06: "thread:object start_frame:i32 frames_length:i32",
	0xb07: "thread:object",
	0xb08: "thread:object",
	0xb09: "thread:object",
	0xb0a: "thread:object exception:object",
	0xb0b: "thread:object",
	0xb0c: "thread:object",
	0xb0d: "thread:object",
	0xb0e: "thread:object value:value",

	0xc01: "group:object", // of a group of threads
	0xc02: "group:object",
	0xc03: "group:object",

	0xd01: "array:object",
	0xd02: "array:object first_index:u32 values_length:u32",
	0xd03: "object:object first_index:u32 value:elements",
	0xe01: "loader:object",

	0xf01: "event_kind:u8 suspend_policy:u8 modifiers:modifiers", // of requests for events
	0xf02: "event_kind:u8 request_id:u32",
	0xf03: "",

	0x1001: jdwpOfFrame + " slots:slots",
	0x1002: jdwpOfFrame + " slots:newslots",
	0x1003: jdwpOfFrame,
	0x1004: jdwpOfFrame,
	0x1101: "class_object:object",
	0x1201: "module:object",
	0x1202: "module:object",

	0x4064: "suspend_policy:u8 events:events", // what a virtual machine says by itself
}

const jdwpCapabilities = "can_watch_field_modification:bool can_watch_field_access:bool can_get_bytecodes:bool can_get_synthetic_attribute:bool" +
	" can_get_owned_monitor_info:bool can_get_current_contended_monitor:bool can_get_monitor_info:bool"

// jdwpReplies are what replies hold, by their commands. Others are empty.
var jdwpReplies = map[int]string{
	0x101:       "description:string jdwp_major_version:u32 jdwp_minor_version:u32 vm_version:string vm_name:string",
	0x102:       "classes:matching",
	0x103:       "classes:classes",
	0x104:       "threads:threads",
	0x105:       "groups:groups",
	jdwpIDSizes: "field_id_size:u32 method_id_size:u32 object_id_size:u32 type_id_size:u32 frame_id_size:u32",
	0x10b:       "string:object",
	0x10c:       jdwpCapabilities,
	0x10d:       "base_dir:string classpaths:paths bootclasspaths:paths",
	0x111: jdwpCapabilities + " can_redefine_classes:bool can_add_method:bool can_unrestrictedly_redefine_classes:bool can_pop_frames:bool" +
		" can_use_instance_filters:bool can_get_source_debug_extension:bool can_request_vm_death_event:bool can_set_default_stratum:bool" +
		" can_get_instance_info:bool can_request_monitor_events:bool can_get_monitor_frame_info:bool can_use_source_name_filters:bool" +
		" can_get_constant_pool:bool can_force_early_return:bool reserved22:bool reserved23:bool reserved24:bool reserved25:bool" +
		" reserved26:bool reserved27:bool reserved28:bool reserved29:bool reserved30:bool reserved31:bool reserved32:bool",
	0x114: "classes:genericclasses",
	0x115: "counts:counts",
	0x116: "modules:modules",

	0x201: "signature:string",
	0x202: "loader:object",
	0x203: "modifier_flags:u32",
	0x204: "fields:declaredfields",
	0x205: "methods:declaredmethods",
	0x206: "values:values",
	0x207: "source_file:string",
	0x208: "classes:taggedtypes",
	0x209: "status_flags:u32",
	0x20a: "interfaces:types",
	0x20b: "class_object:object",
	0x20c: "extension:string",
	0x20d: "signature:string generic_signature:string",
	0x20e: "fields:genericfields",
	0x20f: "methods:genericmethods",
	0x210: "instances:instances",
	0x211: "major_version:u32 minor_version:u32",
	0x212: "constants_count:u32 constants:code",
	0x213: "module:object",

	jdwpSuperclass: "type:type",
	0x303:          "return:value exception:tagged",
	0x304:          "new_object:tagged exception:tagged",
	0x401:          "new_array:tagged",
	0x501:          "return:value exception:tagged",

	0x601: "start_index:i64 end_index:i64 lines:lines",
	0x602: "arguments_size:u32 slots:variables",
	0x603: "bytecodes:code",
	0x604: "is_obsolete:bool",
	0x605: "arguments_size:u32 slots:genericvariables",

	jdwpTypeOf: "type_tag:u8 type:type",
	0x902:      "values:values",
	0x905:      "owner:object entry_count:u32 waiters:threads",
	0x906:      "return:value exception:tagged",
	0x909:      "is_collected:bool",
	0x90a:      "referrers:instances",
	0xa01:      "text:string",

	0xb01: "thread_name:string",
	0xb04: "thread_status:u32 suspend_status:u32",
	0xb05: "group:object",
	0xb06: "frames:frames",
	0xb07: "frame_count:u32",
	0xb08: "monitors:instances",
	0xb09: "monitor:tagged",
	0xb0c: "suspend_count:u32",
	0xb0d: "monitors:monitors",

	0xc01: "group_name:string",
	0xc02: "group:object",
	0xc03: "threads:threads groups:groups",

	0xd01: "array_length:u32",
	0xd02: "values:region",
	0xe01: "classes:taggedtypes",
	0xf01: "request_id:u32",

	0x1001: "values:values",
	0x1003: "this:tagged",
	0x1101: "type_tag:u8 type:type",
	0x1201: "module_name:string",
	0x1202: "loader:object",
}

// jdwpGroups are what lists have so many of.
var jdwpGroups = map[string]string{
	"classes":          "type_tag:u8 type:type signature:string status_flags:u32",
	"counts":           "instance_count:u64",
	"declaredfields":   "field:field name:string signature:string modifier_flags:u32",
	"declaredmethods":  "method:method name:string signature:string modifier_flags:u32",
	"definitions":      "type:type class_file:code",
	"disposed":         "object:object reference_count:u32",
	"events":           "event_kind:u8 =:event",
	"fields":           "field:field",
	"frames":           "frame:frame location:location",
	"genericclasses":   "type_tag:u8 type:type signature:string generic_signature:string status_flags:u32",
	"genericfields":    "field:field name:string signature:string generic_signature:string modifier_flags:u32",
	"genericmethods":   "method:method name:string signature:string generic_signature:string modifier_flags:u32",
	"genericvariables": "code_index:u64 name:string signature:string generic_signature:string code_length:u32 slot:u32",
	"groups":           "group:object",
	"instances":        "object:tagged",
	"lines":            "code_index:u64 line_number:u32",
	"matching":         "type_tag:u8 type:type status_flags:u32",
	"modifiers":        "modifier_kind:u8 =:modifier",
	"modules":          "module:object",
	"monitors":         "monitor:tagged stack_depth:i32",
	"newslots":         "slot:u32 value:value",
	"paths":            "path:string",
	"slots":            "slot:u32 signature_tag:u8",
	"taggedtypes":      "type_tag:u8 type:type",
	"threads":          "thread:object",
	"types":            "type:type",
	"values":           "value:value",
	"variables":        "code_index:u64 name:string signature:string code_length:u32 slot:u32",
}

// jdwpModifiers are what limits which events are wanted, by the kind of limit.
var jdwpModifiers = map[byte]string{
	1:  "events_count:u32",
	2:  "expression_id:u32",
	3:  "thread:object",
	4:  "type:type",
	5:  "class_pattern:string",
	6:  "class_pattern:string",
	7:  "location:location",
	8:  "exception_type:type caught:bool uncaught:bool",
	9:  "type:type field:field",
	10: "thread:object step_size:u32 step_depth:u32",
	11: "instance:object",
	12: "source_name_pattern:string",
}

const (
	jdwpHappened = "request_id:u32 thread:object"
	jdwpAt       = jdwpHappened + " location:location"
)

// jdwpEvents are what events hold, by their kind.
var jdwpEvents = map[byte]string{
	1:  jdwpAt,
	2:  jdwpAt,
	4:  jdwpAt + " exception:tagged catch:location",
	6:  jdwpHappened,
	7:  jdwpHappened,
	8:  jdwpHappened + " type_tag:u8 type:type signature:string status_flags:u32",
	9:  "request_id:u32 signature:string",
	20: jdwpAt + " type_tag:u8 type:type field:field object:tagged",
	21: jdwpAt + " type_tag:u8 type:type field:field object:tagged value:value",
	40: jdwpAt,
	41: jdwpAt,
	42: jdwpAt + " return:value",
	43: jdwpHappened + " object:tagged location:location",
	44: jdwpHappened + " object:tagged location:location",
	45: jdwpHappened + " object:tagged location:location wait_timeout:i64",
	46: jdwpHappened + " object:tagged location:location timed_out:bool",
	90: jdwpHappened,
	99: "request_id:u32",
}
