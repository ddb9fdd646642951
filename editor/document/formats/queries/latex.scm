; What of LaTeX isn't prose. Inner captures override outer ones; of two on one node the later wins.

[(line_comment) (block_comment) (comment_environment)] @comment

[(verbatim_environment) (listing_environment) (minted_environment) (luacode_environment) (pycode_environment)
 (sageblock_environment) (sagesilent_environment) (asy_environment) (asydef_environment)
 (new_command_definition) (old_command_definition) (let_command_definition) (environment_definition)] @opaque

[(math_environment) (inline_formula) (displayed_equation)] @math
(text_mode command: _ @tag content: (curly_group) @prose)

[(class_include) (package_include) (latex_include) (import_include) (graphics_include) (svg_include)
 (inkscape_include) (verbatim_include) (biblatex_include) (bibtex_include) (bibstyle_include) (tikz_library_import)
 (theorem_definition) (paired_delimiter_definition) (glossary_entry_definition) (acronym_definition)
 (color_definition) (color_set_definition) (color_reference) (label_definition) (label_reference)
 (label_reference_range) (label_number) (citation) (glossary_entry_reference) (acronym_reference)
 (counter_addition) (counter_declaration) (counter_definition) (counter_increment) (counter_typesetting)
 (counter_value) (counter_within_declaration) (counter_without_declaration) (author_declaration)
 (begin) (end) (placeholder) (hyperlink) (brack_group) (brack_group_key_value)] @tag

(hyperlink label: (curly_group) @prose)
(title_declaration command: _ @tag)
(caption command: _ @tag)
(enum_item command: _ @tag)
(enum_item label: (brack_group_text) @prose)
(todo command: _ @tag)
(part command: _ @tag text: (curly_group) @heading.1)
(chapter command: _ @tag text: (curly_group) @heading.1)
(section command: _ @tag text: (curly_group) @heading.2)
(subsection command: _ @tag text: (curly_group) @heading.3)
(subsubsection command: _ @tag text: (curly_group) @heading.4)
(paragraph command: _ @tag text: (curly_group) @heading.5)
(subparagraph command: _ @tag text: (curly_group) @heading.6)
(changes_replaced command: _ @tag)

; A command whose argument we don't know is not prose.
(generic_command) @tag
(generic_command command: (command_name) @_name arg: (curly_group) @emphasis
  (#any-of? @_name "\\emph" "\\textit" "\\textsl" "\\underline"))
(generic_command command: (command_name) @_name arg: (curly_group) @strong (#eq? @_name "\\textbf"))
(generic_command command: (command_name) @_name arg: (curly_group) @prose
  (#any-of? @_name "\\textrm" "\\textsf" "\\textsc" "\\textup" "\\textmd" "\\textnormal" "\\text" "\\footnote"
    "\\footnotetext" "\\thanks" "\\enquote" "\\mbox" "\\fbox" "\\parbox" "\\marginpar" "\\marginnote" "\\sidenote"
    "\\todo" "\\hl" "\\uline" "\\sout" "\\st" "\\subtitle" "\\captionof" "\\subcaption" "\\texorpdfstring" "\\textcolor"
    "\\framesubtitle" "\\frametitle" "\\alert" "\\epigraph" "\\dedicatory" "\\keywords" "\\added" "\\highlight"))

(generic_environment begin: (begin) . (curly_group) @tag)
((generic_environment begin: (begin name: (curly_group_text text: (text) @_name))) @opaque
  (#any-of? @_name "tikzpicture" "pgfpicture" "axis" "algorithmic" "algorithm" "filecontents" "filecontents*" "alltt"
    "Verbatim" "BVerbatim" "minted" "thebibliography" "picture" "forest" "prooftree" "tikzcd"))

["{" "}" "[" "]"] @mark
(delimiter) @mark
