/// A position in a futures contract with its average entry price.
public struct FuturesPosition: Hashable, Sendable {
  /// The type of the contract.
  public let contract: Contract
  /// Long or short.
  public let side: Side
  /// The size in base units, or the face value in the quote currency for an inverse contract; above
  /// zero.
  public let size: Double
  /// The average entry price, weighted by size and harmonic for an inverse contract; above zero.
  public let entryPrice: Double
  /// The value of one price point per unit of size, in the settlement currency; above zero.
  public let multiplier: Double

  /// A position with size, entry price and multiplier.
  ///
  /// - Throws: ``InvalidPosition`` if a number is not finite and above zero.
  public init(
    _ contract: Contract, _ side: Side, size: Double, entryPrice: Double,
    multiplier: Double = 1
  ) throws(InvalidPosition) {
    for (field, value) in [
      ("size", size), ("entry price", entryPrice), ("multiplier", multiplier),
      ("size times multiplier", size * multiplier),
    ] where !(value > 0 && value.isFinite) {
      throw InvalidPosition(field: field, value: value)
    }
    self.contract = contract
    self.side = side
    self.size = size
    self.entryPrice = entryPrice
    self.multiplier = multiplier
  }

  /// The unrealized profit at a mark price, in the settlement currency.
  public func unrealizedProfit(at mark: Double) -> Double {
    line.slope * (contract.coordinate(of: mark) - line.entry)
  }

  /// The notional at a price, in the settlement currency.
  public func notional(at price: Double) -> Double {
    line.width * contract.coordinate(of: price)
  }

  /// The profit as a linear function of the contract's coordinate.
  package var line: Line {
    // A long inverse position loses as x = 1/P rises.
    let isRising = (side == .long) != (contract == .inverse)
    let width = size * multiplier
    return Line(slope: isRising ? width : -width, entry: contract.coordinate(of: entryPrice))
  }

  /// The slope k and the entry e of a profit k(x − e).
  package struct Line: Hashable, Sendable {
    package let slope: Double
    package let entry: Double

    /// The sensitivity of the notional to the coordinate, |k|.
    package var width: Double { abs(slope) }
  }
}

/// An error for a number of a position that is not finite and above zero.
public struct InvalidPosition: Error, Hashable, Sendable {
  /// The name of the number.
  public let field: String
  /// The invalid value.
  public let value: Double

  /// What is wrong and how to fix it.
  public var message: String {
    "\(field) \"\(value)\" is out of range; expected a finite number above 0"
  }
}
