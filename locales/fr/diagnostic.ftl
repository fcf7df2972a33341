title = le fonctionnement de l'instance
thanks = Merci à vous. Les résultats groupés seront présentés à l'instance, sans aucun nom.

A1 = L'instance a-t-elle été créée par une délibération du conseil ?
    .pending = En cours

A2 = Nombre de membres ? (femmes / hommes)
    .women = Femmes
    .men = Hommes

A3 = Combien de réunions au cours des 12 derniers mois ?
    .zero = Aucune
    .one-two = 1 ou 2
    .three-four = 3 ou 4
    .five-six = 5 ou 6
    .seven-up = 7 et plus

A4 = L'instance dispose-t-elle de son propre règlement intérieur ?
    .adopted = Oui, adopté
    .draft = Projet seulement

A5 = Comment jugez-vous votre connaissance des rôles de l'instance ?
    .very-low = Très faible
    .low = Faible
    .medium = Moyenne
    .good = Bonne
    .very-good = Très bonne

A6 = L'instance a-t-elle un plan ou programme d'action pour l'année en cours ?
    .running = Oui, en exécution
    .idle = Oui, non exécuté
    .preparing = En préparation

A7 = Nombre d'avis consultatifs ou de propositions remis au conseil depuis le début du mandat ?
    .zero = Aucun
    .one = Un seul
    .two-three = 2 ou 3
    .four-up = 4 et plus

A8 = Le conseil a-t-il tenu compte de ces avis ou propositions ?
    .all = Toutes
    .some = Certaines
    .nothing = Aucune
    .no-reply = Pas de réponse

A9 = De quels moyens l'instance dispose-t-elle ?
    .room = Salle de réunion
    .staff = Secrétariat ou agent(e) de liaison
    .supplies = Fournitures et impression
    .transport = Transport
    .data = Accès aux données
    .computer = Ordinateur et Internet

A10 = Avez-vous personnellement suivi une formation liée à l'instance ?
    .recent = Oui, au cours des 12 derniers mois
    .earlier = Oui, avant

A11 = Principales difficultés ? (5 au plus)
    .training = Manque de formation
    .means = Manque de moyens
    .council = Communication faible avec le conseil
    .ignored = Avis non pris en compte
    .absence = Absentéisme
    .data = Accès difficile aux données
    .roles = Rôles peu clairs
    .plan = Pas de plan
    .distance = Transport, distance
    .hours = Horaires
    .family = Charges familiales, garde d'enfants
    .disputes = Désaccords internes
    .prejudice = Préjugés sur le genre
    .none = Aucune difficulté

A11b = Quelle est cette autre difficulté ?
    .hint = Merci de ne citer ni nom, ni donnée de santé, ni cas personnel.

A12 = Relations avec les associations ?
    .regular = Régulières et organisées
    .occasional = Occasionnelles
    .rare = Quasi inexistantes

A13 = Moyens de communication interne et externe ?
    .letter = Convocation écrite
    .phone = Téléphone
    .chat = Groupe de messagerie
    .email = Courriel
    .social = Page réseaux sociaux
    .site = Site de la commune
    .meetings = Rencontres publiques
    .none = Aucune communication régulière

A14 = De quoi l'instance a-t-elle le plus besoin ? (3 au plus)
    .training = Formation
    .support = Appui technique
    .means = Moyens et budget
    .channel = Canal régulier avec le conseil
    .plan = Plan d'action
    .network = Réseautage
    .visibility = Visibilité

A14b = Quel est cet autre besoin ?
    .hint = Merci de ne citer ni nom, ni donnée de santé, ni cas personnel.
