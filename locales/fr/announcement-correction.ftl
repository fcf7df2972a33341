title = corriger une annonce
words-ar = Quel est le texte exact en arabe ?
words-fr = Quel est le texte exact en français ?
