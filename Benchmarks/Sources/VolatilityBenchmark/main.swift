import Foundation
import Volatility

// Fits models to one-column files of returns, for comparison with peers on the same data.
//
//   VolatilityBenchmark likelihoods FILE…   series,model,innovations,logLikelihood,status
//   VolatilityBenchmark fit MODEL INNOVATIONS FILE
//   VolatilityBenchmark single MODEL INNOVATIONS FILE
//       seconds of five fits with standard errors, for each line read
//   VolatilityBenchmark panel FILE…         seconds of all fits, for each line read
//   VolatilityBenchmark rolling WINDOW FILE seconds of all warm refits, for each line read

let clock = ContinuousClock()

func returns(in path: String) throws -> [Double] {
  try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap { Double($0) }
}

func recipe(_ name: String, _ innovations: InnovationFamily) -> ConditionalVolatility {
  let recursion: VarianceRecursion =
    switch name {
    case "gjr-garch": .garch(.gjr)
    case "egarch": .egarch(EGARCH())
    default: .garch(GARCH())
    }
  return ConditionalVolatility(recursion: recursion, innovations: innovations, presample: .backcast)
}

/// Times `work` once per line of standard input, so that a peer can run alternately.
func serve(_ work: () throws -> Void) rethrows {
  while readLine() != nil {
    let time = try clock.measure(work)
    print(Double(time.components.attoseconds) * 1e-18 + Double(time.components.seconds))
    fflush(nil)
  }
}

let arguments = CommandLine.arguments.dropFirst()
let files = Array(arguments.dropFirst())
switch arguments.first {
case "likelihoods":
  for path in files {
    let series = try returns(in: path)
    for name in ["garch", "gjr-garch", "egarch"] {
      for family in [InnovationFamily.normal, .studentT, .skewedT] {
        let label = URL(filePath: path).deletingPathExtension().lastPathComponent
        do {
          let fit = try VolatilityFit(maximizing: recipe(name, family), on: series)
          print("\(label),\(name),\(family.rawValue),\(fit.logLikelihood),\(fit.status.rawValue)")
        } catch { print("\(label),\(name),\(family.rawValue),,\(error)") }
      }
    }
  }
case "fit":
  let series = try returns(in: files[2])
  let model = recipe(files[0], InnovationFamily(rawValue: files[1]) ?? .normal)
  let start = clock.now
  do {
    let fit = try VolatilityFit(maximizing: model, on: series)
    print(clock.now - start, fit.logLikelihood, fit.status, fit.evaluations, fit.values)
  } catch { print(clock.now - start, error) }
case "single":
  let series = try returns(in: files[2])
  let family = InnovationFamily(rawValue: files[1]) ?? .normal
  let model = recipe(files[0], family)
  try serve {
    for _ in 0 ..< 5 {
      let fit = try VolatilityFit(maximizing: model, on: series)
      _ = fit.covariance(on: series)
    }
  }
case "panel":
  let panel = try files.map(returns)
  let model = recipe("garch", .normal)
  try serve {
    for series in panel {
      let fit = try VolatilityFit(maximizing: model, on: series)
      _ = fit.covariance(on: series)
    }
  }
case "rolling":
  let window = Int(files[0]) ?? 1_000
  let series = try returns(in: files[1])
  let model = recipe("garch", .studentT)
  try serve {
    var fit: VolatilityFit?
    for end in window ..< series.count {
      fit = try VolatilityFit(
        maximizing: model, on: Array(series[end - window ..< end]), startingAt: fit)
    }
  }
default: print("unknown benchmark")
}
