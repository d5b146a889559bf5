package protocols

// What many packets of Firebird have. A number of two bytes is sent as one of four.
const (
	fbVersion = "version:u32 architecture:u32 min_type:u32 max_type:u32 weight:u32"
	fbHeld    = "object_id:u32"
	fbInfo    = "object_id:u32 incarnation:u32 items:=items buffer_length:u32"
	fbAttach  = "database_id:u32 file:=text "
	fbData    = "request_id:u32 incarnation:u32 transaction_id:u32 message_number:u32 messages_count:u32"
	fbBlob    = "transaction_id:u32 blob_id:quad"
	fbSegment = "blob_handle_id:u32 most_length:u32 "
	fbSQL     = "transaction_id:u32 statement_id:u32 dialect:u32 sql:=text items:=sqlitems buffer_length:u32"
	fbExecute = "statement_id:u32 transaction_id:u32 blr:=bound message_number:u32 messages_count:u32 =:input"
	fbAuth    = "data:=auth plugin:=text plugins:=text keys:=keys"
)

// fbRequests are what is behind the number of a client's operation.
var fbRequests = map[int]string{
	fbConnect: "connect_operation:u32 connect_version:u32 client_architecture:u32 file:=text versions_count:u32 user:=user =:versions",

	fbDisconnect: "",
	19:           fbAttach + "parameters:=dpb",
	20:           fbAttach + "parameters:=dpb",
	21:           fbHeld,
	fbCompile:    "database_id:u32 blr:=program",
	23:           fbData,
	24:           fbData + " =:message",
	fbSend:       fbData + " =:message",
	26:           fbData,
	28:           fbHeld,
	29:           "database_id:u32 parameters:=tpb",
	30:           fbHeld,
	31:           fbHeld,
	35:           fbBlob,
	36:           fbSegment + "segment:=segments",
	37:           fbSegment + "segment:=said",
	38:           fbHeld,
	39:           fbHeld,
	fbDatabase:   fbInfo,
	41:           fbInfo,
	42:           fbInfo,
	fbBlobs:      fbInfo,
	44:           fbSegment + "segment:=segments",
	48:           "database_id:u32 events:=events callback:u32 argument:u32 event_id:u32",
	49:           "database_id:u32 event_id:u32",
	50:           fbHeld,
	53:           "connection_type:u32 object_id:u32 partner_id:u32",
	56:           "parameters:=bpb " + fbBlob,
	57:           "parameters:=bpb " + fbBlob,
	61:           "blob_handle_id:u32 seek_mode:u32 seek_offset:i32",
	62:           fbHeld,
	63:           fbExecute,
	64:           fbSQL,
	fbFetch:      "statement_id:u32 blr:=selected message_number:u32 messages_count:u32",
	67:           "statement_id:u32 free_option:u32",
	fbPrepare:    fbSQL,
	69:           "statement_id:u32 cursor_name:=text cursor_type:u32",
	70:           "object_id:u32 incarnation:u32 items:=sqlitems buffer_length:u32",
	73:           fbData,
	74:           fbData + " =:message",

	fbExecuteNow: "blr:=bound message_number:u32 messages_count:u32 =:input out_blr:=out out_message_number:u32 " + fbSQL,
	76:           fbExecute + " out_blr:=out out_message_number:u32",

	81:         fbHeld,
	82:         fbAttach + "parameters:=spb",
	83:         fbHeld,
	84:         "object_id:u32 incarnation:u32 items:=sent received_items:=items buffer_length:u32",
	85:         "object_id:u32 incarnation:u32 items:=start",
	86:         fbHeld,
	fbCancel:   "cancel_kind:u32",
	fbContinue: fbAuth,
	93:         "",
}

// fbAccepted is what a server says of a version of the protocol.
const fbAccepted = "version:u32 architecture:u32 accepted_type:u32"

// fbAnswered is what answers most packets.
const fbAnswered = "object_id:u32 blob_id:quad data:=answered =:status"

// fbAnswers are what is behind the number of a server's operation.
var fbAnswers = map[int]string{
	fbAccept:         fbAccepted,
	fbReject:         "",
	fbResponse:       fbAnswered,
	fbSend:           fbData + " =:message",
	fbFetchResponse:  "fetch_status:u32 messages_count:u32 =:output",
	71:               "",
	72:               fbAnswered, // and what was asked for follows
	78:               "messages_count:u32 =:output",
	fbContinue:       fbAuth,
	fbAcceptWithData: fbAccepted + " data:=auth plugin:=text authenticated:bool4 keys:=keys",
	fbAcceptForNow:   fbAccepted + " data:=auth plugin:=text authenticated:bool4 keys:=keys",
}

// fbInformation are the blocks that answer operations.
var fbInformation = map[int]string{
	fbConnect: "keys", fbContinue: "keys", 19: "keys", 20: "keys", 82: "keys",
	36:         "segments",
	fbDatabase: "information", 41: "information", 42: "information", fbBlobs: "information",
	53: "socket", fbPrepare: "described", 70: "described", 84: "service",
}
