title = la formation
thanks =
    Merci à vous. Vos réponses sont parties sans votre nom : elles ne peuvent plus être modifiées ni effacées.
    Les résultats groupés seront présentés à l'instance.

agreement = degré d'accord
    .n1 = Pas du tout d'accord
    .n2 = Pas d'accord
    .n3 = Neutre
    .n4 = D'accord
    .n5 = Tout à fait d'accord

mastery = niveau de maîtrise
    .n1 = Nul
    .n2 = Faible
    .n3 = Moyen
    .n4 = Bon
    .n5 = Très bon
    .before = avant la formation
    .after = après la formation

B1 = Quels jours avez-vous suivis ?
    .both = Les deux
    .day-one = Jour 1 seulement
    .day-two = Jour 2 seulement
    .absent = Absent(e)

B2 = Le thème répondait à mes besoins au sein de l'instance
    .hint = Dans quelle mesure êtes-vous d'accord avec cette phrase, et avec les suivantes ?
B3 = Les objectifs annoncés ont été atteints
B4 = Les contenus ont été expliqués clairement
B5 = Les ateliers ont aidé à pratiquer
B6 = Supports faciles à comprendre
B7 = Femmes et hommes ont eu la même possibilité de s'exprimer
B8 = Organisation adaptée (salle, horaires, accessibilité)

B9 = La durée était
    .short = Trop courte
    .right = Adaptée
    .long = Trop longue

B10 = Votre maîtrise { $item } : cadre constitutionnel et juridique
B11 = Votre maîtrise { $item } : concepts (genre, égalité, égalité des chances, autonomisation, inclusion)
B12 = Votre maîtrise { $item } : diagnostic des enjeux locaux
B13 = Votre maîtrise { $item } : rédaction d'un avis ou d'une proposition
B14 = Votre maîtrise { $item } : plan d'action (mission, vision, objectifs, activités)
B15 = Votre maîtrise { $item } : communication et réseautage

B16 = Comptez-vous appliquer ce que vous avez appris dans les 3 mois ?
    .surely = Oui, certainement
    .likely = Probablement
    .unsure = Pas certain(e)

B17 = Votre première action ?
    .hint = Merci de ne citer ni nom, ni donnée de santé, ni cas personnel.

B18 = Qu'est-ce qui peut freiner ?
    .time = Manque de temps
    .means = Manque de moyens
    .council = Manque de soutien du conseil
    .training = Formation complémentaire

B19 = Le plus utile ?
    .hint = Merci de ne citer ni nom, ni donnée de santé, ni cas personnel.

B20 = À améliorer ?
    .hint = Merci de ne citer ni nom, ni donnée de santé, ni cas personnel.

B21 = Rencontres, séminaires ou réseautage proposés ?
    .hint = Merci de ne citer ni nom, ni donnée de santé, ni cas personnel.

B22 = Recommanderiez-vous la formation ?
    .n0 = Pas du tout
    .n10 = Tout à fait

B30 = Motif d'absence ?
    .no-invite = Pas reçu d'invitation
    .hours = Horaire
    .transport = Transport
    .family = Charges familiales
    .work = Travail
    .health = Santé

B31 = Comment souhaitez-vous rattraper le contenu ?
    .summary = Résumé écrit
    .audio = Audio
    .video = Courte vidéo
    .session = Séance de rappel
    .colleague = Binôme

P1 = Sexe
P2 = Milieu
