; What of HTML isn't prose.

(comment) @comment
[(start_tag) (end_tag) (self_closing_tag) (erroneous_end_tag) (doctype) (entity)] @tag
[(script_element) (style_element) (raw_text)] @opaque
((element (start_tag (tag_name) @_name)) @opaque
  (#any-of? @_name "pre" "code" "kbd" "samp" "var" "tt" "textarea" "svg" "math" "template" "object" "canvas"))
((element (start_tag (tag_name) @_name)) @heading.1 (#any-of? @_name "h1" "title"))
((element (start_tag (tag_name) @_name)) @heading.2 (#eq? @_name "h2"))
((element (start_tag (tag_name) @_name)) @heading.3 (#any-of? @_name "h3" "h4" "h5" "h6"))
((element (start_tag (tag_name) @_name)) @emphasis (#any-of? @_name "em" "i"))
((element (start_tag (tag_name) @_name)) @strong (#any-of? @_name "strong" "b"))
