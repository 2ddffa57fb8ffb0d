internal import MarketData

/// What a margin's moves are measured against: the prices and returns of an instrument.
package struct MarginPaths: Sendable {
  fileprivate let history: InstrumentHistory
  fileprivate let returns: [Double]

  package init(_ history: InstrumentHistory) {
    self.history = history
    returns = history.returns(.simple)
  }

  /// A path without margins yet.
  package var empty: Walked { Walked() }

  /// The margins in force, bar by bar, as rates and as amounts of one unit.
  package struct Walked: Sendable {
    private var rates: [Double] = []
    private var amounts: [Double] = []
    private var returns: [Double] = []

    /// Adds the margin in force after `count` returns; an input of returns has no amounts.
    package mutating func append(_ rate: Double, in paths: MarginPaths, after count: Int) {
      rates.append(rate)
      if let price = paths.history.price(after: count) { amounts.append(rate * price) }
      returns.append(count > 0 && count <= paths.returns.count ? paths.returns[count - 1] : 0)
    }

    /// The measures of rates, and of amounts where there are prices; none of an empty path.
    package var measures: [Procyclicality] {
      guard !rates.isEmpty else { return [] }
      let stress = MarketStress(returns: returns)
      let ofRates = Procyclicality(of: MarginPath(.rate, rates), under: stress)
      guard amounts.count == rates.count else { return [ofRates] }
      return [ofRates, Procyclicality(of: MarginPath(.amount, amounts), under: stress)]
    }
  }
}
