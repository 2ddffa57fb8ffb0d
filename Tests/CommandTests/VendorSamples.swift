import MarketData

/// Price files that an option of reading decides.
enum VendorSamples {
  /// The texts by name.
  static let files: [String: String] = [
    "serial.csv": text("Dt,close") { day, _, price in "\(44_000 + day),\(price)" },
    "dates.csv": text("published,value_date,close") { day, date, price in
      "\(date),\(CalendarDate(days: 18_259 + Int32(day))),\(price)"
    },
    "carets.csv": text("date^close") { _, date, price in "\(date)^\(price)" },
    "commas.csv": text("date,close") { day, date, _ in "\(date),\"5,\(100 + day % 61)\"" },
    "reader.toml": "[[reader]]\nfiles = \"com*.csv\"\ndecimal = \"point\"\n",
    "twice.csv": text("date,close") { _, date, price in "\(date),\(price)" } + "2021-12-31,101\n"
      + "2021-12-31,102\n",
    "currencies.csv": text("date,close,currency") { day, date, price in
      "\(date),\(price),\(day < 400 ? "USD" : "EUR")"
    },
    "split.csv": text("date,close") { day, date, price in
      "\(date),\(day < 100 ? price + "0" : String((Double(price) ?? 0) / 2))"
    },
  ]

  private static func text(
    _ header: String, _ row: (Int, Substring, Substring) -> String
  ) -> String { header + "\n" + rows(row) }

  private static func rows(_ row: (Int, Substring, Substring) -> String) -> String {
    Prices.csv(600, late: 0.02).split(separator: "\n").dropFirst().enumerated().map { day, line in
      let parts = line.split(separator: ",")
      return row(day, parts[0], parts[1]) + "\n"
    }.joined()
  }
}
