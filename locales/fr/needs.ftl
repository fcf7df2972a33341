title = les besoins de formation
thanks = Merci à vous. Les résultats groupés seront présentés à l'instance, et les réponses aideront à programmer les formations.

mastery = niveau de maîtrise
    .n1 = Nul
    .n2 = Faible
    .n3 = Moyen
    .n4 = Bon
    .n5 = Très bon

C1 = Sur quels thèmes souhaitez-vous une formation ?
    .law = Cadre juridique et rôles de l'instance
    .concepts = Notions de genre et d'égalité
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

C3 = Quel est votre niveau actuel sur le thème « { $item } » ?

C4 = Quel format préférez-vous ?
    .in-person = Présentiel
    .remote = À distance
    .mixed = Mixte
    .phone = Courtes leçons sur téléphone

C5 = Dans quelles langues préférez-vous la formation et les documents ?
    .arabic = Arabe
    .darija = Darija
    .amazigh = Amazighe
    .french = Français

C6 = Quels moments vous conviennent ?
    .morning = Matin en semaine
    .afternoon = Après-midi
    .evening = Soir
    .saturday = Samedi
    .sunday = Dimanche

C7 = Quelle durée vous convient le mieux ?
    .two-hours = 2 heures
    .half-day = Une demi-journée
    .day = 1 jour
    .two-days = 2 jours

C8 = Qu'est-ce qui pourrait vous empêcher de participer ?
    .transport = Transport ou distance
    .cost = Frais de transport
    .care = Garde d'enfants ou d'un proche
    .time = Manque de temps ou travail
    .reading = Difficulté à lire ou à écrire
    .internet = Internet faible ou pas de smartphone
    .language = Langue
    .access = Accessibilité

C8a = Un transport collectif ou un lieu plus proche vous aiderait-il ?
    .shared = Transport collectif
    .nearer = Lieu plus proche
    .both = Les deux

C8b = Un espace pour les enfants pendant la formation vous aiderait-il ?
    .other-time = Un autre horaire serait mieux

C8c = Préférez-vous les messages vocaux ?

C8d = Quel moyen de contact préférez-vous ?
    .sms = SMS
    .call = Appel téléphonique
    .colleague = Par une ou un collègue

C9 = Pourriez-vous animer une séance pour d'autres instances ?
    .maybe = Peut-être

C10 = Sur quel thème ?
    .hint = Merci de ne citer ni nom, ni donnée de santé, ni cas personnel.
