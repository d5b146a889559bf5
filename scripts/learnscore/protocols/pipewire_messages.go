package protocols

// pipewireMethods are the values of what clients say to objects of an interface, by opcode, in the words
// of pod.values. new_id:INTERFACE makes an object of that; new_id alone one of the interface that
// is named before.
var pipewireMethods = map[string][]string{
	"Core": {
		1: "version",
		2: "id seq",
		3: "id seq",
		4: "id seq result message",
		5: "version new_id:Registry",
		6: "factory_name interface version {properties new_id",
		7: "id",
	},
	"Registry": {
		1: "global_id interface version new_id",
		2: "global_id",
	},
	"Client": {
		1: "id result message",
		2: "{properties",
		3: "index permissions_count",
		4: "permissions_count *permission",
	},
	"Device": pipewireParameters,
	"Node":   append(pipewireParameters, "command"),
	"Port":   pipewireParameters,
	"ClientNode": {
		1: "version new_id:Node",
		2: "change_mask parameters_count *parameter {node",
		3: "direction port_id change_mask parameters_count *parameter {port",
		4: "active",
		5: "event",
		6: "direction port_id mix_id buffers_count *client_buffer",
	},
	"Metadata": {
		1: "subject_id key type_name text",
		2: "nothing",
	},
}

// pipewireParameters are methods of what has parameters.
var pipewireParameters = []string{
	1: "parameter_types",
	2: "seq parameter_type index parameters_count filter",
	3: "parameter_type set_flags parameter",
}

// pipewireEvents are the values of what objects say to clients.
var pipewireEvents = map[string][]string{
	"Core": {
		0: "id cookie user_name host_name version_name name change_mask {properties",
		1: "id seq",
		2: "id seq",
		3: "id seq result message",
		4: "id",
		5: "id global_id",
		6: "memory_id data_type descriptor_index memory_flags",
		7: "memory_id",
		8: "id global_id {properties",
	},
	"Registry": {
		0: "global_id permissions interface version {properties",
		1: "global_id",
	},
	"Client": {
		0: "global_id change_mask {properties",
		1: "index {permissions",
	},
	"Device": {
		0: "global_id change_mask {properties {parameter_infos",
		1: "seq parameter_type index next_index parameter",
	},
	"Factory": {
		0: "global_id name interface version change_mask {properties",
	},
	"Link": {
		0: `global_id output_node_id output_port_id input_node_id input_port_id change_mask state error format
			{properties`,
	},
	"Module": {
		0: "global_id name file_name arguments change_mask {properties",
	},
	"Node": {
		0: `global_id max_input_ports_count max_output_ports_count change_mask input_ports_count output_ports_count state
			error {properties {parameter_infos`,
		1: "seq parameter_type index next_index parameter",
	},
	"Port": {
		0: "global_id direction change_mask {properties {parameter_infos",
		1: "seq parameter_type index next_index parameter",
	},
	"ClientNode": {
		0:  "read_index write_index memory_id memory_offset memory_size",
		1:  "parameter_type set_flags parameter",
		2:  "area_type memory_id memory_offset memory_size",
		3:  "event",
		4:  "command",
		5:  "direction port_id {properties",
		6:  "direction port_id",
		7:  "direction port_id parameter_type set_flags parameter",
		8:  "direction port_id mix_id buffers_flags buffers_count *buffer",
		9:  "direction port_id mix_id area_type memory_id memory_offset memory_size",
		10: "node_id descriptor_index memory_id memory_offset memory_size",
		11: "direction port_id mix_id peer_id {properties",
	},
	"Metadata": {
		0: "subject_id key type_name text",
	},
}

// pipewireRecords are values that messages have in common. An index of a descriptor is one among those
// that are passed with the message.
var pipewireRecords = map[string]string{
	"value":           "value",
	"properties":      "properties_count *property",
	"property":        "key text",
	"permissions":     "permissions_count *permission",
	"permission":      "global_id permissions",
	"parameter":       "parameter",
	"parameter_infos": "parameters_count *parameter_info",
	"parameter_info":  "parameter_type parameter_flags",
	"node": `max_input_ports_count max_output_ports_count change_mask node_flags properties_count *property
		parameters_count *parameter_info`,
	"port": `change_mask port_flags rate_numerator rate_denominator properties_count *property
		parameters_count *parameter_info`,
	"client_buffer": "datas_count *client_data",
	"client_data":   "data_type descriptor_index data_flags map_offset max_size",
	"buffer":        "memory_id memory_offset memory_size metas_count *meta datas_count *data",
	"meta":          "meta_type meta_size",
	"data":          "data_type data_id data_flags map_offset max_size",
	"footer":        "footer_type {generation",
	"generation":    "generation_number",
}
