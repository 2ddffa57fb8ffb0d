import Instruments
import MarketData
import RiskMeasures
import RiskModels
import Statistics
import Volatility

// Coverage of the 95 % confidence intervals of value at risk and expected shortfall, on samples
// simulated from a process for which each model is correctly specified.
//
//   IntervalCoverage [SAMPLES] [NAME…]
//
// Prints a Markdown table. An exact interval must cover at least the nominal level; the coverage of
// an asymptotic interval must be within four standard errors of it.

/// A process with known conditional tail.
struct Process {
  let name: String
  let law: any StandardizedDistribution
  /// σ² of the next bar from σ² and the return.
  let variance: (Double, Double) -> Double
  let firstVariance: Double

  /// Returns simulated returns, and σ of the next bar.
  func sample(_ number: Int, count: Int) -> (returns: [Double], sigma: Double) {
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
    return (returns, h.squareRoot())
  }

  /// Returns the loss of a side over independent bars of equal variance: the quantile, or the mean
  /// beyond it.
  func loss(_ measure: Measure, _ side: Side, sigma: Double) -> Double {
    let p = measure.tail
    let edge = side == .long ? -law.quantile(of: p) : law.upperQuantile(beyond: p)
    let mean = side == .long ? -law.tailMean(below: p) : law.tailMean(beyond: p)
    return sigma * (measure.isShortfall ? mean : edge)
  }
}

/// The risk measure that an interval is for.
struct Measure {
  let isShortfall: Bool
  let level: Double
  var tail: Double { ((1 - level) * 1e6).rounded() / 1e6 }
  var name: String { "\(isShortfall ? "ES" : "VaR") \(level)" }

  static let risk = Measure(isShortfall: false, level: 0.99)
  static let shortfall = Measure(isShortfall: true, level: 0.99)
  static let mildShortfall = Measure(isShortfall: true, level: 0.95)
}

struct Entry {
  let name: String
  /// The kind of the value-at-risk interval; that of the expected shortfall is asymptotic, and at
  /// 99 % printed without a check.
  let kind: String
  let process: Process
  let model: any ReturnModel
  let count: Int
  var bars = 1
  /// The number of returns behind the tail mean; below 2,000 the coverage is printed without a
  /// check.
  var window = 2000

  var measures: [(measure: Measure, kind: String)] {
    [
      (.risk, kind), (.mildShortfall, window < 2000 ? "printed" : "asymptotic"),
      (.shortfall, "printed"),
    ]
  }
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
let quantiles = [
  Entry(
    name: "historical", kind: "exact", process: constant("iid t5", t5),
    model: Historical(window: 2000), count: 2000),
  Entry(
    name: "historical, 500", kind: "exact", process: constant("iid t5", t5),
    model: Historical(window: 500), count: 500, window: 500),
  Entry(
    name: "volatility-weighted-historical", kind: "exact", process: ewma,
    model: VolatilityWeightedHistorical(
      window: 1000, volatility: EWMA(decay: 0.97), returnConvention: .simple), count: 2000,
    window: 1000),
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

/// A horizon of five bars, where the distribution of a sum is known: normal with constant variance.
let week = Entry(
  name: "normal, 5 bars", kind: "asymptotic", process: constant("iid normal", StandardNormal()),
  model: NormalModel(window: 2000), count: 2000, bars: 5)
let bootstraps = [
  Entry(
    name: "garch, parametric bootstrap", kind: "asymptotic",
    process: garch("garch normal", StandardNormal()),
    model: ConditionalVolatilityModel(
      name: "garch", window: 2000, volatility: ConditionalVolatility(), returnConvention: .simple,
      interval: .parametricBootstrap(replications: 199)), count: 2000),
  Entry(
    name: "historical, block bootstrap", kind: "asymptotic", process: constant("iid t5", t5),
    model: BlockBootstrappedHistorical(Historical(window: 2000), replications: 199), count: 2000),
]
let entries = quantiles + [week] + bootstraps

/// The ends of an interval as losses: none or two.
func ends(
  of measure: Measure, _ prediction: some PredictedReturns, _ side: Side
) -> [Double] {
  let level = ConfidenceLevel(measure.level)!
  let ends: [Double?]
  if measure.isShortfall {
    let found = prediction.shortfallUncertainty(of: .linear, for: side, at: level)
    ends = [found.lower, found.upper]
  } else {
    let found = prediction.tailInterval(for: side, at: level)
    ends = [found.inner, found.outer].map { end in end.map { side == .long ? -$0 : $0 } }
  }
  let both = ends.compactMap(\.self)
  return both.count == 2 ? both : []
}

/// Counts the samples covered by each measure's interval, and the samples without one.
func cover(_ entry: Entry, samples: Int) -> [(covered: Int, missing: Int)] {
  func predicted(_ model: some ReturnModel, _ returns: [Double]) -> (any PredictedReturns)? {
    guard var estimator = try? model.makeEstimator(over: Horizon(bars: entry.bars)) else {
      return nil
    }
    estimator.observe(contentsOf: returns.span)
    guard (try? estimator.recalibrate()) != nil else { return nil }
    return try? estimator.prediction()
  }
  var counts = entry.measures.map { _ in (covered: 0, missing: 0) }
  for number in 0 ..< samples {
    let (returns, sigma) = entry.process.sample(number, count: entry.count)
    let prediction = predicted(entry.model, returns)
    // One side per sample, because the two sides are not independent.
    let side: Side = number.isMultiple(of: 2) ? .long : .short
    for (place, measure) in entry.measures.map(\.measure).enumerated() {
      guard let ends = prediction.map({ ends(of: measure, $0, side) }), ends.count == 2 else {
        counts[place].missing += 1
        continue
      }
      let truth = entry.process.loss(
        measure, side, sigma: sigma * Double(entry.bars).squareRoot())
      if ends[0] <= truth, truth <= ends[1] { counts[place].covered += 1 }
    }
  }
  return counts
}

func percent(_ x: Double) -> String { "\((x * 10_000).rounded() / 100) %" }

let arguments = CommandLine.arguments.dropFirst()
let samples = arguments.first.flatMap { Int($0) } ?? 2000
let wanted = arguments.dropFirst()
print(
  "| model | process | measure | returns | interval | samples | none | covered "
    + "| 95 % ± 4 s.e. | holds |")
print("| --- | --- | --- | ---: | --- | ---: | ---: | ---: | --- | --- |")
for entry in entries where wanted.isEmpty || wanted.contains(entry.name) {
  for ((measure, kind), found) in zip(entry.measures, cover(entry, samples: samples)) {
    let count = samples - found.missing
    let rate = Double(found.covered) / Double(max(1, count))
    let reach = 4 * (0.95 * 0.05 / Double(max(1, count))).squareRoot()
    let holds =
      switch kind {
      case "exact": rate >= 0.95 - reach ? "yes" : "no"
      case "asymptotic": abs(rate - 0.95) <= reach ? "yes" : "no"
      default: "–"
      }
    print(
      "| \(entry.name) | \(entry.process.name) | \(measure.name) | \(entry.count) | \(kind) "
        + "| \(samples) | \(found.missing) | \(percent(rate)) "
        + "| \(percent(0.95 - reach)) to \(percent(0.95 + reach)) | \(holds) |")
  }
}
