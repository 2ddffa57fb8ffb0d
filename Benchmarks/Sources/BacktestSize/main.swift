import Backtesting
import Glibc
import RiskMeasures
import Statistics

// Size and power of every backtest of value at risk and expected shortfall, on simulated forecasts.
//
//   BacktestSize [SAMPLES [POWER-SAMPLES [TEST…]]]
//
// Prints Markdown. Size is measured on the randomized p-value u·P(T = t) + P(T > t), which rejects
// a true null hypothesis in 5 % of samples if the p-value is correct; the published p-value is not
// randomized. Undefined samples are counted and excluded from the rates.

/// Rejection counts of a test.
struct Tally: Sendable {
  var undefined = 0
  var published = 0
  var randomized = 0
  var defined = 0

  mutating func add(_ result: TestResult, _ uniform: Double) {
    guard let pValue = result.pValue else {
      undefined += 1
      return
    }
    defined += 1
    if pValue <= 0.05 { published += 1 }
    let strict = result.strictPValue ?? pValue
    if strict + uniform * (pValue - strict) <= 0.05 { randomized += 1 }
  }

  mutating func add(_ other: Tally) {
    undefined += other.undefined
    published += other.published
    randomized += other.randomized
    defined += other.defined
  }

  func share(_ count: Int) -> Double { defined == 0 ? .nan : Double(count) / Double(defined) }
}

func percent(_ value: Double, _ decimals: Int = 2) -> String {
  guard value.isFinite else { return "–" }
  let scale = pow(10, Double(decimals))
  return "\((value * 100 * scale).rounded() / scale) %"
}

let arguments = CommandLine.arguments.dropFirst()
let samples = arguments.first.flatMap { Int($0) } ?? 10_000
let powerSamples = arguments.dropFirst().first.flatMap { Int($0) } ?? 2_000
let chosen = arguments.dropFirst(2).compactMap { TestName(rawValue: $0) }
let names = (chosen.isEmpty ? TestSuite.names : chosen).filter { $0 != .trafficLight }
/// Tests that refit a regression in every draw use fewer samples and wider bounds.
let slow: Set<TestName> = [.esrStrict, .esrAuxiliary, .esrIntercept]
let anytime: Set<TestName> = [.eBacktest, .eBacktestShortfall]
guard let level = ConfidenceLevel(0.99) else { fatalError("0.99 is a level") }

func tallies(
  of process: Process, count: Int, samples: Range<Int>, names: [TestName]
) -> [TestName: Tally] {
  var tallies: [TestName: Tally] = [:]
  for number in samples {
    let series = process.sample(number, count: count, level: level)
    let inference = Inference(
      tests: Set(names), identifier: "\(process.name) \(number)", seed: 20_261_126)
    let stream = RandomStream(seed: 7, identifier: "randomize \(process.name) \(count)")
    for (index, result) in TestSuite.all(series, inference).enumerated() {
      let uniform = stream.uniform(path: UInt32(number), step: UInt32(index))
      tallies[result.test, default: Tally()].add(result, uniform)
    }
  }
  return tallies
}

func run(_ process: Process, count: Int, samples: Int, names: [TestName]) async -> [TestName: Tally]
{
  guard !names.isEmpty, samples > 0 else { return [:] }
  let size = max(1, samples / 64)
  return await withTaskGroup(of: [TestName: Tally].self) { group in
    for start in stride(from: 0, to: samples, by: size) {
      group.addTask {
        tallies(
          of: process, count: count, samples: start ..< min(samples, start + size), names: names)
      }
    }
    var sums: [TestName: Tally] = [:]
    for await part in group {
      for (name, tally) in part { sums[name, default: Tally()].add(tally) }
    }
    return sums
  }
}

/// Runs all tests, the slow ones on fewer samples.
func all(_ process: Process, count: Int, samples: Int) async -> [TestName: Tally] {
  var found = await run(
    process, count: count, samples: samples, names: names.filter { !slow.contains($0) })
  let few = await run(
    process, count: count, samples: min(samples, 1_000), names: names.filter(slow.contains))
  found.merge(few) { first, _ in first }
  return found
}

let counts = [250, 500, 1_000]

/// Prints a table of sizes; `gated` sets whether each row is checked against its bound.
func printSizes(_ process: Process, gated: Bool) async {
  print("| test | n | samples | undefined | published | randomized | holds |")
  print("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
  for count in counts {
    let found = await all(process, count: count, samples: samples)
    for name in names {
      guard let tally = found[name] else { continue }
      let total = tally.defined + tally.undefined
      let (published, randomized) = (tally.share(tally.published), tally.share(tally.randomized))
      let holds: String
      if tally.defined == 0 || !gated {
        holds = "–"
      } else if anytime.contains(name) {
        holds = published <= 0.05 ? "yes" : "no"
      } else if slow.contains(name) {
        let error = 4 * (0.05 * 0.95 / Double(tally.defined)).squareRoot()
        holds = abs(published - 0.05) <= error ? "yes" : "no"
      } else {
        holds = published <= 0.059 && (0.04 ... 0.06).contains(randomized) ? "yes" : "no"
      }
      print(
        "| \(name.rawValue) | \(count) | \(total) | "
          + "\(percent(Double(tally.undefined) / Double(total))) | \(percent(published)) | "
          + "\(anytime.contains(name) ? "–" : percent(randomized)) | \(holds) |")
    }
    fflush(nil)
    fflush(nil)
  }
}

if samples > 0 {
  print("## Size: right forecasts rejected at 5 %\n")
  await printSizes(.given, gated: true)
  print("\n## The same where volatility answers losses\n")
  await printSizes(.right, gated: false)
}

if powerSamples > 0 {
  print("\n## Power: wrong forecasts rejected at 5 %, with the Monte Carlo error\n")
  print("| test | n | " + Process.wrong.map(\.name).joined(separator: " | ") + " |")
  print("| --- | ---: |" + Process.wrong.map { _ in " ---: |" }.joined())
  for count in counts {
    var columns: [[TestName: Tally]] = []
    for process in Process.wrong {
      columns.append(await all(process, count: count, samples: powerSamples))
    }
    for name in names {
      let cells = columns.map { column -> String in
        // The rate is of all samples: a sample on which a test is undefined is not a rejection.
        guard let tally = column[name], tally.defined > 0 else { return "–" }
        let total = Double(tally.defined + tally.undefined)
        let power = Double(tally.published) / total
        return percent(power, 1) + " ± " + percent((power * (1 - power) / total).squareRoot(), 1)
      }
      print("| \(name.rawValue) | \(count) | " + cells.joined(separator: " | ") + " |")
    }
  }
}
