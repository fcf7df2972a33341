title = search
words = What are you looking for?
    .hint = A word or two.
