import MarketData

/// A date with both margins in force, and the return over the following business day.
struct Day {
  let date: CalendarDate
  let price: Double
  /// The return P₁/P₀ − 1.
  let move: Double
  /// The exchange's rate: USD ÷ (multiplier × the price of this date).
  let theirs: Double
  /// Our rate, before any factor.
  let ours: Double

  /// Whether the loss falls on the long side.
  var isLong: Bool { move < 0 }
  /// The loss of the losing side, as a fraction of notional.
  var loss: Double { abs(move) }
  var exceedsTheirs: Bool { loss > theirs }
  /// The smallest factor on our rate at which the loss is not an exceedance.
  var ratio: Double { loss / ours }

  /// Returns the dates for which `closes`, `margins` and our `rates` are all available.
  ///
  /// The loss ends on or before the date of the last change of the exchange's margin. A date
  /// without a positive price has no rate and is omitted; the loss into it counts.
  static func all(
    _ closes: Closes, _ margins: ExchangeMargins, _ rates: [CalendarDate: Double]
  ) -> [Day] {
    guard let last = margins.dates.last else { return [] }
    return closes.dates.indices.dropLast().compactMap { index in
      let (date, price) = (closes.dates[index], closes.prices[index])
      guard price > 0, closes.dates[index + 1] <= last, let ours = rates[date],
        let dollars = margins.inForce(on: date)
      else { return nil }
      return Day(
        date: date, price: price, move: closes.prices[index + 1] / price - 1,
        theirs: dollars / (margins.multiplier * price), ours: ours)
    }
  }
}

/// The number and size of losses beyond a margin.
struct Exceedances {
  let long: Int
  let short: Int
  /// The sum of losses beyond the margin, as a fraction of notional.
  let shortfall: Double
  let worst: Double
  var either: Int { long + short }

  /// Returns the exceedances of the exchange's margin.
  static func ofTheirs(_ days: [Day]) -> Exceedances {
    Exceedances(days.filter(\.exceedsTheirs), beyond: \.theirs)
  }

  /// Returns the exceedances of our margin at a factor; a day whose ratio equals the factor is not
  /// an exceedance.
  static func ofOurs(_ days: [Day], at factor: Double) -> Exceedances {
    Exceedances(days.filter { $0.ratio > factor }) { factor * $0.ours }
  }

  private init(_ days: [Day], beyond margin: (Day) -> Double) {
    long = days.count(where: \.isLong)
    short = days.count - long
    shortfall = days.reduce(0) { $0 + $1.loss - margin($1) }
    worst = days.map { $0.loss - margin($0) }.max() ?? 0
  }
}

extension [Day] {
  func mean(_ value: (Day) -> Double) -> Double {
    reduce(0) { $0 + value($1) } / Double(count)
  }
}
