/// Names of months, as vendors write them in English, German, French, Spanish, Portuguese,
/// Italian, Polish and Turkish.
enum MonthName {
  /// The month, from 1, that a word begins; nil for other words. Accents, case and a final period
  /// are ignored.
  static func month(_ word: String) -> Int? {
    let key = FoldedText.key(word)
    guard key.utf8.count >= 3 else { return nil }
    return prefixes.firstIndex { $0.contains { key.hasPrefix($0) } }.map { $0 + 1 }
  }

  /// The letters with which the names of each month begin.
  private static let prefixes: [[String]] = [
    ["jan", "ene", "gen", "sty", "oca"],
    ["feb", "fev", "lut", "sub"],
    ["mar", "mae", "mrz"],
    ["apr", "avr", "abr", "kwi", "nis"],
    ["may", "mai", "maj", "mag"],
    ["jun", "juin", "giu", "cze", "haz"],
    ["jul", "juil", "lug", "lip", "tem"],
    ["aug", "aou", "ago", "sie", "agu"],
    ["sep", "set", "wrz", "eyl"],
    ["oct", "okt", "out", "ott", "paz", "eki"],
    ["nov", "lis", "kas"],
    ["dec", "dez", "dic", "gru", "ara"],
  ]
}
