package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

// ownConfig judges an endpoint config that decides its network itself. One whose
// variants name models leaves that to them.
func ownConfig(judge func(*inventory.EndpointConfig) check.Outcome) func(check.Subject) check.Outcome {
	return judgeAs(func(c *inventory.EndpointConfig, _ check.Subject) check.Outcome {
		n := c.Network()
		return check.Ask(n.Mode, func(m inventory.Mode) check.Outcome {
			if m == inventory.ModeInherited {
				return check.Moot("its models decide, and are judged")
			}
			return judge(c)
		})
	})
}
