# Made by `python -m docs.make` with https://github.com/tqdm/shtab
# Usage:
# 1) Copy this to ~/.config/fish/completions/logprose.fish
# 2) Ensure a binary named logprose is in your PATH
# See also: https://fishshell.com/docs/current/completions.html#where-to-put-completions


# Parse current commandline:
# - _shtab_logprose_cmdpath=(sub)command path seen so far
# - _shtab_logprose_npos=number of positional arguments given after it
# - options are skipped based on _shtab_logprose_opts_with_value & _shtab_logprose_commands lists
function _shtab_logprose_scan
  set -g _shtab_logprose_cmdpath ''
  set -g _shtab_logprose_npos 0
  set -l tokens (commandline -opc)
  set -e tokens[1]
  set -l expect_value 0
  for t in $tokens
    if test $expect_value -eq 1
      set expect_value 0
      continue
    end
    switch "$t"
      case '--*=*'
        continue
      case '-*'
        if contains -- $t $_shtab_logprose_opts_with_value
          set expect_value 1
        end
        continue
      case '*'
        if test $_shtab_logprose_npos -eq 0
          set -l candidate $t
          if test -n "$_shtab_logprose_cmdpath"
            set candidate "$_shtab_logprose_cmdpath $t"
          end
          if contains -- $candidate $_shtab_logprose_commands
            set -g _shtab_logprose_cmdpath $candidate
            continue
          end
        end
        set -g _shtab_logprose_npos (math $_shtab_logprose_npos + 1)
    end
  end
end

# Condition helper: true if the current (sub)command path equals the given one.
function _shtab_logprose_using
  _shtab_logprose_scan
  test "$_shtab_logprose_cmdpath" = "$argv"
end

set -g _shtab_logprose_commands check score verify model 'model list' 'model fetch' 'model path' 'model calibrate' export report ask learn forget lsp help
set -g _shtab_logprose_opts_with_value --annotations --count --dialect --dtype --edits --encoding --engine --format --kind --max-length --min-probability --model --output --print-completion --related --seed --seen --sensitivity --stdin-name --stride --tcp --theme --to --tokenizer --top-k --width

complete -c logprose -e
complete -c logprose -f
complete -c logprose -n '_shtab_logprose_using' -ka "(__fish_complete_path (commandline -ct))"

complete -c logprose -n _shtab_logprose_using -l encoding -x -d 'read as utf-8, utf-16-le, utf-16-be, latin-1 or windows-1252 (UTF-8, or UTF-16 if marked)'
complete -c logprose -n _shtab_logprose_using -l engine -x -d 'score with the model of a vLLM or SGLang server (docs/engines.md)'
complete -c logprose -n _shtab_logprose_using -l no-scorer -d 'open without the model'
complete -c logprose -n _shtab_logprose_using -s h -l help -d 'show this help'
complete -c logprose -n _shtab_logprose_using -l version -d 'show the version'
complete -c logprose -n _shtab_logprose_using -l print-completion -xka "bash zsh fish" -d 'print completions for a shell'
complete -c logprose -n '_shtab_logprose_using; and test $_shtab_logprose_npos -eq 0' -a check -d 'List suggested changes, one per line: path:line:column: kind: message (probability) [suggestion].'
complete -c logprose -n '_shtab_logprose_using check' -s h -l help -d 'show this help message and exit'
complete -c logprose -n '_shtab_logprose_using check' -l stdin-name -xka "(__fish_complete_path (commandline -ct))" -d 'treat standard input as the text of this file: its kind, settings and ignored words apply'
complete -c logprose -n '_shtab_logprose_using check' -l format -xka "text json github sarif" -d 'output format (text)'
complete -c logprose -n '_shtab_logprose_using check' -l min-probability -x -d 'flag only words at least this likely to be wrong, such as 0.9; overrides --sensitivity (each draft'"'"'s settings)'
complete -c logprose -n '_shtab_logprose_using check' -l sensitivity -xka "strict normal eager" -d 'the same as a level: strict 0.7, normal 0.35, eager 0.15 (each draft'"'"'s settings)'
complete -c logprose -n '_shtab_logprose_using check' -l dialect -xka "any US GB AU CA IN" -d 'whose spelling counts as right (each draft'"'"'s settings)'
complete -c logprose -n '_shtab_logprose_using check' -l kind -x -d 'flag only these kinds: spelling, grammar, word_choice, wordiness, rule, surprising (all)'
complete -c logprose -n '_shtab_logprose_using check' -l encoding -x -d 'read as utf-8, utf-16-le, utf-16-be, latin-1 or windows-1252 (UTF-8, or UTF-16 if marked)'
complete -c logprose -n '_shtab_logprose_using check' -l engine -x -d 'score with the model of a vLLM or SGLang server (docs/engines.md)'
complete -c logprose -n '_shtab_logprose_using check' -l no-cache -d 'ignore the results of earlier runs and of the editor, and keep none'
complete -c logprose -n '_shtab_logprose_using check' -l fix -d 'ask about each flag at the terminal and change the files'
complete -c logprose -n '_shtab_logprose_using check; and test $_shtab_logprose_npos -ge 0' -ka "(__fish_complete_path (commandline -ct))" -d 'a draft, or a directory to search for drafts; - for standard input'
complete -c logprose -n '_shtab_logprose_using; and test $_shtab_logprose_npos -eq 0' -a score -d 'Print the score of every token in a text.'
complete -c logprose -n '_shtab_logprose_using score' -s h -l help -d 'show this help message and exit'
complete -c logprose -n '_shtab_logprose_using score' -l format -xka "json ansi" -d 'json (the default when piped) or coloured text'
complete -c logprose -n '_shtab_logprose_using score' -l top-k -x -d 'predicted tokens to list for each token (10)'
complete -c logprose -n '_shtab_logprose_using score' -l encoding -x -d 'read as utf-8, utf-16-le, utf-16-be, latin-1 or windows-1252 (UTF-8, or UTF-16 if marked)'
complete -c logprose -n '_shtab_logprose_using score' -l max-length -x -d 'context length in tokens (2048)'
complete -c logprose -n '_shtab_logprose_using score' -l stride -x -d 'tokens scored per window (1024)'
complete -c logprose -n '_shtab_logprose_using score' -l model -x -d 'the model: '"'"'default'"'"', a directory, a .gguf file, or a Hugging Face name (org/name)'
complete -c logprose -n '_shtab_logprose_using score' -l dtype -xka "auto float32 bfloat16 float16" -d 'number format of the weights (auto: fastest)'
complete -c logprose -n '_shtab_logprose_using score' -l tokenizer -x -d 'tokenizer for an engine'"'"'s model (its own)'
complete -c logprose -n '_shtab_logprose_using score; and test $_shtab_logprose_npos -eq 0' -ka "(__fish_complete_path (commandline -ct))" -d 'the text; - for standard input'
complete -c logprose -n '_shtab_logprose_using; and test $_shtab_logprose_npos -eq 0' -a verify -d 'Replay edits and check the scores against a full recompute.'
complete -c logprose -n '_shtab_logprose_using verify' -s h -l help -d 'show this help message and exit'
complete -c logprose -n '_shtab_logprose_using verify' -l edits -x -d 'how many edits (20)'
complete -c logprose -n '_shtab_logprose_using verify' -l seed -x -d 'seed of the random edits (0)'
complete -c logprose -n '_shtab_logprose_using verify' -l encoding -x -d 'read as utf-8, utf-16-le, utf-16-be, latin-1 or windows-1252 (UTF-8, or UTF-16 if marked)'
complete -c logprose -n '_shtab_logprose_using verify' -l max-length -x -d 'context length in tokens (2048)'
complete -c logprose -n '_shtab_logprose_using verify' -l stride -x -d 'tokens scored per window (1024)'
complete -c logprose -n '_shtab_logprose_using verify' -l model -x -d 'the model: '"'"'default'"'"', a directory, a .gguf file, or a Hugging Face name (org/name)'
complete -c logprose -n '_shtab_logprose_using verify' -l dtype -xka "auto float32 bfloat16 float16" -d 'number format of the weights (auto: fastest)'
complete -c logprose -n '_shtab_logprose_using verify' -l tokenizer -x -d 'tokenizer for an engine'"'"'s model (its own)'
complete -c logprose -n '_shtab_logprose_using verify; and test $_shtab_logprose_npos -eq 0' -ka "(__fish_complete_path (commandline -ct))" -d 'the text; - for standard input; or a recorded trace (.json.gz)'
complete -c logprose -n '_shtab_logprose_using; and test $_shtab_logprose_npos -eq 0' -a model -d 'List, fetch, locate and calibrate language models.'
complete -c logprose -n '_shtab_logprose_using model' -s h -l help -d 'show this help message and exit'
complete -c logprose -n '_shtab_logprose_using model; and test $_shtab_logprose_npos -eq 0' -a list -d 'List the models on this machine (the default verb).'
complete -c logprose -n '_shtab_logprose_using model list' -s h -l help -d 'show this help message and exit'
complete -c logprose -n '_shtab_logprose_using model; and test $_shtab_logprose_npos -eq 0' -a fetch -d 'Fetch a model and, if needed, convert it.'
complete -c logprose -n '_shtab_logprose_using model fetch' -s h -l help -d 'show this help message and exit'
complete -c logprose -n '_shtab_logprose_using model; and test $_shtab_logprose_npos -eq 0' -a path -d 'Print the directory of a fetched model.'
complete -c logprose -n '_shtab_logprose_using model path' -s h -l help -d 'show this help message and exit'
complete -c logprose -n '_shtab_logprose_using model; and test $_shtab_logprose_npos -eq 0' -a calibrate -d 'Fit flags to a model: the judgement and the thresholds, on clean prose.'
complete -c logprose -n '_shtab_logprose_using model calibrate' -s h -l help -d 'show this help message and exit'
complete -c logprose -n '_shtab_logprose_using model calibrate' -l model -x -d 'the model: '"'"'default'"'"', a directory, a .gguf file, or a Hugging Face name (org/name)'
complete -c logprose -n '_shtab_logprose_using model calibrate' -l dtype -xka "auto float32 bfloat16 float16" -d 'number format of the weights (auto: fastest)'
complete -c logprose -n '_shtab_logprose_using model calibrate' -l tokenizer -x -d 'tokenizer for an engine'"'"'s model (its own)'
complete -c logprose -n '_shtab_logprose_using; and test $_shtab_logprose_npos -eq 0' -a export -d 'Write a draft as the reading view shows it: as a document (docx, odt, pdf, epub, latex, txt), a web page (html), a picture (svg) or coloured text for a terminal (ansi); or as Markdown (md), with changes applied and comments left out; or print it. Documents other than txt need pandoc, PDF also a typesetter: pip install '"'"'logprose[export]'"'"' installs both.'
complete -c logprose -n '_shtab_logprose_using export' -s h -l help -d 'show this help message and exit'
complete -c logprose -n '_shtab_logprose_using export' -l to -xka "html docx odt pdf epub latex txt md svg ansi printer" -d 'the format to write; printer: send it to lp, as PDF if that can be made here, otherwise as plain text'
complete -c logprose -n '_shtab_logprose_using export' -l output -xka "(__fish_complete_path (commandline -ct))" -d 'the file to write; - for standard output (ansi: standard output; others: FILE with the format'"'"'s suffix)'
complete -c logprose -n '_shtab_logprose_using export' -l stdin-name -xka "(__fish_complete_path (commandline -ct))" -d 'treat standard input as the text of this file: its title, settings and pictures apply'
complete -c logprose -n '_shtab_logprose_using export' -l encoding -x -d 'read as utf-8, utf-16-le, utf-16-be, latin-1 or windows-1252 (UTF-8, or UTF-16 if marked)'
complete -c logprose -n '_shtab_logprose_using export' -l force -d 'overwrite an existing file'
complete -c logprose -n '_shtab_logprose_using export' -l theme -x -d 'the colours (the editor'"'"'s theme)'
complete -c logprose -n '_shtab_logprose_using export' -l annotations -xka "none flags heat" -d 'add the model'"'"'s view to html, svg or ansi: flagged words with alternatives, or the surprisal of every word (none)'
complete -c logprose -n '_shtab_logprose_using export' -l authors -d 'add to md a block that records which text was accepted from the model, in iA Writer'"'"'s format'
complete -c logprose -n '_shtab_logprose_using export' -l width -x -d 'cells per row in ansi and svg (80)'
complete -c logprose -n '_shtab_logprose_using export; and test $_shtab_logprose_npos -eq 0' -ka "(__fish_complete_path (commandline -ct))" -d 'the draft; - for standard input'
complete -c logprose -n '_shtab_logprose_using; and test $_shtab_logprose_npos -eq 0' -a report -d 'Report on a draft: two indices of readability, the words written per day, its sentences by length, the longest ones, close repetitions, and passives. Each line begins with the place it refers to: path:line:column.'
complete -c logprose -n '_shtab_logprose_using report' -s h -l help -d 'show this help message and exit'
complete -c logprose -n '_shtab_logprose_using report' -l encoding -x -d 'read as utf-8, utf-16-le, utf-16-be, latin-1 or windows-1252 (UTF-8, or UTF-16 if marked)'
complete -c logprose -n '_shtab_logprose_using report; and test $_shtab_logprose_npos -eq 0' -ka "(__fish_complete_path (commandline -ct))" -d 'the draft; - for standard input'
complete -c logprose -n '_shtab_logprose_using; and test $_shtab_logprose_npos -eq 0' -a ask -d 'List the passages of your drafts that answer a question, best first, each with its position (path:line:column), the headings above it, and the answering sentence between » and «. Passages are found by the words of the question; then the model ranks them by how much more probable they make the question. Nothing leaves this machine, except with --answer and an engine. The exit status is 1 if nothing is found.'
complete -c logprose -n '_shtab_logprose_using ask' -s h -l help -d 'show this help message and exit'
complete -c logprose -n '_shtab_logprose_using ask' -l related -x -d 'instead of a question: list passages similar to the paragraph there'
complete -c logprose -n '_shtab_logprose_using ask' -l no-model -d 'rank by words alone'
complete -c logprose -n '_shtab_logprose_using ask' -l explain -d 'say why each passage is listed: how many nats more probable it makes each word of the question, and which of the words occur in it'
complete -c logprose -n '_shtab_logprose_using ask' -l answer -d 'answer in two or three sentences in the model'"'"'s own words, each with its source; this needs an instruction model of at least 1B parameters, or an engine, to which the question and the passages are sent; with --explain, also show everything the model saw'
complete -c logprose -n '_shtab_logprose_using ask' -l seen -x -d 'with --answer: which of the listed passages the model sees (the first 5)'
complete -c logprose -n '_shtab_logprose_using ask' -l count -x -d 'list at most N passages (5)'
complete -c logprose -n '_shtab_logprose_using ask; and test $_shtab_logprose_npos -ge 1' -ka "(__fish_complete_path (commandline -ct))" -d 'folders of drafts, and drafts (the current folder)'
complete -c logprose -n '_shtab_logprose_using; and test $_shtab_logprose_npos -eq 0' -a learn -d 'Read your texts, so that their names, terms and turns of phrase are underlined less often and are likelier in continuations. The texts are kept on this machine, readable by you alone. Later, `learn` without a path reads changed files again, `learn --list` lists the known texts, and `forget` erases them. An open editor uses them within a few seconds.'
complete -c logprose -n '_shtab_logprose_using learn' -s h -l help -d 'show this help message and exit'
complete -c logprose -n '_shtab_logprose_using learn' -l list -d 'list the known texts, with their word counts'
complete -c logprose -n '_shtab_logprose_using learn; and test $_shtab_logprose_npos -ge 0' -ka "(__fish_complete_path (commandline -ct))" -d 'folders and single files (those named before)'
complete -c logprose -n '_shtab_logprose_using; and test $_shtab_logprose_npos -eq 0' -a forget -d 'Erase the records kept about drafts: the model'"'"'s results, the snapshots, the number of words written on each day, which text was accepted from the model, the index of `ask`, and the texts that `learn` has read. The drafts themselves stay as they are.'
complete -c logprose -n '_shtab_logprose_using forget' -s h -l help -d 'show this help message and exit'
complete -c logprose -n '_shtab_logprose_using forget; and test $_shtab_logprose_npos -ge 0' -ka "(__fish_complete_path (commandline -ct))" -d 'the drafts, or folders of learnt texts (all)'
complete -c logprose -n '_shtab_logprose_using; and test $_shtab_logprose_npos -eq 0' -a lsp -d 'Serve another editor over the Language Server Protocol: it starts this command and talks to it on standard input and output.'
complete -c logprose -n '_shtab_logprose_using lsp' -s h -l help -d 'show this help message and exit'
complete -c logprose -n '_shtab_logprose_using lsp' -l tcp -x -d 'wait for one client on this local port instead, for debugging'
complete -c logprose -n '_shtab_logprose_using lsp' -l stdio -d 'the default; accepted because some editors add it to every server'
complete -c logprose -n '_shtab_logprose_using; and test $_shtab_logprose_npos -eq 0' -a help -d 'Show help for a verb.'
complete -c logprose -n '_shtab_logprose_using help' -s h -l help -d 'show this help message and exit'
