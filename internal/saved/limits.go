package saved

// Limits keep a hostile or mistaken source from exhausting the machine. The
// largest answer seen in the wild is about 300 MB (a whole account in one file).
const (
	maxFile    = 512 << 20 // bytes of one file, unpacked
	maxTotal   = 2 << 30   // bytes of all files together, unpacked
	maxEntries = 1_000_000 // files and folders
	maxDepth   = 64        // folders inside folders
	maxText    = 1 << 20   // bytes of a text file that is searched for CLI errors

	// JSON of many alike resources packs up to about 100 times; gzip's own
	// bound is about 1,030 times. The first maxFree bytes are not judged.
	maxRatio = 250
	maxFree  = 64 << 20
)
