internal import Documents
public import Forecasting
internal import Instruments
public import Margin
internal import MarketData
internal import Policies
internal import RiskMeasures
internal import Scheduling
internal import Text

/// Calibrates tiers from prices: the margin of each position size over its liquidation time.
///
///     τ(N) = max(1, detection + outage + N/(πV)),   r*(N) = r(τ) + ½ spread + i (N/V)^e + fee
///
/// r is the policy's unrounded rate over whole bars, the larger of both sides and not below that
/// over fewer bars; between whole bars it follows the square root of time,
///
///     r(τ) = rₕ + (rₕ₊₁ − rₕ) (√τ − √h)/(√(h+1) − √h),   h = ⌊τ⌋.
///
/// - SeeAlso: ``TierTableBuilder``, which converts N r*(N) to tiers.
public struct TierCalibration: Sendable {
  /// The number of last bars whose median volume is used.
  public static let volumeBars = 250

  /// The notional traded per bar, V; nil for the median of the last ``volumeBars`` of the file.
  public var volume: Double?
  /// The notional caps of the tiers; nil for 1, 2 and 5 times powers of ten over three decades, up
  /// to the notional liquidated in ten bars.
  public var caps: [DecimalNumber]?
  /// The share of the volume that is traded, π.
  public var participation = 0.1
  /// The number of bars until liquidation begins.
  public var detectionBars = 0.0
  /// The number of bars that the venue may be down.
  public var outageBars = 0.0
  /// The relative spread.
  public var spread = 0.0
  /// The fee as a fraction of notional.
  public var fee = 0.0
  /// The relative impact i of liquidating one bar's volume.
  public var impact = 0.0
  /// The exponent e of the impact in the share of a bar's volume.
  public var impactExponent = 0.5
  /// The ratio of initial to maintenance rate, at least one.
  public var initialRatio = 2.0

  /// A calibration with volumes and caps from the file.
  public init() {}
}

extension LoadedJob {
  /// Calibrates the tiers of one instrument and returns them with notes on the approximation.
  ///
  /// - Throws: `InputError` if a size has no margin or a table cannot cover it.
  public func tiers(
    of history: InstrumentHistory, _ build: TierCalibration
  ) async throws -> (table: TierTable, findings: [String]) {
    let name = history.instrument.rawValue
    let closing = LiquidationHorizon(
      build: build, volume: try build.volume ?? Self.medianVolume(of: history))
    let caps = closing.caps
    guard let last = caps.last else {
      throw InputError(
        InputLocation(name), code: "low-volume", "has too little volume for the default caps",
        remedy: "set the caps with --caps", style: .colonsAndCode)
    }
    let bars = closing.bars(toClose: last.doubleValue)
    guard bars <= Double(LiquidationHorizon.limit) else {
      throw InputError(
        InputLocation(name), code: "slow-closing",
        "takes more than \(LiquidationHorizon.limit) bars to liquidate \(last)",
        remedy: "lower the last cap, or raise the participation", style: .colonsAndCode)
    }
    let required = try await requirement(
      of: history, closing, at: closing.notionals(to: caps), over: Int(bars.rounded(.up)))
    var builder = TierTableBuilder(caps: caps)
    builder.initialRatio = max(1, build.initialRatio)
    let outcome: TierTableBuilder.Outcome
    do throws(TierFault) {
      outcome = try builder.table(symbol: name, requiring: required)
    } catch {
      throw InputError(InputLocation(name), error)
    }
    return (outcome.table, Self.findings(outcome, closing, given: build))
  }

  /// The margin requirement R(N) = N r*(N) at the knots.
  private func requirement(
    of history: InstrumentHistory, _ closing: LiquidationHorizon, at knots: [DecimalNumber],
    over longest: Int
  ) async throws -> RequiredMargin {
    let shortest = Int(closing.bars(toClose: 0))
    var rates: [Double] = []
    for bars in shortest ... max(shortest, longest) {
      rates.append(max(try await rate(of: history, over: bars), rates.last ?? 0))
    }
    return RequiredMargin(at: knots) { knot in
      let notional = knot.doubleValue
      let bars = closing.bars(toClose: notional)
      let whole = bars.rounded(.down)
      let share =
        (bars.squareRoot() - whole.squareRoot()) / ((whole + 1).squareRoot() - whole.squareRoot())
      let below = rates[min(rates.count - 1, Int(whole) - shortest)]
      let above = rates[min(rates.count - 1, Int(whole) + 1 - shortest)]
      return notional * (below + (above - below) * share + closing.cost(ofClosing: notional))
    }
  }

  private static func findings(
    _ outcome: TierTableBuilder.Outcome, _ closing: LiquidationHorizon, given build: TierCalibration
  ) -> [String] {
    let excess = (outcome.largestExcess * 1000).rounded() / 10
    var findings = ["the table exceeds the requirement by at most \(excess) % at any size"]
    if build.volume == nil {
      let basis = "the median of the last \(TierCalibration.volumeBars) bars"
      findings.append("volume per bar is \(closing.volume.rounded()), \(basis)")
    }
    if !outcome.concave.isEmpty {
      findings.append(
        "the requirement is not convex at \(outcome.concave.map(\.description).joined(separator: ", "))"
      )
    }
    return findings
  }

  /// The median of volume times close over the last ``volumeBars``, in the currency of the prices.
  private static func medianVolume(of history: InstrumentHistory) throws(InputError) -> Double {
    let traded = history.tradedNotionals?.suffix(TierCalibration.volumeBars).sorted()
    guard let traded, !traded.isEmpty, traded[traded.count / 2] > 0 else {
      throw InputError(
        InputLocation(history.instrument.rawValue), code: "no-volume", "has no volume column",
        remedy: "set the notional traded per bar with --volume", style: .colonsAndCode)
    }
    return traded[traded.count / 2]
  }

  /// The policy's unrounded rate over the given number of bars, the larger of both sides.
  private func rate(of history: InstrumentHistory, over bars: Int) async throws -> Double {
    let plan = try resolved.job(for: history.instrument).with(horizon: Horizon(bars: bars)).plan
    let schedules = await Calibrator(plan).schedules(for: [history], extent: .lastDate)
    let waterfalls = schedules.compactMap(\.last).flatMap { [$0.long, $0.short] }
      .compactMap { $0?.waterfall.unrounded }
    guard waterfalls.count == 2, let rate = waterfalls.max() else {
      let failure = schedules.flatMap(\.failures).first
      throw InputError(
        InputLocation(history.instrument.rawValue), code: failure?.reason ?? "no-margin",
        sentence: "has no margin over \(bars) bars"
          + (failure.map { ": \($0.message)" } ?? "; name an instrument of the files"))
    }
    return rate
  }
}
