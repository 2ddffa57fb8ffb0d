import Foundation
import MarketData
import TestSupport

/// Prices that are made up for tests of the screen.
enum SimulatedPrices {
  /// A geometric random walk of normal log returns from 100.
  static func walk(seed: UInt64, count: Int = 500, volatility: Double = 0.01) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    var price = 100.0
    return (0 ..< count).map { index in
      if index > 0 { price *= exp(volatility * normal(&generator)) }
      return price
    }
  }

  /// A standard normal draw by Box and Muller.
  static func normal(_ generator: inout SeededGenerator) -> Double {
    let radius = (-2 * log(1 - Double.random(in: 0 ..< 1, using: &generator))).squareRoot()
    return radius * cos(2 * Double.pi * Double.random(in: 0 ..< 1, using: &generator))
  }

  /// Days from Monday to Friday, the first one a Monday.
  static func weekdays(_ count: Int, from first: String = "2018-01-01") -> [Timestamp] {
    let start = CalendarDate.known(first)
    return (0 ..< count).map { Timestamp(start.adding(days: $0 / 5 * 7 + $0 % 5)) }
  }

  /// Every day.
  static func days(_ count: Int, from first: String = "2018-01-01") -> [Timestamp] {
    let start = CalendarDate.known(first)
    return (0 ..< count).map { Timestamp(start.adding(days: $0)) }
  }

  /// A history of closes, on weekdays unless times are given.
  static func history(
    _ close: [Double], at times: [Timestamp]? = nil, high: [Double]? = nil, low: [Double]? = nil
  ) -> PriceHistory {
    PriceHistory(
      instrument: InstrumentID(rawValue: "X"), axis: .times(times ?? weekdays(close.count)),
      high: high, low: low, close: close)
  }
}

extension [Double] {
  /// The closes with those from a row on multiplied by a factor.
  func scaled(from row: Int, by factor: Double) -> Self {
    enumerated().map { $0.offset >= row ? $0.element * factor : $0.element }
  }

  /// The closes with one replaced.
  func replacing(_ row: Int, with value: Double) -> Self {
    var copy = self
    copy[row] = value
    return copy
  }
}

extension [DataFinding] {
  /// The kinds in the order found.
  var kinds: [DataFinding.Kind] { map(\.kind) }

  /// The finding of a kind.
  func first(_ kind: DataFinding.Kind) -> DataFinding? { first { $0.kind == kind } }
}
