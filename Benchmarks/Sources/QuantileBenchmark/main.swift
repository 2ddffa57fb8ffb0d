import Foundation
import Statistics

// The rolling 1 % quantile of type 7 of each column of a file of doubles, one run for each line read; the
// last result goes into a file of doubles.
//
//   QuantileBenchmark COLUMNS ROWS WINDOW OUTPUT

let arguments = CommandLine.arguments
guard arguments.count == 5, let rows = Int(arguments[2]), let window = Int(arguments[3]) else {
  fatalError("QuantileBenchmark COLUMNS ROWS WINDOW OUTPUT")
}
let bytes = try Data(contentsOf: URL(filePath: arguments[1]))
let panel = bytes.withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
var quantiles = [Double](repeating: .nan, count: panel.count)
let clock = ContinuousClock()
while readLine() != nil {
  let time = clock.measure {
    for start in stride(from: 0, to: panel.count, by: rows) {
      var results = quantiles.mutableSpan
      var column = results.extracting(start ..< start + rows)
      RollingQuantile.fill(
        &column, of: panel.span.extracting(start ..< start + rows), window: window,
        millionths: 10_000, convention: .hyndmanFan(type: 7))
    }
  }
  print(Double(time.components.attoseconds) * 1e-18 + Double(time.components.seconds))
  fflush(nil)
}
try quantiles.withUnsafeBytes { try Data($0).write(to: URL(filePath: arguments[4])) }
