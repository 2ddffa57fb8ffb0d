import Glibc
import Volatility

func models(_ presample: PresampleVariance) -> [(String, ConditionalVolatility)] {
  let recursions: [(String, VarianceRecursion)] = [
    ("garch", .garch(GARCH())), ("gjr", .garch(.gjr)), ("egarch", .egarch(EGARCH())),
    ("tarch", .garch(.tarch)), ("aparch", .aparch(APARCH())),
  ]
  return recursions.flatMap { name, recursion in
    InnovationFamily.allCases.map {
      (
        "\(name)/\($0.rawValue)",
        ConditionalVolatility(recursion: recursion, innovations: $0, presample: presample)
      )
    }
  }
}

let path = CommandLine.arguments[1]
let presample: PresampleVariance = CommandLine.arguments.contains("backcast") ? .backcast : .sample
var returns: [Double] = []
_ = readLine
guard let file = fopen(path, "r") else { fatalError() }
var line: UnsafeMutablePointer<CChar>?
var size = 0
while getline(&line, &size, file) > 0 {
  if let line, let value = Double(String(cString: line).split(separator: "\n")[0]) {
    returns.append(value)
  }
}
let clock = ContinuousClock()
for (name, model) in models(presample) {
  do {
    let fit = try VolatilityFit(maximizing: model, on: returns)
    var times: [Duration] = []
    for _ in 0 ..< 5 {
      times.append(try clock.measure { _ = try VolatilityFit(maximizing: model, on: returns) })
    }
    var cov: [Duration] = []
    for _ in 0 ..< 5 { cov.append(clock.measure { _ = fit.covariance(on: returns) }) }
    print(
      name, fit.logLikelihood, fit.status, fit.evaluations, fit.values, times.min()!, cov.min()!)
    if let c = fit.covariance(on: returns) {
      print("   ", c.standardErrors, c.robustStandardErrors)
    }
  } catch { print(name, error) }
}
