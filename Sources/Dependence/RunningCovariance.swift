public import LinearAlgebra

/// The specification of a covariance matrix that is updated daily.
public enum CovarianceModel: Hashable, Sendable {
  /// The last N days, centered, with divisor N: the maximum-likelihood estimate.
  case sample(window: Int)
  /// Σₜ₊₁ = λ Σₜ + (1 − λ) rₜ rₜᵀ with zero mean; Σ₀ is the mean of r rᵀ over the first 20 days,
  /// over which the recursion then runs.
  case ewma(decay: Double)

  /// The name, `sample` or `ewma`.
  public var name: String {
    switch self {
    case .sample: "sample"
    case .ewma: "ewma"
    }
  }

  /// The number of days before a covariance exists.
  public var minimumObservations: Int {
    switch self {
    case .sample: 2
    case .ewma: 20
    }
  }
}

/// The running state of a ``CovarianceModel`` for a fixed universe of instruments.
public struct RunningCovariance: Sendable, Equatable {
  /// The specification.
  public let model: CovarianceModel
  /// The number of instruments.
  public let order: Int
  /// The number of days observed.
  public private(set) var observationCount = 0
  /// The stored days, a ring buffer that starts at `oldest`.
  private var days: [Double] = []
  private var oldest = 0
  private var moving: Matrix?

  /// A covariance without observations.
  public init(_ model: CovarianceModel, order: Int) {
    precondition(order >= 1, "covariance of \(order) instruments")
    self.model = model
    self.order = order
  }

  /// Adds the returns of one day, one per instrument.
  public mutating func observe(_ day: Span<Double>) {
    precondition(day.count == order, "\(day.count) returns for \(order) instruments")
    observationCount += 1
    switch model {
    case .sample(let window): keep(day, atMost: window)
    case .ewma(let decay):
      if moving != nil {
        update(with: day, decay: decay)
      } else {
        keep(day, atMost: model.minimumObservations)
        if observationCount == model.minimumObservations { start(decay: decay) }
      }
    }
  }

  /// The covariance of the next day's returns, with both triangles filled, or nil if there are too
  /// few days.
  public var covariance: Matrix? {
    guard observationCount >= model.minimumObservations else { return nil }
    var result: Matrix
    switch model {
    case .sample: result = sampleCovariance
    case .ewma:
      guard let moving else { return nil }
      result = moving
    }
    result.mirrorLowerTriangle()
    return result
  }

  private mutating func keep(_ day: Span<Double>, atMost window: Int) {
    if days.count < window * order {
      for i in day.indices { days.append(day[i]) }
    } else {
      for i in day.indices { days[oldest * order + i] = day[i] }
      oldest = (oldest + 1) % window
    }
  }

  private mutating func start(decay: Double) {
    let count = days.count / order
    var sum = Matrix(rows: order, columns: order)
    let kept = days
    for day in 0 ..< count {
      rankUpdate(&sum, by: kept.span.extracting(day * order ..< (day + 1) * order))
    }
    moving = (1 / Double(count)) * sum
    for day in 0 ..< count {
      update(with: kept.span.extracting(day * order ..< (day + 1) * order), decay: decay)
    }
    days = []
  }

  private mutating func update(with day: Span<Double>, decay: Double) {
    guard var current = moving else { return }
    moving = nil
    current = decay * consume current
    rankUpdate(&current, by: day, scale: 1 - decay)
    moving = current
  }

  private var sampleCovariance: Matrix {
    let count = days.count / order
    var means = [Double](repeating: 0, count: order)
    for day in 0 ..< count {
      for i in 0 ..< order { means[i] += days[((oldest + day) % count) * order + i] }
    }
    for i in 0 ..< order { means[i] /= Double(count) }
    let centered = Matrix(rows: order, columns: count) { elements in
      for day in 0 ..< count {
        for i in 0 ..< order {
          elements.append(days[((oldest + day) % count) * order + i] - means[i])
        }
      }
    }
    var result = Matrix(rows: order, columns: order)
    rankUpdate(&result, by: centered, scale: 1 / Double(count), keeping: 0)
    return result
  }
}
