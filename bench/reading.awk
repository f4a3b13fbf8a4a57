# Turns the answers that bench/reading gathered into its lines; `table` and `size`, the file's bytes, are given.

{
    if (!($1 in cpu) || $2 < cpu[$1]) cpu[$1] = $2
    if (!($1 in wall) || $3 < wall[$1]) wall[$1] = $3
}

$1 == "regrun" {
    kept = $4
    if ($5 > peak) peak = $5
}

function ratio(of) {
    return "pandas" in of && of["regrun"] > 0 ? of["pandas"] / of["regrun"] : 0
}

END {
    speed = size / cpu["regrun"] / 1e6
    bound = 1.3 * kept + size
    notes = ""
    if (speed < 400) notes = notes " 400 MB/s;"
    if (ratio(cpu) > 0 && ratio(cpu) < 5) notes = notes " 5x pandas;"
    if (notes) notes = "   below:" notes
    if (peak > bound) notes = notes "   above: the memory's bound;"
    sub(/;$/, "", notes)
    printf "Reading %s (CSV, %.0f MB): %.3f s of the processor, %.3f s by the clock, %.0f MB/s", table, size / 1e6,
        cpu["regrun"], wall["regrun"], speed
    if (ratio(cpu) > 0)
        printf "; pandas %.3f s and %.3f s: %.1fx and %.1fx", cpu["pandas"], wall["pandas"], ratio(cpu), ratio(wall)
    printf "; at most %.0f MB, bound %.0f MB (1.3 x %.0f MB kept + file)%s\n", peak / 1e6, bound / 1e6, kept / 1e6, notes
}
