package protocols

import (
	"strings"
	"testing"
)

// podOf is a value of a type.
func podOf(kind uint32, body string) string {
	return words32(uint32(len(body)), kind) + body + zeros(align(len(body), 8)-len(body))
}

func podOfInt(n uint32) string       { return podOf(podInt, words32(n)) }
func podOfString(s string) string    { return podOf(podString, s+"\x00") }
func podOfStruct(v ...string) string { return podOf(podStruct, strings.Join(v, "")) }
func podOfObject(v ...string) string {
	return podOf(podObject, words32(0x40002, 2)+strings.Join(v, ""))
}
func podProperty(value string) string { return words32(7, 0) + value }

// pipewireMessage is a message to or from an object.
func pipewireMessage(object uint32, opcode uint32, values ...string) []byte {
	body := strings.Join(values, "")
	return []byte(words32(object, opcode<<24|uint32(len(body)), 9, 0) + body)
}

// TestPipeWire: values are told by their types, their names by what an object is.
func TestPipeWire(t *testing.T) {
	const (
		start = "object_id:4 length:3 opcode:1 seq:4 descriptors_count:4 value_size:4 value_type:4"
		pod   = " value_size:4 value_type:4 "
	)
	number := func(name string) string { return pod + name + ":4 padding:4" }
	fields, err := pipewireFields()
	if err != nil {
		t.Fatal(err)
	}
	deep := podOfInt(1)
	for range 70 {
		deep = podOfStruct(deep)
	}
	for _, step := range []struct {
		message    []byte
		fromClient bool
		want       string
	}{
		{pipewireMessage(0, 1, podOfStruct(podOfInt(3))), true, start + number("version")},
		{pipewireMessage(0, 1, podOfStruct(podOfInt(3), podOfInt(4))), true, "no"}, // more than there should be
		{pipewireMessage(0, 1, podOfStruct()), true, "no"},                         // less
		{pipewireMessage(0, 4, podOfStruct(podOfInt(3))), false, start + number("id")},
		{pipewireMessage(1, 2, podOfStruct(podOfStruct(podOfInt(2), podOfString("ab"), podOfString("1234567"), podOfString(""), podOf(podNone, "")))), true,
			start + pod[:len(pod)-1] + number("properties_count") + pod + "key:3 padding:5" + pod + "text:8" + pod + "key:1 padding:7" + pod[:len(pod)-1]},
		{pipewireMessage(1, 2, podOfStruct(podOfStruct(podOfInt(2), podOfString("ab"), podOfString("cd")))), true, "no"},

		// An object that nobody made has values without names, one that was made has those of its interface.
		{pipewireMessage(5, 1, podOfStruct(podOfInt(1))), false, start + number("value")},
		{pipewireMessage(0, 5, podOfStruct(podOfInt(3), podOfInt(5))), true, start + number("version") + number("new_id")},
		{pipewireMessage(5, 1, podOfStruct(podOfInt(1))), false, start + number("global_id")},
		{pipewireMessage(5, 1, podOfStruct(podOfInt(4), podOfString("PipeWire:Interface:Node"), podOfInt(3), podOfInt(6))), true,
			start + number("global_id") + pod + "interface:24" + number("version") + number("new_id")},
		{pipewireMessage(6, 1, podOfStruct(podOf(podArray, words32(4, podID, 2, 3)))), true,
			start + pod + "child_size:4 child_type:4 parameter_types:4 parameter_types:4"},
		{pipewireMessage(6, 4, podOfStruct(podOfObject(podProperty(podOf(podBool, words32(1)))))), true,
			start + pod + "object_type:4 object_param:4 property:4 property_flags:4" + pod + "value:4 padding:4"},
		{pipewireMessage(6, 4, podOfStruct(podOfObject(podProperty(podOf(podChoice, words32(1, 0)+words32(4, podFloat, 2, 3, 4)))))), true,
			start + pod + "object_type:4 object_param:4 property:4 property_flags:4" + pod +
				"choice_type:4 choice_flags:4 child_size:4 child_type:4 value:4 value:4 value:4 padding:4"},
		{pipewireMessage(0, 6, podOfStruct(podOfString("x"), podOfString("PipeWire:Interface:ClientNode"), podOfInt(4), podOfStruct(podOfInt(0)), podOfInt(7))), true,
			start + pod + "factory_name:2 padding:6" + pod + "interface:30 padding:2" + number("version") + pod[:len(pod)-1] + number("properties_count") + number("new_id")},
		{pipewireMessage(7, 0, podOfStruct(podOf(podFD, "12345678"), podOf(podFD, "12345678"), podOfInt(1), podOfInt(2), podOfInt(3))), false,
			start + pod + "read_index:8" + pod + "write_index:8" + number("memory_id") + number("memory_offset") + number("memory_size")},

		// All other types, and a footer.
		{pipewireMessage(9, 0, podOfStruct(podOf(podLong, "12345678"), podOf(podDouble, "12345678"), podOf(podBytes, "abc"),
			podOf(podRectangle, "widehigh"), podOf(podFraction, "num.den."), podOf(podFloat, "1234")), podOfStruct(podOf(podID, words32(0)), podOfStruct(podOf(podLong, "12345678")))), false,
			start + pod + "value:8" + pod + "value:8" + pod + "value:3 padding:5" + pod + "value_width:4 value_height:4" + pod + "value_numerator:4 value_denominator:4" +
				number("value") + pod[:len(pod)-1] + number("footer_type") + pod[:len(pod)-1] + pod + "generation_number:8"},

		{pipewireMessage(9, 0, podOfStruct(podOf(podLong, "1234"))), false, "no"},                 // a type of another size
		{pipewireMessage(9, 0, podOfStruct(podOf(40, "1234"))), false, "no"},                      // no type
		{pipewireMessage(9, 0, podOfStruct(podOf(podArray, words32(0, podInt, 1)))), false, "no"}, // elements without an end
		{pipewireMessage(9, 0, podOfStruct(podOf(podArray, words32(8, podLong, 1)))), false, "no"},
		{pipewireMessage(9, 0, podOfStruct(podOf(podArray, words32(4)))), false, "no"},
		{pipewireMessage(9, 0, podOfStruct(words32(100, podBytes))), false, "no"}, // longer than what it is in
		{pipewireMessage(9, 0, deep), false, "no"},
		{pipewireMessage(9, 0), false, "no"},
		{pipewireMessage(9, 0)[:15], false, "no"},
	} {
		leaves, ok := fields(step.message, 0, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%q:\ngot  %s\nwant %s", step.message, got, step.want)
		}
	}
}

// TestPipeWireTables: all records that are named are there.
func TestPipeWireTables(t *testing.T) {
	check := func(words string) {
		for _, word := range strings.Fields(words) {
			if strings.ContainsAny(word[:1], "{*+") && pipewireRecords[word[1:]] == "" {
				t.Errorf("there is no record %s", word[1:])
			}
		}
	}
	for _, table := range []map[string][]string{pipewireMethods, pipewireEvents} {
		for _, messages := range table {
			for _, words := range messages {
				check(words)
			}
		}
	}
	for _, words := range pipewireRecords {
		check(words)
	}
}

// FuzzPipeWire: whatever is said, fields follow each other and end where the message does.
func FuzzPipeWire(f *testing.F) {
	f.Add(append(pipewireMessage(0, 1, podOfStruct(podOfInt(3))), pipewireMessage(0, 8, podOfStruct(podOfInt(3), podOfInt(4), podOfStruct(podOfInt(0))))...), true)
	f.Add(pipewireMessage(9, 0, podOfStruct(podOfObject(podProperty(podOf(podChoice, words32(1, 0, 4, podInt, 9)))))), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		fields, err := pipewireFields()
		if err != nil {
			t.Fatal(err)
		}
		checkLayout(t, framePipeWire, fields, data, fromClient)
	})
}
