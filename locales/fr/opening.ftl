title = ouvrir un questionnaire
survey = Quel questionnaire ouvrir ?
whom = À qui l'ouvrir ?
    .all = Toutes les instances
    .some = Des instances choisies
bodies = Quelles instances ?
closes = Quel est le dernier jour pour répondre ?
    .hint = Le questionnaire se ferme à la fin de ce jour.
