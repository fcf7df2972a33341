title = opening a survey
survey = Which survey do you want to open?
whom = To whom?
    .all = All bodies
    .some = Chosen bodies
bodies = Which bodies?
closes = What is the last day for answering?
    .hint = The survey closes at the end of that day.
