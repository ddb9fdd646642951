; What of Typst isn't prose: code, but for the content within it.

(comment) @comment
(code) @code
(content) @prose
(content "[" @mark "]" @mark)
[(raw_span) (raw_blck)] @code
(math) @math
[(label) (ref)] @tag
(url) @url
(escape) @mark
(heading "=" @mark) @heading.1
(heading "==" @mark) @heading.2
(strong) @strong
(emph) @emphasis
