title = votre inscription
thanks = Merci à vous. Vos informations sont enregistrées ; vous pouvez les modifier ou les effacer à tout moment.

name = Sous quel nom souhaitez-vous apparaître ?
    .hint = C'est le nom que verra la coordination ; le prénom peut suffire.

role = Qualité au sein de l'instance
    .chair = Présidente ou président
    .vice-chair = Vice-présidente ou vice-président
    .rapporteur = Rapporteure ou rapporteur
    .vice-rapporteur = Rapporteure adjointe, rapporteur adjoint
    .member = Membre
    .staff = Fonctionnaire de la commune
    .elected = Élue ou élu

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
