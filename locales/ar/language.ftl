language = العربية
    .name = العربية
    .direction = rtl
