internal import Text

/// The meaning of a column, inferred from its name.
enum ColumnName: Hashable {
  case date, instrument, open, high, low, volume, rowNumber, unknown
  /// A close; if there are several, the one with the lowest rank is used.
  case close(rank: Int)
  case adjustedClose
  case returns

  /// Letter case, blanks and punctuation are ignored: `Adj Close`, `adj_close` and `AdjClose` are
  /// the same.
  init(_ name: String) {
    let key = plainColumnName(name)
    if let rank = Self.closes.firstIndex(of: key) {
      self = .close(rank: rank)
    } else {
      self = Self.others[key] ?? .unknown
    }
  }

  /// The names of a close in order of preference.
  private static let closes = [
    "close", "closeprice", "closingprice", "pxclose", "pxlast", "lastprice", "last", "closelast",
    "settle", "settlement", "settlementprice", "pxsettle", "price", "value",
  ]

  private static let others: [String: ColumnName] = {
    var result: [String: ColumnName] = [:]
    for (names, meaning) in table { for name in names { result[name] = meaning } }
    return result
  }()

  private static let table: [([String], ColumnName)] = [
    (
      [
        "date", "time", "timestamp", "datetime", "day", "observationdate", "tradedate",
        "tradingdate", "asof", "asofdate", "opentime", "closetime",
      ], .date
    ),
    (
      [
        "instrument", "instrumentid", "symbol", "ticker", "asset", "name", "stock", "security",
        "isin", "ric", "contract", "pair", "coin",
      ], .instrument
    ),
    (["open", "openprice", "pxopen", "openingprice"], .open),
    (["high", "highprice", "pxhigh"], .high),
    (["low", "lowprice", "pxlow"], .low),
    (["volume", "vol", "pxvolume", "tradedvolume"], .volume),
    (
      [
        "adjclose", "adjustedclose", "adjusted", "adjcloseprice", "adjustedcloseprice",
        "closeadj", "closeadjusted", "adjprice", "adjustedprice",
      ], .adjustedClose
    ),
    (
      [
        "return", "returns", "ret", "simplereturn", "logreturn", "logreturns", "logret",
        "returnpct", "logreturnpct", "dailyreturn",
      ], .returns
    ),
    (["", "index", "row", "rownumber", "obs", "observation", "id", "#", "no", "nr"], .rowNumber),
  ]
}
