title = find a member
words = Which name are you looking for?
    .hint = The name or a part of it, in Arabic or Latin letters.
