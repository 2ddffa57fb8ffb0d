internal import Instruments
public import MarketData
internal import Text

/// The contents of price files: what they were taken for, their instruments, and what was found.
public struct InspectRenderer: FormattedResult {
  let loaded: LoadedPrices

  /// Renders files that were read.
  public init(_ loaded: LoadedPrices) { self.loaded = loaded }

  /// The most files that are described one by one, and the most findings, so that a file fits a
  /// screen.
  private static let (shownFiles, shownFindings) = (3, 3)
  /// The most characters of a name and of what was found.
  private static let (nameLength, messageLength) = (28, 120)

  /// The most instruments in a table of text: fewer where something was found.
  private var shownInstruments: Int { loaded.findings.isEmpty && loaded.failures.isEmpty ? 6 : 3 }

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
    let failed = FindingGroup.all(Finding.all([], loading: loaded.failures))
    report.add("Failed", .failures(Self.shown(failed, Self.shownFindings)))
    let room = max(0, Self.shownFindings - failed.count)
    report.add("Findings", .warnings(Self.shown(findings, room)))
    let rest = max(0, failed.count - Self.shownFindings) + max(0, findings.count - room)
    if !findings.isEmpty || rest > 0 {
      let more = rest > 0 ? "\(NumberText.count(rest, "more finding")) and all" : "All"
      report.add(nil, .notes(["\(more) remedies are in --format json."]))
    }
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
      .text("Instrument", .essential), .number("Bars", .essential), .text("First", .essential),
      .text("Last", .essential), .number("First price", .detail), .number("Last price", .detail),
      .text("Calendar"),
    ])
    let histories = loaded.panel.histories
    for history in histories.prefix(shownInstruments) {
      let calendar = TradingCalendar(of: history.axis)
      table.append([
        Self.cut(history.instrument.rawValue, Self.nameLength), String(history.count),
        Self.text(of: history.axis.times?.first), Self.text(of: history.axis.times?.last),
        NumberText.significant(history.close.first), NumberText.significant(history.close.last),
        calendar.map(Self.text) ?? "undated",
      ])
    }
    if histories.count > shownInstruments {
      let rest = histories.count - shownInstruments
      return table.noting("\(NumberText.count(rest, "more instrument")) in --format json.")
    }
    return table
  }

  /// What was found, the kinds of most instruments first.
  private var findings: [FindingGroup] {
    FindingGroup.all(
      loaded.findings.map { finding in
        Finding(
          subject: finding.instrument?.rawValue ?? "", code: finding.kind.rawValue,
          message: finding.message)
      })
  }

  /// The first findings, cut to what fits a screen.
  private static func shown(_ groups: [FindingGroup], _ most: Int) -> [Finding] {
    groups.prefix(most).map { group in
      Finding(
        subject: cut(group.subjects, nameLength), code: group.code,
        message: cut(group.message, messageLength))
    }
  }

  /// The calendar without words that every line would repeat.
  private static func text(of calendar: TradingCalendar) -> String {
    calendar.description.replacing(" bars per year", with: " a year").replacing(" bars", with: "")
  }

  /// A time without seconds of zero.
  private static func text(of time: Timestamp?) -> String {
    guard let text = time?.description else { return NumberText.missing }
    return text.hasSuffix(":00Z") ? text.dropLast(4) + "Z" : text
  }

  private static func cut(_ text: String, _ length: Int) -> String {
    text.count > length ? text.prefix(length - 1) + "…" : text
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
