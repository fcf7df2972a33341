title = correct the name
name = What is the right name?
    .hint = It is shown as you write it, and the person is told.
