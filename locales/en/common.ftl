# Labels shared by several questions.
options = shared answers
    .yes = Yes
    .no = No
    .dk = I don't know
    .pna = Prefer not to answer
    .other = Other
    .none = None of these
    .na = Does not apply
    .any = No preference
    .f = Woman
    .m = Man
    .urban = Urban
    .rural = Rural
    .withheld = Not shown, to keep people anonymous
