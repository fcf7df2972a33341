title = les besoins de formation
thanks = Merci à vous. Les résultats groupés seront présentés à l'instance, et les réponses aideront à programmer les formations.

mastery = niveau de maîtrise
    .n1 = Nul
    .n2 = Faible
    .n3 = Moyen
    .n4 = Bon
    .n5 = Très bon

C1 = Sur quels thèmes souhaitez-vous être formé(e) ?
    .law = Cadre juridique et rôles de l'instance
    .concepts = Concepts de genre et d'égalité
    .diagnosis = Diagnostic participatif et données
    .opinion = Rédaction d'avis et de propositions
    .plan = Plan d'action et suivi
    .budget = Budgétisation sensible au genre
    .programme = Genre dans le programme de la commune
    .advocacy = Plaidoyer et communication
    .network = Réseautage et partenariats
    .meetings = Réunions et procès-verbaux
    .violence = Lutte contre les violences (loi 103-13)
    .access = Accessibilité et handicap
    .digital = Outils numériques
    .information = Accès à l'information (loi 31-13)
    .other = Autre thème
    .none = Aucun besoin

C1b = Quel est cet autre thème ?
    .hint = Merci de ne citer ni nom, ni donnée de santé, ni cas personnel.

C2 = Classez vos priorités (3 au plus)

C3 = Votre niveau actuel sur le thème « { $item } » ?

C4 = Format préféré ?
    .in-person = Présentiel
    .remote = À distance
    .mixed = Mixte
    .phone = Micro-leçons sur téléphone

C5 = Langue(s) préférée(s) ?
    .arabic = Arabe
    .darija = Darija
    .amazigh = Amazighe
    .french = Français

C6 = Moments possibles ?
    .morning = Matin en semaine
    .afternoon = Après-midi
    .evening = Soir
    .saturday = Samedi
    .sunday = Dimanche

C7 = Durée adaptée ?
    .two-hours = 2 heures
    .half-day = Une demi-journée
    .day = 1 jour
    .two-days = 2 jours

C8 = Qu'est-ce qui peut vous empêcher de participer ?
    .transport = Transport ou distance
    .cost = Frais de transport
    .care = Garde d'enfants ou d'un proche
    .time = Temps, travail
    .reading = Lecture, écriture
    .internet = Internet, smartphone
    .language = Langue
    .access = Accessibilité

C8a = Transport collectif ou lieu plus proche ?
    .shared = Transport collectif
    .nearer = Lieu plus proche
    .both = Les deux

C8b = Un espace enfants aiderait-il ?
    .other-time = Autre horaire

C8c = Préférez-vous les messages vocaux ?

C8d = Meilleur moyen de contact ?
    .sms = SMS
    .call = Appel
    .colleague = Via un(e) collègue

C9 = Pourriez-vous animer une séance pour d'autres instances ?
    .maybe = Peut-être

C10 = Sur quel thème ?
    .hint = Merci de ne citer ni nom, ni donnée de santé, ni cas personnel.
