; What of Org isn't prose.

[(special_keyword) (plot_keyword) (results_keyword) (tblname_keyword) (tblfm_line) (property_drawer) (logbook_drawer)
 (drawer_start_text) (drawer_kv_line) (drawer_double_colon_line) (planning) (clock) (diary_sexp) (call_outside_header)
 (babel_call)
 (todo_keyword) (priority) (tags) (checkbox) (completion_counter) (counter) (counter_set) (footnote_reference)
 (fn_label) (timestamp) (entity) (macro) (target) (citation) (export_snippet) (comment_keyword) (table_rule)] @tag
(caption_keyword) @tag
(caption_keyword value: (_) @prose)
((special_keyword key: (keyword_key) @_key value: (keyword_value) @prose)
  (#any-of? @_key "TITLE" "title" "Title" "SUBTITLE" "subtitle" "DESCRIPTION" "description"))

[(comment) (comment_block)] @comment
[(src_block) (example_block) (export_block) (fixed_width) (verbatim) (code) (inline_source_block)
 (inline_babel_call)] @code
(dynamic_block_name) @tag

(regular_link) @mark
(regular_link path: (link_path) @url)
(regular_link description: (_) @prose)
[(plain_link) (angle_link)] @url

(stars) @mark
(unordered_bullet) @mark
(heading stars: (stars) @_stars title: (_) @heading.1 (#eq? @_stars "*"))
(heading stars: (stars) @_stars title: (_) @heading.2 (#eq? @_stars "**"))
(heading stars: (stars) @_stars title: (_) @heading.3 (#match? @_stars "^[*]{3,}$"))
(bold) @strong
(italic) @emphasis
