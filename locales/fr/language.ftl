language = Français
    .name = Français
    .direction = ltr
