# shellcheck shell=bash
# What Tab offers after regrun, in bash: the program itself says it (regrun complete).

_regrun() {
  local words=() word i line candidate before own=()
  # Bash cuts words at each =; the program does not.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [ ${#words[@]} -gt 0 ] && { [[ $word == =* ]] || [[ ${COMP_WORDS[i - 1]} == = ]]; }; then
      words[-1]+=$word
    else
      words+=("$word")
    fi
  done
  word=${words[-1]-}
  before=${word%"${word##*=}"} # bash completes what follows the last =
  COMPREPLY=()
  while IFS= read -r line; do
    candidate=${line%%$'\t'*}
    case $candidate in
      :files) mapfile -t own < <(compgen -f -- "${word#"$before"}") ;;
      :folders) mapfile -t own < <(compgen -d -- "${word#"$before"}") ;;
      ':files '*)
        mapfile -t own < <(compgen -f -X "!*${candidate#:files }" -- "${word#"$before"}"; compgen -d -- "${word#"$before"}")
        ;;
      *=) compopt -o nospace 2>/dev/null && COMPREPLY+=("${candidate#"$before"}") || COMPREPLY+=("${candidate#"$before"}") ;;
      *)
        candidate=${candidate#"$before"}
        [[ $candidate != *[[:space:]\'\"\;\(\)\&\<\>\|\$\`]* ]] || printf -v candidate %q "$candidate"
        COMPREPLY+=("$candidate")
        ;;
    esac
  done < <("${1/#\~\//$HOME/}" complete "${words[@]}" 2>/dev/null)
  [ ${#own[@]} -eq 0 ] || compopt -o filenames 2>/dev/null
  COMPREPLY+=("${own[@]}")
}

complete -F _regrun regrun
