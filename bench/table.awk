# Turns the answers that bench/run gathered ("NAME KIND NET BATCH SETTING SAMPLES BEST MEAN" and "peak GFLOPS" lines)
# into its table. The best pass of each program counts.

# Floating-point operations per sample: two per weight and product; training makes three products for every layer but
# the first, which passes no gradient on.
function flops(kind, net,    width, n, weights, i) {
    n = split(net, width, "-")
    for (i = 1; i < n; i++) weights += width[i] * width[i + 1]
    return kind == "train" ? 6 * weights - 2 * width[1] * width[2] : 2 * weights
}

# What cells are to reach, by kind, net and batch: the share of the peak, in the four settings in which nothing but the
# products that are counted takes long; and how many times the speed of PyTorch and of the cblas program (1 where nothing
# is said).
BEGIN {
    large = "784-512-512-10"
    small = "30-64-64-2"
    tiny = "8-16-16-3"
    of_peak["train", large, 16] = 0.6
    of_peak["train", large, 64] = of_peak["train", large, 128] = of_peak["train", large, 512] = 0.8
    of_peak["evaluate", large, 512] = 0.8
    of_peak["train", small, 16] = 0.68
    of_peak["train", small, 128] = 0.76
    of_peak["evaluate", small, 512] = 0.85
    of_peak["train", tiny, 8] = 0.1
    of_peak["train", tiny, 32] = 0.16
    of_peak["evaluate", tiny, 512] = 0.24
    of_torch["train", large, 16] = 2
    of_torch["train", small, 16] = 15
    of_torch["train", tiny, 8] = of_torch["train", tiny, 32] = 10
    of_cblas["train", tiny, 8] = of_cblas["train", tiny, 32] = 1.5
}

function peak_floor(kind, net, batch, setting) {
    return setting ~ /^(plain|bn|dropout|bn\+dropout)$/ ? of_peak[kind, net, batch] + 0 : 0
}

function floor(aims, kind, net, batch) {
    return (kind, net, batch) in aims ? aims[kind, net, batch] : 1
}

function ratio(name, cell) {
    return rate[name, cell] ? rate["regrun", cell] / rate[name, cell] : 0
}

function number(value, format) {
    return value ? sprintf(format, value) : "-"
}

function below_peer(name, title, cell, aim) {
    return rate[name, cell] && ratio(name, cell) < aim ? sprintf(" %s%s;", aim == 1 ? "" : aim "x ", title) : ""
}

function below(cell, kind, net, batch, setting,    notes) {
    if (rate["regrun", cell] < peak_floor(kind, net, batch, setting) * peak)
        notes = sprintf(" %d%% of peak;", 100 * peak_floor(kind, net, batch, setting) + 0.5)
    notes = notes below_peer("cblas", "cblas", cell, floor(of_cblas, kind, net, batch))
    notes = notes below_peer("torch", "PyTorch", cell, floor(of_torch, kind, net, batch))
    sub(/;$/, "", notes)
    return notes ? "below:" notes : ""
}

$1 == "peak" {
    if ($2 > peak) peak = $2
    next
}

{
    cell = sprintf("%-8s %-16s %5d %-11s", $2, $3, $4, $5)
    if (!(cell in seen)) {
        seen[cell] = ++cells
        order[cells] = cell
        kind[cell] = $2
        net[cell] = $3
        batch[cell] = $4
        setting[cell] = $5
    }
    gigaflops = flops($2, $3) * $6 / $7 * 1e-9
    if (gigaflops > rate[$1, cell]) rate[$1, cell] = gigaflops
    if ($1 == "before") before = 1
    if ($1 == "sklearn") sklearn = 1
    if ($1 == "torch" && gigaflops > torch) torch = gigaflops
}

END {
    printf "FMA peak of one core: %.1f GFLOP/s. GFLOP/s of each program, best of all rounds:\n\n", peak
    printf "%-8s %-16s %5s %-11s %7s %6s %6s %6s %8s %8s\n", "", "net", "batch", "setting", "regrun", "% peak", "cblas",
        "torch", "x cblas", "x torch" (sklearn ? " x sklearn" : "") (before ? " x before" : "")
    for (i = 1; i <= cells; i++) {
        c = order[i]
        note = below(c, kind[c], net[c], batch[c], setting[c])
        low += note != ""
        printf "%s %7.1f %6.1f %6s %6s %8s %8s%s%s  %s\n", c, rate["regrun", c], 100 * rate["regrun", c] / peak,
            number(rate["cblas", c], "%.1f"), number(rate["torch", c], "%.1f"), number(ratio("cblas", c), "%.2f"),
            number(ratio("torch", c), "%.2f"), sklearn ? sprintf(" %9s", number(ratio("sklearn", c), "%.2f")) : "", before ? sprintf(" %8s", number(ratio("before", c), "%.2f")) : "", note
    }
    printf "\n%d cells, %d below what is aimed at\n", cells, low
    if (torch && torch < 0.4 * peak)
        printf "PyTorch is at %.0f %% of the peak at best: its BLAS is a slow one (libopenblas0 is not installed?)\n",
            100 * torch / peak
}
