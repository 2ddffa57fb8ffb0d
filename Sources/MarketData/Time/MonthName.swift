/// Names of months, as vendors write them in English, German, French, Spanish, Portuguese,
/// Italian, Polish, Turkish, Dutch and Czech.
enum MonthName {
  /// The month, from 1, that a word begins; nil for other words.
  ///
  /// Accents, case and a final period
  /// are ignored.
  static func month(_ word: String) -> Int? {
    let key = FoldedText.key(word)
    guard key.utf8.count >= 3 else { return nil }
    // The longest prefix decides: cervenec is July, cerven June.
    let fitting = prefixes.indices.flatMap { month in
      prefixes[month].filter { key.hasPrefix($0) }.map { (length: $0.utf8.count, month: month) }
    }
    return fitting.max { ($0.length, -$0.month) < ($1.length, -$1.month) }.map { $0.month + 1 }
  }

  /// The letters with which the names of each month begin.
  private static let prefixes: [[String]] = [
    ["jan", "ene", "gen", "sty", "oca", "led"],
    ["feb", "fev", "lut", "sub", "uno"],
    ["mar", "mae", "mrz", "maa", "mrt", "bre"],
    ["apr", "avr", "abr", "kwi", "nis", "dub"],
    ["may", "mai", "maj", "mag", "mei", "kve"],
    ["jun", "juin", "giu", "cze", "haz", "cerven", "cervn", "cvn"],
    ["jul", "juil", "lug", "lip", "tem", "cervenec", "cervence", "cvc"],
    ["aug", "aou", "ago", "sie", "agu", "srp"],
    ["sep", "set", "wrz", "eyl", "zar"],
    ["oct", "okt", "out", "ott", "paz", "eki", "rij"],
    ["nov", "lis", "kas"],
    ["dec", "dez", "dic", "gru", "ara", "pro"],
  ]
}
