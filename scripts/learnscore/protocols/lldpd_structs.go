package protocols

import (
	"slices"
	"strconv"
	"strings"
)

// lldpdStructs are the structures, NAME:TYPE in the order of their fields: ">WHAT" is a pointer to what follows, "ignored"
// one that nothing follows, "=WHAT" a structure within, "+WHAT" one within that points to something; "*N" stands for an array.
var lldpdStructs = map[string]string{
	"ppvid": "next:>ppvid previous:ignored cap_status_flags:u8 ppvid:u16",
	"vlan":  "next:>vlan previous:ignored name:>string vlan_id:u16",
	"pi":    "next:>pi previous:ignored pi:>bytes pi_length:i32",

	"policy":   "index:u8 policy_type:u8 unknown:u8 tagged:u8 vlan_id:u16 priority:u8 dscp:u8",
	"location": "index:u8 location_format:u8 location:>bytes location_length:i32",
	"power":    "device_type:u8 power_source:u8 priority:u8 power_value:u16",
	"macphy":   "autoneg_support:u8 autoneg_enabled:u8 autoneg_advertised_flags:u16 mau_type:u16",
	"poe": `device_type:u8 supported:u8 enabled:u8 pair_control:u8 pairs:u8 power_class:u8 power_type:u8 power_source:u8
		priority:u8 requested:u16 allocated:u16 pd_4pid:u8 requested_a:u16 requested_b:u16 allocated_a:u16 allocated_b:u16
		pse_status:u16 pd_status:u8 pse_pairs_ext:u8 class_a:u8 class_b:u8 class_ext:u8 type_ext:u8 pd_load:u8 pse_max:u16`,
	"cdp": "request_id:u16 management_id:u16",

	"mgmt": "next:>mgmt previous:ignored family:i32 address:address address_size:u64 interface_index:u32",
	"chassis": `next:ignored previous:ignored reference_count:u16 chassis_index:u16 protocol_type:u8 id_subtype:u8 id:>bytes id_length:i32
		name:>string description:>string cap_available_flags:u16 cap_enabled_flags:u16 first_mgmt:>mgmt last_mgmt:ignored
		med_cap_flags:u16 med_type:u8 hardware:>string firmware:>string software:>string serial:>string manufacturer:>string
		model:>string asset:>string`,
	"custom": "next:>custom previous:ignored oui:octets3 subtype:u8 info:>bytes info_length:i32",
	"port": `next:>port previous:ignored chassis:>chassis last_change:time last_update:time last_remove:time last_frame:ignored
		protocol_type:u8 hidden_flags:u8 hardware_flags:i32 id_subtype:u8 id:>bytes id_length:i32 description:>string
		description_forced:i32 frame_size:u16 ttl:u16 vlan_tx_tag:i32 vlan_tx_enabled:i32 aggregate_id:u32 macphy:=macphy poe:=poe
		med_cap_flags:u16 policies:=policy*8 locations:+location*3 power:=power cdp:=cdp pvid:u16 first_vlan:>vlan last_vlan:ignored
		first_ppvid:>ppvid last_ppvid:ignored first_pi:>pi last_pi:ignored first_custom:>custom last_custom:ignored`,
	"port_set": `interface_name:>string local_id:>string local_description:>string rx_tx:i32 vlan_tx_tag:i32 vlan_tx_enabled:i32 policy:>policy
		location:>location power:>power poe:>poe custom:>custom custom_clear:i32 custom_operation:i32`,
	"config": `paused:i32 tx_interval:i32 ttl:i32 smart_flags:i32 receive_only:i32 max_neighbors:i32 mgmt_pattern:>string cid_pattern:>string
		cid_string:>string iface_pattern:>string perm_ifaces:>string platform:>string description:>string hostname:>string
		advertise_version:i32 set_description:i32 promiscuous:i32 cap_advertise:i32 cap_override:i32 mgmt_advertise:i32 no_inventory:i32
		fast_start:i32 tx_fast_init:i32 tx_fast_interval:i32 tx_hold:i32 bond_mac_type:i32 portid_type:i32 agent_type:i32`,
	"hardware": `next:ignored previous:ignored config:ignored receiver:ignored send_fd:i32 mangle:i32 operations:ignored data:ignored timer:ignored
		mtu:i32 interface_flags:i32 interface_index:i32 interface_index_changed:i32 interface_name:name mac_address:octets6 tx_count:u64 rx_count:u64
		rx_discarded_count:u64 rx_unrecognized_count:u64 ageout_count:u64 insert_count:u64 delete_count:u64 drop_count:u64
		previous_port:ignored previous_port_length:i64 previous_chassis_subtype:u8 previous_chassis_id:ignored previous_chassis_id_length:i32
		previous_port_subtype:u8 previous_port_id:ignored previous_port_id_length:i32 port:+port first_port:>port last_port:ignored tx_fast:i32`,
	"interface":  "next:>interface previous:ignored name:>string",
	"interfaces": "first_interface:>interface last_interface:ignored",
	"change":     "interface_name:>string state:i32 neighbor:>port",
}

// lldpdOrders are of what points to something in another order than that of its fields.
var lldpdOrders = map[string][]string{"config": {"mgmt_pattern", "cid_pattern", "cid_string", "iface_pattern", "perm_ifaces", "hostname", "platform", "description"}}

// lldpdAlign is of which multiple a type begins.
func lldpdAlign(kind string) int {
	kind, _, _ = strings.Cut(kind, "*")
	switch kind {
	case "u8", "name":
		return 1
	case "u16":
		return 2
	case "u32", "i32", "address":
		return 4
	}
	if strings.HasPrefix(kind, "octets") {
		return 1
	}
	if kind[0] != '=' && kind[0] != '+' {
		return 8
	}
	most := 1
	for _, word := range strings.Fields(lldpdStructs[kind[1:]]) {
		_, kind, _ := strings.Cut(word, ":")
		most = max(most, lldpdAlign(kind))
	}
	return most
}

// lldpdSize is how many bytes a type has.
func lldpdSize(kind string) int {
	of, count, array := strings.Cut(kind, "*")
	switch {
	case array:
		n, _ := strconv.Atoi(count)
		return n * lldpdSize(of)
	case kind == "name", kind == "address":
		return 16
	case strings.HasPrefix(kind, "octets"):
		n, _ := strconv.Atoi(kind[6:])
		return n
	case kind[0] != '=' && kind[0] != '+':
		return lldpdAlign(kind)
	}
	at := 0
	for _, word := range strings.Fields(lldpdStructs[kind[1:]]) {
		_, field, _ := strings.Cut(word, ":")
		at = align(at, lldpdAlign(field)) + lldpdSize(field)
	}
	return align(at, lldpdAlign(kind))
}

// lldpdPointers are the fields of a structure that something follows, in its order.
func lldpdPointers(what string) (list []pointer) {
	at, names := 0, []string{}
	for _, word := range strings.Fields(lldpdStructs[what]) {
		name, kind, _ := strings.Cut(word, ":")
		at = align(at, lldpdAlign(kind))
		of, count, _ := strings.Cut(kind, "*")
		times, _ := strconv.Atoi(count)
		for i := range max(times, 1) {
			if of[0] == '>' || of[0] == '+' {
				list = append(list, pointer{of[1:], at + i*lldpdSize(of), of[0] == '>'})
				names = append(names, name)
			}
		}
		at += lldpdSize(kind)
	}
	if order := lldpdOrders[what]; order != nil {
		sorted := make([]pointer, len(order))
		for i, name := range order {
			sorted[i] = list[slices.Index(names, name)]
		}
		return sorted
	}
	return list
}
