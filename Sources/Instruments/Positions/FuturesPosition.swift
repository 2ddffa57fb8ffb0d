/// A position in a futures contract, with the average price at which it was opened.
public struct FuturesPosition: Hashable, Sendable {
  /// How it pays.
  public let contract: Contract
  /// Long or short.
  public let side: Side
  /// The size in units of the base, of an inverse contract the face value in the quote currency; above zero.
  public let size: Double
  /// The average entry price: the size-weighted mean of the fills, harmonic for an inverse contract; above zero.
  public let entryPrice: Double
  /// What a point of the price pays for a unit of size, in the settling currency; above zero.
  public let multiplier: Double

  /// A position.
  ///
  /// - Throws: ``InvalidPosition`` where a number is not finite and above zero.
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

  /// The profit that has not been realized at a mark, in the settling currency.
  public func unrealizedProfit(at mark: Double) -> Double {
    line.slope * (contract.coordinate(of: mark) - line.entry)
  }

  /// The notional: the value of the position at a price, in the settling currency.
  public func notional(at price: Double) -> Double {
    line.width * contract.coordinate(of: price)
  }

  /// The profit as a straight line in the contract's coordinate.
  package var line: Line {
    // An inverse position loses as x = 1/P rises where it is long.
    let isRising = (side == .long) != (contract == .inverse)
    let width = size * multiplier
    return Line(slope: isRising ? width : -width, entry: contract.coordinate(of: entryPrice))
  }

  /// Slope k and entry e of a profit k(x − e).
  package struct Line: Hashable, Sendable {
    package let slope: Double
    package let entry: Double

    /// What the notional rises by with the coordinate: the slope without its sign.
    package var width: Double { abs(slope) }
  }
}

/// A number of a position that is not finite and above zero.
public struct InvalidPosition: Error, Hashable, Sendable {
  /// What it is.
  public let field: String
  /// The number.
  public let value: Double

  /// What is wrong and what to do.
  public var message: String { "\(field) is \(value); write a finite number above 0" }
}
