# What Tab offers after regrun, in fish: the program itself says it (regrun complete).

function __regrun_complete
    set -l words (commandline -opc)
    set -l token (commandline -ct)
    set -l before (string match -r '^.*=' -- "$token")
    set -l path (string replace -r '^.*=' '' -- "$token")
    for line in ($words[1] complete $words[2..-1] "$token" 2>/dev/null)
        switch $line
            case ':files *'
                set -l ending (string escape --style=regex -- (string replace ':files ' '' -- "$line"))
                string replace -r '^' -- "$before" (__fish_complete_path "$path" | string match -r ".*(?:/|$ending)(?:\t.*)?\$")
            case ':files'
                string replace -r '^' -- "$before" (__fish_complete_path "$path")
            case ':folders'
                string replace -r '^' -- "$before" (__fish_complete_directories "$path")
            case '*'
                echo $line
        end
    end
end

complete -c regrun -f -a '(__regrun_complete)'
