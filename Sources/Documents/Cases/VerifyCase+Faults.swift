internal import MarketData
internal import Policies
internal import Text

extension VerifyCase {
  /// All faults of a case file: those of keys and values, then contradictions.
  static func allFaults(in document: TOMLDocument) -> [KeyFault] {
    let root = document.root
    let replaced = root["tolerances"] == nil ? [] : [formerTolerances]
    let checked = root.object.map {
      document.replacing(
        root: .object($0.filter { $0.name != "options" && $0.name != "tolerances" }))
    }
    var faults = (checked ?? document).faults(by: CaseKeys.file, isPart: false)
    let paths = Set(faults.map(\.path))
    let others = contradictions(in: root) + CaseOption.faults(in: root["options"])
    faults += replaced + others.filter { !paths.contains($0.path) }
    return faults
  }

  private static let formerTolerances = KeyFault(
    path: DocumentPath(["tolerances"]), isOfKey: true,
    problem: "is replaced by [[tolerance]], with a class and a reason for each",
    remedy: "write [[tolerance]] with fields = [\"initialMargin\", \"maintenanceMargin\"], class = "
      + "\"platform\", absolute = 0.0005, reason = \"…\" (see margin help cases)")

  private static func contradictions(in root: JSON) -> [KeyFault] {
    var faults: [KeyFault] = []
    if let text = root["as-of"]?.string {
      let time = text.dropFirst(10)
      if CalendarDate(String(text.prefix(10))) == nil || !(time.isEmpty || time.first == "T") {
        faults.append(
          KeyFault(
            path: DocumentPath(["as-of"]), problem: "\"\(text)\" is not a date",
            remedy: "expected an ISO 8601 date, such as 2020-03-16"))
      }
    }
    for (index, table) in (root["tolerance"]?.elements ?? []).enumerated() {
      let path = DocumentPath(["tolerance"]).element(index + 1)
      faults += CaseTolerance.faults(in: table, at: path)
    }
    return faults + inputFaults(in: root)
  }

  private static func inputFaults(in root: JSON) -> [KeyFault] {
    let command = root["command"]?.string.flatMap(CaseCommand.init) ?? .calibrate
    let path = DocumentPath(["inputs"])
    guard command.takesInputs else {
      guard root["inputs"] != nil else { return [] }
      return [
        KeyFault(
          path: path, isOfKey: true, problem: "has no effect on \(command.rawValue)",
          remedy: "name its files in [options], such as positions = \"account.json\"")
      ]
    }
    guard root["options"]?["forecasts"] == nil else { return [] }
    guard let inputs = root["inputs"] else {
      return [
        KeyFault(
          path: path, problem: "is missing",
          remedy: "add it (files and folders, relative to the case's folder)")
      ]
    }
    guard inputs.elements?.isEmpty == true else { return [] }
    return [
      KeyFault(path: path, problem: "is empty", remedy: "write inputs = [\"prices.csv\"]")
    ]
  }
}
