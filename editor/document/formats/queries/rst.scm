; What of reStructuredText isn't prose.

(comment) @comment
[(target) (substitution_definition) (field_name) (substitution_reference) (footnote_reference) (citation_reference)
 (label) (role) (classifier)] @tag
[(literal) (literal_block) (doctest_block) (interpreted_text)] @code
(standalone_hyperlink) @url
(field (field_name) @_name (field_body) @tag
  (#match? @_name "^([Aa]uthors?|[Cc]ontact|[Aa]ddress|[Oo]rgani[sz]ation|[Vv]ersion|[Rr]evision|[Ss]tatus|[Dd]ate)$"))

(directive) @code
(directive name: (type) @tag body: (body (content) @prose)
  (#any-of? @tag "admonition" "attention" "caution" "danger" "error" "hint" "important" "note" "tip" "warning"
    "seealso" "todo" "topic" "sidebar" "epigraph" "highlights" "pull-quote" "compound" "container" "class" "centered"
    "versionadded" "versionchanged" "deprecated" "versionremoved" "figure" "rubric" "glossary" "line-block"
    "list-table" "tab-item" "tab-set" "dropdown" "card" "grid" "grid-item" "grid-item-card" "abstract" "dedication"))
(directive name: (type) @tag body: (body (arguments) @prose)
  (#any-of? @tag "admonition" "attention" "caution" "danger" "error" "hint" "important" "note" "tip" "warning"
    "topic" "sidebar" "rubric" "centered" "todo" "seealso"))
(directive name: (type) @_name body: (body (arguments) @prose) (#eq? @_name "replace"))

(title) @heading.1
"adornment" @mark
(emphasis) @emphasis
(strong) @strong
