import Calibration
import Documents
import Policies
import Text

/// Recorded cases of `margin verify`: read, resolved, some calibrated.
struct FuzzedCases: FuzzedInput {
  let name = "cases"
  let fileName = "mutant.toml"
  let share = 400

  func seeds(_ folder: FuzzFolder) async throws -> [[UInt8]] {
    try [
      "crypto-clearing-2018-11", "sp500-caviar-2020-03", "sp500-extreme-value-2008-10",
      "sp500-plain-2008-10", "sp500-student-t-buffer-2020-03", "stocks-monte-carlo-2020-03",
      "wti-emir-etd-2008-12",
    ].map { try FuzzSamples.bytes(packaged: "Tests/Cases/\($0).toml") }
  }

  func run(_ mutant: FuzzedMutant, _ checks: inout FuzzChecks) async throws {
    let found = try VerifyCase(contentsOf: mutant.path)
    checks.expect(!found.inputs.isEmpty, "no inputs")
    for tolerance in found.tolerances.stated {
      checks.expect(!tolerance.reason.isEmpty, "a tolerance without a reason")
      checks.isFinite(tolerance.allowance(of: 0.05), "tolerance of \(tolerance.fields)")
    }
    _ = found.inputPaths(relativeTo: mutant.folder.path)
    let configuration = try found.configuration(relativeTo: mutant.folder.path)
    if mutant.isOne(in: 10) { try FuzzSamples.calibrate(configuration, &checks) }
  }
}
