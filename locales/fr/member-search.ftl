title = chercher un membre
words = Quel nom cherchez-vous ?
    .hint = Le nom ou une partie du nom, en lettres arabes ou latines.
