title = correct an announcement
words-ar = What is the right text in Arabic?
words-fr = What is the right text in French?
