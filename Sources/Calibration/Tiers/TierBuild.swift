internal import Backtesting
public import Margin
public import MarketData
internal import RiskMeasures

/// Brackets made of prices: the margin of each size over the time it takes to close it.
///
///     τ(N) = detection + outage + N/(πV),   r*(N) = rate over τ(N) + ½ spread + impact(N) + fee
///
/// The rate is the policy's, the larger of the sides, before rounding; over so many bars as τ is, rounded up.
public struct TierBuild: Sendable {
  /// The caps of the brackets and what may be published.
  public var builder: TierBuilder
  /// The notional traded in a bar.
  public var volume: Double
  /// The share of the volume that is traded, π.
  public var participation = 0.1
  /// Bars until the closing begins, and that the venue may be down.
  public var delayBars = 0.0
  /// The relative spread.
  public var spread = 0.0
  /// The fee as a fraction of notional.
  public var fee = 0.0
  /// The relative impact of closing as much as a bar's volume; a smaller size has its square root.
  public var impact = 0.0
  /// Initial over maintenance rate.
  public var initialRatio = 2.0

  /// A build over a grid of caps.
  public init(_ builder: TierBuilder, volume: Double) {
    precondition(volume > 0, "A volume is above 0, not \(volume)")
    self.builder = builder
    self.volume = volume
  }

  /// The bars it takes to close a notional, at least one.
  public func bars(toClose notional: Double) -> Int {
    let bars = delayBars + notional / (participation * volume)
    return Int(min(1e6, max(1, bars.rounded(.up))))
  }

  /// What closing a notional costs, as a fraction of it.
  public func cost(ofClosing notional: Double) -> Double {
    spread / 2 + fee + impact * (notional / volume).squareRoot()
  }
}

extension LoadedJob {
  /// The brackets of one instrument, and what making them cost in words.
  ///
  /// - Throws: ``TierFileError`` where a size has no margin or a table cannot cover it; ``ConfigurationError``.
  public func tiers(
    of instrument: InstrumentID, _ build: TierBuild
  ) async throws -> (table: TierTable, findings: [String]) {
    var rates: [DecimalNumber: Double] = [:]
    for cap in build.builder.caps {
      let notional = cap.doubleValue
      rates[cap] =
        try await rate(of: instrument, over: build.bars(toClose: notional))
        + build.cost(ofClosing: notional)
    }
    let outcome: TierBuilder.Outcome
    do throws(TierFault) {
      outcome = try build.builder.table(
        symbol: instrument.rawValue,
        requiring: { cap in cap.doubleValue * (rates[cap] ?? 1) },
        initial: { cap in (rates[cap] ?? 1) * build.initialRatio })
    } catch {
      throw TierFileError("\(instrument)", error)
    }
    var findings = [
      "the table charges at most \(Self.percent(outcome.largestExcess)) more than is required at a cap"
    ]
    if !outcome.raised.isEmpty {
      findings.append(
        "the requirement is not convex at \(outcome.raised.map(\.description).joined(separator: ", ")): "
          + "the rate before it is kept")
    }
    return (outcome.table, findings)
  }

  private static func percent(_ share: Double) -> String {
    "\((share * 1000).rounded() / 10) %"
  }

  /// The policy's rate over so many bars, unrounded, the larger of the sides.
  private func rate(of instrument: InstrumentID, over bars: Int) async throws -> Double {
    var job = resolved.job
    job.flags.horizonBars = bars
    let plan = try ResolvedJob(job).plan
    let own = histories.filter { $0.instrument == instrument }
    let schedules = await Calibrator(plan).schedules(for: own, extent: .lastDate)
    let waterfalls = schedules.compactMap(\.last).flatMap { [$0.long, $0.short] }
      .compactMap { $0?.waterfall.unrounded }
    guard waterfalls.count == 2, let rate = waterfalls.max() else {
      let failure = schedules.flatMap(\.failures).first
      throw TierFileError(
        "\(instrument)", code: failure?.reason ?? "no-margin",
        "has no margin over \(bars) bars"
          + (failure.map { ": \($0.message)" } ?? "; name an instrument of the files"))
    }
    return rate
  }
}
