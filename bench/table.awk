# Turns the answers that bench/run gathered ("NAME KIND NET BATCH SETTING SAMPLES BEST MEAN" and "peak GFLOPS" lines)
# into its table. The best pass of each program counts.

# Floating-point operations per sample: two per weight and product; training makes three products for every layer but
# the first, which passes no gradient on.
function flops(kind, net,    width, n, weights, i) {
    n = split(net, width, "-")
    for (i = 1; i < n; i++) weights += width[i] * width[i + 1]
    return kind == "train" ? 6 * weights - 2 * width[1] * width[2] : 2 * weights
}

# How many times PyTorch's speed the cell is to reach.
function torch_floor(kind, net, batch) {
    if (kind != "train" || batch != 16) return 1
    return net ~ /^30-/ ? 15 : 2
}

# The share of the peak that the cell is to reach; 0 where none is set: not for what does more than the products that
# are counted.
function peak_floor(kind, setting, batch) {
    if (setting !~ /^(plain|bn|dropout|bn\+dropout)$/) return 0
    if (kind != "train" || batch >= 64) return 0.8
    return batch == 16 ? 0.6 : 0
}

function ratio(name, cell) {
    return rate[name, cell] ? rate["regrun", cell] / rate[name, cell] : 0
}

function number(value, format) {
    return value ? sprintf(format, value) : "-"
}

function below(cell, kind, net, batch, setting,    notes) {
    if (rate["regrun", cell] < peak_floor(kind, setting, batch) * peak)
        notes = notes " " 100 * peak_floor(kind, setting, batch) "% of peak;"
    if (rate["cblas", cell] && ratio("cblas", cell) < 1) notes = notes " cblas;"
    if (rate["torch", cell] && ratio("torch", cell) < torch_floor(kind, net, batch))
        notes = notes sprintf(" %dx PyTorch;", torch_floor(kind, net, batch))
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
