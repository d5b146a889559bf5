package main

// Lines that a run prints, as JSON: one about, then samples.

// about is where and how a run was made.
type about struct {
	Kernel    string  `json:"kernel"`    // its release
	Processor string  `json:"processor"` // its name, which tells emulation
	CPUs      int     `json:"cpus"`
	Counted   bool    `json:"instructions_counted,omitempty"` // time is so many instructions
	Commit    string  `json:"commit,omitempty"`
	Rounds    int     `json:"rounds"`
	Seconds   float64 `json:"seconds"` // of a cell's load
	Seed      uint64  `json:"seed"`
}

// sample is what a cell gave in one round.
type sample struct {
	Round  int     `json:"round"`
	Config string  `json:"config"`
	Load   string  `json:"load"`
	Rate   float64 `json:"rate"` // messages a second
	Sent   uint64  `json:"sent"` // messages, exactly
	Tool   *tool   `json:"tool,omitempty"`

	during window
}

// tool is what the configuration's own process needed.
type tool struct {
	Ready    float64  `json:"ready_seconds"`                   // from its start until it was in place
	First    float64  `json:"first_message_seconds,omitempty"` // until it had shown the first message
	CPU      float64  `json:"cpu_seconds"`                     // while the load ran
	EndCPU   float64  `json:"end_cpu_seconds,omitempty"`       // from then on, until it was gone
	PeakRSS  uint64   `json:"peak_rss_kib"`
	Captured *capture `json:"capture,omitempty"`
}
