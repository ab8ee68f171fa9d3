package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"mooring": main})
}

// TestScripts runs the commands as a shell user meets them: see
// testdata/script. Nothing of the machine's AWS settings reaches them.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("AWS_CONFIG_FILE", env.WorkDir+"/aws-config")
			env.Setenv("AWS_SHARED_CREDENTIALS_FILE", env.WorkDir+"/aws-credentials")
			env.Setenv("AWS_EC2_METADATA_DISABLED", "true")
			env.Setenv("LC_ALL", "C.UTF-8")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "narrower": narrower},
	})
}
