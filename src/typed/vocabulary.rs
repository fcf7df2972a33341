//! The words of days and hours in Arabic, French and English, and the text as a row of them.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::Weekday;

use super::signs::{plain, plain_letter};

/// What a word means. Some words have several meanings: "sept", "à", "de".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// A number with its count of digits; 0 if it is written in words.
    Number(u32, usize),
    Sign(char),
    Weekday(Weekday),
    Month(u32),
    /// So many days from today.
    Away(i64),
    Day,
    Week,
    Next,
    This,
    /// `in` three days.
    In,
    /// A word that adds nothing: "le", "يوم".
    Filler,
    Of,
    Ordinal,
    At,
    /// "heures", "الساعة".
    OClock,
    /// An hour by its Arabic name: العاشرة.
    Named(u32),
    /// So many minutes after the hour that stands before: "et demie".
    Plus(i32),
    /// So many minutes after the hour that follows: "half past".
    Past(i32),
    And,
    Less,
    Minutes,
    Noon,
    Midnight,
    Part(Part),
    From,
    /// "Entre 10h et 12h".
    Between,
    To,
    /// The English "to": "10 to 12" is also ten minutes before twelve.
    Before,
}

/// The part of the day that an hour is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    /// زوالا: around noon and after it.
    Midday,
    Afternoon,
    Evening,
    Night,
    Am,
    Pm,
}

/// A word or sign of the text with all that it can mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lexeme(pub Vec<Word>);

impl Lexeme {
    pub fn is(&self, word: Word) -> bool {
        self.0.contains(&word)
    }

    pub fn number(&self) -> Option<(u32, usize)> {
        self.0
            .iter()
            .find_map(|word| if let Word::Number(value, digits) = word { Some((*value, *digits)) } else { None })
    }
}

/// More words than any day and hour need. A longer text is not read.
const MOST_WORDS: usize = 24;
/// Words of the longest phrase.
const LONGEST_PHRASE: usize = 5;

#[rustfmt::skip]
const WORDS: &[(&[Word], &str)] = &[
    (&[Word::Weekday(Weekday::Mon)], "الاثنين,اثنين,الاتنين,lundi,lun,monday,mon"),
    (&[Word::Weekday(Weekday::Tue)], "الثلاثاء,ثلاثاء,الثلاثا,الثلثاء,التلاتاء,mardi,tuesday,tue,tues"),
    (&[Word::Weekday(Weekday::Wed)], "الأربعاء,أربعاء,الأربعا,الاربع,mercredi,mer,wednesday,wed"),
    (&[Word::Weekday(Weekday::Thu)], "الخميس,خميس,jeudi,jeu,thursday,thu,thur,thurs"),
    (&[Word::Weekday(Weekday::Fri)], "الجمعة,جمعة,vendredi,ven,vend,friday,fri"),
    (&[Word::Weekday(Weekday::Sat)], "السبت,سبت,samedi,sam,saturday,sat"),
    (&[Word::Weekday(Weekday::Sun)], "الأحد,أحد,dimanche,dim,sunday,sun"),
    (&[Word::Month(1)], "يناير,جانفي,كانون الثاني,janvier,janv,jan,january"),
    (&[Word::Month(2)], "فبراير,فيفري,شباط,février,févr,fév,february,feb"),
    (&[Word::Month(3)], "مارس,آذار,mars,march,mar"),
    (&[Word::Month(4)], "أبريل,ابريل,أفريل,نيسان,avril,avr,april,apr"),
    (&[Word::Month(5)], "ماي,مايو,أيار,mai,may"),
    (&[Word::Month(6)], "يونيو,يونيه,جوان,حزيران,juin,june,jun"),
    (&[Word::Month(7)], "يوليوز,يوليو,يوليه,جويلية,تموز,juillet,juil,july,jul"),
    (&[Word::Month(8)], "غشت,أغسطس,أوت,آب,août,august,aug"),
    (&[Word::Month(9)], "شتنبر,سبتمبر,شتمبر,أيلول,septembre,sept,september,sep"),
    (&[Word::Month(10)], "أكتوبر,تشرين الأول,octobre,oct,october"),
    (&[Word::Month(11)], "نونبر,نوفمبر,نونمبر,تشرين الثاني,novembre,nov,november"),
    (&[Word::Month(12)], "دجنبر,ديسمبر,دجمبر,ديسنبر,كانون الأول,décembre,déc,december,dec"),
    (&[Word::Away(0)], "اليوم,هذا اليوم,aujourd'hui,aujourdhui,ce jour,today"),
    (&[Word::Away(1)], "غدا,الغد,غدوة,يوم غد,demain,tomorrow"),
    (&[Word::Away(2)], "بعد غد,بعد الغد,بعد غدا,بعد يومين,après-demain,day after tomorrow,the day after tomorrow"),
    (&[Word::Away(-1)], "أمس,البارحة,hier,yesterday"),
    (&[Word::Away(7)], "بعد أسبوع,in a week"),
    (&[Word::Away(14)], "بعد أسبوعين"),
    (&[Word::Day], "يوما,أيام,jour,jours,day,days"),
    (&[Word::Day, Word::Filler], "يوم"),
    (&[Word::Week], "الأسبوع,أسبوع,أسابيع,semaine,semaines,week,weeks"),
    (&[Word::Next], "المقبل,المقبلة,القادم,القادمة,الجاي,الجاية,prochain,prochaine,next"),
    (&[Word::This], "هذا,هاد,ce,cette,this"),
    (&[Word::In], "بعد,dans,in"),
    (&[Word::Filler], "يومه,بتاريخ,تاريخ,le,la,on,the,date"),
    (&[Word::Filler, Word::At], "في"),
    (&[Word::Of, Word::From], "de,du,des,من"),
    (&[Word::Of], "of,شهر,من شهر"),
    (&[Word::Ordinal], "er,re,ère,st,nd,rd,th"),
    (&[Word::At], "على,مع,at"),
    (&[Word::At, Word::To], "à"),
    (&[Word::OClock], "الساعة,ساعة,س,heure,heures,h,hr,hrs,o'clock,oclock"),
    (&[Word::Named(1)], "الواحدة"),
    (&[Word::Named(2)], "الثانية"),
    (&[Word::Named(3)], "الثالثة"),
    (&[Word::Named(4)], "الرابعة"),
    (&[Word::Named(5)], "الخامسة"),
    (&[Word::Named(6)], "السادسة"),
    (&[Word::Named(7)], "السابعة"),
    (&[Word::Named(8)], "الثامنة"),
    (&[Word::Named(9)], "التاسعة"),
    (&[Word::Named(10)], "العاشرة"),
    (&[Word::Named(11)], "الحادية عشرة,الحادية عشر"),
    (&[Word::Named(12)], "الثانية عشرة,الثانية عشر"),
    (&[Word::Number(1, 0)], "un,une,one,premier"),
    (&[Word::Number(2, 0)], "deux,two,اثنان,اثنين"),
    (&[Word::Number(3, 0)], "trois,three,ثلاثة,ثلاث"),
    (&[Word::Number(4, 0)], "quatre,four,أربعة,أربع"),
    (&[Word::Number(5, 0)], "cinq,five,خمسة,خمس"),
    (&[Word::Number(6, 0)], "six,ستة,ست"),
    (&[Word::Number(7, 0)], "sept,seven,سبعة,سبع"),
    (&[Word::Number(8, 0)], "huit,eight,ثمانية,ثمان"),
    (&[Word::Number(9, 0)], "neuf,nine,تسعة,تسع"),
    (&[Word::Number(10, 0)], "dix,ten,عشرة,عشر"),
    (&[Word::Number(11, 0)], "onze,eleven"),
    (&[Word::Number(12, 0)], "douze,twelve"),
    (&[Word::Number(13, 0)], "treize,thirteen"),
    (&[Word::Number(14, 0)], "quatorze,fourteen"),
    (&[Word::Number(15, 0)], "quinze,fifteen"),
    (&[Word::Number(16, 0)], "seize,sixteen"),
    (&[Word::Number(17, 0)], "dix-sept,seventeen"),
    (&[Word::Number(18, 0)], "dix-huit,eighteen"),
    (&[Word::Number(19, 0)], "dix-neuf,nineteen"),
    (&[Word::Number(20, 0)], "vingt,twenty,عشرين,عشرون"),
    (&[Word::Number(30, 0)], "trente,thirty,ثلاثين,ثلاثون"),
    (&[Word::Number(45, 0)], "quarante-cinq,forty-five"),
    (&[Word::Plus(30)], "ونصف,والنصف,ونص,والنص,و نصف,و النصف,و نص,و النص,ونصف الساعة,et demie,et demi,and a half"),
    (&[Word::Plus(15)], "وربع,والربع,و ربع,و الربع,et quart,et le quart,et un quart"),
    (&[Word::Plus(20)], "وثلث,والثلث,و ثلث,و الثلث"),
    (&[Word::Plus(-15)], "إلا ربع,إلا الربع,إلا ربعا,moins le quart,moins un quart,moins quart"),
    (&[Word::Plus(-20)], "إلا ثلث,إلا الثلث,إلا ثلثا"),
    (&[Word::Past(30)], "half past"),
    (&[Word::Past(15)], "quarter past,a quarter past"),
    (&[Word::Past(-15)], "quarter to,a quarter to"),
    (&[Word::And], "و,et,and"),
    (&[Word::Less], "إلا,moins"),
    (&[Word::Minutes], "دقيقة,دقائق,د,minute,minutes,min,mn"),
    (&[Word::Noon], "منتصف النهار,midi,noon,midday"),
    (&[Word::Midnight], "منتصف الليل,minuit,midnight"),
    (&[Word::Part(Part::Morning)], "صباحا,الصباح,صباح,في الصباح,من الصباح,du matin,le matin,au matin,matin,in the morning"),
    (&[Word::Part(Part::Midday)], "زوالا,ظهرا"),
    (&[Word::Part(Part::Afternoon)], "بعد الزوال,بعد الظهر,عصرا,العصر,de l'après-midi,l'après-midi,après-midi,in the afternoon"),
    (&[Word::Part(Part::Evening)], "مساء,المساء,في المساء,عشية,العشية,في العشية,فالعشية,du soir,le soir,soir,in the evening"),
    (&[Word::Part(Part::Night)], "ليلا,الليل,في الليل,بالليل,de la nuit,la nuit,at night"),
    (&[Word::Part(Part::Am)], "ص,am,a m"),
    (&[Word::Part(Part::Pm)], "م,pm,p m"),
    (&[Word::From], "ابتداء من,from"),
    (&[Word::From, Word::Between], "between,entre,بين"),
    (&[Word::To], "إلى,الى,حتى,إلى غاية,jusqu'à,au,until,till"),
    (&[Word::To, Word::Before], "to"),
];

static PHRASES: LazyLock<HashMap<String, Vec<Word>>> = LazyLock::new(|| {
    let mut phrases: HashMap<String, Vec<Word>> = HashMap::new();
    for (words, written) in WORDS {
        for phrase in written.split(',') {
            let letters: Vec<String> = pieces(phrase).into_iter().flatten().filter_map(Piece::letters).collect();
            let known = phrases.entry(letters.join(" ")).or_default();
            known.extend(words.iter().filter(|word| !known.contains(word)).copied().collect::<Vec<_>>());
        }
    }
    phrases
});

/// A run of letters in plain spelling, a run of digits, or a sign.
enum Piece {
    Letters(String),
    Digits(String),
    Sign(char),
}

impl Piece {
    fn letters(self) -> Option<String> {
        if let Piece::Letters(letters) = self { Some(letters) } else { None }
    }
}

/// None: there are too many.
fn pieces(text: &str) -> Option<Vec<Piece>> {
    let text = plain(text.trim());
    let text = text.trim().trim_end_matches('.'); // the end of a sentence
    let signs: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    let mut found: Vec<Piece> = Vec::new();
    let mut joined = false; // whether the next sign stands directly after the last piece
    for (at, c) in signs.iter().copied().enumerate() {
        let next = signs.get(at + 1).copied().unwrap_or(' ');
        let after_letter = joined && matches!(found.last(), Some(Piece::Letters(_)));
        let is_letter = c.is_alphabetic() || plain_letter(c).is_none();
        match (found.last_mut(), c) {
            (Some(Piece::Letters(letters)), _) if is_letter && joined => letters.extend(plain_letter(c)),
            (Some(Piece::Digits(digits)), _) if c.is_ascii_digit() && joined => digits.push(c),
            _ if is_letter => found.push(Piece::Letters(plain_letter(c).into_iter().collect())),
            _ if c.is_ascii_digit() => found.push(Piece::Digits(c.to_string())),
            _ if c.is_whitespace() => {}
            // "l'après-midi", "p.m.", "déc."
            (_, '\'' | '-') if after_letter && next.is_alphabetic() => {}
            (_, '.') if after_letter => {}
            (_, ',') if next.is_whitespace() => {}
            _ => found.push(Piece::Sign(c)),
        }
        joined = is_letter || c.is_ascii_digit();
        if found.len() > 2 * MOST_WORDS {
            return None;
        }
    }
    Some(found)
}

/// The words of a text. None: it holds a word that is not known, or too many words.
pub(super) fn lexemes(text: &str) -> Option<Vec<Lexeme>> {
    let pieces = pieces(text)?;
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        match piece {
            Piece::Digits(digits) => {
                let value = digits.parse().ok().filter(|_| digits.len() <= 4)?;
                found.push(Lexeme(vec![Word::Number(value, digits.len())]));
                at += 1;
            }
            Piece::Sign(sign) => {
                found.push(Lexeme(vec![Word::Sign(*sign)]));
                at += 1;
            }
            Piece::Letters(first) => {
                let following = pieces[at..].iter().take(LONGEST_PHRASE).map_while(|piece| match piece {
                    Piece::Letters(letters) => Some(letters.as_str()),
                    Piece::Digits(_) | Piece::Sign(_) => None,
                });
                let following: Vec<&str> = following.collect();
                let longest = |following: &[&str]| {
                    (1..=following.len()).rev().find_map(|n| Some((n, PHRASES.get(&following[..n].join(" "))?)))
                };
                if let Some((n, words)) = longest(&following) {
                    found.push(Lexeme(words.clone()));
                    at += n;
                } else {
                    // «وخمس دقائق»: "and" is written together with the word after it.
                    let rest: Vec<&str> =
                        std::iter::once(first.strip_prefix('و')?).chain(following[1..].iter().copied()).collect();
                    let (n, words) = longest(&rest)?;
                    found.push(Lexeme(vec![Word::And]));
                    found.push(Lexeme(words.clone()));
                    at += n;
                }
            }
        }
    }
    (!found.is_empty() && found.len() <= MOST_WORDS).then_some(found)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_any_spelling() {
        for (one, other) in [
            ("Après-midi", "apres midi"),
            ("3 p.m.", "3PM"),
            ("الثّلاثاء", "الثلاثاء"),
            ("الإثنين", "الاثنين"),
            ("\u{200f}١٠:٣٠\u{200e}", "10:30"),
            ("1 de\u{301}c.", "1 déc"),
        ] {
            assert_eq!(lexemes(one).unwrap(), lexemes(other).unwrap(), "{one}");
        }
    }

    #[test]
    fn a_text_with_an_unknown_word_has_no_words() {
        for text in ["", " ", "10 bananes", "demain peut-être", "غدا إن شاء الله", "20k", &"10 ".repeat(100)]
        {
            assert_eq!(lexemes(text), None, "{text}");
        }
    }
}
