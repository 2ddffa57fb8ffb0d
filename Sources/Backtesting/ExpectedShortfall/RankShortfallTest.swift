internal import Glibc
internal import RiskMeasures
internal import Statistics
internal import Synchronization

/// The third test of Acerbi and Székely: expected shortfall of the ranks of losses.
///
///     Z₃ = 1 − (1/n) Σₜ ÊS( Pₜ⁻¹(U) ) / E ÊS( Pₜ⁻¹(V) ),   ÊS(Y) = mean of the ⌊np⌋ largest Y
///
/// U are the n ranks 1 − u of transforms u = P(L ≤ realized loss), V are n independent uniforms,
/// and Pₜ is the loss distribution of date t: here the tail implied by its value at risk and
/// shortfall, with 1/ν rounded to a twentieth. Z₃ has mean zero for correct forecasts and is
/// negative if losses rank too high. It tests the whole tail of the distribution rather than the
/// level of the forecast.
///
/// - SeeAlso: Acerbi and Székely (2014), *Backtesting expected shortfall*, Risk, December.
struct RankShortfallTest: Sendable {
  /// n, the number of forecasts.
  let count: Int
  /// ⌊np⌋, the number of losses in the tail.
  let tailCount: Int
  /// (1/n) Σₜ of the quantile at date t over the expected sum of its tail, at the table's knots.
  private let weights: [Double]

  /// Creates the test for the implied distributions of a series; nil if ⌊np⌋ is zero.
  init?(_ losses: ImpliedLosses) {
    let series = losses.series
    count = series.count
    tailCount = series.level.tailCount(of: series.count)
    guard tailCount >= 1 else { return nil }
    let table = TailQuantileTable.shared(series.level)
    var days = [Int](repeating: 0, count: TailQuantileTable.nodes)
    for inverse in losses.inverses { days[TailQuantileTable.node(of: inverse)] += 1 }
    let masses = table.massesOfSum(of: tailCount, among: count)
    var weights = [Double](repeating: 0, count: TailQuantileTable.knots)
    for (node, days) in days.enumerated() where days > 0 {
      let values = table.values(node)
      var expected = 0.0
      for (value, mass) in zip(values, masses) { expected += value * mass }
      let share = Double(days) / (Double(count) * expected)
      for knot in weights.indices { weights[knot] += share * values[knot] }
    }
    self.weights = weights
  }

  /// Returns Z₃ from the smallest ⌊np⌋ ranks 1 − u.
  func statistic(ofRanks ranks: some Sequence<Double>) -> Double {
    var sum = 0.0
    for rank in ranks { sum += TailQuantileTable.interpolate(weights, at: rank) }
    return 1 - sum
  }

  /// Returns Z₃ from transforms.
  func statistic(ofTransforms transforms: [Double]) -> Double {
    statistic(ofRanks: transforms.map { 1 - $0 }.sorted().prefix(tailCount))
  }

  /// Returns Z₃ for one draw of independent uniform ranks.
  ///
  /// The largest of the ⌊np⌋ ranks is drawn from its beta distribution, those below it by
  /// independent spacings.
  func drawn(_ stream: RandomStream, _ draw: UInt32) -> Double {
    let largest = Beta(alpha: Double(tailCount), beta: Double(count + 1 - tailCount)).quantile(
      of: stream.uniform(path: draw, step: 0))
    var sums: [Double] = []
    var sum = 0.0
    for step in 1 ... UInt32(tailCount) {
      sum -= log(stream.uniform(path: draw, step: step))
      sums.append(sum)
    }
    return statistic(
      ofRanks: sums.indices.map { $0 == sums.count - 1 ? largest : largest * sums[$0] / sum })
  }
}

/// Student-t quantiles relative to that at p, for twenty values of 1/ν, at equal steps of ln(u/(1 −
/// u)).
struct TailQuantileTable: Sendable {
  /// 1/ν = 0, 1/20 … 19/20.
  static let nodes = 20
  static let knots = 1_121
  private static let first = -46.0
  private static let step = 0.05
  private let quantiles: [[Double]]

  static func node(of inverse: Double) -> Int {
    min(nodes - 1, Int((inverse * Double(nodes)).rounded()))
  }

  private static func probability(_ knot: Int) -> Double {
    1 / (1 + exp(-(first + step * Double(knot))))
  }

  private init(_ level: ConfidenceLevel) {
    let p = level.tailProbability
    quantiles = (0 ..< Self.nodes).map { node in
      let distribution =
        node == 0 ? nil : StudentT(degreesOfFreedom: Double(Self.nodes) / Double(node))
      func quantile(_ u: Double) -> Double {
        distribution?.quantile(of: u) ?? Normal.quantile(of: u)
      }
      let unit = quantile(p)
      return (0 ..< Self.knots).map { quantile(Self.probability($0)) / unit }
    }
  }

  /// Returns the table at a level, computed once.
  static func shared(_ level: ConfidenceLevel) -> TailQuantileTable {
    tables.withLock { tables in
      if let table = tables[level.millionths] { return table }
      let table = TailQuantileTable(level)
      tables[level.millionths] = table
      return table
    }
  }

  private static let tables = Mutex<[Int: TailQuantileTable]>([:])

  /// Returns the quantiles for one value of 1/ν.
  func values(_ node: Int) -> [Double] { quantiles[node] }

  /// Returns each knot's weight in E Σ Q(V₍ᵢ₎), i = 1 … k, of n uniforms: n P(Bin(n − 1, u) < k)
  /// du.
  func massesOfSum(of k: Int, among n: Int) -> [Double] {
    let others = Beta(alpha: Double(k), beta: Double(n - k))
    return (0 ..< Self.knots).map { knot in
      let u = Self.probability(knot)
      return Double(n) * others.survival(of: u) * u * (1 - u) * Self.step
    }
  }

  /// Evaluates a function given at the knots by cubic interpolation through four of them.
  static func interpolate(_ values: [Double], at u: Double) -> Double {
    let u = min(max(u, 1e-19), 1 - 1e-4)
    let position = (log(u / (1 - u)) - first) / step
    let base = min(max(1, Int(position)), knots - 3)
    let x = position - Double(base)
    let (a, b, c, d) = (values[base - 1], values[base], values[base + 1], values[base + 2])
    return -x * (x - 1) * (x - 2) / 6 * a + (x + 1) * (x - 1) * (x - 2) / 2 * b
      - (x + 1) * x * (x - 2) / 2 * c + (x + 1) * x * (x - 1) / 6 * d
  }
}
