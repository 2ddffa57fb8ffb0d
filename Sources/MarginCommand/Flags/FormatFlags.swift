import ArgumentParser
import MarketData
internal import Text

/// Options for how the values of input files are written; all are inferred by default.
struct FormatFlags: ParsableArguments {
  @Option(.dateNotation, "Form of dates, such as DD/MM/YYYY, excel or epoch-ms.", name: "form")
  var dateFormat: DateNotation?

  @Option(.name, "Name of the column of dates.", name: "name")
  var dateColumn: String?

  @Option(.name, "Name of the column that is the price.", name: "name")
  var priceColumn: String?

  @Option(.delimiter, "Character between fields.", name: "character")
  var delimiter: UInt8?

  @Option(.choice, "Decimal mark.", name: "mark")
  var decimal: NumberNotation.DecimalMark?

  @Option(.name, "Text encoding, as iconv names it.", name: "name")
  var encoding: String?

  @Option(.integer(0 ... 1_000_000, like: 3), "Lines to skip before the header.", name: "n")
  var skipLines = 0

  @Option(.choice, "Row to use where two of one date differ.", name: "row")
  var duplicates: DuplicateRule?

  @Option(.choice, "Order of the rows; undated descending rows are reversed.", name: "order")
  var sort: RowSequence?

  @Option(.name, "Currency of the rows to read, where a column states it.", name: "code")
  var currency: String?

  @Option(.timeZone, "Zone of times without an offset from UTC.", name: "name")
  var timeZone: TimeZoneRules?

  @Option(
    .integer(0 ... 100_000, like: 5), "Days a last price may be older than the latest.", name: "n")
  var maxAge: Int?

  @Option(
    .treatments, "Treatment of a finding (see margin data inspect), such as hole=reject.",
    name: "finding=treatment")
  var on: [FindingRule] = []

  /// The options for the reader.
  var options: CSVFormatOptions {
    CSVFormatOptions(
      dateNotation: dateFormat, dateColumn: dateColumn, priceColumn: priceColumn,
      delimiter: delimiter, decimalMark: decimal, encoding: encoding, skippedLines: skipLines,
      duplicates: duplicates, order: sort, currency: currency, timeZone: timeZone)
  }

  /// The treatment of each finding named.
  var treatments: [DataFinding.Kind: FindingTreatment] {
    Dictionary(on.map { ($0.kind, $0.treatment) }) { $1 }
  }
}

/// What becomes of data with a finding.
struct FindingRule: Hashable, Sendable {
  let kind: DataFinding.Kind
  let treatment: FindingTreatment
}

extension ValueForm<DateNotation> {
  /// A value form for a way of writing dates.
  static var dateNotation: Self {
    ValueForm(
      expected: "iso, DD/MM/YYYY, MM/DD/YYYY or another order of Y, M and D, excel, epoch, "
        + "epoch-s, epoch-ms, epoch-us or epoch-ns",
      completion: .list(
        DateNotation.PartOrder.allCases.map(\.rawValue) + ["excel", "epoch"]
          + DateNotation.EpochUnit.allCases.map(\.rawValue)),
      read: { text in DateNotation(text) }, text: { $0.name })
  }
}

extension ValueForm<TimeZoneRules> {
  /// A value form for a zone of the system's time zone database.
  static var timeZone: Self {
    ValueForm(
      expected: "a zone of the time zone database, for example America/New_York",
      read: { text in TimeZoneRules(text) }, text: { $0.name })
  }
}

extension ValueForm<UInt8> {
  /// A value form for the character between fields.
  static var delimiter: Self {
    let words = ["comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "space": " "]
    return ValueForm(
      expected: "one ASCII character, or comma, semicolon, tab, bar or space",
      completion: .list(words.keys.sorted()),
      read: { text in
        let character = words[text] ?? text
        guard character.utf8.count == 1, let byte = character.utf8.first,
          byte != UInt8(ascii: "\""), byte >= 0x20 || byte == 9, byte < 0x7F
        else { return nil }
        return byte
      })
  }
}

extension ValueForm<[FindingRule]> {
  /// A value form for findings with their treatments.
  static var treatments: Self {
    let kinds = DataFinding.Kind.allCases.map(\.rawValue)
    let item = ValueForm<FindingRule>(
      expected: "FINDING=TREATMENT, the treatment being reject, warn, exclude-return or repair, "
        + "for example split-like-jump=reject",
      names: kinds,
      read: { text throws(ValueFault) in
        let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let kind = DataFinding.Kind(rawValue: parts[0]) else { return nil }
        guard let treatment = kind.treatments.first(where: { $0.rawValue == parts[1] }) else {
          throw ValueFault(
            "invalid treatment \"\(parts[1])\" of \(kind.rawValue)",
            "expected " + kind.treatments.map(\.rawValue).joined(separator: " or "))
        }
        return FindingRule(kind: kind, treatment: treatment)
      }, text: { "\($0.kind.rawValue)=\($0.treatment.rawValue)" })
    return .list(of: item, like: "split-like-jump=reject,hole=warn")
  }
}

extension ValueForm<BarPeriod> {
  /// A value form for a length of bars.
  static var barPeriod: Self {
    ValueForm(
      expected: "minutes or hours that divide a day, such as 15m or 4h, or 1d, 1w or 1mo",
      completion: .list(["1h", "4h", "1d", "1w", "1mo"]), read: { text in BarPeriod(text) })
  }
}
