title = corriger le nom
name = Quel est le nom exact ?
    .hint = Il sera affiché tel que vous l'écrivez, et la personne en sera informée.
