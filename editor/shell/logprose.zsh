#compdef logprose

# Made by `python -m docs.make` with https://github.com/tqdm/shtab
# Usage:
# 1) Copy this to a file named _logprose (e.g. ~/.local/share/zsh_completion/_logprose).
# 2) Add the following line to your .zshrc:
#    fpath=(~/.local/share/zsh_completion $fpath)
# See also: https://github.com/zsh-users/zsh-completions/blob/master/zsh-completions-howto.org


_shtab_logprose_commands() {
  local _commands=(
    ask:'List the passages of your drafts that answer a question, best first, each with its position (path:line:column), the headings above it, and the answering sentence between » and «. Passages are found by the words of the question; then the model ranks them by how much more probable they make the question. Nothing leaves this machine, except with --answer and an engine. The exit status is 1 if nothing is found.'
    check:'List suggested changes, one per line: path:line:column: kind: message (probability) [suggestion].'
    export:'Write a draft as the reading view shows it: as a document (docx, odt, pdf, epub, latex, txt), a web page (html), a picture (svg) or coloured text for a terminal (ansi); or as Markdown (md), with changes applied and comments left out; or print it. Documents other than txt need pandoc, PDF also a typesetter: pip install '"'"'logprose[export]'"'"' installs both.'
    forget:'Erase the records kept about drafts: the model'"'"'s results, the snapshots, the number of words written on each day, which text was accepted from the model, the index of `ask`, and the texts that `learn` has read. The drafts themselves stay as they are.'
    help:'Show help for a verb.'
    learn:'Read your texts, so that their names, terms and turns of phrase are underlined less often and are likelier in continuations. The texts are kept on this machine, readable by you alone. Later, `learn` without a path reads changed files again, `learn --list` lists the known texts, and `forget` erases them. An open editor uses them within a few seconds.'
    lsp:'Serve another editor over the Language Server Protocol: it starts this command and talks to it on standard input and output.'
    model:'List, fetch, locate and calibrate language models.'
    report:'Report on a draft: two indices of readability, the words written per day, its sentences by length, the longest ones, close repetitions, and passives. Each line begins with the place it refers to: path:line:column.'
    score:'Print the score of every token in a text.'
    verify:'Replay edits and check the scores against a full recompute.'
  )
  _describe 'logprose commands' _commands
  _files
}

_shtab_logprose_model_commands() {
  local _commands=(
    calibrate:'Fit flags to a model: the judgement and the thresholds, on clean prose.'
    fetch:'Fetch a model and, if needed, convert it.'
    list:'List the models on this machine (the default verb).'
    path:'Print the directory of a fetched model.'
  )
  _describe 'logprose model commands' _commands
}

_shtab_logprose_options=(
  "--encoding[read as utf-8, utf-16-le, utf-16-be, latin-1 or windows-1252 (UTF-8, or UTF-16 if marked)]:NAME:"
  "--engine[score with the model of a vLLM or SGLang server (docs\/engines.md)]:URL:"
  "--no-scorer[open without the model]"
  {-h,--help}"[show this help]"
  "--version[show the version]"
  "--print-completion[print completions for a shell]:print_completion:(bash zsh fish)"
)

# guard to ensure default positional specs are added only once per session
_shtab_logprose_defaults_added=0

_shtab_logprose_ask_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--related[instead of a question\: list passages similar to the paragraph there]:FILE:LINE:"
  "--no-model[rank by words alone]"
  "--explain[say why each passage is listed\: how many nats more probable it makes each word of the question, and which of the words occur in it]"
  "--answer[answer in two or three sentences in the model\'s own words, each with its source\; this needs an instruction model of at least 1B parameters, or an engine, to which the question and the passages are sent\; with --explain, also show everything the model saw]"
  "--seen[with --answer\: which of the listed passages the model sees (the first 5)]:N,…:"
  "--count[list at most N passages (5)]:N:"
  ":the question, in plain words:"
  "(*)::folders of drafts, and drafts (the current folder):_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_logprose_ask_defaults_added=0

_shtab_logprose_check_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--stdin-name[treat standard input as the text of this file\: its kind, settings and ignored words apply]:PATH:_files"
  "--format[output format (text)]:format:(text json github sarif)"
  "--min-probability[flag only words at least this likely to be wrong, such as 0.9\; overrides --sensitivity (each draft\'s settings)]:P:"
  "--sensitivity[the same as a level\: strict 0.7, normal 0.35, eager 0.15 (each draft\'s settings)]:sensitivity:(strict normal eager)"
  "--dialect[whose spelling counts as right (each draft\'s settings)]:dialect:(any US GB AU CA IN)"
  "--kind[flag only these kinds\: spelling, grammar, word_choice, wordiness, rule, surprising (all)]:KIND,…:"
  "--encoding[read as utf-8, utf-16-le, utf-16-be, latin-1 or windows-1252 (UTF-8, or UTF-16 if marked)]:NAME:"
  "--engine[score with the model of a vLLM or SGLang server (docs\/engines.md)]:URL:"
  "--no-cache[ignore the results of earlier runs and of the editor, and keep none]"
  "--fix[ask about each flag at the terminal and change the files]"
  "(*):a draft, or a directory to search for drafts\; - for standard input:_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_logprose_check_defaults_added=0

_shtab_logprose_export_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--to[the format to write\; printer\: send it to lp, as PDF if that can be made here, otherwise as plain text]:to:(html docx odt pdf epub latex txt md svg ansi printer)"
  "--output[the file to write\; - for standard output (ansi\: standard output\; others\: FILE with the format\'s suffix)]:PATH:_files"
  "--stdin-name[treat standard input as the text of this file\: its title, settings and pictures apply]:PATH:_files"
  "--encoding[read as utf-8, utf-16-le, utf-16-be, latin-1 or windows-1252 (UTF-8, or UTF-16 if marked)]:NAME:"
  "--force[overwrite an existing file]"
  "--theme[the colours (the editor\'s theme)]:NAME:"
  "--annotations[add the model\'s view to html, svg or ansi\: flagged words with alternatives, or the surprisal of every word (none)]:annotations:(none flags heat)"
  "--authors[add to md a block that records which text was accepted from the model, in iA Writer\'s format]"
  "--width[cells per row in ansi and svg (80)]:N:"
  ":the draft\; - for standard input:_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_logprose_export_defaults_added=0

_shtab_logprose_forget_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "(*)::the drafts, or folders of learnt texts (all):_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_logprose_forget_defaults_added=0

_shtab_logprose_help_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "(*)::the verb, such as check or model fetch:"
)

# guard to ensure default positional specs are added only once per session
_shtab_logprose_help_defaults_added=0

_shtab_logprose_learn_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--list[list the known texts, with their word counts]"
  "(*)::folders and single files (those named before):_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_logprose_learn_defaults_added=0

_shtab_logprose_lsp_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--tcp[wait for one client on this local port instead, for debugging]:PORT:"
  "--stdio[the default\; accepted because some editors add it to every server]"
)

# guard to ensure default positional specs are added only once per session
_shtab_logprose_lsp_defaults_added=0

_shtab_logprose_model_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
)

# guard to ensure default positional specs are added only once per session
_shtab_logprose_model_defaults_added=0

_shtab_logprose_model_calibrate_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--model[the model\: \'default\', a directory, a .gguf file, or a Hugging Face name (org\/name)]:NAME:"
  "--dtype[number format of the weights (auto\: fastest)]:dtype:(auto float32 bfloat16 float16)"
  "--tokenizer[tokenizer for an engine\'s model (its own)]:NAME:"
)

# guard to ensure default positional specs are added only once per session
_shtab_logprose_model_calibrate_defaults_added=0

_shtab_logprose_model_fetch_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  ":the model\: \'default\', a directory, a .gguf file, or a Hugging Face name (org\/name):"
)

# guard to ensure default positional specs are added only once per session
_shtab_logprose_model_fetch_defaults_added=0

_shtab_logprose_model_list_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
)

# guard to ensure default positional specs are added only once per session
_shtab_logprose_model_list_defaults_added=0

_shtab_logprose_model_path_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  ":the model\: \'default\', a directory, a .gguf file, or a Hugging Face name (org\/name):"
)

# guard to ensure default positional specs are added only once per session
_shtab_logprose_model_path_defaults_added=0

_shtab_logprose_report_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--encoding[read as utf-8, utf-16-le, utf-16-be, latin-1 or windows-1252 (UTF-8, or UTF-16 if marked)]:NAME:"
  ":the draft\; - for standard input:_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_logprose_report_defaults_added=0

_shtab_logprose_score_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--format[json (the default when piped) or coloured text]:format:(json ansi)"
  "--top-k[predicted tokens to list for each token (10)]:N:"
  "--encoding[read as utf-8, utf-16-le, utf-16-be, latin-1 or windows-1252 (UTF-8, or UTF-16 if marked)]:NAME:"
  "--max-length[context length in tokens (2048)]:N:"
  "--stride[tokens scored per window (1024)]:N:"
  "--model[the model\: \'default\', a directory, a .gguf file, or a Hugging Face name (org\/name)]:NAME:"
  "--dtype[number format of the weights (auto\: fastest)]:dtype:(auto float32 bfloat16 float16)"
  "--tokenizer[tokenizer for an engine\'s model (its own)]:NAME:"
  ":the text\; - for standard input:_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_logprose_score_defaults_added=0

_shtab_logprose_verify_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--edits[how many edits (20)]:N:"
  "--seed[seed of the random edits (0)]:N:"
  "--encoding[read as utf-8, utf-16-le, utf-16-be, latin-1 or windows-1252 (UTF-8, or UTF-16 if marked)]:NAME:"
  "--max-length[context length in tokens (2048)]:N:"
  "--stride[tokens scored per window (1024)]:N:"
  "--model[the model\: \'default\', a directory, a .gguf file, or a Hugging Face name (org\/name)]:NAME:"
  "--dtype[number format of the weights (auto\: fastest)]:dtype:(auto float32 bfloat16 float16)"
  "--tokenizer[tokenizer for an engine\'s model (its own)]:NAME:"
  ":the text\; - for standard input\; or a recorded trace (.json.gz):_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_logprose_verify_defaults_added=0


_shtab_logprose() {
  local context state line curcontext="$curcontext" one_or_more='(*)' remainder='(-)*:' default='*::: :->logprose'

  # Add default positional/remainder specs only if none exist, and only once per session
  if (( ! _shtab_logprose_defaults_added )); then
    if (( ${_shtab_logprose_options[(I)${(q)one_or_more}*]} +          ${_shtab_logprose_options[(I)${(q)remainder}*]} +          ${_shtab_logprose_options[(I)${(q)default}]} == 0 )); then
      _shtab_logprose_options+=(': :_shtab_logprose_commands' '*::: :->logprose')
    fi
    _shtab_logprose_defaults_added=1
  fi
  _arguments -C -s $_shtab_logprose_options

  case $state in
    logprose)
      words=($line[1] "${words[@]}")
      (( CURRENT += 1 ))
      curcontext="${curcontext%:*:*}:_shtab_logprose-$line[1]:"
      case $line[1] in
        ask) _arguments -C -s $_shtab_logprose_ask_options ;;
        check) _arguments -C -s $_shtab_logprose_check_options ;;
        export) _arguments -C -s $_shtab_logprose_export_options ;;
        forget) _arguments -C -s $_shtab_logprose_forget_options ;;
        help) _arguments -C -s $_shtab_logprose_help_options ;;
        *) _files ;;
        learn) _arguments -C -s $_shtab_logprose_learn_options ;;
        lsp) _arguments -C -s $_shtab_logprose_lsp_options ;;
        model) _shtab_logprose_model ;;
        report) _arguments -C -s $_shtab_logprose_report_options ;;
        score) _arguments -C -s $_shtab_logprose_score_options ;;
        verify) _arguments -C -s $_shtab_logprose_verify_options ;;
      esac
  esac
}

_shtab_logprose_model() {
  local context state line curcontext="$curcontext" one_or_more='(*)' remainder='(-)*:' default='*::: :->model'

  # Add default positional/remainder specs only if none exist, and only once per session
  if (( ! _shtab_logprose_model_defaults_added )); then
    if (( ${_shtab_logprose_model_options[(I)${(q)one_or_more}*]} +          ${_shtab_logprose_model_options[(I)${(q)remainder}*]} +          ${_shtab_logprose_model_options[(I)${(q)default}]} == 0 )); then
      _shtab_logprose_model_options+=(': :_shtab_logprose_model_commands' '*::: :->model')
    fi
    _shtab_logprose_model_defaults_added=1
  fi
  _arguments -C -s $_shtab_logprose_model_options

  case $state in
    model)
      words=($line[1] "${words[@]}")
      (( CURRENT += 1 ))
      curcontext="${curcontext%:*:*}:_shtab_logprose_model-$line[1]:"
      case $line[1] in
        calibrate) _arguments -C -s $_shtab_logprose_model_calibrate_options ;;
        fetch) _arguments -C -s $_shtab_logprose_model_fetch_options ;;
        list) _arguments -C -s $_shtab_logprose_model_list_options ;;
        path) _arguments -C -s $_shtab_logprose_model_path_options ;;
      esac
  esac
}



typeset -A opt_args

if [[ $zsh_eval_context[-1] == eval ]]; then
  # eval/source/. command, register function for later
  compdef _shtab_logprose -N logprose
else
  # autoload from fpath, call function directly
  _shtab_logprose "$@"
fi
