# Turns what bench/whole gathered ("PROGRAM BATCH SETTINGS CLOCK USER SYSTEM" and "peak GFLOPS" lines) into its table. The
# fastest round of each program counts.

# Floating-point operations of a run: two per weight and product. Training makes three products for every layer but the
# first, which passes no gradient on; evaluation one, of every sample and once before training.
function flops(    first, weights) {
    first = 784 * 512
    weights = first + 512 * 512 + 512 * 10
    return epochs * samples * (6 * weights - 2 * first) + (epochs + 1) * (samples + test_samples) * 2 * weights
}

# The share of the cores' peak that is aimed at.
function aim(batch) {
    return batch < 64 ? 0.78 : 0.85
}

$1 == "peak" {
    if ($2 > peak) peak = $2
    next
}

{
    cell = $2 " " $3
    if (!(cell in seen)) {
        seen[cell] = ++cells
        order[cells] = cell
    }
    if (!(($1, cell) in clock) || $4 < clock[$1, cell]) {
        clock[$1, cell] = $4
        cpu[$1, cell] = $5 + $6
    }
}

function seconds(name, cell) {
    return (name, cell) in clock ? sprintf("%8.2f %8.2f", clock[name, cell], cpu[name, cell]) : sprintf("%8s %8s", "-", "-")
}

function times(name, cell) {
    return (name, cell) in clock ? sprintf("%.2f", clock[name, cell] / clock["regrun", cell]) : "-"
}

END {
    printf "A whole experiment, start to exit: %d + %d images, 784-512-512-10, %d seeds, %d epochs, %d jobs, seconds by the clock and of the\n",
        samples, test_samples, seeds, epochs, jobs
    printf "processors. FMA peak of the cores together: %.1f GFLOP/s.\n\n", peak
    printf "%5s %-9s %17s %7s %7s %17s %7s %17s %9s\n", "batch", "settings", "regrun", "% peak", "% cpu", "torch", "x torch",
        "sklearn", "x sklearn"
    for (i = 1; i <= cells; i++) {
        c = order[i]
        split(c, part, " ")
        runs = seeds * (part[2] == "four" ? 4 : 1)
        if (!(("regrun", c) in clock)) continue
        share = runs * flops() * 1e-9 / peak / clock["regrun", c]
        held = runs * flops() * 1e-9 / (peak / jobs) / cpu["regrun", c]
        note = share < aim(part[1]) ? sprintf("   below: %d%% of peak", 100 * aim(part[1])) : ""
        printf "%5d %-9s %s %7.1f %7.1f %s %7s %s %9s%s\n", part[1], part[2], seconds("regrun", c), 100 * share, 100 * held,
            seconds("torch", c), times("torch", c), seconds("sklearn", c), times("sklearn", c), note
    }
    print "\n% cpu: the share of the peak in the processors' time, which others at work on the machine disturb less."
}
