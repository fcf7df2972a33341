language = English
    .name = English
    .direction = ltr
