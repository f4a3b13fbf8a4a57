# Makes up a log.csv: one input line per setting, its name and the values of the varied options, separated by tabs.
#     printf 'a\t0\nb\t0.5\n' | awk -v keys=regularize.dropout -v seeds=3 -v epochs=10 -f make_log.awk
# The n-th setting overfits less than the first; noise comes from a small generator, so that every awk makes the same.
BEGIN {
    FS = "\t"
    columns = "setting,seed,epoch,step,lr,running_loss,train_loss,test_loss,gap,train_acc,test_acc"
    count = split(keys, key, " ")
    for (i = 1; i <= count; i++) columns = columns "," key[i]
    print columns
    state = 42
}

function noise() { # -0.5 to 0.5
    state = (state * 16807) % 2147483647
    return state / 2147483647 - 0.5
}

function quoted(text) {
    if (text !~ /[",]/) return text
    gsub(/"/, "\"\"", text)
    return "\"" text "\""
}

{
    values = ""
    for (i = 1; i <= count; i++) values = values "," quoted($(i + 1))
    calm = (NR - 1) % 8
    for (seed = 1; seed <= seeds; seed++) {
        for (epoch = 0; epoch <= epochs; epoch++) {
            train = 2.3 * exp(-epoch / (4 + calm)) + 0.02 + 0.004 * noise()
            test = train + (0.3 - 0.03 * calm) * epoch / epochs + 0.02 * noise() * (epoch > 0) + 0.004 * seed
            running = epoch ? sprintf("%.6f", train * 1.1) : ""
            printf "%s,%d,%d,%d,0.05,%s,%.6f,%.6f,%.6f,%.4f,%.4f%s\n", quoted($1), seed, epoch, epoch * 16,
                   running, train, test, test - train, 1 - train / 3, 1 - test / 3, values
        }
    }
}
