package protocols

import (
	"strings"
	"testing"
)

// hgBlock is what has a length before it.
func hgBlock(parts ...string) string {
	all := strings.Join(parts, "")
	return be32(uint32(len(all))) + all
}

// hgHello is what a server begins with.
var hgHello = step{"o" + hgBlock("capabilities: runcommand\npid: 7"), "?channel:1 length:4 hello:25 hello:6"}

// TestHgCommand: a conversation of chg, in which a pager needs descriptors once more within a command, and an editor is run.
func TestHgCommand(t *testing.T) {
	const result = "?channel:1 length:4 "
	attach := []step{
		{"attachio\n", "request:9"},
		{"I" + be32(1), "?channel:1 max_size:4"},
		{"c", "descriptors:1"},
		{"r" + hgBlock(be32(3)), result + "descriptors_count:4"},
	}
	conversation := append([]step{hgHello}, attach...)
	conversation = append(conversation,
		step{"chdir\n" + hgBlock("/srv"), "request:6 length:4 path:4"},
		step{"setumask2\n" + hgBlock(be32(0o22)), "request:10 length:4 umask:4"},
		step{"setenv\n" + hgBlock("A=1\x00B="), "request:7 length:4 variable:4 variable:2"},
		step{"setprocname\n" + hgBlock("chg"), "request:12 length:4 name:3"},
		step{"validate\n" + hgBlock("log\x00-l\x001"), "request:9 length:4 argument:4 argument:3 argument:1"},
		step{"r" + hgBlock("unlink /a\x00reconnect"), result + "instruction:10 instruction:9"},
		step{"validate\n" + hgBlock(), "request:9 length:4"},
		step{"r" + hgBlock("\x00"), result + "instruction:1"},
		step{"runcommand\n" + hgBlock("log"), "request:11 length:4 argument:3"},
		step{"S" + hgBlock("pager\x00less -R\x00/\x00A=1"), "?channel:1 length:4 run_type:6 command:8 directory:2 variable:3"},
	)
	conversation = append(conversation, attach...)
	conversation = append(conversation,
		step{"\n", "request:1"},
		step{"o" + hgBlock("a line\n"), "?channel:1 length:4 output:7"},
		step{"S" + hgBlock("system\x00vi\x00/\x00A=1\x00B=2"), "?channel:1 length:4 run_type:7 command:3 directory:2 variable:4 variable:3"},
		step{hgBlock(be32(1)), "length:4 exit_code:4"},
		step{"r" + hgBlock(be32(255)), result + "exit_code:4"},
		step{"getencoding\n", "request:12"},
		step{"r" + hgBlock("UTF-8"), result + "encoding:5"},
		step{"r" + hgBlock(be32(0)), "?no"}, // nobody asked
		step{"unknown\n", "no"},
		step{"setumask2\n" + hgBlock("x"), "no"},
	)
	fields, _ := hgFields()
	checkTurns(t, "Mercurial", frameHgCommand(), fields, conversation)
}

// TestHgChannels: what a server says while a command runs, and asks for.
func TestHgChannels(t *testing.T) {
	const said = "?channel:1 length:4 "
	status := "\xa2" + "\x44type\x46status" + "\x44data\x58\x1a" + strings.Repeat("d", 26)
	progress := "\xa3" + "\x43pos\x18\x64" + "\x45total\xf6" + "\x45items\x82\x41a\x40"
	conversation := []step{
		hgHello,
		{"runcommand\n" + hgBlock("import\x00-"), "request:11 length:4 argument:7 argument:1"},
		{"e" + hgBlock("abort: no\n"), said + "error:10"},
		{"d" + hgBlock("log\n"), said + "debug:4"},
		{"o" + hgBlock("a\x00\xff"), said + "output:3"},
		{"L" + be32(4096), "?channel:1 max_size:4"},
		{hgBlock("y\n"), "length:4 input:2"},
		{"I" + be32(4096), "?channel:1 max_size:4"},
		{hgBlock("\x00\x01"), "length:4 input:2"},
		{"I" + be32(4096), "?channel:1 max_size:4"},
		{hgBlock(), "length:4"},
		{"m" + hgBlock(status), said + "message_head:1 key_head:1 key:4 value_type_head:1 value_type:6 key_head:1 key:4 value_data_head:1 value_data_length:1 value_data:26"},
		{"m" + hgBlock(progress), said + "message_head:1 key_head:1 key:3 value_pos_head:1 value_pos:1 key_head:1 key:5 value_total_head:1" +
			" key_head:1 key:5 value_items_head:1 value_items_head:1 value_items:1 value_items_head:1"},
		{"m" + hgBlock("\xa1\x43po"), "?no"},
		{"m" + hgBlock("\xbf\xff"), "?no"},
		{"x" + hgBlock("a"), "?no"},
		{"r" + hgBlock(be32(0)+"\x00"), "?no"},
	}
	fields, _ := hgFields()
	checkTurns(t, "Mercurial", frameHgCommand(), fields, conversation)
}

// FuzzHgCommand: whatever is said, fields follow each other and end where the message does.
func FuzzHgCommand(f *testing.F) {
	f.Add("runcommand\n"+hgBlock("log"), []byte("I"+be32(9)+"m"+hgBlock("\xa1\x44type\x19\x01\x02")+"r"+hgBlock(be32(0))), []byte(hgBlock("input")))
	f.Add("attachio\n", []byte("I"+be32(1)+"S"+hgBlock("system\x00a\x00b\x00c=d")), []byte("c"))
	f.Add("validate\n"+hgBlock("a\x00b"), []byte("r"+hgBlock("exit 255")), []byte("\n"))
	f.Fuzz(func(t *testing.T, asked string, answer, more []byte) {
		frame := frameHgCommand()
		fields, _ := hgFields()
		checkLayout(t, frame, fields, []byte(asked), true)
		checkLayout(t, frame, fields, answer, false)
		checkLayout(t, frame, fields, more, true)
	})
}
