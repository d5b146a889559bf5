package main

import "fmt"

func share(x float64) string   { return fmt.Sprintf("%.2f", x) }
func seconds(x float64) string { return fmt.Sprintf("%.2f", x) }

func microseconds(x float64) string {
	if x < 10 {
		return fmt.Sprintf("%.1f", x)
	}
	return count(x)
}

// percent never says that nothing is missing if something is.
func percent(x float64) string {
	if x < 1 {
		x = min(x, 0.9999)
	}
	return fmt.Sprintf("%.4g %%", x*100)
}

func megabytes(kib uint64) string {
	if kib == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f", float64(kib)*1024/1e6)
}

// count is a whole number, with commas between thousands.
func count(x float64) string {
	digits := fmt.Sprintf("%.0f", x)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
