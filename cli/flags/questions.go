package flags

// The questions that flags of several commands answer, as the help has them.
const (
	WhatToCapture = "What to capture"
	WhatToShow    = "What to show"
	HowItLooks    = "How it looks"
	Saving        = "Saving"
	TheMachine    = "The machine, and this program"
)
