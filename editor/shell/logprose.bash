# Made by `python -m docs.make` with https://github.com/tqdm/shtab
# Usage:
# 1) Copy this to somewhere (e.g. ~/.local/share/bash_completion/logprose).
# 2) Add the following line to your .bashrc:
#    source ~/.local/share/bash_completion/logprose
# See also: https://github.com/scop/bash-completion/blob/main/doc/configuration.md

_shtab_logprose_model_subparsers=(list fetch path calibrate)
_shtab_logprose_subparsers=(check score verify model export report ask learn forget lsp help)

_shtab_logprose_check_option_strings=(-h --help --stdin-name --format --min-probability --sensitivity --dialect --kind --encoding --engine --no-cache --fix)
_shtab_logprose_score_option_strings=(-h --help --format --top-k --encoding --max-length --stride --model --dtype --tokenizer)
_shtab_logprose_verify_option_strings=(-h --help --edits --seed --encoding --max-length --stride --model --dtype --tokenizer)
_shtab_logprose_model_list_option_strings=(-h --help)
_shtab_logprose_model_fetch_option_strings=(-h --help)
_shtab_logprose_model_path_option_strings=(-h --help)
_shtab_logprose_model_calibrate_option_strings=(-h --help --model --dtype --tokenizer)
_shtab_logprose_model_option_strings=(-h --help)
_shtab_logprose_export_option_strings=(-h --help --to --output --stdin-name --encoding --force --theme --annotations --authors --width)
_shtab_logprose_report_option_strings=(-h --help --encoding)
_shtab_logprose_ask_option_strings=(-h --help --related --no-model --explain --answer --seen --count)
_shtab_logprose_learn_option_strings=(-h --help --list)
_shtab_logprose_forget_option_strings=(-h --help)
_shtab_logprose_lsp_option_strings=(-h --help --tcp --stdio)
_shtab_logprose_help_option_strings=(-h --help)
_shtab_logprose_option_strings=(--encoding --engine --no-scorer -h --help --version --print-completion)

_shtab_logprose_check_pos_0_COMPGEN=_shtab_compgen_files
_shtab_logprose_check___stdin_name_COMPGEN=_shtab_compgen_files
_shtab_logprose_score_pos_0_COMPGEN=_shtab_compgen_files
_shtab_logprose_verify_pos_0_COMPGEN=_shtab_compgen_files
_shtab_logprose_export_pos_0_COMPGEN=_shtab_compgen_files
_shtab_logprose_export___output_COMPGEN=_shtab_compgen_files
_shtab_logprose_export___stdin_name_COMPGEN=_shtab_compgen_files
_shtab_logprose_report_pos_0_COMPGEN=_shtab_compgen_files
_shtab_logprose_ask_pos_1_COMPGEN=_shtab_compgen_files
_shtab_logprose_learn_pos_0_COMPGEN=_shtab_compgen_files
_shtab_logprose_forget_pos_0_COMPGEN=_shtab_compgen_files

_shtab_logprose_check___format_choices=(text json github sarif)
_shtab_logprose_check___sensitivity_choices=(strict normal eager)
_shtab_logprose_check___dialect_choices=(any US GB AU CA IN)
_shtab_logprose_score___format_choices=(json ansi)
_shtab_logprose_score___dtype_choices=(auto float32 bfloat16 float16)
_shtab_logprose_verify___dtype_choices=(auto float32 bfloat16 float16)
_shtab_logprose_model_calibrate___dtype_choices=(auto float32 bfloat16 float16)
_shtab_logprose_model_pos_0_choices=(list fetch path calibrate)
_shtab_logprose_export___to_choices=(html docx odt pdf epub latex txt md svg ansi printer)
_shtab_logprose_export___annotations_choices=(none flags heat)
_shtab_logprose_pos_0_choices=(check score verify model export report ask learn forget lsp help)
_shtab_logprose___print_completion_choices=(bash zsh fish)

_shtab_logprose_check_pos_0_nargs=+
_shtab_logprose_check__h_nargs=0
_shtab_logprose_check___help_nargs=0
_shtab_logprose_check___no_cache_nargs=0
_shtab_logprose_check___fix_nargs=0
_shtab_logprose_score__h_nargs=0
_shtab_logprose_score___help_nargs=0
_shtab_logprose_verify__h_nargs=0
_shtab_logprose_verify___help_nargs=0
_shtab_logprose_model_list__h_nargs=0
_shtab_logprose_model_list___help_nargs=0
_shtab_logprose_model_fetch__h_nargs=0
_shtab_logprose_model_fetch___help_nargs=0
_shtab_logprose_model_path__h_nargs=0
_shtab_logprose_model_path___help_nargs=0
_shtab_logprose_model_calibrate__h_nargs=0
_shtab_logprose_model_calibrate___help_nargs=0
_shtab_logprose_model_pos_0_nargs=A...
_shtab_logprose_model__h_nargs=0
_shtab_logprose_model___help_nargs=0
_shtab_logprose_export__h_nargs=0
_shtab_logprose_export___help_nargs=0
_shtab_logprose_export___force_nargs=0
_shtab_logprose_export___authors_nargs=0
_shtab_logprose_report__h_nargs=0
_shtab_logprose_report___help_nargs=0
_shtab_logprose_ask_pos_1_nargs='*'
_shtab_logprose_ask__h_nargs=0
_shtab_logprose_ask___help_nargs=0
_shtab_logprose_ask___no_model_nargs=0
_shtab_logprose_ask___explain_nargs=0
_shtab_logprose_ask___answer_nargs=0
_shtab_logprose_learn_pos_0_nargs='*'
_shtab_logprose_learn__h_nargs=0
_shtab_logprose_learn___help_nargs=0
_shtab_logprose_learn___list_nargs=0
_shtab_logprose_forget_pos_0_nargs='*'
_shtab_logprose_forget__h_nargs=0
_shtab_logprose_forget___help_nargs=0
_shtab_logprose_lsp__h_nargs=0
_shtab_logprose_lsp___help_nargs=0
_shtab_logprose_lsp___stdio_nargs=0
_shtab_logprose_help_pos_0_nargs='*'
_shtab_logprose_help__h_nargs=0
_shtab_logprose_help___help_nargs=0
_shtab_logprose_pos_0_nargs=A...
_shtab_logprose___no_scorer_nargs=0
_shtab_logprose__h_nargs=0
_shtab_logprose___help_nargs=0
_shtab_logprose___version_nargs=0


_shtab_logprose_pos_0_COMPGEN=_shtab_compgen_files
# $1=COMP_WORDS[1]
_shtab_compgen_files() {
  compgen -f -- $1  # files
}

# $1=COMP_WORDS[1]
_shtab_compgen_dirs() {
  compgen -d -- $1  # recurse into subdirs
}

# $1=COMP_WORDS[1]
_shtab_replace_nonword() {
  echo "${1//[^[:word:]]/_}"
}

# set default values (called for the initial parser & any subparsers)
_set_parser_defaults() {
  local subparsers_var="${prefix}_subparsers[@]"
  sub_parsers=${!subparsers_var-}

  local current_option_strings_var="${prefix}_option_strings[@]"
  current_option_strings=${!current_option_strings_var}

  completed_positional_actions=0

  _set_new_action "pos_$completed_positional_actions" true
}

# $1=action identifier
# $2=positional action (bool)
# set all identifiers for an action's parameters
_set_new_action() {
  current_action="${prefix}_$(_shtab_replace_nonword $1)"

  local current_action_compgen_var=${current_action}_COMPGEN
  current_action_compgen="${!current_action_compgen_var-}"

  local current_action_choices_var="${current_action}_choices[@]"
  current_action_choices="${!current_action_choices_var-}"

  local current_action_nargs_var="${current_action}_nargs"
  if [ -n "${!current_action_nargs_var-}" ]; then
    current_action_nargs="${!current_action_nargs_var}"
  else
    current_action_nargs=1
  fi

  current_action_args_start_index=$(( $word_index + 1 - $pos_only ))

  current_action_is_positional=$2
}

# Notes:
# `COMPREPLY`: what will be rendered after completion is triggered
# `completing_word`: currently typed word to generate completions for
# `${!var}`: evaluates the content of `var` and expand its content as a variable
#     hello="world"
#     x="hello"
#     ${!x} -> ${hello} -> "world"
_shtab_logprose() {
  local completing_word="${COMP_WORDS[COMP_CWORD]}"
  local previous_word="${COMP_WORDS[COMP_CWORD-1]}"
  local completed_positional_actions
  local current_action
  local current_action_args_start_index
  local current_action_choices
  local current_action_compgen
  local current_action_is_positional
  local current_action_nargs
  local current_option_strings
  local sub_parsers
  COMPREPLY=()

  local prefix=_shtab_logprose
  local word_index=0
  local pos_only=0 # "--" delimiter not encountered yet
  _set_parser_defaults
  word_index=1

  # determine what arguments are appropriate for the current state
  # of the arg parser
  while [ $word_index -ne $COMP_CWORD ]; do
    local this_word="${COMP_WORDS[$word_index]}"

    if [[ $pos_only = 1 || " $this_word " != " -- " ]]; then
      if [[ -n $sub_parsers && " ${sub_parsers[@]} " == *" $this_word "* ]]; then
        # valid subcommand: add it to the prefix & reset the current action
        prefix="${prefix}_$(_shtab_replace_nonword $this_word)"
        _set_parser_defaults
      fi

      if [[ " ${current_option_strings[@]} " == *" $this_word "* ]]; then
        # a new action should be acquired (due to recognised option string or
        # no more input expected from current action);
        # the next positional action can fill in here
        _set_new_action $this_word false
      fi

      if [[ "$current_action_nargs" != "*" ]] && \
         [[ "$current_action_nargs" != "+" ]] && \
         [[ "$current_action_nargs" != "?" ]] && \
         [[ "$current_action_nargs" != *"..." ]] && \
         (( $word_index + 1 - $current_action_args_start_index - $pos_only >= \
            $current_action_nargs )); then
        $current_action_is_positional && let "completed_positional_actions += 1"
        _set_new_action "pos_$completed_positional_actions" true
      fi
    else
      pos_only=1 # "--" delimiter encountered
    fi

    let "word_index+=1"
  done

  # Generate the completions

  COMPREPLY=()
  if [[ $pos_only = 0 && "$completing_word" == -* &&
        ( -z "$current_action_compgen" || "$current_action_is_positional" = true ) ]]; then
    # optional argument started: use option strings
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
      compgen -W "${current_option_strings[*]}" -- "$completing_word")
  elif [[ "$previous_word" =~ ^[0-9\&]*[\<\>]\>?$ ]]; then
    # handle redirection operators
    compopt -o filenames 2>/dev/null || : # bash>=4
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$completing_word")
  else
    # use choices & compgen
    local action_compgen_word="$completing_word"
    # handle tab-completing in the middle of a line (#248 <- #116)
    [[ -n "$current_action_compgen" && "$completing_word" == -* ]] && action_compgen_word=""
    [ -n "$current_action_compgen" ] && {
      [[ "$current_action_compgen" =~ _(file|dir|glob|FILE|DIR|GLOB)|File|Dir|Glob ]] &&
        compopt -o filenames 2>/dev/null || : # bash>=4
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
        "$current_action_compgen" "$action_compgen_word")
    }
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
      compgen -W "${current_action_choices[*]}" -- "$completing_word")
  fi

  if [[ ${#COMPREPLY[@]} = 0 ]]; then
    # native fallback matches are not necessarily filenames (e.g. variables)
    compopt +o filenames 2>/dev/null || : # bash>=4
  fi

  return 0
}

complete -o bashdefault -o default -F _shtab_logprose logprose
