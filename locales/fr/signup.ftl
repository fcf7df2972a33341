title = votre inscription
thanks = Merci à vous. Vos informations sont enregistrées ; vous pouvez les modifier ou les effacer à tout moment.

name = Sous quel nom souhaitez-vous apparaître ?
    .hint = C'est le nom que verra la coordination ; le prénom peut suffire.

role = Qualité au sein de l'instance
    .chair = Président(e)
    .vice-chair = Vice-président(e)
    .rapporteur = Rapporteur(e)
    .vice-rapporteur = Rapporteur(e) adjoint(e)
    .member = Membre
    .staff = Fonctionnaire de la commune
    .elected = Élu(e)

sex = Sexe
    .hint = Facultatif ; sert à lire les résultats groupés par sexe.

area = Milieu
    .hint = Facultatif.

age = Tranche d'âge
    .hint = Facultatif.
    .under-35 = Moins de 35 ans
    .from-35 = De 35 à 49 ans
    .from-50 = De 50 à 64 ans
    .from-65 = 65 ans et plus
