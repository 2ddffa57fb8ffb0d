import Calibration
internal import Forecasting
import Margin
import MarketData
import RiskMeasures
internal import Scheduling

/// The parameters of the preset that are chosen on earlier data.
struct Parameters: Hashable {
  let window: Int
  let decay: Double

  /// The parameters of the preset `plain`.
  static let plain = Parameters(window: 500, decay: 0.97)
  static let windows = [250, 500, 1000]
  static let decays = [0.94, 0.97, 0.98, 0.99, 0.995]
  static let grid = windows.flatMap { window in
    decays.map { Parameters(window: window, decay: $0) }
  }

  var text: String { "decay \(decay), window \(window)" }

  /// Returns the preset `plain` with these parameters and the larger rate for both sides.
  func plan() throws -> CalibrationPlan {
    var job = CalibrationJob(version: "exchange-margins")
    job.policy = .preset("plain")
    job.flags.window = window
    job.flags.decay = decay
    var plan = try job.resolved().plan
    let policy = plan.policy
    plan.policy = try MarginPolicy(
      measure: policy.measure, periodOfRisk: policy.periodOfRisk, covers: policy.covers,
      sides: .larger, hardMinimum: policy.hardMinimum, roundingStep: policy.roundingStep,
      initial: policy.initial, leverageRounding: policy.leverageRounding,
      quantileConvention: policy.quantileConvention, preset: policy.preset,
      noticeBars: policy.noticeBars)
    return plan
  }
}

/// Our margins by date, each computed from the prices up to that date.
struct Schedule {
  /// The maintenance margin rate for both sides, as a fraction of notional.
  let rates: [CalendarDate: Double]

  /// Computes the schedule of `parameters`, starting with the first full window.
  init(_ parameters: Parameters, on closes: Closes) async throws {
    let schedules = await Calibrator(try parameters.plan()).schedules(
      for: [InstrumentHistory(closes.history)], extent: .history)
    guard let schedule = schedules.first, schedule.failures.isEmpty else {
      let reason = schedules.first?.failures.first?.message ?? "no schedule"
      throw FileProblem(description: "\(parameters.text): \(reason)")
    }
    var rates: [CalendarDate: Double] = [:]
    for entry in schedule.entries where entry.observations >= parameters.window {
      guard let date = entry.asOf?.date, let long = entry.long, let short = entry.short else {
        continue
      }
      rates[date] = max(long.margin.maintenance.fraction, short.margin.maintenance.fraction)
    }
    self.rates = rates
  }
}
