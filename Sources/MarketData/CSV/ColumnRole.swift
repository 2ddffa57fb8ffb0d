internal import Text

/// The meaning of a column, inferred from its name.
enum ColumnRole: Hashable {
  case date, clock, instrument, open, high, low, volume, bid, ask, currency, returns
  /// A close; if there are several, the one with the lowest rank is used.
  case close(rank: Int)
  case adjustedClose
  /// Numbers of the rows.
  case rowNumber
  /// A known quantity that is never a price, such as a market capitalization.
  case notAPrice
  case unknown

  /// Letter case, accents, blanks, punctuation, a leading number and a text in parentheses are
  /// ignored: `Adj Close`, `adj_close` and `5. Adjusted Close (USD)` are the same.
  init(_ name: String) {
    let key = Self.key(name)
    if let role = ColumnWords.roles[key] {
      self = role
    } else if let stem = Self.withoutCurrency(key), let role = ColumnWords.roles[stem] {
      self = role
    } else if key.hasSuffix("flags") || key.hasSuffix("status") {
      self = .notAPrice
    } else if key.hasPrefix("volume") || key.hasPrefix("turnover") {
      self = .volume
    } else {
      self = .unknown
    }
  }

  private static func key(_ name: String) -> String {
    var rest = Substring(name)
    let number = rest.prefix { $0.isNumber }
    if !number.isEmpty {
      let tail = rest.dropFirst(number.count).drop { $0.isLowercase && $0.isLetter }
      let name = tail.dropFirst()
      let isNumbered = rest.count - number.count - tail.count <= 1
      if isNumbered, let mark = tail.first, mark == "." || mark == ")", name.first == " " {
        rest = name
      }
    }
    if let open = rest.firstIndex(where: { $0 == "(" || $0 == "[" }), open > rest.startIndex {
      rest = rest[..<open]
    }
    return FoldedText.key(String(rest))
  }

  /// A key such as `priceusd` without the currency at its end.
  private static func withoutCurrency(_ key: String) -> String? {
    for currency in ["usdt", "usd", "eur", "gbp", "btc", "chf", "jpy", "pln", "brl", "try"]
    where key.hasSuffix(currency) && key.count > currency.count {
      let stem = key.dropLast(currency.count)
      return String(stem.hasSuffix("in") ? stem.dropLast(2) : stem)
    }
    return nil
  }

  var closeRank: Int? { if case .close(let rank) = self { rank } else { nil } }

  /// Whether the column belongs to a single instrument's bars.
  var isPartOfBar: Bool {
    switch self {
    case .open, .high, .low, .volume, .adjustedClose, .bid, .ask, .close, .notAPrice: true
    default: false
    }
  }
}

extension String {
  /// Whether a name is written as tickers are: in capitals, digits and marks, without blanks.
  var isTickerLike: Bool {
    !isEmpty && utf8.contains { $0 &- UInt8(ascii: "A") < 26 }
      && utf8.allSatisfy { byte in
        byte &- UInt8(ascii: "A") < 26 || byte &- UInt8(ascii: "0") < 10
          || "._-/=^:".utf8.contains(byte)
      }
  }
}
