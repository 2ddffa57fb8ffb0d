import Foundation
import MarketData

/// A futures contract of the exchange, with the spot prices used as its proxy.
struct Contract {
  let code: String
  let margins: String
  let prices: String
  let column: String
  /// Dates of doubtful data; every comparison is repeated without them.
  let doubt: Doubt?

  /// A range of dates to exclude, with the reason.
  struct Doubt {
    let dates: ClosedRange<CalendarDate>
    /// A short name of the remaining sample.
    let name: String
    let reason: String
  }

  static let all = [
    Contract(
      code: "ES", margins: "cme_es", prices: "equities_daily/spx_yahoo_vega_2000_2020.csv",
      column: "close", doubt: nil),
    Contract(
      code: "CL", margins: "cme_cl",
      prices: "fx_commodities_rates_vol/wti_spot_eia_daily_1986_2026.csv", column: "price",
      doubt: Doubt(
        from: "2020-04-01", to: "2020-05-31", name: "less April and May 2020",
        reason: "spot lay far below the future")),
    Contract(
      code: "GC", margins: "cme_gc",
      prices: "fx_commodities_rates_vol/xauusd_oanda_mid_daily_2006_2019.csv", column: "close",
      doubt: nil),
    Contract(
      code: "6E", margins: "cme_6e",
      prices: "fx_commodities_rates_vol/eurusd_oanda_mid_daily_2007_2018.csv", column: "close",
      doubt: Doubt(
        from: "2007-12-10", to: "2009-03-11", name: "from 2009-03-12",
        reason: "the margin file has no row between 2007-12-10 and 2009-03-12, where initial ÷ "
          + "maintenance also leaps from 1.35 to 1.10; the prices of 2008 lie between")),
  ]
}

extension Contract.Doubt {
  init?(from: String, to: String, name: String, reason: String) {
    guard let first = CalendarDate(from), let last = CalendarDate(to) else { return nil }
    self.init(dates: first ... last, name: name, reason: reason)
  }
}

/// An error in an input file.
struct FileProblem: Error, CustomStringConvertible {
  let description: String
}

/// A file of comma-separated values with a header and without quotes.
struct Rows {
  private let places: [Substring: Int]
  private let cells: [[Substring]]
  private let path: String

  init(path: String) throws {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw FileProblem(description: "\(path) cannot be read")
    }
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    guard let header = lines.first, lines.count > 1 else {
      throw FileProblem(description: "\(path) holds no rows")
    }
    places = Dictionary(zip(header, header.indices), uniquingKeysWith: { first, _ in first })
    cells = Array(lines.dropFirst())
    self.path = path
  }

  /// Returns a column parsed by `parse`; throws for a cell that cannot be parsed.
  func column<Value>(_ name: String, _ parse: (String) -> Value?) throws -> [Value] {
    guard let place = places[Substring(name)] else {
      throw FileProblem(description: "\(path) has no column \(name)")
    }
    return try cells.enumerated().map { row, cells in
      guard cells.count > place, let value = parse(String(cells[place])) else {
        throw FileProblem(description: "\(path):\(row + 2): \(name) cannot be read")
      }
      return value
    }
  }
}

/// The maintenance margin of one contract, in US dollars, by effective date.
struct ExchangeMargins {
  let dates: [CalendarDate]
  let maintenance: [Double]
  let multiplier: Double

  init(path: String) throws {
    let rows = try Rows(path: path)
    dates = try rows.column("date") { CalendarDate($0) }
    maintenance = try rows.column("maintenance") { Double($0) }
    let multipliers = Set(try rows.column("contract_multiplier") { Double($0) })
    guard let multiplier = multipliers.first, multipliers.count == 1, dates == dates.sorted() else {
      throw FileProblem(description: "\(path): dates out of order, or several multipliers")
    }
    self.multiplier = multiplier
  }

  /// Returns the margin in force at the close of a date; nil before the first.
  func inForce(on date: CalendarDate) -> Double? {
    dates.lastIndex { $0 <= date }.map { maintenance[$0] }
  }
}

/// The closes of business days; bars dated on a Saturday or a Sunday are dropped.
///
/// The return from Friday to Monday counts as one business day.
struct Closes {
  let dates: [CalendarDate]
  let prices: [Double]
  let weekendBars: Int

  init(path: String, column: String) throws {
    let rows = try Rows(path: path)
    let all = try zip(
      rows.column("date") { CalendarDate($0) }, rows.column(column) { Double($0) })
    let kept = all.filter { !$0.0.weekday.isWeekend }
    self.init(
      dates: kept.map(\.0), prices: kept.map(\.1), weekendBars: Array(all).count - kept.count)
    guard zip(dates, dates.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw FileProblem(description: "\(path): dates out of order")
    }
  }

  private init(dates: [CalendarDate], prices: [Double], weekendBars: Int) {
    self.dates = dates
    self.prices = prices
    self.weekendBars = weekendBars
  }

  /// Returns the closes on the dates that satisfy a predicate.
  func filter(_ holds: (CalendarDate) -> Bool) -> Closes {
    let kept = zip(dates, prices).filter { holds($0.0) }
    return Closes(dates: kept.map(\.0), prices: kept.map(\.1), weekendBars: weekendBars)
  }

  /// The price history for a model of log returns: a bar without a positive price has no return.
  var history: PriceHistory {
    let kept = zip(dates, prices).filter { $0.1 > 0 }
    return PriceHistory(
      instrument: InstrumentID(rawValue: "spot"), axis: .times(kept.map { Timestamp($0.0) }),
      close: kept.map(\.1))
  }
}
