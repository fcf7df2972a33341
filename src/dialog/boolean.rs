//! Expressions of `and`, `or`, `not` and brackets. `not` binds strongest, then `and`, then `or`.
//!
//! Two languages use this parser: the conditions of dialogs and the expressions of XLSForm. Both have the same
//! connectives. What stands between them, such as `A1 is yes` or `${age} >= 18`, is an atom. Each language parses its own
//! atoms and puts the mistakes into its own words.

/// What an expression is parsed into.
pub(crate) trait Expression: Sized {
    fn not(inner: Self) -> Self;
    fn and(left: Self, right: Self) -> Self;
    fn or(left: Self, right: Self) -> Self;
}

/// How a language writes `not`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Not {
    /// `not a`, `not (a or b)`
    Word,
    /// `not(a)`: the brackets are required.
    Function,
}

/// Why an expression cannot be parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mistake {
    /// Brackets or `not` nest deeper than [`DEEPEST`].
    TooDeep,
    /// A bracket is missing; instead there is another token, or the end.
    Bracket { expected: &'static str, found: Option<String> },
    /// The expression is complete before this token.
    Rest(String),
    /// What the language says of an atom that it cannot parse.
    Atom(String),
}

/// How deep brackets and `not` may nest: keeps hostile files from exhausting the stack.
pub(crate) const DEEPEST: usize = 32;

/// The tokens of an expression, read from left to right.
pub(crate) struct Tokens<'a> {
    tokens: &'a [&'a str],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(crate) fn peek(&self) -> Option<&'a str> {
        self.tokens.get(self.at).copied()
    }

    pub(crate) fn next(&mut self) -> Option<&'a str> {
        let token = self.peek();
        self.at += usize::from(token.is_some());
        token
    }

    /// Takes the next token if it is this one.
    pub(crate) fn accept(&mut self, token: &str) -> bool {
        let found = self.peek() == Some(token);
        self.at += usize::from(found);
        found
    }
}

/// Parses all tokens as one expression. `atom` takes the tokens of one atom.
pub(crate) fn parse<T: Expression>(
    tokens: &[&str],
    not: Not,
    atom: impl Fn(&mut Tokens<'_>) -> Result<T, String>,
) -> Result<T, Mistake> {
    let mut parser = Parser { tokens: Tokens { tokens, at: 0 }, not, atom };
    let expression = parser.alternatives(0)?;
    match parser.tokens.next() {
        None => Ok(expression),
        Some(token) => Err(Mistake::Rest(token.to_owned())),
    }
}

struct Parser<'a, F> {
    tokens: Tokens<'a>,
    not: Not,
    atom: F,
}

impl<T: Expression, F: Fn(&mut Tokens<'_>) -> Result<T, String>> Parser<'_, F> {
    /// `a or b or …`
    fn alternatives(&mut self, depth: usize) -> Result<T, Mistake> {
        let mut left = self.conjunction(depth)?;
        while self.tokens.accept("or") {
            left = T::or(left, self.conjunction(depth)?);
        }
        Ok(left)
    }

    /// `a and b and …`
    fn conjunction(&mut self, depth: usize) -> Result<T, Mistake> {
        let mut left = self.single(depth)?;
        while self.tokens.accept("and") {
            left = T::and(left, self.single(depth)?);
        }
        Ok(left)
    }

    /// An atom, the opposite of one, or an expression in brackets.
    fn single(&mut self, depth: usize) -> Result<T, Mistake> {
        if depth > DEEPEST {
            return Err(Mistake::TooDeep);
        }
        if self.tokens.peek() == Some("(") {
            return self.bracketed(depth);
        }
        if self.tokens.accept("not") {
            return Ok(T::not(match self.not {
                Not::Word => self.single(depth + 1)?,
                Not::Function => self.bracketed(depth)?,
            }));
        }
        (self.atom)(&mut self.tokens).map_err(Mistake::Atom)
    }

    fn bracketed(&mut self, depth: usize) -> Result<T, Mistake> {
        self.bracket("(")?;
        let inner = self.alternatives(depth + 1)?;
        self.bracket(")")?;
        Ok(inner)
    }

    fn bracket(&mut self, expected: &'static str) -> Result<(), Mistake> {
        if self.tokens.accept(expected) {
            return Ok(());
        }
        Err(Mistake::Bracket { expected, found: self.tokens.peek().map(str::to_owned) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes an expression with all its brackets.
    impl Expression for String {
        fn not(inner: String) -> String {
            format!("!{inner}")
        }

        fn and(left: String, right: String) -> String {
            format!("({left} & {right})")
        }

        fn or(left: String, right: String) -> String {
            format!("({left} | {right})")
        }
    }

    fn read(text: &str, not: Not) -> Result<String, Mistake> {
        let tokens: Vec<&str> = text.split(' ').filter(|token| !token.is_empty()).collect();
        parse(&tokens, not, |tokens| match tokens.next() {
            Some(atom) if atom.len() == 1 && atom != ")" => Ok(atom.to_owned()),
            other => Err(format!("no atom: {other:?}")),
        })
    }

    #[test]
    fn not_binds_strongest_then_and_then_or_and_all_join_from_the_left() {
        for (text, meant) in [
            ("a", "a"),
            ("a or b and c", "(a | (b & c))"),
            ("a and b or c", "((a & b) | c)"),
            ("( a or b ) and c", "((a | b) & c)"),
            ("a or b or c", "((a | b) | c)"),
            ("a and ( b and c )", "(a & (b & c))"),
            ("not ( a ) and b", "(!a & b)"),
            ("not ( a and b )", "!(a & b)"),
            ("( ( a ) )", "a"),
        ] {
            assert_eq!(read(text, Not::Word).as_deref(), Ok(meant), "{text}");
            assert_eq!(read(text, Not::Function).as_deref(), Ok(meant), "{text}");
        }
        assert_eq!(read("not not a and b", Not::Word).as_deref(), Ok("(!!a & b)"));
    }

    #[test]
    fn a_mistake_says_what_is_wrong_and_where() {
        let missing = |expected, found: Option<&str>| Mistake::Bracket { expected, found: found.map(str::to_owned) };
        for (text, mistake) in [
            ("( a", missing(")", None)),
            ("( a b", missing(")", Some("b"))),
            ("a )", Mistake::Rest(")".to_owned())),
            ("a b", Mistake::Rest("b".to_owned())),
            ("a and", Mistake::Atom("no atom: None".to_owned())),
            ("( )", Mistake::Atom("no atom: Some(\")\")".to_owned())),
            ("", Mistake::Atom("no atom: None".to_owned())),
        ] {
            assert_eq!(read(text, Not::Word), Err(mistake), "{text}");
        }
        assert_eq!(read("not a", Not::Function), Err(missing("(", Some("a"))));
    }

    #[test]
    fn nesting_has_an_end() {
        for (opening, closing) in [("( ", " )"), ("not ( ", " )"), ("not ", "")] {
            let nested = |times: usize| format!("{}a{}", opening.repeat(times), closing.repeat(times));
            assert!(read(&nested(DEEPEST / 2), Not::Word).is_ok(), "{opening}");
            assert_eq!(read(&nested(5000), Not::Word), Err(Mistake::TooDeep), "{opening}");
        }
        assert!(read(&format!("{}a{}", "not ( ".repeat(DEEPEST), " )".repeat(DEEPEST)), Not::Function).is_ok());
        assert_eq!(read(&"not ( ".repeat(5000), Not::Function), Err(Mistake::TooDeep));
    }
}
