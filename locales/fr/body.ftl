title = ajouter une instance
name-ar = Quel est le nom de la commune ou du conseil en arabe ?
name-fr = Quel est le nom de la commune ou du conseil en français ?
