title = adding a body
name-ar = What is the Arabic name of the commune or council?
name-fr = What is the French name of the commune or council?
