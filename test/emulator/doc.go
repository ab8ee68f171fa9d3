// Package emulator runs the real binary against an AWS emulator: moto, installed
// by pinned version under .cache/, started with our own start-up extension for
// what it lacks, seeded through real AWS calls. Its tests say in their names
// what they ran on: Upstream is moto as it is, EmulatorExtension is moto with
// the files in extension/.
//
// It needs Python 3.11 or newer with venv and pip. When they or the packages
// are missing the tests fail; they never pass over it.
package emulator
