internal import Instruments
public import MarketData
internal import Text

/// The contents of price files: what they were taken for, their instruments, and what was found.
public struct InspectRenderer: FormattedResult {
  let loaded: LoadedPrices

  /// Renders files that were read.
  public init(_ loaded: LoadedPrices) { self.loaded = loaded }

  /// The most instruments in a table of text, so that a file fits a screen.
  private static let shownInstruments = 6
  /// The most files that are described one by one.
  private static let shownFiles = 3

  /// A section per file, a table of the instruments, and the findings.
  public func makeReport() -> Report {
    var report = Report()
    for input in loaded.inputs.prefix(Self.shownFiles) {
      report.add(input.path, .lines(lines(input)))
    }
    if loaded.inputs.count > Self.shownFiles {
      let rest = loaded.inputs.count - Self.shownFiles
      report.add(nil, .notes(["\(NumberText.count(rest, "more file")) in --format json."]))
    }
    report.add("Instruments", .table(table))
    report.add("Findings", .warnings(findings))
    report.add("Failed", .failures(Finding.all([], loading: loaded.failures)))
    return report
  }

  private func lines(_ input: InputFile) -> LabeledLines {
    var lines = LabeledLines()
    lines.append("shape", shape(input))
    guard let format = input.format else { return lines }
    if let column = format.dateColumn {
      let clock = format.clockColumn.map { " and time in \(quoted($0))" } ?? ""
      lines.append("dates", "\(quoted(column))\(clock), as \(format.dateNotation ?? "iso")")
    }
    lines.append("prices", Self.listed(format.priceColumns.map(quoted)))
    if !input.unusedColumns.isEmpty {
      lines.append("not used", Self.listed(input.unusedColumns.map(quoted)))
    }
    return lines
  }

  private func shape(_ input: InputFile) -> String {
    var parts = [input.shape?.words ?? "not known", NumberText.count(input.rows, "row")]
    if let format = input.format {
      let decimal = format.decimalMark.map { $0 == "," ? ", decimal comma" : ", decimal point" }
      parts.append(
        "\(format.encoding), \(Self.name(ofDelimiter: format.delimiter))\(decimal ?? "")")
    }
    if input.skippedLines > 0 {
      parts.append("\(NumberText.count(input.skippedLines, "line")) without values")
    }
    return parts.joined(separator: "; ")
  }

  private var table: TextTable {
    var table = TextTable([
      .text("instrument", .essential), .number("bars", .essential), .text("first", .essential),
      .text("last", .essential), .number("first price"), .number("last price"),
      .text("calendar"),
    ])
    let histories = loaded.panel.histories
    for history in histories.prefix(Self.shownInstruments) {
      let calendar = TradingCalendar(of: history.axis)
      table.append([
        history.instrument.rawValue, String(history.count),
        history.axis.times?.first?.description ?? NumberText.missing,
        history.axis.times?.last?.description ?? NumberText.missing,
        NumberText.significant(history.close.first), NumberText.significant(history.close.last),
        calendar?.description ?? "undated",
      ])
    }
    if histories.count > Self.shownInstruments {
      let rest = histories.count - Self.shownInstruments
      return table.noting("\(NumberText.count(rest, "more instrument")) in --format json.")
    }
    return table
  }

  private var findings: [Finding] {
    loaded.findings.map { finding in
      Finding(
        subject: finding.instrument?.rawValue ?? "", code: finding.kind.rawValue,
        message: "\(finding.message); \(finding.remedy)")
    }
  }

  private func quoted(_ name: String) -> String { "\"\(name)\"" }

  private static func listed(_ names: [String]) -> String {
    let shown = names.prefix(6).joined(separator: ", ")
    return names.count > 6 ? "\(shown) and \(names.count - 6) more" : shown
  }

  private static func name(ofDelimiter delimiter: String) -> String {
    [",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "space"][delimiter]
      ?? "\"\(delimiter)\""
  }
}

extension FileShape {
  /// The shape in words.
  fileprivate var words: String {
    switch self {
    case .oneInstrument: "one instrument"
    case .wide: "a column per instrument"
    case .long: "a row per date and instrument"
    case .undated: "series without dates"
    }
  }
}
