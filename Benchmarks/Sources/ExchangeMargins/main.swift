import Foundation

// Compares margins of the preset `plain` with an exchange's published maintenance margins, by date.
//
//   ExchangeMargins [FOLDER] [--check]
//
// Prints Markdown; with --check, verifies the comparison on cases computed by hand and the
// schedules on truncated inputs. FOLDER contains prices and, in margins/, the margin histories; the
// default is ../shared/data.

let arguments = CommandLine.arguments.dropFirst()
let folder = arguments.first { !$0.hasPrefix("-") } ?? "../shared/data"

func refuse(_ message: String) -> Never {
  FileHandle.standardError.write(Data("exchange-margins: \(message)\n".utf8))
  exit(2)
}

guard FileManager.default.fileExists(atPath: "\(folder)/margins") else {
  refuse("there are no margin histories in \(folder)/margins; name the folder that holds them")
}
do {
  if arguments.contains("--check") {
    let faults = try await Check.faults(in: folder)
    for fault in faults { print(fault) }
    print(faults.isEmpty ? "all checks hold" : "\(faults.count) checks fail")
    exit(faults.isEmpty ? 0 : 1)
  }
  var findings: [Findings] = []
  for contract in Contract.all { findings.append(try await Findings(contract, in: folder)) }
  for line in Report(findings: findings).lines { print(line) }
} catch {
  refuse("\(error)")
}
