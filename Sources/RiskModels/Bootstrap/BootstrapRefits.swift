internal import Synchronization
internal import Volatility

/// One replication of a bootstrap: the model refitted to a simulated series.
struct BootstrapRefit: Sendable {
  let fit: VolatilityFit
  /// The series that the fit is of, or its residuals.
  let sample: [Double]
}

/// The refits of a bootstrap of one fit, made once for the forecasts of all dates until the next.
///
/// A replication depends on the fit and its window alone, while a forecast also depends on the
/// returns since: a policy that needs an interval on every date would repeat each refit
/// `refit-every` times. Any two are equal, because they follow from the fit.
final class BootstrapRefits: Sendable, Hashable {
  private let stored = Mutex<[BootstrapRefit?]>([])

  /// The refits by number, those made before or now.
  func values(_ count: Int, _ make: (Int) -> BootstrapRefit?) -> [BootstrapRefit?] {
    stored.withLock { stored in
      while stored.count < count { stored.append(make(stored.count)) }
      return stored
    }
  }

  static func == (a: BootstrapRefits, b: BootstrapRefits) -> Bool { true }

  func hash(into hasher: inout Hasher) {}
}
