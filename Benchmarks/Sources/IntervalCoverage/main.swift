import MarketData
import RiskMeasures
import RiskModels
import Statistics
import Volatility

// Coverage of the 95 % intervals of the 99 % value at risk, on samples simulated from the process that
// each model is right for.
//
//   IntervalCoverage [SAMPLES] [NAME…]
//
// Prints a Markdown table. An exact interval covers at least nominal; an asymptotic one lies within four
// standard errors of it.

/// A process whose conditional tail is known.
struct Process {
  let name: String
  let law: any StandardizedDistribution
  /// σ² of the next bar from σ² and the return.
  let variance: (Double, Double) -> Double
  let firstVariance: Double

  /// Returns, and the return at the edge of the tail of the next bar by side.
  func sample(_ number: Int, count: Int) -> (returns: [Double], edge: (Side) -> Double) {
    let stream = RandomStream(seed: 20_261_124, identifier: "\(name) \(number)")
    var h = firstVariance
    var returns: [Double] = []
    let burnIn = 500
    for step in 0 ..< burnIn + count {
      let z = law.quantile(of: stream.uniform(path: 0, step: UInt32(step)))
      let r = h.squareRoot() * z
      h = variance(h, r)
      if step >= burnIn { returns.append(r) }
    }
    let sigma = h.squareRoot()
    let law = law
    return (
      returns,
      { side in
        sigma * (side == .long ? law.quantile(of: 0.01) : law.upperQuantile(beyond: 0.01))
      }
    )
  }
}

struct Entry {
  let name: String
  let kind: String
  let process: Process
  let model: any ReturnModel
  let count: Int
}

func constant(_ name: String, _ law: any StandardizedDistribution) -> Process {
  Process(name: name, law: law, variance: { h, _ in h }, firstVariance: 1e-4)
}

func garch(_ name: String, _ law: any StandardizedDistribution, gamma: Double = 0) -> Process {
  let alpha = gamma > 0 ? 0.04 : 0.08
  let omega = 1e-4 * (1 - alpha - gamma * law.negativeSecondMoment - 0.9)
  return Process(
    name: name, law: law,
    variance: { h, r in omega + (alpha + (r < 0 ? gamma : 0)) * r * r + 0.9 * h },
    firstVariance: 1e-4)
}

func conditional(_ name: String, _ recursion: GARCH, _ family: InnovationFamily)
  -> ConditionalVolatilityModel
{
  ConditionalVolatilityModel(
    name: name, window: 2000,
    volatility: ConditionalVolatility(recursion: .garch(recursion), innovations: family),
    returnConvention: .simple)
}

let t5 = UnitVarianceStudentT(degreesOfFreedom: 5)
let skewed = HansenSkewedT(degreesOfFreedom: 6, skewness: -0.15)
let ewma = Process(
  name: "ewma", law: t5, variance: { h, r in max(1e-12, 0.97 * h + 0.03 * r * r) },
  firstVariance: 1e-4)
let entries = [
  Entry(
    name: "historical", kind: "exact", process: constant("iid t5", t5),
    model: Historical(window: 2000), count: 2000),
  Entry(
    name: "historical, 500", kind: "exact", process: constant("iid t5", t5),
    model: Historical(window: 500), count: 500),
  Entry(
    name: "volatility-weighted-historical", kind: "exact", process: ewma,
    model: VolatilityWeightedHistorical(
      window: 1000, volatility: EWMA(decay: 0.97), returnConvention: .simple), count: 2000),
  Entry(
    name: "normal", kind: "asymptotic", process: constant("iid normal", StandardNormal()),
    model: NormalModel(window: 2000), count: 2000),
  Entry(
    name: "student-t", kind: "asymptotic", process: constant("iid t5", t5),
    model: StudentTModel(window: 2000), count: 2000),
  Entry(
    name: "extreme-value", kind: "asymptotic", process: constant("iid t5", t5),
    model: ExtremeValue(window: 2000, threshold: .share(0.1)), count: 2000),
  Entry(
    name: "garch, normal", kind: "asymptotic", process: garch("garch normal", StandardNormal()),
    model: conditional("garch", GARCH(), .normal), count: 2000),
  Entry(
    name: "garch, student-t", kind: "asymptotic", process: garch("garch t5", t5),
    model: conditional("garch", GARCH(), .studentT), count: 2000),
  Entry(
    name: "gjr-garch, skewed-t", kind: "asymptotic",
    process: garch("gjr skewed t", skewed, gamma: 0.06),
    model: conditional("gjr-garch", .gjr, .skewedT), count: 2000),
  Entry(
    name: "filtered-historical, garch", kind: "asymptotic", process: garch("garch t5", t5),
    model: FilteredHistorical(
      window: 2000, volatility: .estimated(ConditionalVolatility(), window: 2000),
      returnConvention: .simple), count: 2000),
]

func cover(_ entry: Entry, samples: Int) -> (covered: [Side: Int], missing: Int) {
  func interval(_ model: some ReturnModel, _ returns: [Double], _ side: Side) -> TailInterval? {
    guard var estimator = try? model.makeEstimator(over: .oneBar) else { return nil }
    estimator.observe(contentsOf: returns.span)
    guard (try? estimator.recalibrate()) != nil, let prediction = try? estimator.prediction() else {
      return nil
    }
    return prediction.tailInterval(for: side, at: ConfidenceLevel(0.99)!)
  }
  var covered: [Side: Int] = [.long: 0, .short: 0]
  var missing = 0
  for number in 0 ..< samples {
    let (returns, edge) = entry.process.sample(number, count: entry.count)
    // One side a sample: the two are not independent.
    let side: Side = number.isMultiple(of: 2) ? .long : .short
    guard let interval = interval(entry.model, returns, side), let inner = interval.inner,
      let outer = interval.outer
    else {
      missing += 1
      continue
    }
    if min(inner, outer) <= edge(side), edge(side) <= max(inner, outer) {
      covered[side, default: 0] += 1
    }
  }
  return (covered, missing)
}

let arguments = CommandLine.arguments.dropFirst()
let samples = arguments.first.flatMap { Int($0) } ?? 2000
let wanted = arguments.dropFirst()
print("| model | process | returns | interval | samples | none | covered | 95 % ± 4 s.e. | holds |")
print("| --- | --- | ---: | --- | ---: | ---: | ---: | --- | --- |")
for entry in entries where wanted.isEmpty || wanted.contains(entry.name) {
  let (covered, missing) = cover(entry, samples: samples)
  let count = samples - missing
  let rate = Double(covered.values.reduce(0, +)) / Double(max(1, count))
  let reach = 4 * (0.95 * 0.05 / Double(max(1, count))).squareRoot()
  let holds = entry.kind == "exact" ? rate >= 0.95 - reach : abs(rate - 0.95) <= reach
  func percent(_ x: Double) -> String { "\((x * 10_000).rounded() / 100) %" }
  print(
    "| \(entry.name) | \(entry.process.name) | \(entry.count) | \(entry.kind) | \(samples) "
      + "| \(missing) | \(percent(rate)) | \(percent(0.95 - reach)) to \(percent(0.95 + reach)) "
      + "| \(holds ? "yes" : "no") |")
}
