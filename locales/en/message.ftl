title = write a message
words = Which message do you want to send?
    .hint = You see it once more before it is sent. It is deleted 90 days after the last message.
