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

B1 = À quels jours de la formation avez-vous participé ?
    .both = Les deux jours
    .day-one = Le premier jour seulement
    .day-two = Le deuxième jour seulement
    .absent = Aucun des deux

B2 = Le thème répondait à mes besoins au sein de l'instance
    .hint = Dans quelle mesure êtes-vous d'accord avec cette phrase, et avec les suivantes ?
B3 = Les objectifs annoncés ont été atteints
B4 = Les contenus ont été expliqués clairement
B5 = Les ateliers et travaux de groupe ont permis de pratiquer
B6 = Les documents et les présentations étaient faciles à comprendre
B7 = Femmes et hommes ont eu la même possibilité de s'exprimer
B8 = L'organisation était adaptée (salle, horaires, accessibilité)

B9 = La durée de la formation était
    .short = Trop courte
    .right = Adaptée
    .long = Trop longue

B10 = Quel était votre niveau { $item } : cadre constitutionnel et juridique de l'instance ?
B11 = Quel était votre niveau { $item } : notions de genre, égalité, égalité des chances, autonomisation, inclusion ?
B12 = Quel était votre niveau { $item } : diagnostic des enjeux locaux ?
B13 = Quel était votre niveau { $item } : rédaction d'un avis consultatif ou d'une proposition ?
B14 = Quel était votre niveau { $item } : préparation du plan d'action (mission, vision, objectifs, activités) ?
B15 = Quel était votre niveau { $item } : communication et réseautage avec les partenaires et les instances ?

B16 = Comptez-vous appliquer, dans les 3 prochains mois, ce que vous avez appris ?
    .surely = Oui, certainement
    .likely = Probablement
    .unsure = Ce n'est pas sûr

B17 = Quelle sera votre première action ?
    .hint = Merci de ne citer ni nom, ni donnée de santé, ni cas personnel.

B18 = Qu'est-ce qui pourrait vous en empêcher ?
    .time = Manque de temps
    .means = Manque de moyens
    .council = Manque de soutien du conseil
    .training = Besoin d'une formation complémentaire

B19 = Qu'est-ce qui vous a été le plus utile ?
    .hint = Merci de ne citer ni nom, ni donnée de santé, ni cas personnel.

B20 = Que faudrait-il améliorer ?
    .hint = Merci de ne citer ni nom, ni donnée de santé, ni cas personnel.

B21 = Quelles rencontres, quels séminaires ou quelles formes de réseautage proposez-vous ?
    .hint = Merci de ne citer ni nom, ni donnée de santé, ni cas personnel.

B22 = Recommanderiez-vous cette formation à une ou un collègue ?
    .n0 = Pas du tout
    .n10 = Tout à fait

B30 = Quelle est la raison de votre absence ?
    .no-invite = Je n'ai pas reçu d'invitation
    .hours = L'horaire ne convenait pas
    .transport = Transport
    .family = Charges familiales
    .work = Travail
    .health = Santé

B31 = Comment souhaitez-vous rattraper le contenu ?
    .summary = Résumé écrit
    .audio = Enregistrement audio
    .video = Courte vidéo
    .session = Séance de rappel
    .colleague = Explication par une ou un collègue

P1 = Sexe
P2 = Milieu
