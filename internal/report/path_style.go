package report

// pathStyle are the looks of a path's picture, in light and dark. No variables
// and no calculations: renderers that are no browsers know neither. Every state
// has its own shape beside its colour.
const pathStyle = `
text{font-family:Inter,system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;fill:#16242f}
.m{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
.t1{font-size:20px;font-weight:650}.t2{font-size:15px;font-weight:600}.t3{font-size:13px}.t4{font-size:12px}
.b{font-weight:600}.soft{fill:#52626f}
.paper{fill:#fbfaf7}.card{fill:#fff;stroke:#cfd4d6}
.vpc{fill:#f1f6f7;stroke:#9fb4bd}.subnet{fill:#fff;stroke:#b9c4c9;stroke-dasharray:5 3}
.box{fill:#fff;stroke:#16242f;stroke-width:1.5}.start{fill:#e6f1f5}.missed{stroke:#8a969f;stroke-dasharray:3 4}
.rail{stroke:#00795c;stroke-width:3;fill:none}.rail.dead{stroke:#8a969f;stroke-dasharray:2 6}.rail.dim{stroke:#64748b;stroke-dasharray:8 4}
.tip{fill:#00795c}.tip.dead{fill:#8a969f}.tip.dim{fill:#64748b}
.ok{fill:#fff;stroke:#00795c;stroke-width:2}.okm{stroke:#00795c;stroke-width:2;fill:none}
.no{fill:#c2410c;stroke:#c2410c}.nom{stroke:#fff;stroke-width:2.5;fill:none}
.un{fill:#fff;stroke:#64748b;stroke-width:2;stroke-dasharray:3 2}.na{fill:#fff;stroke:#64748b;stroke-width:2}
.half{fill:#fff;stroke:#9a6700;stroke-width:2}.halfm{fill:#9a6700}
.q{font-size:13px;font-weight:700;fill:#52626f}
.callno{fill:#fdf1eb;stroke:#c2410c;stroke-width:1.5}.callun{fill:#f3f4f6;stroke:#64748b;stroke-dasharray:4 3}
.bad{fill:#a3360a}.fix{fill:#eef5f6;stroke:#cfd4d6}
@media (prefers-color-scheme:dark){
text{fill:#e6edf1}.soft{fill:#a9bac6}.paper{fill:#0f171d}.card{fill:#16212a;stroke:#33444f}
.vpc{fill:#132029;stroke:#456070}.subnet{fill:#17242d;stroke:#456070}
.box{fill:#1c2a34;stroke:#c6d3db}.start{fill:#17323e}.missed{stroke:#7d8d98}
.rail{stroke:#3ecf9f}.rail.dead{stroke:#7d8d98}.rail.dim{stroke:#94a3b8}.tip{fill:#3ecf9f}.tip.dead{fill:#7d8d98}.tip.dim{fill:#94a3b8}
.ok{fill:#16212a;stroke:#3ecf9f}.okm{stroke:#3ecf9f}.no{fill:#ff8552;stroke:#ff8552}.nom{stroke:#0f171d}
.un,.na{fill:#16212a;stroke:#94a3b8}.half{fill:#16212a;stroke:#e6b34a}.halfm{fill:#e6b34a}.q{fill:#a9bac6}
.callno{fill:#33190e;stroke:#ff8552}.callun{fill:#1b2730;stroke:#94a3b8}.bad{fill:#ffab87}.fix{fill:#14272d;stroke:#33444f}}
@media print{
text{fill:#000}.soft{fill:#333}.paper,.card,.subnet,.box,.start{fill:#fff}.card,.subnet,.vpc{stroke:#777}.vpc{fill:#f4f4f4}.box{stroke:#000}
.rail{stroke:#00795c}.rail.dead{stroke:#777}.tip{fill:#00795c}.tip.dead{fill:#777}.ok,.un,.na,.half{fill:#fff}.ok{stroke:#00795c}.okm{stroke:#00795c}
.no{fill:#c2410c;stroke:#c2410c}.nom{stroke:#fff}.callno{fill:#fdf1eb;stroke:#c2410c}.callun,.fix{fill:#f6f6f6}.bad{fill:#a3360a}}
`
