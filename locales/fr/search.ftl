title = rechercher
words = Que cherchez-vous ?
    .hint = Un mot ou deux, avec ou sans accents.
