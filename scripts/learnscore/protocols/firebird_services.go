package protocols

// fbActions are the types of what is behind the code of what a service shall do, by the codes of parameters: those of texts have a length of two bytes.
var fbActions = map[int]map[int]string{
	1:  fbBackup,
	2:  fbBackup,
	3:  {106: "text16", 108: "flags", 15: "u32", 34: "u32", 17: "u32", 49: "u64", 50: "u64", 51: "u64"},
	4:  fbPeople,
	5:  fbPeople,
	6:  fbPeople,
	7:  fbPeople,
	8:  {106: "text16", 5: "u32", 6: "u32", 7: "u32", 9: "u32", 10: "u32", 14: "u32", 108: "flags", 41: "u32", 42: "u32", 43: "u32", 11: "u8", 12: "u8", 13: "u8", 44: "u8", 45: "u8"},
	11: {106: "text16", 105: "text16", 64: "text16", 108: "flags"},
	12: {},
	29: fbPeople,
	30: {1: "text16", 2: "text16", 3: "text16", 4: "text16", 106: "text16", 5: "u32"},
}

var fbBackup = map[int]string{5: "text16", 106: "text16", 13: "text16", 14: "text16", 15: "text16", 8: "text16", 6: "u32", 7: "u32", 11: "u32", 9: "u32", 10: "u32", 108: "flags",
	114: "u32", 107: "", 12: "u8"}

var fbPeople = map[int]string{106: "text16", 60: "text16", 7: "text16", 8: "text16", 9: "text16", 10: "text16", 11: "text16", 12: "text16", 5: "u32", 6: "u32", 13: "u32"}

// start adds what a service shall do.
func (l *firebird) start() bool {
	if !l.values("action:u8") {
		return false
	}
	types, known := fbActions[l.told()]
	return known && l.all(func() bool {
		if !l.values("parameter_code:u8") {
			return false
		}
		kind, known := types[l.told()]
		return known && l.typed("parameter_value", kind)
	})
}

// typed adds a value of that type, if there is one.
func (l *firebird) typed(name, kind string) bool {
	switch kind {
	case "":
		return true
	case "flags":
		return l.values(name + "_flags:u32")
	}
	return l.value(name, kind)
}

// fbSays are what is behind the code of what a service answers.
var fbSays = map[int]string{
	54: "u32", 57: "flags", 78: "u32", 5: "u32", 6: "u32",
	55: "text16", 56: "text16", 58: "text16", 59: "text16", 60: "text16", 61: "text16", 62: "text16", 63: "text16", 106: "text16",
	4: "", 50: "", 64: "", 127: "",
}

// fbPerson are what is behind the code of what is said of a user.
var fbPerson = map[int]string{
	5: "uid:u32", 6: "gid:u32", 7: "login:text16", 10: "first_name:text16", 11: "middle_name:text16", 12: "last_name:text16", 13: "admin:u32",
}

// says adds what is behind the code of something that a service answers.
func (l *firebird) says(code int) bool {
	if code == 68 { // users
		return l.values("item_length:u16") && l.within(l.lower("item_length"), func() bool { return l.all(l.person) })
	}
	kind, known := fbSays[code]
	return known && l.typed("item_value", kind)
}

// person adds something that is said of a user.
func (l *firebird) person() bool {
	if !l.values("user_code:u8") {
		return false
	}
	words, known := fbPerson[l.told()]
	return known && l.values(words)
}
