module mooring

go 1.26.0
