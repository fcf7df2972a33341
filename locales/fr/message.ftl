title = écrire un message
words = Quel message voulez-vous envoyer ?
    .hint = Vous le relirez avant l'envoi. Il est effacé 90 jours après le dernier message.
