package protocols

// Messages whose answers depend on them, or whose fields depend on a byte.
const (
	moosefsClasses   = 360
	moosefsRegister  = 400
	moosefsReaddir   = 428
	moosefsSessions  = 508
	moosefsExports   = 520
	moosefsOpenFiles = 532
	moosefsLocks     = 534
	moosefsMissing   = 544
)

// moosefsNamed is the goal that has a name behind it.
const moosefsNamed = 0xff

// moosefsWithAttributes is the flag by which entries of a directory have attributes.
const moosefsWithAttributes = 1

// Types of nodes that are devices.
const (
	moosefsBlock     = 5
	moosefsCharacter = 6
)

const (
	moosefsStatus  = "msgid:u32 status:u8"
	moosefsOr      = moosefsStatus + "|"
	moosefsNode    = moosefsOr + "msgid:u32 inode:u32 attr:attr"
	moosefsUser    = " uid:u32 gids_count:u32 gid:by=gids_count"
	moosefsChanged = moosefsOr + "msgid:u32 changed:u32 notchanged:u32 notpermitted:u32"
	moosefsClass   = " fver:u8 admin_only:u8 mode:u8 arch_delay:u16 create_labels_count:u8 keep_labels_count:u8 arch_labels_count:u8" +
		" labels:by=create_labels_count labels:by=keep_labels_count labels:by=arch_labels_count"
	moosefsACL = " user_perm:u16 group_perm:u16 other_perm:u16 mask:u16 named_users_count:u16 named_groups_count:u16 named:by=named_users_count named:by=named_groups_count"
)

// moosefsGroups are what comes several times.
var moosefsGroups = map[string]string{
	"gid":       "gid:u32",
	"inode":     "inode:u32",
	"count":     "chunks:u32",
	"labels":    "labelmask_flags:u32 labelmask_flags:u32 labelmask_flags:u32 labelmask_flags:u32",
	"matching":  "labels:times1 matching_servers:u16",
	"named":     "id:u32 perm:u16",
	"entry":     "name:name inode:u32 type:u8",
	"full":      "name:name inode:u32 attr:attr",
	"path":      "path:path",
	"trash":     "name:name inode:u32",
	"server":    "ip:ip4 port:u16 cs_version:u32 labelmask_flags:u32",
	"copy":      "ip:ip4 port:u16 copy_type:u8",
	"chunk":     "chunkid:u64 version:u32",
	"chunkid":   "chunkid:u64",
	"trashdir":  "trashtime:u32 dirs:u32",
	"trashfile": "trashtime:u32 files:u32",
	"eattrdir":  "eattr_flags:u8 dirs:u32",
	"eattrfile": "eattr_flags:u8 files:u32",
	"classdir":  "goal:u8 storage_class:other dirs:u32",
	"classfile": "goal:u8 storage_class:other files:u32",
	"class":     "storage_class:name",
	"described": "storage_class:name admin_only:u8 mode:u8 arch_delay:u16 create_labels_count:u8 keep_labels_count:u8 arch_labels_count:u8" +
		" labels:by=create_labels_count labels:by=keep_labels_count labels:by=arch_labels_count",
	"amtime": "inode:u32 atime:time mtime:time",
	"cserv": "flags:u8 version:u24 ip:ip4 port:u16 csid:u16 used:u64 total:u64 chunks:u32 tdused:u64 tdtotal:u64 tdchunks:u32" +
		" errors_count:u32 load:u32 gracetime:u32 labelmask_flags:u32 mfr_status:u8",
	"mlog":     "version:u32 ip:ip4",
	"memory":   "allocated:u64 used:u64",
	"openall":  "sessionid:u32 inode:u32",
	"lock":     "sessionid:u32 owner:u64 pid:u32 start:u64 end:u64 lock_type:u8",
	"lockall":  "inode:u32 lock:times1",
	"resolved": "inode:u32 paths_size:u32 path:within",
	"quota": "inode:u32 path:path grace_period:u32 exceeded:u8 quota_flags:u8 time_to_block:u32 soft_inodes:u32 soft_length:u64 soft_size:u64 soft_realsize:u64" +
		" hard_inodes:u32 hard_length:u64 hard_size:u64 hard_realsize:u64 inodes:u32 length:u64 size:u64 realsize:u64",
	"sclass": "sclassid:u8 storage_class:name files:u32 dirs:u32 under_chunks:u64 under_archived:u64 exact_chunks:u64 exact_archived:u64 over_chunks:u64 over_archived:u64" +
		" admin_only:u8 mode:u8 arch_delay:u16 create_fulfilled:u8 create_labels_count:u8 keep_fulfilled:u8 keep_labels_count:u8 arch_fulfilled:u8 arch_labels_count:u8" +
		" matching:by=create_labels_count matching:by=keep_labels_count matching:by=arch_labels_count",
	"export": "fromip:ip4 toip:ip4 path:path version:u32 extra_flags:u8 session_flags:u8 umask:u16 rootuid:u32 rootgid:u32 mapalluid:u32 mapallgid:u32" +
		" mingoal:u8 maxgoal:u8 mintrashtime:u32 maxtrashtime:u32 disables_flags:u32",
	"session": "sessionid:u32 ip:ip4 version:u32 openfiles:u32 nsocks:u8 expire:u32 info:path path:path session_flags:u8 umask:u16 rootuid:u32 rootgid:u32" +
		" mapalluid:u32 mapallgid:u32 mingoal:u8 maxgoal:u8 mintrashtime:u32 maxtrashtime:u32 disables_flags:u32 operations:by=stats_count operations:by=stats_count",
	"operations": "operations:u32",
	"missing":    "chunkid:u64 inode:u32 indx:u32",
	"missingone": "chunkid:u64 inode:u32 indx:u32 missing_type:u8",
}

// moosefsRegisters are what clients say of themselves, by what they want.
var moosefsRegisters = map[int]string{
	1: "rcode:u8",
	2: moosefsSession("rcode:u8 version:u32 info:path path:path"),
	3: "rcode:u8 sessionid:u32 version:u32|rcode:u8 sessionid:u32 version:u32 metaid:u64",
	4: "rcode:u8 sessionid:u32 version:u32|rcode:u8 sessionid:u32 version:u32 metaid:u64",
	5: moosefsSession("rcode:u8 version:u32 info:path"),
	6: "rcode:u8 sessionid:u32|rcode:u8 sessionid:u32 metaid:u64",
}

// moosefsSession is a session that may be one of before, and that may need a password.
func moosefsSession(words string) string {
	return words + "|" + words + " sessionid:u32|" + words + " sessionid:u32 metaid:u64|" + words + " passcode:octets16|" +
		words + " sessionid:u32 passcode:octets16|" + words + " sessionid:u32 metaid:u64 passcode:octets16"
}

// moosefsRequests are what the master is told, by clients, chunkservers and metaloggers.
var moosefsRequests = map[int]string{
	0: "|msgid:u32",

	50: "register_version:u8 version:u32 timeout:u16|register_version:u8 version:u32 timeout:u16 min_version:u64",
	60: "|filenum:u8",
	62: "offset:u64 size:u32",
	64: "",

	100: "register_version:u8 version:u32 ip:ip4 port:u16 timeout:u16 csid:u16 used:u64 total:u64 chunks:u32 tdused:u64 tdtotal:u64 tdchunks:u32|" +
		"register_version:u8 passcode:octets16 version:u32 ip:ip4 port:u16 timeout:u16 csid:u16 used:u64 total:u64 chunks:u32 tdused:u64 tdtotal:u64 tdchunks:u32|" +
		"register_version:u8 chunk:until",
	101: "used:u64 total:u64 chunks:u32 tdused:u64 tdtotal:u64 tdchunks:u32",
	102: "chunkid:until",
	103: "load:u32 hl_status:u8",
	105: "chunkid:until",
	106: "",
	107: "chunk:until",
	109: "labelmask_flags:u32",
	111: "chunkid:u64 status:u8",
	121: "chunkid:u64 status:u8",
	131: "chunkid:u64 status:u8",
	141: "chunkid:u64 status:u8",
	151: "chunkid:u64 version:u32 status:u8",
	153: "chunkid:u64 version:u32 newversion:u32 copychunkid:u64 copyversion:u32 length:u32 status:u8",
	161: "chunkid:u64 status:u8",
	171: "chunkid:u64 status:u8",

	350: "msgid:u32 storage_class:name" + moosefsClass,
	352: "msgid:u32 storage_class:name fver:u8 change_flags:u16 admin_only:u8 mode:u8 arch_delay:u16 create_labels_count:u8 keep_labels_count:u8 arch_labels_count:u8" +
		" labels:by=create_labels_count labels:by=keep_labels_count labels:by=arch_labels_count",
	354:            "msgid:u32 storage_class:name",
	356:            "msgid:u32 old_storage_class:name new_storage_class:name",
	358:            "msgid:u32 old_storage_class:name new_storage_class:name",
	moosefsClasses: "msgid:u32 fver:u8",

	moosefsRegister: "",
	402:             "msgid:u32",
	404:             "msgid:u32 inode:u32" + moosefsUser + " perm:u16",
	406:             "msgid:u32 inode:u32 name:name" + moosefsUser,
	408:             "msgid:u32 inode:u32|msgid:u32 inode:u32 opened:u8 uid:u32 gid:u32",
	410: "msgid:u32 inode:u32 opened:u8" + moosefsUser + " set_flags:u8 attr_mode:u16 attr_uid:u32 attr_gid:u32 attr_atime:time attr_mtime:time" +
		" winattr:u8 sugidclear_mode:u8",
	412:            "msgid:u32 inode:u32",
	414:            "msgid:u32 inode:u32 name:name path:path" + moosefsUser,
	416:            "msgid:u32 inode:u32 name:name type:u8 mode:u16 umask:u16" + moosefsUser + " rdev:u32",
	418:            "msgid:u32 inode:u32 name:name mode:u16 umask:u16" + moosefsUser + " copysgid:u8",
	420:            "msgid:u32 inode:u32 name:name" + moosefsUser,
	422:            "msgid:u32 inode:u32 name:name" + moosefsUser,
	424:            "msgid:u32 source_inode:u32 source_name:name inode:u32 name:name" + moosefsUser,
	426:            "msgid:u32 source_inode:u32 inode:u32 name:name" + moosefsUser,
	moosefsReaddir: "msgid:u32 inode:u32" + moosefsUser + " flags:u8 maxentries:u32 nedgeid:u64",
	430:            "msgid:u32 inode:u32" + moosefsUser + " flags:u8",
	432:            "msgid:u32 inode:u32 chunkindx:u32 chunkop_flags:u8",
	434:            "msgid:u32 inode:u32 chunkindx:u32 chunkop_flags:u8",
	436:            "msgid:u32 chunkid:u64 inode:u32 chunkindx:u32 length:u64 chunkop_flags:u8",
	438:            "msgid:u32 flags:u8 inode:u32 source_inode:u32 slice_from:u32 slice_to:u32" + moosefsUser,
	440:            "msgid:u32 inode:u32|msgid:u32 inode:u32 chunkindx:u32",
	442:            "msgid:u32 inode:u32 gmode:u8",
	444:            "msgid:u32 inode:u32 uid:u32 trashtime:u32 smode:u8",
	446:            "msgid:u32 inode:u32 gmode:u8",
	448:            "msgid:u32 inode:u32 uid:u32 goal:u8 smode:u8|msgid:u32 inode:u32 uid:u32 goal:u8 smode:u8 storage_class:name|msgid:u32 inode:u32 uid:u32 goal:u8 smode:u8 old_storage_class:name new_storage_class:name",
	450:            "msgid:u32|msgid:u32 trash_id:u32",
	452:            "msgid:u32 inode:u32|msgid:u32 inode:u32 dtype:u8",
	454:            "msgid:u32 inode:u32",
	456:            "msgid:u32 inode:u32 path:path",
	458:            "msgid:u32 inode:u32",
	460:            "msgid:u32 inode:u32",
	462:            "msgid:u32 inode:u32",
	464:            "msgid:u32 inode:u32 flags:u8" + moosefsUser + " length:u64",
	466:            "msgid:u32 inode:u32" + moosefsUser,
	468:            "msgid:u32 inode:u32 destination_inode:u32 name:name" + moosefsUser + " smode:u8 umask:u16",
	470:            "msgid:u32",
	472:            "msgid:u32 inode:u32 gmode:u8",
	474:            "msgid:u32 inode:u32 uid:u32 eattr_flags:u8 smode:u8",
	476: "msgid:u32 inode:u32 quota_flags:u8|msgid:u32 inode:u32 quota_flags:u8 grace_period:u32 soft_inodes:u32 soft_length:u64 soft_size:u64 soft_realsize:u64" +
		" hard_inodes:u32 hard_length:u64 hard_size:u64 hard_realsize:u64|" +
		"msgid:u32 inode:u32 quota_flags:u8 soft_inodes:u32 soft_length:u64 soft_size:u64 soft_realsize:u64 hard_inodes:u32 hard_length:u64 hard_size:u64 hard_realsize:u64",
	478: "msgid:u32 inode:u32 name:name mode:u8 opened:u8" + moosefsUser,
	480: "msgid:u32 inode:u32 name:name value_length:u32 value:said mode:u8 opened:u8" + moosefsUser,
	482: "msgid:u32 inode:u32 name:name mode:u16 umask:u16" + moosefsUser,
	484: "msgid:u32 inode:u32",
	486: "msgid:u32 inode:u32",
	488: "msgid:u32 inode:u32 acl_type:u8",
	490: "msgid:u32 inode:u32 uid:u32 acl_type:u8" + moosefsACL,
	492: "msgid:u32 inode:u32 reqid:u32 owner:u64 cmd:u8",
	494: "msgid:u32 inode:u32 reqid:u32 owner:u64 pid:u32 cmd:u8 lock_type:u8 start:u64 end:u64",
	496: "msgid:u32 inode:u32 cmd:u8|msgid:u32 inode:u32 cmd:u8 uid:u32",
	498: "msgid:u32 inode:u32",

	500: "", 510: "", 512: "|mode:u8", 514: "", 516: "|matrix_id:u8", 518: "", 522: "", 528: "", 542: "",
	moosefsSessions:  "|vmode:u8",
	moosefsExports:   "|vmode:u8",
	524:              "commandid:u8 ip:ip4 port:u16",
	526:              "commandid:u8 sessionid:u32",
	530:              "|msgid:u32",
	moosefsOpenFiles: "sessionid:u32|msgid:u32 sessionid:u32",
	moosefsLocks:     "inode:u32|msgid:u32 inode:u32",
	536:              "inode:until",
	moosefsMissing:   "|mode:u8",
	700:              "inode:until",
	701:              "amtime:until",
	704:              "|msgid:u32",
}

// moosefsAnswers are what the master says: answers, and what chunkservers are to do.
var moosefsAnswers = map[int]string{
	0: "|msgid:u32",

	51: "log_type:u8|log_type:u8 log_version:u64 log:rest",
	61: "status:u8|length:u64",
	63: "offset:u64 data_length:u32 crc:u32 data:said",

	104: "ack_type:u8|ack_type:u8 version:u32|ack_type:u8 version:u32 timeout:u16 csid:u16|ack_type:u8 version:u32 timeout:u16 csid:u16 metaid:u64|ack_type:u8 random:octets32",
	110: "chunkid:u64 version:u32",
	120: "chunkid:u64 version:u32",
	130: "chunkid:u64 version:u32 oldchunkid:u64 oldversion:u32",
	140: "chunkid:u64 version:u32 oldversion:u32",
	150: "chunkid:u64 version:u32 ip:ip4 port:u16",
	152: "chunkid:u64 version:u32 newversion:u32 copychunkid:u64 copyversion:u32 length:u32",
	160: "chunkid:u64 length:u32 version:u32 oldversion:u32",
	170: "chunkid:u64 version:u32 oldchunkid:u64 oldversion:u32 length:u32",

	351:                moosefsStatus,
	353:                moosefsOr + "msgid:u32" + moosefsClass,
	355:                moosefsStatus,
	357:                moosefsStatus,
	359:                moosefsStatus,
	moosefsClasses + 1: "",

	moosefsRegister + 1: "status:u8|version:u32 status:u8|random:octets32|" +
		"version:u32 sessionid:u32 metaid:u64 session_flags:u8 mingoal:u8 maxgoal:u8 mintrashtime:u32 maxtrashtime:u32|" +
		"version:u32 sessionid:u32 metaid:u64 session_flags:u8 umask:u16 rootuid:u32 rootgid:u32 mapalluid:u32 mapallgid:u32 mingoal:u8 maxgoal:u8" +
		" mintrashtime:u32 maxtrashtime:u32 disables_flags:u32",
	403: "msgid:u32 totalspace:u64 availspace:u64 freespace:u64 trashspace:u64 sustainedspace:u64 inodes:u32",
	405: moosefsStatus,
	407: moosefsOr + "msgid:u32 inode:u32 attr:attr lookup_flags:u16|" +
		"msgid:u32 inode:u32 attr:attr lookup_flags:u16 protocolid:u8 chunkid:u64 version:u32 server:until",
	409:                moosefsOr + "msgid:u32 attr:attr",
	411:                moosefsOr + "msgid:u32 attr:attr",
	413:                moosefsOr + "msgid:u32 path:path",
	415:                moosefsNode,
	417:                moosefsNode,
	419:                moosefsNode,
	421:                moosefsOr + "msgid:u32 inode:u32",
	423:                moosefsOr + "msgid:u32 inode:u32",
	425:                moosefsNode,
	427:                moosefsNode,
	moosefsReaddir + 1: "",
	431:                moosefsOr + "msgid:u32 flags:u8 attr:attr",
	433:                moosefsOr + "msgid:u32 protocolid:u8 length:u64 chunkid:u64 version:u32 server:until",
	435:                moosefsOr + "msgid:u32 protocolid:u8 length:u64 chunkid:u64 version:u32 server:until",
	437:                moosefsStatus,
	439:                moosefsStatus,
	441:                moosefsOr + "msgid:u32 count:times11|msgid:u32 count:times12|msgid:u32 chunkid:u64 version:u32 copy:until",
	443:                moosefsOr + "msgid:u32 trashfiles_count:u32 trashdirs_count:u32 trashfile:by=trashfiles_count trashdir:by=trashdirs_count",
	445:                moosefsChanged,
	447:                moosefsOr + "msgid:u32 classfiles_count:u8 classdirs_count:u8 classfile:by=classfiles_count classdir:by=classdirs_count",
	449:                moosefsChanged + "|msgid:u32 changed:u32 notchanged:u32 notpermitted:u32 quotaexceeded:u32",
	451:                moosefsOr + "msgid:u32 trash:until",
	453:                moosefsOr + "msgid:u32 attr:attr",
	455:                moosefsOr + "msgid:u32 path:path",
	457:                moosefsStatus,
	459:                moosefsStatus,
	461:                moosefsStatus,
	463: moosefsOr + "msgid:u32 inodes:u32 dirs:u32 files:u32 chunks:u32 length:u64 size:u64 gsize:u64|" +
		"msgid:u32 inodes:u32 dirs:u32 files:u32 ugfiles:u32 mfiles:u32 chunks:u32 ugchunks:u32 mchunks:u32 length:u64 size:u64 gsize:u64",
	465: moosefsOr + "msgid:u32 prevsize:u64 attr:attr",
	467: moosefsOr + "msgid:u32 notchanged:u32 erased:u32 repaired:u32",
	469: moosefsStatus,
	471: moosefsOr + "msgid:u32 trash:until",
	473: moosefsOr + "msgid:u32 eattrfiles_count:u8 eattrdirs_count:u8 eattrfile:by=eattrfiles_count eattrdir:by=eattrdirs_count",
	475: moosefsChanged,
	477: moosefsOr + "msgid:u32 quota_flags:u8 grace_period:u32 soft_inodes:u32 soft_length:u64 soft_size:u64 soft_realsize:u64 hard_inodes:u32 hard_length:u64 hard_size:u64" +
		" hard_realsize:u64 inodes:u32 length:u64 size:u64 realsize:u64",
	479: moosefsOr + "msgid:u32 value_length:u32|msgid:u32 value_length:u32 value:said",
	481: moosefsStatus,
	483: moosefsOr + "msgid:u32 flags:u8 inode:u32 attr:attr",
	485: moosefsOr + "msgid:u32 inode:until",
	487: moosefsOr + "msgid:u32 path:until",
	489: moosefsOr + "msgid:u32" + moosefsACL,
	491: moosefsStatus,
	493: moosefsStatus,
	495: moosefsOr + "msgid:u32 pid:u32 lock_type:u8 start:u64 end:u64",
	497: moosefsOr + "msgid:u32 chunkschanged:u64 chunksnotchanged:u64 inodesnotpermitted:u32|" +
		"msgid:u32 archchunks:u64 notarchchunks:u64 archinodes:u32 partialinodes:u32 notarchinodes:u32",
	499: moosefsStatus,

	501:                 "cserv:until",
	moosefsSessions + 1: "",
	511: "version:u32 memusage:u64 syscpu:u64 usercpu:u64 totalspace:u64 availspace:u64 freespace:u64 trashspace:u64 trashnodes:u32 sustainedspace:u64 sustainednodes:u32" +
		" allnodes:u32 dirnodes:u32 filenodes:u32 chunks:u32 chunkcopies:u32 tdcopies:u32 laststore_time:u32 laststore_duration:u32 laststore_status:u8 state:u8 nstate:u8" +
		" stable:u8 sync:u8 leaderip:ip4 state_change_time:u32 meta_version:u64 exports_checksum:u64 local_time:u64 last_changelog_time:u32",
	513: "loopstart_time:u32 loopend_time:u32 files:u32 ugfiles:u32 mfiles:u32 chunks:u32 ugchunks:u32 mchunks:u32 log:path|" +
		"loopstart_time:u32 loopend_time:u32 files:u32 ugfiles:u32 mfiles:u32 mtfiles:u32 msfiles:u32 chunks:u32 ugchunks:u32 mchunks:u32 log:path",
	515: "loopstart_time:u32 loopend_time:u32 del_invalid:u32 nodel_invalid:u32 del_unused:u32 nodel_unused:u32 del_diskclean:u32 nodel_diskclean:u32 del_overgoal:u32" +
		" nodel_overgoal:u32 copy_undergoal:u32 nocopy_undergoal:u32 copy_wronglabels:u32 nocopy_wronglabels:u32 copy_rebalance:u32 labels_dont_match:u32 locked_unused:u32 locked_used:u32",
	517:                  "count:times121|progress_status:u8 count:times242",
	519:                  "quota:until",
	moosefsExports + 1:   "",
	523:                  "mlog:until",
	525:                  "|status:u8",
	527:                  "status:u8",
	529:                  "memory:until",
	531:                  "module_type:u8 module_version:u32 module_id:u16 metaid:u64 leaderip:ip4 leaderport:u16",
	moosefsOpenFiles + 1: "",
	moosefsLocks + 1:     "",
	537:                  "resolved:until",
	543:                  "allservers_count:u16 sclass:until",
	moosefsMissing + 1:   "",
	702:                  "zero:u32 inode:u32 indx:u32 chunkid:u64 version:u32 length:u64 truncate_flags:u8",
	703:                  "zero:u32 inode:u32 length:u64",
	705:                  "timestamp_useconds:u64|msgid:u32 timestamp_useconds:u64",
	706:                  "zero:u32",
}

// moosefsBy are answers by what was asked.
var moosefsBy = map[int]map[string]string{
	moosefsClasses + 1:   {"": "msgid:u32 class:until", "described": "msgid:u32 described:until"},
	moosefsReaddir + 1:   {"": moosefsOr + "msgid:u32 nedgeid:u64 entry:until", "attributes": moosefsOr + "msgid:u32 nedgeid:u64 full:until"},
	moosefsSessions + 1:  {"4": "stats_count:u16 session:until"},
	moosefsExports + 1:   {"3": "export:until"},
	moosefsOpenFiles + 1: {"": "inode:until", "all": "openall:until"},
	moosefsLocks + 1:     {"": "lock:until", "all": "lockall:until"},
	moosefsMissing + 1:   {"": "missing:until", "1": "missingone:until"},
}
