public import Documents
public import Margin
public import MarketData
internal import Text

/// Prints tier tables with recomputed deductions, and the margin at given position sizes.
public struct TierRenderer: FormattedResult {
  /// The tier tables.
  public let document: TierDocument
  /// The earlier tables to compare with, matched by symbol; nil without a comparison.
  public let old: TierDocument?
  /// The notionals at which the margin is printed.
  public let sizes: [DecimalNumber]
  /// Findings from building the tables, by symbol; empty for tables read from a file.
  public let findings: [String: [String]]
  /// The files and instruments that could not be read; nil for tables read from a file.
  public let loadFailures: [InstrumentFailure]?

  /// Creates a renderer of tier tables.
  public init(
    _ document: TierDocument, comparedWith old: TierDocument? = nil, at sizes: [DecimalNumber],
    findings: [String: [String]] = [:], loadFailures: [InstrumentFailure]? = nil
  ) {
    self.loadFailures = loadFailures
    self.document = document
    self.old = old
    self.sizes = sizes
    self.findings = findings
  }

  /// One row per tier, in the format of `margin account tiers --to csv`.
  public var csv: String { document.csv }

  private func previous(of table: TierTable) -> TierTable? {
    old?.tables.first { $0.symbol == table.symbol }
  }

  // MARK: - Text

  /// Each table with its sizes, its changes, and the findings from building it.
  public func makeReport() -> Report {
    var page = Report("Margin tiers")
    for table in document.tables {
      page.add(Self.heading(of: table), .table(Self.tiers(of: table)), .table(samples(of: table)))
      if let old = previous(of: table) {
        page.add("\(table.symbol), changes by tier", .table(changes(from: old, to: table)))
      }
      for finding in findings[table.symbol] ?? [] { page.add(nil, .notes([finding])) }
    }
    page.add("Failed", .failures(Finding.all([], loading: loadFailures ?? [])))
    page.add("In one file only", .notes(alone.isEmpty ? [] : [alone.joined(separator: ", ")]))
    return page
  }

  /// The symbols present in only one of the two documents.
  private var alone: [String] {
    guard let old else { return [] }
    let (before, after) = (Set(old.tables.map(\.symbol)), Set(document.tables.map(\.symbol)))
    return before.symmetricDifference(after).sorted()
  }

  private static func heading(of table: TierTable) -> String {
    let currency = table.currency.isEmpty ? "" : ", in \(table.currency)"
    return "\(table.symbol), \(table.rule.rawValue), by \(table.unit.rawValue)\(currency)"
  }

  private static func tiers(of table: TierTable) -> TextTable {
    var text = TextTable([
      .number("Tier", .essential), .number("Floor"), .number("Cap", .essential),
      .number("Rate", .essential), .number("Deduction"), .number("Max leverage"),
      .number("Margin at cap", .detail),
    ])
    for (index, tier) in table.tiers.enumerated() {
      let end = tier.cap.flatMap { try? table.maintenanceMargin(of: $0) }
      text.append([
        "\(index + 1)", "\(tier.floor)", tier.cap.map { "\($0)" } ?? "no cap",
        "\(tier.rate * DecimalNumber(100)) %", "\(table.deductions[index])",
        "\(tier.maximumLeverage)x", end.map { "\($0)" } ?? NumberText.missing,
      ])
    }
    return text
  }

  /// The tiers of both tables, with rate, leverage and margin before and after.
  private func changes(from old: TierTable, to new: TierTable) -> TextTable {
    var text = TextTable([
      .number("Floor"), .number("Cap", .essential), .number("Old rate", .essential),
      .number("New rate", .essential), .number("Old leverage", .detail),
      .number("New leverage", .detail), .number("Old margin"), .number("New margin"),
      .number("Relative"),
    ])
    func percent(_ tier: Tier?) -> String {
      tier.map { "\($0.rate * DecimalNumber(100)) %" } ?? NumberText.missing
    }
    func leverage(_ tier: Tier?) -> String {
      tier.map { "\($0.maximumLeverage)x" } ?? NumberText.missing
    }
    for segment in TierComparison(from: old, to: new).segments {
      let (before, after) = (segment.oldMargin, segment.newMargin)
      var change = NumberText.missing
      if let before, let after, before > .zero { change = share(after - before, of: before) }
      text.append([
        "\(segment.floor)", segment.cap.map { "\($0)" } ?? "no cap", percent(segment.old),
        percent(segment.new), leverage(segment.old), leverage(segment.new),
        before.map { "\($0)" } ?? NumberText.missing, after.map { "\($0)" } ?? NumberText.missing,
        change,
      ])
    }
    return text
  }

  private func samples(of table: TierTable) -> TextTable {
    let old = previous(of: table)
    var text = TextTable(
      [
        .number("Position", .essential), .number("Maintenance", .essential), .number("Rate"),
        .number("Initial"),
      ]
        + (old == nil ? [] : [.number("Old"), .number("Change"), .number("Relative")]))
    for size in sizes {
      // A size beyond the last tier has no margin.
      guard let margin = try? table.maintenanceMargin(of: size),
        let initial = try? table.initialMargin(of: size)
      else { continue }
      var row = ["\(size)", "\(margin)", share(margin, of: size), "\(initial)"]
      if let old {
        let before = try? old.maintenanceMargin(of: size)
        row += [
          before.map { "\($0)" } ?? NumberText.missing,
          before.map { "\(margin - $0)" } ?? NumberText.missing,
          before.map { $0 > .zero ? share(margin - $0, of: $0) : NumberText.missing }
            ?? NumberText.missing,
        ]
      }
      text.append(row)
    }
    return text
  }

  private func share(_ part: DecimalNumber, of whole: DecimalNumber) -> String {
    whole > .zero
      ? NumberText.percent(part.doubleValue / whole.doubleValue, decimals: 3) : NumberText.missing
  }

  // MARK: - JSON

  /// One object of contract `margin.tiers/1`.
  public var json: String {
    var fields: JSONObject = [
      "schema": .string("margin.tiers/1"), "format": .string(document.format.rawValue),
      "tables": .list(document.tables, json),
      "onlyInOne": .list(alone) { .string($0) },
    ]
    if let loadFailures { fields["failures"] = .failures([], loading: loadFailures) }
    return JSON.object(fields).rendered + "\n"
  }

  private func json(_ table: TierTable) -> JSON {
    .object([
      "symbol": .string(table.symbol), "currency": .string(table.currency),
      "unit": .string(table.unit.rawValue), "rule": .string(table.rule.rawValue),
      "tiers": .list(Array(table.tiers.enumerated())) { index, tier in
        .object([
          "tier": .integer(index + 1), "floor": .string("\(tier.floor)"),
          "cap": tier.cap.map { .string("\($0)") } ?? .null, "rate": .string("\(tier.rate)"),
          "deduction": .string("\(table.deductions[index])"),
          "maximumLeverage": .string("\(tier.maximumLeverage)"),
        ])
      },
      "positions": .list(sizes) { size in
        let margin = try? table.maintenanceMargin(of: size)
        let before = previous(of: table).flatMap { try? $0.maintenanceMargin(of: size) }
        return .object([
          "notional": .string("\(size)"),
          "maintenanceMargin": margin.map { .string("\($0)") } ?? .null,
          "initialMargin": (try? table.initialMargin(of: size)).map { .string("\($0)") } ?? .null,
          "before": before.map { .string("\($0)") } ?? .null,
        ])
      },
      "changes": .list(
        previous(of: table).map { TierComparison(from: $0, to: table).segments } ?? [], json),
      "findings": .list(findings[table.symbol] ?? []) { .string($0) },
    ])
  }

  private func json(_ segment: TierComparison.Segment) -> JSON {
    func text(_ value: DecimalNumber?) -> JSON { value.map { .string("\($0)") } ?? .null }
    func side(_ tier: Tier?, _ margin: DecimalNumber?) -> JSON {
      .object([
        "rate": text(tier?.rate), "maximumLeverage": text(tier?.maximumLeverage),
        "maintenanceMargin": text(margin),
      ])
    }
    return .object([
      "floor": text(segment.floor), "cap": text(segment.cap),
      "old": side(segment.old, segment.oldMargin), "new": side(segment.new, segment.newMargin),
    ])
  }
}
