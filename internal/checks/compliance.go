package checks

// Frameworks, as a report names them. Only ids that a framework's own page
// states for the setting are given.
const (
	fsbp         = "AWS FSBP"          // Security Hub User Guide, sagemaker-controls
	configRules  = "AWS Config"        // AWS Config Developer Guide, managed rules
	controlTower = "AWS Control Tower" // proactive controls of SageMaker
	nist80053    = "NIST SP 800-53 Rev. 5"
	pci3         = "PCI DSS v3.2.1"
	pci4         = "PCI DSS v4.0.1"
)

// boundary are the controls of NIST that Security Hub maps to a notebook's place
// in the network. Source: Security Hub User Guide, sagemaker-controls.
func boundary() []string {
	return []string{
		"AC-21", "AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(3)", "SC-7(4)", "SC-7(9)",
	}
}
