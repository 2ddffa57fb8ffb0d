internal import Calibration
internal import Documents
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures

extension NoticeRenderer {
  // MARK: - Stages

  var stages: String {
    let phased = moved.filter(isPhased)
    guard !phased.isEmpty else { return "" }
    let step = NumberText.shortPercent(comparison.options.maximumStep.fraction)
    var table = TextTable([
      .text("Instrument"), .text("Side"), .number("Stage"), .text("In force from"),
      .number("Initial margin"), .number("Maintenance margin"), .text("Called"),
      .text("Liquidated"),
    ])
    for compared in phased {
      for (stage, rates) in (compared.path?.stages ?? []).enumerated() {
        let impact = compared.stageImpacts[stage]
        table.append([
          compared.new.instrument.rawValue, compared.new.side.rawValue, String(stage + 1),
          stage == 0 ? compared.new.effectiveFrom?.description ?? "[date]" : "[date]",
          text.rate(rates.initial), text.rate(rates.maintenance),
          ChangeText.leverages(impact.leverages(.called)),
          ChangeText.leverages(impact.leverages(.liquidated)),
        ])
      }
    }
    return
      "So that no rate rises by more than \(step) at a time, these rates come in stages. Called and "
      + "liquidated are positions at the leverages shown that have added no collateral since they were opened.\n\n"
      + table.markdown() + "\n" + staged(phased)
  }

  private func staged(_ phased: [ComparedMargin]) -> String {
    let exposed = phased.filter { $0.path?.isLiquidationFree == false }
    let rule =
      "An account that holds the initial margin of one stage when the next begins is not liquidated by it"
    guard !exposed.isEmpty else { return rule + ".\n" }
    let names = Markdown.escaped(exposed.map(\.change.subject).joined(separator: ", "))
    guard exposed.count < phased.count else {
      return
        "An account that holds just the initial margin of one stage can be liquidated when the next begins; "
        + "it takes more equity to be safe.\n"
    }
    return rule + ", except for \(names), where it takes more equity to be safe.\n"
  }

  // MARK: - Reasons and evidence

  var reasons: String {
    var table = TextTable([
      .text("Instrument"), .text("Side"), .text("Rate"), .number("Change"), .text("Of which"),
    ])
    for compared in moved {
      guard let drivers = compared.drivers else { continue }
      let steps = drivers.change.lines.map {
        "\($0.step) \(text.exactPoints($0.difference))"
      }
      table.append([
        compared.new.instrument.rawValue, compared.new.side.rawValue, drivers.rate.rawValue,
        text.exactPoints(drivers.change.total), steps.joined(separator: ", "),
      ])
    }
    let methods = comparison.findings.filter(\.spoilsComparison).map {
      Finding(subject: $0.subject, code: $0.code, message: $0.message)
    }
    var part = moved.isEmpty ? "" : "[The reason in a sentence.]\n"
    if !table.rows.isEmpty {
      part +=
        "\nThe steps by which the rates are made, and how much each adds to the change, in "
        + (comparison.unit == .price
          ? "price units" : "percentage points of the notional value (pp)")
        + ":\n\n" + table.markdown()
    }
    if !methods.isEmpty {
      part += "\nThe method changed too:\n\n" + MarkdownWriter().text(of: .warnings(methods))
    }
    return part
  }

  var evidence: String {
    var table = TextTable([
      .text("Instrument"), .text("Side"), .text("As of"), .text("Measure"), .number("Level"),
      .text("Margin period of risk"), .number("Value at risk"), .text("95 % interval"),
    ])
    for compared in moved {
      let margin = compared.new
      table.append([
        margin.instrument.rawValue, margin.side.rawValue,
        margin.asOf?.description ?? NumberText.missing,
        margin.measure?.split(separator: "-").joined(separator: " ") ?? NumberText.missing,
        NumberText.shortPercent(margin.level), period(margin),
        comparison.unit.text(margin.valueAtRisk), interval(margin.interval),
      ])
    }
    return table.rows.isEmpty
      ? ""
      : "What the new rates rest on; the interval is that of the measure.\n\n" + table.markdown()
  }

  private func period(_ margin: ScheduledMargin) -> String {
    margin.periodOfRisk?.description
      ?? margin.horizonBars.map { NumberText.count($0, "bar") } ?? NumberText.missing
  }

  private func interval(_ interval: RiskInterval) -> String {
    guard interval != .unknown else { return NumberText.missing }
    return "\(comparison.unit.text(interval.lower)) to \(comparison.unit.text(interval.upper))"
  }

  // MARK: - Provenance

  /// The names of the input files, without their local folders.
  var provenance: String {
    let (old, new) = (comparison.old, comparison.new)
    var lines = LabeledLines()
    for (label, file) in [("Old schedule", old), ("New schedule", new)] {
      lines.append(
        label,
        "\(Self.fileName(file.path)), as of \(file.asOf?.description ?? "no date"), "
          + "SHA-256 \(file.sha256)")
      guard let source = file.terms?.provenance else { continue }
      lines.append(
        "made by",
        "version \(source.version), configuration \(source.configurationHash), seed \(source.seed)")
    }
    let before = old.terms?.provenance.inputs ?? []
    let after = new.terms?.provenance.inputs ?? []
    if before == after {
      for input in after { lines.append("Prices of both", Self.words(input)) }
    } else {
      for input in before { lines.append("Prices of the old", Self.words(input)) }
      for input in after { lines.append("Prices of the new", Self.words(input)) }
    }
    return MarkdownWriter().text(of: .lines(lines))
  }

  private static func words(_ input: Provenance.Input) -> String {
    "\(fileName(input.path)), \(NumberText.count(input.rows, "row")), SHA-256 \(input.sha256)"
  }

  private static func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
