title = le fonctionnement de l'instance
thanks = Merci à vous. Les résultats groupés seront présentés à l'instance, sans aucun nom.

A1 = L'instance a-t-elle été créée par une délibération du conseil ?
    .pending = Création en cours

A2 = Combien de membres compte l'instance ? (femmes / hommes)
    .women = Femmes
    .men = Hommes

A3 = Combien de réunions l'instance a-t-elle tenues au cours des 12 derniers mois ?
    .zero = Aucune
    .one-two = 1 ou 2
    .three-four = 3 ou 4
    .five-six = 5 ou 6
    .seven-up = 7 ou plus

A4 = L'instance dispose-t-elle de son propre règlement intérieur ?
    .adopted = Oui, adopté
    .draft = Projet seulement

A5 = Comment jugez-vous votre connaissance des rôles de l'instance ?
    .very-low = Très faible
    .low = Faible
    .medium = Moyenne
    .good = Bonne
    .very-good = Très bonne

A6 = L'instance a-t-elle un plan ou un programme d'action pour l'année en cours ?
    .running = Oui, en cours d'exécution
    .idle = Oui, mais il n'est pas appliqué
    .preparing = En préparation

A7 = Combien d'avis consultatifs ou de propositions l'instance a-t-elle remis au conseil depuis le début du mandat ?
    .zero = Aucun
    .one = Un seul
    .two-three = 2 ou 3
    .four-up = 4 ou plus

A8 = Le conseil a-t-il tenu compte de ces avis ou propositions ?
    .all = Oui, de tous
    .some = De certains seulement
    .nothing = Non, d'aucun
    .no-reply = Le conseil n'a pas répondu

A9 = De quels moyens l'instance dispose-t-elle ?
    .room = Salle de réunion
    .staff = Secrétariat ou personne de liaison
    .supplies = Fournitures et impression
    .transport = Transport
    .data = Accès aux données
    .computer = Ordinateur et Internet

A10 = Avez-vous personnellement suivi une formation liée à l'instance ?
    .recent = Oui, au cours des 12 derniers mois
    .earlier = Oui, il y a plus longtemps

A11 = Quelles sont les principales difficultés de l'instance ? (5 au plus)
    .training = Manque de formation
    .means = Manque de moyens
    .council = Communication faible avec le conseil
    .ignored = Avis non pris en compte
    .absence = Absences aux réunions
    .data = Accès difficile aux données
    .roles = Rôles peu clairs
    .plan = Pas de plan d'action
    .distance = Transport ou distance
    .hours = Horaires des réunions
    .family = Charges familiales, garde d'enfants
    .disputes = Désaccords internes
    .prejudice = Préjugés sur le genre
    .none = Aucune difficulté

A11b = Quelle est cette autre difficulté ?
    .hint = Merci de ne citer ni nom, ni donnée de santé, ni cas personnel.

A12 = Comment sont les relations de l'instance avec les associations ?
    .regular = Régulières et organisées
    .occasional = Occasionnelles
    .rare = Presque inexistantes

A13 = Comment l'instance communique-t-elle avec ses membres et avec l'extérieur ?
    .letter = Convocation écrite
    .phone = Téléphone
    .chat = Groupe de messagerie
    .email = Courriel
    .social = Page sur les réseaux sociaux
    .site = Site de la commune
    .meetings = Rencontres ouvertes à la population
    .none = Aucune communication régulière

A14 = De quoi l'instance a-t-elle le plus besoin ? (3 au plus)
    .training = Formation
    .support = Appui technique
    .means = Moyens et budget
    .channel = Échanges réguliers avec le conseil
    .plan = Plan d'action
    .network = Réseautage avec d'autres instances
    .visibility = Faire connaître l'instance

A14b = Quel est cet autre besoin ?
    .hint = Merci de ne citer ni nom, ni donnée de santé, ni cas personnel.
