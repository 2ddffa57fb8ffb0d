internal import MarketData
internal import Text

extension InspectRenderer {
  /// One line per instrument.
  public var csv: String {
    var text = CSVText(
      header: "instrument,file,bars,firstDate,lastDate,firstPrice,lastPrice,calendar,findings")
    for history in loaded.panel.histories {
      let codes = loaded.findings.filter { $0.instrument == history.instrument }
        .map(\.kind.rawValue)
      text.append([
        history.instrument.rawValue, history.source?.file ?? "", String(history.count),
        history.axis.times?.first?.description ?? "", history.axis.times?.last?.description ?? "",
        CSVText.number(history.close.first), CSVText.number(history.close.last),
        TradingCalendar(of: history.axis)?.description ?? "", codes.joined(separator: " "),
      ])
    }
    return text.text
  }

  /// One object of contract `margin.inspect/1`.
  public var json: String {
    JSON.object([
      "schema": .string("margin.inspect/1"),
      "files": .list(loaded.inputs, file),
      "instruments": .list(loaded.panel.histories, instrument),
      "failures": .failures([], loading: loaded.failures),
    ]).rendered + "\n"
  }

  private func file(_ input: InputFile) -> JSON {
    let format = input.format
    var found: [JSON] = []
    if !input.unusedColumns.isEmpty {
      found.append(
        JSON.object([
          "code": .string(DataFinding.Kind.ignoredColumn.rawValue),
          "message": .string(
            "columns that are not used: " + input.unusedColumns.joined(separator: ", ")),
        ]))
    }
    return JSON.object([
      "path": .string(input.path), "shape": .text(input.shape?.rawValue),
      "rows": .integer(input.rows), "rejected": .integer(input.rejected),
      "byteCount": .integer(input.byteCount), "skippedLines": .integer(input.skippedLines),
      "encoding": .text(format?.encoding), "delimiter": .text(format?.delimiter),
      "decimalMark": .text(format?.decimalMark), "dateColumn": .text(format?.dateColumn),
      "timeColumn": .text(format?.clockColumn), "dateFormat": .text(format?.dateNotation),
      "priceColumns": .list(format?.priceColumns ?? [], JSON.string),
      "unusedColumns": .list(input.unusedColumns, JSON.string), "findings": .array(found),
    ])
  }

  private func instrument(_ history: PriceHistory) -> JSON {
    let calendar = TradingCalendar(of: history.axis)
    let missing = loaded.missing.first { $0.instrument == history.instrument }
    return JSON.object([
      "instrument": .string(history.instrument.rawValue), "file": .text(history.source?.file),
      "column": .text(history.source?.column), "bars": .integer(history.count),
      "firstDate": .text(history.axis.times?.first?.description),
      "lastDate": .text(history.axis.times?.last?.description),
      "firstPrice": .number(history.close.first), "lastPrice": .number(history.close.last),
      "barLength": .text(history.barLength.map(Self.text)),
      "calendar": .text(calendar?.description),
      "barsPerYear": .number(calendar?.barsPerYear),
      "missingPrices": .integer(missing?.within ?? 0),
      "findings": .list(
        loaded.findings.filter { $0.instrument == history.instrument }, Self.finding),
    ])
  }

  private static func text(_ length: BarLength) -> String {
    switch length {
    case .daily: "1 day"
    case .milliseconds(let length): "\(CSVText.number(Double(length) / 1_000)) s"
    }
  }

  private static func finding(_ finding: DataFinding) -> JSON {
    JSON.object([
      "code": .string(finding.kind.rawValue), "count": .integer(finding.count),
      "from": .text(finding.times?.lowerBound.description),
      "to": .text(finding.times?.upperBound.description), "message": .string(finding.message),
      "remedy": .string(finding.remedy),
    ])
  }
}
