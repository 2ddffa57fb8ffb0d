import MarketData
import Statistics

/// Decay and window chosen on prices before the exchange's first margin.
///
/// Every candidate of the grid is evaluated on the same dates, from its thousandth return on. Its
/// rate is scaled by the smallest factor at which the losses of each side pass the bound: the
/// one-sided Clopper–Pearson bound of their exceedance rate is at most 1 % with 95 % confidence.
/// The candidate with the smallest mean margin at its factor is chosen, the first in the grid on a
/// tie. The factor is not kept; the comparisons compute their own.
///
/// The bound needs at least 299 dates; with fewer the preset is unchanged.
struct Choice {
  let parameters: Parameters
  let evidence: Evidence

  enum Evidence {
    case tooShort(returns: Int, dates: Int)
    case chosen(
      dates: ClosedRange<CalendarDate>, count: Int, allowed: Int, candidates: [Candidate])
  }

  /// The result of a candidate on the earlier dates.
  struct Candidate {
    let parameters: Parameters
    let exceedances: Exceedances
    let meanMargin: Double
    let factor: Double
    var scaledMean: Double { factor * meanMargin }
  }

  static let fewestDates = 299

  /// Returns the largest number of exceedances in `count` dates whose bound is at most 1 %; nil
  /// where none passes.
  static func allowedExceedances(in count: Int) -> Int? {
    func passes(_ exceedances: Int) -> Bool {
      ClopperPearsonInterval.upperBound(successes: exceedances, trials: count, confidence: 0.95)
        <= 0.01
    }
    return (0 ..< count).prefix(while: passes).last
  }

  init(on closes: Closes, before first: CalendarDate) async throws {
    let earlier = closes.filter { $0 < first }
    let returns = max(0, earlier.history.count - 1)
    let longest = Parameters.windows.max() ?? 0
    // The last date has no loss yet.
    let dates = max(0, returns - longest)
    guard dates >= Self.fewestDates, let allowed = Self.allowedExceedances(in: dates) else {
      parameters = .plain
      evidence = .tooShort(returns: returns, dates: dates)
      return
    }
    let start = earlier.history.axis.times?[longest].date
    var candidates: [Candidate] = []
    var walked: [Day] = []
    for parameters in Parameters.grid {
      let rates = try await Schedule(parameters, on: earlier).rates
      walked = Self.days(earlier, rates, from: start)
      candidates.append(Self.candidate(parameters, walked, allowed: allowed))
    }
    guard let best = candidates.min(by: { $0.scaledMean < $1.scaledMean }),
      let from = walked.first?.date, let to = walked.last?.date, walked.count == dates
    else { throw FileProblem(description: "\(walked.count) earlier dates, not \(dates)") }
    parameters = best.parameters
    evidence = .chosen(
      dates: from ... to, count: walked.count, allowed: allowed, candidates: candidates)
  }

  /// Returns the dates before the exchange's first margin, without a margin of theirs.
  private static func days(
    _ closes: Closes, _ rates: [CalendarDate: Double], from start: CalendarDate?
  ) -> [Day] {
    closes.dates.indices.dropLast().compactMap { index in
      let date = closes.dates[index]
      guard let start, date >= start, let ours = rates[date] else { return nil }
      let price = closes.prices[index]
      return Day(
        date: date, price: price, move: closes.prices[index + 1] / price - 1, theirs: .infinity,
        ours: ours)
    }
  }

  private static func candidate(
    _ parameters: Parameters, _ days: [Day], allowed: Int
  ) -> Candidate {
    let factors = [days.filter(\.isLong), days.filter { !$0.isLong }].map {
      Resample($0).factor(allowing: allowed)
    }
    return Candidate(
      parameters: parameters, exceedances: .ofOurs(days, at: 1),
      meanMargin: days.mean(\.ours), factor: factors.max() ?? 1)
  }
}
