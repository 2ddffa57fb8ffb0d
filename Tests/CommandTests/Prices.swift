import MarketData
import TestSupport

/// Made-up price files.
enum Prices {
  /// Daily prices from 2020 on, with uniform returns of at most ±1 %, ±`late` in the last quarter.
  static func csv(_ count: Int, seed: UInt64 = 7, late: Double = 0.01) -> String {
    var generator = SeededGenerator(seed: seed)
    var price = 100.0
    var text = "date,close\n"
    for day in 0 ..< count {
      let date = CalendarDate(days: 18_262 + Int32(day))
      text += "\(date),\(price)\n"
      let size = day < count * 3 / 4 ? 0.01 : late
      price *= 1 + Double.random(in: -size ... size, using: &generator)
    }
    return text
  }
}
