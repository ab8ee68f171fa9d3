package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func compilationNoVPC() check.Check {
	doc := withoutVPC(compilationJobs(), "VpcConfig", "VpcConfig")
	doc.Impact += " The group must also let traffic out to the subnets' own ranges."
	return check.Check{
		ID: "compilation-no-vpc", Severity: check.Medium, Kinds: []inventory.Kind{inventory.KindCompilationJob}, Doc: doc,
		Judge: judgeAs(func(j *inventory.CompilationJob, _ check.Subject) check.Outcome { return placed("VpcConfig", j.VPC) }),
	}
}
