# Libellés communs à plusieurs questions.
options = réponses communes
    .yes = Oui
    .no = Non
    .dk = Je ne sais pas
    .pna = Je préfère ne pas répondre
    .other = Autre
    .none = Rien de tout cela
    .na = Sans objet
    .any = Sans préférence
    .f = Femme
    .m = Homme
    .urban = Urbain
    .rural = Rural
    .withheld = Non affiché, par souci d'anonymat
