internal import Glibc

/// The realized volatility of the bars before each margin, a measure of market stress.
///
///     vₜ = √( Σ r²ₛ / n ),   s = t − n + 1 … t
///
/// r are simple returns, one per bar, the last one known when the margin was set; n is twenty bars
/// by default. With fewer than n returns the volatility is nil.
public struct MarketStress: Hashable, Sendable {
  /// n, the window of the realized volatility, in bars.
  public let window: Int
  /// The realized volatility at each margin, per bar; nil if there are too few prior returns.
  public let volatilities: [Double?]

  /// Computes the realized volatility at each margin, for as many margins as returns.
  public init(returns: [Double], window: Int = 20) {
    precondition(window >= 1, "A window of at least one bar, not \(window)")
    self.window = window
    var volatilities: [Double?] = []
    for t in returns.indices {
      guard t + 1 >= window else {
        volatilities.append(nil)
        continue
      }
      var squares = 0.0
      for value in returns[(t + 1 - window) ... t] { squares += value * value }
      volatilities.append((squares / Double(window)).squareRoot())
    }
    self.volatilities = volatilities
  }

  /// Returns the mean margin of stressed bars over that of calm bars.
  ///
  /// Stressed bars are the tenth with the highest realized volatility, calm bars the half with the
  /// lowest, ties broken by time. Nil for fewer than twenty bars with a volatility, or if calm
  /// margins are zero.
  public func stressedOverCalm(_ path: MarginPath) -> Double? {
    let pairs = pairs(with: path)
    guard pairs.count >= 20 else { return nil }
    let order = pairs.indices.sorted {
      (pairs[$0].volatility, $0) < (pairs[$1].volatility, $1)
    }
    func mean(_ indices: ArraySlice<Int>) -> Double {
      indices.reduce(0) { $0 + pairs[$1].margin } / Double(indices.count)
    }
    let calm = mean(order.prefix(pairs.count / 2))
    guard calm > 0 else { return nil }
    return mean(order.suffix(pairs.count / 10)) / calm
  }

  /// Returns the correlation of margin and realized volatility.
  ///
  /// Nil for fewer than three bars or if one is constant.
  public func correlation(with path: MarginPath) -> Double? {
    let pairs = pairs(with: path)
    guard pairs.count >= 3, Set(pairs.map(\.margin)).count > 1,
      Set(pairs.map(\.volatility)).count > 1
    else { return nil }
    let n = Double(pairs.count)
    let meanMargin = pairs.reduce(0) { $0 + $1.margin } / n
    let meanVolatility = pairs.reduce(0) { $0 + $1.volatility } / n
    var (cross, margins, volatilities) = (0.0, 0.0, 0.0)
    for pair in pairs {
      let (a, b) = (pair.margin - meanMargin, pair.volatility - meanVolatility)
      cross += a * b
      margins += a * a
      volatilities += b * b
    }
    guard margins > 0, volatilities > 0 else { return nil }
    return cross / (margins * volatilities).squareRoot()
  }

  private struct Pair {
    let margin: Double
    let volatility: Double
  }

  private func pairs(with path: MarginPath) -> [Pair] {
    precondition(
      path.margins.count == volatilities.count,
      "\(path.margins.count) margins beside \(volatilities.count) volatilities")
    return zip(path.margins, volatilities).compactMap { margin, volatility in
      volatility.map { Pair(margin: margin, volatility: $0) }
    }
  }
}
